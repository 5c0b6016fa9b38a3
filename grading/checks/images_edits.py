"""I: pictures beside the picture that was handed out: cropped, turned, mirrored, scaled, toned, drawn on.

What was done counts only when nothing else explains the result as well: a picture that looks the same when it
is mirrored goes to a person.
"""

from __future__ import annotations

from fractions import Fraction

from PIL import Image

from grading.checks.finding import CannotJudgeError, Finding, NotThereError, shared
from grading.checks.names import named
from grading.checks.subject import Subject
from grading.checks.tally import compared
from grading.checks.types import AnyCheckType, CheckType, Parameters
from grading.checks.values import Degrees, PathText, Percent, Pixels, Share
from grading.images.compare import (
    Box,
    Turn,
    best_turns,
    brightness,
    cropped,
    greyed,
    inverted,
    is_grey,
    is_same_shape,
    picture_of,
    similarity,
)
from grading.images.model import ImageFile
from itembank.base.i18n import N_, _

ALIKE = Fraction(9, 10)
BRIGHTER = Fraction(1, 25)
TURNS = {
    Turn.SAME.value: N_("没有变化"), Turn.RIGHT.value: N_("顺时针旋转 90°"), Turn.OVER.value: N_("旋转 180°"),
    Turn.LEFT.value: N_("逆时针旋转 90°"), Turn.MIRRORED.value: N_("水平翻转"), Turn.UPSIDE_DOWN.value: N_("垂直翻转"),
    Turn.TRANSPOSED.value: N_("翻转并旋转"), Turn.TRANSVERSED.value: N_("翻转并旋转"),
}  # fmt: skip
TONES = {"grey": N_("灰度"), "inverted": N_("反色"), "brighter": N_("变亮"), "darker": N_("变暗")}


class CroppedFrom(Parameters, frozen=True):
    """The part of a starter picture that must be left, in its pixels; `tolerance` is how far each edge may be off."""

    source: PathText
    left: Pixels
    top: Pixels
    width: Pixels
    height: Pixels
    tolerance: Pixels = 5


class FlippedFrom(Parameters, frozen=True):
    """A starter picture mirrored: `direction` "horizontal" (left and right change places) or "vertical"."""

    source: PathText
    direction: str = "horizontal"


class RotatedFrom(Parameters, frozen=True):
    """A starter picture turned clockwise by 90, 180 or 270 degrees."""

    source: PathText
    degrees: Degrees


class ScaledFrom(Parameters, frozen=True):
    """A starter picture made larger or smaller to so many per cent; 1 per cent may differ."""

    source: PathText
    percent: Percent


class SimilarTo(Parameters, frozen=True):
    """A starter picture that this one must look like, by at least `share` of its points."""

    source: PathText
    share: Share = ALIKE


class TonedFrom(Parameters, frozen=True):
    """A starter picture made "grey", "inverted", "brighter" or "darker"."""

    source: PathText
    tone: str


class ChangedIn(Parameters, frozen=True):
    """A part (in per cent) of a starter picture where something was drawn or written; outside it must be as it was."""

    source: PathText
    left: Percent
    top: Percent
    right: Percent
    bottom: Percent


def is_cropped(subject: Subject, file: str, wanted: CroppedFrom) -> Finding:
    """Look that just the wanted part is left: by its size and by what it shows."""
    seen, source = subject.image(file), subject.starter_image(wanted.source)
    box = Box(
        Fraction(wanted.left, source.width), Fraction(wanted.top, source.height),
        Fraction(wanted.left + wanted.width, source.width), Fraction(wanted.top + wanted.height, source.height),
    )  # fmt: skip
    if not box.is_inside:
        raise CannotJudgeError(_("评分标准中的裁剪区域超出了图片。"))
    size_met = max(abs(seen.width - wanted.width), abs(seen.height - wanted.height)) <= 2 * wanted.tolerance
    alike = _best_crop(source, seen, wanted) if size_met else Fraction(0)
    goal = f"{wanted.width} × {wanted.height} ({wanted.left}, {wanted.top})"
    text = f"{seen.width} × {seen.height}"
    if size_met and alike < ALIKE:
        text = _("{size}，内容不是要求的部分").format(size=text)
    is_met = size_met and alike >= ALIKE
    return compared(is_met=is_met, what=_("裁剪"), seen=goal if is_met else text, wanted=goal, place=file)


def is_flipped(subject: Subject, file: str, wanted: FlippedFrom) -> Finding:
    """Look that the picture is the mirrored source."""
    goal = {"horizontal": Turn.MIRRORED, "vertical": Turn.UPSIDE_DOWN}.get(wanted.direction)
    if goal is None:
        raise CannotJudgeError(_("评分标准中的“{name}”不认识。").format(name=wanted.direction))
    return _turned(subject, file, wanted.source, goal, _("翻转"))


def is_rotated(subject: Subject, file: str, wanted: RotatedFrom) -> Finding:
    """Look that the picture is the turned source."""
    goal = {90: Turn.RIGHT, 180: Turn.OVER, 270: Turn.LEFT}.get(wanted.degrees % 360)
    if goal is None:
        raise CannotJudgeError(_("评分标准中的“{name}”不认识。").format(name=wanted.degrees))
    return _turned(subject, file, wanted.source, goal, _("旋转"))


def is_scaled(subject: Subject, file: str, wanted: ScaledFrom) -> Finding:
    """Look that the picture is the source at another size."""
    seen, source = subject.image(file), subject.starter_image(wanted.source)
    share = Fraction(100 * seen.width, source.width)
    alike = similarity(picture_of(source.raster), picture_of(seen.raster)) >= ALIKE
    is_met = alike and abs(share - wanted.percent) <= 1
    text = f"{int(share)}%" if alike else _("内容与原图不同")
    return compared(is_met=is_met, what=_("缩放"), seen=text, wanted=f"{wanted.percent}%", place=file)


def is_similar(subject: Subject, file: str, wanted: SimilarTo) -> Finding:
    """Compare what two pictures show; how alike they are is the share when it is not enough."""
    seen, source = subject.image(file), subject.starter_image(wanted.source)
    alike = similarity(picture_of(source.raster), picture_of(seen.raster))
    percent = f"{alike.numerator * 100 // alike.denominator}%"
    goal = f"≥ {wanted.share.numerator * 100 // wanted.share.denominator}%"
    return compared(is_met=alike >= wanted.share, what=_("与原图的相似度"), seen=percent, wanted=goal, place=file)


def is_toned(subject: Subject, file: str, wanted: TonedFrom) -> Finding:
    """Look what became of the source's tones."""
    if wanted.tone not in TONES:
        raise CannotJudgeError(_("评分标准中的“{name}”不认识。").format(name=wanted.tone))
    seen, source = picture_of(subject.image(file).raster), picture_of(subject.starter_image(wanted.source).raster)
    if not is_same_shape(source, seen):
        raise NotThereError(_("“{file}”不是由“{source}”修改而成。").format(file=file, source=wanted.source))
    is_met = _is_toned(source, seen, wanted.tone)
    text = named(TONES, wanted.tone) if is_met else _("没有变化或变化不同")
    return compared(is_met=is_met, what=_("色调"), seen=text, wanted=named(TONES, wanted.tone), place=file)


def is_changed(subject: Subject, file: str, wanted: ChangedIn) -> Finding:
    """Look that a part of the picture was drawn on and the rest was left alone."""
    seen, source = picture_of(subject.image(file).raster), picture_of(subject.starter_image(wanted.source).raster)
    if not is_same_shape(source, seen):
        raise NotThereError(_("“{file}”不是由“{source}”修改而成。").format(file=file, source=wanted.source))
    box = box_of(wanted.left, wanted.top, wanted.right, wanted.bottom)
    inside = similarity(cropped(source, box), cropped(seen, box))
    rest = similarity(_without(source, box), _without(seen, box))
    met = [inside < Fraction(99, 100), rest >= ALIKE]
    names = (_("区域内没有变化"), _("区域外也被改动"))
    faults = [name for name, is_so in zip(names, met, strict=True) if not is_so]
    goal = _("只在指定区域内改动")
    sentence = _("图片符合要求。") if not faults else "；".join(faults) + "。"
    # What lies outside is worth nothing by itself: an untouched picture has it too.
    share = Fraction(int(not faults))
    return shared(share, sentence=sentence, observed="；".join(faults) or goal, expected=goal, place=file)


def box_of(left: int, top: int, right: int, bottom: int) -> Box:
    """Return a part given in per cent; raises `CannotJudgeError`."""
    box = Box(Fraction(left, 100), Fraction(top, 100), Fraction(right, 100), Fraction(bottom, 100))
    if not box.is_inside:
        raise CannotJudgeError(_("评分标准中的区域超出了图片。"))
    return box


def _best_crop(source: ImageFile, seen: ImageFile, wanted: CroppedFrom) -> Fraction:
    """Return how alike the wanted part and the picture are, the edges moved by up to the tolerance."""
    whole, result = picture_of(source.raster), picture_of(seen.raster)
    best = Fraction(0)
    for across in (0, -wanted.tolerance, wanted.tolerance):
        for down in (0, -wanted.tolerance, wanted.tolerance):
            left = min(max(wanted.left + across, 0), source.width - 1)
            top = min(max(wanted.top + down, 0), source.height - 1)
            box = Box(
                Fraction(left, source.width), Fraction(top, source.height),
                min(Fraction(left + seen.width, source.width), Fraction(1)),
                min(Fraction(top + seen.height, source.height), Fraction(1)),
            )  # fmt: skip
            best = max(best, similarity(cropped(whole, box), result))
            if best >= ALIKE:
                return best
    return best


def _turned(subject: Subject, file: str, source: str, goal: Turn, what: str) -> Finding:
    seen, before = picture_of(subject.image(file).raster), picture_of(subject.starter_image(source).raster)
    turns, alike = best_turns(before, seen)
    if alike < ALIKE:
        text = _("内容与原图不同")
        return compared(is_met=False, what=what, seen=text, wanted=named(TURNS, goal.value), place=file)
    if len(turns) > 1 and goal in turns:
        raise CannotJudgeError(_("图片翻转或旋转后看起来相同，请人工查看。"))
    return compared(
        is_met=turns[0] is goal, what=what, seen=named(TURNS, turns[0].value), wanted=named(TURNS, goal.value),
        place=file,
    )  # fmt: skip


def _is_toned(source: Image.Image, seen: Image.Image, tone: str) -> bool:
    if tone == "grey":
        return not is_grey(source) and is_grey(seen) and similarity(greyed(source), seen) >= Fraction(3, 4)
    if tone == "inverted":
        return similarity(inverted(source), seen) >= ALIKE
    apart = brightness(seen) - brightness(source)
    return apart >= BRIGHTER if tone == "brighter" else apart <= -BRIGHTER


def _without(picture: Image.Image, box: Box) -> Image.Image:
    """Return a picture whose part is painted over."""
    rest = picture.copy()
    part = (
        int(box.left * picture.width), int(box.top * picture.height), int(box.right * picture.width),
        int(box.bottom * picture.height),
    )  # fmt: skip
    rest.paste((255, 255, 255, 255), part)
    return rest


EDITS: tuple[AnyCheckType, ...] = (
    CheckType("I.cropped", N_("裁剪图片"), CroppedFrom, is_cropped),
    CheckType("I.flipped", N_("翻转图片"), FlippedFrom, is_flipped),
    CheckType("I.rotated", N_("旋转图片"), RotatedFrom, is_rotated),
    CheckType("I.scaled", N_("缩放图片"), ScaledFrom, is_scaled),
    CheckType("I.similar", N_("与原图相似"), SimilarTo, is_similar),
    CheckType("I.toned", N_("调整色调"), TonedFrom, is_toned),
    CheckType("I.changed_in", N_("在指定区域绘制"), ChangedIn, is_changed),
)
