"""Whether the server's disk holds the sitting: three times the forecast must be free before it starts."""

from __future__ import annotations

from exam_server.room.hall import Hall
from itembank.base.i18n import _
from itembank.model.sitting import Sitting

FORECAST_TIMES = 3
FORECAST_ROOM_MB = 100
FORECAST_CANDIDATE_MB = 12


def wanted_mb(sitting: Sitting) -> int:
    """Return what must be free before the start: three times what a sitting of this size has been seen to need."""
    return FORECAST_TIMES * (FORECAST_ROOM_MB + FORECAST_CANDIDATE_MB * len(sitting.candidates))


def find_refusal(hall: Hall) -> str:
    """Say how much room is missing and what to do about it, or return an empty text."""
    wanted, free = wanted_mb(hall.sitting), hall.disk_free_mb
    if not 0 <= free < wanted:
        return ""
    return _(
        "服务器硬盘剩余 {free} MB，少于预计用量的三倍（{wanted} MB），还差 {missing} MB，不能开考。"
        "请在服务器上清空回收站、删除与考试无关的文件，或请系统管理员换用空间更大的硬盘，然后再开考。"
    ).format(free=free, wanted=wanted, missing=wanted - free)
