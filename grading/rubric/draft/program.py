"""Proposals for Python programs: functions and constructs of the model, and what the model answers.

What kind of task it is shows the starter: marks in it are blanks to be filled in, a program that runs and differs in a
few lines has bugs, a model that draws with turtle is compared by its drawing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from grading.programs.blanks import find_fills
from grading.programs.checkers import Checker, CheckerKind
from grading.programs.records import ProgramRun, RunResult, Verdict
from grading.programs.repair import changed_lines
from grading.programs.sources import SourceReading, read_source
from grading.programs.static import Construct, Facts, read_program
from grading.programs.tests import Program, ProgramTest, Runner, observe
from grading.rubric.draft.looks import shown
from grading.rubric.draft.proposal import Proposal
from itembank.base.i18n import _

if TYPE_CHECKING:
    from grading.rubric.folders import Files

ASKED = {
    Construct.FOR: ("for", "循环"),
    Construct.WHILE: ("while", "循环"),
    Construct.RECURSION: ("递归",),
}
"""What a task may ask for, and the words by which its text does."""

TRIED = ("", "3\n1\n2\n3\n", "5\n", "12\n", "7\n8\n", "abc\n", "hello\n3\n", "3\na 1\nb 3\nc 2\n", "1 2 3\n")
"""What is typed on trial where the task shows no samples."""

MOST_TESTS = 6
TEXTS = frozenset({".txt", ".csv", ".json", ".dat", ".md"})
LONGEST_TEXT = 4000
BLANK = re.compile(r"【\d{1,2}】|[_＿]+[（(]?(?:[①-⑳]|\d{1,2})[)）]?[_＿]+|[_＿]{2,}|\?{3,}|？{3,}")
"""How teachers mark a blank: 【1】, ____, __①__, ___(1)___, ???"""

LEAST_LINES = 4
FEW_LINES = 3
"""A program in which at most one line of so many was changed was put right, not written."""

Tests = list[dict[str, object]]


@dataclass(frozen=True, slots=True)
class Sample:
    """An example run that the task shows."""

    name: str
    stdin: str


@dataclass(frozen=True, slots=True)
class TaskText:
    """What the task's own file says; both are empty where there is none."""

    stem: str = ""
    samples: tuple[Sample, ...] = ()


def program_proposals(
    file: str, starter: Files, model: bytes, judge: Runner | None, told: TaskText
) -> Iterator[Proposal]:
    """Yield proposals; without a judge those about the program's text only."""
    samples = told.samples
    before = starter.get(file) or b""
    facts, known = read_program(model).facts, read_program(before).facts
    fills = _blanks(before, model)
    if not fills:
        yield from _text(file, facts, known, told.stem)
    if judge is None:
        return
    own = _read_by(model, starter)
    if facts is not None and "turtle" in facts.imports:
        yield from _drawing(file, model, judge, samples, own)
    tests = _tests(model, judge, samples, facts, own)
    if not tests:
        return
    if fills:
        yield _filled(file, before, fills, tests)
    elif known is not None and _is_repaired(before, model):
        yield _repaired(file, tests)
    else:
        yield from _tested(file, tests)


def _tested(file: str, tests: Tests) -> Iterator[Proposal]:
    for test in tests:
        typed = " ".join(str(test.get("stdin", "")).split())
        title = _("输入“{text}”时输出正确").format(text=typed) if typed else _("程序输出正确")
        if output := test.get("output"):
            title = _("程序写出的“{name}”正确").format(name=output)
        yield Proposal(
            "Y.tests",
            file,
            {"tests": [test]},
            title,
            group="tests|",
            group_title=_("程序输出正确"),
            points=4,
            remark=_ask_for_tests(),
        )


def _filled(file: str, before: bytes, fills: Mapping[int, str], tests: Tests) -> Proposal:
    blanks = [{"number": number, "accepted": [text]} for number, text in fills.items()]
    given = {"template": _template(before), "blanks": blanks, "tests": tests}
    return Proposal(
        "Y.blanks",
        file,
        given,  # type: ignore[arg-type]  # only texts, numbers and tables are given
        _("{n} 个空填写正确").format(n=len(fills)),
        points=2 * len(fills),
        remark=_ask_for_tests(),
    )


def _repaired(file: str, tests: Tests) -> Proposal:
    return Proposal("Y.repair", file, {"tests": tests}, _("程序中的错误已改正"), points=4, remark=_ask_for_tests())


def _ask_for_tests() -> str:
    return _("测试点只取自样例或试出来的输入：请换成不公开的数据，并按情况分成几个得分点。")


def _blanks(before: bytes, model: bytes) -> Mapping[int, str]:
    """Return what the model has in the place of each blank of the starter; nothing when it has no blanks."""
    template = _template(before)
    if not BLANK.search(template):
        return {}
    fills = find_fills(template, _source(model)) or {}
    return fills if all(fills.values()) else {}


def _template(before: bytes) -> str:
    """Return the starter with 【1】 in the place of the first blank."""
    numbers = iter(range(1, 100))
    return BLANK.sub(lambda _found: f"【{next(numbers)}】", _source(before))


def _is_repaired(before: bytes, model: bytes) -> bool:
    """Tell whether lines of a whole program were changed, in contrast to one that was begun and written on."""
    lines = [line for line in before.splitlines() if line.strip() and not line.strip().startswith(b"#")]
    changed = changed_lines(before, _source(model).encode())
    return len(lines) >= LEAST_LINES and 0 < changed <= max(len(lines) // FEW_LINES, FEW_LINES)


def _drawing(
    file: str, model: bytes, judge: Runner, samples: Sequence[Sample], own: Mapping[str, bytes]
) -> Iterator[Proposal]:
    stdin = samples[0].stdin if samples else ""
    test = ProgramTest(name="", expected="", stdin=stdin, checker=Checker(CheckerKind.DRAWING), files=own)
    (drawn,) = observe(judge, Program(model), [test])
    if drawn:
        given = {"model": _source(model), **({"stdin": stdin} if stdin else {})}
        yield Proposal("Y.drawing", file, given, _("程序画出要求的图形"), points=4)


def _tests(
    model: bytes, judge: Runner, samples: Sequence[Sample], facts: Facts | None, own: Mapping[str, bytes]
) -> Tests:
    """Return tests with what the model prints or writes; of inputs that were only tried those that tell something."""
    is_asking = facts is None or "input" in facts.calls or "sys" in facts.imports
    given = samples or [Sample("", typed) for typed in (TRIED if is_asking else TRIED[:1])]
    files = {path: data.decode("utf-8", "replace") for path, data in own.items()}
    found: Tests = []
    for sample in given:
        run = judge.run(ProgramRun(model, stdin=sample.stdin.encode(), files=own, keep_files=True))
        if run.verdict is not Verdict.OK:
            continue
        for told in _told(run):
            test: dict[str, object] = {"name": sample.name or _("测试 {n}").format(n=len(found) + 1)}
            test |= {"stdin": sample.stdin} if sample.stdin else {}
            test |= {**told, **({"files": files} if files else {})}
            if samples or all(test["expected"] != other["expected"] for other in found):
                found.append(test)
    return found if samples else found[:MOST_TESTS]


def _told(run: RunResult) -> Iterator[dict[str, object]]:
    """Yield what a run says: what it printed, and the texts it wrote into files."""
    printed = run.stdout.decode("utf-8", "replace")
    if printed.strip():
        yield {"expected": printed}
    for path, data in run.files.items():
        try:
            text = data.decode()
        except UnicodeDecodeError:
            continue
        if text.strip() and len(text) <= LONGEST_TEXT:
            yield {"output": path, "expected": text}


def _read_by(model: bytes, starter: Files) -> dict[str, bytes]:
    """Return the handed out texts that the model names: what it reads must lie beside it."""
    source = _source(model)
    texts = {path: data for path, data in starter.items() if data and PurePosixPath(path).suffix.lower() in TEXTS}
    return {path: data for path, data in texts.items() if path in source and _is_text(data)}


def _is_text(data: bytes) -> bool:
    """Tell whether a test can hold a file: it is text in UTF-8, and short."""
    try:
        return len(data.decode()) <= LONGEST_TEXT
    except UnicodeDecodeError:
        return False


def _source(data: bytes) -> str:
    return read_source(data, SourceReading.FORGIVING).decode("utf-8", "replace").removeprefix("\ufeff")


def _text(file: str, facts: Facts | None, before: Facts | None, stem: str) -> Iterator[Proposal]:
    if facts is None:
        return
    for name, signature in facts.functions.items():
        if before is None or name not in before.functions:
            count = len(signature.parameters)
            title = _("定义有 {n} 个参数的函数 {name}").format(n=count, name=name)
            yield Proposal("Y.function", file, {"name": name, "parameters": count}, title, points=2)
    for construct, words in ASKED.items():
        is_asked = not stem or any(word in stem for word in words)
        if is_asked and facts.count(construct) and (before is None or not before.count(construct)):
            title = _("使用 {name}").format(name=shown(construct.value))
            others = _("别的程序也会用到；用得对不对由测试点判断")
            yield Proposal("Y.uses", file, {"construct": construct.value}, title, earned_by_others=others)
