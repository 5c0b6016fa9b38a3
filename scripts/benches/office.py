"""`scripts/bench office --folder DIR`: our readers beside LibreOffice on every office file under a folder.

Each file is converted by LibreOffice (docx to odt, xlsx to ods, pptx to odp and
back), both are read in a child process with limits, and every character,
paragraph and cell is compared. Each class of difference is named; what none
explains is listed one by one.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from grading.office.child import OfficeReader
from itembank.base.cli import run
from itembank.base.errors import ExitCode, JikaoError
from tests.grading.office.differential.comparison import Report, compare_files, office_files
from tests.grading.office.differential.libreoffice import LibreOffice

UNEXPLAINED_SHOWN = 40


def main(arguments: Sequence[str]) -> int:
    """Compare and print a table."""
    return run(_bench, arguments)


def _bench(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench office", description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("--folder", type=Path, required=True, help="office files, also in folders below")
    parser.add_argument("--keep", type=Path, help="keep LibreOffice's results in this folder and use those in it")
    parser.add_argument("--most", type=int, default=UNEXPLAINED_SHOWN, help="how many unexplained differences to list")
    options = parser.parse_args(arguments)
    files = office_files(options.folder)
    if not files:
        raise JikaoError(f"no office files in {options.folder}", code=ExitCode.BAD_INPUT)
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="jikao-office-") as scratch, OfficeReader() as reader:
        office = LibreOffice(Path(scratch) / "profile", options.keep or Path(scratch) / "made")
        report = compare_files(files, office, reader)
    _print(report, len(files), options.most)
    print(f"\n{time.perf_counter() - began:.0f} s")
    return 0


def _print(report: Report, files: int, most: int) -> None:
    print(f"{files} files: {report.compared} compared, {len(report.refused)} refused by us, ", end="")
    print(f"{len(report.not_converted)} not converted by LibreOffice, {len(report.not_comparable)} results refused\n")
    print(f"{'':<34}{'seen':>10}{'equal':>11}{'comparable':>13}{'known':>9}{'unknown':>9}")
    for line in report.tally.lines(most):
        print(line)
    for path, outcome in (*report.refused, *report.not_comparable):
        print(f"  refused  {path.name}: {outcome.sentence}")
    for path in report.not_converted:
        print(f"  LibreOffice gave up on {path.name}")
