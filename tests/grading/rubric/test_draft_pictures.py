"""Drafts of pictures: where they were cut and drawn on, also in files that were not handed out."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from grading.rubric.draft.draft import Draft, draft_rubric
from grading.rubric.folders import folder_of, read_files
from grading.rubric.tools import Tools
from grading.rubric.trial import try_rubric
from tests.grading.checks.workbench import DirectReader


def landscape(size: tuple[int, int] = (400, 300)) -> Image.Image:
    """Return a picture that looks different everywhere."""
    picture = Image.new("RGB", size, "#88bbee")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((40, 30, 220, 190), fill="#ffe08a", outline="#333333")
    draw.polygon([(150, 290), (260, 120), (390, 290)], fill="#2f6f3f")
    draw.rectangle((300, 20, 380, 80), fill="#7a5fb4")
    return picture


def written(picture: Image.Image, kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    picture.save(out, kind)
    return out.getvalue()


def drafted(folder: Path, name: str, picture: bytes, source: bytes) -> Draft:
    """Draft the task of making a picture from the one handed out; the draft holds at once."""
    for part, files in (("starter", {"风景.png": source}), ("model", {"风景.png": source, name: picture})):
        (folder / part).mkdir()
        for path, data in files.items():
            (folder / part / path).write_bytes(data)
    tools = Tools(DirectReader(), None)
    draft = draft_rubric(folder / "starter", folder / "model", tools=tools)
    starter, model = read_files([folder / "starter"]), read_files([folder / "model"])
    done = try_rubric(draft.rubric, tools.subject(folder_of(model, starter)))
    started = try_rubric(draft.rubric, tools.subject(folder_of(starter, starter)))
    assert {point.share for point in done.points} == {1}
    assert {point.share for point in started.points} == {0}
    return draft


@pytest.mark.parametrize(("kind", "name"), [("PNG", "裁剪.png"), ("JPEG", "裁剪.jpg"), ("PNG", "风景.png")])
def test_a_cut_is_found_wherever_it_was_saved(tmp_path, kind, name):
    cut = landscape().crop((130, 60, 330, 210))
    draft = drafted(tmp_path, name, written(cut, kind), written(landscape()))
    (point,) = draft.rubric.points
    (call,) = point.checks
    assert call.type == "I.cropped"
    assert (call.parameters["width"], call.parameters["height"]) == (200, 150)
    assert abs(int(str(call.parameters["left"])) - 130) <= 3
    assert abs(int(str(call.parameters["top"])) - 60) <= 3


def test_what_was_drawn_is_asked_for_by_its_place_and_its_colour(tmp_path):
    drawn = landscape()
    ImageDraw.Draw(drawn).rectangle((20, 220, 120, 280), fill="red")
    draft = drafted(tmp_path, "风景.png", written(drawn), written(landscape()))
    assert [call.type for point in draft.rubric.points for call in point.checks] == ["I.changed_in", "I.area_colour"]
    assert draft.rubric.points[1].title == "“风景.png”绘制的颜色：红色"
    assert draft.rubric.points[1].falls_with == ("p01",)


def test_a_smaller_copy_is_no_cut(tmp_path):
    draft = drafted(tmp_path, "小图.png", written(landscape().resize((200, 150))), written(landscape()))
    assert [call.type for point in draft.rubric.points for call in point.checks] == ["I.scaled", "I.size", "I.similar"]
