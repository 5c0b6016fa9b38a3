"""The seat map: tiles where the seats stand, front of the room on top; one or several can be chosen."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from exam_server.console.model import ConsoleModel
from exam_server.console.seat_tile import SeatTile
from exam_server.console.wording import duration_text
from exam_server.protocol.console import SeatState
from itembank.base.i18n import _

TIMED = {SeatState.ANSWERING, SeatState.PAUSED, SeatState.LOCKED, SeatState.OFFLINE, SeatState.ADMITTED}


class SeatMap(QScrollArea):
    """Signals: `selection_changed()`; `selected` holds the chosen labels."""

    selection_changed = Signal()

    def __init__(self, model: ConsoleModel, parent: QWidget | None = None) -> None:
        """Follow the model's seats."""
        super().__init__(parent)
        self._model = model
        self._tiles: dict[str, SeatTile] = {}
        self.selected: list[str] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(_("座位图"))
        inside = QWidget()
        inside.setObjectName("seatMap")
        self._front = QLabel(_("讲　台"))
        self._front.setObjectName("roomFront")
        box = QVBoxLayout(inside)
        box.setContentsMargins(10, 8, 10, 10)
        box.addWidget(self._front)
        self._grid = QGridLayout()
        self._grid.setSpacing(6)
        box.addLayout(self._grid)
        box.addStretch(1)
        self.setWidget(inside)
        model.seat_changed.connect(self.refresh_seat)
        model.room_changed.connect(self.refresh_all)
        model.sitting_changed.connect(self._forget)

    def refresh_seat(self, label: str) -> None:
        """Show a seat's newest state, with a new tile for a new seat."""
        view = self._model.seats[label]
        tile = self._tiles.get(label)
        if tile is None:
            tile = SeatTile(label)
            tile.chosen.connect(self._choose)
            self._tiles[label] = tile
            self._grid.addWidget(tile, view.row - 1, view.column - 1)
        left = duration_text(self._model.left_ms(view)) if view.state in TIMED else ""
        tile.show_seat(view, left)

    def refresh_all(self) -> None:
        """Show all seats again, for instance because the clock went on."""
        for label in self._model.seats:
            self.refresh_seat(label)

    def select(self, labels: list[str]) -> None:
        """Choose these seats."""
        self.selected = labels
        for label, tile in self._tiles.items():
            tile.set_selected(selected=label in labels)
        self.selection_changed.emit()

    def _forget(self) -> None:
        for tile in self._tiles.values():
            tile.deleteLater()
        self._tiles.clear()
        self.select([])

    def _choose(self, label: str, extend: bool) -> None:  # noqa: FBT001 - the signature of the signal
        if not extend:
            self.select([label])
        elif label in self.selected:
            self.select([other for other in self.selected if other != label])
        else:
            self.select([*self.selected, label])
