"""Fills page views: documents by LibreOffice in one thread, pages and pictures in another; the window never waits.

What is drawn is kept for a while, and the next work can be drawn before it is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256

from PySide6.QtCore import QObject

from grading.desk.background import Background
from grading.desk.evidence import FileView
from grading.desk.pages import PageSize, Raster, draw_page, draw_picture, page_sizes, picture_size
from grading.desk.pages_view import PagesView
from grading.desk.rendering import SCALE, NotDrawnError, NotWantedError, draw_document
from itembank.base.errors import JikaoError
from itembank.base.i18n import _

KEPT_DOCUMENTS = 12


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What there is to draw pages from: a PDF or the candidate's own picture."""

    sizes: tuple[PageSize, ...]
    draw: Callable[[int, int], Raster]


class Drawings(QObject):
    """Draws what is shown now first; what comes next is drawn ahead and given up when it does not come."""

    def __init__(self, office: str | None, parent: QObject | None = None) -> None:
        """`office` is LibreOffice's path, None where there is none."""
        super().__init__(parent)
        self._office = office
        self._documents, self._pixels = Background(self), Background(self)
        self._kept: dict[str, bytes | NotDrawnError] = {}  # of the documents' thread alone
        self._shown: frozenset[str] = frozenset()
        self._ahead: frozenset[str] = frozenset()
        self._views: list[PagesView] = []

    def can_draw(self, file: FileView) -> bool:
        """Say whether a file has pages; without LibreOffice the view of a document says so."""
        return file.is_picture or file.can_be_drawn

    def expect(self, files: Iterable[FileView]) -> None:
        """Say which files are looked at now; nothing else is drawn but what is drawn ahead."""
        self._shown = frozenset(_name(file) for file in files)
        self._views = []

    def show(self, file: FileView, view: PagesView, on_refused: Callable[[JikaoError], None]) -> None:
        """Fill a view with the pages of a file."""
        self._views.append(view)

        def refused(error: JikaoError) -> None:
            self._refused(view, error, on_refused)

        def drawn(one: _Drawn) -> None:
            self._show_drawn(view, one, refused)

        if file.is_picture:
            self._pixels.call(lambda: _picture(file.data), drawn, refused)
        elif self._office is None:
            refused(NotDrawnError(_("这台电脑没有安装 LibreOffice，不能显示页面。")))
        else:
            self._documents.call(
                lambda: self._document(file),
                lambda pdf: self._pixels.call(lambda: _pages(pdf), drawn, refused),
                refused,
            )

    def draw_ahead(self, files: Iterable[FileView]) -> None:
        """Make the pages of what comes next, so that nobody waits for them."""
        coming = [file for file in files if file.can_be_drawn and self._office is not None]
        self._ahead = frozenset(_name(file) for file in coming)
        for file in coming:
            self._documents.call(lambda file=file: self._document(file), _nothing, _nothing)  # type: ignore[misc]

    def finish(self) -> None:
        """Let go of everything."""
        self._shown = self._ahead = frozenset()
        self._views = []
        self._documents.finish()
        self._pixels.finish()

    def _document(self, file: FileView) -> bytes:
        """Return a document as a PDF; in the documents' thread."""
        name = _name(file)
        found = self._kept.pop(name, None)
        if found is None:
            found = self._draw(name, file)
        self._kept[name] = found
        while len(self._kept) > KEPT_DOCUMENTS:
            self._kept.pop(next(iter(self._kept)))
        if isinstance(found, NotDrawnError):
            raise found
        return found

    def _draw(self, name: str, file: FileView) -> bytes | NotDrawnError:
        try:
            return draw_document(
                file.path, file.data, self._office or "", lambda: name in self._shown or name in self._ahead
            )
        except NotDrawnError as error:
            return error

    def _show_drawn(self, view: PagesView, drawn: _Drawn, refused: Callable[[JikaoError], None]) -> None:
        if view not in self._views:
            return  # the person has gone on meanwhile
        view.pageWanted.connect(lambda number, pixels: self._draw_page(view, drawn, number, pixels, refused))
        view.show_sizes(drawn.sizes)

    def _draw_page(
        self, view: PagesView, drawn: _Drawn, number: int, pixels: int, refused: Callable[[JikaoError], None]
    ) -> None:
        self._pixels.call(
            lambda: drawn.draw(number, pixels) if view in self._views and view.wants(number, pixels) else None,
            lambda raster: self._show_page(view, number, raster),
            refused,
        )

    def _show_page(self, view: PagesView, number: int, raster: Raster | None) -> None:
        if raster is not None and view in self._views:
            view.show_page(number, raster)

    def _refused(self, view: PagesView, error: JikaoError, on_refused: Callable[[JikaoError], None]) -> None:
        if view in self._views and not isinstance(error, NotWantedError):
            view.say(f"{error.message}\n{error.hint}".strip())
            on_refused(error)


def _name(file: FileView) -> str:
    return f"{sha256(file.data).hexdigest()} {file.path}"


def _pages(pdf: bytes) -> _Drawn:
    sizes = tuple(PageSize(one.width * SCALE, one.height * SCALE) for one in page_sizes(pdf))
    return _Drawn(sizes, lambda number, pixels: draw_page(pdf, number, pixels))


def _picture(data: bytes) -> _Drawn:
    return _Drawn((picture_size(data),), lambda _number, pixels: draw_picture(data, pixels))


def _nothing(_told: object) -> None:
    """Do nothing: what was drawn ahead is asked for again when it is shown."""
