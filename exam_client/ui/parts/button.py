"""A push button with a role of the style sheet and an icon in the colours of the theme."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QPaintEvent
from PySide6.QtWidgets import QWidget

from exam_client.ui.look import Look
from exam_client.ui.parts.pressing import PressButton
from exam_client.ui.parts.ring import draw_ring

ICON_PX = 20
INK_OF_ROLE = {
    "primary": "on_accent",
    "big-primary": "on_accent",
    "danger": "on_strong",
    "bar": "on_bar",
    "link": "accent",
}
STRONG = frozenset({"primary", "big-primary", "danger"})
CHECKED_INK_OF_ROLE = {"bar": "bar", "segment": "on_accent", "toggle": "warn"}


class Button(PressButton):
    """A button; `role` is one of the style sheet's, `told` what it does when pressed."""

    def __init__(
        self,
        look: Look,
        text: str,
        told: Callable[[], object] | None = None,
        *,
        role: str = "",
        icon: str = "",
        name: str = "",
        icon_behind: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`name` is what a screen reader says where the text alone is not enough; an arrow onward stands behind."""
        super().__init__(text, parent)
        self._look = look
        self._icon = icon
        self._role = role
        self.setProperty("role", role)
        if icon_behind:
            self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.setIconSize(QSize(ICON_PX, ICON_PX))
        self.setAccessibleName(name or text)
        self.setAutoDefault(False)
        if name and name != text:
            self.setToolTip(name)
        if told is not None:
            self.clicked.connect(lambda _checked=False: told())
        self.toggled.connect(self._draw)
        look.changed.connect(self._draw)
        self._draw()

    def set_icon(self, name: str) -> None:
        """Show another icon."""
        self._icon = name
        self._draw()

    def say(self, text: str, name: str = "") -> None:
        """Show another text."""
        self.setText(text)
        self.setAccessibleName(name or text)

    def paintEvent(self, event: QPaintEvent) -> None:
        """On a strong ground the border alone would not show the focus."""
        super().paintEvent(event)
        if self.hasFocus() and (self._role in STRONG or (self._role == "segment" and self.isChecked())):
            draw_ring(self, self._look.colour(INK_OF_ROLE.get(self._role, "on_accent")))

    def _draw(self) -> None:
        if not self._icon:
            self.setIcon(QIcon())
            return
        ink = INK_OF_ROLE.get(self._role, "text")
        if self.isChecked():
            ink = CHECKED_INK_OF_ROLE.get(self._role, ink)
        self.setIcon(self._look.icon(self._icon, ink, ICON_PX))
