"""A release share as a page of plain text for an envelope: whose it is, how it is used, seven groups of digits."""

from __future__ import annotations

from itembank.base.i18n import _
from itembank.model.sitting import Sitting
from itembank.sealing.packages import BACKUP_START
from itembank.sealing.shares import ReleaseShare
from itembank.sealing.start import StartLock

WIDTH = 60


def share_page(sitting: Sitting, lock: StartLock, share: ReleaseShare) -> str:
    """Return the page of one share."""
    groups = share.groups()
    kind = _("备用卷") if lock.name == BACKUP_START else _("主卷")
    lines = [
        _("启封口令（{kind}）").format(kind=kind),
        "=" * WIDTH,
        _("考试　{title}（{exam}）").format(title=sitting.title, exam=sitting.exam),
        _("场次　{sitting}　计划开考 {start}").format(
            sitting=sitting.sitting, start=sitting.planned_start.replace("T", " ")
        ),
        _("口令　第 {index} 份，共 {count} 份；任意 {threshold} 份合在一起才能启封").format(
            index=share.index, count=lock.count, threshold=lock.threshold
        ),
        "",
        *(f"    {number}.  {group}" for number, group in enumerate(groups, start=1)),
        "",
        "    " + " ".join(groups),
        "",
        _("持有人签名 ____________________    启用时间 ____________________"),
        "",
        _("开考前密封保存，不得拍照、复制、转告；由持有人本人在监考机上输入。"),
    ]
    return "\n".join(lines) + "\n"
