"""Making, opening and migrating a bank."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, inspect, select, text

from itembank.bank.errors import BankError
from itembank.bank.migrations import bring_up_to_date
from itembank.bank.schema import SCHEMA, SCHEMA_VERSION
from itembank.bank.store import Bank, plain_errors
from itembank.base.clock import FakeClock
from itembank.base.errors import ExitCode


def test_a_bank_is_not_made_where_one_is(place: str, clock: FakeClock) -> None:
    Bank.create(place, clock).close()
    with pytest.raises(BankError, match="已经") as caught:
        Bank.create(place, clock)
    assert caught.value.code is ExitCode.REFUSED


def test_a_missing_file_is_not_made_by_opening_it(tmp_path: Path, clock: FakeClock) -> None:
    with pytest.raises(BankError, match="找不到题库"):
        Bank.open(str(tmp_path / "nothing.db"), clock)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_named_as_such(tmp_path: Path, clock: FakeClock) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("没有题目，只有普通的文字。" * 50, "utf-8")
    with pytest.raises(BankError, match=r"不是题库文件"):
        Bank.open(str(path), clock)


def test_a_bank_of_a_newer_program_is_left_alone(bank: Bank, place: str, clock: FakeClock) -> None:
    with bank._engine.begin() as connection:
        connection.execute(insert(SCHEMA).values(version=SCHEMA_VERSION + 1, at="later"))
    with pytest.raises(BankError, match="更新版本的程序") as caught:
        Bank.open(place, clock)
    assert caught.value.code is ExitCode.ENVIRONMENT


def test_a_migration_runs_once_and_is_noted(bank: Bank) -> None:
    def widen(connection: Connection) -> None:
        connection.execute(text("ALTER TABLE heads ADD COLUMN extra VARCHAR(10)"))

    for _time in range(2):
        with bank._engine.begin() as connection:
            bring_up_to_date(connection, "now", {SCHEMA_VERSION: widen}, SCHEMA_VERSION + 1)
    with bank._engine.begin() as connection:
        assert sorted(connection.execute(select(SCHEMA.c.version)).scalars()) == [SCHEMA_VERSION, SCHEMA_VERSION + 1]


def test_a_migration_that_breaks_off_leaves_the_old_schema(bank: Bank) -> None:
    def break_off(connection: Connection) -> None:
        connection.execute(text("ALTER TABLE heads ADD COLUMN extra VARCHAR(10)"))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), bank._engine.begin() as connection:
        bring_up_to_date(connection, "now", {SCHEMA_VERSION: break_off}, SCHEMA_VERSION + 1)
    with bank._engine.begin() as connection:
        assert list(connection.execute(select(SCHEMA.c.version)).scalars()) == [SCHEMA_VERSION]
        assert "extra" not in {column["name"] for column in inspect(connection).get_columns("heads")}


def test_a_bank_in_use_is_busy_not_broken(tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("itembank.bank.store.BUSY_SECONDS", 0)
    place = str(tmp_path / "bank.db")
    Bank.create(place, clock).close()
    with Bank.open(place, clock) as first, first._engine.begin() as connection:
        connection.execute(text("UPDATE schema_version SET at = 'x'"))
        with pytest.raises(BankError, match="正被另一个程序使用") as caught, plain_errors():
            Bank.open(place, clock)
    assert caught.value.code is ExitCode.BUSY


def test_an_address_of_an_unknown_kind_is_refused(clock: FakeClock) -> None:
    with pytest.raises(BankError, match="地址") as caught:
        Bank.open("nosuchdb://here/bank", clock)
    assert caught.value.code is ExitCode.USAGE
