"""The paper while it is answered: palette at the left (a drawer where there is little room), one item, a bar below.

Items are built when they are first visited and then kept, so that scroll, cursor and undo survive a look at
another item.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QStackedWidget,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from exam_client.attempt.kept_view import KeptView
from exam_client.attempt.views import ItemMark
from exam_client.face import DeskFace
from exam_client.ui.answers.editor import Surroundings
from exam_client.ui.look import Look
from exam_client.ui.paper.item_view import ItemView
from exam_client.ui.paper.navigation import Navigation
from exam_client.ui.paper.palette import Palette
from exam_client.ui.parts.sheet import PAGES
from itembank.model.paper import Paper, PaperItem, Section
from itembank.model.responses import ItemResponse

NARROW_PX = 960
WIDE_PX = 1240
PALETTE_PX, WIDE_PALETTE_PX = 228, 276
KEEP_MS = 1_000


class PaperScreen(QWidget):
    """Everything of one paper. Dialogs are asked for by signals; the window opens them.

    `pictureWanted(Image)`, `historyWanted(str)`, `workWanted(str)`, `managerWanted(str)`, `resetWanted(item, path)`,
    `versionsWanted(item, path)`, `displayWanted`, `keysWanted`, `handInWanted`.
    """

    pictureWanted = Signal(object)
    historyWanted = Signal(str)
    workWanted = Signal(str)
    managerWanted = Signal(str)
    resetWanted = Signal(str, str)
    versionsWanted = Signal(str, str)
    displayWanted = Signal()
    keysWanted = Signal()
    handInWanted = Signal()

    def __init__(self, look: Look, desk: DeskFace, paper: Paper, switch: Callable[[], None] | None = None) -> None:
        """Build palette and bar; items come when they are visited. `switch` switches the input method."""
        super().__init__()
        self._look, self._desk, self._paper = look, desk, paper
        self._order = [entry.item.identifier for entry in paper.entries()]
        self._places: dict[str, tuple[Section, PaperItem]] = {
            entry.item.identifier: (section, entry) for section in paper.sections for entry in section.items
        }
        self._views: dict[str, ItemView] = {}
        self._scrolls = dict(desk.kept_view.scrolls)
        self._keeping = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._keeping.timeout.connect(self._keep_view)
        self._is_narrow = False
        self._is_placed = False
        self._rule = QFrame()
        self._middle = QHBoxLayout()
        self.current = ""
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # for keys after a click beside everything; no stop of Tab
        self.palette_panel = Palette(look)
        self.palette_panel.show_paper(paper, desk.item_marks())
        self.navigation = Navigation(look, switch)
        self.navigation.show_narrow(narrow=True)  # until the first size is known: words must not widen a small window
        self._items = QStackedWidget()
        self._lay()
        self._listen()

    # ---- going about

    def open(self) -> None:
        """Show the item where the candidate stood, or the first one."""
        current = self._desk.attempt.current
        self.go_to(current if current in self._places else self._order[0])

    def go_to(self, item: str) -> None:
        """Come to an item; what is typed elsewhere is saved first."""
        if item not in self._places:
            return
        before = self.view()
        if before is not None:
            before.commit()
        self.current = item
        self._desk.visit(item)
        view = self._view(item)
        self._items.setCurrentWidget(view)
        place = self._order.index(item)
        self.navigation.show_place(is_first=place == 0, is_last=place == len(self._order) - 1)
        self.navigation.show_flag(flagged=item in self._desk.attempt.flags)
        if self._is_narrow:
            self._show_drawer(shown=False)
        (_field_of(view) or self).setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to_number(self, number: int) -> None:
        """Come to an item by its number."""
        if 1 <= number <= len(self._order):
            self.go_to(self._order[number - 1])

    def step(self, by: int) -> None:
        """Go to a neighbour, if there is one."""
        target = self._order.index(self.current) + by
        if 0 <= target < len(self._order):
            self.go_to(self._order[target])

    def toggle_flag(self) -> None:
        """Set or take away the flag of the current item."""
        self._desk.flag(self.current, self.current not in self._desk.attempt.flags)

    def expect_other_file(self, item: str) -> None:
        """A file of an item is about to be put back; its editor shows it then."""
        view = self._views.get(item)
        editor = view.practical() if view is not None else None
        if editor is not None and editor.code is not None:
            editor.code.expect_other()

    def commit(self) -> None:
        """Let every item take over what is still in the making, input method and programs included."""
        QGuiApplication.inputMethod().commit()
        for view in self._views.values():
            view.commit()

    def view(self) -> ItemView | None:
        """Find the item that is shown."""
        return self._views.get(self.current)

    def entry(self, item: str) -> PaperItem:
        """Get an item of the paper."""
        return self._places[item][1]

    def _keep_view(self) -> None:
        """Tell the desk how the paper is looked at, for a resume."""
        self._scrolls.update({item: view.scrolled() for item, view in self._views.items()})
        scrolls = {item: pixels for item, pixels in self._scrolls.items() if pixels > 0}
        self._desk.keepView(KeptView(self._look.zoom, self._look.theme.value, scrolls))

    # ---- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters and digits choose options while no text field has the focus; pages turn from everywhere."""
        index = _choice_index(event)
        view = self.view()
        if event.key() in PAGES and view is not None:
            view.page(PAGES[Qt.Key(event.key())])
            return
        if event.key() == Qt.Key.Key_Escape and self._is_narrow and self.palette_panel.isVisible():
            self._show_drawer(shown=False)
            self.navigation.palette_button.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if index >= 0 and view is not None and not is_text_field(QApplication.focusWidget()) and view.pick(index):
            return
        super().keyPressEvent(event)

    # ---- room

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the palette becomes a drawer."""
        super().resizeEvent(event)
        width = self.width()
        self._set_narrow(narrow=width < NARROW_PX)
        self.palette_panel.setFixedWidth(WIDE_PALETTE_PX if width >= WIDE_PX or self._is_narrow else PALETTE_PX)
        self._place_drawer()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the drawer over the items."""
        if watched is self._items and event.type() is QEvent.Type.Resize:
            self._place_drawer()
        return super().eventFilter(watched, event)

    def _set_narrow(self, *, narrow: bool) -> None:
        if narrow == self._is_narrow and self._is_placed:
            return
        self._is_narrow, self._is_placed = narrow, True
        self.navigation.show_narrow(narrow=narrow)
        if narrow:
            self._middle.removeWidget(self.palette_panel)
            self.palette_panel.setParent(self)
            self._show_drawer(shown=False)
        else:
            self._middle.insertWidget(0, self.palette_panel)
            self.palette_panel.show()
        self._rule.setVisible(not narrow)

    def _toggle_drawer(self) -> None:
        self._show_drawer(shown=self.palette_panel.isHidden())

    def _show_drawer(self, *, shown: bool) -> None:
        self._place_drawer()
        self.palette_panel.setVisible(shown)
        if shown:
            self.palette_panel.raise_()
            chip = self.palette_panel.chips.get(self.current)
            if chip is not None:
                chip.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place_drawer(self) -> None:
        if self._is_narrow:
            height = self.height() - self.navigation.sizeHint().height()
            self.palette_panel.setGeometry(0, 0, self.palette_panel.width(), height)

    # ---- building

    def _view(self, item: str) -> ItemView:
        if item not in self._views:
            section, entry = self._places[item]
            view = ItemView(Surroundings(self._look, self._desk, entry), section)
            view.show_response(self._desk.attempt.responses.get(item, {}))
            view.responseChanged.connect(lambda response, item=item: self._desk.answer(item, response))
            view.fieldLeft.connect(self._desk.leaveField)
            view.pictureWanted.connect(self.pictureWanted)
            view.historyWanted.connect(lambda item=item: self.historyWanted.emit(item))
            view.workWanted.connect(lambda item=item: self.workWanted.emit(item))
            view.managerWanted.connect(lambda item=item: self.managerWanted.emit(item))
            view.resetWanted.connect(lambda path, item=item: self.resetWanted.emit(item, path))
            view.versionsWanted.connect(lambda path, item=item: self.versionsWanted.emit(item, path))
            view.moved.connect(self._keeping.start)
            self._views[item] = view
            self._items.addWidget(view)
            view.scroll_to(self._scrolls.get(item, 0))
        return self._views[item]

    def _lay(self) -> None:
        self._rule.setProperty("role", "side-rule")
        self._rule.setFixedWidth(1)
        self._middle.setContentsMargins(0, 0, 0, 0)
        self._middle.setSpacing(0)
        self._middle.addWidget(self.palette_panel)
        self._middle.addWidget(self._rule)
        self._middle.addWidget(self._items, 1)
        self._items.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._middle, 1)
        column.addWidget(self.navigation)

    def _listen(self) -> None:
        desk, navigation = self._desk, self.navigation
        self.palette_panel.itemWanted.connect(self.go_to)
        navigation.paletteWanted.connect(self._toggle_drawer)
        navigation.previousWanted.connect(lambda: self.step(-1))
        navigation.nextWanted.connect(lambda: self.step(1))
        navigation.flagWanted.connect(lambda on: desk.flag(self.current, on))
        navigation.displayWanted.connect(self.displayWanted)
        navigation.keysWanted.connect(self.keysWanted)
        navigation.handInWanted.connect(self.handInWanted)
        self._look.changed.connect(self._keeping.start)
        desk.itemMarksChanged.connect(self._marks_changed)
        desk.responseRestored.connect(self._restored)

    def _marks_changed(self, marks: tuple[ItemMark, ...]) -> None:
        self.palette_panel.show_marks(marks)
        flagged = next((mark.flagged for mark in marks if mark.item == self.current), False)
        self.navigation.show_flag(flagged=flagged)

    def _restored(self, item: str, response: ItemResponse) -> None:
        view = self._views.get(item)
        if view is not None:
            view.show_response(response)


def _field_of(view: ItemView) -> QWidget | None:
    """Return the text field where the candidate was last, else where the item begins."""
    last = view.focusWidget()
    is_there = is_text_field(last) and last.isVisibleTo(view) and last.isEnabled()
    return last if is_there else view.first_field()


def is_text_field(widget: QWidget | None) -> bool:
    """Say whether letters typed into a widget are text."""
    if isinstance(widget, QTextEdit | QPlainTextEdit | QLineEdit):
        return not widget.isReadOnly()
    return isinstance(widget, QComboBox | QAbstractSpinBox)


def _choice_index(event: QKeyEvent) -> int:
    """Return which option a key means: A or 1 is 0; -1 for every other key."""
    modifiers = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
    if modifiers != Qt.KeyboardModifier.NoModifier:
        return -1
    key = event.key()
    if Qt.Key.Key_A <= key <= Qt.Key.Key_Z:
        return key - Qt.Key.Key_A
    if Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
        return key - Qt.Key.Key_1
    return -1
