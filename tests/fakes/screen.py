"""A screen in memory with a keyboard, and LibreOffice on it: for tests that need the real programs."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

from exam_client.practical.office.windows import RealWindows
from exam_client.practical.office_profile import profile_argument, seed_profile

TOOLS = ("Xvfb", "openbox", "xdotool", "soffice")
START_SECONDS = 30.0


def need_tools() -> None:
    """Skip where the programs are missing; in CI they must be there."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing and os.environ.get("CI"):
        pytest.fail(f"these programs are missing: {missing}")
    if missing:
        pytest.skip(f"these programs are not on this machine: {missing}")


@contextmanager
def screen_in_memory() -> Iterator[str]:
    """Start an X server without a screen, and a window manager; gives the display's name."""
    need_tools()
    told, tells = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(tells), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        pass_fds=(tells,),
        stderr=subprocess.DEVNULL,
    )
    os.close(tells)
    try:
        with os.fdopen(told) as numbers:
            display = f":{numbers.readline().strip()}"
        manager = subprocess.Popen(
            ["openbox", "--sm-disable"],
            env={**os.environ, "DISPLAY": display},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield display
        finally:
            manager.terminate()
            manager.wait()
    finally:
        server.terminate()
        server.wait()


@dataclass
class OfficeOnScreen:
    """LibreOffice with one profile on one screen, used by keyboard; DISPLAY must name the screen."""

    profile: Path
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def open(self, path: Path, *options: str) -> None:
        """Open a file and wait for its window."""
        seed_profile(self.profile)
        self.started.append(
            subprocess.Popen(
                ["soffice", "--nologo", *options, profile_argument(self.profile), str(path)],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        )
        self.focus(path.name)

    def focus(self, title: str) -> None:
        """Wait for a window and give it the keyboard."""
        number = until(lambda: self._find(title))
        self._xdotool("windowfocus", "--sync", number)

    def is_shown(self, title: str) -> bool:
        """Say whether a window with this title is there."""
        return bool(self._find(title))

    def type(self, text: str) -> None:
        """Type into the window that has the keyboard."""
        self._xdotool("type", "--delay", "20", "--", text)

    def press(self, key: str) -> None:
        """Press a key such as ctrl+n."""
        self._xdotool("key", key)

    def titles(self) -> list[str]:
        """Return the titles of all windows."""
        return [window.title for window in RealWindows().windows()]

    def processes(self) -> list[psutil.Process]:
        """Return the program's processes."""
        wanted = profile_argument(self.profile)
        return [p for p in psutil.process_iter(["cmdline"]) if wanted in (p.info["cmdline"] or ())]

    def stop(self) -> None:
        """Kill what is left."""
        for process in self.processes():
            process.kill()
        for started in self.started:
            started.wait()

    def _find(self, title: str) -> str:
        return next((str(window.number) for window in RealWindows().windows() if title in window.title), "")

    def _xdotool(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], capture_output=True, timeout=START_SECONDS, check=True)


def until(ask: Callable[[], str | bool], seconds: float = START_SECONDS) -> str:
    """Ask until there is an answer."""
    end = time.monotonic() + seconds
    while not (answer := ask()):
        if time.monotonic() > end:
            pytest.fail("what was waited for did not come")
        time.sleep(0.05)
    return str(answer)
