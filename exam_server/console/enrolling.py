"""Machines that ask to be enrolled: both screens show the same code; seats can be given here."""

from __future__ import annotations

from PySide6.QtCore import Qt
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

from exam_server.console.dialogs import add_primary
from exam_server.protocol.console import PendingDesk
from itembank.base.i18n import _

SEAT, CODE, ADDRESS, MACHINE = range(4)


class EnrolDialog(QDialog):
    """Lists waiting machines; `chosen()` gives desk and seat of each row that has a seat."""

    def __init__(self, desks: tuple[PendingDesk, ...], parent: QWidget | None = None) -> None:
        """Fill the table; the seat can be typed over."""
        super().__init__(parent)
        self.setWindowTitle(_("登记考试机"))
        self.resize(860, 460)
        self._desks = desks
        words = QLabel(_("请核对每台机器屏幕上的核对码与下表一致，补上座位号，然后登记。没有座位号的机器不会登记。"))
        words.setWordWrap(True)
        self._table = QTableWidget(len(desks), 4)
        self._table.setHorizontalHeaderLabels([_("座位号"), _("核对码"), _("地址"), _("机器")])
        self._table.verticalHeader().hide()
        self._table.horizontalHeader().setSectionResizeMode(MACHINE, QHeaderView.ResizeMode.Stretch)
        self._table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for row, desk in enumerate(desks):
            machine = "，".join((desk.facts.system, desk.facts.screen, *desk.facts.office))
            for column, text in ((SEAT, desk.seat), (CODE, desk.compare), (ADDRESS, desk.address), (MACHINE, machine)):
                item = QTableWidgetItem(text)
                if column != SEAT:
                    item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
                self._table.setItem(row, column, item)
        buttons = QDialogButtonBox()
        add_primary(buttons, _("登记"))
        buttons.addButton(_("取消"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.addWidget(words)
        box.addWidget(self._table, 1)
        box.addWidget(buttons)

    def chosen(self) -> list[tuple[str, str]]:
        """Return (desk, seat) of all rows with a seat."""
        found = []
        for row, desk in enumerate(self._desks):
            item = self._table.item(row, SEAT)
            seat = item.text().strip() if item is not None else ""
            if seat:
                found.append((desk.desk, seat))
        return found
