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
DRAWS: dict[str, Callable[[int], bytes]] = {
    "docx": lambda seed: DocumentDraw(seed).file(),
    "xlsx": lambda seed: WorkbookDraw(seed).file(),
    "pptx": lambda seed: PresentationDraw(seed).file(),
}
SOME = (
    "python-docx/features__steps__test_files__par-known-styles.docx",
    "python-docx/features__steps__test_files__tbl-having-applied-style.docx",
    "poi/test-data__document__Numbering.docx",
    "poi/test-data__integration__stress014.docx",
    "poi/test-data__spreadsheet__49273.xlsx",
    "poi/test-data__spreadsheet__Intersection-52111-xssf.xlsx",
    "poi/test-data__spreadsheet__55906-MultiSheetRefs.xlsx",
    "python-pptx/features__steps__test_files__font-color.pptx",
    "poi/test-data__slideshow__smartart-simple.pptx",
)

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed on this machine")

Compare = Callable[[list[Path]], Report]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    folder = tmp_path_factory.mktemp("drawn")
    found: dict[str, list[Path]] = {}
    for kind, draw in DRAWS.items():
        for seed in SEEDS:
            path = folder / f"{seed}.{kind}"
            path.write_bytes(draw(seed))
            found.setdefault(kind, []).append(path)
    return found


@pytest.fixture(scope="module")
def demo(repository_root: Path) -> list[Path]:
    files = office_files(repository_root / "demo" / "content" / "tasks")
    return [path for path in files if "golden" not in path.parts]  # one of those was cut off while it was saved


@pytest.fixture(scope="module")
def compare(
    tmp_path_factory: pytest.TempPathFactory, drawn: dict[str, list[Path]], demo: list[Path], repository_root: Path
) -> Iterator[Compare]:
    folder = tmp_path_factory.mktemp("differential")
    office = LibreOffice(folder / "profile", folder / "made")
    foreign = repository_root.parent / "shared" / "corpora" / "office"
    some = [foreign / name for name in SOME] if foreign.is_dir() else []
    # LibreOffice starts slowly: once for each kind of file, not once for each test.
    office.convert([*(path for paths in drawn.values() for path in paths), *demo, *some])
    with OfficeReader() as reader:
        yield lambda files: compare_files(files, office, reader)


@pytest.mark.parametrize(("kind", "seen"), [("docx", 5_000), ("xlsx", 900), ("pptx", 5_000)])
def test_drawn_files_read_the_same_but_for_known_reasons(
    drawn: dict[str, list[Path]], compare: Compare, kind: str, seen: int
) -> None:
    report = compare(drawn[kind])
    assert report.compared == len(SEEDS)
    lines = "\n".join(report.tally.lines())
    assert max(one.seen for one in report.tally.subjects.values()) > seen
    for subject, agreement in report.tally.subjects.items():
        assert agreement.share_understood >= GOAL, f"{subject}\n{lines}"
        assert agreement.share >= (0.9 if subject in BY_OTHER_RULES else 0.99), f"{subject}\n{lines}"


def test_files_of_the_demo_read_the_same(demo: list[Path], compare: Compare) -> None:
    report = compare(demo)
    assert report.compared == len(demo) > 10
    assert not report.tally.differences, "\n".join(report.tally.lines())


def test_some_foreign_files_differ_only_for_known_reasons(corpora: Path, compare: Compare) -> None:
    report = compare([corpora / "office" / name for name in SOME])
    assert report.compared == len(SOME)
    lines = "\n".join(report.tally.lines())
    for subject, agreement in report.tally.subjects.items():
        assert agreement.share_understood >= (0.9 if "found" in subject else GOAL), f"{subject}\n{lines}"
