"""Between values and bytes."""

from __future__ import annotations

from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from itembank.base.canonical import canonical_bytes, parse_canonical
from itembank.model.checks import CheckCall, CheckPoint, Rubric
from itembank.model.codec import (
    ModelError,
    content_id,
    fraction_text,
    from_builtins,
    from_bytes,
    parse_fraction,
    to_builtins,
    to_bytes,
)
from itembank.model.item import Item
from itembank.model.marking import AcceptedText, ItemMarking
from itembank.model.richtext import Text
from tests.itembank import samples


@given(st.fractions(min_value=-1000, max_value=1000, max_denominator=1000))
def test_marks_are_exact_on_their_way_through_text(value: Fraction) -> None:
    assert parse_fraction(fraction_text(value)) == value


@pytest.mark.parametrize("text", ["1.5", "1/0", "", " 1", "1/2/3", "1e3", "٣", "1" * 40])
def test_other_spellings_of_marks_are_refused(text: str) -> None:
    with pytest.raises(ModelError, match="不是分值"):
        parse_fraction(text)


def test_an_item_and_its_marking_come_back_from_their_bytes() -> None:
    for made in (samples.single(), samples.multiple(), samples.fill(), samples.practical(), samples.picture_item()):
        assert from_bytes(Item, to_bytes(made.item)) == made.item
        assert from_bytes(ItemMarking, to_bytes(made.marking)) == made.marking
        assert canonical_bytes(parse_canonical(to_bytes(made.item))) == to_bytes(made.item)


def test_a_rubric_with_nested_parameters_comes_back_from_its_bytes() -> None:
    call = CheckCall(
        type="Y.tests", parameters={"tests": [{"stdin": "1", "deep": [1, True, None, {"a": "b"}]}], "n": 3}
    )
    rubric = Rubric(
        identifier="R1", points=(CheckPoint(identifier="p1", title="x", points=Fraction(5, 2), checks=(call,)),)
    )
    assert from_bytes(Rubric, to_bytes(rubric)) == rubric
    assert rubric.total() == Fraction(5, 2)


def test_the_name_of_a_version_follows_its_content_alone() -> None:
    assert samples.single().version() == samples.single().version()
    assert samples.single().version() != samples.single(key="B").version()
    assert samples.single().item.version() == samples.single(key="B").item.version()
    assert len(content_id(Text(text="x"))) == 64


def test_the_name_of_a_version_never_changes_between_releases() -> None:
    """Papers pin these hashes; a change of the codec that moves them needs a migration."""
    assert samples.single().item.version() == "631cbd3b72a07d043f0f64d30c150bbf839b67aaf37a8c39cdf9701cdf2f3f3d"
    assert samples.single().version() == "2eb50757bc226697391d02c0d010176174e3404c7f1e0e230291fd79711f9d10"


@pytest.mark.parametrize(
    "data",
    [
        b'{"text":"x","type":"text","extra":1}',
        b'{"text":5,"type":"text"}',
        b'{"type":"text"}',
        b"[]",
        b"{",
        b"\xff",
        b"",
    ],
)
def test_bytes_that_are_no_such_value_are_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(ModelError, match="不符合"):
        from_bytes(Text, data)


def test_deep_nesting_is_refused_not_crashed_on() -> None:
    with pytest.raises(ModelError):
        from_bytes(Item, b'{"body":' + b"[" * 100_000)


def test_a_rule_of_the_model_is_kept_when_reading() -> None:
    with pytest.raises(ModelError):
        from_builtins(AcceptedText, {"text": "a", "number": "1"})


def test_values_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        samples.single().item.title = "x"  # type: ignore[misc]


def test_floats_never_enter_what_is_hashed() -> None:
    class Loose(msgspec.Struct):
        value: float = 0.5

    with pytest.raises(Exception, match="float"):
        canonical_bytes(to_builtins(Loose()))
