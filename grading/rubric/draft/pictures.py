"""Proposals for pictures: every edit of a picture that was handed out which explains the model's, else its size."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from PIL import Image, ImageChops

from grading.images.compare import Box, commonest_change, cropped, differing, is_same_shape, picture_of, similarity
from grading.images.model import ImageFile
from grading.images.reader import read_picture_bytes
from grading.office.outcome import CannotReadError
from grading.rubric.draft.looks import shown
from grading.rubric.draft.proposal import Proposal
from itembank.base.i18n import _
from itembank.model.checks import CheckCall, ParameterValue

LEAST_ALIKE = Fraction(1, 2)
"""So alike two pictures are one and the same."""

ALIKE = Fraction(9, 10)
MOST_DRAWN = Fraction(3, 5)
"""Who changed more of a picture than this did not draw something into it."""

MARGIN = 3
"""Per cent by which a drawn area is asked for larger than it is: nobody draws on the very pixel."""

COARSE = 96
"""A cut-out is first looked for among about so many points along the longer side of the picture it came from."""


def picture_proposals(path: str, seen: ImageFile, sources: Mapping[str, bytes]) -> Iterator[Proposal]:
    """Yield all edits beside each picture that was handed out; those that are not met fall away."""
    guards: tuple[CheckCall, ...] = ()
    is_told = False
    for source, data in sources.items():
        try:
            before = read_picture_bytes(data)
        except CannotReadError:  # of a picture that nobody can read nothing was made
            continue
        yield from _turned(path, source, before, seen)
        more = [*_cut(path, source, before, seen), *_drawn(path, source, before, seen)]
        is_told = is_told or bool(more)
        yield from more
        guards = guards or _likeness(path, seen, source, before)
    if not is_told:
        size = _("“{path}”大小为 {width}×{height} 像素").format(path=path, width=seen.width, height=seen.height)
        pixels: dict[str, ParameterValue] = {"width": seen.width, "height": seen.height}
        yield Proposal("I.size", path, pixels, size, guards=guards)


def _turned(path: str, source: str, before: ImageFile, seen: ImageFile) -> Iterator[Proposal]:
    found: list[tuple[str, dict[str, ParameterValue], str]] = [
        ("I.flipped", {"direction": "horizontal"}, _("“{path}”水平翻转")),
        ("I.flipped", {"direction": "vertical"}, _("“{path}”垂直翻转")),
        ("I.rotated", {"degrees": 90}, _("“{path}”顺时针旋转 {n} 度")),
        ("I.rotated", {"degrees": 180}, _("“{path}”顺时针旋转 {n} 度")),
        ("I.rotated", {"degrees": 270}, _("“{path}”顺时针旋转 {n} 度")),
        ("I.toned", {"tone": "grey"}, _("“{path}”转换为灰度")),
        ("I.toned", {"tone": "inverted"}, _("“{path}”反色")),
    ]
    percent = round(100 * seen.width / before.width)
    if percent != 100:
        found.append(("I.scaled", {"percent": percent}, _("“{path}”缩放到 {n}%")))
    for kind, given, title in found:
        number = given.get("degrees", given.get("percent", ""))
        yield Proposal(kind, path, {"source": source, **given}, title.format(path=path, n=number))


def _cut(path: str, source: str, before: ImageFile, seen: ImageFile) -> Iterator[Proposal]:
    """Yield the cut: where in the source the picture lies at its own size."""
    is_smaller = seen.width <= before.width and seen.height <= before.height
    if not is_smaller or (seen.width, seen.height) == (before.width, before.height) or _is_scaled(before, seen):
        return
    left, top = _place(before, seen)
    title = _("“{path}”裁剪为 {width}×{height} 像素（左 {left}、上 {top} 起）").format(
        path=path, width=seen.width, height=seen.height, left=left, top=top
    )
    given: dict[str, ParameterValue] = {"left": left, "top": top, "width": seen.width, "height": seen.height}
    yield Proposal("I.cropped", path, {"source": source, **given}, title, points=2)


def _is_scaled(before: ImageFile, seen: ImageFile) -> bool:
    return similarity(picture_of(before.raster), picture_of(seen.raster)) >= ALIKE


def _place(before: ImageFile, seen: ImageFile) -> tuple[int, int]:
    """Return the place at which a cut-out is most alike: roughly first, then in ever smaller steps around it."""
    whole, part = picture_of(before.raster), picture_of(seen.raster)

    def rate(left: int, top: int) -> Fraction:
        right, bottom = left + seen.width, top + seen.height
        if left < 0 or top < 0 or right > before.width or bottom > before.height:
            return Fraction(-1)
        wide, high = Fraction(before.width), Fraction(before.height)
        return similarity(part, cropped(whole, Box(left / wide, top / high, right / wide, bottom / high)))

    best, step = _rough_place(before, whole, part)
    while step > 1:
        step = (step + 1) // 2
        around = [(best[0] + across, best[1] + down) for across in (0, -step, step) for down in (0, -step, step)]
        best = max(around, key=lambda place: rate(*place))
    return best


def _rough_place(before: ImageFile, whole: Image.Image, part: Image.Image) -> tuple[tuple[int, int], int]:
    """Return where a cut-out comes nearest among small copies, and how many pixels one step of them is."""
    step = max(before.width, before.height) // COARSE + 1
    small, cut = (
        one.convert("RGB").resize((max(width // step, 1), max(height // step, 1)), Image.Resampling.BOX)
        for one, width, height in (
            (whole, before.width, before.height),
            (part, part.width * before.width // whole.width, part.height * before.height // whole.height),
        )
    )

    def apart(left: int, top: int) -> int:
        crossed = ImageChops.difference(small.crop((left, top, left + cut.width, top + cut.height)), cut)
        return crossed.convert("L").resize((1, 1), Image.Resampling.BOX).tobytes()[0]

    places = [
        (left, top)
        for left in range(max(small.width - cut.width, 0) + 1)
        for top in range(max(small.height - cut.height, 0) + 1)
    ]
    left, top = min(places, key=lambda place: apart(*place))
    return (left * step, top * step), step


def _drawn(path: str, source: str, before: ImageFile, seen: ImageFile) -> Iterator[Proposal]:
    """Yield the part in which something was drawn, and its colour where it has mostly one."""
    old, now = picture_of(before.raster), picture_of(seen.raster)
    if (seen.width, seen.height) != (before.width, before.height) or not is_same_shape(old, now):
        return
    box = _around(differing(old, now), now)
    if box is None:
        return
    sides: dict[str, ParameterValue] = dict(zip(("left", "top", "right", "bottom"), box, strict=True))
    place = _("左 {left}%、上 {top}%、右 {right}%、下 {bottom}%").format(**sides)
    title = _("“{path}”在指定区域内绘制（{place}）").format(path=path, place=place)
    yield Proposal("I.changed_in", path, {"source": source, **sides}, title, points=2, gives=f"drawn {path}")
    colour = commonest_change(old, now)
    title = _("“{path}”绘制的颜色：{colour}").format(path=path, colour=shown(colour))
    yield Proposal("I.area_colour", path, {"colour": colour, **sides, "share": "1/2"}, title, needs=f"drawn {path}")


def _around(mask: Image.Image, picture: Image.Image) -> tuple[int, int, int, int] | None:
    """Return the sides of what differs in per cent, with a margin; None when it is nothing or nearly all."""
    found = mask.getbbox()
    if found is None:
        return None
    left, top, right, bottom = found
    if (right - left) * (bottom - top) > MOST_DRAWN * picture.width * picture.height:
        return None
    first = max(100 * left // picture.width - MARGIN, 0), max(100 * top // picture.height - MARGIN, 0)
    last = min(-(-100 * right // picture.width) + MARGIN, 100), min(-(-100 * bottom // picture.height) + MARGIN, 100)
    return *first, *last


def _likeness(path: str, seen: ImageFile, source: str, before: ImageFile) -> tuple[CheckCall, ...]:
    """Return the check that this is still that picture, where it is: an empty one of the right size is not."""
    alike = similarity(picture_of(before.raster), picture_of(seen.raster))
    if alike < LEAST_ALIKE:
        return ()
    tenths = min(int(alike * 10), 9)
    return (CheckCall(type="I.similar", file=path, parameters={"source": source, "share": f"{tenths}/10"}),)
