"""Tables that are looked at and walked through, never typed into."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

NUMBERS = "numbers"


def made_table(
    columns: Mapping[str, QHeaderView.ResizeMode], name: str, *, numbers: Collection[int] = ()
) -> QTableWidget:
    """Make an empty table: titles with how their columns take room; `numbers` are columns that stand to the right."""
    table = QTableWidget(0, len(columns))
    table.setHorizontalHeaderLabels(list(columns))
    table.setAccessibleName(name)
    table.setProperty(NUMBERS, list(numbers))
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setTabKeyNavigation(False)
    table.setWordWrap(False)
    table.verticalHeader().hide()
    for column, mode in enumerate(columns.values()):
        table.horizontalHeader().setSectionResizeMode(column, mode)
    return table


def fill_table(table: QTableWidget, rows: Sequence[Sequence[str]]) -> None:
    """Replace what stands in a table."""
    numbers = set(table.property(NUMBERS) or ())
    table.setRowCount(len(rows))
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            cell = QTableWidgetItem(text)
            if column in numbers:
                cell.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            table.setItem(number, column, cell)
