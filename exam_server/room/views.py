"""What consoles see: the room and each seat as values, made from the state and the connections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple, Protocol

from exam_server.protocol.common import ServerFacts
from exam_server.protocol.console import IncidentView, PendingDesk, Role, RoomView, SeatState, SeatView
from exam_server.protocol.pairing import compare_code
from exam_server.protocol.states import LinkState
from exam_server.protocol.timing import Allowances, CandidatePhase, Schedule
from exam_server.room import incidents
from exam_server.room.commands import AFTER
from exam_server.room.hall import Hall
from exam_server.room.link import Link
from exam_server.room.state import Attempt, Incident
from exam_server.room.steps import empty_steps, guided_steps
from itembank.base.i18n import _
from itembank.model.record import CandidateMark, Phase
from itembank.model.sitting import Seat

MILLISECONDS = 1000
ODD_CLOCK_MS = 2000
CONTACT_STEP = 15


class RoomPlace(Protocol):
    """Where a room is."""

    @property
    def site(self) -> str:
        """考点."""

    @property
    def room(self) -> str:
        """考场."""


class RoomFacts(NamedTuple):
    """What the view of the room shows beside its state."""

    server: ServerFacts
    pairing_code: str
    site: str
    disk_free_mb: int
    read_only: bool
    shares_entered: int
    shares_needed: int


def room_view(hall: Hall, facts: RoomFacts, account: str, role: Role) -> RoomView:
    """Return the room as `account` sees it."""
    state, sitting = hall.state, hall.sitting
    return RoomView(
        server=facts.server,
        pairing_code=facts.pairing_code,
        phase=state.phase,
        exam=sitting.exam,
        sitting=sitting.sitting,
        title=sitting.title,
        site=sitting.site,
        room=sitting.room,
        planned_start=sitting.planned_start,
        rehearsal=sitting.rehearsal,
        schedule=state.schedule,
        exam_ms=hall.now_ms(),
        steps=guided_steps(hall, facts.shares_entered),
        rows=max((seat.row for seat in sitting.seats), default=0),
        columns=max((seat.column for seat in sitting.seats), default=0),
        account=account,
        role=role,
        pending_desks=pending_desks(hall),
        shares_entered=facts.shares_entered,
        shares_needed=facts.shares_needed,
        ledger_entries=state.entries,
        disk_free_mb=facts.disk_free_mb,
        read_only=facts.read_only,
        exports=tuple(name for export in state.exports for name in export.files),
    )


def empty_view(  # noqa: PLR0917 - what a room without a sitting consists of
    server: ServerFacts, code: str, place: RoomPlace, account: str, role: Role, faults: tuple[str, ...] | None = None
) -> RoomView:
    """Return the view of a room without a sitting."""
    return RoomView(
        server=server,
        pairing_code=code,
        phase=Phase.CLEARED,
        exam="",
        sitting="",
        title="",
        site=place.site,
        room=place.room,
        planned_start="",
        rehearsal=server.rehearsal,
        schedule=Schedule(),
        exam_ms=0,
        steps=empty_steps(faults),
        rows=0,
        columns=0,
        account=account,
        role=role,
    )


def pending_desks(hall: Hall) -> tuple[PendingDesk, ...]:
    """Return the machines that wait to be enrolled."""
    return tuple(
        PendingDesk(
            desk=link.desk,
            seat=link.seat,
            address=link.address,
            compare=compare_code(link.desk, link.secret_sha256),
            facts=link.facts,
        )
        for link in hall.links
        if link.state is LinkState.ENROLLING
    )


def seat_views(hall: Hall) -> Iterator[SeatView]:
    """Yield all seats of the room in the roster's order."""
    links = {link.seat: link for link in hall.links if link.is_enrolled}
    roster = {c.seat: c.number for c in hall.sitting.candidates}
    asking = {k.seat for k in hall.links if k.state is LinkState.ENROLLING}
    usual = _usual(list(links.values()))
    for seat in hall.sitting.seats:
        yield _seat_view(
            hall,
            seat,
            links.get(seat.label),
            hall.state.attempt_at(seat.label),
            roster=roster.get(seat.label, ""),
            usual=usual,
            is_asked_for=seat.label in asking,
        )


def incident_view(hall: Hall, incident: Incident) -> IncidentView:
    """Return an incident as consoles show it: its sentence, then who it is where that helps, and what was added.

    The name is looked up here and never stored: before the release the ledger holds none.
    """
    sentence = incidents.sentence(incident.code)
    added = "；".join(text for text in (_who_belongs_elsewhere(hall, incident), incident.note) if text)
    note = _("{sentence}（{note}）").format(sentence=sentence, note=added) if added else sentence
    return IncidentView(
        number=incident.number,
        wall=incident.wall,
        severity=incidents.severity(incident.code),
        code=incident.code,
        seat=incident.seat,
        candidate=incident.candidate,
        note=note,
        acknowledged=incident.acknowledged,
    )


def _who_belongs_elsewhere(hall: Hall, incident: Incident) -> str:
    """Name a candidate who came to a seat not theirs, and the seat to lead them to."""
    candidate = hall.state.people.get(incident.candidate)
    seat = hall.state.seat_of(incident.candidate)
    if candidate is None or seat == incident.seat or incident.code not in incidents.AT_WRONG_SEAT:
        return ""
    return _("{name}，座位 {seat} 号").format(name=candidate.name, seat=seat)


def _seat_view(
    hall: Hall,
    seat: Seat,
    link: Link | None,
    held: Attempt | None,
    *,
    roster: str,
    usual: dict[str, str],
    is_asked_for: bool,
) -> SeatView:
    number = _number(hall, link, held, roster)
    candidate = hall.state.people.get(number)
    told = link.progress if link is not None else None
    mark = hall.state.marks.get(number)
    now_ms = hall.now_ms()
    return SeatView(
        seat=seat.label,
        row=seat.row,
        column=seat.column,
        spare=seat.spare,
        state=_state(hall, seat, link, held, number) or _free_state(seat, link, is_asked_for=is_asked_for),
        candidate=number,
        name=candidate.name if candidate is not None else "",
        school=candidate.school if candidate is not None else "",
        form=held.form if held is not None else "",
        attempt=held.attempt if held is not None else "",
        desk=link.desk if link is not None else "",
        connected=link is not None,
        answered=told.answered if told is not None else 0,
        total=told.total if told is not None else 0,
        flagged=told.flagged if told is not None else 0,
        item_number=told.item_number if told is not None else 0,
        unsaved_seconds=told.unsaved_seconds if told is not None else 0,
        contact_seconds=_contact_seconds(now_ms - link.heard_ms) if link is not None else -1,
        hand_raised=link.hand_raised if link is not None else False,
        paper_ready=bool(link is not None and link.parts),
        practical_open=told.practical_open if told is not None else False,
        mark=mark.mark if mark is not None else CandidateMark.PRESENT,
        receipt=held.hand_in.receipt if held is not None and held.hand_in is not None else "",
        allowances=hall.state.allowances.get(number, Allowances()),
        facts=link.facts if link is not None else None,
        oddities=_oddities(link, usual),
    )


def _contact_seconds(silent_ms: int) -> int:
    """In steps, so that a healthy seat does not change every second."""
    return silent_ms // MILLISECONDS // CONTACT_STEP * CONTACT_STEP


def _number(hall: Hall, link: Link | None, held: Attempt | None, roster: str) -> str:
    """Whose seat it is now: who identified here, whose attempt is here, or whom the roster expects here."""
    if link is not None and link.candidate:
        return link.candidate
    if held is not None:
        return held.candidate
    moved_away = hall.state.find_attempt(roster) if roster else None
    return "" if moved_away is not None or hall.state.moves.get(roster) else roster


def _state(hall: Hall, seat: Seat, link: Link | None, held: Attempt | None, number: str) -> SeatState | None:
    waiting = _waiting_state(hall, link)
    if waiting is not None:
        return waiting
    if held is not None:
        return _attempt_state(hall, seat, link, held)
    mark = hall.state.marks.get(number)
    if mark is not None and mark.mark is CandidateMark.ABSENT:
        return SeatState.ABSENT
    return None


def _free_state(seat: Seat, link: Link | None, *, is_asked_for: bool) -> SeatState:
    """The state of a seat where nobody answers, waits or is absent."""
    if link is not None:
        return SeatState.DESK_READY
    if is_asked_for:
        return SeatState.DESK_PENDING
    return SeatState.SPARE if seat.spare else SeatState.EMPTY


def _waiting_state(hall: Hall, link: Link | None) -> SeatState | None:
    if link is None:
        return None
    if link.state is LinkState.IDENTIFIED:
        return SeatState.IDENTIFYING
    if link.state is LinkState.WAITING:
        resuming = hall.state.find_attempt(link.candidate) is not None
        return SeatState.WAITING_RESUME if resuming else SeatState.WAITING_ADMISSION
    return None


def _attempt_state(hall: Hall, seat: Seat, link: Link | None, held: Attempt) -> SeatState:
    if held.left:
        return SeatState.LEFT
    if held.hand_in is not None:
        return SeatState.HANDED_IN
    if hall.state.phase in AFTER or hall.moment(held.candidate).phase is CandidatePhase.TIME_UP:
        return SeatState.NOT_HANDED_IN
    if link is None or link.attempt != held.attempt:
        return SeatState.OFFLINE
    if seat.label in hall.state.locks:
        return SeatState.LOCKED
    if hall.moment(held.candidate).phase is CandidatePhase.PAUSED:
        return SeatState.PAUSED
    return SeatState.ANSWERING if hall.state.phase is Phase.RUNNING else SeatState.ADMITTED


def _usual(links: list[Link]) -> dict[str, str]:
    """What most desks of the room have; the odd one out is named."""
    if len(links) < 3:
        return {}
    columns = {
        "version": [k.facts.version for k in links],
        "system": [k.facts.system for k in links],
        "screen": [k.facts.screen for k in links],
        "office": ["、".join(k.facts.office) for k in links],
    }
    return {name: Counter(values).most_common(1)[0][0] for name, values in columns.items()}


def _oddities(link: Link | None, usual: dict[str, str]) -> tuple[str, ...]:
    if link is None:
        return ()
    found = []
    facts = link.facts
    if usual and facts.version != usual["version"]:
        found.append(_("程序版本与多数不同：{value}").format(value=facts.version))
    if usual and facts.system != usual["system"]:
        found.append(_("操作系统与多数不同：{value}").format(value=facts.system))
    if usual and facts.screen != usual["screen"]:
        found.append(_("屏幕分辨率与多数不同：{value}").format(value=facts.screen))
    if usual and "、".join(facts.office) != usual["office"]:
        found.append(_("办公软件与多数不同：{value}").format(value="、".join(facts.office) or _("未找到")))
    if abs(facts.clock_offset_ms) > ODD_CLOCK_MS:
        found.append(_("系统时间相差 {seconds} 秒").format(seconds=facts.clock_offset_ms // MILLISECONDS))
    if facts.restore_card:
        found.append(_("装有还原卡"))
    return tuple(found)
