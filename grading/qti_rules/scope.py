"""The variables of one item while its rules run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grading.qti_rules.errors import RuleError
from grading.qti_rules.values import NUMERIC, Value, fitted, from_response, from_texts, number
from itembank.base.i18n import _
from itembank.model.marking import Declaration
from itembank.model.responses import BaseType, Cardinality

if TYPE_CHECKING:
    import random

    from itembank.model.marking import ProcessingScoring
    from itembank.model.responses import ItemResponse

MAX_STEPS = 100_000
COMPLETION = Declaration(
    identifier="completionStatus",
    cardinality=Cardinality.SINGLE,
    base_type=BaseType.IDENTIFIER,
    default=("completed",),
)
BUILT_IN = (
    Declaration(identifier="numAttempts", cardinality=Cardinality.SINGLE, base_type=BaseType.INTEGER, default=("1",)),
    Declaration(identifier="duration", cardinality=Cardinality.SINGLE, base_type=BaseType.DURATION, default=("0",)),
)


@dataclass
class Scope:
    """Declarations and current values by identifier; `draw` makes random numbers from the paper's seed."""

    declarations: dict[str, Declaration]
    values: dict[str, Value]
    draw: random.Random
    outcomes: tuple[str, ...]
    corrects: dict[str, Value] = field(default_factory=dict)
    steps: int = 0

    def spend(self) -> None:
        """Count a step; raises `RuleError` when an item's rules do not come to an end."""
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise RuleError(_("评分规则的步数过多。"))

    def declaration(self, identifier: str) -> Declaration:
        """Return a declaration; raises `RuleError` for an unknown variable."""
        if identifier not in self.declarations:
            raise RuleError(_("评分规则引用了不存在的变量“{name}”。").format(name=identifier))
        return self.declarations[identifier]

    def value(self, identifier: str) -> Value:
        """Return the current value of a variable."""
        self.declaration(identifier)
        return self.values[identifier]

    def default(self, identifier: str) -> Value:
        """Return the declared default of a variable."""
        declaration = self.declaration(identifier)
        return from_texts(declaration.default or (), declaration.base_type, declaration.cardinality)

    def correct(self, identifier: str) -> Value:
        """Return the correct response, as declared or as set by template processing."""
        declaration = self.declaration(identifier)
        if identifier in self.corrects:
            return self.corrects[identifier]
        return from_texts(declaration.correct or (), declaration.base_type, declaration.cardinality)

    def assign(self, identifier: str, value: Value) -> None:
        """Give a variable a value of its base type and cardinality; raises `RuleError` for another one."""
        declaration = self.declaration(identifier)
        fitting = None if value is None else fitted(value, declaration.base_type, declaration.cardinality)
        self.values[identifier] = fitting


def make_scope(scoring: ProcessingScoring, response: ItemResponse, draw: random.Random) -> Scope:
    """Return the variables before the rules run: responses given, outcomes and templates at their defaults."""
    declared = {
        d.identifier: d for d in (*BUILT_IN, COMPLETION, *scoring.responses, *scoring.templates, *scoring.outcomes)
    }
    scope = Scope(declared, dict.fromkeys(declared), draw, tuple(d.identifier for d in scoring.outcomes))
    for declaration in declared.values():
        scope.values[declaration.identifier] = scope.default(declaration.identifier)
    for declaration in scoring.responses:
        if declaration.identifier in response:
            scope.values[declaration.identifier] = from_response(declaration, response[declaration.identifier])
    for declaration in scoring.outcomes:
        if scope.values[declaration.identifier] is None and _starts_at_zero(declaration):
            scope.values[declaration.identifier] = number(0, declaration.base_type or BaseType.FLOAT)
    return scope


def _starts_at_zero(declaration: Declaration) -> bool:
    return declaration.base_type in NUMERIC and declaration.cardinality is Cardinality.SINGLE
