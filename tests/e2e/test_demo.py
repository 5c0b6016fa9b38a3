"""The demo is the product's main job: it must end with everything as expected, from the commands alone."""

from __future__ import annotations

import pytest

from tests.e2e.conftest import MAX_SECONDS, Demo


@pytest.mark.timeout(MAX_SECONDS + 30)
def test_the_whole_chain_gives_every_robot_what_it_typed_and_every_expected_mark(demo: Demo) -> None:
    assert demo.done.returncode == 0, demo.done.stdout + demo.done.stderr
    assert "全部符合预期" in demo.done.stdout
    names = {path.name for path in (demo.out / "reports").iterdir()}
    assert {"成绩.xlsx", "成绩.csv", "班级成绩单.pdf"} <= names
    assert len(list((demo.out / "usb-1").iterdir())) == len(list((demo.out / "usb-2").iterdir())) == 1
