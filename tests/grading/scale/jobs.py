"""Jobs for engines under test; they must be importable in a worker."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from dataclasses import replace
from functools import partial

from grading.marking.candidates import Marker
from grading.office.child import MEGABYTE, ChildLimits, OfficeReader
from grading.results.run import CandidateResult
from grading.runs import worker
from grading.runs.worker import MarkedBatch, MarkJob
from itembank.model.sitting import Candidate


def double(number: int) -> int:
    return number * 2


def fail(number: int) -> int:
    raise ValueError(number)


def die(_number: int) -> int:
    os._exit(3)


def hold(seconds: int) -> None:
    os.write(1, b"held\n")
    time.sleep(seconds)


POISON_READER = """
import os, signal, sys
from grading.office import worker, open as opener
from grading.works import WorkKind
def read(path):
    start = path.read_bytes()[:5]
    if start == b"SPIN!":
        while True: pass
    if start == b"EAT!!":
        hold = []
        while True: hold.append(bytearray(10_000_000))
    if start == b"CRASH":
        os.kill(os.getpid(), signal.SIGSEGV)
    return opener.read_file(path)
worker.READERS[WorkKind.OFFICE] = read
sys.exit(worker.main())
"""


def mark_with_poison(job: MarkJob) -> MarkedBatch:
    """Mark with a reader whose child is harmed by files that begin with a word of harm, and with short limits."""
    limits = ChildLimits(cpu_seconds=1, memory_bytes=256 * MEGABYTE, wall_seconds=60)
    reader = partial(OfficeReader, limits, (sys.executable, "-c", POISON_READER))
    setattr(worker, "OfficeReader", reader)  # noqa: B010 - a name that this module does not offer
    return worker.mark_job(job)


def mark_the_first_room(job: MarkJob) -> MarkedBatch:
    """Mark the room "01"; hold on to any other."""
    if job.bundle.stem != "01":
        hold(600)
    return worker.mark_job(job)


def die_on_any(_job: MarkJob) -> MarkedBatch:
    """End the worker whatever it is asked."""
    os._exit(3)


def die_on_one(job: MarkJob) -> MarkedBatch:
    """End the worker when the candidate 0031002 is marked."""
    if "0031002" in job.candidates:
        os._exit(3)
    return worker.mark_job(job)


def hang_on_one(job: MarkJob) -> MarkedBatch:
    """Never end with the candidate 0031002; what patience there is ends the worker."""
    if "0031002" in job.candidates:
        setattr(worker, "Marker", Hanging)  # noqa: B010 - a name that this module does not offer
        return worker.mark_job(replace(job, patience_seconds=0.2))
    return worker.mark_job(job)


class Hanging(Marker):
    """Marks nobody, for ever."""

    def mark(self, _candidate: Candidate) -> CandidateResult:
        threading.Event().wait()
        raise AssertionError


def pause_in_the_second_room(job: MarkJob) -> MarkedBatch:
    """Stop as a shell's Ctrl+Z does, in the room "02", and mark it when somebody goes on with it."""
    if job.bundle.stem == "02":
        os.kill(os.getpid(), signal.SIGSTOP)
    return worker.mark_job(job)
