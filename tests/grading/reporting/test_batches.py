"""Reports of a city, class by class: the same bytes in one process and in several, and never half a file."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from grading.cli import main
from grading.commands.score import mark_run
from grading.reporting import batches
from grading.reports.student import student_pdf
from grading.reports.view import ExamHeading, StudentReport
from grading.results.store import ResultStore
from grading.runs.plan import Purpose
from grading.scale.engines import EngineKind, Scale
from itembank.base.errors import ExitCode
from tests.grading.runs.city import City

SCHOOLS = ("东", "南", "西")


@pytest.fixture
def city(tmp_path) -> City:
    city = City(tmp_path)
    for n, school in enumerate(SCHOOLS):
        city.room(school, {f"00310{n}{m}": {"Q1": "AB"[m], "Q2": "CPU", "H1": ""} for m in range(2)})
    store = ResultStore.in_file(tmp_path / "results.db")
    mark_run(city.sources, city.bundles, store, purpose=Purpose(), scale=Scale(EngineKind.SERIAL))
    store.close()
    return city


def report(city: City, out: str, *more: str) -> int:
    sources = city.sources
    keys = ["--key", str(sources.key), "--package", str(sources.package), "--centre", str(sources.centres[0])]
    where = ["--results", str(city.folder / "results.db"), "--out", str(city.folder / out)]
    return main(["report", *keys, *where, "--held-on", "2026-06-13", *more])


def files(city: City, out: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (city.folder / out).iterdir()}


def test_several_processes_write_the_same_files_as_one(city, capsys):
    assert report(city, "one", "--workers", "1") == ExitCode.OK
    printed = capsys.readouterr().out
    assert report(city, "two", "--workers", "2") == ExitCode.OK
    assert capsys.readouterr().out.replace("/two/", "/one/") == printed
    assert len(printed.splitlines()) == len(SCHOOLS) + 1
    assert files(city, "one") == files(city, "two")


def test_an_interruption_leaves_whole_files_only_and_the_same_command_does_the_rest(city, monkeypatch, capsys):
    assert report(city, "whole", "--workers", "1") == ExitCode.OK
    seen: list[str] = []

    def interrupted(heading: ExamHeading, reports: Iterable[StudentReport]) -> bytes:
        seen.append(heading.exam)
        if len(seen) == 2:
            raise KeyboardInterrupt
        return student_pdf(heading, reports)

    monkeypatch.setattr(batches, "student_pdf", interrupted)
    assert report(city, "broken", "--workers", "1") == ExitCode.INCOMPLETE
    assert "被中断" in capsys.readouterr().err
    (left,) = files(city, "broken").items()
    assert left in files(city, "whole").items()
    assert report(city, "broken", "--workers", "1") == ExitCode.OK
    assert files(city, "broken") == files(city, "whole")


def test_one_candidate_can_be_asked_for_and_the_class_lists_hold_everybody(city):
    assert report(city, "all", "--workers", "1") == ExitCode.OK
    assert report(city, "some", "--candidate", "0031010") == ExitCode.OK
    some = files(city, "some")
    assert len(some) == 2
    assert some["班级成绩单.pdf"] == files(city, "all")["班级成绩单.pdf"]


def test_a_number_that_nobody_has_is_named_and_nothing_is_written(city, capsys):
    assert report(city, "none", "--candidate", "999") != ExitCode.OK
    assert "999" in capsys.readouterr().err
    assert not (city.folder / "none").exists()
