"""The standard response processing templates of QTI 2.1, 2.2 and 3.0 and of Common Cartridge, by name.

Addresses differ from version to version and are never loaded; their last part
names the template. MAXSCORE and the feedback outcomes that the Common Cartridge
templates use are left out where an item does not declare them.
"""

from __future__ import annotations

from collections.abc import Callable

from itembank.model.marking import RuleNode

Rules = tuple[RuleNode, ...]

RESPONSE = {"identifier": "RESPONSE"}
SCORE = {"identifier": "SCORE"}


def template_name(address: str) -> str:
    """Return the last part of a template's address without `.xml`."""
    return address.strip().rstrip("/").rsplit("/", 1)[-1].removesuffix(".xml")


def template_rules(name: str, outcomes: frozenset[str]) -> Rules | None:
    """Return the rules of a standard template for an item with these outcomes, or None when it is none."""
    build = TEMPLATES.get(name)
    return None if build is None else build(outcomes)


def _match_correct(_outcomes: frozenset[str]) -> Rules:
    return (_either(_is_correct(), (_set_score(_number("1")),), (_set_score(_number("0")),)),)


def _match_nothing(_outcomes: frozenset[str]) -> Rules:
    return (_either(_is_null(), (_set_score(_number("1")),), (_set_score(_number("0")),)),)


def _map_response(_outcomes: frozenset[str]) -> Rules:
    return (_mapped("mapResponse"),)


def _map_response_point(_outcomes: frozenset[str]) -> Rules:
    return (_mapped("mapResponsePoint"),)


def _match_basic(outcomes: frozenset[str]) -> Rules:
    """All of MAXSCORE for the correct response; SCORE keeps its default for any other."""
    most = _variable("MAXSCORE") if "MAXSCORE" in outcomes else _number("1")
    right, wrong = _feedback("FEEDBACKBASIC", outcomes)
    return (_either(_is_correct(), (_set_score(most), *right), wrong),)


def _cc_map_response(outcomes: frozenset[str]) -> Rules:
    """As `map_response`; FEEDBACK is correct when SCORE reaches MAXSCORE."""
    right, wrong = _feedback("FEEDBACK", outcomes)
    if not right or "MAXSCORE" not in outcomes:
        return (_mapped("mapResponse"),)
    full = _node("equal", {"toleranceMode": "exact"}, _variable("MAXSCORE"), _variable("SCORE"))
    return (_mapped("mapResponse"), _either(full, right, wrong))


TEMPLATES: dict[str, Callable[[frozenset[str]], Rules]] = {
    "match_correct": _match_correct,
    "map_response": _map_response,
    "map_response_point": _map_response_point,
    "CC2_match": _match_correct,
    "CC2_match_basic": _match_basic,
    "CC2_map_response": _cc_map_response,
    "match_nothing": _match_nothing,
}


def _node(name: str, attributes: dict[str, str] | None = None, *inner: RuleNode, text: str = "") -> RuleNode:
    return RuleNode(name=name, attributes=attributes or {}, children=inner, text=text)


def _variable(identifier: str) -> RuleNode:
    return _node("variable", {"identifier": identifier})


def _number(text: str) -> RuleNode:
    return _node("baseValue", {"baseType": "float"}, text=text)


def _is_correct() -> RuleNode:
    return _node("match", None, _node("variable", RESPONSE), _node("correct", RESPONSE))


def _is_null() -> RuleNode:
    return _node("isNull", None, _node("variable", RESPONSE))


def _set_score(value: RuleNode) -> RuleNode:
    return _node("setOutcomeValue", SCORE, value)


def _mapped(name: str) -> RuleNode:
    return _either(_is_null(), (_set_score(_number("0")),), (_set_score(_node(name, RESPONSE)),))


def _either(condition: RuleNode, right: Rules, wrong: Rules) -> RuleNode:
    branches = [_node("responseIf", None, condition, *right)]
    if wrong:
        branches.append(_node("responseElse", None, *wrong))
    return _node("responseCondition", None, *branches)


def _feedback(identifier: str, outcomes: frozenset[str]) -> tuple[Rules, Rules]:
    """Return the rules that say correct and incorrect, none where the outcome is not declared."""
    if identifier not in outcomes:
        return (), ()
    said = [
        _node("setOutcomeValue", {"identifier": identifier}, _node("baseValue", {"baseType": "identifier"}, text=word))
        for word in ("correct", "incorrect")
    ]
    return (said[0],), (said[1],)
