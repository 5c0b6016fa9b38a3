"""docs/formats/rubric.md names every check type with all its parameters, and no others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grading.checks.catalogue import CHECK_TYPES

TEXT = (Path(__file__).resolve().parents[3] / "docs" / "formats" / "rubric.md").read_text(encoding="utf-8")
ROWS = [line.split("|", 2)[1:] for line in TEXT.splitlines() if re.match(r"\| `[A-Z]\.", line)]
ROW_OF = {name: rest for names, rest in ROWS for name in re.findall(r"`([A-Z]\.\w+)`", names)}


@pytest.mark.parametrize("name", sorted(CHECK_TYPES))
def test_a_check_type_is_documented_with_its_parameters(name):
    named = set(re.findall(r"`([a-z_0-9]+)`", ROW_OF[name]))
    assert set(CHECK_TYPES[name].parameters.__struct_encode_fields__) - named == set()


def test_no_other_check_type_is_documented():
    assert set(ROW_OF) - set(CHECK_TYPES) == set()
