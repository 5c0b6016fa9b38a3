"""A picture of an item, larger: zoom by buttons, + and -, drag or arrow keys to move."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QWheelEvent
from PySide6.QtWidgets import QFrame, QWidget

from exam_client.ui.look import Look
from exam_client.ui.parts.button import Button
from exam_client.ui.parts.sheet import Sheet
from exam_client.ui.parts.words import words
from itembank.base.i18n import _

STEP = 1.25
LEAST, MOST = 0.1, 8.0
SHIFT_PX = 40


class PictureSheet(Sheet):
    """One picture in a sheet."""

    def __init__(self, look: Look, over: QWidget, data: bytes, alt: str) -> None:
        """`alt` is the title; the picture begins fitted into the sheet."""
        super().__init__(look, over, alt or _("图片"))
        pixmap = QPixmap()
        pixmap.loadFromData(data)
        self.canvas = Canvas(pixmap)
        self.canvas.setAccessibleName(alt or _("图片"))
        self.body.addWidget(self.canvas, 1)
        self.percent = words("", "strong", centred=True)
        self.percent.setMinimumWidth(70)
        for text, told, icon in (
            (_("缩小"), lambda: self._zoom(1 / STEP), "zoom-out"),
            (_("放大"), lambda: self._zoom(STEP), "zoom-in"),
        ):
            self.foot.addWidget(Button(look, text, told, icon=icon))
        self.foot.addWidget(Button(look, _("适合窗口"), self._fit_picture, icon="collapse"))
        self.foot.addWidget(self.percent)
        self.close_button = self.add_close_button()
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom with + and -, move with the arrows."""
        moves = {
            Qt.Key.Key_Left: QPointF(SHIFT_PX, 0),
            Qt.Key.Key_Right: QPointF(-SHIFT_PX, 0),
            Qt.Key.Key_Up: QPointF(0, SHIFT_PX),
            Qt.Key.Key_Down: QPointF(0, -SHIFT_PX),
        }
        key = Qt.Key(event.key())
        if key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self._zoom(STEP)
        elif key is Qt.Key.Key_Minus:
            self._zoom(1 / STEP)
        elif key in moves:
            self.canvas.shift(moves[key])
        else:
            super().keyPressEvent(event)

    def _zoom(self, by: float) -> None:
        self.canvas.zoom(by)
        self._show()

    def _fit_picture(self) -> None:
        self.canvas.fit()
        self._show()

    def _show(self) -> None:
        self.percent.setText(f"{round(self.canvas.scale() * 100)}%")


class Canvas(QFrame):
    """Paints the picture at a scale and an offset from the middle."""

    def __init__(self, pixmap: QPixmap) -> None:
        """Begin fitted."""
        super().__init__()
        self.setProperty("role", "canvas")
        # With the focus on a button the arrows would go from button to button instead of moving the picture.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._pixmap = pixmap
        self._scale = 0.0
        self._offset = QPointF()
        self._grabbed: QPointF | None = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def scale(self) -> float:
        """Return the scale that is shown."""
        return self._scale or self._fitting()

    def zoom(self, by: float) -> None:
        """Zoom around the middle."""
        before = self.scale()
        self._scale = max(LEAST, min(MOST, before * by))
        self._offset *= self._scale / before
        self.update()

    def fit(self) -> None:
        """Show the whole picture."""
        self._scale, self._offset = 0.0, QPointF()
        self.update()

    def shift(self, by: QPointF) -> None:
        """Move the picture."""
        self._offset += by
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with the wheel."""
        self.zoom(STEP if event.angleDelta().y() > 0 else 1 / STEP)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Grab."""
        self._grabbed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag."""
        if self._grabbed is not None:
            self.shift(event.position() - self._grabbed)
            self._grabbed = event.position()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        self._grabbed = None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.translate(QPointF(self.rect().center()) + self._offset)
        painter.scale(self.scale(), self.scale())
        painter.drawPixmap(QPointF(-self._pixmap.width() / 2, -self._pixmap.height() / 2), self._pixmap)

    def _fitting(self) -> float:
        size = self._pixmap.size()
        if size.isEmpty():
            return 1.0
        room = self.size() - QSize(16, 16)
        return max(LEAST, min(2.0, room.width() / size.width(), room.height() / size.height()))
