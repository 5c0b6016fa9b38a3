"""Keeps an edge of the screen for the task strip, so that office windows lie beside it and not under it.

The X11 way (EWMH `_NET_WM_STRUT_PARTIAL`): a window says how much of an edge it takes, and the window manager keeps
maximised windows off it until the window goes. Where there is no X11 or no window manager, nothing is kept, and the
strip stands over what is there as before.
"""

from __future__ import annotations

import ctypes
import ctypes.util
from enum import Enum

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

STRUT_PARTIAL = b"_NET_WM_STRUT_PARTIAL"
CARDINAL = 6
FORMAT_32 = 32
REPLACE = 0
VALUES = 12
LEFT, RIGHT, BOTTOM = 0, 1, 3


class Edge(Enum):
    """Which edge a window takes; the value is its place among the numbers of a strut."""

    LEFT = LEFT
    RIGHT = RIGHT
    BOTTOM = BOTTOM


def strut_of(desktop: QRect, place: QRect, edge: Edge) -> tuple[int, ...]:
    """Return the twelve numbers of a strut: what is taken at left, right, top, bottom, then from where to where."""
    numbers = [0] * VALUES
    depth = {
        Edge.LEFT: place.right() + 1 - desktop.left(),
        Edge.RIGHT: desktop.right() + 1 - place.left(),
        Edge.BOTTOM: desktop.bottom() + 1 - place.top(),
    }[edge]
    start, end = (place.left(), place.right()) if edge is Edge.BOTTOM else (place.top(), place.bottom())
    numbers[edge.value] = depth
    numbers[4 + 2 * edge.value], numbers[5 + 2 * edge.value] = start, end
    return tuple(numbers)


def keep_edge(window: QWidget, place: QRect | None, edge: Edge) -> None:
    """Take `place` (in the window's own coordinates of the screen) from the other windows; None gives it back."""
    if QGuiApplication.platformName() != "xcb":
        return
    ratio = window.devicePixelRatioF()
    desktop = _scaled(window.screen().virtualGeometry(), ratio)
    numbers = strut_of(desktop, _scaled(place, ratio), edge) if place is not None else (0,) * VALUES
    _tell(int(window.winId()), numbers)


def _scaled(place: QRect, ratio: float) -> QRect:
    return QRect(*(round(number * ratio) for number in (place.x(), place.y(), place.width(), place.height())))


def _tell(window: int, numbers: tuple[int, ...]) -> None:
    """Set the property on our own window, over a connection of our own."""
    x = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
    x.XOpenDisplay.restype = ctypes.c_void_p
    x.XInternAtom.restype = ctypes.c_ulong
    opened = x.XOpenDisplay(None)
    if not opened:
        return
    display = ctypes.c_void_p(opened)
    data = (ctypes.c_long * VALUES)(*numbers)
    atom = ctypes.c_ulong(x.XInternAtom(display, STRUT_PARTIAL, 0))
    x.XChangeProperty(display, ctypes.c_ulong(window), atom, ctypes.c_ulong(CARDINAL), FORMAT_32, REPLACE, data, VALUES)
    x.XSync(display, 0)
    x.XCloseDisplay(display)
