"""Measure where the processor time of marking a whole candidate goes, in one process, part by part.

    python3 scripts/bench marking_parts
    python3 scripts/bench marking_parts --sample 200

The first room warms up, the others are measured: the checks of every task in the marking process itself, the child that
reads office files, the judge with all it forks. The digest is of all marks with their reasons: after a change that
should only be quicker it is the same. To compare two versions, run this in both in turns.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from grading.checks.marker import RubricMarker
from grading.intake.attempts import Attempt
from grading.marking.candidates import Marker
from grading.office import child as reading
from grading.office.child import OfficeReader
from grading.programs.judge import Judge, JudgeConfig
from grading.scorers.outcome import ItemScore
from itembank.model.codec import to_bytes
from itembank.model.marking import KeyEntry, RubricScoring

from ._city import City

OBJECTIVE = "objective items"
ONE_SERVER = 10**6
"""A sandbox that is replaced on the way would take its processor time with it."""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="scripts/bench marking_parts", description=__doc__.splitlines()[0])
    parser.add_argument("--sample", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args(arguments)
    load, python = os.getloadavg()[0], platform.python_version()
    print(f"{platform.platform()}, {os.cpu_count()} cores, load {load:.1f}, Python {python}")
    with tempfile.TemporaryDirectory(prefix="jikao-parts-") as folder:
        city = City(Path(folder), given.seed)
        sources, paths = city.seal_keys(), list(city.seal_rooms(given.sample))
        with OfficeReader() as reader, Judge.start(JudgeConfig(self_test=False, runs_per_server=ONE_SERVER)) as judge:
            parts = _Parts(sources.open_package(), RubricMarker(reader, judge))
            parts.mark(sources.open_bundle(paths[0], every_signature=False))
            parts.begin()
            for path in paths[1:]:
                began = time.process_time()
                bundle = sources.open_bundle(path, every_signature=False)
                parts.used["opening the bundle"] += time.process_time() - began
                parts.mark(bundle)
            parts.tell()
    return 0


class _Parts:
    """Marks candidates and adds up what each part took."""

    def __init__(self, package: Any, practical: RubricMarker) -> None:
        self._package, self._practical = package, practical
        self._ended_s = 0.0
        end = reading._end  # noqa: SLF001 - nobody else hears of a child's end
        reading._end = self._ending(end)  # noqa: SLF001 - the same
        self.begin()

    def begin(self) -> None:
        """Count from here on."""
        self.used: dict[str, float] = defaultdict(float)
        self._count, self._digest = 0, hashlib.sha256()
        self._before = self._elsewhere()

    def mark(self, bundle: Any) -> None:
        """Mark everybody of a room."""
        marker = _Timed(bundle, self._package, self._practical, used=self.used)
        for candidate in bundle.sitting.candidates:
            result = marker.mark(candidate)
            began = time.process_time()
            to_bytes(result)
            self.used["bytes of the result"] += time.process_time() - began
            self._digest.update(to_bytes(result.items))
            self._count += 1

    def tell(self) -> None:
        """Print milliseconds a candidate, the largest first."""
        for name, seconds in self._elsewhere().items():
            self.used[name] += seconds - self._before[name]
        for name, seconds in sorted(self.used.items(), key=lambda pair: -pair[1]):
            print(f"  {name:32} {seconds / self._count * 1e3:6.2f} ms CPU a candidate")
        total = sum(self.used.values()) / self._count * 1e3
        print(f"  {'together':32} {total:6.2f}, {self._count} candidates, digest {self._digest.hexdigest()[:16]}")

    def _elsewhere(self) -> dict[str, float]:
        """Return the seconds of processor time of the child that reads and of the judge so far."""
        found = {"child that reads office files": self._ended_s, "judge and programs": 0.0}
        for process in psutil.Process().children(recursive=True):
            try:
                is_reader = "grading.office.worker" in process.cmdline()
                times = process.cpu_times()
            except psutil.Error:
                continue
            own = times.user + times.system + times.children_user + times.children_system
            found["child that reads office files" if is_reader else "judge and programs"] += own
        return found

    def _ending(self, end: Any) -> Any:
        def ending(process: Any) -> None:
            times = psutil.Process(process.pid).cpu_times()
            self._ended_s += times.user + times.system
            end(process)

        return ending


@dataclass(frozen=True)
class _Timed(Marker):
    """A marker that notes what each task takes in this process."""

    used: dict[str, float] = field(default_factory=dict)

    def _item(self, attempt: Attempt, entry: KeyEntry) -> ItemScore:
        began = time.process_time()
        score = super()._item(attempt, entry)
        is_task = isinstance(entry.marking.scoring, RubricScoring)
        name = f"checks of {entry.marking.item}" if is_task else OBJECTIVE
        self.used[name] += time.process_time() - began
        return score
