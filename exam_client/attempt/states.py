"""Where the desk stands, as a table: state and input give the next state; what is not in the table is refused."""

from __future__ import annotations

from enum import Enum

from itembank.base.errors import ExitCode, JikaoError


class DeskState(Enum):
    """What the candidate sees; one main screen each."""

    SEARCHING = "searching"
    PAIRING = "pairing"
    CONNECTING = "connecting"
    ENROLLING = "enrolling"
    READY = "ready"
    IDENTIFYING = "identifying"
    CONFIRMING = "confirming"
    WAITING_ADMISSION = "waiting_admission"
    PREPARING = "preparing"
    WAITING_START = "waiting_start"
    ANSWERING = "answering"
    PAUSED = "paused"
    LOCKED = "locked"
    TOO_LATE = "too_late"
    HANDING_IN = "handing_in"
    HANDED_IN = "handed_in"
    FENCED = "fenced"
    UNUSABLE = "unusable"


class DeskInput(Enum):
    """What can happen to a desk."""

    ROOM_FOUND = "room_found"
    ROOM_CHOSEN = "room_chosen"
    ROOM_REJECTED = "room_rejected"
    ENROLMENT_PENDING = "enrolment_pending"
    ENROLLED = "enrolled"
    LOST = "lost"
    VERSION_REFUSED = "version_refused"
    NUMBER_TYPED = "number_typed"
    IDENTITY = "identity"
    NOT_ME = "not_me"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    ADMITTED = "admitted"
    PREPARED = "prepared"
    MAY_ANSWER = "may_answer"
    MUST_WAIT = "must_wait"
    MUST_PAUSE = "must_pause"
    CAME_TOO_LATE = "came_too_late"
    LOCK = "lock"
    HAND_IN = "hand_in"
    TIME_GIVEN_BACK = "time_given_back"
    RECEIPT = "receipt"
    FENCED = "fenced"
    MAY_LEAVE = "may_leave"


class DeskStateError(JikaoError):
    """An input that is not allowed where the desk stands."""

    def __init__(self, state: DeskState, happened: DeskInput) -> None:
        """Name both; this is a fault of the program or of the room, never of the candidate."""
        super().__init__(f"{happened.value} is not allowed in {state.value}", code=ExitCode.BUG)


_S = DeskState
_I = DeskInput

# A lost connection returns the desk to CONNECTING only while nobody is admitted; with an attempt in hand the
# candidate goes on, and a desk that waits for admission announces itself again by itself.
_BEFORE: dict[DeskState, dict[DeskInput, DeskState]] = {
    _S.SEARCHING: {_I.ROOM_FOUND: _S.PAIRING, _I.ROOM_CHOSEN: _S.CONNECTING},
    _S.PAIRING: {_I.ROOM_FOUND: _S.PAIRING, _I.ROOM_CHOSEN: _S.CONNECTING},
    _S.CONNECTING: {
        _I.ROOM_FOUND: _S.CONNECTING,
        _I.ROOM_CHOSEN: _S.CONNECTING,
        _I.ROOM_REJECTED: _S.PAIRING,
        _I.LOST: _S.CONNECTING,
        _I.ENROLMENT_PENDING: _S.ENROLLING,
        _I.ENROLLED: _S.READY,
    },
    _S.ENROLLING: {
        _I.ENROLMENT_PENDING: _S.ENROLLING,
        _I.ENROLLED: _S.READY,
        _I.ROOM_CHOSEN: _S.CONNECTING,
        _I.LOST: _S.CONNECTING,
    },
    _S.READY: {
        _I.ROOM_CHOSEN: _S.CONNECTING,
        _I.ENROLLED: _S.READY,
        _I.ENROLMENT_PENDING: _S.ENROLLING,
        _I.NUMBER_TYPED: _S.IDENTIFYING,
        _I.REFUSED: _S.READY,
        _I.LOST: _S.CONNECTING,
    },
    _S.IDENTIFYING: {
        _I.ENROLLED: _S.IDENTIFYING,
        _I.IDENTITY: _S.CONFIRMING,
        _I.REFUSED: _S.READY,
        _I.NOT_ME: _S.READY,
        _I.LOST: _S.CONNECTING,
    },
    _S.CONFIRMING: {
        _I.ENROLLED: _S.CONFIRMING,
        _I.IDENTITY: _S.CONFIRMING,
        _I.NOT_ME: _S.READY,
        _I.CONFIRMED: _S.WAITING_ADMISSION,
        _I.REFUSED: _S.READY,
        _I.LOST: _S.CONNECTING,
    },
    _S.WAITING_ADMISSION: {
        _I.ENROLLED: _S.WAITING_ADMISSION,
        _I.IDENTITY: _S.WAITING_ADMISSION,
        _I.LOST: _S.WAITING_ADMISSION,
        _I.NOT_ME: _S.READY,
        _I.REFUSED: _S.READY,
        _I.ADMITTED: _S.PREPARING,
    },
}

_TIMED: dict[DeskInput, DeskState] = {
    _I.MAY_ANSWER: _S.ANSWERING,
    _I.MUST_WAIT: _S.WAITING_START,
    _I.MUST_PAUSE: _S.PAUSED,
    _I.CAME_TOO_LATE: _S.TOO_LATE,
    _I.LOCK: _S.LOCKED,
    _I.HAND_IN: _S.HANDING_IN,
    _I.RECEIPT: _S.HANDED_IN,
}

_HOLDING: dict[DeskState, dict[DeskInput, DeskState]] = {
    _S.PREPARING: {_I.PREPARED: _S.WAITING_START},
    **dict.fromkeys((_S.WAITING_START, _S.ANSWERING, _S.PAUSED, _S.LOCKED, _S.TOO_LATE), _TIMED),
    _S.HANDING_IN: {_I.HAND_IN: _S.HANDING_IN, _I.TIME_GIVEN_BACK: _S.ANSWERING, _I.RECEIPT: _S.HANDED_IN},
    _S.HANDED_IN: {_I.RECEIPT: _S.HANDED_IN, _I.MAY_LEAVE: _S.READY},
}

_UNUSABLE: dict[DeskInput, DeskState] = {
    _I.ROOM_CHOSEN: _S.CONNECTING,
    _I.ENROLMENT_PENDING: _S.ENROLLING,
    _I.ENROLLED: _S.READY,
    _I.LOST: _S.UNUSABLE,
}

_WITH_ATTEMPT: dict[DeskInput, dict[DeskState, DeskState]] = {
    _I.ADMITTED: dict.fromkeys(_HOLDING, _S.PREPARING),
    _I.FENCED: dict.fromkeys(_HOLDING, _S.FENCED),
    _I.MAY_LEAVE: dict.fromkeys((*_HOLDING, _S.FENCED), _S.READY),
    # The connection comes and goes while the candidate works; the room's greeting changes nothing then.
    _I.ENROLLED: {state: state for state in (*_HOLDING, _S.FENCED)},
    _I.LOST: {state: state for state in (*_HOLDING, _S.FENCED)},
}


def _whole_table() -> dict[DeskState, dict[DeskInput, DeskState]]:
    table = {state: dict(row) for state, row in {**_BEFORE, **_HOLDING, _S.FENCED: {}, _S.UNUSABLE: _UNUSABLE}.items()}
    for happened, row in _WITH_ATTEMPT.items():
        for state, target in row.items():
            table[state].setdefault(happened, target)
    # A room of another version stops a desk that holds nothing; whoever is answering goes on and is saved here.
    for state in _BEFORE:
        table[state][_I.VERSION_REFUSED] = _S.UNUSABLE
    return table


STEPS: dict[DeskState, dict[DeskInput, DeskState]] = _whole_table()

HOLDS_ATTEMPT = frozenset(
    {
        *(_S.PREPARING, _S.WAITING_START, _S.ANSWERING, _S.PAUSED, _S.LOCKED, _S.TOO_LATE),
        *(_S.HANDING_IN, _S.HANDED_IN),
    }
)
"""States in which this desk holds a candidate's attempt."""


def next_state(state: DeskState, happened: DeskInput) -> DeskState:
    """Return the state after an input; raises `DeskStateError` for one that is not in the table."""
    target = STEPS[state].get(happened)
    if target is None:
        raise DeskStateError(state, happened)
    return target


def may_happen(state: DeskState, happened: DeskInput) -> bool:
    """Say whether the table has this step."""
    return happened in STEPS[state]
