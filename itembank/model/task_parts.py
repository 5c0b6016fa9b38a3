"""Which files of a task's folder are what: the one walk over it, for the bank and for the test of its rubric.

docs/formats/task.md is the specification.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from itembank.base.errors import JikaoError
from itembank.base.files import safe_relative
from itembank.base.i18n import _
from itembank.model.codec import ModelError
from itembank.model.items.practical import ATTRIBUTES
from itembank.model.rubric_file import read_table

TASK_FILES = ("task.toml", "task.json")
RUBRIC_FILES = ("rubric.toml", "rubric.json")
CERTIFICATE_FILE = "certificate.json"

GOLDEN_FILE = "golden.zip"
STARTER, MODEL, MUTANTS, GOLDEN = "starter", "model", "mutants", "golden"
IGNORED = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", ".gitkeep"})
MAX_FILES = 500
MAX_FOLDER_BYTES = 64 << 20


def find_task_folders(folder: Path) -> list[Path]:
    """Return the task folders at `folder`: itself, or those right below it, by name."""
    if find_task_file(folder) is not None:
        return [folder]
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.is_dir() and find_task_file(path) is not None)


def find_task_file(folder: Path) -> Path | None:
    """Find the file with the task's fields."""
    return next((folder / name for name in TASK_FILES if (folder / name).is_file()), None)


def find_rubric_file(folder: Path, named: str = "") -> Path | None:
    """Find the rubric: the file the task names, else one of the usual names."""
    names = (safe_name(named),) if named else RUBRIC_FILES
    return next((folder / name for name in names if (folder / name).is_file()), None)


def read_part(folder: Path, name: str, empty_folders: Iterable[str] = ()) -> dict[str, bytes | None]:
    """Read `starter`, `model`, `mutants` or `golden`: path to bytes, None for an empty folder. Raises `ModelError`."""
    base = folder / name
    found: dict[str, bytes | None] = {}
    size = 0
    for path in _walk(base) if base.is_dir() else ():
        inner = safe_name(unicodedata.normalize("NFC", path.relative_to(base).as_posix()))
        data = None if path.is_dir() else path.read_bytes()
        found[inner] = data
        size += len(data or b"")
    for inner in empty_folders:
        found.setdefault(safe_name(inner), None)
    if len(found) > MAX_FILES or size > MAX_FOLDER_BYTES:
        message = _("{name} 文件夹最多 {files} 个文件、{size} MB。")
        raise ModelError(message.format(name=name, files=MAX_FILES, size=MAX_FOLDER_BYTES >> 20))
    return {inner: found[inner] for inner in sorted(found)}


def find_manifest(folder: Path, part: str = MODEL) -> Path | None:
    """Find the manifest of a task's model, or of its starter."""
    names = (f"{part}-manifest.toml", f"{part}-manifest.json")
    return next((folder / name for name in names if (folder / name).is_file()), None)


def find_manifests(folder: Path) -> list[Path]:
    """Return the manifests that a task has."""
    return [file for part in (STARTER, MODEL) if (file := find_manifest(folder, part)) is not None]


def read_attributes(folder: Path, files: Iterable[str], part: str = MODEL) -> dict[str, str]:
    """Read which attributes the files of a part have: path to letters, those without left out. Raises `ModelError`.

    The manifest has the entries a desk writes for a working folder; only path and attributes are looked at.
    """
    file = find_manifest(folder, part)
    entries = read_table(file).get("entries", []) if file is not None else []
    known = {above for path in files for above in (path, *map(str, PurePosixPath(path).parents))}
    found: dict[str, str] = {}
    for entry in entries if isinstance(entries, list) else ():
        path, letters = (
            (entry.get(name, "") for name in ("path", "attributes")) if isinstance(entry, dict) else ("", "")
        )
        is_read = isinstance(path, str) and isinstance(letters, str)
        if not is_read or path not in known or set(letters) - ATTRIBUTES:
            sentence = _("清单“{file}”中“{path}”一项不对：文件应当在 {part} 中，属性只能是 R、H、S。")
            name = file.name if file is not None else ""
            raise ModelError(sentence.format(file=name, path=path, part=part))
        if letters:
            found[path] = letters
    return found


def read_extra(folder: Path) -> dict[str, bytes]:
    """Read what takes part in a rubric's test beside starter and model, all made by hand.

    That is mutants, golden work, and the manifests of starter and model. Returns path in the task's folder to bytes;
    raises `ModelError`.
    """
    parts = ((part, read_part(folder, part)) for part in (MUTANTS, GOLDEN))
    found = {f"{part}/{name}": data or b"" for part, files in parts for name, data in files.items()}
    return {**found, **{manifest.name: manifest.read_bytes() for manifest in find_manifests(folder)}}


def safe_name(name: str) -> str:
    """Return a name that exists on every system; raises `ModelError`."""
    try:
        return str(safe_relative(name))
    except JikaoError as error:
        raise ModelError(error.message) from error


def _walk(base: Path) -> Iterator[Path]:
    """Yield files, and folders that are empty; links are refused, because their target would be taken along."""
    for path in sorted(base.rglob("*")):
        if path.is_symlink():
            raise ModelError(_("素材中不能有符号链接：{name}。").format(name=path.name))
        if path.name in IGNORED:
            continue
        if path.is_file() or (path.is_dir() and not any(inner.name not in IGNORED for inner in path.iterdir())):
            yield path
