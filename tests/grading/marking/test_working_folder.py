"""A working folder that nobody touched, as the desk writes it down and as the marking package knows its starter."""

from __future__ import annotations

import pytest

from grading.marking.folders import WorkingFolder
from itembank.model.responses import FileEntry, FolderManifest

SHA = "a" * 64
STARTER = {"旧资料/草稿.tmp": SHA, "图片": ""}
ENTRIES = (
    FileEntry(path="图片", folder=True),
    FileEntry(path="旧资料", folder=True),
    FileEntry(path="旧资料/草稿.tmp", size_bytes=1, sha256=SHA, blob=SHA),
)


def folder(*entries: FileEntry) -> WorkingFolder:
    return WorkingFolder(FolderManifest(entries=entries), lambda _entry: b"", STARTER)


def test_a_folder_with_folders_in_it_is_untouched_when_nothing_was_done() -> None:
    assert folder(*ENTRIES).is_untouched()


@pytest.mark.parametrize(
    "entries",
    [
        ENTRIES[1:],
        ENTRIES[:2],
        (*ENTRIES, FileEntry(path="新建文件夹", folder=True)),
        (*ENTRIES[:2], FileEntry(path="旧资料/草稿.tmp", size_bytes=1, sha256="b" * 64, blob=SHA)),
    ],
)
def test_anything_made_deleted_or_written_is_work(entries: tuple[FileEntry, ...]) -> None:
    assert not folder(*entries).is_untouched()
