"""Putting entries in order: drag, buttons, or Alt+Up and Alt+Down. An order that nobody touched is no answer."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from exam_client.ui.answers.editor import AnswerEditor, Surroundings
from exam_client.ui.parts.button import Button
from exam_client.ui.parts.note import Note, Tone
from exam_client.ui.parts.words import Picture, restyle, words
from exam_client.ui.richtext.view import RichTextView
from itembank.base.i18n import _
from itembank.model.items.choice import SimpleChoice
from itembank.model.items.order import OrderInteraction
from itembank.model.responses import ResponseValue
from itembank.model.richtext import Paragraph, plain_inlines


class Entry(QFrame):
    """One entry that can be moved.

    `moved(int)`: by so many places. `dragged(QPoint)`: the pointer is there, in the coordinates of the parent.
    `stepped(int)`: the focus wants to go to a neighbour.
    """

    moved = Signal(int)
    dragged = Signal(QPoint)
    stepped = Signal(int)

    def __init__(self, place: Surroundings, choice: SimpleChoice) -> None:
        """Show the entry with a grip and two buttons."""
        super().__init__()
        self.identifier = choice.identifier
        self.said = plain_inlines(choice.content)
        self.setProperty("role", "entry")
        self.setProperty("lifted", False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self._number = words("", "strong")
        self._number.setMinimumWidth(26)
        text = RichTextView(place.look, place.desk.media, (Paragraph(inlines=choice.content),), can_zoom_pictures=False)
        text.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.up = Button(place.look, "", lambda: self.moved.emit(-1), role="tool", icon="up", name=_("上移"))
        self.down = Button(place.look, "", lambda: self.moved.emit(1), role="tool", icon="down", name=_("下移"))
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(8)
        row.addWidget(Picture(place.look, "grip", "muted", 24))
        row.addWidget(self._number)
        row.addWidget(text, 1)
        row.addWidget(self.up)
        row.addWidget(self.down)

    def say_place(self, index: int, count: int) -> None:
        """Show the place, counted from 0."""
        self._number.setText(f"{index + 1}.")
        self.up.setEnabled(index > 0)
        self.down.setEnabled(index < count - 1)
        self.setAccessibleName(_("第 {place} 位，{text}").format(place=index + 1, text=self.said))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with an arrow moves the entry, an arrow alone the focus."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.moved.emit(step)
        elif step:
            self.stepped.emit(step)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold."""
        if event.button() is Qt.MouseButton.LeftButton:
            restyle(self, "lifted", value=True)
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.dragged.emit(self.mapToParent(event.position().toPoint()))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        restyle(self, "lifted", value=False)
        self.setCursor(Qt.CursorShape.OpenHandCursor)


class OrderEditor(AnswerEditor):
    """A list of entries and a note that says whether it counts as answered."""

    def __init__(self, place: Surroundings, interaction: OrderInteraction) -> None:
        """Begin with the order that was drawn."""
        super().__init__(place, interaction.response)
        self._is_answered = False
        self.entries = [Entry(place, c) for c in place.in_order(interaction.response, interaction.choices)]
        self._first_order = [entry.identifier for entry in self.entries]
        self._list = QWidget()
        self._list.setProperty("role", "clear")
        self._rows = QVBoxLayout(self._list)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(6)
        for entry in self.entries:
            self._rows.addWidget(entry)
            entry.moved.connect(lambda step, entry=entry: self._move(entry, self.entries.index(entry) + step))
            entry.stepped.connect(lambda step, entry=entry: self._step(entry, step))
            entry.dragged.connect(lambda point, entry=entry: self._drag(entry, point))
        self.note = Note(place.look)
        self.accept = Button(place.look, _("就用这个顺序"), self._accept)
        self.note.add_button(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(words(_("拖动条目，或用右侧箭头调整顺序；键盘用 Alt+↑、Alt+↓。"), "small", wrap=True))
        column.addWidget(self._list)
        column.addWidget(self.note)
        self._number()

    def value(self) -> ResponseValue:
        """Return all identifiers from first to last, or None if nobody touched the order."""
        return tuple(entry.identifier for entry in self.entries) if self._is_answered else None

    def show_value(self, value: ResponseValue) -> None:
        """Put the entries as they were put; None brings the first order back."""
        self._is_answered = isinstance(value, tuple) and bool(value)
        wanted = list(value) if isinstance(value, tuple) and value else self._first_order
        places = {name: at for at, name in enumerate(wanted)}
        self.entries.sort(key=lambda entry: places.get(entry.identifier, len(places)))
        self._lay()

    def first_field(self) -> QWidget | None:
        """The first entry."""
        return self.entries[0]

    def _move(self, entry: Entry, target: int) -> None:
        target = max(0, min(len(self.entries) - 1, target))
        if self.entries.index(entry) == target:
            return
        self.entries.remove(entry)
        self.entries.insert(target, entry)
        self._is_answered = True
        self._lay()
        entry.setFocus(Qt.FocusReason.OtherFocusReason)
        self.valueChanged.emit(self.value())

    def _drag(self, entry: Entry, point: QPoint) -> None:
        over = next((i for i, one in enumerate(self.entries) if one.geometry().bottom() >= point.y()), -1)
        self._move(entry, over if over >= 0 else len(self.entries) - 1)

    def _step(self, entry: Entry, step: int) -> None:
        target = self.entries.index(entry) + step
        if 0 <= target < len(self.entries):
            self.entries[target].setFocus(Qt.FocusReason.TabFocusReason)

    def _accept(self) -> None:
        self._is_answered = True
        self._number()
        self.valueChanged.emit(self.value())

    def _lay(self) -> None:
        for entry in self.entries:
            self._rows.removeWidget(entry)
        for entry in self.entries:
            self._rows.addWidget(entry)
        self._rows.activate()
        for first, second in zip(self.entries, self.entries[1:], strict=False):
            QWidget.setTabOrder(first, first.up)
            QWidget.setTabOrder(first.up, first.down)
            QWidget.setTabOrder(first.down, second)
        self._number()

    def _number(self) -> None:
        for index, entry in enumerate(self.entries):
            entry.say_place(index, len(self.entries))
        self.accept.setVisible(not self._is_answered)
        if self._is_answered:
            self.note.say(_("已作答。需要时可以继续调整。"), tone=Tone.GOOD)
        else:
            self.note.say(_("还没有作答：请调整顺序；如果现在的顺序就是答案，请点右边的按钮。"), tone=Tone.INFO)
