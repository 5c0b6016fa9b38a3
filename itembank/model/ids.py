"""Identifiers: made once by their owner, checked at every door."""

from __future__ import annotations

import re

from itembank.base.i18n import _
from itembank.model.codec import ModelError

IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_.\-]{0,63}")
CANDIDATE_NUMBER = re.compile(r"[0-9A-Z]{4,20}")
DIGEST = re.compile(r"[0-9a-f]{64}")


def check_identifier(text: str, what: str) -> str:
    """Return `text` if it is a QTI identifier of at most 64 characters; else raise `ModelError` naming `what`."""
    if not IDENTIFIER.fullmatch(text):
        raise ModelError(_("{what}“{text}”不是有效的标识符。").format(what=what, text=text[:80]))
    return text


def check_candidate_number(text: str) -> str:
    """Return a candidate number (text of 4-20 digits or capitals; leading zeros count); else raise `ModelError`."""
    if not CANDIDATE_NUMBER.fullmatch(text):
        raise ModelError(_("准考证号“{text}”格式不对。").format(text=text[:40]))
    return text


def check_digest(text: str, what: str) -> str:
    """Return `text` if it is a SHA-256 in lower-case hexadecimal; else raise `ModelError`."""
    if not DIGEST.fullmatch(text):
        raise ModelError(_("{what}“{text}”不是 SHA-256 摘要。").format(what=what, text=text[:80]))
    return text
