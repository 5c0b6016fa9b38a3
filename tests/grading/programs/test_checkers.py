from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.programs.checkers import Checker, CheckerKind, Comparison, PatternAnswer, compare
from grading.programs.errors import ProgramError
from grading.programs.records import Verdict

OK, WRONG, FORMAT = Verdict.OK, Verdict.WRONG, Verdict.FORMAT
TEXT_KINDS = [kind for kind in CheckerKind if kind not in {CheckerKind.REGEX, CheckerKind.DRAWING}]
TEXTS = st.text(alphabet="a1 中。\t\n.-", max_size=40)


def no_pattern(pattern: str, text: str) -> PatternAnswer:
    raise AssertionError("no pattern is matched here")


def check(kind: str, expected: str, observed: str, **settings: object) -> Comparison:
    checker = Checker(CheckerKind(kind), **settings)  # type: ignore[arg-type]
    return compare(checker, expected, observed.encode(), no_pattern)


@pytest.mark.parametrize(
    ("kind", "expected", "observed", "verdict"),
    [
        ("exact", "3\n", "3\n", OK),
        ("exact", "3\n", "3", FORMAT),
        ("lines", "3", "3\n", OK),
        ("lines", "a b\nc", "a b  \nc\t\n\n\n", OK),
        ("lines", "a b", "a  b", FORMAT),
        ("lines", "a\nb", "a b", FORMAT),
        ("lines", "a", " a", FORMAT),
        ("lines", "a\nb", "a\r\nb\r\n", OK),
        ("lines", "", "", OK),
        ("lines", "", "x", WRONG),
        ("lines", "x", "", WRONG),
        ("lines", "Yes", "yes", WRONG),
        ("lines", "中文。", "中文.", WRONG),
        ("tokens", "1 2 3", "1\n2   3", OK),
        ("tokens", "1 2 3", "12 3", WRONG),
        ("numbers", "3.14", "3.14", OK),
        ("numbers", "平均 3", "平均 3", OK),
        ("numbers", "平均 3", "总分 3", WRONG),
        ("numbers", "3.0", "3", OK),
        ("numbers", "1e2", "100.", OK),
        ("numbers", "1 2", "1", WRONG),
        ("numbers", "平均分：3.10元", "平均分：3.1元", OK),
        ("numbers", "平均分：3.10元", "平均分：3.2元", WRONG),
        ("numbers", "共-3人", "共-3.0人", OK),
        ("numbers", "共-3人", "共3人", WRONG),
        ("numbers", "x1 = 2", "x1.0 = 2", WRONG),
        ("numbers", "1.2.3", "1.20.3", WRONG),
        ("numbers", "(1,2)", "(1.0,2.00)", OK),
        ("numbers", "25%", "25.0%", OK),
        ("set", "a\nb", "b\na\na", OK),
        ("set", "a\nb", "b", WRONG),
        ("rows", "a 1\nb 2", "b  2\na 1\n", OK),
        ("rows", "a\na\nb", "a\nb\nb", WRONG),
    ],
)
def test_a_way_to_compare(kind: str, expected: str, observed: str, verdict: Verdict) -> None:
    found = check(kind, expected, observed)
    assert found.verdict is verdict
    assert found.share == (1 if verdict is OK else 0)


def test_case_is_ignored_only_when_asked() -> None:
    assert check("lines", "Yes", "YES", ignore_case=True).verdict is OK


@pytest.mark.parametrize(
    ("observed", "verdict"), [("3.14", OK), ("3.15", OK), ("3.13", OK), ("3.1501", WRONG), ("3,14", WRONG)]
)
def test_numbers_have_an_exact_tolerance(observed: str, verdict: Verdict) -> None:
    assert check("numbers", "3.14", observed, absolute=Fraction(1, 100)).verdict is verdict


def test_numbers_may_be_off_by_a_share() -> None:
    assert check("numbers", "1000", "1010", relative=Fraction(1, 100)).verdict is OK
    assert check("numbers", "1000", "1010.1", relative=Fraction(1, 100)).verdict is WRONG


@pytest.mark.parametrize("monster", ["9" * 10_000, "1e999999999", "1e-999999999", "nan", "inf", "0x10", "٣"])
def test_monstrous_numbers_are_only_words(monster: str) -> None:
    assert check("numbers", "16", monster, absolute=Fraction(10**9)).verdict is WRONG


def test_a_negative_tolerance_is_refused() -> None:
    with pytest.raises(ProgramError):
        Checker(CheckerKind.NUMBERS, absolute=Fraction(-1))


@pytest.mark.parametrize(
    ("observed", "share"),
    [
        ("1\n2\n3\n4", Fraction(1)),
        ("1\n2\n3\n5", Fraction(3, 4)),
        ("1\n2", Fraction(1, 2)),
        ("1\n2\n3\n4\n5", Fraction(4, 5)),
        ("0\n2\n3\n4", Fraction(0)),
        ("", Fraction(0)),
    ],
)
def test_the_common_beginning_earns_its_share(observed: str, share: Fraction) -> None:
    found = check("prefix", "1\n2\n3\n4", observed)
    assert found.share == share
    assert (found.verdict is OK) == (share == 1)


def test_the_first_difference_is_shown() -> None:
    difference = check("lines", "1\n2\n3", "1\n5\n3").difference
    assert difference is not None
    assert (difference.line, difference.expected, difference.observed) == (2, "2", "5")


def test_a_missing_line_is_shown_as_empty_and_a_long_one_is_cut() -> None:
    difference = check("lines", "1\n" + "x" * 1000, "1").difference
    assert difference is not None
    assert (difference.line, len(difference.expected), difference.observed) == (2, 201, "")


def test_bytes_that_are_no_text_do_not_match_anything() -> None:
    assert compare(Checker(), "中", b"\xd6\xd0", no_pattern).verdict is WRONG


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (PatternAnswer.MATCHES, OK),
        (PatternAnswer.DIFFERS, WRONG),
        (PatternAnswer.BROKEN, Verdict.JURY_ERROR),
        (PatternAnswer.UNKNOWN, Verdict.CANNOT_JUDGE),
    ],
)
def test_a_pattern_is_answered_by_the_matcher(answer: PatternAnswer, verdict: Verdict) -> None:
    checker = Checker(CheckerKind.REGEX)
    assert compare(checker, "a+", b"aa\n", lambda _pattern, _text: answer).verdict is verdict


@given(TEXTS, st.sampled_from(TEXT_KINDS))
def test_every_text_equals_itself(text: str, kind: CheckerKind) -> None:
    found = compare(Checker(kind), text, text.encode(), no_pattern)
    assert (found.verdict, found.share) == (OK, Fraction(1))


@given(TEXTS, TEXTS, st.sampled_from(TEXT_KINDS))
def test_a_share_is_full_only_when_the_verdict_is_ok(one: str, other: str, kind: CheckerKind) -> None:
    found = compare(Checker(kind), one, other.encode(), no_pattern)
    assert 0 <= found.share <= 1
    assert (found.share == 1) == (found.verdict is OK)
    assert (found.difference is None) == (found.verdict is OK)
