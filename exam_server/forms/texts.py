"""How forms write names, times and places."""

from __future__ import annotations

from datetime import datetime

from exam_server.forms.view import FormHeading, NameDisplay, Tier
from itembank.base.i18n import _

MASK = "*"
MOST_MASKS = 2
"""A longer mask would tell how long the name is, and take the room of one."""
_SHORT = 2


def shown_name(name: str, display: NameDisplay) -> str:
    """Return the name as a form shows it: whole, or only its first and last character."""
    if display is NameDisplay.FULL or not name:
        return name
    if len(name) <= _SHORT:
        return name[0] + MASK
    return name[0] + MASK * min(len(name) - 2, MOST_MASKS) + name[-1]


def tier_text(tier: Tier) -> str:
    """Name who may see the form."""
    return {
        Tier.OPEN: "",
        Tier.INTERNAL: _("考务资料　注意保管"),
        Tier.CONFIDENTIAL: _("考务机密　严禁外传"),
    }[tier]


def day_text(at: datetime) -> str:
    """Write a day in full."""
    return _("{year}年{month}月{day}日").format(year=at.year, month=at.month, day=at.day)


def clock_text(at: datetime) -> str:
    """Write a time of day to the second."""
    return f"{at:%H:%M:%S}"


def moment_text(at: datetime, heading: FormHeading) -> str:
    """Write a time of the day of the sitting; on another day, the day too."""
    return clock_text(at) if at.date() == heading.starts_at.date() else f"{day_text(at)} {clock_text(at)}"


def span_text(heading: FormHeading) -> str:
    """Write day, start and end of a sitting."""
    return f"{day_text(heading.starts_at)} {heading.starts_at:%H:%M}—{heading.ends_at:%H:%M}"


def printed_text(at: datetime) -> str:
    """Say when a form was printed."""
    return _("打印时间 {day} {time}").format(day=day_text(at), time=clock_text(at))


def room_text(heading: FormHeading) -> str:
    """Name site, room and sitting in one line."""
    return f"{heading.site}　{heading.room}　{heading.sitting}"
