"""One item on the screen: its heading, its text, and the editors at their places in the text."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from exam_client.ui.answers.editor import AnswerEditor, Surroundings
from exam_client.ui.answers.practical import PracticalEditor
from exam_client.ui.answers.table import make_editor
from exam_client.ui.parts.button import Button
from exam_client.ui.parts.splitter import KeySplitter
from exam_client.ui.parts.words import Elided, words
from exam_client.ui.richtext.view import RichTextView
from exam_client.ui.wording import points_text
from itembank.base.i18n import _
from itembank.model.item import INLINE_INTERACTIONS, KIND_NAMES
from itembank.model.paper import Section
from itembank.model.responses import ItemResponse, ResponseValue
from itembank.model.richtext import Block, InteractionPlace, places

TEXT_WIDTH_PX = 900
MARGIN_PX = 24


class ItemView(QWidget):
    """An item with all its editors.

    `responseChanged(ItemResponse)`: the whole response after a change. `fieldLeft`: an editor lost the focus.
    `moved`: it was scrolled. `pictureWanted(Image)`, `historyWanted`, `workWanted`, `managerWanted`,
    `resetWanted(path)`,
    `versionsWanted(path)`: dialogs.
    """

    responseChanged = Signal(object)
    fieldLeft = Signal()
    moved = Signal()
    pictureWanted = Signal(object)
    historyWanted = Signal()
    workWanted = Signal()
    managerWanted = Signal()
    resetWanted = Signal(str)
    versionsWanted = Signal(str)

    def __init__(self, place: Surroundings, section: Section) -> None:
        """Build everything for one item."""
        super().__init__()
        self._place, self._section = place, section
        self.setProperty("role", "clear")
        self.editors: dict[str, AnswerEditor] = {}
        self._make_editors()
        self._wanted_scroll = 0
        self.area = self._scrolling(self._content())
        bar = self.area.verticalScrollBar()
        bar.rangeChanged.connect(lambda _least, _most: self._scroll_on())
        bar.actionTriggered.connect(self._forget_wanted)
        bar.valueChanged.connect(lambda _value: self.moved.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        code = self.code_editor()
        if code is None:
            column.addWidget(self.area)
            return
        split = KeySplitter(Qt.Orientation.Horizontal, _("题目与编辑区之间的分隔条"))
        split.addWidget(self.area)
        beside = QWidget()
        beside.setProperty("role", "clear")
        inside = QVBoxLayout(beside)
        inside.setContentsMargins(8, 12, 14, 10)
        inside.addWidget(code)
        split.addWidget(beside)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        split.setSizes([340, 660])
        column.addWidget(split)

    @property
    def item(self) -> str:
        """The item's name."""
        return self._place.item

    def response(self) -> ItemResponse:
        """Return the whole response as it stands; a practical task's belongs to the engine and is left out."""
        return {
            name: editor.value()
            for name, editor in self.editors.items()
            if not isinstance(editor, PracticalEditor) or editor.value() is not None
        }

    def show_response(self, response: ItemResponse) -> None:
        """Show a response in all editors."""
        for name, editor in self.editors.items():
            editor.show_value(response.get(name))

    def scrolled(self) -> int:
        """Return how far the item is scrolled, in pixels."""
        return self._wanted_scroll or self.area.verticalScrollBar().value()

    def scroll_to(self, pixels: int) -> None:
        """Scroll as soon as the item is laid out far enough; a hand that scrolls first wins."""
        self._wanted_scroll = pixels
        self._scroll_on()

    def page(self, by: int) -> None:
        """Scroll by pages."""
        bar = self.area.verticalScrollBar()
        bar.setValue(bar.value() + by * bar.pageStep())

    def _scroll_on(self) -> None:
        bar = self.area.verticalScrollBar()
        if 0 < self._wanted_scroll <= bar.maximum():
            wanted, self._wanted_scroll = self._wanted_scroll, 0
            bar.setValue(wanted)

    def _forget_wanted(self) -> None:
        self._wanted_scroll = 0

    def pick(self, index: int) -> bool:
        """Give a letter or digit to the first editor that knows what to do with it."""
        return any(editor.pick(index) for editor in self.editors.values())

    def commit(self) -> None:
        """Let every editor take over what is still in the making."""
        for editor in self.editors.values():
            editor.commit()

    def first_field(self) -> QWidget | None:
        """Find the widget that takes the focus when the item is opened."""
        return next((field for e in self.editors.values() if (field := e.first_field()) is not None), None)

    def practical(self) -> PracticalEditor | None:
        """Find the practical task's editor."""
        return next((e for e in self.editors.values() if isinstance(e, PracticalEditor)), None)

    def code_editor(self) -> PracticalEditor | None:
        """Find the editor that stands beside the text instead of below it."""
        editor = self.practical()
        return editor if editor is not None and editor.is_code else None

    def _make_editors(self) -> None:
        blanks = 0
        for interaction in self._place.entry.item.interactions:
            blanks += isinstance(interaction, INLINE_INTERACTIONS)
            editor = make_editor(self._place, interaction, blanks)
            editor.valueChanged.connect(self._changed)
            editor.fieldLeft.connect(self.fieldLeft)
            editor.pictureWanted.connect(self.pictureWanted)
            if isinstance(editor, PracticalEditor):
                editor.workWanted.connect(self.workWanted)
                editor.managerWanted.connect(self.managerWanted)
                editor.resetWanted.connect(self.resetWanted)
                editor.versionsWanted.connect(self.versionsWanted)
            self.editors[interaction.response] = editor

    def _changed(self, _value: ResponseValue) -> None:
        self.responseChanged.emit(self.response())

    # ---- building

    def _content(self) -> QWidget:
        page = QFrame()
        page.setProperty("role", "panel")
        page.setMaximumWidth(TEXT_WIDTH_PX)
        column = QVBoxLayout(page)
        column.setContentsMargins(MARGIN_PX, 16, MARGIN_PX, 24)
        column.setSpacing(10)
        column.addLayout(self._heading())
        for part in self._parts():
            column.addWidget(part)
        column.addStretch(1)
        return page

    def _heading(self) -> QVBoxLayout:
        entry = self._place.entry
        look = self._place.look
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(words(_("第 {number} 题").format(number=entry.number), "subtitle"))
        kind = _("{kind} · {points} 分").format(kind=_(KIND_NAMES[entry.item.kind]), points=points_text(entry.points))
        line.addWidget(Elided(kind, "muted"), 1)
        self.history = Button(
            look, _("作答记录"), self.historyWanted.emit, role="quiet", icon="history", name=_("查看本题的作答记录")
        )
        if self.practical() is not None:
            self.history.hide()
        line.addWidget(self.history)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addLayout(line)
        if self._section.instructions and entry is self._section.items[0]:
            intro = RichTextView(look, self._place.desk.media, self._section.instructions)
            box = QFrame()
            box.setProperty("role", "inset")
            inside = QVBoxLayout(box)
            inside.setContentsMargins(12, 6, 12, 2)
            inside.addWidget(intro)
            column.addWidget(box)
        if entry.scoring_note:
            column.addWidget(words(entry.scoring_note, "small", wrap=True))
        return column

    def _parts(self) -> Iterator[QWidget]:
        """Yield texts and editors in reading order; the code editor stands elsewhere."""
        placed: set[str] = set()
        code = self.code_editor()
        run: list[Block] = []
        for block in self._place.entry.item.body:
            if isinstance(block, InteractionPlace):
                if run:
                    yield self._text(tuple(run))
                    run = []
                placed.add(block.response)
                if self.editors[block.response] is not code:
                    yield self.editors[block.response]
            else:
                run.append(block)
        if run:
            yield self._text(tuple(run))
        for interaction in self._place.entry.item.interactions:
            editor = self.editors[interaction.response]
            is_inline = isinstance(interaction, INLINE_INTERACTIONS)
            if interaction.response not in placed and not is_inline and editor is not code:
                yield editor

    def _text(self, blocks: tuple[Block, ...]) -> RichTextView:
        inline = {
            i.response: self.editors[i.response]
            for i in self._place.entry.item.interactions
            if isinstance(i, INLINE_INTERACTIONS)
        }
        here = set(places(blocks))
        fields = {name: editor for name, editor in inline.items() if name in here}
        view = RichTextView(self._place.look, self._place.desk.media, blocks, fields)
        view.pictureWanted.connect(self.pictureWanted)
        return view

    def _scrolling(self, content: QWidget) -> QScrollArea:
        around = QFrame()
        around.setProperty("role", "panel")
        row = QHBoxLayout(around)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(content, TEXT_WIDTH_PX)
        row.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(around)
        return area
