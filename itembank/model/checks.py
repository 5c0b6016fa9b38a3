"""Rubrics of practical tasks as data: check points, each made of calls of named check types.

What a check type means and which parameters it takes is the grader's
vocabulary (`grading.checks`); here is only the shape. The room never sees it.
"""

from __future__ import annotations

from enum import Enum
from fractions import Fraction
from typing import Any

from itembank.base.i18n import _
from itembank.model.codec import ModelError, Value
from itembank.model.ids import check_identifier

# Deeper down the same again; msgspec 0.22 cannot read a type alias that names itself.
ParameterValue = str | int | bool | None | list[Any] | dict[str, Any]


class Combine(Enum):
    """How the calls of one point make its outcome: all met, any met, or the weighted share that is met."""

    ALL = "all"
    ANY = "any"
    SHARE = "share"


class CheckCall(Value, frozen=True):
    """One check: `type` such as "W.font_size", `file` in the working folder, and the type's parameters.

    Lengths and sizes are text with a unit ("2.5cm", "16pt"); numbers that need
    fractions are text ("1.5"), so that a rubric has one spelling.
    """

    type: str
    file: str = ""
    parameters: dict[str, ParameterValue] = {}
    weight: int = 1


class CheckPoint(Value, frozen=True):
    """得分点: something the task asks for in one sentence, worth `points`.

    For the rubric's test only: `falls_with` names points without which this one
    may fall too (no table, nothing in its cells). The other two are reasons in a
    sentence: why the point does not outlive a re-save by another program, and
    why somebody else's file may earn it.
    """

    identifier: str
    title: str
    points: Fraction
    checks: tuple[CheckCall, ...]
    combine: Combine = Combine.ALL
    falls_with: tuple[str, ...] = ()
    not_resaved: str = ""
    earned_by_others: str = ""

    def __post_init__(self) -> None:
        """Refuse empty and worthless points."""
        check_identifier(self.identifier, _("得分点"))
        if not self.checks:
            raise ModelError(_("得分点“{name}”没有检查项（checks）。").format(name=self.identifier))
        if self.points <= 0:
            raise ModelError(_("得分点“{name}”的分值应大于 0。").format(name=self.identifier))


class Rubric(Value, frozen=True):
    """评分标准 of one practical task."""

    identifier: str
    points: tuple[CheckPoint, ...]
    title: str = ""

    def __post_init__(self) -> None:
        """Refuse doubled points and declarations about points that are not there."""
        check_identifier(self.identifier, _("评分标准"))
        names = [point.identifier for point in self.points]
        if not names:
            raise ModelError(_("评分标准“{name}”没有得分点。").format(name=self.identifier))
        if doubled := sorted({name for name in names if names.count(name) > 1}):
            raise ModelError(_("得分点“{names}”写了不止一次。").format(names="、".join(doubled)))
        for point in self.points:
            if strange := set(point.falls_with) - set(names) | {point.identifier} & set(point.falls_with):
                message = _("得分点“{point}”的 falls_with 中的“{names}”不是另一个得分点。")
                raise ModelError(message.format(point=point.identifier, names="、".join(sorted(strange))))

    def total(self) -> Fraction:
        """Return the points of all check points together."""
        return sum((point.points for point in self.points), Fraction(0))
