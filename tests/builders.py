"""Builds small exams for tests: items, a paper with its key, a sitting, a bundle as a room would seal it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

from itembank.base.canonical import digest
from itembank.model.codec import to_bytes
from itembank.model.events import Answered, AttemptEvent, Ended, FolderSaved, HandInReason, SnapshotReason
from itembank.model.item import Item, ItemKind
from itembank.model.items.choice import ChoiceInteraction, SimpleChoice
from itembank.model.items.practical import PracticalInteraction, Software
from itembank.model.items.text_entry import TextEntryInteraction
from itembank.model.marking import (
    AcceptedText,
    ChoiceRule,
    ItemMarking,
    KeyEntry,
    MarkingKey,
    RuleScoring,
    Scoring,
    TextRule,
)
from itembank.model.package import LEDGER_PART, SITTING_PART, SUMMARY_PART, BundleSummary, blob_part
from itembank.model.paper import Paper, PaperItem, Section
from itembank.model.record import (
    AttemptOpened,
    EventStored,
    HandInStored,
    LedgerBatch,
    LedgerBody,
    LedgerEntry,
    OpenReason,
)
from itembank.model.responses import FileEntry, FolderManifest
from itembank.model.richtext import Paragraph, Slot, Text, text_paragraph
from itembank.model.sitting import Candidate, Seat, Sitting
from itembank.sealing.attempt import AttemptKey, DeskSigner, first_head, receipt_code, seal_blob, seal_event
from itembank.sealing.bundle import seal_answer_bundle
from itembank.sealing.chain import LedgerHead, first_ledger_head, next_head, sign_head
from itembank.sealing.keys import BoxKey, SigningKey
from itembank.sealing.manifest import Kind
from itembank.sealing.packages import make_claims, seal_marking_package

EXAM, SITTING, LEDGER = "IT2026", "S1", "IT2026/S1/room"
MADE = datetime(2026, 6, 13, 1, 0, tzinfo=UTC)


def choice_item(identifier: str = "Q1", options: str = "ABCD", *, max_choices: int = 1) -> Item:
    choices = tuple(SimpleChoice(identifier=name, content=(Text(text=f"选项{name}"),)) for name in options)
    return Item(
        identifier=identifier,
        kind=ItemKind.SINGLE_CHOICE if max_choices == 1 else ItemKind.MULTIPLE_CHOICE,
        body=(text_paragraph(f"题干{identifier}"),),
        interactions=(ChoiceInteraction(response="RESPONSE", choices=choices, max_choices=max_choices),),
    )


def blank_item(identifier: str = "Q2") -> Item:
    return Item(
        identifier=identifier,
        kind=ItemKind.TEXT_ENTRY,
        body=(Paragraph(inlines=(Text(text="填："), Slot(response="RESPONSE"))),),
        interactions=(TextEntryInteraction(response="RESPONSE"),),
    )


def practical_item(identifier: str = "P1") -> Item:
    return Item(
        identifier=identifier,
        kind=ItemKind.PRACTICAL,
        body=(text_paragraph("在文件夹中完成操作。"),),
        interactions=(PracticalInteraction(response="RESPONSE", folder=identifier, software=Software.FILES),),
    )


def choice_scoring(key: str = "A") -> RuleScoring:
    return RuleScoring(rules=(ChoiceRule(response="RESPONSE", keys=(tuple(key),)),))


def text_scoring(text: str = "CPU") -> RuleScoring:
    return RuleScoring(rules=(TextRule(response="RESPONSE", accepted=(AcceptedText(text=text),)),))


@dataclass
class ExamBuilder:
    """An exam of one form; add items with their scoring and points."""

    form: str = "A"
    items: list[tuple[Item, Scoring, Fraction]] = field(default_factory=list)

    def add(self, item: Item, scoring: Scoring, points: int = 2) -> ExamBuilder:
        self.items.append((item, scoring, Fraction(points)))
        return self

    def paper(self) -> Paper:
        entries = tuple(
            PaperItem(number=number, item=item, points=points)
            for number, (item, _scoring, points) in enumerate(self.items, start=1)
        )
        section = Section(identifier="s1", title="一、客观题", items=entries)
        return Paper(form=self.form, exam=EXAM, title="样卷", sections=(section,), duration_minutes=40)

    def key(self) -> MarkingKey:
        entries = tuple(
            KeyEntry(
                number=number,
                marking=ItemMarking(item=item.identifier, item_version=item.version(), scoring=scoring),
                points=points,
                section="s1",
            )
            for number, (item, scoring, points) in enumerate(self.items, start=1)
        )
        return MarkingKey(form=self.form, exam=EXAM, title="样卷", entries=entries, sections={"s1": "一、客观题"})


def make_sitting(count: int = 3, form: str = "A") -> Sitting:
    seats = tuple(Seat(label=f"{n:02}", row=1, column=n) for n in range(1, count + 1))
    candidates = tuple(
        Candidate(number=f"00310{n:02}", name=f"考生{n}", seat=f"{n:02}", form=form, school="一中", class_name="1班")
        for n in range(1, count + 1)
    )
    return Sitting(
        exam=EXAM,
        sitting=SITTING,
        title="样考",
        site="一中",
        room="01",
        planned_start="2026-06-13T09:00",
        duration_minutes=40,
        seats=seats,
        candidates=candidates,
        forms=(form,),
    )


def answered(item: str, value: str | tuple[str, ...] | None, at_ms: int = 1000) -> Answered:
    return Answered(item=item, response={"RESPONSE": value}, at_ms=at_ms)


@dataclass
class RoomBuilder:
    """A room that seals attempts like the real one; tests may change `bodies` before they are chained."""

    centre: BoxKey = field(default_factory=BoxKey.generate)
    signer: SigningKey = field(default_factory=SigningKey.generate)
    sitting: Sitting = field(default_factory=make_sitting)
    bodies: list[LedgerBody] = field(default_factory=list)
    blobs: dict[str, bytes] = field(default_factory=dict)
    room: str = "01"
    keys: dict[str, AttemptKey] = field(default_factory=dict)

    def attempt(self, number: str, *events: AttemptEvent, hand_in: bool = True, form: str = "A") -> RoomBuilder:
        name, key = f"{SITTING}-{number}", self.key(number)
        signer = DeskSigner.generate(name, 1)
        self.bodies.append(
            AttemptOpened(
                attempt=name,
                candidate=number,
                seat="01",
                desk="d1",
                form=form,
                epoch=1,
                reason=OpenReason.FIRST,
                desk_key=signer.public,
                wrapped_key=key.wrap_to(self.centre.public, name),
                by="auto",
            )
        )
        head = first_head(name)
        closed = (*events, Ended(reason=HandInReason.CANDIDATE, at_ms=9000)) if hand_in else events
        for seq, event in enumerate(closed, start=1):
            ciphertext, head = seal_event(key, name, 1, seq, head, to_bytes(event))
            self.bodies.append(EventStored(attempt=name, epoch=1, seq=seq, ciphertext=ciphertext, head=head))
        if hand_in:
            self.bodies.append(
                HandInStored(
                    attempt=name,
                    epoch=1,
                    count=len(closed),
                    head=head,
                    signature=signer.sign(len(closed), head),
                    reason=HandInReason.CANDIDATE,
                    receipt=receipt_code(name, len(closed), head),
                )
            )
        return self

    def key(self, number: str) -> AttemptKey:
        return self.keys.setdefault(number, AttemptKey.generate())

    def file(self, number: str, path: str, content: bytes) -> FileEntry:
        blob, sealed = seal_blob(self.key(number), content)
        self.blobs[blob] = sealed
        return FileEntry(path=path, size_bytes=len(content), sha256=digest(content), blob=blob)

    def batches(self) -> list[LedgerBatch]:
        head, batches = first_ledger_head(LEDGER), []
        for n, body in enumerate(self.bodies, start=1):
            entries = (LedgerEntry(n=n, exam_ms=n * 10, wall="2026-06-13T01:00:00+00:00", body=body),)
            previous, head = head, next_head(head, sha256(to_bytes(entries)).digest())
            signature = sign_head(self.signer, LedgerHead(LEDGER, n, head, n * 10))
            batches.append(
                LedgerBatch(previous=previous, entries=entries, head=head, exam_ms=n * 10, signature=signature)
            )
        return batches

    def seal(self, path: Path, ledger: bytes | None = None, *, attempts: int | None = None) -> Path:
        lines = ledger if ledger is not None else b"\n".join(to_bytes(batch) for batch in self.batches())
        opened = {body.attempt for body in self.bodies if isinstance(body, AttemptOpened)}
        summary = BundleSummary(
            exam=EXAM,
            sitting=SITTING,
            site="一中",
            room=self.room,
            rehearsal=False,
            export_version=1,
            attempts=len(opened) if attempts is None else attempts,
            handed_in=sum(isinstance(body, HandInStored) for body in self.bodies),
            events=sum(isinstance(body, EventStored) for body in self.bodies),
            blobs=len(self.blobs),
            entries=len(self.bodies),
            final_head=b"",
            package_manifest_sha256="0" * 64,
            tier="default",
            server_version="0",
            ledger=LEDGER,
        )
        parts: dict[str, bytes | Path] = {
            SITTING_PART: to_bytes(self.sitting),
            SUMMARY_PART: to_bytes(summary),
            LEDGER_PART: lines,
            **{blob_part(name): data for name, data in self.blobs.items()},
        }
        claims = make_claims(Kind.ANSWER_BUNDLE, exam=EXAM, sitting=SITTING, serial=1, created=MADE)
        seal_answer_bundle(path, signer=self.signer, claims=claims, centre=[self.centre.public], parts=parts)
        return path


def folder_saved(item: str, *entries: FileEntry) -> FolderSaved:
    return FolderSaved(item=item, manifest=FolderManifest(entries=entries), reason=SnapshotReason.SAVED, at_ms=2000)


def seal_marking(
    path: Path, exam: ExamBuilder, centre: SigningKey, grader: BoxKey, more: Mapping[str, bytes] | None = None
) -> Path:
    claims = make_claims(Kind.MARKING_PACKAGE, exam=EXAM, sitting=SITTING, serial=1, created=MADE)
    parts: dict[str, bytes | Path] = {
        f"key-{exam.form}.json": to_bytes(exam.key()),
        f"paper-{exam.form}.json": to_bytes(exam.paper()),
        **(more or {}),
    }
    seal_marking_package(path, signer=centre, claims=claims, graders=[grader.public], parts=parts)
    return path
