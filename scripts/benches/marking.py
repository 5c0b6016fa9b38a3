"""Measure marking: a city of 50,000 candidates, objective answers in full, practical work as a sealed sample.

    python3 scripts/bench marking                      the standard run
    python3 scripts/bench marking --candidates 50000 --sample 200 --workers 2

The objective answers of all candidates are marked from their folded responses to canonical result bytes. The sample
goes the whole way, from sealed bundles to a stored run (golden candidates, batches, re-marking of one in a hundred):
serially, in processes and on a local Dask cluster, each in a process of its own; the runs are compared byte by byte.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import pickle
import platform
import resource
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import psutil

from grading.commands.score import mark_run
from grading.marking.items import mark_item
from grading.results.run import CandidateResult
from grading.results.store import ResultStore
from grading.runs.plan import Purpose
from grading.runs.sources import Sources
from grading.scale.engines import EngineKind, Scale
from itembank.model.codec import from_bytes, to_bytes
from itembank.model.marking import MarkingKey
from itembank.model.record import CandidateMark
from itembank.model.responses import ItemResponse

from ._city import City

PIECE = 1000
SAMPLE_SECONDS = 0.25
ENGINES = (EngineKind.SERIAL, EngineKind.PROCESSES, EngineKind.DASK)
CALL = "import importlib, sys; sys.exit(importlib.import_module('scripts.benches.marking').play(sys.argv[1:]))"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="scripts/bench marking", description=__doc__.splitlines()[0])
    parser.add_argument("--candidates", type=int, default=50_000)
    parser.add_argument("--sample", type=int, default=600)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args(arguments)
    load, python = os.getloadavg()[0], platform.python_version()
    print(f"{platform.platform()}, {os.cpu_count()} cores, load {load:.1f}, Python {python}")
    with tempfile.TemporaryDirectory(prefix="jikao-city-") as folder:
        _objective(City(Path(folder), given.seed, practical=False), given.candidates, given.workers)
        return _sample(City(Path(folder), given.seed), given.sample, given.workers)


def _objective(city: City, candidates: int, workers: int) -> None:
    """Mark the objective answers of everybody; making the answers is not measured."""
    key = to_bytes(city.key)
    began = time.perf_counter()
    pieces = [
        [city.responses(candidate) for candidate in range(first, min(first + PIECE, candidates))]
        for first in range(0, candidates, PIECE)
    ]
    made_s = time.perf_counter() - began
    print(f"\n{candidates} candidates x {len(city.key.entries)} objective items, made in {made_s:.0f} s")
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_warm, initargs=(key,)) as pool:
        list(pool.map(_mark_piece, [[] for _worker in range(workers * 4)]))
        began = time.perf_counter()
        cpu_s, size, digests = 0.0, 0, []
        for used, bytes_, digest in pool.map(_mark_piece, pieces):
            cpu_s, size = cpu_s + used, size + bytes_
            digests.append(digest)
        wall_s = time.perf_counter() - began
    again = hashlib.sha256(b"".join(_marked(key, piece) for piece in pieces[:1])).hexdigest()
    print(
        f"  {wall_s:.1f} s on {workers} workers, {cpu_s / candidates * 1e3:.3f} ms CPU a candidate, "
        f"{candidates / cpu_s:,.0f} candidates/s a core, {size / candidates:,.0f} bytes a result, "
        f"first {PIECE} again in one process: {'equal' if again == digests[0] else 'DIFFERENT'}"
    )


_key: list[MarkingKey] = []


def _warm(key: bytes) -> None:
    _key[:] = [from_bytes(MarkingKey, key)]


def _mark_piece(piece: list[dict[str, ItemResponse]]) -> tuple[float, int, str]:
    began = time.process_time()
    data = _results(_key[0], piece)
    return time.process_time() - began, len(data), hashlib.sha256(data).hexdigest()


def _marked(key: bytes, piece: list[dict[str, ItemResponse]]) -> bytes:
    return _results(from_bytes(MarkingKey, key), piece)


def _results(key: MarkingKey, piece: list[dict[str, ItemResponse]]) -> bytes:
    return b"".join(
        to_bytes(
            CandidateResult(
                candidate=str(number),
                name="考生",
                school="一中",
                class_name="1班",
                form=key.form,
                seats=("01",),
                mark=CandidateMark.PRESENT,
                items=tuple(mark_item(entry, said.get(entry.marking.item, {}), None, None) for entry in key.entries),  # type: ignore[arg-type]
            )
        )
        for number, said in enumerate(piece)
    )


def _sample(city: City, candidates: int, workers: int) -> int:
    began = time.perf_counter()
    sources = city.seal_keys()
    bundles = list(city.seal_rooms(candidates))
    size, sealed_s = sum(path.stat().st_size for path in bundles), time.perf_counter() - began
    print(
        f"\n{candidates} candidates with {len(city.items)} objective items, docx + xlsx + pptx"
        f" and two programs of ten tests: {len(bundles)} bundles, {size / 1e6:.0f} MB, sealed in {sealed_s:.0f} s"
    )
    digests: dict[str, str] = {}
    for engine in ENGINES:
        plan = pickle.dumps((sources, bundles, city.folder / f"{engine}.db", engine.value, workers))
        done = subprocess.run(
            [sys.executable, "-c", CALL],
            input=plan,
            stdout=subprocess.PIPE,
            check=True,
            env=os.environ | {"PYTHONPATH": str(Path.cwd())},
        )
        found = json.loads(done.stdout)
        digests[engine] = found["digest"]
        print(
            f"  {engine.value:9} {found['wall_s']:6.1f} s, "
            f"{found['cpu_s'] / candidates * 1e3:6.1f} ms CPU a candidate, "
            f"{candidates / found['cpu_s']:5.1f} candidates/s a core, {found['memory_mb']:5.0f} MB, "
            f"{found['marked']} marked, {found['waiting']} with something for a person"
        )
    is_equal = len(set(digests.values())) == 1
    print(f"  results of all engines: {'equal' if is_equal else 'DIFFERENT'}")
    return 0 if is_equal else 1


def play(_arguments: list[str]) -> int:
    """Mark the sample with one engine and print what it took; in a process of its own, so that nothing is warm."""
    plan: tuple[Sources, list[Path], Path, str, int] = pickle.loads(sys.stdin.buffer.read())  # noqa: S301 - our own bytes
    sources, bundles, results, engine, workers = plan
    watch = _Watch()
    began = time.perf_counter()
    store = ResultStore.in_file(results)
    scale = Scale(EngineKind(engine), workers)
    name = mark_run(sources, bundles, store, purpose=Purpose(), scale=scale)
    wall_s = time.perf_counter() - began
    watch.stop()
    marked = list(store.results(name))
    store.close()
    digest = hashlib.sha256(b"".join(to_bytes(result) for result in marked)).hexdigest()
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(
        json.dumps(
            {
                "wall_s": wall_s,
                "cpu_s": sum(one.ru_utime + one.ru_stime for one in used) - watch.used_s,
                "memory_mb": watch.most_bytes / 1e6,
                "marked": len(marked),
                "waiting": sum(not result.is_complete for result in marked),
                "digest": digest,
            }
        )
    )
    return 0


class _Watch(threading.Thread):
    """Adds up the proportional memory of this process and all below it, now and then; `used_s` is its own CPU time."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most_bytes = 0
        self.used_s = 0.0
        self._ended = threading.Event()
        self.start()

    def run(self) -> None:
        me = psutil.Process()
        while not self._ended.wait(SAMPLE_SECONDS):
            self.most_bytes = max(self.most_bytes, sum(_pss(one) for one in (me, *me.children(recursive=True))))
            self.used_s = time.thread_time()

    def stop(self) -> None:
        self._ended.set()
        self.join()


def _pss(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except psutil.Error:
        return 0
