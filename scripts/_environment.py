"""The virtual environment that all scripts share: made once, brought up to date when the dependencies change.

Lies in `.venv`, or where JIKAO_VENV says. Stands on the standard library alone, because it runs before
anything is installed. It does not look at Debian packages; `_system` does.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MARK_NAME = "jikao-installed.json"


class Level(StrEnum):
    """How much is installed: what the programs need, or what working on them needs too."""

    RUN = "run"
    WORK = "work"


EXTRAS = {Level.RUN: "", Level.WORK: "[cluster,dev,postgresql]"}


class SetupError(Exception):
    """The machine lacks something that this program cannot bring; the text says what to do."""


def environment_folder(environ: Mapping[str, str]) -> Path:
    """Return where the virtual environment is or will be."""
    return Path(environ.get("JIKAO_VENV") or ROOT / ".venv").absolute()


def python_in(folder: Path) -> Path:
    return folder / "Scripts" / "python.exe" if os.name == "nt" else folder / "bin" / "python"


def ensure_environment(folder: Path, level: Level) -> Path:
    """Make the environment hold the project at `level` and return its Python; does nothing when it does."""
    if not python_in(folder).exists():
        print(f"making the virtual environment {folder}", flush=True)
        _make(folder)
    mark = folder / MARK_NAME
    wanted = fingerprint(level)
    if wanted not in _installed(mark):
        print("installing the project and its pinned dependencies (once, and after they change)", flush=True)
        _install(folder, level)
        # Everything that is run is also there for work, so the greater level stands for both.
        done = [wanted, fingerprint(Level.RUN)] if level is Level.WORK else [wanted]
        mark.write_text(json.dumps(done), "utf-8")
    return python_in(folder)


def fingerprint(level: Level) -> str:
    """Digest of all that decides what an installation holds: lint settings, for one, do not."""
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    decisive = {
        "level": level,
        "root": str(ROOT),
        "python": sys.version_info[:2],
        "build": pyproject["build-system"],
        "project": pyproject["project"],
        "setuptools": pyproject["tool"]["setuptools"],
        "constraints": (ROOT / "constraints.txt").read_text("utf-8"),
    }
    return hashlib.sha256(json.dumps(decisive, sort_keys=True).encode()).hexdigest()


def _installed(mark: Path) -> list[str]:
    if not mark.exists():
        return []
    return [str(entry) for entry in json.loads(mark.read_text("utf-8"))]


def _make(folder: Path) -> None:
    # Debian packs ensurepip apart (python3-venv); without it the pip outside can still fill the environment.
    options = [] if _has_module("ensurepip") else ["--without-pip"]
    if options and not _has_module("pip"):
        message = "neither ensurepip nor pip is there; on Debian and Ubuntu: apt-get install python3-venv"
        raise SetupError(message)
    _call([sys.executable, "-m", "venv", *options, str(folder)])


def _install(folder: Path, level: Level) -> None:
    _call([
        *_pip(folder),
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--constraint",
        str(ROOT / "constraints.txt"),
        "--editable",
        f"{ROOT}{EXTRAS[level]}",
    ])  # fmt: skip


def _pip(folder: Path) -> list[str]:
    python = str(python_in(folder))
    has_own = subprocess.run([python, "-c", "import pip"], capture_output=True, check=False).returncode == 0
    return [python, "-m", "pip"] if has_own else [sys.executable, "-m", "pip", "--python", python]


def _has_module(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def _call(command: list[str]) -> None:
    if subprocess.run(command, check=False).returncode != 0:
        message = f"this command failed: {' '.join(command)}"
        raise SetupError(message)
