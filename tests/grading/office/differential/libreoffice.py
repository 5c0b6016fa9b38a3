"""LibreOffice as the other reader: converts many foreign files in batches; a crash or a hang costs one file."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
from collections.abc import Iterable
from pathlib import Path

BATCH = 20
START_SECONDS, FILE_SECONDS = 30, 15
TARGETS = {
    "docx": "odt", "docm": "odt", "dotx": "odt", "dotm": "odt",
    "xlsx": "ods", "xlsm": "ods", "xltx": "ods", "xltm": "ods",
    "pptx": "odp", "pptm": "odp", "potx": "odp", "ppsx": "odp", "ppsm": "odp", "potm": "odp",
    "odt": "docx", "ods": "xlsx", "odp": "pptx",
    "ott": "docx", "ots": "xlsx", "otp": "pptx",
}  # fmt: skip


class LibreOffice:
    """Converts files to the sister format of OpenDocument (or of Office, for OpenDocument files)."""

    def __init__(self, profile: Path, folder: Path) -> None:
        """`profile` is a folder of its own: nothing of a user's settings counts, and two can run side by side.

        What was converted before is found again in `folder`, by the file's content.
        """
        self._profile = profile
        self._folder = folder

    def convert(self, files: Iterable[Path]) -> dict[Path, Path]:
        """Convert files; what LibreOffice cannot do is missing in the answer."""
        self._folder.mkdir(parents=True, exist_ok=True)
        links = {source: self._link(source) for source in files}
        for ending in sorted({link.suffix for link in links.values()}):
            self._convert([link for link in links.values() if link.suffix == ending])
        return {source: _target(link) for source, link in links.items() if _target(link).exists()}

    def _link(self, source: Path) -> Path:
        # LibreOffice names its results by the file's name alone, and in one folder names must differ.
        digest = hashlib.sha256(source.read_bytes()).hexdigest()[:24]
        link = self._folder / f"{digest}{source.suffix.lower()}"
        if not link.is_symlink() and not link.exists():  # an equal file of another kind may have been made to this name
            link.symlink_to(source.resolve())
        return link

    def _convert(self, links: list[Path]) -> None:
        for start in range(0, len(links), BATCH):
            batch = links[start : start + BATCH]
            self._run(batch)
            for link in batch:
                self._run([link])

    def _run(self, links: list[Path]) -> None:
        waiting = [link for link in links if not _target(link).exists()]
        if not waiting:
            return
        command = ["soffice", f"-env:UserInstallation={self._profile.as_uri()}", "--headless", "--norestore"]
        command += ["--convert-to", TARGETS[waiting[0].suffix[1:]], "--outdir", str(self._folder), *map(str, waiting)]
        child = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        try:
            child.wait(START_SECONDS + FILE_SECONDS * len(waiting))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def _target(link: Path) -> Path:
    return link.with_suffix(f".{TARGETS[link.suffix[1:]]}")
