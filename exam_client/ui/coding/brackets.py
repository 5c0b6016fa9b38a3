"""The partner of a bracket in a program. Pure; texts and comments do not count."""

from __future__ import annotations

from exam_client.ui.coding.lexer import Kind, scan_all

PAIRS = {"(": ")", "[": "]", "{": "}"}
CLOSING = {closing: opening for opening, closing in PAIRS.items()}


def matching_bracket(text: str, place: int) -> int:
    """Return the position of the partner of the bracket at `place`; -1 if there is none or no bracket."""
    if not 0 <= place < len(text) or text[place] not in {*PAIRS, *CLOSING}:
        return -1
    silent = _silent(text)
    if place in silent:
        return -1
    step = 1 if text[place] in PAIRS else -1
    depth = 0
    at = place
    while 0 <= at < len(text):
        if at not in silent:
            if text[at] in PAIRS:
                depth += step
            elif text[at] in CLOSING:
                depth -= step
            if depth == 0:
                return at if _belong(text[place], text[at]) else -1
        at += step
    return -1


def _belong(first: str, second: str) -> bool:
    return PAIRS.get(first) == second or CLOSING.get(first) == second


def _silent(text: str) -> set[int]:
    """Return the positions inside texts and comments."""
    return {
        at
        for stretch in scan_all(text)
        if stretch.kind in {Kind.TEXT, Kind.COMMENT}
        for at in range(stretch.start, stretch.start + stretch.length)
    }
