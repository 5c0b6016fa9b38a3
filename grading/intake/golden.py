"""Golden work in a marking package: verified against the keys, its files unpacked within limits."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Protocol

from grading.intake.errors import IntakeError
from itembank.base.canonical import digest
from itembank.base.i18n import _
from itembank.model.codec import from_bytes
from itembank.model.golden import GoldenPart, GoldenTask, check_points, marking_id
from itembank.model.marking import KeyEntry, MarkingKey, RubricScoring
from itembank.model.package import GOLDEN_PART, golden_part, media_part

MAX_GOLDEN_JSON_BYTES = 64 << 20
MAX_GOLDEN_BYTES = 64 << 20


class PartSource(Protocol):
    """The parts of a compartment by name: `itembank.sealing.parts.Parts`."""

    def __contains__(self, name: object) -> bool:
        """Say whether there is such a part."""

    def read(self, name: str, *, at_most: int = ...) -> bytes:
        """Return a part's bytes; raises a sealing error when it is larger than `at_most`."""


def read_golden(parts: PartSource, keys: Mapping[str, MarkingKey]) -> tuple[GoldenTask, ...]:
    """Return the golden work of a package, nothing for a package that has none.

    Raises `ModelError` for a format of later programs, and `IntakeError` when the
    work is not on tasks of these keys or a file of it is missing.
    """
    if GOLDEN_PART not in parts:
        return ()
    golden = from_bytes(GoldenPart, parts.read(GOLDEN_PART, at_most=MAX_GOLDEN_JSON_BYTES))
    names = [(task.item, task.marking) for task in golden.tasks]
    if len(set(names)) != len(names):
        raise IntakeError(_("评分包中的标准样卷有重复的试题。"))
    for task in golden.tasks:
        rubric = scoring_of(find_entry(task, keys)).rubric
        for work in task.works:
            check_points(work.points, rubric, work.shown_name())
    for name in sorted(golden.media()):
        if golden_part(name) not in parts and media_part(name) not in parts:
            raise IntakeError(_("评分包中缺少标准样卷的文件 {name}。").format(name=name[:12]))
    return golden.tasks


def find_entry(task: GoldenTask, keys: Mapping[str, MarkingKey]) -> KeyEntry:
    """Return where a task stands in the keys, the first form that holds it; raises `IntakeError`."""
    for key in keys.values():
        for entry in key.entries:
            if entry.marking.item == task.item and marking_id(entry.marking) == task.marking:
                return entry
    raise IntakeError(_("评分包中试题“{item}”的标准样卷与答案不符。").format(item=task.item))


def scoring_of(entry: KeyEntry) -> RubricScoring:
    """Return how a task is marked; raises `IntakeError` for what is no task."""
    scoring = entry.marking.scoring
    if not isinstance(scoring, RubricScoring):
        raise IntakeError(_("评分包中试题“{item}”的标准样卷与答案不符。").format(item=entry.marking.item))
    return scoring


def read_golden_file(parts: PartSource, sha256: str) -> bytes:
    """Return the plain bytes of a file of golden work; raises `IntakeError` when they are not the ones."""
    if media_part(sha256) in parts:
        return parts.read(media_part(sha256), at_most=MAX_GOLDEN_BYTES)
    plain = _unpacked(parts.read(golden_part(sha256), at_most=MAX_GOLDEN_BYTES))
    if plain is None or digest(plain) != sha256:
        raise IntakeError(_("评分包中标准样卷的文件 {name} 已损坏。").format(name=sha256[:12]))
    return plain


def _unpacked(packed: bytes) -> bytes | None:
    """Return the bytes of one zlib stream and nothing behind it, at most `MAX_GOLDEN_BYTES`; else None."""
    stream = zlib.decompressobj()
    try:
        plain = stream.decompress(packed, MAX_GOLDEN_BYTES)
    except zlib.error:
        return None
    return plain if stream.eof and not stream.unused_data else None
