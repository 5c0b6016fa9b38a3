"""Which main screen belongs to which state of the desk, and the quiet walk between admission and start. Pure."""

from __future__ import annotations

from enum import Enum

from exam_client.attempt.states import DeskState


class Stage(Enum):
    """A main screen."""

    FINDING = "finding"
    ENROLMENT = "enrolment"
    LOGIN = "login"
    IDENTITY = "identity"
    RULES = "rules"
    TRIAL = "trial"
    WAITING_START = "waiting_start"
    PAPER = "paper"
    HOLD = "hold"
    HANDING_IN = "handing_in"
    RECEIPT = "receipt"


_STAGES = {
    DeskState.SEARCHING: Stage.FINDING,
    DeskState.PAIRING: Stage.FINDING,
    DeskState.CONNECTING: Stage.FINDING,
    DeskState.ENROLLING: Stage.ENROLMENT,
    DeskState.READY: Stage.LOGIN,
    DeskState.IDENTIFYING: Stage.LOGIN,
    DeskState.CONFIRMING: Stage.IDENTITY,
    DeskState.WAITING_ADMISSION: Stage.IDENTITY,
    DeskState.ANSWERING: Stage.PAPER,
    DeskState.PAUSED: Stage.HOLD,
    DeskState.LOCKED: Stage.HOLD,
    DeskState.TOO_LATE: Stage.HOLD,
    DeskState.HANDING_IN: Stage.HANDING_IN,
    DeskState.HANDED_IN: Stage.RECEIPT,
    DeskState.FENCED: Stage.HOLD,
    DeskState.UNUSABLE: Stage.HOLD,
}
BEFORE_START = frozenset({DeskState.PREPARING, DeskState.WAITING_START})
WALK = (Stage.RULES, Stage.TRIAL, Stage.WAITING_START)


def stage_of(state: DeskState, walked: Stage) -> Stage:
    """Return the screen of a state; before the start it is where the candidate `walked` to."""
    return walked if state in BEFORE_START else _STAGES[state]
