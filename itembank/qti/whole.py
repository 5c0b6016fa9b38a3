"""What of an item outside its body and rules is not carried over, and whether its rules can mark it at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from itembank.base.i18n import N_, _
from itembank.model.items.extended_text import ExtendedTextInteraction
from itembank.qti.errors import Problem
from itembank.qti.xmltree import children, flag, line_of, name_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from itembank.model.item import Interaction
    from itembank.model.marking import ProcessingScoring, RuleNode

CARRIED = frozenset(
    "responseDeclaration outcomeDeclaration templateDeclaration templateProcessing itemBody responseProcessing "
    "outcomeProcessing".split()
)
# What stands beside the body: why it is lost, and whether the item makes sense without it.
BESIDE: dict[str, tuple[str, bool]] = {
    "assessmentStimulusRef": (N_("试题引用了另外的材料（assessmentStimulusRef），材料没有导入。"), True),
    "modalFeedback": (N_("反馈内容不导入。"), False),
    "stylesheet": (N_("样式表不导入。"), False),
    "stylesheetRef": (N_("样式表不导入。"), False),
}
OTHER = N_("“{name}”不导入。")


def read_beside(root: etree._Element, problems: list[Problem]) -> None:
    """Name everything at the top of an item that is not carried over."""
    if flag(root, "adaptive"):
        problems.append(Problem(sentence=_("自适应试题（adaptive）不能在考试中使用。"), line=line_of(root)))
    said: set[str] = set()
    for child in children(root):
        name = name_of(child)
        if name in CARRIED or name in said:
            continue
        said.add(name)
        sentence, blocking = BESIDE.get(name, (OTHER, False))
        problems.append(
            Problem(sentence=_(sentence).format(name=name), element=name, line=line_of(child), blocking=blocking)
        )


def check_marking(interactions: tuple[Interaction, ...], scoring: ProcessingScoring, problems: list[Problem]) -> None:
    """Name what would leave a candidate's answer without points: no rules, no SCORE, a response that no rule reads."""
    if not scoring.processing:
        if not (len(interactions) == 1 and isinstance(interactions[0], ExtendedTextInteraction)):
            problems.append(Problem(sentence=_("试题没有评分规则（responseProcessing）。"), element="assessmentItem"))
        return
    if all(outcome.identifier != "SCORE" for outcome in scoring.outcomes):
        problems.append(Problem(sentence=_("试题没有声明得分变量 SCORE。"), element="assessmentItem"))
    nodes = [node for rule in scoring.processing for node in _nodes(rule)]
    problems.extend(_without_key(nodes, scoring))
    read = {node.attributes.get("identifier") for node in nodes}
    problems.extend(
        Problem(
            sentence=_("评分规则没有用到作答变量“{name}”。").format(name=interaction.response),
            element="responseProcessing",
            blocking=isinstance(interaction, ExtendedTextInteraction),
        )
        for interaction in interactions
        if interaction.response not in read
    )


def _without_key(nodes: list[RuleNode], scoring: ProcessingScoring) -> Iterator[Problem]:
    """Name every key that the rules ask for and no declaration holds: nobody could ever get its points."""
    declared = {declaration.identifier: declaration for declaration in scoring.responses}
    for rule, identifier in dict.fromkeys((node.name, node.attributes.get("identifier", "")) for node in nodes):
        declaration = declared.get(identifier)
        if declaration is None:
            continue
        missing = {
            "correct": declaration.correct is None,
            "mapResponse": declaration.mapping is None,
            "mapResponsePoint": not declaration.areas,
        }
        if missing.get(rule, False):
            sentence = _("作答变量“{name}”没有评分规则 {rule} 所需的答案。").format(name=identifier, rule=rule)
            yield Problem(sentence=sentence, element=rule)


def _nodes(rule: RuleNode) -> Iterator[RuleNode]:
    yield rule
    for child in rule.children:
        yield from _nodes(child)
