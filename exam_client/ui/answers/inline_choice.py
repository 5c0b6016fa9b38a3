"""A drop-down inside the text. Wheel and arrows never change it unseen: they would while the page is scrolled."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from exam_client.ui.answers.editor import AnswerEditor, Surroundings
from exam_client.ui.look import sans
from exam_client.ui.parts.pressing import ENTER
from itembank.base.i18n import _
from itembank.model.items.inline_choice import InlineChoiceInteraction
from itembank.model.responses import ResponseValue
from itembank.model.richtext import plain_inlines

ARROW_PX = 64
MOST_WIDTH_PX = 420
OPENING = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Space, *ENTER})
PAGING = frozenset({Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End})


class CalmComboBox(QComboBox):
    """A drop-down that leaves the wheel to the page; arrows, space and Enter open it."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Pass the wheel on."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose only from the open list; paging belongs to the page."""
        if event.key() in OPENING:
            if not event.isAutoRepeat():
                self.showPopup()
        elif event.key() in PAGING:
            event.ignore()
        else:
            super().keyPressEvent(event)


class InlineChoiceEditor(AnswerEditor):
    """One drop-down; its first entry is 请选择 and means no answer."""

    def __init__(self, place: Surroundings, interaction: InlineChoiceInteraction, number: int = 1) -> None:
        """Offer the choices in the order that was drawn."""
        super().__init__(place, interaction.response)
        self.box = CalmComboBox()
        self.box.setProperty("role", "blank")
        self.box.setAccessibleName(_("第 {number} 空").format(number=number))
        self.box.addItem(_("请选择"), None)
        for choice in place.in_order(interaction.response, interaction.choices):
            self.box.addItem(plain_inlines(choice.content), choice.identifier)
        self.box.activated.connect(self._chosen)
        self._shown: ResponseValue = None
        self.box.currentIndexChanged.connect(self._chosen)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.box)
        self._fit()
        place.look.changed.connect(self._fit)

    def sizeHint(self) -> QSize:
        """Return the size that the text around reserves: room for the longest choice."""
        metrics = QFontMetrics(sans(self.look.content_px))
        widest = max(metrics.horizontalAdvance(self.box.itemText(at)) for at in range(self.box.count()))
        return QSize(min(MOST_WIDTH_PX, widest + ARROW_PX), max(32, round(self.look.content_px * 2)))

    def value(self) -> ResponseValue:
        """Return the identifier of the choice, or None."""
        chosen = self.box.currentData()
        return chosen if isinstance(chosen, str) else None

    def show_value(self, value: ResponseValue) -> None:
        """Choose what was chosen."""
        self._shown = value
        self.box.setCurrentIndex(max(0, self.box.findData(value)))

    def first_field(self) -> QWidget | None:
        """The drop-down."""
        return self.box

    def _chosen(self) -> None:
        if self.value() != self._shown:
            self._shown = self.value()
            self.valueChanged.emit(self._shown)
            self.fieldLeft.emit()

    def _fit(self) -> None:
        self.box.setStyleSheet(f"font-size: {self.look.content_px}px;")
        self.box.setFixedHeight(self.sizeHint().height())
        self.updateGeometry()
