"""The table of incidents: how grave each code is, and its sentence. Nothing is punished here; a person decides.

Severity 1 is a note, 2 wants a look, 3 wants somebody to act now.
"""

from __future__ import annotations

from typing import NamedTuple

from itembank.base.i18n import N_, _


class Kind(NamedTuple):
    """One row of the table."""

    severity: int
    sentence: str


UNKNOWN = Kind(2, N_("考试机报告了未列出的情况。"))

KINDS: dict[str, Kind] = {
    # ---- noted by the room server
    "desk_secret": Kind(3, N_("一台考试机冒用了已登记机器的编号，已拒绝。")),
    "tries_used_up": Kind(2, N_("该座位三次输错准考证号，请到场核对身份；按“已处理”后考生可以再次输入。")),
    "other_seat": Kind(1, N_("考生坐错了座位。")),
    "second_login": Kind(2, N_("同一准考证号在另一台机器上尝试登录，已拒绝。")),
    "too_late": Kind(2, N_("考生迟到，已超过允许入场的时间。")),
    "chain_broken": Kind(3, N_("考试机送来的作答与已存记录接不上，已拒收，请保留该机原状。")),
    "late_events": Kind(2, N_("时间到后仍收到作答，已保存并做标记。")),
    "after_hand_in": Kind(2, N_("交卷后仍收到作答，未收入。")),
    "not_handed_in": Kind(3, N_("时间已到超过一分钟，仍未收到交卷。")),
    "bad_signature": Kind(3, N_("交卷签名与作答记录不符，已拒收。")),
    "hand_in_after_export": Kind(3, N_("导出之后又收到交卷，请重新导出。")),
    "over_budget": Kind(3, N_("该考生的作答数据超出限额。")),
    "outage": Kind(2, N_("考场服务器曾中断，耽误的时间已全部补给考生。")),
    "outage_counted": Kind(2, N_("考场服务器曾中断，按规定耽误的时间不补。")),
    "clock_jump": Kind(1, N_("服务器的系统时间被调整；考试计时不受影响。")),
    "disk_low": Kind(3, N_("服务器硬盘剩余空间不足，请立即清理或更换。")),
    "login_locked": Kind(3, N_("工作人员账号多次输错密码，已暂时锁定。")),
    "share_refused": Kind(2, N_("有人输入的启封口令不对。")),
    "export_failed": Kind(3, N_("导出没有完成。")),
    "too_early": Kind(2, N_("有人在规定时间之前输入启封口令，已拒绝。")),
    "ended_early": Kind(2, N_("经两人确认提前结束考试。")),
    "clock_confirmed": Kind(2, N_("经两人确认服务器的系统时间不对，已按实际时间启封。")),
    "recovered": Kind(2, N_("导入了考试机上的作答。")),
    "recovery_refused": Kind(3, N_("有一份考试机上的作答没有导入，原文件已留存。")),
    # ---- told by desks
    "focus_lost": Kind(2, N_("考试界面失去焦点。")),
    "usb": Kind(3, N_("考试机插入了可移动设备。")),
    "process": Kind(2, N_("考试机上启动了名单外的程序。")),
    "network": Kind(2, N_("考试机的网络连接发生变化。")),
    "display": Kind(2, N_("考试机的显示器发生变化。")),
    "desk_clock_jump": Kind(1, N_("考试机的系统时间被调整；考试计时不受影响。")),
    "virtual_machine": Kind(1, N_("考试机可能是虚拟机。")),
    "restore_card": Kind(2, N_("考试机装有还原卡，重启会清除本机数据。")),
    "disk_full": Kind(3, N_("考试机硬盘空间不足。")),
    "journal_damaged": Kind(3, N_("考试机上的作答日志有损坏，已恢复到最后完好处。")),
    "journal_diverged": Kind(3, N_("考试机上留有与服务器不同的作答记录，已另存，请勿清理该机。")),
    "paper_damaged": Kind(3, N_("考试机收到的试卷数据不完整，正在重新获取。")),
    "folder_failed": Kind(3, N_("考试机无法保存操作题文件夹。")),
    "program_failed": Kind(2, N_("操作题所需的程序无法打开。")),
    "not_prepared": Kind(3, N_("考试机没有准备好考试数据，考生不能开始，请到场查看。")),
    "work_unsaved": Kind(2, N_("交卷时有文件没能自动保存，已收最后一次保存的内容。")),
    "crashed": Kind(2, N_("考试程序曾异常退出，已恢复作答。")),
    "unlock_code": Kind(2, N_("考试机使用了一次性解锁码。")),
    # ---- noted by staff
    "staff_note": Kind(1, N_("监考员记录。")),
    "machine_fault": Kind(2, N_("机器故障。")),
    "network_fault": Kind(2, N_("网络故障。")),
    "illness": Kind(2, N_("考生身体不适。")),
    "power": Kind(3, N_("停电或电源异常。")),
    "misconduct": Kind(2, N_("考生违纪。")),
    "cheating": Kind(3, N_("考生作弊。")),
}
# Somebody is at a seat where they do not belong: staff want to know who, and where to lead them.
AT_WRONG_SEAT = frozenset({"other_seat", "second_login"})


def kind_of(code: str) -> Kind:
    """Return the row of a code; an unlisted one wants a look."""
    return KINDS.get(code, UNKNOWN)


def severity(code: str) -> int:
    """Return 1, 2 or 3."""
    return kind_of(code).severity


def sentence(code: str) -> str:
    """Return the sentence of a code in the language of this process."""
    return _(kind_of(code).sentence)
