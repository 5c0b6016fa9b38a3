"""SQL with one error such as pupils make: a bound one off, the other order, a clause left out.

Only words, signs and numbers are changed, never what stands in quotes or
comments. Whether the error changes any result is for the checks to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from grading.programs.sql import decode

TOKEN = re.compile(
    r"""'(?:''|[^'])*'|"[^"]*"|\[[^\]]*\]|`[^`]*`|--[^\n]*|/\*.*?\*/|\w+|<>|!=|<=|>=|==|\s+|.""", re.DOTALL
)
OTHER = {
    ">": ">=", ">=": ">", "<": "<=", "<=": "<", "=": "<>", "==": "<>", "<>": "=", "!=": "=", "+": "-", "-": "+",
    "ASC": "DESC", "DESC": "ASC", "AND": "OR", "OR": "AND", "MAX": "MIN", "MIN": "MAX", "SUM": "AVG", "AVG": "SUM",
    "COUNT": "MAX", "DISTINCT": "", "LEFT": "INNER",
}  # fmt: skip
"""What is written for what, and what was meant is lost with it."""
CLAUSES = ("WHERE", "HAVING", "GROUP", "ORDER", "LIMIT")
NOTHING_RIGHT = b"SELECT '\xef\xbc\x9f';\n"


def sql_errors(source: bytes) -> Iterator[bytes]:
    """Yield the statements with one error each, then statements that give or change nothing of what was asked."""
    tokens = TOKEN.findall(decode(source))
    for at, token in enumerate(tokens):
        other = str(int(token) + 1) if token.isdecimal() else OTHER.get(token.upper())
        if other is not None:
            yield _joined([*tokens[:at], other, *tokens[at + 1 :]])
    for start, end in _clauses(tokens):
        yield _joined([*tokens[:start], *tokens[end:]])
    yield NOTHING_RIGHT


def _clauses(tokens: list[str]) -> Iterator[tuple[int, int]]:
    """Yield where the clauses of each statement begin and end; those of inner queries end with their bracket."""
    starts = [at for at, token in enumerate(tokens) if token.upper() in CLAUSES or token in {";", ")"}]
    for start, end in pairwise([*starts, len(tokens)]):
        if tokens[start].upper() in CLAUSES:
            yield start, end


def _joined(tokens: list[str]) -> bytes:
    return "".join(tokens).encode()
