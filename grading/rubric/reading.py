"""Reads a rubric for marking: its file must have the right shape and name only checks that the grader knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grading.checks.catalogue import check_rubric
from itembank.base.errors import JikaoError
from itembank.base.i18n import _
from itembank.model import rubric_file
from itembank.model.codec import ModelError

if TYPE_CHECKING:
    from pathlib import Path

    from itembank.model.checks import Rubric

SHOWN = 20


class RubricError(JikaoError):
    """A rubric cannot be read or would not work."""


def read_rubric(path: Path) -> Rubric:
    """Read and check a rubric; raises `RubricError`."""
    try:
        rubric = rubric_file.read_rubric(path)
    except ModelError as error:
        raise RubricError(error.message) from error
    require_known(rubric, path.name)
    return rubric


def parse_rubric(data: bytes, *, toml: bool, name: str = "") -> Rubric:
    """Read a rubric's bytes without looking at its checks; raises `RubricError`."""
    try:
        return rubric_file.parse_rubric(data, toml=toml, name=name)
    except ModelError as error:
        raise RubricError(error.message) from error


def require_known(rubric: Rubric, name: str) -> None:
    """Refuse unknown checks and wrong parameters; raises `RubricError`."""
    faults = check_rubric(rubric)
    if faults:
        shown = "\n".join(faults[:SHOWN])
        raise RubricError(
            _("评分标准“{name}”有 {count} 处错误：\n{faults}").format(name=name, count=len(faults), faults=shown),
            hint=_("检查项的名称和参数见 docs/formats/rubric.md。"),
        )
