"""Patterns of `patternMatch`: the whole text against an XML Schema regular expression, within a time limit.

Beyond XML Schema's syntax the signs `^` and `$` around a pattern are taken as
what their authors mean, the ends of the text.
"""

from __future__ import annotations

import functools
import re

import regex

from grading.qti_rules.errors import RuleError
from itembank.base.i18n import _

PATTERN_SECONDS = 0.2
MAX_PATTERN_CHARACTERS = 2000
# Escapes that XML Schema has and others have not: the first and the other characters of XML names.
NAME_ESCAPES = {
    r"\i": r"\p{L}_:",
    r"\c": r"\p{L}\p{N}\-._:",
}
PIECE = re.compile(r"\\[pP]\{[^}]*\}|\\.|-\[|.", re.DOTALL)
BLOCK = re.compile(r"\{Is(\w+)\}")


def matches_whole(pattern: str, text: str, *, case_sensitive: bool) -> bool:
    """Say whether the whole text matches; raises `RuleError` for a broken pattern or one that takes too long."""
    try:
        if len(pattern) > MAX_PATTERN_CHARACTERS:
            raise regex.error("too long")
        flags = regex.VERSION1 | (0 if case_sensitive else regex.IGNORECASE)
        return regex.fullmatch(translated(pattern), text, flags=flags, timeout=PATTERN_SECONDS) is not None
    except (TimeoutError, regex.error, RecursionError) as error:
        raise RuleError(_("模式“{pattern}”无法使用。").format(pattern=pattern[:60])) from error


@functools.lru_cache(maxsize=512)
def translated(pattern: str) -> str:
    r"""Write an XML Schema pattern for our engine: `[a-z-[aeiou]]` as a difference, `\i`, `\c` and blocks spelt out."""
    out: list[str] = []
    depth = 0
    for found in PIECE.finditer(pattern):
        piece = found.group()
        if depth and piece == "-[":
            depth += 1
            out.append("--[")
        elif piece == "[":
            # A bracket inside a class is only a character to most authors.
            out.append(r"\[" if depth else "[")
            depth = depth or 1
        elif piece == "-[":
            depth = 1
            out.append("-[")
        elif depth and piece == "]":
            depth -= 1
            out.append("]")
        elif depth and piece in {"|", "&", "~"}:
            out.append("\\" + piece)
        else:
            out.append(_plain(piece, inside=depth > 0))
    return "".join(out)


def _plain(piece: str, *, inside: bool) -> str:
    if piece in NAME_ESCAPES:
        return NAME_ESCAPES[piece] if inside else f"[{NAME_ESCAPES[piece]}]"
    return BLOCK.sub(r"{In\1}", piece)
