"""Sentences put together: Chinese ones stand close, English ones want a blank between them."""

from __future__ import annotations

from itembank.base.errors import JikaoError
from itembank.base.i18n import _


def together(*sentences: str) -> str:
    """Return the sentences as one text; empty ones do not count."""
    whole = ""
    for sentence in sentences:
        whole = _("{first}{second}").format(first=whole, second=sentence) if whole and sentence else whole + sentence
    return whole


def told(error: JikaoError) -> str:
    """Return what happened and what to do about it."""
    return together(error.message, error.hint)
