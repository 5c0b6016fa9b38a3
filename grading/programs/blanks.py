"""Programs with blanks: find what was filled in, put it into our own copy of the program, mark it.

In the template 【1】 stands for the first blank. Only the blanks are the candidate's:
the program that is run is ours with their text in it, whatever else was changed. Who
gets all tests right has everything; else each blank that is among the accepted texts
earns its weight.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from grading.programs.errors import ProgramError
from grading.programs.sources import decode_source, read_source
from grading.programs.tests import Program, ProgramTest, Runner, TestReport, run_tests
from itembank.base.i18n import _

MARK = re.compile(r"【(\d{1,2})】")
NEIGHBOURS = re.compile(r"】[ \t]*【")  # nobody could tell where the first ends
MOST_CHARACTERS = 1000


@dataclass(frozen=True, slots=True)
class Blank:
    """A blank, the texts that are right however the tests end, and its weight."""

    number: int
    accepted: tuple[str, ...] = ()
    weight: int = 1


@dataclass(frozen=True, slots=True)
class BlanksTask:
    """A template with its blanks and the tests of the whole program."""

    template: str
    blanks: tuple[Blank, ...]
    tests: tuple[ProgramTest, ...]

    def __post_init__(self) -> None:
        """Refuse a template whose marks are not those of the blanks, each once, or blanks without a weight."""
        marks = sorted(int(number) for number in MARK.findall(self.template))
        numbers = sorted(blank.number for blank in self.blanks)
        is_sound = marks == numbers and len({*marks}) == len(marks) and all(blank.weight > 0 for blank in self.blanks)
        if not is_sound or NEIGHBOURS.search(self.template):
            raise ProgramError(_("填空程序无效：每个空应在模板中恰好出现一次，两个空不能相邻，分值应为正。"))


@dataclass(frozen=True, slots=True)
class BlanksOutcome:
    """What was filled in, which blanks are among the accepted texts, and how the tests ended.

    `fills` is None when the file is not the template any more, so that nobody can tell what was filled in.
    """

    fills: Mapping[int, str] | None
    accepted: frozenset[int]
    report: TestReport | None
    share: Fraction
    needs_a_person: bool


def mark_blanks(judge: Runner, task: BlanksTask, program: Program) -> BlanksOutcome:
    """Mark a program that was made from the task's template."""
    text = decode_source(read_source(program.source, program.reading))
    fills = find_fills(task.template, text)
    if fills is None:
        return _rewritten(judge, task, program, text)
    accepted = frozenset(
        blank.number for blank in task.blanks if any(same_code(fills[blank.number], right) for right in blank.accepted)
    )
    report = run_tests(judge, replace(program, source=fill_in(task.template, fills).encode()), task.tests)
    total = sum(blank.weight for blank in task.blanks)
    earned = Fraction(sum(blank.weight for blank in task.blanks if blank.number in accepted), total)
    is_right = report.passed == len(report.outcomes)
    return BlanksOutcome(
        fills=fills,
        accepted=accepted,
        report=report,
        share=Fraction(1) if is_right else earned,
        # All blanks accepted and yet a test fails: the task contradicts itself.
        needs_a_person=report.needs_a_person or (earned == 1 and not is_right),
    )


def _rewritten(judge: Runner, task: BlanksTask, program: Program, text: str) -> BlanksOutcome:
    """Mark a file that is not the template any more: a person looks, unless it is nothing of the kind and fails."""
    nothing = BlanksOutcome(None, frozenset(), None, Fraction(0), needs_a_person=True)
    if is_of_template(task.template, text):
        return nothing
    report = run_tests(judge, program, task.tests) if text.strip() else None
    is_nothing = report is None or (not report.needs_a_person and report.share == 0)
    return replace(nothing, report=report, needs_a_person=not is_nothing)


def find_fills(template: str, text: str) -> Mapping[int, str] | None:
    """Return what stands in the place of each mark; None when the text around the marks is not the template's.

    Comments and empty lines may have been put in or taken out.
    """
    fills = _fills(template, text)
    bare = without_comments(template)
    if fills is None and MARK.findall(bare) == MARK.findall(template):
        return _fills(bare, without_comments(text))
    return fills


def is_of_template(template: str, text: str) -> bool:
    """Tell whether half of the lines that hold no blank are still there: then the file was made from the template."""
    fixed = [line.strip() for line in without_comments(template).split("\n") if not MARK.search(line)]
    wanted = Counter(line for line in fixed if line)
    own = Counter(line.strip() for line in without_comments(text).split("\n"))
    kept = sum((wanted & own).values())
    return kept > 0 and kept * 2 >= wanted.total()


def without_comments(text: str) -> str:
    """Return a program without comments and empty lines, also one that Python could not read."""
    kept: list[str] = []
    quote = ""
    for line in _tidy(text).split("\n"):
        is_inside = bool(quote)
        end = len(line)
        at = 0
        while at < end:
            if quote:
                if line[at] == "\\":
                    at += 1
                elif line.startswith(quote, at):
                    at += len(quote) - 1
                    quote = ""
            elif line[at] == "#":
                end = at
            elif line[at] in "'\"":
                quote = line[at] * 3 if line.startswith(line[at] * 3, at) else line[at]
                at += len(quote) - 1
            at += 1
        quote = quote if len(quote) == len('"""') else ""  # a short text ends with its line
        if is_inside or line[:end].strip():
            kept.append(line[:end].rstrip())
    return "\n".join(kept)


def _fills(template: str, text: str) -> Mapping[int, str] | None:
    parts = MARK.split(_tidy(template))
    numbers = [int(number) for number in parts[1::2]]
    first, *others = (part.strip(" \t") for part in parts[::2])  # an editor may have taken blanks beside a mark away
    found = _tidy(text)
    fills: dict[int, str] = {}
    if not found.startswith(first):
        return None
    at = len(first)
    for number, after in zip(numbers, others, strict=True):
        end = len(found) - len(after) if number == numbers[-1] else found.find(after, at)
        fill = found[at : max(end, at)].strip()
        if end < at or not found.startswith(after, end) or len(fill) > MOST_CHARACTERS or MARK.search(fill[1:]):
            return None
        fills[number] = fill
        at = end + len(after)
    return fills


def fill_in(template: str, fills: Mapping[int, str]) -> str:
    """Put texts in the place of the marks. Further lines are set as far in as the mark."""
    lines = []
    for line in _tidy(template).split("\n"):
        mark = MARK.search(line)
        inset = " " * (len(line) - len(line.lstrip())) if mark else ""
        lines.append(MARK.sub(lambda found, inset=inset: _inset(fills.get(int(found[1]), ""), inset), line))  # type: ignore[misc]
    return "\n".join(lines)


def same_code(one: str, other: str) -> bool:
    """Tell whether two texts say the same to Python, blanks and kinds of quotes aside."""
    first, second = _tree(one), _tree(other)
    if first is not None and second is not None:
        return first == second
    return "".join(one.split()) == "".join(other.split())


def _tree(text: str) -> str | None:
    try:
        return ast.dump(ast.parse(text.strip()))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _tidy(text: str) -> str:
    """Give lines one kind of end and no blanks before it, as editors differ there."""
    lines: Sequence[str] = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).rstrip("\n")


def _inset(text: str, inset: str) -> str:
    first, *rest = text.split("\n")
    # What a candidate wrote below the mark has its own inset already.
    return "\n".join([first, *(line if line.startswith(inset) else inset + line.lstrip() for line in rest)])
