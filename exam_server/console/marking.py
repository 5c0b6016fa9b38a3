"""The dialog that notes what a candidate's record must say: absent, fault, misconduct, cheating, deferred."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from exam_server.console.dialogs import FIELD_HEIGHT, FormDialog
from exam_server.console.wording import MARK_WORDS
from exam_server.protocol.console import SeatState, SeatView
from itembank.base.i18n import _
from itembank.model.record import CandidateMark

GRAVE = frozenset({CandidateMark.MISCONDUCT, CandidateMark.CHEATING})
NOT_HERE = frozenset({SeatState.EMPTY, SeatState.DESK_READY, SeatState.DESK_PENDING})


class MarkDialog(FormDialog):
    """Asks for the mark; grave ones also for the article, a witness and what happened."""

    def __init__(self, views: list[SeatView], parent: QWidget | None = None) -> None:
        """`views` are the seats of the candidates concerned."""
        names = "、".join(_("{seat} 号{name}").format(seat=view.seat, name=view.name) for view in views)
        super().__init__(_("登记情况"), _("登记 {names}的情况，写入考场记录。").format(names=names), parent)
        self._mark = QComboBox()
        self._mark.setMinimumHeight(FIELD_HEIGHT)
        is_marked = any(view.mark is not CandidateMark.PRESENT for view in views)
        for mark, word in MARK_WORDS.items():
            if mark is not CandidateMark.PRESENT:
                self._mark.addItem(_(word), mark)
        undo = _("撤销原登记，恢复正常") if is_marked else _("准许迟到考生入场")
        self._mark.addItem(undo, CandidateMark.PRESENT)
        if not all(view.state in NOT_HERE for view in views):
            self._mark.setCurrentIndex(self._mark.findData(CandidateMark.MACHINE_FAULT))
        self._article = QLineEdit()
        self._article.setPlaceholderText(_("如：违规处理办法第五条第（一）项"))
        self._witness = QLineEdit()
        self._witness.setPlaceholderText(_("在场的另一位工作人员"))
        self._note = QPlainTextEdit()
        self._note.setFixedHeight(72)
        self._note.setTabChangesFocus(True)
        for label, row in (
            (_("情况"), self._mark),
            (_("条款"), self._article),
            (_("见证人"), self._witness),
            (_("经过和证据"), self._note),
        ):
            row.setAccessibleName(label)
            self.form.addRow(label, row)
        self._mark.currentIndexChanged.connect(self._show_rows)
        self._show_rows()

    def values(self) -> dict[str, str]:
        """Return mark and note as the command needs them."""
        parts = []
        if self._is_grave():
            parts = [
                _("条款：{article}").format(article=self._article.text().strip()),
                _("见证人：{witness}").format(witness=self._witness.text().strip()),
            ]
        note = "；".join([*parts, self._note.toPlainText().strip()]).strip("；")
        return {"mark": self._chosen().value, "note": note}

    def reason(self) -> str:
        """Return a reason for the record: what was written, else the mark's own word."""
        return self.values()["note"] or self.word()

    def word(self) -> str:
        """Return the chosen mark in words."""
        return self._mark.currentText()

    def fault(self) -> str:
        """Grave marks must be founded."""
        if not self._is_grave():
            return ""
        if not self._article.text().strip() or not self._witness.text().strip():
            return _("请填写条款和见证人。")
        return "" if self._note.toPlainText().strip() else _("请写明经过和证据。")

    def _chosen(self) -> CandidateMark:
        return CandidateMark(self._mark.currentData())

    def _is_grave(self) -> bool:
        return self._chosen() in GRAVE

    def _show_rows(self) -> None:
        for row in (self._article, self._witness):
            self.form.setRowVisible(row, self._is_grave())
        self._grow()
