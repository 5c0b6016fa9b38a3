"""Which office programs are on this machine, and how a file is opened with one of them.

WPS, Microsoft Office and LibreOffice are looked for where their installers say they are: App Paths in the
Windows registry, `PATH` and a few folders on Linux. Nothing is started to find out.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from exam_client.practical.office.joining import make_offices
from exam_client.practical.office.port import OfficeProgram
from exam_client.practical.office.windows import RealWindows
from exam_client.practical.office_profile import profile_argument
from exam_client.practical.views import Program
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _
from itembank.model.items.practical import Software

APP_PATHS = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths"
LINUX_FOLDERS = (
    "/usr/bin",
    "/usr/local/bin",
    "/opt/kingsoft/wps-office/office6",
    "/opt/apps/cn.wps.wps-office-pro/files/bin",
)
_W, _S, _P = Software.WORD_PROCESSING, Software.SPREADSHEET, Software.PRESENTATION
OFFICE_SUFFIXES = {
    **dict.fromkeys((".doc", ".docx", ".wps", ".odt", ".rtf"), _W),
    **dict.fromkeys((".xls", ".xlsx", ".et", ".ods", ".csv"), _S),
    **dict.fromkeys((".ppt", ".pptx", ".dps", ".odp"), _P),
}


class NoProgramError(JikaoError):
    """No program on this machine opens such a file."""

    def __init__(self, name: str) -> None:
        """`name` is the file."""
        super().__init__(
            _("本机没有找到可以打开“{name}”的程序。").format(name=name),
            hint=_("请举手告知监考老师。"),
            code=ExitCode.ENVIRONMENT,
        )


class Machine(Protocol):
    """Where programs are looked for; a fake one has what a test wants."""

    def find_command(self, name: str) -> str | None:
        """Find the full path of a program by its file name without ending."""

    def start(self, command: Sequence[str], folder: Path) -> None:
        """Start a program that outlives the call; raises `OSError`."""

    def offices(self, programs: Sequence[Program], profile: Path) -> OfficeProgram:
        """Return what can be asked of the programs that hold the candidate's files."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A program we know, by the name of its executable; earlier rows are preferred."""

    name: str
    windows: str
    linux: tuple[str, ...]
    software: frozenset[Software]
    arguments: tuple[str, ...] = ()


_SOFFICE = ("--nologo",)
KNOWN: tuple[_Known, ...] = (
    _Known("WPS 文字", "wps", ("wps",), frozenset({_W})),
    _Known("WPS 表格", "et", ("et",), frozenset({_S})),
    _Known("WPS 演示", "wpp", ("wpp",), frozenset({_P})),
    _Known("Microsoft Word", "winword", (), frozenset({_W})),
    _Known("Microsoft Excel", "excel", (), frozenset({_S})),
    _Known("Microsoft PowerPoint", "powerpnt", (), frozenset({_P})),
    _Known("LibreOffice Writer", "soffice", ("soffice", "libreoffice"), frozenset({_W}), (*_SOFFICE, "--writer")),
    _Known("LibreOffice Calc", "soffice", ("soffice", "libreoffice"), frozenset({_S}), (*_SOFFICE, "--calc")),
    _Known("LibreOffice Impress", "soffice", ("soffice", "libreoffice"), frozenset({_P}), (*_SOFFICE, "--impress")),
)


def detect_programs(machine: Machine, *, is_windows: bool) -> tuple[Program, ...]:
    """Return the programs found, preferred ones first."""
    found: list[Program] = []
    for known in KNOWN:
        names = (known.windows,) if is_windows else known.linux
        path = next((path for name in names if (path := machine.find_command(name))), None)
        if path is not None:
            found.append(Program(known.name, version_in_path(path), known.software, (path, *known.arguments)))
    return tuple(found)


def version_in_path(path: str) -> str:
    """Return the version that an installer put into the path, such as "11.1.0.14309" or "7.4"; else nothing."""
    found = [part.lower().removeprefix("libreoffice").removeprefix("office") for part in re.split(r"[/\\]", path)[:-1]]
    versions = [part for part in found if re.fullmatch(r"\d+(\.\d+)*", part)]
    return max(versions, key=len, default="")


def program_for(programs: Sequence[Program], name: str, software: Software) -> Program:
    """Return the program that opens a file, by its ending first; raises `NoProgramError`."""
    wanted = OFFICE_SUFFIXES.get(Path(name).suffix.lower(), software)
    program = next((program for program in programs if wanted in program.software), None)
    if program is None:
        raise NoProgramError(name)
    return program


def open_command(program: Program, path: Path, profile: Path) -> tuple[str, ...]:
    """Return the command that opens `path`; LibreOffice gets a profile of its own, free of old windows."""
    if is_libreoffice(program):
        return (*program.command, profile_argument(profile), str(path))
    return (*program.command, str(path))


def is_libreoffice(program: Program) -> bool:
    """Say whether a program takes a profile and the macro in it."""
    return set(_SOFFICE) <= set(program.command)


class RealMachine:
    """This computer."""

    def __init__(self, which: Callable[[str], str | None] = shutil.which) -> None:
        """`which` looks along PATH."""
        self._which = which

    def find_command(self, name: str) -> str | None:
        """Look in the registry (Windows) or along PATH and the usual folders (Linux)."""
        if sys.platform == "win32":
            return _app_path(f"{name}.exe")
        found = self._which(name)
        if found:
            return found
        places = (Path(folder) / name for folder in LINUX_FOLDERS)
        return next((str(place) for place in places if place.is_file()), None)

    def start(self, command: Sequence[str], folder: Path) -> None:
        """Start it apart from us, without our pipes; a thread waits for its end, so that nothing is left behind."""
        started = subprocess.Popen(
            list(command),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        threading.Thread(target=started.wait, name="program-end", daemon=True).start()

    def offices(self, programs: Sequence[Program], profile: Path) -> OfficeProgram:
        """Join the adapters of the programs found."""
        found = tuple(dict.fromkeys(program.command[0] for program in programs if is_libreoffice(program)))
        return make_offices(found, profile, RealWindows(), is_windows=sys.platform == "win32")


def file_manager_command(folder: Path) -> tuple[str, ...]:
    """Return the command that shows a folder in the system's file manager."""
    return ("explorer.exe", str(folder)) if sys.platform == "win32" else ("xdg-open", str(folder))


def _app_path(executable: str) -> str | None:
    if sys.platform == "win32":
        import winreg

        for root in (winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER):
            try:
                value = winreg.QueryValue(root, rf"{APP_PATHS}\{executable}")
            except OSError:
                continue
            if value and Path(value.strip('"')).is_file():
                return value.strip('"')
    return None
