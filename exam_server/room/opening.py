"""When a paper may be opened: not before the time the centre sealed into it, by a clock that people vouch for.

The shares in two hands are the lock; the time is a rule for honest people with a clock that may be wrong. A
machine whose clock is plainly wrong must not stop an exam: two persons, one of them the site head, say what time it
is, and what they said stands in the record that goes to the centre.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from exam_server.room.orders import Order
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _

PLAINLY_WRONG = timedelta(minutes=5)
SHOWN = "%Y-%m-%d %H:%M"


class OpeningError(JikaoError):
    """A word about the time is not taken."""


def find_refusal(not_before: datetime | None, now: datetime) -> str:
    """Say that it is too early to open the paper, or return an empty text."""
    if not_before is None or now >= not_before:
        return ""
    return _(
        "这份试卷在 {allowed} 以后才能启封，服务器的时间是 {now}。请等到规定时间再输入口令；"
        "如果服务器的时间不对，请由两人（其中一位是主考）校对时间。"
    ).format(allowed=_local(not_before), now=_local(now))


def parse_time(text: str, like: datetime) -> datetime:
    """Read "2026-06-13 08:55" as a time of this machine's zone; raises `OpeningError`."""
    try:
        typed = datetime.fromisoformat(text)
    except ValueError as error:
        raise OpeningError(
            _("“{text}”不是时间，应写作 2026-06-13 08:55。").format(text=text[:40]), code=ExitCode.USAGE
        ) from error
    return typed.replace(tzinfo=None).astimezone(like.astimezone().tzinfo)


def check_confirmation(not_before: datetime | None, machine: datetime, true: datetime) -> None:
    """Refuse a word that is not needed, or that would not open the paper either; raises `OpeningError`."""
    if not find_refusal(not_before, machine):
        raise OpeningError(_("服务器的时间已到规定时间，不需要校对，请直接输入口令。"), code=ExitCode.REFUSED)
    if abs(true - machine) < PLAINLY_WRONG:
        raise OpeningError(
            _("实际时间与服务器时间相差不到 {minutes} 分钟，不算走错，请等到规定时间。").format(
                minutes=int(PLAINLY_WRONG.total_seconds()) // 60
            ),
            code=ExitCode.REFUSED,
        )
    if not_before is not None and true < not_before:
        raise OpeningError(
            _("按输入的实际时间 {true}，也还没有到 {allowed}，不能启封。").format(
                true=_local(true), allowed=_local(not_before)
            ),
            code=ExitCode.REFUSED,
        )


def confirmation_note(machine: datetime, true: datetime, order: Order) -> str:
    """Return what the record says of it."""
    return _("服务器时间 {machine}，实际时间 {true}，确认人 {by}，原因：{reason}").format(
        machine=_local(machine), true=_local(true), by="、".join(order.by), reason=order.command.reason[:200]
    )


def _local(moment: datetime) -> str:
    return moment.astimezone().strftime(SHOWN)
