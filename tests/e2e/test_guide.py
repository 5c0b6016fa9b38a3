"""The guide's commands are carried out one by one, as somebody would who copies them; both languages give the same."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from itembank.base.errors import ExitCode
from tests.e2e.conftest import MAX_SECONDS, Demo

ROOT = Path(__file__).resolve().parents[2]
GUIDE, ENGLISH = ROOT / "docs" / "guide.zh-CN.md", ROOT / "docs" / "guide.md"
PROGRAMS = {"itembank", "exam-server", "exam-client", "grading"}
START = "import sys; from {package}.cli import main; sys.exit(main())"
# A machine of the tests need not meet what an exam needs, and some marks wait for a person.
MAY_BE_PARTLY_DONE = ("exam-server check", "grading score", "grading verify")


def blocks(page: Path, part: str) -> list[str]:
    """Return the commands of a part of the guide, one a line."""
    found = re.findall(rf"```sh {part}\n(.*?)```", page.read_text("utf-8"), flags=re.DOTALL)
    return [line for block in found for line in block.splitlines() if line.strip()]


def carry_out(lines: list[str], folder: Path) -> None:
    for line in lines:
        program, *words = shlex.split(line)
        assert program in PROGRAMS
        arguments = [name for word in words for name in _expanded(word, folder)]
        done = subprocess.run(
            [sys.executable, "-c", START.format(package=program.replace("-", "_")), *arguments],
            cwd=folder,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
            timeout=MAX_SECONDS,
            check=False,
        )
        allowed = {ExitCode.OK}
        if line.startswith(MAY_BE_PARTLY_DONE):
            allowed.add(ExitCode.INCOMPLETE)
        assert done.returncode in allowed, f"{line}\n{done.stdout}{done.stderr}"


def _expanded(word: str, folder: Path) -> list[str]:
    if "*" not in word:
        return [word]
    found = sorted(str(path.relative_to(folder)) for path in folder.glob(word))
    assert found, f"nothing is called {word}"
    return found


def skeleton(line: str) -> list[str]:
    """Return the program, verbs and options of a command, without the names that a language gives."""
    return [word for word in shlex.split(line) if re.fullmatch(r"[a-z-]+", word)]


@pytest.mark.timeout(MAX_SECONDS + 120)
def test_the_centre_and_the_room_prepare_an_exam_by_the_guide_alone(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "demo" / "content", tmp_path / "样例")
    carry_out(blocks(GUIDE, "before"), tmp_path)
    assert (tmp_path / "座位图.pdf").read_bytes().startswith(b"%PDF")
    assert len(list((tmp_path / "密封").glob("paper-*.jikao"))) == 1
    assert "[[" in (tmp_path / "起草.toml").read_text("utf-8")


@pytest.mark.timeout(MAX_SECONDS + 120)
def test_the_markers_come_to_marks_reports_and_reviews_by_the_guide_alone(demo: Demo, tmp_path: Path) -> None:
    for name, made in {"钥匙": "keys", "机房": "room", "密封": "sealed", "优盘1": "usb-1"}.items():
        shutil.copytree(demo.out / made, tmp_path / name)
    carry_out(blocks(GUIDE, "after"), tmp_path)
    assert {"成绩.xlsx", "班级成绩单.pdf"} <= {path.name for path in (tmp_path / "成绩").iterdir()}
    assert (tmp_path / "复查-026010101.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("part", ["before", "after"])
def test_both_languages_give_the_same_commands(part: str) -> None:
    chinese, english = ([skeleton(line) for line in blocks(page, part)] for page in (GUIDE, ENGLISH))
    assert [line[0] for line in chinese] == [line[0] for line in english]
    for ours, theirs in zip(chinese, english, strict=True):
        assert [word for word in ours if word.startswith("--")] == [word for word in theirs if word.startswith("--")]
        assert ours[:2] == theirs[:2]
