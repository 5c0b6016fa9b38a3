"""From a room's bundle and a marking package to results, stored as a run."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import msgspec
import pytest

from grading.intake.bundle import open_bundle
from grading.intake.keys import open_keys
from grading.marking.candidates import Marker
from grading.marking.items import mark_item
from grading.reporting.classes import class_lists
from grading.reporting.students import make_ground, student_report
from grading.reports.view import ExamHeading, Standing
from grading.results.errors import ResultsError
from grading.results.grades import FIVE_GRADES, PASS_FAIL, Grade, GradeTable
from grading.results.run import RunInput
from grading.results.store import ResultStore
from grading.scorers.outcome import ItemStatus, PartOutcome
from itembank.model.checks import CheckCall, CheckPoint, Rubric
from itembank.model.codec import ModelError
from itembank.model.marking import Declaration, HumanScoring, ProcessingScoring, RubricScoring
from itembank.model.record import CandidateMark, CandidateMarked
from itembank.model.responses import BaseType, Cardinality
from itembank.sealing.keys import BoxKey, SigningKey
from tests.builders import (
    EXAM,
    MADE,
    ExamBuilder,
    RoomBuilder,
    answered,
    blank_item,
    choice_item,
    choice_scoring,
    folder_saved,
    practical_item,
    seal_marking,
    text_scoring,
)


class ByName:
    """Marks a folder by whether it has a file of that name; a damaged one cannot be judged."""

    def mark(self, scoring, folder, seed=0):
        names = {entry.path for entry in folder.manifest.entries}
        share = None if "damaged.docx" in names else Fraction(int("done.txt" in names))
        return (PartOutcome(name="p1", share=share, weight=Fraction(5), sentence="检查 done.txt"),)


RUBRIC = Rubric(
    identifier="R",
    points=(CheckPoint(identifier="p1", title="建立文件", points=Fraction(5), checks=(CheckCall(type="F.exists"),)),),
)


def marked(tmp_path, room: RoomBuilder):
    exam = (
        ExamBuilder()
        .add(choice_item("Q1"), choice_scoring("A"), 2)
        .add(blank_item("Q2"), text_scoring("CPU"), 3)
        .add(practical_item("P1"), RubricScoring(rubric=RUBRIC), 10)
        .add(blank_item("H1"), HumanScoring(response="RESPONSE"), 5)
    )
    grader, centre = BoxKey.generate(), SigningKey.generate()
    package = open_keys(seal_marking(tmp_path / "m.jikao", exam, centre, grader), [centre.public], grader)
    bundle = open_bundle(room.seal(tmp_path / "b.jikao"), [room.signer.public], room.centre)
    return {result.candidate: result for result in Marker(bundle, package, ByName()).mark_all()}, package


def full_room() -> RoomBuilder:
    room = RoomBuilder()
    done = room.file("0031001", "done.txt", b"x")
    bad = room.file("0031002", "damaged.docx", b"x")
    room.attempt("0031001", answered("Q1", "A"), answered("Q2", "ＣＰＵ"), folder_saved("P1", done))
    room.attempt("0031002", answered("Q1", "B"), answered("H1", "我认为"), folder_saved("P1", bad))
    return room


def test_each_kind_is_marked_and_the_absent_have_no_items(tmp_path):
    results, _package = marked(tmp_path, full_room())
    assert results["0031001"].points == 15
    assert results["0031001"].is_complete
    assert results["0031003"].items == ()
    assert results["0031003"].mark is None, "only a person says that somebody was absent"


def test_what_qti_rules_marked_shows_the_answer_as_a_person_reads_it():
    declared = Declaration(identifier="RESPONSE", cardinality=Cardinality.MULTIPLE, base_type=BaseType.IDENTIFIER)
    score = Declaration(identifier="SCORE", cardinality=Cardinality.SINGLE, base_type=BaseType.FLOAT)
    scoring = ProcessingScoring(responses=(declared,), outcomes=(score,))
    exam = ExamBuilder().add(choice_item("Q1", max_choices=0), scoring)
    item = mark_item(exam.key().entries[0], {"RESPONSE": ("A", "C")}, None, ByName())
    assert item.parts[0].observed == "A、C"


def test_who_was_marked_absent_by_staff_is_absent(tmp_path):
    room = full_room()
    room.bodies.append(CandidateMarked(candidate="0031003", mark=CandidateMark.ABSENT, note="", by=("jk1",)))
    results, _package = marked(tmp_path, room)
    assert results["0031003"].mark is CandidateMark.ABSENT


def test_what_nobody_could_judge_waits_for_a_person_and_is_not_zero(tmp_path):
    results, _package = marked(tmp_path, full_room())
    waiting = results["0031002"]
    assert [item.number for item in waiting.open_items] == [3, 4]
    assert all(item.status is ItemStatus.NEEDS_PERSON for item in waiting.open_items)
    assert not waiting.is_complete


def test_what_waits_for_a_person_names_the_very_work_it_waits_with(tmp_path):
    results, _package = marked(tmp_path, full_room())
    waiting, done = results["0031002"], results["0031001"]
    proofs = [item.evidence for item in waiting.open_items]
    assert len(set(proofs)) == 2
    assert all(len(one) == 64 for one in proofs)
    assert {item.evidence for item in (*done.items, *waiting.items) if item.status is ItemStatus.SCORED} == {""}


def test_another_answer_is_another_proof_and_a_later_time_stamp_is_none(tmp_path):
    def proof(answer: str, *names: str, when: int) -> str:
        room = RoomBuilder()
        files = [msgspec.structs.replace(room.file("0031002", name, b"x"), modified_ms=when) for name in names]
        room.attempt("0031002", answered("H1", answer), folder_saved("P1", *files))
        folder = tmp_path / f"{answer}{len(names)}{when}"
        folder.mkdir()
        results, _package = marked(folder, room)
        return " ".join(item.evidence for item in results["0031002"].open_items)

    first = proof("甲", "damaged.docx", when=1)
    assert proof("甲", "damaged.docx", when=2) == first
    assert proof("乙", "damaged.docx", when=1) != first
    assert proof("甲", "damaged.docx", "more.txt", when=1) != first


def test_whoever_never_opened_a_task_has_no_folder_and_earns_nothing_for_it(tmp_path):
    room = RoomBuilder()
    room.attempt("0031001", answered("Q1", "A"), answered("Q2", "CPU"))
    results, _package = marked(tmp_path, room)
    task = next(item for item in results["0031001"].items if item.item == "P1")
    assert (task.status, task.points) == (ItemStatus.SCORED, 0)


def test_the_same_run_is_stored_once_and_a_different_result_is_refused(tmp_path):
    results, _package = marked(tmp_path, full_room())
    run = RunInput(exam=EXAM, bundles=("b",), marking_package="m", keys={"A": "k"}, grader_version="1")
    store = ResultStore.in_file(tmp_path / "r.db")
    name = store.add_run(run, results.values(), MADE)
    assert store.add_run(run, results.values(), MADE) == name
    assert [result.candidate for result in store.results(name)] == ["0031001", "0031002", "0031003"]
    assert {result.candidate: result for result in store.results(name)} == results
    with pytest.raises(ResultsError):
        store.add_run(run, [results["0031001"]], MADE)
    store.close()


def test_publishing_moves_a_pointer_and_keeps_the_old_run(tmp_path):
    store = ResultStore.in_file(tmp_path / "r.db")
    with pytest.raises(ResultsError):
        store.latest()
    runs = [
        store.add_run(RunInput(exam=EXAM, bundles=(), marking_package=str(n), keys={}, grader_version="1"), [], MADE)
        for n in range(2)
    ]
    assert store.latest() == runs[1]
    store.publish(runs[0], "centre", MADE)
    assert store.latest() == runs[0]
    assert store.runs() == runs
    store.close()


def test_reports_show_the_open_as_open_and_lists_name_the_absent(tmp_path):
    results, package = marked(tmp_path, full_room())
    ground = make_ground(
        results.values(),
        heading=ExamHeading("中心", "考试", "信息技术", date(2026, 6, 13)),
        keys=package.keys,
        papers=package.papers,
        table=PASS_FAIL,
        run="0" * 64,
        issued_on=date(2026, 6, 20),
    )
    report = student_report(results["0031002"], ground, "1")
    assert report.total.obtained is None
    assert report.grade is None
    assert report.practical[0].points[0].score.obtained is None
    assert student_report(results["0031001"], ground, "2").practical[0].score.obtained == 10
    rows = class_lists(results.values(), ground)[0].rows
    assert [row.standing for row in rows] == [Standing.PRESENT, Standing.PENDING, Standing.UNRECORDED]


@pytest.mark.parametrize(("points", "grade"), [("59.74", "不合格"), ("59.75", "合格"), ("60", "合格"), ("0", "不合格")])
def test_a_total_is_rounded_once_half_up_before_the_cuts(points, grade):
    assert PASS_FAIL.grade(Fraction(points)) == grade


def test_a_grade_table_with_a_hole_is_refused():
    with pytest.raises(ModelError):
        GradeTable(grades=(Grade(name="A", at_least=Fraction(60)),))
    assert FIVE_GRADES.grade(Fraction(85)) == "A"
