"""The objective items of the sample exam: what a reviewer would look at before the items may be used."""

from __future__ import annotations

import tomllib
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from grading.marking.items import mark_parts
from grading.scorers.outcome import share_of
from itembank.base.canonical import digest
from itembank.formats.columns import Column
from itembank.formats.item_sheet import ItemFile, read_item_sheet
from itembank.formats.workbook import read_workbook
from itembank.model.item import Item, ItemKind
from itembank.model.marking import (
    ChoiceMethod,
    ChoiceRule,
    HumanScoring,
    ItemMarking,
    KeyEntry,
    RuleScoring,
    TextRule,
    TextSetRule,
)
from itembank.model.responses import Completeness, ItemResponse, check_response, completeness
from itembank.model.richtext import CodeBlock, Mark, Table, Text, inlines_of, media_used, plain_text
from itembank.qti.reader import ImportedItem, read_item

CONTENT = Path(__file__).resolve().parents[2] / "demo" / "content"
DOMAINS = {"信息与数据", "网络与安全", "算法与Python", "办公应用", "人工智能与物联网"}
AT_LEAST = {
    ItemKind.SINGLE_CHOICE: 40,
    ItemKind.MULTIPLE_CHOICE: 12,
    ItemKind.TRUE_FALSE: 15,
    ItemKind.TEXT_ENTRY: 15,
    ItemKind.INLINE_CHOICE: 5,
    ItemKind.ORDER: 5,
    ItemKind.MATCH: 5,
    ItemKind.EXTENDED_TEXT: 3,
}


@pytest.fixture(scope="module")
def sheet() -> ItemFile:
    return read_item_sheet((CONTENT / "items.xlsx").read_bytes(), "items.xlsx", CONTENT)


@pytest.fixture(scope="module")
def qti() -> list[ImportedItem]:
    return [read_item(path.read_bytes()) for path in sorted((CONTENT / "qti").glob("*.xml"))]


@pytest.fixture(scope="module")
def everything(sheet: ItemFile, qti: list[ImportedItem]) -> dict[str, tuple[Item, ItemMarking]]:
    found = {read.item.identifier: (read.item.item, read.item.marking) for read in sheet.items}
    return found | {read.identifier: (read.item, read.marking) for read in qti if read.item and read.marking}


@pytest.fixture(scope="module")
def robots() -> dict[str, dict[str, Any]]:
    entries = tomllib.loads((CONTENT / "robots.toml").read_text("utf-8"))["item"]
    assert len({entry["id"] for entry in entries}) == len(entries)
    return {entry["id"]: entry for entry in entries}


def response_of(values: dict[str, Any]) -> ItemResponse:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def share(item: Item, marking: ItemMarking, values: dict[str, Any]) -> Fraction | None:
    response = response_of(values)
    for interaction in item.interactions:
        check_response(interaction, response.get(interaction.response))
    assert completeness(item, response) is Completeness.FULL or item.kind is ItemKind.MATCH
    entry = KeyEntry(number=1, marking=marking, points=Fraction(1), section="S")
    return share_of(mark_parts(entry, response, None, NoPractical()))


class NoPractical:
    """Objective items have no working folder."""

    def mark(self, scoring: object, folder: object, seed: int = 0) -> tuple[()]:
        raise AssertionError("no practical task is marked here")


def test_the_sheet_is_imported_without_a_single_remark(sheet: ItemFile) -> None:
    assert [finding.line() for finding in sheet.findings] == []


def test_there_are_enough_items_of_every_kind_and_domain(sheet: ItemFile) -> None:
    kinds = Counter(read.item.item.kind for read in sheet.items)
    domains = Counter(read.item.facts.domain for read in sheet.items)
    assert len(sheet.items) >= 80
    assert {kind: kinds[kind] for kind in AT_LEAST if kinds[kind] < AT_LEAST[kind]} == {}
    assert set(domains) == DOMAINS
    assert min(domains.values()) >= 20


def test_the_qti_items_can_be_delivered_in_all_three_versions(qti: list[ImportedItem]) -> None:
    assert [(read.identifier, read.problems) for read in qti if read.item is None or read.problems] == []
    assert 5 <= len(qti) <= 8
    names = " ".join(path.name for path in (CONTENT / "qti").glob("*.xml"))
    assert all(f"-{version}.xml" in names for version in ("21", "22", "30"))


def test_no_two_items_ask_the_same(everything: dict[str, tuple[Item, ItemMarking]]) -> None:
    stems = Counter("".join(plain_text(item.body).split()) for item, _marking in everything.values())
    assert [stem for stem, count in stems.items() if count > 1] == []


def test_every_item_says_what_authors_must_say(sheet: ItemFile) -> None:
    for read in sheet.items:
        facts = read.item.facts
        assert read.item.knowledge_points, read.item.identifier
        assert all(code.startswith(f"{facts.domain}/") for code in read.item.knowledge_points), read.item.identifier
        assert facts.level, read.item.identifier
        assert facts.difficulty, read.item.identifier
        assert Fraction(1, 2) <= facts.difficulty < 1, read.item.identifier
        assert 10 <= facts.seconds <= 300, read.item.identifier
        assert len(facts.explanation) >= 8, read.item.identifier
        assert facts.points >= 1, read.item.identifier


def test_enemies_are_items_of_the_bank_and_mutual(sheet: ItemFile) -> None:
    enemies = {read.item.identifier: set(read.item.facts.enemies) for read in sheet.items}
    assert all(name in enemies[enemy] for name, others in enemies.items() for enemy in others)


def test_the_keys_do_not_favour_a_letter(sheet: ItemFile) -> None:
    rules = [
        (read.item.item.kind, rule)
        for read in sheet.items
        if isinstance(read.item.marking.scoring, RuleScoring)
        for rule in read.item.marking.scoring.rules
    ]
    single = Counter(
        rule.keys[0][0] for kind, rule in rules if kind is ItemKind.SINGLE_CHOICE if isinstance(rule, ChoiceRule)
    )
    judged = Counter(
        rule.keys[0][0] for kind, rule in rules if kind is ItemKind.TRUE_FALSE if isinstance(rule, ChoiceRule)
    )
    assert set(single) == set("ABCD")
    assert max(single.values()) <= 2 * min(single.values())
    assert judged["T"] == judged["F"]


def test_multiple_choices_are_marked_the_chinese_way(sheet: ItemFile) -> None:
    for read in sheet.items:
        scoring = read.item.marking.scoring
        if read.item.item.kind is ItemKind.MULTIPLE_CHOICE and isinstance(scoring, RuleScoring):
            (rule,) = scoring.rules
            assert isinstance(rule, ChoiceRule)
            assert rule.method is ChoiceMethod.CN_PART, read.item.identifier
            assert 2 <= len(rule.keys[0]) <= 3, read.item.identifier


def test_fill_ins_cover_numbers_synonyms_letters_and_any_order(sheet: ItemFile) -> None:
    rules = [
        rule
        for read in sheet.items
        if read.item.item.kind is ItemKind.TEXT_ENTRY and isinstance(read.item.marking.scoring, RuleScoring)
        for rule in read.item.marking.scoring.rules
    ]
    accepted = [answer for rule in rules if isinstance(rule, TextRule) for answer in rule.accepted]
    assert any(isinstance(rule, TextSetRule) for rule in rules)
    assert any(answer.number and answer.tolerance != "0" for answer in accepted)
    assert any(isinstance(rule, TextRule) and len(rule.accepted) > 1 for rule in rules)
    assert any(rule.normal.ignore_case for rule in rules if isinstance(rule, TextRule))


def test_stems_use_code_tables_raised_letters_and_pictures(sheet: ItemFile) -> None:
    bodies = [read.item.item.body for read in sheet.items]
    blocks = [block for body in bodies for block in body]
    marks = {mark for block in blocks for i in inlines_of(block) if isinstance(i, Text) for mark in i.marks}
    assert sum(isinstance(block, CodeBlock) for block in blocks) >= 8
    assert sum(isinstance(block, Table) for block in blocks) >= 2
    assert {Mark.SUBSCRIPT, Mark.CODE} <= marks
    assert sum(bool(media_used(body)) for body in bodies) >= 6


def test_every_picture_beside_the_sheet_is_used_and_the_other_way_round(sheet: ItemFile) -> None:
    lying = {digest(path.read_bytes()) for path in CONTENT.glob("*.png")}
    assert lying == {name for read in sheet.items for name in read.item.item.media()}
    assert len(lying) >= 6


def test_robots_know_an_answer_to_every_item(
    everything: dict[str, tuple[Item, ItemMarking]], robots: dict[str, dict[str, Any]]
) -> None:
    assert set(robots) == set(everything)
    for name, (item, _marking) in everything.items():
        for values in (robots[name]["right"], robots[name]["wrong"]):
            assert set(values) == {interaction.response for interaction in item.interactions}, name


def test_each_robot_answer_earns_what_its_author_wrote(
    everything: dict[str, tuple[Item, ItemMarking]], robots: dict[str, dict[str, Any]]
) -> None:
    """The author's hand-written expectation and the marking by the key come from two separate columns."""
    for name, (item, marking) in everything.items():
        robot = robots[name]
        if isinstance(marking.scoring, HumanScoring):
            assert robot["human"] is True
            assert share(item, marking, robot["right"]) is None, name
            continue
        assert share(item, marking, robot["right"]) == 1, name
        assert share(item, marking, robot["wrong"]) == 0, name
        for part in robot.get("partial", ()):
            assert share(item, marking, part["response"]) == Fraction(part["share"]), name
            assert 0 < Fraction(part["share"]) < 1, name


def test_items_with_part_marks_have_a_partial_robot_answer(robots: dict[str, dict[str, Any]], sheet: ItemFile) -> None:
    for read in sheet.items:
        item = read.item.item
        several = len(item.interactions) > 1 or item.kind in {ItemKind.MULTIPLE_CHOICE, ItemKind.MATCH}
        assert not several or robots[read.item.identifier].get("partial"), read.item.identifier


def test_answers_in_the_sheet_are_text_even_where_they_begin_with_an_equals_sign() -> None:
    rows = next(s for s in read_workbook((CONTENT / "items.xlsx").read_bytes()) if s.name == "试题").rows
    place = [cell.text for cell in rows[0].cells].index(Column.ANSWER.value)
    assert any(row.text(place).startswith("=") for row in rows)
    assert {row.cells[place].kind.value for row in rows} == {"text"}
