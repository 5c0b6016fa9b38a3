"""F, H, I and X checks, parameter by parameter: each word of a rubric decides something."""

from __future__ import annotations

from typing import Any

import pytest
from PIL import Image, ImageDraw

from grading.checks.finding import Verdict
from grading.checks.marker import run_call
from itembank.model.checks import CheckCall
from tests.grading.checks.test_images import SCENE, save
from tests.grading.checks.workbench import subject
from tests.grading.office.builders import zip_of
from tests.grading.scratch.project import FLAG, chosen, project, sprite, typed

MET, PARTLY, NOT, UNKNOWN = Verdict.MET, Verdict.PARTLY, Verdict.NOT_MET, Verdict.CANNOT_JUDGE
FOLDER: dict[str, bytes | None] = {"pic/a.png": b"png", "pic/b.html": b"<p>2</p>", "c.css": b"p { color: red }"}


def page(body: str, head: str = "") -> bytes:
    return f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'.encode()


LIST = "<ul><li>看</li><li>听</li><li>说</li></ul>"
GRID = "<table><tr><td>甲</td><td rowspan=2>乙</td></tr><tr><td>丙</td></tr></table>"
FORM = (
    "<form><input name=who value=我><input type=password><button>送出</button><textarea name=t>长文</textarea></form>"
)
WEB: list[tuple[str, dict[str, Any], bytes, Verdict]] = [
    ("H.title", {"text": "我的 家"}, page("x", "<title>我的家</title>"), MET),
    ("H.title", {"text": "家"}, page("x", "<title>我的家</title>"), NOT),
    ("H.title", {"text": "家", "match": "contains"}, page("x", "<title>我的家</title>"), MET),
    ("H.title", {"text": "", "match": "contains"}, page("x"), NOT),
    ("H.element", {"select": "li", "at_least": 3}, page(LIST), MET),
    ("H.element", {"select": "li", "at_least": 4}, page(LIST), NOT),
    ("H.element", {"select": "li", "text": "听"}, page(LIST), MET),
    ("H.element", {"select": "li", "text": "写"}, page(LIST), NOT),
    ("H.element", {"select": "b", "text": "明代"}, page("<p>建于<span style='font-weight:700'>明代</span></p>"), MET),
    ("H.element", {"select": "b", "text": "明代"}, page("<p>建于<span style='font-weight:600'>明代</span></p>"), NOT),
    ("H.element", {"select": "b", "text": "明代"}, page("<b>建于宋代</b><p>明代</p>"), NOT),
    ("H.count", {"select": "li", "count": 3}, page(LIST), MET),
    ("H.count", {"select": "li", "count": 2}, page(LIST), NOT),
    ("H.count", {"select": "b", "count": 0}, page(LIST), MET),
    ("H.avoids", {"tags": ["FONT"]}, page("<font>x</font>"), NOT),
    ("H.avoids", {"tags": ["b"]}, page("<font>x</font>"), MET),
    ("H.attribute", {"select": "p", "name": "Align"}, page("<p align=center>x"), MET),
    ("H.attribute", {"select": "p", "name": "align", "value": "CENTER"}, page("<p align=center>x"), MET),
    ("H.attribute", {"select": "p", "name": "align", "value": "left"}, page("<p align=center>x"), NOT),
    ("H.link", {"text": "下"}, page("<a href='pic/b.html'>下一页</a>"), MET),
    ("H.link", {"text": "下"}, page("<a href='pic/none.html'>下一页</a>"), NOT),
    ("H.link", {"text": "下", "blank": True}, page("<a href='pic/b.html'>下一页</a>"), NOT),
    ("H.link", {"text": "下", "blank": True}, page("<a href='pic/b.html' target=_BLANK>下一页</a>"), MET),
    ("H.link", {"text": "下", "address": "pic/B.html"}, page("<a href='./pic/b.html'>下一页</a>"), MET),
    ("H.link", {"text": "下", "address": "c.css"}, page("<a href='pic/b.html'>下一页</a>"), NOT),
    ("H.link", {"text": "图"}, page("<a href='pic/b.html'><img alt=大图 src=pic/a.png></a>"), MET),
    ("H.link", {"text": "上"}, page("<a href='#peak'>上</a>"), NOT),
    ("H.link", {"text": "上"}, page("<a href='#peak'>上</a><p id=peak>x"), MET),
    ("H.link", {"text": "上"}, page("<a href='#'>上</a>"), MET),
    ("H.link", {"text": "上"}, page("<a>上</a>"), NOT),
    ("H.link", {"text": "信", "address": "mailto:a@b.cn"}, page("<a href='mailto:A@b.cn'>信</a>"), MET),
    ("H.image", {}, page("<img src='pic/none.png'>"), NOT),
    ("H.image", {"alt": "桥"}, page("<img src='pic/a.png' alt='石桥'>"), MET),
    ("H.image", {"alt": "桥"}, page("<img src='pic/a.png'>"), NOT),
    ("H.image", {"source": "pic/A.png"}, page("<img src='pic/a.png'>"), MET),
    ("H.image", {"source": "pic/b.png"}, page("<img src='pic/a.png'>"), NOT),
    ("H.image", {}, page("<img src='http://x.example/a.png'>"), NOT),
    ("H.table_size", {"rows": 2, "columns": 2}, page(GRID), MET),
    ("H.table_size", {"rows": 2, "columns": 2, "table": 2}, page(GRID), NOT),
    ("H.table_cell", {"row": 2, "column": 2, "text": "乙"}, page(GRID), MET),
    ("H.table_cell", {"row": 2, "column": 1, "text": "乙"}, page(GRID), NOT),
    ("H.table_cell", {"row": 3, "column": 1, "text": "乙"}, page(GRID), NOT),
    ("H.table_span", {"row": 1, "column": 2, "rows": 2}, page(GRID), MET),
    ("H.table_span", {"row": 1, "column": 1, "rows": 2}, page(GRID), NOT),
    ("H.list", {"items": ["看", "说"]}, page(LIST), MET),
    ("H.list", {"items": ["说", "看"]}, page(LIST), NOT),
    ("H.list", {"items": ["看"], "kind": "ol"}, page(LIST), NOT),
    ("H.list", {"items": ["猫", "会叫"], "kind": "dl"}, page("<dl><dt>猫<dd>会叫</dl>"), MET),
    ("H.form_field", {"kind": "text", "name": "who", "value": "我"}, page(FORM), MET),
    ("H.form_field", {"kind": "text", "name": "other"}, page(FORM), NOT),
    ("H.form_field", {"kind": "password", "value": "我"}, page(FORM), NOT),
    ("H.form_field", {"kind": "submit", "value": "送出"}, page(FORM), MET),
    ("H.form_field", {"kind": "textarea", "value": "长"}, page(FORM), MET),
    ("H.form_field", {"kind": "checkbox"}, page(FORM), NOT),
    ("H.form_field", {"kind": "text"}, page("<input>"), NOT),
    ("H.no_dead_links", {}, page("<a href='pic/b.html'>1</a><img src='pic/none.png'>"), NOT),
    ("H.no_dead_links", {}, page("<a href='http://x.example/'>1</a>"), NOT),
    ("H.no_dead_links", {}, page("<a href=' '>1</a><p src='none.png'>2</p>"), NOT),
    ("H.no_dead_links", {}, page("<a href=' '>1</a><p src='none.png'>2</p><img src='pic/a.png'>"), MET),
    ("H.no_dead_links", {}, page("<a href='#none'>1</a><img src='pic/a.png'>"), NOT),
    ("H.no_dead_links", {}, page("<a href='http://x.example/'>1</a><img src='pic/a.png'>"), MET),
    ("H.stylesheet", {}, page("x", "<link rel=stylesheet href=c.css>"), MET),
    ("H.stylesheet", {}, page("x", "<link rel=icon href=c.css>"), NOT),
    ("H.stylesheet", {}, page("x", "<link rel=stylesheet href=d.css>"), NOT),
    ("H.style", {"select": "p", "property": "color", "value": "red"}, page("<p>x", "<link rel=stylesheet href=c.css>"),
     MET),
    ("H.style", {"select": "p", "property": "margin", "value": "8px"}, page("<p style='margin: 8px 9px'>x"), NOT),
    ("H.style", {"select": "p", "property": "margin", "value": "8px 9px"}, page("<p style='margin: 8px 9px'>x"), MET),
    ("H.style", {"select": "p", "property": "width", "value": "100px"}, page("<p style='width: 100.5px'>x"), MET),
    ("H.style", {"select": "p", "property": "width", "value": "100px"}, page("<p style='width: 101px'>x"), NOT),
    ("H.style", {"select": "p", "property": "font-weight", "value": "bold"}, page("<p style='font-weight: 700'>x"),
     MET),
    ("H.style", {"select": "p", "property": "font-family", "value": "宋体"},
     page("<p style='font-family: SimSun, x'>x"), MET),
    ("H.style", {"select": "p", "property": "font-family", "value": "x"}, page("<p style='font-family: SimSun, x'>x"),
     NOT),
    ("H.style", {"select": "u", "property": "text-decoration", "value": "underline"}, page("<u>x</u>"), MET),
    ("H.encoding", {}, page("x"), MET),
    ("H.encoding", {"value": "gbk"}, page("x"), NOT),
    ("H.encoding", {}, b"<p>x", NOT),
    ("H.meta", {"name": "Keywords"}, page("x", "<meta name=keywords content=' '>"), NOT),
    ("H.meta", {"name": "Keywords"}, page("x", "<meta name=keywords content=a>"), MET),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "parameters", "data", "expected"), WEB)
def test_every_word_about_a_page_decides_something(kind, parameters, data, expected):
    work = subject({"index.html": data, **FOLDER})
    finding = run_call(CheckCall(type=kind, file="index.html", parameters=parameters), work)
    assert finding.verdict is expected, finding.sentence


TURNED = SCENE.transpose(Image.Transpose.ROTATE_270)
HALF = Image.new("RGB", (100, 100), "white")
HALF.paste((255, 0, 0), (0, 0, 50, 100))
BLACK = Image.new("1", (10, 10))
FAINT = Image.new("RGBA", (10, 10), (0, 0, 0, 255))
FAINT.paste((0, 0, 0, 0), (0, 0, 10, 1))
SPOILED = SCENE.copy()
ImageDraw.Draw(SPOILED).rectangle((110, 60, 190, 110), fill="black")
PICTURES: list[tuple[str, dict[str, Any], bytes, Verdict]] = [
    ("I.size", {"width": 200, "height": 120}, save(SCENE), MET),
    ("I.size", {"width": 200, "height": 121}, save(SCENE), PARTLY),
    ("I.size", {"height": 121, "tolerance": 1}, save(SCENE), MET),
    ("I.format", {"value": "jpg"}, save(SCENE, "JPEG"), MET),
    ("I.format", {"value": "png"}, save(SCENE, "JPEG"), NOT),
    ("I.mode", {"value": "black_white"}, save(BLACK), MET),
    ("I.mode", {"value": "grey"}, save(BLACK), NOT),
    ("I.mode", {"value": "grey"}, save(SCENE.convert("L").convert("RGB")), MET),
    ("I.mode", {"value": "grey"}, save(SCENE), NOT),
    ("I.mode", {"value": "palette"}, save(SCENE.convert("P"), "GIF"), MET),
    ("I.dots", {"value": 300}, save(SCENE, dpi=(300, 300)), MET),
    ("I.dots", {"value": 300}, save(SCENE, dpi=(72, 72)), NOT),
    ("I.dots", {"value": 300}, save(SCENE), NOT),
    ("I.dots", {"value": 0}, save(SCENE), NOT),
    ("I.frames", {"at_least": 1}, save(SCENE), MET),
    ("I.frames", {}, save(SCENE), NOT),
    ("I.frames", {}, save(SCENE.convert("P"), "GIF", save_all=True, append_images=[TURNED.convert("P")]), MET),
    ("I.file_size", {"at_least": 1, "at_most": 1_000_000}, save(SCENE), MET),
    ("I.file_size", {"at_least": 1_000_000}, save(SCENE), NOT),
    ("I.file_size", {"at_most": 10}, save(SCENE), NOT),
    ("I.area_colour", {"colour": "红色", "right": 50, "share": "1"}, save(HALF), MET),
    ("I.area_colour", {"colour": "红色", "left": 50}, save(HALF), NOT),
    ("I.area_colour", {"colour": "红色"}, save(HALF), MET),
    ("I.area_colour", {"colour": "红色", "share": "3/5"}, save(HALF), NOT),
    ("I.area_colour", {"colour": "红色", "left": 50, "right": 50}, save(HALF), UNKNOWN),
    ("I.transparent", {"share": "1/10"}, save(FAINT), MET),
    ("I.transparent", {"share": "1/5"}, save(FAINT), NOT),
    ("I.rotated", {"source": "原图.png", "degrees": 90}, save(TURNED), MET),
    ("I.rotated", {"source": "原图.png", "degrees": -270}, save(TURNED), MET),
    ("I.rotated", {"source": "原图.png", "degrees": 270}, save(TURNED), NOT),
    ("I.rotated", {"source": "原图.png", "degrees": 45}, save(TURNED), UNKNOWN),
    ("I.flipped", {"source": "原图.png", "direction": "vertical"},
     save(SCENE.transpose(Image.Transpose.FLIP_TOP_BOTTOM)), MET),
    ("I.flipped", {"source": "原图.png"}, save(SCENE.transpose(Image.Transpose.FLIP_TOP_BOTTOM)), NOT),
    ("I.scaled", {"source": "原图.png", "percent": 50}, save(SCENE.resize((100, 60))), MET),
    ("I.scaled", {"source": "原图.png", "percent": 52}, save(SCENE.resize((100, 60))), NOT),
    ("I.scaled", {"source": "原图.png", "percent": 50}, save(Image.new("RGB", (100, 60), "red")), NOT),
    ("I.toned", {"source": "原图.png", "tone": "grey"}, save(SCENE.convert("L")), MET),
    ("I.toned", {"source": "原图.png", "tone": "grey"}, save(SCENE), NOT),
    ("I.toned", {"source": "原图.png", "tone": "brighter"}, save(SCENE.point(lambda value: min(value + 40, 255))), MET),
    ("I.toned", {"source": "原图.png", "tone": "darker"}, save(SCENE.point(lambda value: min(value + 40, 255))), NOT),
    ("I.toned", {"source": "原图.png", "tone": "grey"}, save(TURNED), NOT),
    ("I.changed_in", {"source": "原图.png", "left": 50, "top": 45, "right": 100, "bottom": 100}, save(SPOILED), MET),
    ("I.changed_in", {"source": "原图.png", "left": 0, "top": 0, "right": 30, "bottom": 50}, save(SPOILED), NOT),
    ("I.changed_in", {"source": "原图.png", "left": 50, "top": 45, "right": 100, "bottom": 100}, save(SCENE), NOT),
    ("I.cropped", {"source": "原图.png", "left": 100, "top": 20, "width": 100, "height": 80},
     save(SCENE.crop((97, 23, 200, 100))), MET),
    ("I.cropped", {"source": "原图.png", "left": 100, "top": 20, "width": 100, "height": 80},
     save(SCENE.crop((0, 20, 100, 100))), NOT),
    ("I.cropped", {"source": "原图.png", "left": 150, "top": 20, "width": 100, "height": 80}, save(SCENE), UNKNOWN),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "parameters", "data", "expected"), PICTURES)
def test_every_word_about_a_picture_decides_something(kind, parameters, data, expected):
    work = subject({"work.png": data}, {"原图.png": save(SCENE)})
    finding = run_call(CheckCall(type=kind, file="work.png", parameters=parameters), work)
    assert finding.verdict is expected, finding.sentence


SAY = ("looks_say", typed(MESSAGE="你好"))
MOVE = ("motion_movesteps", typed(STEPS="10"))
LOOP = ("control_repeat", typed(TIMES="4"), (MOVE, SAY))
SET = ("data_setvariableto", chosen(VARIABLE="分数"))
SCRIPTS: list[tuple[str, dict[str, Any], Any, Verdict]] = [
    ("X.blocks", {"steps": [{"block": "motion_movesteps"}, {"block": "say"}]}, (FLAG, MOVE, SAY), MET),
    ("X.blocks", {"steps": [{"block": "say"}, {"block": "motion_movesteps"}]}, (FLAG, MOVE, SAY), NOT),
    ("X.blocks", {"steps": [{"block": "motion_movesteps"}, {"block": "say"}]}, (FLAG, LOOP), MET),
    ("X.blocks", {"steps": [{"block": "loop", "inside": [{"block": "say"}]}]}, (FLAG, LOOP), MET),
    ("X.blocks", {"steps": [{"block": "loop", "inside": [{"block": "wait"}]}]}, (FLAG, LOOP), NOT),
    ("X.blocks", {"steps": [{"block": "loop"}, {"block": "say"}]}, (FLAG, LOOP), NOT),
    ("X.blocks", {"steps": [{"block": "loop", "values": {"TIMES": "4"}}]}, (FLAG, LOOP), MET),
    ("X.blocks", {"steps": [{"block": "loop", "values": {"TIMES": "5"}}]}, (FLAG, LOOP), NOT),
    ("X.blocks", {"steps": [{"block": "loop"}]}, (LOOP,), NOT),
    ("X.uses", {"block": "say", "at_least": 2}, (FLAG, LOOP, SAY), MET),
    ("X.uses", {"block": "say", "at_least": 3}, (FLAG, LOOP, SAY), NOT),
    ("X.uses", {"block": "say", "at_least": 0}, (FLAG, MOVE), NOT),
    ("X.uses", {"block": "nonsense"}, (FLAG, MOVE), UNKNOWN),
    ("X.avoids", {"block": "loop"}, (FLAG, MOVE), MET),
    ("X.avoids", {"block": "loop"}, (FLAG, LOOP), NOT),
    ("X.avoids", {"block": "loop"}, (MOVE,), NOT),
    ("X.hat", {"event": "key", "value": "space"}, (("event_whenkeypressed", chosen(KEY_OPTION="space")), MOVE), MET),
    ("X.hat", {"event": "key", "value": "a"}, (("event_whenkeypressed", chosen(KEY_OPTION="space")), MOVE), NOT),
    ("X.hat", {"event": "key"}, (("event_whenkeypressed", chosen(KEY_OPTION="space")),), NOT),
    ("X.hat", {}, (FLAG,), NOT),
    ("X.hat", {"sprite": "没有"}, (FLAG, MOVE), NOT),
    ("X.hat", {"sprite": "舞台"}, (FLAG, MOVE), NOT),
    ("X.says", {"text": "好"}, (FLAG, SAY), MET),
    ("X.says", {"text": "再见"}, (FLAG, SAY), NOT),
    ("X.says", {"text": "好"}, (SAY,), NOT),
    ("X.variable", {"name": "分数"}, (FLAG, SET), MET),
    ("X.variable", {"name": "生命"}, (FLAG, SET), NOT),
    ("X.variable", {"name": "分数"}, (SET,), NOT),
    ("X.variable", {"name": "分数"}, (FLAG, ("data_showvariable", chosen(VARIABLE="分数"))), NOT),
    ("X.variable", {"name": "分数", "list": True}, (FLAG, SET), NOT),
    ("X.initialised", {"what": "variable", "name": "分数"}, (FLAG, SET, LOOP), MET),
    ("X.initialised", {"what": "variable", "name": "分数"}, (FLAG, LOOP, SET), NOT),
    ("X.initialised", {"what": "variable", "name": "生命"}, (FLAG, SET), NOT),
    ("X.initialised", {"what": "position"}, (FLAG, ("control_wait_until",), ("motion_goto",)), NOT),
    ("X.initialised", {"what": "colour"}, (FLAG, SET), UNKNOWN),
    ("X.message", {}, (FLAG, ("event_broadcast", chosen(BROADCAST_OPTION="开始"))), NOT),
    ("X.clones", {}, (FLAG, ("control_create_clone_of",)), NOT),
    ("X.clones", {}, (("control_start_as_clone",), MOVE), NOT),
    ("X.no_dead_scripts", {}, (FLAG, MOVE), MET),
    ("X.no_dead_scripts", {}, (FLAG,), NOT),
    ("X.costume", {"at_least": 2}, (FLAG, MOVE), NOT),
    ("X.costume", {"name": "造型1"}, (FLAG, MOVE), MET),
    ("X.costume", {"name": "造型9"}, (FLAG, MOVE), NOT),
    ("X.extension", {"name": "pen"}, (FLAG, MOVE), NOT),
    ("X.placed", {"sprite": "小猫", "x": 1}, (FLAG, MOVE), MET),
    ("X.placed", {"sprite": "小猫", "x": 2}, (FLAG, MOVE), NOT),
    ("X.placed", {"sprite": "小猫", "visible": False}, (FLAG, MOVE), NOT),
    ("X.placed", {"sprite": "小猫"}, (FLAG, MOVE), UNKNOWN),
    ("X.sprite_count", {"at_least": 2}, (FLAG, MOVE), NOT),
    ("X.sprite", {"name": " 小猫 "}, (FLAG, MOVE), MET),
]


@pytest.mark.parametrize(("kind", "parameters", "script", "expected"), SCRIPTS)
def test_every_word_about_a_project_decides_something(kind, parameters, script, expected):
    data = project(sprite("小猫", script, variables={"a": ["分数", 0]}, lists={"b": ["名单", []]}), extensions=["pen"])
    finding = run_call(CheckCall(type=kind, file="a.sb3", parameters=parameters), subject({"a.sb3": data}))
    assert finding.verdict is expected, finding.sentence


GIVEN: dict[str, bytes | None] = {"a.txt": b"1", "b.jpg": b"2", "c.jpg": b"3", "d": None}
FILES: list[tuple[str, dict[str, Any], dict[str, bytes | None], Verdict]] = [
    ("F.exists", {"path": "A.TXT"}, {"a.txt": b"1"}, MET),
    ("F.exists", {"path": "a.txt", "folder": True}, {"a.txt": b"1"}, NOT),
    ("F.exists", {"path": "d", "folder": True}, {"d": None, "a": b""}, MET),
    ("F.exists", {"path": "d"}, {"d": None, "a": b""}, NOT),
    ("F.absent", {"path": "a.txt"}, {"d": None}, NOT),
    ("F.absent", {"path": "a.txt"}, {"b.jpg": b"2"}, MET),
    ("F.copied", {"from": "a.txt", "to": "d/a.txt"}, {"a.txt": b"1", "d/a.txt": b"1"}, MET),
    ("F.copied", {"from": "a.txt", "to": "d/a.txt"}, {"a.txt": b"9", "d/a.txt": b"1"}, NOT),
    ("F.copied", {"from": "a.txt", "to": "d/a.txt"}, {"a.txt": b"1", "d/a.txt": b"9"}, NOT),
    ("F.moved", {"from": "a.txt", "to": "d/a.txt"}, {"d/a.txt": b"1"}, MET),
    ("F.moved", {"from": "none.txt", "to": "d/a.txt"}, {"d/a.txt": b"1"}, UNKNOWN),
    ("F.selected", {"pattern": "*.jpg", "to": "d"}, {"d/b.jpg": b"2", "d/c.jpg": b"3", "a.txt": b"1"}, MET),
    ("F.selected", {"pattern": "*.jpg", "to": "d"}, {"d/b.jpg": b"2", "d/c.jpg": b"3", "d/a.txt": b"1"}, NOT),
    ("F.selected", {"pattern": "*.jpg", "to": "d", "keep": True}, {"d/b.jpg": b"2", "d/c.jpg": b"3"}, NOT),
    ("F.selected", {"pattern": "*.jpg", "to": "d", "keep": True},
     {"d/b.jpg": b"2", "d/c.jpg": b"3", "b.jpg": b"2", "c.jpg": b"3"}, MET),
    ("F.selected", {"pattern": "*.jpg", "to": "d"},
     {"d/b.jpg": b"2", "d/c.jpg": b"3", "b.jpg": b"2", "c.jpg": b"3"}, NOT),
    ("F.count", {"count": 1, "folder": "d", "pattern": "*.jpg"}, {"d/b.jpg": b"2", "d/x/c.jpg": b"3", "c.jpg": b""},
     MET),
    ("F.count", {"count": 2, "pattern": "*.jpg"}, {"b.jpg": b"2", "d/c.jpg": b"3"}, NOT),
    ("F.tree", {"folders": ["d/e"], "only": True}, {"d/e/a": b"1"}, MET),
    ("F.tree", {"folders": ["d/e"], "only": True}, {"d/e/a": b"1", "f": None}, NOT),
    ("F.tree", {"folders": ["d/e"]}, {"d/e/a": b"1", "f": None}, MET),
    ("F.text", {"path": "n.txt", "text": "一\n二"}, {"n.txt": "一 \r\n二\r\n".encode()}, MET),
    ("F.text", {"path": "n.txt", "text": "一"}, {"n.txt": "一\n二".encode()}, NOT),
    ("F.text", {"path": "n.txt", "text": "二", "match": "contains"}, {"n.txt": "一\n二".encode()}, MET),
    ("F.text", {"path": "n.txt", "text": "一", "encoding": "gbk"}, {"n.txt": "一".encode("gbk")}, MET),
    ("F.text", {"path": "n.txt", "text": "一", "encoding": "utf-8"}, {"n.txt": "一".encode("gbk")}, NOT),
    ("F.text", {"path": "n.txt", "text": "一"}, {"n.txt": "一".encode("utf-16")}, MET),
    ("F.encoding", {"path": "n.txt", "value": "utf-8"}, {"n.txt": "一".encode("utf-8-sig")}, MET),
    ("F.encoding", {"path": "n.txt", "value": "utf-8-bom"}, {"n.txt": "一".encode()}, NOT),
    ("F.encoding", {"path": "n.txt", "value": "utf-8"}, {"n.txt": b"a"}, NOT),
    ("F.kind", {"path": "n", "value": "JPG"}, {"n": b"\xff\xd8\xff\xe0"}, MET),
    ("F.kind", {"path": "n", "value": "zip"}, {"n": zip_of({"word/document.xml": "x"})}, NOT),
    ("F.kind", {"path": "n", "value": "docx"}, {"n": zip_of({"word/document.xml": "x"})}, MET),
    ("F.size", {"path": "n", "at_least": 3}, {"n": b"123"}, MET),
    ("F.size", {"path": "n", "at_least": 4}, {"n": b"123"}, NOT),
    ("F.size", {"path": "n", "at_most": 0}, {"n": b"123"}, NOT),
    ("F.size", {"path": "n", "at_most": 0}, {"n": b"", "m": b"1"}, MET),
    ("F.line", {"path": "n", "line": 1, "text": " 一 "}, {"n": "一\n二".encode("gbk")}, MET),
    ("F.line", {"path": "n", "line": 3, "text": "二"}, {"n": "一\n二".encode()}, NOT),
    ("F.unchanged", {"except": ["*.jpg"]}, {"a.txt": b"1"}, MET),
    ("F.unchanged", {"except": ["*.jpg"]}, {"a.txt": b"9"}, NOT),
    ("F.unchanged", {}, {"a.txt": b"1"}, NOT),
    ("F.zip_contains", {"path": "z", "members": ["a.txt"]}, {"z": zip_of({"d/a.txt": "1"})}, MET),
    ("F.zip_contains", {"path": "z", "members": ["a.txt"]}, {"z": b"no zip"}, NOT),
    ("F.zip_exact", {"path": "z", "members": ["a.txt"]}, {"z": zip_of({"d/a.txt": "1"})}, MET),
    ("F.zip_exact", {"path": "z", "members": ["a.txt"]}, {"z": zip_of({"d/a.txt": "1", "e/a.txt": "2"})}, NOT),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "parameters", "files", "expected"), FILES)
def test_every_word_about_files_decides_something(kind, parameters, files, expected):
    finding = run_call(CheckCall(type=kind, parameters=parameters), subject(files, GIVEN))
    assert finding.verdict is expected, finding.sentence


def test_a_message_counts_when_what_hears_it_does_something():
    send = (FLAG, ("event_broadcast", chosen(BROADCAST_OPTION="开始")))
    hat = ("event_whenbroadcastreceived", chosen(BROADCAST_OPTION="开始"))
    other = ("event_whenbroadcastreceived", chosen(BROADCAST_OPTION="结束"))
    cases = (((hat, MOVE), "", MET), ((hat,), "", NOT), ((other, MOVE), "", NOT), ((hat, MOVE), "结束", NOT))
    for heard, name, expected in cases:
        work = subject({"a.sb3": project(sprite("小猫", send, heard))})
        call = CheckCall(type="X.message", file="a.sb3", parameters={"name": name})
        assert run_call(call, work).verdict is expected


def test_a_finding_names_the_sprite_or_the_file():
    work = subject({"a.sb3": project(sprite("小猫", (FLAG, MOVE)))})
    calls: list[tuple[str, dict[str, Any]]] = [
        ("X.uses", {"block": "say"}),
        ("X.hat", {}),
        ("X.clones", {}),
        ("X.says", {}),
    ]
    for kind, parameters in calls:
        whole = run_call(CheckCall(type=kind, file="a.sb3", parameters=parameters), work)
        own = run_call(CheckCall(type=kind, file="a.sb3", parameters={**parameters, "sprite": "小猫"}), work)
        assert (whole.place, own.place) == ("a.sb3", "小猫")
