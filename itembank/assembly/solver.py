"""Hands a problem to HiGHS: first the smallest deviation in difficulty, then, at that deviation, the drawn costs.

No limit is a time, so that a slow machine finds what a fast one finds. When
both searches end with a proof, the choice is the only best one and any solver
would find it; `Solution.is_proven` says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import highspy

from itembank.assembly.selection import Problem, Row

MAX_NODES = 2000
EXACT_VARIABLES = 4000
LARGE_GAP = 0.02
ROUNDING = 1e-6
COST_GAP = 0.5
Outcome = highspy.HighsModelStatus


@dataclass(frozen=True, slots=True)
class Solution:
    """The chosen variables; `deviation` is the worst form's, in the units of the bands, beyond the tolerance."""

    chosen: frozenset[int]
    deviation: int
    is_proven: bool


def solve(problem: Problem, max_nodes: int = MAX_NODES) -> Solution | None:
    """Find a choice, or None when no choice keeps all rows."""
    if any(row.low > 0 and not row.terms for row in problem.rows):
        return None
    deviation, first_proven = 0, True
    if problem.bands:
        model = _Model(problem, max_nodes)
        model.minimise_deviation()
        found = model.run()
        if found is None:
            return None
        deviation, first_proven = ceil(model.deviation() - ROUNDING), found.is_proven
    model = _Model(problem, max_nodes)
    model.cap_deviation(deviation)
    model.minimise_costs()
    best = model.run()
    return None if best is None else Solution(best.chosen, deviation, first_proven and best.is_proven)


def shortfall(problem: Problem) -> list[tuple[Row, int]]:
    """Return the rows with a reason that cannot all be kept, each with the amount that is missing."""
    named = [row for row in problem.rows if row.reason]
    model = _Model(problem, MAX_NODES, elastic=True)
    if model.run() is None:
        return []
    return [(row, amount) for row, amount in zip(named, model.slacks(), strict=True) if amount]


class _Quiet(highspy.Highs):
    """HiGHS without its banner: the class's own constructor connects callbacks, and that prints lines to stdout."""

    def __init__(self) -> None:
        super(highspy.Highs, self).__init__()
        self.setOptionValue("output_flag", False)


class _Model:
    """One run of HiGHS with its columns in our order: variables, then deviation, target, slacks."""

    def __init__(self, problem: Problem, max_nodes: int, *, elastic: bool = False) -> None:
        self._problem = problem
        self._size = len(problem.places)
        self._highs = _Quiet()
        options: dict[str, bool | int | float | str] = {
            "threads": 1,
            "parallel": "off",
            "random_seed": 0,
            "mip_rel_gap": 0.0 if self._size <= EXACT_VARIABLES else LARGE_GAP,
            "mip_abs_gap": COST_GAP,
            "mip_max_nodes": max_nodes,
        }
        for option, value in options.items():
            self._highs.setOptionValue(option, value)
        for _number in range(self._size):
            self._add_column(0.0, 1.0, whole=True)
        self._deviation = self._target = self._first_slack = -1
        if elastic:
            self._add_elastic_rows()
        else:
            for row in problem.rows:
                self._add_row(row.terms, row.low, row.high)

    def minimise_deviation(self) -> None:
        """Ask for the smallest worst deviation of all bands."""
        self._add_bands()
        self._highs.changeColCost(self._deviation, 1.0)

    def cap_deviation(self, limit: int) -> None:
        """Keep the deviation that was reached."""
        if self._problem.bands:
            self._add_bands()
            self._highs.changeColBounds(self._deviation, 0.0, float(limit))

    def minimise_costs(self) -> None:
        """Let the drawn costs decide."""
        for number, cost in enumerate(self._problem.costs):
            self._highs.changeColCost(number, float(cost))

    def run(self) -> Solution | None:
        """Solve; None when nothing keeps the rows."""
        self._highs.run()
        status = self._highs.getModelStatus()
        info = self._highs.getInfo()
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        values = self._values()
        chosen = frozenset(number for number in range(self._size) if values[number] > 0.5)  # noqa: PLR2004
        return Solution(chosen, 0, status == Outcome.kOptimal and self._size <= EXACT_VARIABLES)

    def deviation(self) -> float:
        """The deviation of the last run."""
        return self._values()[self._deviation]

    def slacks(self) -> list[int]:
        """What is missing in each named row after an elastic run."""
        return [round(value) for value in self._values()[self._first_slack :]]

    def _values(self) -> list[float]:
        return list(self._highs.getSolution().col_value)

    def _add_column(self, low: float, high: float, *, whole: bool) -> int:
        self._highs.addVar(low, high)
        number = int(self._highs.getNumCol()) - 1
        if whole:
            self._highs.changeColIntegrality(number, highspy.HighsVarType.kInteger)
        return number

    def _add_row(self, terms: tuple[tuple[int, int], ...], low: float, high: float) -> None:
        numbers = [number for number, _weight in terms]
        weights = [float(weight) for _number, weight in terms]
        self._highs.addRow(low, high, len(terms), numbers, weights)

    def _add_bands(self) -> None:
        """|sum - target| <= tolerance + deviation for every form; without a target, around a free common one."""
        infinity = float(self._highs.getInfinity())
        self._deviation = self._add_column(0.0, infinity, whole=False)
        shared = [band for band in self._problem.bands if band.target is None]
        self._target = self._add_column(-infinity, infinity, whole=False) if shared else -1
        for band in self._problem.bands:
            around = () if band.target is not None else ((self._target, -1),)
            middle = float(band.target or 0)
            below, above = (*band.terms, *around, (self._deviation, 1)), (*band.terms, *around, (self._deviation, -1))
            self._add_row(below, middle - band.tolerance, infinity)
            self._add_row(above, -infinity, middle + band.tolerance)

    def _add_elastic_rows(self) -> None:
        """Let each row with a reason fall short at a cost, and keep all others."""
        named = [row for row in self._problem.rows if row.reason]
        self._first_slack = int(self._highs.getNumCol())
        for _row in named:
            slack = self._add_column(0.0, float(self._highs.getInfinity()), whole=True)
            self._highs.changeColCost(slack, 1.0)
        slacks = iter(range(self._first_slack, self._first_slack + len(named)))
        for row in self._problem.rows:
            terms = (*row.terms, (next(slacks), 1)) if row.reason else row.terms
            self._add_row(terms, row.low, max(row.high, row.low))
