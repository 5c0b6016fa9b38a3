"""What formulas calculate with: numbers, texts, truth values, errors, blanks; matrices and ranges of them.

Numbers are floats, as in the programs this imitates; they are never marks.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

from grading.office.references import Area

TEXT_MAX = 32_767
MATRIX_MAX = 200_000


class ErrorValue(Enum):
    """The error values of a sheet."""

    NULL = "#NULL!"
    DIV0 = "#DIV/0!"
    VALUE = "#VALUE!"
    REF = "#REF!"
    NAME = "#NAME?"
    NUM = "#NUM!"
    NA = "#N/A"
    SPILL = "#SPILL!"
    CALC = "#CALC!"
    GETTING_DATA = "#GETTING_DATA"


ERRORS = {error.value: error for error in ErrorValue}


class Blank(Enum):
    """The content of an empty cell: 0, "" or FALSE, as it is asked for."""

    BLANK = "blank"


BLANK = Blank.BLANK
Scalar = float | str | bool | ErrorValue | Blank


@dataclass(frozen=True, slots=True)
class Matrix:
    """A rectangle of values; every row is equally long and there is at least one value."""

    rows: tuple[tuple[Scalar, ...], ...]

    @property
    def height(self) -> int:
        return len(self.rows)

    @property
    def width(self) -> int:
        return len(self.rows[0])


@dataclass(frozen=True, slots=True)
class Range:
    """A rectangle of cells of one sheet, by the sheet's own spelling of its name."""

    sheet: str
    area: Area

    @property
    def height(self) -> int:
        return self.area.last_row - self.area.first_row + 1

    @property
    def width(self) -> int:
        return self.area.last_column - self.area.first_column + 1


Operand = float | str | bool | ErrorValue | Blank | Matrix | Range


class FaultError(Exception):
    """A calculation gives an error value; caught where a function ends."""

    def __init__(self, error: ErrorValue) -> None:
        """`error` is what the cell shows."""
        super().__init__(error.value)
        self.error = error


class Obstacle(Enum):
    """Why a formula cannot be calculated here, though an office program might."""

    SYNTAX = "syntax"
    TOO_LONG = "too_long"
    TOO_DEEP = "too_deep"
    FUNCTION = "function"
    NAME = "name"
    EXTERNAL = "external"
    VOLATILE = "volatile"
    NUMBER_FORMAT = "number_format"
    CIRCULAR = "circular"
    STEPS = "steps"
    DATA_TABLE = "data_table"
    UNSUPPORTED = "unsupported"


class CannotCalculateError(Exception):
    """A formula cannot be calculated; `detail` names the function, name or place."""

    def __init__(self, obstacle: Obstacle, detail: str = "") -> None:
        """Shorten what the file says: it is foreign text."""
        self.obstacle = obstacle
        self.detail = detail[:80]
        super().__init__(f"{obstacle.value}: {self.detail}")


def finite(number: float) -> float:
    """Return the number; raises `FaultError` (#NUM!) when it is none."""
    if not math.isfinite(number):
        raise FaultError(ErrorValue.NUM)
    return number


def matrix_of_one(value: Scalar) -> Matrix:
    return Matrix(((value,),))
