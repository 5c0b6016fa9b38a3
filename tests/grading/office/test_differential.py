"""Our readers beside LibreOffice: on files drawn from seeds, on the demo's tasks and on a few foreign files."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grading.office.child import OfficeReader
from tests.grading.office.differential.comparison import Report, compare_files, office_files
from tests.grading.office.differential.libreoffice import LibreOffice
from tests.grading.office.differential.made_documents import DocumentDraw
from tests.grading.office.differential.made_presentations import PresentationDraw
from tests.grading.office.differential.made_workbooks import WorkbookDraw

SEEDS = range(5)
GOAL = 0.999
BY_OTHER_RULES = {"docx bold", "docx italic", "docx strike", "docx first_line", "docx indent_left", "docx indent_right"}
"""Where Word and LibreOffice go by different rules; the drawn files are full of such places."""

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed on this machine")

Compare = Callable[[list[Path]], Report]


@pytest.fixture(scope="module")
def compare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compare]:
    folder = tmp_path_factory.mktemp("differential")
    office = LibreOffice(folder / "profile")
    with OfficeReader() as reader:
        yield lambda files: compare_files(files, office, folder / files[0].parent.name, reader)


def drawn(folder: Path, kind: str, draw: Callable[[int], bytes]) -> list[Path]:
    found = []
    for seed in SEEDS:
        found.append(folder / f"{seed}.{kind}")
        found[-1].write_bytes(draw(seed))
    return found


@pytest.mark.parametrize(
    ("kind", "draw", "seen"),
    [
        ("docx", lambda seed: DocumentDraw(seed).file(), 5_000),
        ("xlsx", lambda seed: WorkbookDraw(seed).file(), 900),
        ("pptx", lambda seed: PresentationDraw(seed).file(), 5_000),
    ],
)
def test_drawn_files_read_the_same_but_for_known_reasons(
    tmp_path: Path, compare: Compare, kind: str, draw: Callable[[int], bytes], seen: int
) -> None:
    report = compare(drawn(tmp_path, kind, draw))
    assert report.compared == len(SEEDS)
    lines = "\n".join(report.tally.lines())
    assert max(one.seen for one in report.tally.subjects.values()) > seen
    for subject, agreement in report.tally.subjects.items():
        assert agreement.share_understood >= GOAL, f"{subject}\n{lines}"
        assert agreement.share >= (0.9 if subject in BY_OTHER_RULES else 0.99), f"{subject}\n{lines}"


def test_files_of_the_demo_read_the_same(repository_root: Path, compare: Compare) -> None:
    files = office_files(repository_root / "demo" / "content" / "tasks")
    report = compare(files)
    assert report.compared == len(files) > 10
    assert not report.tally.differences, "\n".join(report.tally.lines())


SOME = (
    "python-docx/features__steps__test_files__par-known-styles.docx",
    "python-docx/features__steps__test_files__tbl-having-applied-style.docx",
    "poi/test-data__document__Numbering.docx",
    "poi/test-data__integration__stress014.docx",
    "poi/test-data__spreadsheet__49273.xlsx",
    "poi/test-data__spreadsheet__Intersection-52111-xssf.xlsx",
    "poi/test-data__spreadsheet__55906-MultiSheetRefs.xlsx",
    "python-pptx/features__steps__test_files__font-color.pptx",
    "poi/test-data__integration__stress021.pptx",
)


def test_some_foreign_files_differ_only_for_known_reasons(corpora: Path, compare: Compare) -> None:
    report = compare([corpora / "office" / name for name in SOME])
    assert report.compared == len(SOME)
    lines = "\n".join(report.tally.lines())
    for subject, agreement in report.tally.subjects.items():
        assert agreement.share_understood >= (0.9 if "found" in subject else GOAL), f"{subject}\n{lines}"
