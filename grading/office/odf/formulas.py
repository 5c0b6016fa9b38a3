"""Formulas of OpenFormula in the spelling of Excel: "of:=SUM([.C2:.E2];1)" becomes "SUM(C2:E2,1)"."""

from __future__ import annotations

import re

_PREFIXES = ("of:=", "oooc:=", "msoxl:=", "of:", "=")
_PIECE = re.compile(r'"(?:[^"]|"")*"|\[[^\[\]]*\]|[;|{}]|[^"\[\];|{}]+|.', re.DOTALL)
_FOREIGN = re.compile(r"\b(?:COM\.MICROSOFT|ORG\.LIBREOFFICE|ORG\.OPENOFFICE)\.")
_TRUTH = re.compile(r"\b(TRUE|FALSE)\(\)")
_OPERATORS = re.compile(r"#(?:REF|DIV/0|NULL|VALUE|NUM)!|[!~]")
_EXCEL_OPERATORS = {"!": " ", "~": ","}  # what two ranges have in common, and two ranges as one
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
            piece = _OPERATORS.sub(_excel_operator, _TRUTH.sub(r"\1", _FOREIGN.sub("", piece)))
        pieces.append(piece)
    return "".join(pieces).strip()


def _excel_operator(found: re.Match[str]) -> str:
    return _EXCEL_OPERATORS.get(found[0], found[0])


def reference(text: str) -> str:
    """Translate an address such as "$Sheet1.A1:.B2" to "Sheet1!A1:B2"; what is none stays as it is."""
    first, _, second = text.partition(":")
    left, right = _ADDRESS.fullmatch(first), _ADDRESS.fullmatch(second) if second else None
    if left is None or (second and right is None):
        return text
    if right is None:
        return _sheet(left[1]) + left[2]
    if right[1] and left[1] and right[1].removeprefix("$") != left[1].removeprefix("$"):
        inner = left[2] if left[2] == right[2] else f"{left[2]}:{right[2]}"
        return _sheet(left[1], right[1]) + inner
    return f"{_sheet(left[1])}{left[2]}:{right[2]}"


def references(text: str) -> list[str]:
    """Translate a list of addresses separated by blanks; quoted sheet names may hold blanks."""
    return [reference(part) for part in re.findall(r"(?:'(?:[^']|'')*'|[^\s'])+", text)]


def _sheet(name: str | None, last: str = "") -> str:
    """Return a sheet's name, or those of the first and last of several sheets, as it stands before an address."""
    if not name:
        return ""
    names = [_bare_sheet(one) for one in (name, last) if one]
    joined = ":".join(names)
    if all(_PLAIN_SHEET.fullmatch(one) for one in names):
        return joined + "!"
    return "'" + joined.replace("'", "''") + "'!"


def _bare_sheet(name: str) -> str:
    bare = name.removeprefix("$")
    return bare.strip("'").replace("''", "'") if bare.startswith("'") else bare
