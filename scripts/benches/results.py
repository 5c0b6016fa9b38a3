"""Measure the verbs that read all results of a city: diff, export, publish, unmatched, each in a process of its own.

    python3 scripts/bench results                          50,000 candidates
    python3 scripts/bench results --beside /path/to/old    the same verbs of another version of the program beside them

Two runs of the city are compared: in the second every twentieth candidate has other points. Memory is the largest of
the process. The results are copies of a marked room under other names (`_results.py`).
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import msgspec

from grading.results.run import CandidateResult
from grading.results.store import ResultStore
from itembank.model.codec import to_bytes

from ._results import PIECE, Made, make_results

ROOT = Path(__file__).resolve().parent.parent.parent
CHANGED_ONE_IN = 20
CALL = """
import sys
from pathlib import Path
from grading.cli import main
code = main(sys.argv[1:])
print(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0], file=sys.stderr)
sys.exit(code)
"""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="scripts/bench results", description=__doc__.splitlines()[0])
    parser.add_argument("--candidates", type=int, default=50_000)
    parser.add_argument("--beside", type=Path, help="the folder of another version of the program")
    given = parser.parse_args(arguments)
    load, python = os.getloadavg()[0], platform.python_version()
    print(f"{platform.platform()}, {os.cpu_count()} cores, load {load:.1f}, Python {python}")
    with tempfile.TemporaryDirectory(prefix="jikao-results-") as name:
        folder = Path(name)
        began = time.perf_counter()
        made = make_results(folder, given.candidates)
        _second_run(made)
        made.store.close()
        print(f"two runs of {given.candidates} results, made in {time.perf_counter() - began:.0f} s")
        for verb in _verbs(made, folder):
            for version in (ROOT, given.beside):
                if version is not None:
                    _measure(version, verb)
    return 0


def _verbs(made: Made, folder: Path) -> list[list[str]]:
    results = ["--results", str(made.database)]
    return [
        ["diff", *results, "--out", str(folder / "changes.xlsx")],
        ["export", *results, "--out", str(folder / "tables")],
        ["unmatched", *results],
        ["runs", *results, "--publish", "latest", "--by", "bench"],
    ]


def _second_run(made: Made) -> None:
    """Store a run in which every twentieth candidate has one point less in the first question."""
    store = ResultStore.in_file(made.database)
    run_input = msgspec.structs.replace(store.run_input(made.run), reason="a second run")
    piece: list[tuple[str, bytes]] = []
    for number, result in enumerate(_changed(store, made.run)):
        piece.append((result.candidate, to_bytes(result)))
        if number % PIECE == 0:
            store.keep(run_input.run_id(), piece)
            piece = []
    store.keep(run_input.run_id(), piece)
    store.finish(run_input, datetime.now(UTC))
    store.close()


def _changed(store: ResultStore, run: str) -> Iterator[CandidateResult]:
    for number, result in enumerate(store.results(run)):
        first, *others = result.items
        if number % CHANGED_ONE_IN == 0:
            first = msgspec.structs.replace(first, points=Fraction(0) if first.points else first.possible)
        yield msgspec.structs.replace(result, items=(first, *others))


def _measure(version: Path, verb: list[str]) -> None:
    """Run a verb of a version and tell its seconds, CPU and memory."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", CALL, *verb],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(version)},
        cwd=version,
    )
    told = process.stderr.read().decode() if process.stderr else ""
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, verb)
    which = "" if version == ROOT else f" ({version})"
    print(
        f"  grading {verb[0]}{which}: {time.perf_counter() - began:.1f} s, {used.ru_utime + used.ru_stime:.1f} s CPU, "
        f"{int(told.split()[-1]) / 1024:.0f} MB, load {os.getloadavg()[0]:.1f}",
        flush=True,
    )
