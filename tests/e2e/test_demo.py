"""The demo is the product's main job: it must end with everything as expected, from the commands alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

RUN = Path(__file__).resolve().parents[2] / "demo" / "run.py"
MAX_SECONDS = 180


@pytest.mark.timeout(MAX_SECONDS + 30)
def test_the_whole_chain_gives_every_robot_what_it_typed_and_every_expected_mark(tmp_path):
    out = tmp_path / "demo"
    done = subprocess.run(
        [sys.executable, str(RUN), "--out", str(out)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        timeout=MAX_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "全部符合预期" in done.stdout
    names = {path.name for path in (out / "reports").iterdir()}
    assert {"成绩.xlsx", "成绩.csv", "班级成绩单.pdf"} <= names
    assert len(list((out / "usb-1").iterdir())) == len(list((out / "usb-2").iterdir())) == 1
