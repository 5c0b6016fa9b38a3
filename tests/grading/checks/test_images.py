"""I checks: met, partly, not met, cannot judge; and pictures that are bombs."""

from __future__ import annotations

import io
import struct
import time
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from grading.checks.finding import Finding, Verdict
from grading.checks.marker import run_call
from grading.images.reader import MAX_PIXELS, read_picture_bytes
from grading.office.child import OfficeReader
from grading.office.outcome import CannotRead, CannotReadError, Reason
from grading.works import WorkKind
from itembank.model.checks import CheckCall
from tests.grading.checks.office_work import document
from tests.grading.checks.office_work import look as look_at_document
from tests.grading.checks.workbench import subject
from tests.grading.office.builders import para

MET, PARTLY, NOT, UNKNOWN = Verdict.MET, Verdict.PARTLY, Verdict.NOT_MET, Verdict.CANNOT_JUDGE
BOX = {"left": 0, "top": 0, "right": 50, "bottom": 50}


def scene(width: int = 200, height: int = 120) -> Image.Image:
    """A picture that looks different from every side."""
    picture = Image.new("RGB", (width, height), "#9fc5e8")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, height * 3 // 4, width, height), fill="#38761d")
    draw.ellipse((10, 10, 50, 50), fill="#f1c232")
    draw.polygon([(120, 90), (150, 30), (190, 90)], fill="#cc0000")
    return picture


def save(picture: Image.Image, kind: str = "PNG", **more: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **more)
    return buffer.getvalue()


def painted() -> Image.Image:
    picture = scene()
    ImageDraw.Draw(picture).rectangle((5, 5, 60, 30), fill="black")
    return picture


SCENE = scene()
BLANK = Image.new("RGB", (200, 120), "white")
SEE_THROUGH = Image.new("RGBA", (50, 50), (0, 0, 0, 0))
FLIP, TURN = Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.ROTATE_270
CROP = {"source": "原图.png", "left": 100, "top": 20, "width": 100, "height": 80}


def look(kind: str, data: bytes, original: Image.Image = SCENE, /, **parameters: Any) -> Finding:
    starters = {"原图.png": save(original)}
    work = subject({"结果.png": data, **starters}, starters)
    return run_call(CheckCall(type=kind, file="结果.png", parameters=parameters), work)


CASES: list[tuple[str, dict[str, Any], bytes, bytes]] = [
    ("I.format", {"value": "jpg"}, save(SCENE, "JPEG"), save(SCENE)),
    ("I.size", {"width": 200, "height": 120}, save(SCENE), save(SCENE.resize((100, 60)))),
    ("I.mode", {"value": "grey"}, save(SCENE.convert("L")), save(SCENE)),
    ("I.mode", {"value": "grey"}, save(SCENE.convert("L").convert("RGB")), save(SCENE.convert("1"))),
    ("I.mode", {"value": "black_white"}, save(SCENE.convert("1")), save(SCENE.convert("L"))),
    ("I.dots", {"value": 300}, save(SCENE, dpi=(300, 300)), save(SCENE)),
    ("I.frames", {"at_least": 2}, save(SCENE, "GIF", save_all=True, append_images=[BLANK]), save(SCENE, "GIF")),
    ("I.file_size", {"at_most": 20_000}, save(SCENE), save(SCENE.resize((900, 500)), "BMP")),
    ("I.cropped", CROP, save(SCENE.crop((100, 20, 200, 100))), save(SCENE)),
    ("I.cropped", CROP, save(SCENE.crop((98, 18, 201, 103)), "JPEG"), save(SCENE.crop((0, 20, 100, 100)))),
    ("I.flipped", {"source": "原图.png"}, save(SCENE.transpose(FLIP)), save(SCENE)),
    ("I.flipped", {"source": "原图.png", "direction": "vertical"},
     save(SCENE.transpose(Image.Transpose.FLIP_TOP_BOTTOM), "JPEG"), save(SCENE.transpose(FLIP))),
    ("I.rotated", {"source": "原图.png", "degrees": 90}, save(SCENE.transpose(TURN)), save(SCENE)),
    ("I.rotated", {"source": "原图.png", "degrees": 90}, save(SCENE.transpose(TURN).resize((60, 100))),
     save(SCENE.transpose(Image.Transpose.ROTATE_90))),
    ("I.scaled", {"source": "原图.png", "percent": 50}, save(SCENE.resize((100, 60))), save(BLANK.resize((100, 60)))),
    ("I.area_colour", {"colour": "F1C232", "left": 8, "top": 15, "right": 20, "bottom": 35}, save(SCENE), save(BLANK)),
    ("I.similar", {"source": "原图.png"}, save(SCENE, "JPEG", quality=40), save(BLANK)),
    ("I.toned", {"source": "原图.png", "tone": "grey"}, save(SCENE.convert("L")), save(SCENE)),
    ("I.toned", {"source": "原图.png", "tone": "inverted"}, save(SCENE.point(lambda value: 255 - value)), save(SCENE)),
    ("I.toned", {"source": "原图.png", "tone": "brighter"}, save(SCENE.point(lambda value: min(value + 40, 255))),
     save(SCENE.point(lambda value: max(value - 40, 0)))),
    ("I.changed_in", {"source": "原图.png", **BOX}, save(painted()), save(SCENE)),
    ("I.changed_in", {"source": "原图.png", **BOX}, save(painted()), save(BLANK)),
    ("I.transparent", {}, save(SEE_THROUGH), save(SCENE)),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "parameters", "good", "bad"), CASES)
def test_it_is_met_where_it_is_so_and_not_met_where_it_is_not(kind, parameters, good, bad):
    met, missed = look(kind, good, **parameters), look(kind, bad, **parameters)
    assert (met.verdict, missed.verdict) == (MET, NOT), (met.sentence, missed.sentence)
    assert met.sentence != missed.sentence


def test_part_of_a_size_gives_part():
    assert look("I.size", save(SCENE), width=200, height=100).verdict is PARTLY


def test_a_picture_opens():
    assert look("I.opens", save(SCENE)).verdict is MET
    assert look("I.opens", b"").verdict is NOT


def test_two_drawings_are_not_alike_by_the_white_around_them():
    one, other = Image.new("RGB", (200, 120), "white"), Image.new("RGB", (200, 120), "white")
    ImageDraw.Draw(one).rectangle((20, 20, 50, 50), fill="black")
    ImageDraw.Draw(other).ellipse((120, 60, 150, 90), fill="red")
    assert look("I.similar", save(other), one, source="原图.png").verdict is NOT
    assert look("I.similar", save(one.resize((150, 90)), "JPEG"), one, source="原图.png").verdict is MET


def test_a_picture_that_looks_the_same_from_two_sides_goes_to_a_person():
    even = Image.new("RGB", (200, 120), "#38761d")
    assert look("I.flipped", save(even.transpose(FLIP)), even, source="原图.png").verdict is UNKNOWN


@pytest.mark.parametrize(
    ("kind", "parameters"),
    [
        ("I.size", {}),
        ("I.mode", {"value": "sepia"}),
        ("I.file_size", {}),
        ("I.flipped", {"source": "原图.png", "direction": "sideways"}),
        ("I.rotated", {"source": "原图.png", "degrees": 45}),
        ("I.toned", {"source": "原图.png", "tone": "warm"}),
        ("I.similar", {"source": "没有.png"}),
        ("I.cropped", {**CROP, "width": 500}),
        ("I.area_colour", {"colour": "红色", "left": 80, "right": 20}),
    ],
)
def test_what_a_rubric_leaves_open_goes_to_a_person(kind, parameters):
    assert look(kind, save(SCENE), **parameters).verdict is UNKNOWN


def test_bytes_that_are_no_picture_go_to_a_person():
    assert look("I.format", b"no picture at all", value="PNG").verdict is UNKNOWN
    assert look("I.format", save(SCENE)[:200], value="PNG").verdict is UNKNOWN


def bomb(width: int, height: int) -> bytes:
    """A tiny PNG that announces a huge picture."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [7_000, 30_000, 2_000_000])
def test_a_picture_with_too_many_pixels_is_refused_at_once(side):
    started = time.process_time()
    with pytest.raises(CannotReadError) as refusal:
        read_picture_bytes(bomb(side, side))
    assert refusal.value.outcome.reason in {Reason.TOO_LARGE, Reason.DAMAGED}
    assert time.process_time() - started < 5
    assert side * side > MAX_PIXELS


def test_a_picture_is_read_in_the_child_process(tmp_path: Path):
    path, broken = tmp_path / "a.png", tmp_path / "b.png"
    path.write_bytes(save(SCENE))
    broken.write_bytes(bomb(30_000, 30_000))
    with OfficeReader() as reader:
        assert reader.read_work(path, WorkKind.PICTURE) == read_picture_bytes(save(SCENE))
        refused = reader.read_work(broken, WorkKind.PICTURE)
        assert isinstance(refused, CannotRead)
        assert refused.reason is Reason.TOO_LARGE


def test_a_large_picture_comes_back_reduced():
    seen = read_picture_bytes(save(Image.new("RGB", (3000, 1500), "red"), "JPEG"))
    assert (seen.width, seen.height) == (3000, 1500)
    assert (seen.raster.width, seen.raster.height, len(seen.raster.pixels)) == (1024, 512, 1024 * 512 * 4)


def test_a_picture_in_a_document_is_known_by_its_bytes_or_by_what_it_shows():
    drawing = (
        '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        '<wp:extent cx="1" cy="1"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill>'
        '<a:blip r:embed="p"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )

    def verdict(inside: bytes) -> Verdict:
        data = document(
            f"<w:p>{drawing}</w:p>",
            para("文字"),
            parts={"word/media/a.png": inside},
            links={"p": ("image", "media/a.png")},
        )
        starters = {"原图.png": save(SCENE)}
        work = subject({"通知.docx": data}, starters)
        call = CheckCall(type="W.picture_same", file="通知.docx", parameters={"source": "原图.png"})
        return run_call(call, work).verdict

    assert verdict(save(SCENE)) is MET
    assert verdict(save(SCENE.resize((150, 90)), "JPEG")) is MET
    assert verdict(save(BLANK)) is NOT
    assert look_at_document("W.picture_same", document(para("文字")), source="原图.png").verdict is UNKNOWN
