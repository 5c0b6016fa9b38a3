"""Response processing on foreign fixtures, and what of them is left out and why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grading.qti_rules.engine import outcomes_of
from grading.response_file import parse_responses
from itembank.qti.errors import QtiError
from itembank.qti.reader import read_scoring

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpora" / "qti" / "pie-qti"
FOLDERS = sorted(path.name for path in CORPUS.iterdir()) if CORPUS.is_dir() else []

# Refused by name, as the fixtures themselves expect: test-level expressions in an item, and XInclude.
REFUSED = {
    "outcomeProcessing_outcomeMaximum": "outcomeMaximum",
    "outcomeProcessing_outcomeMinimum": "outcomeMinimum",
    "responseProcessing_xiInclude": "include",
}


@pytest.mark.skipif(not FOLDERS, reason="the folder of foreign QTI fixtures is not on this machine")
@pytest.mark.parametrize("name", [name for name in FOLDERS if name not in REFUSED])
def test_all_cases_of_a_foreign_item_give_the_expected_outcomes(name):
    scoring = read_scoring((CORPUS / name / "item.xml").read_bytes())
    for case in json.loads((CORPUS / name / "cases.json").read_text("utf-8"))["cases"]:
        outcomes = outcomes_of(scoring, parse_responses(json.dumps(case["responses"]).encode()))
        expected = {"SCORE": case["expect"]["score"]} if "score" in case["expect"] else {}
        expected |= case["expect"].get("outcomes", {})
        assert {key: outcomes.get(key) for key in expected} == expected, case["name"]


@pytest.mark.skipif(not FOLDERS, reason="the folder of foreign QTI fixtures is not on this machine")
@pytest.mark.parametrize(("name", "rule"), REFUSED.items())
def test_rules_outside_an_item_are_refused_by_name(name, rule):
    with pytest.raises(QtiError, match=rule):
        read_scoring((CORPUS / name / "item.xml").read_bytes())
