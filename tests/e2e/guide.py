"""The guide as it is carried out: its commands, one by one, as somebody would who copies them."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from itembank.base.errors import ExitCode

ONE_COMMAND_SECONDS = 300
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
            timeout=ONE_COMMAND_SECONDS,
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
