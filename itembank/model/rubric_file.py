"""How a rubric is spelled in a file, TOML or JSON: the one reader of it, for the bank and for graders.

Which check types there are is the grader's business; here is only the shape.
docs/formats/rubric.md is the specification.
"""

from __future__ import annotations

import json
import re
import tomllib
from fractions import Fraction
from typing import TYPE_CHECKING

from itembank.base.i18n import _
from itembank.model.checks import Rubric
from itembank.model.codec import ModelError, from_builtins
from itembank.model.wording import fault_of, punctuation_fault

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 2 << 20
MOST_POINTS = 200
_POINTS = "points"
_DECIMAL = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6})?")


def read_rubric(path: Path) -> Rubric:
    """Read a rubric; raises `ModelError` naming the file."""
    return rubric_from(read_table(path), path.name)


def parse_rubric(data: bytes, *, toml: bool, name: str = "") -> Rubric:
    """Read a rubric's bytes; raises `ModelError`."""
    return rubric_from(parse_table(data, toml=toml, name=name), name)


def rubric_from(table: dict[str, object], name: str) -> Rubric:
    """Make a rubric of what a file holds; marks may be written 2, 2.5 or "5/2". Raises `ModelError`."""
    points = table.get(_POINTS)
    if isinstance(points, list) and len(points) > MOST_POINTS:
        message = _("评分标准“{name}”有 {count} 个得分点，最多 {most} 个。")
        raise ModelError(message.format(name=name, count=len(points), most=MOST_POINTS))
    exact = table | {_POINTS: [_exact(point) for point in points]} if isinstance(points, list) else table
    try:
        return from_builtins(Rubric, exact)
    except ModelError as error:
        raise ModelError(_("评分标准“{name}”：{error}").format(name=name, error=error.message)) from error


def read_table(path: Path) -> dict[str, object]:
    """Read a TOML file, or a JSON file by its ending; raises `ModelError`."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ModelError(_("{name} 太大。").format(name=path.name))
        data = path.read_bytes()
    except OSError as error:
        raise ModelError(_("读不到文件 {name}。").format(name=path.name)) from error
    return parse_table(data, toml=path.suffix.lower() != ".json", name=path.name)


def parse_table(data: bytes, *, toml: bool, name: str = "") -> dict[str, object]:
    """Read TOML or JSON; numbers with fractions stay text, so that nothing is rounded. Raises `ModelError`."""
    try:
        text = data.decode("utf-8-sig")
        found: object = tomllib.loads(text, parse_float=str) if toml else json.loads(text, parse_float=str)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        fault = punctuation_fault(error, data) or fault_of(error)
        raise ModelError(_("{name} 写得不对：{error}。").format(name=name, error=fault)) from error
    if not isinstance(found, dict):
        raise ModelError(_("{name} 的最外层应是一个表。").format(name=name))
    return found


def _exact(point: object) -> object:
    """Write a point's marks as the model spells them: 2 and "2.5" become "2" and "5/2"."""
    if not isinstance(point, dict):
        return point
    marks = point.get(_POINTS)
    if not isinstance(marks, str | int) or isinstance(marks, bool):
        return point
    text = str(marks)
    return point | {_POINTS: str(Fraction(text)) if _DECIMAL.fullmatch(text) else text}
