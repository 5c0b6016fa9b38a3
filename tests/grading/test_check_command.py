"""`grading check` on a rubric and files of an author."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grading.check_command import run_rubric
from grading.cli import main
from grading.rubric.reading import RubricError, parse_rubric, read_rubric
from itembank.base.errors import JikaoError
from tests.grading.checks.office_work import document
from tests.grading.office.builders import para

RUBRIC = """
identifier = "R1"
title = "通知"
[[points]]
identifier = "p1"
title = "标题居中"
points = 1.5
  [[points.checks]]
  type = "W.alignment"
  file = "通知.docx"
  parameters = { where = { text = "科技节通知" }, value = "center" }
[[points]]
identifier = "p2"
title = "标题加粗"
points = 2
  [[points.checks]]
  type = "W.bold"
  file = "通知.docx"
  parameters = { where = { text = "科技节通知" } }
[[points]]
identifier = "p3"
title = "其余不变"
points = 1
  [[points.checks]]
  type = "F.copied"
  parameters = { from = "a.txt", to = "b.txt" }
"""


@pytest.fixture
def work(tmp_path: Path) -> Path:
    (tmp_path / "rubric.toml").write_text(RUBRIC, encoding="utf-8")
    (tmp_path / "通知.docx").write_bytes(document(para("科技节通知", '<w:jc w:val="center"/>')))
    return tmp_path


def test_every_point_is_printed_with_what_was_seen(work):
    text = run_rubric(work / "rubric.toml", [work / "通知.docx"], as_json=False)
    assert "[符合] p1 标题居中（3/2 / 3/2 分）" in text
    assert "[不符合] p2 标题加粗（0 / 2 分）" in text
    assert "[无法判断] p3 其余不变（? / 1 分）" in text
    assert "合计 3/2 / 9/2 分" in text


def test_json_holds_verdict_share_observed_expected_and_sentence(work):
    found = json.loads(run_rubric(work / "rubric.toml", [work / "通知.docx"], as_json=True))
    assert [point["verdict"] for point in found["points"]] == ["met", "not_met", "cannot_judge"]
    finding = found["points"][1]["checks"][0]["finding"]
    assert (finding["share"], finding["observed"], finding["expected"]) == ("0", "不加粗", "加粗")
    assert finding["sentence"]


def test_a_folder_stands_for_what_is_in_it(work):
    folder = work / "answer"
    folder.mkdir()
    (work / "通知.docx").rename(folder / "通知.docx")
    assert "[符合] p1" in run_rubric(work / "rubric.toml", [folder], as_json=False)


def test_a_missing_document_is_not_met(work):
    (work / "other.txt").write_text("x")
    assert "没有找到文件“通知.docx”" in run_rubric(work / "rubric.toml", [work / "other.txt"], as_json=False)


def test_two_files_of_one_name_are_refused(work):
    with pytest.raises(JikaoError, match="两个"):
        run_rubric(work / "rubric.toml", [work / "通知.docx", work / "通知.docx"], as_json=False)


def test_a_missing_file_is_named(work):
    with pytest.raises(JikaoError, match=r"没有\.docx"):
        run_rubric(work / "rubric.toml", [work / "没有.docx"], as_json=False)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("W.bold", "W.fat", "W.fat"),
        ("value =", "wert =", "wert"),
        ("[[points]]", "[points", "写得不对"),
        ("title = ", "titel = ", "titel"),
        ('{ text = "科技节通知" }', '{ text = "科技节通知", index = 2 }', "index"),
    ],
)
def test_a_rubric_that_would_not_work_is_refused(work, old, new, said):
    (work / "rubric.toml").write_text(RUBRIC.replace(old, new), encoding="utf-8")
    with pytest.raises(RubricError, match=said):
        read_rubric(work / "rubric.toml")


def test_json_rubrics_are_read_as_well():
    call = {"type": "W.opens", "file": "a.docx"}
    points = [{"identifier": "p", "title": "t", "points": 2.5, "checks": [call]}]
    rubric = parse_rubric(json.dumps({"identifier": "R", "points": points}).encode(), toml=False)
    assert str(rubric.total()) == "5/2"


def test_the_command_prints_and_ends_well(work, capsys):
    assert main(["check", str(work / "rubric.toml"), str(work / "通知.docx")]) == 0
    assert "标题居中" in capsys.readouterr().out
    assert main(["check", str(work / "no.toml"), str(work / "通知.docx")]) != 0
