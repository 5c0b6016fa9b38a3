"""Rubrics in their files: TOML and JSON say the same, and what is refused names its file."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from itembank.model.codec import ModelError
from itembank.model.rubric_file import MAX_BYTES, parse_rubric, parse_table, read_rubric, read_table

POINT: dict[str, object] = {"identifier": "p1", "title": "一", "points": 2, "checks": [{"type": "W.opens"}]}


def rubric(*points: dict[str, object]) -> bytes:
    return json.dumps({"identifier": "R", "points": list(points)}).encode()


@pytest.mark.parametrize(("marks", "value"), [(2, 2), (2.5, "5/2"), ("2.5", "5/2"), ("5/2", "5/2"), ("2", 2)])
def test_marks_are_exact_in_every_spelling(marks: object, value: int | str) -> None:
    read = parse_rubric(rubric(POINT | {"points": marks}), toml=False)
    assert read.points[0].points == Fraction(value)


def test_toml_says_the_same_as_json() -> None:
    toml = b'identifier = "R"\n[[points]]\nidentifier = "p1"\ntitle = "\xe4\xb8\x80"\npoints = 2.0\n'
    toml += b'[[points.checks]]\ntype = "W.opens"\n'
    assert parse_rubric(toml, toml=True) == parse_rubric(rubric(POINT), toml=False)


def test_numbers_with_fractions_stay_text_and_a_mark_in_front_is_left_out() -> None:
    assert parse_table(b"\xef\xbb\xbfa = 0.1\nb = 3", toml=True) == {"a": "0.1", "b": 3}


@pytest.mark.parametrize("names", [("p2",), ("p1",)])
def test_a_point_falls_only_with_another_point_that_is_there(names: tuple[str, ...]) -> None:
    with pytest.raises(ModelError, match="falls_with"):
        parse_rubric(rubric(POINT | {"falls_with": list(names)}), toml=False)


@pytest.mark.parametrize(
    "data",
    [
        b"[]",
        b"{",
        b"\xff",
        rubric(),
        rubric(POINT, POINT),
        rubric(POINT | {"points": True}),
        rubric(POINT | {"points": 0}),
        rubric(POINT | {"colour": "red"}),
        b"[" * 100_000,
    ],
)
def test_what_is_no_rubric_is_refused(data: bytes) -> None:
    with pytest.raises(ModelError):
        parse_rubric(data, toml=False, name="r.json")


def test_a_file_that_is_missing_or_too_large_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="nichts"):
        read_table(tmp_path / "nichts.toml")
    (tmp_path / "gross.toml").write_bytes(b"#" * (MAX_BYTES + 1))
    with pytest.raises(ModelError, match="太大"):
        read_rubric(tmp_path / "gross.toml")
