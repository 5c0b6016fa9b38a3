"""Compares pictures by what they show, after bringing them to one size; all results are exact fractions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from PIL import Image, ImageChops

from grading.images.model import Raster

GRID = 128
"""Pictures are compared on so many points along their longer side: fine enough for a person's eye at a thumbnail."""

CHANNEL_TOLERANCE = 24
"""How far a channel of a point may be off: what a JPEG does to a picture."""

CONTENT_GRACE = Fraction(1, 4)
"""How much less alike the drawn points may be than all points: edges blur when a picture is scaled."""

WHITE = (255, 255, 255, 255)


class Turn(Enum):
    """The eight ways to lay a picture; degrees are clockwise."""

    SAME = "same"
    RIGHT = "90"
    OVER = "180"
    LEFT = "270"
    MIRRORED = "horizontal"
    UPSIDE_DOWN = "vertical"
    TRANSPOSED = "transposed"
    TRANSVERSED = "transversed"


_METHODS = {
    Turn.RIGHT: Image.Transpose.ROTATE_270,
    Turn.OVER: Image.Transpose.ROTATE_180,
    Turn.LEFT: Image.Transpose.ROTATE_90,
    Turn.MIRRORED: Image.Transpose.FLIP_LEFT_RIGHT,
    Turn.UPSIDE_DOWN: Image.Transpose.FLIP_TOP_BOTTOM,
    Turn.TRANSPOSED: Image.Transpose.TRANSPOSE,
    Turn.TRANSVERSED: Image.Transpose.TRANSVERSE,
}


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a picture, as shares of its width and height, so that it holds for every size."""

    left: Fraction
    top: Fraction
    right: Fraction
    bottom: Fraction

    @property
    def is_inside(self) -> bool:
        return 0 <= self.left < self.right <= 1 and 0 <= self.top < self.bottom <= 1


def picture_of(raster: Raster) -> Image.Image:
    """Return pixels as a picture."""
    return Image.frombytes("RGBA", (raster.width, raster.height), raster.pixels)


def turned(picture: Image.Image, turn: Turn) -> Image.Image:
    """Return a picture laid another way."""
    return picture if turn is Turn.SAME else picture.transpose(_METHODS[turn])


def cropped(picture: Image.Image, box: Box) -> Image.Image:
    """Return a part of a picture, at least one pixel of it."""
    left, top = int(box.left * picture.width), int(box.top * picture.height)
    right, bottom = int(box.right * picture.width), int(box.bottom * picture.height)
    return picture.crop((left, top, max(right, left + 1), max(bottom, top + 1)))


def similarity(one: Image.Image, other: Image.Image) -> Fraction:
    """Return the share of points that look alike; pictures of quite another shape are not alike at all.

    What is drawn on an even ground counts for itself as well: two drawings on white are not alike by their white.
    """
    if not is_same_shape(one, other):
        return Fraction(0)
    size = _grid(one)
    first, second = _on_white(one, size), _on_white(other, size)
    different = _far_apart(first, second)
    ground = Image.new("RGB", size, _commonest(first))
    content = ImageChops.lighter(_far_apart(first, ground), _far_apart(second, ground))
    wrong, drawn, points = different.histogram()[255], content.histogram()[255], size[0] * size[1]
    by_content = 1 - Fraction(min(wrong, drawn), drawn) if drawn else Fraction(int(not wrong))
    return min(1 - Fraction(wrong, points), by_content + CONTENT_GRACE)


def is_same_shape(one: Image.Image, other: Image.Image) -> bool:
    """Tell whether two pictures have the same ratio of sides, within 3 %."""
    left, right = one.width * other.height, other.width * one.height
    return abs(left - right) * 100 <= 3 * max(left, right)


def best_turns(source: Image.Image, result: Image.Image) -> tuple[list[Turn], Fraction]:
    """Return the ways of laying the source that come nearest to the result, and how near that is."""
    rated = [(similarity(turned(source, turn), result), turn) for turn in Turn]
    best = max(rate for rate, _turn in rated)
    return [turn for rate, turn in rated if rate >= best - Fraction(1, 200)], best


def share_of_colour(picture: Image.Image, colour: tuple[int, int, int], tolerance: int) -> Fraction:
    """Return the share of a picture's points that have a colour; on white where it is transparent."""
    flat = _on_white(picture, picture.size)
    goal = Image.new("RGB", picture.size, colour)
    bands = [b.point(lambda value: 255 if value > tolerance else 0) for b in ImageChops.difference(flat, goal).split()]
    worst = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
    return Fraction(worst.histogram()[0], picture.width * picture.height)


def share_transparent(picture: Image.Image) -> Fraction:
    """Return the share of points one can see through."""
    counts = picture.getchannel("A").histogram()
    return Fraction(sum(counts[:32]), picture.width * picture.height)


def brightness(picture: Image.Image) -> Fraction:
    """Return the mean brightness, 0 black to 1 white."""
    counts = _on_white(picture, picture.size).convert("L").histogram()
    return Fraction(sum(value * count for value, count in enumerate(counts)), 255 * picture.width * picture.height)


def is_grey(picture: Image.Image) -> bool:
    """Tell whether a picture shows no colours, whatever its format could hold."""
    red, green, blue = _on_white(picture, _grid(picture)).split()
    extremes = (ImageChops.difference(red, green).getextrema()[1], ImageChops.difference(green, blue).getextrema()[1])
    return all(isinstance(one, int | float) and one <= CHANNEL_TOLERANCE // 2 for one in extremes)


def inverted(picture: Image.Image) -> Image.Image:
    """Return the negative of a picture."""
    return ImageChops.invert(_on_white(picture, picture.size)).convert("RGBA")


def greyed(picture: Image.Image) -> Image.Image:
    """Return a picture without its colours."""
    return _on_white(picture, picture.size).convert("L").convert("RGBA")


def differing(one: Image.Image, other: Image.Image) -> Image.Image:
    """Return a mask of the points in which two pictures of one size differ."""
    return _far_apart(_on_white(one, one.size), _on_white(other, one.size))


def commonest_change(before: Image.Image, now: Image.Image) -> str:
    """Return the commonest colour ("RRGGBB") of the points that were changed."""
    flat = _on_white(now, before.size)
    mask = differing(before, now).tobytes()
    colours = zip(*(band.tobytes() for band in flat.split()), strict=True)
    counts = Counter(colour for colour, is_changed in zip(colours, mask, strict=True) if is_changed)
    return "".join(f"{value:02X}" for value in max(counts, key=lambda colour: (counts[colour], colour)))


def _far_apart(one: Image.Image, other: Image.Image) -> Image.Image:
    """Return a mask of the points in which some channel is off by more than the tolerance."""
    bands = [
        band.point(lambda value: 255 if value > CHANNEL_TOLERANCE else 0)
        for band in ImageChops.difference(one, other).split()
    ]
    return ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])


def _commonest(picture: Image.Image) -> tuple[int, int, int]:
    """Return the middle of the commonest colour, 16 steps a channel; of several the darkest."""
    coarse = picture.point(lambda value: value // 16 * 16 + 8)
    counts = Counter(zip(*(band.tobytes() for band in coarse.split()), strict=True))
    most = max(counts.values())
    red, green, blue = min(colour for colour, count in counts.items() if count == most)
    return red, green, blue


def _grid(picture: Image.Image) -> tuple[int, int]:
    longest = max(picture.size)
    scale = min(GRID, longest)
    return max(picture.width * scale // longest, 1), max(picture.height * scale // longest, 1)


def _on_white(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    scaled = picture if picture.size == size else picture.resize(size, Image.Resampling.BOX)
    ground = Image.new("RGBA", size, WHITE)
    ground.alpha_composite(scaled.convert("RGBA"))
    return ground.convert("RGB")
