"""Attributes of expressions that name a variable instead of holding a number: n="X", max="{X}"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grading.qti_rules.errors import RuleError
from itembank.base.i18n import _
from itembank.model.marking import RuleNode
from itembank.qti.numbers import find_fraction
from itembank.qti.scalars import scalar_text

if TYPE_CHECKING:
    from grading.qti_rules.scope import Scope

NUMBERS = frozenset({"n", "min", "max", "step", "figures", "tolerance", "numberRepeats"})
BRACED = re.compile(r"\{([^{}]+)\}")


def with_references(node: RuleNode, scope: Scope) -> RuleNode:
    """Return the node with the values of the variables its attributes name; raises `RuleError` for an unset one."""
    changed = {
        name: " ".join(_number(part, scope) for part in text.split())
        for name, text in node.attributes.items()
        if name in NUMBERS and any(find_fraction(part) is None for part in text.split())
    }
    pattern = BRACED.fullmatch(node.attributes.get("pattern", ""))
    if pattern is not None and pattern[1] in scope.declarations:
        changed["pattern"] = _value(pattern[1], scope)
    if not changed:
        return node
    return RuleNode(name=node.name, attributes={**node.attributes, **changed}, children=node.children, text=node.text)


def _number(text: str, scope: Scope) -> str:
    if find_fraction(text) is not None:
        return text
    braced = BRACED.fullmatch(text)
    return _value(braced[1] if braced else text, scope)


def _value(identifier: str, scope: Scope) -> str:
    value = scope.value(identifier)
    if value is None:
        raise RuleError(_("评分规则引用的变量“{name}”没有值。").format(name=identifier))
    return scalar_text(value.single())
