"""Labels, icons and thin lines: the words of a screen, made with the roles of the style sheet."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from exam_client.ui.look import Look


def words(text: str, role: str = "", *, wrap: bool = False, centred: bool = False) -> QLabel:
    """Make a label; `role` is one of the style sheet's."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    label.setWordWrap(wrap)
    if centred:
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label


def rule() -> QFrame:
    """Make a thin line between two parts."""
    line = QFrame()
    line.setProperty("role", "rule")
    return line


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Set a dynamic property and let the style sheet look at the widget (and what is in it) again."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    for part in (widget, *widget.findChildren(QWidget)):
        part.style().unpolish(part)
        part.style().polish(part)
    widget.update()


class Elided(QLabel):
    """A label that shortens its text with … when there is no room; the whole text is its tool tip and name."""

    def __init__(self, text: str = "", role: str = "") -> None:
        """Take text and role as `words` does."""
        super().__init__()
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setMinimumWidth(24)
        self.say(text)

    def say(self, text: str) -> None:
        """Show another text."""
        self._whole = text
        self.setAccessibleName(text)
        self._fit()
        self.updateGeometry()

    def whole(self) -> str:
        """Return the text as it was given."""
        return self._whole

    def sizeHint(self) -> QSize:
        """Ask for room for the whole text."""
        hint = super().sizeHint()
        hint.setWidth(self.fontMetrics().horizontalAdvance(self._whole) + 4)
        return hint

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten again."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(self.width(), 1))
        self.setToolTip(self._whole if shown != self._whole else "")
        super().setText(shown)


class Picture(QLabel):
    """An icon as a decoration beside words; it says nothing itself."""

    def __init__(self, look: Look, name: str, token: str, side_px: int) -> None:
        """`token` is the colour's name in the theme."""
        super().__init__()
        self._look, self._name, self._token, self._side_px = look, name, token, side_px
        self.setFixedSize(side_px, side_px)
        look.changed.connect(self._draw)
        self._draw()

    def show_icon(self, name: str, token: str) -> None:
        """Show another icon or colour."""
        self._name, self._token = name, token
        self._draw()

    def _draw(self) -> None:
        self.setPixmap(self._look.picture(self._name, self._token, self._side_px, self.devicePixelRatioF()))
