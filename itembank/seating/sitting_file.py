"""Reads the description of one sitting in one room (TOML). docs/formats/roster.md is the specification."""

from __future__ import annotations

import re
import tomllib
from datetime import datetime

import msgspec

from itembank.base.i18n import _
from itembank.model.codec import ModelError, from_builtins
from itembank.model.sitting import Policy, Seat
from itembank.model.wording import fault_of
from itembank.seating.errors import SeatingError
from itembank.seating.plan import Numbering, make_plan, read_plan

PLANNED_START = re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]")
MAX_BYTES = 1 << 20
MAX_MINUTES = 600


class SittingFields(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[sitting]`."""

    exam: str
    sitting: str
    title: str
    site: str
    room: str
    planned_start: str
    duration_minutes: int
    forms: tuple[str, ...]
    seed: int
    backup_form: str = ""
    rules: tuple[str, ...] = ()
    rehearsal: bool = False


class RoomFields(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[room]`: a drawn plan, or rows and columns."""

    plan: str = ""
    rows: int = 0
    columns: int = 0
    spare: int = 0
    missing: int = 0
    numbering: str = "rows"


class SittingPlanFields(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file; `[policy]` has the fields of `itembank.model.sitting.Policy`."""

    sitting: SittingFields
    room: RoomFields
    policy: dict[str, object] = {}


class SittingPlan(msgspec.Struct, frozen=True):
    """What was read: the fields, the seats of the room, the rules that desk and room follow."""

    fields: SittingFields
    seats: tuple[Seat, ...]
    policy: Policy


def read_sitting_plan(data: bytes) -> SittingPlan:
    """Read the file; raises `SeatingError` with the place of the first fault."""
    if len(data) > MAX_BYTES:
        raise SeatingError(_("场次文件太大。"))
    try:
        raw = msgspec.convert(tomllib.loads(data.decode("utf-8-sig")), SittingPlanFields)
        policy = from_builtins(Policy, raw.policy)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise SeatingError(
            _("场次文件读不懂：{error}。").format(error=fault_of(error)), hint=_("写法见 docs/formats/roster.md。")
        ) from error
    except (msgspec.ValidationError, ModelError) as error:
        raise SeatingError(
            _("场次文件写得不对：{error}。").format(error=fault_of(error)), hint=_("写法见 docs/formats/roster.md。")
        ) from error
    _check_sitting(raw.sitting)
    return SittingPlan(raw.sitting, _seats(raw.room), policy)


def _check_sitting(fields: SittingFields) -> None:
    """Refuse what no exam can have; raises `SeatingError`."""
    if not PLANNED_START.fullmatch(fields.planned_start) or not _is_moment(fields.planned_start):
        raise SeatingError(_("开考时间应写作 2026-06-13T09:00。"))
    if not 1 <= fields.duration_minutes <= MAX_MINUTES:
        raise SeatingError(_("考试时长应在 1 到 600 分钟之间。"))
    forms = [*fields.forms, *([fields.backup_form] if fields.backup_form else [])]
    if not fields.forms or len(set(forms)) != len(forms):
        raise SeatingError(_("试卷的名称重复，或一个也没有。"))


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _seats(room: RoomFields) -> tuple[Seat, ...]:
    if bool(room.plan.strip()) == bool(room.rows):
        raise SeatingError(_("考场写 plan（座位图），或写 rows 和 columns，二者选一。"))
    if room.plan.strip():
        return read_plan(room.plan)
    try:
        numbering = Numbering(room.numbering)
    except ValueError as error:
        raise SeatingError(_("numbering 应为 rows、columns 或 serpentine。")) from error
    return make_plan(room.rows, room.columns, spare=room.spare, missing=room.missing, numbering=numbering)
