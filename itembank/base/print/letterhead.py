"""The frame of a paper: its title, the line at the top of later pages, the foot, and headings of sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from itembank.base.i18n import _
from itembank.base.print.flow import Flow, Foot, Head, Sheet, centred_text, middle_text, right_text
from itembank.base.print.lines import clip, fit_size
from itembank.base.print.marks import ACCENT, GREY, INK, MM, RULE, Box, Line, Mark

TITLE_HEIGHT = 25 * MM
RUNNING_HEIGHT = 8 * MM
HEADING_HEIGHT = 8.5 * MM
_FOOT_SIZE = 7.5
_RUNNING_SIZE = 8.5


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The texts of a title: a line over it, the title, a line under it; `running` is shown on later pages.

    `corner` stands small in the upper left corner of every page; `spare` is the width in points kept free at
    both ends of the title, for a QR code.
    """

    over: str
    title: str
    under: str
    running: str
    corner: str = ""
    spare: float = 0.0


def title_head(sheet: Sheet, letterhead: Letterhead) -> Head:
    """Make the heads: the full title on page 1, one line on the others."""

    def head(number: int) -> tuple[Sequence[Mark], float]:
        corner = _corner(sheet, letterhead.corner)
        if number == 1:
            return [*corner, *_title(sheet, letterhead)], TITLE_HEIGHT + 4 * MM
        return [*corner, *_running_line(sheet, letterhead)], RUNNING_HEIGHT

    return head


def page_foot(sheet: Sheet, left: str) -> Foot:
    """Make the feet: what the paper is on the left, the page on the right."""

    def foot(number: int, total: int) -> Sequence[Mark]:
        y = sheet.floor + 4 * MM
        page = _("第 {number} 页，共 {total} 页").format(number=number, total=total)
        room = sheet.body_width - 40 * MM
        return (
            Line(sheet.side, y, sheet.right, y, 0.5, RULE),
            middle_text(sheet.side, y + 8, clip(left, room, _FOOT_SIZE), _FOOT_SIZE, colour=GREY),
            right_text(sheet.right, y + 8, page, _FOOT_SIZE, colour=GREY),
        )

    return foot


def put_heading(flow: Flow, text: str, note: str = "", *, keep: float = 0.0) -> None:
    """Put the heading of a section; `keep` is the height that must follow it on the same page."""
    flow.skip(2.5 * MM)
    flow.need(HEADING_HEIGHT + keep)
    middle = flow.y + HEADING_HEIGHT / 2
    flow.put(
        Box(flow.sheet.side, middle - 2.2 * MM, 1.2 * MM, 4.4 * MM, fill=ACCENT),
        middle_text(flow.sheet.side + 3 * MM, middle, text, 11.5, bold=True, colour=ACCENT),
    )
    if note:
        flow.put(right_text(flow.sheet.right, middle + 0.5 * MM, note, 8, colour=GREY))
    flow.skip(HEADING_HEIGHT)


def _corner(sheet: Sheet, text: str) -> list[Mark]:
    return [middle_text(sheet.side, sheet.top - 4 * MM, text, 8.5, bold=True)] if text else []


def _title(sheet: Sheet, texts: Letterhead) -> list[Mark]:
    left, width = sheet.side + texts.spare, sheet.body_width - 2 * texts.spare
    top, bottom = sheet.top, sheet.top + TITLE_HEIGHT
    over = fit_size(texts.over, width, 13, least=7, bold=True)
    under = fit_size(texts.under, width, 9, least=6)
    return [
        centred_text(left, width, top + 2.5 * MM, texts.over, over, bold=True, colour=INK),
        centred_text(left, width, top + 11.5 * MM, texts.title, 21, bold=True, colour=ACCENT, spacing=5),
        centred_text(left, width, top + 19.5 * MM, texts.under, under, colour=GREY),
        Line(sheet.side, bottom, sheet.right, bottom, 1.6, ACCENT),
        Line(sheet.side, bottom + 2, sheet.right, bottom + 2, 0.4, ACCENT),
    ]


def _running_line(sheet: Sheet, texts: Letterhead) -> list[Mark]:
    y, line = sheet.top + 2 * MM, sheet.top + 5 * MM
    left = clip(f"{texts.over} · {texts.title}", sheet.body_width * 0.6, _RUNNING_SIZE)
    running = clip(texts.running, sheet.body_width * 0.38, _RUNNING_SIZE)
    return [
        middle_text(sheet.side, y, left, _RUNNING_SIZE, colour=GREY),
        right_text(sheet.right, y, running, _RUNNING_SIZE, colour=GREY),
        Line(sheet.side, line, sheet.right, line, 0.8, ACCENT),
    ]
