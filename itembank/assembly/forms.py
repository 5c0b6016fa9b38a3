"""Makes papers and marking keys of the chosen items: order, numbers, points, drawn choices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from itembank.assembly.blueprint import Arrangement, Blueprint, SectionPlan
from itembank.assembly.draw import Draw
from itembank.assembly.golden import make_golden
from itembank.assembly.notes import scoring_note
from itembank.assembly.orders import draw_order, drawn_lists
from itembank.bank.record import BankItem
from itembank.formats.markup import read_blocks
from itembank.model.item import ItemKind
from itembank.model.marking import ItemMarking, KeyEntry, MarkingKey, OrderRule, RubricScoring, RuleScoring
from itembank.model.paper import Paper, PaperItem, Section

DRAWING_INPUTS = frozenset({"Y.seeded"})  # checks that draw inputs when they mark
SEEDS = 1 << 31


@dataclass(frozen=True, slots=True)
class MadeForm:
    """A form with its key, and the bank items in their order."""

    paper: Paper
    key: MarkingKey
    items: tuple[BankItem, ...]


def make_form(blueprint: Blueprint, form: str, chosen: Sequence[Sequence[BankItem]]) -> MadeForm:
    """Make one form of the items chosen for each section."""
    sections: list[Section] = []
    ordered: list[BankItem] = []
    for plan, items in zip(blueprint.sections, chosen, strict=True):
        arranged = _arrange(blueprint, form, plan, items)
        sections.append(_section(blueprint, form, plan, arranged, first_number=len(ordered) + 1))
        ordered.extend(arranged)
    paper = Paper(
        form=form,
        exam=blueprint.exam,
        title=blueprint.title,
        sections=tuple(sections),
        duration_minutes=blueprint.duration_minutes,
        seed=blueprint.seed,
        backup=form == blueprint.backup,
    )
    return MadeForm(paper, _key(paper, ordered), tuple(ordered))


def _arrange(blueprint: Blueprint, form: str, plan: SectionPlan, items: Sequence[BankItem]) -> list[BankItem]:
    """Put the items in order; those of one stimulus set stay together."""
    named = sorted(items, key=lambda item: item.identifier)
    if plan.arrangement is Arrangement.DRAWN:
        named = Draw(blueprint.seed, "arrange", blueprint.exam, form, plan.identifier).shuffled(named)
    elif plan.arrangement is Arrangement.EASY_FIRST:
        named.sort(key=lambda item: -(item.facts.difficulty or Fraction(0)))
    groups: dict[str, list[BankItem]] = {}
    for item in named:
        groups.setdefault(item.facts.stimulus or f"\x1f{item.identifier}", []).append(item)
    return [item for group in groups.values() for item in group]


def _section(
    blueprint: Blueprint, form: str, plan: SectionPlan, items: Sequence[BankItem], *, first_number: int
) -> Section:
    return Section(
        identifier=plan.identifier,
        title=plan.title,
        items=tuple(
            _paper_item(blueprint, form, item, number=number, points=plan.points_of(item))
            for number, item in enumerate(items, start=first_number)
        ),
        instructions=read_blocks(plan.instructions),
    )


def _paper_item(blueprint: Blueprint, form: str, item: BankItem, *, number: int, points: Fraction) -> PaperItem:
    orders = {}
    for interaction in item.item.interactions:
        for drawn in drawn_lists(interaction, shuffle_choices=blueprint.shuffle_choices):
            draw = Draw(blueprint.seed, "choices", blueprint.exam, form, item.identifier, drawn.name)
            orders[drawn.name] = draw_order(draw, drawn.choices, _right_orders(item.marking, drawn.name))
    return PaperItem(
        number=number,
        item=item.item,
        points=points,
        choice_order=orders,
        scoring_note=scoring_note(item.marking, is_multiple=item.item.kind is ItemKind.MULTIPLE_CHOICE),
    )


def _right_orders(marking: ItemMarking, response: str) -> tuple[tuple[str, ...], ...]:
    """The right orders of an order item, in which it is never shown."""
    if not isinstance(marking.scoring, RuleScoring):
        return ()
    rules = [rule for rule in marking.scoring.rules if isinstance(rule, OrderRule) and rule.response == response]
    return tuple(key for rule in rules for key in rule.keys)


def _key(paper: Paper, items: Sequence[BankItem]) -> MarkingKey:
    markings = {item.identifier: item.marking for item in items}
    entries = tuple(
        KeyEntry(
            number=entry.number,
            marking=markings[entry.item.identifier],
            points=entry.points,
            section=section.identifier,
            title=entry.item.title,
            seed=_input_seed(paper, markings[entry.item.identifier]),
        )
        for section in paper.sections
        for entry in section.items
    )
    return MarkingKey(
        form=paper.form,
        exam=paper.exam,
        title=paper.title,
        entries=entries,
        sections={section.identifier: section.title for section in paper.sections},
        golden=make_golden(paper, markings),
    )


def _input_seed(paper: Paper, marking: ItemMarking) -> int:
    """Draw the seed of an item whose tests have drawn inputs, alike in all forms so that all have the same inputs."""
    scoring = marking.scoring
    if not isinstance(scoring, RubricScoring) or not any(
        call.type in DRAWING_INPUTS for point in scoring.rubric.points for call in point.checks
    ):
        return 0
    return 1 + Draw(paper.seed, "inputs", paper.exam, marking.item).below(SEEDS)
