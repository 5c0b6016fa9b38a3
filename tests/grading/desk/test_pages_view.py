"""Pages at the marking desk: only those in sight are drawn, and what cannot be drawn says so."""

from __future__ import annotations

import io
import zlib

import pytest
from PIL import Image
from PySide6.QtCore import Qt

from grading.desk import drawings
from grading.desk.drawings import Drawings
from grading.desk.evidence import FileView
from grading.desk.pages import PageSize, Raster, draw_picture, picture_size
from grading.desk.pages_view import KEPT_PAGES, PagesView
from grading.desk.rendering import NotDrawnError, NotWantedError
from itembank.base.errors import JikaoError
from tests.grading.desk.test_rendering import pdf_of

PAGES = 300
A4 = PageSize(1190, 1684)
WHITE = Raster(1, 1, b"\xff\xff\xff")


@pytest.fixture
def view(qapp, qtbot):
    made = PagesView("通知.docx", "正在生成页面……")
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    return made


@pytest.fixture
def asked(view) -> list[int]:
    numbers: list[int] = []
    view.pageWanted.connect(lambda number, _pixels: numbers.append(number))
    return numbers


def test_only_pages_in_sight_are_asked_for(view, asked):
    view.show_sizes([A4] * PAGES)
    assert asked == [0]
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    assert set(asked) == {0, PAGES - 1}


def test_pages_far_away_are_let_go_and_asked_for_again(view, asked, qtbot):
    view.show_sizes([A4] * PAGES)
    for number in range(KEPT_PAGES + 5):
        view.show_page(number, WHITE)
    assert len(view.drawn) == KEPT_PAGES
    assert 0 not in view.drawn
    asked.clear()
    view.verticalScrollBar().setValue(1)
    assert asked == [0]


def test_a_small_picture_is_not_blown_up_and_zoom_is_by_keyboard(view, qtbot):
    widths: list[int] = []
    view.pageWanted.connect(lambda _number, pixels: widths.append(round(pixels / view.devicePixelRatioF())))
    view.show_sizes([PageSize(40, 60)])
    qtbot.keyClick(view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(view, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert widths == [40, 60, 40]


def document(name: str = "通知.docx", data: bytes = b"x") -> FileView:
    return FileView(name, data, ())


def shown(qtbot, made: Drawings, file: FileView) -> tuple[PagesView, list[JikaoError]]:
    view = PagesView("", "正在生成页面……")
    refused: list[JikaoError] = []
    qtbot.addWidget(view)
    view.show()
    made.expect([file])
    made.show(file, view, refused.append)
    return view, refused


@pytest.fixture
def made(qapp):
    opened = Drawings("soffice")
    yield opened
    opened.finish()


def counted(monkeypatch) -> list[str]:
    """Let every document have one page; returns the paths that were drawn."""
    calls: list[str] = []

    def draw(path: str, *_more: object) -> bytes:
        calls.append(path)
        return pdf_of(595, 842)

    monkeypatch.setattr(drawings, "draw_document", draw)
    return calls


def test_a_document_is_drawn_once_however_often_it_is_looked_at(qtbot, made, monkeypatch):
    calls = counted(monkeypatch)
    for _time in range(3):
        view, _refused = shown(qtbot, made, document())
        qtbot.waitUntil(lambda view=view: view.drawn == {0})
    assert calls == ["通知.docx"]


def test_what_is_drawn_ahead_is_there_when_it_is_looked_at(qtbot, made, monkeypatch):
    calls = counted(monkeypatch)
    made.draw_ahead([document("下一份.docx")])
    qtbot.waitUntil(lambda: calls == ["下一份.docx"])
    view, _refused = shown(qtbot, made, document("下一份.docx"))
    qtbot.waitUntil(lambda: view.count == 1)
    assert calls == ["下一份.docx"]


def test_a_document_without_pages_says_why_and_is_not_tried_again(qtbot, made, monkeypatch):
    calls: list[str] = []

    def fail(path: str, *_more: object) -> bytes:
        calls.append(path)
        raise NotDrawnError("没有画完")

    monkeypatch.setattr(drawings, "draw_document", fail)
    for _time in range(2):
        view, refused = shown(qtbot, made, document())
        qtbot.waitUntil(lambda refused=refused: len(refused) == 1)
        assert view.sentence == "没有画完"
    assert calls == ["通知.docx"]


def test_who_goes_on_gives_up_what_is_being_drawn_without_a_word(qtbot, made, monkeypatch):
    told: list[bool] = []

    def draw(_path: str, _data: bytes, _office: str, is_wanted) -> bytes:
        while is_wanted():
            pass
        told.append(True)
        raise NotWantedError("")

    monkeypatch.setattr(drawings, "draw_document", draw)
    _view, refused = shown(qtbot, made, document())
    made.expect(())
    qtbot.waitUntil(lambda: told == [True])
    assert refused == []


def picture(width: int, height: int, mode: str = "RGB", form: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new(mode, (width, height)).save(out, form)
    return out.getvalue()


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "L", "LA", "1", "I;16"])
def test_pictures_of_all_modes_are_shown_no_larger_than_asked(mode):
    data = picture(300, 200, mode)
    assert picture_size(data) == PageSize(300, 200)
    small = draw_picture(data, 150)
    assert (small.width, small.height, len(small.rgb)) == (150, 100, 150 * 100 * 3)


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", picture(20, 20)[:-30]])
def test_what_is_no_picture_is_refused_with_a_sentence(data):
    with pytest.raises(JikaoError):
        draw_picture(data, 100)


def test_a_picture_of_too_many_pixels_is_refused_by_its_header():
    header = picture(1, 1)[:16] + (20_000).to_bytes(4, "big") * 2 + picture(1, 1)[24:29]
    bomb = header + zlib.crc32(header[12:]).to_bytes(4, "big") + picture(1, 1)[33:]
    with pytest.raises(JikaoError) as told:
        picture_size(bomb)
    assert "百万像素" in told.value.message


def test_a_picture_from_a_telephone_stands_upright():
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (30, 20)).save(out, "JPEG", exif=exif)
    assert picture_size(out.getvalue()) == PageSize(20, 30)
    assert draw_picture(out.getvalue(), 20).height == 30
