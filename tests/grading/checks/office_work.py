"""One check on one office file made in the test."""

from __future__ import annotations

from typing import Any

from grading.checks.finding import Finding, Verdict
from grading.checks.marker import run_call
from itembank.model.checks import CheckCall
from tests.grading.checks.workbench import subject
from tests.grading.office.builders import docx

MET, PARTLY, NOT, UNKNOWN = Verdict.MET, Verdict.PARTLY, Verdict.NOT_MET, Verdict.CANNOT_JUDGE


def look(kind: str, data: bytes, starter: bytes | None = None, /, **parameters: Any) -> Finding:
    """Carry out a check on one file."""
    file = "班会.pptx" if kind.startswith("P.") else "通知.docx"
    starters = {} if starter is None else {file: starter}
    return run_call(CheckCall(type=kind, file=file, parameters=parameters), subject({file: data}, starters))


def verdict(kind: str, data: bytes, /, **parameters: Any) -> Verdict:
    return look(kind, data, **parameters).verdict


def document(*paragraphs: str, after: str = "", **more: Any) -> bytes:
    """Return a docx of paragraphs, with section properties at its end."""
    return docx("".join(paragraphs) + (f"<w:sectPr>{after}</w:sectPr>" if after else ""), **more)
