"""How a candidate looks at the paper is kept, and never trusted further than it can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from exam_client.attempt.kept_view import KeptView, read_view, write_view


def test_what_was_kept_is_read_again(tmp_path: Path) -> None:
    view = KeptView(zoom=150, theme="dark", scrolls={"Q1": 240})
    write_view(tmp_path / "view.json", view)
    assert read_view(tmp_path / "view.json") == view


def test_nothing_kept_is_the_usual_look(tmp_path: Path) -> None:
    assert read_view(tmp_path / "view.json") == KeptView()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "7", '{"zoom": "big", "theme": 3, "scrolls": []}', '{"scrolls": {"Q1": "far", "Q2": -4}}']
)
def test_a_damaged_file_is_forgotten(tmp_path: Path, text: str) -> None:
    (tmp_path / "view.json").write_text(text, "utf-8")
    assert read_view(tmp_path / "view.json") == KeptView()


def test_bytes_that_are_no_text_are_forgotten(tmp_path: Path) -> None:
    (tmp_path / "view.json").write_bytes(b"\xff\xfe\x00")
    assert read_view(tmp_path / "view.json") == KeptView()
