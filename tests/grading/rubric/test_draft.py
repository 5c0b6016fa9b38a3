"""Drafts: the difference between a starter and a model answer, as points that hold at once."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from grading.checks.catalogue import check_rubric
from grading.rubric.draft.cells import rectangles
from grading.rubric.draft.draft import Draft, draft_rubric
from grading.rubric.draft.looks import shown, size
from grading.rubric.draft.sheet_objects import rectangle_of
from grading.rubric.folders import folder_of, read_files
from grading.rubric.reading import RubricError
from grading.rubric.selftest import self_test
from grading.rubric.task import read_task
from grading.rubric.tools import open_tools
from grading.rubric.trial import try_rubric
from grading.rubric.writing import rubric_text
from itembank.model.checks import CheckCall, CheckPoint, Combine, Rubric
from itembank.model.rubric_file import parse_rubric
from tests.grading.checks.office_work import document
from tests.grading.checks.sheet_work import fill_down, put, workbook
from tests.grading.office.builders import para

TASKS = Path(__file__).resolve().parents[3] / "demo" / "content" / "tasks"
OFFICE_AND_FILES = ("FM-01", "FM-02", "FM-03", "PP-01", "SS-01", "SS-02", "SS-03", "WD-01", "WD-02", "WD-03")
PROGRAM = "PG-04"
SIXTEEN = Fraction(16)


def draft_of(tmp_path: Path, starter: bytes, model: bytes, name: str) -> Draft:
    for part, data in (("starter", starter), ("model", model)):
        (tmp_path / part).mkdir()
        (tmp_path / part / name).write_bytes(data)
    return draft_rubric(tmp_path / "starter" / name, tmp_path / "model" / name)


def titles(draft: Draft) -> list[str]:
    return [point.title for point in draft.rubric.points]


def types(draft: Draft) -> list[str]:
    return [call.type for point in draft.rubric.points for call in point.checks]


def require_sound(draft: Draft, task: Path) -> None:
    """The draft is valid, gives the model everything and the starter nothing."""
    assert check_rubric(draft.rubric) == []
    starter, model = read_files([task / "starter"]), read_files([task / "model"])
    with open_tools(draft.rubric) as tools:
        done = try_rubric(draft.rubric, tools.subject(folder_of(model, starter)))
        started = try_rubric(draft.rubric, tools.subject(folder_of(starter, starter)))
    assert {point.identifier for point in done.points if point.share != 1} == set()
    assert {point.identifier for point in started.points if point.share != 0} == set()


@pytest.mark.parametrize("name", OFFICE_AND_FILES)
def test_a_draft_of_a_task_gives_the_model_everything_and_the_starter_nothing(name):
    draft = draft_rubric(TASKS / name / "starter", TASKS / name / "model")
    assert draft.rubric.identifier == name
    assert parse_rubric(rubric_text(draft.rubric, draft.remarks).encode(), toml=True) == draft.rubric
    require_sound(draft, TASKS / name)


@pytest.mark.parametrize("name", ["FM-01", "SS-02", "WD-03"])
def test_a_draft_passes_the_whole_test_before_anybody_has_edited_it(name):
    task = read_task(TASKS / name)
    others = [read_task(TASKS / other) for other in OFFICE_AND_FILES if other != name]
    draft = draft_rubric(TASKS / name / "starter", TASKS / name / "model")
    with open_tools(draft.rubric) as tools:
        tested = self_test(replace(task, rubric=draft.rubric), tools, others=others)
    assert [surprise.sentence() for surprise in tested.surprises] == []
    assert tested.passed


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("WB-01", ["H.title", "H.element", "H.stylesheet", "H.image", "H.list", "H.link", *5 * ["H.style"]]),
        ("IM-01", ["I.cropped", "I.flipped", "I.scaled", "I.similar", "I.size", "I.toned"]),
        ("SC-01", ["X.blocks", "X.blocks", "X.variable"]),
        ("TY-01", ["T.accuracy", "T.copied"]),
    ],
)
def test_a_draft_of_a_page_pictures_a_project_or_typing_proposes_what_can_be_told(name, wanted):
    draft = draft_rubric(TASKS / name / "starter", TASKS / name / "model")
    assert sorted(types(draft)) == sorted(wanted)
    assert parse_rubric(rubric_text(draft.rubric, draft.remarks).encode(), toml=True) == draft.rubric
    is_whole = name in {"WB-01", "IM-01"}
    assert len(draft.remarks) == (1 if is_whole else 2), "the author is told what was not drafted"
    require_sound(draft, TASKS / name)


def test_a_draft_names_the_picture_that_stayed_as_the_source():
    draft = draft_rubric(TASKS / "IM-01" / "starter", TASKS / "IM-01" / "model")
    sources = {call.parameters.get("source") for point in draft.rubric.points for call in point.checks}
    assert sources == {"原图.png", None}


def test_a_page_that_cannot_be_read_is_left_to_the_folder(tmp_path):
    draft = draft_of(tmp_path, b"<p>1</p>", b"<div>" * 300, "a.html")
    assert types(draft) == ["F.text"]


def test_a_draft_of_a_program_asks_for_its_function_and_the_samples_outputs():
    draft = draft_rubric(TASKS / PROGRAM / "starter", TASKS / PROGRAM / "model")
    if any("没有起草测试点" in remark for remark in draft.remarks):
        pytest.skip("programs cannot be isolated on this machine")
    assert [point.checks[0].type for point in draft.rubric.points] == ["Y.function", "Y.tests"]
    assert any("测试点只取自样例" in remark for remark in draft.remarks)
    require_sound(draft, TASKS / PROGRAM)


def test_the_draft_of_a_notice_asks_for_what_its_task_asks_for():
    draft = draft_rubric(TASKS / "WD-01" / "starter", TASKS / "WD-01" / "model")
    asked = {call.type for point in draft.rubric.points for call in point.checks}
    by_hand = {call.type for point in _by_hand("WD-01").points for call in point.checks}
    assert by_hand <= asked


def _by_hand(name: str) -> Rubric:
    return parse_rubric((TASKS / name / "rubric.toml").read_bytes(), toml=True)


def test_what_the_starter_already_has_is_not_proposed(tmp_path):
    before = document(para("标题", '<w:jc w:val="center"/>', "<w:b/>"), para("正文一句。"))
    after = document(para("标题", '<w:jc w:val="center"/>', '<w:b/><w:color w:val="FF0000"/>'), para("正文一句。"))
    draft = draft_of(tmp_path, before, after, "a.docx")
    assert titles(draft) == ["“标题”文字颜色：红色"]


def test_one_change_of_several_paragraphs_is_one_point_with_shares(tmp_path):
    texts = ("第一段的文字在这里。", "第二段的文字在那里。", "第三段没有改动。")
    look = '<w:ind w:firstLineChars="200"/>'
    after = document(*(para(text, look if number < 2 else "") for number, text in enumerate(texts)))
    draft = draft_of(tmp_path, document(*map(para, texts)), after, "a.docx")
    (point,) = draft.rubric.points
    assert (point.combine, len(point.checks)) == (Combine.SHARE, 2)
    assert point.title == "“第一段的文字在这里。”等 2 段首行缩进：2 字符"
    assert point.checks[0].parameters == {"where": {"text": texts[0]}, "value": "2char"}


def test_words_that_were_replaced_everywhere_moved_and_deleted_text_are_named(tmp_path):
    before = document(
        para("参加竟赛的同学请报名。"), para("竟赛在周五。"), para("集合时间八点。"), para("草稿，请删去。")
    )
    after = document(para("集合时间八点。"), para("参加竞赛的同学请报名。"), para("竞赛在周五。"))
    assert set(types(draft_of(tmp_path, before, after, "a.docx"))) == {
        *("W.replaced", "W.paragraph_order", "W.text_absent")
    }


def test_filled_formulas_are_one_point_and_change_the_plain_cells_they_come_from(tmp_path):
    after = workbook(fill_down("F", "=SUM(C#:E#)"), put(F7="=AVERAGE(F2:F6)"))
    draft = draft_of(tmp_path, workbook(), after, "a.xlsx")
    first, second = draft.rubric.points
    assert first.checks[0].parameters == {"range": "F2:F6", "model": "=SUM(C2:E2)", "inputs": "C2:E6"}
    assert second.checks[0].parameters == {"range": "F7", "model": "=AVERAGE(F2:F6)", "inputs": "C2:E6"}


def test_equal_files_give_no_draft_but_a_hint(tmp_path):
    with pytest.raises(RubricError, match="起草不出得分点") as raised:
        draft_of(tmp_path, workbook(), workbook(), "a.xlsx")
    assert "写反" in raised.value.hint


def test_files_of_other_names_are_compared_under_the_models_name(tmp_path):
    (tmp_path / "空白.docx").write_bytes(document(para("标题")))
    (tmp_path / "完成.docx").write_bytes(document(para("标题", run="<w:b/>")))
    draft = draft_rubric(tmp_path / "空白.docx", tmp_path / "完成.docx", name="R-9")
    assert (draft.rubric.identifier, draft.rubric.points[0].checks[0].file) == ("R-9", "完成.docx")


def test_ranges_cover_just_the_cells():
    assert rectangles([(1, 1), (1, 2), (2, 1), (2, 2), (4, 1)]) == ["A1:B2", "A4"]
    assert rectangles([(1, 1), (1, 3)]) == ["A1", "C1"]
    assert rectangle_of(["C2:C6", "D2:D6"]) == "C2:D6"
    assert rectangle_of(["C2:C6", "E2:E6"]) == "C2:C6,E2:E6"


@pytest.mark.parametrize(
    ("value", "words"),
    [("2char", "2 字符"), ("12pt", "12 磅"), ("FF0000", "红色"), ("number 2", "数值，2 位小数"), ("黑体", "黑体")],
)
def test_values_are_shown_in_the_words_of_people(value, words):
    assert shown(value) == words


def test_sizes_have_their_chinese_names():
    assert [size(None), size(Decimal(16)), size(Decimal(17))] == ["", "三号", "17pt"]


def test_a_rubric_with_every_field_is_written_and_read_again():
    call = CheckCall(
        type="Y.tests",
        file='引号"和\\.py',
        weight=3,
        parameters={
            "seed": 2,
            "flag": True,
            "list": ["a\n", "\x7f", "制\t表"],
            "tests": [{"name": "一", "stdin": "3\n", "expected": "6\n", "files": {"a b.txt": "x"}}],
        },
    )
    first = CheckPoint(identifier="p1", title="一", points=SIXTEEN / 3, checks=(call,), combine=Combine.ANY)
    second = CheckPoint(
        identifier="p2",
        title="二",
        points=SIXTEEN,
        checks=(call,),
        falls_with=("p1",),
        not_resaved="因",
        earned_by_others="果",
    )
    rubric = Rubric(identifier="R", title="全", points=(first, second))
    assert parse_rubric(rubric_text(rubric, ["第一行\n第二行"]).encode(), toml=True) == rubric
