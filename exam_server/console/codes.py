"""What a code at a pupil's screen means and what to do: looked up by staff who stand beside the pupil."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from exam_server.console.dialogs import FIELD_HEIGHT
from exam_server.protocol.codes import ALL_TEXTS, FOR_STAFF
from itembank.base.i18n import _

CODE, SENTENCE, ADVICE = range(3)
CODE_WIDTH, SENTENCE_WIDTH = 60, 250


class CodesDialog(QDialog):
    """All codes of the desks; typing a code or a word leaves the rows that have it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Fill the table."""
        super().__init__(parent)
        self.setWindowTitle(_("查代码"))
        self.resize(860, 520)
        words = QLabel(_("考试机上的提示后面有一个代码，例如 E04。输入代码或提示中的几个字："))
        words.setWordWrap(True)
        self.field = QLineEdit()
        self.field.setMinimumHeight(FIELD_HEIGHT)
        self.field.setAccessibleName(_("代码或提示中的几个字"))
        self.field.textChanged.connect(self._filter)
        self.table = QTableWidget(len(ALL_TEXTS), 3)
        self.table.setHorizontalHeaderLabels([_("代码"), _("考生看到的提示"), _("怎么办")])
        self.table.verticalHeader().hide()
        self.table.setWordWrap(True)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(ADVICE, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(CODE, CODE_WIDTH)
        self.table.setColumnWidth(SENTENCE, SENTENCE_WIDTH)
        for row, (code, text) in enumerate(sorted(ALL_TEXTS.items())):
            for column, word in ((CODE, code), (SENTENCE, _(text.sentence)), (ADVICE, _(FOR_STAFF[code]))):
                item = QTableWidgetItem(word)
                item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(row, column, item)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        buttons = QDialogButtonBox()
        buttons.addButton(_("关闭"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 14)
        box.setSpacing(10)
        for part in (words, self.field):
            box.addWidget(part)
        box.addWidget(self.table, 1)
        box.addWidget(buttons)
        self.field.setFocus()

    def shown(self) -> list[str]:
        """Return the codes of the rows that are left."""
        rows = range(self.table.rowCount())
        return [self._text(row, CODE) for row in rows if not self.table.isRowHidden(row)]

    def _filter(self, typed: str) -> None:
        wanted = typed.strip().casefold()
        for row in range(self.table.rowCount()):
            texts = (self._text(row, column).casefold() for column in range(3))
            self.table.setRowHidden(row, not any(wanted in text for text in texts))

    def _text(self, row: int, column: int) -> str:
        item = self.table.item(row, column)
        return item.text() if item is not None else ""
