"""A run of marking: the same bytes everywhere, kept at once, checked at the end, and a lost worker costs one."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from grading.results.errors import ResultsError
from grading.results.run import CandidateResult
from grading.results.store import ResultStore
from grading.runs.corrections import AcceptText, Correction
from grading.runs.marking import Marking
from grading.runs.plan import Purpose, make_batches, make_input
from grading.runs.worker import MarkedBatch, MarkJob, mark_job, release
from grading.scale.engines import Engine, EngineKind, Scale, SerialEngine, open_engine
from grading.scorers.outcome import ItemStatus
from itembank.base.errors import JikaoError
from itembank.model.codec import from_bytes
from itembank.model.marking import AcceptedText
from tests.builders import MADE
from tests.grading.runs.city import City, two_rooms


@pytest.fixture
def city(tmp_path):
    yield two_rooms(tmp_path)
    release()


@pytest.fixture
def store(tmp_path):
    opened = ResultStore.in_file(tmp_path / "results.db")
    yield opened
    opened.close()


class LosingEngine(SerialEngine):
    """Loses the worker of every job that holds one of these candidates."""

    def __init__(self, *deadly: str) -> None:
        self.deadly, self.renewed = set(deadly), 0

    def submit(self, work: Callable[[Any], Any], job: Any) -> Future[Any]:
        if self.deadly & set(job.candidates):
            lost: Future[Any] = Future()
            lost.set_exception(ConnectionAbortedError())
            return lost
        return super().submit(work, job)

    def is_lost(self, error: BaseException) -> bool:
        return isinstance(error, ConnectionAbortedError)

    def renew(self) -> None:
        self.renewed += 1


class ForgetfulEngine(SerialEngine):
    """Marks differently after it was renewed, as a grader that depends on the hour would."""

    is_renewed = False

    def submit(self, work: Callable[[Any], Any], job: Any) -> Future[Any]:
        done = super().submit(work, job)
        if not self.is_renewed:
            return done
        other: Future[Any] = Future()
        other.set_result(MarkedBatch(tuple((number, data + b" ") for number, data in done.result().results)))
        return other

    def renew(self) -> None:
        self.is_renewed = True


@dataclass
class Play:
    """One run over a city."""

    city: City
    store: ResultStore
    purpose: Purpose = field(default_factory=Purpose)
    corrections: tuple[Correction, ...] = ()

    def mark(self, engine: Engine, stop_after: int | None = None) -> str:
        sources = replace(self.city.sources, corrections=self.corrections)
        faces = [sources.open_face(path) for path in self.city.bundles]
        package = sources.open_package()
        made_from = make_input(
            faces, package, corrections=self.corrections, purpose=self.purpose, can_judge=True, language="zh_CN"
        )
        name = made_from.run_id()
        batches = make_batches(faces, self.purpose.candidates, self.store.pending(name))
        self.marking = Marking(engine, self.store, sources, package, faces, name, "zh_CN")
        if stop_after is not None:
            self.marking.mark(batches[:stop_after])
            return name
        self.marking.mark(batches)
        self.marking.recheck()
        return self.store.finish(made_from, MADE)


def results_of(store: ResultStore, run: str) -> dict[str, CandidateResult]:
    return {result.candidate: result for result in store.results(run)}


def test_processes_give_the_same_bytes_as_one_process(city, tmp_path):
    runs = {}
    for kind in (EngineKind.SERIAL, EngineKind.PROCESSES):
        store = ResultStore.in_file(tmp_path / f"{kind}.db")
        with open_engine(Scale(kind, workers=2)) as engine:
            name = Play(city, store).mark(engine)
        runs[kind] = (name, results_of(store, name))
        store.close()
    assert runs[EngineKind.SERIAL] == runs[EngineKind.PROCESSES]
    assert len(runs[EngineKind.SERIAL][1]) == 10


def test_an_interrupted_run_goes_on_where_it_stopped(city, store, tmp_path):
    first = Play(city, store)
    name = first.mark(SerialEngine(), stop_after=1)
    assert len(store.pending(name)) == 5
    assert store.runs() == []
    counting = CountingEngine()
    assert Play(city, store).mark(counting) == name
    assert counting.candidates[0] == ("0032001", "0032002", "0032003", "0032004", "0032005")
    assert len(results_of(store, name)) == 10
    assert store.pending(name) == set()


def test_a_lost_worker_costs_only_the_candidate_who_kills_it(city, store):
    play = Play(city, store)
    engine = LosingEngine("0031002")
    results = results_of(store, play.mark(engine))
    lost = results.pop("0031002")
    assert {item.status for item in lost.items} == {ItemStatus.NEEDS_PERSON}
    assert lost.problems == ("评分进程在这份答卷上中断，需人工评定。",)
    assert all(item.status is ItemStatus.SCORED for item in results["0031003"].items)
    assert len(results) == 9
    assert engine.renewed >= 1
    assert play.marking.faults == [("0031002", "", "worker lost")]


def test_a_sample_that_marks_differently_the_second_time_stops_the_run(city, store):
    with pytest.raises(ResultsError, match="抽样重评的结果与第一次不同"):
        Play(city, store).mark(ForgetfulEngine())
    assert store.runs() == []


def test_a_correction_is_another_run_and_leaves_the_first_as_it_was(city, store):
    first = Play(city, store).mark(SerialEngine())
    accept = AcceptText(item="Q2", response="RESPONSE", accepted=AcceptedText(text="处理器"))
    second = Play(city, store, corrections=(accept,)).mark(SerialEngine())
    assert first != second
    before, after = results_of(store, first), results_of(store, second)
    gained = sorted(number for number in before if after[number].points - before[number].points == 30)
    assert gained == ["0031002", "0031005", "0032002", "0032005"]
    assert all(after[number].points == before[number].points for number in before if number not in gained)


def test_a_review_marks_only_the_candidates_named_and_takes_the_others_from_its_base(city, store):
    base = Play(city, store).mark(SerialEngine())
    accept = AcceptText(item="Q2", response="RESPONSE", accepted=AcceptedText(text="处理器"))
    purpose = Purpose(reason="复查", base=base, candidates=("0031002",))
    engine = CountingEngine()
    review = Play(city, store, purpose, (accept,)).mark(engine)
    before, after = results_of(store, base), results_of(store, review)
    assert [number for number in before if before[number] != after[number]] == ["0031002"]
    assert engine.candidates == [("0031002",), ("0031002",)], "a review is checked by marking again too"


def test_a_review_of_somebody_on_no_roster_is_refused(city, store):
    base = Play(city, store).mark(SerialEngine())
    with pytest.raises(JikaoError, match="0099999"):
        Play(city, store, Purpose(base=base, candidates=("0099999",))).mark(SerialEngine())


def test_an_error_of_ours_costs_one_item_and_is_named(city, store, monkeypatch):
    monkeypatch.setattr("grading.marking.items.score_rules", _broken)
    play = Play(city, store)
    results = results_of(store, play.mark(SerialEngine()))
    assert {item.status for item in results["0031001"].items[:2]} == {ItemStatus.NEEDS_PERSON}
    assert "ZeroDivisionError" in results["0031001"].items[0].parts[0].sentence
    assert ("0031001", "Q1", "ZeroDivisionError") in play.marking.faults


def test_results_are_canonical_and_hold_no_path_or_time(city, store):
    name = Play(city, store).mark(SerialEngine())
    first = next(iter(store.results(name)))
    assert str(city.folder) not in repr(first)
    with pytest.raises(ResultsError):
        store.find_run("zz")
    assert store.find_run(name[:12]) == name == store.find_run("latest")


class CountingEngine(SerialEngine):
    """Remembers which candidates each job was for."""

    def __init__(self) -> None:
        self.candidates: list[tuple[str, ...]] = []

    def submit(self, work: Callable[[Any], Any], job: Any) -> Future[Any]:
        self.candidates.append(job.candidates)
        done: Future[Any] = super().submit(work, job)
        assert [from_bytes(CandidateResult, data).candidate for _n, data in done.result().results] == list(
            job.candidates
        )
        return done


def _broken(scoring: object, response: object) -> None:
    raise ZeroDivisionError


def test_a_bundle_is_named_when_it_cannot_be_opened(city, tmp_path: Path):
    (tmp_path / "broken.jikao").write_bytes(city.bundles[0].read_bytes()[:-20])
    with pytest.raises(JikaoError, match=r"broken\.jikao"):
        city.sources.open_face(tmp_path / "broken.jikao")


def test_a_key_that_cannot_be_read_is_not_blamed_on_a_bundle(city, tmp_path: Path):
    (tmp_path / "no.key").write_bytes(b"no key")
    sources = replace(city.sources, key=tmp_path / "no.key")
    with pytest.raises(JikaoError) as refused:
        sources.open_face(city.bundles[0])
    assert city.bundles[0].name not in refused.value.message


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"version": "0.0.1"}, "工作进程的程序版本"),
        ({"build": "f" * 64}, "不是同一份：它是 .* 上的 CPython"),
        ({"package_digest": "other"}, "不是同一个文件"),
        ({"bundle_digest": "other"}, "不是同一个文件"),
        ({"bundle": Path("/no/such/room.jikao")}, "没有这个文件"),
    ],
)
def test_a_worker_with_another_grader_or_other_files_refuses_in_words_that_cross_to_another_process(
    city, change, sentence
):
    face, package = city.sources.open_face(city.bundles[0]), city.sources.open_package()
    job = MarkJob(
        sources=city.sources,
        bundle=face.path,
        candidates=("0031001",),
        language="zh_CN",
        package_digest=package.manifest_digest,
        bundle_digest=face.manifest_digest,
    )
    assert len(mark_job(job).results) == 1
    with pytest.raises(JikaoError, match=sentence) as refused:
        mark_job(replace(job, **change))
    crossed = pickle.loads(pickle.dumps(refused.value))
    assert (crossed.message, crossed.hint, crossed.code) == (
        refused.value.message,
        refused.value.hint,
        refused.value.code,
    )


def test_an_answer_that_killed_its_worker_is_decided_for_this_bundle_only(city, store):
    lost = results_of(store, Play(city, store).mark(LosingEngine("0031002")))["0031002"]
    assert len({item.evidence for item in lost.items}) == 1
    assert all(item.evidence for item in lost.items)
