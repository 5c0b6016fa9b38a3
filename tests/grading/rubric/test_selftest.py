"""A rubric is tested before its paper is sealed."""

from __future__ import annotations

from fractions import Fraction

import pytest

from grading.checks.finding import Verdict
from grading.rubric.folders import folder_of
from grading.rubric.selftest import Case, self_test
from grading.rubric.tools import Tools
from itembank.model.checks import CheckCall, CheckPoint, Rubric
from itembank.model.marking import RubricScoring
from tests.grading.checks.office_work import document
from tests.grading.checks.workbench import DirectReader
from tests.grading.office.builders import para

TOOLS = Tools(DirectReader())
STARTER = {"通知.docx": document(para("科技节通知"), para("请踊跃报名。"))}
MODEL = {"通知.docx": document(para("科技节通知", '<w:jc w:val="center"/>', "<w:b/>"), para("请踊跃报名。"))}


def point(name: str, kind: str, **parameters) -> CheckPoint:
    call = CheckCall(type=kind, file="通知.docx", parameters=parameters)
    return CheckPoint(identifier=name, title=name, points=Fraction(2), checks=(call,))


CENTRED = point("centred", "W.alignment", where={"text": "科技节通知"}, value="center")
BOLD = point("bold", "W.bold", where={"text": "科技节通知"})


def report(*points: CheckPoint, model=MODEL, more=()):
    scoring = RubricScoring(rubric=Rubric(identifier="R", points=points))
    return self_test(scoring, STARTER, model, tools=TOOLS, more=more)


def test_a_sound_rubric_passes_and_tells_what_each_case_gave():
    done = report(CENTRED, BOLD)
    assert done.passed
    assert [trial.earned for _name, trial in done.cases] == [0, 4, 0]


def test_a_point_that_the_starter_already_has_is_a_fault():
    gift = point("gift", "W.text_present", text="报名")
    (fault,) = report(CENTRED, gift).faults
    assert (fault.point, fault.share, fault.wanted) == ("gift", 1, 0)
    assert "不应得分" in fault.sentence


def test_a_point_that_the_model_lacks_is_a_fault_that_says_why():
    (fault,) = report(point("red", "W.colour", where={"text": "科技节通知"}, colour="红色")).faults
    assert (fault.point, fault.share, fault.wanted) == ("red", 0, 1)
    assert "红色 FF0000" in fault.sentence


def test_a_point_that_cannot_be_judged_is_a_fault():
    twice = {"通知.docx": document(para("科技节通知"), para("科技节通知"))}
    assert {fault.share for fault in report(CENTRED, model=twice).faults} == {None}


def test_an_answer_that_lacks_one_thing_must_lose_just_that_point():
    plain = {"通知.docx": document(para("科技节通知", '<w:jc w:val="center"/>'), para("请踊跃报名。"))}
    assert report(CENTRED, BOLD, more=(Case("not bold", plain, frozenset({"centred"})),)).passed
    wrong = report(CENTRED, BOLD, more=(Case("not bold", plain, frozenset({"bold"})),))
    assert {fault.point for fault in wrong.faults} == {"centred", "bold"}


def test_declared_cross_talk_is_no_fault():
    plain = {"通知.docx": document(para("科技节通知"), para("请踊跃报名。"))}
    case = Case("nothing", plain, frozenset(), either=frozenset({"centred"}))
    assert report(CENTRED, BOLD, more=(case,)).passed


def test_it_opens_reader_and_judge_itself():
    scoring = RubricScoring(rubric=Rubric(identifier="R", points=(CENTRED, BOLD)))
    assert self_test(scoring, STARTER, MODEL).passed


def test_a_folder_of_files_has_the_folders_above_them_and_knows_its_starter():
    folder = folder_of({"a/b.txt": b"1"}, {"a/b.txt": b"1"})
    assert [entry.path for entry in folder.manifest.entries] == ["a", "a/b.txt"]
    assert folder.is_untouched()
    assert folder.read(folder.manifest.entries[1]) == b"1"


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_has_a_word_for_the_command(verdict):
    from grading.check_command import VERDICTS

    assert VERDICTS[verdict]
