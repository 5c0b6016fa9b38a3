"""One spelling for every value that is hashed or signed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itembank.base.canonical import CanonicalError, canonical_bytes, digest, digest_file, parse_canonical

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(alphabet=st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=8), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(VALUES)
def test_every_value_has_one_spelling_that_reads_back(value):
    data = canonical_bytes(value)
    assert parse_canonical(data) == value
    assert canonical_bytes(parse_canonical(data)) == data


def test_keys_are_sorted_and_text_is_utf_8():
    assert canonical_bytes({"b": 1, "a": "考"}) == '{"a":"考","b":1}'.encode()


@pytest.mark.parametrize("value", [1.5, b"x", {1: "a"}, object(), float("nan"), "\ud800"])
def test_what_machines_may_spell_differently_is_refused(value):
    with pytest.raises(CanonicalError):
        canonical_bytes(value)


@pytest.mark.parametrize(
    "data", [b'{"a": 1}', b'{"b":1,"a":2}', b"[1,]", b"\xff", b'{"a":1,"a":2}', b"1.0", b"[" * 100000]
)
def test_another_spelling_of_a_value_is_refused(data):
    with pytest.raises(CanonicalError):
        parse_canonical(data)


def test_a_value_that_is_too_deep_is_refused():
    value: object = 1
    for _level in range(100):
        value = [value]
    with pytest.raises(CanonicalError):
        canonical_bytes(value)


def test_the_digest_of_a_file_is_that_of_its_bytes(tmp_path):
    path = tmp_path / "big"
    path.write_bytes(b"x" * 3_000_000)
    assert digest_file(path) == digest(b"x" * 3_000_000)
