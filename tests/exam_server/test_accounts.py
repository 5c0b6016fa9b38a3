"""Staff accounts: passwords, locks, roles."""

from __future__ import annotations

from pathlib import Path

import pytest

from exam_server.accounts import LOCK_TIME, MAX_FAILURES, AccountError, Accounts
from exam_server.protocol.console import Role
from itembank.base.clock import FakeClock


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    made = Accounts(tmp_path / "accounts.json", FakeClock())
    made.add("jk1", Role.INVIGILATOR, "first-password")
    made.add("zhukao", Role.SITE_HEAD, "other-password")
    return made


def test_the_right_password_gives_the_role(accounts: Accounts) -> None:
    assert accounts.login("jk1", "first-password").role is Role.INVIGILATOR
    assert accounts.login("zhukao", "other-password").role is Role.SITE_HEAD


def test_wrong_passwords_and_unknown_names_get_the_same_answer(accounts: Accounts) -> None:
    wrong, unknown = accounts.login("jk1", "x"), accounts.login("nobody", "x")
    assert wrong.role is unknown.role is None
    assert wrong.sentence == unknown.sentence


def test_too_many_wrong_passwords_lock_one_account_for_a_while_also_over_a_restart(accounts: Accounts) -> None:
    locked = [accounts.login("jk1", "x").locked for _try in range(MAX_FAILURES)]
    assert locked == [False] * (MAX_FAILURES - 1) + [True]
    again = Accounts(accounts.path, accounts.clock)
    assert again.login("jk1", "first-password").role is None
    assert again.login("zhukao", "other-password").role is Role.SITE_HEAD
    assert isinstance(accounts.clock, FakeClock)
    accounts.clock.advance(int(LOCK_TIME.total_seconds() * 1000))
    assert again.login("jk1", "first-password").role is Role.INVIGILATOR


def test_a_right_password_forgets_the_wrong_ones(accounts: Accounts) -> None:
    for _round in range(3):
        for _try in range(MAX_FAILURES - 1):
            accounts.login("jk1", "x")
        assert accounts.login("jk1", "first-password").role is Role.INVIGILATOR


def test_no_password_stands_in_the_file(accounts: Accounts) -> None:
    assert b"password" not in accounts.path.read_bytes().replace(b"password_hash", b"")


def test_a_drawn_password_works_and_a_short_one_is_refused(accounts: Accounts) -> None:
    drawn = accounts.add("jk2", Role.INVIGILATOR)
    assert accounts.login("jk2", drawn).role is Role.INVIGILATOR
    with pytest.raises(AccountError):
        accounts.add("jk3", Role.INVIGILATOR, "short")
    with pytest.raises(AccountError):
        accounts.add("  ", Role.INVIGILATOR)
