"""Y: programs by what they may use, and by the exception with which they end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grading.checks.finding import CannotJudgeError, Finding
from grading.checks.names import named
from grading.checks.program_words import VERDICT_NAMES
from grading.checks.programs import judge_of, our_errors
from grading.checks.tally import compared
from grading.checks.types import AnyCheckType, CheckType, Parameters
from grading.checks.values import Count, Milliseconds, PathText
from grading.programs.records import MIB, Limits, ProgramRun, RunResult, Verdict
from itembank.base.i18n import N_, _

if TYPE_CHECKING:
    from grading.checks.subject import Subject

LEAST_CPU_MS = 50
NAMES = {verdict.value: text for verdict, text in VERDICT_NAMES.items()}


class Limited(Parameters, frozen=True):
    """Input, and what the program may use while it deals with it."""

    stdin: str = ""
    program: PathText = ""


class TimeOf(Limited, frozen=True, kw_only=True):
    """The program must end by itself within so much CPU time (at least 50 ms)."""

    cpu: Milliseconds


class MemoryOf(Limited, frozen=True, kw_only=True):
    """The program must end by itself within so many megabytes, the interpreter among them (at least 96)."""

    megabytes: Count


class RaisesOf(Limited, frozen=True, kw_only=True):
    """The exception that the program must end with (a class name such as "ValueError"); "" for none at all."""

    exception: str = ""


def in_time(subject: Subject, file: str, wanted: TimeOf) -> Finding:
    """Run the program within a time limit; near the limit the judge runs it again, alone."""
    result = _run(subject, file, wanted, Limits(cpu_ms=max(wanted.cpu, LEAST_CPU_MS)))
    return _ended(result, _("运行时间"), _("{n} 毫秒以内").format(n=wanted.cpu), file)


def in_memory(subject: Subject, file: str, wanted: MemoryOf) -> Finding:
    """Run the program within a memory limit."""
    with our_errors():
        limits = Limits(memory_bytes=wanted.megabytes * MIB)
    return _ended(_run(subject, file, wanted, limits), _("占用内存"), _("{n} MB 以内").format(n=wanted.megabytes), file)


def raises(subject: Subject, file: str, wanted: RaisesOf) -> Finding:
    """Look with which exception the program ends."""
    result = _run(subject, file, wanted, Limits())
    is_clean = result.verdict is Verdict.OK
    is_met = is_clean if not wanted.exception else result.exception == wanted.exception
    seen = _("没有异常") if is_clean else result.exception or named(NAMES, result.verdict.value)
    goal = wanted.exception or _("没有异常")
    return compared(is_met=is_met, what=_("异常"), seen=seen, wanted=goal, place=file)


def _run(subject: Subject, file: str, wanted: Limited, limits: Limits) -> RunResult:
    source = subject.read_bytes(wanted.program or file)
    with our_errors():
        result = judge_of(subject).run(ProgramRun(source, stdin=wanted.stdin.encode(), limits=limits))
    if result.verdict.needs_a_person:
        raise CannotJudgeError(_("程序无法自动运行，请人工查看。"))
    return result


def _ended(result: RunResult, what: str, goal: str, file: str) -> Finding:
    is_met = result.verdict is Verdict.OK
    seen = goal if is_met else result.exception or named(NAMES, result.verdict.value)
    return compared(is_met=is_met, what=what, seen=seen, wanted=goal, place=file)


PROGRAM_LIMITS: tuple[AnyCheckType, ...] = (
    CheckType("Y.time", N_("运行时间"), TimeOf, in_time),
    CheckType("Y.memory", N_("占用内存"), MemoryOf, in_memory),
    CheckType("Y.exception", N_("异常"), RaisesOf, raises),
)
