"""Web pages are read within limits, whatever their bytes."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import pytest

from grading.office.child import OfficeReader
from grading.office.outcome import CannotRead, CannotReadError, Reason
from grading.web.model import WebPage
from grading.web.reader import MAX_DEPTH, deepest, read_page_bytes
from grading.works import WorkKind


@pytest.mark.parametrize(
    ("data", "declared", "encoding"),
    [
        ("<meta charset='utf-8'><p>中文</p>".encode(), "utf-8", "utf-8"),
        ("<meta charset=gb2312><p>中文</p>".encode("gb18030"), "gb2312", "gb18030"),
        ("<meta http-equiv=Content-Type content='text/html; charset=gbk'><p>中文</p>".encode(), "gbk", "gb18030"),
        ("<p>中文</p>".encode("gb18030"), "", "gb18030"),
        ("\ufeff<p>中文</p>".encode(), "", "utf-8"),
        ("<p>中文</p>".encode("utf-16"), "", "utf-16"),
    ],
)
def test_the_encoding_is_found(data, declared, encoding):
    page = read_page_bytes(data)
    assert (page.declared, page.encoding) == (declared, encoding)


def test_text_of_an_element_is_in_reading_order_without_scripts():
    page = read_page_bytes("<body>一<b>二<i>三</i>四</b>五<script>no</script>六</body>".encode())
    assert page.text(page.all("body")[0]) == "一二三四五六"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Reason.EMPTY),
        (b"<p>" + b"x" * (256 * 1024), Reason.TOO_LARGE),
        (b"<div>" * 300, Reason.XML_TOO_LARGE),
        (b"<b>" * 50_000, Reason.XML_TOO_LARGE),
        (b"<p>x</p>" * 25_000, Reason.TOO_MUCH_CONTENT),
    ],
)
def test_what_is_too_much_is_refused_at_once(data, reason):
    started = time.process_time()
    with pytest.raises(CannotReadError) as refusal:
        read_page_bytes(data)
    assert refusal.value.outcome.reason is reason
    assert time.process_time() - started < 5


def test_depth_is_counted_past_comments_and_scripts():
    assert deepest("<div><!-- <div><div> --><script>'<div>'</script><p>x<p>y<br></div>") == 1
    assert deepest("<ul><li><ul><li>x</ul></ul>") == 2
    assert deepest("<!--") == 0


@pytest.mark.parametrize(
    "data", [b"<" * 200_000, b"<!--" * 60_000, b"<script>" * 30_000, b"<title>" * 30_000, bytes(range(256)) * 900]
)
def test_hostile_bytes_end_quickly(data):
    started = time.process_time()
    with contextlib.suppress(CannotReadError):
        read_page_bytes(data)
    assert time.process_time() - started < 5


def test_pages_and_bombs_in_the_child_process(tmp_path: Path):
    good, bad = tmp_path / "a.html", tmp_path / "b.html"
    good.write_text("<title>甲</title>", "utf-8")
    bad.write_bytes(b"<div>" * 40_000)
    with OfficeReader() as reader:
        page = reader.read_work(good, WorkKind.PAGE)
        assert isinstance(page, WebPage)
        assert page.nodes[page.all("title")[0]].text == "甲"
        refused = reader.read_work(bad, WorkKind.PAGE)
        assert isinstance(refused, CannotRead)
        assert str(MAX_DEPTH) in refused.limit
