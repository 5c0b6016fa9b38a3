"""Tries the rubrics of the office tasks: an answer that lacks one thing must lose exactly its own check point.

Prints what an omission costs elsewhere (cross-talk). Marking is done by `grading`; the copies come from LibreOffice.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path, PurePosixPath

from grading.checks.marker import mark_point
from grading.checks.subject import Subject
from grading.marking.folders import WorkingFolder
from grading.office.child import OfficeReader
from itembank.bank.record import BankItem
from itembank.base.canonical import digest
from itembank.formats.item_sheet import ItemFile
from itembank.formats.task_folder import read_task_folders
from itembank.model.items.practical import StarterFile
from itembank.model.marking import RubricScoring
from itembank.model.responses import FileEntry, FolderManifest

RESAVED = "resaved"
NATURAL = {
    ("WD-01", "p07"): {"p08"},  # without a table there is nothing in its cells
    ("SS-01", "p09"): {"p10"},  # without a chart there is no title
}
Shares = dict[str, Fraction | None]


def try_mutants(tasks: Path, mutants: Path) -> list[str]:
    """Mark every copy below `mutants` and return a sentence for each surprise."""
    found = read_task_folders(tasks)
    surprises: list[str] = []
    with OfficeReader() as reader:
        for read in found.items:
            for copy in sorted((mutants / read.item.identifier).glob("*/*")):
                shares = _shares(read.item, found, copy, reader)
                surprises.extend(_surprises(read.item.identifier, copy.parent.name, shares))
    return surprises


def _surprises(task: str, left_out: str, shares: Shares) -> Iterator[str]:
    lost = {point for point, share in shares.items() if share != 1}
    wanted = set() if left_out == RESAVED else {left_out} | NATURAL.get((task, left_out), set())
    if lost != wanted:
        yield f"{task} {left_out}: lost {sorted(lost)}, should lose {sorted(wanted)}"


def _shares(item: BankItem, tasks: ItemFile, copy: Path, reader: OfficeReader) -> Shares:
    scoring = item.marking.scoring
    if not isinstance(scoring, RubricScoring):
        raise TypeError(f"{item.identifier} has no rubric")
    data = copy.read_bytes()
    media = {**tasks.media, digest(data): data}
    files = [
        StarterFile(path=file.path, media=digest(data), size_bytes=len(data)) if file.path == copy.name else file
        for file in item.model_files
    ]
    folder = WorkingFolder(_manifest(files), lambda entry: media[entry.sha256], scoring.starter, media.get)
    subject = Subject(folder, reader)
    return {point.identifier: mark_point(point, subject).share for point in scoring.rubric.points}


def _manifest(files: list[StarterFile]) -> FolderManifest:
    entries = [
        FileEntry(path=file.path, size_bytes=file.size_bytes, sha256=file.media) for file in files if not file.folder
    ]
    above = {str(part) for entry in entries for part in PurePosixPath(entry.path).parents if part.name}
    entries += [FileEntry(path=path, folder=True) for path in above]
    return FolderManifest(entries=tuple(sorted(entries, key=lambda entry: entry.path)))
