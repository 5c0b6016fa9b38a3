"""Pages one under the other, as wide as the view; each is asked for when it comes into sight."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QScrollArea, QWidget

from grading.desk.pages import PageSize, Raster
from itembank.base.i18n import _

GAP_PX = 26
WIDEST_PX = 900
KEPT_PAGES = 12
ZOOMS = (0.5, 0.75, 1.0, 1.5, 2.0, 3.0)
FITTING = ZOOMS.index(1.0)
GROUND, WORDS, PAPER, INK = QColor("#5f6b7a"), QColor("#ffffff"), QColor("#ffffff"), QColor("#4a5563")


class PagesView(QScrollArea):
    """Shows a sentence until there are pages. `pageWanted(number, pixels)` asks for one, so many pixels wide.

    Ctrl with + and - (or the wheel) makes pages larger and smaller, Ctrl+0 fits them again.
    """

    pageWanted = Signal(int, int)

    def __init__(self, name: str, sentence: str) -> None:
        """`name` is what the pages are called for people who do not see them."""
        super().__init__()
        self._canvas = _Canvas(sentence)
        self._canvas.setAccessibleName(name)
        self._zoom = FITTING
        self._asked: dict[int, int] = {}
        self.setObjectName("pages")
        self.setAccessibleName(name)
        self.setWidget(self._canvas)
        self.setWidgetResizable(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.verticalScrollBar().valueChanged.connect(self._ask)

    @property
    def sentence(self) -> str:
        """What is said instead of pages; empty when there are some."""
        return self._canvas.sentence

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._canvas.sizes)

    @property
    def drawn(self) -> frozenset[int]:
        """The pages that are there as pixels."""
        return frozenset(self._canvas.pixmaps)

    def wants(self, number: int, pixels: int) -> bool:
        """Say whether a page is still waited for at this width."""
        return self._asked.get(number) == pixels

    def say(self, sentence: str) -> None:
        """Show a sentence instead of pages."""
        self._canvas.sentence = sentence
        self._canvas.sizes = ()
        self._fit()

    def show_sizes(self, sizes: Sequence[PageSize]) -> None:
        """Make room for the pages and ask for those in sight."""
        self._canvas.sentence = ""
        self._canvas.sizes = tuple(sizes)
        self._fit()

    def show_page(self, number: int, raster: Raster) -> None:
        """Show a page that was asked for; those farthest from it are let go."""
        image = QImage(raster.rgb, raster.width, raster.height, 3 * raster.width, QImage.Format.Format_RGB888)
        pixmaps = self._canvas.pixmaps
        pixmaps[number] = QPixmap.fromImage(image)
        while len(pixmaps) > KEPT_PAGES:
            farthest = max(pixmaps, key=lambda one: abs(one - number))
            del pixmaps[farthest]
            self._asked.pop(farthest, None)
        self._canvas.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pages to the new width."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom, and go to both ends; the rest is scrolled as everywhere."""
        bar, key = self.verticalScrollBar(), event.key()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and key in ZOOM_KEYS:
            self.zoom(ZOOM_KEYS[Qt.Key(key)])
        elif key == Qt.Key.Key_Home:
            bar.triggerAction(QAbstractSlider.SliderAction.SliderToMinimum)
        elif key == Qt.Key.Key_End:
            bar.triggerAction(QAbstractSlider.SliderAction.SliderToMaximum)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, else scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
        else:
            super().wheelEvent(event)

    def zoom(self, step: int) -> None:
        """Make pages larger (1) or smaller (-1), or fit them again (0)."""
        wanted = self._zoom + step if step else FITTING
        self._zoom = min(max(wanted, 0), len(ZOOMS) - 1)
        self._fit()

    def _fit(self) -> None:
        bar = self.verticalScrollBar()
        share = bar.value() / max(1, self._canvas.height())
        fitting = min(WIDEST_PX, self.viewport().width() - GAP_PX)
        self._canvas.lay_out(fitting, ZOOMS[self._zoom], self.viewport().size())
        self._asked.clear()
        bar.setValue(round(share * self._canvas.height()))
        self._ask()

    def _ask(self) -> None:
        seen = QRect(QPoint(0, self.verticalScrollBar().value()), self.viewport().size())
        for number, place in enumerate(self._canvas.places):
            pixels = round(place.width() * self.devicePixelRatioF())
            if place.top() <= seen.bottom() and place.bottom() >= seen.top() and self._asked.get(number) != pixels:
                self._asked[number] = pixels
                self.pageWanted.emit(number, pixels)


ZOOM_KEYS = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1, Qt.Key.Key_0: 0}


class _Canvas(QWidget):
    """What is scrolled: room for every page, pixels for some."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence
        self.sizes: tuple[PageSize, ...] = ()
        self.places: list[QRect] = []
        self.pixmaps: dict[int, QPixmap] = {}

    def lay_out(self, fitting: int, zoom: float, view: QSize) -> None:
        """Put the pages one under the other; fitting makes none larger than it is."""
        wide = [max(1, round(min(fitting, size.width) * zoom)) for size in self.sizes]
        inside = max(view.width(), max(wide, default=0) + GAP_PX)
        self.places, top = [], GAP_PX
        for size, width in zip(self.sizes, wide, strict=True):
            high = max(1, round(width * size.height / max(1.0, size.width)))
            self.places.append(QRect((inside - width) // 2, top, width, high))
            top += high + GAP_PX
        if not self.sizes:
            self.pixmaps.clear()
        self.setFixedSize(inside, max(top, view.height()) if self.sizes else view.height())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is in sight."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), GROUND)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self.sentence:
            painter.setPen(WORDS)
            inside = self.rect().adjusted(GAP_PX, GAP_PX, -GAP_PX, -GAP_PX)
            painter.drawText(inside, int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap), self.sentence)
        for number, place in enumerate(self.places):
            if place.adjusted(0, -GAP_PX, 0, 0).intersects(event.rect()):
                self._paint_page(painter, number, place)

    def _paint_page(self, painter: QPainter, number: int, place: QRect) -> None:
        pixmap = self.pixmaps.get(number)
        if pixmap is not None:
            painter.drawPixmap(place, pixmap)
        else:
            painter.fillRect(place, PAPER)
            painter.setPen(INK)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), _("正在画……"))
        if len(self.places) > 1:
            painter.setPen(WORDS)
            above = QRect(place.left(), place.top() - GAP_PX, place.width(), GAP_PX)
            words = _("第 {number} 页，共 {count} 页").format(number=number + 1, count=len(self.places))
            painter.drawText(above, int(Qt.AlignmentFlag.AlignCenter), words)
