"""Cuts a formula into tokens. Files spell functions in English and separate arguments by commas."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from grading.office.formulas.values import ERRORS, CannotCalculateError, Obstacle

LENGTH_MAX = 8_192


class TokenKind(Enum):
    """What a token is."""

    NUMBER = "number"
    TEXT = "text"
    ERROR = "error"
    SHEET = "sheet"
    CELLS = "cells"
    TABLE = "table"
    FUNCTION = "function"
    NAME = "name"
    OPERATOR = "operator"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """One token; `text` without quotes, opening brackets and the "!" of sheets."""

    kind: TokenKind
    text: str
    after_blank: bool = False


_ERRORS = "|".join(re.escape(name) for name in sorted(ERRORS, key=len, reverse=True))
_TOKEN = re.compile(
    rf"""
    (?P<blank>\s+)
  | (?P<text>"(?:[^"]|"")*")
  | (?P<error>{_ERRORS})
  | (?P<quoted>'(?:[^']|'')*'!)
  | (?P<sheet>[^\W\d][\w.]*(?::[^\W\d][\w.]*)?!)
  | (?P<cells>\$?[A-Za-z]{{1,3}}\$?[0-9]{{1,7}}(?::\$?[A-Za-z]{{1,3}}\$?[0-9]{{1,7}})?(?![\w.(\[])
             |\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}}(?![\w.($\[])
             |\$?[0-9]{{1,7}}:\$?[0-9]{{1,7}}(?![\w.(]))
  | (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{{1,3}})?)
  | (?P<function>[^\W\d][\w.]*\()
  | (?P<table>(?:[^\W\d][\w.]*)?\[(?:'.|[^\[\]']|\[(?:'.|[^\[\]'])*\])*\])
  | (?P<name>[^\W\d\\]?[\w.\\?]+)
  | (?P<operator><=|>=|<>|[-+*/^&=<>%(){{}},;:@\#])
    """,
    re.VERBOSE,
)
_KINDS = {kind.value: kind for kind in TokenKind} | {"quoted": TokenKind.SHEET}


def cut(formula: str) -> list[Token]:
    """Return the tokens of a formula without its "=", an END token last; raises `CannotCalculateError`."""
    if len(formula) > LENGTH_MAX:
        raise CannotCalculateError(Obstacle.TOO_LONG, str(len(formula)))
    tokens: list[Token] = []
    position, after_blank = 0, False
    while position < len(formula):
        match = _TOKEN.match(formula, position)
        if match is None or match.lastgroup is None:
            raise CannotCalculateError(Obstacle.SYNTAX, formula[position : position + 20])
        position = match.end()
        if match.lastgroup == "blank":
            after_blank = True
            continue
        tokens.append(_token(match, after_blank=after_blank))
        after_blank = False
    return [*tokens, Token(TokenKind.END, "")]


def _token(match: re.Match[str], *, after_blank: bool) -> Token:
    group, text = match.lastgroup or "", match[0]
    match group:
        case "text":
            text = text[1:-1].replace('""', '"')
        case "quoted":
            text = text[1:-2].replace("''", "'")
        case "sheet" | "function":
            text = text[:-1]
    if group in {"quoted", "sheet"} and "[" in text:
        raise CannotCalculateError(Obstacle.EXTERNAL, text)
    if group == "table" and re.match(r"\[\d+\]", text):
        raise CannotCalculateError(Obstacle.EXTERNAL, text)
    return Token(_KINDS[group], text, after_blank)
