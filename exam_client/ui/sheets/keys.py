"""The list of keys, on F1."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from exam_client.ui.look import Look
from exam_client.ui.parts.sheet import Sheet
from exam_client.ui.parts.words import words
from itembank.base.i18n import N_, _

KEYS = (
    ("Alt+Shift+N / P", N_("下一题 / 上一题")),
    ("F9", N_("标记本题，或取消标记")),
    (N_("A B C… 或 1 2 3…"), N_("选择题：选中选项（光标不在输入框时）")),
    (N_("空格或回车"), N_("选中当前选项，或按下当前按钮")),
    ("Tab / Shift+Tab", N_("下一个 / 上一个控件")),
    ("PageUp / PageDown", N_("翻看本题")),
    (N_("Alt+↑ / Alt+↓"), N_("排序题：上移 / 下移当前条目")),
    ("Ctrl++ / Ctrl+- / Ctrl+0", N_("放大 / 缩小 / 还原题目文字")),
    ("F5 / Shift+F5", N_("编程题：运行 / 停止程序")),
    ("Ctrl+/", N_("编程题：注释或取消注释")),
    ("Ctrl+D", N_("编程题：程序等待输入时，告诉它输入到此结束")),
    ("Ctrl+F", N_("编程题：查找")),
    (N_("Esc，再按 Tab"), N_("编程题：离开代码框")),
    ("F1", N_("打开这一页")),
)


class KeysSheet(Sheet):
    """Two columns: key and meaning."""

    def __init__(self, look: Look, over: QWidget) -> None:
        """List all keys."""
        super().__init__(look, over, _("快捷键"), size=QSize(680, 560))
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(3)
        for row, (key, meaning) in enumerate(KEYS):
            grid.addWidget(self._cap(_(key)), row, 0)
            grid.addWidget(words(_(meaning), "", wrap=True), row, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(len(KEYS), 1)
        self.scrolling(content)
        self.close_button = self.add_close_button()

    def _cap(self, key: str) -> QFrame:
        cap = QFrame()
        cap.setProperty("role", "inset")
        inside = QGridLayout(cap)
        inside.setContentsMargins(10, 1, 10, 1)
        inside.addWidget(words(key, "strong"))
        return cap
