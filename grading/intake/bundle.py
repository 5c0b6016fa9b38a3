"""An answer bundle of one room, opened and verified as a whole."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from grading.intake.attempts import LOCKED, Attempt, AttemptLedger, gather, open_attempt
from grading.intake.errors import IntakeError
from grading.intake.ledger import verified_entries
from itembank.base.canonical import digest
from itembank.base.i18n import N_, _
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
from itembank.sealing.errors import AnswerProtectionError, SealingError
from itembank.sealing.keys import BoxKey, VerifyKey
from itembank.sealing.parts import Parts

MAX_BLOB_BYTES = 64 << 20
BLOB_PREFIX = blob_part("")
SEVERAL = N_("同一考生有 {count} 份作答（{names}），需人工评定以哪一份为准。")
UNKNOWN_FORM = N_("试卷“{form}”不是这个场次的，需人工评定。")
NOT_ON_ROSTER = N_("准考证号不在名单上，没有评分。")


@dataclass(frozen=True)
class RoomBundle:
    """What one room sent home; everything here was verified.

    `attempts` are those of candidates on the roster, in the order in which they
    were opened; `strays` belong to nobody on it, and people must look at them.
    """

    summary: BundleSummary
    sitting: Sitting
    attempts: tuple[Attempt, ...]
    marks: dict[str, CandidateMarked]
    incidents: tuple[tuple[LedgerEntry, IncidentNoted], ...]
    entries: int
    manifest_digest: str
    parts: Parts
    strays: tuple[Attempt, ...] = ()
    _opened: list[tuple[str, bytes]] = field(default_factory=list, repr=False, compare=False)
    """The shared blob that was read last: the next small file mostly lies in it too."""

    def find_attempt(self, candidate: str) -> Attempt | None:
        """Find a candidate's attempt; of two, which both are problems, the one opened last."""
        return next((attempt for attempt in reversed(self.attempts) if attempt.candidate == candidate), None)

    def mark_of(self, candidate: str) -> CandidateMark | None:
        """Return how staff marked a candidate; None for who has neither an attempt nor a mark.

        Only a person says that somebody was absent: the room may have lost a record.
        """
        if candidate in self.marks:
            return self.marks[candidate].mark
        return CandidateMark.PRESENT if self.find_attempt(candidate) else None

    def read_file(self, attempt: Attempt, entry: FileEntry) -> bytes:
        """Return the plain bytes of a file in a working folder; raises a sealing error when they are not the ones."""
        if attempt.key is None:
            raise AnswerProtectionError(_(LOCKED))
        blob, content = self._opened[-1] if self._opened else ("", b"")
        if blob != entry.blob:
            sealed = self.parts.read(blob_part(entry.blob), at_most=MAX_BLOB_BYTES)
            content = open_blob(attempt.key, entry.blob, sealed)
            self._opened[:] = [(entry.blob, content)] if entry.offset is not None else []
        data = entry.part_of(content)
        if data is None:
            raise AnswerProtectionError(_("内容与登记的摘要不符。"))
        return data


@dataclass(frozen=True)
class BundleFace:
    """What a bundle says of itself: authentic, but its ledger was not looked at."""

    path: Path
    summary: BundleSummary
    sitting: Sitting
    signer: VerifyKey
    manifest_digest: str
    parts: Parts


def stray_lines(bundle: RoomBundle) -> list[str]:
    """Return a line for each attempt that is nobody's, with its problems."""
    return [
        _("{number} 座位 {seats}（{attempt}）：{problems}").format(
            number=stray.candidate or "?",
            seats=" → ".join(stray.seats) or "?",
            attempt=stray.attempt,
            problems=" ".join(stray.problems),
        )
        for stray in bundle.strays
    ]


def damaged_files(bundle: RoomBundle) -> list[str]:
    """Read every file that came home, and return a line for each that is damaged; slow."""
    lines: list[str] = []
    for attempt in bundle.attempts:
        for item, manifest in attempt.state.folders.items():
            for entry in manifest.entries:
                if entry.folder or blob_part(entry.blob) not in bundle.parts:
                    continue
                try:
                    content = bundle.read_file(attempt, entry)
                except SealingError as error:
                    lines.append(_damage(attempt, item, entry, error.message))
                else:
                    if digest(content) != entry.sha256:
                        lines.append(_damage(attempt, item, entry, _("内容与登记的摘要不符。")))
    return lines


def _damage(attempt: Attempt, item: str, entry: FileEntry, reason: str) -> str:
    return _("{number} 试题 {item} 的文件“{path}”已损坏：{reason}").format(
        number=attempt.candidate, item=item, path=entry.path, reason=reason
    )


def open_bundle_face(path: Path, rooms: Collection[VerifyKey], box: BoxKey, *, every_chunk: bool = True) -> BundleFace:
    """Open a bundle's summary and roster only; raises a sealing error for a wrong signature or key.

    Without `every_chunk` only what is read is compared with its digest: who opens the bundle later does the rest.
    """
    sealed = open_answer_bundle(path, rooms, every_chunk=every_chunk)
    parts = sealed.open_with_box(ANSWERS_COMPARTMENT, box)
    summary = from_bytes(BundleSummary, parts.read(SUMMARY_PART))
    sitting = from_bytes(Sitting, parts.read(SITTING_PART, at_most=MAX_BLOB_BYTES))
    if (summary.exam, summary.sitting) != (sitting.exam, sitting.sitting):
        raise IntakeError(_("答卷包的场次与名单不一致。"))
    return BundleFace(path, summary, sitting, sealed.signer, sealed.manifest_digest, parts)


def open_bundle(path: Path, rooms: Collection[VerifyKey], box: BoxKey, *, every_signature: bool = True) -> RoomBundle:
    """Open a bundle signed by one of `rooms` and sealed to `box`.

    Raises a sealing error for a wrong signature or key, and `IntakeError` when
    ledger, counts and parts contradict each other. What is wrong with one
    attempt is a problem of that attempt. `every_signature` False checks the
    signature at the ledger's end only, see `verified_entries`.
    """
    face = open_bundle_face(path, rooms, box)
    summary, sitting, parts = face.summary, face.sitting, face.parts
    entries = list(
        verified_entries(parts.stream(LEDGER_PART), summary.ledger, face.signer, every_signature=every_signature)
    )
    ledgers = gather(entries)
    _check_counts(summary, entries, ledgers)
    blobs = {name.removeprefix(BLOB_PREFIX) for name in parts.names if name.startswith(BLOB_PREFIX)}
    opened = [open_attempt(ledger, box, blobs) for ledger in ledgers.values()]
    attempts = _told_apart([_with_known_form(attempt, sitting) for attempt in opened])
    return RoomBundle(
        summary=summary,
        sitting=sitting,
        attempts=tuple(attempt for attempt in attempts if sitting.candidate(attempt.candidate) is not None),
        marks={body.candidate: body for entry in entries if isinstance(body := entry.body, CandidateMarked)},
        incidents=tuple((entry, body) for entry in entries if isinstance(body := entry.body, IncidentNoted)),
        entries=len(entries),
        manifest_digest=face.manifest_digest,
        parts=parts,
        strays=tuple(
            attempt.with_problem(_(NOT_ON_ROSTER)) if attempt.candidate else attempt
            for attempt in attempts
            if sitting.candidate(attempt.candidate) is None
        ),
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


def _with_known_form(attempt: Attempt, sitting: Sitting) -> Attempt:
    if not attempt.form or attempt.form in (*sitting.forms, sitting.backup_form):
        return attempt
    return attempt.with_problem(_(UNKNOWN_FORM).format(form=attempt.form))


def _told_apart(attempts: list[Attempt]) -> list[Attempt]:
    """Let each of several attempts of one candidate name the others: nobody but a person can say which one counts."""
    of_candidate: dict[str, list[str]] = {}
    for attempt in attempts:
        of_candidate.setdefault(attempt.candidate, []).append(attempt.attempt)
    return [
        attempt.with_problem(_(SEVERAL).format(count=len(same), names="、".join(same)))
        if attempt.candidate and len(same := of_candidate[attempt.candidate]) > 1
        else attempt
        for attempt in attempts
    ]
