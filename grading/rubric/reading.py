"""Reads a rubric for marking: its file must have the right shape and name only checks that the grader knows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grading.checks.catalogue import CallFault, faults_of, placed
from itembank.base.errors import JikaoError
from itembank.base.i18n import _
from itembank.model import rubric_file
from itembank.model.codec import ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from itembank.model.checks import Rubric

SHOWN = 20
_HEADER = re.compile(r"\s*\[\[\s*points\s*(\.\s*checks\s*)?\]\]")


class RubricError(JikaoError):
    """A rubric cannot be read or would not work."""


def read_rubric(path: Path) -> Rubric:
    """Read and check a rubric; raises `RubricError`."""
    try:
        rubric = rubric_file.read_rubric(path)
    except ModelError as error:
        raise RubricError(error.message) from error
    require_known(rubric, path.name, Lines.of(path))
    return rubric


def parse_rubric(data: bytes, *, toml: bool, name: str = "") -> Rubric:
    """Read a rubric's bytes without looking at its checks; raises `RubricError`."""
    try:
        return rubric_file.parse_rubric(data, toml=toml, name=name)
    except ModelError as error:
        raise RubricError(error.message) from error


def require_known(rubric: Rubric, name: str, lines: Lines | None = None) -> None:
    """Refuse unknown checks and wrong parameters; raises `RubricError`."""
    refuse(rubric, name, faults_of(rubric), lines, hint=_("检查项的名称和参数见 docs/checks.md。"))


def refuse(
    rubric: Rubric, name: str, faults: Sequence[CallFault], lines: Lines | None = None, *, hint: str = ""
) -> None:
    """Raise `RubricError` with a line for each fault, if there are any."""
    if not faults:
        return
    told = lines or Lines()
    shown = "\n".join(placed(rubric, one, told.line(one.point, one.call)) for one in faults[:SHOWN])
    message = _("评分标准“{name}”有 {count} 处错误：\n{faults}")
    raise RubricError(message.format(name=name, count=len(faults), faults=shown), hint=hint)


@dataclass(frozen=True, slots=True)
class Lines:
    """In which lines of a TOML file the checks of each point begin; nothing is known of other spellings."""

    checks: tuple[tuple[int, ...], ...] = ()

    @classmethod
    def of(cls, path: Path) -> Lines:
        """Look through a file that was read before."""
        found: list[list[int]] = []
        text = path.read_bytes().decode("utf-8-sig", "replace")
        for number, line in enumerate(text.splitlines(), 1):
            header = _HEADER.match(line)
            if header and header[1]:
                found.extend([[]] if not found else [])
                found[-1].append(number)
            elif header:
                found.append([])
        return cls(tuple(map(tuple, found)))

    def line(self, point: int, call: int) -> int:
        """Return the line of a check, 0 where it is not known."""
        known = self.checks[point] if point < len(self.checks) else ()
        return known[call] if call < len(known) else 0
