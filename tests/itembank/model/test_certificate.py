"""Certificates of rubrics' tests: one spelling, one verdict, for exactly the tested files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from itembank.model.certificate import (
    CASE_NAMES,
    CaseKind,
    lacks_resave,
    read_certificate,
    refusals,
    subject_of,
    surprises,
    write_certificate,
)
from itembank.model.codec import ModelError
from itembank.model.rubric_file import read_rubric

VECTORS = Path(__file__).resolve().parents[2] / "vectors" / "certificate"
VERDICTS: dict[str, dict[str, str]] = json.loads((VECTORS / "verdicts.json").read_text("utf-8"))
FILES: dict[str, dict[str, str]] = json.loads((VECTORS / "files.json").read_text("utf-8"))
RUBRIC = read_rubric(VECTORS / "rubric.toml")


def verdict(data: bytes) -> str:
    try:
        certificate = read_certificate(data)
    except ModelError:
        return "unreadable"
    return "refused" if list(refusals(certificate, RUBRIC, FILES["starter"], FILES["model"])) else "valid"


@pytest.mark.parametrize("name", VERDICTS)
def test_a_vector_has_the_verdict_that_is_written_beside_it(name: str) -> None:
    assert verdict((VECTORS / f"{name}.json").read_bytes()) == VERDICTS[name]["verdict"]


def test_every_vector_has_a_verdict() -> None:
    others = {"verdicts", "files"}
    assert {path.stem for path in VECTORS.glob("*.json")} - others == set(VERDICTS)


def test_what_was_read_is_written_again_byte_by_byte() -> None:
    data = (VECTORS / "valid.json").read_bytes()
    assert write_certificate(read_certificate(data)) == data


@pytest.mark.parametrize("part", ["starter", "model"])
def test_one_other_byte_in_the_tested_files_takes_the_certificate_away(part: str) -> None:
    certificate = read_certificate((VECTORS / "valid.json").read_bytes())
    changed = {name: dict(files) for name, files in FILES.items()}
    changed[part]["通知.docx"] = "f" * 64
    (reason,) = refusals(certificate, RUBRIC, changed["starter"], changed["model"])
    assert "自测以后" in reason


def test_the_subject_hashes_the_fields_that_the_specification_names() -> None:
    """Worked out by hand in docs/formats/certificate.md."""
    certificate = read_certificate((VECTORS / "valid.json").read_bytes())
    own = subject_of(RUBRIC, FILES["starter"], FILES["model"], certificate.extra, certificate.grader)
    assert own == certificate.subject
    assert subject_of(RUBRIC, FILES["starter"], FILES["model"], certificate.extra, "0.1.1") != own


def test_a_surprise_says_in_which_case_which_point_and_what_it_got() -> None:
    certificate = read_certificate((VECTORS / "refused-cross-talk.json").read_bytes())
    (surprise,) = surprises(certificate, RUBRIC)
    assert surprise.sentence() == "少做一处 p2：得分点 p1 应得满分，只得到 1/2。"


def test_office_files_without_a_resave_are_told_apart_from_other_files() -> None:
    certificate = read_certificate((VECTORS / "valid-without-resave.json").read_bytes())
    assert lacks_resave(certificate, {"通知.DOCX": "0" * 64})
    assert not lacks_resave(certificate, {"a.py": "0" * 64})


def test_every_case_has_a_name_for_people() -> None:
    assert set(CASE_NAMES) == set(CaseKind)
