"""Every S and P check has ways of its own to be undone, and its mutant differs from the model in that thing alone."""

from __future__ import annotations

import os

import pytest

from grading.checks.catalogue import CHECK_TYPES
from grading.checks.finding import Finding, Verdict
from grading.checks.marker import run_call
from grading.office.model import Presentation, Workbook
from grading.office.open import read_office_bytes
from grading.rubric.folders import Files, folder_of
from grading.rubric.mutants.undo import WAYS, WITHOUT_WAYS, own_ways
from grading.rubric.resaving import find_resaver
from itembank.model.checks import CheckCall
from tests.grading.rubric.mutants.facts import Example, changed_facts, surprising
from tests.grading.rubric.mutants.sheet_examples import CELLS
from tests.grading.rubric.mutants.sheet_object_examples import OBJECTS
from tests.grading.rubric.mutants.slide_examples import SLIDES
from tests.grading.rubric.mutants.trying import TOOLS
from tests.grading.rubric.mutants.variants import VARIANTS

EXAMPLES: dict[str, Example] = {**CELLS, **OBJECTS, **SLIDES}
CASES = [*sorted(EXAMPLES.items()), *VARIANTS]
NAMES = [f"{kind} {number}" if number >= len(EXAMPLES) else kind for number, (kind, _one) in enumerate(CASES)]
UNDONE = {Verdict.NOT_MET, Verdict.PARTLY}
RESAVED_EVERY = 13
"""LibreOffice opens the mutant of every so many examples: it is slow, and formats break in kinds, not one by one."""


class Work:
    """A model that meets a check, and its mutants."""

    def __init__(self, kind: str, one: Example) -> None:
        self.file = "work.xlsx" if kind.startswith("S.") else "work.pptx"
        self.call = CheckCall(type=kind, file=self.file, parameters=one.parameters)
        self.model: Files = {self.file: one.model}
        self.starter: Files = {self.file: one.starter, **one.files}

    def look(self, files: Files) -> Finding:
        return run_call(self.call, TOOLS.subject(folder_of(files, self.starter)))

    def mutants(self) -> list[bytes]:
        """The files of all ways of the check's own."""
        return [files[self.file] or b"" for files in own_ways(self.call, self.model, self.starter)]

    def mutant(self) -> bytes:
        """The first mutant that no longer meets the check."""
        return next(data for data in self.mutants() if self.look({self.file: data}).verdict in UNDONE)


def test_every_check_of_sheets_and_slides_has_ways_of_its_own_or_a_reason_why_it_can_have_none():
    kinds = {kind for kind in CHECK_TYPES if kind[0] in "SP"}
    assert {kind for kind in WAYS if kind[0] in "SP"} == kinds - set(WITHOUT_WAYS)
    assert set(EXAMPLES) == kinds - set(WITHOUT_WAYS)
    assert all(WITHOUT_WAYS[kind] for kind in kinds & set(WITHOUT_WAYS))


@pytest.mark.parametrize(("kind", "one"), CASES, ids=NAMES)
def test_the_mutant_loses_the_check_and_nothing_else_has_changed(kind, one):
    work = Work(kind, one)
    met = work.look(work.model)
    assert met.verdict is Verdict.MET, met.sentence
    verdicts = [work.look({work.file: data}).verdict for data in work.mutants()]
    assert Verdict.CANNOT_JUDGE not in verdicts
    assert UNDONE & set(verdicts), "no way of its own undoes the check"
    changed = changed_facts(one.model, work.mutant())
    assert changed
    assert surprising(changed, one.changes) == set()


def test_libreoffice_opens_a_sample_of_the_mutants():
    resaver = find_resaver()
    if resaver is None:
        assert not os.environ.get("CI"), "LibreOffice is not installed"
        pytest.skip("LibreOffice is not installed")
    sample = {}
    for number, (kind, one) in enumerate(CASES):
        if number % RESAVED_EVERY == 0 and one.changes != ("format",):
            work = Work(kind, one)
            sample[f"{number}.{work.file}"] = work.mutant()
    saved = resaver.resave(sample)
    assert set(saved) == set(sample)
    for name, data in saved.items():
        before, after = read_office_bytes(sample[name]), read_office_bytes(data)
        if isinstance(before, Workbook):
            assert isinstance(after, Workbook)
            assert [sheet.name for sheet in after.sheets] == [sheet.name for sheet in before.sheets]
        elif isinstance(before, Presentation):
            assert isinstance(after, Presentation)
            assert len(after.slides) == len(before.slides)
