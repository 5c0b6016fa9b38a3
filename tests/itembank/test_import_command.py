"""`itembank import`: dry runs, all or nothing, faulty items left out on request."""

from __future__ import annotations

from pathlib import Path

import pytest

from itembank.base.errors import ExitCode
from tests.itembank.formats.sheets import HEADER, workbook
from tests.itembank.test_cli import Desk, sheet


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path, capsys)


def test_a_dry_run_stores_nothing_and_one_bad_row_keeps_the_file_out(desk: Desk) -> None:
    desk.run("init")
    desk.write("好.xlsx", sheet(2))
    desk.write(
        "坏.xlsx",
        workbook(
            [HEADER, ("Q1", "单选题", "问", "甲", "乙", "", "", "A"), ("Q2", "单选题", "问", "甲", "乙", "", "", "Z")]
        ),
    )
    assert "以上是试导入" in desk.run("import", "好.xlsx")
    said = desk.run("import", "坏.xlsx", "--accept", "--by", "甲", code=ExitCode.BAD_INPUT)
    assert "第 3 行  错误" in said
    assert "没有写入题库" in said
    assert "共 0 题" in desk.run("list")


def test_importing_again_tells_what_changes(desk: Desk) -> None:
    desk.run("init")
    desk.write("题.xlsx", sheet(2))
    desk.run("import", "题.xlsx", "--accept", "--by", "甲")
    assert "无变化 2" in desk.run("import", "题.xlsx", "--accept", "--by", "甲")
    desk.write("题.xlsx", sheet(2, "改过的第 {n} 题"))
    assert "第 2 版" in desk.run("import", "题.xlsx")
    assert "新版本 2" in desk.run("import", "题.xlsx", "--accept", "--by", "甲")


FAULTY = ("Q2", "单选题", "问", "甲", "乙", "", "", "Z")


def test_faulty_items_are_skipped_on_request_and_the_exit_code_says_so(desk: Desk) -> None:
    desk.run("init")
    desk.write("半.xlsx", workbook([HEADER, ("Q1", "单选题", "问", "甲", "乙", "", "", "A"), FAULTY]))
    desk.write("坏.xlsx", workbook([HEADER, FAULTY]))
    assert "第 3 行  错误" in desk.run("import", "半.xlsx", "--skip-faulty", code=ExitCode.INCOMPLETE)
    assert "共 0 题" in desk.run("list")
    said = desk.run("import", "半.xlsx", "--accept", "--skip-faulty", "--by", "甲", code=ExitCode.INCOMPLETE)
    assert "新题 1" in said
    assert "有错误的题没有写入" in said
    desk.run("import", "坏.xlsx", "--accept", "--skip-faulty", "--by", "甲", code=ExitCode.BAD_INPUT)
    assert "共 1 题" in desk.run("list")


def test_one_unreadable_file_does_not_stop_the_others(desk: Desk) -> None:
    desk.run("init")
    desk.write("坏.xlsx", b"PK rubbish")
    desk.write("好.xlsx", sheet(2))
    said = desk.run("import", "坏.xlsx", "没有.xlsx", "好.xlsx", "--accept", "--by", "甲", code=ExitCode.BAD_INPUT)
    assert said.count("error: ") == 2
    assert "新题 2" in said
