"""One page with many properties, and a check for each: undoing one must leave all others."""

from __future__ import annotations

import pytest

from grading.rubric.mutants.page_steps import page_steps
from grading.rubric.mutants.web import WAYS
from grading.web.reader import read_page_bytes
from tests.grading.rubric.mutants.trying import call, lost, undone

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="keywords" content="桥,村庄">
<title>家乡的桥</title>
<link rel="stylesheet" href="style.css"><style>h1 { color: red; text-align: center } .new { font-weight: bold }</style>
</head><body bgcolor="#ffffcc"><h1 id="top">家乡的桥</h1><p class="new">石拱桥建于<b>明代</b>。</p><p>桥下是小河。</p>
<img src="桥.png" alt="石拱桥" width="300"><ul><li>石桥</li><li>木桥</li><li>廊桥</li></ul>
<ol><li>看</li><li>画</li></ol><a href="page2.html" target="_blank">下一页</a><a href="#top">顶部</a>
<table><tr><th colspan="2">桥</th></tr><tr><td>长</td><td>宽</td></tr></table>
<form action="save"><input type="text" name="name"><select name="class"><option>一班</option><option>二班</option>
</select></form></body></html>"""
SHEET = "p { text-indent: 2em; line-height: 1.8 }\nli { color: blue; }"
MODEL = {"a.html": PAGE.encode(), "style.css": SHEET.encode(), "桥.png": b"png", "page2.html": b"<p>2</p>"}
STARTER = {"a.html": b"<p>0</p>", "style.css": SHEET.encode(), "page2.html": b"<p>2</p>"}
CALLS = {
    "title": call("H.title", "a.html", text="家乡的桥"),
    "text": call("H.text", "a.html", text="桥下是小河"),
    "heading": call("H.element", "a.html", select="h1", text="家乡的桥"),
    "bold": call("H.element", "a.html", select="p b", text="明代"),
    "class": call("H.element", "a.html", select="p.new", text="石拱桥"),
    "count": call("H.count", "a.html", select="ol li", count=2),
    "avoids": call("H.avoids", "a.html"),
    "attribute": call("H.attribute", "a.html", select="img", name="width", value="300"),
    "encoding": call("H.encoding", "a.html", value="utf-8"),
    "stylesheet": call("H.stylesheet", "a.html", path="style.css"),
    "meta": call("H.meta", "a.html", name="keywords", content="村庄"),
    "link": call("H.link", "a.html", text="下一页", address="page2.html", blank=True),
    "image": call("H.image", "a.html", source="桥.png", alt="石拱桥"),
    "table_size": call("H.table_size", "a.html", rows=2, columns=2),
    "table_cell": call("H.table_cell", "a.html", row=2, column=1, text="长"),
    "table_span": call("H.table_span", "a.html", row=1, column=1, columns=2),
    "list": call("H.list", "a.html", items=["石桥", "廊桥"]),
    "field": call("H.form_field", "a.html", kind="text", name="name"),
    "choices": call("H.form_field", "a.html", kind="select", options=["一班", "二班"]),
    "no_dead_links": call("H.no_dead_links", "a.html"),
    "structure": call("H.structure", "a.html"),
    "style_element": call("H.style", "a.html", select="#top", property="color", value="red"),
    "style_old": call("H.style", "a.html", select="body", property="background-color", value="#ffffcc"),
    "style_linked": call("H.style", "a.html", select="p", property="text-indent", value="2em", text="桥下"),
}
FALL_WITH = {
    "heading": {"style_element"},
    "structure": {"style_old"},
    "link": {"no_dead_links"},
    "image": {"no_dead_links"},
    "no_dead_links": {"link"},
    "stylesheet": {"style_linked"},
}
"""What cannot be had without the other."""


@pytest.mark.parametrize("name", CALLS)
def test_undoing_one_thing_of_a_page_loses_just_that(name):
    found = lost(CALLS, name, MODEL, STARTER)
    assert name in found
    assert found <= {name} | FALL_WITH.get(name, set())


def test_every_check_of_pages_has_a_way_of_its_own():
    tried = {one.type for one in CALLS.values()}
    assert tried == {*WAYS, "H.style", "H.structure"}


def test_a_page_stays_in_its_encoding_and_keeps_its_doctype():
    page = PAGE.replace('"utf-8"', '"gbk"').encode("gbk")
    changed = undone(CALLS["title"], {**MODEL, "a.html": page}, STARTER)
    assert changed is not None
    read = read_page_bytes(changed["a.html"] or b"")
    assert (read.encoding, read.doctype) == ("gb18030", True)
    assert "石拱桥" in read.text(0)


HANDED_OUT = (
    PAGE.replace(' width="300"', "").replace("明代", "明朝").replace("<li>廊桥</li>", "").replace("桥,村庄", "桥")
)
BEFORE = {**MODEL, "a.html": HANDED_OUT.encode(), "style.css": SHEET.replace("1.8", "1").encode()}
STEPS = {
    "width": call("H.attribute", "a.html", select="img", name="width", value="300"),
    "text": call("H.text", "a.html", text="石拱桥建于明代。"),
    "list": call("H.list", "a.html", items=["石桥", "木桥", "廊桥"]),
    "meta": call("H.meta", "a.html", name="keywords", content="村庄"),
    "sheet": call("H.style", "a.html", select="p", property="line-height", value="1.8"),
}


@pytest.mark.parametrize("name", STEPS)
def test_a_page_goes_one_step_back_to_the_one_that_was_handed_out(name, monkeypatch):
    monkeypatch.setattr("grading.rubric.mutants.undo.undo_page", lambda *_given: iter(()))
    assert lost(STEPS, name, MODEL, BEFORE) == {name}


def test_steps_back_need_a_page_that_was_handed_out():
    assert list(page_steps("a.html", MODEL, {})) == []
    assert list(page_steps("a.html", MODEL, {"a.html": b""})) == []
    assert list(page_steps("a.html", MODEL, MODEL)) == []
