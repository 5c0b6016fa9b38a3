"""The fields of a practical task as `task.toml` or `task.json` writes them, and the rubric beside it.

Shapes only; `task_folder` reads the files around it. docs/formats/task.md is the specification.
"""

from __future__ import annotations

import json
import tomllib
from fractions import Fraction
from pathlib import Path

import msgspec

from itembank.base.i18n import _
from itembank.formats.findings import RowError
from itembank.formats.values import read_amount
from itembank.model.checks import Rubric
from itembank.model.codec import ModelError, from_builtins
from itembank.model.wording import fault_of

MAX_BYTES = 2 << 20
POINT_LISTS = "points"


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
    """Read `task.toml` or `task.json`; raises `RowError` with the place of the first fault."""
    try:
        return msgspec.convert(read_data(path), TaskFile, strict=True)
    except msgspec.ValidationError as error:
        raise RowError(_("{name} 的内容不对：{error}。").format(name=path.name, error=fault_of(error))) from error


def read_rubric(path: Path) -> Rubric:
    """Read a rubric in TOML or JSON; marks may be written 2, 2.5 or "5/2". Raises `RowError`."""
    data = read_data(path)
    try:
        return from_builtins(Rubric, _with_exact_points(data))
    except ModelError as error:
        raise RowError(_("{name}：{error}").format(name=path.name, error=error.message)) from error


def read_data(path: Path) -> dict[str, object]:
    """Read a TOML or JSON file; numbers with fractions stay text, so that nothing is rounded. Raises `RowError`."""
    try:
        data = path.read_bytes()
        if len(data) > MAX_BYTES:
            raise RowError(_("{name} 太大。").format(name=path.name))
        text = data.decode("utf-8-sig")
        found = json.loads(text, parse_float=str) if path.suffix == ".json" else tomllib.loads(text, parse_float=str)
    except OSError as error:
        raise RowError(_("读不到文件 {name}。").format(name=path.name)) from error
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise RowError(_("{name} 写得不对：{error}。").format(name=path.name, error=fault_of(error))) from error
    if not isinstance(found, dict):
        raise RowError(_("{name} 的最外层应是一个表。").format(name=path.name))
    return found


def _with_exact_points(data: dict[str, object]) -> dict[str, object]:
    """Write the marks of all check points as the model spells them."""
    points = data.get(POINT_LISTS)
    if not isinstance(points, list):
        return data
    return data | {POINT_LISTS: [_exact(point) for point in points]}


def _exact(point: object) -> object:
    if isinstance(point, dict) and isinstance(point.get(POINT_LISTS), str | int):
        amount: Fraction = read_amount(str(point[POINT_LISTS]), _("得分点的分值"))
        return point | {POINT_LISTS: str(amount)}
    return point
