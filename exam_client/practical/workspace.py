"""A working folder on the disk: laid out from starter files, or rebuilt from a manifest; never silently overwritten.

Blocking; called away from the GUI thread.
"""

from __future__ import annotations

import shutil
import stat
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from exam_client.practical.reach import inside, make_folder
from exam_client.practical.reach import write_file as new_file
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.files import UnsafeNameError, safe_relative, write_whole
from itembank.base.i18n import _
from itembank.model.items.practical import PracticalInteraction
from itembank.model.responses import FileEntry, FolderManifest

WINDOWS_FLAGS = {"H": 2, "S": 4}
"""Attributes that only Windows knows, as its file system keeps them."""


class WorkspaceError(JikaoError):
    """A working folder cannot be laid out or changed."""

    def __init__(self, path: str, error: OSError | None = None) -> None:
        """Name the file, and what the system said."""
        reason = f"（{error.strerror}）" if error is not None and error.strerror else ""
        super().__init__(
            _("文件“{path}”无法写入{reason}。").format(path=path, reason=reason),
            hint=_("请先关闭打开这个文件的程序，再试一次。"),
            code=ExitCode.ENVIRONMENT,
        )


def candidate_folder(work_folder: Path, number: str) -> Path:
    """Return the folder that holds all working folders of a candidate."""
    return work_folder / safe_relative(number)


def task_folder(work_folder: Path, number: str, task: PracticalInteraction) -> Path:
    """Return the working folder of a task."""
    return candidate_folder(work_folder, number).joinpath(*safe_relative(task.folder).parts)


def lay_out(folder: Path, task: PracticalInteraction, media: Mapping[str, bytes]) -> None:
    """Make a working folder with its starter files; files that are there already stay as they are."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in task.starter_files:
        target = inside(folder, file.path)
        if file.folder:
            target.mkdir(parents=True, exist_ok=True)
        elif not target.exists():
            write_file(target, media[file.media])
            set_attributes(target, file.attributes)
    for file in task.starter_files:
        if file.folder and file.attributes:
            set_attributes(inside(folder, file.path), file.attributes)


def rebuild(folder: Path, manifest: FolderManifest, find: Callable[[FileEntry], bytes | None]) -> tuple[str, ...]:
    """Write a folder as a manifest says; returns the paths whose bytes could not be found or that cannot exist here.

    The folder is there when it is whole: after a crash on the way a half one is never taken for the candidate's work.
    """
    aside = folder.with_name(f".{folder.name}.rebuilding")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    missing = [entry.path for entry in manifest.entries if not _rebuilt(aside, entry, find)]
    aside.rename(folder)
    return tuple(missing)


def move_aside(folder: Path) -> Path | None:
    """Move a folder out of the way under a new name beside it; None if there is none."""
    if not folder.exists():
        return None
    number = 1
    while (target := folder.with_name(f"{folder.name}.aside-{number}")).exists():
        number += 1
    folder.rename(target)
    return target


def remove(folder: Path) -> None:
    """Remove a candidate's folders after the room has everything; what cannot be removed stays."""
    shutil.rmtree(folder, ignore_errors=True)


def write_file(target: Path, data: bytes) -> None:
    """Write a file whole; raises `WorkspaceError`."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            target.chmod(target.stat().st_mode | stat.S_IWUSR)
        write_whole(target, data)
        # A temporary file is private; the candidate's programs may run under another name.
        target.chmod(stat.S_IRUSR | stat.S_IWUSR | stat.S_IRGRP | stat.S_IROTH)
    except OSError as error:
        raise WorkspaceError(target.name, error) from error


def set_attributes(target: Path, letters: str) -> None:
    """Give a file the attributes of its letters; hidden and system exist on Windows alone. Raises `WorkspaceError`."""
    try:
        if "R" in letters and target.is_file():
            target.chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)
        flags = sum(flag for letter, flag in WINDOWS_FLAGS.items() if letter in letters)
        if sys.platform == "win32" and flags:
            import ctypes

            known = target.stat().st_file_attributes
            if not ctypes.windll.kernel32.SetFileAttributesW(str(target), known | flags):
                raise ctypes.WinError()
    except OSError as error:
        raise WorkspaceError(target.name, error) from error


def _rebuilt(folder: Path, entry: FileEntry, find: Callable[[FileEntry], bytes | None]) -> bool:
    try:
        if entry.folder:
            make_folder(folder, entry.path)
            return True
        data = find(entry)
        if data is None:
            return False
        modified_ns, may_write = entry.modified_ms * 1_000_000, "R" not in entry.attributes
        new_file(folder, entry.path, data, modified_ns=modified_ns, may_write=may_write)
        if entry.attributes:
            set_attributes(inside(folder, entry.path), entry.attributes)
    except UnsafeNameError:
        return False
    except OSError as error:
        raise WorkspaceError(entry.path, error) from error
    return True
