"""Our own rules, written as QTI and marked by QTI's rules, give the same points for every answer."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from grading.qti_rules.engine import score_of
from grading.score_item import score_item
from grading.scorers.outcome import share_of
from grading.scorers.rules import score_rules
from itembank.assembly.golden import make_golden
from itembank.bank.record import BankItem
from itembank.formats.item_sheet import read_item_sheet
from itembank.model.item import Item, ItemKind
from itembank.model.items.choice import ChoiceInteraction, SimpleChoice
from itembank.model.items.inline_choice import InlineChoiceInteraction
from itembank.model.items.match import MatchInteraction
from itembank.model.items.order import OrderInteraction
from itembank.model.items.text_entry import TextEntryInteraction
from itembank.model.marking import (
    AcceptedText,
    ChoiceMethod,
    ChoiceRule,
    ItemMarking,
    MatchMethod,
    MatchRule,
    OrderMethod,
    OrderRule,
    ResponseRule,
    RuleScoring,
    TextNormal,
    TextRule,
    TextSetRule,
)
from itembank.model.paper import Paper, PaperItem, Section
from itembank.model.responses import ItemResponse
from itembank.model.richtext import Paragraph, Slot, Text, text_paragraph
from itembank.qti.reader import read_scoring
from itembank.qti.spelling import Version
from itembank.qti.write_item import write_item
from itembank.qti.write_rules import as_processing
from tests.itembank.qti.structure import faults_of

CONTENT = Path(__file__).resolve().parents[3] / "demo" / "content"
NAMES = ("A", "B", "C", "D")
SIDES = (("s1", "s2", "s3"), ("t1", "t2", "t3"))
PAIRS = tuple(f"{source} {target}" for source in SIDES[0] for target in SIDES[1])
FRACTIONS = st.fractions(-2, 3, max_denominator=6)
SHARES = st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(1, 3), Fraction(0)])
WEIGHTS = st.sampled_from([Fraction(1), Fraction(2), Fraction(1, 3)])
KEYS = st.lists(st.lists(st.sampled_from(NAMES), min_size=1, unique=True).map(tuple), min_size=1, max_size=2).map(tuple)
POINTS = st.sampled_from([Fraction(1), Fraction(2), Fraction(5, 2), Fraction(7, 3)])


def options(names) -> tuple[SimpleChoice, ...]:
    return tuple(SimpleChoice(identifier=name, content=(Text(text=name),)) for name in names)


def ours(scoring: RuleScoring, response: ItemResponse) -> Fraction | None:
    return share_of(score_rules(scoring, response))


def check_equal(item: Item, scoring: RuleScoring, points: Fraction, responses: list[ItemResponse]) -> None:
    """The rule tree and both spellings in XML mark every response as our own scorers do."""
    marking = ItemMarking(item=item.identifier, item_version=item.version(), scoring=scoring)
    readings = [as_processing(item, scoring, points).scoring]
    for version in Version:
        xml = write_item(item, marking, points, version, lambda digest, name: name or digest).xml
        assert faults_of(xml, version) == []
        readings.append(read_scoring(xml))
    most = readings[0].max_score
    for response in responses:
        shares = [score_of(reading, response) / most for reading in readings]
        assert shares == [ours(scoring, response)] * len(readings), response


CHOICE_RULES = st.builds(
    ChoiceRule,
    response=st.just("RESPONSE"),
    keys=KEYS,
    method=st.sampled_from(ChoiceMethod),
    part_shares=st.lists(SHARES, max_size=3).map(tuple),
    mapping=st.dictionaries(st.sampled_from(NAMES), FRACTIONS, min_size=1),
    lower=st.none() | FRACTIONS,
    upper=st.none() | FRACTIONS,
    options=st.just(NAMES),
    weight=WEIGHTS,
)
PICKS = st.none() | st.lists(st.sampled_from(NAMES), unique=True).map(tuple)


@settings(max_examples=150, deadline=None)
@given(rule=CHOICE_RULES, picks=st.lists(PICKS, min_size=1, max_size=5), points=POINTS, single=st.booleans())
def test_choices_by_every_method(rule, picks, points, single):
    item = Item(
        identifier="C1",
        kind=ItemKind.MULTIPLE_CHOICE,
        body=(text_paragraph("问"),),
        interactions=(ChoiceInteraction(response="RESPONSE", choices=options(NAMES), max_choices=1 if single else 0),),
    )
    responses: list[ItemResponse] = [
        {"RESPONSE": (pick[0] if pick else None) if single else pick} for pick in (*picks, None, NAMES)
    ]
    check_equal(item, RuleScoring(rules=(rule,)), points, responses)


ORDER_RULES = st.builds(
    OrderRule,
    response=st.just("RESPONSE"),
    keys=st.lists(st.permutations(NAMES).map(tuple), min_size=1, max_size=2).map(tuple),
    method=st.sampled_from(OrderMethod),
)


@settings(max_examples=80, deadline=None)
@given(
    rule=ORDER_RULES,
    orders=st.lists(st.lists(st.sampled_from(NAMES), unique=True).map(tuple), min_size=1, max_size=6),
    points=POINTS,
)
def test_orders_by_every_method(rule, orders, points):
    item = Item(
        identifier="O1",
        kind=ItemKind.ORDER,
        body=(text_paragraph("排"),),
        interactions=(OrderInteraction(response="RESPONSE", choices=options(NAMES)),),
    )
    check_equal(item, RuleScoring(rules=(rule,)), points, [{"RESPONSE": order} for order in (*orders, None)])


PAIR_SETS = st.lists(st.sampled_from(PAIRS), unique=True).map(tuple)


@settings(max_examples=80, deadline=None)
@given(key=PAIR_SETS, method=st.sampled_from(MatchMethod), given_pairs=st.lists(PAIR_SETS, min_size=1), points=POINTS)
def test_matches_by_every_method(key, method, given_pairs, points):
    item = Item(
        identifier="M1",
        kind=ItemKind.MATCH,
        body=(text_paragraph("连"),),
        interactions=(MatchInteraction(response="RESPONSE", sources=options(SIDES[0]), targets=options(SIDES[1])),),
    )
    rule = MatchRule(response="RESPONSE", key=key, method=method)
    check_equal(
        item, RuleScoring(rules=(rule,)), points, [{"RESPONSE": pairs} for pairs in (*given_pairs, None, PAIRS)]
    )


WORDS = st.sampled_from(["CPU", "二进制", "a b", "1024", "1,024", "0.5", "Wi-Fi", "“引”", "10²", "x*(y)", "0"])
SPELLINGS = st.sampled_from(
    [
        *("CPU", "cpu", "ＣＰＵ", " C P U ", "c\u200bpu", "GPU", "二进制", "二 进 制", "ab", "a b", "a  b", "a\u3000b"),
        *(
            "1024",
            "1,024",
            "１，０２４",
            "01,024",
            "1,024.0",
            "1024.0",
            "10,24",
            "+1,024",
            "0.5",
            ".5",
            "0.50",
            "000.5",
        ),
        *(
            "wi-fi",
            "Wi—Fi",
            "WIFI",
            '"引"',
            "引",
            "102",
            "10²",
            "x*(y)",
            "x＊（y）",
            "",
            "   ",
            "0",
            "0.0",
            "-0",
            "0,000",
        ),
    ]
)
NORMALS = st.builds(
    TextNormal,
    ignore_case=st.booleans(),
    ignore_inner_blanks=st.booleans(),
    fold_width=st.booleans(),
    fold_quotes=st.booleans(),
)
TEXTS = st.builds(AcceptedText, text=WORDS, share=SHARES)
NUMBERS = st.builds(
    AcceptedText,
    number=st.sampled_from(["1024", "0.5", "-3", "0", "12.50"]),
    tolerance=st.sampled_from(["0", "0.05", "1", "0.5", "2.25"]),
    unit=st.sampled_from(["", "GB"]),
    share=SHARES,
)
NUMBER_SPELLINGS = st.sampled_from(
    [
        *("1024", "1,024", "1,024GB", "1024 ＧＢ", "1024gb", "0.5", ".5", "0.500", "-3", "－3", "- 3", "+3", "0", "00"),
        *(
            "12.5",
            "12.50",
            "012.5GB",
            "0,012.5",
            "１２．５",
            "12.5.",
            "5.",
            "0.",
            ".",
            "1024.",
            "GB",
            "-3GB",
            "0GB",
            "",
        ),
    ]
)


def near(number: Fraction, digits: str) -> str:
    """Spell a number around another one."""
    return f"{float(number):.3f}" + digits


@settings(max_examples=25, deadline=None)
@given(
    number=st.sampled_from(["163.3", "0", "-0.5", "1", "1000", "0.05"]),
    tolerance=st.sampled_from(["0.05", "1", "0.002"]),
    offsets=st.lists(
        st.sampled_from(["-1", "-0.5", "-0.051", "-0.05", "-0.002", "0", "0.0019", "0.05", "0.5", "1"]), max_size=4
    ),
    digits=st.sampled_from(["", "0", "1", "00", "9"]),
    ways=st.lists(st.sampled_from(["", "strip", "point", "wide", "unit", "comma"]), min_size=3, max_size=10),
    unit=st.sampled_from(["", "米"]),
)
def test_numbers_within_a_tolerance(number, tolerance, offsets, digits, ways, unit):
    accepted = (AcceptedText(number=number, tolerance=tolerance, unit=unit),)
    rule = TextRule(response="RESPONSE", accepted=accepted)
    losses = as_processing(blanks("RESPONSE"), RuleScoring(rules=(rule,)), Fraction(1)).losses
    assume(losses == ("写成科学记数法的数值，QTI 规则不给分。",))
    answers = []
    for offset, way in zip((*offsets, "0", "0", "0"), (*ways, ""), strict=False):
        spelled = near(Fraction(number) + Fraction(offset), digits)
        if way == "strip":
            spelled = spelled.rstrip("0").rstrip(".") if "." in spelled else spelled
        elif way == "point":
            spelled = spelled.replace("0.", ".", 1)
        elif way == "wide":
            spelled = spelled.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789.-"})
        elif way == "comma":
            spelled = spelled.replace("1000", "1,000").replace("1001", "1,001")
        answers.append(spelled + (unit or ("米" if way == "unit" else "")))
    check_equal(blanks("RESPONSE"), RuleScoring(rules=(rule,)), Fraction(1), [{"RESPONSE": one} for one in answers])


def test_a_tolerance_too_wide_for_patterns_is_a_number_in_qti():
    rule = TextRule(response="RESPONSE", accepted=(AcceptedText(number="500", tolerance="100"),))
    answers: list[ItemResponse] = [{"RESPONSE": one} for one in ("400", "399.9", "600", "600.1", "500", "x", "")]
    check_equal(blanks("RESPONSE"), RuleScoring(rules=(rule,)), Fraction(2), answers)


def blanks(*names: str) -> Item:
    slots = tuple(Slot(response=name) for name in names)
    return Item(
        identifier="F1",
        kind=ItemKind.TEXT_ENTRY,
        body=(Paragraph(inlines=(Text(text="填"), *slots)),),
        interactions=tuple(TextEntryInteraction(response=name) for name in names),
    )


@settings(max_examples=120, deadline=None)
@given(
    accepted=st.lists(TEXTS | NUMBERS, min_size=1, max_size=3).map(tuple),
    normal=NORMALS,
    answers=st.lists(SPELLINGS | NUMBER_SPELLINGS, min_size=1, max_size=12),
    points=POINTS,
)
def test_fill_ins_with_every_folding(accepted, normal, answers, points):
    rule = TextRule(response="RESPONSE", accepted=accepted, normal=normal)
    losses = as_processing(blanks("RESPONSE"), RuleScoring(rules=(rule,)), points).losses
    assume(not any("误差范围太大" in loss for loss in losses))  # said at export: then only the exact value counts
    check_equal(blanks("RESPONSE"), RuleScoring(rules=(rule,)), points, [{"RESPONSE": one} for one in answers])


@settings(max_examples=40, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8), normal=NORMALS)
def test_any_text_is_accepted_for_itself_and_only_as_our_own_rule_would(text, normal):
    rule = TextRule(response="RESPONSE", accepted=(AcceptedText(text=text),), normal=normal)
    assume(not any(character.isdigit() for character in text))
    written = as_processing(blanks("RESPONSE"), RuleScoring(rules=(rule,)), Fraction(1))
    assume(not written.losses)
    for answer in (text, text.upper(), text.swapcase(), f" {text} ", text[::-1], text + "x", text.replace("a", "ａ")):
        share = score_of(written.scoring, {"RESPONSE": answer})
        assert share == ours(RuleScoring(rules=(rule,)), {"RESPONSE": answer}), answer


@settings(max_examples=40, deadline=None)
@given(
    accepted=st.lists(st.lists(TEXTS, min_size=1, max_size=2).map(tuple), min_size=1, max_size=3).map(tuple),
    answers=st.lists(st.tuples(SPELLINGS, SPELLINGS, SPELLINGS), min_size=1, max_size=5),
    count=st.integers(1, 3),
)
def test_blanks_in_any_order(accepted, answers, count):
    names = ("B1", "B2", "B3")[:count]
    rules: tuple[ResponseRule, ...] = (TextSetRule(responses=names, accepted=accepted),)
    responses: list[ItemResponse] = [dict(zip(names, answer, strict=False)) for answer in answers]
    check_equal(blanks(*names), RuleScoring(rules=rules), Fraction(3), responses)


def test_several_rules_are_weighted(tmp_path):
    rules = (
        TextRule(response="B1", accepted=(AcceptedText(text="甲"),), weight=Fraction(1)),
        TextRule(response="B2", accepted=(AcceptedText(text="乙"),), weight=Fraction(2)),
    )
    responses: list[ItemResponse] = [{"B1": "甲"}, {"B2": "乙"}, {"B1": "甲", "B2": "乙"}, {"B1": "乙"}, {}]
    check_equal(blanks("B1", "B2"), RuleScoring(rules=rules), Fraction(3), responses)


@pytest.fixture(scope="module")
def demo() -> list[BankItem]:
    sheet = read_item_sheet((CONTENT / "items.xlsx").read_bytes(), "items.xlsx", CONTENT)
    return [read.item for read in sheet.items if isinstance(read.item.marking.scoring, RuleScoring)]


def demo_responses(item: BankItem) -> list[ItemResponse]:
    """Answers of every sort: nothing, each option alone, all, and the key and its parts, forwards and backwards."""
    entry = PaperItem(number=1, item=item.item, points=item.facts.points)
    paper = Paper(
        form="A",
        exam="E",
        title="t",
        sections=(Section(identifier="s", title="s", items=(entry,)),),
        duration_minutes=1,
    )
    golden = make_golden(paper, {item.identifier: item.marking})
    keys = [one.responses[item.identifier] for one in golden if item.identifier in one.responses]
    responses: list[ItemResponse] = [{}, *keys]
    if any(isinstance(one, ChoiceInteraction | InlineChoiceInteraction) for one in item.item.interactions):
        choice = item.item.interactions[0]
        picks = [option.identifier for option in choice.choices]  # type: ignore[union-attr]
        single = isinstance(choice, InlineChoiceInteraction) or choice.max_choices == 1  # type: ignore[union-attr]
        return [*responses, *({choice.response: pick if single else (pick,)} for pick in picks)]
    for key in keys:
        for name, value in key.items():
            if isinstance(value, tuple):
                responses += [key | {name: value[::-1]}, key | {name: value[:1]}, key | {name: value[:-1]}]
            elif value is not None:
                responses += [key | {name: f" {value} "}, key | {name: None}, key | {name: value.upper()}]
    return responses


def test_all_items_of_the_sample_exam_are_worth_the_same_under_both_rules(demo):
    assert len(demo) > 100
    for item in demo:
        scoring = item.marking.scoring
        assert isinstance(scoring, RuleScoring)
        check_equal(item.item, scoring, item.facts.points, demo_responses(item))


def test_score_item_reads_what_was_written(tmp_path, demo):
    item = next(one for one in demo if one.item.kind is ItemKind.MULTIPLE_CHOICE)
    assert isinstance(item.marking.scoring, RuleScoring)
    (rule,) = item.marking.scoring.rules
    assert isinstance(rule, ChoiceRule)
    xml = write_item(item.item, item.marking, item.facts.points, Version.V3_0, lambda digest, _name: digest).xml
    (tmp_path / "i.xml").write_bytes(xml)
    (tmp_path / "r.json").write_text(json.dumps({"RESPONSE": list(rule.keys[0])}))
    outcomes = json.loads(score_item(tmp_path / "i.xml", tmp_path / "r.json", 0).outcomes)
    assert outcomes["SCORE"] == outcomes["MAXSCORE"] == float(item.facts.points)
