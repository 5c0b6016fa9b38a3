"""Reads the tokens of a formula into a tree, with the precedence of office programs (-2^2 is 4)."""

from __future__ import annotations

import math
import re
from functools import lru_cache

from grading.office.formulas.tokens import Token, TokenKind, cut
from grading.office.formulas.tree import (
    ArrayLiteral,
    Binary,
    Call,
    Literal,
    Name,
    Node,
    Reference,
    TableReference,
    Unary,
    Union,
)
from grading.office.formulas.values import BLANK, ERRORS, CannotCalculateError, ErrorValue, Obstacle, Scalar
from grading.office.references import find_area

DEPTH_MAX = 60
KEPT_FORMULAS = 4096
KEPT_LENGTH = 200
"""A city writes the same few hundred short formulas a million times; their trees never change and are kept."""

_BEGIN_RANGES = {TokenKind.CELLS, TokenKind.SHEET, TokenKind.NAME, TokenKind.TABLE}
ARGUMENTS_MAX = 255
_LEVELS = {"=": 0, "<>": 0, "<": 0, ">": 0, "<=": 0, ">=": 0, "&": 1, "+": 2, "-": 2, "*": 3, "/": 3, "^": 4}
"""How tightly an operator binds; all of them are joined from the left."""
_TABLE = re.compile(r"(?P<table>[^\[]*)\[(?P<inner>.*)\]", re.DOTALL)
_TABLE_PARTS = re.compile(r"(?<!')#(This Row|All|Data|Headers|Totals)", re.IGNORECASE)
_JOINED_PARTS = {"data+headers", "data+totals"}
_TITLE = r"(?:'.|[^\[\]#@'])+"
_TABLE_COLUMNS = re.compile(rf"(?:\[(?P<first>{_TITLE})\](?::\[(?P<last>{_TITLE})\])?)|(?P<plain>{_TITLE})")
_ESCAPED = re.compile(r"'(.)")
"""In a title "'" stands before each sign that would mean something else: [编号'#]."""


def parse(formula: str) -> Node:
    """Return the tree of a formula, with or without its "="; raises `CannotCalculateError`."""
    return _kept_tree(formula) if len(formula) <= KEPT_LENGTH else _tree(formula)


def _tree(formula: str) -> Node:
    parser = _Parser(cut(formula.strip().removeprefix("=").removeprefix("+").strip()))
    return parser.whole()


_kept_tree = lru_cache(KEPT_FORMULAS)(_tree)


class _Parser:
    """Recursive descent over the tokens."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def whole(self) -> Node:
        node = self._expression()
        if self._now.kind is not TokenKind.END:
            raise CannotCalculateError(Obstacle.SYNTAX, self._now.text)
        return node

    @property
    def _now(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._now
        self._at += 1
        return token

    def _is(self, *operators: str) -> bool:
        return self._now.kind is TokenKind.OPERATOR and self._now.text in operators

    def _expect(self, operator: str) -> None:
        if not self._is(operator):
            raise CannotCalculateError(Obstacle.SYNTAX, self._now.text)
        self._at += 1

    def _expression(self, lowest: int = 0) -> Node:
        self._depth += 1
        if self._depth > DEPTH_MAX:
            raise CannotCalculateError(Obstacle.TOO_DEEP)
        node = self._signed()
        while (level := self._level()) >= lowest:
            node = Binary(self._take().text, node, self._expression(level + 1))
        self._depth -= 1
        return node

    def _level(self) -> int:
        return _LEVELS.get(self._now.text, -1) if self._now.kind is TokenKind.OPERATOR else -1

    def _signed(self) -> Node:
        signs: list[str] = []
        while self._is("-", "+", "@"):
            signs.append(self._take().text)
        if len(signs) > DEPTH_MAX // 2:
            raise CannotCalculateError(Obstacle.TOO_DEEP)
        node = self._percent()
        for sign in reversed(signs):
            node = Unary(sign, node)
        return node

    def _percent(self) -> Node:
        node = self._span()
        while self._now.after_blank and self._now.kind in _BEGIN_RANGES:
            node = Binary(" ", node, self._span())
        if self._is("#"):
            raise CannotCalculateError(Obstacle.UNSUPPORTED, "#")
        while self._is("%"):
            self._take()
            node = Unary("%", node)
        return node

    def _span(self) -> Node:
        node = self._primary()
        while self._is(":"):
            self._take()
            node = Binary(":", node, self._primary())
        return node

    def _primary(self) -> Node:
        token = self._take()
        match token.kind:
            case TokenKind.NUMBER:
                number = float(token.text)
                if not math.isfinite(number):
                    raise CannotCalculateError(Obstacle.SYNTAX, token.text)
                return Literal(number)
            case TokenKind.TEXT:
                return Literal(token.text)
            case TokenKind.ERROR:
                return Literal(ERRORS[token.text])
            case TokenKind.SHEET:
                return self._on_sheet(token.text)
            case TokenKind.CELLS:
                return _reference("", token.text)
            case TokenKind.TABLE:
                return _table_reference(token.text)
            case TokenKind.FUNCTION:
                return Call(_function_name(token.text), self._arguments())
            case TokenKind.NAME:
                return _word("", token.text)
            case _:
                return self._bracketed(token)

    def _bracketed(self, token: Token) -> Node:
        if token.text == "(":
            node = self._expression()
            parts = [node]
            while self._is(","):
                self._take()
                parts.append(self._expression())
            self._expect(")")
            return node if len(parts) == 1 else Union(tuple(parts))
        if token.text == "{":
            return self._array()
        raise CannotCalculateError(Obstacle.SYNTAX, token.text)

    def _on_sheet(self, sheet: str) -> Node:
        token = self._take()
        match token.kind:
            case TokenKind.CELLS:
                return _reference(sheet, token.text)
            case TokenKind.NAME:
                return _word(sheet, token.text)
            case TokenKind.ERROR:
                return Literal(ERRORS[token.text])
            case _:
                raise CannotCalculateError(Obstacle.SYNTAX, token.text)

    def _arguments(self) -> tuple[Node, ...]:
        arguments: list[Node] = []
        if self._is(")"):
            self._take()
            return ()
        while True:
            arguments.append(Literal(BLANK) if self._is(",", ")") else self._expression())
            if len(arguments) > ARGUMENTS_MAX:
                raise CannotCalculateError(Obstacle.TOO_LONG)
            if self._is(","):
                self._take()
                continue
            self._expect(")")
            return tuple(arguments)

    def _array(self) -> Node:
        rows: list[tuple[Scalar, ...]] = []
        row: list[Scalar] = []
        while True:
            row.append(self._constant())
            if self._is(","):
                self._take()
                continue
            rows.append(tuple(row))
            row = []
            if self._is(";"):
                self._take()
                continue
            self._expect("}")
            if len({len(one) for one in rows}) != 1:
                raise CannotCalculateError(Obstacle.SYNTAX, "{}")
            return ArrayLiteral(tuple(rows))

    def _constant(self) -> Scalar:
        match self._signed():
            case Literal(value):
                return value
            case Unary("-", Literal(float(value))):
                return -value
            case _:
                raise CannotCalculateError(Obstacle.SYNTAX, "{}")


def _function_name(text: str) -> str:
    return re.sub(r"^(?:_xlfn\.|_xlws\.)+", "", text, flags=re.IGNORECASE).upper()


def _reference(sheet: str, text: str) -> Node:
    area = find_area(text)
    first, _colon, last = sheet.partition(":")
    return Literal(ErrorValue.REF) if area is None else Reference(first, area, last)


def _word(sheet: str, text: str) -> Node:
    if not sheet and text.upper() in {"TRUE", "FALSE"}:
        return Literal(text.upper() == "TRUE")
    return Name(sheet, text)


def _table_reference(text: str) -> Node:
    match = _TABLE.fullmatch(text)
    inner = match["inner"] if match else ""
    named = [word.casefold() for word in _TABLE_PARTS.findall(inner)]
    this_row = inner.startswith("@") or "this row" in named
    parts = [word for word in named if word != "this row"] or ["data"]
    bare = _TABLE_PARTS.sub("", inner).replace("[]", "").strip("@, ")
    columns = _TABLE_COLUMNS.fullmatch(bare) if bare else None
    joined = "+".join(sorted(set(parts)))
    if match is None or (bare and columns is None) or ("+" in joined and joined not in _JOINED_PARTS):
        raise CannotCalculateError(Obstacle.UNSUPPORTED, text)
    first = _ESCAPED.sub(r"\1", columns["first"] or columns["plain"]) if columns is not None else ""
    last = _ESCAPED.sub(r"\1", columns["last"]) if columns is not None and columns["last"] else first
    return TableReference(match["table"], first, last, this_row, joined)
