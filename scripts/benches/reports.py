"""Measure what comes after marking, for a city: student reports and class lists, tables, each in a process of its own.

    python3 scripts/bench reports                      50,000 candidates, one process
    python3 scripts/bench reports --candidates 5000 --workers 2

The results are copies of a marked room under other names (`_results.py`). Memory is the largest of any one process.
"""

from __future__ import annotations

import argparse
import io
import os
import platform
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pypdfium2

from grading.export.results import QuestionRow, question_rows, question_table
from grading.export.xlsx_file import xlsx_bytes

from ._results import Made, make_results

QUESTIONS = 28
"""With number and name a row has 30 cells."""

CALL = "import sys; from grading.cli import main; sys.exit(main(sys.argv[1:]))"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="scripts/bench reports", description=__doc__.splitlines()[0])
    parser.add_argument("--candidates", type=int, default=50_000)
    parser.add_argument("--workers", type=int, default=1)
    given = parser.parse_args(arguments)
    load, python = os.getloadavg()[0], platform.python_version()
    print(f"{platform.platform()}, {os.cpu_count()} cores, load {load:.1f}, Python {python}")
    _table(given.candidates)
    with tempfile.TemporaryDirectory(prefix="jikao-reports-") as name:
        folder = Path(name)
        began = time.perf_counter()
        made = make_results(folder, given.candidates)
        size = made.database.stat().st_size / given.candidates / 1e3
        print(f"{given.candidates} results of {size:.1f} KB, made in {time.perf_counter() - began:.0f} s")
        made.store.close()
        _reports(made, folder, given.candidates, given.workers)
        _export(made, folder)
    return 0


def _table(rows: int) -> None:
    """Write marks by question as xlsx, from values that are there: the writer alone."""
    table = question_table([str(number) for number in range(1, QUESTIONS + 1)])
    values = (
        QuestionRow(f"{10_000_000 + n}", "考生", tuple(Fraction(n * q % 9, 4) for q in range(QUESTIONS)))
        for n in range(rows)
    )
    began = time.process_time()
    data = xlsx_bytes(table, question_rows(values), made_at=datetime(2026, 6, 20, tzinfo=UTC))
    print(f"xlsx of {rows} x {QUESTIONS + 2} cells: {time.process_time() - began:.1f} s CPU, {len(data) / 1e6:.1f} MB")


def _reports(made: Made, folder: Path, candidates: int, workers: int) -> None:
    out, sources = folder / "reports", made.sources
    keys = ["--key", str(sources.key), "--package", str(sources.package), "--centre", str(sources.centres[0])]
    where = ["--results", str(made.database), "--out", str(out), "--workers", str(workers)]
    wall_s, cpu_s, memory = _timed(["report", *keys, *where, "--held-on", "2026-06-13"])
    files = list(out.glob("*.pdf"))
    pages = sum(len(pypdfium2.PdfDocument(io.BytesIO(path.read_bytes()))) for path in files)
    print(
        f"grading report, {workers} workers: {wall_s:.1f} s, {cpu_s:.1f} s CPU, {len(files)} files, {pages} pages, "
        f"{pages / cpu_s:.0f} pages/s a core, {cpu_s / candidates * 1e3:.1f} ms a candidate, {memory:.0f} MB"
    )


def _export(made: Made, folder: Path) -> None:
    wall_s, cpu_s, memory = _timed(["export", "--results", str(made.database), "--out", str(folder / "tables")])
    print(f"grading export (two tables, xlsx and CSV): {wall_s:.1f} s, {cpu_s:.1f} s CPU, {memory:.0f} MB")


def _timed(verb: list[str]) -> tuple[float, float, float]:
    """Run a verb; returns seconds, seconds of CPU, and the memory of the largest of its processes in MB."""
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", CALL, *verb], stdout=subprocess.DEVNULL)
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, verb)
    return time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
