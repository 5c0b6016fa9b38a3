"""Makes the mutant of a check point: the model answer with just this point undone.

Each check is undone by the first way that works, in the order of how a
candidate would most likely leave it out; other points are not looked at, so
cross-talk is found and not avoided. For checks without a way of their own
single steps back to the starter file are tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from grading.checks.catalogue import find_check_type
from grading.checks.finding import CannotJudgeError, Finding, Verdict
from grading.checks.marker import combine
from grading.rubric.folders import Files, like
from grading.rubric.mutants.backwards import opened, steps_back
from grading.rubric.mutants.folder import undo_files
from grading.rubric.mutants.odf import is_odf
from grading.rubric.mutants.odf_steps import odf_near, odf_ways
from grading.rubric.mutants.package import OfficePackage
from grading.rubric.mutants.page_steps import line_steps, page_steps
from grading.rubric.mutants.picture import undo_picture
from grading.rubric.mutants.program import undo_program
from grading.rubric.mutants.scratch import undo_project
from grading.rubric.mutants.sheet_ways import SHEET
from grading.rubric.mutants.slide_ways import SLIDE
from grading.rubric.mutants.typing import undo_typed
from grading.rubric.mutants.web import undo_page
from grading.rubric.mutants.word import Parameters, Undo
from grading.rubric.mutants.word_ways import WORD, WORD_NEAR
from grading.scratch.levels import Dimension
from itembank.base.i18n import N_
from itembank.model.checks import CheckCall, CheckPoint, Combine

WAYS: dict[str, tuple[Undo, ...]] = {**WORD, **SHEET, **SLIDE}
NEAR: dict[str, tuple[Undo, ...]] = {**WORD_NEAR}
WITHOUT_WAYS: dict[str, str] = {
    kind: N_("打不开的文件里什么也没有，不是只少做一处；“空文件”一项已经试过。")
    for kind in ("W.opens", "S.opens", "P.opens", "X.opens")
}
"""Check types that no mutant can lose alone, with the reason."""
OFFICE = frozenset({".docx", ".docm", ".xlsx", ".xlsm", ".pptx", ".pptm", ".ppsx"})
BY_SHARE = ("T.", *(f"X.{dimension.value}" for dimension in Dimension))
"""What is scored by the character or the level: with nothing of it left it would be other work, and tell nothing."""

LOST = frozenset({Verdict.NOT_MET, Verdict.PARTLY})
Look = Callable[[CheckCall, Files], Finding]


BYTES: dict[str, Callable[[str, Parameters, str, bytes, bytes], Iterator[bytes]]] = {
    "I": lambda kind, parameters, _path, data, before: undo_picture(kind, parameters, data, before),
    "T": lambda kind, parameters, path, data, _before: undo_typed(kind, parameters, path, data),
    "X": lambda kind, parameters, _path, data, _before: undo_project(kind, parameters, data),
}
"""Families whose checks are undone on the bytes of one file; with the bytes that were handed out."""


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
        is_by_share = all(call.type.startswith(BY_SHARE) for call in point.checks)
        return files if share == 0 or (is_by_share and share is not None and share < 1) else None

    def nearly(self, point: CheckPoint) -> Iterator[tuple[str, Files]]:
        """Yield the model with one check of the point nearly right, as far as a way is known, by names as in "p1#2".

        Where any check is enough all are made nearly right together; where shares count, one check of each type.
        """
        calls = self._to_undo(point)
        if point.combine is Combine.ANY:
            files: Files | None = self.model
            for call in calls:
                files = self._nearly(call, files) if files is not None else None
            made = [files]
        else:
            firsts = {call.type: number for number, call in reversed(list(enumerate(calls)))}
            tried = [
                None if point.combine is Combine.SHARE and firsts[call.type] != number else call
                for number, call in enumerate(calls)
            ]
            made = [None if call is None else self._nearly(call, self.model) for call in tried]
        for number, changed in enumerate(made, 1):
            if changed is not None and self._is_lost(point, changed):
                yield point.identifier if number == 1 else f"{point.identifier}#{number}", changed

    def _is_lost(self, point: CheckPoint, files: Files) -> bool:
        findings = [self.look(call, files) for call in point.checks]
        share = combine(point.combine, findings, [call.weight for call in point.checks])
        return share is not None and share < 1

    def _nearly(self, call: CheckCall, files: Files) -> Files | None:
        """Return the files with a check nearly right; None where no way is known or none helps."""
        for data in near_ways(call, files, self.starter):
            changed = like({**files, call.file: data}, files)
            if self.look(call, changed).verdict in LOST and self._opens(call, changed):
                return changed
        return None

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
        for made in ways_without(call, files, self.starter):
            changed = like(made, files)
            finding = self.look(call, changed)
            if finding.verdict is Verdict.NOT_MET and self._opens(call, changed):
                return changed
            if best is None and finding.verdict is Verdict.PARTLY:
                best = changed
        return best

    def _opens(self, call: CheckCall, files: Files) -> bool:
        """Tell whether the file can still be opened: one that cannot has lost everything and shows nothing."""
        opens = CheckCall(type=f"{call.type.partition('.')[0]}.opens", file=call.file)
        return find_check_type(opens.type) is None or self.look(opens, files).verdict is Verdict.MET


def ways_without(call: CheckCall, files: Files, starter: Files) -> Iterator[Files]:
    """Yield the folder with one check undone, in every way known for it."""
    parameters: Parameters = dict(call.parameters)
    family = call.type.partition(".")[0]
    if family == "F":
        yield from undo_files(call.type, parameters, files, starter)
    elif family == "Y":
        path = str(parameters.get("program") or call.file)
        for source in undo_program(call.type, parameters, files.get(path) or b"", starter.get(path) or b""):
            yield {**files, path: source}
        for source in line_steps(files.get(path) or b"", starter.get(path) or b""):
            yield {**files, path: source}
    elif family == "H":
        yield from undo_page(call.type, parameters, call.file, files)
        yield from page_steps(call.file, files, starter)
    elif family in BYTES:
        before = starter.get(str(parameters.get("source") or call.file))
        for data in BYTES[family](call.type, parameters, call.file, files.get(call.file) or b"", before or b""):
            yield {**files, call.file: data}
    elif is_odf(call.file):
        for data in odf_ways(call.type, parameters, files.get(call.file) or b"", starter.get(call.file) or b""):
            yield {**files, call.file: data}
    elif PurePosixPath(call.file).suffix.lower() in OFFICE:
        yield from own_ways(call, files, starter)
        for data in steps_back(files.get(call.file) or b"", starter.get(call.file) or b""):
            yield {**files, call.file: data}


def near_ways(call: CheckCall, files: Files, starter: Files) -> Iterator[bytes]:
    """Yield the file of a check on an office file with a wrong value beside the wanted one."""
    if is_odf(call.file):
        yield from odf_near(call.type, dict(call.parameters), files.get(call.file) or b"")
        return
    model, before = opened(files.get(call.file) or b""), opened(starter.get(call.file) or b"")
    for way in NEAR.get(call.type, ()) if model is not None else ():
        package = opened(files.get(call.file) or b"")
        if package is not None and _done(way, package, dict(call.parameters), before):
            yield package.to_bytes()


def own_ways(call: CheckCall, files: Files, starter: Files) -> Iterator[Files]:
    """Yield the folder with a check on an office file undone in the ways that are known for its type alone."""
    data, before = files.get(call.file) or b"", opened(starter.get(call.file) or b"")
    for way in WAYS.get(call.type, ()):
        package = opened(data)
        if package is not None and _done(way, package, dict(call.parameters), before):
            yield {**files, call.file: package.to_bytes()}


def _done(way: Undo, package: OfficePackage, parameters: Parameters, starter: OfficePackage | None) -> bool:
    """Tell whether a way changed anything; one that cannot read the rubric's value has not."""
    try:
        return way(package, parameters, starter)
    except CannotJudgeError:
        return False
