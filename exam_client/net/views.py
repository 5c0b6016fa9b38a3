"""Frozen values about room and connection that the desk's screens show."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from exam_server.protocol.common import RefusalCode
from itembank.base.i18n import N_


class Connection(Enum):
    """The connection to the room, as the strip at the top says it."""

    NONE = "none"
    CONNECTING = "connecting"
    ONLINE = "online"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class FoundRoom:
    """A room server that answered on the network; whoever knows its pairing code may connect."""

    address: str
    room: str
    version: str
    rehearsal: bool
    certificate_sha256: str


@dataclass(frozen=True, slots=True)
class RoomView:
    """What the room told an enrolled (or waiting) desk about itself and this sitting.

    `compare` is the short code that desk and console show for people to compare.
    """

    enrolled: bool
    compare: str
    room: str
    seat: str
    title: str = ""
    exam: str = ""
    sitting: str = ""
    rehearsal: bool = False
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperFetch:
    """How far the sealed papers have been fetched; nobody can read them yet."""

    done_bytes: int
    total_bytes: int
    ready: bool


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the room said no, one action for the candidate, and the short code the console can look up.

    `detail` is the room's own sentence for staff; `tries_left` -1 = does not apply.
    """

    code: str
    sentence: str
    action: str
    detail: str = ""
    tries_left: int = -1


@dataclass(frozen=True, slots=True)
class RefusalText:
    """The plain sentence and the one action for a refusal code."""

    sentence: str
    action: str


_CALL = N_("请举手告知监考老师。")

REFUSAL_TEXTS: dict[RefusalCode, RefusalText] = {
    RefusalCode.VERSION: RefusalText(N_("本机程序的版本与考场服务器不一致。"), _CALL),
    RefusalCode.NOT_ENROLLED: RefusalText(N_("本机还没有登记到这个考场。"), _CALL),
    RefusalCode.UNKNOWN_CANDIDATE: RefusalText(N_("本场考试没有这个准考证号。"), N_("请核对准考证后重新输入。")),
    RefusalCode.OTHER_SEAT: RefusalText(N_("这个准考证号不在这个座位。"), N_("请核对座位号，坐到自己的座位。")),
    RefusalCode.ALREADY_AT_OTHER_DESK: RefusalText(N_("这个准考证号已在另一台电脑登录。"), _CALL),
    RefusalCode.TRIES_USED_UP: RefusalText(N_("输入次数已经用完。"), _CALL),
    RefusalCode.NOT_ADMITTING: RefusalText(N_("现在还不能登录。"), N_("请等待监考老师的通知。")),
    RefusalCode.DECLINED: RefusalText(N_("监考老师没有同意登录。"), _CALL),
    RefusalCode.TOO_LATE: RefusalText(N_("已经超过规定的入场时间。"), _CALL),
    RefusalCode.HANDED_IN: RefusalText(N_("这个准考证号已经交卷。"), _CALL),
    RefusalCode.FENCED: RefusalText(N_("作答已转到另一台电脑，本机不能再作答。"), _CALL),
    RefusalCode.CHAIN_BROKEN: RefusalText(N_("本机的作答记录与服务器接不上。"), _CALL),
    RefusalCode.READ_ONLY: RefusalText(N_("考场服务器暂时不能保存，答案留在本机。"), _CALL),
    RefusalCode.TOO_LARGE: RefusalText(N_("内容太大，服务器没有接收。"), _CALL),
    RefusalCode.TOO_FAST: RefusalText(N_("操作太快，请稍等片刻。"), N_("请稍后再试。")),
    RefusalCode.BAD_MESSAGE: RefusalText(N_("服务器没有看懂本机的消息。"), _CALL),
    RefusalCode.NOT_ALLOWED: RefusalText(N_("现在不能进行这个操作。"), N_("请等待监考老师的通知。")),
    RefusalCode.BAD_LOGIN: RefusalText(N_("本机的登记凭据不对。"), _CALL),
    RefusalCode.MISSING_BLOBS: RefusalText(N_("还有文件没有传到服务器，正在重新上传。"), N_("请稍等，不要离开。")),
    RefusalCode.WRONG_PHASE: RefusalText(N_("现在还不能进行这个操作。"), N_("请等待监考老师的通知。")),
    RefusalCode.SHARE_REFUSED: RefusalText(N_("启封口令没有通过。"), _CALL),
    RefusalCode.SECOND_PERSON_NEEDED: RefusalText(N_("这个操作需要第二位老师确认。"), _CALL),
    RefusalCode.FAILED: RefusalText(N_("服务器没有完成这个操作。"), _CALL),
    RefusalCode.TOO_EARLY: RefusalText(N_("还没有到规定的时间。"), N_("请等待监考老师的通知。")),
}
