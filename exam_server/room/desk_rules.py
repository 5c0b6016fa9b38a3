"""Every message a desk may send, and the rule that answers it.

What the table of states does not allow is refused and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from exam_server.protocol import desk
from exam_server.protocol.common import Message, RefusalCode
from exam_server.protocol.desk import CommandKind
from exam_server.protocol.states import is_allowed
from exam_server.room import admission, enrolment, saving
from exam_server.room.hall import Hall
from exam_server.room.link import Link
from exam_server.room.state import is_waiting_for
from itembank.model.record import CommandDelivered

MAX_INCIDENTS = 300
MAX_NOTE_CHARACTERS = 200
MAX_CODE_CHARACTERS = 40


def receive(hall: Hall, link: Link, message: Message) -> None:
    """Take one message of a desk."""
    link.heard_ms = hall.now_ms()
    if not is_allowed(link.state, message):
        hall.refuse(link, str(message.__struct_config__.tag), RefusalCode.BAD_MESSAGE)
        return
    RULES[type(message)](hall, link, message)


def lost(hall: Hall, link: Link) -> None:
    """Forget a connection that ended."""
    hall.take_token(link)
    if link in hall.links:
        hall.links.remove(link)


def _probe(hall: Hall, link: Link, message: desk.TimeProbe) -> None:
    now_ms = hall.now_ms()
    hall.send(link, desk.TimeReply(desk_ms=message.desk_ms, received_ms=now_ms, sent_ms=now_ms))


def _ready(_hall: Hall, link: Link, message: desk.PaperReady) -> None:
    link.parts = frozenset(message.parts[:64])


def _done(hall: Hall, link: Link, message: desk.CommandDone) -> None:
    command = hall.state.commands.get(message.command)
    if command is None or not is_waiting_for(command, link.seat):
        return
    hall.record(CommandDelivered(command=message.command, seat=link.seat))
    hall.tell_delivery(message.command, link.seat, delivered=True)
    if command.kind == CommandKind.RELEASE_DESK.value:
        link.let_go()


def _hand(_hall: Hall, link: Link, message: desk.HandRaised) -> None:
    link.hand_raised = message.raised


def _incident(hall: Hall, link: Link, message: desk.DeskIncident) -> None:
    """Note what a desk noticed; a desk gone mad cannot fill the ledger."""
    link.incidents += 1
    if link.incidents > MAX_INCIDENTS:
        return
    code, note = message.code[:MAX_CODE_CHARACTERS], message.note[:MAX_NOTE_CHARACTERS]
    hall.note(code, seat=link.seat, candidate=link.candidate, note=note, by=f"desk:{link.desk[:16]}")


RULES: dict[type, Callable[[Hall, Link, Any], None]] = {
    desk.DeskHello: enrolment.hello,
    desk.TimeProbe: _probe,
    desk.PaperReady: _ready,
    desk.Identify: admission.identify,
    desk.ConfirmIdentity: admission.confirm,
    desk.Begun: saving.begun,
    desk.Save: saving.save,
    desk.FetchEvents: saving.fetch,
    desk.Progress: saving.progress,
    desk.CommandDone: _done,
    desk.HandRaised: _hand,
    desk.DeskIncident: _incident,
    desk.HandIn: saving.hand_in,
}
