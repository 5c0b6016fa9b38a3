"""Engines: equal answers, errors that are the job's own, and workers that die."""

from __future__ import annotations

import pytest

from grading.scale.engines import EngineKind, Scale, open_engine
from itembank.base.errors import JikaoError
from tests.grading.scale.jobs import die, double, fail

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


def test_a_scheduler_that_does_not_answer_is_named(monkeypatch):
    dask_engine = pytest.importorskip("grading.scale.dask_engine")
    monkeypatch.setattr(dask_engine, "CONNECT_SECONDS", 1)
    with pytest.raises(JikaoError, match=r"127\.0\.0\.1:1"):
        dask_engine.DaskEngine(Scale(EngineKind.DASK, scheduler="tcp://127.0.0.1:1"))
