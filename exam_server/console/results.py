"""Results that want more than a line: the check before export."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from exam_server.protocol.console import StaffResult
from itembank.base.i18n import _

EXCEPTION = "#fff4d6"


class VerifyDialog(QDialog):
    """The lines of a check, exceptions first. Signals: `seat_wanted(label)` when a line is chosen."""

    seat_wanted = Signal(str)

    def __init__(self, result: StaffResult, names: Mapping[str, str], parent: QWidget | None = None) -> None:
        """Fill the table; `names` are the candidates' by number."""
        super().__init__(parent)
        self.setWindowTitle(_("核对结果"))
        self.resize(760, 480)
        words = QLabel(result.sentence)
        words.setWordWrap(True)
        table = QTableWidget(len(result.lines), 5)
        table.setHorizontalHeaderLabels(["", _("座位"), _("姓名"), _("准考证号"), _("情况")])
        table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        table.cellClicked.connect(lambda row, _column: self.seat_wanted.emit(result.lines[row].seat))
        table.verticalHeader().hide()
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.horizontalHeader().setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)
        for row, line in enumerate(result.lines):
            sign = "！" if line.exception else "✓"
            name = names.get(line.candidate, "")
            for column, text in enumerate((sign, line.seat, name, line.candidate, line.sentence)):
                item = QTableWidgetItem(text)
                if line.exception:
                    item.setBackground(QColor(EXCEPTION))
                table.setItem(row, column, item)
        for column in range(4):
            table.resizeColumnToContents(column)
        buttons = QDialogButtonBox()
        buttons.addButton(_("关闭"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        box = QVBoxLayout(self)
        box.addWidget(words)
        box.addWidget(table, 1)
        box.addWidget(buttons)
