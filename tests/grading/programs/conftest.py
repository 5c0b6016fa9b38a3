"""A judge for the tests: started once, with its self-test; skipped only outside CI where it cannot be had."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest

from grading.programs.errors import NoSandboxError
from grading.programs.judge import Judge, JudgeConfig
from grading.programs.records import ProgramRun, RunResult

Run = Callable[..., RunResult]


def start_judge(config: JudgeConfig) -> Judge:
    try:
        return Judge.start(config)
    except NoSandboxError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"programs cannot be judged on this machine: {error}")


@pytest.fixture(scope="session")
def judge() -> Iterator[Judge]:
    with start_judge(JudgeConfig(self_test=False)) as ready:
        yield ready


@pytest.fixture
def run(judge: Judge) -> Run:
    """Run a program given as text; everything else as in `ProgramRun`."""

    def run_text(source: str, *, stdin: str = "", **more: object) -> RunResult:
        return judge.run(ProgramRun(source.encode(), stdin=stdin.encode(), **more))  # type: ignore[arg-type]

    return run_text
