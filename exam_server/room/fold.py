"""How each row of the ledger changes the room's state: one small function a kind, and the table of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from msgspec.structs import replace

from exam_server.protocol.timing import Pause
from exam_server.room import facts
from exam_server.room.facts import Row
from exam_server.room.state import ALL, SERVER, Attempt, Command, EventTail, Incident, KnownDesk, RoomState
from itembank.model import record
from itembank.model.record import CandidateMark
from itembank.sealing.attempt import first_head

WORTH = (record.AttemptOpened, record.EventStored, record.HandInStored, record.Reopened, record.CandidateMarked)


def apply(state: RoomState, row: Row) -> None:
    """Take one row into account; rows come in the order of the ledger."""
    if isinstance(row, record.LedgerEntry):
        state.entries = row.n
        if _is_of_worth(row.body):
            state.last_of_worth = row.n
    STEPS[type(row.body)](state, row.body, row)


def apply_all(state: RoomState, rows: Iterable[Row]) -> None:
    """Take many rows into account."""
    for row in rows:
        apply(state, row)


def apply_tail(state: RoomState, tail: EventTail) -> None:
    """Take all events of an attempt into account at once; the same as applying each of them."""
    held = state.attempts[tail.attempt]
    held.seq, held.head, held.size_bytes, held.saved_ms = tail.seq, tail.head, tail.size_bytes, tail.exam_ms
    state.events += tail.events
    state.last_of_worth = max(state.last_of_worth, tail.n)


def _is_of_worth(body: record.LedgerBody) -> bool:
    """Say whether the centre would miss this row: candidates' work, and what staff noted about them."""
    if isinstance(body, record.IncidentNoted):
        return body.by != SERVER
    return isinstance(body, WORTH)


def _event(state: RoomState, body: record.EventStored, row: Row) -> None:
    held = state.attempts[body.attempt]
    held.seq, held.head = body.seq, body.head
    held.size_bytes += len(body.ciphertext)
    held.saved_ms = row.exam_ms
    state.events += 1


def _imported(state: RoomState, body: record.PackageImported, _row: Row) -> None:
    state.manifest_sha256 = body.manifest_sha256


def _phase(state: RoomState, body: record.PhaseSet, _row: Row) -> None:
    state.phase = body.phase


def _released(state: RoomState, body: record.PaperReleased, _row: Row) -> None:
    state.released = tuple(sorted({*state.released, *body.forms}))
    state.backup = state.backup or body.backup
    if state.backup:
        for held in state.attempts.values():
            if held.hand_in is None:
                held.form = state.sitting.backup_form


def _started(state: RoomState, body: record.Started, _row: Row) -> None:
    state.schedule = replace(state.schedule, start_ms=body.start_ms, duration_ms=body.duration_ms)


def _opened(state: RoomState, body: record.AttemptOpened, row: Row) -> None:
    held = state.attempts.get(body.attempt)
    if held is None:
        held = Attempt(
            attempt=body.attempt,
            candidate=body.candidate,
            seat=body.seat,
            desk=body.desk,
            form=body.form,
            epoch=body.epoch,
            reason=body.reason,
            desk_key=body.desk_key,
            wrapped_key=body.wrapped_key,
            head=first_head(body.attempt),
        )
        state.attempts[body.attempt] = held
        state.at_seat.setdefault(body.seat, []).append(body.attempt)
    if held.seat != body.seat:
        state.at_seat[held.seat].remove(body.attempt)
        state.at_seat.setdefault(body.seat, []).append(body.attempt)
        _follow(state, held.seat, body.seat)
    held.seat, held.desk, held.form = body.seat, body.desk, body.form
    held.epoch, held.reason, held.desk_key = body.epoch, body.reason, body.desk_key
    held.left = False
    if not held.desks or held.desks[-1] != body.desk:
        held.desks.append(body.desk)
    state.moves.pop(body.candidate, None)
    state.tries.pop(body.seat, None)
    if state.schedule.start_ms < 0 or row.exam_ms - state.schedule.start_ms <= state.schedule.late_start_ms:
        # Who came in time keeps the right to begin, whatever becomes of the network.
        _allow(state, body.candidate, excused_late=True)


def _handed_in(state: RoomState, body: record.HandInStored, _row: Row) -> None:
    held = state.attempts[body.attempt]
    held.hand_in, held.reopened = body, False


def _reopened(state: RoomState, body: record.Reopened, _row: Row) -> None:
    held = state.attempts[body.attempt]
    held.hand_in, held.reopened, held.left = None, True, False


def _allowance(state: RoomState, body: record.AllowanceGiven, _row: Row) -> None:
    if body.attempt == ALL:
        state.schedule = replace(state.schedule, extra_ms=state.schedule.extra_ms + body.extra_ms)
        return
    number = state.number_of(body.attempt)
    _allow(state, number, extra_ms=state.allowances[number].extra_ms + body.extra_ms)


def _pause(state: RoomState, body: record.PauseSet, _row: Row) -> None:
    number = state.number_of(body.attempt) if body.attempt != ALL else ALL
    pauses = state.schedule.pauses if number == ALL else state.allowances[number].pauses
    kept = tuple(p for p in pauses if p.from_ms != body.from_ms)
    pauses = (*kept, Pause(from_ms=body.from_ms, until_ms=body.until_ms))
    if number == ALL:
        state.schedule = replace(state.schedule, pauses=pauses)
    else:
        _allow(state, number, pauses=pauses)
    if body.until_ms < 0:
        state.pause_reasons[number] = body.reason
    else:
        state.pause_reasons.pop(number, None)


def _command(state: RoomState, body: record.CommandGiven, row: Row) -> None:
    kind = body.kind
    if kind in {"lock", "unlock"}:
        for seat in body.seats:
            if kind == "lock":
                state.locks[seat] = body.reason
            else:
                state.locks.pop(seat, None)
    state.commands[body.command] = Command(
        body.command, kind, body.seats, body.reason, row.exam_ms, waiting=set(body.seats)
    )


def _delivered(state: RoomState, body: record.CommandDelivered, _row: Row) -> None:
    command = state.commands[body.command]
    command.waiting.discard(body.seat)
    command.delivered.add(body.seat)


def _incident(state: RoomState, body: record.IncidentNoted, row: Row) -> None:
    number = len(state.incidents) + 1
    state.incidents.append(Incident(number, row.wall, body.code, body.seat, body.candidate, body.note))
    state.unacknowledged.add((body.code, body.seat, body.candidate))


def _acknowledged(state: RoomState, body: facts.IncidentAcknowledged, _row: Row) -> None:
    seen = state.incidents[body.number - 1]
    seen.acknowledged = True
    state.unacknowledged.discard((seen.code, seen.seat, seen.candidate))


def _marked(state: RoomState, body: record.CandidateMarked, _row: Row) -> None:
    state.marks[body.candidate] = body
    if body.mark is CandidateMark.PRESENT:
        del state.marks[body.candidate]


def _desk(state: RoomState, body: facts.DeskEnrolled, _row: Row) -> None:
    for other in state.desks.values():
        if other.seat == body.seat and other.desk != body.desk:
            other.seat = ""
    state.desks[body.desk] = KnownDesk(body.desk, body.secret_sha256, body.seat)


def _try(state: RoomState, body: facts.TryCounted, _row: Row) -> None:
    state.tries[body.seat] = state.tries.get(body.seat, 0) + 1


def _tries_cleared(state: RoomState, body: facts.TriesCleared, _row: Row) -> None:
    state.tries.pop(body.seat, None)


def _move(state: RoomState, body: facts.MoveApproved, _row: Row) -> None:
    state.moves[body.candidate] = body.seat
    state.tries.pop(body.seat, None)


def _excused(state: RoomState, body: facts.LateExcused, _row: Row) -> None:
    _allow(state, body.candidate, excused_late=True)


def _begun(state: RoomState, body: facts.BegunNoted, _row: Row) -> None:
    _allow(state, state.number_of(body.attempt), began_ms=body.at_ms)


def _key(state: RoomState, body: facts.KeyKept, _row: Row) -> None:
    state.attempts[body.attempt].kept_key = body.sealed


def _blob(state: RoomState, body: facts.BlobKept, _row: Row) -> None:
    state.attempts[body.attempt].blobs[body.blob] = body.size_bytes


def _left(state: RoomState, body: facts.CandidateLeft, _row: Row) -> None:
    state.attempts[body.attempt].left = True


def _result(state: RoomState, body: facts.ResultKept, _row: Row) -> None:
    state.results[body.command] = body


def _checked(state: RoomState, body: facts.RecordChecked, _row: Row) -> None:
    state.check = body


def _clock(state: RoomState, body: facts.ClockConfirmed, _row: Row) -> None:
    state.clock_offset_ms = body.offset_ms


def _exported(state: RoomState, body: facts.BundleExported, _row: Row) -> None:
    state.exports.append(body)


def _outage(_state: RoomState, _body: record.OutageCredited, _row: Row) -> None:
    """Nothing follows: the exam clock itself stood still."""


def _allow(state: RoomState, number: str, **fields: Any) -> None:
    state.allowances[number] = replace(state.allowances[number], **fields)


def _follow(state: RoomState, old_seat: str, new_seat: str) -> None:
    """What was meant for a candidate goes along to the new seat: commands on their way, and a locked screen."""
    for command in state.commands.values():
        if old_seat in command.waiting:
            command.waiting.discard(old_seat)
            command.waiting.add(new_seat)
    if old_seat in state.locks:
        state.locks[new_seat] = state.locks.pop(old_seat)


STEPS: dict[type, Callable[[RoomState, Any, Row], None]] = {
    record.EventStored: _event,
    record.PackageImported: _imported,
    record.PhaseSet: _phase,
    record.PaperReleased: _released,
    record.Started: _started,
    record.AttemptOpened: _opened,
    record.HandInStored: _handed_in,
    record.Reopened: _reopened,
    record.AllowanceGiven: _allowance,
    record.PauseSet: _pause,
    record.OutageCredited: _outage,
    record.CommandGiven: _command,
    record.CommandDelivered: _delivered,
    record.IncidentNoted: _incident,
    record.CandidateMarked: _marked,
    facts.DeskEnrolled: _desk,
    facts.TryCounted: _try,
    facts.TriesCleared: _tries_cleared,
    facts.MoveApproved: _move,
    facts.LateExcused: _excused,
    facts.BegunNoted: _begun,
    facts.KeyKept: _key,
    facts.BlobKept: _blob,
    facts.IncidentAcknowledged: _acknowledged,
    facts.CandidateLeft: _left,
    facts.ResultKept: _result,
    facts.RecordChecked: _checked,
    facts.ClockConfirmed: _clock,
    facts.BundleExported: _exported,
}
