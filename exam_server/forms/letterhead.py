"""The title of every form of a room, and its PDF."""

from __future__ import annotations

from exam_server.forms.texts import room_text, span_text, tier_text
from exam_server.forms.view import FormHeading
from itembank.base.print.document import Leaf, write_pdf
from itembank.base.print.flow import Head, Sheet
from itembank.base.print.letterhead import Letterhead, title_head


def form_head(sheet: Sheet, heading: FormHeading, title: str, *, spare: float = 0.0) -> Head:
    """Make the heads of a form: exam, title, and where and when it is used."""
    under = f"{heading.subject}　·　{room_text(heading)}　·　{span_text(heading)}"
    corner = tier_text(heading.tier)
    running = room_text(heading)
    return title_head(sheet, Letterhead(heading.exam, title, under, running, corner=corner, spare=spare))


def form_pdf(heading: FormHeading, title: str, leaf: Leaf) -> bytes:
    """Return the PDF of one form."""
    return write_pdf([leaf], title=f"{title} {room_text(heading)}", author=heading.site, subject=heading.exam)
