"""Builds two sealed rooms with a marking package and keys in files, as a centre has them."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from grading.runs.sources import Sources
from itembank.model.marking import HumanScoring
from itembank.sealing.bundle import RoomCard, seal_room_card
from itembank.sealing.keyfiles import write_private, write_public
from itembank.sealing.keys import BoxKey, SigningKey
from tests.builders import (
    ExamBuilder,
    RoomBuilder,
    answered,
    blank_item,
    choice_item,
    choice_scoring,
    make_sitting,
    seal_marking,
    text_scoring,
)


@dataclass
class City:
    """An exam of three items (choice, blank, free text) in as many rooms as are added."""

    folder: Path
    grader: BoxKey = field(default_factory=BoxKey.generate)
    centre: SigningKey = field(default_factory=SigningKey.generate)
    signer: SigningKey = field(default_factory=SigningKey.generate)
    bundles: list[Path] = field(default_factory=list)

    def __post_init__(self) -> None:
        exam = (
            ExamBuilder()
            .add(choice_item("Q1"), choice_scoring("A"), 50)
            .add(blank_item("Q2"), text_scoring("CPU"), 30)
            .add(blank_item("H1"), HumanScoring(response="RESPONSE", reference="见教材"), 20)
        )
        seal_marking(self.folder / "marking.jikao", exam, self.centre, self.grader)
        write_private(self.folder / "grader.key", self.grader)
        write_public(self.folder / "centre.pub", self.centre.public)
        card = RoomCard("一中", "01", self.signer.public, self.grader.public)
        seal_room_card(
            self.folder / "room.card", signer=self.signer, card=card, created=datetime(2026, 6, 1, tzinfo=UTC)
        )

    @property
    def sources(self) -> Sources:
        return Sources(
            package=self.folder / "marking.jikao",
            centres=(self.folder / "centre.pub",),
            key=self.folder / "grader.key",
            room_cards=(self.folder / "room.card",),
        )

    def room(self, name: str, answers: dict[str, dict[str, str]]) -> City:
        """Add a room: candidate number -> item -> answer."""
        sitting = make_sitting(len(answers))
        numbered = tuple(
            msgspec.structs.replace(candidate, number=number, school=f"{name}中学")
            for candidate, number in zip(sitting.candidates, answers, strict=True)
        )
        builder = RoomBuilder(
            centre=self.grader,
            signer=self.signer,
            sitting=msgspec.structs.replace(sitting, candidates=numbered, room=name),
            room=name,
        )
        for number, said in answers.items():
            builder.attempt(number, *(answered(item, text) for item, text in said.items()))
        self.bundles.append(builder.seal(self.folder / f"{name}.jikao"))
        return self


def two_rooms(folder: Path) -> City:
    """Two rooms of five: all answer, some rightly, some with "处理器", one writes a free text."""
    texts = itertools.cycle(["CPU", "处理器", "ＣＰＵ", "内存", "处理器"])
    city = City(folder)
    for room, start in (("01", 31001), ("02", 32001)):
        answers = {
            f"00{start + n}": {"Q1": "AB"[n % 2], "Q2": next(texts), **({"H1": "我认为"} if n == 1 else {})}
            for n in range(5)
        }
        city.room(room, answers)
    return city
