"""The best one-to-one assignment of accepted answers to blanks, exact and in cubic time."""

from __future__ import annotations

from fractions import Fraction

ZERO = Fraction(0)


def best_assignment(table: list[list[Fraction]]) -> Fraction:
    """Return the largest sum of a matching of rows to columns, each used at most once.

    Rows are taken in one after the other; each may push earlier ones to other
    columns (the Hungarian method; Kuhn, Naval Research Logistics 2, 1955).
    """
    size = max(len(table), len(table[0]) if table else 0)
    costs = [[-_entry(table, row, column) for column in range(size)] for row in range(size)]
    matching = _Matching(costs)
    for row in range(size):
        matching.take_in(row)
    return -sum((costs[row][column] for column, row in enumerate(matching.row_of)), ZERO)


def _entry(table: list[list[Fraction]], row: int, column: int) -> Fraction:
    """Return a share, 0 beyond the table: the square is filled up with places that earn nothing."""
    return table[row][column] if row < len(table) and column < len(table[row]) else ZERO


class _Matching:
    """A matching of least cost of the rows taken in so far; no reduced cost (cost - potentials) is below 0."""

    def __init__(self, costs: list[list[Fraction]]) -> None:
        self._costs = costs
        self._rows = [ZERO] * len(costs)
        self._columns = [ZERO] * len(costs)
        self.row_of = [-1] * len(costs)

    def take_in(self, row: int) -> None:
        """Add a row along the cheapest path to a free column."""
        size = len(self._costs)
        far = [self._reduced(row, column) for column in range(size)]
        before = [-1] * size
        reached: list[int] = []
        total = ZERO
        while True:
            column = min((at for at in range(size) if at not in reached), key=far.__getitem__)
            total = far[column]
            reached.append(column)
            if self.row_of[column] == -1:
                break
            for other in range(size):
                step = total + self._reduced(self.row_of[column], other)
                if other not in reached and step < far[other]:
                    far[other], before[other] = step, column
        self._shift(row, reached, far, total)
        while column != -1:
            previous = before[column]
            self.row_of[column] = row if previous == -1 else self.row_of[previous]
            column = previous

    def _reduced(self, row: int, column: int) -> Fraction:
        return self._costs[row][column] - self._rows[row] - self._columns[column]

    def _shift(self, row: int, reached: list[int], far: list[Fraction], total: Fraction) -> None:
        """Move the potentials so that the path costs nothing and nothing falls below 0."""
        self._rows[row] += total
        for column in reached[:-1]:
            self._rows[self.row_of[column]] += total - far[column]
            self._columns[column] -= total - far[column]
