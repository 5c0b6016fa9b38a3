"""A tiny sealed exam for desks under test: four items, pictures none, one folder of files, one Python task."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

from itembank.model.codec import to_bytes
from itembank.model.item import Item, ItemKind
from itembank.model.items.choice import ChoiceInteraction, SimpleChoice
from itembank.model.items.extended_text import ExtendedTextInteraction
from itembank.model.items.practical import Deliverable, PracticalInteraction, SampleTest, Software, StarterFile
from itembank.model.items.text_entry import TextEntryInteraction
from itembank.model.package import PAPER_PART, media_part
from itembank.model.paper import Paper, PaperItem, Section
from itembank.model.richtext import Paragraph, Slot, Text, text_paragraph
from itembank.sealing.attempt import AttemptKey
from itembank.sealing.envelope import SealedFile
from itembank.sealing.keys import BoxKey, SigningKey
from itembank.sealing.manifest import Kind
from itembank.sealing.packages import FormContent, make_claims, seal_paper_package
from itembank.sealing.recipes import ScryptCost
from itembank.sealing.start import make_start

FORM, EXAM, SITTING = "A", "IT2026", "S1"
SECRET_STEM = "二进制数一零一一等于十进制的多少"
STARTER_TEXT = "机密素材的原始文字，考前不得落盘。\n".encode()
PROGRAM_TEXT = 'name = input()\nprint("你好，" + name)\n'.encode()
MADE = datetime(2026, 6, 1, tzinfo=UTC)


def choice_item(identifier: str = "Q1", options: str = "ABCD", stem: str = SECRET_STEM) -> Item:
    choices = tuple(SimpleChoice(identifier=name, content=(Text(text=f"选项{name}"),)) for name in options)
    return Item(
        identifier=identifier,
        kind=ItemKind.SINGLE_CHOICE,
        body=(text_paragraph(stem),),
        interactions=(ChoiceInteraction(response="RESPONSE", choices=choices),),
    )


def blank_item(identifier: str = "Q2") -> Item:
    return Item(
        identifier=identifier,
        kind=ItemKind.TEXT_ENTRY,
        body=(Paragraph(inlines=(Text(text="一个字节有"), Slot(response="RESPONSE"), Text(text="位。"))),),
        interactions=(TextEntryInteraction(response="RESPONSE"),),
    )


def essay_item(identifier: str = "Q3") -> Item:
    return Item(
        identifier=identifier,
        kind=ItemKind.EXTENDED_TEXT,
        body=(text_paragraph("谈谈你怎样保管密码。"),),
        interactions=(ExtendedTextInteraction(response="RESPONSE"),),
    )


def files_item(identifier: str = "P1") -> Item:
    starter = StarterFile(path="素材/说明.txt", media=hashlib.sha256(STARTER_TEXT).hexdigest())
    task = PracticalInteraction(
        response="RESPONSE",
        folder="第4题",
        software=Software.FILES,
        starter_files=(StarterFile(path="素材", folder=True), starter),
        deliverables=(Deliverable(path="结果.txt", software=Software.FILES),),
    )
    return Item(
        identifier=identifier,
        kind=ItemKind.PRACTICAL,
        body=(text_paragraph("把说明复制为结果.txt。"),),
        interactions=(task,),
    )


def python_item(identifier: str = "P2") -> Item:
    starter = StarterFile(path="main.py", media=hashlib.sha256(PROGRAM_TEXT).hexdigest())
    task = PracticalInteraction(
        response="RESPONSE",
        folder="第5题",
        software=Software.PYTHON,
        starter_files=(starter,),
        deliverables=(Deliverable(path="main.py", software=Software.PYTHON, suffixes=(".py",)),),
        sample_tests=(SampleTest(name="样例 1", stdin="小明\n", expected="你好，小明\n"),),
    )
    return Item(
        identifier=identifier,
        kind=ItemKind.PRACTICAL,
        body=(text_paragraph("补全程序。"),),
        interactions=(task,),
    )


def sample_paper(*, practical: bool = True) -> Paper:
    items = [choice_item(), blank_item(), essay_item()]
    if practical:
        items += [files_item(), python_item()]
    entries = tuple(
        PaperItem(number=number, item=item, points=Fraction(2)) for number, item in enumerate(items, start=1)
    )
    return Paper(
        form=FORM,
        exam=EXAM,
        title="样卷",
        sections=(
            Section(identifier="s1", title="一、客观题", items=entries[:2]),
            Section(identifier="s2", title="二、主观题", items=entries[2:]),
        ),
        duration_minutes=40,
    )


@dataclass(frozen=True)
class SealedExam:
    """The sealed form as the room has it, and the key it will release."""

    paper: Paper
    head: bytes
    part: str
    ciphertext: bytes
    content_key: bytes
    centre: BoxKey
    signer: SigningKey

    def wrapped(self, key: AttemptKey, attempt: str) -> bytes:
        return key.wrap_to(self.centre.public, attempt)


def seal_exam(folder: Path, paper: Paper | None = None) -> SealedExam:
    signer, room, centre = SigningKey.generate(), BoxKey.generate(), BoxKey.generate()
    start = make_start("main", cost=ScryptCost(n=1 << 10, p=1))
    chosen = paper or sample_paper()
    parts: dict[str, bytes | Path] = {PAPER_PART: to_bytes(chosen)}
    media = {hashlib.sha256(data).hexdigest(): data for data in (STARTER_TEXT, PROGRAM_TEXT)}
    parts |= {media_part(name): media[name] for name in chosen.media()}
    path = folder / "paper.jk"
    seal_paper_package(
        path,
        signer=signer,
        claims=make_claims(Kind.PAPER_PACKAGE, exam=EXAM, sitting=SITTING, serial=1, created=MADE),
        rooms=[room.public],
        room_parts={"sitting.json": b"{}"},
        forms=[FormContent(FORM, parts)],
        starts=[start],
    )
    sealed = SealedFile.open(path, [signer.public])
    name = FormContent(FORM, parts).compartment
    key = sealed.content_key(name, room, start.key)
    return SealedExam(
        paper=chosen,
        head=sealed.head_bytes,
        part=name,
        ciphertext=sealed.compartment_bytes_range(name, 0, sealed.compartment_size(name)),
        content_key=key.raw,
        centre=centre,
        signer=signer,
    )
