"""Closing windows politely, as their own close button does: a program may still ask, refuse, or save.

Foreign windows are looked at by a child process (`x11_child`, `win32_child`): the X library ends the process that
names a window which has just gone, and a window that does not answer must not hold the desk.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

CHILD_SECONDS = 3.0
CHILDREN = {"win32": "exam_client.practical.office.win32_child", "linux": "exam_client.practical.office.x11_child"}


@dataclass(frozen=True, slots=True)
class OpenWindow:
    """A window of any program on this screen; `dialog` stands in front of another one of its program."""

    number: int
    title: str
    process: int
    dialog: bool = False


class WindowSystem(Protocol):
    """All windows of the screen."""

    def windows(self) -> tuple[OpenWindow, ...]:
        """Return what is shown; nothing if that cannot be known."""

    def close(self, windows: Sequence[OpenWindow]) -> None:
        """Ask windows to close."""


class WindowCloser:
    """Closes windows that belong to the candidate's work, and no other."""

    def __init__(self, system: WindowSystem) -> None:
        """Use a window system."""
        self._system = system

    def close_dialogs(self, processes: Collection[int]) -> None:
        """Close the dialogs of some programs."""
        self._system.close([w for w in self._system.windows() if w.dialog and w.process in processes])

    def find(self, names: Collection[str]) -> tuple[OpenWindow, ...]:
        """Return the windows that show one of these files in their title."""
        own = os.getpid()
        return tuple(w for w in self._system.windows() if w.process != own and any(name in w.title for name in names))

    def close_files(self, names: Collection[str]) -> None:
        """Close the windows that show one of these files."""
        self._system.close(self.find(names))


class RealWindows:
    """The windows of this machine, by a child process."""

    def windows(self) -> tuple[OpenWindow, ...]:
        """List them."""
        try:
            listed = json.loads(_child("list"))
            return tuple(OpenWindow(int(n), str(t), int(p), bool(d)) for n, t, p, d in listed)
        except (ValueError, TypeError):
            return ()

    def close(self, windows: Sequence[OpenWindow]) -> None:
        """Ask them."""
        if windows:
            _child("close", *(str(window.number) for window in windows))


def _child(*arguments: str) -> str:
    module = CHILDREN.get(sys.platform)
    if module is None or (sys.platform == "linux" and not os.environ.get("DISPLAY")):
        return ""
    try:
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=CHILD_SECONDS,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace")
