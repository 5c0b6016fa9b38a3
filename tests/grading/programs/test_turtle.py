"""The stand-in for `turtle` against the real one: what that printed and drew is recorded, here anew where it can be."""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from grading.programs.judge import Judge
from grading.programs.records import ProgramRun

from .record_turtle import STDIN, programs_of

HERE = Path(__file__).parent
PROGRAMS = programs_of((HERE / "turtle_programs.txt").read_text("utf-8"))
RECORDED: dict[str, dict[str, Any]] = json.loads((HERE / "turtle_recorded.json").read_text("utf-8"))
ROOT = HERE.parents[2]
NEAR = 0.011  # the stand-in spells two places


@pytest.fixture(scope="module")
def drawn(judge: Judge) -> dict[str, dict[str, Any]]:
    """What every program does with the stand-in; programs that end with an error tell no marks."""
    runs = [ProgramRun(source.encode(), stdin=STDIN.encode(), notes_drawing=True) for source in PROGRAMS.values()]
    return {
        name: {
            "printed": result.stdout.decode(),
            "error": result.exception,
            "marks": [json.loads(line) for line in result.answer.decode().splitlines()],
        }
        for name, result in zip(PROGRAMS, judge.run_all(runs), strict=True)
    }


def test_every_program_was_recorded() -> None:
    assert list(RECORDED) == list(PROGRAMS)
    assert len(PROGRAMS) >= 60


@pytest.mark.parametrize("name", PROGRAMS)
def test_it_prints_and_draws_what_turtle_does(drawn: dict[str, dict[str, Any]], name: str) -> None:
    real, ours = RECORDED[name], drawn[name]
    assert (ours["printed"], ours["error"]) == (real["printed"], real["error"])
    if not real["error"]:
        assert not list(differences(real["marks"], ours["marks"]))


def test_what_was_recorded_is_what_turtle_does_here(tmp_path: Path) -> None:
    """Runs the real module in a virtual display; only where there is one, as it takes some seconds."""
    display = shutil.which("Xvfb")
    if display is None or subprocess.run([sys.executable, "-c", "import tkinter"], check=False).returncode:
        pytest.skip("there is no tkinter or no virtual display here")
    told, tell = os.pipe()
    with subprocess.Popen(
        [display, "-displayfd", str(tell), "-screen", "0", "1920x1080x24", "-nolisten", "tcp"],
        pass_fds=[tell],
        stderr=subprocess.DEVNULL,
    ) as server:
        os.close(tell)
        try:
            number = os.read(told, 20).decode().strip()
            command = [sys.executable, str(HERE / "record_turtle.py"), str(HERE / "turtle_programs.txt")]
            environment = {**os.environ, "DISPLAY": f":{number}"}
            done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
        finally:
            server.terminate()
            os.close(told)
    anew = json.loads(done.stdout)
    for name, found in RECORDED.items():
        assert (anew[name]["printed"], anew[name]["error"]) == (found["printed"], found["error"])
        assert not list(differences(found["marks"], anew[name]["marks"]))


def differences(expected: Sequence[list[Any]], observed: Sequence[list[Any]]) -> Iterator[tuple[Any, Any]]:
    """Yield marks that have no equal on the other side, in whatever order they were made."""
    left = list(observed)
    for mark in expected:
        equal = next((other for other in left if is_same(mark, other)), None)
        if equal is None:
            yield mark, None
        else:
            left.remove(equal)
    yield from ((None, mark) for mark in left)


def is_same(one: Any, other: Any) -> bool:
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(is_same(*pair) for pair in zip(one, other, strict=True))
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, abs_tol=NEAR)
    return bool(one == other)
