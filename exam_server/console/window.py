"""The console's window: head, guided line, seat map, the chosen seat, what happened."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QMessageBox, QSplitter, QVBoxLayout, QWidget

from exam_server.console.acts import Acts
from exam_server.console.model import ConsoleModel, Given
from exam_server.console.news_panel import NewsPanel
from exam_server.console.results import VerifyDialog, open_document
from exam_server.console.seat_map import SeatMap
from exam_server.console.seat_panel import SeatPanel
from exam_server.console.steps_bar import StepsBar
from exam_server.console.top_bar import TopBar
from exam_server.net.console_link import ConsoleLinkState
from exam_server.protocol.common import RefusalCode
from exam_server.protocol.console import StaffCommandKind
from itembank.base.i18n import _

TICK_MS = 1000
SIDE_WIDTH = 318


class ConsoleWindow(QMainWindow):
    """Composes the parts and carries intentions to the model.

    Signals: `login_refused(sentence)` when the server is not ours or does not know this person.
    """

    login_refused = Signal(str)

    def __init__(self, model: ConsoleModel) -> None:
        """Follow `model`."""
        super().__init__()
        self.setObjectName("console")
        self.setWindowTitle(_("机考 · 监考端"))
        self._model = model
        self._shown: set[str] = set()
        self.top = TopBar(model)
        self.steps = StepsBar()
        self.map = SeatMap(model)
        self.seat = SeatPanel(model)
        self.news = NewsPanel(model)
        self.acts = Acts(model, self)
        side = QSplitter(Qt.Orientation.Vertical)
        side.addWidget(self.seat)
        side.addWidget(self.news)
        side.setStretchFactor(0, 3)
        side.setStretchFactor(1, 2)
        side.setChildrenCollapsible(False)
        across = QSplitter(Qt.Orientation.Horizontal)
        across.addWidget(self.map)
        across.addWidget(side)
        across.setStretchFactor(0, 1)
        across.setSizes([1000, SIDE_WIDTH])
        side.setMinimumWidth(SIDE_WIDTH)
        side.setSizes([330, 290])
        inside = QWidget()
        box = QVBoxLayout(inside)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        for part in (self.top, self.steps):
            box.addWidget(part)
        box.addWidget(across, 1)
        inside.setEnabled(False)  # nothing to press before the room is known
        self.setCentralWidget(inside)
        self._join()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._timer.start(TICK_MS)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close the link; the room goes on without this console."""
        self._model.close()
        super().closeEvent(event)

    def _join(self) -> None:
        self._model.room_changed.connect(self._show_room)
        self._model.seat_changed.connect(lambda _label: self._refresh_seats())
        self._model.command_changed.connect(self._show_result)
        self._model.link_changed.connect(self._show_link)
        self.map.selection_changed.connect(lambda: self.seat.show_seats(self.map.selected))
        self.seat.wanted.connect(lambda kind: self.acts.carry_out(kind, tuple(self.map.selected)))
        self.top.wanted.connect(self.acts.carry_out)
        self.steps.wanted.connect(self.acts.carry_out)
        self.news.seat_wanted.connect(lambda label: self.map.select([label]))
        self.news.acknowledged.connect(self._acknowledge)

    def _show_room(self) -> None:
        if self._model.room is not None:
            self.centralWidget().setEnabled(True)
            self.steps.show_room(self._model.room)
        self._refresh_seats()

    def _refresh_seats(self) -> None:
        self.top.refresh()
        self.seat.refresh()

    def _tick(self) -> None:
        """Let clocks go on between messages."""
        self.top.refresh()

    def _acknowledge(self, number: int) -> None:
        kind = StaffCommandKind.ACKNOWLEDGE_INCIDENT
        self._model.command(kind, _("事件已处理"), values={"number": str(number)})

    def _show_link(self, state: ConsoleLinkState, detail: str) -> None:
        self.top.show_link(state, detail)
        if state in {ConsoleLinkState.WRONG_SERVER, ConsoleLinkState.REFUSED}:
            sentence = detail or _("服务器的证书与配对码不符，请核对地址和配对码。")
            self.login_refused.emit(sentence)

    def _show_result(self, command_id: str) -> None:
        """Open what a result brings: lines to check, a paper to print."""
        given = self._model.given[command_id]
        if given.result is None or command_id in self._shown:
            return
        self._shown.add(command_id)
        if not given.result.ok and given.result.refusal is not RefusalCode.SECOND_PERSON_NEEDED:
            self._say_refused(given)
        if given.result.lines:
            VerifyDialog(given.result, self).open()
        if given.result.document:
            open_document(given.result, given.title, self)

    def _say_refused(self, given: Given) -> None:
        """Say in front why nothing happened; the list alone is easily overlooked."""
        assert given.result is not None  # noqa: S101 - the caller has looked
        box = QMessageBox(QMessageBox.Icon.Warning, given.title, given.result.sentence, parent=self)
        box.addButton(_("知道了"), QMessageBox.ButtonRole.AcceptRole)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()
