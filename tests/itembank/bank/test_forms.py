"""Stored forms, seat draws and sealings, on SQLite and on PostgreSQL."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from itembank.assembly.assemble import assemble
from itembank.bank.errors import BankError, DamagedBankError
from itembank.bank.forms import AssemblyRecord, NewForm
from itembank.bank.store import Bank
from itembank.base.errors import ExitCode
from itembank.model.codec import to_bytes
from tests.itembank.assembly.pools import blueprint, pool

SEATS: dict[str, Any] = {"seed": 5, "roster_sha256": "r" * 64, "by": "考务"}


def store(bank: Bank) -> list[NewForm]:
    items = pool()
    bank.items.add(items, {}, author="甲", origin="x")
    made = assemble(blueprint(backup="C"), items)
    forms = [NewForm(form.paper, form.key, tuple(item.version() for item in form.items)) for form in made.forms]
    record = AssemblyRecord("X2026", 7, "b" * 64, made.pool_sha256, b"[paper]", made.record())
    bank.forms.store(record, forms, by="考试中心")
    return forms


def test_forms_come_back_as_they_were_made(bank: Bank) -> None:
    made = store(bank)
    found = bank.forms.of_exam("X2026")
    assert [(form.form, form.backup) for form in found] == [("A", False), ("B", False), ("C", True)]
    for form, new in zip(found, made, strict=True):
        assert form.paper() == new.paper
        assert form.key() == new.key
        assert form.paper_bytes == to_bytes(new.paper)
        assert set(form.versions) == set(new.versions)
    assert [(a.exam, a.seed, a.blueprint) for a in bank.forms.assemblies()] == [("X2026", 7, b"[paper]")]


def test_an_exam_is_assembled_once(bank: Bank) -> None:
    made = store(bank)
    with pytest.raises(BankError, match="不能重抽") as caught:
        bank.forms.store(AssemblyRecord("X2026", 8, "b" * 64, "p" * 64, b"", b""), made, by="乙")
    assert caught.value.code is ExitCode.REFUSED


def test_an_exam_without_forms_is_named(bank: Bank) -> None:
    with pytest.raises(BankError, match="还没有组卷"):
        bank.forms.of_exam("NONE")


def test_a_changed_form_is_not_handed_out(bank: Bank) -> None:
    store(bank)
    with bank._engine.begin() as connection:
        name = "forms_no_update" if connection.dialect.name == "sqlite" else "forms_fixed ON forms"
        connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text("UPDATE forms SET paper = :p WHERE form = 'A'"), {"p": b"{}"})
    with pytest.raises(DamagedBankError, match="试卷“A”"):
        bank.forms.of_exam("X2026")


def test_seats_are_drawn_once_and_the_same_draw_may_be_written_again(bank: Bank) -> None:
    assert bank.forms.note_seating("X2026", "S01 一中 机房", sitting_sha256="a" * 64, **SEATS)
    assert not bank.forms.note_seating("X2026", "S01 一中 机房", sitting_sha256="a" * 64, **SEATS)
    with pytest.raises(BankError, match="已经编排过"):
        bank.forms.note_seating("X2026", "S01 一中 机房", sitting_sha256="b" * 64, **SEATS)
    assert bank.forms.find_seating("X2026", "S01 一中 机房") == "a" * 64
    assert bank.forms.find_seating("X2026", "S02 一中 机房") is None


def test_serial_numbers_of_packages_count_up(bank: Bank) -> None:
    assert bank.forms.next_serial("X2026", "S01") == 1
    bank.forms.note_sealing("X2026", "S01", 1, by="甲", digests=["d"])
    assert bank.forms.next_serial("X2026", "S01") == 2
    assert bank.forms.next_serial("X2026", "S02") == 1
