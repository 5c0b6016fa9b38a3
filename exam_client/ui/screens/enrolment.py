"""Waiting until staff enrol this machine: the code to compare, and the seat it stands at."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from exam_client.net.views import RoomView
from exam_client.ui.look import Look
from exam_client.ui.parts.button import Button
from exam_client.ui.parts.note import Note, Tone
from exam_client.ui.parts.page import CardPage
from exam_client.ui.parts.pressing import PressLine
from exam_client.ui.parts.words import words
from itembank.base.i18n import _


class EnrolmentScreen(CardPage):
    """`seatTyped(str)`: this machine stands at this seat."""

    seatTyped = Signal(str)

    def __init__(self, look: Look) -> None:
        """Wait for the room's word."""
        super().__init__(look, _("等待登记本机"), icon="desk")
        self.room = words("", "subtitle", wrap=True)
        self.code = words("", "code", centred=True)
        self.code.setAccessibleName(_("核对码"))
        self.seat = PressLine()
        self.seat.setMaxLength(12)
        self.seat.setInputMethodHints(Qt.InputMethodHint.ImhPreferLatin)
        self.seat.setAccessibleName(_("座位号"))
        self.seat.returnPressed.connect(self._send)
        self.note = Note(look, Tone.INFO)
        self.send = Button(look, _("登记座位"), self._send, role="primary")
        self.body.addWidget(self.room)
        self.body.addWidget(words(_("请与监考机上显示的核对码比较，两边应当相同："), "", wrap=True))
        self.body.addWidget(self.code)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(words(_("本机座位号")))
        row.addWidget(self.seat, 1)
        row.addWidget(self.send)
        self.body.addLayout(row)
        self.body.addWidget(self.note)
        self.body.addWidget(words(_("监考老师在监考机上同意登记以后，会自动进入登录页面。"), "muted", wrap=True))

    def show_room(self, room: RoomView) -> None:
        """Show what the room said."""
        self.room.setText(room.room)
        self.code.setText(room.compare)
        if room.seat:
            if not self.seat.text():
                self.seat.setText(room.seat)
            self.note.say(_("本机座位号：{seat}").format(seat=room.seat), tone=Tone.GOOD)
        else:
            self.note.say(_("本机还没有座位号，请输入贴在桌上的座位号。"), tone=Tone.INFO)

    def entered(self) -> None:
        """The seat can be typed at once."""
        self.seat.setFocus()

    def _send(self) -> None:
        label = self.seat.text().strip()
        if label:
            self.seatTyped.emit(label)
