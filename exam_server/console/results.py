"""Results that want more than a line: the check before export."""

from __future__ import annotations

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


class VerifyDialog(QDialog):
    """The lines of a check, exceptions first."""

    def __init__(self, result: StaffResult, parent: QWidget | None = None) -> None:
        """Fill the table."""
        super().__init__(parent)
        self.setWindowTitle(_("核对结果"))
        self.resize(760, 480)
        words = QLabel(result.sentence)
        words.setWordWrap(True)
        table = QTableWidget(len(result.lines), 4)
        table.setHorizontalHeaderLabels(["", _("座位"), _("准考证号"), _("情况")])
        table.verticalHeader().hide()
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.horizontalHeader().setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        for row, line in enumerate(result.lines):
            sign = "！" if line.exception else "✓"
            for column, text in enumerate((sign, line.seat, line.candidate, line.sentence)):
                table.setItem(row, column, QTableWidgetItem(text))
        table.resizeColumnToContents(0)
        buttons = QDialogButtonBox()
        buttons.addButton(_("关闭"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        box = QVBoxLayout(self)
        box.addWidget(words)
        box.addWidget(table, 1)
        box.addWidget(buttons)
