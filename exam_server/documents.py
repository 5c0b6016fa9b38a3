"""The printed forms of the sitting as it stands: fills the values of `exam_server.forms` from the room's state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from exam_server.accounts import Accounts
from exam_server.forms.door_list import door_list_pdf
from exam_server.forms.roll_call import roll_call_pdf
from exam_server.forms.room_record import room_record_pdf
from exam_server.forms.seat_cards import seat_cards_pdf
from exam_server.forms.seating_chart import seating_chart_pdf
from exam_server.forms.sign_in import sign_in_pdf
from exam_server.forms.view import (
    Attendance,
    Digest,
    Event,
    FormHeading,
    Incident,
    NameDisplay,
    Place,
    RoomList,
    RoomRecord,
    SeatedCandidate,
    SeatingChart,
    StaffMember,
)
from exam_server.protocol.console import Role, StaffCommandKind
from exam_server.room import incidents
from exam_server.room.facts import MoveApproved
from exam_server.room.state import RoomState
from exam_server.session import Session
from exam_server.version import PROGRAM, VERSION
from itembank.base.clock import Clock
from itembank.base.i18n import _
from itembank.model.record import (
    AllowanceGiven,
    AttemptOpened,
    CandidateMark,
    CandidateMarked,
    CommandGiven,
    HandInStored,
    LedgerEntry,
    OpenReason,
    PaperReleased,
    PauseSet,
    Phase,
    PhaseSet,
    Reopened,
)
from itembank.model.sitting import MINUTES, Candidate

K = StaffCommandKind
LISTS = {
    K.SIGN_IN_SHEET: sign_in_pdf,
    K.ROLL_CALL: roll_call_pdf,
    K.SEAT_CARDS: seat_cards_pdf,
    K.DOOR_LIST: door_list_pdf,
}


def make_document(session: Session, kind: StaffCommandKind, accounts: Accounts, clock: Clock) -> bytes:
    """Return a printed form as PDF; reads the ledger, so call it outside the event loop."""
    if kind is K.ROOM_RECORD:
        return make_room_record(session, accounts, clock)
    if kind is K.SEATING_CHART:
        return make_seating_chart(session, clock)
    return LISTS[kind](_room_list(session, kind, clock))


def make_room_record(session: Session, accounts: Accounts, clock: Clock) -> bytes:
    """Return the room record as PDF; reads the ledger, so call it outside the event loop."""
    state = session.hall.state
    absentees = tuple(_seated(state, c) for c in state.sitting.candidates if state.find_attempt(c.number) is None)
    expected = len(state.sitting.candidates)
    record = RoomRecord(
        heading=_heading(session),
        attendance=Attendance(
            expected=expected,
            present=expected - len(absentees),
            absent=len(absentees),
            handed_in=sum(held.hand_in is not None for held in state.attempts.values()),
            spare_desks=_spares_in_use(state),
        ),
        staff=tuple(StaffMember(role=_role_text(a.role), name=a.name) for a in accounts.all()),
        absentees=absentees,
        events=tuple(room_events(session)),
        incidents=tuple(_incidents(session)),
        digests=_digests(session),
        signers=(_("监考员甲"), _("监考员乙"), _("系统管理员"), _("主考")),
        printed_at=local_time(clock.wall()),
        program=f"{PROGRAM} {VERSION}",
        edition=max(1, len(state.exports)),
    )
    return room_record_pdf(record)


def make_seating_chart(session: Session, clock: Clock) -> bytes:
    """Return the seating chart as PDF: who sits where now."""
    state = session.hall.state
    people = {state.seat_of(c.number): c for c in state.sitting.candidates}
    places = tuple(
        Place(
            row=seat.row,
            column=seat.column,
            seat=seat.label,
            candidate=_seated(state, people[seat.label]) if seat.label in people else None,
            is_spare=seat.spare,
        )
        for seat in state.sitting.seats
    )
    chart = SeatingChart(
        heading=_heading(session),
        rows=max((seat.row for seat in state.sitting.seats), default=1),
        columns=max((seat.column for seat in state.sitting.seats), default=1),
        places=places,
        printed_at=local_time(clock.wall()),
    )
    return seating_chart_pdf(chart)


def _room_list(session: Session, kind: StaffCommandKind, clock: Clock) -> RoomList:
    """The candidates in the order of their seats; what hangs at the door shows no full names, cards show photos."""
    state = session.hall.state
    people = sorted(state.sitting.candidates, key=lambda c: state.seat_of(c.number))
    with_photos = kind is K.SEAT_CARDS
    return RoomList(
        heading=_heading(session),
        candidates=tuple(_seated(state, c, session.package.photo(c.photo) if with_photos else b"") for c in people),
        printed_at=local_time(clock.wall()),
        names=NameDisplay.MASKED if kind is K.DOOR_LIST else NameDisplay.FULL,
    )


def local_time(moment: datetime) -> datetime:
    """Return an aware moment as the wall time of this machine, without a zone, as forms show it."""
    return moment.astimezone().replace(tzinfo=None)


def _heading(session: Session) -> FormHeading:
    sitting = session.sitting
    starts = datetime.fromisoformat(sitting.planned_start)
    return FormHeading(
        exam=sitting.title,
        subject=_("信息技术"),
        sitting=sitting.sitting,
        site=sitting.site,
        room=sitting.room,
        starts_at=starts.replace(tzinfo=None),
        ends_at=starts.replace(tzinfo=None) + timedelta(minutes=sitting.duration_minutes),
    )


def _seated(state: RoomState, candidate: Candidate, photo: bytes = b"") -> SeatedCandidate:
    return SeatedCandidate(
        seat=state.seat_of(candidate.number),
        candidate_number=candidate.number,
        name=candidate.name,
        school=candidate.school,
        photo=photo or None,
    )


def _spares_in_use(state: RoomState) -> int:
    spares = {seat.label for seat in state.sitting.seats if seat.spare}
    return sum(held.seat in spares for held in state.attempts.values())


def room_events(session: Session) -> list[Event]:
    """Phases in their order, first and last hand-in, and what staff did to somebody's time or work."""
    titles = {
        Phase.ADMITTING: _("开始入场"),
        Phase.UNLOCKED: _("试卷启封"),
        Phase.RUNNING: _("开考"),
        Phase.ENDED: _("考试结束"),
        Phase.COLLECTED: _("回收完成"),
        Phase.EXPORTED: _("答卷包导出"),
    }
    found, hand_ins = [], []
    movers: dict[str, str] = {}
    for row in session.reader.other_rows():
        at = local_time(datetime.fromisoformat(row.wall))
        if isinstance(row.body, PhaseSet) and row.body.phase in titles:
            found.append(Event(at, titles[row.body.phase]))
        elif isinstance(row.body, MoveApproved):
            movers[row.body.candidate] = row.body.by
        elif act := _act_of_staff(session.hall.state, row.body, movers):
            found.append(Event(at, act))
        elif isinstance(row.body, HandInStored):
            hand_ins.append(at)
    if hand_ins:
        found.append(Event(hand_ins[0], _("首名考生交卷")))
        found.append(Event(hand_ins[-1], _("最后一名考生交卷")))
    return sorted(found, key=lambda event: event.at)


def _act_of_staff(state: RoomState, body: object, movers: Mapping[str, str]) -> str:
    """Say what staff did, why and who answers for it; empty for what needs no line in the record.

    `movers` are who approved the last move of a candidate: the room itself carries it out.
    """
    match body:
        case PaperReleased():
            return _("输入启封口令：{by}").format(by="、".join(body.by))
        case AllowanceGiven():
            act = _("{whom}延长 {minutes} 分钟").format(
                whom=_whom(state, body.attempt), minutes=body.extra_ms // MINUTES
            )
            return _because(act, body.reason, body.by)
        case PauseSet(until_ms=-1):
            return _because(_("{whom}暂停计时").format(whom=_whom(state, body.attempt)), body.reason, body.by)
        case PauseSet():
            return _because(_("{whom}继续计时").format(whom=_whom(state, body.attempt)), "", body.by)
        case Reopened():
            return _because(_("{whom}恢复作答").format(whom=_whom(state, body.attempt)), body.reason, *body.by)
        case CommandGiven(kind="hand_in"):
            act = _("强制交卷：{seats} 号").format(seats="、".join(body.seats))
            return _because(act, body.reason, *body.by)
        case AttemptOpened(reason=OpenReason.MOVE):
            act = _("考生 {number} 换到 {seat} 号").format(number=body.candidate, seat=body.seat)
            return _because(act, "", movers.get(body.candidate, body.by))
        case _:
            return ""


def _whom(state: RoomState, attempt: str) -> str:
    return _("{seat} 号").format(seat=state.attempts[attempt].seat) if attempt in state.attempts else _("全场")


def _because(act: str, reason: str, *by: str) -> str:
    said = (reason.rstrip("。"), "、".join(by))
    return _("{act}（{why}）").format(act=act, why="；".join(part for part in said if part))


def _incidents(session: Session) -> list[Incident]:
    """What was noted and what needs a line in the record: incidents that want a look, and marks."""
    state = session.hall.state
    marks = {
        CandidateMark.MISCONDUCT: _("违纪"),
        CandidateMark.CHEATING: _("作弊"),
        CandidateMark.MACHINE_FAULT: _("设备故障"),
        CandidateMark.DEFERRED: _("缓考"),
    }
    found = [
        Incident(local_time(datetime.fromisoformat(i.wall)), i.seat, i.candidate, incidents.sentence(i.code), i.note)
        for i in state.incidents
        if incidents.severity(i.code) > 1 or i.code == "staff_note"
    ]
    for row in session.reader.other_rows():
        if isinstance(row, LedgerEntry) and isinstance(row.body, CandidateMarked) and row.body.mark in marks:
            body = row.body
            at = local_time(datetime.fromisoformat(row.wall))
            found.append(Incident(at, state.seat_of(body.candidate), body.candidate, marks[body.mark], body.note))
    return counted(sorted(found, key=lambda incident: incident.at))


def counted(found: list[Incident]) -> list[Incident]:
    """Say once what happened again to the same candidate at the same seat: when first, how often, when last."""
    alike: dict[tuple[str, str, str, str], list[Incident]] = {}
    for one in found:
        alike.setdefault((one.seat, one.candidate_number, one.kind, one.note), []).append(one)
    return [
        replace(first, note=f"{first.note} {_counting(len(more) + 1, more[-1].at)}".strip()) if more else first
        for first, *more in alike.values()
    ]


def _counting(times: int, last: datetime) -> str:
    return _("共 {count} 次，最后一次 {at}。").format(count=times, at=f"{last:%H:%M:%S}")


def _digests(session: Session) -> tuple[Digest, ...]:
    found = [Digest(_("试卷包"), session.package.sealed.manifest_digest)]
    if head := session.reader.find_head():
        found.append(Digest(_("考场日志"), head.hex()))
    return tuple(found)


def _role_text(role: Role) -> str:
    titles = {
        Role.INVIGILATOR: _("监考员"),
        Role.SITE_HEAD: _("主考"),
        Role.ADMINISTRATOR: _("系统管理员"),
    }
    return titles[role]
