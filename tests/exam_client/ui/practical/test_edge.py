"""The strip takes its edge from the other windows of the screen."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from PySide6.QtCore import QRect

from exam_client.ui.practical.edge import Edge, strut_of
from exam_client.ui.practical.strip import Dock, strip_place
from tests.fakes.screen import screen_in_memory

SCREEN = QRect(0, 0, 1366, 768)
CHILD = """
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QWidget
from exam_client.practical.office.x11_child import Screen
from exam_client.ui.practical.edge import Edge, keep_edge
application = QApplication([])
window = QWidget()
place = QRect(10, 0, 90, 200)
window.show()
keep_edge(window, place, Edge.LEFT)
print(*Screen()._longs(int(window.winId()), "_NET_WM_STRUT_PARTIAL"))
keep_edge(window, None, Edge.LEFT)
print(*Screen()._longs(int(window.winId()), "_NET_WM_STRUT_PARTIAL"))
"""


@pytest.mark.parametrize(
    ("dock", "edge", "numbers"),
    [
        (Dock.LEFT, Edge.LEFT, (360, 0, 0, 0, 0, 767, 0, 0, 0, 0, 0, 0)),
        (Dock.RIGHT, Edge.RIGHT, (0, 360, 0, 0, 0, 0, 0, 767, 0, 0, 0, 0)),
        (Dock.BOTTOM, Edge.BOTTOM, (0, 0, 0, 300, 0, 0, 0, 0, 0, 0, 0, 1365)),
    ],
)
def test_the_strut_is_as_deep_as_the_strip_and_as_long_as_its_side(dock, edge, numbers):
    assert strut_of(SCREEN, strip_place(SCREEN, dock, collapsed=False), edge) == numbers


def test_a_strip_above_a_taskbar_takes_the_taskbar_s_edge_with_it():
    above = QRect(0, 0, 1366, 728)
    assert strut_of(SCREEN, strip_place(above, Dock.BOTTOM, collapsed=False), Edge.BOTTOM)[3] == 340


@pytest.mark.skipif(sys.platform != "linux", reason="the X window system")
def test_a_window_tells_the_window_manager_and_takes_it_back():
    with screen_in_memory() as display:
        environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        told = subprocess.run(
            [sys.executable, "-c", CHILD], env=environment, capture_output=True, text=True, timeout=60, check=True
        )
    taken, given_back = told.stdout.splitlines()
    assert taken.split() == ["100", "0", "0", "0", "0", "199", *"000000"]
    assert given_back.split() == ["0"] * 12
