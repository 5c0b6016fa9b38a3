"""Codes of what a desk notices; the room's table says how grave each is and shows staff its sentence."""

from __future__ import annotations

from enum import Enum

from itembank.base.i18n import N_


class IncidentCode(Enum):
    """What this desk may report."""

    FOCUS_LOST = "focus_lost"
    DISPLAY = "display"
    NETWORK = "network"
    CLOCK_JUMP = "desk_clock_jump"
    RESTORE_CARD = "restore_card"
    DISK_FULL = "disk_full"
    JOURNAL_DAMAGED = "journal_damaged"
    JOURNAL_DIVERGED = "journal_diverged"
    CHAIN_BROKEN = "chain_broken"
    PAPER_DAMAGED = "paper_damaged"
    FOLDER_FAILED = "folder_failed"
    PROGRAM_FAILED = "program_failed"
    NOT_PREPARED = "not_prepared"
    WORK_UNSAVED = "work_unsaved"


NEEDS_STAFF = frozenset(
    {
        *(IncidentCode.DISK_FULL, IncidentCode.CHAIN_BROKEN, IncidentCode.FOLDER_FAILED),
        *(IncidentCode.PROGRAM_FAILED, IncidentCode.NOT_PREPARED),
    }
)
"""What goes wrong until somebody comes: the candidate's notice stays until it is closed."""

SENTENCES: dict[IncidentCode, str] = {
    IncidentCode.FOCUS_LOST: N_("考试窗口不在最前面，已记录。请点一下考试窗口，继续作答。"),
    IncidentCode.DISPLAY: N_("显示器发生变化，已记录。"),
    IncidentCode.NETWORK: N_("网络连接发生变化，已记录。"),
    IncidentCode.CLOCK_JUMP: N_("本机的系统时间被调整；考试计时不受影响。"),
    IncidentCode.RESTORE_CARD: N_("本机可能装有还原卡，重新启动会清除本机数据。"),
    IncidentCode.DISK_FULL: N_("本机磁盘无法保存，答案正在直接送往服务器，请举手告知监考老师。"),
    IncidentCode.JOURNAL_DAMAGED: N_("本机上的作答记录有损坏，已恢复到完好之处。"),
    IncidentCode.JOURNAL_DIVERGED: N_("本机上留有与服务器不同的作答记录，已另外保存。"),
    IncidentCode.CHAIN_BROKEN: N_("本机的作答记录与服务器接不上，请举手告知监考老师。"),
    IncidentCode.PAPER_DAMAGED: N_("收到的试卷数据不完整，正在重新获取。"),
    IncidentCode.FOLDER_FAILED: N_("操作题的文件夹无法保存，请举手告知监考老师。"),
    IncidentCode.PROGRAM_FAILED: N_("操作题所需的程序无法打开，请举手告知监考老师。"),
    IncidentCode.NOT_PREPARED: N_("本机还没有准备好考试数据，请举手告知监考老师。"),
    IncidentCode.WORK_UNSAVED: N_("有文件没能自动保存，已交最后一次保存的内容。"),
}
