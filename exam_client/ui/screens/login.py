"""The candidate types the number: large digits, the number pad is enough, full-width digits are understood."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import Qt, Signal

from exam_client.net.views import PaperFetch, Refusal, RoomView
from exam_client.ui.look import Look
from exam_client.ui.parts.button import Button
from exam_client.ui.parts.composing import Composing
from exam_client.ui.parts.note import Note, Tone
from exam_client.ui.parts.page import CardPage
from exam_client.ui.parts.pressing import PressLine
from exam_client.ui.parts.words import words
from itembank.base.i18n import _

MOST_CHARACTERS = 20


class LoginScreen(CardPage):
    """`numberTyped(str)`: who sits here, says the candidate."""

    numberTyped = Signal(str)

    def __init__(self, look: Look) -> None:
        """Begin with an empty number."""
        super().__init__(look, _("考生登录"), icon="person")
        self.exam = words("", "subtitle", wrap=True)
        self.where = words("", "muted", wrap=True)
        self.number = PressLine()
        self.number.setProperty("role", "number")
        self.number.setMaxLength(MOST_CHARACTERS)
        self.number.setAccessibleName(_("准考证号"))
        self.number.setInputMethodHints(
            Qt.InputMethodHint.ImhPreferNumbers
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhPreferLatin
        )
        self.number.textEdited.connect(self._straighten)
        self.number.returnPressed.connect(self._send)
        Composing(self.number)
        self.note = Note(look, Tone.BAD)
        self.papers = words("", "small", wrap=True)
        self.go_on = Button(look, _("下一步"), self._send, role="big-primary", icon="right", icon_behind=True)
        self.body.addWidget(self.exam)
        self.body.addWidget(self.where)
        self.body.addSpacing(6)
        self.body.addWidget(words(_("请输入准考证号，按回车键：")))
        self.body.addWidget(self.number)
        self.body.addWidget(self.note)
        self.foot.addWidget(self.papers, 1)
        self.foot.addWidget(self.go_on)
        self.show_busy(is_busy=False)

    def show_room(self, room: RoomView | None) -> None:
        """Name exam, room and seat."""
        self.exam.setText(room.title if room else "")
        parts = []
        if room and room.room:
            parts.append(room.room)
        if room and room.seat:
            parts.append(_("座位 {seat}").format(seat=room.seat))
        if room and room.rehearsal:
            parts.append(_("模拟考试，成绩不计"))
        self.where.setText(" · ".join(parts))
        self.exam.setVisible(bool(self.exam.text()))

    def show_busy(self, *, is_busy: bool) -> None:
        """Say that the room looks the number up."""
        self.number.setEnabled(not is_busy)
        self.go_on.setEnabled(not is_busy and bool(self.number.text()))
        self.go_on.setText(_("正在核对…") if is_busy else _("下一步"))
        if is_busy:
            self.note.say("")

    def show_refusal(self, refusal: Refusal | None) -> None:
        """Say what is wrong, what to do, and how many tries are left."""
        if refusal is None:
            self.note.say("")
            return
        more = refusal.action
        if refusal.tries_left > 0:
            more += " " + _("还可以输入 {count} 次。").format(count=refusal.tries_left)
        elif refusal.tries_left == 0:
            more = _("输入次数已经用完，请举手告知监考老师。")
        self.note.say(refusal.sentence, f"{more}  {refusal.code}")
        self.number.selectAll()

    def show_papers(self, fetch: PaperFetch) -> None:
        """Say how far the sealed papers are on their way."""
        if fetch.ready:
            self.papers.setText(_("密封试卷已下载到本机。"))
        elif fetch.total_bytes:
            percent = fetch.done_bytes * 100 // fetch.total_bytes
            self.papers.setText(_("正在下载密封试卷：{percent}%").format(percent=percent))

    def clear(self) -> None:
        """Forget the last number."""
        self.number.clear()
        self.go_on.setEnabled(False)
        self.note.say("")

    def entered(self) -> None:
        """Type at once."""
        self.number.setFocus()
        self.number.selectAll()

    def _straighten(self, text: str) -> None:
        """Make full-width digits plain and letters capital; an input method may have been left on."""
        straight = unicodedata.normalize("NFKC", text).upper().replace(" ", "")
        if straight != text:
            place = self.number.cursorPosition() - (len(text) - len(straight))
            self.number.setText(straight)
            self.number.setCursorPosition(max(0, place))
        self.go_on.setEnabled(bool(straight))

    def _send(self) -> None:
        number = self.number.text().strip()
        if number:
            self.numberTyped.emit(number)
