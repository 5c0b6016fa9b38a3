"""`itembank export`: a package of some, all or a form's items, which another bank takes in without any loss."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from itembank.base.errors import ExitCode
from tests.itembank.formats.sheets import HEADER, workbook
from tests.itembank.test_cli import BLUEPRINT, Desk, fill, sheet

FILL = ("F1", "填空题", "一个字节有____位。", "", "", "", "", "8")


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(tmp_path)
    desk = Desk(tmp_path, capsys)
    desk.run("init")
    desk.write("题.xlsx", sheet(3))
    desk.run("import", "题.xlsx", "--accept", "--by", "甲")
    return desk


@pytest.mark.parametrize("version", ["2.1", "3.0"])
def test_all_items_go_out_and_come_home_unchanged(desk: Desk, version: str) -> None:
    said = desk.run("export", "--qti", version, "--out", "包.zip")
    assert "已导出 3 题" in said
    assert "含答案" in said
    assert "无变化 3" in desk.run("import", "包.zip", "--accept", "--by", "甲")


def test_some_items_by_their_numbers_and_a_file_that_is_there_is_left_alone(desk: Desk) -> None:
    first = json.loads(desk.run("list", "--json"))[0]["id"]
    facts = json.loads(desk.run("export", first, first, "--qti", "3.0", "--out", "一.zip", "--json"))
    assert facts == {"items": [first], "not_in_qti": []}
    desk.run("export", first, "--qti", "3.0", "--out", "一.zip", code=ExitCode.REFUSED)
    desk.run("export", "NOPE", "--qti", "3.0", "--out", "二.zip", code=ExitCode.BAD_INPUT)
    assert not Path("二.zip").exists()


def test_what_qti_cannot_say_is_told_by_item(desk: Desk) -> None:
    desk.write("空.xlsx", workbook([HEADER, FILL]))
    desk.run("import", "空.xlsx", "--accept", "--by", "甲")
    said = desk.run("export", "F1", "--qti", "2.1", "--out", "空.zip")
    assert "F1：" in said
    assert "jikao 文件夹" in said


def test_a_form_needs_its_exam_and_must_be_there(desk: Desk) -> None:
    desk.run("export", "--form", "A", "--qti", "2.1", "--out", "a.zip", code=ExitCode.USAGE)
    desk.run("export", "--form", "A", "--exam", "E", "--qti", "2.1", "--out", "a.zip", code=ExitCode.BAD_INPUT)


def test_a_form_goes_out_in_the_versions_it_was_assembled_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    desk = Desk(tmp_path, capsys)
    fill(desk)
    desk.write("bp.toml", BLUEPRINT)
    desk.run("assemble", "bp.toml", "--by", "中心")
    told = json.loads(desk.run("export", "--exam", "X2026", "--form", "A", "--qti", "3.0", "--out", "a.zip", "--json"))
    assert len(told["items"]) == 5
    assert [loss["item"] for loss in told["not_in_qti"]] == ["P1"]
    assert "无变化 5" in desk.run("import", "a.zip", "--accept", "--by", "命题")
