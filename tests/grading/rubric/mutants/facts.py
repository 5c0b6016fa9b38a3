"""What the readers see in two files, and where they see different things."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from grading.office.inspect import as_data
from grading.office.model import Workbook
from grading.office.open import read_office_bytes


@dataclass(frozen=True)
class Example:
    """A check that a model meets; `changes` are the only facts that its mutant may change (patterns of paths)."""

    parameters: dict[str, Any]
    model: bytes
    changes: tuple[str, ...]
    starter: bytes = b""
    files: dict[str, bytes] = field(default_factory=dict)


def facts(data: bytes) -> dict[str, str]:
    """Return every fact of an office file by its path; raises `CannotReadError`."""
    outcome = read_office_bytes(data)
    whole = as_data(outcome)
    if isinstance(outcome, Workbook):
        styles = whole.pop("styles", [{}])
        for sheet in whole["sheets"]:
            cells = [{**cell, "style": styles[cell.get("style", 0)]} for cell in sheet["cells"]]
            filled = [cell for cell in cells if {"value", "formula"} & set(cell)]
            sheet["cells"] = {cell["cell"]: cell for cell in filled}
            # An empty cell that looks like all others says nothing.
            empty = [cell for cell in cells if cell not in filled and cell["style"] != styles[0]]
            sheet["empty"] = {cell["cell"]: cell["style"] for cell in empty}
    return dict(_flat(whole, ""))


def _flat(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _flat(inner, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            yield from _flat(inner, f"{path}.{number}")
    else:
        yield path, repr(value)


def changed_facts(model: bytes, mutant: bytes) -> set[str]:
    """Return the paths of the facts that differ."""
    before, after = facts(model), facts(mutant)
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def surprising(changed: set[str], allowed: tuple[str, ...]) -> set[str]:
    """Return the changed facts that no pattern allows."""
    return {path for path in changed if not any(fnmatchcase(path, pattern) for pattern in allowed)}
