"""What happened: incidents that nobody has seen yet on top, and what became of commands."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from exam_server.console.model import ConsoleModel, Fate, Given
from exam_server.console.wording import hour_text
from exam_server.protocol.common import RefusalCode
from exam_server.protocol.console import IncidentView, StaffCommandKind
from itembank.base.i18n import N_, _

SEVERITY_SIGNS = {1: "·", 2: "!", 3: "‼"}
SEVERITY_WORDS = {1: N_("记录"), 2: N_("请查看"), 3: N_("请立即处理")}
FATE_WORDS = {
    Fate.SENT: N_("… {title}：正在执行"),
    Fate.NOT_SENT: N_("✕ {title}：未送达。与服务器断开，没有执行；重新连接后请再操作一次。"),
    Fate.IN_DOUBT: N_("？ {title}：未收到服务器的回答，重新连接后自动核实。"),
    Fate.LOST: N_("？ {title}：未送达或不知是否执行，请看座位图核实后再操作。"),
}
SHOWN_COMMANDS = 30
LEAST_HEIGHT = 78


class NewsPanel(QFrame):
    """Signals: `acknowledged(numbers)` of equal incidents, `seat_wanted(label)` to show the seat, `codes_wanted`."""

    acknowledged = Signal(object)
    seat_wanted = Signal(str)
    codes_wanted = Signal()

    def __init__(self, model: ConsoleModel, parent: QWidget | None = None) -> None:
        """Make both lists."""
        super().__init__(parent)
        self.setObjectName("newsPanel")
        self._model = model
        self._incidents = QListWidget()
        self._incidents.setWordWrap(True)
        self._incidents.setAccessibleName(_("待处理的事件"))
        self._incidents.itemActivated.connect(self._show_seat)
        self._incidents.itemClicked.connect(self._show_seat)
        self._seen = QPushButton(_("已处理"))
        self._seen.clicked.connect(self._acknowledge)
        self._heading = QLabel()
        self._heading.setObjectName("panelTitle")
        head = QHBoxLayout()
        head.addWidget(self._heading)
        head.addStretch(1)
        head.addWidget(self._seen)
        self._commands = QListWidget()
        self._commands.setWordWrap(True)
        self._commands.setAccessibleName(_("操作结果"))
        title = QLabel(_("操作结果"))
        title.setObjectName("panelTitle")
        codes = QPushButton(_("查代码…"))
        codes.setToolTip(_("考试机上显示的代码是什么意思，怎么办"))
        codes.clicked.connect(self.codes_wanted)
        below = QHBoxLayout()
        below.addWidget(title)
        below.addStretch(1)
        below.addWidget(codes)
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 10, 14, 12)
        box.setSpacing(6)
        for part in (self._incidents, self._commands):
            part.setMinimumHeight(LEAST_HEIGHT)
            part.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            part.setResizeMode(QListWidget.ResizeMode.Adjust)
        box.addLayout(head)
        box.addWidget(self._incidents, 3)
        box.addLayout(below)
        box.addWidget(self._commands, 2)
        model.incidents_changed.connect(self.refresh_incidents)
        model.command_changed.connect(self.refresh_commands)
        self.refresh_incidents()

    def waiting(self) -> int:
        """Return how many incidents nobody has acknowledged, equal ones of one seat counted once."""
        return len(_alike(self._model.open_incidents()))

    def undelivered(self) -> int:
        """Return how many commands did not arrive, at the server or at a desk, or may not have."""
        given = self._model.given.values()
        return sum(g.fate.is_bad if g.result is None else bool(g.result.ok and g.undelivered()) for g in given)

    def refresh_incidents(self) -> None:
        """Show what nobody has acknowledged."""
        chosen = self._numbers()
        self._incidents.clear()
        waiting = _alike(self._model.open_incidents())
        for incidents in waiting:
            item = QListWidgetItem(_incident_line(incidents))
            item.setData(Qt.ItemDataRole.UserRole, tuple(incident.number for incident in incidents))
            item.setToolTip(_(SEVERITY_WORDS[incidents[0].severity]))
            self._incidents.addItem(item)
            if not chosen.isdisjoint(incident.number for incident in incidents):
                self._incidents.setCurrentItem(item)
        self._heading.setText(_("待处理事件 {count} 件").format(count=len(waiting)) if waiting else _("没有待处理事件"))
        self._seen.setEnabled(bool(waiting))

    def refresh_commands(self, _command: str = "") -> None:
        """Show what became of the newest commands."""
        self._commands.clear()
        told = [g for g in self._model.given.values() if not _is_silent(g)]
        for given in list(reversed(told))[:SHOWN_COMMANDS]:
            self._commands.addItem(QListWidgetItem(command_line(given)))

    def _numbers(self) -> frozenset[int]:
        item = self._incidents.currentItem()
        return frozenset(item.data(Qt.ItemDataRole.UserRole)) if self._incidents.currentRow() >= 0 else frozenset()

    def _acknowledge(self) -> None:
        if self._incidents.currentItem() is None and self._incidents.count():
            self._incidents.setCurrentRow(0)
        if numbers := self._numbers():
            self.acknowledged.emit(sorted(numbers))

    def _show_seat(self, item: QListWidgetItem) -> None:
        incident = self._model.incidents[item.data(Qt.ItemDataRole.UserRole)[0]]
        if incident.seat:
            self.seat_wanted.emit(incident.seat)


def _alike(incidents: Iterable[IncidentView]) -> list[list[IncidentView]]:
    """Put what says the same of the same seat together, in the order of each one's first."""
    groups: dict[tuple[int, str, str], list[IncidentView]] = {}
    for incident in incidents:
        groups.setdefault((incident.severity, incident.seat, incident.note), []).append(incident)
    return list(groups.values())


def _incident_line(incidents: list[IncidentView]) -> str:
    """Say when the newest was, where, what, and how often."""
    newest = incidents[0]
    where = _("{seat} 号").format(seat=newest.seat) if newest.seat else _("全场")
    line = f"{SEVERITY_SIGNS[newest.severity]} {hour_text(newest.wall)} {where} {newest.note}"
    return line if len(incidents) == 1 else _("{line}（{count} 次）").format(line=line, count=len(incidents))


def command_line(given: Given) -> str:
    """Return one command's fate in a line; what did not reach a desk says so."""
    if given.result is None:
        return _(FATE_WORDS[given.fate]).format(title=given.title)
    if given.result.refusal is RefusalCode.SECOND_PERSON_NEEDED:
        return _("✕ {title}：还没有第二人确认，没有执行。").format(title=given.title)
    if not given.result.ok:
        return _("✕ {title}：{reason}").format(title=given.title, reason=given.result.sentence)
    missing = given.undelivered()
    if missing:
        return _("！ {title}：{seats} 号尚未送达").format(title=given.title, seats="、".join(missing))
    if given.place:
        return _("✓ {title} 已存到 {place}").format(title=given.title, place=given.place)
    return _("✓ {title} {sentence}").format(title=given.title, sentence=given.result.sentence)


def _is_silent(given: Given) -> bool:
    """A look at the sticks only begins a question, an incident that was seen to leaves its list.

    What was given again with a second person is told there.
    """
    if given.is_repeated:
        return True
    match given.command.kind:
        case StaffCommandKind.LOOK_AT_MEDIA:
            return given.result is not None or not given.fate.is_bad
        case StaffCommandKind.ACKNOWLEDGE_INCIDENT:
            return given.result.ok if given.result is not None else not given.fate.is_bad
        case _:
            return False
