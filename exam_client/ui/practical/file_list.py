"""The list of a folder in the built-in file manager: names with their endings, kind, size, time."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from exam_client.practical.deeds import Entry, Listing
from exam_client.ui.look import Look
from exam_client.ui.practical.file_row import file_icon
from exam_client.ui.wording import size_text
from itembank.base.i18n import _

ICON_PX = 22
SIZE_COLUMN_PX = 90
TIME_COLUMN_PX = 130
KIND_COLUMN_PX = 140
NARROW_PX = 640


class FileList(QTreeWidget):
    """Entries of one folder. `entered(Entry)`: Enter or a double click; `upWanted`: Backspace."""

    entered = Signal(object)
    upWanted = Signal()

    def __init__(self, look: Look) -> None:
        """Begin empty."""
        super().__init__()
        self._look = look
        self._entries: dict[str, Entry] = {}
        self._icons: dict[str, QIcon] = {}
        self.setColumnCount(4)
        self.setHeaderLabels([_("名称"), _("类型"), _("大小"), _("修改时间")])
        self.setRootIsDecorated(False)
        self.setAllColumnsShowFocus(True)
        self.setUniformRowHeights(True)
        self.setIconSize(QSize(ICON_PX, ICON_PX))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(_("文件列表"))
        header = self.header()
        header.setSectionsMovable(False)
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, width in enumerate((KIND_COLUMN_PX, SIZE_COLUMN_PX, TIME_COLUMN_PX), start=1):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            self.setColumnWidth(column, width)
        self.itemDoubleClicked.connect(lambda item, _column: self.entered.emit(self._entry(item)))
        look.changed.connect(self._redraw)

    def show_listing(self, listing: Listing, select: tuple[str, ...]) -> None:
        """Show a folder; `select` are paths that are new and should be seen."""
        wanted = set(select) or {entry.path for entry in self.chosen()}
        self._entries = {entry.path: entry for entry in listing.entries}
        self.clear()
        for entry in listing.entries:
            item = QTreeWidgetItem([entry.name, kind_text(entry), _size(entry), _time(entry)])
            item.setData(0, Qt.ItemDataRole.UserRole, entry.path)
            item.setIcon(0, self._icon(entry))
            item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setToolTip(0, entry.name)
            self.addTopLevelItem(item)
            item.setSelected(entry.path in wanted)
            if entry.path in wanted:
                self.setCurrentItem(item)
        if self.currentItem() is None and self.topLevelItemCount():
            self.setCurrentIndex(self.model().index(0, 0))
            self.clearSelection()

    def choose(self, *rows: int) -> None:
        """Select rows, and no others."""
        self.clearSelection()
        for row in rows:
            index = self.model().index(row, 0)
            if row == rows[0]:
                self.setCurrentIndex(index)
            item = self.itemFromIndex(index)
            if item is not None:
                item.setSelected(True)

    def chosen(self) -> tuple[Entry, ...]:
        """Return the selected entries, in the order of the list."""
        rows = sorted(self.selectedItems(), key=self.indexOfTopLevelItem)
        return tuple(entry for item in rows if (entry := self._entry(item)) is not None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes in, Backspace goes up."""
        item = self.currentItem()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and item is not None:
            self.entered.emit(self._entry(item))
        elif event.key() == Qt.Key.Key_Backspace:
            self.upWanted.emit()
        else:
            super().keyPressEvent(event)

    def _entry(self, item: QTreeWidgetItem) -> Entry | None:
        return self._entries.get(str(item.data(0, Qt.ItemDataRole.UserRole)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the time out where there is little width: names come first."""
        super().resizeEvent(event)
        self.setColumnHidden(3, self.width() < NARROW_PX)

    def _icon(self, entry: Entry) -> QIcon:
        """Draw each icon once: a thousand rows would hold up the desk for seconds."""
        name = "folder" if entry.folder else file_icon(entry.name)
        if name not in self._icons:
            self._icons[name] = self._drawn(name)
        return self._icons[name]

    def _drawn(self, name: str) -> QIcon:
        icon = QIcon(self._look.icon(name, "text", ICON_PX))
        side = QSize(ICON_PX, ICON_PX)
        icon.addPixmap(self._look.icon(name, "on_accent", ICON_PX).pixmap(side), QIcon.Mode.Selected)
        return icon

    def _redraw(self) -> None:
        self._icons.clear()
        for row in range(self.topLevelItemCount()):
            item = self.topLevelItem(row)
            entry = self._entry(item) if item is not None else None
            if item is not None and entry is not None:
                item.setIcon(0, self._icon(entry))


def kind_text(entry: Entry) -> str:
    """Say what an entry is, and whether it is read-only or hidden."""
    ending = entry.name.rpartition(".")[2].upper() if "." in entry.name.strip(".") else ""
    kind = _("文件夹") if entry.folder else _("{ending} 文件").format(ending=ending) if ending else _("文件")
    marks = [word for letter, word in (("R", _("只读")), ("H", _("隐藏"))) if letter in entry.attributes]
    return " · ".join([kind, *marks])


def _size(entry: Entry) -> str:
    return "" if entry.folder else size_text(entry.size_bytes)


def _time(entry: Entry) -> str:
    return datetime.fromtimestamp(entry.modified_s, UTC).astimezone().strftime("%m-%d %H:%M")
