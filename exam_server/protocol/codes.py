"""The short codes that a desk shows: the candidate's sentence and action, and what staff can do about it.

The console lists them by code, so both screens speak of the same thing. E codes are refusals of the room,
A codes come from the desk itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from exam_server.protocol.common import RefusalCode
from itembank.base.i18n import N_


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

BAD_ADDRESS, NO_PAIRING_CODE, OTHER_SERVER, BAD_NUMBER, ANSWER_REFUSED = (f"A{number:02}" for number in range(1, 6))
DESK_TEXTS: dict[str, RefusalText] = {
    BAD_ADDRESS: RefusalText(N_("考场服务器的地址写法不对。"), N_("请核对地址后重新输入。")),
    NO_PAIRING_CODE: RefusalText(N_("请输入考场的配对码。"), N_("配对码显示在监考机上。")),
    OTHER_SERVER: RefusalText(N_("这个地址的服务器不是配对码所指的考场。"), N_("请核对配对码后重新输入。")),
    BAD_NUMBER: RefusalText(N_("准考证号应为 4 到 20 位数字或大写字母。"), N_("请核对准考证后重新输入。")),
    ANSWER_REFUSED: RefusalText(N_("这条答案没有保存。"), _CALL),
}
"""What the desk itself says; it may have a more exact sentence for an address or an answer."""

ALL_TEXTS: dict[str, RefusalText] = {**DESK_TEXTS, **{code.value: text for code, text in REFUSAL_TEXTS.items()}}
FOR_STAFF: dict[str, str] = {
    "A01": N_("核对考试机上填写的服务器地址，例如 192.168.1.10:8443。"),
    "A02": N_("把监考端左上方的配对码填到考试机上。"),
    "A03": N_("配对码或地址填错了，或者网络上有另一台服务器。核对后重新填写；仍然不行，请找系统管理员。"),
    "A04": N_("请考生按准考证重新输入，不要有空格和汉字。"),
    "A05": N_("答案太长，最后改动的部分没有存进去。请考生删减后再看保存状态，并记录事件。"),
    "E01": N_("这台机器装的不是本场的版本。换备用机，请系统管理员重装。"),
    "E02": N_("点“登记机器…”，核对两边的核对码后登记。"),
    "E03": N_("看准考证上的场次和考场；不属于本场的请送到他自己的考场，或报告考点主考。"),
    "E04": N_("按座位表带考生到自己的座位。机器坏了要换座位，请用“换机…”。"),
    "E05": N_("查清是谁在另一台电脑登录。要换到这台，请用“换机…”。"),
    "E06": N_("核对准考证后，在待处理事件里把这一条标为“已处理”，考生就可以再试。"),
    "E07": N_("还没有点“开放入场…”，或者入场已经结束。"),
    "E08": N_("这是您或同事点了“不同意…”。考生可以重新登录。"),
    "E09": N_("超过了规定的迟到时间。按规定处理，并登记情况。"),
    "E10": N_("要让考生继续作答，请用“恢复误交卷…”，需要第二人确认。"),
    "E11": N_("考生已经换到另一台电脑，这台可以关机，不会丢答案。"),
    "E12": N_("不要关这台机器。用“换机…”让考生在备用机继续，考后用“导入单机数据…”补上这台的内容，并记录事件。"),
    "E13": N_("服务器的磁盘有问题。答案在考试机上是安全的，不要关机；请立即找系统管理员。"),
    "E14": N_("文件太大，请考生删减后再保存，并记录事件。"),
    "E15": N_("稍等片刻就好，不用处理。"),
    "E16": N_("换备用机，请系统管理员检查这台机器的版本。"),
    "E17": N_("这项操作现在不允许，看监考端当前在第几步。"),
    "E18": N_("这台机器的登记失效了。重新启动考试端，再登记一次。"),
    "E19": N_("文件正在补传，不用处理；几分钟后还是这样，请用“导入单机数据…”。"),
    "E20": N_("还没有到这一步，看监考端当前在第几步。"),
    "E21": N_("口令输错了，或不是这场考试的。请持有人对照口令纸重新输入。"),
    "E22": N_("请另一位工作人员输入账号和密码。"),
    "E23": N_("再操作一次；仍然不行，请找系统管理员查看服务器。"),
    "E24": N_("还没有到规定的时间。服务器时间不对时，由两人校对时间。"),
}
