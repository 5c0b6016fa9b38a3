"""The guide's commands are carried out one by one, as somebody would who copies them; both languages give the same."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.e2e.guide import ENGLISH, GUIDE, ROOT, blocks, carry_out


def skeleton(line: str) -> list[str]:
    """Return the program, verbs and options of a command, without the names that a language gives."""
    return [word for word in shlex.split(line) if re.fullmatch(r"[a-z-]+", word)]


@pytest.mark.timeout(900)
def test_the_centre_and_the_room_prepare_an_exam_by_the_guide_alone(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "demo" / "content", tmp_path / "样例")
    carry_out(blocks(GUIDE, "before"), tmp_path)
    assert (tmp_path / "座位图.pdf").read_bytes().startswith(b"%PDF")
    assert len(list((tmp_path / "密封").glob("paper-*.jikao"))) == 1
    assert "[[" in (tmp_path / "起草.toml").read_text("utf-8")


@pytest.mark.parametrize("part", ["before", "after"])
def test_both_languages_give_the_same_commands(part: str) -> None:
    chinese, english = ([skeleton(line) for line in blocks(page, part)] for page in (GUIDE, ENGLISH))
    assert [line[0] for line in chinese] == [line[0] for line in english]
    for ours, theirs in zip(chinese, english, strict=True):
        assert [word for word in ours if word.startswith("--")] == [word for word in theirs if word.startswith("--")]
        assert ours[:2] == theirs[:2]
