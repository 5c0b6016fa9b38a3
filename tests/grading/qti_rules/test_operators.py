"""Every operator by tables, against the QTI 2.2 and 3.0 specifications: values, NULL, containers, tolerances."""

from __future__ import annotations

import pytest

from grading.qti_rules.engine import outcomes_of
from grading.qti_rules.errors import RuleError
from itembank.qti.errors import QtiError
from itembank.qti.reader import read_scoring

DECLARED = """
<responseDeclaration identifier="S" cardinality="single" baseType="string"/>
<responseDeclaration identifier="F" cardinality="single" baseType="float"/>
<responseDeclaration identifier="M" cardinality="multiple" baseType="identifier"/>
<responseDeclaration identifier="O" cardinality="ordered" baseType="identifier"/>
<responseDeclaration identifier="PTS" cardinality="multiple" baseType="point"/>
<responseDeclaration identifier="PAIRS" cardinality="multiple" baseType="pair"/>
<responseDeclaration identifier="R" cardinality="record"/>
<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>
<outcomeDeclaration identifier="COUNT" cardinality="single" baseType="integer"/>
<outcomeDeclaration identifier="WORD" cardinality="single" baseType="string"/>
<outcomeDeclaration identifier="YES" cardinality="single" baseType="boolean"/>
<outcomeDeclaration identifier="BAG" cardinality="multiple" baseType="identifier"/>
<outcomeDeclaration identifier="ROW" cardinality="ordered" baseType="identifier"/>
<templateDeclaration identifier="TWO" cardinality="single" baseType="integer">
<defaultValue><value>2</value></defaultValue></templateDeclaration>
<templateDeclaration identifier="VOWELS" cardinality="single" baseType="string">
<defaultValue><value>[aeiou]+</value></defaultValue></templateDeclaration>
"""


def run(outcome: str, expression: str, **responses: str | tuple[str, ...] | None) -> object:
    data = f"""<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p2" identifier="i" title="t">{DECLARED}
    <itemBody/><responseProcessing><setOutcomeValue identifier="{outcome}">{expression}</setOutcomeValue>
    </responseProcessing></assessmentItem>""".encode()
    return outcomes_of(read_scoring(data), responses)[outcome]


def n(text: object, base: str = "") -> str:
    kind = base or ("integer" if isinstance(text, int) else "float")
    return f'<baseValue baseType="{kind}">{text}</baseValue>'


def w(text: str, base: str = "string") -> str:
    return f'<baseValue baseType="{base}">{text}</baseValue>'


TRUE, FALSE, NULL = w("true", "boolean"), w("false", "boolean"), "<null/>"


def var(name: str) -> str:
    return f'<variable identifier="{name}"/>'


def bag(*names: str, kind: str = "multiple") -> str:
    return f"<{kind}>{''.join(w(name, 'identifier') for name in names)}</{kind}>"


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (f"<and>{TRUE}{TRUE}</and>", True),
        (f"<and>{TRUE}{NULL}</and>", None),
        (f"<and>{FALSE}{NULL}</and>", False),
        (f"<or>{FALSE}{NULL}</or>", None),
        (f"<or>{TRUE}{NULL}</or>", True),
        (f"<or>{FALSE}{FALSE}</or>", False),
        (f"<not>{NULL}</not>", None),
        (f"<not>{FALSE}</not>", True),
        (f'<anyN min="1" max="2">{TRUE}{TRUE}{TRUE}</anyN>', False),
        (f'<anyN min="1" max="2">{TRUE}{FALSE}{NULL}</anyN>', True),
        (f'<anyN min="2" max="2">{TRUE}{FALSE}{NULL}</anyN>', None),
        (f'<anyN min="2" max="3">{FALSE}{FALSE}{NULL}</anyN>', False),
        (f'<anyN min="{{TWO}}" max="TWO">{TRUE}{TRUE}</anyN>', True),
        (f"<match>{NULL}{n(1)}</match>", None),
        (f"<match>{n(1)}{n('1.0')}</match>", True),
        (f"<match>{bag('A', 'B')}{bag('B', 'A')}</match>", True),
        (f"<match>{bag('A', 'A', 'B')}{bag('A', 'B')}</match>", False),
        (f"<match>{bag('A', 'B', kind='ordered')}{bag('B', 'A', kind='ordered')}</match>", False),
        (f"<match>{w('a b', 'pair')}{w('b a', 'directedPair')}</match>", True),
        (f"<match>{w('a b', 'directedPair')}{w('b a', 'directedPair')}</match>", False),
        (f"<match>{w('3.0')}{n(3)}</match>", True),
        (f"<match>{w('three')}{n(3)}</match>", False),
        (f"<stringMatch>{w('Ab')}{w('aB')}</stringMatch>", False),
        (f'<stringMatch caseSensitive="false">{w("Ab")}{w("aB")}</stringMatch>', True),
        (f'<stringMatch substring="true">{w("abc")}{w("b")}</stringMatch>', True),
        (f"<stringMatch>{w('a')}{NULL}</stringMatch>", None),
        (f'<substring caseSensitive="true">{w("b")}{w("abc")}</substring>', True),
        (f'<substring caseSensitive="true">{w("abc")}{w("b")}</substring>', False),
        (f'<substring caseSensitive="false">{w("B")}{w("abc")}</substring>', True),
        (f"<isNull>{NULL}</isNull>", True),
        (f"<isNull>{var('M')}</isNull>", True),
        (f"<isNull>{w('')}</isNull>", True),
        (f"<isNull>{n(0)}</isNull>", False),
        (f"<isNull>{FALSE}</isNull>", False),
        ("<isNull><multiple/></isNull>", True),
        (f"<member>{w('B', 'identifier')}{bag('A', 'B')}</member>", True),
        (f"<member>{w('C', 'identifier')}{bag('A', 'B')}</member>", False),
        (f"<member>{NULL}{bag('A')}</member>", None),
        (f"<contains>{bag('A', 'B', 'C')}{bag('C', 'A')}</contains>", True),
        (f"<contains>{bag('A', 'B')}{bag('A', 'A')}</contains>", False),
        (f"<contains>{bag('A', 'B', 'C', kind='ordered')}{bag('B', 'C', kind='ordered')}</contains>", True),
        (f"<contains>{bag('A', 'B', 'C', kind='ordered')}{bag('C', 'B', kind='ordered')}</contains>", False),
        (f"<contains>{bag('A', 'B', 'C', kind='ordered')}{bag('A', 'C', kind='ordered')}</contains>", False),
        (f"<contains>{bag('A')}{NULL}</contains>", None),
        (f"<lt>{n(1)}{n(2)}</lt>", True),
        (f"<gte>{n(2)}{n('2.0')}</gte>", True),
        (f"<gt>{n(2)}{NULL}</gt>", None),
        (f"<lte>{n('0.1')}{n('0.10')}</lte>", True),
        (f"<durationLT>{w('PT59S', 'duration')}{w('PT1M', 'duration')}</durationLT>", True),
        (f"<durationGTE>{w('60', 'duration')}{w('PT1M', 'duration')}</durationGTE>", True),
    ],
)
def test_decisions(expression, expected):
    assert run("YES", expression) is expected


@pytest.mark.parametrize(
    ("attributes", "first", "second", "expected"),
    [
        ('toleranceMode="exact"', "0.3", "0.30", True),
        ("", "0.3", "0.3000000000000000000001", False),
        ('toleranceMode="absolute" tolerance="0.1"', "10", "10.1", True),
        ('toleranceMode="absolute" tolerance="0.1" includeUpperBound="false"', "10", "10.1", False),
        ('toleranceMode="absolute" tolerance="0.1" includeLowerBound="false"', "10", "9.9", False),
        ('toleranceMode="absolute" tolerance="0.1 1"', "10", "11", True),
        ('toleranceMode="absolute" tolerance="0.1 1"', "10", "9.8", False),
        ('toleranceMode="absolute" tolerance="TWO"', "10", "12", True),
        ('toleranceMode="relative" tolerance="10"', "20", "22", True),
        ('toleranceMode="relative" tolerance="10"', "20", "22.01", False),
        ('toleranceMode="relative" tolerance="10"', "-20", "-21.9", True),
        ('toleranceMode="relative" tolerance="10"', "0", "0", True),
    ],
)
def test_equal_within_a_tolerance_of_the_first_value(attributes, first, second, expected):
    assert run("YES", f"<equal {attributes}>{n(first)}{n(second)}</equal>") is expected


@pytest.mark.parametrize("tolerance", ["x", "-1", "1 2 3", ""])
def test_a_tolerance_that_is_none_is_not_taken_for_zero(tolerance):
    with pytest.raises(RuleError):
        run("YES", f'<equal toleranceMode="absolute" tolerance="{tolerance}">{n("1")}{n("1")}</equal>')


@pytest.mark.parametrize(
    ("mode", "figures", "first", "second", "expected"),
    [
        ("significantFigures", 3, "3.175", "3.183", True),
        ("significantFigures", 3, "3.1749", "3.183", False),
        ("decimalPlaces", 2, "1.005", "1.01", True),
        ("decimalPlaces", 0, "0.5", "1", True),
        ("significantFigures", 0, "1", "1", None),
        ("decimalPlaces", -1, "1", "1", None),
    ],
)
def test_equal_after_rounding(mode, figures, first, second, expected):
    rule = f'<equalRounded roundingMode="{mode}" figures="{figures}">{n(first)}{n(second)}</equalRounded>'
    assert run("YES", rule) is expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (f"<sum>{n('0.1')}{n('0.2')}</sum>", 0.3),
        (f"<sum>{n(1)}{NULL}</sum>", None),
        (f"<sum><multiple>{n(1)}{n(2)}</multiple>{n(3)}</sum>", 6),
        (f"<product>{n('0.1')}{n('0.1')}</product>", 0.01),
        (f"<subtract>{n(1)}{n(3)}</subtract>", -2),
        (f"<divide>{n(1)}{n(0)}</divide>", None),
        (f"<divide>{n(1)}{n(8)}</divide>", 0.125),
        (f"<power>{n('1.05')}{n(100)}</power>", 131.5012578463),
        (f"<power>{n(0)}{n(-1)}</power>", None),
        (f"<power>{n(-8)}{n('0.5')}</power>", None),
        (f"<power>{n(9)}{n('0.5')}</power>", 3),
        (f"<integerDivide>{n(7)}{n(-2)}</integerDivide>", -4),
        (f"<integerDivide>{n(7)}{n(0)}</integerDivide>", None),
        (f"<integerModulus>{n(7)}{n(-2)}</integerModulus>", -1),
        (f"<truncate>{n('-6.999')}</truncate>", -6),
        (f"<round>{n('-6.5')}</round>", -6),
        (f"<round>{n('6.5')}</round>", 7),
        (f'<roundTo roundingMode="significantFigures" figures="3">{n("1234.5")}</roundTo>', 1230),
        (f'<roundTo roundingMode="decimalPlaces" figures="{{TWO}}">{n("1.005")}</roundTo>', 1.01),
        (f'<roundTo roundingMode="significantFigures" figures="0">{n("1.5")}</roundTo>', None),
        (f"<min>{n(3)}{n('2.5')}</min>", 2.5),
        (f"<max>{n(3)}{NULL}</max>", None),
        (f"<gcd>{n(0)}{n(0)}</gcd>", 0),
        (f"<gcd>{n(12)}{n(-18)}</gcd>", 6),
        (f"<lcm>{n(4)}{n(6)}</lcm>", 12),
        (f"<lcm>{n(4)}{n(0)}</lcm>", 0),
        (f'<mathOperator name="ln">{n(-1)}</mathOperator>', None),
        (f'<mathOperator name="log">{n(1000)}</mathOperator>', 3),
        (f'<mathOperator name="floor">{n("-2.5")}</mathOperator>', -3),
        (f'<mathOperator name="signum">{n("-2.5")}</mathOperator>', -1),
        (f'<mathOperator name="sec">{n(0)}</mathOperator>', 1),
        (f'<statsOperator name="popSD"><multiple>{n(2)}{n(4)}</multiple></statsOperator>', 1),
        (f'<statsOperator name="sampleVariance"><multiple>{n(2)}{n(4)}</multiple></statsOperator>', 2),
        (f'<statsOperator name="sampleSD"><multiple>{n(2)}</multiple></statsOperator>', None),
        (f"<containerSize>{NULL}</containerSize>", 0),
        (f"<containerSize>{bag('A', 'A')}</containerSize>", 2),
        (f"<sum><multiple>{n(1)}</multiple><null/></sum>", None),
        (f'<sum><repeat numberRepeats="TWO">{n(3)}</repeat></sum>', 6),
    ],
)
def test_numbers(expression, expected):
    found = run("SCORE", expression)
    assert found == (expected if expected is None else pytest.approx(expected, abs=1e-9))


@pytest.mark.parametrize(
    ("outcome", "expression", "expected"),
    [
        ("BAG", bag("A", "B"), ["A", "B"]),
        ("BAG", f"<multiple>{NULL}{w('A', 'identifier')}</multiple>", ["A"]),
        ("BAG", f"<multiple>{NULL}</multiple>", []),
        ("ROW", f"<ordered>{bag('B', kind='ordered')}{w('A', 'identifier')}</ordered>", ["B", "A"]),
        ("BAG", f"<delete>{w('A', 'identifier')}{bag('A', 'B', 'A')}</delete>", ["B"]),
        ("BAG", f"<delete>{w('A', 'identifier')}{bag('A')}</delete>", []),
        ("WORD", f'<index n="2">{bag("A", "B", kind="ordered")}</index>', "B"),
        ("WORD", f'<index n="TWO">{bag("A", "B", kind="ordered")}</index>', "B"),
        ("WORD", f'<index n="3">{bag("A", "B", kind="ordered")}</index>', None),
        ("WORD", f'<index n="1">{NULL}</index>', None),
        ("WORD", f"<random>{bag('A', 'A')}</random>", "A"),
        ("COUNT", f'<fieldValue fieldIdentifier="n">{var("R")}</fieldValue>', 7),
        ("WORD", f'<fieldValue fieldIdentifier="t">{var("R")}</fieldValue>', "x=y"),
        ("WORD", f'<fieldValue fieldIdentifier="gone">{var("R")}</fieldValue>', None),
        ("COUNT", '<randomInteger min="3" max="3"/>', 3),
        ("SCORE", '<randomFloat min="2" max="2"/>', 2),
    ],
)
def test_containers_and_records(outcome, expression, expected):
    assert run(outcome, expression, R=("n:integer=7", "t=x=y")) == expected


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("[a-z]+", "abc", True),
        ("[a-z]+", "abc1", False),
        ("b", "abc", False),
        ("^abc$", "abc", True),
        ("a|ab", "ab", True),
        ("[a-z-[aeiou]]+", "xyz", True),
        ("[a-z-[aeiou]]+", "xyza", False),
        ("[a-z-]+", "a-z", True),
        (r"\i\c*", "x-1.y", True),
        (r"\i\c*", "1x", False),
        (r"\p{Lu}\d{2}", "Ä12", True),
        (r"\p{IsBasicLatin}+", "abc", True),
        (r"\p{IsBasicLatin}+", "中", False),
        ("[[]x[]]", "[x]", True),
        ("[&amp;|~]+", "&|~", True),
        ("{VOWELS}", "aei", True),
        ("{VOWELS}", "xyz", False),
        (r"\d+(\.\d+)?", "3.14", True),
        ("中文|汉字", "汉字", True),
    ],
)
def test_patterns_are_those_of_xml_schema_for_the_whole_text(pattern, text, expected):
    rule = f'<patternMatch pattern="{pattern}">{var("S")}</patternMatch>'
    assert run("YES", rule, S=text) is expected


def test_a_pattern_that_would_run_for_ever_is_stopped():
    with pytest.raises(RuleError):
        run("YES", f'<patternMatch pattern="(a|aa)+b">{var("S")}</patternMatch>', S="a" * 200)


@pytest.mark.parametrize(
    ("shape", "coords", "points", "expected"),
    [
        ("rect", "0,0,10,10", ("10 10",), True),
        ("rect", "0,0,10,10", ("11 10", "1 1"), True),
        ("circle", "5,5,2", ("8 5",), False),
        ("default", "", ("999 999",), True),
        ("rect", "0,0,10,10", None, None),
    ],
)
def test_inside(shape, coords, points, expected):
    assert run("YES", f'<inside shape="{shape}" coords="{coords}">{var("PTS")}</inside>', PTS=points) is expected


@pytest.mark.parametrize(
    ("shape", "coords"),
    [("rect", "0,0,10"), ("rect", "0,0,10%,10%"), ("circle", "1,1,0"), ("poly", "0,0,1,1"), ("star", "0,0"), ("", "")],
)
def test_a_shape_that_is_none_is_refused_when_the_item_is_read(shape, coords):
    with pytest.raises(QtiError):
        run("YES", f'<inside shape="{shape}" coords="{coords}">{var("PTS")}</inside>')


@pytest.mark.parametrize(
    "expression",
    [
        '<customOperator class="x"/>',
        w("three", "float"),
        w("2.5", "integer"),
        w("x", "boolean"),
        w("a", "nothing"),
        f'<mathOperator name="cbrt">{n(1)}</mathOperator>',
        f'<equal toleranceMode="about">{n(1)}{n(1)}</equal>',
        f'<roundTo roundingMode="up" figures="1">{n(1)}</roundTo>',
        "<numberCorrect/>",
    ],
)
def test_what_is_no_value_or_no_known_rule_is_refused_by_name_when_the_item_is_read(expression):
    with pytest.raises(QtiError, match=r"第 \d+ 行"):
        run("SCORE", expression)


@pytest.mark.parametrize(
    ("outcome", "expression"),
    [
        ("SCORE", w("three")),
        ("COUNT", n("2.5")),
        ("SCORE", bag("A", "B")),
        ("SCORE", var("R")),
        ("SCORE", f"<gcd>{n('2.5')}{n(1)}</gcd>"),
        ("SCORE", f"<divide>{n(1)}{n(1)}{n(1)}</divide>"),
        ("SCORE", '<randomInteger min="1" max="3" step="0"/>'),
        ("SCORE", '<randomInteger min="2.5" max="3"/>'),
        ("WORD", f'<index n="x">{bag("A", kind="ordered")}</index>'),
        ("YES", f'<inside shape="default">{var("S")}</inside>'),
        ("SCORE", f'<mathOperator name="exp">{n(100000)}</mathOperator>'),
    ],
)
def test_what_the_specification_does_not_allow_is_an_error_and_never_zero(outcome, expression):
    with pytest.raises(RuleError):
        run(outcome, expression, R=("n:integer=7",), S="x")


@pytest.mark.parametrize(
    ("outcome", "expression", "expected"),
    [
        ("SCORE", w("3.50"), 3.5),
        ("COUNT", n("3.0"), 3),
        ("WORD", n(3), "3"),
        ("SCORE", TRUE, 1),
        ("BAG", w("A"), ["A"]),
    ],
)
def test_a_value_that_fits_takes_the_type_of_its_variable(outcome, expression, expected):
    assert run(outcome, expression) == expected


def test_values_keep_their_blanks_but_not_the_layout_of_the_file():
    assert run("WORD", w(" a ")) == " a "
    assert run("WORD", w("\n   Paris\n  ")) == "Paris"
