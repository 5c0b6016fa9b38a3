"""Try to break out: the attacks that a judge must withstand before it may judge anything.

Each attack is a text file in `attacks/`: a head of `name: value` lines, a line of
dashes, and a Python program that prints BREACH when it achieved something. After
another line of dashes may follow a second program, which is run next, in the same
turn and in one of its own, and looks for what the first one left behind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grading.programs.errors import NoSandboxError, ProgramError
from grading.programs.records import MIB, Limits, ProgramRun, RunResult, Verdict
from grading.programs.refusals import SYSTEM, refusal
from itembank.base.i18n import _

if TYPE_CHECKING:
    from grading.programs.judge import Judge

FOLDER = Path(__file__).parent / "attacks"
RULER = "----"
BREACH = b"BREACH"
TOO_BUSY, BUSY = frozenset({"starved", "lost"}), "does not answer"
GREETING = "你好，考场"


@dataclass(frozen=True, slots=True)
class Attack:
    """Programs that try to do harm, one after the other, and the endings of the last that show they could not."""

    name: str
    title: str
    endings: frozenset[Verdict]
    limits: Limits
    programs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Breach:
    """An attack that succeeded, and what was seen."""

    attack: Attack
    seen: str


def load_attacks(folder: Path = FOLDER) -> tuple[Attack, ...]:
    """Read all attacks, sorted by name."""
    return tuple(_read_attack(path) for path in sorted(folder.glob("*.txt")))


def try_attack(judge: Judge, attack: Attack) -> Breach | None:
    """Run one attack; return what it achieved, or None when it was held."""
    runs = [ProgramRun(source.encode(), limits=attack.limits) for source in attack.programs]
    results = list(judge.run_all(runs))
    if len(runs) > 1:  # in turns of their own they get the very same streams, one after the other
        results += [judge.run(run) for run in runs]
    for result in results:
        if BREACH not in result.stdout and result.why in TOO_BUSY:
            raise refusal(BUSY)
        if BREACH in result.stdout or result.verdict is Verdict.CANNOT_JUDGE:
            return Breach(attack, _seen(result))
    return None if results[-1].verdict in attack.endings else Breach(attack, _seen(results[-1]))


def find_breaches(judge: Judge, attacks: Sequence[Attack]) -> tuple[Breach, ...]:
    """Run the attacks one after the other, and see that the judge still works after them."""
    found = [breach for attack in attacks if (breach := try_attack(judge, attack))]
    greeting = judge.run(ProgramRun(f"print({GREETING!r})".encode()))
    if greeting.verdict is not Verdict.OK or greeting.stdout.decode("utf-8", "replace").strip() != GREETING:
        harmless = Attack("greeting", "an honest program", frozenset({Verdict.OK}), Limits(), ())
        found.append(Breach(harmless, _seen(greeting)))
    return tuple(found)


def require_isolation(judge: Judge) -> None:
    """Refuse to judge on a machine where any attack succeeds or a filter is missing."""
    hint = _(SYSTEM)
    if not judge.isolation().seccomp:
        raise NoSandboxError(_("本机的内核或处理器不支持系统调用过滤（seccomp）。"), hint=hint)
    breaches = find_breaches(judge, load_attacks())
    if breaches:
        names = ", ".join(f"{breach.attack.name} ({breach.seen})" for breach in breaches)
        raise NoSandboxError(_("隔离自检没有通过，不能判程序题。未能阻止：{names}").format(names=names), hint=hint)


def _seen(result: RunResult) -> str:
    text = result.stdout[:200].decode("utf-8", "replace").strip()
    return f"{result.verdict.value} {result.exception} {text}".strip()


def _read_attack(path: Path) -> Attack:
    text = path.read_text("utf-8")
    head, *programs = text.split(f"\n{RULER}\n")
    fields = dict(line.partition(": ")[::2] for line in head.splitlines())
    if not programs or not {"title", "endings"} <= fields.keys():
        raise ProgramError(_("攻击样例 {name} 的开头不完整。").format(name=path.name))
    limits = Limits(
        cpu_ms=int(fields.get("cpu_ms", "2000")),
        wall_ms=int(fields.get("wall_ms", "8000")),
        memory_bytes=int(fields.get("memory_mib", "128")) * MIB,
        output_bytes=64 << 10,
        file_bytes=int(fields.get("file_kib", "1024")) << 10,
        box_bytes=4 * MIB,
        box_files=256,
    )
    endings = frozenset(Verdict(word) for word in fields["endings"].split())
    return Attack(path.stem, fields["title"], endings, limits, tuple(programs))
