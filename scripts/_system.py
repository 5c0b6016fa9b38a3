"""The Debian packages that lie outside Python: libraries of Qt, the sandbox, office programs, a database.

As root on Debian and Ubuntu the missing ones are installed; anybody else is told the one line to type. On
other systems nothing is checked: Windows needs none of the libraries.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from _environment import SetupError

# "a|b": the same library under its name before and after Debian 13.
QT = (
    "libdbus-1-3",
    "libegl1",
    "libfontconfig1",
    "libgl1",
    "libglib2.0-0t64|libglib2.0-0",
    "libxkbcommon0",
)
QT_ON_X11 = (
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-randr0",
    "libxcb-render-util0",
    "libxcb-shape0",
    "libxcb-sync1",
    "libxcb-xfixes0",
    "libxcb-xkb1",
    "libxkbcommon-x11-0",
)
SANDBOX = ("bubblewrap",)
OFFICE = ("libreoffice-calc", "libreoffice-impress", "libreoffice-writer", "python3-uno")
TEST_TOOLS = ("openbox", "poppler-utils", "postgresql", "xdotool", "xvfb")


@dataclass(frozen=True, slots=True)
class Needs:
    """What a script cannot do without, and what it only does better with."""

    required: tuple[str, ...]
    wanted: tuple[str, ...] = ()


DEMO = Needs(required=QT, wanted=SANDBOX)
LIVE_DEMO = Needs(required=(*QT, *QT_ON_X11), wanted=SANDBOX)
TEST = Needs(required=QT, wanted=(*QT_ON_X11, *SANDBOX, *OFFICE, *TEST_TOOLS))


def ensure_system(needs: Needs, environ: Mapping[str, str]) -> None:
    """Install what is missing, or say how; raise `SetupError` when something required stays missing."""
    if not (shutil.which("dpkg-query") and shutil.which("apt-get")):
        return
    required, wanted = missing(needs.required), missing(needs.wanted)
    if not required and not wanted:
        return
    names = [*required, *wanted]
    if not _is_root():
        shown = " ".join(_name_to_show(name) for name in names)
        line = f"sudo apt-get install --no-install-recommends {shown}"
        if required:
            message = f"libraries are missing; please run: {line}"
            raise SetupError(message)
        print(f"note: some parts will be left out; to have them: {line}", flush=True)
        return
    _install(names, environ)


def missing(names: tuple[str, ...], is_installed: Callable[[str], bool] | None = None) -> list[str]:
    """Return the entries of which no alternative is installed."""
    check = is_installed or _is_installed
    return [entry for entry in names if not any(check(name) for name in entry.split("|"))]


def _is_installed(name: str) -> bool:
    query = ["dpkg-query", "--show", "--showformat=${db:Status-Status}", name]
    return subprocess.run(query, capture_output=True, text=True, check=False).stdout == "installed"


def _install(entries: list[str], environ: Mapping[str, str]) -> None:
    quiet = {**environ, "DEBIAN_FRONTEND": "noninteractive"}
    _apt(["apt-get", "update", "-qq"], quiet)
    names = [_name_apt_knows(entry) for entry in entries]
    print(f"installing Debian packages: {' '.join(names)}", flush=True)
    _apt(["apt-get", "install", "-qq", "--yes", "--no-install-recommends", *names], quiet)


def _apt(command: list[str], environ: Mapping[str, str]) -> None:
    result = subprocess.run(command, env=environ, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        message = f"this command failed: {' '.join(command)}\n{result.stdout[-2000:]}{result.stderr[-2000:]}"
        raise SetupError(message)


def _name_apt_knows(entry: str) -> str:
    for name in entry.split("|"):
        if subprocess.run(["apt-cache", "show", name], capture_output=True, check=False).returncode == 0:
            return name
    return _name_to_show(entry)


def _name_to_show(entry: str) -> str:
    return entry.rpartition("|")[2]


def _is_root() -> bool:
    return os.name == "posix" and os.geteuid() == 0
