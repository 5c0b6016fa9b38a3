"""One check on one read model made in the test: what readers find is tested with the readers, here only the checks."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from grading.checks.finding import Finding
from grading.checks.marker import run_call
from grading.office.model import (
    Document,
    OfficeFile,
    Paragraph,
    ParagraphFormat,
    Presentation,
    Run,
    RunFormat,
    Shape,
    Slide,
    Workbook,
)
from itembank.model.checks import CheckCall
from tests.grading.checks.workbench import subject

NOW, THEN = b"now", b"then"
NAMES = {Document: "work.docx", Workbook: "work.xlsx", Presentation: "work.pptx"}


class ModelReader:
    """Reads the models that the test made."""

    def __init__(self, now: OfficeFile, then: OfficeFile | None) -> None:
        self._models = {NOW: now, THEN: then if then is not None else now}

    def read(self, path: Path) -> OfficeFile:
        return self._models[path.read_bytes()]


def look(
    kind: str, now: OfficeFile, then: OfficeFile | None = None, /, *, files: dict[str, bytes] | None = None, **more: Any
) -> Finding:
    """Carry out a check on a model; `then` is the starter, `files` are other starter files."""
    name = NAMES[type(now)]
    starters = {name: THEN, **(files or {})}
    work = subject({name: NOW}, starters)
    work.reader = ModelReader(now, then)
    return run_call(CheckCall(type=kind, file=name, parameters=more), work)


def paragraph(text: str, run: dict[str, Any] | None = None, **looks: Any) -> Paragraph:
    """Return a paragraph of one run; `run` is its character format, the others its paragraph format."""
    own = {name: looks.pop(name) for name in list(looks) if name in Paragraph.__struct_fields__ and name != "format"}
    runs = own.pop("runs", (Run(text, format=RunFormat(**(run or {}))),))
    return Paragraph(runs=runs, format=ParagraphFormat(**looks), **own)


def document(*blocks: Any, **more: Any) -> Document:
    """Return a docx of paragraphs (or texts) and tables."""
    made = tuple(paragraph(block) if isinstance(block, str) else block for block in blocks)
    return Document(format=more.pop("format", "docx"), blocks=made, **more)


def slides(*groups: Any, **more: Any) -> Presentation:
    """Return a pptx; a group of shapes is a slide, a dict gives the slide's other fields with its `shapes`."""
    made = []
    for number, group in enumerate(groups, 1):
        fields = group if isinstance(group, dict) else {"shapes": tuple(group)}
        made.append(Slide(number=number, **fields))
    return Presentation(format=more.pop("format", "pptx"), slides=tuple(made), **more)


def with_shapes(*shapes: Shape, text: str = "文字") -> Document:
    """Return a document whose only paragraph carries shapes."""
    return document(paragraph(text, shapes=tuple(shapes)))


def pt(value: float | str) -> Decimal:
    return Decimal(str(value))


def cm(value: float | str) -> Decimal:
    return Decimal(str(value)) * 72 / Decimal("2.54")
