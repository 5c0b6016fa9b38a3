"""Windows of an X11 screen, for `windows.RealWindows`: `list` prints them as JSON, `close N...` asks them to close.

Plain Xlib by ctypes: it is wherever Qt's xcb plugin is, and a window manager need not be there.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import json
import sys

DEPTH = 4
PROPERTY_LONGS = 1024
CLIENT_MESSAGE = 33
IS_VIEWABLE = 2
FORMAT_32 = 32
FORMAT_8 = 8
ANY_TYPE = 0
Window = ctypes.c_ulong
Atom = ctypes.c_ulong


class ClientMessage(ctypes.Structure):
    """XClientMessageEvent."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", Window),
        ("message_type", Atom),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        ("pad", ctypes.c_long * 24),
    )


class Attributes(ctypes.Structure):
    """XWindowAttributes."""

    _fields_ = (
        ("place", ctypes.c_int * 6),
        ("visual", ctypes.c_void_p),
        ("root", Window),
        ("kinds", ctypes.c_int * 4),
        ("backing", ctypes.c_ulong * 2),
        ("save_under", ctypes.c_int),
        ("colormap", ctypes.c_ulong),
        ("map_installed", ctypes.c_int),
        ("map_state", ctypes.c_int),
        ("rest", ctypes.c_long * 8),
    )


class Screen:
    """One connection to the X server."""

    def __init__(self) -> None:
        """Connect; raises `OSError`."""
        self._x = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XInternAtom.restype = Atom
        self._x.XDefaultRootWindow.restype = Window
        opened = self._x.XOpenDisplay(None)
        if not opened:
            raise OSError("no X display")
        self._display = ctypes.c_void_p(opened)

    def windows(self) -> list[tuple[int, str, int, bool]]:
        """Return number, title, process and "is a dialog" of all windows that say how they are closed."""
        found: list[tuple[int, str, int, bool]] = []
        self._walk(self._x.XDefaultRootWindow(self._display), 0, found)
        return found

    def close(self, numbers: list[int]) -> None:
        """Send what the close button of a window sends."""
        for number in numbers:
            event = ClientMessage(type=CLIENT_MESSAGE, send_event=1, window=number, format=FORMAT_32)
            event.message_type = self._atom("WM_PROTOCOLS")
            event.data[0] = self._atom("WM_DELETE_WINDOW")
            self._x.XSendEvent(self._display, Window(number), 0, ctypes.c_long(0), ctypes.byref(event))
        self._x.XSync(self._display, 0)

    def _walk(self, window: int, depth: int, found: list[tuple[int, str, int, bool]]) -> None:
        if self._longs(window, "WM_PROTOCOLS"):
            if not self._is_shown(window):
                return
            process = (*self._longs(window, "_NET_WM_PID"), 0)[0]
            is_dialog = bool(self._longs(window, "WM_TRANSIENT_FOR"))
            found.append((window, self._title(window), process, is_dialog))
        elif depth < DEPTH:
            for child in self._children(window):
                self._walk(child, depth + 1, found)

    def _is_shown(self, window: int) -> bool:
        attributes = Attributes()
        found = self._x.XGetWindowAttributes(self._display, Window(window), ctypes.byref(attributes))
        return bool(found) and attributes.map_state == IS_VIEWABLE

    def _children(self, window: int) -> list[int]:
        root, parent, count = Window(), Window(), ctypes.c_uint()
        children = ctypes.POINTER(Window)()
        args = (ctypes.byref(root), ctypes.byref(parent), ctypes.byref(children), ctypes.byref(count))
        if not self._x.XQueryTree(self._display, Window(window), *args):
            return []
        numbers = [int(children[at]) for at in range(count.value)]
        self._x.XFree(children)
        # The topmost window comes last; whoever is in front is asked first.
        return numbers[::-1]

    def _title(self, window: int) -> str:
        data = self._property(window, "_NET_WM_NAME", FORMAT_8) or self._property(window, "WM_NAME", FORMAT_8)
        return data.decode("utf-8", "replace")

    def _longs(self, window: int, name: str) -> list[int]:
        data = self._property(window, name, FORMAT_32)
        size = ctypes.sizeof(ctypes.c_ulong)
        return [int.from_bytes(data[at : at + size], sys.byteorder) for at in range(0, len(data), size)]

    def _property(self, window: int, name: str, wanted: int) -> bytes:
        kind, width, count, left = Atom(), ctypes.c_int(), ctypes.c_ulong(), ctypes.c_ulong()
        data = ctypes.POINTER(ctypes.c_ubyte)()
        self._x.XGetWindowProperty(
            self._display, Window(window), Atom(self._atom(name)), ctypes.c_long(0), ctypes.c_long(PROPERTY_LONGS),
            0, Atom(ANY_TYPE), ctypes.byref(kind), ctypes.byref(width), ctypes.byref(count), ctypes.byref(left),
            ctypes.byref(data),
        )  # fmt: skip
        if not ctypes.cast(data, ctypes.c_void_p).value:
            return b""
        unit = ctypes.sizeof(ctypes.c_ulong) if width.value == FORMAT_32 else width.value // 8
        found = bytes(data[: count.value * unit]) if width.value == wanted else b""
        self._x.XFree(data)
        return found

    def _atom(self, name: str) -> int:
        return int(self._x.XInternAtom(self._display, name.encode("ascii"), 0))


def main(arguments: list[str]) -> int:
    """Do what was asked."""
    try:
        screen = Screen()
    except OSError:
        return 1
    if arguments[:1] == ["close"]:
        screen.close([int(number) for number in arguments[1:]])
    else:
        sys.stdout.write(json.dumps(screen.windows()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
