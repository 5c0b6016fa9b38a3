"""Pages as pupils and old programs write them look in our cascade as they look in a browser (Chromium 156).

The values are a browser's own; of the properties that hang on the window none is asked for.
"""

from __future__ import annotations

import pytest

from grading.checks.web_work import rules_from
from grading.web.cascade import Cascade
from grading.web.reader import read_page_bytes
from grading.web.selectors import Known, find, matches, parse_selector
from grading.web.values import colour, legacy_colour

NEW = "<!DOCTYPE html>"
W3C = 'PUBLIC "-//W3C//DTD'
OLD_TABLE = "<center><font size=5 color=red><table border=1 cellpadding=4><tr><td>格</td></tr></table></font></center>"


def look(page: str, select: str, name: str, **sheets: str) -> str:
    read = read_page_bytes(page.encode())
    rules = rules_from(read, lambda address: sheets.get(address.partition(".")[0], "").encode())
    return Cascade(read, tuple(rules)).computed(find(read, select)[0])[name]


@pytest.mark.parametrize(
    ("page", "select", "name", "value"),
    [
        # what a browser does by itself
        (f"{NEW}<p>甲", "p", "margin-top", "16"),
        (f"{NEW}<h1>甲</h1>", "h1", "margin-bottom", "21.44"),
        (f"{NEW}<ul><li>甲</ul>", "ul", "padding-left", "40"),
        (f"{NEW}<ul><li>甲<ul><li>乙</ul></ul>", "li ul", "list-style-type", "circle"),
        (f"{NEW}<ul><li>甲<ul><li>乙</ul></ul>", "li ul", "margin-top", "0"),
        (f"{NEW}<dl><dt>甲<dd>乙</dl>", "dd", "margin-left", "40"),
        (f"{NEW}<table><tr><td>甲</table>", "td", "display", "table-cell"),
        (f"{NEW}<table><tr><td>甲</table>", "td", "vertical-align", "middle"),
        (f"{NEW}<b>甲<b>乙</b></b>", "b b", "font-weight", "900"),
        (f"{NEW}<code>甲</code>", "code", "font-size", "13"),
        (f"{NEW}<p style='font-size: 20px'><code>甲</code></p>", "code", "font-size", "20"),
        (f"{NEW}<img style='float: left' src='a.png'>", "img", "display", "block"),
        # inheritance
        (f"{NEW}<div style='line-height: 1.5'><h1>甲</h1></div>", "h1", "line-height", "48"),
        (f"{NEW}<div style='line-height: 150%'><h1>甲</h1></div>", "h1", "line-height", "24"),
        (f"{NEW}<style>:root {{ --主: #369 }} p {{ color: var(--主) }}</style><p>甲", "p", "color", "336699"),
        (f"{NEW}<style>p {{ border: var(--b, 2px solid red) }}</style><p>甲", "p", "border-top-width", "2"),
        # wrong declarations are dropped, and the ones before them stay
        (f"{NEW}<style>p {{ color: red; color: #12 }}</style><p>甲", "p", "color", "FF0000"),
        (f"{NEW}<style>p {{ color: red }}</style><p style='color：blue；'>甲", "p", "color", "FF0000"),
        (f"{NEW}<style>p {{ color: red }}</style><p style='color: blue；'>甲", "p", "color", "FF0000"),
        (f"{NEW}<style>h1, p: {{ color: red }}</style><h1>甲</h1>", "h1", "color", "000000"),
        (f"{NEW}<style>h1，p {{ color: red }}</style><h1>甲</h1>", "h1", "color", "000000"),
        (f"{NEW}<p style='font-size: 30'>甲", "p", "font-size", "16"),
        (f"{NEW}<p style='border: 1px solid #12'>甲", "p", "border-top-width", "0"),
        (f"{NEW}<p style='color: red ! important'>甲", "p", "color", "FF0000"),
        (f"{NEW}<p style='background: url(data:a;b) red'>甲", "p", "background-color", "FF0000"),
        # pages without a doctype
        ("<p style='font-size: 30; color: ff0000'>甲", "p", "font-size", "30"),
        ("<p style='font-size: 30; color: ff0000'>甲", "p", "color", "FF0000"),
        ("<style>.Red { color: red }</style><p class=red>甲", "p", "color", "FF0000"),
        (f"{NEW}<style>.Red {{ color: red }}</style><p class=red>甲", "p", "color", "000000"),
        (OLD_TABLE, "td", "text-align", "left"),
        (OLD_TABLE, "td", "font-size", "16"),
        (OLD_TABLE, "td", "color", "000000"),
        (NEW + OLD_TABLE, "td", "text-align", "left"),
        (NEW + OLD_TABLE, "td", "font-size", "24"),
        (NEW + "<div style='text-align: center'><table><tr><td>甲</table></div>", "td", "text-align", "center"),
        (NEW + OLD_TABLE, "td", "padding-left", "4"),
        # the old attributes
        ("<body bgcolor=FFCC00 link=green topmargin=0><a href=a>甲</a>", "body", "background-color", "FFCC00"),
        ("<body bgcolor=FFCC00 link=green topmargin=0><a href=a>甲</a>", "a", "color", "008000"),
        ("<body bgcolor=FFCC00 link=green topmargin=0><a href=a>甲</a>", "body", "margin-top", "0"),
        ("<FONT SIZE=+2 FACE=黑体>甲</FONT>", "font", "font-size", "24"),
        ("<FONT SIZE=9>甲</FONT>", "font", "font-size", "48"),
        ("<p align=middle>甲", "p", "text-align", "center"),
        ("<UL TYPE=SQUARE><LI>甲</UL>", "li", "list-style-type", "square"),
        ("<ol type=A><li>甲</ol>", "li", "list-style-type", "upper-alpha"),
        ("<table align=center><tr><td>甲</table>", "table", "margin-left", "auto"),
        ("<img hspace=5 src=a.gif>", "img", "margin-left", "5"),
        # sheets hidden from the oldest browsers, for paper, only offered, and taken in
        ("<style><!-- p { color: red } --></style><p>甲", "p", "color", "FF0000"),
        ("<style media=print>p { color: red }</style><p>甲", "p", "color", "000000"),
        ("<link rel='alternate stylesheet' href=one.css><p>甲", "p", "color", "000000"),
        ("<style>@import url(one.css); p { margin: 0 }</style><p>甲", "p", "color", "FF0000"),
        ("<style>@import 'one.css' print;</style><p>甲", "p", "color", "000000"),
        # selectors
        (f"{NEW}<style>p:not(.a) {{ color: red }}</style><p>甲", "p", "color", "FF0000"),
        (f"{NEW}<style>p:nth-of-type(2n + 1) {{ color: red }}</style><p>甲", "p", "color", "FF0000"),
        (f"{NEW}<style>a:hover, p {{ color: red }}</style><p>甲", "p", "color", "FF0000"),
        (f"{NEW}<style>table > tr {{ color: red }}</style><table><tr><td>甲</table>", "td", "color", "000000"),
        (f"{NEW}<style>[title='a b'] {{ color: red }}</style><p title='a b'>甲", "p", "color", "FF0000"),
    ],
)
def test_a_look(page, select, name, value):
    assert look(page, select, name, one="p { color: red }") == value


@pytest.mark.parametrize(
    ("doctype", "is_old"),
    [
        ("", True),
        ("<!DOCTYPE html>", False),
        ("<!-- 保存的网页 --><!doctype HTML>", False),
        (
            '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://a/b.dtd">',
            False,
        ),
        ('<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">', True),
        (
            '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" "http://www.w3.org/TR/html4/loose.dtd">',
            False,
        ),
        ('<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.0 Transitional//EN">', True),
        ('<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML//EN">', True),
    ],
)
def test_an_old_doctype_brings_the_old_ways(doctype, is_old):
    page = read_page_bytes(f"{doctype}<html><body><p>甲</body></html>".encode())
    assert (page.quirks, page.doctype) == (is_old, bool(doctype))


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("red", "FF0000"), ("#fc0", "FFCC00"), ("FFCC00", "FFCC00"), ("#ffff", "FFFF00"), ("chucknorris", "C00000"),
        ("#FF0000;", "FF0000"), ("", ""), ("transparent", ""),
    ],
)  # fmt: skip
def test_an_old_attribute_is_always_some_colour(written, code):
    assert legacy_colour(written) == code


def test_every_way_to_write_a_colour():
    assert (colour("sienna"), colour("hsl(120, 100%, 25%)"), colour("none-such")) == ("A0522D", "008000", "?")


def test_rows_stand_in_the_body_that_browsers_give_them():
    page = read_page_bytes("<table><caption>表</caption><tr><td>甲</tr><tr><td>乙</tr></table>".encode())
    assert [page.nodes[one].tag for one in page.children[page.all("table")[0]]] == ["caption", "tbody"]
    assert page.text(page.all("table")[0]) == "表甲乙"


def test_a_selector_that_fits_in_many_ways_is_looked_at_once_each():
    """Twelve steps over 240 nested elements: tried one after the other they would outlast the exam."""
    page = read_page_bytes(("<div>" * 240 + "甲").encode())
    selector = parse_selector("p " + "div " * 11)
    assert selector is not None
    known: Known = {}
    assert not any(matches(page, place, selector, known) for place in range(len(page.nodes)))
    assert len(known) < 12 * 3 * len(page.nodes)
