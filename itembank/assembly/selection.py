"""The choice of items as a problem in whole numbers: rows over yes/no variables, free of any solver.

A variable says "this item stands in this section of this form". The same rows
are given to the solver and checked afterwards without it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

from itembank.assembly.blueprint import Blueprint, Overlap, SectionPlan
from itembank.assembly.draw import Draw
from itembank.bank.record import BankItem
from itembank.base.i18n import _

COST_LIMIT = 1_000_000
DIFFICULTY_UNITS = 1000
UNKNOWN_DIFFICULTY = Fraction(65, 100)


@dataclass(frozen=True, slots=True)
class Place:
    """What a variable stands for: numbers of form, section and item."""

    form: int
    section: int
    item: int


@dataclass(frozen=True, slots=True)
class Row:
    """`low` <= sum of coefficient x variable <= `high`; `reason` names the row for people, where one may fall short."""

    terms: tuple[tuple[int, int], ...]
    low: int
    high: int
    reason: str = ""
    counts_items: bool = True


@dataclass(frozen=True, slots=True)
class Band:
    """The difficulty of one form: the terms' sum, wanted at `target` +- `tolerance`; None = like the other forms."""

    terms: tuple[tuple[int, int], ...]
    target: int | None
    tolerance: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything a solver needs. `costs` are drawn from the seed and decide between equally good choices."""

    places: tuple[Place, ...]
    rows: tuple[Row, ...]
    bands: tuple[Band, ...]
    costs: tuple[int, ...]

    def is_kept(self, row: Row, chosen: frozenset[int]) -> bool:
        """Say whether a choice keeps a row."""
        return row.low <= sum(weight for number, weight in row.terms if number in chosen) <= row.high

    def broken(self, chosen: frozenset[int]) -> list[Row]:
        """Return the rows that a choice breaks."""
        return [row for row in self.rows if not self.is_kept(row, chosen)]


@dataclass(slots=True)
class _Builder:
    blueprint: Blueprint
    pool: Sequence[BankItem]
    places: list[Place] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    by_cell: dict[tuple[int, int], list[int]] = field(default_factory=lambda: defaultdict(list))
    by_item: dict[tuple[int, int], list[int]] = field(default_factory=lambda: defaultdict(list))


def make_problem(blueprint: Blueprint, pool: Sequence[BankItem]) -> Problem:
    """Write the blueprint as rows over the pool (sorted by identifier)."""
    build = _Builder(blueprint, pool)
    _add_places(build)
    _add_sections(build)
    _add_single_use(build)
    _add_enemies(build)
    _add_stimulus_sets(build)
    _add_overlap(build)
    _add_totals(build)
    return Problem(tuple(build.places), tuple(build.rows), _bands(build), _costs(build))


def forms_of(blueprint: Blueprint) -> Sequence[str]:
    """The forms in the order in which variables number them."""
    return blueprint.all_forms()


def _add_places(build: _Builder) -> None:
    for section, plan in enumerate(build.blueprint.sections):
        fitting = [number for number, item in enumerate(build.pool) if plan.filter.takes(item)]
        for form in range(len(forms_of(build.blueprint))):
            for item in fitting:
                build.by_cell[form, section].append(len(build.places))
                build.by_item[form, item].append(len(build.places))
                build.places.append(Place(form, section, item))


def _add_sections(build: _Builder) -> None:
    for section, plan in enumerate(build.blueprint.sections):
        for form in range(len(forms_of(build.blueprint))):
            numbers = build.by_cell[form, section]
            build.rows.append(_count(numbers, plan.count, plan.count, _section_reason(plan)))
            for quota in plan.quotas:
                meant = [n for n in numbers if quota.filter.takes(build.pool[build.places[n].item])]
                reason = _("“{section}”中的“{title}”").format(section=plan.title, title=quota.filter.title())
                build.rows.append(_count(meant, quota.at_least, min(quota.at_most, plan.count), reason))


def _section_reason(plan: SectionPlan) -> str:
    return _("“{section}”").format(section=plan.title)


def _add_single_use(build: _Builder) -> None:
    """An item stands at most once in a form."""
    build.rows.extend(_count(numbers, 0, 1) for numbers in build.by_item.values() if len(numbers) > 1)


def _add_enemies(build: _Builder) -> None:
    numbers = {item.identifier: number for number, item in enumerate(build.pool)}
    pairs = {
        (min(number, numbers[enemy]), max(number, numbers[enemy]))
        for number, item in enumerate(build.pool)
        for enemy in item.facts.enemies
        if enemy in numbers and numbers[enemy] != number
    }
    for form in range(len(forms_of(build.blueprint))):
        for left, right in sorted(pairs):
            variables = [*build.by_item.get((form, left), ()), *build.by_item.get((form, right), ())]
            if len(variables) > 1:
                build.rows.append(_count(variables, 0, 1))


def _add_stimulus_sets(build: _Builder) -> None:
    """Items of one set stand in a form together or not at all."""
    members: dict[str, list[int]] = defaultdict(list)
    for number, item in enumerate(build.pool):
        if item.facts.stimulus:
            members[item.facts.stimulus].append(number)
    for form in range(len(forms_of(build.blueprint))):
        for name in sorted(members):
            first, *others = [build.by_item.get((form, item), []) for item in members[name]]
            for other in others:
                terms = (*((number, 1) for number in first), *((number, -1) for number in other))
                build.rows.append(Row(terms, 0, 0))


def _add_overlap(build: _Builder) -> None:
    used: dict[int, list[int]] = defaultdict(list)
    for number, place in enumerate(build.places):
        if build.blueprint.overlap_of(build.blueprint.sections[place.section]) is Overlap.DISJOINT:
            used[place.item].append(number)
    build.rows.extend(_count(numbers, 0, 1) for numbers in used.values() if len(numbers) > 1)


def _add_totals(build: _Builder) -> None:
    total = build.blueprint.total_points
    if total is None:
        return
    amounts = [_points(build, place) for place in build.places]
    scale = lcm(total.denominator, *(amount.denominator for amount in amounts))
    for form, numbers in _by_form(build).items():
        terms = tuple((number, int(amounts[number] * scale)) for number in numbers)
        reason = _("试卷“{form}”的总分 {total}").format(form=forms_of(build.blueprint)[form], total=total)
        build.rows.append(Row(terms, int(total * scale), int(total * scale), reason, counts_items=False))


def _bands(build: _Builder) -> tuple[Band, ...]:
    """Points x expected share, summed over a form, in thousandths of a point."""
    blueprint = build.blueprint
    whole = sum((_expected_points(build, plan) for plan in blueprint.sections), Fraction(0))
    tolerance = int(blueprint.tolerance * whole * DIFFICULTY_UNITS)
    target = None if blueprint.difficulty is None else int(blueprint.difficulty * whole * DIFFICULTY_UNITS)
    if target is None and len(forms_of(blueprint)) == 1:
        return ()
    return tuple(
        Band(tuple((number, _difficulty(build, build.places[number])) for number in numbers), target, tolerance)
        for numbers in _by_form(build).values()
    )


def _expected_points(build: _Builder, plan: SectionPlan) -> Fraction:
    if plan.points is not None:
        return plan.points * plan.count
    fitting = [item.facts.points for item in build.pool if plan.filter.takes(item)]
    return sum(fitting, Fraction(0)) / max(len(fitting), 1) * plan.count


def _difficulty(build: _Builder, place: Place) -> int:
    difficulty = build.pool[place.item].facts.difficulty
    share = UNKNOWN_DIFFICULTY if difficulty is None else difficulty
    return int(_points(build, place) * share * DIFFICULTY_UNITS)


def _costs(build: _Builder) -> tuple[int, ...]:
    forms = forms_of(build.blueprint)
    return tuple(
        Draw(
            build.blueprint.seed,
            "select",
            build.blueprint.exam,
            forms[place.form],
            build.blueprint.sections[place.section].identifier,
            build.pool[place.item].identifier,
        ).below(COST_LIMIT)
        for place in build.places
    )


def _points(build: _Builder, place: Place) -> Fraction:
    return build.blueprint.sections[place.section].points_of(build.pool[place.item])


def _by_form(build: _Builder) -> Mapping[int, list[int]]:
    found: dict[int, list[int]] = {form: [] for form in range(len(forms_of(build.blueprint)))}
    for number, place in enumerate(build.places):
        found[place.form].append(number)
    return found


def _count(numbers: Iterable[int], low: int, high: int, reason: str = "") -> Row:
    return Row(tuple((number, 1) for number in numbers), low, high, reason)
