"""The demo is the product's main job: it must end with everything as expected, from the commands alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.e2e.conftest import MAX_SECONDS, Demo
from tests.e2e.guide import GUIDE, blocks, carry_out


@pytest.mark.timeout(MAX_SECONDS + 30)
def test_the_whole_chain_gives_every_robot_what_it_typed_and_every_expected_mark(demo: Demo) -> None:
    assert demo.done.returncode == 0, demo.done.stdout + demo.done.stderr
    assert "全部符合预期" in demo.done.stdout
    names = {path.name for path in (demo.out / "reports").iterdir()}
    assert {"成绩.xlsx", "成绩.csv", "班级成绩单.pdf"} <= names
    assert len(list((demo.out / "usb-1").iterdir())) == len(list((demo.out / "usb-2").iterdir())) == 1


@pytest.mark.timeout(900)
def test_the_markers_come_to_marks_reports_and_reviews_by_the_guide_alone(demo: Demo, tmp_path: Path) -> None:
    for name, made in {"钥匙": "keys", "机房": "room", "密封": "sealed", "优盘1": "usb-1"}.items():
        shutil.copytree(demo.out / made, tmp_path / name)
    carry_out(blocks(GUIDE, "after"), tmp_path)
    assert {"成绩.xlsx", "班级成绩单.pdf"} <= {path.name for path in (tmp_path / "成绩").iterdir()}
    assert (tmp_path / "复查-026010101.pdf").read_bytes().startswith(b"%PDF")
