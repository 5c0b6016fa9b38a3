"""`scripts/bench formulas --folder DIR`: what we calculate beside the values kept in every workbook under a folder."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from grading.office.child import OfficeReader
from grading.office.formulas.catalogue import FUNCTIONS
from grading.office.model import Workbook
from itembank.base.cli import run
from itembank.base.errors import ExitCode, JikaoError
from tests.grading.office.formulas.cached_values import CachedValues

ENDINGS = {".xlsx", ".xlsm", ".xltx", ".xltm", ".ods", ".ots"}
SHOWN = 30
GOAL = 0.99


def main(arguments: Sequence[str]) -> int:
    """Calculate and print."""
    return run(_bench, arguments)


def _bench(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench formulas", description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="workbooks, also in folders below")
    options = parser.parse_args(arguments)
    files = sorted(path for path in options.folder.rglob("*") if path.suffix.lower() in ENDINGS)
    if not files:
        raise JikaoError(f"no workbooks in {options.folder}", code=ExitCode.BAD_INPUT)
    found, began, read = CachedValues(), time.process_time(), 0
    with OfficeReader() as reader:
        for path in files:
            workbook = reader.read(path)
            if isinstance(workbook, Workbook):
                read += 1
                found.compare(workbook, path.name)
    seconds = time.process_time() - began
    _print(found, read, len(files), seconds)
    return 0 if found.share >= GOAL else 1


def _print(found: CachedValues, read: int, files: int, seconds: float) -> None:
    judged, not_judged = found.same + found.different, sum(found.obstacles.values())
    print(f"{files} workbooks, {read} read; {len(FUNCTIONS)} functions known; {seconds:.1f} s of CPU")
    print(f"{judged + not_judged} formulas with a value: {judged} calculated, {not_judged} 'cannot judge'")
    print(f"equal: {found.same} of {judged} = {found.share:.3%} (goal >= {GOAL:.0%})\n")
    for obstacle, count in found.obstacles.most_common(SHOWN):
        print(f"  {count:>6}  cannot judge: {obstacle}")
    for line in found.differing[:SHOWN]:
        print(f"  differs  {line}")
