"""The command line of marking, from sealed files to reports."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime

import pytest

from grading.cli import main
from itembank.base.errors import ExitCode
from itembank.sealing.bundle import RoomCard, seal_room_card
from itembank.sealing.keyfiles import write_private, write_public
from itembank.sealing.keys import SigningKey
from tests.builders import (
    ExamBuilder,
    RoomBuilder,
    answered,
    blank_item,
    choice_item,
    choice_scoring,
    seal_marking,
    text_scoring,
)


@pytest.fixture
def files(tmp_path):
    """Seal a marking package and a bundle; return the arguments that open them."""
    room, centre = RoomBuilder(), SigningKey.generate()
    room.attempt("0031001", answered("Q1", "A"), answered("Q2", "CPU"))
    room.attempt("0031002", answered("Q1", "C"))
    room.seal(tmp_path / "room.jikao")
    exam = ExamBuilder().add(choice_item("Q1"), choice_scoring("A"), 60).add(blank_item("Q2"), text_scoring("CPU"), 40)
    seal_marking(tmp_path / "marking.jikao", exam, centre, room.centre)
    write_private(tmp_path / "grader.key", room.centre)
    write_public(tmp_path / "centre.pub", centre.public)
    card = RoomCard("一中", "01", room.signer.public, room.centre.public)
    seal_room_card(tmp_path / "room.card", signer=room.signer, card=card, created=datetime(2026, 6, 1, tzinfo=UTC))
    return tmp_path


def options(files, *names):
    known = {
        "key": ["--key", str(files / "grader.key")],
        "card": ["--room-card", str(files / "room.card")],
        "package": ["--package", str(files / "marking.jikao"), "--centre", str(files / "centre.pub")],
        "results": ["--results", str(files / "results.db")],
        "bundle": [str(files / "room.jikao")],
    }
    return [word for name in names for word in known[name]]


def test_verify_says_who_is_missing_and_ends_well(files, capsys):
    assert main(["verify", *options(files, "key", "card", "bundle")]) == ExitCode.OK
    assert "应考 3 人，作答 2 人，交卷 2 人" in capsys.readouterr().out


def test_an_unknown_room_is_refused_with_the_files_name(files, capsys):
    assert main(["verify", *options(files, "key", "bundle")]) == ExitCode.REFUSED
    error = capsys.readouterr().err
    assert error.startswith("error: ")
    assert "room.jikao" in error


def test_score_report_and_export_in_a_row(files, capsys):
    scoring = ["score", *options(files, "key", "card", "package", "results", "bundle")]
    assert main(scoring) == ExitCode.OK
    assert main(scoring) == ExitCode.OK
    report = ["report", *options(files, "key", "package", "results")]
    assert main([*report, "--out", str(files / "reports")]) == ExitCode.OK
    assert sorted(path.name for path in (files / "reports").iterdir()) == ["成绩报告-一中-1班.pdf", "班级成绩单.pdf"]
    assert main(["export", *options(files, "results"), "--out", str(files / "tables")]) == ExitCode.OK
    with (files / "tables" / "成绩.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["准考证号"], row["总分"], row["等级"]) for row in rows] == [
        ("0031001", "100", "合格"),
        ("0031002", "0", "不合格"),
        ("0031003", "", ""),
    ]
    capsys.readouterr()
    assert main(["runs", *options(files, "results")]) == ExitCode.OK
    assert len(capsys.readouterr().out.splitlines()) == 2, "headings and one run"


def test_two_exports_of_the_same_sitting_are_refused(files, capsys):
    twice = [*options(files, "key", "card", "package", "results", "bundle"), str(files / "room.jikao")]
    assert main(["score", *twice]) == ExitCode.REFUSED
    assert "hint: " in capsys.readouterr().err


def test_score_item_prints_outcomes_as_json(files, capsys):
    item, responses = files / "item.xml", files / "responses.json"
    item.write_text(
        """<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p2" identifier="i" title="t">
        <responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier">
        <correctResponse><value>A</value></correctResponse></responseDeclaration>
        <outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/><itemBody/>
        <responseProcessing template="http://www.imsglobal.org/question/qti_v2p2/rptemplates/match_correct"/>
        </assessmentItem>""",
        "utf-8",
    )
    responses.write_text('{"RESPONSE": "A"}', "utf-8")
    assert main(["score-item", str(item), "--responses", str(responses)]) == ExitCode.OK
    assert json.loads(capsys.readouterr().out) == {"SCORE": 1}
    responses.write_text("[1]", "utf-8")
    assert main(["score-item", str(item), "--responses", str(responses)]) == ExitCode.BAD_INPUT
    responses.write_text('{"RESPONSE": "A"}', "utf-8")
    item.write_text("<html/>", "utf-8")
    assert main(["score-item", str(item), "--responses", str(responses)]) == ExitCode.BAD_INPUT


def test_wrong_usage_has_its_own_exit_code(capsys):
    assert main(["score"]) == ExitCode.USAGE
    assert "hint: " in capsys.readouterr().err
