"""The palette: all item numbers by section, counters, and the filters 全部, 未答, 标记."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from exam_client.attempt.views import ItemMark
from exam_client.ui.look import Look
from exam_client.ui.paper.chip import Chip
from exam_client.ui.parts.button import Button
from exam_client.ui.parts.flow import FlowLayout
from exam_client.ui.parts.words import Picture, words
from itembank.base.i18n import N_, _
from itembank.model.paper import Paper

SIDE_MARGIN_PX = 12
LEGEND_PX = 100


class Filter(Enum):
    """Which chips are shown."""

    ALL = "all"
    UNANSWERED = "unanswered"
    FLAGGED = "flagged"

    def lets_in(self, mark: ItemMark) -> bool:
        """Say whether a chip is shown."""
        if self is Filter.FLAGGED:
            return mark.flagged
        return self is Filter.ALL or not mark.is_answered


FILTER_NAMES = {Filter.ALL: N_("全部"), Filter.UNANSWERED: N_("未答"), Filter.FLAGGED: N_("标记")}
LEGEND = (
    ("check", "accent", N_("已作答")),
    ("half", "text", N_("未答完")),
    ("circle", "text", N_("看过未答")),
    ("flag-full", "danger", N_("已标记")),
)


class Palette(QFrame):
    """Chips by section. `itemWanted(str)`: go to this item."""

    itemWanted = Signal(str)

    def __init__(self, look: Look) -> None:
        """Begin without a paper."""
        super().__init__()
        self._look = look
        self._marks: tuple[ItemMark, ...] = ()
        self._filter = Filter.ALL
        self._titles: list[tuple[QWidget, list[Chip]]] = []
        self.chips: dict[str, Chip] = {}
        self.filters: dict[Filter, Button] = {}
        self.setProperty("role", "panel")
        self.setAccessibleName(_("题号"))
        self._nothing = words("", "muted", wrap=True)
        self._nothing.hide()
        self.counter = words("", "strong")
        self._build()

    def show_paper(self, paper: Paper, marks: Sequence[ItemMark]) -> None:
        """Make a chip for each item."""
        for box, _chips in self._titles:
            self._sections.removeWidget(box)
            box.deleteLater()
        self.chips, self._titles = {}, []
        by_item = {mark.item: mark for mark in marks}
        for section in paper.sections:
            box = QWidget()
            box.setProperty("role", "clear")
            column = QVBoxLayout(box)
            column.setContentsMargins(0, 0, 0, 6)
            column.setSpacing(6)
            column.addWidget(words(section.title, "strong", wrap=True))
            flow = FlowLayout(6)
            chips: list[Chip] = []
            for entry in section.items:
                chip = Chip(self._look, by_item[entry.item.identifier])
                chip.clicked.connect(lambda _on=False, name=entry.item.identifier: self.itemWanted.emit(name))
                flow.addWidget(chip)
                chips.append(chip)
                self.chips[entry.item.identifier] = chip
            column.addLayout(flow)
            self._sections.insertWidget(len(self._titles), box)
            self._titles.append((box, chips))
        self.show_marks(marks)

    def show_marks(self, marks: Sequence[ItemMark]) -> None:
        """Bring all chips up to date."""
        self._marks = tuple(marks)
        for mark in marks:
            chip = self.chips.get(mark.item)
            if chip is not None and chip.mark != mark:
                chip.show_mark(mark)
                if mark.current:
                    self._scroll.ensureWidgetVisible(chip, 0, 60)
        answered = sum(mark.is_answered for mark in marks)
        self.counter.setText(_("已答 {answered} / {total} 题").format(answered=answered, total=len(marks)))
        for filter_, button in self.filters.items():
            count = sum(filter_.lets_in(mark) for mark in marks)
            name = _(FILTER_NAMES[filter_])
            button.say(f"{name} {count}", _("{name}，{count} 题").format(name=name, count=count))
        if sum(button.sizeHint().width() for button in self.filters.values()) > self.width() - 2 * SIDE_MARGIN_PX:
            for filter_, button in self.filters.items():
                button.setText(_(FILTER_NAMES[filter_]))
        self._apply()

    def choose_filter(self, filter_: Filter) -> None:
        """Show only some chips."""
        self._filter = filter_
        self.filters[filter_].setChecked(True)
        self._apply()

    def shown(self) -> list[str]:
        """Return the items whose chips are shown."""
        return [name for name, chip in self.chips.items() if not chip.isHidden()]

    def _apply(self) -> None:
        for box, chips in self._titles:
            for chip in chips:
                chip.setVisible(self._filter.lets_in(chip.mark))
            box.setVisible(any(self._filter.lets_in(chip.mark) for chip in chips))
            layout = box.layout()
            if layout is not None:
                layout.invalidate()
        nothing = bool(self.chips) and not any(self._filter.lets_in(mark) for mark in self._marks)
        text = _("没有标记的题。") if self._filter is Filter.FLAGGED else _("全部题目都已作答。")
        self._nothing.setText(text)
        self._nothing.setVisible(nothing)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 8)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setContentsMargins(SIDE_MARGIN_PX, 0, SIDE_MARGIN_PX, 0)
        head.addWidget(self.counter)
        column.addLayout(head)
        column.addLayout(self._filter_row())
        inside = QWidget()
        inside.setProperty("role", "clear")
        self._sections = QVBoxLayout(inside)
        self._sections.setContentsMargins(SIDE_MARGIN_PX, 4, 4, 4)
        self._sections.setSpacing(6)
        self._sections.addWidget(self._nothing)
        self._sections.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inside)
        column.addWidget(self._scroll, 1)
        column.addLayout(self._legend())

    def _filter_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(SIDE_MARGIN_PX, 0, SIDE_MARGIN_PX, 0)
        row.setSpacing(0)
        group = QButtonGroup(self)
        for filter_ in Filter:
            button = Button(self._look, _(FILTER_NAMES[filter_]), partial(self.choose_filter, filter_), role="segment")
            button.setCheckable(True)
            button.setChecked(filter_ is Filter.ALL)
            group.addButton(button)
            row.addWidget(button)
            self.filters[filter_] = button
        return row

    def _legend(self) -> FlowLayout:
        flow = FlowLayout(4)
        flow.setContentsMargins(SIDE_MARGIN_PX, 0, SIDE_MARGIN_PX, 0)
        for icon, ink, text in LEGEND:
            pair = QWidget()
            pair.setProperty("role", "clear")
            pair.setMinimumWidth(LEGEND_PX)
            row = QHBoxLayout(pair)
            row.setContentsMargins(0, 0, 8, 0)
            row.setSpacing(4)
            row.addWidget(Picture(self._look, icon, ink, 16))
            row.addWidget(words(_(text), "small"), 1)
            flow.addWidget(pair)
        return flow
