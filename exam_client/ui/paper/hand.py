"""The raised hand: one press calls staff, another takes it back."""

from __future__ import annotations

from PySide6.QtGui import QFontMetrics

from exam_client.face import DeskFace
from exam_client.ui.look import BASE_PX, Look, sans
from exam_client.ui.parts.button import Button
from itembank.base.i18n import N_, _

WORDS = (N_("举手"), N_("已举手"))
FRAME_PX = 58


class HandButton(Button):
    """Shows what the desk says. A "tool" has no room for words; the others are as wide as the longer word."""

    def __init__(self, look: Look, desk: DeskFace, *, role: str) -> None:
        """Listen to `desk`."""
        super().__init__(look, "", None, role=role, icon="hand")
        self._has_words = role != "tool"
        self.setCheckable(True)
        self.clicked.connect(desk.raiseHand)
        desk.handChanged.connect(self.show_hand)
        if self._has_words:
            self.setFixedWidth(max(QFontMetrics(sans(BASE_PX)).horizontalAdvance(_(text)) for text in WORDS) + FRAME_PX)
        self.show_hand(desk.hand_is_raised)

    def show_hand(self, raised: bool) -> None:  # noqa: FBT001 - Qt's own signal
        """Show whether the hand is up."""
        self.setChecked(raised)
        name = _("已举手，再按一次放下") if raised else _("举手，请监考老师过来")
        self.say(_(WORDS[raised]) if self._has_words else "", name)
        self.setToolTip(name)
