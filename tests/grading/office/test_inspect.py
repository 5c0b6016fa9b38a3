"""What rubric authors see: data and lines."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from grading.office.inspect import add_inspect_command, inspect_file, inspect_json, inspect_text
from tests.grading.office.builders import cells, docx, para, placeholder, pptx, xlsx


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "作业.docx"
    path.write_bytes(docx(para("信息技术", '<w:jc w:val="center"/>', '<w:b/><w:sz w:val="21"/>')))
    return path


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    add_inspect_command(parser.add_subparsers())
    chosen = parser.parse_args(arguments)
    return int(chosen.run(chosen))


def test_a_document_shows_paragraphs_and_runs_with_effective_formatting(document: Path) -> None:
    data = inspect_file(document)
    assert (data["type"], data["format"], data["text"]) == ("document", "docx", "信息技术")
    assert data["blocks"][0]["format"] == {"alignment": "center"}
    shown = data["blocks"][0]["runs"][0]
    assert (shown["text"], shown["format"]["size_pt"], shown["format"]["bold"]) == ("信息技术", 10.5, True)
    assert shown["direct"] == ["bold", "size_pt"]


def test_a_workbook_shows_cells_by_address_with_formula_and_number_format(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(
        xlsx(
            cells('<row r="2"><c r="C2"><f>A2+B2</f><v>3</v></c></row>')
            + '<mergeCells><mergeCell ref="A1:C1"/></mergeCells>'
        )
    )
    sheet = inspect_file(path)["sheets"][0]
    assert sheet["cells"] == [
        {"cell": "C2", "kind": "number", "value": "3", "formula": "A2+B2", "number_format": "General"}
    ]
    assert sheet["merges"] == ["A1:C1"]


def test_a_presentation_shows_slides_with_titles(tmp_path: Path) -> None:
    path = tmp_path / "演示.pptx"
    path.write_bytes(pptx(placeholder("title", "<a:p><a:r><a:t>我的学校</a:t></a:r></a:p>")))
    slide = inspect_file(path)["slides"][0]
    assert (slide["number"], slide["title"], slide["shapes"][0]["kind"]) == (1, "我的学校", "placeholder")


def test_json_keeps_chinese_readable(document: Path) -> None:
    assert "信息技术" in inspect_json(document)
    assert json.loads(inspect_json(document))["type"] == "document"


def test_lines_describe_the_look_in_words(document: Path) -> None:
    lines = inspect_text(document)
    assert "center" in lines
    assert "“信息技术” Times New Roman 10.5 pt 加粗" in lines


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    path = tmp_path / "旧.doc"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600 + "WordDocument\0".encode("utf-16-le"))
    data = inspect_file(path)
    assert (data["type"], data["reason"]) == ("cannot_read", "old_word")
    assert "docx" in data["sentence"]


def test_the_command_prints_lines_or_json_and_tells_failure_by_its_exit_code(
    document: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("inspect", str(document)) == 0
    assert "信息技术" in capsys.readouterr().out
    assert run("inspect", str(document), "--json") == 0
    assert json.loads(capsys.readouterr().out)["type"] == "document"
    assert run("inspect", str(document.with_name("none.docx")), "--json") == 3
    assert json.loads(capsys.readouterr().out)["reason"] == "missing"
