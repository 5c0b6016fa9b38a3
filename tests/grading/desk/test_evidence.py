"""What a marker looks at, and what the desk refuses to open."""

from __future__ import annotations

import errno
import os
from dataclasses import replace
from pathlib import Path

import pytest

from grading.commands.score import mark_run
from grading.desk.scratch_lines import scratch_lines
from grading.desk.session import MarkingSession
from grading.desk.visible import visible
from grading.runs.plan import Purpose
from grading.scratch.reader import read_scratch
from itembank.base.errors import ExitCode, JikaoError
from tests.grading.desk.marking_city import SERIAL, MarkingCity

PROJECT = Path(__file__).parents[3] / "demo" / "content" / "tasks" / "SC-01" / "model" / "小猫散步.sb3"


def session_of(city: MarkingCity, **other) -> MarkingSession:
    sources, bundles = other.get("sources", city.sources), other.get("bundles", [city.bundle])
    return MarkingSession(sources, bundles, city.store, city.markers["王老师"], SERIAL)


def open_task(city: MarkingCity, item: str):
    session = session_of(city)
    task = next(one for one in session.tasks() if (one.place.candidate, one.place.item) == ("0031001", item))
    return session.evidence(task)


def two_cities(folder: Path) -> list[MarkingCity]:
    for name in ("a", "b"):
        (folder / name).mkdir()
    return [MarkingCity(folder / name, b"") for name in ("a", "b")]


def test_results_of_another_exam_are_refused(tmp_path, monkeypatch):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    ours = MarkingCity(tmp_path / "a", b"")
    monkeypatch.setattr("tests.builders.EXAM", "IT2027")
    theirs = MarkingCity(tmp_path / "b", b"")
    with pytest.raises(JikaoError) as told:
        session_of(ours, sources=theirs.sources, bundles=[theirs.bundle])
    assert told.value.code is ExitCode.REFUSED
    assert "IT2026" in told.value.message
    assert "IT2027" in told.value.message
    ours.close()
    theirs.close()


def test_fewer_bundles_than_the_run_was_made_from_are_refused(tmp_path):
    ours, theirs = two_cities(tmp_path)
    with pytest.raises(JikaoError) as told:
        session_of(ours, sources=theirs.sources, bundles=[theirs.bundle])
    assert "1 份没有给出" in told.value.message
    ours.close()
    theirs.close()


def test_another_marking_package_is_refused(tmp_path):
    ours, theirs = two_cities(tmp_path)
    mixed = replace(
        ours.sources, package=theirs.sources.package, centres=theirs.sources.centres, key=theirs.sources.key
    )
    session = session_of(ours)
    session._sources = mixed
    with pytest.raises(JikaoError) as told:
        session.question("H1")
    assert told.value.code is ExitCode.REFUSED
    ours.close()
    theirs.close()


def test_a_review_is_opened_with_the_bundles_of_its_base(city):
    mark_run(
        city.sources,
        [city.bundle],
        city.store,
        purpose=Purpose(reason="复查", base=city.run, candidates=("0031001",)),
        scale=SERIAL,
    )
    assert session_of(city).tasks()


def test_for_a_file_that_is_missing_others_of_its_kind_are_shown(tmp_path):
    city = MarkingCity(tmp_path, b"PK", name="通知（最终版）.docx")
    evidence = open_task(city, "P1")
    city.close()
    assert evidence.missing == ("通知.docx",)
    assert [file.path for file in evidence.files] == ["通知（最终版）.docx"]


def test_a_full_disk_is_said_instead_of_the_evidence(city, monkeypatch):
    def full(**_given: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("grading.desk.evidence.tempfile.TemporaryDirectory", full)
    with pytest.raises(JikaoError) as told:
        open_task(city, "P1")
    assert told.value.code is ExitCode.ENVIRONMENT


def test_a_scratch_project_is_read_block_by_block():
    lines = list(scratch_lines(read_scratch(PROJECT)))
    assert lines[0].startswith("舞台：造型 蓝天")
    assert "        重复执行 (10) 次" in lines
    assert "            移动 (20) 步" in lines, "what is inside stands further in"


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("甲\t乙\r\n丙\n", "甲\t乙\n丙\n"),
        ("\x00\x07\x1b[0m", "‹U+0000›‹U+0007›‹U+001B›[0m"),
        ("正\u202e反\u2066", "正‹U+202E›反‹U+2066›"),
        ("👨\u200d👩", "👨\u200d👩"),
        ("שלום <b>", "שלום <b>"),
    ],
)
def test_signs_that_cannot_be_seen_are_written_out(typed, seen):
    assert visible(typed) == seen
