"""Answers that people accepted: what holds, why, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLabel, QPushButton, QVBoxLayout, QWidget

from grading.desk.tables import fill_table, made_table
from grading.desk.visible import visible
from grading.results.corrections import CorrectionEntry
from grading.runs.corrections import AcceptText
from itembank.base.i18n import _

LEAST_PX = 118


class AcceptedList(QWidget):
    """Is not there while nothing was accepted. `withdrawn(CorrectionEntry)` is told when a person takes one back."""

    withdrawn = Signal(object)

    def __init__(self) -> None:
        """Start with nothing."""
        super().__init__()
        self._entries: list[CorrectionEntry] = []
        self.table = made_table(
            {
                _("题"): QHeaderView.ResizeMode.Stretch,
                _("接受的答案"): QHeaderView.ResizeMode.Stretch,
                _("给分"): QHeaderView.ResizeMode.ResizeToContents,
                _("理由"): QHeaderView.ResizeMode.Stretch,
                _("由谁"): QHeaderView.ResizeMode.ResizeToContents,
            },
            _("已接受的答案"),
        )
        self.table.setMinimumHeight(LEAST_PX)
        self.table.itemSelectionChanged.connect(self._selection_changed)
        self.withdraw = QPushButton(_("撤回所选"))
        self.withdraw.clicked.connect(self._withdraw)
        heading = QLabel(_("已接受的答案"))
        heading.setObjectName("panelTitle")
        row = QHBoxLayout()
        row.addWidget(heading, 1)
        row.addWidget(self.withdraw)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.table, 1)
        QWidget.setTabOrder(self.table, self.withdraw)
        self.hide()

    def show_entries(self, entries: Sequence[CorrectionEntry], title_of: Callable[[str], str]) -> None:
        """Show what holds, the newest first."""
        self._entries = list(entries)
        fill_table(self.table, [_row(entry, title_of) for entry in entries])
        self.setVisible(bool(entries))
        self._selection_changed()

    def _selection_changed(self) -> None:
        self.withdraw.setEnabled(bool(self.table.selectedItems()))

    def _withdraw(self) -> None:
        row = self.table.currentRow()
        if 0 <= row < len(self._entries):
            self.withdrawn.emit(self._entries[row])


def _row(entry: CorrectionEntry, title_of: Callable[[str], str]) -> tuple[str, ...]:
    correction = entry.correction
    if not isinstance(correction, AcceptText):
        return ("", "", "", entry.reason, entry.by)
    accepted = correction.accepted
    share = _("满分") if accepted.share == 1 else _("满分的 {share}").format(share=accepted.share)
    text = accepted.text or accepted.pattern or accepted.number or ""
    return (title_of(correction.item), visible(text), share, entry.reason, entry.by)
