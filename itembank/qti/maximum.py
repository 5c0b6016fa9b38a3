"""The most points that an item's rules can give, where the item itself does not say it.

The rules are followed with an upper bound for every outcome instead of its
value. What cannot be bounded (a random number, a power) has no maximum.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from itembank.model.marking import Declaration, ProcessingScoring, RuleNode
from itembank.model.responses import Cardinality
from itembank.qti.numbers import find_fraction

if TYPE_CHECKING:
    from collections.abc import Mapping

ZERO = Fraction(0)
CONDITIONS = frozenset({"responseCondition", "outcomeCondition", "templateCondition"})
FRAGMENTS = frozenset({"responseProcessingFragment", "outcomeProcessingFragment"})
EXITS = frozenset({"exitResponse", "exitTest"})

Bound = Fraction | None


def declared_maximum(scoring: ProcessingScoring) -> Bound:
    """Return the MAXSCORE or the normalMaximum of SCORE, None when neither is a positive number."""
    outcomes = {outcome.identifier: outcome for outcome in scoring.outcomes}
    most = _default(outcomes.get("MAXSCORE"))
    if most is not None and most > 0:
        return most
    normal = outcomes["SCORE"].normal_maximum if "SCORE" in outcomes else None
    return normal if normal is not None and normal > 0 else None


def reachable_maximum(scoring: ProcessingScoring, most_picks: Mapping[str, int]) -> Bound:
    """Return an upper bound of SCORE; `most_picks` limits how many values a response may hold (0 or absent: any)."""
    walk = _Walk({d.identifier: d for d in (*scoring.responses, *scoring.outcomes)}, most_picks)
    bounds: dict[str, Bound] = {outcome.identifier: _default(outcome) or ZERO for outcome in scoring.outcomes}
    walk.follow(scoring.processing, bounds)
    ends = [end.get("SCORE") for end in (*walk.ends, bounds)]
    if not ends or any(end is None for end in ends):
        return None
    most = max(end for end in ends if end is not None)
    return most if most > 0 else None


@dataclass
class _Walk:
    """One walk through the rules; `ends` keeps the bounds at every exitResponse."""

    declarations: dict[str, Declaration]
    most_picks: Mapping[str, int]
    ends: list[dict[str, Bound]] = field(default_factory=list)

    def follow(self, rules: tuple[RuleNode, ...], bounds: dict[str, Bound]) -> bool:
        """Carry out rules on the bounds; False when they always stop at an exit."""
        for rule in rules:
            if rule.name in EXITS:
                self.ends.append(dict(bounds))
                return False
            if rule.name in CONDITIONS:
                if not self._branch(rule, bounds):
                    return False
            elif rule.name in FRAGMENTS:
                if not self.follow(rule.children, bounds):
                    return False
            elif rule.children:
                self._assign(rule, bounds)
        return True

    def _branch(self, rule: RuleNode, bounds: dict[str, Bound]) -> bool:
        """Follow every branch from the same start and keep the largest bound of each outcome."""
        results: list[dict[str, Bound]] = []
        has_else = False
        for branch in rule.children:
            has_else = has_else or branch.name.endswith("Else")
            own = dict(bounds)
            if self.follow(branch.children if branch.name.endswith("Else") else branch.children[1:], own):
                results.append(own)
        if not has_else:
            results.append(dict(bounds))
        for name in bounds if results else ():
            found = [result.get(name) for result in results]
            bounds[name] = None if None in found else max(value for value in found if value is not None)
        return bool(results)

    def _assign(self, rule: RuleNode, bounds: dict[str, Bound]) -> None:
        name = rule.attributes.get("identifier", "")
        if rule.name == "setOutcomeValue":
            bounds[name] = self._bound(rule.children[0], bounds)
        elif rule.name == "lookupOutcomeValue":
            bounds[name] = self._table(name)

    def _table(self, name: str) -> Bound:
        declaration = self.declarations.get(name)
        if declaration is None:
            return None
        targets = [find_fraction(row[1]) for row in declaration.table[1:]]
        values = [value for value in (*targets, find_fraction(declaration.table_default)) if value is not None]
        return max(values, default=None)

    def _bound(self, node: RuleNode, bounds: dict[str, Bound]) -> Bound:
        """Return the largest value of an expression."""
        name = node.attributes.get("identifier", "")
        if node.name == "baseValue":
            return find_fraction(node.text)
        if node.name == "variable":
            return bounds.get(name)
        if node.name in {"mapResponse", "mapOutcome"}:
            return self._mapped(name)
        if node.name == "mapResponsePoint":
            return self._areas(name)
        inner = [self._bound(child, bounds) for child in node.children]
        known = [value for value in inner if value is not None]
        if not known or len(known) < len(inner):
            return None
        return _combined(node, known)

    def _mapped(self, name: str) -> Bound:
        declaration = self.declarations.get(name)
        if declaration is None or declaration.mapping is None:
            return ZERO
        values = [entry.value for entry in declaration.mapping.entries]
        return _most(declaration, values, declaration.mapping.upper, self.most_picks.get(name, 0))

    def _areas(self, name: str) -> Bound:
        declaration = self.declarations.get(name)
        if declaration is None:
            return ZERO
        values = [area.value for area in declaration.areas]
        return _most(declaration, values, declaration.area_upper, self.most_picks.get(name, 0))


def _most(declaration: Declaration, values: list[Fraction], upper: Bound, picks: int) -> Fraction:
    """Return the best of one value, or the sum of as many of the best as may be given."""
    limit = 1 if declaration.cardinality is Cardinality.SINGLE else picks or len(values)
    best = sum(sorted((value for value in values if value > 0), reverse=True)[:limit], ZERO)
    return best if upper is None else min(best, upper)


def _combined(node: RuleNode, known: list[Fraction]) -> Bound:
    """Return the bound of an expression whose operands are bounded; only what grows with its operands has one."""
    match node.name:
        case "sum":
            return sum(known, ZERO)
        case "max":
            return max(known)
        case "min":
            return min(known)
        case "product" if all(value >= 0 for value in known):
            total = Fraction(1)
            for value in known:
                total *= value
            return total
        case "divide" | "subtract" if len(known) == 2 and node.children[1].name == "baseValue" and known[1] > 0:
            return known[0] / known[1] if node.name == "divide" else known[0] - known[1]
        case "round" | "roundTo" | "truncate" | "integerToFloat":
            return known[0]
    return None


def _default(declaration: Declaration | None) -> Bound:
    return find_fraction(declaration.default[0]) if declaration is not None and declaration.default else None
