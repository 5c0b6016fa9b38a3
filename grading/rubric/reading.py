"""Reads a rubric from JSON or TOML and refuses one that names unknown checks or wrong parameters."""

from __future__ import annotations

import json
import re
import tomllib
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from grading.checks.catalogue import check_rubric
from itembank.base.errors import JikaoError
from itembank.base.i18n import _
from itembank.model.checks import Rubric
from itembank.model.codec import ModelError, from_builtins

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 2 << 20
_POINTS = "points"
_DECIMAL = re.compile(r"[0-9]{1,6}\.[0-9]{1,6}")


class RubricError(JikaoError):
    """A rubric cannot be read or would not work."""


def read_rubric(path: Path) -> Rubric:
    """Read and check a rubric; raises `RubricError`."""
    rubric = parse_rubric(_read(path), toml=path.suffix.lower() == ".toml", name=path.name)
    faults = check_rubric(rubric)
    if faults:
        shown = "\n".join(faults[:20])
        raise RubricError(
            _("评分标准“{name}”有 {count} 处错误：\n{faults}").format(name=path.name, count=len(faults), faults=shown),
            hint=_("检查项的名称和参数见 docs/formats/rubric.md。"),
        )
    return rubric


def parse_rubric(data: bytes, *, toml: bool, name: str = "") -> Rubric:
    """Read a rubric's bytes; numbers with fractions stay exact. Raises `RubricError`."""
    try:
        text = data.decode("utf-8-sig")
        found: object = tomllib.loads(text, parse_float=str) if toml else json.loads(text, parse_float=str)
        return from_builtins(Rubric, _with_exact_points(found))
    except ModelError as error:
        raise RubricError(_("评分标准“{name}”：{error}").format(name=name, error=error.message)) from error
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise RubricError(_("评分标准“{name}”写得不对：{error}").format(name=name, error=str(error)[:200])) from error


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise RubricError(_("评分标准“{name}”太大。").format(name=path.name))
        return path.read_bytes()
    except OSError as error:
        raise RubricError(_("读不到评分标准“{name}”。").format(name=path.name)) from error


def _with_exact_points(found: object) -> object:
    """Write the marks of the points as the model spells them: 2 and "2.5" become "2" and "5/2"."""
    if not isinstance(found, dict) or not isinstance(found.get(_POINTS), list):
        return found
    return found | {_POINTS: [_exact(point) for point in found[_POINTS]]}


def _exact(point: object) -> object:
    if not isinstance(point, dict):
        return point
    marks = point.get(_POINTS)
    if isinstance(marks, int) and not isinstance(marks, bool):
        return point | {_POINTS: str(marks)}
    if isinstance(marks, str) and _DECIMAL.fullmatch(marks):
        return point | {_POINTS: str(Fraction(Decimal(marks)))}
    return point
