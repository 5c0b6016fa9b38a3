"""The bar at the bottom of the paper: previous, flag, next; display, keys; hand in."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from exam_client.ui.look import Look
from exam_client.ui.paper.input_method import InputMethodButton
from exam_client.ui.parts.button import Button
from itembank.base.i18n import _


class Navigation(QFrame):
    """Emits what the candidate wants; shows nothing of its own but the flag."""

    paletteWanted = Signal()
    previousWanted = Signal()
    nextWanted = Signal()
    flagWanted = Signal(bool)
    displayWanted = Signal()
    keysWanted = Signal()
    handInWanted = Signal()

    def __init__(self, look: Look, switch: Callable[[], None] | None = None) -> None:
        """Build the bar; `switch` switches the input method, where this machine can be asked to."""
        super().__init__()
        self.setProperty("role", "foot")
        self.palette_button = Button(look, _("题号"), self.paletteWanted.emit, icon="grid", name=_("显示或隐藏题号"))
        self.previous = Button(look, _("上一题"), self.previousWanted.emit, icon="left", name=_("上一题 Alt+Shift+P"))
        self.flag = Button(look, _("标记 F9"), None, role="toggle", icon="flag", name=_("标记本题，以后再看 F9"))
        self.flag.setCheckable(True)
        self.flag.clicked.connect(self.flagWanted)
        self.next = Button(
            look,
            _("下一题"),
            self.nextWanted.emit,
            role="primary",
            icon="right",
            icon_behind=True,
            name=_("下一题 Alt+Shift+N"),
        )
        self.input_method = InputMethodButton(look, switch)
        self.display = Button(look, _("显示"), self.displayWanted.emit, icon="display", name=_("字号与配色"))
        self.keys = Button(look, _("按键"), self.keysWanted.emit, icon="question", name=_("快捷键一览 F1"))
        self.hand_in = Button(look, _("交卷"), self.handInWanted.emit, icon="hand-in")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        for button in (self.palette_button, self.previous, self.flag, self.next):
            row.addWidget(button)
        row.addStretch(1)
        for button in (self.input_method, self.display, self.keys):
            row.addWidget(button)
        row.addSpacing(12)
        row.addWidget(self.hand_in)
        for button in (self.previous, self.next, self.flag):
            button.setMinimumHeight(40)
        self.hand_in.setMinimumHeight(40)

    def show_flag(self, *, flagged: bool) -> None:
        """Show whether the current item is flagged."""
        self.flag.setChecked(flagged)
        self.flag.set_icon("flag-full" if flagged else "flag")
        name = _("取消本题的标记 F9") if flagged else _("标记本题，以后再看 F9")
        self.flag.say(_("已标记 F9") if flagged else _("标记 F9"), name)
        self.flag.setToolTip(name)

    def show_place(self, *, is_first: bool, is_last: bool) -> None:
        """Switch off what leads nowhere."""
        self.previous.setEnabled(not is_first)
        self.next.setEnabled(not is_last)

    def show_narrow(self, *, narrow: bool) -> None:
        """Where there is little room the tools keep their icons only."""
        self.palette_button.setVisible(narrow)
        for button, text in ((self.display, _("显示")), (self.keys, _("按键"))):
            button.setText("" if narrow else text)
