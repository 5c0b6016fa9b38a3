"""Which input method is on, and how it is switched: the taskbar that usually says it is covered.

Qt tells the language of the active input method and nothing more. Where the system lets itself be asked to switch,
a press does it; else it lists the system's own keys, which this program never takes away.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from exam_client.ui.look import Look
from exam_client.ui.parts.button import Button
from itembank.base.i18n import N_, _

SWITCHES = (
    N_("中文 / 英文：Shift"),
    N_("打开或关闭输入法：Ctrl+空格"),
    N_("换一种输入法：Ctrl+Shift，或 Windows 键+空格"),
    N_("中文标点 / 英文标点：Ctrl+."),
)


class InputMethodButton(Button):
    """Says 中 or 英; a press switches by `switch`, or lists the keys that do.

    A click leaves the focus in the field: it is that field's input method that is to be switched.
    """

    def __init__(self, look: Look, switch: Callable[[], None] | None = None) -> None:
        """Follow the input method."""
        super().__init__(look, "", icon="keyboard")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(self)
        menu.setAccessibleName(_("切换输入法的按键"))
        for text in SWITCHES:
            menu.addAction(_(text)).setEnabled(False)
        self._menu = menu
        self._switch = switch
        self.clicked.connect(self._pressed)
        QGuiApplication.inputMethod().localeChanged.connect(self._show)
        self._show()

    def _pressed(self) -> None:
        if self._switch is not None:
            self._switch()
            return
        hint = self._menu.sizeHint()
        self._menu.popup(self.mapToGlobal(self.rect().topLeft()) - QPoint(0, hint.height() + 4))

    def _show(self) -> None:
        language = QGuiApplication.inputMethod().locale().language()
        is_chinese = language is QLocale.Language.Chinese
        text = _("中") if is_chinese else _("英")
        self.say(text, _("输入法：{language}").format(language=_("中文") if is_chinese else _("英文")))
        lines = [_(line) for line in SWITCHES]
        if self._switch is not None:
            lines.insert(0, _("按一下切换中文和英文"))
        self.setToolTip("\n".join(lines))
