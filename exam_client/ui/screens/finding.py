"""Finding the room: servers that answered, the pairing code, and an address typed by hand. For staff, mostly."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QListWidget, QListWidgetItem

from exam_client.attempt.states import DeskState
from exam_client.net.views import FoundRoom, Refusal
from exam_client.ui.look import Look
from exam_client.ui.parts.button import Button
from exam_client.ui.parts.note import Note, Tone
from exam_client.ui.parts.page import CardPage
from exam_client.ui.parts.pressing import PressLine
from exam_client.ui.parts.words import words
from itembank.base.i18n import _

LIST_PX = 128


class FindingScreen(CardPage):
    """`roomWanted(address, pairing_code)`: connect to this room."""

    roomWanted = Signal(str, str)

    def __init__(self, look: Look) -> None:
        """Begin searching."""
        super().__init__(look, _("查找考场服务器"), icon="search")
        self._rooms: tuple[FoundRoom, ...] = ()
        self.state = words("", "muted", wrap=True)
        self.list = QListWidget()
        self.list.setFixedHeight(LIST_PX)
        self.list.setAccessibleName(_("找到的考场"))
        self.list.currentRowChanged.connect(self._picked)
        self.address = PressLine()
        self.address.setPlaceholderText("192.168.1.10")
        self.address.setInputMethodHints(Qt.InputMethodHint.ImhPreferLatin)
        self.address.setAccessibleName(_("服务器地址"))
        self.code = PressLine()
        self.code.setInputMethodHints(Qt.InputMethodHint.ImhPreferLatin)
        self.code.setPlaceholderText(_("由监考机显示"))
        self.code.setAccessibleName(_("配对码"))
        self.code.returnPressed.connect(self._connect)
        self.address.returnPressed.connect(self.code.setFocus)
        self.note = Note(look, Tone.BAD)
        self.connect_button = Button(look, _("连接"), self._connect, role="big-primary")
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow(words(_("服务器地址")), self.address)
        form.addRow(words(_("配对码")), self.code)
        self.body.addWidget(self.state)
        self.body.addWidget(self.list)
        self.body.addLayout(form)
        self.body.addWidget(self.note)
        self.foot.addStretch(1)
        self.foot.addWidget(self.connect_button)
        self.show_rooms(())

    def show_state(self, state: DeskState) -> None:
        """Say whether it searches or connects."""
        connecting = state is DeskState.CONNECTING
        self.say_title(_("正在连接考场服务器") if connecting else _("查找考场服务器"))
        self._show_sentence(connecting=connecting)
        self.connect_button.setText(_("重新连接") if connecting else _("连接"))

    def show_rooms(self, rooms: tuple[FoundRoom, ...]) -> None:
        """List the servers that answered; a single one is taken as meant."""
        if rooms == self._rooms and self.list.count() == len(rooms) > 0:
            self._show_sentence(connecting=False)
            return
        self._rooms = rooms
        self.list.clear()
        for room in rooms:
            kind = _("（模拟考试）") if room.rehearsal else ""
            self.list.addItem(QListWidgetItem(f"{room.room}{kind}    {room.address}"))
        self.list.setVisible(bool(rooms))
        self._show_sentence(connecting=False)
        if rooms:
            self.list.setCurrentRow(0)

    def show_refusal(self, refusal: Refusal | None) -> None:
        """Say why it did not work."""
        if refusal is None:
            self.note.say("")
        else:
            self.note.say(refusal.sentence, f"{refusal.action}  {refusal.code}")

    def entered(self) -> None:
        """The code is what is usually missing."""
        (self.code if self.address.text() else self.address).setFocus()

    def _show_sentence(self, *, connecting: bool) -> None:
        if connecting:
            text = _("请稍等。如果一直连不上，请核对地址和配对码。")
        elif self._rooms:
            text = _("请选择本考场，输入监考机上显示的配对码。")
        else:
            text = _("正在网络中查找，请稍等。也可以直接输入服务器地址和配对码。")
        self.state.setText(text)

    def _picked(self, row: int) -> None:
        if row >= 0:
            self.address.setText(self._rooms[row].address)

    def _connect(self) -> None:
        self.note.say("")
        self.roomWanted.emit(self.address.text().strip(), self.code.text().strip())
