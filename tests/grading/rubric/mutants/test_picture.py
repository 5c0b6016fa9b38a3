"""A picture with one property for each check: undoing it keeps format and resolution."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageDraw, ImageOps

from grading.images.reader import read_picture_bytes
from grading.rubric.mutants.picture import WAYS, undo_picture
from tests.grading.rubric.mutants.trying import call, lost, undone


def scene() -> Image.Image:
    picture = Image.new("RGB", (200, 120), "#9fc5e8")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 90, 200, 120), fill="#38761d")
    draw.ellipse((10, 10, 50, 50), fill="#f1c232")
    draw.polygon([(120, 90), (150, 30), (190, 90)], fill="#cc0000")
    return picture


def png(picture: Image.Image, **more: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", dpi=(96, 96), **more)
    return out.getvalue()


def painted() -> Image.Image:
    picture = scene()
    ImageDraw.Draw(picture).rectangle((5, 5, 60, 30), fill="black")
    return picture


def animated() -> bytes:
    out = io.BytesIO()
    scene().save(out, "GIF", save_all=True, append_images=[painted()], duration=100)
    return out.getvalue()


def glass() -> Image.Image:
    picture = scene().convert("RGBA")
    picture.paste((0, 0, 0, 0), (0, 0, 80, 120))
    return picture


CASES = {
    "format": (png(scene()), call("I.format", "a.png", value="PNG")),
    "size": (png(scene()), call("I.size", "a.png", width=200, height=120)),
    "grey_mode": (png(scene().convert("L")), call("I.mode", "a.png", value="grey")),
    "colour_mode": (png(scene()), call("I.mode", "a.png", value="colour")),
    "palette": (png(scene().quantize(8)), call("I.mode", "a.png", value="palette")),
    "black_white": (png(scene().convert("1")), call("I.mode", "a.png", value="black_white")),
    "dots": (png(scene()), call("I.dots", "a.png", value=96)),
    "frames": (animated(), call("I.frames", "a.png")),
    "at_most": (png(scene()), call("I.file_size", "a.png", at_most=5000)),
    "at_least": (png(Image.effect_noise((200, 120), 90)), call("I.file_size", "a.png", at_least=5000)),
    "area": (png(painted()), call("I.area_colour", "a.png", colour="#000000", left=3, top=5, right=28, bottom=24)),
    "transparent": (png(glass()), call("I.transparent", "a.png")),
    "cropped": (
        png(scene().crop((20, 20, 180, 100))),
        call("I.cropped", "a.png", source="s.png", left=20, top=20, width=160, height=80),
    ),
    "flipped": (png(ImageOps.mirror(scene())), call("I.flipped", "a.png", source="s.png")),
    "upside_down": (png(ImageOps.flip(scene())), call("I.flipped", "a.png", source="s.png", direction="vertical")),
    "rotated": (
        png(scene().transpose(Image.Transpose.ROTATE_270)), call("I.rotated", "a.png", source="s.png", degrees=90),
    ),
    "scaled": (png(scene().resize((100, 60))), call("I.scaled", "a.png", source="s.png", percent=50)),
    "similar": (png(scene()), call("I.similar", "a.png", source="s.png")),
    "grey": (png(ImageOps.grayscale(scene())), call("I.toned", "a.png", source="s.png", tone="grey")),
    "inverted": (png(ImageOps.invert(scene())), call("I.toned", "a.png", source="s.png", tone="inverted")),
    "darker": (png(scene().point(lambda v: v // 2)), call("I.toned", "a.png", source="s.png", tone="darker")),
    "changed_in": (
        png(painted()), call("I.changed_in", "a.png", source="s.png", left=0, top=0, right=50, bottom=50),
    ),
}  # fmt: skip
STARTER = {"s.png": png(scene()), "a.png": png(Image.new("RGB", (50, 90), "white"))}


@pytest.mark.parametrize("name", CASES)
def test_a_property_of_a_picture_is_undone(name):
    data, check = CASES[name]
    changed = undone(check, {"a.png": data}, STARTER)
    assert changed is not None
    before, after = read_picture_bytes(data), read_picture_bytes(changed["a.png"] or b"")
    assert name == "format" or before.format == after.format
    assert name in {"dots", "format"} or before.dots_per_inch == after.dots_per_inch


def test_every_check_of_pictures_has_a_way_of_its_own():
    tried = {check.type for _data, check in CASES.values()}
    assert tried == {*WAYS, "I.format", "I.dots", "I.frames"}


def test_undoing_one_thing_of_a_picture_leaves_the_others():
    model = {"a.png": png(ImageOps.grayscale(ImageOps.mirror(scene().crop((20, 20, 180, 100)))))}
    calls = {
        "grey": call("I.mode", "a.png", value="grey"),
        "size": call("I.size", "a.png", width=160, height=80),
        "format": call("I.format", "a.png", value="PNG"),
        "dots": call("I.dots", "a.png", value=96),
    }
    for name in calls:
        assert lost(calls, name, model, STARTER) == {name}


def test_what_is_no_picture_is_left_alone():
    assert list(undo_picture("I.size", {"width": 3}, b"text", None)) == []


STEPS_BACK = {
    "size": (png(scene().resize((160, 96))), call("I.size", "a.png", width=160, height=96)),
    "mode": (png(scene().convert("L")), call("I.mode", "a.png", value="grey")),
    "area": (
        png(painted()), call("I.area_colour", "a.png", colour="#000000", left=3, top=5, right=28, bottom=24),
    ),
    "changed_in": (
        png(painted()), call("I.changed_in", "a.png", source="a.png", left=0, top=0, right=50, bottom=50),
    ),
    "flipped": (png(ImageOps.mirror(scene())), call("I.flipped", "a.png", source="a.png")),
    "scaled": (png(scene().resize((100, 60))), call("I.scaled", "a.png", source="a.png", percent=50)),
}  # fmt: skip


@pytest.mark.parametrize("name", STEPS_BACK)
def test_a_picture_goes_one_step_back_to_the_one_that_was_handed_out(name, monkeypatch):
    data, check = STEPS_BACK[name]
    monkeypatch.setattr("grading.rubric.mutants.picture.WAYS", {})
    assert undone(check, {"a.png": data}, {"a.png": png(scene())}) is not None


def test_a_picture_as_it_was_handed_out_has_no_step_back():
    before = png(scene())
    assert [data for data in undo_picture("I.none", {}, before, before) if data != before] == []
