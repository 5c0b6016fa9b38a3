"""The keys of the marking desk on one small page."""

from __future__ import annotations

from html import escape

from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from itembank.base.i18n import N_, _

KEYS = (
    ("0-9 .", N_("给分（先按 1 再按 5 是 15 分；按错了再按一次）")),
    ("Enter", N_("保存，到下一份")),
    ("F4", N_("写评语；Enter 保存，Esc 回到作答")),
    ("F5", N_("看上一份：改自己给过的分")),
    ("F6", N_("先跳过，最后再评")),
    ("F2", N_("选题：用上下键，再按 Tab 回到作答")),
    ("↑ ↓ PgUp PgDn", N_("滚动作答")),
    ("Ctrl+Tab", N_("换一栏：页面、内容、文件夹")),
    ("Ctrl + -  Ctrl+0", N_("放大、缩小、恢复页面")),
    ("Tab", N_("到下一处")),
    ("Alt+1 2 3", N_("评阅、填空答案、成绩变化")),
)


class KeysDialog(QDialog):
    """Closed by Esc or Enter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Lay out the table."""
        super().__init__(parent)
        self.setWindowTitle(_("按键"))
        rows = "".join(
            f'<tr><td style="padding:5px 18px 5px 0"><b>{escape(key)}</b></td><td style="padding:5px 0">'
            f"{escape(_(what))}</td></tr>"
            for key, what in KEYS
        )
        self.table = QLabel(f"<table>{rows}</table>")
        shut = QPushButton(_("关闭"))
        shut.setDefault(True)
        shut.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 18)
        column.addWidget(self.table)
        column.addWidget(shut)
