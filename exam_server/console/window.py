"""The console's window: head, guided line, seat map, the chosen seat, what happened."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QMessageBox, QSplitter, QVBoxLayout, QWidget

from exam_server.console.acts import Acts
from exam_server.console.codes import CodesDialog
from exam_server.console.model import ConsoleModel, Fate, Given
from exam_server.console.news_panel import NewsPanel
from exam_server.console.papers import PaperDialog, papers_folder, save_paper
from exam_server.console.results import VerifyDialog
from exam_server.console.seat_map import SeatMap
from exam_server.console.seat_panel import SeatPanel
from exam_server.console.side_panel import LEAST_WIDTH, SidePanel
from exam_server.console.side_panel import WIDTH as SIDE_WIDTH
from exam_server.console.steps_bar import StepsBar
from exam_server.console.top_bar import TopBar
from exam_server.disk_words import why
from exam_server.net.console_link import ConsoleLinkState
from exam_server.protocol.common import RefusalCode
from exam_server.protocol.console import StaffCommandKind
from itembank.base.i18n import _

TICK_MS = 1000
LOW = 600
NARROW = 1000
LEAST_SIZE = QSize(640, 420)
ASKED_BY_ACTS = frozenset({RefusalCode.SECOND_PERSON_NEEDED, RefusalCode.TOO_EARLY})


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
        self.papers = papers_folder()
        self.top = TopBar(model)
        self.steps = StepsBar()
        self.map = SeatMap(model)
        self.seat = SeatPanel(model)
        self.news = NewsPanel(model)
        self.acts = Acts(model, self)
        self.side = SidePanel(self.seat, self.news)
        self.across = QSplitter(Qt.Orientation.Horizontal)
        self.across.addWidget(self.map)
        self.across.addWidget(self.side)
        self.across.setStretchFactor(0, 1)
        self.across.setSizes([1000, SIDE_WIDTH])
        inside = QWidget()
        # Less than the parts want before they know that the screen is low; else they would never learn it.
        inside.setMinimumSize(LEAST_SIZE)
        box = QVBoxLayout(inside)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        for part in (self.top, self.steps):
            box.addWidget(part)
        box.addWidget(self.across, 1)
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
        self._model.incidents_changed.connect(self.side.show_counts)
        self._model.command_changed.connect(lambda _command: self.side.show_counts())
        self.map.selection_changed.connect(self._show_chosen)
        self.seat.wanted.connect(lambda kind: self.acts.carry_out(kind, tuple(self.map.selected)))
        self.top.wanted.connect(self.acts.carry_out)
        self.steps.wanted.connect(self.acts.carry_out)
        self.news.seat_wanted.connect(lambda label: self.map.select([label]))
        self.news.acknowledged.connect(self._acknowledge)
        self.news.codes_wanted.connect(lambda: CodesDialog(self).open())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Spend less on the head where the screen is low."""
        super().resizeEvent(event)
        self.top.set_low(is_low=self.height() < LOW)
        self.steps.set_low(is_low=self.height() < LOW)
        if event.size().width() != event.oldSize().width():
            side = SIDE_WIDTH if self.width() >= NARROW else LEAST_WIDTH
            self.across.setSizes([self.width() - side, side])

    def _show_chosen(self) -> None:
        self.seat.show_seats(self.map.selected)
        if self.map.selected:
            self.side.show_seat()

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

    def _acknowledge(self, numbers: list[int]) -> None:
        kind = StaffCommandKind.ACKNOWLEDGE_INCIDENT
        for number in numbers:
            self._model.command(kind, _("事件已处理"), values={"number": str(number)})

    def _show_link(self, state: ConsoleLinkState, detail: str) -> None:
        self.top.show_link(state, detail)
        if state in {ConsoleLinkState.WRONG_SERVER, ConsoleLinkState.REFUSED}:
            sentence = detail or _("服务器的证书与配对码不符，请核对地址和配对码。")
            self.login_refused.emit(sentence)

    def _show_result(self, command_id: str) -> None:
        """Open what a result brings: lines to check, a paper to print."""
        given = self._model.given[command_id]
        if given.fate is Fate.NOT_SENT and command_id not in self._shown:
            self._shown.add(command_id)
            self._say_refused(given.title, _("未送达：与服务器断开，没有执行。重新连接后请再操作一次。"))
        if given.result is None or command_id in self._shown:
            return
        self._shown.add(command_id)
        if not given.result.ok and given.result.refusal not in ASKED_BY_ACTS:
            self._say_refused(given.title, given.result.sentence)
        if given.result.lines:
            names = {view.candidate: view.name for view in self._model.seats.values()}
            checked = VerifyDialog(given.result, names, self)
            checked.seat_wanted.connect(lambda label: self.map.select([label] if label else []))
            checked.open()
        if given.result.document:
            self._keep_paper(given, given.result.document)

    def _keep_paper(self, given: Given, document: bytes) -> None:
        """Put a form where a teacher finds it, and say where."""
        room = self._model.room
        assert room is not None  # noqa: S101 - a form is of a room
        try:
            path = save_paper(document, given.title, room, datetime.now().astimezone(), self.papers)
        except OSError as error:
            self._say_refused(given.title, _("文件存不下：{error}。").format(error=why(error)))
            return
        given.place = str(path)
        self._model.command_changed.emit(given.command.command)
        PaperDialog(given.title, path, self).open()

    def _say_refused(self, title: str, sentence: str) -> None:
        """Say in front why nothing happened; the list alone is easily overlooked."""
        box = QMessageBox(QMessageBox.Icon.Warning, title, sentence, parent=self)
        box.addButton(_("知道了"), QMessageBox.ButtonRole.AcceptRole)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()
