"""A small exam with everything people decide: free text, a document no machine could judge, an unmatched fill-in."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import msgspec

from grading.commands.score import mark_run
from grading.results.decision_store import DecisionStore
from grading.results.store import ResultStore
from grading.runs.plan import Purpose
from grading.runs.sources import Sources
from grading.runs.worker import release
from grading.scale.engines import EngineKind, Scale
from itembank.model.checks import CheckCall, CheckPoint, Rubric
from itembank.model.events import AttemptEvent
from itembank.model.item import Item, ItemKind
from itembank.model.marking import HumanScoring, RubricScoring
from itembank.model.richtext import Paragraph, Slot, Text
from itembank.sealing.bundle import RoomCard, seal_room_card
from itembank.sealing.keyfiles import write_private, write_public
from itembank.sealing.keys import SigningKey
from tests.builders import (
    MADE,
    ExamBuilder,
    RoomBuilder,
    answered,
    blank_item,
    choice_item,
    choice_scoring,
    folder_saved,
    make_sitting,
    practical_item,
    seal_marking,
    text_scoring,
)

SERIAL = Scale(EngineKind.SERIAL)
UNKNOWN = RubricScoring(
    rubric=Rubric(
        identifier="R",
        points=(
            CheckPoint(
                identifier="p1",
                title="标题排版美观",
                points=Fraction(5),
                checks=(CheckCall(type="W.from_a_later_version", file="通知.docx"),),
            ),
        ),
    )
)
ESSAY = "我认为弱密码最危险，因为它容易被猜到。\n应当使用更长的密码，并且不同的网站用不同的密码。"


FILLS = ("中央处理器", "中央处理器", "CPU", "处理器", "中央处理器", "Central Processing Unit", "内存", "cpu", "主机")


def titled(item: Item, title: str, words: str = "") -> Item:
    """Give an item a title, and a body in words where it asks for more than a blank."""
    asked = (Text(text=words),) if item.kind is ItemKind.PRACTICAL else (Text(text=words), Slot(response="RESPONSE"))
    return msgspec.structs.replace(item, title=title, body=(Paragraph(inlines=asked),) if words else item.body)


def crowd_member(number: int) -> tuple[str, str, str]:
    """Return one more candidate's number, fill-in and essay."""
    return f"00310{number:02}", FILLS[number % len(FILLS)], ESSAY * (1 + number % 3)


class MarkingCity:
    """Sealed files, a first run, and three markers with keys."""

    def __init__(
        self,
        folder: Path,
        document: bytes,
        *,
        name: str = "通知.docx",
        essay: str = ESSAY,
        absent: str = "",
        crowd: int = 0,
    ) -> None:
        """`document` is what everybody left as `name`; who is `absent` left nothing; a `crowd` follows the three."""
        self.folder = folder
        centre, room = SigningKey.generate(), RoomBuilder(sitting=make_sitting(3 + crowd))
        exam = (
            ExamBuilder()
            .add(choice_item("Q1"), choice_scoring("A"), 40)
            .add(titled(blank_item("Q2"), "中央处理器的英文缩写"), text_scoring("CPU"), 30)
            .add(
                titled(blank_item("H1"), "弱密码的危险", "说明弱密码有什么危险，写出至少两条可行的做法。"),
                HumanScoring(
                    response="RESPONSE",
                    reference="弱密码容易被猜到或被字典破解；应使用较长的、各不相同的密码。",
                    criteria=("说明危险 2 分", "给出做法 2 分", "语句通顺 1 分"),
                ),
                20,
            )
            .add(titled(practical_item("P1"), "排版科技节通知", "打开“通知.docx”，按要求排版。"), UNKNOWN, 10)
        )
        came = [
            ("0031001", "CPU", essay),
            ("0031002", "中央处理器", "不知道"),
            ("0031003", "处理器", ""),
            *(crowd_member(number) for number in range(4, 4 + crowd)),
        ]
        for number, fill, words in came:
            if number == absent:
                continue
            file = room.file(number, name, document)
            events: list[AttemptEvent] = [answered("Q1", "A"), answered("Q2", fill), folder_saved("P1", file)]
            room.attempt(number, *events, *([answered("H1", words)] if words else []))
        seal_marking(folder / "marking.jikao", exam, centre, room.centre)
        self.bundle = room.seal(folder / "room.jikao")
        write_private(folder / "grader.key", room.centre)
        write_public(folder / "centre.pub", centre.public)
        card = RoomCard("一中", "01", room.signer.public, room.centre.public)
        seal_room_card(folder / "room.card", signer=room.signer, card=card, created=MADE)
        self.sources = Sources(
            package=folder / "marking.jikao",
            centres=(folder / "centre.pub",),
            key=folder / "grader.key",
            room_cards=(folder / "room.card",),
        )
        self.store = ResultStore.in_file(folder / "results.db")
        self.markers = {marker: SigningKey.generate() for marker in ("王老师", "李老师", "陈老师")}
        for marker, key in self.markers.items():
            DecisionStore(self.store.engine).add_marker(marker, key.public, by="中心", made=MADE)
        self.run = mark_run(self.sources, [self.bundle], self.store, purpose=Purpose(), scale=SERIAL)

    def close(self) -> None:
        release()
        self.store.close()
