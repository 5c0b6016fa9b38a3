"""The largest score of an item: declared, or bounded from its rules; what cannot be bounded is not guessed."""

from __future__ import annotations

from fractions import Fraction

import pytest

from itembank.model.marking import ProcessingScoring
from itembank.qti.reader import read_item

MAPPED = """<responseDeclaration identifier="RESPONSE" cardinality="{cardinality}" baseType="identifier">
<correctResponse><value>A</value></correctResponse><mapping {bounds}><mapEntry mapKey="A" mappedValue="2"/>
<mapEntry mapKey="B" mappedValue="1.5"/><mapEntry mapKey="C" mappedValue="-1"/></mapping></responseDeclaration>"""
CORRECT = '<match><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match>'


def most_of(rules: str, cardinality: str = "single", bounds: str = "", picks: int = 0, outcomes: str = "") -> object:
    data = f"""<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p2" identifier="i" title="t">
    {MAPPED.format(cardinality=cardinality, bounds=bounds)}{outcomes}
    {"" if "SCORE" in outcomes.replace("MAXSCORE", "") else outcome("SCORE")}
    <itemBody><choiceInteraction responseIdentifier="RESPONSE" maxChoices="{picks}"><simpleChoice identifier="A">a
    </simpleChoice><simpleChoice identifier="B">b</simpleChoice><simpleChoice identifier="C">c</simpleChoice>
    </choiceInteraction></itemBody><responseProcessing>{rules}</responseProcessing></assessmentItem>"""
    read = read_item(data.encode())
    if read.marking is None:
        return None
    assert isinstance(read.marking.scoring, ProcessingScoring)
    return read.marking.scoring.max_score


def outcome(name: str, default: str = "", extra: str = "") -> str:
    inner = f"<defaultValue><value>{default}</value></defaultValue>" if default else ""
    attributes = f'identifier="{name}" cardinality="single" baseType="float" {extra}'
    return f"<outcomeDeclaration {attributes}>{inner}</outcomeDeclaration>"


def put(expression: str, name: str = "SCORE") -> str:
    return f'<setOutcomeValue identifier="{name}">{expression}</setOutcomeValue>'


def n(text: object) -> str:
    return f'<baseValue baseType="float">{text}</baseValue>'


def when(condition: str, then: str, otherwise: str = "") -> str:
    second = f"<responseElse>{otherwise}</responseElse>" if otherwise else ""
    return f"<responseCondition><responseIf>{condition}{then}</responseIf>{second}</responseCondition>"


SCORE = '<variable identifier="SCORE"/>'
MAP = put('<mapResponse identifier="RESPONSE"/>')


@pytest.mark.parametrize(
    ("rules", "options", "expected"),
    [
        (MAP, {}, 2),
        (MAP, {"cardinality": "multiple"}, Fraction(7, 2)),
        (MAP, {"cardinality": "multiple", "bounds": 'upperBound="3"'}, 3),
        (MAP, {"cardinality": "multiple", "picks": 1}, 2),
        (when(CORRECT, put(n(2)), put(n(1))), {}, 2),
        (when(CORRECT, put(f"<sum>{SCORE}{n(2)}</sum>")) + put(f"<sum>{SCORE}{n(1)}</sum>"), {}, 3),
        (when(CORRECT, put(n(5)) + "<exitResponse/>") + put(n(1)), {}, 5),
        (when(CORRECT, put(n(4), "PART")) + put(f'<product>{n("0.5")}<variable identifier="PART"/></product>'),
         {"outcomes": outcome("PART")}, 2),
        (when(CORRECT, put(f"<subtract>{n(3)}{n(1)}</subtract>")), {}, 2),
        (when(CORRECT, put(n(2))), {"outcomes": outcome("MAXSCORE", "4")}, 4),
        (when(CORRECT, put(n(2))), {"outcomes": outcome("SCORE", extra='normalMaximum="3"')}, 3),
        (put("<randomInteger max='5'/>") + when(CORRECT, put(n(1), "OTHER")), {"outcomes": outcome("OTHER")}, None),
        (when(CORRECT, put(n(0))), {}, None),
    ],
)  # fmt: skip
def test_the_largest_score(rules, options, expected):
    assert most_of(rules, **options) == expected
