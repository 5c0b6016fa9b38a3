"""Words of the console for states, steps and marks; every state has a sign beside its colour."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import NamedTuple

from exam_server.protocol.console import SeatState, Step
from itembank.base.i18n import N_, _
from itembank.model.record import CandidateMark, Phase


class Look(NamedTuple):
    """How a seat state is shown: a word, a sign, and the name of its colours in the style sheet."""

    word: str
    sign: str
    tone: str


LOOKS: dict[SeatState, Look] = {
    SeatState.EMPTY: Look(N_("未连接"), "○", "empty"),
    SeatState.SPARE: Look(N_("备用机"), "◇", "empty"),
    SeatState.DESK_PENDING: Look(N_("待登记"), "？", "wait"),
    SeatState.DESK_READY: Look(N_("机器就绪"), "◎", "ready"),
    SeatState.IDENTIFYING: Look(N_("核对身份"), "…", "ready"),
    SeatState.WAITING_ADMISSION: Look(N_("待入场"), "！", "wait"),
    SeatState.WAITING_RESUME: Look(N_("待续考"), "！", "wait"),
    SeatState.ADMITTED: Look(N_("已入场"), "●", "ready"),
    SeatState.ANSWERING: Look(N_("作答中"), "▶", "good"),
    SeatState.PAUSED: Look(N_("已暂停"), "‖", "wait"),
    SeatState.LOCKED: Look(N_("已锁屏"), "■", "wait"),
    SeatState.OFFLINE: Look(N_("断线"), "✕", "bad"),
    SeatState.NOT_HANDED_IN: Look(N_("未交卷"), "‼", "bad"),
    SeatState.HANDED_IN: Look(N_("已交卷"), "✓", "done"),
    SeatState.LEFT: Look(N_("已离场"), "✓", "done"),
    SeatState.ABSENT: Look(N_("缺考"), "－", "empty"),
}

STEP_WORDS: dict[Step, str] = {
    Step.CHECK: N_("检查"),
    Step.IMPORT: N_("导入"),
    Step.ADMIT: N_("入场"),
    Step.UNLOCK: N_("启封"),
    Step.START: N_("开考"),
    Step.RUN: N_("监考"),
    Step.COLLECT: N_("回收"),
    Step.VERIFY: N_("核对"),
    Step.EXPORT: N_("导出"),
    Step.CLEAR: N_("清场"),
}

MARK_WORDS: dict[CandidateMark, str] = {
    CandidateMark.PRESENT: N_("正常"),
    CandidateMark.ABSENT: N_("缺考"),
    CandidateMark.MISCONDUCT: N_("违纪"),
    CandidateMark.CHEATING: N_("作弊"),
    CandidateMark.MACHINE_FAULT: N_("设备故障"),
    CandidateMark.DEFERRED: N_("缓考"),
}

PHASE_WORDS: dict[Phase, str] = {
    Phase.IMPORTED: N_("已导入试卷包，等待开放入场"),
    Phase.ADMITTING: N_("考生入场"),
    Phase.UNLOCKED: N_("试卷已启封，等待开考"),
    Phase.RUNNING: N_("考试进行中"),
    Phase.ENDED: N_("考试已结束，等待回收"),
    Phase.COLLECTED: N_("已回收，等待核对和导出"),
    Phase.EXPORTED: N_("已导出，等待清场"),
    Phase.CLEARED: N_("没有场次"),
}

UNSAVED_WARNING_SECONDS = 30


def look_of(state: SeatState) -> Look:
    """Return how a state is shown, its word in the language of the process."""
    look = LOOKS[state]
    return Look(_(look.word), look.sign, look.tone)


def duration_text(milliseconds: int) -> str:
    """Return a time left as minutes and seconds, "12:05"."""
    seconds = max(0, -(-milliseconds // 1000))
    return f"{seconds // 60}:{seconds % 60:02}"


def hour_text(wall: str, zone: tzinfo | None = None) -> str:
    """Return hour and minute of a recorded moment (UTC) as the clock on the wall shows it, "09:30"."""
    try:
        moment = datetime.fromisoformat(wall)
    except ValueError:
        return wall[11:16]
    return f"{moment.astimezone(zone):%H:%M}"
