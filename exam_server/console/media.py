"""Where files on the server's machine go to and come from: sticks by name, any other place by its path."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from exam_server.console.dialogs import FIELD_HEIGHT, FormDialog
from exam_server.protocol.console import Medium
from exam_server.sentences import together
from itembank.base.i18n import _

WIDE = 560


class PlaceBox(QComboBox):
    """A list of known places that can also be typed over; `place()` is the path meant."""

    def __init__(self, places: list[tuple[str, str]], name: str, parent: QWidget | None = None) -> None:
        """`places` are pairs of label and path."""
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)  # Enter keeps what was typed, it is no known place
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(FIELD_HEIGHT)
        self.setAccessibleName(name)
        for label, path in places:
            self.addItem(label, path)

    def place(self) -> str:
        """Return the path of the chosen entry, or what was typed instead."""
        at = self.findText(self.currentText())
        return str(self.itemData(at)) if at >= 0 else self.currentText().strip()


def with_browsing(box: PlaceBox, browse: Callable[[QWidget], str] | None) -> QWidget:
    """Put “浏览…” beside a box where this machine is the server itself; elsewhere its paths would mean nothing."""
    if browse is None:
        return box
    row = QWidget()
    row.setFocusProxy(box)  # a form begins in the field, not on the button beside it
    button = QPushButton(_("浏览…"))
    button.setAutoDefault(False)  # Enter in the field means the dialog, not the button beside it

    def look() -> None:
        if path := browse(row):
            box.setCurrentText(path)

    button.clicked.connect(look)
    across = QHBoxLayout(row)
    across.setContentsMargins(0, 0, 0, 0)
    across.addWidget(box, 1)
    across.addWidget(button)
    return row


def browse_folder(parent: QWidget) -> str:
    """Let a person choose a folder of this machine."""
    return QFileDialog.getExistingDirectory(parent, _("选择文件夹"))


def browse_file(parent: QWidget) -> str:
    """Let a person choose a file of this machine."""
    return QFileDialog.getOpenFileName(parent, _("选择文件"))[0]


class ExportDialog(FormDialog):
    """Asks for the two places of an export; the sticks in the server come first."""

    def __init__(self, media: tuple[Medium, ...], parent: QWidget | None = None, *, is_here: bool = False) -> None:
        """Offer what can be written to; `is_here` says that this machine is the server."""
        usable = [medium for medium in media if medium.is_writable]
        told = {
            0: _("服务器上没有找到可以写入的优盘。请先把两个优盘插到服务器上，关掉这个窗口再按一次。"),
            1: _("服务器上只找到一个可以写入的优盘，请再插一个，关掉这个窗口再按一次。"),
        }.get(len(usable), _("请选择插在服务器上的两个不同的优盘。"))
        locked = [medium.label for medium in media if not medium.is_writable]
        if locked:
            told = together(told, _("不能写入：{media}。").format(media="、".join(locked)))
        explanation = _("答卷包写成两份，逐份读回核对，不会覆盖以前的文件。{told}").format(told=told)
        super().__init__(_("导出答卷包"), explanation, parent)
        self.setMinimumWidth(WIDE)
        places = [(medium.label, medium.path) for medium in usable]
        self._first = PlaceBox(places, _("第一份存到"))
        self._second = PlaceBox(places, _("第二份存到"))
        if len(places) > 1:
            self._second.setCurrentIndex(1)
        elif places:
            self._second.setCurrentText("")
        browse = browse_folder if is_here else None
        self.form.addRow(_("第一份存到"), with_browsing(self._first, browse))
        self.form.addRow(_("第二份存到"), with_browsing(self._second, browse))

    def values(self) -> dict[str, str]:
        """Return both folders."""
        return {"folder": self._first.place(), "folder2": self._second.place()}

    def fault(self) -> str:
        """Ask for two different places."""
        first, second = self.values().values()
        if not first or not second:
            return _("两份都要指定位置：选择优盘，或填写服务器上的文件夹。")
        return _("两份请存到两个不同的优盘。") if first == second else ""


class _FileDialog(FormDialog):
    """Asks for one file on the server's machine."""

    def __init__(
        self, title: str, explanation: str, files: list[str], parent: QWidget | None, *, is_here: bool
    ) -> None:
        super().__init__(title, explanation, parent)
        self.setMinimumWidth(WIDE)
        self._file = PlaceBox([(_file_label(path), path) for path in files], _("文件"))
        self.form.addRow(_("文件"), with_browsing(self._file, browse_file if is_here else None))

    def values(self) -> dict[str, str]:
        """Return the path."""
        return {"path": self._file.place()}

    def fault(self) -> str:
        """Ask for a file."""
        return "" if self._file.place() else _("请选择文件，或填写它在服务器上的完整路径。")


class RecoverDialog(_FileDialog):
    """Asks which hand-in file or journal to take in."""

    def __init__(self, media: tuple[Medium, ...], parent: QWidget | None = None, *, is_here: bool = False) -> None:
        """Offer what lies on the sticks."""
        files = [path for medium in media for path in medium.files if not is_package(path)]
        none = "" if files else _("插在服务器上的优盘里没有找到。")
        explanation = _(
            "把考试机导出的交卷文件（hand-in-….jikao），或坏机器硬盘上的作答日志（journal.jkj）并入服务器。"
            "只补充服务器缺少的内容，重复导入没有影响；别的考场的、损坏的文件会被拒绝。{none}"
        )
        super().__init__(_("导入单机数据"), explanation.format(none=none), files, parent, is_here=is_here)


class ImportDialog(_FileDialog):
    """Asks which paper package to take in."""

    def __init__(self, media: tuple[Medium, ...], parent: QWidget | None = None, *, is_here: bool = False) -> None:
        """Offer what lies on the sticks."""
        files = [path for medium in media for path in medium.files if is_package(path)]
        none = "" if files else _("插在服务器上的优盘里没有找到。")
        explanation = _("选择插在服务器上的优盘里的试卷包。导入时会核对签名和完整性，不会打开试题。{none}")
        super().__init__(_("导入试卷包"), explanation.format(none=none), files, parent, is_here=is_here)


def is_package(path: str) -> bool:
    """Say whether a file may be a paper package: neither a hand-in nor a journal nor a bundle of ours."""
    name = PurePath(path.replace("\\", "/")).name
    return name.endswith(".jikao") and not name.startswith(("hand-in-", "answers-"))


def _file_label(path: str) -> str:
    whole = PurePath(path.replace("\\", "/"))
    return _("{name}（{folder}）").format(name=whole.name, folder=whole.parent)
