"""The sample that is marked again at the end of a run: practical work is in it, and one other byte stops everything."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

import msgspec
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from grading.checks.catalogue import CHECK_TYPES
from grading.checks.marker import RubricMarker
from grading.cli import main
from grading.results.run import CandidateResult
from grading.results.schema import DoubtRow
from grading.results.store import ResultStore
from grading.runs import marking, unsteady
from grading.runs.worker import MarkJob, release
from grading.scale.engines import SerialEngine
from grading.scorers.outcome import ItemStatus, PartOutcome
from itembank.base.errors import ExitCode
from itembank.model.codec import from_bytes
from itembank.model.marking import RubricScoring
from tests.grading.runs.practical_city import PracticalCity

NUMBERS = tuple(f"00310{n:02}" for n in range(1, 9))
SERIAL = ("--engine", "serial")


@pytest.fixture(autouse=True)
def _released():
    yield
    release()


@pytest.fixture
def results(tmp_path) -> tuple[str, str]:
    return "--results", str(tmp_path / "results.db")


class NotingEngine(SerialEngine):
    """Remembers which candidates were marked before and after it was renewed."""

    def __init__(self) -> None:
        self.jobs: list[list[tuple[str, ...]]] = [[]]

    def submit(self, work: Callable[[Any], Any], job: Any) -> Future[Any]:
        if isinstance(job, MarkJob):
            self.jobs[-1].append(job.candidates)
        return super().submit(work, job)

    def renew(self) -> None:
        self.jobs.append([])


class Moody:
    """Marks a practical task otherwise from the n-th candidate's folder on, as a reader that leaks state would."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, after: int) -> None:
        self.folders, honest = 0, RubricMarker.mark

        def mark(marker: RubricMarker, scoring: RubricScoring, folder: Any, seed: int = 0) -> tuple[PartOutcome, ...]:
            parts = honest(marker, scoring, folder, seed)
            self.folders += 1
            if self.folders <= after:
                return parts
            return (msgspec.structs.replace(parts[0], share=Fraction(0)), *parts[1:])

        monkeypatch.setattr(RubricMarker, "mark", mark)


def city_of(tmp_path, *workers: str, tasks: tuple[str, ...] = ("FM-01",)) -> PracticalCity:
    """Eight candidates of whom only some left work in every task; no golden work, to keep counts plain."""
    city = PracticalCity(tmp_path, tasks, change=None)
    return city.room(
        {number: {name: city.model(name) for name in tasks} if number in workers else {} for number in NUMBERS}
    )


def marked_with(city: PracticalCity, results, monkeypatch, engine: SerialEngine) -> int:
    @contextmanager
    def open_engine(_scale):
        yield engine

    monkeypatch.setattr("grading.commands.score.open_engine", open_engine)
    return main(city.command("score", *results, *SERIAL))


def store_of(tmp_path) -> ResultStore:
    return ResultStore.in_file(tmp_path / "results.db")


@pytest.mark.parametrize("worker", [NUMBERS[0], NUMBERS[4], NUMBERS[7]])
def test_whoever_is_drawn_somebodys_practical_work_is_marked_again(tmp_path, results, monkeypatch, worker):
    city, engine = city_of(tmp_path, worker), NotingEngine()
    assert marked_with(city, results, monkeypatch, engine) == ExitCode.OK
    again = [number for batch in engine.jobs[-1] for number in batch]
    assert worker in again
    assert len(again) <= 2, "one in a hundred, and whoever has the work"
    store = store_of(tmp_path)
    record = store.record(store.runs()[0])
    store.close()
    assert record is not None
    assert (record.rechecked, record.rechecked_works) == (len(again), 1)


def test_work_on_every_task_is_among_what_is_marked_again(tmp_path, results, monkeypatch):
    city = PracticalCity(tmp_path, ("FM-01", "TY-01"), change=None)
    one, other = NUMBERS[2], NUMBERS[5]
    left = {one: {"FM-01": city.model("FM-01")}, other: {"TY-01": city.model("TY-01")}}
    city.room({number: left.get(number, {}) for number in NUMBERS})
    engine = NotingEngine()
    assert marked_with(city, results, monkeypatch, engine) == ExitCode.OK
    assert {one, other} <= {number for batch in engine.jobs[-1] for number in batch}


def test_they_are_marked_by_fresh_workers_in_the_opposite_order(tmp_path, results, monkeypatch):
    monkeypatch.setattr(marking, "RECHECK_ONE_IN", 1)
    city, engine = city_of(tmp_path, *NUMBERS), NotingEngine()
    assert marked_with(city, results, monkeypatch, engine) == ExitCode.OK
    first, second = engine.jobs
    assert first == [NUMBERS]
    assert second == [tuple(reversed(NUMBERS))]


def test_practical_work_that_comes_out_otherwise_stops_the_run_and_its_publication(
    tmp_path, results, monkeypatch, capsys
):
    city = city_of(tmp_path, NUMBERS[3])
    Moody(monkeypatch, after=1)
    assert main(city.command("score", *results, *SERIAL)) == ExitCode.DIFFERENT
    said = capsys.readouterr().err
    assert f"抽样重评的结果与第一次不同：{NUMBERS[3]}（第 2 题）" in said
    assert "没有保存" in said
    store = store_of(tmp_path)
    assert store.runs() == []
    store.close()
    assert main(["runs", *results, "--publish", "", "--by", "中心"]) == ExitCode.BAD_INPUT
    assert main(["runs", *results, "--publish", "0", "--by", "中心"]) == ExitCode.BAD_INPUT
    assert main(["export", *results, "--out", str(tmp_path / "out")]) == ExitCode.BAD_INPUT
    assert not (tmp_path / "out").exists()


def test_after_a_contradiction_everything_is_marked_anew_and_everybody_twice(tmp_path, results, monkeypatch):
    city = city_of(tmp_path, NUMBERS[3])
    with monkeypatch.context() as moody:
        Moody(moody, after=1)
        assert main(city.command("score", *results, *SERIAL)) == ExitCode.DIFFERENT
    release()
    engine = NotingEngine()
    assert marked_with(city, results, monkeypatch, engine) == ExitCode.OK
    assert engine.jobs == [[NUMBERS], [tuple(reversed(NUMBERS))]]


def test_both_results_of_a_contradiction_are_kept_for_whoever_looks_into_it(tmp_path, results, monkeypatch):
    city = city_of(tmp_path, NUMBERS[3])
    Moody(monkeypatch, after=1)
    main(city.command("score", *results, *SERIAL))
    store = store_of(tmp_path)
    with Session(store.engine) as session:
        (doubt,) = session.scalars(select(DoubtRow))
        assert doubt.candidate == NUMBERS[3]
        assert doubt.first != doubt.second
    store.close()


def with_running_points(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the points of the task stand for points that run a program."""
    monkeypatch.setattr(unsteady, "RUNNING", frozenset(CHECK_TYPES))


def test_a_program_that_runs_otherwise_costs_its_candidate_a_person_and_stops_nobody(
    tmp_path, results, monkeypatch, capsys
):
    city = city_of(tmp_path, NUMBERS[3])
    with_running_points(monkeypatch)
    Moody(monkeypatch, after=1)
    assert main(city.command("score", *results, *SERIAL)) == ExitCode.INCOMPLETE
    assert f"程序的运行结果不同，已转人工：{NUMBERS[3]}" in capsys.readouterr().err
    store = store_of(tmp_path)
    (run,) = store.runs()
    given = from_bytes(CandidateResult, store.kept_result(run, NUMBERS[3]) or b"")
    record = store.record(run)
    store.close()
    assert record is not None
    assert record.rechecked_works == 0, "it was marked again, and not to the same result"
    assert [item.status for item in given.items] == [ItemStatus.SCORED, ItemStatus.NEEDS_PERSON]
    assert given.items[1].parts[0].sentence == "程序两次运行的结果不同，需人工评定。"
    assert given.items[1].evidence


def test_two_of_eight_are_no_chance(tmp_path, results, monkeypatch):
    monkeypatch.setattr(marking, "RECHECK_ONE_IN", 1)
    city = city_of(tmp_path, NUMBERS[3], NUMBERS[5])
    with_running_points(monkeypatch)
    Moody(monkeypatch, after=2)
    assert main(city.command("score", *results, *SERIAL)) == ExitCode.DIFFERENT


def broken_off(*_given: object, **_more: object) -> str:
    raise OSError("cut")


def test_a_run_broken_off_after_it_found_out_goes_on(tmp_path, results, monkeypatch):
    city = city_of(tmp_path, NUMBERS[3])
    with_running_points(monkeypatch)
    with monkeypatch.context() as broken:
        Moody(broken, after=1)
        broken.setattr(ResultStore, "finish", broken_off)
        with pytest.raises(OSError, match="cut"):
            main(city.command("score", *results, *SERIAL))
    release()
    assert main(city.command("score", *results, *SERIAL)) == ExitCode.INCOMPLETE


def test_points_that_only_read_a_program_must_say_the_same(tmp_path, results, monkeypatch):
    city = city_of(tmp_path, NUMBERS[3])
    monkeypatch.setattr(unsteady, "RUNNING", frozenset({"Y.tests"}))
    Moody(monkeypatch, after=1)
    assert main(city.command("score", *results, *SERIAL)) == ExitCode.DIFFERENT
