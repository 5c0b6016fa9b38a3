"""What tests of working folders share: a store in memory, many files at once, what a folder holds."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from itembank.model.responses import FileEntry, FolderManifest


class Keep:
    """Keeps what a snapshot seals."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def __call__(self, data: bytes) -> str:
        name = hashlib.sha256(b"sealed" + data).hexdigest()
        self.kept[name] = data
        return name

    def find(self, entry: FileEntry) -> bytes | None:
        content = self.kept.get(entry.blob)
        return None if content is None else entry.part_of(content)


def fill(folder: Path, count: int, make: Callable[[int], bytes] = lambda number: f"{number}".encode()) -> None:
    for number in range(count):
        (folder / f"文件{number:05}.txt").write_bytes(make(number))


def paths(manifest: FolderManifest) -> list[str]:
    return [entry.path for entry in manifest.entries]


def contents(folder: Path) -> dict[str, bytes | None]:
    """Return every path of a folder with its bytes; None for a folder."""
    return {
        path.relative_to(folder).as_posix(): None if path.is_dir() else path.read_bytes() for path in folder.rglob("*")
    }
