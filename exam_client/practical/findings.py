"""What is wrong with a practical task's folder at hand-in: missing, untouched, misplaced, in the wrong format. Pure."""

from __future__ import annotations

from pathlib import PurePosixPath

from exam_client.attempt.views import FolderFault, FolderFinding
from exam_client.practical.scanning import Look
from itembank.model.items.practical import Deliverable, PracticalInteraction
from itembank.model.left_out import why_text
from itembank.model.responses import FolderManifest

LEFT_OUT_NAMED = 5


def find_faults(
    number: int, item: str, task: PracticalInteraction, starter: FolderManifest | None, now: FolderManifest | None
) -> tuple[FolderFinding, ...]:
    """Return what the candidate should look at once more."""
    manifest = now or FolderManifest()
    findings = [_fault(number, item, wanted, starter, manifest) for wanted in task.deliverables]
    found = tuple(finding for finding in findings if finding is not None)
    if not task.deliverables and starter is not None and _same(starter, manifest):
        return (FolderFinding(number, item, FolderFault.UNCHANGED, task.folder),)
    return found


def find_left_out(number: int, item: str, look: Look | None) -> tuple[FolderFinding, ...]:
    """Name what lies in the folder and is not saved, with the reason; the first few of many."""
    left_out = (*look.not_taken, *look.left_out) if look is not None else ()
    return tuple(
        FolderFinding(number, item, FolderFault.LEFT_OUT, left.path, why_text((left.why,)))
        for left in left_out[:LEFT_OUT_NAMED]
    )


def _fault(
    number: int, item: str, wanted: Deliverable, starter: FolderManifest | None, now: FolderManifest
) -> FolderFinding | None:
    files = {entry.path: entry.sha256 for entry in now.entries if not entry.folder}
    path = wanted.path if wanted.path in files else _other_ending(wanted, files)
    if path is not None:
        before = {entry.path: entry.sha256 for entry in starter.entries} if starter else {}
        if before.get(path) == files[path]:
            return FolderFinding(number, item, FolderFault.UNCHANGED, wanted.path)
        return None
    name = PurePosixPath(wanted.path)
    for other in files:
        if PurePosixPath(other).name == name.name:
            return FolderFinding(number, item, FolderFault.WRONG_FOLDER, wanted.path, other)
    for other in files:
        if PurePosixPath(other).stem == name.stem and PurePosixPath(other).parent == name.parent:
            return FolderFinding(number, item, FolderFault.WRONG_FORMAT, wanted.path, other)
    return FolderFinding(number, item, FolderFault.MISSING, wanted.path)


def _other_ending(wanted: Deliverable, files: dict[str, str]) -> str | None:
    """Find the deliverable under another accepted ending."""
    stem = PurePosixPath(wanted.path).with_suffix("")
    return next((path for suffix in wanted.suffixes if (path := f"{stem}{suffix}") in files), None)


def _same(starter: FolderManifest, now: FolderManifest) -> bool:
    return {(e.path, e.sha256) for e in starter.entries} == {(e.path, e.sha256) for e in now.entries}
