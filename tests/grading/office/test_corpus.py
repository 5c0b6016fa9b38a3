"""Foreign files: every one is read or refused with a reason, within the limits, and round trips as data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from grading.office.child import OfficeReader
from grading.office.inspect import as_data
from grading.office.inspect_text import lines_of
from grading.office.model import CannotRead, ReadOutcome, Reason, Workbook

FOLDERS = ("poi", "python-docx", "python-pptx")
ENDINGS = ("docx", "xlsx", "pptx")
KINDS = {"docx": "document", "xlsx": "workbook", "pptx": "presentation"}
NEVER = {Reason.READER_FAULT, Reason.TIME_LIMIT, Reason.MEMORY_LIMIT, Reason.MISSING}
REFUSED_AT_MOST = 20


@pytest.fixture(scope="module")
def reader() -> Iterator[OfficeReader]:
    with OfficeReader() as one:
        yield one


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("ending", ENDINGS)
def test_every_foreign_file_is_read_or_refused_with_a_reason(
    corpora: Path, reader: OfficeReader, folder: str, ending: str
) -> None:
    refused: dict[str, CannotRead] = {}
    for path in sorted((corpora / "office" / folder).glob(f"*.{ending}")):
        outcome = reader.read(path)  # ends by itself after 10 s of CPU, 512 MB or 60 s: a reason in NEVER
        if isinstance(outcome, CannotRead):
            refused[path.name] = outcome
        else:
            assert as_data(outcome)["type"] == KINDS[ending], path.name
            assert any(True for _ in lines_of(outcome)) or ending != "docx", path.name
        assert msgspec.json.decode(msgspec.json.encode(outcome), type=ReadOutcome) == outcome, path.name
    assert not {name: one for name, one in refused.items() if one.reason in NEVER}
    assert len(refused) <= REFUSED_AT_MOST


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("poi/test-data__spreadsheet__58616.xlsx", Reason.ENCRYPTED),
        ("poi/test-data__spreadsheet__protected_passtika.xlsx", Reason.ENCRYPTED),
        ("poi/test-data__spreadsheet__54764.xlsx", Reason.DOCTYPE),
        ("poi/test-data__spreadsheet__duplicate-filename-case-insensitive.xlsx", Reason.DUPLICATE_NAME),
        ("poi/test-data__slideshow__Divino_Revelado.pptx", Reason.DAMAGED),
    ],
)
def test_known_bad_files_are_refused_for_what_they_are(
    corpora: Path, reader: OfficeReader, name: str, expected: Reason
) -> None:
    outcome = reader.read(corpora / "office" / name)
    assert isinstance(outcome, CannotRead)
    assert outcome.reason is expected


def test_the_strict_dialect_reads_like_the_transitional_one(corpora: Path, reader: OfficeReader) -> None:
    folder = corpora / "office" / "poi"
    strict = reader.read(folder / "test-data__spreadsheet__sample.strict.xlsx")
    plain = reader.read(folder / "test-data__spreadsheet__sample.xlsx")
    assert isinstance(strict, Workbook)
    assert isinstance(plain, Workbook)
    assert strict.properties.strict
    assert not plain.properties.strict
    assert msgspec.structs.replace(strict, properties=plain.properties) == plain
