"""The marking package: keys of all forms, their papers for titles, starter files, hidden data, golden work."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from grading.intake.golden import read_golden, read_golden_file
from itembank.model.codec import from_bytes
from itembank.model.golden import GoldenTask
from itembank.model.marking import MarkingKey
from itembank.model.package import MARKING_COMPARTMENT, form_paper_part, key_part, media_part
from itembank.model.paper import Paper
from itembank.sealing.keys import BoxKey, VerifyKey
from itembank.sealing.packages import open_marking_package
from itembank.sealing.parts import Parts

MAX_JSON_BYTES = 64 << 20
MAX_MEDIA_BYTES = 64 << 20
KEY_PREFIX, KEY_SUFFIX = key_part("|").split("|")


@dataclass(frozen=True)
class MarkingPackage:
    """What graders need, by form; `golden` is work on practical tasks with known points."""

    keys: dict[str, MarkingKey]
    papers: dict[str, Paper]
    manifest_digest: str
    parts: Parts
    golden: tuple[GoldenTask, ...] = ()

    def read_golden(self, sha256: str) -> bytes:
        """Return the bytes of a file of golden work by its digest; raises `IntakeError`."""
        return read_golden_file(self.parts, sha256)

    def find_media(self, sha256: str) -> bytes | None:
        """Find a starter file or picture by its digest."""
        name = media_part(sha256)
        return self.parts.read(name, at_most=MAX_MEDIA_BYTES) if name in self.parts else None


def open_keys(path: Path, centres: Collection[VerifyKey], box: BoxKey) -> MarkingPackage:
    """Open a marking package signed by one of `centres` and sealed to the grader's `box`."""
    sealed = open_marking_package(path, centres)
    parts = sealed.open_with_box(MARKING_COMPARTMENT, box)
    forms = [
        name.removeprefix(KEY_PREFIX).removesuffix(KEY_SUFFIX)
        for name in parts.names
        if name.startswith(KEY_PREFIX) and name.endswith(KEY_SUFFIX)
    ]
    keys = {form: from_bytes(MarkingKey, parts.read(key_part(form), at_most=MAX_JSON_BYTES)) for form in forms}
    return MarkingPackage(
        keys=keys,
        papers={form: from_bytes(Paper, parts.read(form_paper_part(form), at_most=MAX_JSON_BYTES)) for form in forms},
        manifest_digest=sealed.manifest_digest,
        parts=parts,
        golden=read_golden(parts, keys),
    )
