"""Formulas of OpenFormula in the spelling of Excel: "of:=SUM([.C2:.E2];1)" becomes "SUM(C2:E2,1)"."""

from __future__ import annotations

import re

_PREFIXES = ("of:=", "oooc:=", "msoxl:=", "of:", "=")
_PIECE = re.compile(r'"(?:[^"]|"")*"|\[[^\[\]]*\]|[;|{}]|[^"\[\];|{}]+|.', re.DOTALL)
_FOREIGN = re.compile(r"\b(?:COM\.MICROSOFT|ORG\.LIBREOFFICE|ORG\.OPENOFFICE)\.")
_TRUTH = re.compile(r"\b(TRUE|FALSE)\(\)")
_ADDRESS = re.compile(r"(?:(\$?'(?:[^']|'')*'|\$?[^.:'\[\]]*)\.)?(\$?[A-Za-z]{0,3}\$?[0-9]{0,7})")
_PLAIN_SHEET = re.compile(r"[^\W\d][\w.]*")


def from_open_formula(formula: str) -> str:
    """Translate a formula; text constants stay as they are."""
    for prefix in _PREFIXES:
        if formula.startswith(prefix):
            formula = formula[len(prefix) :]
            break
    depth = 0
    pieces = []
    for match in _PIECE.finditer(formula):
        piece = match[0]
        if piece in "{}":
            depth += 1 if piece == "{" else -1
        if piece == ";":
            piece = ","
        elif piece == "|":
            piece = ";" if depth > 0 else piece
        elif piece.startswith("["):
            piece = reference(piece[1:-1])
        elif not piece.startswith('"'):
            piece = _TRUTH.sub(r"\1", _FOREIGN.sub("", piece))
        pieces.append(piece)
    return "".join(pieces).strip()


def reference(text: str) -> str:
    """Translate an address such as "$Sheet1.A1:.B2" to "Sheet1!A1:B2"; what is none stays as it is."""
    first, _, second = text.partition(":")
    left, right = _ADDRESS.fullmatch(first), _ADDRESS.fullmatch(second) if second else None
    if left is None or (second and right is None):
        return text
    start = _sheet(left[1]) + left[2]
    return f"{start}:{right[2]}" if right is not None else start


def references(text: str) -> list[str]:
    """Translate a list of addresses separated by blanks; quoted sheet names may hold blanks."""
    return [reference(part) for part in re.findall(r"(?:'(?:[^']|'')*'|[^\s'])+", text)]


def _sheet(name: str | None) -> str:
    if not name:
        return ""
    bare = name.removeprefix("$")
    plain = bare.strip("'").replace("''", "'") if bare.startswith("'") else bare
    if _PLAIN_SHEET.fullmatch(plain):
        return plain + "!"
    return "'" + plain.replace("'", "''") + "'!"
