"""The desk's connection as a table: which message is allowed in which state. Docs draw their diagram from it."""

from __future__ import annotations

from enum import Enum

from exam_server.protocol import desk
from exam_server.protocol.common import Message


class LinkState(Enum):
    """Where one desk connection stands."""

    CONNECTED = "connected"
    ENROLLING = "enrolling"
    ENROLLED = "enrolled"
    IDENTIFIED = "identified"
    WAITING = "waiting"
    HOLDING = "holding"
    HANDED_IN = "handed_in"


_ALWAYS: frozenset[type[Message]] = frozenset(
    {desk.TimeProbe, desk.PaperReady, desk.DeskIncident, desk.CommandDone, desk.HandRaised}
)

ALLOWED: dict[LinkState, frozenset[type[Message]]] = {
    LinkState.CONNECTED: frozenset({desk.DeskHello}),
    LinkState.ENROLLING: frozenset({desk.TimeProbe}),
    LinkState.ENROLLED: _ALWAYS.union({desk.Identify}),
    LinkState.IDENTIFIED: _ALWAYS.union({desk.Identify, desk.ConfirmIdentity}),
    LinkState.WAITING: _ALWAYS.union({desk.Identify, desk.ConfirmIdentity}),
    LinkState.HOLDING: _ALWAYS.union({desk.Begun, desk.Save, desk.FetchEvents, desk.Progress, desk.HandIn}),
    LinkState.HANDED_IN: _ALWAYS.union({desk.HandIn, desk.Progress, desk.Save}),
}


def is_allowed(state: LinkState, message: Message) -> bool:
    """Say whether a desk in `state` may send `message`; what is not in the table is refused and changes nothing."""
    return type(message) in ALLOWED[state]
