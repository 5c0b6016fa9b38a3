"""From blueprint and pool to forms, with a report of what was reached. Pure: same input, same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from itembank.assembly.blueprint import Blueprint
from itembank.assembly.errors import ShortageError
from itembank.assembly.explain import shortages_by_count, shortages_together
from itembank.assembly.forms import MadeForm, make_form
from itembank.assembly.selection import make_problem
from itembank.assembly.solver import Solution, solve
from itembank.bank.record import BankItem
from itembank.base.canonical import canonical_bytes, digest


@dataclass(frozen=True, slots=True)
class FormFigures:
    """What one form amounts to; `difficulty` is the expected share of its points, as far as items have one."""

    form: str
    items: int
    points: Fraction
    difficulty: Fraction | None
    seconds: int


@dataclass(frozen=True, slots=True)
class Assembly:
    """The made forms, how the choice was found, and the digest of the pool it was made from."""

    forms: tuple[MadeForm, ...]
    figures: tuple[FormFigures, ...]
    pool_sha256: str
    is_proven: bool

    def record(self) -> bytes:
        """Return what is kept with the forms, as canonical JSON without any time."""
        figures = [
            {
                "form": figure.form,
                "items": figure.items,
                "points": str(figure.points),
                "difficulty": None if figure.difficulty is None else str(figure.difficulty),
                "seconds": figure.seconds,
            }
            for figure in self.figures
        ]
        return canonical_bytes({"figures": figures, "pool": self.pool_sha256, "proven": self.is_proven})


def assemble(blueprint: Blueprint, pool: Sequence[BankItem]) -> Assembly:
    """Choose items and make all forms; raises `ShortageError` that says what is missing."""
    ordered = sorted(pool, key=lambda item: item.identifier)
    if reasons := shortages_by_count(blueprint, ordered):
        raise ShortageError(reasons)
    problem = make_problem(blueprint, ordered)
    solution = solve(problem)
    if solution is None:
        raise ShortageError(shortages_together(problem))
    if broken := problem.broken(solution.chosen):
        raise RuntimeError(f"the solver broke {len(broken)} rows of its own model")
    chosen = _chosen_items(blueprint, ordered, solution, [(p.form, p.section, p.item) for p in problem.places])
    forms = tuple(make_form(blueprint, form, chosen[place]) for place, form in enumerate(blueprint.all_forms()))
    versions = [item.version() for item in ordered]
    return Assembly(
        forms=forms,
        figures=tuple(_figures(form) for form in forms),
        pool_sha256=digest(canonical_bytes(versions)),
        is_proven=solution.is_proven,
    )


def _chosen_items(
    blueprint: Blueprint, pool: Sequence[BankItem], solution: Solution, places: Sequence[tuple[int, int, int]]
) -> list[list[list[BankItem]]]:
    """Return the items by form and section."""
    found: list[list[list[BankItem]]] = [[[] for _plan in blueprint.sections] for _form in blueprint.all_forms()]
    for number in sorted(solution.chosen):
        form, section, item = places[number]
        found[form][section].append(pool[item])
    return found


def _figures(form: MadeForm) -> FormFigures:
    points = {entry.item.identifier: entry.points for entry in form.paper.entries()}
    known = [item for item in form.items if item.facts.difficulty is not None]
    weight = sum((points[item.identifier] for item in known), Fraction(0))
    expected = sum((points[item.identifier] * (item.facts.difficulty or 0) for item in known), Fraction(0))
    return FormFigures(
        form=form.paper.form,
        items=len(form.items),
        points=form.paper.total_points(),
        difficulty=expected / weight if weight else None,
        seconds=sum(item.facts.seconds for item in form.items),
    )
