"""Joining entries of two columns with lines.

Press one on the left, then one on the right; pressing a joined pair again takes the line away. All by keyboard
too: the entries are buttons.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLineF, QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from exam_client.ui.answers.card import CardButton
from exam_client.ui.answers.editor import TARGETS, AnswerEditor, Surroundings
from exam_client.ui.parts.button import Button
from exam_client.ui.parts.words import words
from itembank.base.i18n import _
from itembank.model.items.match import MatchInteraction
from itembank.model.responses import ResponseValue

LINES_PX = 150
GAP_PX = 10


class MatchEditor(AnswerEditor):
    """Two columns of buttons and the lines between them."""

    def __init__(self, place: Surroundings, interaction: MatchInteraction) -> None:
        """Show both sides in the orders that were drawn."""
        super().__init__(place, interaction.response)
        self._source_max, self._target_max = interaction.source_max, interaction.target_max
        self._pairs: list[tuple[str, str]] = []
        self._held = ""
        response = interaction.response
        sources = place.in_order(response, interaction.sources)
        targets = place.in_order(response + TARGETS, interaction.targets)
        self.sources = {c.identifier: CardButton(place, c, str(at + 1)) for at, c in enumerate(sources)}
        self.targets = {c.identifier: CardButton(place, c, chr(65 + at)) for at, c in enumerate(targets)}
        self.board = Board(self)
        self._hint = words("", "small", wrap=True)
        self._clear = Button(place.look, _("清除全部连线"), self._take_back, role="link")
        foot = QHBoxLayout()
        foot.addWidget(self._hint, 1)
        foot.addWidget(self._clear, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.board)
        column.addLayout(foot)
        for name, card in self.sources.items():
            card.clicked.connect(lambda _on=False, name=name: self._hold(name))
        for name, card in self.targets.items():
            card.clicked.connect(lambda _on=False, name=name: self._join(name))
        self._refresh()

    def value(self) -> ResponseValue:
        """Return the pairs "source target" in the order of the left side, or None."""
        order = list(self.sources)
        pairs = sorted(self._pairs, key=lambda pair: (order.index(pair[0]), list(self.targets).index(pair[1])))
        return tuple(f"{source} {target}" for source, target in pairs) or None

    def show_value(self, value: ResponseValue) -> None:
        """Draw the lines that were drawn."""
        pairs = value if isinstance(value, tuple) else ()
        split = [(pair.split(" ")[0], pair.split(" ")[-1]) for pair in pairs]
        self._pairs = [(s, t) for s, t in split if s in self.sources and t in self.targets]
        self._held = ""
        self._refresh()

    def first_field(self) -> QWidget | None:
        """The first entry on the left."""
        return next(iter(self.sources.values()))

    def lines(self) -> list[QLineF]:
        """Return the lines to be drawn on the board."""
        return [self._line(self.sources[s], self.targets[t]) for s, t in self._pairs]

    def _line(self, source: CardButton, target: CardButton) -> QLineF:
        left, right = source.geometry(), target.geometry()
        return QLineF(QPointF(left.right() + 1, left.center().y()), QPointF(right.left() - 1, right.center().y()))

    def _hold(self, source: str) -> None:
        self._held = "" if self._held == source else source
        self._refresh()
        if self._held:
            used = {target for _source, target in self._pairs}
            free = next((name for name in self.targets if name not in used), next(iter(self.targets)))
            self.targets[free].setFocus(Qt.FocusReason.OtherFocusReason)

    def _join(self, target: str) -> None:
        if not self._held:
            # Pressed first on the right: take hold of what it is joined to, so that it can be changed.
            self._held = next((s for s, t in self._pairs if t == target), "")
            self._refresh()
            return
        pair = (self._held, target)
        if pair in self._pairs:
            self._pairs.remove(pair)
        else:
            self._make_room(*pair)
            self._pairs.append(pair)
        source, self._held = self._held, ""
        self._refresh()
        following = self._after(source)
        following.setFocus(Qt.FocusReason.OtherFocusReason)
        self.valueChanged.emit(self.value())

    def _make_room(self, source: str, target: str) -> None:
        """Where an entry may be used only so often, the oldest line gives way."""
        for most, side, name in ((self._source_max, 0, source), (self._target_max, 1, target)):
            mine = [pair for pair in self._pairs if pair[side] == name]
            if most and len(mine) >= most:
                self._pairs.remove(mine[0])

    def _after(self, source: str) -> CardButton:
        joined = {s for s, _t in self._pairs}
        return next((card for name, card in self.sources.items() if name not in joined), self.sources[source])

    def _take_back(self) -> None:
        self.show_value(None)
        self.valueChanged.emit(None)

    def _refresh(self) -> None:
        for name, card in self.sources.items():
            others = [self.targets[t] for s, t in self._pairs if s == name]
            card.say_joined(others, is_held=name == self._held)
        for name, card in self.targets.items():
            card.say_joined([self.sources[s] for s, t in self._pairs if t == name], is_held=False)
        if self._held:
            text = _("已选左边第 {letter} 项，请选右边与它相连的一项。").format(letter=self.sources[self._held].letter)
        else:
            text = _("先选左边的一项，再选右边与它相连的一项；再选一次已连的两项可取消连线。")
        self._hint.setText(text)
        self._clear.setVisible(bool(self._pairs))
        self.board.update()


class Board(QWidget):
    """The two columns with room for the lines between them."""

    def __init__(self, editor: MatchEditor) -> None:
        """Take the cards of the editor."""
        super().__init__()
        self._editor = editor
        self.setProperty("role", "clear")
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(0)
        for at, cards in enumerate((editor.sources, editor.targets)):
            column = QVBoxLayout()
            column.setSpacing(GAP_PX)
            for card in cards.values():
                column.addWidget(card)
            column.addStretch(1)
            columns.addLayout(column, 1)
            if at == 0:
                columns.addSpacing(LINES_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the lines with a dot at each end."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = self._editor.look.colour("accent")
        painter.setPen(QPen(ink, 2.5))
        painter.setBrush(ink)
        for line in self._editor.lines():
            painter.drawLine(line)
            painter.drawEllipse(line.p1(), 4, 4)
            painter.drawEllipse(line.p2(), 4, 4)

    def event(self, event: QEvent) -> bool:
        """Draw again after the cards moved."""
        if event.type() is QEvent.Type.LayoutRequest:
            self.update()
        return super().event(event)
