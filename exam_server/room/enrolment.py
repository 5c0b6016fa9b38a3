"""How a machine becomes a desk of the room, and how a connection that broke off comes back."""

from __future__ import annotations

import hashlib
import hmac

from exam_server.protocol.common import PROTOCOL_VERSION, RefusalCode
from exam_server.protocol.desk import (
    DeskHello,
    DeskWelcome,
    Enrolment,
    Fenced,
    HandInReceipt,
    MayLeave,
    Released,
    Saved,
)
from exam_server.protocol.states import LinkState
from exam_server.room.facts import DeskEnrolled
from exam_server.room.hall import Hall
from exam_server.room.link import Link
from exam_server.room.state import SERVER, Attempt
from itembank.base.i18n import _
from itembank.model.package import form_compartment

SECRET_BYTES = 32
MAX_DESK_CHARACTERS = 64
SPREAD_SLOTS = 64


def hello(hall: Hall, link: Link, message: DeskHello) -> None:
    """Take a desk's first message: enrol, wait for staff, or go on where the connection broke off."""
    if message.protocol != PROTOCOL_VERSION:
        hall.refuse(link, "hello", RefusalCode.VERSION, _("考试机程序版本与服务器不符，请更新考试机。"))
        hall.close(link)
        return
    if len(message.secret) != SECRET_BYTES or not 0 < len(message.desk) <= MAX_DESK_CHARACTERS:
        hall.refuse(link, "hello", RefusalCode.BAD_MESSAGE)
        hall.close(link)
        return
    secret_sha256 = hashlib.sha256(message.secret).digest()
    known = hall.state.desks.get(message.desk)
    if known is not None and not hmac.compare_digest(known.secret_sha256, secret_sha256):
        hall.note_once("desk_secret", seat=known.seat, note=link.address)
        hall.refuse(link, "hello", RefusalCode.NOT_ENROLLED, _("这台机器与登记的不符，请联系监考老师。"))
        hall.close(link)
        return
    _replace_older(hall, link, message.desk)
    link.desk, link.secret_sha256, link.facts = message.desk, secret_sha256, message.facts
    if known is None or not known.seat:
        link.seat = message.seat
        link.state = LinkState.ENROLLING
        if hall.facilities.auto_enrol and _is_free(hall, message.seat):
            enrol(hall, link, message.seat, SERVER)
        else:
            hall.send(link, welcome(hall, link))
        return
    link.seat = known.seat
    link.state = LinkState.ENROLLED
    _greet(hall, link)
    _come_back(hall, link, message)


def enrol(hall: Hall, link: Link, seat: str, by: str) -> None:
    """Make a waiting machine the desk of `seat`; the machine that was there before loses the seat."""
    before = hall.link_at(seat)
    if before is not None and before is not link:
        before.state = LinkState.ENROLLING
        before.seat = ""
        hall.take_token(before)
        hall.send(before, welcome(hall, before))
    hall.record(DeskEnrolled(desk=link.desk, secret_sha256=link.secret_sha256, seat=seat, by=by))
    link.seat = seat
    link.state = LinkState.ENROLLED
    _greet(hall, link)


def find_enrol_refusal(hall: Hall, link: Link, seat: str) -> str:
    """Say in a sentence why a machine cannot be enrolled at a seat, or return an empty text."""
    if not any(place.label == seat for place in hall.sitting.seats):
        return _("本考场没有座位“{seat}”。").format(seat=seat[:20])
    there = hall.link_at(seat)
    if there is not None and there is not link and there.is_holding:
        return _("座位 {seat} 上已有考生在另一台机器上作答。").format(seat=seat)
    return ""


def welcome(hall: Hall, link: Link) -> DeskWelcome:
    """Return what a desk is told of the room and the sitting."""
    sitting, policy = hall.sitting, hall.sitting.policy
    if not link.is_enrolled:
        return DeskWelcome(enrolment=Enrolment.PENDING, seat=link.seat, room=hall.facilities.room)
    return DeskWelcome(
        enrolment=Enrolment.ENROLLED,
        seat=link.seat,
        room=hall.facilities.room,
        token=link.token,
        exam=sitting.exam,
        sitting=sitting.sitting,
        title=sitting.title,
        rehearsal=sitting.rehearsal,
        rules=sitting.rules,
        phase=hall.state.phase,
        manifest=hall.facilities.manifest,
        parts=hall.facilities.parts,
        fetch_after_ms=_slot(hall, link.seat),
        identity_tries=policy.identity_tries,
        warnings_minutes=policy.warnings_minutes,
        snapshot_seconds=policy.snapshot_seconds,
        earliest_hand_in_minutes=policy.earliest_hand_in_minutes,
    )


def give_release(hall: Hall, link: Link, held: Attempt) -> None:
    """Post the key of the attempt's form if it was released."""
    key = hall.keys.find_content(held.form) if held.form in hall.state.released else None
    if key is not None:
        hall.send(link, Released(form=held.form, part=form_compartment(held.form), content_key=key))


def _greet(hall: Hall, link: Link) -> None:
    hall.give_token(link)
    hall.send(link, welcome(hall, link))
    hall.send(link, hall.room_state(link))


def _come_back(hall: Hall, link: Link, message: DeskHello) -> None:
    """A running desk whose connection broke off goes on without staff; a stale one is fenced."""
    held = hall.state.attempts.get(message.attempt)
    if held is None:
        return
    if held.left:
        hall.send(link, MayLeave(attempt=held.attempt))
        return
    if held.epoch != message.epoch or held.desk != link.desk:
        hall.send(link, Fenced(attempt=held.attempt, epoch=held.epoch))
        return
    link.candidate, link.attempt, link.epoch = held.candidate, held.attempt, held.epoch
    link.desk_key = held.desk_key
    link.state = LinkState.HOLDING
    hall.send(link, hall.room_state(link))
    give_release(hall, link, held)
    hall.send(link, Saved(attempt=held.attempt, seq=held.seq, head=held.head, exam_ms=hall.now_ms()))
    if held.hand_in is not None:
        link.state = LinkState.HANDED_IN
        receipt = held.hand_in.receipt
        hall.send(
            link,
            HandInReceipt(attempt=held.attempt, receipt=receipt, count=held.hand_in.count, exam_ms=hall.now_ms()),
        )
    hall.deliver(link)


def _replace_older(hall: Hall, link: Link, desk: str) -> None:
    """One desk has one connection: the newest. A half-open one must not keep its desk out."""
    older = hall.link_of_desk(desk)
    if older is not None and older is not link:
        hall.take_token(older)
        older.desk = ""
        older.let_go()
        older.state = LinkState.CONNECTED
        older.seat = ""
        hall.close(older)


def _is_free(hall: Hall, seat: str) -> bool:
    return any(place.label == seat for place in hall.sitting.seats) and hall.state.desk_at(seat) is None


def _slot(hall: Hall, seat: str) -> int:
    """Spread the downloads: each seat begins in its own part of the time that all of them take."""
    labels = [place.label for place in hall.sitting.seats]
    index = labels.index(seat) if seat in labels else 0
    return index * hall.facilities.spread_ms // max(1, len(labels))
