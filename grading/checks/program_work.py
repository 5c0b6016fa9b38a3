"""Runs a candidate's program for the Y checks: the judge, lists of tests, and how a failed one is told."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from grading.checks.finding import CannotJudgeError, Finding, shared, unjudged
from grading.checks.types import Parameters
from grading.checks.values import PathText
from grading.programs.checkers import Checker, CheckerKind
from grading.programs.errors import ProgramError
from grading.programs.records import Verdict
from grading.programs.tests import Program, ProgramTest, TestOutcome, run_tests
from itembank.base.i18n import N_, _
from itembank.model.codec import Value, parse_fraction

if TYPE_CHECKING:
    from grading.checks.subject import Subject
    from grading.programs.tests import Runner

CHECKERS = {"trailing": CheckerKind.LINES, **{kind.value: kind for kind in CheckerKind}}
VERDICT_NAMES = {
    Verdict.TIME: N_("运行超时"),
    Verdict.MEMORY: N_("占用内存过多"),
    Verdict.OUTPUT: N_("输出过多"),
}


class TestOf(Value, frozen=True):
    """One test: what is typed, what must come out, how they are compared; `tolerance` is absolute."""

    __test__ = False

    name: str
    expected: str
    stdin: str = ""
    checker: str = "trailing"
    tolerance: str = "0"
    weight: int = 1
    call: str = ""
    files: dict[str, str] = {}


class Tests(Parameters, frozen=True):
    """The program's path and its tests, hidden ones too; the met share is the passed weight."""

    __test__ = False

    tests: tuple[TestOf, ...]
    program: PathText = ""
    seed: int = 0


def report_of(subject: Subject, file: str, wanted: Tests) -> Finding:
    """Run the tests; any test that could not be judged makes the whole check a person's."""
    judge = judge_of(subject)
    source = subject.read_bytes(wanted.program or file)
    made = [_test(test) for test in wanted.tests]
    try:
        report = run_tests(judge, Program(source, files=_files(wanted), seed=wanted.seed), made)
    except ProgramError as error:
        raise CannotJudgeError(error.message) from error
    if report.needs_a_person:
        return unjudged(_("有测试无法自动判断，请人工查看。"), place=wanted.program or file)
    failed = [outcome for outcome in report.outcomes if outcome.share < 1]
    sentence = _("{passed} 个测试中通过 {count} 个。").format(passed=len(report.outcomes), count=report.passed)
    if failed:
        sentence += " " + _describe(failed[0])
    return shared(
        report.share,
        sentence=sentence,
        observed=f"{report.passed}/{len(report.outcomes)}",
        expected=f"{len(report.outcomes)}/{len(report.outcomes)}",
        place=wanted.program or file,
    )


def judge_of(subject: Subject) -> Runner:
    """Return the judge; raises `CannotJudgeError` where there is none."""
    if subject.judge is None:
        raise CannotJudgeError(subject.why_no_judge or _("本机不能隔离运行程序。"))
    return subject.judge


def _test(test: TestOf) -> ProgramTest:
    kind = CHECKERS.get(test.checker)
    if kind is None:
        raise CannotJudgeError(_("评分标准中的比较方式“{name}”不认识。").format(name=test.checker))
    checker = Checker(kind=kind, absolute=_tolerance(test.tolerance))
    return ProgramTest(
        name=test.name,
        expected=test.expected,
        stdin=test.stdin,
        checker=checker,
        weight=test.weight,
        call=test.call,
    )


def _tolerance(text: str) -> Fraction:
    return Fraction(text) if "." in text else parse_fraction(text)


def _files(wanted: Tests) -> dict[str, bytes]:
    return {name: text.encode() for test in wanted.tests for name, text in test.files.items()}


def _describe(outcome: TestOutcome) -> str:
    """Say in a sentence how the first failed test went; of a hidden test nothing else is told."""
    if outcome.exception:
        return _("测试“{name}”运行出错：{what}（第 {line} 行）。").format(
            name=outcome.name, what=outcome.exception, line=outcome.line
        )
    reason = VERDICT_NAMES.get(outcome.verdict)
    if reason:
        return _("测试“{name}”：{what}。").format(name=outcome.name, what=_(reason))
    if outcome.difference is None:
        return _("测试“{name}”没有通过。").format(name=outcome.name)
    return _("测试“{name}”的第 {line} 行输出应为“{expected}”，实际为“{observed}”。").format(
        name=outcome.name,
        line=outcome.difference.line,
        expected=outcome.difference.expected,
        observed=outcome.difference.observed,
    )
