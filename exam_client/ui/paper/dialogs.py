"""The dialogs that the paper asks for: hand-in, picture, history, versions, reset, display."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from exam_client.attempt.views import HandInSummary, HistoryEntry
from exam_client.face import DeskFace
from exam_client.ui.look import Look
from exam_client.ui.paper.screen import PaperScreen
from exam_client.ui.parts.sheet import Sheet
from exam_client.ui.sheets.ask import AskSheet, ListSheet, Row
from exam_client.ui.sheets.display import DisplaySheet
from exam_client.ui.sheets.hand_in import HandInSheet
from exam_client.ui.sheets.keys import KeysSheet
from exam_client.ui.sheets.picture import PictureSheet
from exam_client.ui.sheets.response_words import response_words
from exam_client.ui.wording import ago_text, size_text
from itembank.base.i18n import _
from itembank.model.richtext import Image


class PaperDialogs(QObject):
    """Opens dialogs over the window, one at a time, and takes their answers to the desk."""

    def __init__(self, look: Look, over: QWidget, desk: DeskFace, paper: PaperScreen) -> None:
        """Listen to the paper."""
        super().__init__(paper)
        self._look, self._over, self._desk, self._paper = look, over, desk, paper
        self._is_asked = False
        paper.pictureWanted.connect(self.show_picture)
        paper.historyWanted.connect(self.show_history)
        paper.resetWanted.connect(self.ask_reset)
        paper.versionsWanted.connect(self.show_versions)
        paper.displayWanted.connect(self.show_display)
        paper.keysWanted.connect(self.show_keys)
        paper.handInWanted.connect(self.ask_for_summary)
        desk.handInSummary.connect(self.show_summary)

    def ask_for_summary(self) -> None:
        """Save everything, then show what is open."""
        self._paper.commit()
        self._is_asked = True
        self._desk.requestHandIn()

    def show_summary(self, summary: HandInSummary) -> None:
        """Show what is open, if the candidate asked for it."""
        if not self._is_asked or self._is_busy():
            return
        self._is_asked = False
        sheet = HandInSheet(self._look, self._over, summary)
        sheet.itemWanted.connect(self._paper.go_to_number)
        sheet.confirmed.connect(self._hand_in)
        sheet.open_sheet(sheet.first_focus())

    def show_picture(self, image: Image) -> None:
        """Show a picture larger."""
        if not self._is_busy():
            sheet = PictureSheet(self._look, self._over, self._desk.media(image.media), image.alt)
            sheet.open_sheet(sheet.canvas)

    def show_display(self) -> None:
        """Show size and colours."""
        if not self._is_busy():
            sheet = DisplaySheet(self._look, self._over)
            sheet.open_sheet(sheet.close_button)

    def show_keys(self) -> None:
        """Show the list of keys."""
        if not self._is_busy():
            sheet = KeysSheet(self._look, self._over)
            sheet.open_sheet(sheet.close_button)

    def show_history(self, item: str) -> None:
        """Show the earlier answers of an item."""
        if self._is_busy():
            return
        self._paper.commit()
        self._desk.leaveField()
        entries = self._desk.history(item)
        rows = [self._history_row(item, entry, is_present=at == 0) for at, entry in enumerate(entries)]
        sheet = ListSheet(
            self._look, self._over, _("本题的作答记录"), rows, take=_("恢复这一条"), nothing=_("本题还没有作答记录。")
        )
        sheet.chosen.connect(lambda seq: self._desk.restoreAnswer(item, int(seq)))
        sheet.open_sheet(sheet.first_focus())

    def show_versions(self, item: str, path: str) -> None:
        """Show the versions of a file."""
        if self._is_busy():
            return
        rows = [
            Row(
                key=version.sha256,
                title=_("原始文件 · {size}").format(size=size_text(version.size_bytes))
                if version.is_starter
                else _("{time}保存 · {size}").format(
                    time=ago_text(self._desk.now_ms - version.at_ms), size=size_text(version.size_bytes)
                ),
            )
            for version in self._desk.fileVersions(item, path)
        ]
        sheet = ListSheet(
            self._look, self._over, _("{path} 的历史版本").format(path=path), rows,
            take=_("恢复这个版本"), nothing=_("这个文件还没有历史版本。"),
        )  # fmt: skip
        sheet.chosen.connect(lambda sha256: self._restore_version(item, path, sha256))
        sheet.open_sheet(sheet.first_focus())

    def ask_reset(self, item: str, path: str) -> None:
        """Ask before the starter file is put back."""
        if self._is_busy():
            return
        sentences = (
            _("文件 {path} 会变回考试开始时的样子。").format(path=path),
            _("现在的内容会留在“历史版本”里，需要时可以再恢复。请先在办公软件里关闭这个文件。"),
        )
        sheet = AskSheet(self._look, self._over, _("还原为原始文件"), sentences, yes=_("还原"))
        sheet.confirmed.connect(lambda: self._reset(item, path))
        sheet.open_sheet(sheet.no)

    def _reset(self, item: str, path: str) -> None:
        self._paper.expect_other_file(item)
        self._desk.resetFile(item, path)

    def _restore_version(self, item: str, path: str, sha256: str) -> None:
        self._paper.expect_other_file(item)
        self._desk.restoreVersion(item, path, sha256)

    def _history_row(self, item: str, entry: HistoryEntry, *, is_present: bool) -> Row:
        text = response_words(self._paper.entry(item), entry.response)
        short = " ".join(text.split())
        ago = ago_text(self._desk.now_ms - entry.at_ms)
        when = _("{ago}（现在的答案）").format(ago=ago) if is_present else ago
        title = _("{time}  {text}").format(time=when, text=short[:36])
        return Row(key=str(entry.seq), title=title, detail=text, is_present=is_present)

    def _hand_in(self) -> None:
        self._paper.commit()
        self._desk.confirmHandIn()

    def _is_busy(self) -> bool:
        return any(not sheet.isHidden() for sheet in self._over.findChildren(Sheet))
