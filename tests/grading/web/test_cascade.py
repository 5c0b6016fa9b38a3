"""The own small cascade: origin, specificity, order, inheritance, shorthands, units, colours."""

from __future__ import annotations

import time

import pytest

from grading.web.cascade import Cascade, TooManyStepsError, canonical
from grading.web.css import Rule, longhands, read_declarations, read_sheet
from grading.web.reader import read_page_bytes
from grading.web.selectors import find
from grading.web.values import colour

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"></head><body class="main">
<h1 id="top" class="big red">标题</h1><div><p>甲<b>粗</b></p><p class="note">乙</p><ul><li>一</li><li>二</li></ul></div>
<table border="1"><tr><td bgcolor="ff0000" align="center">格</td></tr></table>
<font color="#00ff00" size="5" face="黑体">旧</font><a href="x.html">链</a></body></html>"""


def style(css: str, select: str, name: str, page: str = PAGE) -> str:
    read = read_page_bytes(page.encode())
    return Cascade(read, read_sheet(css)).computed(find(read, select)[0])[name]


@pytest.mark.parametrize(
    ("css", "select", "name", "value"),
    [
        ("p { color: red }", "p", "color", "FF0000"),
        ("p { color: red } p { color: blue }", "p", "color", "0000FF"),
        ("p.note { color: red } p { color: blue }", "p.note", "color", "FF0000"),
        ("#top { color: red } h1.big.red { color: blue }", "h1", "color", "FF0000"),
        ("p { color: red !important } p.note { color: blue }", "p.note", "color", "FF0000"),
        ("body { color: #369 }", "p", "color", "336699"),
        ("body { background-color: #369 }", "p", "background-color", ""),
        ("div > p { color: red }", "p", "color", "FF0000"),
        ("body > p { color: red }", "p", "color", "000000"),
        ("p + p { color: red }", "p.note", "color", "FF0000"),
        ("li:nth-child(2) { color: red }", "li:last-child", "color", "FF0000"),
        ("li:nth-child(odd) { color: red }", "li:last-child", "color", "000000"),
        ("a:hover { color: red }", "a", "color", "0000EE"),
        ("a[href$='.html'] { color: red }", "a", "color", "FF0000"),
        ("@media screen { p { color: red } }", "p", "color", "FF0000"),
        ("@media print { p { color: red } }", "p", "color", "000000"),
        ("/* p { color: red } */", "p", "color", "000000"),
        ("div { font-size: 20px } p { font-size: 1.5em }", "p", "font-size", "30"),
        ("div { font-size: 20px } p { font-size: 2rem }", "p", "font-size", "32"),
        ("p { font-size: 12pt }", "p", "font-size", "16"),
        ("div { font-size: 150% }", "p", "font-size", "24"),
        ("", "h1", "font-size", "32"),
        ("", "h1", "font-weight", "700"),
        ("", "b", "font-weight", "700"),
        ("p { line-height: 1.5; font-size: 20px }", "p", "line-height", "30"),
        ("p { margin: 1px 2px 3px }", "p", "margin-left", "2"),
        ("p { margin: 1px 2px 3px }", "p", "margin-bottom", "3"),
        ("p { padding: 1cm }", "p", "padding-top", "37.8"),
        ("p { border: 2px solid red }", "p", "border-left-color", "FF0000"),
        ("p { border: 2px solid red; border-left: none }", "p", "border-left-width", "0"),
        ("p { background: url(a.png) no-repeat #ffff00 }", "p", "background-color", "FFFF00"),
        ("p { font: italic bold 20px/2 '微软雅黑', sans-serif }", "p", "font-family", "'微软雅黑', sans-serif"),
        ("p { font: italic bold 20px/2 '微软雅黑', sans-serif }", "p", "line-height", "40"),
        ("p { text-decoration: underline }", "b", "text-decoration", "underline"),
        ("p { color: nonsense }", "p", "color", "000000"),
        ("", "td", "background-color", "FF0000"),
        ("", "td", "text-align", "center"),
        ("", "td", "border-top-width", "1"),
        ("td { background-color: blue }", "td", "background-color", "0000FF"),
        ("", "font", "color", "00FF00"),
        ("", "font", "font-size", "24"),
        ("p { width: 50% }", "p", "width", "50%"),
    ],
)
def test_the_declaration_that_wins(css, select, name, value):
    assert style(css, select, name) == value


def test_the_style_attribute_wins_but_for_what_is_important():
    page = '<p style="color: blue; font-size: 20px">甲</p>'
    assert style("p { color: red }", "p", "color", page) == "0000FF"
    assert style("p { color: red !important }", "p", "color", page) == "FF0000"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("#F00", "FF0000"),
        ("#ff0000", "FF0000"),
        ("rgb(255, 0, 0)", "FF0000"),
        ("rgba(100%, 0%, 0%, 0.5)", "FF0000"),
        ("Red", "FF0000"),
        ("transparent", ""),
        ("#12", "?"),
        ("redd", "?"),
    ],
)
def test_a_colour_in_all_its_spellings(text, code):
    assert colour(text) == code


def test_a_wanted_value_is_written_like_a_computed_one():
    assert canonical("font-size", "12pt") == {"font-size": "16"}
    assert canonical("background", "yellow")["background-color"] == "FFFF00"
    assert canonical("border", "1px solid red")["border-top-color"] == "FF0000"
    assert canonical("no-such-property", "1") == {}


def test_a_shorthand_sets_all_its_parts():
    assert dict(longhands("margin", "1px 2px")) == {
        "margin-top": "1px", "margin-right": "2px", "margin-bottom": "1px", "margin-left": "2px",
    }  # fmt: skip


@pytest.mark.parametrize(
    "css", ["p {" * 5000, "a,b{}" * 40_000, "/*" * 100_000, ";" * 200_000, "(" * 100_000, "@" * 100_000]
)
def test_a_hostile_sheet_takes_no_time(css):
    started = time.process_time()
    read_sheet(css)
    read_declarations(css)
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("page", "select", "name", "value"),
    [
        ("<p style='line-height: 1.5; font-size: 20px'>x</p>", "p", "line-height", "30"),
        ("<div style='font-size: 999999999em'>" * 9 + "<b>x</b>", "b", "font-size", "1000000000"),
    ],
)
def test_a_number_without_end_stops_nobody(page, select, name, value):
    assert style("", select, name, page) == value


def test_a_page_and_sheet_beyond_reason_are_given_up():
    page = read_page_bytes(("<p>x</p>" * 2000).encode())
    rules = tuple(Rule(("div p",), ()) for _number in range(2000))
    cascade = Cascade(page, rules)
    with pytest.raises(TooManyStepsError):
        _ = [cascade.computed(place) for place in range(len(page.nodes))]
