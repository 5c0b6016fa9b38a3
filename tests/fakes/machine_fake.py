"""A machine with the programs a test wants; it only remembers what was started."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class FakeMachine:
    """`commands` maps the name of an executable to its path."""

    commands: dict[str, str] = field(default_factory=lambda: {"soffice": "/opt/libreoffice7.4/program/soffice"})
    started: list[tuple[str, ...]] = field(default_factory=list)
    fails: bool = False

    def find_command(self, name: str) -> str | None:
        return self.commands.get(name)

    def start(self, command: Sequence[str], folder: Path) -> None:
        if self.fails:
            raise OSError("cannot start")
        self.started.append(tuple(command))
