"""Engines: equal answers, errors that are the job's own, and workers that die."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from grading.scale.engines import EngineKind, Scale, open_engine
from itembank.base.errors import JikaoError
from tests.grading.scale.jobs import die, double, fail

ROOT = Path(__file__).resolve().parents[3]
LOCAL = [Scale(EngineKind.SERIAL), Scale(EngineKind.PROCESSES, workers=2)]


@pytest.mark.parametrize("scale", LOCAL, ids=lambda scale: scale.kind)
def test_an_engine_carries_out_jobs_and_tells_a_failed_job_from_a_lost_worker(scale):
    with open_engine(scale) as engine:
        assert [engine.submit(double, number).result() for number in range(3)] == [0, 2, 4]
        error = engine.submit(fail, 7).exception()
        assert isinstance(error, ValueError)
        assert not engine.is_lost(error)


def test_a_worker_that_dies_is_lost_and_the_engine_works_again_after_it_is_renewed():
    with open_engine(Scale(EngineKind.PROCESSES, workers=1)) as engine:
        error = engine.submit(die, 1).exception()
        assert error is not None
        assert engine.is_lost(error)
        behind = engine.submit(double, 1).exception()
        assert behind is not None
        assert engine.is_lost(behind)
        engine.renew()
        assert engine.submit(double, 4).result() == 8


HELD = """
import sys
from grading.scale.engines import ProcessEngine
from tests.grading.scale.jobs import double, hold
if __name__ == "__main__":
    engine = ProcessEngine(2)
    engine.submit(double, 1).result()
    engine.submit(hold, 600)
    engine.submit(hold, 600).result()
"""


def test_workers_end_with_a_program_that_is_killed(tmp_path):
    (tmp_path / "program.py").write_text(HELD, "utf-8")
    with subprocess.Popen(
        [sys.executable, tmp_path / "program.py"], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}
    ) as program:
        assert program.stdout is not None
        assert [program.stdout.readline() for _n in range(2)] == [b"held\n"] * 2
        program.kill()
        # The pipe ends when the last process that holds it is gone.
        assert program.communicate(timeout=30)[0] == b""


def test_a_scheduler_that_does_not_answer_is_named(monkeypatch):
    dask_engine = pytest.importorskip("grading.scale.dask_engine")
    monkeypatch.setattr(dask_engine, "CONNECT_SECONDS", 1)
    with pytest.raises(JikaoError, match=r"127\.0\.0\.1:1"):
        dask_engine.DaskEngine(Scale(EngineKind.DASK, scheduler="tcp://127.0.0.1:1"))
