"""Foreign files handed in for the demo's tasks: each is marked or goes to a person, within the limits of one file."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from grading.checks.marker import RubricMarker
from grading.office.child import OfficeReader
from grading.rubric.reading import read_rubric
from itembank.model.checks import Rubric
from itembank.model.marking import RubricScoring
from tests.grading.checks.workbench import working_folder

TASKS = {"docx": ("WD-01", "WD-02", "WD-03"), "xlsx": ("SS-01", "SS-02", "SS-03"), "pptx": ("PP-01",)}
SECONDS_A_FILE = 15


@pytest.fixture(scope="module")
def marker() -> Iterator[RubricMarker]:
    with OfficeReader() as reader:
        yield RubricMarker(reader, None)


@pytest.mark.parametrize("ending", sorted(TASKS))
def test_every_foreign_file_is_marked_with_the_rubrics_of_the_demo(
    repository_root: Path, corpora: Path, marker: RubricMarker, ending: str
) -> None:
    tasks = repository_root / "demo" / "content" / "tasks"
    rubrics = [read_rubric(tasks / name / "rubric.toml") for name in TASKS[ending]]
    files = sorted((corpora / "office").rglob(f"*.{ending}"))
    for number, path in enumerate(files):
        rubric = rubrics[number % len(rubrics)]
        data = path.read_bytes()
        folder = working_folder(dict.fromkeys(handed_in(rubric), data))
        began = time.process_time()
        parts = marker.mark(RubricScoring(rubric=rubric), folder)
        assert time.process_time() - began < SECONDS_A_FILE, path.name
        assert len(parts) == len(rubric.points), path.name
        assert all(part.share is None or 0 <= part.share <= 1 for part in parts), path.name
        assert all(part.sentence for part in parts), path.name
        # Another's file is no answer to the task.
        assert not all(part.share == 1 for part in parts), path.name
    assert len(files) > 50


def handed_in(rubric: Rubric) -> set[str]:
    return {call.file for point in rubric.points for call in point.checks if call.file}
