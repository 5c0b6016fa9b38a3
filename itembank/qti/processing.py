"""Response and template processing as rule trees; what is unknown is named, never skipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from itembank.base.i18n import _
from itembank.model.marking import RuleNode
from itembank.model.responses import BaseType
from itembank.qti.errors import Problem, QtiError
from itembank.qti.scalars import parse_scalar
from itembank.qti.shapes import check_shape
from itembank.qti.templates import TEMPLATES, template_name, template_rules
from itembank.qti.xmltree import attribute, attributes, children, find, line_of, name_of, value_text

if TYPE_CHECKING:
    from lxml import etree

    from itembank.model.marking import Declaration

STATEMENTS = frozenset(
    "responseCondition responseIf responseElseIf responseElse outcomeCondition outcomeIf outcomeElseIf outcomeElse "
    "templateCondition templateIf templateElseIf templateElse setOutcomeValue setResponseValue setTemplateValue "
    "setCorrectResponse setDefaultValue lookupOutcomeValue exitResponse exitTemplate exitTest "
    "responseProcessingFragment outcomeProcessingFragment".split()
)
EXPRESSIONS = frozenset(
    "baseValue variable default correct mapResponse mapResponsePoint mapOutcome null random randomInteger randomFloat "
    "multiple ordered record fieldValue containerSize isNull index member delete contains substring not and or anyN "
    "match stringMatch patternMatch equal equalRounded inside lt gt lte gte durationLT durationGTE sum product "
    "subtract divide power integerDivide integerModulus truncate round roundTo integerToFloat min max gcd lcm repeat "
    "mathOperator mathConstant statsOperator".split()
)
KNOWN = STATEMENTS | EXPRESSIONS
BASE_TYPES = frozenset(base.value for base in BaseType)

# What an expression may be told by name; anything else is refused when the item is read.
NAMED: dict[str, frozenset[str]] = {
    "mathOperator": frozenset(
        "sin cos tan sec csc cot asin acos atan atan2 asec acsc acot sinh cosh tanh sech csch coth log ln exp abs "
        "signum floor ceil toDegrees toRadians".split()
    ),
    "statsOperator": frozenset({"mean", "sampleVariance", "sampleSD", "popVariance", "popSD"}),
    "mathConstant": frozenset({"pi", "e"}),
}
TOLERANCE_MODES = frozenset({"exact", "absolute", "relative"})
# "significantFigure" and "decimalPlace" are not in the schema, but seen.
ROUNDING_MODES = frozenset({"significantFigures", "significantFigure", "decimalPlaces", "decimalPlace"})


def read_processing(
    root: etree._Element, problems: list[Problem], outcomes: tuple[Declaration, ...]
) -> tuple[RuleNode, ...]:
    """Return the rules of an item: its own, or those of the standard template it names.

    `outcomeProcessing` inside an item (not in the specification, but seen) runs after the response rules.
    """
    rules: list[RuleNode] = []
    element = find(root, "responseProcessing")
    if element is not None:
        own = read_rules(element, problems)
        rules.extend(own or _template_rules(_address(element), element, problems, outcomes))
    outcome = find(root, "outcomeProcessing")
    if outcome is not None:
        rules.extend(read_rules(outcome, problems))
    return tuple(rules)


def names_template(root: etree._Element) -> bool:
    """Say whether an item's response processing is a standard template and nothing of its own."""
    element = find(root, "responseProcessing")
    return element is not None and not len(element) and template_name(_address(element)) in TEMPLATES


def read_rules(element: etree._Element, problems: list[Problem]) -> tuple[RuleNode, ...]:
    """Return the children of a processing element as rule trees."""
    return tuple(_read_node(child, problems) for child in children(element))


def _address(element: etree._Element) -> str:
    return attribute(element, "template") or attribute(element, "templateLocation")


def _template_rules(
    address: str, element: etree._Element, problems: list[Problem], outcomes: tuple[Declaration, ...]
) -> tuple[RuleNode, ...]:
    if not address:
        return ()
    rules = template_rules(template_name(address), frozenset(outcome.identifier for outcome in outcomes))
    if rules is None:
        sentence = _("评分模板“{name}”不是标准模板。").format(name=template_name(address))
        problems.append(Problem(sentence=sentence, element="responseProcessing", line=line_of(element)))
        return ()
    return rules


def _read_node(element: etree._Element, problems: list[Problem]) -> RuleNode:
    name = name_of(element)
    if name not in KNOWN:
        sentence = _("不支持的评分规则“{name}”。").format(name=name)
        problems.append(Problem(sentence=sentence, element=name, line=line_of(element)))
        return RuleNode(name=name)
    inner = tuple(_read_node(child, problems) for child in children(element))
    node = RuleNode(name=name, attributes=attributes(element), children=inner, text="" if inner else _text(element))
    try:
        _check(node)
    except QtiError as error:
        problems.append(Problem(sentence=error.message, element=name, line=line_of(element)))
    return node


def _text(element: etree._Element) -> str:
    return value_text(element) if name_of(element) == "baseValue" else ""


def _check(node: RuleNode) -> None:
    """Refuse now what could only fail when an answer is marked; raises `QtiError`."""
    if node.name == "baseValue":
        _check_value(node)
    if node.name == "inside":
        check_shape(node.attributes.get("shape", ""), node.attributes.get("coords", ""))
    if node.name in NAMED:
        _one_of(node, "name", NAMED[node.name])
    if "toleranceMode" in node.attributes:
        _one_of(node, "toleranceMode", TOLERANCE_MODES)
    if "roundingMode" in node.attributes:
        _one_of(node, "roundingMode", ROUNDING_MODES)


def _check_value(node: RuleNode) -> None:
    base = node.attributes.get("baseType", "string")
    if base not in BASE_TYPES:
        raise QtiError(_("不认识的取值“{text}”。").format(text=base[:40]))
    if node.text.strip() and parse_scalar(node.text, BaseType(base)) is None:
        raise QtiError(_("“{text}”不是 {kind} 类型的值。").format(text=node.text.strip()[:40], kind=base))


def _one_of(node: RuleNode, attribute_name: str, allowed: frozenset[str]) -> None:
    value = node.attributes.get(attribute_name, "")
    if value not in allowed:
        raise QtiError(
            _("评分规则“{rule}”不支持 {name}=“{value}”。").format(rule=node.name, name=attribute_name, value=value[:40])
        )
