"""A command of staff on its way: who answers for it, what it names, and how it reaches desks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from exam_server.protocol.console import StaffCommand
from exam_server.protocol.desk import CommandKind
from exam_server.room.hall import Hall, desk_command
from exam_server.room.state import Attempt
from itembank.base.i18n import _
from itembank.model.record import (
    CommandGiven,
)

MAX_TEXT = 500


class Order(NamedTuple):
    """A judged command: who gave it, and the second person where there was one."""

    command: StaffCommand
    account: str
    second: str = ""

    @property
    def by(self) -> tuple[str, ...]:
        """All who answer for it."""
        return (self.account, self.second) if self.second else (self.account,)

    def value(self, name: str) -> str:
        """Return a parameter, shortened to what a sentence may have."""
        return self.command.values.get(name, "").strip()[:MAX_TEXT]


class StaffError(Exception):
    """A command cannot be carried out; the sentence says why. Nothing was changed."""


def command_desks(hall: Hall, order: Order, kind: CommandKind, seats: Sequence[str], text: str) -> None:
    """Record a command to desks, post it to those that are there, and wait for the others."""
    command = order.command.command
    hall.record(CommandGiven(command=command, kind=kind.value, seats=tuple(seats), reason=text, by=order.by))
    told = desk_command(hall.state.commands[command])
    for link in hall.links:
        if link.is_enrolled and link.seat in hall.state.commands[command].waiting:
            hall.send(link, told)


def get_seats(order: Order) -> tuple[str, ...]:
    if not order.command.seats:
        raise StaffError(_("请先选择座位。"))
    return order.command.seats


def seats_or_all(hall: Hall, order: Order) -> tuple[str, ...]:
    if order.command.seats:
        return order.command.seats
    return tuple(dict.fromkeys(link.seat for link in hall.links if link.is_enrolled and link.seat))


def get_attempts(hall: Hall, order: Order) -> list[Attempt]:
    found = []
    for seat in get_seats(order):
        held = hall.state.attempt_at(seat)
        if held is None:
            raise StaffError(_("座位 {seat} 没有考生的作答。").format(seat=seat))
        found.append(held)
    return found


def minutes_of(command: StaffCommand) -> int:
    typed = command.values.get("minutes", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 5 else 0
