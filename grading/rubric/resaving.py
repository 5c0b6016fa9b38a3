"""Re-saves office files by LibreOffice, in a profile of its own and with a limit of time; only rubrics' tests do so."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

SUFFIXES = (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp")
SECONDS = 180
PROGRAMS = ("soffice", "libreoffice")
_VERSION = re.compile(r"LibreOffice [0-9][0-9.]*")


@dataclass(frozen=True, slots=True)
class Resaver:
    """A LibreOffice on this machine."""

    program: str
    version: str

    def resave(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """Return the files that LibreOffice could open and save again, by the names they were given under.

        The names are any words; a file keeps the format its name's ending says.
        """
        done: dict[str, bytes] = {}
        with tempfile.TemporaryDirectory(prefix="jikao-resave-") as place:
            folder = Path(place)
            for suffix in SUFFIXES:
                names = [name for name in files if PurePosixPath(name).suffix.lower() == suffix]
                if names:
                    done.update(self._resave_kind(folder, suffix, [(name, files[name]) for name in names]))
        return done

    def _resave_kind(self, folder: Path, suffix: str, files: Sequence[tuple[str, bytes]]) -> dict[str, bytes]:
        given, saved = folder / f"in{suffix}", folder / f"out{suffix}"
        given.mkdir()
        paths = []
        for number, (_name, data) in enumerate(files):
            path = given / f"{number}{suffix}"
            path.write_bytes(data)
            paths.append(str(path))
        _run(
            [
                self.program,
                "--headless",
                "--norestore",
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                "--convert-to",
                suffix.removeprefix("."),
                "--outdir",
                str(saved),
                *paths,
            ]
        )
        found = ((name, saved / f"{number}{suffix}") for number, (name, _data) in enumerate(files))
        return {name: path.read_bytes() for name, path in found if path.is_file()}


def find_resaver() -> Resaver | None:
    """Find LibreOffice; None where it is not installed or does not start."""
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        return None
    version = _VERSION.search(_run([program, "--version"], seconds=30))
    return Resaver(program, version[0]) if version else None


def _run(command: Sequence[str], *, seconds: int = SECONDS) -> str:
    """Run a command and everything it starts; ends all of it when time is up."""
    with tempfile.TemporaryFile() as out:
        running = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            running.wait(seconds)
        except subprocess.TimeoutExpired:
            _end_all(running)
        out.seek(0)
        return out.read(4096).decode("utf-8", "replace")


def _end_all(running: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        running.kill()
    else:
        os.killpg(running.pid, signal.SIGKILL)
    running.wait()
