"""Undoes what the I checks look for in a picture: the turn, the crop, the size, the tone, the place drawn on.

Everything else about the picture stays, its format and resolution too.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

from PIL import Image, ImageChops, ImageOps, UnidentifiedImageError

Parameters = dict[str, Any]
Way = Callable[[Image.Image, Parameters, Image.Image | None], Image.Image | None]
"""Returns the picture without one property, given the source it was made from; None where it does not apply."""

TILES = 4
TURNED_BACK = {90: Image.Transpose.ROTATE_90, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_270}
"""Pillow turns counterclockwise, rubrics clockwise."""


def undo_picture(kind: str, parameters: Parameters, data: bytes, source: bytes | None) -> Iterator[bytes]:
    """Yield the picture with one thing undone, the likeliest way first; nothing for other checks."""
    picture = opened_picture(data)
    if picture is None:
        return
    for way in WAYS.get(kind, ()):
        changed = way(picture, parameters, opened_picture(source) if source else None)
        if changed is not None:
            yield saved(changed, picture)
    yield from _file_ways(kind, parameters, picture, data)
    before = opened_picture(source) if source else None
    if before is not None and source is not None:
        yield from _steps_back(picture, before, source)


def _steps_back(picture: Image.Image, before: Image.Image, source: bytes) -> Iterator[bytes]:
    """Yield the picture with one thing as it was handed out: size, colours, a piece of it, in the end all of it.

    For checks without a way of their own, and where none of theirs helps.
    """
    if picture.size != before.size:
        yield saved(picture.resize(before.size), picture)
    if picture.mode != before.mode:
        yield saved(picture.convert(before.mode), picture)
    now, then = picture.convert("RGB"), before.convert("RGB").resize(picture.size)
    changed = ImageChops.difference(now, then).getbbox()
    if changed is not None:
        for box in (*_tiles(picture.size), changed):
            piece = then.crop(box)
            if ImageChops.difference(now.crop(box), piece).getbbox() is not None:
                taken = now.copy()
                taken.paste(piece, box[:2])
                yield saved(taken, picture)
    if picture.format == before.format:
        yield source


def _tiles(size: tuple[int, int]) -> Iterator[tuple[int, int, int, int]]:
    """Yield the sixteen tiles of a picture."""
    xs, ys = ([length * part // TILES for part in range(TILES + 1)] for length in size)
    for left, right in pairwise(xs):
        for top, bottom in pairwise(ys):
            if left < right and top < bottom:
                yield left, top, right, bottom


def opened_picture(data: bytes) -> Image.Image | None:
    """Open and decode a picture; None for what is none."""
    try:
        picture = Image.open(io.BytesIO(data))
        picture.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return None
    return picture


def saved(picture: Image.Image, like: Image.Image, **more: Any) -> bytes:
    """Write a picture in the format and the resolution of another."""
    kind = like.format or "PNG"
    if kind in {"JPEG", "BMP"} and picture.mode not in {"RGB", "L", "1"}:
        picture = picture.convert("RGB")
    given: dict[str, Any] = {"quality": 95} if kind in {"JPEG", "WEBP"} else {}
    if "dpi" in like.info:
        given["dpi"] = like.info["dpi"]
    out = io.BytesIO()
    picture.save(out, kind, **(given | more))
    return out.getvalue()


def _file_ways(kind: str, parameters: Parameters, picture: Image.Image, data: bytes) -> Iterator[bytes]:
    """Yield ways that lie in the file and not in what it shows."""
    if kind == "I.format":
        out = io.BytesIO()
        picture.convert("RGB").save(out, "BMP" if picture.format == "PNG" else "PNG")
        yield out.getvalue()
    elif kind == "I.dots":
        other = int(parameters["value"]) * 2 + 10
        yield saved(picture, picture, dpi=(other, other))
    elif kind == "I.frames":
        yield saved(picture, picture)
    elif kind == "I.file_size" and parameters.get("at_most") is not None:
        yield data + bytes(int(parameters["at_most"]))


def _turned_back(picture: Image.Image, parameters: Parameters, _source: Image.Image | None) -> Image.Image | None:
    method = TURNED_BACK.get(int(parameters["degrees"]) % 360)
    return None if method is None else picture.transpose(method)


def _unmirrored(picture: Image.Image, parameters: Parameters, _source: Image.Image | None) -> Image.Image:
    is_vertical = parameters.get("direction", "horizontal") == "vertical"
    return picture.transpose(Image.Transpose.FLIP_TOP_BOTTOM if is_vertical else Image.Transpose.FLIP_LEFT_RIGHT)


def _cropped_too_far(picture: Image.Image, parameters: Parameters, _source: Image.Image | None) -> Image.Image | None:
    off = int(parameters.get("tolerance", 5)) * 2 + 2
    if min(picture.size) <= 2 * off:
        return None
    return picture.crop((off, off, picture.width - off, picture.height - off))


def _the_source(_picture: Image.Image, _parameters: Parameters, source: Image.Image | None) -> Image.Image | None:
    return source


def _another_size(picture: Image.Image, _parameters: Parameters, _source: Image.Image | None) -> Image.Image:
    return picture.resize((max(picture.width * 3 // 4, 1), max(picture.height * 3 // 4, 1)))


def _much_smaller(picture: Image.Image, _parameters: Parameters, _source: Image.Image | None) -> Image.Image:
    return picture.resize((max(picture.width // 8, 1), max(picture.height // 8, 1)))


def _old_size(picture: Image.Image, parameters: Parameters, _source: Image.Image | None) -> Image.Image | None:
    percent = int(parameters["percent"])
    size = (picture.width * 100 // percent, picture.height * 100 // percent) if percent else (0, 0)
    return picture.resize(size) if all(0 < side <= 8_000 for side in size) else None


def _old_tone(picture: Image.Image, _parameters: Parameters, source: Image.Image | None) -> Image.Image | None:
    """Show the source at the size of the picture."""
    return None if source is None else source.convert("RGB").resize(picture.size)


def _coloured(picture: Image.Image, _parameters: Parameters, _source: Image.Image | None) -> Image.Image:
    return ImageOps.colorize(picture.convert("L"), "#401005", "#d0f0ff")


def _negative(picture: Image.Image, _parameters: Parameters, _source: Image.Image | None) -> Image.Image:
    return ImageChops.invert(picture.convert("RGB"))


def _another_mode(picture: Image.Image, parameters: Parameters, _source: Image.Image | None) -> Image.Image | None:
    match parameters.get("value"):
        case "grey":
            return ImageOps.colorize(picture.convert("L"), "#401005", "#d0f0ff")
        case "colour":
            return picture.convert("L")
        case "palette":
            return picture.convert("RGB")
        case "black_white":
            return picture.convert("L")
        case _:
            return None


def _area_negative(picture: Image.Image, parameters: Parameters, _source: Image.Image | None) -> Image.Image:
    box = _box(picture, parameters)
    changed = picture.convert("RGB")
    changed.paste(ImageChops.invert(changed.crop(box)), box)
    return changed


def _area_of_the_source(picture: Image.Image, parameters: Parameters, source: Image.Image | None) -> Image.Image | None:
    if source is None:
        return None
    box = _box(picture, parameters)
    changed = picture.convert("RGB")
    changed.paste(source.convert("RGB").resize(picture.size).crop(box), box)
    return changed


def _opaque(picture: Image.Image, _parameters: Parameters, _source: Image.Image | None) -> Image.Image:
    seen = picture.convert("RGBA")
    ground = Image.new("RGBA", seen.size, "white")
    ground.alpha_composite(seen)
    return ground.convert("RGB")


def _box(picture: Image.Image, parameters: Parameters) -> tuple[int, int, int, int]:
    left, top, right, bottom = (
        int(parameters.get(name, other)) for name, other in (("left", 0), ("top", 0), ("right", 100), ("bottom", 100))
    )
    return (
        left * picture.width // 100, top * picture.height // 100, right * picture.width // 100,
        bottom * picture.height // 100,
    )  # fmt: skip


WAYS: dict[str, tuple[Way, ...]] = {
    "I.size": (_another_size,),
    "I.mode": (_another_mode,),
    "I.file_size": (_much_smaller,),
    "I.area_colour": (_area_negative,),
    "I.transparent": (_opaque,),
    "I.cropped": (_cropped_too_far, _the_source),
    "I.flipped": (_unmirrored,),
    "I.rotated": (_turned_back,),
    "I.scaled": (_old_size, _another_size),
    "I.similar": (_negative, _area_negative),
    "I.toned": (_old_tone, _coloured, _negative),
    "I.changed_in": (_area_of_the_source, _area_negative),
}
