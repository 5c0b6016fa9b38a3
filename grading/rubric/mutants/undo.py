"""Makes the mutant of a check point: the model answer with just this point undone.

Each check is undone by the first way that works, in the order of how a
candidate would most likely leave it out; other points are not looked at, so
cross-talk is found and not avoided. Checks without a way of their own are
tried with the elements that the starter file has not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from lxml import etree

from grading.checks.finding import Finding, Verdict
from grading.checks.marker import combine
from grading.office.outcome import CannotReadError
from grading.rubric.folders import Files
from grading.rubric.mutants.folder import undo_files
from grading.rubric.mutants.package import OfficePackage, remove
from grading.rubric.mutants.program import undo_program
from grading.rubric.mutants.sheet import SHEET
from grading.rubric.mutants.sheet_looks import SHEET_LOOKS
from grading.rubric.mutants.slide import SLIDE
from grading.rubric.mutants.word import WORD_TEXT, Parameters, Undo
from grading.rubric.mutants.word_page import WORD_PAGE
from itembank.model.checks import CheckCall, CheckPoint, Combine

WAYS: dict[str, tuple[Undo, ...]] = {**WORD_TEXT, **WORD_PAGE, **SHEET, **SHEET_LOOKS, **SLIDE}
OFFICE = frozenset({".docx", ".docm", ".xlsx", ".xlsm", ".pptx", ".pptm", ".ppsx"})
MOST_SEARCHED = 150
Look = Callable[[CheckCall, Files], Finding]


@dataclass(frozen=True, slots=True)
class Workshop:
    """Model and starter files, and how a check is carried out on changed ones."""

    model: Files
    starter: Files
    look: Look

    def undo(self, point: CheckPoint) -> Files | None:
        """Return the model without a point; None when no way was found."""
        files = self.model
        for call in self._to_undo(point):
            files = self._without(call, files) or files
        findings = [self.look(call, files) for call in point.checks]
        share = combine(point.combine, findings, [call.weight for call in point.checks])
        return files if share == 0 else None

    def _to_undo(self, point: CheckPoint) -> list[CheckCall]:
        """Return the checks that the candidate's work must meet; those the starter meets only guard the others."""
        earned = [call for call in point.checks if self.look(call, self.model).share > 0]
        if point.combine is Combine.ANY:
            return earned
        return [call for call in earned if self.look(call, self.starter).share < 1] or earned

    def _without(self, call: CheckCall, files: Files) -> Files | None:
        if self.look(call, files).verdict is Verdict.NOT_MET:
            return files
        best: Files | None = None
        for changed in ways_without(call, files, self.starter):
            finding = self.look(call, changed)
            if finding.verdict is Verdict.NOT_MET:
                return changed
            if best is None and finding.verdict is Verdict.PARTLY:
                best = changed
        return best


def ways_without(call: CheckCall, files: Files, starter: Files) -> Iterator[Files]:
    """Yield the folder with one check undone, in every way known for it."""
    parameters: Parameters = dict(call.parameters)
    family = call.type.partition(".")[0]
    if family == "F":
        yield from undo_files(call.type, parameters, files, starter)
    elif family == "Y":
        path = str(parameters.get("program") or call.file)
        for source in undo_program(call.type, parameters, files.get(path) or b""):
            yield {**files, path: source}
    elif PurePosixPath(call.file).suffix.lower() in OFFICE:
        for data in _office_ways(call, parameters, files.get(call.file) or b"", starter.get(call.file) or b""):
            yield {**files, call.file: data}


def _office_ways(call: CheckCall, parameters: Parameters, data: bytes, before: bytes) -> Iterator[bytes]:
    starter = _opened(before)
    for way in WAYS.get(call.type, ()):
        package = _opened(data)
        if package is not None and way(package, parameters, starter):
            yield package.to_bytes()
    if starter is not None:
        yield from _without_new_elements(data, starter)


def _without_new_elements(data: bytes, starter: OfficePackage) -> Iterator[bytes]:
    """Yield the file without one element that the starter has nowhere, the smallest first."""
    model = _opened(data)
    if model is None:
        return
    known = {_spelling(one) for name in starter.xml_names() for one in starter.root(name).iter()}
    found = [
        (len(_spelling(one)), name, place)
        for name in model.xml_names()
        if not name.endswith(".rels") and not name.startswith(("docProps/", "["))
        for place, one in enumerate(model.root(name).iter())
        if place and _spelling(one) not in known
    ]
    for _size, name, place in sorted(found)[:MOST_SEARCHED]:
        package = _opened(data)
        if package is not None:
            remove(list(package.root(name).iter())[place])
            yield package.to_bytes()


def _spelling(element: etree._Element) -> bytes:
    return etree.tostring(element, with_tail=False)


def _opened(data: bytes) -> OfficePackage | None:
    try:
        return OfficePackage(data)
    except CannotReadError:
        return None
