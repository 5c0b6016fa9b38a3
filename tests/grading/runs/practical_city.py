"""Builds a room of candidates with real work on tasks of the sample exam, and a marking package with golden work."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from grading.rubric.folders import folder_of
from grading.runs.sources import Sources
from itembank.assembly.golden_work import make_golden_work
from itembank.bank.record import BankItem
from itembank.base.canonical import digest
from itembank.formats.task_folder import read_task_folders
from itembank.model.codec import to_bytes
from itembank.model.golden import GoldenPart
from itembank.model.package import GOLDEN_PART, golden_part, media_part
from itembank.model.responses import FileEntry
from itembank.sealing.bundle import RoomCard, seal_room_card
from itembank.sealing.keyfiles import write_private, write_public
from itembank.sealing.keys import BoxKey, SigningKey
from tests.builders import ExamBuilder, RoomBuilder, answered, choice_item, choice_scoring, folder_saved, make_sitting
from tests.builders import seal_marking as seal

TASKS = Path(__file__).resolve().parents[3] / "demo" / "content" / "tasks"
Files = Mapping[str, bytes | None]
Change = Callable[[GoldenPart], GoldenPart]


@dataclass
class PracticalCity:
    """One room, a question and some tasks; `change` may spoil the golden work before it is sealed, None leaves it out.

    Everybody answers the question; `give` says who leaves what in which task.
    """

    folder: Path
    tasks: tuple[str, ...] = ("FM-01",)
    change: Change | None = lambda part: part
    grader: BoxKey = field(default_factory=BoxKey.generate)
    centre: SigningKey = field(default_factory=SigningKey.generate)
    signer: SigningKey = field(default_factory=SigningKey.generate)
    bundles: list[Path] = field(default_factory=list)
    media: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        exam = ExamBuilder().add(choice_item("Q1"), choice_scoring("A"), 10)
        self.items: dict[str, BankItem] = {}
        for name in self.tasks:
            read = read_task_folders(TASKS / name)
            self.media |= read.media
            (self.items[name],) = [one.item for one in read.items]
            exam.add(self.items[name].item, self.items[name].marking.scoring, int(self.items[name].facts.points))
        markings = {entry.marking.item: entry.marking for entry in exam.key().entries}
        self.items = {name: msgspec.structs.replace(one, marking=markings[name]) for name, one in self.items.items()}
        starter = {media_part(name): self.media[name] for one in self.items.values() for name in one.item.media()}
        parts = starter | dict(self._golden_parts(starter))
        seal(self.folder / "marking.jikao", exam, self.centre, self.grader, parts)
        write_private(self.folder / "grader.key", self.grader)
        write_public(self.folder / "centre.pub", self.centre.public)
        card = RoomCard("一中", "01", self.signer.public, self.grader.public)
        seal_room_card(
            self.folder / "room.card", signer=self.signer, card=card, created=datetime(2026, 6, 1, tzinfo=UTC)
        )

    def _golden_parts(self, others: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
        if self.change is None:
            return
        part = self.change(make_golden_work(self.items.values()))
        yield GOLDEN_PART, to_bytes(part)
        for name in part.media():
            if media_part(name) not in others and name in self.media:
                yield golden_part(name), zlib.compress(self.media[name])

    @property
    def sources(self) -> Sources:
        return Sources(
            package=self.folder / "marking.jikao",
            centres=(self.folder / "centre.pub",),
            key=self.folder / "grader.key",
            room_cards=(self.folder / "room.card",),
        )

    def model(self, task: str) -> Files:
        """The model answer of a task."""
        files = self.items[task].model_files
        return {file.path: None if file.folder else self.media[file.media] for file in files}

    def room(self, work: Mapping[str, Mapping[str, Files]]) -> PracticalCity:
        """Seal the room: candidate number -> task -> files."""
        sitting = make_sitting(len(work))
        numbered = tuple(
            msgspec.structs.replace(candidate, number=number)
            for candidate, number in zip(sitting.candidates, work, strict=True)
        )
        room = RoomBuilder(
            centre=self.grader, signer=self.signer, sitting=msgspec.structs.replace(sitting, candidates=numbered)
        )
        for number, tasks in work.items():
            saved = [folder_saved(task, *self._entries(room, number, files)) for task, files in tasks.items()]
            room.attempt(number, answered("Q1", "A"), *saved)
        self.bundles.append(room.seal(self.folder / "01.jikao"))
        return self

    def command(self, verb: str, *more: str, bundles: bool = True) -> list[str]:
        """The words of `grading score` or `grading golden` on this city."""
        paths = self.sources
        return [
            verb,
            *("--key", str(paths.key), "--room-card", str(paths.room_cards[0])),
            *("--package", str(paths.package), "--centre", str(paths.centres[0])),
            *more,
            *(map(str, self.bundles) if bundles else ()),
        ]

    def _entries(self, room: RoomBuilder, number: str, files: Files) -> Iterator[FileEntry]:
        for entry in folder_of(files).manifest.entries:
            data = files.get(entry.path)
            if data is None:
                yield entry
            else:
                assert entry.sha256 == digest(data)
                yield room.file(number, entry.path, data)
