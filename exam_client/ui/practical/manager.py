"""The built-in file manager: a window beside the task strip, the same on every system, for one working folder.

It shows what the desk lists and says what is to be done; it never touches the disk itself.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from exam_client.face import DeskFace
from exam_client.practical import deeds as d
from exam_client.ui.look import Look
from exam_client.ui.parts.button import Button
from exam_client.ui.parts.flow import FlowLayout
from exam_client.ui.parts.note import Note, Tone
from exam_client.ui.parts.words import Elided
from exam_client.ui.practical.file_list import FileList
from exam_client.ui.practical.name_bar import NameBar, PropertiesBar
from itembank.base.i18n import _

WIDTH_PX = 860
HEIGHT_PX = 560
MARGIN_PX = 24
COMPACT_BELOW_PX = 640


class FileManager(QWidget):
    """One working folder. `openWanted(str)`: open this file with its program."""

    openWanted = Signal(str)

    def __init__(self, look: Look, desk: DeskFace, item: str, title: str) -> None:
        """`title` names the task; `come` shows the window."""
        super().__init__(None, Qt.WindowType.Window)
        self._look, self._desk, self._item, self._title = look, desk, item, title
        self._path = d.ROOT
        self._listing = d.Listing(item, d.ROOT, ())
        self._new: tuple[str, ...] = ()
        self._clipboard: tuple[tuple[str, ...], bool] = ((), False)
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(_("文件管理 - {title}").format(title=title))
        self.list = FileList(look)
        self.name = NameBar(look, self._to_list)
        self.properties = PropertiesBar(look, self._to_list)
        self.note = Note(look, Tone.WARN)
        self.place = Elided("", "strong")
        self.buttons: dict[str, Button] = {}
        self._lay()
        self._bind()
        desk.folderListed.connect(self._listed)
        desk.filesDone.connect(self._done)
        self.list.entered.connect(self._enter)
        self.list.upWanted.connect(self.go_up)
        self.list.itemSelectionChanged.connect(self._enable)
        self._enable()

    # ---- showing

    def come(self, free: QRect) -> None:
        """Show the window in the free part of the screen and list the folder."""
        width = min(WIDTH_PX, free.width() - MARGIN_PX)
        height = min(HEIGHT_PX, free.height() - MARGIN_PX)
        for key, _text, icon, _keys, _told in self._acts():
            # Words tell more than icons where both do not fit.
            self.buttons[key].set_icon("" if width < COMPACT_BELOW_PX else icon)
        left = free.left() + (free.width() - width) // 2
        self.setGeometry(QRect(left, free.top() + (free.height() - height) // 2, width, height))
        self.show()
        self.raise_()
        self.activateWindow()
        self.refresh()
        self._to_list()

    def refresh(self) -> None:
        """List the folder anew."""
        self._desk.listFolder(self._item, self._path)

    def go_up(self) -> None:
        """Go to the folder above, never out of the working folder."""
        if self._path:
            self._new = (self._path,)
            self._path = self._path.rpartition("/")[0]
            self.refresh()

    def _listed(self, listing: d.Listing) -> None:
        if listing.item != self._item:
            return
        self._listing, self._path = listing, listing.path
        self.list.show_listing(listing, self._new)
        self._new = ()
        self.place.setText(" / ".join([self._title, *listing.path.split("/")]) if listing.path else self._title)
        self._enable()

    def _done(self, outcome: d.DeedOutcome) -> None:
        if outcome.item != self._item:
            return
        self.note.say(outcome.sentence, tone=Tone.WARN)
        self._new = outcome.made
        self.refresh()

    def _enable(self) -> None:
        chosen = self.list.chosen()
        some, one = bool(chosen), len(chosen) == 1
        paths, _is_cut = self._clipboard
        can = {
            "up": bool(self._path), "rename": one, "copy": some, "cut": some, "paste": bool(paths), "delete": some,
            "undo": self._listing.deleted > 0, "zip": some, "properties": one,
            "unzip": one and chosen[0].name.lower().endswith(".zip"),
        }  # fmt: skip
        for key, is_possible in can.items():
            self.buttons[key].setEnabled(is_possible)

    # ---- what the candidate does

    def _enter(self, entry: d.Entry | None) -> None:
        if entry is None:
            return
        if entry.folder:
            self._path = entry.path
            self.refresh()
        else:
            self.openWanted.emit(entry.path)

    def _do(self, deed: d.Deed) -> None:
        self.note.say("")
        self._desk.doFiles(self._item, deed)

    def _make_folder(self) -> None:
        self.properties.hide()
        self.name.ask(_("新文件夹的名字："), _("新建文件夹"), lambda name: self._do(d.MakeFolder(self._path, name)))

    def _make_file(self) -> None:
        self.properties.hide()
        self.name.ask(_("新文件的名字："), _("新建文件.txt"), lambda name: self._do(d.MakeFile(self._path, name)))

    def _rename(self) -> None:
        for entry in self.list.chosen()[:1]:
            self.properties.hide()
            self.name.ask(_("新的名字："), entry.name, lambda name, path=entry.path: self._do(d.Rename(path, name)))  # type: ignore[misc]

    def _copy(self) -> None:
        self._keep(is_cut=False)

    def _cut(self) -> None:
        self._keep(is_cut=True)

    def _keep(self, *, is_cut: bool) -> None:
        paths = self._chosen_paths()
        if paths:
            self._clipboard = (paths, is_cut)
            words = _("已剪切 {count} 项，到目标文件夹里“粘贴”。") if is_cut else _("已复制 {count} 项，可以“粘贴”。")
            self.note.say(words.format(count=len(paths)), tone=Tone.INFO)
            self._enable()

    def _paste(self) -> None:
        paths, is_cut = self._clipboard
        if paths and is_cut:
            self._clipboard = ((), False)
            self._do(d.Move(paths, self._path))
        elif paths:
            self._do(d.Copy(paths, self._path))

    def _delete(self) -> None:
        paths = self._chosen_paths()
        if paths:
            self._do(d.Delete(paths))

    def _undo(self) -> None:
        self._do(d.Undelete())

    def _zip(self) -> None:
        chosen = self.list.chosen()
        if chosen:
            paths = self._chosen_paths()
            stem = chosen[0].name if chosen[0].folder else chosen[0].name.rpartition(".")[0] or chosen[0].name
            self.properties.hide()
            self.name.ask(_("压缩包的名字："), f"{stem}.zip", lambda name: self._do(d.Zip(paths, name)))

    def _unzip(self) -> None:
        for path in self._chosen_paths()[:1]:
            self._do(d.Unzip(path))

    def _properties(self) -> None:
        for entry in self.list.chosen()[:1]:
            self.name.hide()

            def take(read_only: bool, hidden: bool, entry: d.Entry = entry) -> None:  # noqa: FBT001 - two ticks
                if not entry.folder:
                    self._do(d.SetAttributes(entry.path, read_only, hidden))

            self.properties.ask(entry, take, knows_hidden=self._listing.knows_hidden)

    def _chosen_paths(self) -> tuple[str, ...]:
        return tuple(entry.path for entry in self.list.chosen())

    def _to_list(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- laying out

    def _acts(self) -> tuple[tuple[str, str, str, str, Callable[[], None]], ...]:
        """Return key, words, icon, keys and deed of each button."""
        return (
            ("up", _("上一级"), "up", "", self.go_up),
            ("folder", _("新建文件夹"), "folder", "Ctrl+Shift+N", self._make_folder),
            ("file", _("新建文件"), "file", "Ctrl+N", self._make_file),
            ("rename", _("重命名"), "rename", "F2", self._rename),
            ("copy", _("复制"), "copy", "Ctrl+C", self._copy),
            ("cut", _("剪切"), "cut", "Ctrl+X", self._cut),
            ("paste", _("粘贴"), "paste", "Ctrl+V", self._paste),
            ("delete", _("删除"), "trash", "Delete", self._delete),
            ("undo", _("撤销删除"), "reset", "Ctrl+Z", self._undo),
            ("zip", _("压缩"), "archive", "", self._zip),
            ("unzip", _("解压"), "expand", "", self._unzip),
            ("properties", _("属性"), "info", "Alt+Return", self._properties),
        )

    def _lay(self) -> None:
        flow = FlowLayout(6)
        for key, text, icon, keys, told in self._acts():
            name = f"{text} ({keys})" if keys else text
            self.buttons[key] = Button(self._look, text, told, icon=icon, name=name)
            flow.addWidget(self.buttons[key])
        head = QHBoxLayout()
        head.addWidget(self.place, 1)
        head.addWidget(Button(self._look, _("关闭"), self.close, icon="close"))
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(flow)
        column.addWidget(self.list, 1)
        for part in (self.name, self.properties, self.note):
            column.addWidget(part)

    def _bind(self) -> None:
        for _key, _text, _icon, keys, told in self._acts():
            if keys:
                # Only in the list: in the name's line these keys belong to the text.
                shortcut = QShortcut(QKeySequence(keys), self.list)
                shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
                shortcut.activated.connect(told)
        again = QShortcut(QKeySequence("F5"), self)
        again.activated.connect(self.refresh)
