"""I: pictures, by what the file is: format, size, colours, frames, transparency."""

from __future__ import annotations

from fractions import Fraction

from grading.checks.character_looks import shown_colour
from grading.checks.finding import CannotJudgeError, Finding
from grading.checks.images_edits import EDITS, box_of
from grading.checks.names import colour_code, named
from grading.checks.subject import Subject
from grading.checks.tally import Look, Wanted, compared, weigh
from grading.checks.types import AnyCheckType, CheckType, NoParameters, Parameters
from grading.checks.values import Bytes, Colour, Count, Percent, Pixels, Share
from grading.images.compare import (
    cropped,
    is_grey,
    picture_of,
    share_of_colour,
    share_transparent,
)
from itembank.base.i18n import N_, _

COLOUR_TOLERANCE = 40
"""Brushes and JPEG blur a colour; another colour of the palette is further away."""

MODES = {"black_white": N_("黑白"), "grey": N_("灰度"), "palette": N_("索引颜色"), "colour": N_("彩色")}


class FormatOf(Parameters, frozen=True):
    """What the bytes are: "PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF"; the name's ending does not matter."""

    value: str


class SizeOf(Parameters, frozen=True):
    """Width and height; null is not looked at, `tolerance` is how far each may be off."""

    width: Pixels | None = None
    height: Pixels | None = None
    tolerance: Pixels = 0


class ModeOf(Parameters, frozen=True):
    """How colours are kept: "black_white", "grey" (also: shows no colours), "palette", "colour"."""

    value: str


class DotsOf(Parameters, frozen=True):
    """Dots per inch as the file says; 1 may differ."""

    value: Count


class FramesOf(Parameters, frozen=True):
    """How many pictures an animated file has at least."""

    at_least: Count = 2


class BytesOf(Parameters, frozen=True):
    """The size of the file; null is not looked at."""

    at_most: Bytes | None = None
    at_least: Bytes | None = None


class AreaOf(Parameters, frozen=True):
    """A part of the picture in per cent of its width and height, and the colour at least `share` of it has."""

    colour: Colour
    left: Percent = 0
    top: Percent = 0
    right: Percent = 100
    bottom: Percent = 100
    share: Share = Fraction(1, 2)


class SeeThrough(Parameters, frozen=True):
    """How much of the picture one can see through, at least."""

    share: Share = Fraction(1, 20)


def opens(subject: Subject, file: str, _wanted: NoParameters) -> Finding:
    """Look that the picture can be read."""
    seen = subject.image(file)
    size = f"{seen.width} × {seen.height}"
    return compared(is_met=True, what=_("图片"), seen=size, wanted=size, place=file)


def is_format(subject: Subject, file: str, wanted: FormatOf) -> Finding:
    """Look what the bytes are."""
    seen = subject.image(file).format
    goal = {"JPG": "JPEG", "TIF": "TIFF"}.get(wanted.value.upper(), wanted.value.upper())
    return compared(is_met=seen == goal, what=_("图片格式"), seen=seen, wanted=goal, place=file)


def size(subject: Subject, file: str, wanted: SizeOf) -> Finding:
    """Look at width and height; each that is wanted counts the same."""
    seen = subject.image(file)
    pairs = [(seen.width, wanted.width, _("宽")), (seen.height, wanted.height, _("高"))]
    looks = [
        (1, Look(abs(own - goal) <= wanted.tolerance, _("{name} {n} 像素").format(name=name, n=own)))
        for own, goal, name in pairs
        if goal is not None
    ]
    if not looks:
        raise CannotJudgeError(_("评分标准没有写明大小。"))
    goal = " × ".join(str(goal) for _own, goal, _name in pairs if goal is not None)
    return weigh(looks, Wanted(_("图片大小"), goal, file))


def mode(subject: Subject, file: str, wanted: ModeOf) -> Finding:
    """Look how colours are kept."""
    if wanted.value not in MODES:
        raise CannotJudgeError(_("评分标准中的“{name}”不认识。").format(name=wanted.value))
    seen = subject.image(file)
    own = seen.mode
    if wanted.value == "grey" and own != "black_white" and is_grey(picture_of(seen.raster)):
        own = "grey"
    return compared(
        is_met=own == wanted.value, what=_("颜色模式"), seen=named(MODES, own), wanted=named(MODES, wanted.value),
        place=file,
    )  # fmt: skip


def dots(subject: Subject, file: str, wanted: DotsOf) -> Finding:
    """Look at the resolution that the file gives."""
    seen = subject.image(file).dots_per_inch
    is_met = bool(seen) and abs(seen - wanted.value) <= 1
    return compared(is_met=is_met, what=_("分辨率"), seen=seen or _("未指定"), wanted=wanted.value, place=file)


def frames(subject: Subject, file: str, wanted: FramesOf) -> Finding:
    """Count the pictures of an animation."""
    seen = subject.image(file).frames
    goal = _("至少 {n}").format(n=wanted.at_least)
    return compared(is_met=seen >= wanted.at_least, what=_("帧数"), seen=seen, wanted=goal, place=file)


def file_size(subject: Subject, file: str, wanted: BytesOf) -> Finding:
    """Look at the size of the file; it must be a picture."""
    seen = subject.image(file).size_bytes
    if wanted.at_most is None and wanted.at_least is None:
        raise CannotJudgeError(_("评分标准没有写明大小。"))
    is_met = (wanted.at_most is None or seen <= wanted.at_most) and seen >= (wanted.at_least or 0)
    goal = f"{wanted.at_least or 0}-{wanted.at_most if wanted.at_most is not None else ''}"
    unit = _("{n} 字节")
    seen_text, goal_text = unit.format(n=seen), unit.format(n=goal)
    return compared(is_met=is_met, what=_("文件大小"), seen=seen_text, wanted=goal_text, place=file)


def area_colour(subject: Subject, file: str, wanted: AreaOf) -> Finding:
    """Look at the colour of a part of the picture."""
    box = box_of(wanted.left, wanted.top, wanted.right, wanted.bottom)
    code = colour_code(wanted.colour)
    part = cropped(picture_of(subject.image(file).raster), box)
    goal = (int(code[:2], 16), int(code[2:4], 16), int(code[4:], 16))
    share = share_of_colour(part, goal, COLOUR_TOLERANCE)
    percent = share.numerator * 100 // share.denominator
    seen = _("{percent}% 是{colour}").format(percent=percent, colour=shown_colour(code))
    wish = f"≥ {wanted.share.numerator * 100 // wanted.share.denominator}% {shown_colour(code)}"
    return compared(is_met=share >= wanted.share, what=_("区域颜色"), seen=seen, wanted=wish, place=file)


def is_transparent(subject: Subject, file: str, wanted: SeeThrough) -> Finding:
    """Look how much of the picture one can see through."""
    share = share_transparent(picture_of(subject.image(file).raster))
    percent = f"{share.numerator * 100 // share.denominator}%"
    goal = f"≥ {wanted.share.numerator * 100 // wanted.share.denominator}%"
    return compared(is_met=share >= wanted.share, what=_("透明区域"), seen=percent, wanted=goal, place=file)


IMAGES: tuple[AnyCheckType, ...] = (
    CheckType("I.opens", N_("图片可以打开"), NoParameters, opens),
    CheckType("I.format", N_("图片格式"), FormatOf, is_format),
    CheckType("I.size", N_("图片大小"), SizeOf, size),
    CheckType("I.mode", N_("颜色模式"), ModeOf, mode),
    CheckType("I.dots", N_("分辨率"), DotsOf, dots),
    CheckType("I.frames", N_("动画帧数"), FramesOf, frames),
    CheckType("I.file_size", N_("文件大小"), BytesOf, file_size),
    CheckType("I.area_colour", N_("区域颜色"), AreaOf, area_colour),
    CheckType("I.transparent", N_("透明区域"), SeeThrough, is_transparent),
    *EDITS,
)
