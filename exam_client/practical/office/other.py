"""Programs without automation that we can use (WPS on Linux, editors, browsers): their windows are closed politely.

They cannot be asked to save; what is on the disk counts, and the candidate is told before the end. A program that
asks whether to save keeps its window: nothing is killed that may hold work.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from exam_client.practical.office.port import OfficeReport, OpenDocument, OpenFolder, Standing
from exam_client.practical.office.windows import WindowCloser

MARKED_UNSAVED = re.compile(r"^\s*[*●•]|[*●•]\s*(?:$|[-—–])")
MAX_FILES = 200


class OtherPrograms:
    """Every window whose title names a file of the working folder."""

    def __init__(self, closer: WindowCloser) -> None:
        """Use a closer of windows."""
        self._closer = closer

    def look(self, where: OpenFolder) -> OfficeReport:
        """Say which files stand open; a title with a star or a dot says that the work is unsaved."""
        found: list[OpenDocument] = []
        for path in _files(where.folder):
            for window in self._closer.find([path.name]):
                is_marked = MARKED_UNSAVED.search(window.title) is not None
                found.append(OpenDocument(str(path), Standing.MODIFIED if is_marked else Standing.CLEAN))
        return OfficeReport(tuple(found))

    def save(self, where: OpenFolder) -> OfficeReport:
        """Nothing can be asked of them; say how they stand."""
        return self.look(where)

    def close(self, where: OpenFolder) -> OfficeReport:
        """Close their windows as their own button does."""
        names = [path.name for path in _files(where.folder)]
        self._closer.close_files(names)
        return self.look(where)

    def end(self, where: OpenFolder) -> None:
        """Ask once more."""
        self._closer.close_files([path.name for path in _files(where.folder)])


def _files(folder: Path) -> list[Path]:
    return _first(path for path in folder.rglob("*") if path.is_file() and path.suffix)


def _first(paths: Iterable[Path]) -> list[Path]:
    return [path for path, _number in zip(paths, range(MAX_FILES), strict=False)]
