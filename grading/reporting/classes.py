"""Class lists from results, one for each school and class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

from grading.reporting.students import STANDINGS, ReportGround, part_scores, total_score
from grading.reports import view
from grading.results.run import CandidateResult
from itembank.model.marking import MarkingKey


def class_lists(results: Iterable[CandidateResult], ground: ReportGround) -> tuple[view.ClassList, ...]:
    """Return the lists in the order of schools and classes."""
    classes: dict[tuple[str, str], list[CandidateResult]] = defaultdict(list)
    for result in results:
        classes[(result.school, result.class_name)].append(result)
    return tuple(class_list(school, name, members, ground) for (school, name), members in sorted(classes.items()))


def class_list(school: str, class_name: str, members: list[CandidateResult], ground: ReportGround) -> view.ClassList:
    """Return the list of one class."""
    key = next(iter(ground.keys.values()))
    rows = tuple(_row(result, ground) for result in members)
    return view.ClassList(
        heading=ground.heading,
        school=school,
        class_name=class_name,
        section_names=tuple(key.sections.values()),
        possible=sum((entry.points for entry in key.entries), Fraction(0)),
        rows=rows,
        run_id=ground.run,
        issued_on=ground.issued_on,
    )


def _row(result: CandidateResult, ground: ReportGround) -> view.ClassRow:
    key = ground.keys[result.form]
    standing = STANDINGS[result.mark]
    if not result.items:
        return view.ClassRow(result.candidate, result.name, (), view.Score(None, _full(key)), standing=standing)
    scores = part_scores(result, key)
    total = total_score(result)
    grade = ground.table.grade(total.obtained) if total.obtained is not None else ""
    if total.obtained is None and standing is view.Standing.PRESENT:
        standing = view.Standing.PENDING
    empty = view.Score(Fraction(0), Fraction(0))
    sections = tuple(scores.get(name, empty) for name in key.sections)
    return view.ClassRow(result.candidate, result.name, sections, total, grade, standing)


def _full(key: MarkingKey) -> Fraction:
    return sum((entry.points for entry in key.entries), Fraction(0))
