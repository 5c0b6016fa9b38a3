"""The answer bundle: the room's whole record and all sealed files, sealed to the centre, in two copies, read back."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from exam_server.disk_words import why
from exam_server.ledger_rows import entries_bytes
from exam_server.session import Session
from exam_server.store import Mode
from exam_server.version import VERSION
from itembank.base.canonical import digest_file
from itembank.base.clock import Clock
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.files import sync_folder
from itembank.base.i18n import _
from itembank.model.codec import to_bytes
from itembank.model.ids import DIGEST
from itembank.model.package import (
    LEDGER_PART,
    SITTING_PART,
    SUMMARY_PART,
    BundleSummary,
    aside_part,
    blob_part,
)
from itembank.model.record import AttemptOpened, EventStored, HandInStored, LedgerBatch, Reopened
from itembank.sealing.bundle import open_answer_bundle, seal_answer_bundle
from itembank.sealing.chain import next_head
from itembank.sealing.manifest import Kind
from itembank.sealing.packages import make_claims

MB = 1 << 20


class ExportError(JikaoError):
    """A bundle could not be written or does not hold."""


@dataclass(slots=True)
class _Counts:
    """What went into the ledger part, counted as it was written."""

    entries: int = 0
    events: int = 0
    head: bytes = b""
    is_signed: bool = False
    attempts: set[str] = field(default_factory=set)
    handed_in: set[str] = field(default_factory=set)

    def take(self, batch: LedgerBatch) -> None:
        """Count one batch."""
        for entry in batch.entries:
            self.entries = entry.n
            match entry.body:
                case AttemptOpened():
                    self.attempts.add(entry.body.attempt)
                case EventStored():
                    self.events += 1
                case HandInStored():
                    self.handed_in.add(entry.body.attempt)
                case Reopened():
                    self.handed_in.discard(entry.body.attempt)
                case _:
                    pass
        self.head, self.is_signed = batch.head, bool(batch.signature)


@dataclass(frozen=True, slots=True)
class Exported:
    """Where the copies lie, and how far the record in them goes."""

    version: int
    files: tuple[Path, ...]
    entries: int


def export(session: Session, folders: Sequence[Path], clock: Clock) -> Exported:
    """Write the bundle into every folder and read each copy back; never overwrites. Call it outside the event loop.

    The ledger must have been signed just before (`Ledger.sign_now`).
    """
    _check_folders(session, folders)
    version = _free_version(session, folders)
    name = bundle_name(session, version)
    with tempfile.TemporaryDirectory(prefix=".export.", dir=session.folder.path) as scratch:
        record = Path(scratch) / LEDGER_PART
        counts = _write_record(session, record)
        blobs = sorted({blob for held in list(session.hall.state.attempts.values()) for blob in list(held.blobs)})
        summary = _summary(session, counts, version, len(blobs))
        parts: dict[str, bytes | Path] = {
            LEDGER_PART: record,
            SITTING_PART: to_bytes(session.sitting),
            SUMMARY_PART: to_bytes(summary),
            **{blob_part(blob): session.blobs.path(blob) for blob in blobs},
            **{aside_part(path.name): path for path in session.folder.aside.glob("*") if DIGEST.fullmatch(path.name)},
        }
        sealed = Path(scratch) / name
        _seal(session, sealed, parts, version, clock)
        files: list[Path] = []
        try:
            for folder in folders:
                files.append(_copy(sealed, folder / name))
                open_answer_bundle(files[-1], [session.signer.public])
        except BaseException:
            # Half an export is none: a teacher must not take one copy home and believe in two.
            for path in files:
                _forget(path)
            raise
    return Exported(version, tuple(files), counts.entries)


def is_one_medium(folders: Sequence[Path]) -> bool:
    """Say whether both copies lie on the same disk or stick."""
    return len({folder.stat().st_dev for folder in folders}) < len(folders)


def check_record(session: Session) -> list[str]:
    """Return sentences on what does not hold: the ledger's chain, missing or damaged sealed files."""
    faults = []
    previous: bytes | None = None
    for batch in session.reader.record():
        digest = sha256(entries_bytes(batch.entries)).digest()
        if (previous is not None and batch.previous != previous) or next_head(batch.previous, digest) != batch.head:
            first = batch.entries[0].n if batch.entries else 0
            faults.append(_("考场日志在第 {n} 条处对不上。").format(n=first))
        previous = batch.head
    for held in list(session.hall.state.attempts.values()):
        damaged = [blob for blob in list(held.blobs) if not session.blobs.is_whole(blob)]
        if damaged:
            faults.append(
                _("考生 {number} 有 {count} 个文件缺失或损坏。").format(number=held.candidate, count=len(damaged))
            )
    return faults


def bundle_name(session: Session, version: int) -> str:
    """Return the file name of an export; the version keeps every export apart."""
    sitting = session.sitting
    kind = "" if session.mode is Mode.FORMAL else "-rehearsal"
    room = "".join(c if c.isalnum() else "_" for c in sitting.room)
    return f"answers-{sitting.exam}-{sitting.sitting}-{room}{kind}-v{version}.jikao"


def _free_version(session: Session, folders: Sequence[Path]) -> int:
    """Return the next version that no file stands for yet, on these media; nothing is ever written over."""
    version = max((export.version for export in session.hall.state.exports), default=0) + 1
    while any((folder / bundle_name(session, version)).exists() for folder in folders):
        version += 1
    return version


def _check_folders(session: Session, folders: Sequence[Path]) -> None:
    if len({folder.resolve() for folder in folders}) != len(folders):
        raise ExportError(_("两份答卷包不能写到同一个文件夹。"), code=ExitCode.USAGE)
    for folder in folders:
        if not folder.is_dir():
            raise ExportError(
                _("文件夹“{folder}”不存在。").format(folder=folder), hint=_("请插好优盘或选择另一个文件夹。")
            )
        if folder.resolve().is_relative_to(session.store.folder.resolve()):
            raise ExportError(
                _("“{folder}”在考场数据文件夹里，清场时会一起删除。").format(folder=folder),
                hint=_("请选择优盘或另一个文件夹。"),
                code=ExitCode.USAGE,
            )


def _write_record(session: Session, path: Path) -> _Counts:
    counts = _Counts()
    with path.open("wb") as stream:
        for line in _signed_lines(session, counts):
            stream.write(line)
    if not counts.is_signed:
        raise ExportError(_("考场日志的最后一批还没有签名，请再试一次。"), code=ExitCode.BUSY)
    return counts


def _signed_lines(session: Session, counts: _Counts) -> Iterator[bytes]:
    """Yield batches up to the last signed one; what came after goes into the next export."""
    held: list[LedgerBatch] = []
    for batch in session.reader.record():
        held.append(batch)
        if batch.signature:
            for done in held:
                counts.take(done)
                yield to_bytes(done) + b"\n"
            held.clear()


def _summary(session: Session, counts: _Counts, version: int, blobs: int) -> BundleSummary:
    sitting = session.sitting
    return BundleSummary(
        exam=sitting.exam,
        sitting=sitting.sitting,
        site=sitting.site,
        room=sitting.room,
        rehearsal=sitting.rehearsal,
        export_version=version,
        attempts=len(counts.attempts),
        handed_in=len(counts.handed_in),
        events=counts.events,
        blobs=blobs,
        entries=counts.entries,
        final_head=counts.head,
        package_manifest_sha256=session.package.sealed.manifest_digest,
        tier=sitting.policy.tier.value,
        server_version=VERSION,
        ledger=session.ledger_name,
    )


def _seal(session: Session, path: Path, parts: dict[str, bytes | Path], version: int, clock: Clock) -> None:
    claims = make_claims(
        Kind.ANSWER_BUNDLE,
        exam=session.sitting.exam,
        sitting=session.sitting.sitting,
        serial=version,
        created=clock.wall(),
        notes={"site": session.sitting.site, "room": session.sitting.room},
    )
    seal_answer_bundle(path, signer=session.signer, claims=claims, centre=[session.package.centre], parts=parts)


def _copy(source: Path, target: Path) -> Path:
    """Copy whole or not at all, and compare what the medium gives back."""
    temporary = target.with_name(f".{target.name}.tmp")
    try:
        _check_room(source, target.parent)
        with source.open("rb") as read, temporary.open("wb") as write:
            shutil.copyfileobj(read, write, 1 << 20)
            write.flush()
            os.fsync(write.fileno())
        temporary.replace(target)
        sync_folder(target.parent)
        _drop_cache(target)
        if digest_file(target) != digest_file(source):
            _forget(target)
            raise ExportError(
                _("写到“{path}”的答卷包读回后不一致。").format(path=target),
                hint=_("这个优盘可能已损坏，请换一个优盘再导出一次。"),
            )
    except OSError as error:
        for path in (temporary, target):
            _forget(path)
        raise ExportError(
            _("答卷包写不到“{path}”：{error}。").format(path=target.parent, error=why(error)),
            hint=_("请检查优盘是否插好、是否有足够空间、是否写保护，然后再导出一次；考场里的答卷没有受影响。"),
        ) from error
    return target


def _check_room(source: Path, folder: Path) -> None:
    """Say beforehand how much is missing; raises `ExportError`."""
    size, free = source.stat().st_size, shutil.disk_usage(folder).free
    if free < size:
        raise ExportError(
            _("“{folder}”空间不足：答卷包 {size} MB，只剩 {free} MB。").format(
                folder=folder, size=-(-size // MB), free=free // MB
            ),
            hint=_("请换一个空间更大的优盘，或先把上面的其他文件移走，然后再导出一次。"),
        )


def _drop_cache(path: Path) -> None:
    """Let the next reading come from the medium, not from memory, where the system can be asked to."""
    if hasattr(os, "posix_fadvise"):
        with path.open("rb") as stream:
            os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _forget(path: Path) -> None:
    """Take away what was begun; a stick that is gone keeps it, under a name that no later export takes."""
    with suppress(OSError):
        path.unlink(missing_ok=True)
