"""Taking in work from a stick: a desk's sealed hand-in file, or the journal of a dead machine (导入单机数据).

Reading and copying run outside the event loop; what they mean for the room is judged and recorded in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from exam_server.net.tls import fingerprint, read_certificate_der
from exam_server.room.facts import BlobKept
from exam_server.room.recovery import BroughtWork, Lacking, RecoveryError, bodies, find_lacking, sentence
from exam_server.session import Session
from itembank.base.canonical import digest_file
from itembank.base.errors import JikaoError
from itembank.base.files import write_whole
from itembank.base.i18n import _
from itembank.model.ids import DIGEST
from itembank.sealing import hand_in_file, journal_file
from itembank.sealing.errors import SealingError
from itembank.sealing.hand_in_file import MAX_FILES, MAX_FILES_BYTES, HandInFile

MAX_JOURNAL_BYTES = hand_in_file.MAX_JOURNAL_BYTES
BLOBS_BESIDE = "blobs"
MAX_BLOB_BYTES = hand_in_file.MAX_FILE_BYTES


@dataclass(frozen=True, slots=True)
class Brought:
    """A file that was read: its work, and how to get at its sealed files."""

    path: Path
    work: BroughtWork
    file: HandInFile | None

    def blobs(self) -> Iterator[tuple[str, bytes]]:
        """Read the sealed files one after the other."""
        if self.file is not None:
            yield from self.file.blobs()
            return
        for blob in self.work.blobs:
            data = (self.path.parent / BLOBS_BESIDE / blob).read_bytes()
            if hashlib.sha256(data).hexdigest() == blob:
                yield blob, data


def read_brought(path: Path) -> Brought:
    """Verify a file as far as it can be verified without the room; raises `JikaoError`, `OSError`."""
    with path.open("rb") as stream:
        first = stream.readline(80)
    if first == hand_in_file.FIRST_LINE:
        read = HandInFile.open(path)
        head = read.head
        blobs = {place.blob: place.size_bytes for place in head.blobs}
        work = BroughtWork(
            head.attempt, head.epoch, read.journal.records, blobs, head.hand_in, head.room, head.manifest
        )
        return Brought(path, work, read)
    if first == journal_file.FIRST_LINE:
        return _read_journal(path)
    raise RecoveryError(_("“{name}”不是考试机的交卷文件或作答日志，没有导入。").format(name=path.name))


def check_origin(session: Session, brought: Brought) -> None:
    """Refuse a file of another room or another package; raises `RecoveryError`."""
    work = brought.work
    if work.room and work.room != fingerprint(read_certificate_der(session.store.keys / "tls.crt")):
        raise RecoveryError(_("这份交卷文件是在别的考场写的，没有导入。"))
    if work.manifest and work.manifest != session.package.sealed.manifest_digest:
        raise RecoveryError(_("这份交卷文件属于另一场考试，没有导入。"))


def check_signature(brought: Brought, lacking: Lacking) -> None:
    """A signed file with something new in it must be signed by the desk that holds the attempt."""
    if brought.file is not None and brought.file.signature and not lacking.is_nothing:
        brought.file.verify(lacking.held.desk_key)


def store_blobs(session: Session, brought: Brought, wanted: frozenset[str]) -> dict[str, int]:
    """Make the wanted sealed files durable; returns their sizes. Call it outside the event loop."""
    stored = {}
    for blob, data in brought.blobs():
        if blob not in wanted:
            continue
        if not session.blobs.has(blob):
            new = session.blobs.begin(blob)
            new.add(data)
            new.finish()
        stored[blob] = len(data)
    return stored


def take_in(session: Session, brought: Brought, stored: dict[str, int], by: str) -> str:
    """Judge once more and write down what the room lacks; returns the sentence for people."""
    lacking = find_lacking(session.hall, brought.work)
    if lacking.is_nothing:
        return sentence(lacking)
    if lacking.hand_in is not None and (missing := set(lacking.blobs) - set(stored)):
        raise RecoveryError(_("还有 {count} 个文件没有存下，没有导入。").format(count=len(missing)))
    told = sentence(lacking)
    held = lacking.held
    session.hall.record(
        *(BlobKept(attempt=held.attempt, blob=b, size_bytes=stored[b]) for b in lacking.blobs if b in stored),
        *bodies(lacking),
    )
    session.hall.note("recovered", seat=held.seat, candidate=held.candidate, note=told, by=by)
    return told


def note_refused(session: Session, path: Path, work: BroughtWork | None, error: JikaoError, by: str) -> None:
    """Write down that a file was not taken in, and why."""
    held = session.hall.state.attempts.get(work.attempt) if work is not None else None
    note = _("{name}：{reason}").format(name=path.name[:80], reason=error.message)
    seat, candidate = (held.seat, held.candidate) if held is not None else ("", "")
    session.hall.note("recovery_refused", seat=seat, candidate=candidate, note=note, by=by)


def keep_aside(session: Session, path: Path) -> None:
    """Keep a refused file of one of our attempts beside the ledger; it goes to the centre with the bundle."""
    session.folder.aside.mkdir(exist_ok=True)
    target = session.folder.aside / digest_file(path)
    if not target.exists():
        write_whole(target, path.read_bytes())


def recover(session: Session, path: Path, by: str) -> str:
    """Take in a file of a stopped room, in one go; raises `JikaoError`, `OSError`."""
    brought: Brought | None = None
    try:
        brought = read_brought(path)
        check_origin(session, brought)
        lacking = find_lacking(session.hall, brought.work)
        check_signature(brought, lacking)
        stored = store_blobs(session, brought, frozenset(lacking.blobs))
        return take_in(session, brought, stored, by)
    except (RecoveryError, SealingError, journal_file.JournalError) as error:
        if isinstance(error, RecoveryError) and error.is_ours:
            keep_aside(session, path)
        note_refused(session, path, brought.work if brought is not None else None, error, by)
        raise


def _read_journal(path: Path) -> Brought:
    """Read a journal up to a torn tail; sealed files may lie in the folder `blobs` beside it, as on the desk."""
    if path.stat().st_size > MAX_JOURNAL_BYTES:
        raise RecoveryError(_("“{name}”太大，不是作答日志。").format(name=path.name))
    content = journal_file.parse_journal(path.read_bytes())
    folder = path.parent / BLOBS_BESIDE
    found: dict[str, int] = {}
    if folder.is_dir():
        for entry in sorted(folder.iterdir())[:MAX_FILES]:
            size = entry.stat().st_size
            if (
                DIGEST.fullmatch(entry.name)
                and size <= MAX_BLOB_BYTES
                and sum(found.values()) + size <= MAX_FILES_BYTES
            ):
                found[entry.name] = size
    header = content.header
    return Brought(path, BroughtWork(header.attempt, header.epoch, content.records, found), None)
