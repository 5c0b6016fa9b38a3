"""Staff and candidates: enrol, admit, decline, resume, move, mark."""

from __future__ import annotations

from exam_server.protocol.common import RefusalCode
from exam_server.protocol.states import LinkState
from exam_server.room import admission, enrolment
from exam_server.room.facts import (
    LateExcused,
    MoveApproved,
    TriesCleared,
)
from exam_server.room.hall import Hall
from exam_server.room.link import Link
from exam_server.room.orders import (
    MAX_TEXT,
    Order,
    StaffError,
    get_seats,
)
from itembank.base.i18n import _
from itembank.model.record import (
    CandidateMark,
    CandidateMarked,
    Phase,
    PhaseSet,
)

# ---- desks and candidates


def enrol(hall: Hall, order: Order) -> str:
    link = next((k for k in hall.links if k.desk == order.value("desk") and k.state is LinkState.ENROLLING), None)
    if link is None:
        raise StaffError(_("这台考试机没有在等待登记。"))
    seat = order.value("seat") or link.seat
    if refusal := enrolment.find_enrol_refusal(hall, link, seat):
        raise StaffError(refusal)
    enrolment.enrol(hall, link, seat, order.account)
    return _("已登记到座位 {seat}。").format(seat=seat)


def enrol_all(hall: Hall, order: Order) -> str:
    done, left = 0, 0
    for link in [k for k in hall.links if k.state is LinkState.ENROLLING]:
        known = hall.state.desk_at(link.seat)
        if enrolment.find_enrol_refusal(hall, link, link.seat) or (known is not None and known.desk != link.desk):
            left += 1
            continue
        enrolment.enrol(hall, link, link.seat, order.account)
        done += 1
    if left:
        return _("已登记 {done} 台，{left} 台的座位号需要单独核对。").format(done=done, left=left)
    return _("已登记 {done} 台。").format(done=done)


def open_admission(hall: Hall, order: Order) -> str:
    hall.record(PhaseSet(phase=Phase.ADMITTING, by=order.account))
    hall.push_states()
    return _("已开始入场。")


def admit(hall: Hall, order: Order) -> str:
    """Admit those who wait; where a seat has used up its tries, let it try again."""
    seats = get_seats(order)
    waiting: list[Link] = []
    for seat in seats:
        link = hall.link_at(seat)
        if (link is None or link.state is not LinkState.WAITING) and hall.state.tries.get(seat):
            continue
        waiting.append(_get_waiting(hall, seat, resuming=False))
    for seat in set(seats) - {link.seat for link in waiting}:
        hall.record(TriesCleared(seat=seat, by=order.account))
    for link in waiting:
        admission.admit(hall, link, order.account)
    return _("座位 {seats} 已准许。").format(seats="、".join(seats))


def admit_all(hall: Hall, order: Order) -> str:
    count = 0
    for link in list(hall.links):
        if link.state is LinkState.WAITING and not admission.find_admit_refusal(hall, link, resuming=False):
            admission.admit(hall, link, order.account)
            count += 1
    return _("已准许 {count} 名考生入场。").format(count=count)


def decline(hall: Hall, order: Order) -> str:
    """Send those who wait back to the first screen."""
    links = [hall.link_at(seat) for seat in get_seats(order)]
    waiting = [k for k in links if k is not None and k.state in {LinkState.WAITING, LinkState.IDENTIFIED}]
    if len(waiting) != len(links):
        raise StaffError(_("所选座位中有的没有等待入场的考生。"))
    for link in waiting:
        link.let_go()
        detail = order.command.reason[:MAX_TEXT] or _("监考老师未准许入场，请举手询问。")
        hall.refuse(link, "confirm", RefusalCode.DECLINED, detail)
    return _("已拒绝入场。")


def approve_resume(hall: Hall, order: Order) -> str:
    """Let candidates go on at their own seats."""
    for link in [_get_waiting(hall, seat, resuming=True) for seat in get_seats(order)]:
        admission.admit(hall, link, order.account)
    return _("已同意续考。")


def move(hall: Hall, order: Order) -> str:
    number, seat = order.value("candidate"), order.value("to_seat")
    if hall.state.people.get(number) is None:
        raise StaffError(_("本考场没有准考证号 {number}。").format(number=number))
    if not any(place.label == seat for place in hall.sitting.seats):
        raise StaffError(_("本考场没有座位“{seat}”。").format(seat=seat))
    held = hall.state.find_attempt(number)
    if held is not None and held.hand_in is not None:
        raise StaffError(_("该考生已经交卷。"))
    there = hall.state.attempt_at(seat)
    if there is not None and there.candidate != number and not there.left and there.hand_in is None:
        raise StaffError(_("座位 {seat} 上还有考生在作答。").format(seat=seat))
    if held is not None and hall.keys.find_attempt(held.attempt, held.kept_key) is None:
        raise StaffError(_("服务器重启后按严格保密规定已没有该考生的作答钥匙，不能换机或续考。"))
    hall.record(MoveApproved(candidate=number, seat=seat, by=order.account))
    return _("已同意考生 {number} 换到座位 {seat}，请考生在新机器上输入准考证号。").format(number=number, seat=seat)


def mark(hall: Hall, order: Order) -> str:
    number = order.value("candidate")
    if hall.state.people.get(number) is None:
        raise StaffError(_("本考场没有准考证号 {number}。").format(number=number))
    try:
        mark = CandidateMark(order.value("mark"))
    except ValueError as error:
        raise StaffError(_("没有这种登记：{mark}").format(mark=order.value("mark"))) from error
    if mark is CandidateMark.ABSENT and hall.state.find_attempt(number) is not None:
        raise StaffError(_("该考生已经入场作答，不能登记为缺考。"))
    note = order.value("note") or order.command.reason[:MAX_TEXT]
    hall.record(CandidateMarked(candidate=number, mark=mark, note=note, by=order.by))
    if mark is CandidateMark.PRESENT:
        hall.record(LateExcused(candidate=number, by=order.account))
        hall.push_states([number])
    return _("已登记。")


def _get_waiting(hall: Hall, seat: str, *, resuming: bool) -> Link:
    link = hall.link_at(seat)
    refusal = admission.find_admit_refusal(hall, link, resuming=resuming)
    if refusal or link is None:
        raise StaffError(_("座位 {seat}：{refusal}").format(seat=seat, refusal=refusal))
    return link
