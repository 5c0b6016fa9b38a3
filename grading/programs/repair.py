"""Find-the-bug tasks: what counts is what the given program got wrong and now gets right.

A test that the given program passes already earns nothing, and one that it passed
and that fails now takes its weight away again: the program as it was given earns
nothing, however many tests it passes.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from grading.programs.errors import ProgramError
from grading.programs.records import Verdict
from grading.programs.sources import decode_source, read_source
from grading.programs.tests import Program, ProgramTest, Runner, TestOutcome, TestReport, run_tests
from itembank.base.i18n import _

TAB = 4  # an editor that puts four blanks in the place of a tab changed nothing


@dataclass(frozen=True, slots=True)
class RepairTask:
    """The program with the bug and the tests; at most `most_lines` of it may be changed, 0 means any number."""

    given: bytes
    tests: tuple[ProgramTest, ...]
    most_lines: int = 0


@dataclass(frozen=True, slots=True)
class RepairOutcome:
    """Names of the tests that were repaired, that still fail and that were broken, and the lines changed."""

    fixed: tuple[str, ...]
    failing: tuple[str, ...]
    broken: tuple[str, ...]
    changed_lines: int
    is_rewritten: bool
    share: Fraction
    needs_a_person: bool
    report: TestReport


def mark_repair(judge: Runner, task: RepairTask, program: Program) -> RepairOutcome:
    """Mark a repaired program; raises `ProgramError` for a task whose given program has no bug."""
    before = run_tests(judge, replace(program, source=task.given), task.tests)
    if all(outcome.verdict is Verdict.OK for outcome in before.outcomes):
        raise ProgramError(_("改错题给出的程序通过了全部测试，没有可改的错误。"))
    after = run_tests(judge, program, task.tests)
    pairs = list(zip(before.outcomes, after.outcomes, strict=True))
    bugs = [new for old, new in pairs if old.verdict is not Verdict.OK]
    fixed = [new for new in bugs if new.verdict is Verdict.OK]
    broken = [new for old, new in pairs if old.verdict is Verdict.OK and new.verdict is not Verdict.OK]
    changed = changed_lines(task.given, read_source(program.source, program.reading))
    is_rewritten = 0 < task.most_lines < changed
    possible = _weight(bugs)
    share = Fraction(max(0, _weight(fixed) - _weight(broken)), possible) if possible else Fraction(0)
    return RepairOutcome(
        fixed=_names(fixed),
        failing=_names([new for new in bugs if new.verdict is not Verdict.OK]),
        broken=_names(broken),
        changed_lines=changed,
        is_rewritten=is_rewritten,
        share=Fraction(0) if is_rewritten else share,
        needs_a_person=before.needs_a_person or after.needs_a_person or not possible,
        report=after,
    )


def changed_lines(given: bytes, now: bytes) -> int:
    """Count the lines that were changed, put in or taken out; tabs, blanks at the ends and empty lines do not count."""
    one, other = _lines(given), _lines(now)
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return sum(
        max(end - start, other_end - other_start)
        for kind, start, end, other_start, other_end in matcher.get_opcodes()
        if kind != "equal"
    )


def _weight(outcomes: Sequence[TestOutcome]) -> int:
    return sum(outcome.weight for outcome in outcomes)


def _names(outcomes: Sequence[TestOutcome]) -> tuple[str, ...]:
    return tuple(outcome.name for outcome in outcomes)


def _lines(source: bytes) -> Sequence[str]:
    lines = (line.expandtabs(TAB).rstrip() for line in decode_source(source).splitlines())
    return [line for line in lines if line]
