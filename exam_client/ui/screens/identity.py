"""是本人吗? Name, number and portrait as the roster has them; then waiting for the invigilator's word."""

from __future__ import annotations

from PySide6.QtCore import Signal

from exam_client.attempt.views import Person
from exam_client.ui.look import Look
from exam_client.ui.parts.button import Button
from exam_client.ui.parts.note import Note, Tone
from exam_client.ui.parts.page import WIDE_CARD_WIDTH, CardPage
from exam_client.ui.parts.person_card import PersonCard
from itembank.base.i18n import _


class IdentityScreen(CardPage):
    """`answered(bool)`: 是本人 or 不是本人. After that it waits for admission with the same card."""

    answered = Signal(bool)

    def __init__(self, look: Look) -> None:
        """Begin with nobody."""
        super().__init__(look, _("请核对身份信息"), icon="person", width_px=WIDE_CARD_WIDTH)
        self._is_resuming = self._is_waiting = False
        self.person = PersonCard(look)
        self.note = Note(look, Tone.INFO)
        self.no = Button(look, _("不是本人"), lambda: self.answered.emit(False), role="big", icon="close")
        self.yes = Button(look, _("是本人，继续"), lambda: self.answered.emit(True), role="big-primary", icon="check")
        self.body.addWidget(self.person)
        self.body.addWidget(self.note)
        self.foot.addWidget(self.no)
        self.foot.addStretch(1)
        self.foot.addWidget(self.yes)

    def show_person(self, person: Person) -> None:
        """Ask about a person."""
        self.person.show_person(person)
        self._is_resuming = person.resuming
        self.show_waiting(is_waiting=self._is_waiting)

    def show_waiting(self, *, is_waiting: bool) -> None:
        """Change between the question and the wait for admission."""
        self._is_waiting = is_waiting
        self.no.setVisible(not is_waiting)
        self.yes.setVisible(not is_waiting)
        if is_waiting:
            self.say_title(_("请等待监考老师核验"), "clock")
            again = _("监考老师同意以后会自动回到试题，原来的答案都在，请坐好等待。")
            first = _("监考老师核验身份以后会自动进入考试，请坐好等待。")
            self.note.say(again if self._is_resuming else first, tone=Tone.INFO)
            return
        self.say_title(_("请核对身份信息"), "person")
        if self._is_resuming:
            self.note.say(_("你已经开始作答。继续以后会恢复原来的答案。"), tone=Tone.INFO)
        else:
            self.note.say(_("姓名或照片不对时，请按“不是本人”并举手告知监考老师。"), tone=Tone.INFO)

    def entered(self) -> None:
        """Enter says yes."""
        self.yes.setFocus()
