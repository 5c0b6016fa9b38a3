"""S.formula: formulas are judged by what they do, on the data as it is and after seeded changes of it.

SUM(C2:E2) and C2+D2+E2 are equally right; a typed number and a wrong "$" are
not. The value a file keeps for a formula is never looked at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction

import msgspec

from grading.checks.finding import CannotJudgeError, Finding, shared, unjudged
from grading.checks.sheets_changes import ROUNDS, Input, bounds_named, changes, columns_of
from grading.checks.sheets_common import RangeOf, area_of, by_place, find_sheet, places_in, shown
from grading.checks.subject import Subject
from grading.checks.values import Tolerance
from grading.office.formulas.calculation import Book, Calculation, Formula
from grading.office.formulas.catalogue import FUNCTIONS, one_name
from grading.office.formulas.chinese_digits import same_zero
from grading.office.formulas.coercion import number_text
from grading.office.formulas.parser import parse
from grading.office.formulas.scope import Place
from grading.office.formulas.tree import Call, Literal, Node, Reference, nodes_of
from grading.office.formulas.values import Blank, CannotCalculateError, ErrorValue, Obstacle, Scalar
from grading.office.model import CellKind, FormulaKind, Sheet, Workbook, cell_name
from grading.office.xlsx.shared_formulas import SharedFormula
from itembank.base.i18n import N_, _

AGREES_WITHIN = 1e-9
INPUTS_MAX = 5_000
_FUNCTION = re.compile(r"([A-Za-z][A-Za-z0-9.]*)\(")
_OBSTACLES = {
    Obstacle.SYNTAX: N_("公式写法无法识别"),
    Obstacle.TOO_LONG: N_("公式太长"),
    Obstacle.TOO_DEEP: N_("公式嵌套太深"),
    Obstacle.FUNCTION: N_("不支持函数 {detail}"),
    Obstacle.NAME: N_("不认识名称 {detail}"),
    Obstacle.EXTERNAL: N_("引用了别的工作簿"),
    Obstacle.VOLATILE: N_("结果随时间或随机数变化（{detail}）"),
    Obstacle.NUMBER_FORMAT: N_("不支持数字格式 {detail}"),
    Obstacle.CIRCULAR: N_("公式循环引用自己"),
    Obstacle.STEPS: N_("计算量太大"),
    Obstacle.DATA_TABLE: N_("使用了模拟运算表"),
    Obstacle.UNSUPPORTED: N_("使用了不支持的写法 {detail}"),
}


class FormulaOf(RangeOf, frozen=True, kw_only=True):
    """Formulas of a range and the model they must agree with.

    `model` is written for the first cell and filled over the range like a copied
    formula. `inputs` names the cells that are changed ("C2:E9", several by comma,
    other sheets as "表2!A1:B9"); without it those the model refers to. Of
    `functions` one must be used (names of the same function count as one), of
    `avoids` none. `tolerance` is a number in text by which values may differ.
    `today` (YYYY-MM-DD) is what TODAY() gives in the trial.
    """

    model: str
    inputs: str = ""
    functions: tuple[str, ...] = ()
    avoids: tuple[str, ...] = ()
    tolerance: Tolerance = ""
    today: str = "2030-01-01"


@dataclass(frozen=True, slots=True)
class _Problem:
    """Why a cell is not right, or (with `unsure`) why nobody can tell here."""

    sentence: str
    observed: str = ""
    expected: str = ""
    unsure: bool = False


@dataclass(frozen=True)
class _Trial:
    """The candidate's formulas beside the model's in one workbook."""

    workbook: Workbook
    sheet: Sheet
    wanted: FormulaOf
    models: dict[tuple[int, int], str]
    tolerance: float
    now: datetime

    def first_problems(self) -> dict[tuple[int, int], _Problem]:
        """Return what is wrong with the formulas as they are written."""
        spilled = _spilled_places(self.sheet)
        found: dict[tuple[int, int], _Problem] = {}
        for place in self.models:
            cell = self.sheet.cell(*place)
            if cell is not None and cell.formula:
                problem = self._written(place, cell.formula)
            elif place in spilled:
                problem = self._written(place, spilled[place])
            else:
                problem = _Problem(
                    _("{cell} 中没有公式，内容是“{value}”。").format(cell=cell_name(*place), value=shown(cell)),
                    shown(cell),
                )
            if problem is not None:
                found[place] = problem
        return found

    def _written(self, place: tuple[int, int], formula: str) -> _Problem | None:
        used = _functions_of(formula)
        wanted = {one_name(name) for name in self.wanted.functions}
        if wanted and not wanted & used:
            return _Problem(
                _("{cell} 的公式“={formula}”没有使用函数 {names}。").format(
                    cell=cell_name(*place), formula=formula[:120], names="、".join(self.wanted.functions)
                ),
                f"={formula}"[:200],
            )
        avoided = {one_name(name) for name in self.wanted.avoids} & used
        if avoided:
            return _Problem(
                _("{cell} 的公式“={formula}”使用了不允许的函数 {names}。").format(
                    cell=cell_name(*place), formula=formula[:120], names="、".join(sorted(avoided))
                ),
                f"={formula}"[:200],
            )
        return None

    def compare(self, known: dict[tuple[int, int], _Problem]) -> dict[tuple[int, int], _Problem]:
        """Return what is wrong with the values, on the data as it is and after each change of it."""
        book = Book.of(self.workbook, FUNCTIONS)
        filled = {Place(self.sheet.name, *place): Formula(text) for place, text in self.models.items()}
        found = dict(known)
        # The model's own formulas agree on any data; one look still finds what cannot be calculated.
        turns = [{}] if self._is_model_throughout(book) else self._turns()
        for turn, change in enumerate(turns):
            own = Calculation(book, now=self.now, changes=change)
            model = Calculation(book, now=self.now, changes={**change, **filled})
            for place in self.models:
                if place not in found:
                    problem = self._differs(place, own, model, is_changed=turn > 0)
                    if problem is not None:
                        found[place] = problem
        return found

    def _is_model_throughout(self, book: Book) -> bool:
        """Tell whether every cell holds the model's own formula, spelled as it may be."""
        for place, model in self.models.items():
            cell = self.sheet.cell(*place)
            if cell is None or not cell.formula or cell.formula_kind is not FormulaKind.NORMAL:
                return False
            try:
                if book.tree(cell.formula) != book.tree(model):
                    return False
            except CannotCalculateError:
                return False
        return True

    def _turns(self) -> list[dict[Place, Scalar]]:
        first = next(iter(self.models.values()))
        tree = _model_tree(first)
        inputs = self._inputs()
        if sum(min(one.area.size, len(one.sheet.cells)) for one in inputs) > INPUTS_MAX * 10:
            raise CannotJudgeError(_("评分标准中的数据区域“{text}”太大。").format(text=self.wanted.inputs))
        seed = f"{self.wanted.range}|{first}"
        columns = columns_of(self.workbook, inputs, bounds_named(tree))
        fixed = self._criteria()
        turns: list[dict[Place, Scalar]] = [{}]
        for turn in range(1, ROUNDS + 1):
            change = changes(columns, turn=turn, seed=seed)
            turns.append({p: value for p, value in change.items() if not self._is_judged(p) and p not in fixed})
        return turns

    def _criteria(self) -> set[Place]:
        """Return cells that formulas point at instead of writing the word the model writes: these words stay.

        COUNTIF(C3:C12,C3) counts what COUNTIF(C3:C12,"1班") counts as long as C3 says 1班.
        """
        first = next(iter(self.models.values()))  # the others are copies of it
        literals = [one.value for one in nodes_of(_model_tree(first)) if isinstance(one, Literal)]
        words = {one.lstrip("<>=") for one in literals if isinstance(one, str)}
        pointed: set[Place] = set()
        for place, model in self.models.items() if words else ():
            cell = self.sheet.cell(*place)
            own = [] if cell is None else _single_cells(cell.formula, self.sheet.name)
            pointed |= set(own) - set(_single_cells(model, self.sheet.name))
        return {one for one in pointed if self._text_at(one) in words}

    def _text_at(self, place: Place) -> str | None:
        sheet = self.workbook.sheet(place.sheet)
        cell = None if sheet is None else sheet.cell(place.row, place.column)
        return cell.value if cell is not None and cell.kind is CellKind.TEXT and not cell.formula else None

    def _is_judged(self, place: Place) -> bool:
        return place.sheet == self.sheet.name and (place.row, place.column) in self.models

    def _inputs(self) -> list[Input]:
        if not self.wanted.inputs:
            return [
                Input(find_sheet(self.workbook, node.sheet) if node.sheet else self.sheet, node.area)
                for text in self.models.values()
                for node in nodes_of(_model_tree(text))
                if isinstance(node, Reference)
            ]
        found: list[Input] = []
        for part in self.wanted.inputs.replace("，", ",").split(","):
            name, _mark, _area = part.strip().rpartition("!")
            sheet = find_sheet(self.workbook, name.strip("'")) if name else self.sheet
            found.append(Input(sheet, area_of(part)))
        return found

    def _differs(
        self, place: tuple[int, int], own: Calculation, model: Calculation, *, is_changed: bool
    ) -> _Problem | None:
        where = Place(self.sheet.name, *place)
        cell = cell_name(*place)
        formula = (own.formula_at(where) or "")[:120]
        try:
            wanted = model.value_at(where)
        except CannotCalculateError as error:
            raise CannotJudgeError(
                _("评分标准中的公式“={formula}”无法计算：{reason}。").format(
                    formula=self.models[place][:120], reason=obstacle_text(error)
                )
            ) from error
        try:
            seen = own.value_at(where)
        except CannotCalculateError as error:
            return _not_calculated(cell, formula, error)
        # An error in the model after a change is an accident of the drawn data; another way out of it is no fault.
        if agrees(seen, wanted, self.tolerance) or (is_changed and isinstance(wanted, ErrorValue)):
            return None
        text = (
            _("改变数据后，{cell} 的公式“={formula}”得 {observed}，应得 {expected}。")
            if is_changed
            else _("{cell} 的公式“={formula}”得 {observed}，应得 {expected}。")
        )
        observed, expected = value_text(seen), value_text(wanted)
        return _Problem(
            text.format(cell=cell, formula=formula, observed=observed, expected=expected), observed, expected
        )


def formula(subject: Subject, file: str, wanted: FormulaOf) -> Finding:
    """Judge the formulas of a range."""
    workbook = subject.workbook(file)
    sheet = find_sheet(workbook, wanted.sheet)
    area = area_of(wanted.range)
    wanted = msgspec.structs.replace(
        wanted, model=by_place(wanted.model, workbook), inputs=by_place(wanted.inputs, workbook)
    )
    pattern = SharedFormula(wanted.model.strip().removeprefix("="))
    models = {
        (row, column): pattern.moved(row - area.first_row, column - area.first_column)
        for row, column in places_in(sheet, area)
    }
    trial = _Trial(workbook, sheet, wanted, models, _tolerance(wanted.tolerance), _day(wanted.today))
    problems = trial.first_problems()
    if len(problems) < len(models) and (wanted.partial or not problems):
        problems = trial.compare(problems)
    return _finding(problems, len(models), wanted)


def _finding(problems: dict[tuple[int, int], _Problem], count: int, wanted: FormulaOf) -> Finding:
    wrong = [(place, problem) for place, problem in problems.items() if not problem.unsure]
    unsure = [(place, problem) for place, problem in problems.items() if problem.unsure]
    if not problems:
        sentence = _("{range} 的公式正确，改变数据后结果仍然正确。").format(range=wanted.range)
        return shared(Fraction(1), sentence=sentence, expected=wanted.model, place=wanted.range)
    if unsure and (wanted.partial or not wrong):
        place, problem = unsure[0]
        return unjudged(problem.sentence, place=cell_name(*place))
    place, problem = wrong[0]
    more = _("共有 {count} 个单元格不正确。").format(count=len(wrong)) if len(wrong) > 1 else ""
    return shared(
        Fraction(count - len(wrong), count) if wanted.partial else Fraction(0),
        sentence=_("{one}{other}").format(one=problem.sentence, other=more).strip(),
        observed=problem.observed,
        expected=problem.expected or wanted.model,
        place=cell_name(*place),
    )


def agrees(seen: Scalar, wanted: Scalar, tolerance: float = 0.0) -> bool:
    """Tell whether two values are the same result; nothing and an empty text look the same."""
    if isinstance(seen, bool) or isinstance(wanted, bool):
        return seen is wanted
    if isinstance(seen, float) and isinstance(wanted, float):
        return abs(seen - wanted) <= max(tolerance, AGREES_WITHIN * max(abs(seen), abs(wanted)))
    if isinstance(seen, str) and isinstance(wanted, str):
        return same_zero(seen) == same_zero(wanted)
    empty = {Blank.BLANK, ""}
    return seen == wanted or (seen in empty and wanted in empty)


def value_text(value: Scalar) -> str:
    """Write a value for a person."""
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return number_text(value)
        case ErrorValue():
            return value.value
        case str():
            return f"“{value[:100]}”"
        case _:
            return _("空白")


def obstacle_text(error: CannotCalculateError) -> str:
    """Say why a formula cannot be calculated."""
    return _(_OBSTACLES[error.obstacle]).format(detail=error.detail)


def _not_calculated(cell: str, text: str, error: CannotCalculateError) -> _Problem:
    is_wrong = error.obstacle is Obstacle.CIRCULAR
    sentence = (
        _("{cell} 的公式“={formula}”循环引用，没有结果。")
        if is_wrong
        else _("{cell} 的公式“={formula}”无法自动计算：{reason}。")
    )
    return _Problem(
        sentence.format(cell=cell, formula=text, reason=obstacle_text(error)), f"={text}", unsure=not is_wrong
    )


def _model_tree(text: str) -> Node:
    try:
        return parse(text)
    except CannotCalculateError as error:
        raise CannotJudgeError(
            _("评分标准中的公式“={formula}”无法计算：{reason}。").format(
                formula=text[:120], reason=obstacle_text(error)
            )
        ) from error


def _functions_of(text: str) -> set[str]:
    """Return the functions a formula uses, also of one that cannot be calculated."""
    try:
        nodes = nodes_of(parse(text))
    except CannotCalculateError:
        bare = re.sub(r'"[^"]*"', "", text)
        return {one_name(name) for name in _FUNCTION.findall(bare)}
    return {one_name(node.name) for node in nodes if isinstance(node, Call)}


def _spilled_places(sheet: Sheet) -> dict[tuple[int, int], str]:
    """Return the cells that array formulas of other cells fill, with the formula."""
    return {
        (row, column): cell.formula
        for cell in sheet.cells
        if cell.spills is not None and 1 < cell.spills.size <= INPUTS_MAX
        for row in range(cell.spills.first_row, cell.spills.last_row + 1)
        for column in range(cell.spills.first_column, cell.spills.last_column + 1)
    }


def _single_cells(text: str, sheet: str) -> list[Place]:
    """Return the single cells a formula points at; none of one that cannot be calculated."""
    try:
        nodes = list(nodes_of(parse(text))) if text else []
    except CannotCalculateError:
        return []
    return [
        Place(node.sheet or sheet, node.area.first_row, node.area.first_column)
        for node in nodes
        if isinstance(node, Reference) and node.area.size == 1
    ]


def _tolerance(text: str) -> float:
    try:
        return abs(float(Decimal(text))) if text else 0.0
    except InvalidOperation as error:
        raise CannotJudgeError(_("评分标准中的误差“{text}”不是数。").format(text=text)) from error


def _day(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise CannotJudgeError(_("评分标准中的日期“{text}”无法理解。").format(text=text)) from error
