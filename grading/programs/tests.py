"""Run a candidate's program against a list of tests and report each one.

Expected outputs stay here; the sandbox gets only the program and its input. The
report holds no time, so marking again gives the same bytes; costs stand apart.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Protocol

from grading.programs.checkers import Checker, CheckerKind, Comparison, Difference, PatternAnswer, compare
from grading.programs.elsewhere import ODD_NAMES, has_twin
from grading.programs.errors import ProgramError
from grading.programs.records import MIB, Limits, ProgramRun, RunCost, RunResult, Verdict
from grading.programs.sources import SourceReading, read_source
from itembank.base.canonical import digest
from itembank.base.i18n import _

SHOWN_BYTES = 4096
DRAWING_BYTES = 4 * MIB
PATTERN_TEXT_BYTES = 10_000
LOOKED_UP = frozenset({ast.Name, ast.Call, ast.Attribute})
# Ways to learn what differs from run to run. Who hides them hides only why the sentence names no output.
TOLD_BY_THE_MOMENT = re.compile(
    rb"\b(?:time|now|today|utcnow|clock|uuid1|getpid|getppid)\s*\(|_ns\b|_counter\b|monotonic|process_time|thread_time"
    rb"|localtime|gmtime|strftime|asctime|ctime|from\s+time\s+import|getnode|\bstat\b"
)
STOPPED = frozenset({Verdict.TIME, Verdict.OUTPUT, Verdict.CANNOT_JUDGE})
PATTERN_PROGRAM = b"""
import re
with open("pattern", encoding="utf-8") as stream:
    pattern = stream.read()
with open("text", encoding="utf-8", newline="") as stream:
    text = stream.read()
try:
    print("matches" if re.fullmatch(pattern, text) else "differs")
except re.error:
    print("broken")
"""


class Runner(Protocol):
    """Something that runs programs: the judge."""

    def run(self, program: ProgramRun) -> RunResult:
        """Run one program once."""

    def run_all(self, programs: Sequence[ProgramRun]) -> Sequence[RunResult]:
        """Run programs with the results that each would have alone; for less than one by one."""


@dataclass(frozen=True, slots=True)
class Program:
    """A candidate's program and what it is given for every test.

    `text_encoding` is what the pupil's machine takes for the texts of files when the program names nothing.
    """

    source: bytes
    files: Mapping[str, bytes] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    show_prompts: bool = False
    seed: int = 0
    reading: SourceReading = SourceReading.AS_PYTHON
    text_encoding: str = "utf-8"


@dataclass(frozen=True, slots=True)
class ProgramTest:
    """One input and what must come out.

    With `call` (Python text such as `print(f(3))`) the program's functions are called
    and what the call prints is compared; with `file` the named file that the
    program writes; with a checker for drawings what its turtle drew; else what it
    prints. `weight` is in whole units. `files` come on top of those of the program.
    """

    name: str
    expected: str
    stdin: str = ""
    checker: Checker = field(default_factory=Checker)
    weight: int = 1
    hidden: bool = False
    call: str = ""
    file: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def is_drawing(self) -> bool:
        """Tell whether what was drawn is compared."""
        return self.checker.kind is CheckerKind.DRAWING

    def __post_init__(self) -> None:
        """Refuse a test that could never be right."""
        if self.weight < 0 or (self.file and (self.call or self.is_drawing)):
            raise ProgramError(
                _("测试“{name}”无效：权重不能为负，file 不能与 call 或绘图比较同时使用。").format(name=self.name)
            )
        if compares_result(self.call):
            raise ProgramError(
                _(
                    "测试“{name}”在 call 中把结果与答案比较，考生程序能读到答案，也能让任何比较成立；请直接打印结果。"
                ).format(name=self.name)
            )


def compares_result(call: str) -> bool:
    """Tell whether a call compares what a function returns with a right answer that stands beside it.

    It runs in the candidate's process: there the answer can be read, and an object may be equal to everything.
    """
    try:
        nodes = list(ast.walk(ast.parse(call)))
    except (SyntaxError, ValueError):  # told where the driver is made
        return False
    return any(isinstance(node, ast.Assert) or (isinstance(node, ast.Compare) and _gives_away(node)) for node in nodes)


def _gives_away(node: ast.Compare) -> bool:
    sides = [{type(inner) for inner in ast.walk(side)} for side in (node.left, *node.comparators)]
    asks_whether_equal = any(
        isinstance(op, ast.Eq | ast.NotEq | ast.Is | ast.IsNot | ast.In | ast.NotIn) for op in node.ops
    )
    return (
        asks_whether_equal and any(ast.Call in side for side in sides) and any(not side & LOOKED_UP for side in sides)
    )


@dataclass(frozen=True, slots=True)
class TestOutcome:
    """How one test ended. `output` is cut to 4 KiB, `output_digest` covers all that was compared."""

    __test__ = False  # not a pytest class, whatever its name says

    name: str
    hidden: bool
    weight: int
    verdict: Verdict
    share: Fraction
    exception: str
    line: int
    output: str
    output_digest: str
    difference: Difference | None


@dataclass(frozen=True, slots=True)
class TestReport:
    """All tests of one program. `costs` is side data and no part of the report's identity."""

    __test__ = False

    outcomes: tuple[TestOutcome, ...]
    costs: tuple[RunCost, ...] = field(compare=False)

    @property
    def share(self) -> Fraction:
        """The part of all weights that is earned."""
        total = sum(outcome.weight for outcome in self.outcomes)
        earned = sum((outcome.weight * outcome.share for outcome in self.outcomes), Fraction(0))
        return earned / total

    @property
    def passed(self) -> int:
        """How many tests are wholly right."""
        return sum(outcome.verdict is Verdict.OK for outcome in self.outcomes)

    @property
    def needs_a_person(self) -> bool:
        """Tell whether any test could not be judged, so that the share must not become a mark yet."""
        return any(outcome.verdict.needs_a_person for outcome in self.outcomes)


def run_tests(judge: Runner, program: Program, tests: Sequence[ProgramTest]) -> TestReport:
    """Run all tests in order; raises `ProgramError` for a list of tests that cannot earn anything."""
    if sum(test.weight for test in tests) <= 0:
        raise ProgramError(_("程序题没有任何可得分的测试。"))
    results = _run_all(judge, program, tests)
    outcomes = [_judge_test(judge, program, test, result) for test, result in zip(tests, results, strict=True)]
    if TOLD_BY_THE_MOMENT.search(program.source):
        outcomes = [_without_output(outcome) for outcome in outcomes]
    return TestReport(tuple(outcomes), tuple(result.cost if result else RunCost(0, 0, 0) for result in results))


def observe(judge: Runner, program: Program, tests: Sequence[ProgramTest]) -> list[bytes | None]:
    """Return what a program answers to tests, None where it does not end well; for model programs."""
    return [
        _observed(program, test, result) if result and result.verdict is Verdict.OK else None
        for test, result in zip(tests, _run_all(judge, program, tests), strict=True)
    ]


def _run_all(judge: Runner, program: Program, tests: Sequence[ProgramTest]) -> list[RunResult | None]:
    """Run what fits, all in one request; None where the candidate's file does not, which a person must look at."""
    runs = [_prepare(program, test) for test in tests]
    results = iter(judge.run_all([run for run in runs if run]))
    return [next(results) if run else None for run in runs]


def _prepare(program: Program, test: ProgramTest) -> ProgramRun | None:
    """Describe the run; None when the candidate's file does not even fit, which a person must look at."""
    source = read_source(program.source, program.reading)
    try:
        ProgramRun(source)
    except ProgramError:
        return None
    limits = program.limits
    return ProgramRun(
        source=source,
        stdin=test.stdin.encode(),
        files={**program.files, **test.files},
        limits=replace(limits, output_bytes=max(limits.output_bytes, DRAWING_BYTES)) if test.is_drawing else limits,
        driver=test.call.encode(),
        keep_files=bool(test.file),
        show_prompts=program.show_prompts,
        seed=program.seed,
        text_encoding="" if program.text_encoding == "utf-8" else program.text_encoding,
        notes_drawing=test.is_drawing,
    )


def _judge_test(judge: Runner, program: Program, test: ProgramTest, result: RunResult | None) -> TestOutcome:
    if result is None:
        return _outcome(test, Comparison(Verdict.CANNOT_JUDGE, Fraction(0)), None, b"")
    observed = _observed(program, test, result)
    if result.verdict is not Verdict.OK or observed is None:
        verdict = _without_file(test, result) if result.verdict is Verdict.OK else result.verdict
        return _outcome(test, Comparison(verdict, Fraction(0)), result, observed or b"")
    comparison = compare(test.checker, test.expected, observed, lambda *texts: match_pattern(judge, *texts))
    return _outcome(test, comparison, result, observed)


def _observed(program: Program, test: ProgramTest, result: RunResult) -> bytes | None:
    if test.file:
        written = result.files.get(test.file)
        return None if written is None else _as_utf8(written, program.text_encoding)
    return result.answer if test.call or test.is_drawing else result.stdout


def _without_file(test: ProgramTest, result: RunResult) -> Verdict:
    """Say what it means that the file to be compared is not there: one that Windows takes for it may be."""
    is_elsewhere = result.why == ODD_NAMES or has_twin(test.file, result.files)
    return Verdict.CANNOT_JUDGE if is_elsewhere else Verdict.WRONG


def _as_utf8(written: bytes, encoding: str) -> bytes:
    """Spell a file's text in UTF-8 as the expectation is; one that is no such text is compared as it is."""
    try:
        return written if encoding == "utf-8" else written.decode(encoding).encode()
    except UnicodeDecodeError:
        return written


def _without_output(outcome: TestOutcome) -> TestOutcome:
    """Leave out what a program with a clock printed: marking again must find the same, its next run prints another."""
    if outcome.verdict is Verdict.OK:
        return outcome
    return replace(outcome, output="", output_digest=digest(b""), difference=None)


def _outcome(test: ProgramTest, comparison: Comparison, result: RunResult | None, observed: bytes) -> TestOutcome:
    # A run that was stopped got as far as the machine let it: what it had printed by then is no fact.
    kept = b"" if comparison.verdict in STOPPED else observed
    return TestOutcome(
        name=test.name,
        hidden=test.hidden,
        weight=test.weight,
        verdict=comparison.verdict,
        share=comparison.share,
        exception=result.exception if result else "",
        line=result.line if result else 0,
        output=kept[:SHOWN_BYTES].decode("utf-8", "replace"),
        output_digest=digest(kept),
        difference=comparison.difference,
    )


def match_pattern(judge: Runner, pattern: str, text: str) -> PatternAnswer:
    """Match a rubric's pattern inside the sandbox: a bad pattern can take for ever, there it is stopped."""
    data = text.encode()
    if len(data) > PATTERN_TEXT_BYTES:
        return PatternAnswer.DIFFERS
    result = judge.run(
        ProgramRun(
            PATTERN_PROGRAM,
            files={"pattern": pattern.encode(), "text": data},
            limits=Limits(cpu_ms=1000),
        )
    )
    if result.verdict is Verdict.CANNOT_JUDGE:
        return PatternAnswer.UNKNOWN
    if result.verdict is not Verdict.OK:
        return PatternAnswer.BROKEN
    return PatternAnswer(result.stdout.decode().strip())
