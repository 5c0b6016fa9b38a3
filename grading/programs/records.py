"""What goes into the judge and what comes out: limits, a run, its result.

A result holds no time; what a run cost stands beside it in `RunCost`, which is
no part of a result's identity, so that judging twice gives equal results.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType

from grading.programs.errors import ProgramError
from itembank.base.files import safe_relative
from itembank.base.i18n import _

KIB, MIB = 1 << 10, 1 << 20
NOTHING: Mapping[str, bytes] = MappingProxyType({})

MAX_SOURCE_BYTES = 256 * KIB
MAX_STDIN_BYTES = 16 * MIB
MAX_ARGUMENTS = 64
MIN_MEMORY_BYTES = 96 * MIB  # the interpreter itself needs about 50
MAX_CPU_MS = 60_000
FACTOR_OVER_REFERENCE = 5
MIN_CPU_MS_FOR_TESTS = 1000


class Verdict(Enum):
    """How a run or a test ended. `WRONG` and `FORMAT` come only from comparing, never from running."""

    OK = "ok"
    WRONG = "wrong"
    FORMAT = "format"
    RUNTIME = "runtime"
    TIME = "time"
    MEMORY = "memory"
    OUTPUT = "output"
    JURY_ERROR = "jury_error"
    CANNOT_JUDGE = "cannot_judge"

    @property
    def needs_a_person(self) -> bool:
        """Tell whether the fault is ours, so that the candidate must not pay for it."""
        return self in {Verdict.JURY_ERROR, Verdict.CANNOT_JUDGE}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a program may use. `wall_ms` 0 means three times the CPU time and two seconds.

    `memory_bytes` counts the whole address space, interpreter included.
    """

    cpu_ms: int = 2000
    wall_ms: int = 0
    memory_bytes: int = 256 * MIB
    output_bytes: int = 256 * KIB
    file_bytes: int = 4 * MIB
    box_bytes: int = 16 * MIB
    box_files: int = 1024

    def __post_init__(self) -> None:
        """Refuse limits that no program could keep or that would harm the machine."""
        ranges = {
            "cpu_ms": (50, MAX_CPU_MS),
            "wall_ms": (0, 10 * MAX_CPU_MS),
            "memory_bytes": (MIN_MEMORY_BYTES, 4096 * MIB),
            "output_bytes": (1, 16 * MIB),
            "file_bytes": (1, 64 * MIB),
            "box_bytes": (4 * KIB, 64 * MIB),
            "box_files": (8, 100_000),
        }
        for name, (least, most) in ranges.items():
            value: int = getattr(self, name)
            if not least <= value <= most:
                raise ProgramError(
                    _("限制 {name} 为 {value}，应在 {least} 到 {most} 之间。").format(
                        name=name, value=value, least=least, most=most
                    )
                )

    @property
    def wall_limit_ms(self) -> int:
        """Time on the wall clock after which a program that sleeps is stopped."""
        return self.wall_ms or 3 * self.cpu_ms + 2000

    @classmethod
    def for_reference(cls, cpu_ms: int) -> Limits:
        """Give a candidate five times what the reference solution needs, and at least a second."""
        return cls(cpu_ms=max(MIN_CPU_MS_FOR_TESTS, FACTOR_OVER_REFERENCE * cpu_ms))


@dataclass(frozen=True, slots=True)
class ProgramRun:
    """One program to be run once.

    `driver` is our own Python text, run after the program in the same names; what
    it prints arrives apart, in `RunResult.answer` (function tasks). With `notes_drawing`
    what `turtle` drew arrives there too (see `inside.sheet`). `text_encoding` is what
    `open` takes for a text when the program names none, empty for UTF-8.
    """

    source: bytes
    stdin: bytes = b""
    files: Mapping[str, bytes] = field(default_factory=dict)
    argv: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    driver: bytes = b""
    keep_files: bool = False
    show_prompts: bool = False
    seed: int = 0
    text_encoding: str = ""
    notes_drawing: bool = False

    def __post_init__(self) -> None:
        """Refuse what does not fit, before anything is started."""
        if len(self.source) > MAX_SOURCE_BYTES:
            raise ProgramError(
                _("程序有 {size} 字节，超过 {limit} 字节。").format(size=len(self.source), limit=MAX_SOURCE_BYTES)
            )
        if len(self.stdin) > MAX_STDIN_BYTES:
            raise ProgramError(
                _("输入有 {size} 字节，超过 {limit} 字节。").format(size=len(self.stdin), limit=MAX_STDIN_BYTES)
            )
        if len(self.argv) > MAX_ARGUMENTS or any("\0" in argument for argument in self.argv):
            raise ProgramError(_("程序的命令行参数过多，或者含有空字符。"))
        _refuse_broken_driver(self.driver)
        for name in self.files:
            safe_relative(name)
        if len(self.files) > self.limits.box_files // 2:
            raise ProgramError(_("随程序提供的文件有 {count} 个，过多。").format(count=len(self.files)))
        if sum(map(len, self.files.values())) > self.limits.box_bytes // 2:
            raise ProgramError(_("随程序提供的文件超过了工作空间的一半。"))


def _refuse_broken_driver(driver: bytes) -> None:
    """A driver is ours: a mistake in it must come to light before a candidate pays for it."""
    try:
        ast.parse(driver)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ProgramError(_("调用程序有语法错误：{error}").format(error=error)) from error


@dataclass(frozen=True, slots=True)
class RunCost:
    """What a run cost; side data that differs from run to run."""

    cpu_us: int
    wall_us: int
    attempts: int

    @property
    def cpu_ms(self) -> int:
        """CPU time, rounded down."""
        return self.cpu_us // 1000

    @property
    def wall_ms(self) -> int:
        """Time on the wall clock, rounded down."""
        return self.wall_us // 1000


@dataclass(frozen=True, slots=True)
class RunResult:
    """How a run ended. `exception` is a class name or a signal's name, `line` counts from 1, 0 unknown.

    `why` is a short English word for logs: `cpu`, `near` (a little above the limit, twice), `wall`, `output`, ...
    `files` are those that the program made or changed.
    """

    verdict: Verdict
    exit_code: int | None
    stdout: bytes
    stderr: bytes
    answer: bytes
    exception: str
    line: int
    why: str
    files: Mapping[str, bytes]
    cost: RunCost = field(compare=False)
