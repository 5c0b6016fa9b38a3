"""Items in the bank, on SQLite and on PostgreSQL."""

from __future__ import annotations

from fractions import Fraction

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from itembank.bank.errors import BankError, DamagedBankError, NoSuchItemError, StepRefusedError
from itembank.bank.items import Change
from itembank.bank.record import BankItem, ItemFacts
from itembank.bank.states import Action, State
from itembank.bank.store import Bank
from itembank.base.canonical import digest
from itembank.base.clock import FakeClock
from itembank.base.errors import ExitCode
from tests.itembank import samples


def put(bank: Bank, *items: BankItem, author: str = "甲") -> None:
    bank.items.add(items, {}, author=author, origin="test.xlsx")


def make_usable(bank: Bank, *names: str) -> None:
    bank.items.take_step(names, Action.SUBMIT, by="甲")
    for person in ("乙", "丙", "乙"):
        bank.items.take_step(names, Action.APPROVE, by=person)


def test_an_item_comes_back_as_it_was_stored(bank: Bank) -> None:
    item = samples.single("Q7", facts=ItemFacts(points=Fraction(5, 2), explanation="键盘是输入设备"))
    put(bank, item)
    stored = bank.items.get("Q7")
    assert stored.content == item
    assert (stored.version, stored.number, stored.state, stored.author) == (item.version(), 1, State.DRAFT, "甲")


def test_the_same_item_twice_stays_one_version(bank: Bank) -> None:
    put(bank, samples.single())
    again = bank.items.add([samples.single()], {}, author="乙", origin="other.xlsx")
    assert [(a.number, a.change) for a in again] == [(1, Change.UNCHANGED)]


def test_a_changed_item_becomes_a_second_version_and_the_first_one_stays(bank: Bank) -> None:
    first, second = samples.single(), samples.single(stem="输出设备是", key="B")
    put(bank, first)
    added = bank.items.add([second], {}, author="甲", origin="test.xlsx")
    assert [(a.number, a.change) for a in added] == [(2, Change.NEW_VERSION)]
    assert bank.items.get("Q1").content == second
    assert bank.items.get("Q1", 1).content == first
    assert bank.items.get_version(first.version()).number == 1


def test_one_bad_item_keeps_the_whole_batch_out(bank: Bank) -> None:
    with pytest.raises(BankError, match="缺少 1 个图片"):
        put(bank, samples.single("Q1"), samples.picture_item())
    assert bank.items.find("Q1") is None
    assert bank.items.newest() == []


def test_media_are_stored_once_under_their_digest(bank: Bank) -> None:
    name = digest(samples.PICTURE)
    for identifier in ("PIC1", "PIC2"):
        bank.items.add([samples.picture_item(identifier)], {name: samples.PICTURE}, author="甲", origin="x")
    assert bank.media.get(name) == samples.PICTURE


def test_media_under_a_wrong_digest_are_refused(bank: Bank) -> None:
    with pytest.raises(BankError, match="与摘要不符"):
        bank.items.add([], {"0" * 64: b"x"}, author="甲", origin="x")


def test_an_unknown_item_is_named(bank: Bank) -> None:
    with pytest.raises(NoSuchItemError, match="Q404"):
        bank.items.get("Q404")


def test_two_reviewers_besides_the_author_make_an_item_usable(bank: Bank) -> None:
    put(bank, samples.single())
    assert bank.items.usable() == []
    make_usable(bank, "Q1")
    assert [item.identifier for item in bank.items.usable()] == ["Q1"]
    history = bank.items.history(bank.items.get("Q1").version)
    assert [(note.action, note.by) for note in history] == [
        (Action.SUBMIT, "甲"),
        (Action.APPROVE, "乙"),
        (Action.APPROVE, "丙"),
        (Action.APPROVE, "乙"),
    ]


def test_the_author_cannot_review_and_a_refused_step_changes_nothing(bank: Bank) -> None:
    put(bank, samples.single("Q1"), samples.single("Q2", stem="另一题"))
    bank.items.take_step(["Q1", "Q2"], Action.SUBMIT, by="甲")
    bank.items.take_step(["Q1"], Action.RETURN, by="乙", note="题干不清")
    with pytest.raises(StepRefusedError, match="草稿"):
        bank.items.take_step(["Q2", "Q1"], Action.APPROVE, by="乙")
    with pytest.raises(StepRefusedError, match="命题人"):
        bank.items.take_step(["Q2"], Action.APPROVE, by="甲")
    assert bank.items.get("Q2").state is State.FIRST_REVIEW


def test_an_older_usable_version_serves_until_the_new_draft_is_usable(bank: Bank) -> None:
    put(bank, samples.single())
    make_usable(bank, "Q1")
    put(bank, samples.single(stem="改过的题干"))
    assert [(item.number, item.state) for item in bank.items.usable()] == [(1, State.USABLE)]
    make_usable(bank, "Q1")
    assert [item.number for item in bank.items.usable()] == [2]


def test_a_bank_can_be_closed_and_opened_again(bank: Bank, place: str, clock: FakeClock) -> None:
    put(bank, samples.single())
    bank.close()
    with Bank.open(place, clock) as again:
        assert again.items.get("Q1").content == samples.single()
        assert again.log.verify() == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET actor = 'x'",
        "DELETE FROM audit",
        "UPDATE versions SET content = 'x'",
        "DELETE FROM versions",
        "DELETE FROM media",
        "UPDATE reviews SET note = ''",
    ],
)
def test_the_database_itself_refuses_to_change_what_must_stay(bank: Bank, statement: str) -> None:
    bank.items.add([samples.picture_item()], {digest(samples.PICTURE): samples.PICTURE}, author="甲", origin="x")
    bank.items.take_step(["PIC1"], Action.SUBMIT, by="甲")
    with pytest.raises(DBAPIError, match="append-only"), bank._engine.begin() as connection:
        connection.execute(text(statement))


def test_a_tampered_log_entry_is_found(place: str, clock: FakeClock) -> None:
    with Bank.create(place, clock) as bank:
        put(bank, samples.single())
        with bank._engine.begin() as connection:
            trigger = "audit_no_update" if connection.dialect.name == "sqlite" else "audit_fixed"
            suffix = "" if connection.dialect.name == "sqlite" else " ON audit"
            connection.execute(text(f"DROP TRIGGER {trigger}{suffix}"))
            connection.execute(text("UPDATE audit SET actor = 'x' WHERE n = 2"))
        with pytest.raises(DamagedBankError, match="第 2 条"):
            bank.log.verify()


def test_a_tampered_item_is_not_handed_out(place: str, clock: FakeClock) -> None:
    with Bank.create(place, clock) as bank:
        put(bank, samples.single())
        with bank._engine.begin() as connection:
            suffix = "" if connection.dialect.name == "sqlite" else " ON versions"
            connection.execute(text(f"DROP TRIGGER versions_no_update{suffix}"))
            connection.execute(text("UPDATE versions SET content = :c"), {"c": b"{}"})
        with pytest.raises(DamagedBankError) as caught:
            bank.items.get("Q1")
        assert caught.value.code is ExitCode.REFUSED
