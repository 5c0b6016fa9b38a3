"""Undoes what the F checks look for: a file is put back, a copy left out, a deleted file kept, a text not written."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from grading.rubric.folders import Files, Folder, attributes_of

Parameters = dict[str, Any]
_STAMP = (2026, 1, 1, 0, 0, 0)


def undo_files(kind: str, parameters: Parameters, files: Files, starter: Files) -> Iterator[Files]:
    """Yield the folder with one thing of it undone, the likeliest way first; then single steps back to the starter."""
    match kind:
        case "F.moved" | "F.renamed":
            origin, goal = parameters["from"], parameters["to"]
            yield _without(files, goal) | {origin: starter.get(origin)}
            yield dict(files) | {origin: starter.get(origin)}
        case "F.copied":
            yield _without(files, parameters["to"])
        case "F.absent":
            path = parameters["path"]
            inside = {name: data for name, data in starter.items() if name.startswith(f"{path}/")}
            yield dict(files) | (inside or {path: starter.get(path)})
        case "F.exists":
            path = parameters["path"]
            yield {name: data for name, data in files.items() if name != path and not name.startswith(f"{path}/")}
        case "F.text":
            path = parameters["path"]
            yield dict(files) | {path: starter.get(path) or b""}
            yield dict(files) | {path: "？".encode()}
        case "F.line":
            path, number = parameters["path"], int(parameters["line"])
            lines = (files.get(path) or b"").splitlines(keepends=True)
            yield dict(files) | {path: b"".join([*lines[: number - 1], b"?\n", *lines[number:]])}
        case "F.count":
            folder = parameters.get("folder", "")
            extra = PurePosixPath(folder) / str(parameters.get("pattern", "*")).replace("*", "多").replace("?", "多")
            yield dict(files) | {str(extra): "？".encode()}
        case "F.zip_contains" | "F.zip_exact":
            path = parameters["path"]
            for wanted in parameters["members"]:
                yield dict(files) | {path: _zip_without(files.get(path) or b"", wanted)}
        case "F.attribute" | "F.attribute_cleared":
            yield from _other_letters(files, parameters["path"], parameters["letters"], there=kind == "F.attribute")
        case "F.unchanged":
            for path, data in starter.items():
                if data is not None and files.get(path) == data:
                    yield dict(files) | {path: data + b"\n"}
        case _:
            pass
    yield from _steps_back(files, starter)


def _steps_back(files: Files, starter: Files) -> Iterator[Files]:
    """Yield the folder with one file as it was handed out: brought back, with its old bytes, or gone when it is new."""
    for path, data in starter.items():
        if path not in files or files[path] != data:
            yield dict(files) | {path: data}
    for path in files:
        if path not in starter:
            yield _without(files, path)


def _other_letters(files: Files, path: str, letters: str, *, there: bool) -> Iterator[Files]:
    """Yield the folder with one of the wanted attributes missing, then all, or with the unwanted ones."""
    known = attributes_of(files)
    own = known.get(path, "")
    others = (*(own.replace(letter, "") for letter in letters), "") if there else (own + letters,)
    for changed in others:
        yield Folder(files, {**known, path: changed})


def _without(files: Files, path: str) -> dict[str, bytes | None]:
    return {name: data for name, data in files.items() if name != path}


def _zip_without(data: bytes, wanted: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as smaller:
        for info in archive.infolist():
            name = PurePosixPath(info.filename).name
            if wanted not in {info.filename, name}:
                smaller.writestr(zipfile.ZipInfo(info.filename, _STAMP), archive.read(info), zipfile.ZIP_DEFLATED)
    return out.getvalue()
