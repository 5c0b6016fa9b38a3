"""Mappings, area mappings, look-up tables, templates and the flow of rules."""

from __future__ import annotations

import pytest

from grading.qti_rules.engine import outcomes_of
from grading.qti_rules.errors import RuleError
from itembank.qti.errors import QtiError
from itembank.qti.reader import read_scoring

SPELLINGS = [
    "http://www.imsglobal.org/question/qti_v2p1/rptemplates/{name}",
    "http://www.imsglobal.org/question/qti_v2p1/rptemplates/{name}.xml",
    "http://www.imsglobal.org/question/qti_v2p2/rptemplates/{name}",
    "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/{name}.xml",
    "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/{name}/",
    "../rptemplates/{name}.xml",
]


def item(declarations: str, rules: str = "", template: str = "", outcomes: str = "") -> bytes:
    wanted = f' template="{template}"' if template else ""
    return f"""<a:assessmentItem xmlns:a="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="i" title="t">
    {declarations}<a:outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>{outcomes}
    <a:itemBody/><a:responseProcessing{wanted}>{rules}</a:responseProcessing></a:assessmentItem>""".encode()


def declared(base: str, cardinality: str, inner: str) -> str:
    return (
        f'<responseDeclaration identifier="RESPONSE" cardinality="{cardinality}" baseType="{base}">'
        f"{inner}</responseDeclaration>"
    )


def mapped(base: str, cardinality: str, attributes: str, **entries: str) -> str:
    lines = "".join(f'<mapEntry mapKey="{key}" mappedValue="{value}"/>' for key, value in entries.items())
    return declared(base, cardinality, f"<mapping {attributes}>{lines}</mapping>")


def score(data: bytes, response: str | tuple[str, ...] | None, outcome: str = "SCORE") -> object:
    return outcomes_of(read_scoring(data), {"RESPONSE": response})[outcome]


MAP = '<setOutcomeValue identifier="SCORE"><mapResponse identifier="RESPONSE"/></setOutcomeValue>'
POINTS = MAP.replace("mapResponse", "mapResponsePoint")


@pytest.mark.parametrize(
    ("declaration", "response", "expected"),
    [
        (mapped("identifier", "single", 'defaultValue="-1"', A="2"), "A", 2),
        (mapped("identifier", "single", 'defaultValue="-1"', A="2"), "B", -1),
        (mapped("identifier", "single", 'defaultValue="-1"', A="2"), None, 0),
        (mapped("identifier", "single", 'defaultValue="-1"', A="2"), "", 0),
        (mapped("identifier", "single", 'defaultValue="-1" lowerBound="0"', A="2"), "B", 0),
        (mapped("identifier", "multiple", 'upperBound="1.5"', A="1", B="1"), ("A", "B"), 1.5),
        (mapped("identifier", "multiple", 'lowerBound="-1"', A="1", B="-5"), ("B",), -1),
        (mapped("identifier", "multiple", "", A="0.1", B="0.2"), ("A", "B"), 0.3),
        (mapped("identifier", "multiple", "", A="1", B="0.5"), ("B", "B", "A"), 1.5),
        (mapped("identifier", "ordered", "", A="1"), (), 0),
        (mapped("integer", "single", "", **{"4": "1"}), "4.0", 1),
        (mapped("float", "single", "", **{"0.5": "1"}), ".50", 1),
        (mapped("float", "single", 'defaultValue="9"', **{"0.5": "1"}), "half", 0),
        (mapped("boolean", "single", "", true="1"), "1", 1),
        (mapped("pair", "multiple", "", **{"B A": "1"}), ("A B",), 1),
        (mapped("pair", "multiple", "", **{"B A": "1"}), ("A B", "B A"), 1),
        (mapped("directedPair", "multiple", "", **{"B A": "1"}), ("A B",), 0),
        (mapped("string", "single", "", York="1"), "york", 0),
        (mapped("string", "single", 'caseSensitive="false"', York="1"), "YORK", 1),
        (declared("identifier", "single", ""), "A", 0),
    ],
)
def test_map_response(declaration, response, expected):
    assert score(item(declaration, MAP), response) == expected


def test_an_exact_key_wins_over_one_that_differs_in_case():
    entries = '<mapEntry mapKey="york" mappedValue="1" caseSensitive="false"/><mapEntry mapKey="York" mappedValue="2"/>'
    declaration = declared("string", "single", f"<mapping>{entries}</mapping>")
    assert score(item(declaration, MAP), "York") == 2
    assert score(item(declaration, MAP), "YORK") == 1


AREAS = """<areaMapping {attributes}><areaMapEntry shape="rect" coords="0,0,10,10" mappedValue="1"/>
<areaMapEntry shape="circle" coords="20,20,5" mappedValue="2"/></areaMapping>"""


@pytest.mark.parametrize(
    ("attributes", "response", "expected"),
    [
        ("", ("5 5", "6 6"), 1),
        ("", ("5 5", "20 20"), 3),
        ('upperBound="2"', ("5 5", "20 20"), 2),
        ('defaultValue="-1"', ("5 5", "99 99", "98 98"), -1),
        ('defaultValue="-1" lowerBound="0"', ("99 99",), 0),
        ('defaultValue="-1"', None, 0),
        ("", ("5,5",), 1),
        ("", ("left top",), 0),
    ],
)
def test_map_response_point(attributes, response, expected):
    declaration = declared("point", "multiple", AREAS.format(attributes=attributes))
    assert score(item(declaration, POINTS), response) == expected
    assert score(item(declaration, template=SPELLINGS[0].format(name="map_response_point")), response) == expected


@pytest.mark.parametrize(
    "inner",
    [
        '<mapping><mapEntry mapKey="A" mappedValue="one"/></mapping>',
        '<mapping><mapEntry mapKey="A"/></mapping>',
        '<mapping><mapEntry mapKey="A" mappedValue="0.' + "3" * 60 + '"/></mapping>',
        '<mapping upperBound="INF"><mapEntry mapKey="A" mappedValue="1"/></mapping>',
        '<areaMapping><areaMapEntry shape="rect" coords="0,0,10%,10" mappedValue="1"/></areaMapping>',
    ],
)
def test_a_mapping_without_sense_is_refused_and_not_taken_for_zero(inner):
    with pytest.raises(QtiError, match=r"第 \d+ 行"):
        read_scoring(item(declared("identifier", "single", inner), MAP))


@pytest.mark.parametrize(
    ("base", "inner"),
    [
        ("integer", "<correctResponse><value>4.5</value></correctResponse>"),
        ("integer", '<mapping><mapEntry mapKey="four" mappedValue="1"/></mapping>'),
        ("pair", "<defaultValue><value>A</value></defaultValue>"),
        ("word", ""),
    ],
)
def test_a_declared_value_that_is_none_of_its_type_is_refused(base, inner):
    with pytest.raises(QtiError, match=r"第 \d+ 行"):
        read_scoring(item(declared(base, "single", inner), MAP))


def test_a_variable_declared_twice_is_refused():
    with pytest.raises(QtiError, match="RESPONSE"):
        read_scoring(item(declared("float", "single", "") * 2, MAP))


CORRECT_A = declared("identifier", "single", "<correctResponse><value>A</value></correctResponse>")


@pytest.mark.parametrize("address", SPELLINGS)
def test_templates_by_all_their_addresses(address):
    data = item(CORRECT_A, template=address.format(name="match_correct"))
    assert [score(data, response) for response in ("A", "B", None)] == [1, 0, 0]
    both = mapped("identifier", "multiple", "", A="1", B="-1")
    assert score(item(both, template=address.format(name="map_response")), ("A", "C")) == 1
    assert score(item(both, template=address.format(name="CC2_map_response")), ()) == 0


def test_a_template_brings_its_score_with_it_where_it_is_not_declared():
    data = item(CORRECT_A, template=SPELLINGS[0].format(name="match_correct"))
    assert score(data.replace(b'identifier="SCORE"', b'identifier="OTHER"'), "A") == 1


def test_an_unknown_template_is_refused_by_name():
    with pytest.raises(QtiError, match="my_template"):
        read_scoring(item(CORRECT_A, template="http://example.org/my_template.xml"))


@pytest.mark.parametrize(("response", "points", "said"), [("A", 5, "correct"), ("B", 0, "incorrect")])
def test_the_templates_of_common_cartridge_set_their_feedback(response, points, said):
    outcomes = """<outcomeDeclaration identifier="MAXSCORE" cardinality="single" baseType="float"><defaultValue>
    <value>5</value></defaultValue></outcomeDeclaration>
    <outcomeDeclaration identifier="FEEDBACKBASIC" cardinality="single" baseType="identifier"/>
    <outcomeDeclaration identifier="FEEDBACK" cardinality="single" baseType="identifier"/>"""
    basic = item(CORRECT_A, template=SPELLINGS[0].format(name="CC2_match_basic"), outcomes=outcomes)
    assert score(basic, response) == points
    assert score(basic, response, "FEEDBACKBASIC") == said
    plain = item(CORRECT_A, template=SPELLINGS[0].format(name="CC2_match"), outcomes=outcomes)
    assert score(plain, response) == min(points, 1)
    table = mapped("identifier", "single", "", A="5", B="0")
    cc_map = item(table, template=SPELLINGS[0].format(name="CC2_map_response"), outcomes=outcomes)
    assert (score(cc_map, response), score(cc_map, response, "FEEDBACK")) == (points, said)


TABLE = """<outcomeDeclaration identifier="GRADE" cardinality="single" baseType="{base}">{table}</outcomeDeclaration>"""
LOOKUP = """<lookupOutcomeValue identifier="GRADE"><variable identifier="RESPONSE"/></lookupOutcomeValue>"""
BANDS = """<interpolationTable defaultValue="low"><interpolationTableEntry sourceValue="8" targetValue="high"/>
<interpolationTableEntry sourceValue="5" includeBoundary="false" targetValue="middle"/></interpolationTable>"""
EXACT = """<matchTable defaultValue="0.5"><matchTableEntry sourceValue="1" targetValue="10"/>
<matchTableEntry sourceValue="2" targetValue="20"/></matchTable>"""


@pytest.mark.parametrize(
    ("base", "table", "response", "expected"),
    [
        ("identifier", BANDS, "9.5", "high"),
        ("identifier", BANDS, "8", "high"),
        ("identifier", BANDS, "5.1", "middle"),
        ("identifier", BANDS, "5", "low"),
        ("identifier", BANDS, None, "low"),
        ("float", EXACT, "2.0", 20),
        ("float", EXACT, "3", 0.5),
        ("float", EXACT.replace(' defaultValue="0.5"', ""), "3", None),
    ],
)
def test_look_up_tables(base, table, response, expected):
    data = item(declared("float", "single", ""), LOOKUP, outcomes=TABLE.format(base=base, table=table))
    assert score(data, response, "GRADE") == expected


def test_a_table_with_words_for_numbers_is_refused():
    broken = BANDS.replace('"8"', '"eight"')
    with pytest.raises(QtiError, match="eight"):
        read_scoring(
            item(declared("float", "single", ""), LOOKUP, outcomes=TABLE.format(base="identifier", table=broken))
        )


def test_conditions_nest_and_exit_response_stops_everything_after_it():
    add = (
        '<setOutcomeValue identifier="SCORE"><sum><variable identifier="SCORE"/><baseValue baseType="float">{n}'
        "</baseValue></sum></setOutcomeValue>"
    )

    def is_(name: str) -> str:
        word = f'<baseValue baseType="identifier">{name}</baseValue>'
        return f'<match><variable identifier="RESPONSE"/>{word}</match>'

    inner = (
        f"<responseCondition><responseIf>{is_('A')}{add.format(n=1)}<exitResponse/></responseIf>"
        f"<responseElseIf>{is_('B')}{add.format(n=2)}</responseElseIf>"
        f"<responseElse>{add.format(n=4)}</responseElse></responseCondition>"
    )
    not_null = '<not><isNull><variable identifier="RESPONSE"/></isNull></not>'
    rules = f"<responseCondition><responseIf>{not_null}{inner}</responseIf></responseCondition>{add.format(n=10)}"
    data = item(declared("identifier", "single", ""), rules)
    assert [score(data, response) for response in ("A", "B", "C", None)] == [1, 12, 14, 10]


def test_a_null_condition_is_not_true():
    rules = """<responseCondition><responseIf><gt><variable identifier="RESPONSE"/><baseValue baseType="float">1
    </baseValue></gt><setOutcomeValue identifier="SCORE"><baseValue baseType="float">1</baseValue></setOutcomeValue>
    </responseIf><responseElse><setOutcomeValue identifier="SCORE"><baseValue baseType="float">-1</baseValue>
    </setOutcomeValue></responseElse></responseCondition>"""
    data = item(declared("float", "single", ""), rules)
    assert [score(data, response) for response in ("2", "1", None, "two")] == [1, -1, -1, -1]


def test_qti_3_durations_keep_their_capitals():
    data = b"""<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="i" title="t">
    <qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="boolean"/><qti-item-body/>
    <qti-response-processing><qti-set-outcome-value identifier="SCORE"><qti-duration-lt>
    <qti-base-value base-type="duration">5</qti-base-value><qti-base-value base-type="duration">PT6S</qti-base-value>
    </qti-duration-lt></qti-set-outcome-value></qti-response-processing></qti-assessment-item>"""
    assert outcomes_of(read_scoring(data), {}) == {"SCORE": True}


def test_areas_need_points():
    data = item(declared("identifier", "single", ""), POINTS)
    with pytest.raises(RuleError):
        score(data, "A")
