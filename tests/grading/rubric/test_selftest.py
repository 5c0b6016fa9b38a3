"""A rubric is tested before its paper is sealed."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from grading.checks.finding import Verdict
from grading.rubric.folders import folder_of
from grading.rubric.resaving import Resaver
from grading.rubric.selftest import SelfTest, self_test
from grading.rubric.task import Task
from grading.rubric.tools import Tools
from itembank.model.certificate import CaseKind, write_certificate
from itembank.model.checks import CheckCall, CheckPoint, Combine, Rubric
from tests.grading.checks.office_work import document
from tests.grading.checks.workbench import DirectReader
from tests.grading.office.builders import para

TOOLS = Tools(DirectReader())
TITLE = {"text": "科技节通知"}
CENTRE, BOLD_RUN = '<w:jc w:val="center"/>', "<w:b/>"


def point(name: str, kind: str, **parameters) -> CheckPoint:
    call = CheckCall(type=kind, file="通知.docx", parameters=parameters)
    return CheckPoint(identifier=name, title=name, points=Fraction(2), checks=(call,))


CENTRED = point("centred", "W.alignment", where=TITLE, value="center")
BOLD = point("bold", "W.bold", where=TITLE)
STARTER = {"通知.docx": document(para("科技节通知"), para("请踊跃报名。"))}
MODEL = {"通知.docx": document(para("科技节通知", CENTRE, BOLD_RUN), para("请踊跃报名。"))}


def task(*points: CheckPoint, model=MODEL, mutants=None) -> Task:
    rubric = Rubric(identifier="R", points=points or (CENTRED, BOLD))
    return Task(folder=Path("R"), rubric=rubric, starter=STARTER, model=model, mutants=mutants or {})


def outcome(*points: CheckPoint, **more) -> SelfTest:
    return self_test(task(*points, **more), TOOLS)


def results(done: SelfTest, kind: CaseKind) -> dict[str, dict[str, Fraction | None]]:
    return {case.name: done.certificate.shares(case) for case in done.certificate.cases if case.kind is kind}


def wrong(done: SelfTest) -> set[tuple[CaseKind, str, str]]:
    return {(one.kind, one.case, one.point) for one in done.surprises}


def test_a_sound_rubric_passes_in_every_case():
    done = outcome()
    assert done.passed
    assert {case.kind for case in done.certificate.cases} == set(CaseKind) - {CaseKind.RESAVED}
    assert results(done, CaseKind.NEAR) == {"centred": {"centred": 0, "bold": 1}}
    assert results(done, CaseKind.MUTANT) == {
        "centred": {"centred": 0, "bold": 1},
        "bold": {"centred": 1, "bold": 0},
    }
    assert set(results(done, CaseKind.NOISE)) == {
        *("split_runs", "attributes", "zip_order", "blank_paragraph", "system_files")
    }


def test_a_point_that_the_starter_already_has_is_a_fault():
    done = outcome(CENTRED, point("gift", "W.text_present", text="报名"))
    assert (CaseKind.STARTER, "", "gift") in wrong(done)
    assert "不应得分" in done.surprises[0].sentence()


def test_a_point_that_the_model_lacks_is_a_fault_and_the_finding_says_why():
    done = outcome(CENTRED, point("red", "W.colour", where=TITLE, colour="红色"))
    fault = next(one for one in done.surprises if one.kind is CaseKind.MODEL)
    assert fault.point == "red"
    assert fault.share == 0
    assert "红色 FF0000" in " ".join(done.trial_of(fault).points[1].sentences)


def test_a_point_that_cannot_be_judged_is_a_fault_and_never_a_zero():
    twice = {"通知.docx": document(para("科技节通知", CENTRE), para("科技节通知"))}
    fault = next(one for one in outcome(CENTRED, model=twice).surprises if one.kind is CaseKind.MODEL)
    assert fault.share is None
    assert "无法判断" in fault.sentence()


def test_a_point_that_asks_for_what_another_asks_too_is_found_as_cross_talk():
    both = CheckPoint(identifier="both", title="b", points=Fraction(1), checks=(*CENTRED.checks, *BOLD.checks))
    assert wrong(outcome(CENTRED, both)) == {
        (CaseKind.MUTANT, "centred", "both"),
        (CaseKind.MUTANT, "both", "centred"),
        (CaseKind.NEAR, "centred", "both"),
        (CaseKind.NEAR, "both", "centred"),
    }


def test_declared_cross_talk_is_no_fault():
    both = CheckPoint(
        identifier="both",
        title="b",
        points=Fraction(1),
        checks=(*CENTRED.checks, *BOLD.checks),
        falls_with=("centred",),
    )
    assert wrong(outcome(CENTRED, both)) == {
        (CaseKind.MUTANT, "both", "centred"),
        (CaseKind.NEAR, "both", "centred"),
    }


def test_each_check_of_a_point_is_tried_with_a_value_beside_the_right_one():
    big = point("big", "W.font_size", where=TITLE, size="二号")
    red = point("red", "W.colour", where=TITLE, colour="红色")
    both = CheckPoint(identifier="both", title="b", points=Fraction(1), checks=(*big.checks, *red.checks))
    model = {
        "通知.docx": document(para("科技节通知", CENTRE, '<w:color w:val="FF0000"/><w:sz w:val="44"/>'), para("文"))
    }
    done = outcome(both, CENTRED, model=model)
    near = [case for case in done.certificate.cases if case.kind is CaseKind.NEAR]
    assert [case.name for case in near] == ["both", "both#2", "centred"]
    assert [tuple(map(str, case.shares)) for case in near] == [("0", "1"), ("0", "1"), ("1", "0")]


def test_a_check_that_takes_a_value_beside_the_right_one_for_right_is_found():
    half = CheckPoint(
        identifier="half", title="h", points=Fraction(1), combine=Combine.ANY,
        checks=(*point("a", "W.font_size", where=TITLE, size="二号").checks, *BOLD.checks),
    )  # fmt: skip
    model = {"通知.docx": document(para("科技节通知", CENTRE, '<w:b/><w:sz w:val="44"/>'), para("请踊跃报名。"))}
    done = outcome(half, model=model)
    assert not results(done, CaseKind.NEAR)  # bold is a switch, and what is bold earns the point whatever its size


def test_a_check_that_asks_for_a_place_by_number_falls_to_noise():
    last = point("last", "W.paragraph_alone", texts=["请踊跃报名。"])
    by_index = point("bold", "W.bold", where={"index": 1})
    assert not [one for one in wrong(outcome(by_index, CENTRED)) if one[0] is CaseKind.NOISE]
    assert (CaseKind.STARTER, "", "last") in wrong(outcome(CENTRED, last))


def test_an_answer_made_by_hand_takes_the_place_of_the_made_one():
    plain = {"通知.docx": document(para("科技节通知", CENTRE), para("请踊跃报名。"))}
    good = outcome(mutants={"bold": plain})
    assert good.passed
    assert list(good.certificate.extra) == ["mutants/bold/通知.docx"]
    assert wrong(outcome(mutants={"centred": plain})) == {
        (CaseKind.MUTANT, "centred", "centred"),
        (CaseKind.MUTANT, "centred", "bold"),
    }


def test_a_point_nobody_can_undo_is_said_to_be_untried():
    done = outcome(CENTRED, point("small", "F.size", path="通知.docx", at_most=10**7))
    assert done.not_undone == ["small"]
    assert any("small" in sentence for sentence in done.missing)


def test_somebody_elses_model_answer_is_tried_under_this_tasks_names():
    other = Task(Path("S"), Rubric(identifier="S", points=(CENTRED,)), STARTER, MODEL, {})
    done = self_test(task(), TOOLS, others=[other])
    assert (CaseKind.FOREIGN, "S", "bold") in wrong(done)


def test_files_that_came_back_from_another_program_must_stay_full():
    spoilt = document(para("科技节通知", CENTRE), para("请踊跃报名。"))
    resaver = Resaver("", "LibreOffice 0")
    done = self_test(task(), TOOLS, resaver=resaver, resaved={"通知.docx": spoilt})
    assert wrong(done) == {(CaseKind.RESAVED, "", "bold")}
    declared = CheckPoint(identifier="bold", title="b", points=Fraction(2), checks=BOLD.checks, not_resaved="因为")
    again = self_test(task(CENTRED, declared), TOOLS, resaver=resaver, resaved={"通知.docx": spoilt})
    assert again.passed


def test_a_file_that_did_not_come_back_is_no_pass():
    done = self_test(task(), TOOLS, resaver=Resaver("", "LibreOffice 0"), resaved={"通知.docx": b""})
    assert {one.kind for one in done.surprises} == {CaseKind.RESAVED}


def test_the_same_files_give_the_same_certificate_byte_by_byte():
    assert write_certificate(outcome().certificate) == write_certificate(outcome().certificate)


def test_a_folder_of_files_has_the_folders_above_them_and_knows_its_starter():
    folder = folder_of({"a/b.txt": b"1"}, {"a/b.txt": b"1"})
    assert [entry.path for entry in folder.manifest.entries] == ["a", "a/b.txt"]
    assert folder.is_untouched()
    assert folder.read(folder.manifest.entries[1]) == b"1"


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_has_a_word_for_the_command(verdict):
    from grading.check_command import VERDICTS

    assert VERDICTS[verdict]
