"""Writing sealed files in one pass: plan, reserve the head's place, encrypt, sign, rename.

Reading them back is the business of `envelope`.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, TypeAlias

from itembank.base.files import sync_folder
from itembank.base.i18n import _
from itembank.sealing.content import (
    ContentKey,
    Place,
    chunk_count,
    commitment,
    encrypt_chunks,
    lock_to_box,
    lock_to_rooms,
)
from itembank.sealing.errors import LimitExceededError, TargetExistsError
from itembank.sealing.keys import BoxPublicKey, SigningKey
from itembank.sealing.manifest import (
    CHUNK_BYTES,
    MAX_CHUNKS,
    BoxEntry,
    Claims,
    CompartmentEntry,
    GatedEntry,
    Head,
    Manifest,
    claims_binding,
    make_head,
)
from itembank.sealing.parts import PartsPlan, plan_parts
from itembank.sealing.recipes import TAG_BYTES, Entropy
from itembank.sealing.start import NewStart

UNKNOWN_DIGEST = "0" * 64


@dataclass(frozen=True, slots=True)
class BoxTo:
    """A lock: any one of the recipients' keys opens it."""

    recipients: tuple[BoxPublicKey, ...]


@dataclass(frozen=True, slots=True)
class RoomsAndShares:
    """A lock: a room's key and the start key named `start` open it together."""

    start: str
    rooms: tuple[BoxPublicKey, ...]


LockRequest: TypeAlias = BoxTo | RoomsAndShares


@dataclass(frozen=True, slots=True)
class Compartment:
    """What is to be sealed under one content key: parts by name, and who may open them."""

    name: str
    parts: Mapping[str, bytes | Path] = field(repr=False)
    locks: tuple[LockRequest, ...]


def seal(
    path: Path,
    *,
    signer: SigningKey,
    claims: Claims,
    compartments: Sequence[Compartment] = (),
    starts: Sequence[NewStart] = (),
    entropy: Entropy = os.urandom,
) -> Head:
    """Write a sealed file, whole or not at all; an existing file is never overwritten.

    Parts given as paths are read twice (hashed, then encrypted); memory stays at a few MiB.
    Raises `SealedFileError` for names and sizes the format does not allow.
    """
    if path.exists():
        raise TargetExistsError(path.name)
    plans = [_plan(compartment, claims, starts, entropy) for compartment in compartments]
    locks = tuple(start.lock for start in starts)
    blank = Manifest(claims=claims, starts=locks, compartments=tuple(plan.entry for plan in plans))
    reserved = len(make_head(blank, signer).raw)
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            # The head's length does not depend on the digests in it, so it is written last into its place.
            out.seek(reserved)
            entries = tuple(plan.write(out) for plan in plans)
            head = make_head(Manifest(claims=claims, starts=locks, compartments=entries), signer)
            out.seek(0)
            out.write(head.raw)
            out.flush()
            os.fsync(out.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
    return head


@dataclass(frozen=True, slots=True)
class _CompartmentPlan:
    """A compartment ready to be encrypted: all of its entry is known but the digests."""

    key: ContentKey
    place: Place
    parts: PartsPlan
    entry: CompartmentEntry

    def write(self, out: BinaryIO) -> CompartmentEntry:
        digests = []
        for chunk in encrypt_chunks(self.key, self.place, self.parts.pieces(), self.parts.size()):
            digests.append(hashlib.sha256(chunk).hexdigest())
            out.write(chunk)
        return CompartmentEntry(
            name=self.entry.name,
            size=self.entry.size,
            chunks=tuple(digests),
            commitment=self.entry.commitment,
            locks=self.entry.locks,
        )


def _plan(compartment: Compartment, claims: Claims, starts: Sequence[NewStart], entropy: Entropy) -> _CompartmentPlan:
    parts = plan_parts(compartment.parts)
    plain_size = parts.size()
    chunks = chunk_count(plain_size)
    if chunks > MAX_CHUNKS:
        raise LimitExceededError(
            _("分区“{name}”太大，最多 {limit} MiB。").format(
                name=compartment.name, limit=MAX_CHUNKS * CHUNK_BYTES >> 20
            )
        )
    key, place = ContentKey.generate(entropy), Place(claims_binding(claims), compartment.name)
    entry = CompartmentEntry(
        name=compartment.name,
        size=plain_size + chunks * TAG_BYTES,
        chunks=(UNKNOWN_DIGEST,) * chunks,
        commitment=commitment(key, place),
        locks=tuple(_lock(request, key, place, starts) for request in compartment.locks),
    )
    return _CompartmentPlan(key, place, parts, entry)


def _lock(request: LockRequest, key: ContentKey, place: Place, starts: Sequence[NewStart]) -> BoxEntry | GatedEntry:
    if isinstance(request, BoxTo):
        return lock_to_box(key, place, request.recipients)
    start = next((start for start in starts if start.lock.name == request.start), None)
    if start is None:
        raise ValueError(f"no start secret named {request.start!r} was given")
    return lock_to_rooms(key, place, request.start, start.key, request.rooms)
