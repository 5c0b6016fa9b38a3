"""Y: Python programs, by running them in the judge and by reading them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import TYPE_CHECKING

from grading.checks.finding import CannotJudgeError, Finding, NotThereError, found, shared, unjudged
from grading.checks.types import AnyCheckType, CheckType, Parameters
from grading.programs.checkers import Checker, CheckerKind
from grading.programs.errors import ProgramError
from grading.programs.records import Limits, ProgramRun, Verdict
from grading.programs.sources import SourceReading, read_source
from grading.programs.static import Construct, Reading, read_program
from grading.programs.tests import Program, ProgramTest, TestOutcome, run_tests
from itembank.base.i18n import N_, _
from itembank.model.codec import ModelError, Value, parse_fraction

if TYPE_CHECKING:
    from grading.checks.subject import Subject
    from grading.programs.static import Facts
    from grading.programs.tests import Runner, TestReport

CHECKERS = {"trailing": CheckerKind.LINES, **{kind.value: kind for kind in CheckerKind}}
ALIASES = {"def": Construct.FUNCTION.value}
VERDICT_NAMES = {
    Verdict.TIME: N_("运行超时"),
    Verdict.MEMORY: N_("占用内存过多"),
    Verdict.OUTPUT: N_("输出过多"),
}


class TestOf(Value, frozen=True):
    """One test: what is typed, what must come out, how they are compared; `tolerance` is absolute.

    With `call` functions of the program are called; with `output` the named file is compared. Of a `hidden`
    test the report tells no more than its name.
    """

    __test__ = False

    name: str
    expected: str
    stdin: str = ""
    checker: str = "trailing"
    tolerance: str = "0"
    weight: int = 1
    call: str = ""
    files: dict[str, str] = {}
    output: str = ""
    hidden: bool = False


class Running(Parameters, frozen=True, kw_only=True):
    """How the program is run: `cpu_ms` is its time, `prompts` whether the texts of `input` count.

    `source` is "python" or "forgiving" (files in GBK and UTF-16 are read too), `texts` what `open` takes for text.
    """

    program: str = ""
    seed: int = 0
    cpu_ms: int = 2000
    prompts: bool = False
    source: str = SourceReading.AS_PYTHON.value
    texts: str = "utf-8"


class Tests(Running, frozen=True, kw_only=True):
    """The program's path and its tests, hidden ones too; the met share is the passed weight."""

    __test__ = False

    tests: tuple[TestOf, ...]


class Avoided(Parameters, frozen=True):
    """A construct such as "for", "while", "if", "def", or "call:range", "function:f", "import:math"."""

    construct: str
    program: str = ""


class Uses(Avoided, frozen=True):
    """A construct such as "for", "while", "if", "def", or "call:range", "function:f", "import:math".

    With `reachable` it counts only where the program can get to it.
    """

    reachable: bool = True


class FunctionOf(Parameters, frozen=True):
    """A function the program must define, taking `parameters` values; with `reachable` where it can get to."""

    name: str
    parameters: int = -1
    program: str = ""
    reachable: bool = True


class Runs(Parameters, frozen=True):
    """The program must end by itself without an exception."""

    stdin: str = ""
    program: str = ""


def tests(subject: Subject, file: str, wanted: Tests) -> Finding:
    """Run the tests; any test that could not be judged makes the whole check a person's."""
    with our_errors():
        made = [make_test(test) for test in wanted.tests]
        report = run_tests(judge_of(subject), make_program(subject, file, wanted), made)
    return report_finding(report, wanted.program or file)


def report_finding(report: TestReport, place: str) -> Finding:
    """Say how the tests went."""
    if report.needs_a_person:
        return unjudged(_("有测试无法自动判断，请人工查看。"), place=place)
    failed = [outcome for outcome in report.outcomes if outcome.share < 1]
    sentence = _("{passed} 个测试中通过 {count} 个。").format(passed=len(report.outcomes), count=report.passed)
    if failed:
        sentence += " " + describe_failure(failed[0])
    return shared(
        report.share,
        sentence=sentence,
        observed=f"{report.passed}/{len(report.outcomes)}",
        expected=f"{len(report.outcomes)}/{len(report.outcomes)}",
        place=place,
    )


def uses(subject: Subject, file: str, wanted: Uses) -> Finding:
    """Look for a construct."""
    path = wanted.program or file
    count = count_construct(_facts(subject, path, only_reachable=wanted.reachable), wanted.construct)
    sentence = _("程序使用了 {name}。") if count else _("程序没有使用 {name}。")
    if not count and wanted.reachable and count_construct(_facts(subject, path), wanted.construct):
        sentence = _("程序写了 {name}，但执行不到。")
    return found(is_met=count > 0, sentence=sentence.format(name=wanted.construct), observed=count)


def avoids(subject: Subject, file: str, wanted: Avoided) -> Finding:
    """Look that a construct stands nowhere; a program that does nothing avoids nothing."""
    path = wanted.program or file
    done = _facts(subject, path, only_reachable=True)
    if not sum(done.constructs.values()) and not sum(done.calls.values()):
        raise NotThereError(_("程序是空的。"))
    count = count_construct(_facts(subject, path), wanted.construct)
    sentence = _("程序没有使用 {name}。") if not count else _("程序使用了不允许的 {name}。")
    return found(is_met=not count, sentence=sentence.format(name=wanted.construct), observed=count)


def function(subject: Subject, file: str, wanted: FunctionOf) -> Finding:
    """Look for a function and how many values it takes."""
    facts = _facts(subject, wanted.program or file, only_reachable=wanted.reachable)
    signature = facts.functions.get(wanted.name)
    if signature is None:
        raise NotThereError(_("程序没有定义函数 {name}。").format(name=wanted.name))
    is_met = wanted.parameters < 0 or signature.accepts(wanted.parameters)
    sentence = _("函数 {name} 的定义正确。") if is_met else _("函数 {name} 的参数个数不对。")
    return found(is_met=is_met, sentence=sentence.format(name=wanted.name), observed=len(signature.parameters))


def runs(subject: Subject, file: str, wanted: Runs) -> Finding:
    """Run the program once."""
    source = subject.read_bytes(wanted.program or file)
    result = judge_of(subject).run(ProgramRun(source, stdin=wanted.stdin.encode()))
    if result.verdict.needs_a_person:
        return unjudged(_("程序无法自动运行，请人工查看。"), place=file)
    is_met = result.verdict is Verdict.OK
    sentence = _("程序能正常运行。") if is_met else _("程序运行出错：{what}。")
    reason = VERDICT_NAMES.get(result.verdict)
    what = result.exception or (_(reason) if reason else _("没有正常结束"))
    return found(is_met=is_met, sentence=sentence.format(what=what), observed=result.verdict.value)


def judge_of(subject: Subject) -> Runner:
    """Return the judge; raises `CannotJudgeError` with the reason where there is none."""
    if subject.judge is None:
        raise CannotJudgeError(subject.why_no_judge or _("本机不能隔离运行程序。"))
    return subject.judge


@contextmanager
def our_errors() -> Iterator[None]:
    """Turn a task that makes no sense into "cannot judge"."""
    try:
        yield
    except ProgramError as error:
        raise CannotJudgeError(error.message) from error


def make_program(subject: Subject, file: str, wanted: Running) -> Program:
    """Read the candidate's program; raises `NotThereError`."""
    return running_program(subject.read_bytes(wanted.program or file), wanted)


def running_program(source: bytes, wanted: Running) -> Program:
    """Describe how a program is run; raises `CannotJudgeError` for words of the rubric that mean nothing."""
    try:
        reading = SourceReading(wanted.source)
        "".encode(wanted.texts)
    except (ValueError, LookupError) as error:
        raise CannotJudgeError(_("评分标准中的编码“{name}”不认识。").format(name=error)) from error
    return Program(
        source,
        limits=Limits(cpu_ms=wanted.cpu_ms),
        show_prompts=wanted.prompts,
        seed=wanted.seed,
        reading=reading,
        text_encoding=wanted.texts,
    )


def make_test(test: TestOf) -> ProgramTest:
    """Make a test from the rubric's."""
    return ProgramTest(
        name=test.name,
        expected=test.expected,
        stdin=test.stdin,
        checker=make_checker(test.checker, test.tolerance),
        weight=test.weight,
        hidden=test.hidden,
        call=test.call,
        file=test.output,
        files={name: text.encode() for name, text in test.files.items()},
    )


def make_checker(name: str, tolerance: str) -> Checker:
    """Find a way to compare; raises `CannotJudgeError` for one that does not exist."""
    kind = CHECKERS.get(name)
    if kind is None:
        raise CannotJudgeError(_("评分标准中的比较方式“{name}”不认识。").format(name=name))
    return Checker(kind=kind, absolute=_tolerance(tolerance))


def _tolerance(text: str) -> Fraction:
    """Read "0.01" or "1/100"; raises `CannotJudgeError` for what is no number."""
    try:
        return Fraction(text) if "." in text else parse_fraction(text)
    except (ValueError, ModelError) as error:
        raise CannotJudgeError(_("评分标准中的误差“{text}”不是数。").format(text=text)) from error


def _facts(subject: Subject, path: str, *, only_reachable: bool = False) -> Facts:
    source = read_source(subject.read_bytes(path), SourceReading.FORGIVING)
    reading = read_program(source, only_reachable=only_reachable, called=subject.context.called)
    if reading.reading is Reading.SYNTAX_ERROR:
        raise NotThereError(_("第 {line} 行有语法错误，程序无法运行。").format(line=reading.line))
    if reading.facts is None:
        raise CannotJudgeError(_("程序无法分析，请人工查看。"))
    return reading.facts


def count_construct(facts: Facts, construct: str) -> int:
    """Return how often a program uses a construct; raises `CannotJudgeError` for one nobody knows."""
    kind, _colon, name = ALIASES.get(construct, construct).partition(":")
    if kind == "call":
        return facts.calls.get(name, 0) + facts.methods.get(name, 0)
    if kind == "function" and name:
        return int(name in facts.functions)
    if kind == "import" and name:
        return int(name in facts.imports)
    try:
        return facts.count(Construct(kind))
    except ValueError as error:
        raise CannotJudgeError(_("评分标准中的语法结构“{name}”不认识。").format(name=construct)) from error


def describe_failure(outcome: TestOutcome) -> str:
    """Say in a sentence how a failed test went; of a hidden test nothing but its name is told."""
    if outcome.exception:
        return _("测试“{name}”运行出错：{what}（第 {line} 行）。").format(
            name=outcome.name, what=outcome.exception, line=outcome.line
        )
    reason = VERDICT_NAMES.get(outcome.verdict)
    if reason:
        return _("测试“{name}”：{what}。").format(name=outcome.name, what=_(reason))
    if outcome.difference is None or outcome.hidden:
        return _("测试“{name}”没有通过。").format(name=outcome.name)
    return _("测试“{name}”的第 {line} 行输出应为“{expected}”，实际为“{observed}”。").format(
        name=outcome.name,
        line=outcome.difference.line,
        expected=outcome.difference.expected,
        observed=outcome.difference.observed,
    )


PROGRAMS: tuple[AnyCheckType, ...] = (
    CheckType("Y.tests", N_("程序通过测试"), Tests, tests),
    CheckType("Y.uses", N_("程序使用指定的结构"), Uses, uses),
    CheckType("Y.avoids", N_("程序不使用指定的结构"), Avoided, avoids),
    CheckType("Y.function", N_("程序定义指定的函数"), FunctionOf, function),
    CheckType("Y.runs", N_("程序能正常运行"), Runs, runs),
)
