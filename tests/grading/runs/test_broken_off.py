"""What may go wrong in the middle of a run: a kill, files that harm what opens them, workers that cannot work."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path

import pytest

from grading.commands.score import Reporter, mark_run
from grading.results.errors import ResultsError
from grading.results.store import ResultStore
from grading.runs import carrying, marking
from grading.runs.build import build_of_this
from grading.runs.carrying import Quiet
from grading.runs.plan import Purpose, make_batches
from grading.runs.sources import Sources
from grading.runs.worker import MarkedBatch, MarkJob, mark_job, release
from grading.scale.engines import EngineKind, Scale, SerialEngine
from grading.scorers.outcome import ItemStatus
from itembank.base.errors import ExitCode
from itembank.model.checks import CheckCall, CheckPoint, Rubric
from itembank.model.codec import to_bytes
from itembank.model.marking import RubricScoring
from itembank.sealing.bundle import RoomCard, seal_room_card
from itembank.sealing.keyfiles import write_private, write_public
from itembank.sealing.keys import SigningKey
from tests.builders import MADE, ExamBuilder, RoomBuilder, folder_saved, make_sitting, practical_item, seal_marking
from tests.grading.office.builders import docx, para
from tests.grading.runs.city import two_rooms
from tests.grading.scale import jobs

ROOT = Path(__file__).resolve().parents[3]
SERIAL = Scale(EngineKind.SERIAL)
TWO = Scale(EngineKind.PROCESSES, workers=2)
CANDIDATES = 7

# A program of its own: it is killed, or runs a cluster whose threads outlive its closing by a moment.
PROGRAM = """
import pickle, sys
from grading.commands.score import Reporter, mark_run
from grading.results.store import ResultStore
from grading.runs import marking
from grading.runs.plan import Purpose
from tests.grading.scale import jobs

class Telling(Reporter):
    def show(self, progress):
        print("kept", flush=True)

if __name__ == "__main__":
    sources, bundles, database, scale, job = pickle.load(sys.stdin.buffer)
    marking.mark_job = getattr(jobs, job)
    store = ResultStore.in_file(database)
    mark_run(sources, bundles, store, purpose=Purpose(), scale=scale, on_progress=Telling())
    store.close()
"""


@pytest.fixture(autouse=True)
def _nothing_stays_warm():
    yield
    release()


def program(tmp_path: Path, given: tuple[object, ...]) -> subprocess.Popen[bytes]:
    (tmp_path / "program.py").write_text(PROGRAM, "utf-8")
    (tmp_path / "given").write_bytes(pickle.dumps(given))
    with (tmp_path / "given").open("rb") as stream:
        return subprocess.Popen(
            [sys.executable, tmp_path / "program.py"],
            stdin=stream,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )


def run_of(sources: Sources, bundles: list[Path], database: Path, scale: Scale = SERIAL) -> dict[str, bytes]:
    """Mark (or go on marking) in this process and return everybody's bytes."""
    store = ResultStore.in_file(database)
    try:
        name = mark_run(sources, bundles, store, purpose=Purpose(), scale=scale)
        assert store.pending(name) == set()
    finally:
        store.close()
    return results_in(database)


def results_in(database: Path) -> dict[str, bytes]:
    """Return everybody's bytes in the only run there is."""
    store = ResultStore.in_file(database)
    (name,) = store.runs()
    found = {result.candidate: to_bytes(result) for result in store.results(name)}
    store.close()
    return found


def test_a_run_that_is_killed_goes_on_and_ends_as_if_nothing_had_been(tmp_path, monkeypatch):
    city = two_rooms(tmp_path)
    database = tmp_path / "killed.db"
    with program(tmp_path, (city.sources, city.bundles, database, TWO, "mark_the_first_room")) as killed:
        assert killed.stdout is not None
        assert {killed.stdout.readline(), killed.stdout.readline()} == {b"held\n", b"kept\n"}
        killed.kill()
    store = ResultStore.in_file(database)
    assert store.runs() == []
    store.close()
    marked: list[str] = []

    def counting(job: MarkJob) -> MarkedBatch:
        marked.extend(job.candidates)
        return mark_job(job)

    monkeypatch.setattr(marking, "mark_job", counting)
    resumed = run_of(city.sources, city.bundles, database)
    assert marked[:5] == [number for number in sorted(resumed) if number.startswith("0032")], "only the second room"
    assert resumed == run_of(city.sources, city.bundles, tmp_path / "whole.db")


class Poisoned:
    """A room of candidates with a document each; three of them harm whatever opens them."""

    HARM = {"0031002": b"SPIN!", "0031004": b"EAT!!", "0031006": b"CRASH"}

    def __init__(self, folder: Path) -> None:
        centre, room = SigningKey.generate(), RoomBuilder(sitting=make_sitting(CANDIDATES))
        opens = CheckPoint(
            identifier="p1", title="能打开", points=Fraction(5), checks=(CheckCall(type="W.opens", file="通知.docx"),)
        )
        exam = ExamBuilder().add(
            practical_item("P1"), RubricScoring(rubric=Rubric(identifier="R", points=(opens,))), 10
        )
        for n in range(1, CANDIDATES + 1):
            number = f"003100{n}"
            data = self.HARM.get(number, b"") + docx(para(f"第 {n} 份"))
            room.attempt(number, folder_saved("P1", room.file(number, "通知.docx", data)))
        seal_marking(folder / "marking.jikao", exam, centre, room.centre)
        self.bundles = [room.seal(folder / "01.jikao")]
        write_private(folder / "grader.key", room.centre)
        write_public(folder / "centre.pub", centre.public)
        card = RoomCard("一中", "01", room.signer.public, room.centre.public)
        seal_room_card(folder / "room.card", signer=room.signer, card=card, created=MADE)
        self.sources = Sources(
            package=folder / "marking.jikao",
            centres=(folder / "centre.pub",),
            key=folder / "grader.key",
            room_cards=(folder / "room.card",),
        )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits for a process and no signals")
def test_files_that_harm_what_opens_them_cost_only_themselves_on_every_engine(tmp_path, monkeypatch):
    poisoned = Poisoned(tmp_path)
    with monkeypatch.context() as changed:
        changed.setattr(marking, "mark_job", jobs.mark_with_poison)
        results = run_of(poisoned.sources, poisoned.bundles, tmp_path / "serial.db")
    assert len(results) == CANDIDATES
    harmed = {number for number, data in results.items() if ItemStatus.NEEDS_PERSON.value.encode() in data}
    assert harmed == set(poisoned.HARM)
    for kind in (EngineKind.PROCESSES, *([EngineKind.DASK] if find_spec("distributed") else [])):
        database = tmp_path / f"{kind}.db"
        given = (poisoned.sources, poisoned.bundles, database, Scale(kind, workers=1), "mark_with_poison")
        with program(tmp_path, given) as other:
            assert other.wait(120) == 0
        assert results_in(database) == results, kind


def test_a_candidate_who_ends_the_worker_itself_costs_only_themselves(tmp_path, monkeypatch):
    city = two_rooms(tmp_path)
    monkeypatch.setattr(marking, "mark_job", jobs.die_on_one)
    results = run_of(city.sources, city.bundles, tmp_path / "results.db", TWO)
    assert [number for number, data in results.items() if "中断".encode() in data] == ["0031002"]
    assert len(results) == 10


def test_a_candidate_on_whom_the_worker_hangs_costs_only_themselves(tmp_path, monkeypatch):
    city = two_rooms(tmp_path)
    whole = run_of(city.sources, city.bundles, tmp_path / "whole.db")
    monkeypatch.setattr(marking, "mark_job", jobs.hang_on_one)
    results = run_of(city.sources, city.bundles, tmp_path / "results.db", TWO)
    assert {number for number, data in results.items() if data != whole[number]} == {"0031002"}
    assert "中断".encode() in results["0031002"]


def test_workers_have_patience_and_this_process_has_none_for_itself(tmp_path, monkeypatch):
    city, given = two_rooms(tmp_path), set[float]()

    def noting(job: MarkJob) -> MarkedBatch:
        given.add(job.patience_seconds)
        return mark_job(job)

    monkeypatch.setattr(marking, "mark_job", noting)
    run_of(city.sources, city.bundles, tmp_path / "serial.db")
    assert given == {0}, "it would end the program"
    monkeypatch.setattr(SerialEngine, "may_lose_workers", True)
    run_of(city.sources, city.bundles, tmp_path / "others.db")
    assert given == {0, marking.CANDIDATE_SECONDS}


def test_only_workers_elsewhere_must_be_of_the_same_build(tmp_path, monkeypatch):
    city, asked = two_rooms(tmp_path), set[str]()

    def noting(job: MarkJob) -> MarkedBatch:
        asked.add(job.build)
        return mark_job(job)

    monkeypatch.setattr(marking, "mark_job", noting)
    run_of(city.sources, city.bundles, tmp_path / "here.db")
    assert asked == {""}
    store, package = ResultStore.in_file(tmp_path / "elsewhere.db"), city.sources.open_package()
    faces = [city.sources.open_face(path) for path in city.bundles]
    marking.Marking(SerialEngine(), store, city.sources, package, faces, "r", "zh_CN").mark(make_batches(faces, (), ()))
    store.close()
    assert asked == {"", build_of_this()}


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux shows the state of a process in a file")
def test_a_worker_that_somebody_paused_is_named_while_the_run_waits_for_it(tmp_path, monkeypatch, capsys):
    city, said = two_rooms(tmp_path), list[Quiet]()
    monkeypatch.setattr(carrying, "PATIENCE_SECONDS", 0.05)
    monkeypatch.setattr(marking, "mark_job", jobs.pause_in_the_second_room)

    class Hearing(Reporter):
        def say_quiet(self, quiet: Quiet) -> None:
            if quiet.paused:
                said.append(quiet)
                super().say_quiet(quiet)
            for pid in quiet.paused:
                os.kill(pid, signal.SIGCONT)

    store = ResultStore.in_file(tmp_path / "paused.db")
    mark_run(city.sources, city.bundles, store, purpose=Purpose(), scale=TWO, on_progress=Hearing())
    store.close()
    assert f"评分进程 {said[0].paused[0]} 被暂停" in capsys.readouterr().err
    monkeypatch.undo()
    assert results_in(tmp_path / "paused.db") == run_of(city.sources, city.bundles, tmp_path / "whole.db")


def test_workers_that_never_get_to_work_end_the_run_and_send_nobody_to_people(tmp_path, monkeypatch):
    city = two_rooms(tmp_path)
    store = ResultStore.in_file(tmp_path / "results.db")
    monkeypatch.setattr(marking, "mark_job", jobs.die_on_any)
    with pytest.raises(ResultsError, match="还没有评任何考生") as refused:
        mark_run(city.sources, city.bundles, store, purpose=Purpose(), scale=TWO)
    assert refused.value.code is ExitCode.ENVIRONMENT
    assert store.runs() == []
    store.close()
