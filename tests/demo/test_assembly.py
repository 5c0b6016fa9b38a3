"""The sample blueprints can be filled from the sample items: what `itembank assemble` would do, without a bank."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from itembank.assembly.assemble import Assembly, assemble
from itembank.assembly.blueprint_file import read_blueprint
from itembank.bank.record import BankItem
from itembank.formats.item_sheet import read_item_sheet
from itembank.formats.task_folder import read_task_folders
from itembank.model.item import ItemKind

CONTENT = Path(__file__).resolve().parents[2] / "demo" / "content"


@pytest.fixture(scope="module")
def pool() -> list[BankItem]:
    sheet = read_item_sheet((CONTENT / "items.xlsx").read_bytes(), "items.xlsx", CONTENT)
    tasks = read_task_folders(CONTENT / "tasks")
    return [read.item for read in (*sheet.items, *tasks.items)]


@pytest.fixture(scope="module", params=["blueprint.toml", "blueprint-essay.toml"])
def assembly(request: pytest.FixtureRequest, pool: list[BankItem]) -> Assembly:
    return assemble(read_blueprint((CONTENT / request.param).read_bytes()), pool)


def test_every_form_has_a_hundred_points_and_nothing_in_common(assembly: Assembly) -> None:
    papers = [form.paper for form in assembly.forms]
    names = Counter(entry.item.identifier for paper in papers for entry in paper.entries())
    assert [paper.total_points() for paper in papers] == [100, 100, 100]
    assert max(names.values()) == 1


def test_every_form_has_practical_tasks_of_different_kinds(assembly: Assembly) -> None:
    for form in assembly.forms:
        tasks = [entry.item for entry in form.paper.entries() if entry.item.kind is ItemKind.PRACTICAL]
        assert len({task.identifier[:2] for task in tasks}) == len(tasks) >= 3


def test_the_forms_are_alike_in_difficulty_and_fit_their_time(assembly: Assembly, pool: list[BankItem]) -> None:
    facts = {item.identifier: item.facts for item in pool}
    for form in assembly.forms:
        entries = list(form.paper.entries())
        seconds = sum(facts[entry.item.identifier].seconds for entry in entries)
        assert seconds <= (form.paper.duration_minutes + 3) * 60
        earned = sum(((facts[entry.item.identifier].difficulty or 0) * entry.points for entry in entries), Fraction(0))
        assert Fraction(68) <= earned <= Fraction(78)
