"""What staff may ask of the room: in which phases, in which role, and when it takes a second person. A table.

`find_refusal` judges before anything is done; the acts themselves are in
`staff`, those that read or write files in `exam_server.acts`.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from exam_server.protocol.common import RefusalCode
from exam_server.protocol.console import PRINTED, Role, StaffCommand, StaffCommandKind
from exam_server.sentences import together
from itembank.base.i18n import _
from itembank.model.record import CandidateMark, Phase

K = StaffCommandKind

ALL_PHASES = frozenset(Phase)
BEFORE_START = frozenset({Phase.IMPORTED, Phase.ADMITTING, Phase.UNLOCKED})
OPEN = frozenset({Phase.ADMITTING, Phase.UNLOCKED, Phase.RUNNING})
STARTED = frozenset({Phase.RUNNING})
LIVE = frozenset({Phase.ADMITTING, Phase.UNLOCKED, Phase.RUNNING, Phase.ENDED, Phase.COLLECTED})
AFTER = frozenset({Phase.ENDED, Phase.COLLECTED, Phase.EXPORTED})

ANYBODY = frozenset(Role)
INVIGILATION = frozenset({Role.INVIGILATOR, Role.SITE_HEAD})
OPERATION = frozenset({Role.ADMINISTRATOR, Role.SITE_HEAD})


class Second(Enum):
    """When a second person must put in name and password too."""

    NEVER = "never"
    ALWAYS = "always"
    WHOLE_ROOM = "whole_room"
    ABOVE_CAP = "above_cap"
    GRAVE_MARK = "grave_mark"
    EARLY = "early"


class Rule(NamedTuple):
    """One row: phases, roles, second person, whether a reason must be given."""

    phases: frozenset[Phase]
    roles: frozenset[Role]
    second: Second = Second.NEVER
    needs_reason: bool = False


RULES: dict[StaffCommandKind, Rule] = {
    K.ENROL_DESK: Rule(ALL_PHASES, ANYBODY),
    K.ENROL_ALL: Rule(ALL_PHASES, ANYBODY),
    K.IMPORT_PACKAGE: Rule(frozenset({Phase.CLEARED}), OPERATION),
    K.OPEN_ADMISSION: Rule(frozenset({Phase.IMPORTED}), INVIGILATION),
    K.ADMIT: Rule(OPEN, INVIGILATION),
    K.ADMIT_ALL: Rule(OPEN, INVIGILATION),
    K.DECLINE: Rule(OPEN, INVIGILATION),
    K.APPROVE_RESUME: Rule(OPEN, INVIGILATION),
    K.MOVE: Rule(OPEN, INVIGILATION),
    K.ENTER_SHARE: Rule(OPEN, INVIGILATION),
    K.CONFIRM_CLOCK: Rule(OPEN, INVIGILATION, Second.ALWAYS, needs_reason=True),
    K.START: Rule(frozenset({Phase.UNLOCKED}), INVIGILATION),
    K.EXTEND: Rule(OPEN, INVIGILATION, Second.ABOVE_CAP, needs_reason=True),
    K.PAUSE: Rule(STARTED, INVIGILATION, needs_reason=True),
    K.CONTINUE: Rule(STARTED, INVIGILATION),
    K.MESSAGE: Rule(LIVE, INVIGILATION),
    K.LOCK: Rule(LIVE, INVIGILATION, needs_reason=True),
    K.UNLOCK: Rule(LIVE, INVIGILATION),
    K.FORCE_HAND_IN: Rule(frozenset({Phase.RUNNING, Phase.ENDED}), INVIGILATION, Second.WHOLE_ROOM, needs_reason=True),
    K.REOPEN: Rule(STARTED, INVIGILATION, Second.ALWAYS, needs_reason=True),
    K.RECOVER: Rule(STARTED | AFTER, ANYBODY),
    K.LET_LEAVE: Rule(LIVE, INVIGILATION),
    K.MARK_CANDIDATE: Rule(ALL_PHASES - {Phase.CLEARED}, INVIGILATION, Second.GRAVE_MARK),
    K.NOTE_INCIDENT: Rule(ALL_PHASES - {Phase.CLEARED}, ANYBODY),
    K.ACKNOWLEDGE_INCIDENT: Rule(ALL_PHASES - {Phase.CLEARED}, ANYBODY),
    K.END_SITTING: Rule(STARTED, INVIGILATION, Second.EARLY),
    K.COLLECT: Rule(frozenset({Phase.ENDED}), ANYBODY),
    K.VERIFY: Rule(AFTER, ANYBODY),
    K.EXPORT: Rule(frozenset({Phase.COLLECTED, Phase.EXPORTED}), ANYBODY),
    K.CLEAR: Rule(frozenset({Phase.IMPORTED, Phase.EXPORTED}), ANYBODY, Second.ALWAYS),
    **dict.fromkeys(PRINTED, Rule(ALL_PHASES - {Phase.CLEARED}, ANYBODY)),
    K.LOOK_AT_MEDIA: Rule(ALL_PHASES, ANYBODY),
    K.LOOK_AT_PORTRAIT: Rule(ALL_PHASES - {Phase.CLEARED}, ANYBODY),
}

GRAVE_MARKS = frozenset({CandidateMark.CHEATING.value, CandidateMark.MISCONDUCT.value})


class Circumstances(NamedTuple):
    """What a judgement needs to know of the sitting beside its phase.

    `extended_minutes` is what the command would make of all extensions together; `early` says in a sentence who
    still has time when the sitting would end, and is empty when nobody has.
    """

    extended_minutes: int
    cap_minutes: int
    early: str = ""


class Refusal(NamedTuple):
    """Why a command is not carried out."""

    code: RefusalCode
    sentence: str


def find_refusal(
    command: StaffCommand,
    phase: Phase,
    role: Role,
    second_role: Role | None,
    circumstances: Circumstances,
) -> Refusal | None:
    """Judge a command by the table; None means it may go on.

    `second_role` is the role of a second person whose password was right.
    """
    rule = RULES[command.kind]
    if phase not in rule.phases:
        return Refusal(RefusalCode.WRONG_PHASE, _("现在这个阶段不能执行这项操作。"))
    if role not in rule.roles:
        return Refusal(RefusalCode.NOT_ALLOWED, _("您的账号没有这项操作的权限。"))
    if _needs_reason(rule, command) and not command.reason.strip():
        return Refusal(RefusalCode.NOT_ALLOWED, _("请填写原因。"))
    if second_role is None and needs_second(command, circumstances):
        why = circumstances.early if rule.second is Second.EARLY else ""
        needed = _("这项操作需要另一位工作人员输入账号和密码。")
        return Refusal(RefusalCode.SECOND_PERSON_NEEDED, together(why, needed))
    return None


def needs_second(command: StaffCommand, circumstances: Circumstances) -> bool:
    """Say whether a command takes a second person."""
    match RULES[command.kind].second:
        case Second.NEVER:
            return False
        case Second.ALWAYS:
            return True
        case Second.WHOLE_ROOM:
            return not command.seats
        case Second.ABOVE_CAP:
            return circumstances.extended_minutes > circumstances.cap_minutes
        case Second.EARLY:
            return bool(circumstances.early)
        case Second.GRAVE_MARK:
            return command.values.get("mark", "") in GRAVE_MARKS


def _needs_reason(rule: Rule, command: StaffCommand) -> bool:
    return rule.needs_reason or (
        command.kind is K.MARK_CANDIDATE
        and command.values.get("mark", "") in GRAVE_MARKS
        and not command.values.get("note", "").strip()
    )
