"""The fields of a practical task as `task.toml` or `task.json` writes them.

Shapes only; `task_folder` reads the files around it. docs/formats/task.md is the specification.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from itembank.base.i18n import _
from itembank.formats.findings import RowError
from itembank.model.rubric_file import read_table
from itembank.model.wording import fault_of


class TaskDeliverable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[[deliverable]]`: a file that must be there at hand-in."""

    path: str
    software: str = ""
    suffixes: tuple[str, ...] = ()


class TaskSample(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[[sample_test]]`: a public example run."""

    name: str
    stdin: str = ""
    expected: str = ""


class TaskFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The fields of the task file; numbers with fractions may be written as numbers or as text."""

    id: str
    title: str
    software: str
    stem: str = ""
    stem_file: str = ""
    folder: str = ""
    points: str | int = ""
    empty_folders: tuple[str, ...] = ()
    rubric: str = ""
    knowledge: tuple[str, ...] = ()
    domain: str = ""
    level: str = ""
    difficulty: str | int = ""
    time: str | int = ""
    curriculum: str = ""
    enemies: tuple[str, ...] = ()
    stimulus: str = ""
    source: str = ""
    explanation: str = ""
    deliverable: tuple[TaskDeliverable, ...] = ()
    sample_test: tuple[TaskSample, ...] = ()


def read_task_file(path: Path) -> TaskFile:
    """Read `task.toml` or `task.json`; raises `RowError` or `ModelError` with the first fault."""
    try:
        return msgspec.convert(read_table(path), TaskFile, strict=True)
    except msgspec.ValidationError as error:
        raise RowError(_("{name} 的内容不对：{error}。").format(name=path.name, error=fault_of(error))) from error
