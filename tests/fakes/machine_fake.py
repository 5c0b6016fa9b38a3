"""A machine with the programs a test wants; it only remembers what was started and what was asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from exam_client.practical.office.port import OfficeProgram, OfficeReport, OpenFolder
from exam_client.practical.views import Program


@dataclass
class FakeOffice:
    """Says `report` to everything; `asked` are the questions. `does` happens when it is asked to save."""

    report: OfficeReport = field(default_factory=OfficeReport)
    asked: list[str] = field(default_factory=list)
    does: Callable[[OpenFolder], None] = lambda _where: None

    def look(self, where: OpenFolder) -> OfficeReport:
        self.asked.append("look")
        return self.report

    def save(self, where: OpenFolder) -> OfficeReport:
        self.asked.append("save" if where.rescue is None else "save-all")
        self.does(where)
        return self.report

    def close(self, where: OpenFolder) -> OfficeReport:
        self.asked.append("close")
        return self.report

    def end(self, where: OpenFolder) -> None:
        self.asked.append("end")


@dataclass
class FakeMachine:
    """`commands` maps the name of an executable to its path."""

    commands: dict[str, str] = field(default_factory=lambda: {"soffice": "/opt/libreoffice7.4/program/soffice"})
    started: list[tuple[str, ...]] = field(default_factory=list)
    fails: bool = False
    office: FakeOffice = field(default_factory=FakeOffice)

    def find_command(self, name: str) -> str | None:
        return self.commands.get(name)

    def start(self, command: Sequence[str], folder: Path) -> None:
        if self.fails:
            raise OSError("cannot start")
        self.started.append(tuple(command))

    def offices(self, programs: Sequence[Program], profile: Path) -> OfficeProgram:
        return self.office
