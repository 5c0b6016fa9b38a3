"""Working folders made of files at hand, where no desk wrote a manifest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from grading.marking.folders import WorkingFolder
from itembank.base.canonical import digest
from itembank.base.errors import JikaoError
from itembank.base.i18n import _
from itembank.model.responses import FileEntry, FolderManifest
from itembank.model.task_parts import MODEL, STARTER, read_attributes

Files = Mapping[str, bytes | None]
"""Path in the working folder to bytes; None is a folder."""

MAX_FILES = 500


class Folder(dict[str, "bytes | None"]):
    """Files some of which have attributes: path to letters such as "RH", as a desk writes them down."""

    def __init__(self, files: Files, attributes: Mapping[str, str]) -> None:
        """Keep both."""
        super().__init__(files)
        self.attributes = dict(attributes)


def attributes_of(files: Files) -> dict[str, str]:
    """Return the attributes of a folder's files; none for files that were only put together."""
    return files.attributes if isinstance(files, Folder) else {}


def like(files: Files, other: Files) -> Files:
    """Return files with the attributes that files of these names have in another folder, if they have none."""
    if isinstance(files, Folder) or not isinstance(other, Folder):
        return files
    return Folder(
        files, {path: letters for path, letters in other.attributes.items() if path in files or _holds(files, path)}
    )


def _holds(files: Files, folder: str) -> bool:
    return any(path.startswith(f"{folder}/") for path in files)


def folder_of(files: Files, starter: Files | None = None) -> WorkingFolder:
    """Make a working folder, with the folders above its files, beside what was handed out."""
    known = {**dict.fromkeys(_parents(files)), **files}
    handed_out = {**dict.fromkeys(_parents(starter or {})), **(starter or {})}
    by_digest = {digest(data): data for data in handed_out.values() if data is not None}
    letters = attributes_of(files)
    entries = tuple(_entry(path, data, letters.get(path, "")) for path, data in sorted(known.items()))
    return WorkingFolder(
        FolderManifest(entries=entries),
        lambda entry: known[entry.path] or b"",
        {path: "" if data is None else digest(data) for path, data in handed_out.items()},
        by_digest.get,
        None if starter is None else attributes_of(starter),
    )


def with_manifest(files: Files, folder: Path) -> Files:
    """Return files with the attributes of the manifest beside the model or starter folder they were read from.

    Any other folder has none. Raises `ModelError`.
    """
    if not folder.is_dir() or folder.name not in {MODEL, STARTER}:
        return files
    return Folder(files, read_attributes(folder.resolve().parent, files, folder.name))


def read_files(paths: Iterable[Path]) -> dict[str, bytes | None]:
    """Read files under their names, and folders with all below them; raises `JikaoError`."""
    found: dict[str, bytes | None] = {}
    for path in paths:
        for name, file in _named(path):
            if name in found:
                raise JikaoError(_("有两个名为“{name}”的文件。").format(name=name))
            if len(found) >= MAX_FILES:
                raise JikaoError(_("文件太多，最多 {count} 个。").format(count=MAX_FILES))
            try:
                found[name] = None if file.is_dir() else file.read_bytes()
            except OSError as error:
                raise JikaoError(_("读不到文件“{name}”。").format(name=file)) from error
    return found


def _named(path: Path) -> list[tuple[str, Path]]:
    if path.is_dir():
        return [(file.relative_to(path).as_posix(), file) for file in sorted(path.rglob("*")) if not file.is_symlink()]
    return [(path.name, path)]


def _parents(files: Files) -> set[str]:
    return {str(above) for path in files for above in PurePosixPath(path).parents if above.name}


def _entry(path: str, data: bytes | None, attributes: str) -> FileEntry:
    if data is None:
        return FileEntry(path=path, folder=True, attributes=attributes)
    return FileEntry(path=path, size_bytes=len(data), sha256=digest(data), blob=digest(data), attributes=attributes)
