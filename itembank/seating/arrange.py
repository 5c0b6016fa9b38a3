"""Draws seats and forms for one room from a seed. Pure; `check` looks at the outcome without knowing how it came about.

Seats that the roster names are kept. The others are drawn so that candidates of
one school (of one class where all are of one school) are not neighbours where
that can be had. Forms follow the places: four or more differ among all eight
neighbours, two differ to the left, right, front and back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from itembank.assembly.draw import Draw
from itembank.base.i18n import _
from itembank.formats.roster import RosterEntry
from itembank.model.sitting import Candidate, Seat, Sitting
from itembank.seating.errors import SeatingError
from itembank.seating.sitting_file import SittingPlan

SWAP_ROUNDS = 4
Cell = tuple[int, int]
BESIDE = ((0, 1), (0, -1), (1, 0), (-1, 0))


def arrange(plan: SittingPlan, roster: Sequence[RosterEntry]) -> Sitting:
    """Seat the candidates of this room and sitting; raises `SeatingError`."""
    fields = plan.fields
    entries = entries_of(plan, roster)
    seat_of = _seats(plan, entries)
    candidates = [_candidate(entry, seat_of[entry.number], _form(plan, entry, seat_of)) for entry in entries]
    order = {seat.label: place for place, seat in enumerate(plan.seats)}
    candidates.sort(key=lambda candidate: order[candidate.seat])
    return Sitting(
        exam=fields.exam,
        sitting=fields.sitting,
        title=fields.title,
        site=fields.site,
        room=fields.room,
        planned_start=fields.planned_start,
        duration_minutes=fields.duration_minutes,
        seats=plan.seats,
        candidates=tuple(candidates),
        forms=fields.forms,
        backup_form=fields.backup_form,
        policy=plan.policy,
        rules=fields.rules,
        rehearsal=fields.rehearsal,
    )


def entries_of(plan: SittingPlan, roster: Sequence[RosterEntry]) -> list[RosterEntry]:
    """Return the candidates that belong here: those whose room and sitting are this one or not named."""
    fields = plan.fields
    found = [e for e in roster if e.room in {"", fields.room} and e.sitting in {"", fields.sitting}]
    if not found:
        raise SeatingError(
            _("名单中没有属于考场“{room}”场次“{sitting}”的考生。").format(room=fields.room, sitting=fields.sitting)
        )
    return sorted(found, key=lambda entry: entry.number)


def form_at(forms: Sequence[str], row: int, column: int) -> str:
    """Return the form of a place by the repeating pattern over the room."""
    step = row + column if len(forms) == 2 else 2 * row + column
    return forms[step % len(forms)]


def _seats(plan: SittingPlan, entries: Sequence[RosterEntry]) -> dict[str, Seat]:
    """Return the seat of every candidate by number."""
    usable = {seat.label: seat for seat in plan.seats if not seat.spare}
    taken: dict[str, Seat] = {}
    for entry in entries:
        if not entry.seat:
            continue
        seat = usable.get(entry.seat) or usable.get(entry.seat.zfill(2))
        if seat is None or seat in taken.values():
            raise SeatingError(
                _("准考证号 {number} 的座位“{seat}”不存在、是备用机，或已分给别人。").format(
                    number=entry.number, seat=entry.seat
                )
            )
        taken[entry.number] = seat
    free = [seat for seat in plan.seats if not seat.spare and seat not in taken.values()]
    unseated = [entry for entry in entries if entry.number not in taken]
    if len(unseated) > len(free):
        raise SeatingError(
            _("考场“{room}”还有 {seats} 个座位，却有 {count} 名考生要安排。").format(
                room=plan.fields.room, seats=len(free), count=len(unseated)
            )
        )
    fields = plan.fields
    draw = Draw(fields.seed, "seats", fields.exam, fields.sitting, fields.site, fields.room)
    return taken | _draw_seats(draw, entries, taken, unseated, free[: len(unseated)])


def _draw_seats(
    draw: Draw,
    entries: Sequence[RosterEntry],
    taken: dict[str, Seat],
    unseated: Sequence[RosterEntry],
    free: Sequence[Seat],
) -> dict[str, Seat]:
    group_of = _groups(entries)
    groups = {(seat.row, seat.column): group_of[number] for number, seat in taken.items()}
    waiting = draw.shuffled(unseated)
    placed: list[RosterEntry] = []
    for seat in free:
        chosen = _next_candidate(waiting, group_of, groups, (seat.row, seat.column))
        waiting.remove(chosen)
        placed.append(chosen)
        groups[seat.row, seat.column] = group_of[chosen.number]
    _swap_apart(placed, free, groups)
    return {entry.number: seat for entry, seat in zip(placed, free, strict=True)}


def _groups(entries: Sequence[RosterEntry]) -> dict[str, str]:
    """Whom to keep apart: schools, or classes where all are of one school."""
    several = len({entry.school for entry in entries}) > 1
    return {entry.number: entry.school if several else entry.class_name for entry in entries}


def _next_candidate(
    waiting: Sequence[RosterEntry], group_of: dict[str, str], groups: dict[Cell, str], cell: Cell
) -> RosterEntry:
    """Take, among those who fit beside their neighbours, one of the largest group that is still waiting."""
    near = _near(groups, cell)
    left = Counter(group_of[entry.number] for entry in waiting)
    fitting = [entry for entry in waiting if group_of[entry.number] not in near] or list(waiting)
    return max(fitting, key=lambda entry: left[group_of[entry.number]])


def _swap_apart(placed: list[RosterEntry], seats: Sequence[Seat], groups: dict[Cell, str]) -> None:
    """Swap two candidates where that leaves fewer neighbours of one group; a few rounds are enough for a room."""
    cells = [(seat.row, seat.column) for seat in seats]
    for _round in range(SWAP_ROUNDS):
        crowded = [place for place, cell in enumerate(cells) if groups[cell] in _near(groups, cell)]
        if not crowded:
            return
        for place in crowded:
            _swap_best(place, placed, cells, groups)


def _swap_best(place: int, placed: list[RosterEntry], cells: Sequence[Cell], groups: dict[Cell, str]) -> None:
    for other in range(len(placed)):
        left, right = cells[place], cells[other]
        if groups[left] == groups[right]:
            continue
        before = _clashes(groups, left) + _clashes(groups, right)
        groups[left], groups[right] = groups[right], groups[left]
        if _clashes(groups, left) + _clashes(groups, right) < before:
            placed[place], placed[other] = placed[other], placed[place]
            return
        groups[left], groups[right] = groups[right], groups[left]


def _near(groups: dict[Cell, str], cell: Cell) -> set[str]:
    return {groups[near] for row, column in BESIDE if (near := (cell[0] + row, cell[1] + column)) in groups}


def _clashes(groups: dict[Cell, str], cell: Cell) -> int:
    near = ((cell[0] + row, cell[1] + column) for row, column in BESIDE)
    return sum(groups.get(other) == groups[cell] for other in near)


def _form(plan: SittingPlan, entry: RosterEntry, seat_of: dict[str, Seat]) -> str:
    fields = plan.fields
    if entry.form:
        if entry.form not in fields.forms:
            raise SeatingError(
                _("准考证号 {number} 的试卷“{form}”不在本场的试卷中。").format(number=entry.number, form=entry.form)
            )
        return entry.form
    forms = Draw(fields.seed, "forms", fields.exam, fields.sitting, fields.site, fields.room).shuffled(fields.forms)
    seat = seat_of[entry.number]
    return form_at(forms, seat.row, seat.column)


def _candidate(entry: RosterEntry, seat: Seat, form: str) -> Candidate:
    return Candidate(
        number=entry.number,
        name=entry.name,
        seat=seat.label,
        form=form,
        school=entry.school,
        class_name=entry.class_name,
        photo=entry.photo,
        extra_minutes=entry.extra_minutes,
    )
