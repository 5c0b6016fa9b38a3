"""Free text, marked by people: the answer is the reference, 评分方式 holds the criteria, one a line."""

from __future__ import annotations

import re

from itembank.formats.columns import Column
from itembank.formats.findings import Notes
from itembank.formats.source import RESPONSE, Built, RowSource
from itembank.model.items.extended_text import ExtendedTextInteraction
from itembank.model.marking import HumanScoring

CRITERIA_GAPS = re.compile(r"[\n;；]+")


def build_extended_text(source: RowSource, _notes: Notes) -> Built:
    """Read a free text item."""
    reference = source.need(Column.ANSWER)
    criteria = tuple(line.strip() for line in CRITERIA_GAPS.split(source.text(Column.METHOD)) if line.strip())
    scoring = HumanScoring(response=RESPONSE, reference=reference, criteria=criteria)
    return Built(source.body(), (ExtendedTextInteraction(response=RESPONSE),), scoring, reference)
