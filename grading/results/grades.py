"""The grade table as data: fixed cuts, a linear scale, pass or fail; one rounding at the end, half up."""

from __future__ import annotations

from enum import Enum
from fractions import Fraction
from math import floor

from itembank.base.i18n import _
from itembank.model.codec import ModelError, Value

HALF = Fraction(1, 2)


class Rounding(Enum):
    """To what a total is rounded before the cuts are looked at."""

    WHOLE = "whole"
    HALF_POINT = "half"
    TENTH = "tenth"
    NONE = "none"


STEPS = {Rounding.WHOLE: Fraction(1), Rounding.HALF_POINT: HALF, Rounding.TENTH: Fraction(1, 10)}


class Grade(Value, frozen=True):
    """A grade and the lowest total that earns it."""

    name: str
    at_least: Fraction


class GradeTable(Value, frozen=True):
    """Grades from best to worst; the last one's cut must be 0. `full` is what `scaled_full` stands for."""

    grades: tuple[Grade, ...]
    rounding: Rounding = Rounding.HALF_POINT
    full: Fraction = Fraction(100)
    scaled_full: Fraction | None = None

    def __post_init__(self) -> None:
        """Refuse a table that is out of order or has a hole at the bottom."""
        cuts = [grade.at_least for grade in self.grades]
        if not cuts or cuts != sorted(cuts, reverse=True) or len(set(cuts)) != len(cuts) or cuts[-1] != 0:
            raise ModelError(_("等级表应从高到低排列，最低一级从 0 分开始。"))

    def total(self, points: Fraction) -> Fraction:
        """Return a raw total rounded half up."""
        step = STEPS.get(self.rounding)
        return points if step is None else floor(points / step + HALF) * step

    def grade(self, points: Fraction) -> str:
        """Return the grade of a raw total."""
        total = self.total(points)
        return next(grade.name for grade in self.grades if total >= grade.at_least)

    def scaled(self, points: Fraction) -> Fraction | None:
        """Return the scaled score (折算分), or None when the table has no scale."""
        if self.scaled_full is None:
            return None
        return self.total(points * self.scaled_full / self.full)


# 合格 from 60 of 100; centres replace it by their own file.
PASS_FAIL = GradeTable(
    grades=(Grade(name="合格", at_least=Fraction(60)), Grade(name="不合格", at_least=Fraction(0))),
)
FIVE_GRADES = GradeTable(
    grades=tuple(
        Grade(name=name, at_least=Fraction(cut)) for name, cut in (("A", 85), ("B", 75), ("C", 60), ("D", 40), ("E", 0))
    ),
)
