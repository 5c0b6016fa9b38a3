"""How answers may be written."""

from __future__ import annotations

import pytest

from itembank.formats.answers import read_fills, read_judgement, read_letters, read_order, read_pairs
from itembank.formats.findings import RowError
from itembank.model.marking import AcceptedText


@pytest.mark.parametrize("text", ["AC", "A,C", "A、C", "ＡＣ", "a c", "A；C", "A和C", "(AC)", "A/C"])
def test_letters_in_all_their_forms(text: str) -> None:
    assert read_letters(text, "ABCD") == ("A", "C")


@pytest.mark.parametrize("text", ["", "AE", "AA", "1", "对"])
def test_letters_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(RowError):
        read_letters(text, "ABCD")


@pytest.mark.parametrize("text", ["√", "✓", "对", "正确", "T", "true", "ｔ", "是", "(√)"])
def test_words_for_right(text: str) -> None:
    assert read_judgement(text) is True


@pytest.mark.parametrize("text", ["×", "✗", "错", "错误", "F", "x", "Ｘ", "false", "否", "（×）"])
def test_words_for_wrong(text: str) -> None:
    assert read_judgement(text) is False


def test_a_judgement_in_other_words_is_refused() -> None:
    with pytest.raises(RowError, match="对"):
        read_judgement("也许")


def accepted(*texts: str) -> tuple[AcceptedText, ...]:
    return tuple(AcceptedText(text=text) for text in texts)


@pytest.mark.parametrize(
    ("text", "blanks"),
    [
        ("101；CPU|中央处理器", (accepted("101"), accepted("CPU", "中央处理器"))),
        ("甲/乙", (accepted("甲", "乙"),)),
        ("km/h|千米/时", (accepted("km/h", "千米/时"),)),
        (r"km\/h", (accepted("km/h"),)),
        (r"a\;b;c", (accepted("a;b"), accepted("c"))),
        ("=3.14±0.01cm", ((AcceptedText(number="3.14", tolerance="0.01", unit="cm"),),)),
        ("3.14±0.01", ((AcceptedText(number="3.14", tolerance="0.01"),),)),
        ("=50", ((AcceptedText(number="50"),),)),
        ("1024", (accepted("1024"),)),
        ("正则：[0-9]+", ((AcceptedText(pattern="[0-9]+"),),)),
        ("甲|甲", (accepted("甲"),)),
    ],
)
def test_fill_ins(text: str, blanks: tuple[tuple[AcceptedText, ...], ...]) -> None:
    assert read_fills(text).blanks == blanks


@pytest.mark.parametrize("mark", ["（不分顺序）", "[任意顺序]", "（顺序不限）"])
def test_blanks_may_change_places(mark: str) -> None:
    answer = read_fills(f"摄像头；麦克风{mark}")
    assert answer.any_order
    assert answer.blanks == (accepted("摄像头"), accepted("麦克风"))


@pytest.mark.parametrize("text", ["甲；", "甲||乙", "正则：[0-9", ""])
def test_broken_fill_ins_are_refused(text: str) -> None:
    with pytest.raises(RowError):
        read_fills(text)


@pytest.mark.parametrize("text", ["CABD", "C,A,B,D", "C→A→B→D", "c > a > b > d", "Ｃ、Ａ、Ｂ、Ｄ"])
def test_orders(text: str) -> None:
    assert read_order(text, "ABCD") == ("C", "A", "B", "D")


@pytest.mark.parametrize("text", ["CAB", "CABB", "CABE"])
def test_an_order_holds_each_entry_once(text: str) -> None:
    with pytest.raises(RowError, match="各写一次"):
        read_order(text, "ABCD")


@pytest.mark.parametrize("text", ["A-2；B-1；C-3", "A2 B1 C3", "A—2，B—1，C—3", "A→2;B→1;C→3"])
def test_pairs(text: str) -> None:
    assert read_pairs(text, "ABC", 3) == (("A", 2), ("B", 1), ("C", 3))


@pytest.mark.parametrize("text", ["A-2；B-1", "A-4；B-1；C-3", "甲-1", "A-2；A-2；B-1；C-3"])
def test_broken_pairs_are_refused(text: str) -> None:
    with pytest.raises(RowError):
        read_pairs(text, "ABC", 3)
