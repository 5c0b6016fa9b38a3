"""The vocabulary as a whole: its reference page, and what holds for every check type."""

from __future__ import annotations

import io
import re
from fractions import Fraction
from pathlib import Path

import checks_page
import openpyxl
import pytest

from grading.checks.catalogue import CHECK_TYPES, FAMILIES, check_rubric
from grading.checks.finding import Verdict
from grading.checks.marker import run_call
from grading.checks.names import SIZE_NAMES
from grading.checks.types import NoParameters
from grading.office.outcome import CannotRead, Reason
from itembank.base.i18n import _, install_language
from itembank.model.checks import CheckCall, CheckPoint, Rubric
from tests.grading.checks.examples import FILES, parameters_of
from tests.grading.checks.office_work import document
from tests.grading.checks.workbench import subject
from tests.grading.office.builders import para, placeholder, png, pptx
from tests.grading.scratch.project import FLAG, project, sprite

PAGE = Path(__file__).resolve().parents[3] / "docs" / "checks.md"
OFFICE = sorted(name for name in CHECK_TYPES if name[0] in "WSPHIX")


class Reluctant:
    """A reader that could not read a file, and the fault may be ours."""

    def read(self, _path):
        return CannotRead(Reason.TIME_LIMIT)

    def read_work(self, path, _kind):
        return self.read(path)


def call(name: str, **more) -> CheckCall:
    return CheckCall(type=name, file=FILES[name[0]], parameters={**parameters_of(CHECK_TYPES[name]), **more})


def test_the_reference_page_is_as_the_code_makes_it():
    assert PAGE.read_text("utf-8") == checks_page.page(), "run: python3 scripts/fix"


def test_every_family_has_its_letter_and_every_type_its_name_and_title():
    assert len({family.letter for family in FAMILIES}) == len(FAMILIES)
    assert sum(len(family.types) for family in FAMILIES) == len(CHECK_TYPES)
    assert [
        n for f in FAMILIES for n in (k.name for k in f.types) if not re.fullmatch(rf"{f.letter}\.[a-z_0-9]+", n)
    ] == []
    assert [name for name, kind in CHECK_TYPES.items() if not kind.title] == []


def test_every_parameter_is_explained():
    assert [
        name
        for name, kind in CHECK_TYPES.items()
        if kind.parameters is not NoParameters and len(kind.parameters.__doc__ or "") < 10
    ] == []


def test_every_title_has_its_english():
    install_language("en")
    try:
        silent = [name for name, kind in CHECK_TYPES.items() if re.search("[一-鿿]", _(kind.title))]
    finally:
        install_language("zh_CN")
    assert silent == []


def english_work() -> dict[str, bytes | None]:
    """Files in English of every kind, which meet hardly any of the examples."""
    book = openpyxl.Workbook()
    book.worksheets[0].append(["the", 2])
    buffer = io.BytesIO()
    book.save(buffer)
    return {
        "work.docx": document(para("the quick brown fox"), para("a")),
        "work.xlsx": buffer.getvalue(),
        "work.pptx": pptx(placeholder("title", "<a:p><a:r><a:t>the</a:t></a:r></a:p>")),
        "work.html": b"<!DOCTYPE html><title>a</title><p>the</p>",
        "work.png": png(),
        "work.sb3": project(
            sprite("the", (FLAG, ("looks_show",)), costumes=[{"name": "walk"}]), sprite("Stage", costumes=[])
        ),
        "work.txt": b"the",
        "work.py": b"for i in range(3):\n    print(i)\n",
        "a.txt": b"1",
    }


def test_in_english_a_finding_is_english_but_for_names_of_fonts_and_sizes():
    names = ("宋体", "测试主题", *SIZE_NAMES)
    files = english_work()
    install_language("en")
    try:
        findings = {name: run_call(call(name), subject(files, files)) for name in CHECK_TYPES}
    finally:
        install_language("zh_CN")
    said = {name: f"{one.sentence} {one.observed} {one.expected} {one.place}" for name, one in findings.items()}
    for word in names:
        said = {name: text.replace(word, "") for name, text in said.items()}
    assert {name: text for name, text in said.items() if re.search("[一-鿿]", text)} == {}
    assert len({one.verdict for one in findings.values()}) == len(Verdict)


@pytest.mark.parametrize("name", sorted(CHECK_TYPES))
def test_parameters_can_be_read_and_an_unknown_one_is_a_matter_for_a_person(name):
    point = CheckPoint(identifier="p", title="t", points=Fraction(1), checks=(call(name),))
    assert check_rubric(Rubric(identifier="R", points=(point,))) == []
    assert run_call(call(name, nonsense=1), subject({})).verdict is Verdict.CANNOT_JUDGE


@pytest.mark.parametrize("name", OFFICE)
def test_a_file_that_is_missing_is_not_met_and_one_that_we_cannot_read_goes_to_a_person(name):
    missing = run_call(call(name), subject({"other.txt": b"x"}))
    assert (missing.verdict, missing.sentence) == (Verdict.NOT_MET, f"没有找到文件“{FILES[name[0]]}”。")
    work = subject({FILES[name[0]]: b"x"}, {FILES[name[0]]: b"y"})
    work.reader = Reluctant()
    assert run_call(call(name), work).verdict is Verdict.CANNOT_JUDGE
