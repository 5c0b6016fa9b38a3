"""Files broken at random: whatever is wrong with the bytes, the answer is a reading or a refusal, and soon."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from grading.office.child import OfficeReader
from grading.office.inspect import as_data
from grading.office.inspect_text import lines_of
from grading.office.model import CannotRead, Reason
from grading.office.open import read_office_bytes
from grading.office.outcome import CannotReadError
from tests.grading.office.broken_files import broken
from tests.grading.office.differential.made_documents import DocumentDraw
from tests.grading.office.differential.made_presentations import PresentationDraw
from tests.grading.office.differential.made_workbooks import WorkbookDraw

ROUNDS, FOREIGN_ROUNDS = 250, 150
SLOWEST_SECONDS = 5.0
OUR_FAULTS = {Reason.READER_FAULT, Reason.TIME_LIMIT, Reason.MEMORY_LIMIT, Reason.MISSING}


@pytest.fixture(scope="module")
def sound() -> list[bytes]:
    return [DocumentDraw(1).file(), WorkbookDraw(1).file(), PresentationDraw(1).file()]


@pytest.mark.parametrize("seed", range(3))
def test_a_broken_file_is_read_or_refused(sound: list[bytes], seed: int) -> None:
    chance = random.Random(seed)
    read = 0
    for number in range(ROUNDS):
        own = random.Random(f"{seed}/{number}")
        data = broken(chance.choice(sound), chance.choice(sound), own)
        began = time.process_time()
        try:
            outcome = read_office_bytes(data)
        except CannotReadError:
            continue
        finally:
            assert time.process_time() - began < SLOWEST_SECONDS, f"seed {seed}/{number}"
        read += 1
        assert as_data(outcome)["format"], f"seed {seed}/{number}"
        assert all(isinstance(line, str) for line in lines_of(outcome)), f"seed {seed}/{number}"
    assert read > ROUNDS // 40


@pytest.fixture(scope="module")
def foreign(corpora: Path) -> list[Path]:
    files = (path for path in sorted((corpora / "office").rglob("*")) if path.suffix in {".docx", ".xlsx", ".pptx"})
    return [path for path in files if path.stat().st_size < 200_000]


def test_broken_foreign_files_never_cost_more_than_themselves(foreign: list[Path], tmp_path: Path) -> None:
    chance = random.Random(7)
    faults = {}
    with OfficeReader() as reader:
        for number in range(FOREIGN_ROUNDS):
            one, other = chance.choice(foreign), chance.choice(foreign)
            path = tmp_path / f"broken{one.suffix}"
            path.write_bytes(broken(one.read_bytes(), other.read_bytes(), random.Random(number)))
            outcome = reader.read(path)
            if isinstance(outcome, CannotRead) and outcome.reason in OUR_FAULTS:
                faults[f"{one.name} {other.name} {number}"] = outcome
    assert not faults
