"""A score explained point by point: on the screen, as JSON, and as a PDF with the candidate's documents."""

from __future__ import annotations

import io
import json
from fractions import Fraction
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from grading.cli import main
from grading.desk.rendering import find_office
from grading.results.decision_store import DecisionStore
from grading.results.decisions import DecisionRole, place_of
from itembank.base.errors import ExitCode
from tests.builders import MADE
from tests.grading.desk.marking_city import MarkingCity

DOCUMENT = Path(__file__).parents[3] / "demo" / "content" / "tasks" / "WD-01" / "model" / "通知.docx"


@pytest.fixture
def city(tmp_path):
    made = MarkingCity(tmp_path, DOCUMENT.read_bytes())
    yield made
    made.close()


@pytest.fixture
def explain(city) -> list[str]:
    return ["explain", "--results", str(city.folder / "results.db")]


def opened(city: MarkingCity) -> list[str]:
    paths = city.sources
    return [
        *("--package", str(paths.package), "--centre", str(paths.centres[0])),
        *("--key", str(paths.key), "--room-card", str(paths.room_cards[0])),
    ]


def decide(city: MarkingCity, marker: str, share: str) -> None:
    result = city.store.find_result(city.run, "0031001")
    assert result is not None
    item = next(one for one in result.items if one.item == "H1")
    DecisionStore(city.store.engine).decide(
        place_of(result, item, 0),
        item.parts[0],
        share=Fraction(share),
        signer=city.markers[marker],
        role=DecisionRole.MARKING,
        made=MADE,
        comment="缺做法",
    )


def test_every_point_has_what_was_found_what_was_wanted_and_who_decided(city, explain, capsys):
    decide(city, "王老师", "1/2")
    decide(city, "李老师", "3/5")
    assert main([*explain, "--json", "0031001"]) == ExitCode.OK
    found = json.loads(capsys.readouterr().out)
    assert found["total"] is None, "the document still waits for a person"
    choice, blank, essay, task = found["items"]
    assert (choice["points"], choice["possible"]) == ("40", "40")
    assert (choice["parts"][0]["observed"], choice["parts"][0]["verdict"]) == ("A", "met")
    assert blank["parts"][0]["expected"] == "CPU"
    assert essay["points"] == "11"
    assert [one.split()[0] for one in essay["parts"][0]["decisions"][:2]] == ["王老师", "李老师"]
    assert "缺做法" in essay["parts"][0]["decisions"][0]
    assert task["note"] == "本题待人工评定。"
    assert "W.from_a_later_version" in task["parts"][0]["sentence"]


def test_the_lines_say_the_same_to_people(city, explain, capsys):
    assert main([*explain, "0031002"]) == ExitCode.OK
    shown = capsys.readouterr().out
    assert "总分 — / 100" in shown
    assert "× 未达到 0/30" in shown
    assert "观察到：中央处理器" in shown
    assert "应为：CPU" in shown
    assert "未发布" in shown


@pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed on this machine")
def test_the_pdf_ends_with_the_candidate_s_document(city, explain, tmp_path, capsys):
    out = tmp_path / "依据.pdf"
    more = [*opened(city), "--bundle", str(city.bundle), "--out", str(out)]
    assert main([*explain, *more, "0031001"]) == ExitCode.OK
    assert capsys.readouterr().out.strip() == str(out)
    document = pypdfium2.PdfDocument(out)
    texts = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    document.close()
    assert "0031001" in texts[0]
    assert "标题排版美观" in texts[0]
    assert "通知.docx" in texts[-1]


def printed(city: MarkingCity, candidate: str, out: Path) -> list[str]:
    """Print a candidate's explanation with the files; returns the texts of the pages."""
    given = ["explain", "--results", str(city.folder / "results.db"), *opened(city), "--bundle", str(city.bundle)]
    assert main([*given, "--out", str(out), candidate]) == ExitCode.OK
    document = pypdfium2.PdfDocument(out)
    texts = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    document.close()
    return texts


def picture(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("1", (width, height), 1).save(out, "PNG")
    return out.getvalue()


def test_the_terminal_shows_what_a_candidate_typed_and_does_not_obey_it(tmp_path, capsys):
    city = MarkingCity(tmp_path, b"", essay="红\x1b[31m色\u202e倒")
    city.close()
    assert main(["explain", "--results", str(tmp_path / "results.db"), "0031001"]) == ExitCode.OK
    shown = capsys.readouterr().out
    assert "红‹U+001B›[31m色‹U+202E›倒" in shown
    assert "\x1b" not in shown


def test_a_picture_larger_than_any_paper_is_printed_smaller(tmp_path):
    city = MarkingCity(tmp_path, picture(7000, 7000), name="照片.png")
    city.close()
    assert "照片.png" in printed(city, "0031001", tmp_path / "a.pdf")[-1]


def test_a_damaged_picture_costs_only_itself(tmp_path, capsys):
    city = MarkingCity(tmp_path, picture(700, 700)[:60], name="照片.png")
    city.close()
    assert "0031001" in printed(city, "0031001", tmp_path / "a.pdf")[0]
    assert "照片.png: 图片已损坏，不能显示。" in capsys.readouterr().out


def test_who_did_not_come_is_explained_without_files(tmp_path):
    city = MarkingCity(tmp_path, b"", absent="0031002")
    city.close()
    assert "0031002" in printed(city, "0031002", tmp_path / "a.pdf")[0]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (["0099999"], ExitCode.BAD_INPUT),
        (["--run", "zz", "0031001"], ExitCode.BAD_INPUT),
        (["--package", "marking.jikao", "0031001"], ExitCode.USAGE),
        (["--bundle", "room.jikao", "0031001"], ExitCode.USAGE),
        (["--out", "/no/such/folder/a.pdf", "0031001"], ExitCode.BAD_INPUT),
    ],
)
def test_what_cannot_be_explained_is_said(city, explain, capsys, more, code):
    assert main([*explain, *more]) == code
    assert capsys.readouterr().err.startswith("error: ")


def test_a_results_database_that_is_not_there_is_not_made(tmp_path, capsys):
    for verb in (["explain", "0031001"], ["runs"], ["diff"], ["unmatched"]):
        assert main([*verb, "--results", str(tmp_path / "typo.db")]) == ExitCode.BAD_INPUT
        assert "找不到成绩库" in capsys.readouterr().err
    assert not (tmp_path / "typo.db").exists()
