"""Compares our reading of a file with what LibreOffice made of it, whatever kind of office file it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from grading.office.child import OfficeReader
from grading.office.model import CannotRead, Document, Presentation, Workbook
from tests.grading.office.differential.documents import compare_documents
from tests.grading.office.differential.libreoffice import TARGETS, LibreOffice
from tests.grading.office.differential.presentations import compare_presentations
from tests.grading.office.differential.tally import Difference, Tally
from tests.grading.office.differential.workbooks import compare_workbooks


@dataclass(slots=True)
class Report:
    """What became of a set of files; the refused ones with our reason for it."""

    tally: Tally = field(default_factory=Tally)
    compared: int = 0
    refused: list[tuple[Path, CannotRead]] = field(default_factory=list)
    not_converted: list[Path] = field(default_factory=list)
    not_comparable: list[tuple[Path, CannotRead]] = field(default_factory=list)


def compare_files(files: list[Path], office: LibreOffice, reader: OfficeReader) -> Report:
    """Convert files with LibreOffice and compare both readings; every file is opened in a child."""
    report = Report()
    converted = office.convert(files)
    for source in files:
        _compare(source, converted.get(source), reader, report)
    return report


def office_files(folder: Path) -> list[Path]:
    """Return the office files under a folder, in order."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix[1:].lower() in TARGETS)


def _compare(source: Path, target: Path | None, reader: OfficeReader, report: Report) -> None:
    ours = reader.read(source)
    if isinstance(ours, CannotRead):
        report.refused.append((source, ours))
        return
    if target is None:
        report.not_converted.append(source)
        return
    theirs = reader.read(target)
    if isinstance(theirs, CannotRead):
        report.not_comparable.append((source, theirs))
        return
    report.compared += 1
    match ours, theirs:
        case Document(), Document():
            report.tally.add(compare_documents(ours, theirs, source.name))
        case Workbook(), Workbook():
            report.tally.add(compare_workbooks(ours, theirs, source.name))
        case Presentation(), Presentation():
            report.tally.add(compare_presentations(ours, theirs, source.name))
        case _:
            report.tally.differs(_other_kind(source), source.name)


def _other_kind(source: Path) -> Difference:
    return Difference("kind of file", source.suffix, "another kind")
