"""`scripts/bench faults [KILLS] [SEED]`: a long storm of kill -9 over a running sitting (default 1,000 kills)."""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.faults.storm import Storm

KILLS, SEED = 1000, 20260613


def main(argv: list[str]) -> int:
    """Print what was killed and what was lost; 1 when anything was."""
    kills = int(argv[0]) if argv else KILLS
    seed = int(argv[1]) if len(argv) > 1 else SEED
    with tempfile.TemporaryDirectory(prefix="jikao-storm-") as folder:
        report = Storm(Path(folder), random.Random(seed)).run(kills)  # noqa: S311 - a reproducible storm, nothing secret
    print(f"seed {seed}: server killed {report.server_kills} times, desks {report.desk_kills} times")
    print(f"shown as saved {report.shown} times, {report.events} events came home, {report.seconds:.0f} s")
    print(f"lost: {len(report.losses)}")
    for loss in report.losses:
        print(f"  {loss}")
    return 1 if report.losses else 0
