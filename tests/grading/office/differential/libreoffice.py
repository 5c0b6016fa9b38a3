"""LibreOffice as the other reader: converts many foreign files in batches; a crash or a hang costs one file."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

BATCH = 12
START_SECONDS, FILE_SECONDS = 30, 15
TARGETS = {
    "docx": "odt", "docm": "odt", "dotx": "odt", "dotm": "odt",
    "xlsx": "ods", "xlsm": "ods", "xltx": "ods", "xltm": "ods",
    "pptx": "odp", "pptm": "odp", "potx": "odp", "ppsx": "odp", "ppsm": "odp", "potm": "odp",
    "odt": "docx", "ods": "xlsx", "odp": "pptx",
}  # fmt: skip


class LibreOffice:
    """Converts files to the sister format of OpenDocument (or of Office, for OpenDocument files)."""

    def __init__(self, profile: Path, *, seconds_for_start: int = START_SECONDS) -> None:
        """`profile` is a folder of its own: nothing of a user's settings counts, and two can run side by side."""
        self._profile = profile
        self._start = seconds_for_start

    def convert(self, files: Iterable[Path], folder: Path) -> dict[Path, Path]:
        """Convert files of one ending into a folder; what LibreOffice cannot do is missing in the answer.

        Results of equal names replace each other: files with the same name go into different folders.
        """
        wanted = list(files)
        folder.mkdir(parents=True, exist_ok=True)
        done: dict[Path, Path] = {}
        for start in range(0, len(wanted), BATCH):
            batch = wanted[start : start + BATCH]
            self._run(batch, folder)
            for source in batch:
                if not _target(source, folder).exists():
                    self._run([source], folder)
                if _target(source, folder).exists():
                    done[source] = _target(source, folder)
        return done

    def _run(self, files: Sequence[Path], folder: Path) -> None:
        files = [source for source in files if not _target(source, folder).exists()]
        if not files:
            return
        ending = TARGETS[files[0].suffix[1:].lower()]
        command = ["soffice", f"-env:UserInstallation={self._profile.as_uri()}", "--headless", "--norestore"]
        command += ["--convert-to", ending, "--outdir", str(folder), *map(str, files)]
        child = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        try:
            child.wait(self._start + FILE_SECONDS * len(files))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def _target(source: Path, folder: Path) -> Path:
    return folder / f"{source.stem}.{TARGETS[source.suffix[1:].lower()]}"
