"""The end: uploading with what is left, the green receipt, or a red page when the network is away."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QVBoxLayout

from exam_client.attempt.views import HandInProgress, Person, Receipt, SaveMark, Stick
from exam_client.ui.look import Look
from exam_client.ui.parts.button import Button
from exam_client.ui.parts.flow import FlowLayout
from exam_client.ui.parts.note import Note, Tone
from exam_client.ui.parts.page import CardPage, clear
from exam_client.ui.parts.words import Picture, restyle, words
from itembank.base.i18n import N_, _
from itembank.model.events import HandInReason

REASONS = {
    HandInReason.CANDIDATE: N_("你已交卷。"),
    HandInReason.TIME_UP: N_("考试时间到，已自动交卷。"),
    HandInReason.FORCED: N_("监考老师已收卷。"),
}
GROUP = 4


class Band(QFrame):
    """A broad coloured band with an icon and a word."""

    def __init__(self, look: Look) -> None:
        """Begin without words."""
        super().__init__()
        self.setProperty("role", "band")
        self.setProperty("tone", "good")
        self._icon = Picture(look, "check", "on_strong", 44)
        self._words = words("", "display", centred=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 16)
        column.setSpacing(4)
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._words)

    def say(self, text: str, tone: str, icon: str) -> None:
        """Show a word."""
        self._words.setText(text)
        self._icon.show_icon(icon, "on_strong")
        restyle(self, "tone", tone)
        self.setAccessibleName(text)


def not_saved_text(names: tuple[str, ...]) -> str:
    """Say which files a program did not save in time; nothing if it saved all."""
    if not names:
        return ""
    return _("没能自动保存：{names}。交的是最后一次保存的内容，监考老师已收到提示。").format(names="、".join(names))


class SealedCopy(QFrame):
    """Where the sealed hand-in file lies while the room stays away, and a button for each stick that is plugged in.

    `copyWanted(str)`: put a copy into this folder.
    """

    copyWanted = Signal(str)

    def __init__(self, look: Look) -> None:
        """Begin without a file."""
        super().__init__()
        self.setProperty("role", "inset")
        self._look = look
        self._shown: tuple[object, ...] = ()
        self._head = words("", "strong", wrap=True)
        self._place = words("", "small", wrap=True)
        self._place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._hint = words("", "", wrap=True)
        self._sticks = FlowLayout(8)
        self._copies = Note(look, Tone.GOOD)
        self._fault = Note(look, Tone.BAD)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(6)
        for part in (self._head, self._place, self._hint):
            column.addWidget(part)
        column.addLayout(self._sticks)
        column.addWidget(self._copies)
        column.addWidget(self._fault)

    def show_progress(self, progress: HandInProgress) -> None:
        """Show the file, the sticks, what was copied and what went wrong."""
        self.setVisible(progress.offline and bool(progress.file or progress.file_fault))
        self._head.setText(_("作答已封存成交卷文件，只有考试中心能打开") if progress.file else "")
        self._head.setVisible(bool(progress.file))
        self._place.setText(progress.file)
        self._place.setVisible(bool(progress.file))
        self._hint.setVisible(bool(progress.file))
        self._hint.setText(
            _("监考老师可以把它存到 U 盘，再到监考机上“导入单机数据”：")
            if progress.sticks
            else _("需要带走时，请监考老师插入 U 盘，这里会出现保存按钮。")
        )
        self._show_sticks(progress.sticks)
        copies = _("已存到 {places}").format(places="、".join(progress.copies)) if progress.copies else ""
        self._copies.say(copies, tone=Tone.GOOD)
        self._fault.say(progress.file_fault, tone=Tone.BAD)

    def _show_sticks(self, sticks: tuple[Stick, ...]) -> None:
        if sticks == self._shown:
            return
        self._shown = sticks
        clear(self._sticks)
        for stick in sticks:
            text = _("存到 U 盘 {label}").format(label=stick.label)
            told = partial(self.copyWanted.emit, stick.folder)
            self._sticks.addWidget(Button(self._look, text, told, icon="upload"))


class HandingInScreen(CardPage):
    """What is still on its way; red while nothing can go out. `copyWanted(str)`: a copy of the file onto a stick."""

    copyWanted = Signal(str)

    def __init__(self, look: Look) -> None:
        """Begin before the first progress."""
        super().__init__(look, _("正在交卷"), icon="upload")
        self._most = 0
        self.band = Band(look)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.left = words("", "subtitle", wrap=True)
        self.note = Note(look, Tone.INFO)
        self.unsaved = Note(look, Tone.WARN)
        self.copy = SealedCopy(look)
        self.copy.copyWanted.connect(self.copyWanted)
        for part in (self.band, self.left, self.bar, self.note, self.copy, self.unsaved):
            self.body.addWidget(part)
        self.start_again()

    def start_again(self) -> None:
        """Forget an earlier hand-in."""
        self._most = 0
        self.unsaved.say("")
        self.copy.hide()
        self.band.hide()
        self.bar.setRange(0, 1)
        self.bar.setValue(0)
        self.left.setText(_("正在保存最后的答案和文件…"))
        self.note.say(_("请不要离开座位，也不要关机。"), tone=Tone.INFO)

    def show_progress(self, progress: HandInProgress, mark: SaveMark) -> None:
        """Show what is left; `mark` says whether it is at least on this machine."""
        waiting = progress.events_left + progress.files_left
        self._most = max(self._most, waiting, 1)
        self.bar.setRange(0, self._most)
        self.bar.setValue(self._most - waiting)
        self.bar.setAccessibleName(_("还有 {count} 项").format(count=waiting))
        self.left.setText(
            _("还有 {events} 条作答、{files} 个文件没有上传。").format(
                events=progress.events_left, files=progress.files_left
            )
            if waiting
            else _("全部上传完毕，正在等待服务器确认…")
        )
        self.unsaved.say(not_saved_text(progress.not_saved))
        self.band.setVisible(progress.offline)
        self.copy.show_progress(progress)
        if progress.offline:
            self.say_title(_("交卷还没有完成"), "warning", "danger")
            self.band.say(_("未上传"), "bad", "offline")
            if mark is SaveMark.UNSAVED:
                text = _("网络中断，答案还没有全部存到本机。")
            else:
                text = _("网络中断。答案已经加密保存在本机，网络恢复后会自动上传。")
            self.note.say(text, _("请举手告知监考老师，不要离开，不要关机。"), Tone.BAD)
        else:
            self.say_title(_("正在交卷"), "upload", "accent")
            self.note.say(_("请不要离开座位，也不要关机。"), tone=Tone.INFO)


class ReceiptScreen(CardPage):
    """The green page."""

    def __init__(self, look: Look) -> None:
        """Begin without a receipt."""
        super().__init__(look, _("交卷成功"))
        self.band = Band(look)
        self.band.say(_("已交卷"), "good", "check")
        self.reason = words("", "", wrap=True, centred=True)
        self.who = words("", "strong", wrap=True, centred=True)
        self.code = words("", "code", centred=True)
        self.count = words("", "", wrap=True, centred=True)
        self.leave = words(_("请等待监考老师同意后离开"), "title", wrap=True, centred=True)
        self.body.addWidget(self.band)
        self.body.addWidget(self.who)
        self.body.addWidget(self.reason)
        self.body.addWidget(words(_("收卷回执码"), "muted", centred=True))
        self.body.addWidget(self.code)
        self.body.addWidget(self.count)
        self.body.addWidget(self.leave)
        self.unsaved = Note(look, Tone.WARN)
        self.body.addWidget(self.unsaved)
        self.title.hide()

    def show_receipt(self, receipt: Receipt, person: Person | None) -> None:
        """Show the code in groups that can be read aloud."""
        groups = [receipt.code[at : at + GROUP] for at in range(0, len(receipt.code), GROUP)]
        self.code.setText("  ".join(groups))
        self.code.setAccessibleName(_("收卷回执码 {code}").format(code=" ".join(receipt.code)))
        self.reason.setText(_(REASONS[receipt.reason]))
        self.count.setText("\n".join(_counts(receipt)))
        self.unsaved.say(not_saved_text(receipt.not_saved))
        self.who.setText(f"{person.name}  {person.number}" if person else "")
        self.who.setVisible(person is not None)


def _counts(receipt: Receipt) -> Iterator[str]:
    """Say what the room has in a pupil's measure: items and files."""
    if not receipt.total:
        yield _("服务器已收到全部作答。")
    elif receipt.answered == receipt.total:
        yield _("共 {total} 题，全部答完，服务器已全部收到。").format(total=receipt.total)
    else:
        text = _("共 {total} 题，答完 {answered} 题，服务器已全部收到。")
        yield text.format(total=receipt.total, answered=receipt.answered)
    if receipt.files_wanted:
        text = _("操作题要交 {wanted} 个文件，收到 {came} 个。")
        yield text.format(wanted=receipt.files_wanted, came=receipt.files_came)
