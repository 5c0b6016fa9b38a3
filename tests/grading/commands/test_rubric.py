"""`grading rubric draft` and `grading rubric test` as an author uses them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grading.cli import main
from grading.rubric import resaving
from itembank.bank.tested import is_not_resaved, untested
from itembank.base.errors import ExitCode
from itembank.formats.task_folder import read_task_folders
from itembank.model.certificate import read_certificate
from itembank.model.rubric_file import read_rubric
from tests.grading.checks.office_work import document
from tests.grading.office.builders import para

CENTRE = '<w:jc w:val="center"/>'
POINT = """
[[points]]
identifier = "{name}"
title = "{name}"
points = 1
  [[points.checks]]
  type = "{kind}"
  file = "通知.docx"
  parameters = {parameters}
"""
CENTRED = POINT.format(
    name="p1", kind="W.alignment", parameters='{ where = { text = "科技节通知" }, value = "center" }'
)
BOLD = POINT.format(name="p2", kind="W.bold", parameters='{ where = { text = "科技节通知" } }')
GIFT = POINT.format(name="p3", kind="W.text_present", parameters='{ text = "报名" }')
OPENS = POINT.format(name="p4", kind="W.opens", parameters="{}")


@pytest.fixture
def task(tmp_path: Path) -> Path:
    """A sound task, its neighbour, and something that is no task."""
    write_task(tmp_path / "T-1", CENTRED + BOLD)
    write_task(tmp_path / "T-2", CENTRED, title="春游通知")
    (tmp_path / "读我").mkdir()
    return tmp_path / "T-1"


def write_task(folder: Path, points: str, title: str = "科技节通知") -> None:
    for part, data in (
        ("starter", document(para(title), para("请踊跃报名。"))),
        ("model", document(para(title, CENTRE, "<w:b/>"), para("请踊跃报名。"))),
    ):
        (folder / part).mkdir(parents=True, exist_ok=True)
        (folder / part / "通知.docx").write_bytes(data)
    (folder / "task.toml").write_text(
        f'id = "{folder.name}"\ntitle = "排版"\nsoftware = "word"\nstem = "排版。"\n', "utf-8"
    )
    text = f'identifier = "{folder.name}"\ntitle = "排版"\n{points}'.replace("科技节通知", title)
    (folder / "rubric.toml").write_text(text, "utf-8")


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str]:
    code = main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return code, out + err


def test_a_sound_rubric_gets_a_certificate_that_the_bank_accepts(task, capsys):
    code, said = run(capsys, "rubric", "test", task, "--no-resave")
    assert code == ExitCode.INCOMPLETE
    assert "少做一处 p2                1   0" in said
    assert "没有试过用 LibreOffice 另存" in said
    (read,) = read_task_folders(task).items
    assert untested(read.item) == []
    assert is_not_resaved(read.item)


def test_nothing_is_written_by_a_dry_run(task, capsys):
    run(capsys, "rubric", "test", task, "--no-resave", "--dry-run")
    assert not (task / "certificate.json").exists()


def test_the_neighbours_model_is_tried_as_somebody_elses_file(task, capsys):
    run(capsys, "rubric", "test", task, "--no-resave")
    names = [case.name for case in read_certificate((task / "certificate.json").read_bytes()).cases]
    assert "T-2" in names


def test_a_gift_fails_says_why_and_its_certificate_does_not_help(task, capsys):
    write_task(task, CENTRED + BOLD + GIFT)
    code, said = run(capsys, "rubric", "test", task, "--no-resave")
    assert code == ExitCode.BAD_INPUT
    assert "! 发放的文件：得分点 p3 不应得分，却得到 1。" in said
    assert "没有通过" in said
    (read,) = read_task_folders(task).items
    assert any("p3" in reason for reason in untested(read.item))


def test_a_point_nobody_can_undo_asks_for_an_answer_made_by_hand(task, capsys):
    write_task(task, CENTRED + OPENS)
    code, said = run(capsys, "rubric", "test", task, "--no-resave")
    assert code == ExitCode.BAD_INPUT
    assert "mutants/p4" in said


def test_the_report_for_programs_names_points_cases_and_cross_talk(task, capsys):
    code, said = run(capsys, "rubric", "test", task, "--no-resave", "--json")
    (report,) = json.loads(said)["tasks"]
    assert code == ExitCode.INCOMPLETE
    assert (report["task"], report["passed"], report["points"]) == ("T-1", True, ["p1", "p2"])
    assert report["cross_talk"] == {"p1": [], "p2": []}
    assert {"kind": "model", "name": "", "shares": ["1", "1"]} in report["cases"]


def test_all_tasks_of_a_folder_are_tested_and_say_so_in_english(task, capsys):
    code, said = run(capsys, "--lang", "en", "rubric", "test", task.parent, "--no-resave")
    assert code == ExitCode.INCOMPLETE
    assert said.count("Passed.") == 2
    assert "One point undone p1" in said


def test_without_libreoffice_the_certificate_says_so(task, capsys, monkeypatch):
    monkeypatch.setattr(resaving, "PROGRAMS", ("no-such-program-here",))
    code, said = run(capsys, "rubric", "test", task)
    assert code == ExitCode.INCOMPLETE
    assert "没有试过用 LibreOffice 另存" in said
    assert read_certificate((task / "certificate.json").read_bytes()).resaved_with == ""


def test_with_libreoffice_everything_has_been_tried(task, capsys):
    if resaving.find_resaver() is None:
        pytest.skip("LibreOffice is not installed")
    code, said = run(capsys, "rubric", "test", task)
    assert code == ExitCode.OK, said
    assert "另存一遍" in said


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda task: (task / "rubric.toml").write_text("identifier = 3", "utf-8"), "评分标准“rubric.toml”"),
        (lambda task: (task / "rubric.toml").unlink(), "没有评分标准"),
        (lambda task: (task / "model" / "通知.docx").unlink(), "没有标准答案"),
        (lambda task: (task / "task.toml").unlink(), "没有任务"),
    ],
)
def test_a_task_that_cannot_be_read_is_named(task, capsys, spoil, sentence):
    spoil(task)
    code, said = run(capsys, "rubric", "test", task, "--no-resave")
    assert code == ExitCode.BAD_INPUT
    assert sentence in said


def test_a_draft_is_written_once_and_passes_for_a_rubric(task, capsys, tmp_path):
    out = tmp_path / "draft.toml"
    code, said = run(capsys, "rubric", "draft", task / "starter", task / "model", "-o", out)
    assert code == ExitCode.OK
    assert "起草了 2 个得分点" in said
    assert [point.title for point in read_rubric(out).points] == ["“科技节通知”加粗", "“科技节通知”对齐方式：居中"]
    assert out.read_text("utf-8").startswith("# 由素材和参考答案的差别起草")
    code, said = run(capsys, "rubric", "draft", task / "starter", task / "model", "-o", out)
    assert code == ExitCode.REFUSED
    assert "已经存在" in said


def test_a_draft_can_be_looked_at_before_it_is_written(task, capsys):
    code, said = run(
        capsys, "rubric", "draft", task / "starter" / "通知.docx", task / "model" / "通知.docx", "--name", "R-7"
    )
    assert code == ExitCode.OK
    assert 'identifier = "R-7"' in said


def test_a_file_that_is_not_there_is_named(task, capsys):
    code, said = run(capsys, "rubric", "draft", task / "nichts", task / "model")
    assert code == ExitCode.BAD_INPUT
    assert "nichts" in said
