"""An answer bundle of one room, opened and verified as a whole."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from grading.intake.attempts import Attempt, AttemptLedger, gather, open_attempt
from grading.intake.errors import IntakeError
from grading.intake.ledger import verified_entries
from itembank.base.i18n import _
from itembank.model.codec import from_bytes
from itembank.model.package import (
    ANSWERS_COMPARTMENT,
    LEDGER_PART,
    SITTING_PART,
    SUMMARY_PART,
    BundleSummary,
    blob_part,
)
from itembank.model.record import (
    CandidateMark,
    CandidateMarked,
    EventStored,
    IncidentNoted,
    LedgerEntry,
    PackageImported,
)
from itembank.model.responses import FileEntry
from itembank.model.sitting import Sitting
from itembank.sealing.attempt import open_blob
from itembank.sealing.bundle import open_answer_bundle
from itembank.sealing.keys import BoxKey, VerifyKey
from itembank.sealing.parts import Parts

MAX_BLOB_BYTES = 64 << 20


@dataclass(frozen=True)
class RoomBundle:
    """What one room sent home. `files` reads candidates' files; everything here was verified."""

    summary: BundleSummary
    sitting: Sitting
    attempts: tuple[Attempt, ...]
    marks: dict[str, CandidateMarked]
    incidents: tuple[tuple[LedgerEntry, IncidentNoted], ...]
    entries: int
    manifest_digest: str
    parts: Parts

    def find_attempt(self, candidate: str) -> Attempt | None:
        """Find a candidate's attempt."""
        return next((attempt for attempt in self.attempts if attempt.candidate == candidate), None)

    def mark_of(self, candidate: str) -> CandidateMark:
        """Return how staff marked a candidate; who has no attempt and no mark is absent."""
        if candidate in self.marks:
            return self.marks[candidate].mark
        return CandidateMark.PRESENT if self.find_attempt(candidate) else CandidateMark.ABSENT

    def read_file(self, attempt: Attempt, entry: FileEntry) -> bytes:
        """Return the plain bytes of a file in a working folder; raises a sealing error when they are not the ones."""
        sealed = self.parts.read(blob_part(entry.blob), at_most=MAX_BLOB_BYTES)
        return open_blob(attempt.key, entry.blob, sealed)


@dataclass(frozen=True)
class BundleFace:
    """What a bundle says of itself: authentic, but its ledger was not looked at."""

    path: Path
    summary: BundleSummary
    sitting: Sitting
    signer: VerifyKey
    manifest_digest: str
    parts: Parts


def open_bundle_face(path: Path, rooms: Collection[VerifyKey], box: BoxKey) -> BundleFace:
    """Open a bundle's summary and roster only; raises a sealing error for a wrong signature or key."""
    sealed = open_answer_bundle(path, rooms)
    parts = sealed.open_with_box(ANSWERS_COMPARTMENT, box)
    summary = from_bytes(BundleSummary, parts.read(SUMMARY_PART))
    sitting = from_bytes(Sitting, parts.read(SITTING_PART, at_most=MAX_BLOB_BYTES))
    if (summary.exam, summary.sitting) != (sitting.exam, sitting.sitting):
        raise IntakeError(_("答卷包的场次与名单不一致。"))
    return BundleFace(path, summary, sitting, sealed.signer, sealed.manifest_digest, parts)


def open_bundle(path: Path, rooms: Collection[VerifyKey], box: BoxKey) -> RoomBundle:
    """Open a bundle signed by one of `rooms` and sealed to `box`.

    Raises a sealing error for a wrong signature or key, and `IntakeError` when
    ledger, counts and parts contradict each other.
    """
    face = open_bundle_face(path, rooms, box)
    summary, sitting, parts = face.summary, face.sitting, face.parts
    entries = list(verified_entries(parts.stream(LEDGER_PART), summary.ledger, face.signer))
    attempts = gather(entries)
    _check_counts(summary, entries, attempts)
    known = [open_attempt(ledger, box) for ledger in attempts.values() if ledger.opened]
    _check_candidates(known, sitting)
    return RoomBundle(
        summary=summary,
        sitting=sitting,
        attempts=tuple(known),
        marks={body.candidate: body for entry in entries if isinstance(body := entry.body, CandidateMarked)},
        incidents=tuple((entry, body) for entry in entries if isinstance(body := entry.body, IncidentNoted)),
        entries=len(entries),
        manifest_digest=face.manifest_digest,
        parts=parts,
    )


def _check_counts(summary: BundleSummary, entries: list[LedgerEntry], attempts: dict[str, AttemptLedger]) -> None:
    """Compare the room's own counts with what is really there."""
    events = sum(isinstance(entry.body, EventStored) for entry in entries)
    claimed = (summary.entries, summary.events, summary.attempts)
    if claimed != (len(entries), events, len(attempts)):
        raise IntakeError(_("答卷包的条数与考场自己的统计不一致。"))
    imported = [entry.body for entry in entries if isinstance(entry.body, PackageImported)]
    if imported and imported[-1].manifest_sha256 != summary.package_manifest_sha256:
        raise IntakeError(_("答卷包所用的试卷包与考场日志不一致。"))


def _check_candidates(attempts: list[Attempt], sitting: Sitting) -> None:
    """Refuse attempts of nobody on the roster and two attempts of one candidate."""
    numbers = [attempt.candidate for attempt in attempts]
    if len(set(numbers)) != len(numbers):
        raise IntakeError(_("答卷包中同一考生有两份作答。"))
    for number in numbers:
        if sitting.candidate(number) is None:
            raise IntakeError(_("答卷包中的准考证号 {number} 不在名单上。").format(number=number))
