"""Measure the start of the marking desk: 100,000 signed decisions of two markers, 5,000 answers that wait.

    python3 scripts/bench desk
    python3 scripts/bench desk --decided 50000 --waiting 5000

The window is opened without a screen. Told are when it was there, when the first answer could be marked, the longest
time in which it answered nothing, and the memory; then the same for the next start.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import platform
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from itembank.sealing.keys import SigningKey

from ._results import make_results

CALL = "import importlib, sys; sys.exit(importlib.import_module('scripts.benches.desk').play(sys.argv[1:]))"
TICK_SECONDS = 0.002
PATIENCE_SECONDS = 600


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="scripts/bench desk", description=__doc__.splitlines()[0])
    parser.add_argument("--decided", type=int, default=50_000, help="answers with two decisions each")
    parser.add_argument("--waiting", type=int, default=5_000)
    given = parser.parse_args(arguments)
    load, python = os.getloadavg()[0], platform.python_version()
    print(f"{platform.platform()}, {os.cpu_count()} cores, load {load:.1f}, Python {python}")
    with tempfile.TemporaryDirectory(prefix="jikao-desk-") as name:
        began = time.perf_counter()
        made = make_results(
            Path(name),
            given.decided + given.waiting,
            decided=given.decided,
            waiting=given.waiting,
            only_first_item=True,
        )
        made.store.close()
        print(
            f"{2 * given.decided} decisions, {given.waiting} answers waiting, "
            f"made in {time.perf_counter() - began:.0f} s"
        )
        plan = pickle.dumps((made.sources, [Path(name) / "0001.jikao"], made.database, made.signers[0].private_bytes()))
        for start in ("first", "second"):
            done = subprocess.run(
                [sys.executable, "-c", CALL],
                input=plan,
                stdout=subprocess.PIPE,
                check=True,
                env=os.environ | {"PYTHONPATH": str(Path.cwd()), "QT_QPA_PLATFORM": "offscreen"},
            )
            found = json.loads(done.stdout)
            print(
                f"  {start} start: window after {found['window_s']:.1f} s, first answer after "
                f"{found['ready_s']:.1f} s, "
                f"{found['cpu_s']:.1f} s CPU, longest silence {found['silence_s']:.2f} s, {found['memory_mb']:.0f} MB, "
                f"{found['for_me']} wait for this marker"
            )
    return 0


def play(_arguments: list[str]) -> int:
    """Open the desk and watch it until the first answer is there."""
    import resource

    from PySide6.QtWidgets import QApplication

    from grading.desk.app import prepare_application
    from grading.desk.opening import OpeningWindow
    from grading.desk.session import MarkingSession, TellOpening
    from grading.desk.window import MarkingWindow
    from grading.results.grades import PASS_FAIL
    from grading.results.store import ResultStore
    from grading.scale.engines import EngineKind, Scale

    sources, bundles, database, raw = pickle.loads(sys.stdin.buffer.read())  # noqa: S301 - our own bytes
    began = time.perf_counter()
    application = QApplication([])
    prepare_application(application)
    store = ResultStore.in_file(database)

    def open_session(tell: TellOpening) -> MarkingSession:
        session = MarkingSession(sources, bundles, store, SigningKey(raw), Scale(EngineKind.SERIAL), tell=tell)
        return session.prepare(tell)

    opening = OpeningWindow(open_session)
    sessions: list[MarkingSession] = []
    opening.opened.connect(sessions.append)
    opening.show()
    application.processEvents()
    window_s = time.perf_counter() - began
    silence_s, last = 0.0, time.perf_counter()
    while not sessions and time.perf_counter() - began < PATIENCE_SECONDS:
        application.processEvents()
        now_s = time.perf_counter()
        silence_s, last = max(silence_s, now_s - last), now_s
        time.sleep(TICK_SECONDS)
    session = sessions[0]
    window = MarkingWindow(session, PASS_FAIL, lambda: datetime.now(UTC), None)
    window.resize(1366, 740)
    window.show()
    application.processEvents()
    silence_s = max(silence_s, time.perf_counter() - last)
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(
        json.dumps(
            {
                "window_s": window_s,
                "ready_s": time.perf_counter() - began,
                "cpu_s": used.ru_utime + used.ru_stime,
                "silence_s": silence_s,
                "memory_mb": used.ru_maxrss / 1024,
                "for_me": session.counts().for_me,
            }
        )
    )
    window.close()
    return 0
