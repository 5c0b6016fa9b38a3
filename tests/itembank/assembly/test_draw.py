"""Draws from a seed."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itembank.assembly.draw import Draw


def test_a_draw_is_the_same_on_every_machine_for_ever() -> None:
    """These figures are part of the format: a published seed must give them again in ten years."""
    draw = Draw(20260613, "choices", "X2026", "A")
    assert [draw.below(1000) for _time in range(5)] == [544, 117, 938, 27, 401]
    assert Draw(1, "seats").shuffled("ABCDEFGH") == list("GCFHBEDA")


def test_labels_part_the_streams() -> None:
    streams = {
        tuple(Draw(1, *labels).below(10**9) for _time in range(3)) for labels in (("a",), ("b",), ("a", "b"), ("ab",))
    }
    assert len(streams) == 4


@given(st.integers(), st.lists(st.integers(), max_size=30, unique=True))
def test_a_shuffle_loses_nothing(seed: int, values: list[int]) -> None:
    assert sorted(Draw(seed, "x").shuffled(values)) == sorted(values)


def test_all_orders_of_three_come_about_equally_often() -> None:
    counts = Counter("".join(Draw(seed, "fair").shuffled("ABC")) for seed in range(6000))
    assert len(counts) == 6
    assert all(850 < count < 1150 for count in counts.values())


def test_nothing_cannot_be_drawn_from() -> None:
    with pytest.raises(ValueError, match="nothing"):
        Draw(1).below(0)
