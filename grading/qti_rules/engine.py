"""Runs the rules of an item over one response and gives its outcome variables.

A rule that cannot be carried out raises `RuleError`; callers turn that into
"cannot judge", never into zero.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction

from grading.qti_rules import containers, logic
from grading.qti_rules.arithmetic import STEPS, arithmetic, math_constant
from grading.qti_rules.errors import RuleError
from grading.qti_rules.references import with_references
from grading.qti_rules.scope import Scope, make_scope
from grading.qti_rules.values import Quantity, Value, from_texts, number, to_json
from itembank.base.i18n import _
from itembank.model.marking import ProcessingScoring, RuleNode
from itembank.model.responses import BaseType, Cardinality, ItemResponse
from itembank.qti.numbers import find_fraction
from itembank.qti.scalars import parse_scalar

CONDITIONS = frozenset({"responseCondition", "outcomeCondition", "templateCondition"})
MAX_REPEAT = 1000

Expression = Callable[[RuleNode, list[Value]], Value]

# Expressions that see only their operands.
PURE: dict[str, Expression] = {
    "match": logic.match,
    "not": logic.negate,
    "and": logic.every,
    "or": logic.some,
    "anyN": logic.any_n,
    "stringMatch": logic.string_match,
    "substring": logic.substring,
    "patternMatch": logic.pattern_match,
    "equal": logic.equal,
    "equalRounded": logic.equal_rounded,
    "inside": logic.inside,
    **dict.fromkeys(("lt", "gt", "lte", "gte", "durationLT", "durationGTE"), logic.compare),
    "multiple": containers.gather,
    "ordered": containers.gather,
    "isNull": containers.is_null,
    "containerSize": containers.container_size,
    "member": containers.member,
    "contains": containers.contains,
    "delete": containers.delete,
    "index": containers.index,
    "fieldValue": containers.field_value,
    "mathConstant": math_constant,
    **dict.fromkeys(STEPS, arithmetic),
}


class _Exit(Exception):  # noqa: N818 - control flow of exitResponse and exitTemplate, not an error
    """The rules asked to stop."""


def outcomes_of(scoring: ProcessingScoring, response: ItemResponse, seed: int = 0) -> dict[str, object]:
    """Return all outcome variables as JSON values: exact numbers as integers or decimals, an empty container as []."""
    scope = run(scoring, response, seed)
    return {name: _outcome_json(scope, name) for name in scope.outcomes}


def score_of(scoring: ProcessingScoring, response: ItemResponse, seed: int = 0) -> Fraction:
    """Return SCORE exactly; raises `RuleError` when the item sets no number."""
    value = run(scoring, response, seed).values.get("SCORE")
    if value is None or not isinstance(value.single(), Fraction):
        raise RuleError(_("试题的评分规则没有给出 SCORE。"))
    return Fraction(value.single())


def run(scoring: ProcessingScoring, response: ItemResponse, seed: int = 0) -> Scope:
    """Run template processing, then response processing; returns the variables afterwards."""
    scope = make_scope(scoring, response, random.Random(seed))  # noqa: S311 - reproducible draws, nothing secret
    for rules in (scoring.template_processing, scoring.processing):
        try:
            _carry_out(rules, scope)
        except _Exit:
            continue
    return scope


def evaluate(node: RuleNode, scope: Scope) -> Value:
    """Return the value of one expression."""
    scope.spend()
    node = with_references(node, scope)
    if node.name in PURE:
        return PURE[node.name](node, [evaluate(child, scope) for child in node.children])
    identifier = node.attributes.get("identifier", "")
    match node.name:
        case "baseValue":
            return _base_value(node)
        case "variable":
            return scope.value(identifier)
        case "default":
            return scope.default(identifier)
        case "correct":
            return scope.correct(identifier)
        case "null":
            return None
        case "mapResponse" | "mapOutcome":
            return containers.map_response(identifier, scope)
        case "mapResponsePoint":
            return containers.map_response_point(identifier, scope)
        case "record":
            return _record(node, scope)
        case "repeat":
            return _repeat(node, scope)
        case "random" | "randomInteger" | "randomFloat":
            return _draw(node, scope)
    raise RuleError(_("不支持的评分规则“{name}”。").format(name=node.name))


def _outcome_json(scope: Scope, name: str) -> object:
    is_container = scope.declaration(name).cardinality in {Cardinality.MULTIPLE, Cardinality.ORDERED}
    return [] if is_container and scope.values[name] is None else to_json(scope.values[name])


def _carry_out(rules: tuple[RuleNode, ...], scope: Scope) -> None:
    for rule in rules:
        scope.spend()
        _carry_out_one(rule, scope)


def _carry_out_one(rule: RuleNode, scope: Scope) -> None:
    identifier = rule.attributes.get("identifier", "")
    match rule.name:
        case name if name in CONDITIONS:
            _branch(rule, scope)
        case "setOutcomeValue" | "setResponseValue" | "setTemplateValue":
            scope.assign(identifier, _only(rule, scope))
        case "setCorrectResponse":
            scope.declaration(identifier)
            scope.corrects[identifier] = _only(rule, scope)
        case "setDefaultValue":
            scope.assign(identifier, _only(rule, scope) if rule.children else scope.default(identifier))
        case "lookupOutcomeValue":
            scope.assign(identifier, containers.look_up(identifier, _only(rule, scope), scope))
        case "responseProcessingFragment" | "outcomeProcessingFragment":
            _carry_out(rule.children, scope)
        case "exitResponse" | "exitTemplate" | "exitTest":
            raise _Exit
        case _:
            raise RuleError(_("不支持的评分规则“{name}”。").format(name=rule.name))


def _branch(rule: RuleNode, scope: Scope) -> None:
    """Carry out the first branch whose condition is true; the else branch when none is."""
    for branch in rule.children:
        is_else = branch.name.endswith("Else")
        if is_else:
            _carry_out(branch.children, scope)
            return
        if branch.children and logic.truth(evaluate(branch.children[0], scope)):
            _carry_out(branch.children[1:], scope)
            return


def _only(rule: RuleNode, scope: Scope) -> Value:
    if len(rule.children) != 1:
        raise RuleError(_("评分规则“{name}”应当恰有一个值。").format(name=rule.name))
    return evaluate(rule.children[0], scope)


def _base_value(node: RuleNode) -> Value:
    base = BaseType(node.attributes.get("baseType") or "string")
    if node.text.strip() and parse_scalar(node.text, base) is None:
        raise RuleError(_("“{text}”不是 {kind} 类型的值。").format(text=node.text[:40], kind=base.value))
    return from_texts([node.text], base, Cardinality.SINGLE)


def _record(node: RuleNode, scope: Scope) -> Value:
    """Make a record of `fieldValue` children, each with one value."""
    fields: list[tuple[str, Quantity]] = []
    for child in node.children:
        value = evaluate(child.children[0], scope) if child.children else None
        if value is not None:
            fields.append((child.attributes.get("fieldIdentifier", ""), value))
    return Quantity(None, Cardinality.RECORD, (), tuple(fields)) if fields else None


def _repeat(node: RuleNode, scope: Scope) -> Value:
    times = logic.whole(node, "numberRepeats")
    if times > MAX_REPEAT:
        raise RuleError(_("评分规则的重复次数不对。"))
    values = [evaluate(child, scope) for _turn in range(times) for child in node.children]
    return containers.gather(RuleNode(name="ordered"), values)


def _draw(node: RuleNode, scope: Scope) -> Value:
    """Draw from the paper's seed, so that marking again gives the same."""
    if node.name == "random":
        value = _only(node, scope)
        return None if value is None else Quantity(value.base, Cardinality.SINGLE, (scope.draw.choice(value.items),))
    low, high = find_fraction(node.attributes.get("min", "0")), find_fraction(node.attributes.get("max"))
    if low is None or high is None or high < low:
        raise RuleError(_("随机数的范围不对。"))
    if node.name == "randomFloat":
        return number(low + (high - low) * Fraction(scope.draw.random()))
    step = find_fraction(node.attributes.get("step", "1"))
    if step is None or step < 1 or any(value.denominator != 1 for value in (low, high, step)):
        raise RuleError(_("随机数的范围不对。"))
    return number(scope.draw.randrange(int(low), int(high) + 1, int(step)), BaseType.INTEGER)
