"""Compares two readings of one workbook: values, formulas, number formats and looks of the cells in use."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grading.office.model import Cell, CellKind, Sheet, Workbook
from grading.office.number_formats import bare_code, currency, decimals, has_thousands, is_date, is_percent
from tests.grading.office.differential.cell_reasons import MUTE, CellCase, cell_reason
from tests.grading.office.differential.tally import Difference, Tally

FONT_PROPERTIES = ("latin", "size_pt", "bold", "italic", "underline", "strike", "colour")
PRECISION = 1e-9
_BLANKS = re.compile(r"\s+")


def compare_workbooks(ours: Workbook, theirs: Workbook, name: str) -> Tally:
    """Return how far two readings agree; sheets are paired by name."""
    tally = Tally()
    others = {sheet.name: sheet for sheet in theirs.sheets}
    for sheet in ours.sheets:
        other = others.get(sheet.name)
        if other is not None:
            _Comparison(ours, theirs, name, tally).sheet(sheet, other)
        elif sheet.cells:
            tally.differs(Difference(f"{ours.format} sheet found", sheet.name, ""), name)
    return tally


class _Comparison:
    def __init__(self, ours: Workbook, theirs: Workbook, name: str, tally: Tally) -> None:
        self._ours, self._theirs = ours, theirs
        self._name = name
        self._tally = tally

    def sheet(self, mine: Sheet, other: Sheet) -> None:
        self._tally.same(f"{self._ours.format} sheet found")
        theirs = {(cell.row, cell.column): cell for cell in other.cells}
        for cell in mine.cells:
            if cell.kind is CellKind.BLANK and not cell.formula:
                continue
            partner = theirs.get((cell.row, cell.column))
            for field, one, two in self._facts(mine, other, cell, partner):
                subject = f"{self._ours.format} {field}"
                if is_same(one, two):
                    self._tally.same(subject)
                else:
                    reason = cell_reason(CellCase(subject, one, two, cell, partner, mine, self._ours, self._theirs))
                    place = f"{self._name} {mine.name}!{cell.name}"
                    self._tally.differs(Difference(subject, str(one), str(two), reason, is_mute=reason in MUTE), place)

    def _facts(
        self, mine: Sheet, other: Sheet, cell: Cell, partner: Cell | None
    ) -> Iterator[tuple[str, object, object]]:
        if cell.kind is not CellKind.BLANK:  # a formula that nobody has calculated yet
            yield "value", value_of(cell), value_of(partner)
        if cell.formula:
            yield "formula", plain(cell.formula), plain(partner.formula if partner else "")
        look, their_look = (
            self._ours.style_of(mine, cell.row, cell.column),
            self._theirs.style_of(other, cell.row, cell.column),
        )
        for field in FONT_PROPERTIES:
            yield f"font {field}", getattr(look.font, field), getattr(their_look.font, field)
        yield "fill", look.fill.colour, their_look.fill.colour
        yield "alignment", look.alignment.horizontal, their_look.alignment.horizontal
        yield "wrap", look.alignment.wrap, their_look.alignment.wrap
        if cell.kind is CellKind.NUMBER:
            yield "number format", kind_of_code(look.number_format), kind_of_code(their_look.number_format)


def value_of(cell: Cell | None) -> object:
    """Return what a cell holds: a number as float, else kind and text."""
    if cell is None or cell.kind is CellKind.BLANK:
        return ""
    if cell.kind is CellKind.NUMBER:
        return float(cell.number or 0)
    if cell.kind is CellKind.BOOLEAN:
        return float(cell.value)
    return _BLANKS.sub(" ", cell.value).strip()


def is_same(one: object, two: object) -> bool:
    if isinstance(one, float) and isinstance(two, float):
        return abs(one - two) <= PRECISION * max(abs(one), abs(two), 1)
    return one == two


def plain(formula: str) -> str:
    """Return a formula without blanks, prefixes of newer functions, needless quotes and letter case."""
    bare = _BLANKS.sub("", formula).upper().lstrip("+=")
    for new, old in ((r"_XLFN\.|_XLWS\.", ""), (r"\b(TRUE|FALSE)\(\)", r"\1"), (r"'(\w+)'!", r"\1!")):
        bare = re.sub(new, old, bare)
    return bare


def kind_of_code(code: str) -> str:
    """Return what a number format does to a number, in words; two spellings of one format read the same."""
    if is_date(code):
        letters = re.sub(r"[^a-z\[\]/:年月日时分秒]", "", bare_code(code).lower().replace("general", ""))
        return "date " + re.sub(r"(.)\1+", r"\1", letters)
    words = [f"decimals {decimals(code)}" if bare_code(code) else "nothing"]
    words += ["thousands"] if has_thousands(code) else []
    words += ["percent"] if is_percent(code) else []
    words += [currency(code)] if currency(code) else []
    words += ["scientific"] if "E+" in bare_code(code).upper() else []
    return " ".join(words)
