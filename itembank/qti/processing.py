"""Response and template processing as rule trees; what is unknown is named, never skipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from itembank.base.i18n import _
from itembank.model.marking import RuleNode
from itembank.qti.errors import Problem
from itembank.qti.xmltree import attribute, attributes, children, find, line_of, name_of, text_of

if TYPE_CHECKING:
    from lxml import etree

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

_RESPONSE = {"identifier": "RESPONSE"}
_SCORE = {"identifier": "SCORE"}


def _node(name: str, attributes: dict[str, str] | None = None, *inner: RuleNode, text: str = "") -> RuleNode:
    return RuleNode(name=name, attributes=attributes or {}, children=inner, text=text)


def _set_score(value: RuleNode) -> RuleNode:
    return _node("setOutcomeValue", _SCORE, value)


def _number(text: str) -> RuleNode:
    return _node("baseValue", {"baseType": "float"}, text=text)


def _map_unless_null(name: str) -> RuleNode:
    return _node(
        "responseCondition",
        None,
        _node("responseIf", None, _node("isNull", None, _node("variable", _RESPONSE)), _set_score(_number("0"))),
        _node("responseElse", None, _set_score(_node(name, _RESPONSE))),
    )


_MATCH_CORRECT = _node(
    "responseCondition",
    None,
    _node(
        "responseIf",
        None,
        _node("match", None, _node("variable", _RESPONSE), _node("correct", _RESPONSE)),
        _set_score(_number("1")),
    ),
    _node("responseElse", None, _set_score(_number("0"))),
)

_MATCH_NOTHING = _node(
    "responseCondition",
    None,
    _node("responseIf", None, _node("isNull", None, _node("variable", _RESPONSE)), _set_score(_number("1"))),
    _node("responseElse", None, _set_score(_number("0"))),
)

# The standard templates by the last part of their address (QTI 2.1 appendix and Common Cartridge profile).
TEMPLATES: dict[str, tuple[RuleNode, ...]] = {
    "match_correct": (_MATCH_CORRECT,),
    "map_response": (_map_unless_null("mapResponse"),),
    "map_response_point": (_map_unless_null("mapResponsePoint"),),
    "CC2_match": (_MATCH_CORRECT,),
    "CC2_map_response": (_map_unless_null("mapResponse"),),
    "match_nothing": (_MATCH_NOTHING,),
}


def template_name(address: str) -> str:
    """Return the last part of a template's address without `.xml`."""
    return address.rstrip("/").rsplit("/", 1)[-1].removesuffix(".xml")


def read_processing(root: etree._Element, problems: list[Problem]) -> tuple[RuleNode, ...]:
    """Return the rules of an item: its own, or those of the standard template it names.

    `outcomeProcessing` inside an item (not in the specification, but seen) runs after the response rules.
    """
    rules: list[RuleNode] = []
    element = find(root, "responseProcessing")
    if element is not None:
        own = read_rules(element, problems)
        address = attribute(element, "template") or attribute(element, "templateLocation")
        rules.extend(own or _template_rules(address, element, problems))
    outcome = find(root, "outcomeProcessing")
    if outcome is not None:
        rules.extend(read_rules(outcome, problems))
    return tuple(rules)


def read_rules(element: etree._Element, problems: list[Problem]) -> tuple[RuleNode, ...]:
    """Return the children of a processing element as rule trees."""
    return tuple(_read_node(child, problems) for child in children(element))


def _template_rules(address: str, element: etree._Element, problems: list[Problem]) -> tuple[RuleNode, ...]:
    if not address:
        return ()
    rules = TEMPLATES.get(template_name(address))
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
    return RuleNode(
        name=name, attributes=attributes(element), children=inner, text="" if inner else text_of(element).strip()
    )
