"""Builds working folders for tests of checks."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from grading.checks.subject import Subject
from grading.marking.folders import WorkingFolder
from grading.office.open import read_file
from grading.office.outcome import CannotReadError
from grading.works import READERS, WorkKind
from itembank.base.canonical import digest
from itembank.model.responses import FileEntry, FolderManifest


class DirectReader:
    """Reads office files in this process: the same answers as the child's, quicker for tests."""

    def read(self, path: Path):
        try:
            return read_file(path)
        except CannotReadError as error:
            return error.outcome

    def read_work(self, path: Path, kind: WorkKind):
        try:
            return READERS[kind](path)
        except CannotReadError as error:
            return error.outcome


def working_folder(
    files: Mapping[str, bytes | None], starter: Mapping[str, bytes | None] | None = None, **attributes: str
) -> WorkingFolder:
    """Make a folder; None as content is a folder. `attributes` maps a file name (dots as _) to letters."""
    starters = starter or {}
    entries = tuple(
        FileEntry(path=path, folder=True)
        if content is None
        else FileEntry(
            path=path,
            size_bytes=len(content),
            sha256=digest(content),
            blob=digest(content),
            attributes=attributes.get(path.replace(".", "_"), ""),
        )
        for path, content in sorted(files.items())
    )
    by_digest = {digest(content): content for content in starters.values() if content is not None}

    def read(entry: FileEntry) -> bytes:
        content = files[entry.path]
        assert content is not None
        return content

    return WorkingFolder(
        FolderManifest(entries=entries),
        read,
        {path: "" if content is None else digest(content) for path, content in starters.items()},
        by_digest.get,
    )


def subject(files: Mapping[str, bytes | None], starter: Mapping[str, bytes | None] | None = None, judge=None, **more):
    return Subject(working_folder(files, starter, **more), DirectReader(), judge)
