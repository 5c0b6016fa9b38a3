"""Shares: the field, the digits people type, and how a start secret comes back."""

from __future__ import annotations

import os
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itembank.sealing import gf256
from itembank.sealing.errors import (
    ForeignShareError,
    MissingSharesError,
    MistypedShareError,
    RepeatedShareError,
    WrongSharesError,
)
from itembank.sealing.recipes import ScryptCost
from itembank.sealing.shares import GROUP_DIGITS, GROUPS, ReleaseShare, clean_digits, is_group
from itembank.sealing.start import NewStart, accept_share, make_start, open_start

CHEAP = ScryptCost(n=1 << 10, p=1)
shares = st.builds(
    ReleaseShare,
    st.integers(1, 9),
    st.integers(0, 9999).map(lambda number: f"{number:04d}"),
    st.binary(min_size=10, max_size=10),
)


@pytest.fixture(scope="module")
def main() -> NewStart:
    return make_start("main", 2, 3, cost=CHEAP)


@pytest.fixture(scope="module")
def backup(main: NewStart) -> NewStart:
    return make_start("backup", 2, 3, unlike=[main.lock], cost=CHEAP)


# ---- the field


def test_the_field_is_that_of_aes() -> None:
    """FIPS 197, section 4.2: {57} x {83} = {c1}."""
    assert gf256.multiply(0x57, 0x83) == 0xC1
    assert gf256.multiply(0x57, 0x13) == 0xFE


def test_every_element_has_an_inverse() -> None:
    for element in range(1, 256):
        assert gf256.multiply(element, gf256.divide(1, element)) == 1


def test_a_line_through_two_points_is_restored() -> None:
    """By hand: secret 0x42 with slope 0x01 is 0x43 at 1, 0x40 at 2, 0x41 at 3."""
    points = gf256.split(b"\x42", 2, 3, lambda size: b"\x01" * size)
    assert points == {1: b"\x43", 2: b"\x40", 3: b"\x41"}


@given(secret=st.binary(min_size=1, max_size=16), data=st.data())
def test_any_k_of_n_points_restore_the_secret(secret: bytes, data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 9))
    threshold = data.draw(st.integers(1, count))
    points = gf256.split(secret, threshold, count, os.urandom)
    chosen = data.draw(st.permutations(sorted(points)))[:threshold]
    assert gf256.interpolate({x: points[x] for x in chosen}) == secret


@given(st.integers(0, 255), st.integers(0, 255))
def test_fewer_points_than_the_threshold_fit_every_secret(secret: int, guess: int) -> None:
    """With k-1 points known, exactly one polynomial leads to each possible secret: they say nothing."""
    points = gf256.split(bytes([secret]), 3, 5, os.urandom)
    known = {2: points[2], 5: points[5]}
    completed = {0: bytes([guess]), **known}
    assert gf256.interpolate(completed, 2) == points[2]
    assert gf256.interpolate({**known, 1: gf256.interpolate(completed, 1)}) == bytes([guess])


def test_a_threshold_above_the_count_is_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        gf256.split(b"x", 3, 2, os.urandom)


# ---- digits


@given(shares)
def test_a_share_is_read_as_it_was_printed(share: ReleaseShare) -> None:
    assert [len(group) for group in share.groups()] == [GROUP_DIGITS] * GROUPS
    assert ReleaseShare.parse(share.text()) == share
    assert all(is_group(number, group) for number, group in enumerate(share.groups(), start=1))


@settings(max_examples=20)
@given(shares)
def test_every_single_wrong_digit_is_found_and_its_group_named(share: ReleaseShare) -> None:
    digits = "".join(share.groups())
    for at in range(len(digits)):
        for wrong in set("0123456789") - {digits[at]}:
            with pytest.raises(MistypedShareError) as refused:
                ReleaseShare.parse(digits[:at] + wrong + digits[at + 1 :])
            assert refused.value.groups == (at // GROUP_DIGITS + 1,)


@settings(max_examples=20)
@given(shares)
def test_every_two_digits_that_changed_places_are_found(share: ReleaseShare) -> None:
    digits = "".join(share.groups())
    for left, right in combinations(range(len(digits)), 2):
        if digits[left] != digits[right]:
            swapped = list(digits)
            swapped[left], swapped[right] = swapped[right], swapped[left]
            with pytest.raises(MistypedShareError):
                ReleaseShare.parse("".join(swapped))


@settings(max_examples=20)
@given(shares)
def test_groups_in_the_wrong_order_are_found(share: ReleaseShare) -> None:
    for left, right in combinations(range(GROUPS), 2):
        groups = list(share.groups())
        groups[left], groups[right] = groups[right], groups[left]
        if groups[left] != groups[right]:
            with pytest.raises(MistypedShareError):
                ReleaseShare.parse(" ".join(groups))


@settings(max_examples=300)
@given(st.text(max_size=60))
def test_nothing_that_people_type_breaks_the_reader(typed: str) -> None:
    with pytest.raises(MistypedShareError):
        ReleaseShare.parse(typed)


def test_wide_digits_and_hyphens_are_understood() -> None:
    assert clean_digits("１２３-456 　7") == "1234567"
    with pytest.raises(MistypedShareError):
        clean_digits("12a")


def test_a_share_does_not_show_its_value() -> None:
    assert "value" not in repr(ReleaseShare(1, "0001", b"0123456789"))


# ---- the start secret


def test_any_two_of_three_open_the_start_and_give_the_same_key(main: NewStart) -> None:
    for pair in combinations(main.shares, 2):
        assert open_start(main.lock, pair) == main.key
    assert open_start(main.lock, main.shares) == main.key


def test_one_share_alone_is_told_how_many_are_missing(main: NewStart) -> None:
    with pytest.raises(MissingSharesError) as refused:
        open_start(main.lock, main.shares[:1])
    assert "2" in refused.value.message


def test_the_same_share_twice_is_refused(main: NewStart) -> None:
    held = accept_share(main.lock, (), main.shares[0].text())
    with pytest.raises(RepeatedShareError):
        accept_share(main.lock, held, main.shares[0].text())
    with pytest.raises(RepeatedShareError):
        open_start(main.lock, [main.shares[0], main.shares[0]])


def test_a_share_of_the_backup_paper_is_recognised_and_named(main: NewStart, backup: NewStart) -> None:
    assert main.lock.tag != backup.lock.tag
    with pytest.raises(ForeignShareError, match="备用卷”的第 2 份"):
        accept_share(main.lock, (), backup.shares[1].text(), [main.lock, backup.lock])
    with pytest.raises(ForeignShareError, match=backup.lock.tag):
        accept_share(main.lock, (), backup.shares[1].text())
    with pytest.raises(ForeignShareError):
        open_start(main.lock, backup.shares)


def test_a_share_with_a_number_that_was_never_given_out_is_refused(main: NewStart) -> None:
    stray = ReleaseShare(7, main.lock.tag, bytes(10))
    with pytest.raises(ForeignShareError, match="只有 3 份"):
        accept_share(main.lock, (), stray.text())


def test_a_well_typed_wrong_share_opens_nothing(main: NewStart) -> None:
    forged = ReleaseShare(2, main.lock.tag, bytes(10))
    with pytest.raises(WrongSharesError):
        open_start(main.lock, [main.shares[0], forged])
    with pytest.raises(WrongSharesError):
        open_start(main.lock, [main.shares[0], forged, main.shares[2]])
    with pytest.raises(WrongSharesError):
        open_start(main.lock, [main.shares[0], main.shares[2], forged])


@settings(max_examples=15)
@given(st.integers(2, 9), st.data())
def test_any_threshold_works_and_one_fewer_does_not(count: int, data: st.DataObject) -> None:
    threshold = data.draw(st.integers(2, count))
    start = make_start("main", threshold, count, cost=CHEAP)
    chosen = data.draw(st.permutations(start.shares))[:threshold]
    assert open_start(start.lock, chosen) == start.key
    with pytest.raises(MissingSharesError):
        open_start(start.lock, chosen[:-1])


def test_a_start_for_one_person_alone_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="threshold"):
        make_start("main", 1, 3, cost=CHEAP)


def test_a_cost_beyond_the_limits_cannot_be_made() -> None:
    for n, p in ((1 << 9, 1), (1 << 19, 1), (1500, 1), (1 << 15, 5), (1 << 15, 0)):
        with pytest.raises(ValueError, match="scrypt cost"):
            ScryptCost(n=n, p=p)
