"""Pictures as cameras, scanners and other programs write them: read as people see them, or refused by name."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image
from PIL.TiffImagePlugin import IFDRational, ImageFileDirectory_v2

from grading.images.model import ImageFile
from grading.images.reader import read_picture_bytes
from grading.office.outcome import CannotReadError, Reason

RED = Image.new("RGB", (64, 48), (200, 30, 30))
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF")


def saved(picture: Image.Image, kind: str, **more: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


def read(picture: Image.Image, kind: str, **more: Any) -> ImageFile:
    return read_picture_bytes(saved(picture, kind, **more))


def middle(seen: ImageFile) -> tuple[int, ...]:
    place = 4 * (seen.raster.height // 2 * seen.raster.width + seen.raster.width // 2)
    return tuple(seen.raster.pixels[place : place + 4])


def deep(mode: str, value: float) -> Image.Image:
    """A picture of one grey beside one point of the brightest."""
    picture = Image.new(mode, (9, 9), value)
    picture.putpixel((0, 0), 65535 if mode != "F" else 1.0)
    return picture


@pytest.mark.parametrize(
    ("picture", "kind"),
    [
        (deep("I;16", 128 * 256), "PNG"),
        (deep("I;16", 128 * 256), "TIFF"),
        (deep("I", 128 * 256), "TIFF"),
        (deep("F", 0.502), "TIFF"),
    ],
)
def test_a_grey_of_many_steps_stays_that_grey(picture, kind):
    seen = read(picture, kind)
    assert seen.mode == "grey"
    assert all(abs(channel - 128) <= 1 for channel in middle(seen)[:3])


def test_the_inks_of_a_printer_are_seen_as_colours():
    for kind in ("JPEG", "TIFF"):
        assert middle(read(RED.convert("CMYK"), kind))[0] > 180


def test_a_camera_s_picture_with_a_second_view_is_a_jpeg():
    seen = read(RED, "MPO", save_all=True, append_images=[RED])
    assert (seen.format, seen.frames) == ("JPEG", 1)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_as_large_as_it_was_held(kind):
    held = Image.Exif()
    held[274] = 6
    seen = read(RED, kind, exif=held)
    assert (seen.width, seen.height) == (48, 64)


def test_transparency_is_seen_however_it_is_kept():
    clear = Image.new("RGBA", (8, 8), (255, 0, 0, 0))
    assert read(clear, "PNG").transparent
    assert read(clear, "WEBP").transparent
    assert read(RED, "PNG", transparency=(200, 30, 30)).transparent
    assert read(Image.new("P", (8, 8), 3), "GIF", transparency=3).transparent
    assert not read(RED.convert("RGBA"), "PNG").transparent


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "TIFF"])
def test_moving_pictures_are_counted(kind):
    assert read(RED, kind, save_all=True, append_images=[Image.new("RGB", (64, 48))]).frames == 2


@pytest.mark.parametrize(("across", "dots"), [((1, 0), 0), ((0, 0), 0), ((1, 1), 0), ((300, 1), 300)])
def test_a_resolution_that_says_nothing_is_none(across, dots):
    directory = ImageFileDirectory_v2()
    directory[282] = directory[283] = IFDRational(*across)
    directory[296] = 2
    assert read(RED, "TIFF", tiffinfo=directory).dots_per_inch == dots


@pytest.mark.parametrize("kind", FORMATS)
def test_a_picture_that_breaks_off_is_damaged(kind):
    noise = Image.effect_noise((200, 200), 80).convert("RGB")
    data = saved(noise, kind)
    for length in (20, len(data) * 2 // 3):
        with pytest.raises(CannotReadError) as refusal:
            read_picture_bytes(data[:length])
        assert refusal.value.outcome.reason is Reason.DAMAGED


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"8BPS\x00\x01" + bytes(40), "PSD"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(20), "HEIC"),
        (b"\x00\x00\x00\x18ftypavif" + bytes(20), "AVIF"),
        (b"PK\x03\x04" + bytes(40), "ZIP"),
        (b"\xd0\xcf\x11\xe0" + bytes(40), "OLE2"),
        ("一段文字".encode(), "text"),
    ],
)
def test_what_is_another_kind_of_file_is_named(data, found):
    with pytest.raises(CannotReadError) as refusal:
        read_picture_bytes(data)
    assert (refusal.value.outcome.reason, refusal.value.outcome.found) == (Reason.NOT_A_PICTURE, found)
