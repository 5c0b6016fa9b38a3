"""A row of buttons for the whole room: as many as fit; the rest waits behind “更多”."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from exam_server.protocol.console import StaffCommandKind
from itembank.base.i18n import _

SPACING = 6


@dataclass(frozen=True)
class RowAct:
    """An act of the row; with `inside` it is a menu of acts, those in `apart` behind a line of their own."""

    word: str
    kind: StaffCommandKind | None = None
    inside: tuple[tuple[StaffCommandKind, str], ...] = field(default=())
    apart: frozenset[StaffCommandKind] = frozenset()


class ActRow(QWidget):
    """Signals: `wanted(kind)`. Acts come in the order of their weight: the last ones make way first."""

    wanted = Signal(object)

    def __init__(self, acts: Sequence[RowAct], parent: QWidget | None = None, *, is_at_end: bool = False) -> None:
        """Make a button and a menu entry for each act; `is_at_end` moves them to the right."""
        super().__init__(parent)
        self._acts = tuple(acts)
        self._buttons: list[QPushButton] = []
        self._hidden: list[int] = []
        self.actions_of: dict[StaffCommandKind, QAction] = {}
        self._more = QPushButton(_("更多"))
        self._more_menu = QMenu(self._more)
        self._more.setMenu(self._more_menu)
        self._more.setProperty("hasMenu", "yes")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING)
        if is_at_end:
            row.addStretch(1)
        for act in self._acts:
            button = self._make_button(act)
            self._buttons.append(button)
            row.addWidget(button)
        row.addWidget(self._more)
        if not is_at_end:
            row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def button(self, kind: StaffCommandKind) -> QPushButton | None:
        """Find the button of an act that has one of its own."""
        pairs = zip(self._acts, self._buttons, strict=True)
        return next((button for act, button in pairs if act.kind is kind), None)

    def show_act(self, kind: StaffCommandKind, *, is_enabled: bool, is_there: bool = True) -> None:
        """Enable an act or not, or take it out of the row altogether."""
        action = self.actions_of[kind]
        action.setEnabled(is_enabled)
        button = self.button(kind)
        if button is not None:
            button.setEnabled(is_enabled)
        if action.isVisible() != is_there:
            action.setVisible(is_there)
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what fits."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """Return what all buttons want."""
        height = max(button.sizeHint().height() for button in self._buttons)
        return QSize(sum(button.sizeHint().width() + SPACING for button in self._buttons), height)

    def minimumSizeHint(self) -> QSize:
        """Give way to one button and “更多”."""
        return QSize(self._more.sizeHint().width() + 100, self.sizeHint().height())

    def _make_button(self, act: RowAct) -> QPushButton:
        button = QPushButton(_(act.word))
        if act.kind is not None:
            kind = act.kind
            button.clicked.connect(lambda _checked=False: self.wanted.emit(kind))
            self._add_action(kind, act.word)
            return button
        menu = QMenu(button)
        for kind, word in act.inside:
            if kind in act.apart:
                menu.addSeparator()
            menu.addAction(self._add_action(kind, word))
        button.setMenu(menu)
        button.setProperty("hasMenu", "yes")
        return button

    def _add_action(self, kind: StaffCommandKind, word: str) -> QAction:
        action = QAction(_(word), self)
        action.triggered.connect(lambda _checked=False: self.wanted.emit(kind))
        self.actions_of[kind] = action
        return action

    def _fit(self) -> None:
        """Put into the menu what the width does not hold."""
        there = [index for index, act in enumerate(self._acts) if self._is_there(act)]
        widths = {index: self._buttons[index].sizeHint().width() + SPACING for index in there}
        room = self.width()
        shown = list(there)
        if sum(widths.values()) > room:
            room -= self._more.sizeHint().width() + SPACING
            while shown and sum(widths[index] for index in shown) > room:
                shown.pop()
        hidden = [index for index in there if index not in shown]
        for index, button in enumerate(self._buttons):
            button.setVisible(index in shown)
        self._more.setVisible(bool(hidden))
        if hidden == self._hidden:
            return  # an open menu must not change under the hand
        self._hidden = hidden
        self._more_menu.clear()
        for index in hidden:
            act = self._acts[index]
            kinds = [act.kind] if act.kind is not None else [kind for kind, _word in act.inside]
            for kind in kinds:
                if kind in act.apart:
                    self._more_menu.addSeparator()
                self._more_menu.addAction(self.actions_of[kind])

    def _is_there(self, act: RowAct) -> bool:
        kinds = [act.kind] if act.kind is not None else [kind for kind, _word in act.inside]
        return any(self.actions_of[kind].isVisible() for kind in kinds)
