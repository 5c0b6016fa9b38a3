"""Two runs side by side: changes, who is in one only, and the sums of schools, one result at a time."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from grading.results.grades import PASS_FAIL
from grading.results.run import CandidateResult
from grading.runs.differences import compare
from grading.scorers.outcome import ItemScore, ItemStatus
from itembank.model.record import CandidateMark


def result(number: str, points: int, school: str = "一中", status: ItemStatus = ItemStatus.SCORED) -> CandidateResult:
    item = ItemScore("Q1", 1, status, Fraction(points), Fraction(100))
    return CandidateResult(number, "考生", school, "1班", "A", ("01",), CandidateMark.PRESENT, (item,))


def test_changes_and_schools_are_told():
    before = [result("01", 50), result("02", 70), result("04", 10, "二中")]
    after = [result("01", 60), result("02", 70), result("03", 80)]
    found = compare(before, after, PASS_FAIL)
    assert [(one.candidate, one.before, one.after) for one in found.candidates] == [
        ("01", 50, 60),
        ("03", None, 80),
        ("04", 10, None),
    ]
    first, second = found.schools
    assert (first.school, first.candidates, first.changed, first.grades_changed) == ("一中", 3, 2, 2)
    assert (first.mean_before, first.mean_after) == (Fraction(60), Fraction(65)), "of those whose total stands in both"
    assert (second.candidates, second.mean_before) == (1, None)


def test_what_is_open_has_no_total():
    found = compare([result("01", 0, status=ItemStatus.NEEDS_PERSON)], [result("01", 60)], PASS_FAIL)
    assert (found.candidates[0].before, found.candidates[0].grade_before) == (None, "")


def test_no_more_than_one_result_of_a_run_is_asked_for_ahead():
    asked = {"before": 0, "after": 0}

    def counted(name: str) -> Iterator[CandidateResult]:
        for number in range(50):
            asked[name] += 1
            assert abs(asked["before"] - asked["after"]) <= 1
            yield result(f"{number:03}", 50)

    assert compare(counted("before"), counted("after"), PASS_FAIL).candidates == ()


def test_points_that_only_moved_from_one_item_to_another_are_a_change():
    def two(first: int, second: int) -> CandidateResult:
        items = tuple(
            ItemScore(f"Q{number}", number, ItemStatus.SCORED, Fraction(points), Fraction(50))
            for number, points in ((1, first), (2, second))
        )
        return CandidateResult("01", "考生", "一中", "1班", "A", ("01",), CandidateMark.PRESENT, items)

    (change,) = compare([two(30, 20)], [two(20, 30)], PASS_FAIL).candidates
    assert change.before == change.after == 50
    assert not change.changes_grade
    assert {one.item: one.before for one in change.items} == {"Q1": 30, "Q2": 20}
    assert {one.item: one.after for one in change.items} == {"Q1": 20, "Q2": 30}
    assert compare([two(30, 20)], [two(30, 20)], PASS_FAIL).candidates == ()
