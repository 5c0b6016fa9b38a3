"""One seat on the map: state by colour, sign and word; progress; what is not yet safe; raised hand."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from exam_server.console.wording import UNSAVED_WARNING_SECONDS, look_of
from exam_server.protocol.console import SeatState, SeatView
from itembank.base.i18n import _

TALLEST = 108
SIDE_MARGINS = 19
QUIET = {SeatState.EMPTY, SeatState.SPARE, SeatState.DESK_PENDING, SeatState.DESK_READY, SeatState.ABSENT}


class SeatTile(QFrame):
    """Signals: `chosen(label, extend)`; `extend` is true with Ctrl or Shift held."""

    chosen = Signal(str, bool)

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        """Make an empty tile."""
        super().__init__(parent)
        self.label = label
        self.setObjectName("seatTile")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMaximumHeight(TALLEST)
        self._seat = QLabel(label)
        self._seat.setObjectName("seatLabel")
        self._notice = QLabel()
        self._notice.setObjectName("seatNotice")
        self._name = QLabel()
        self._name.setObjectName("seatName")
        self._view: SeatView | None = None
        self._state = QLabel()
        self._state.setObjectName("seatState")
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setFixedHeight(4)
        head = QHBoxLayout()
        head.addWidget(self._seat)
        head.addStretch(1)
        head.addWidget(self._notice)
        box = QVBoxLayout(self)
        box.setContentsMargins(6, 5, 4, 6)
        box.setSpacing(2)
        box.addLayout(head)
        box.addWidget(self._name)
        box.addWidget(self._state)
        box.addWidget(self._progress)

    def sizeHint(self) -> QSize:
        """Return what a room of fifty needs on a small screen."""
        return QSize(118, 84)

    def minimumSizeHint(self) -> QSize:
        """Return the least that can still be read."""
        return QSize(68, 76)

    def show_seat(self, view: SeatView, left: str) -> None:
        """Show a seat as the room sees it; `left` is the time left as text, or empty."""
        look = look_of(view.state)
        self._view = view
        self._set("tone", look.tone)
        self._fit_texts()
        has_progress = view.state not in QUIET and view.total > 0
        self._progress.setVisible(has_progress)
        self._progress.setMaximum(max(1, view.total))
        self._progress.setValue(view.answered)
        self.setToolTip(self._description(view, left))
        self.setAccessibleName(self._description(view, left))

    def set_selected(self, *, selected: bool) -> None:
        """Draw the tile as chosen or not."""
        self._set("selected", "yes" if selected else "no")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the name into the new width."""
        super().resizeEvent(event)
        self._fit_texts()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the seat."""
        modifiers = event.modifiers()
        extend = bool(modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier))
        self.chosen.emit(self.label, extend)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the seat by Space or Enter."""
        if event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.chosen.emit(self.label, bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        else:
            super().keyPressEvent(event)

    def _fit_texts(self) -> None:
        """Fit name and state into the width; a narrow tile leaves out the state's word where a count says it."""
        view = self._view
        if view is None:
            return
        width = max(20, self.width() - SIDE_MARGINS)
        name = self._name.fontMetrics().elidedText(view.name or "—", Qt.TextElideMode.ElideRight, width)
        self._name.setText(name)
        look = look_of(view.state)
        counts = view.state is SeatState.ANSWERING and view.total > 0
        count = f"{view.answered}/{view.total}" if counts else ""
        full = f"{look.sign} {look.word} {count}".rstrip()
        fits = self._state.fontMetrics().horizontalAdvance(full) <= width
        self._state.setText(full if fits or not count else f"{look.sign} {count}")
        left = width - self._seat.sizeHint().width()
        notices = _notices(view)
        fitting = (text for text in notices if self._notice.fontMetrics().horizontalAdvance(text) <= left)
        self._notice.setText(next(fitting, notices[-1]))

    def _description(self, view: SeatView, left: str) -> str:
        look = look_of(view.state)
        lines = [_("座位 {seat}：{state}").format(seat=view.seat, state=look.word)]
        if view.name:
            lines.append(f"{view.name} {view.candidate}")
        if view.total:
            lines.append(_("已答 {answered} / {total}").format(answered=view.answered, total=view.total))
        if left:
            lines.append(_("剩余 {left}").format(left=left))
        lines += _notices(view)[:1] if view.hand_raised or view.unsaved_seconds >= UNSAVED_WARNING_SECONDS else []
        return "\n".join([*lines, *view.oddities])

    def _set(self, name: str, value: str) -> None:
        if self.property(name) != value:
            self.setProperty(name, value)
            for widget in (self, *self.findChildren(QLabel)):
                widget.style().unpolish(widget)
                widget.style().polish(widget)


def _notices(view: SeatView) -> list[str]:
    """What wants a look at this seat, from the fullest spelling to the shortest."""
    full, short = [], []
    if view.hand_raised:
        full.append(_("举手"))
        short.append(_("举手"))
    if view.unsaved_seconds >= UNSAVED_WARNING_SECONDS:
        full.append(_("未存 {seconds} 秒").format(seconds=view.unsaved_seconds))
        short.append(_("未存"))
    elif view.oddities:
        full.append("!")
        short.append("!")
    return [" ".join(full), " ".join(short), (short or [""])[0]]
