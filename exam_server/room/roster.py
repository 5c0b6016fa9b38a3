"""Who belongs where: judging a typed candidate number at a seat."""

from __future__ import annotations

from typing import NamedTuple

from exam_server.protocol.common import RefusalCode
from exam_server.protocol.timing import CandidatePhase
from exam_server.room.hall import Hall
from exam_server.room.link import Link
from itembank.base.i18n import _
from itembank.model.record import CandidateMark, Phase
from itembank.model.sitting import Candidate

OPEN_PHASES = frozenset({Phase.ADMITTING, Phase.UNLOCKED, Phase.RUNNING})


class Verdict(NamedTuple):
    """A candidate, or why not; `counts` says whether this uses up one of the tries."""

    candidate: Candidate | None
    code: RefusalCode = RefusalCode.FAILED
    detail: str = ""
    counts: bool = False
    incident: str = ""


def judge(hall: Hall, link: Link, number: str) -> Verdict:
    """Say whether the candidate `number` may go on at this desk."""
    state, policy = hall.state, hall.sitting.policy
    if state.phase not in OPEN_PHASES:
        return Verdict(None, RefusalCode.NOT_ADMITTING, _("现在不能入场，请等候监考老师通知。"))
    if state.tries.get(link.seat, 0) >= policy.identity_tries:
        return Verdict(None, RefusalCode.TRIES_USED_UP, _("已达到允许的次数，请举手找监考老师。"))
    candidate = hall.state.people.get(number)
    if candidate is None:
        return Verdict(None, RefusalCode.UNKNOWN_CANDIDATE, _("本考场没有这个准考证号。"), counts=True)
    if state.seat_of(number) != link.seat:
        detail = _("该考生的座位是 {seat}。").format(seat=state.seat_of(number))
        return Verdict(None, RefusalCode.OTHER_SEAT, detail, counts=True, incident="other_seat")
    return _judge_attempt(hall, link, candidate)


def _judge_attempt(hall: Hall, link: Link, candidate: Candidate) -> Verdict:
    number = candidate.number
    held = hall.state.find_attempt(number)
    if held is not None and held.hand_in is not None:
        return Verdict(None, RefusalCode.HANDED_IN, _("该考生已经交卷。"))
    holding = hall.link_of(held.attempt) if held is not None else None
    if holding is not None and holding is not link and number not in hall.state.moves:
        return Verdict(
            None,
            RefusalCode.ALREADY_AT_OTHER_DESK,
            _("该考生正在另一台机器上作答。"),
            incident="second_login",
        )
    mark = hall.state.marks.get(number)
    if mark is not None and mark.mark in {CandidateMark.CHEATING, CandidateMark.DEFERRED}:
        return Verdict(None, RefusalCode.DECLINED, _("监考员已登记该考生不能继续考试。"))
    moment = hall.moment(number)
    if held is None and moment.phase is CandidatePhase.TOO_LATE:
        return Verdict(None, RefusalCode.TOO_LATE, _("已超过允许入场的时间。"), incident="too_late")
    if moment.phase is CandidatePhase.TIME_UP:
        return Verdict(None, RefusalCode.TOO_LATE, _("考试时间已到。"))
    return Verdict(candidate)
