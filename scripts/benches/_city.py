"""A city to be marked: candidates with distinct work, varied by seed from the sample exam, sealed room by room.

Objective answers are right or wrong by the candidate's own draw. Files are the tasks' model files or starter files with
seeded changes in their XML or source, so that no two are alike and marks differ.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fractions import Fraction
from functools import cached_property
from pathlib import Path

import msgspec

from grading.runs.sources import Sources
from itembank.assembly.golden import make_golden
from itembank.bank.record import BankItem
from itembank.formats.item_sheet import read_item_sheet
from itembank.formats.task_folder import read_task_folders
from itembank.model.checks import CheckCall, CheckPoint, Rubric
from itembank.model.codec import to_bytes
from itembank.model.events import Answered, AttemptEvent
from itembank.model.items.practical import StarterFile
from itembank.model.marking import KeyEntry, MarkingKey, RubricScoring, RuleScoring
from itembank.model.package import form_paper_part, key_part, media_part
from itembank.model.paper import Paper, PaperItem, Section
from itembank.model.responses import ItemResponse
from itembank.model.sitting import Candidate, Seat, Sitting
from itembank.sealing.bundle import RoomCard, seal_room_card
from itembank.sealing.keyfiles import write_private, write_public
from itembank.sealing.keys import BoxKey, SigningKey
from itembank.sealing.manifest import Kind
from itembank.sealing.packages import make_claims, seal_marking_package
from tests.builders import EXAM, SITTING, RoomBuilder, folder_saved

ROOT = Path(__file__).resolve().parent.parent.parent
CONTENT = ROOT / "demo" / "content"
OFFICE_TASKS = ("WD-01", "SS-01", "PP-01")
PROGRAM_TASKS = ("PG-01", "PG-02")
OBJECTIVE_ITEMS = 25
TESTS_PER_PROGRAM = 10
PER_ROOM = 50
MADE = datetime(2026, 6, 13, 1, 0, tzinfo=UTC)
FORM = "A"
MAIN_PARTS = re.compile(r"(word/document|xl/worksheets/sheet\d+|ppt/slides/slide\d+)\.xml")


@dataclass(frozen=True)
class Task:
    """A practical task: its item with rubric, its files by path."""

    bank_item: BankItem
    model: Mapping[str, bytes]
    starter: Mapping[str, bytes]


@dataclass
class City:
    """Makes the exam, its keys, and rooms of candidates; all draws come from `seed`."""

    folder: Path
    seed: int = 7
    practical: bool = True
    grader: BoxKey = field(default_factory=BoxKey.generate)
    centre: SigningKey = field(default_factory=SigningKey.generate)
    signer: SigningKey = field(default_factory=SigningKey.generate)

    @cached_property
    def items(self) -> tuple[BankItem, ...]:
        """The objective items: the first of the sample sheet that our own rules mark."""
        sheet = read_item_sheet((CONTENT / "items.xlsx").read_bytes(), "items.xlsx", CONTENT / "pictures")
        found = [read.item for read in sheet.items if isinstance(read.item.marking.scoring, RuleScoring)]
        stride = max(1, len(found) // OBJECTIVE_ITEMS)
        return tuple(found[::stride][:OBJECTIVE_ITEMS])

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """The practical tasks of one candidate."""
        if not self.practical:
            return ()
        read = read_task_folders(CONTENT / "tasks")
        by_name = {one.item.identifier: one.item for one in read.items}
        return tuple(_task(by_name[name], read.media) for name in (*OFFICE_TASKS, *PROGRAM_TASKS))

    @cached_property
    def paper(self) -> Paper:
        """The one form."""
        everything = (*self.items, *(task.bank_item for task in self.tasks))
        entries = tuple(
            PaperItem(number=number, item=item.item, points=Fraction(2)) for number, item in enumerate(everything, 1)
        )
        return Paper(
            form=FORM,
            exam=EXAM,
            title="bench",
            sections=(Section(identifier="s1", title="全卷", items=entries),),
            duration_minutes=40,
        )

    @cached_property
    def key(self) -> MarkingKey:
        """Its key, with golden candidates."""
        markings = {item.identifier: item.marking for item in self.items}
        markings |= {task.bank_item.identifier: task.bank_item.marking for task in self.tasks}
        entries = tuple(
            KeyEntry(number=place.number, marking=markings[place.item.identifier], points=place.points, section="s1")
            for place in self.paper.entries()
        )
        return MarkingKey(
            form=FORM,
            exam=EXAM,
            title="bench",
            entries=entries,
            sections={"s1": "全卷"},
            golden=make_golden(self.paper, markings),
        )

    def seal_keys(self) -> Sources:
        """Write the marking package and all keys; returns where they are."""
        media = {
            media_part(file.media): task.starter[file.path]
            for task in self.tasks
            for file in _files(task.bank_item.item)
        }
        seal_marking_package(
            self.folder / "marking.jikao",
            signer=self.centre,
            claims=make_claims(Kind.MARKING_PACKAGE, exam=EXAM, sitting=SITTING, serial=1, created=MADE),
            graders=[self.grader.public],
            parts={key_part(FORM): to_bytes(self.key), form_paper_part(FORM): to_bytes(self.paper), **media},
        )
        write_private(self.folder / "grader.key", self.grader)
        write_public(self.folder / "centre.pub", self.centre.public)
        card = RoomCard("一中", "01", self.signer.public, self.grader.public)
        seal_room_card(self.folder / "room.card", signer=self.signer, card=card, created=MADE)
        return Sources(
            package=self.folder / "marking.jikao",
            centres=(self.folder / "centre.pub",),
            key=self.folder / "grader.key",
            room_cards=(self.folder / "room.card",),
        )

    def seal_rooms(self, candidates: int) -> Iterator[Path]:
        """Seal rooms of 50 until all candidates have one; yields the bundles."""
        for first in range(0, candidates, PER_ROOM):
            yield self._seal_room(first, min(PER_ROOM, candidates - first))

    def responses(self, candidate: int) -> dict[str, ItemResponse]:
        """The objective answers of a candidate."""
        draw = random.Random(f"{self.seed} answers {candidate}")  # noqa: S311 - repeatable, nothing secret
        ability = draw.uniform(0.2, 1.0)
        right = self.key.golden[0].responses
        return {
            item.identifier: right[item.identifier] if draw.random() < ability else _wrong(right[item.identifier], draw)
            for item in self.items
            if item.identifier in right
        }

    def files(self, candidate: int, task: Task) -> dict[str, bytes]:
        """The files a candidate left in a task's folder."""
        draw = random.Random(f"{self.seed} {task.bank_item.identifier} {candidate}")  # noqa: S311 - as above
        source = task.model if draw.random() < 0.85 else task.starter
        return {path: _varied(path, data, draw) for path, data in source.items()}

    def _seal_room(self, first: int, count: int) -> Path:
        name = f"{first // PER_ROOM + 1:04}"
        numbers = [f"{10_000_000 + first + n}" for n in range(count)]
        builder = RoomBuilder(centre=self.grader, signer=self.signer, sitting=_sitting(name, numbers), room=name)
        for n, number in enumerate(numbers, first):
            events: list[AttemptEvent] = [
                Answered(item=item, response=response, at_ms=1000) for item, response in self.responses(n).items()
            ]
            for task in self.tasks:
                entries = [builder.file(number, path, data) for path, data in sorted(self.files(n, task).items())]
                events.append(folder_saved(task.bank_item.identifier, *entries))
            builder.attempt(number, *events)
        return builder.seal(self.folder / f"{name}.jikao")


def _task(item: BankItem, media: Mapping[str, bytes]) -> Task:
    model = {file.path: media[file.media] for file in item.model_files if not file.folder}
    starter = {file.path: media[file.media] for file in _files(item.item)}
    scoring = item.marking.scoring
    if not isinstance(scoring, RubricScoring):
        raise TypeError(f"{item.identifier} has no rubric")
    if item.identifier in PROGRAM_TASKS:
        rubric = _with_tests(scoring.rubric)
        marking = msgspec.structs.replace(item.marking, scoring=msgspec.structs.replace(scoring, rubric=rubric))
        item = msgspec.structs.replace(item, marking=marking)
    return Task(item, model, starter)


def _files(item: object) -> list[StarterFile]:
    interactions = item.interactions  # type: ignore[attr-defined]
    return [file for interaction in interactions for file in interaction.starter_files if not file.folder]


def _with_tests(rubric: Rubric) -> Rubric:
    """Bring a program's rubric to ten tests by giving its own tests again."""
    count = sum(len(_tests(call)) for point in rubric.points for call in point.checks)
    points: list[CheckPoint] = []
    for point in rubric.points:
        checks: list[CheckCall] = []
        for call in point.checks:
            tests = _tests(call)
            more = min(len(tests), max(0, TESTS_PER_PROGRAM - count))
            count += more
            added = [{**test, "name": f"{test['name']} b"} for test in tests[:more]]
            parameters = {**call.parameters, "tests": [*tests, *added]} if added else call.parameters
            checks.append(msgspec.structs.replace(call, parameters=parameters))
        points.append(msgspec.structs.replace(point, checks=tuple(checks)))
    return msgspec.structs.replace(rubric, points=tuple(points))


def _tests(call: CheckCall) -> list[dict[str, object]]:
    found = call.parameters.get("tests", ())
    return list(found) if isinstance(found, list | tuple) else []


def _wrong(response: ItemResponse, draw: random.Random) -> ItemResponse:
    if draw.random() < 0.2:
        return {}
    return {
        name: draw.choice("ABCD")
        if isinstance(value, str) and len(value) == 1
        else f"{value}x"
        if isinstance(value, str)
        else value[:1]
        if value
        else value
        for name, value in response.items()
    }


def _varied(path: str, data: bytes, draw: random.Random) -> bytes:
    if path.endswith((".docx", ".xlsx", ".pptx")):
        return _varied_office(data, draw)
    if path.endswith(".py"):
        note = f"# {draw.getrandbits(64):016x}\n".encode()
        return note + (data.replace(b"60", b"61", 1) if draw.random() < 0.2 else data)
    return data


def _varied_office(data: bytes, draw: random.Random) -> bytes:
    """Change a few values in the main parts and say who made the file, so that no two files are alike."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            part = source.read(entry)
            if MAIN_PARTS.fullmatch(entry.filename):
                part = _varied_part(part, draw)
            if entry.filename == "docProps/core.xml":
                part = part.replace(
                    b"</cp:coreProperties>", b"<dc:subject>%d</dc:subject></cp:coreProperties>" % draw.getrandbits(48)
                )
            target.writestr(zipfile.ZipInfo(entry.filename), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _varied_part(part: bytes, draw: random.Random) -> bytes:
    places = list(re.finditer(rb'(<w:sz w:val="|<w:jc w:val="|<c r="[A-Z]+\d+" s="|sz=")(\w+)"', part))
    for place in draw.sample(places, min(len(places), draw.choice((0, 0, 1, 2)))):
        value = place.group(2)
        other = b"%d" % (int(value) + 2) if value.isdigit() and b"<c " not in place.group(1) else value
        part = part[: place.start(2)] + other.ljust(len(value), b"0")[: len(value)] + part[place.end(2) :]
    return part


def _sitting(room: str, numbers: list[str]) -> Sitting:
    seats = tuple(Seat(label=f"{n:02}", row=1, column=n) for n in range(1, len(numbers) + 1))
    candidates = tuple(
        Candidate(
            number=number,
            name="考生",
            seat=seat.label,
            form=FORM,
            school=f"第{int(room) % 40 + 1}中学",
            class_name="1班",
        )
        for number, seat in zip(numbers, seats, strict=True)
    )
    return Sitting(
        exam=EXAM,
        sitting=SITTING,
        title="bench",
        site="一中",
        room=room,
        planned_start="2026-06-13T09:00",
        duration_minutes=40,
        seats=seats,
        candidates=candidates,
        forms=(FORM,),
    )
