"""Size of the text and colours of the screen."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from exam_client.ui.look import NORMAL_ZOOM, ZOOM_STEPS, Look
from exam_client.ui.parts.button import Button
from exam_client.ui.parts.pressing import PressRadio
from exam_client.ui.parts.sheet import Sheet
from exam_client.ui.parts.words import words
from exam_client.ui.theme import THEME_NAMES, Theme
from itembank.base.i18n import _


class DisplaySheet(Sheet):
    """Changes show at once."""

    def __init__(self, look: Look, over: QWidget) -> None:
        """Show what is chosen now."""
        super().__init__(look, over, _("显示"), size=QSize(560, 480))
        self.body.addWidget(words(_("题目文字大小"), "strong"))
        row = QHBoxLayout()
        row.setSpacing(10)
        self.smaller = Button(look, _("缩小"), look.zoom_out, icon="zoom-out")
        self.normal = Button(look, _("恢复 100%"), lambda: look.choose_zoom(NORMAL_ZOOM))
        self.larger = Button(look, _("放大"), look.zoom_in, icon="zoom-in")
        self.percent = words("", "subtitle", centred=True)
        self.percent.setMinimumWidth(84)
        for part in (self.smaller, self.percent, self.larger, self.normal):
            row.addWidget(part)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addSpacing(8)
        self.body.addWidget(words(_("配色"), "strong"))
        self._group = QButtonGroup(self)
        self.themes: dict[Theme, PressRadio] = {}
        for theme in Theme:
            button = PressRadio(_(THEME_NAMES[theme]))
            button.setChecked(theme is look.theme)
            button.clicked.connect(lambda _on=False, theme=theme: look.choose_theme(theme))
            self._group.addButton(button)
            self.body.addWidget(button)
            self.themes[theme] = button
        self.body.addStretch(1)
        self.close_button = self.add_close_button(_("完成"))
        look.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        zoom = self.look.zoom
        self.percent.setText(f"{zoom}%")
        self.smaller.setEnabled(zoom > ZOOM_STEPS[0])
        self.larger.setEnabled(zoom < ZOOM_STEPS[-1])
