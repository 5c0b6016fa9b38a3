"""The task strip: what the exam shrinks to while a practical task is done in real office programs.

Docked left, right or bottom, or collapsed to a line; always on top. It shows the task, its files, the time, the
save mark and messages, calls staff, and leads back to the paper.
"""

from __future__ import annotations

from enum import Enum
from functools import partial

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from exam_client.face import DeskFace
from exam_client.ui.look import Look
from exam_client.ui.offline import OfflineStrip
from exam_client.ui.paper.hand import HandButton
from exam_client.ui.paper.header import Timer
from exam_client.ui.parts.button import Button
from exam_client.ui.parts.notices import Notices
from exam_client.ui.parts.save_mark import SaveMarkLabel
from exam_client.ui.parts.words import words
from exam_client.ui.practical.edge import Edge, keep_edge
from exam_client.ui.practical.files import FilesPanel
from exam_client.ui.richtext.view import RichTextView
from exam_client.ui.wording import points_text
from itembank.base.i18n import N_, _
from itembank.model.items.practical import PracticalInteraction
from itembank.model.paper import PaperItem
from itembank.model.richtext import InteractionPlace

WIDTH_PX = 360
HEIGHT_PX = 300
COLLAPSED_PX = 60


class Dock(Enum):
    """At which edge of the screen the strip stands."""

    LEFT = "left"
    RIGHT = "right"
    BOTTOM = "bottom"


DOCK_NAMES = {Dock.LEFT: N_("停靠左边"), Dock.RIGHT: N_("停靠右边"), Dock.BOTTOM: N_("停靠下边")}


EDGES = {Dock.LEFT: Edge.LEFT, Dock.RIGHT: Edge.RIGHT, Dock.BOTTOM: Edge.BOTTOM}


def strip_place(screen: QRect, dock: Dock, *, collapsed: bool) -> QRect:
    """Return where the strip stands on a screen."""
    height = COLLAPSED_PX if collapsed else min(HEIGHT_PX, screen.height() // 2)
    if dock is Dock.BOTTOM:
        return QRect(screen.left(), screen.bottom() + 1 - height, screen.width(), height)
    width = min(WIDTH_PX, screen.width() // 2)
    left = screen.left() if dock is Dock.LEFT else screen.right() + 1 - width
    return QRect(left, screen.top(), width, COLLAPSED_PX if collapsed else screen.height())


class TaskStrip(QWidget):
    """One practical task beside the office programs. `backWanted`: to the paper.

    `resetWanted(item, path)` and `versionsWanted(item, path)` lead back to the paper too: dialogs open there.
    """

    backWanted = Signal()
    resetWanted = Signal(str, str)
    versionsWanted = Signal(str, str)
    managerWanted = Signal()

    def __init__(self, look: Look, desk: DeskFace, entry: PaperItem, task: PracticalInteraction) -> None:
        """Build the strip for one task; `dock_at` shows it."""
        flags = Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
        super().__init__(None, flags)
        self._look, self._desk, self._entry = look, desk, entry
        self.item, self.number = entry.item.identifier, entry.number
        self.dock = Dock.RIGHT
        self.is_collapsed = False
        # Asked once: later the strip's own edge is missing from it.
        self._free = self.screen().availableGeometry()
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(_("任务条"))
        self.notices = Notices(look)
        self.timer = Timer(look)
        self.save_mark = SaveMarkLabel(look)
        self.offline = OfflineStrip(look, desk)
        self.hand = HandButton(look, desk, role="tool")
        self.back = Button(look, _("返回试卷"), self.backWanted.emit, role="primary", icon="back")
        self.fold = Button(look, "", self.toggle, role="tool", icon="collapse", name=_("收起任务条"))
        self.docks = {
            dock: Button(
                look,
                "",
                partial(self.dock_at, dock),
                role="tool",
                icon=f"dock-{dock.value}",
                name=_(DOCK_NAMES[dock]),
            )
            for dock in Dock
        }
        self.files = FilesPanel(look, desk, self.item, task, compact=True)
        self.files.resetWanted.connect(lambda path: self.resetWanted.emit(self.item, path))
        self.files.versionsWanted.connect(lambda path: self.versionsWanted.emit(self.item, path))
        self.files.managerWanted.connect(self.managerWanted)
        self._lay()
        desk.momentChanged.connect(self.timer.show_moment)
        desk.saveMarkChanged.connect(self.save_mark.show_mark)
        self.save_mark.show_mark(desk.save_mark)
        if desk.moment is not None:
            self.timer.show_moment(desk.moment)

    def dock_at(self, dock: Dock) -> None:
        """Stand at an edge of the screen."""
        self.dock = dock
        for each, button in self.docks.items():
            button.setEnabled(each is not dock)
        sideways = dock is Dock.BOTTOM and not self.is_collapsed
        direction = QBoxLayout.Direction.LeftToRight if sideways else QBoxLayout.Direction.TopToBottom
        self._inside.setDirection(direction)
        self._tools.setVisible(not self.is_collapsed)
        self._content.setVisible(not self.is_collapsed)
        self.fold.set_icon("expand" if self.is_collapsed else "collapse")
        self.fold.say("", _("展开任务条") if self.is_collapsed else _("收起任务条"))
        self._bound_files(sideways=sideways)
        place = strip_place(self._free, dock, collapsed=self.is_collapsed)
        self.setGeometry(place)
        is_aside = self.is_collapsed and dock is not Dock.BOTTOM
        keep_edge(self, None if is_aside else place, EDGES[dock])

    def _bound_files(self, *, sideways: bool) -> None:
        """At the side the files take what they need and leave the rest to the text."""
        wanted = self.files.sizeHint().height() + 8
        self._files_area.setMaximumHeight(16_777_215 if sideways else wanted)
        self._inside.setStretchFactor(self._files_area, 2 if sideways else 3)

    def free_place(self) -> QRect:
        """Return the part of the screen that the strip leaves free."""
        screen, own = self._free, self.geometry()
        if self.dock is Dock.LEFT:
            return screen.adjusted(own.width(), 0, 0, 0)
        if self.dock is Dock.RIGHT:
            return screen.adjusted(0, 0, -own.width(), 0)
        return screen.adjusted(0, 0, 0, -own.height())

    def toggle(self) -> None:
        """Collapse or unfold."""
        self.is_collapsed = not self.is_collapsed
        self.dock_at(self.dock)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Alt+F4 leads back to the paper, not out of the exam."""
        event.ignore()
        self.backWanted.emit()

    def _lay(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._bar())
        outer.addWidget(self.offline)
        outer.addWidget(self.notices)
        self.offline.refresh()
        self._content = QWidget()
        self._content.setProperty("role", "clear")
        self._inside = QBoxLayout(QBoxLayout.Direction.TopToBottom, self._content)
        self._inside.setContentsMargins(10, 8, 10, 8)
        self._inside.setSpacing(8)
        self._files_area = self._scrolling(self.files)
        self._inside.addWidget(self._scrolling(self._text()), 3)
        self._inside.addWidget(self._files_area, 2)
        outer.addWidget(self._content, 1)
        self._tools = QFrame()
        self._tools.setProperty("role", "foot")
        row = QHBoxLayout(self._tools)
        row.setContentsMargins(10, 6, 10, 6)
        row.setSpacing(6)
        row.addWidget(self.back, 1)
        row.addWidget(self.hand)
        for button in self.docks.values():
            row.addWidget(button)
        outer.addWidget(self._tools)

    def _bar(self) -> QFrame:
        bar = QFrame()
        bar.setProperty("role", "bar")
        bar.setFixedHeight(COLLAPSED_PX)
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(10)
        head = QVBoxLayout()
        head.setSpacing(0)
        head.addWidget(words(_("第 {number} 题").format(number=self._entry.number), "strong"))
        head.addWidget(self.save_mark)
        row.addLayout(head, 1)
        row.addWidget(self.timer)
        row.addWidget(self.fold)
        return bar

    def _text(self) -> QWidget:
        page = QFrame()
        page.setProperty("role", "panel")
        column = QVBoxLayout(page)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        points = _("操作题 · {points} 分").format(points=points_text(self._entry.points))
        column.addWidget(words(points, "small"))
        blocks = [block for block in self._entry.item.body if not isinstance(block, InteractionPlace)]
        column.addWidget(RichTextView(self._look, self._desk.media, blocks, can_zoom_pictures=False))
        column.addStretch(1)
        return page

    def _scrolling(self, content: QWidget) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(content)
        return area
