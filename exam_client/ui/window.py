"""The one window of the desk: header, strips and notices above, one main screen below, dialogs over it.

It only joins: what the desk says goes to the screens, what the screens want goes to the desk.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from exam_client.attempt.completeness import find_practical
from exam_client.attempt.kept_view import KeptView
from exam_client.attempt.states import HOLDS_ATTEMPT, DeskState
from exam_client.attempt.views import HandInProgress, LockView, Receipt
from exam_client.face import DeskFace
from exam_client.net.views import Refusal, RoomView
from exam_client.ui.announcements import Announcements
from exam_client.ui.look import NORMAL_ZOOM, Look
from exam_client.ui.offline import OfflineStrip
from exam_client.ui.paper.dialogs import PaperDialogs
from exam_client.ui.paper.header import Header
from exam_client.ui.paper.screen import PaperScreen
from exam_client.ui.parts.note import Tone
from exam_client.ui.parts.notices import Notices
from exam_client.ui.parts.page import CardPage
from exam_client.ui.parts.sheet import ABOVE, Sheet
from exam_client.ui.practical.manager import FileManager
from exam_client.ui.practical.strip import Dock, TaskStrip
from exam_client.ui.screens.screens import Screens
from exam_client.ui.sheets.keys import KeysSheet
from exam_client.ui.stage import BEFORE_START, Stage, stage_of
from exam_client.ui.theme import Theme
from itembank.base.i18n import _
from itembank.model.paper import Paper

MAY_CLOSE = frozenset(
    {
        DeskState.SEARCHING,
        DeskState.PAIRING,
        DeskState.CONNECTING,
        DeskState.ENROLLING,
        DeskState.READY,
        DeskState.UNUSABLE,
    }
)
"""States in which closing the window costs nobody anything."""


class DeskWindow(QWidget):
    """Everything a candidate sees. `closed`: the window may go and the program with it."""

    closed = Signal()

    def __init__(
        self, look: Look, desk: DeskFace, *,
        may_always_close: bool = False, switch: Callable[[], None] | None = None,
    ) -> None:  # fmt: skip
        """Listen to `desk`; `may_always_close` is for previews and rehearsals at a developer's machine.

        `switch` switches the input method, where this machine can be asked to.
        """
        super().__init__()
        self._look, self._desk, self._may_always_close, self._switch = look, desk, may_always_close, switch
        self._walked = Stage.RULES
        self._stage: Stage | None = None
        self.paper: PaperScreen | None = None
        self.strip: TaskStrip | None = None
        self.manager: FileManager | None = None
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(_("机考考试端"))
        self.header = Header(look, desk)
        self.offline = OfflineStrip(look, desk)
        self.notices = Notices(look)
        self.notices.setProperty(ABOVE, True)
        self.announcements = Announcements(desk, lambda: self.strip.notices if self.strip else self.notices)
        self.screens = Screens.make(look, switch)
        self._pages: dict[Stage, CardPage] = self.screens.by_stage()
        self.stack = QStackedWidget()
        for page in self._pages.values():
            self.stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.header, self.offline, self.notices):
            column.addWidget(part)
        column.addWidget(self.stack, 1)
        self._listen()
        self._listen_to_screens()
        self._bind_keys()
        if desk.paper is not None and desk.state in HOLDS_ATTEMPT:
            self._open_paper(desk.paper)
        self.show_state(desk.state)

    # ---- which screen

    def show_state(self, state: DeskState) -> None:
        """Bring the screen of a state to the front."""
        if state not in BEFORE_START and state not in HOLDS_ATTEMPT:
            self._walked = Stage.RULES
        self.screens.finding.show_state(state)
        self.screens.login.show_busy(is_busy=state is DeskState.IDENTIFYING)
        self.screens.identity.show_waiting(is_waiting=state is DeskState.WAITING_ADMISSION)
        self.screens.waiting_start.show_ready(is_ready=self._desk.paper is not None)
        self.screens.hold.show_state(state)
        if state is not DeskState.ANSWERING:
            self.leave_strip()
        if state is DeskState.HANDING_IN:
            self.notices.clear_passing()
        if state in {DeskState.HANDED_IN, DeskState.FENCED}:
            self.notices.clear()
        if state is DeskState.READY:
            self._forget_candidate()
        self._show_stage(stage_of(state, self._walked))

    def _show_stage(self, stage: Stage) -> None:
        if stage is self._stage and stage is not Stage.LOGIN:
            return
        self._close_sheets()
        self._stage = stage
        if stage is Stage.PAPER:
            if self.paper is not None:
                self.stack.setCurrentWidget(self.paper)
                self.paper.open()
            return
        page = self._pages[stage]
        self.stack.setCurrentWidget(page)
        page.entered()

    def stage(self) -> Stage | None:
        """Return which main screen is shown."""
        return self._stage

    def _walk_to(self, stage: Stage) -> None:
        self._walked = stage
        if stage is Stage.TRIAL:
            self.screens.trial.start_again()
        if self._desk.state in BEFORE_START:
            self._show_stage(stage)

    def _forget_candidate(self) -> None:
        if self._stage is not Stage.LOGIN:
            self.screens.login.clear()
        self.screens.rules.start_again()
        self.screens.trial.start_again()
        self.screens.handing_in.start_again()
        self.screens.identity.person.show_photo(b"")
        self.notices.clear()
        if self.paper is not None:
            self.stack.removeWidget(self.paper)
            self.paper.deleteLater()
            self.paper = None
            self._dress(KeptView())

    def _dress(self, view: KeptView) -> None:
        """Take size and colours as this candidate chose them; the next one begins with the usual ones."""
        self._look.choose_zoom(view.zoom)
        self._look.choose_theme(Theme(view.theme) if view.theme in {one.value for one in Theme} else Theme.DEFAULT)

    # ---- what the desk says

    def _listen(self) -> None:
        desk, screens = self._desk, self.screens
        desk.stateChanged.connect(self.show_state)
        desk.roomsFound.connect(screens.finding.show_rooms)
        desk.roomChanged.connect(self._room_changed)
        desk.paperFetched.connect(screens.login.show_papers)
        desk.refused.connect(self._refused)
        desk.identityShown.connect(screens.identity.show_person)
        desk.photoShown.connect(screens.identity.person.show_photo)
        desk.paperOpened.connect(self._open_paper)
        desk.lastWordsWanted.connect(self._say_last_words)
        desk.momentChanged.connect(screens.hold.show_moment)
        desk.lockChanged.connect(self._lock_changed)
        desk.pauseChanged.connect(screens.hold.show_pause)
        desk.handInProgress.connect(self._hand_in_progress)
        desk.receiptShown.connect(self._receipt_shown)

    def _room_changed(self, room: RoomView) -> None:
        self.screens.enrolment.show_room(room)
        self.screens.login.show_room(room)
        self.screens.rules.show_rules(room.rules)
        self.screens.finding.show_refusal(None)
        paper = self._desk.paper
        self.screens.waiting_start.show_exam(room.title, paper.duration_minutes if paper else 0)

    def _refused(self, refusal: Refusal) -> None:
        self.screens.hold.show_refusal(refusal)
        if self._stage is Stage.LOGIN or self._desk.state is DeskState.READY:
            self.screens.login.show_refusal(refusal)
        elif self._stage is Stage.FINDING:
            self.screens.finding.show_refusal(refusal)
        elif self._desk.state is not DeskState.UNUSABLE:
            self.announcements.show_refusal(refusal)

    def _say_last_words(self) -> None:
        if self.paper is not None:
            self.paper.commit()

    def _lock_changed(self, lock: LockView) -> None:
        self.screens.hold.show_lock(lock.reason)

    def _hand_in_progress(self, progress: HandInProgress) -> None:
        self.screens.handing_in.show_progress(progress, self._desk.save_mark)

    def _receipt_shown(self, receipt: Receipt) -> None:
        self.screens.receipt.show_receipt(receipt, self._desk.person)

    def _open_paper(self, paper: Paper) -> None:
        if self.paper is not None:
            self.stack.removeWidget(self.paper)
            self.paper.deleteLater()
        if self._desk.kept_view != KeptView():
            self._dress(self._desk.kept_view)
        self.paper = PaperScreen(self._look, self._desk, paper, self._switch)
        self.dialogs = PaperDialogs(self._look, self, self._desk, self.paper)
        self.paper.workWanted.connect(self.enter_strip)
        self.paper.managerWanted.connect(self.enter_manager)
        self.stack.addWidget(self.paper)
        self.screens.waiting_start.show_exam(paper.title, paper.duration_minutes)
        self.screens.waiting_start.show_ready(is_ready=True)
        if self._stage is Stage.PAPER:
            self.stack.setCurrentWidget(self.paper)
            self.paper.open()

    # ---- what the screens want

    def _listen_to_screens(self) -> None:
        desk, screens = self._desk, self.screens
        screens.finding.roomWanted.connect(desk.chooseRoom)
        screens.enrolment.seatTyped.connect(desk.setSeat)
        screens.login.numberTyped.connect(desk.typeNumber)
        screens.identity.answered.connect(self._identity_answered)
        screens.hold.freed.connect(desk.freeDesk)
        screens.rules.understood.connect(lambda: self._walk_to(Stage.TRIAL))
        screens.trial.finished.connect(lambda: self._walk_to(Stage.WAITING_START))
        screens.handing_in.copyWanted.connect(desk.copyHandInFile)
        screens.waiting_start.rulesWanted.connect(lambda: self._walk_to(Stage.RULES))
        screens.waiting_start.trialWanted.connect(lambda: self._walk_to(Stage.TRIAL))

    def _identity_answered(self, is_me: bool) -> None:  # noqa: FBT001 - Qt's own signal
        if is_me:
            self._desk.confirmIdentity()
        else:
            self._desk.rejectIdentity()

    # ---- the task strip

    def enter_strip(self, item: str) -> None:
        """Shrink to the strip of a practical task."""
        if self.paper is None:
            return
        entry = self.paper.entry(item)
        task = find_practical(entry.item)
        if task is None or self.strip is not None:
            return
        self.strip = TaskStrip(self._look, self._desk, entry, task)
        self.strip.backWanted.connect(self.leave_strip)
        self.strip.resetWanted.connect(self._reset_from_strip)
        self.strip.versionsWanted.connect(self._versions_from_strip)
        self.notices.hand_over(self.strip.notices)
        self.strip.managerWanted.connect(self._open_manager)
        self.strip.dock_at(Dock.RIGHT)
        self.strip.show()
        self.hide()

    def enter_manager(self, item: str) -> None:
        """Shrink to the strip of a practical task and open the file manager beside it."""
        self.enter_strip(item)
        self._open_manager()

    def _open_manager(self) -> None:
        if self.strip is None:
            return
        if self.manager is None:
            strip = self.strip
            title = _("第 {number} 题").format(number=strip.number)
            self.manager = FileManager(self._look, self._desk, strip.item, title)
            self.manager.openWanted.connect(lambda path: self._desk.openFile(strip.item, path))
        self.manager.come(self.strip.free_place())

    def leave_strip(self) -> None:
        """Come back to the paper."""
        strip, self.strip = self.strip, None
        manager, self.manager = self.manager, None
        if manager is not None:
            manager.hide()
            manager.deleteLater()
        if strip is None:
            return
        self._desk.snapshot(strip.item)
        self.setVisible(True)
        self.activateWindow()
        strip.hide()
        strip.notices.hand_over(self.notices)
        strip.deleteLater()

    def _reset_from_strip(self, item: str, path: str) -> None:
        self.leave_strip()
        self.dialogs.ask_reset(item, path)

    def _versions_from_strip(self, item: str, path: str) -> None:
        self.leave_strip()
        self.dialogs.show_versions(item, path)

    # ---- keys and window

    def show_keys(self) -> None:
        """Open the list of keys."""
        if not self.sheets():
            sheet = KeysSheet(self._look, self)
            sheet.open_sheet(sheet.close_button)

    def sheets(self) -> list[Sheet]:
        """Return the dialogs that are open."""
        return [sheet for sheet in self.findChildren(Sheet) if not sheet.isHidden()]

    def changeEvent(self, event: QEvent) -> None:
        """Tell the desk whether this window is in front."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange:
            self._desk.windowActive(self.isActiveWindow() or self.strip is not None)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stay while somebody works here."""
        if self._may_always_close or self._desk.state in MAY_CLOSE:
            event.accept()
            self.closed.emit()
            return
        event.ignore()
        text = _("考试期间不能关闭程序。需要帮助请举手。")
        self.notices.show_notice("closing", Tone.INFO, text, closes_ms=8_000)

    def _close_sheets(self) -> None:
        for sheet in self.sheets():
            sheet.close_sheet()

    def _bind_keys(self) -> None:
        keys = (
            ("F1", self.show_keys),
            ("F9", self._toggle_flag),
            ("Alt+Shift+N", lambda: self._step(1)),
            ("Alt+Shift+P", lambda: self._step(-1)),
            ("Ctrl++", self._look.zoom_in),
            ("Ctrl+=", self._look.zoom_in),
            ("Ctrl+-", self._look.zoom_out),
            ("Ctrl+0", lambda: self._look.choose_zoom(NORMAL_ZOOM)),
        )
        for key, told in keys:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(told)

    def _toggle_flag(self) -> None:
        if self._stage is Stage.TRIAL:
            self.screens.trial.toggle_flag()
        elif self._stage is Stage.PAPER and self.paper is not None and not self.sheets():
            self.paper.toggle_flag()

    def _step(self, by: int) -> None:
        if self._stage is Stage.PAPER and self.paper is not None and not self.sheets():
            self.paper.step(by)
