"""A candidate's whole paper: the attempt's last state against the key of its form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from grading.intake.attempts import Attempt
from grading.intake.bundle import RoomBundle
from grading.intake.errors import IntakeError
from grading.intake.keys import MarkingPackage
from grading.marking.folders import WorkingFolder
from grading.marking.items import PracticalMarker, mark_item
from grading.results.run import CandidateResult
from grading.scorers.outcome import ItemScore, ItemStatus, PartOutcome
from itembank.base.canonical import canonical_bytes, digest
from itembank.base.i18n import N_, _
from itembank.model.marking import KeyEntry, MarkingKey, RubricScoring
from itembank.model.responses import FileEntry
from itembank.model.sitting import Candidate
from itembank.sealing.errors import SealingError

OUR_FAULT = N_("评分程序在这道题上出错（{kind}），已记录，需人工评定。")


@dataclass(frozen=True)
class Marker:
    """Marks candidates of one room bundle with one marking package.

    `on_fault(item, error)` hears of errors of our own, and the item goes to a
    person; without it they are raised, as a test wants them.
    """

    bundle: RoomBundle
    package: MarkingPackage
    practical: PracticalMarker
    on_fault: Callable[[str, Exception], None] | None = None

    def mark_all(self) -> tuple[CandidateResult, ...]:
        """Return the results of all candidates on the roster, by number."""
        return tuple(self.mark(candidate) for candidate in sorted(self.bundle.sitting.candidates, key=_number))

    def mark(self, candidate: Candidate) -> CandidateResult:
        """Return one candidate's result; without an attempt there are no items."""
        attempt = self.bundle.find_attempt(candidate.number)
        form = self._form(attempt, candidate)
        return CandidateResult(
            candidate=candidate.number,
            name=candidate.name,
            school=candidate.school,
            class_name=candidate.class_name,
            form=form,
            seats=attempt.seats if attempt else (candidate.seat,),
            mark=self.bundle.mark_of(candidate.number),
            items=self._attempted(attempt, self._key(form)) if attempt else (),
            problems=attempt.problems if attempt else (),
            receipt=attempt.hand_in.receipt if attempt and attempt.hand_in else "",
        )

    def _form(self, attempt: Attempt | None, candidate: Candidate) -> str:
        """Return the form that was taken; the roster's when a doubtful attempt names one that nobody made."""
        if attempt is None or (not attempt.is_whole and attempt.form not in self.package.keys):
            return candidate.form
        return attempt.form

    def _attempted(self, attempt: Attempt, key: MarkingKey) -> tuple[ItemScore, ...]:
        """Return the items of an attempt; all of them for people when the attempt does not hold together."""
        if attempt.is_whole:
            return self._items(attempt, key)
        return tuple(_for_people(attempt, entry, unmarked(entry, attempt.problems[-1])) for entry in key.entries)

    def _key(self, form: str) -> MarkingKey:
        key = self.package.keys.get(form)
        if key is None:
            raise IntakeError(_("评分包中没有试卷“{form}”的答案。").format(form=form))
        return key

    def _items(self, attempt: Attempt, key: MarkingKey) -> tuple[ItemScore, ...]:
        return tuple(self._item(attempt, entry) for entry in key.entries)

    def _item(self, attempt: Attempt, entry: KeyEntry) -> ItemScore:
        try:
            score = self._scored(attempt, entry)
        except SealingError as error:
            score = unmarked(entry, error.message)
        except Exception as error:
            if self.on_fault is None:
                raise
            self.on_fault(entry.marking.item, error)
            score = unmarked(entry, _(OUR_FAULT).format(kind=type(error).__name__))
        return _for_people(attempt, entry, score) if score.status is ItemStatus.NEEDS_PERSON else score

    def _scored(self, attempt: Attempt, entry: KeyEntry) -> ItemScore:
        response = attempt.state.responses.get(entry.marking.item, {})
        return mark_item(entry, response, self._folder(attempt, entry), self.practical)

    def _folder(self, attempt: Attempt, entry: KeyEntry) -> WorkingFolder | None:
        scoring = entry.marking.scoring
        manifest = attempt.state.folders.get(entry.marking.item)
        if not isinstance(scoring, RubricScoring) or manifest is None:
            return None

        def read(file: FileEntry) -> bytes:
            return self.bundle.read_file(attempt, file)

        first = attempt.state.starters.get(entry.marking.item)
        letters = None if first is None else {one.path: one.attributes for one in first.entries}
        return WorkingFolder(manifest, read, scoring.starter, self.package.find_media, letters)


def unmarked(entry: KeyEntry, sentence: str) -> ItemScore:
    """Return an item that a person must mark, and why."""
    part = PartOutcome(name="RESPONSE", share=None, sentence=sentence)
    return ItemScore(
        item=entry.marking.item,
        number=entry.number,
        status=ItemStatus.NEEDS_PERSON,
        points=entry.points * 0,
        possible=entry.points,
        parts=(part,),
    )


def _for_people(attempt: Attempt, entry: KeyEntry, score: ItemScore) -> ItemScore:
    return msgspec.structs.replace(score, evidence=evidence_of(attempt, entry.marking.item))


def evidence_of(attempt: Attempt, item: str) -> str:
    """Return the digest of all that a candidate left for an item; time stamps of files are left out."""
    manifest = attempt.state.folders.get(item)
    files = {entry.path: entry.sha256 for entry in manifest.entries} if manifest else None
    return digest(canonical_bytes({"response": attempt.state.responses.get(item, {}), "files": files}))


def _number(candidate: Candidate) -> str:
    return candidate.number
