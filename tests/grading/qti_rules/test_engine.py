"""Response processing: exact numbers, NULL, mappings, control flow, limits."""

from __future__ import annotations

from fractions import Fraction

import pytest

from grading.qti_rules.engine import outcomes_of, score_of
from grading.qti_rules.errors import RuleError
from grading.qti_rules.rounding import round_decimals, round_half_up, round_significant
from itembank.qti.errors import QtiError
from itembank.qti.processing import EXPRESSIONS, NAMED, STATEMENTS
from itembank.qti.reader import read_scoring
from itembank.qti.shapes import point_in
from itembank.qti.templates import TEMPLATES


def item(rules: str, declarations: str = "", *, template: str = "") -> bytes:
    wanted = f' template="{template}"' if template else ""
    return f"""<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="i" title="t">
    {declarations or '<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="float"/>'}
    <outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>
    <itemBody/><responseProcessing{wanted}>{rules}</responseProcessing></assessmentItem>""".encode()


def score(expression: str, response=None, declarations: str = "") -> object:
    rules = f'<setOutcomeValue identifier="SCORE">{expression}</setOutcomeValue>'
    return outcomes_of(read_scoring(item(rules, declarations)), response or {})["SCORE"]


def value(text: str, base: str = "float") -> str:
    return f'<baseValue baseType="{base}">{text}</baseValue>'


def test_decimals_are_added_exactly():
    scoring = read_scoring(
        item(f'<setOutcomeValue identifier="SCORE"><sum>{value("0.1")}{value("0.2")}</sum></setOutcomeValue>')
    )
    assert score_of(scoring, {}) == Fraction(3, 10)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (f"<divide>{value('1')}{value('0')}</divide>", None),
        (f"<integerDivide>{value('-7', 'integer')}{value('2', 'integer')}</integerDivide>", -4),
        (f"<integerModulus>{value('-7', 'integer')}{value('2', 'integer')}</integerModulus>", 1),
        (f"<truncate>{value('-6.8')}</truncate>", -6),
        (f"<round>{value('-6.5')}</round>", -6),
        (f"<round>{value('6.5')}</round>", 7),
        (f"<power>{value('2')}{value('10')}</power>", 1024),
        (f"<max>{value('2')}{value('10')}</max>", 10),
        (f"<gcd>{value('12', 'integer')}{value('18', 'integer')}</gcd>", 6),
        (f'<statsOperator name="mean"><multiple>{value("1")}{value("2")}</multiple></statsOperator>', 1.5),
    ],
)
def test_numeric_expressions(expression, expected):
    assert score(expression) == expected


def test_text_in_the_blank_of_a_number_is_null():
    assert score('<sum><variable identifier="RESPONSE"/></sum>', {"RESPONSE": "three"}) is None


def test_rounding_to_figures_and_places():
    assert round_significant(Fraction("3.175"), 3) == Fraction("3.18")
    assert round_significant(Fraction("0.0012345"), 2) == Fraction("0.0012")
    assert round_significant(Fraction(99950), 3) == Fraction(100000)
    assert round_decimals(Fraction("1.005"), 2) == Fraction("1.01")
    assert round_half_up(Fraction(-13, 2)) == -6


MAPPED = """<responseDeclaration identifier="RESPONSE" cardinality="multiple" baseType="identifier"><mapping
 lowerBound="0" upperBound="2" defaultValue="-1"><mapEntry mapKey="A" mappedValue="1"/><mapEntry mapKey="B"
 mappedValue="1.5"/></mapping></responseDeclaration>"""


@pytest.mark.parametrize(
    ("picked", "expected"), [(("A",), 1), (("A", "B"), 2), (("A", "C"), 0), (("A", "A"), 1), (None, 0)]
)
def test_a_mapping_counts_each_value_once_within_its_bounds(picked, expected):
    assert score('<mapResponse identifier="RESPONSE"/>', {"RESPONSE": picked}, MAPPED) == expected


@pytest.mark.parametrize(("template", "response", "expected"), [("match_correct", "B", 1), ("match_correct", None, 0)])
def test_a_template_is_named_by_the_last_part_of_its_address(template, response, expected):
    declared = """<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier">
    <correctResponse><value>B</value></correctResponse></responseDeclaration>"""
    address = f"http://www.imsglobal.org/question/qti_v2p1/rptemplates/{template}.xml"
    scoring = read_scoring(item("", declared, template=address))
    assert outcomes_of(scoring, {"RESPONSE": response})["SCORE"] == expected


def test_qti_3_names_mean_the_same():
    data = b"""<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="i" title="t">
    <qti-response-declaration identifier="RESPONSE" cardinality="single" base-type="identifier">
      <qti-correct-response><qti-value>A</qti-value></qti-correct-response></qti-response-declaration>
    <qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float"/>
    <qti-item-body/>
    <qti-response-processing><qti-response-condition><qti-response-if><qti-match>
      <qti-variable identifier="RESPONSE"/><qti-correct identifier="RESPONSE"/></qti-match>
      <qti-set-outcome-value identifier="SCORE"><qti-base-value base-type="float">2</qti-base-value>
      </qti-set-outcome-value></qti-response-if></qti-response-condition></qti-response-processing>
    </qti-assessment-item>"""
    assert outcomes_of(read_scoring(data), {"RESPONSE": "A"}) == {"SCORE": 2}


def test_rules_that_never_end_or_grow_without_bound_are_refused():
    nested = value("10")
    for _turn in range(6):
        nested = f"<power>{nested}{value('60')}</power>"
    with pytest.raises(RuleError):
        score(nested)
    inner = f'<repeat numberRepeats="1000">{value("1")}</repeat>'
    with pytest.raises(RuleError):
        score(f'<containerSize><repeat numberRepeats="1000">{inner}</repeat></containerSize>')


def test_an_unknown_variable_is_a_rule_error_and_not_zero():
    with pytest.raises(RuleError, match="NOPE"):
        score('<variable identifier="NOPE"/>')


def test_draws_follow_the_seed():
    scoring = read_scoring(
        item('<setOutcomeValue identifier="SCORE"><randomInteger min="1" max="1000000"/></setOutcomeValue>')
    )
    assert outcomes_of(scoring, {}, seed=7) == outcomes_of(scoring, {}, seed=7)
    assert outcomes_of(scoring, {}, seed=7) != outcomes_of(scoring, {}, seed=8)


@pytest.mark.parametrize(
    ("shape", "coords", "point", "expected"),
    [
        ("rect", [0, 0, 10, 10], "10 10", True),
        ("circle", [10, 10, 5], "14 13", True),
        ("circle", [10, 10, 5], "14 14", False),
        ("poly", [0, 0, 10, 0, 10, 10], "8 2", True),
        ("poly", [0, 0, 10, 0, 10, 10], "2 8", False),
        ("ellipse", [0, 0, 10, 5], "0 6", False),
    ],
)
def test_points_in_shapes(shape, coords, point, expected):
    assert point_in(shape, coords, point) is expected


def test_every_known_rule_is_carried_out_by_the_engine():
    """The reader's vocabulary and the engine's agree: no rule is accepted at import and unknown when marking."""
    unknown: list[str] = []
    for name in sorted(EXPRESSIONS | STATEMENTS):
        rules = (
            f"<{name} identifier='SCORE'/>"
            if name in STATEMENTS
            else f"<setOutcomeValue identifier='SCORE'><{name} identifier='SCORE'/></setOutcomeValue>"
        )
        try:
            outcomes_of(read_scoring(item(rules)), {})
        except (RuleError, QtiError) as error:
            unknown += [name] if f"不支持的评分规则“{name}”" in error.message else []
    assert [name for name in unknown if not name.endswith(("If", "Else"))] == []


@pytest.mark.parametrize(("rule", "name"), [(rule, name) for rule, names in NAMED.items() for name in sorted(names)])
def test_every_named_function_that_is_read_is_carried_out(rule, name):
    score(
        f'<{rule} name="{name}">{value("0.5") if rule != "mathConstant" else ""}{value("2") if name == "atan2" else ""}'
        f"</{rule}>"
    )


def test_the_standard_templates_are_all_there():
    assert {"match_correct", "map_response", "map_response_point", "CC2_match", "CC2_map_response"} <= set(TEMPLATES)
