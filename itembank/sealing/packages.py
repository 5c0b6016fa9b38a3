"""Sealed files that go out to rooms and graders: paper package, marking package.

Thin names over the envelope: who signs, who may open, which compartments. What
the parts mean is `itembank.model.package`'s business.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from itembank.sealing.envelope import SealedFile
from itembank.sealing.keys import BoxPublicKey, SigningKey, VerifyKey
from itembank.sealing.manifest import Claims, Head, Kind, time_text
from itembank.sealing.recipes import SUITE, Entropy
from itembank.sealing.start import NewStart
from itembank.sealing.writer import BoxTo, Compartment, RoomsAndShares, seal

ROOM_COMPARTMENT = "room"
MARKING_COMPARTMENT = "marking"
FORM_PREFIX = "form-"
MAIN_START = "main"
BACKUP_START = "backup"
FILE_ID_BYTES = 16


@dataclass(frozen=True, slots=True)
class FormContent:
    """One test form to be sealed; a backup form waits for the backup start secret."""

    form: str
    parts: Mapping[str, bytes | Path] = field(repr=False)
    is_backup: bool = False

    @property
    def compartment(self) -> str:
        """The name of its compartment."""
        return f"{FORM_PREFIX}{self.form}"


def make_claims(
    kind: Kind,
    *,
    exam: str,
    sitting: str,
    serial: int,
    created: datetime,
    not_before: datetime | None = None,
    needs: Mapping[str, str] | None = None,
    notes: Mapping[str, str] | None = None,
    entropy: Entropy = os.urandom,
) -> Claims:
    """Make the claims of a new file with a fresh random id."""
    return Claims(
        id=entropy(FILE_ID_BYTES).hex(),
        kind=kind,
        suite=SUITE,
        exam=exam,
        sitting=sitting,
        serial=serial,
        created=time_text(created),
        not_before=time_text(not_before) if not_before else "",
        needs=dict(needs or {}),
        notes=dict(notes or {}),
    )


def seal_paper_package(
    path: Path,
    *,
    signer: SigningKey,
    claims: Claims,
    rooms: Sequence[BoxPublicKey],
    room_parts: Mapping[str, bytes | Path],
    forms: Sequence[FormContent],
    starts: Sequence[NewStart],
    entropy: Entropy = os.urandom,
) -> Head:
    """Seal roster and schedule to the rooms, and each form to a room and its start secret together.

    `starts` holds the secret named "main" and, if there are backup forms, one
    named "backup" made with `unlike=[main.lock]`.
    """
    room = Compartment(ROOM_COMPARTMENT, room_parts, (BoxTo(tuple(rooms)),))
    locked = [
        Compartment(
            form.compartment,
            form.parts,
            (RoomsAndShares(BACKUP_START if form.is_backup else MAIN_START, tuple(rooms)),),
        )
        for form in forms
    ]
    return seal(path, signer=signer, claims=claims, compartments=(room, *locked), starts=starts, entropy=entropy)


def seal_marking_package(
    path: Path,
    *,
    signer: SigningKey,
    claims: Claims,
    graders: Sequence[BoxPublicKey],
    parts: Mapping[str, bytes | Path],
    entropy: Entropy = os.urandom,
) -> Head:
    """Seal keys, rubrics and hidden tests to the graders; it never goes to a room."""
    marking = Compartment(MARKING_COMPARTMENT, parts, (BoxTo(tuple(graders)),))
    return seal(path, signer=signer, claims=claims, compartments=(marking,), entropy=entropy)


def open_paper_package(path: Path, trusted: Collection[VerifyKey]) -> SealedFile:
    """Verify a paper package without reading it."""
    return SealedFile.open(path, trusted, kind=Kind.PAPER_PACKAGE)


def open_marking_package(path: Path, trusted: Collection[VerifyKey]) -> SealedFile:
    """Verify a marking package; `open_with_box(MARKING_COMPARTMENT, key)` then opens it."""
    return SealedFile.open(path, trusted, kind=Kind.MARKING_PACKAGE)


def form_of(compartment: str) -> str | None:
    """The form that a compartment holds, if it holds one."""
    return compartment.removeprefix(FORM_PREFIX) if compartment.startswith(FORM_PREFIX) else None
