"""Gathers from the bank and from seating folders what is about to be sealed, and writes the parts of the packages."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from itembank.assembly.golden_work import make_golden_work
from itembank.assembly.release import VERDICT_NAMES, Check, Release, Verdict, check_release
from itembank.bank.errors import BankError
from itembank.bank.forms import StoredForm
from itembank.bank.store import Bank
from itembank.base.canonical import digest
from itembank.base.i18n import _
from itembank.commands.common import read_file, say
from itembank.model.codec import from_bytes, to_bytes
from itembank.model.package import (
    GOLDEN_PART,
    PAPER_PART,
    PHOTO_FOLDER,
    SITTING_PART,
    form_paper_part,
    golden_part,
    key_part,
    media_part,
    photo_part,
)
from itembank.model.sitting import Sitting

Parts = dict[str, bytes | Path]


@dataclass(frozen=True, slots=True)
class SeatedRoom:
    """One room's sitting as `itembank seat` wrote it."""

    folder: Path
    sitting: Sitting
    sitting_bytes: bytes

    def photo(self, name: str) -> bytes | None:
        """Find a portrait by its digest."""
        path = self.folder / PHOTO_FOLDER / name
        return path.read_bytes() if path.is_file() else None

    def parts(self) -> Parts:
        """The parts of the room's compartment."""
        photos = {candidate.photo for candidate in self.sitting.candidates if candidate.photo}
        found: Parts = {SITTING_PART: self.sitting_bytes}
        return found | {photo_part(name): self.folder / PHOTO_FOLDER / name for name in sorted(photos)}


def read_rooms(folders: Sequence[Path]) -> list[SeatedRoom]:
    """Read seating folders."""
    rooms = []
    for folder in folders:
        data = read_file(folder / SITTING_PART)
        rooms.append(SeatedRoom(folder, from_bytes(Sitting, data), data))
    return rooms


def gather(bank: Bank, exam: str, rooms: Sequence[SeatedRoom]) -> Release:
    """Gather the stored forms of an exam and what belongs to them."""
    forms = tuple(bank.forms.of_exam(exam))
    versions = dict.fromkeys(version for form in forms for version in form.versions)
    return Release(
        exam=exam,
        forms=forms,
        items={version: bank.items.get_version(version) for version in versions},
        find_media=lambda name: _find_media(bank, name),
        sittings=tuple(room.sitting for room in rooms),
        find_photo=lambda name: next((data for room in rooms if (data := room.photo(name)) is not None), None),
    )


def check_draws(bank: Bank, exam: str, rooms: Sequence[SeatedRoom]) -> Check:
    """Compare the seating files with the draws that the bank remembers."""
    claim = _("座位和试卷与题库记下的编排一致")
    foreign = [
        room.sitting.room
        for room in rooms
        if bank.forms.find_seating(exam, f"{room.sitting.sitting} {room.sitting.site} {room.sitting.room}"[:200])
        != digest(room.sitting_bytes)
    ]
    if not foreign:
        return Check("sitting.draws", Verdict.PASSED, _("{claim}。").format(claim=claim))
    sentence = _("要求：{claim}。发现：考场 {rooms} 的编排文件被改动过，或不是用 itembank seat 写出的。")
    return Check("sitting.draws", Verdict.FAILED, sentence.format(claim=claim, rooms="、".join(foreign)))


def all_checks(bank: Bank, exam: str, rooms: Sequence[SeatedRoom]) -> list[Check]:
    """Carry out every check before sealing."""
    checks = check_release(gather(bank, exam, rooms))
    return [*checks, check_draws(bank, exam, rooms)] if rooms else checks


def say_checks(checks: Sequence[Check]) -> None:
    """Write the list of checks."""
    for check in checks:
        say(f"  [{_(VERDICT_NAMES[check.verdict])}] {check.name}  {check.sentence}")


def form_parts(bank: Bank, form: StoredForm) -> Parts:
    """The parts of a form's compartment: the paper, and all files it needs."""
    found: Parts = {PAPER_PART: form.paper_bytes}
    return found | {media_part(name): bank.media.get(name) for name in sorted(form.paper().media())}


def marking_parts(bank: Bank, forms: Sequence[StoredForm]) -> Parts:
    """The parts of the marking package: keys, papers for titles, the same files, and golden work on practical tasks."""
    found: Parts = {}
    for form in forms:
        found[key_part(form.form)] = form.key_bytes
        found[form_paper_part(form.form)] = form.paper_bytes
        found |= {media_part(name): bank.media.get(name) for name in form.paper().media()}
    return found | golden_parts(bank, forms, found)


def golden_parts(bank: Bank, forms: Sequence[StoredForm], others: Parts) -> Parts:
    """The golden work on all practical tasks: what it must earn, and its files unless `others` hold them."""
    versions = dict.fromkeys(version for form in forms for version in form.versions)
    golden = make_golden_work(bank.items.get_version(version).content for version in versions)
    if not golden.tasks:
        return {}
    files = sorted(name for name in golden.media() if media_part(name) not in others)
    packed: Parts = {golden_part(name): zlib.compress(bank.media.get(name), level=9) for name in files}
    return packed | {GOLDEN_PART: to_bytes(golden)}


def _find_media(bank: Bank, name: str) -> bytes | None:
    try:
        return bank.media.get(name)
    except BankError:
        return None
