"""How one run's formatting is judged and named: size, switches, underline, colour; for documents and slides."""

from __future__ import annotations

from collections.abc import Callable
from colorsys import rgb_to_hsv
from decimal import Decimal

from grading.checks.names import COLOUR_NAMES, SIZE_NAMES, is_near_colour
from grading.checks.tally import Look
from grading.office.model import RunFormat
from itembank.base.i18n import N_, _

SIZE_TOLERANCE = Decimal("0.25")
"""Sizes come in half points; what is nearer than a step is the same."""

AUTOMATIC = "000000"

GREY_SATURATION, DARK, LIGHT = 0.1, 0.2, 0.93
HUES = (
    (15, N_("红色系")), (45, N_("橙色系")), (70, N_("黄色系")), (165, N_("绿色系")), (195, N_("青色系")),
    (260, N_("蓝色系")), (290, N_("紫色系")), (345, N_("粉色系")), (361, N_("红色系")),
)  # fmt: skip
"""Where the families of colours end on the circle of hues, in degrees."""

UNDERLINES = {
    "single": N_("单线"), "double": N_("双线"), "thick": N_("粗线"), "dotted": N_("点线"), "dash": N_("虚线"),
    "wave": N_("波浪线"), "words": N_("字下加线"), "none": N_("没有下划线"), "any": N_("有下划线"),
}  # fmt: skip
_SLIDE_UNDERLINES = {"sng": "single", "dbl": "double", "heavy": "thick", "wavy": "wave"}


def shown_size(points: Decimal) -> str:
    """Return a size for people: its 字号 when it has one, else points."""
    name = next((name for name, size in SIZE_NAMES.items() if size == points), "")
    amount = _("{n} 磅").format(n=points.normalize().__format__("f"))
    return f"{name}（{amount}）" if name else amount


def colour_name(code: str) -> str:
    """Return the name of a standard colour, "" for another one."""
    name = next((name for name, standard in COLOUR_NAMES.items() if standard == code), "")
    return _(name) if name else ""


def shown_colour(code: str) -> str:
    """Return a colour for people: a standard one by its name, another one with the family it belongs to."""
    if name := colour_name(code):
        return f"{name} {code}"
    family = _family(code)
    return f"{_(family)} {code}" if family else code


def _family(code: str) -> str:
    """Return the family of a colour by its hue; "" for what is no colour."""
    if len(code) != len("RRGGBB") or any(letter not in "0123456789ABCDEF" for letter in code):
        return ""
    hue, saturation, value = rgb_to_hsv(*(int(code[place : place + 2], 16) / 255 for place in (0, 2, 4)))
    if saturation < GREY_SATURATION:
        return N_("接近黑色") if value < DARK else N_("接近白色") if value > LIGHT else N_("灰色")
    return next(name for end, name in HUES if hue * 360 < end)


def look_at_size(points: Decimal) -> Callable[[RunFormat], Look]:
    """Return a look for one size."""

    def look(form: RunFormat) -> Look:
        if form.size_pt is None:
            return Look(is_met=False, seen=_("未指定"))
        return Look(abs(form.size_pt - points) <= SIZE_TOLERANCE, shown_size(form.size_pt))

    return look


def look_at_switch(
    read: Callable[[RunFormat], bool], names: tuple[str, str], *, on: bool
) -> tuple[Callable[[RunFormat], Look], str]:
    """Return a look for something that is on or off, and what is wanted; `names` say on and off."""

    def look(form: RunFormat) -> Look:
        is_on = read(form)
        return Look(is_on is on, names[0] if is_on else names[1])

    return look, names[0] if on else names[1]


def look_at_underline(style: str) -> Callable[[RunFormat], Look]:
    """Return a look for an underline; "any" accepts every line."""

    def look(form: RunFormat) -> Look:
        seen = _underline(form.underline)
        return Look(seen == style or (style == "any" and seen != "none"), underline_name(seen))

    return look


def underline_name(style: str) -> str:
    """Return an underline's name for people; a rare one keeps its OOXML name."""
    return _(UNDERLINES[style]) if style in UNDERLINES else style


def look_at_colour(code: str) -> Callable[[RunFormat], Look]:
    """Return a look for a text colour; automatic is shown black."""

    def look(form: RunFormat) -> Look:
        return Look(is_near_colour(form.colour or AUTOMATIC, code), shown_colour(form.colour) or _("自动（黑色）"))

    return look


def _underline(style: str) -> str:
    if not style:
        return "none"
    return _SLIDE_UNDERLINES.get(style, style)
