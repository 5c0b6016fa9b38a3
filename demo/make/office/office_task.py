"""What an office task is to the makers: a file, how it is begun, and the answer step by step.

A step asks `do("p01")` whether the check point of that name is to be earned. The model answer earns all of them;
leaving one out makes a copy that must lose exactly this point.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bridge import Office

RESAVED = "resaved"
Do = Callable[[str], bool]
Begin = Callable[[Any], None]
Answer = Callable[[Any, Do, Any], None]


@dataclass(frozen=True)
class OfficeTask:
    """A task: `points` p01, p02, ...; `picture` lies beside the file and is handed to the answer as a graphic."""

    identifier: str
    file: str
    kind: str
    file_format: str
    points: int
    begin: Begin
    answer: Answer
    picture: str = ""

    def make(self, office: Office, tasks: Path, pictures: Path) -> None:
        """Make the starter file and the model answer."""
        folder = tasks / self.identifier
        starter = folder / "starter" / self.file
        with office.new(self.kind, starter, self.file_format) as document:
            self.begin(document)
        self._answer(office, starter, folder / "model" / self.file, pictures, without="")
        if self.picture:
            for part in ("starter", "model"):
                shutil.copyfile(pictures / self.picture, folder / part / self.picture)

    def make_mutants(self, office: Office, tasks: Path, pictures: Path, out: Path) -> None:
        """Make one copy of the answer for every point, without what earns it, and one that was merely saved again."""
        starter = tasks / self.identifier / "starter" / self.file
        for number in range(1, self.points + 1):
            name = f"p{number:02d}"
            self._answer(office, starter, out / self.identifier / name / self.file, pictures, without=name)
        model = tasks / self.identifier / "model" / self.file
        with office.edit(model, out / self.identifier / RESAVED / self.file, self.file_format):
            pass

    def _answer(self, office: Office, starter: Path, path: Path, pictures: Path, *, without: str) -> None:
        graphic = office.graphic(pictures / self.picture) if self.picture else None
        with office.edit(starter, path, self.file_format) as document:
            self.answer(document, lambda point: point != without, graphic)
