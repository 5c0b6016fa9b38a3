"""H checks: met, partly, not met, cannot judge."""

from __future__ import annotations

from typing import Any

import pytest

from grading.checks.finding import Finding, Verdict
from grading.checks.marker import run_call
from itembank.model.checks import CheckCall
from tests.grading.checks.workbench import subject

MET, PARTLY, NOT, UNKNOWN = Verdict.MET, Verdict.PARTLY, Verdict.NOT_MET, Verdict.CANNOT_JUDGE
GOOD = """<!DOCTYPE html><html><head><meta charset="utf-8">
<meta name="keywords" content="家乡,古桥">
<title>家乡的桥</title><link rel="stylesheet" href="css/style.css">
<style>h1 { color: #ff0000; font-size: 24pt } #menu a { color: blue }</style>
</head><body bgcolor="#ffffcc"><h1 align="center">家乡的桥</h1><p id="first">石拱桥建于<b>明代</b>。</p>
<img src="images/bridge.png" alt="石拱桥" width="300"><ul><li>石桥</li><li>木桥</li><li>廊桥</li></ul>
<ol><li>看</li><li>画</li></ol><div id="menu"><a href="page2.html" target="_blank">下一页</a>
<a href="http://school.example.com/">学校</a><a href="#first">顶部</a></div>
<table border="1"><tr><th colspan="2">桥</th></tr>
<tr><td>长</td><td rowspan="2">宽</td></tr><tr><td>高</td></tr></table>
<form action="save"><input type="text" name="name"><input type="radio" name="sex" value="男">
<select name="class"><option>一班</option><option>二班</option></select><input type="submit" value="提交"></form>
</body></html>"""
BAD = """<html><body><font size="5">家乡的桥</font><p>石拱桥建于明代。</p>
1. 石桥<br>2. 木桥<img src="images/none.png">
<a href="gone.html">下一页</a><input type="text" name="name"><table><tr><td>长</td></tr></table></body></html>"""
FILES = {"images/bridge.png": b"png", "css/style.css": b"p { text-indent: 2em } li { list-style-type: square }",
         "page2.html": b"<p>2</p>"}  # fmt: skip

CASES: list[tuple[str, dict[str, Any]]] = [
    ("H.title", {"text": "家乡的桥"}),
    ("H.element", {"select": "h1", "text": "家乡的桥"}),
    ("H.element", {"select": "p b", "text": "明代"}),
    ("H.count", {"select": "li", "count": 5}),
    ("H.avoids", {}),
    ("H.attribute", {"select": "h1", "name": "align", "value": "center"}),
    ("H.link", {"text": "下一页", "address": "page2.html", "blank": True}),
    ("H.link", {"text": "下一页"}),
    ("H.link", {"text": "学校", "address": "https://school.example.com"}),
    ("H.link", {"address": "#first"}),
    ("H.image", {"source": "images/bridge.png", "alt": "石拱桥"}),
    ("H.image", {}),
    ("H.table_size", {"rows": 3, "columns": 2}),
    ("H.table_cell", {"row": 3, "column": 2, "text": "宽"}),
    ("H.table_span", {"row": 1, "column": 1, "columns": 2}),
    ("H.list", {"items": ["石桥", "廊桥"]}),
    ("H.list", {"items": ["看", "画"], "kind": "ol"}),
    ("H.form_field", {"kind": "radio", "name": "sex", "value": "男"}),
    ("H.form_field", {"kind": "select", "options": ["一班", "二班"]}),
    ("H.form_field", {"kind": "text"}),
    ("H.style", {"select": "h1", "property": "color", "value": "red"}),
    ("H.style", {"select": "h1", "property": "font-size", "value": "32px"}),
    ("H.style", {"select": "h1", "property": "text-align", "value": "center"}),
    ("H.style", {"select": "p", "property": "text-indent", "value": "32px"}),
    ("H.style", {"select": "body", "property": "background-color", "value": "#ffffcc"}),
    ("H.style", {"select": "a", "text": "学校", "property": "color", "value": "blue"}),
    ("H.encoding", {"value": "utf-8"}),
    ("H.no_dead_links", {}),
    ("H.stylesheet", {"path": "css/style.css"}),
    ("H.meta", {"name": "keywords", "content": "古桥"}),
]


def look(kind: str, page: str | bytes, /, **parameters: Any) -> Finding:
    data = page if isinstance(page, bytes) else page.encode()
    return run_call(
        CheckCall(type=kind, file="index.html", parameters=parameters), subject({"index.html": data, **FILES})
    )


@pytest.mark.parametrize(("kind", "parameters"), CASES)
def test_it_is_met_on_a_good_page_and_not_met_on_a_bad_one(kind, parameters):
    met, missed = look(kind, GOOD, **parameters), look(kind, BAD, **parameters)
    assert (met.verdict, missed.verdict) == (MET, NOT), (met.sentence, missed.sentence)
    assert met.sentence != missed.sentence


def test_a_page_opens_when_there_is_something_to_see():
    assert look("H.opens", GOOD).verdict is MET
    assert look("H.opens", "<html><body></body></html>").verdict is NOT
    assert look("H.opens", b"").verdict is NOT


def test_text_must_be_seen():
    assert look("H.text", GOOD, text="石拱桥建于明代").verdict is MET
    assert look("H.text", GOOD, text="font-size").verdict is NOT
    assert look("H.text", GOOD, text="木拱桥").verdict is NOT
    assert look("H.text", GOOD, text="").verdict is UNKNOWN


def test_part_of_a_structure_or_of_the_elements_gives_part():
    assert look("H.structure", GOOD).verdict is MET
    assert look("H.structure", BAD).verdict is PARTLY
    assert look("H.structure", "文字").verdict is NOT
    assert look("H.style", GOOD, select="a", property="color", value="blue").verdict is MET
    assert look("H.style", GOOD, select="h1, p", property="text-align", value="center").verdict is PARTLY
    assert look("H.attribute", GOOD, select="input", name="name").verdict is PARTLY


def test_nothing_is_met_by_an_empty_page():
    empty = "<html><body></body></html>"
    for kind, parameters in (("H.avoids", {}), ("H.no_dead_links", {}), ("H.count", {"select": "p", "count": 0})):
        assert look(kind, empty, **parameters).verdict is NOT


def test_an_encoding_that_is_only_named_is_not_met():
    page = GOOD.encode("gb18030")
    finding = look("H.encoding", page, value="utf-8")
    assert finding.verdict is NOT
    assert "实际为" in finding.sentence


@pytest.mark.parametrize(
    ("kind", "parameters"),
    [
        ("H.element", {"select": "h1::before"}),
        ("H.element", {"select": ""}),
        ("H.style", {"select": "h1", "property": "colour", "value": "red"}),
        ("H.list", {"items": ["石桥"], "kind": "menu"}),
        ("H.table_cell", {"row": 0, "column": 1, "text": "长"}),
    ],
)
def test_what_a_rubric_leaves_open_goes_to_a_person(kind, parameters):
    assert look(kind, GOOD, **parameters).verdict is UNKNOWN


def test_a_page_beyond_the_limits_goes_to_a_person():
    assert look("H.text", "<div>" * 400, text="甲").verdict is UNKNOWN


def test_a_link_that_leaves_the_folder_finds_nothing():
    page = '<a href="../../etc/passwd">甲</a>'
    assert look("H.link", page, text="甲").verdict is NOT
    assert look("H.no_dead_links", page).verdict is NOT


@pytest.mark.parametrize(
    ("address", "verdict"),
    [
        ("images\\bridge.png", MET),
        ("./images/../images/bridge.png", MET),
        ("%E6%A1%A5.png", MET),  # 桥.png in UTF-8
        ("%C7%C5.png", MET),  # the same in GBK, as old programs write it
        ("file:///D:/作业/images/bridge.png", NOT),
        ("D:\\作业\\images\\bridge.png", NOT),
        ("C:/Documents/桥.png", NOT),
        ("/images/bridge.png", NOT),
        ("../images/bridge.png", NOT),
    ],
)
def test_an_address_leads_into_the_folder_or_nowhere(address, verdict):
    page = f'<p>桥</p><img src="{address}">'.encode()
    files = subject({"index.html": page, **FILES, "桥.png": b"png"})
    found = run_call(CheckCall(type="H.image", file="index.html", parameters={}), files)
    assert found.verdict is verdict, found.sentence


def test_a_mark_is_found_however_it_is_written():
    page = '<a name="第一章">一</a><a href="#%E7%AC%AC%E4%B8%80%E7%AB%A0">一</a><a href="#Top">顶</a>'
    assert look("H.no_dead_links", page.encode()).verdict is MET
    assert look("H.no_dead_links", page.replace("#Top", "#none").encode()).verdict is NOT
