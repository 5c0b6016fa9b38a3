"""What the desk asks of an office program that has the candidate's files open, and what it gets to hear.

Only documents below one folder are ever touched, and those a pupil began and never saved anywhere. Everything here
blocks, but never longer than the adapter's own limits; it is called on a bench.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Protocol


class Standing(Enum):
    """How an open document stands after it was asked about."""

    CLEAN = "clean"
    MODIFIED = "modified"
    UNTITLED = "untitled"
    SAVED = "saved"
    RESCUED = "rescued"
    FAILED = "failed"


UNSAVED = frozenset({Standing.MODIFIED, Standing.UNTITLED, Standing.FAILED})
"""Work that is nowhere but in the program."""


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """A document and how it stands; `path` is the whole path, empty for one that has no place yet."""

    path: str
    standing: Standing

    @property
    def name(self) -> str:
        """Return the file's name."""
        return Path(self.path).name


@dataclass(frozen=True, slots=True)
class OfficeReport:
    """What a program said; `answered` is False if it did not say everything in time."""

    documents: tuple[OpenDocument, ...] = ()
    answered: bool = True

    def unsaved(self) -> tuple[str, ...]:
        """Return the names of documents whose work is nowhere but in the program."""
        return tuple(dict.fromkeys(one.name for one in self.documents if one.standing in UNSAVED))

    def joined(self, other: OfficeReport) -> OfficeReport:
        """Return both reports as one."""
        return OfficeReport((*self.documents, *other.documents), self.answered and other.answered)


@dataclass(frozen=True, slots=True)
class OpenFolder:
    """Whose documents are meant: `folder` holds all working folders of the candidate.

    `rescue` is the path (without number and ending) for documents that were never saved; None leaves them alone.
    """

    folder: Path
    rescue: Path | None = None


class OfficeProgram(Protocol):
    """One program, or one family of programs, that opens files of the working folder."""

    def look(self, where: OpenFolder) -> OfficeReport:
        """Say which documents are open and which have unsaved work; changes nothing."""

    def save(self, where: OpenFolder) -> OfficeReport:
        """Ask the program to save what is open."""

    def close(self, where: OpenFolder) -> OfficeReport:
        """Save once more and close; a document that cannot be saved stays open."""

    def end(self, where: OpenFolder) -> None:
        """End what is still there, once nobody needs it any more: the candidate has left."""


class Offices:
    """Several programs as one."""

    def __init__(self, programs: tuple[OfficeProgram, ...]) -> None:
        """Ask them in this order."""
        self._programs = programs

    def look(self, where: OpenFolder) -> OfficeReport:
        """Look at all."""
        return _join([program.look(where) for program in self._programs])

    def save(self, where: OpenFolder) -> OfficeReport:
        """Save in all."""
        return _join([program.save(where) for program in self._programs])

    def close(self, where: OpenFolder) -> OfficeReport:
        """Close all."""
        return _join([program.close(where) for program in self._programs])

    def end(self, where: OpenFolder) -> None:
        """End all."""
        for program in self._programs:
            program.end(where)


def _join(reports: list[OfficeReport]) -> OfficeReport:
    whole = OfficeReport()
    for report in reports:
        whole = whole.joined(report)
    return whole
