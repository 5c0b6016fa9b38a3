"""What is said to the candidate in passing: messages of staff, warnings of time, what was restored, refusals."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from exam_client.attempt.views import MomentView, Restored, StaffMessage, TimeWarning
from exam_client.face import DeskFace
from exam_client.guard.incidents import NEEDS_STAFF
from exam_client.net.views import Refusal
from exam_client.ui.parts.note import Tone
from exam_client.ui.parts.notices import SHORT_MS, Notices
from exam_client.ui.wording import spoken_time
from exam_server.protocol.timing import CandidatePhase
from itembank.base.i18n import _

LAST_MS = 10_000
LAST_NOTICE_MS = 12_000
WARNING_MS = 30_000
TIME_KEY = "time"
_NEEDS_STAFF = {code.value for code in NEEDS_STAFF}


class Announcements(QObject):
    """Puts each word of the desk where the candidate looks now: the window or the task strip."""

    def __init__(self, desk: DeskFace, where: Callable[[], Notices]) -> None:
        """`where` returns the notices that are in sight."""
        super().__init__(desk)
        self._where = where
        self._is_last = False
        desk.messageShown.connect(self.show_message)
        desk.timeWarned.connect(self.show_warning)
        desk.timeAdded.connect(self.show_added)
        desk.resumed.connect(self.show_restored)
        desk.incident.connect(self.show_incident)
        desk.momentChanged.connect(self._count_down)

    def show_message(self, message: StaffMessage) -> None:
        """Words of staff stay until they are closed."""
        self._where().show_notice(
            f"message:{message.command}", Tone.INFO, _("监考老师：{text}").format(text=message.text)
        )

    def show_warning(self, warning: TimeWarning) -> None:
        """Name the time and how much is not answered."""
        if warning.minutes == 0:
            self._is_last = True
            self._say_last(LAST_MS)
            return
        text = _("距离考试结束还有 {minutes} 分钟。").format(minutes=warning.minutes)
        if warning.unanswered:
            more = _("还有 {count} 题没有作答。").format(count=warning.unanswered)
        else:
            more = _("全部题目都已作答，请检查并保存操作题的文件。")
        self._where().show_notice(TIME_KEY, Tone.WARN, text, more, closes_ms=WARNING_MS)

    def _count_down(self, moment: MomentView) -> None:
        if self._is_last:
            self._is_last = 0 < moment.left_ms <= LAST_MS and moment.phase is CandidatePhase.ANSWERING
            if self._is_last:
                self._say_last(moment.left_ms)
            else:
                self._where().take_away(TIME_KEY)

    def _say_last(self, left_ms: int) -> None:
        text = _("考试时间还有 {seconds} 秒，随后自动交卷。").format(seconds=max(1, left_ms // 1000))
        more = _("正在输入的内容会自动保存；办公软件里的文件请马上保存。")
        self._where().show_notice(TIME_KEY, Tone.BAD, text, more, closes_ms=LAST_NOTICE_MS)

    def show_added(self, added_ms: int) -> None:
        """Say that time was given."""
        text = _("考试时间已延长 {time}。").format(time=spoken_time(added_ms))
        self._where().show_notice("added", Tone.GOOD, text, closes_ms=WARNING_MS)

    def show_restored(self, restored: Restored) -> None:
        """Say what a resumed desk took up."""
        found = _("已恢复 {count} 条作答").format(count=restored.answers)
        text = found if restored.answers else _("已回到中断前的地方")
        more = _("{count} 个文件也在原处，可以继续作答。").format(count=restored.files) if restored.files else ""
        self._where().show_notice("restored", Tone.GOOD, text, more, closes_ms=WARNING_MS)

    def show_incident(self, code: str, sentence: str) -> None:
        """Say what the desk noticed; what staff must see to stays. The code is the room's business, not shown here."""
        closes_ms = 0 if code in _NEEDS_STAFF else SHORT_MS
        self._where().show_notice(f"incident:{code}", Tone.WARN, sentence, closes_ms=closes_ms)

    def show_refusal(self, refusal: Refusal) -> None:
        """Say why something did not work, and what to do."""
        self._where().show_notice(
            f"refusal:{refusal.code}", Tone.WARN, refusal.sentence, f"{refusal.action}  {refusal.code}",
            closes_ms=WARNING_MS,
        )  # fmt: skip
