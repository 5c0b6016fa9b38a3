"""What is wrong before a sitting is closed: lines for staff, exceptions first; what was checked, what is out."""

from __future__ import annotations

from exam_server.protocol.console import VerifyLine
from exam_server.protocol.desk import MayLeave
from exam_server.room.hall import Hall
from exam_server.room.state import Attempt, RoomState
from itembank.base.i18n import _
from itembank.model.record import CandidateMark, Phase
from itembank.model.sitting import Candidate


def verify_lines(state: RoomState) -> list[VerifyLine]:
    """Return one line a candidate, and those that need a look before all others."""
    lines = [line for candidate in state.sitting.candidates for line in _candidate_lines(state, candidate)]
    return sorted(lines, key=lambda line: (not line.exception, line.seat))


def is_checked(state: RoomState) -> bool:
    """Say whether somebody checked the record as it is now: nothing of a candidate came in afterwards."""
    return state.check is not None and state.check.work == state.work


def find_clear_refusal(state: RoomState) -> str:
    """Say why the sitting's data must not be destroyed yet, or return an empty text."""
    if state.phase is Phase.IMPORTED:
        return ""
    if not state.exports:
        return _("还没有导出答卷包，不能清场。")
    if state.exports[-1].entries < state.last_of_worth:
        return _("导出之后又有新的作答或登记，请再导出一次，然后再清场。")
    return ""


def let_all_go(hall: Hall) -> None:
    """Free the desks of a sitting that is cleared: nobody's name may stand there when the next candidates come in."""
    for held in hall.state.attempts.values():
        link = hall.link_of(held.attempt)
        if held.hand_in is not None and link is not None:
            hall.send(link, MayLeave(attempt=held.attempt))


def _candidate_lines(state: RoomState, candidate: Candidate) -> list[VerifyLine]:
    held = state.find_attempt(candidate.number)
    mark = state.marks.get(candidate.number)
    absent = mark is not None and mark.mark is CandidateMark.ABSENT
    if held is None:
        sentence = _("缺考。") if absent else _("没有入场，也没有登记缺考。")
        return [_line(candidate, candidate.seat, sentence, exception=not absent)]
    faults = _faults(held, absent=absent)
    if faults:
        return [_line(candidate, held.seat, sentence, exception=True) for sentence in faults]
    receipt = held.hand_in.receipt if held.hand_in is not None else ""
    sentence = _("已交卷，{count} 条记录，回执 {receipt}。").format(count=held.seq, receipt=receipt)
    return [_line(candidate, held.seat, sentence, exception=False)]


def _faults(held: Attempt, *, absent: bool) -> list[str]:
    faults = []
    if absent:
        faults.append(_("登记为缺考，但有作答数据。"))
    if held.hand_in is None:
        faults.append(_("没有交卷，以服务器上的 {count} 条记录为准。").format(count=held.seq))
    if held.seq == 0:
        faults.append(_("一条作答记录也没有。"))
    if len(held.desks) > 1:
        faults.append(_("先后在 {count} 台机器上作答。").format(count=len(held.desks)))
    if held.hand_in is not None and held.hand_in.count != held.seq:
        faults.append(_("交卷时有 {count} 条记录，现有 {now} 条。").format(count=held.hand_in.count, now=held.seq))
    return faults


def _line(candidate: Candidate, seat: str, sentence: str, *, exception: bool) -> VerifyLine:
    return VerifyLine(exception=exception, seat=seat, candidate=candidate.number, sentence=sentence)
