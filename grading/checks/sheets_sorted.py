"""S.sorted: the same rows as in the starter file, and in the wanted order. How they were sorted does not matter."""

from __future__ import annotations

from collections import Counter

from grading.checks.finding import CannotJudgeError, Finding, Verdict, found, unjudged
from grading.checks.sheets_cells import starter_sheet
from grading.checks.sheets_common import CELLS_MAX, RangeOf, area_of, find_sheet, value_or_kept
from grading.checks.sheets_formula import value_text
from grading.checks.subject import Subject
from grading.checks.types import Parameters
from grading.office.formulas.calculation import Book, Calculation
from grading.office.formulas.catalogue import FUNCTIONS
from grading.office.formulas.coercion import same_number
from grading.office.formulas.values import BLANK, Scalar
from grading.office.model import Area, Sheet, Workbook, cell_name, find_area
from itembank.base.i18n import _

SEVERAL_SOUNDS = frozenset("重长曾单解行乐朴仇盖石查翟尉种区任冼覃缪晟召藏朝参差传弹都发降卷空率没宁曲折着")
"""Characters whose sound, and so their place, depends on the word."""
_ORDERS = {"asc": 1, "desc": -1}
_GB_FIRST, _GB_LAST = b"\xb0\xa1", b"\xd7\xf9"

Row = tuple[Scalar, ...]


class SortKey(Parameters, frozen=True, kw_only=True):
    """A column by its letter, "asc" or "desc"; `values` is an order of its own (甲, 乙, 丙)."""

    column: str
    order: str = "asc"
    values: tuple[str, ...] = ()


class Sorted(RangeOf, frozen=True, kw_only=True):
    """The range that is sorted, with its header row unless `header` is false; the first key comes first."""

    keys: tuple[SortKey, ...]
    header: bool = True


def is_sorted(subject: Subject, file: str, wanted: Sorted) -> Finding:
    """Look at the rows, then at their order."""
    workbook = subject.workbook(file)
    sheet = find_sheet(workbook, wanted.sheet)
    area = area_of(wanted.range)
    if area.size > CELLS_MAX:
        raise CannotJudgeError(_("评分标准中的区域“{text}”太大。").format(text=area.name))
    rows = _rows(workbook, sheet, area)
    before = _rows(subject.starter_workbook(file), starter_sheet(subject, file, workbook, sheet), area)
    spoiled = _spoiled(rows, before, area, header=wanted.header)
    if spoiled:
        return found(is_met=False, sentence=spoiled, place=wanted.range)
    problems = [
        problem
        for number in range(int(wanted.header), len(rows) - 1)
        if (problem := _out_of_order(rows[number], rows[number + 1], area, wanted.keys, area.first_row + number))
    ]
    if problems:
        # What is surely out of order is so wherever two rows cannot be told apart.
        return next((one for one in problems if one.verdict is Verdict.NOT_MET), problems[0])
    return found(is_met=True, sentence=_("{range} 已按要求排序。").format(range=wanted.range), place=wanted.range)


def _rows(workbook: Workbook, sheet: Sheet, area: Area) -> list[Row]:
    calculation = Calculation(Book.of(workbook, FUNCTIONS))
    return [
        tuple(
            value_or_kept(calculation, sheet, row, column) for column in range(area.first_column, area.last_column + 1)
        )
        for row in range(area.first_row, area.last_row + 1)
    ]


def _spoiled(rows: list[Row], before: list[Row], area: Area, *, header: bool) -> str:
    """Compare the rows as a multiset, by the columns that held anything in the starter file."""
    start = int(header)
    columns = [
        index
        for index in range(area.last_column - area.first_column + 1)
        if any(row[index] is not BLANK for row in before[start:])
    ]
    if header and [_key(rows[0][index]) for index in columns] != [_key(before[0][index]) for index in columns]:
        return _("标题行被改动或参与了排序。")
    now = Counter(tuple(_key(row[index]) for index in columns) for row in rows[start:])
    then = Counter(tuple(_key(row[index]) for index in columns) for row in before[start:])
    if now == then:
        return ""
    lost = next(iter(then - now), ())
    shown = "、".join(text for _kind, text in lost)[:120]
    return _("数据行与素材不一致，例如找不到“{row}”这一行：排序时数据被打乱或改动。").format(row=shown)


def _key(value: Scalar) -> tuple[str, str]:
    if value == "":
        value = BLANK
    if isinstance(value, float):
        return "number", f"{value:.12g}"
    return type(value).__name__, value if isinstance(value, str) else value_text(value)


def _out_of_order(upper: Row, lower: Row, area: Area, keys: tuple[SortKey, ...], row: int) -> Finding | None:
    for key in keys:
        column = _column(key, area)
        one, other = upper[column - area.first_column], lower[column - area.first_column]
        order = in_order(one, other, key)
        if order == 0:
            continue
        if order is not None and order < 0:
            return None
        cell = cell_name(row, column)
        if order is None:
            text = _("{cell} 的“{one}”与下一行的“{other}”哪个在前，无法自动判断。")
            return unjudged(text.format(cell=cell, one=value_text(one), other=value_text(other)), place=cell)
        wish = _("升序") if key.order == "asc" else _("降序")
        sentence = _("{cell} 的 {one} 排在 {other} 之前，要求按 {column} 列{order}。").format(
            cell=cell, one=value_text(one), other=value_text(other), column=key.column, order=wish
        )
        observed = f"{value_text(one)}, {value_text(other)}"
        return found(is_met=False, sentence=sentence, observed=observed, expected=wish, place=cell)
    return None


def _column(key: SortKey, area: Area) -> int:
    found_area = find_area(f"{key.column}:{key.column}")
    if found_area is None or not area.first_column <= found_area.first_column <= area.last_column:
        raise CannotJudgeError(_("评分标准中的排序列“{column}”不在区域内。").format(column=key.column))
    if key.order not in _ORDERS:
        raise CannotJudgeError(_("评分标准中的次序“{order}”无法理解。").format(order=key.order))
    return found_area.first_column


def in_order(one: Scalar, other: Scalar, key: SortKey) -> int | None:
    """Return -1 when the first may stand above, 0 for a tie, None when nobody can tell; blanks stand last."""
    empty = one in {BLANK, ""}, other in {BLANK, ""}
    if any(empty):
        return empty[0] - empty[1]
    order = _own_order(one, other, key.values) if key.values else _natural(one, other)
    return None if order is None else order * _ORDERS[key.order]


def _own_order(one: Scalar, other: Scalar, values: tuple[str, ...]) -> int:
    places = [
        values.index(str(value).strip()) if str(value).strip() in values else len(values) for value in (one, other)
    ]
    return (places[0] > places[1]) - (places[0] < places[1])


def _natural(one: Scalar, other: Scalar) -> int | None:
    if isinstance(one, float) and isinstance(other, float):
        return 0 if same_number(one, other) else (one > other) - (one < other)
    if isinstance(one, str) and isinstance(other, str):
        return text_order(one, other)
    ranks = _rank(one), _rank(other)
    return (ranks[0] > ranks[1]) - (ranks[0] < ranks[1])


def _rank(value: Scalar) -> int:
    if isinstance(value, bool):
        return 2
    return 0 if isinstance(value, float) else 1 if isinstance(value, str) else 3


def text_order(one: str, other: str) -> int | None:
    """Compare as a Chinese office program sorts: Latin first, characters by pinyin; None when the sound is open."""
    for left, right in zip(one.upper(), other.upper(), strict=False):
        if left == right:
            continue
        if left.isascii() or right.isascii():
            return (left > right) - (left < right)
        if left in SEVERAL_SOUNDS or right in SEVERAL_SOUNDS:
            return None
        codes = _pinyin_code(left), _pinyin_code(right)
        if codes[0] is None or codes[1] is None:
            return None
        return (codes[0] > codes[1]) - (codes[0] < codes[1])
    return (len(one) > len(other)) - (len(one) < len(other))


def _pinyin_code(letter: str) -> bytes | None:
    """Return the GB 2312 code of a common character, whose order is that of the sounds."""
    try:
        code = letter.encode("gb2312")
    except UnicodeEncodeError:
        return None
    return code if _GB_FIRST <= code <= _GB_LAST else None
