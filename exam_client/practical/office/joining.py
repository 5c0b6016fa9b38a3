"""Which adapters this machine needs, joined into one."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path

from exam_client.practical.office.com import ComOffice, run_child
from exam_client.practical.office.libreoffice import LibreOffice
from exam_client.practical.office.other import OtherPrograms
from exam_client.practical.office.port import OfficeProgram, Offices
from exam_client.practical.office.windows import WindowCloser, WindowSystem

NAME_BYTES = 8


def make_offices(libreoffice: Sequence[str], profile: Path, windows: WindowSystem, *, is_windows: bool) -> Offices:
    """Return all of them; `libreoffice` are the paths of LibreOffice that were found, usually one."""
    closer = WindowCloser(windows)
    adapters: list[OfficeProgram] = [
        LibreOffice(command, profile, lambda: secrets.token_hex(NAME_BYTES), closer) for command in libreoffice[:1]
    ]
    if is_windows:
        adapters.append(ComOffice(run_child))
    return Offices((*adapters, OtherPrograms(closer)))
