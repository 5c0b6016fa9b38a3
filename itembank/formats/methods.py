"""How part marks are written in the column 评分方式, and the rule each of them means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from itembank.base.i18n import _
from itembank.formats.findings import RowError
from itembank.model.marking import ChoiceMethod, MatchMethod, OrderMethod, TextNormal

_M = TypeVar("_M")

HALF = "少选得一半"
STEPS = re.compile(r"(?:选)?对?(?P<hits>[1-8])[个项](?:得|[:：=])?(?P<share>[0-9]/[1-9]|0?\.[0-9]+)")

CHOICE_WORDS = {
    ChoiceMethod.ALL: ("全对得分", "全部选对", "全对", "全对才得分", "错选漏选不得分"),
    ChoiceMethod.CN_PART: (HALF, "漏选得一半", "少选得部分分", "漏选得部分分", "部分分", "部分得分"),
    ChoiceMethod.PROP: ("按比例", "对减错", "选对减选错"),
    ChoiceMethod.PLUS_MINUS: ("加减分", "逐项加减", "倒扣"),
    ChoiceMethod.TRUE_FALSE: ("逐项判断", "逐项", "逐项得分"),
}
BY_COUNT = ("少选按个数", "按个数", "按选对个数", "少选按比例")
ORDER_WORDS = {
    OrderMethod.ALL: ("全对得分", "全对", "全对才得分"),
    OrderMethod.POSITION: ("按位置", "逐位", "位置对得分"),
    OrderMethod.ADJACENT: ("按相邻", "相邻", "相邻对得分"),
    OrderMethod.LONGEST: ("最长顺序", "按最长", "部分分", "部分得分"),
}
MATCH_WORDS = {
    MatchMethod.PAIR: ("按对得分", "按对", "逐对", "部分分", "部分得分"),
    MatchMethod.ALL: ("全对得分", "全对", "全对才得分"),
    MatchMethod.PAIR_MINUS: ("对减错", "错连倒扣", "倒扣"),
}
IGNORE_CASE = ("不区分大小写", "忽略大小写", "大小写不限")
KEEP_CASE = ("区分大小写",)
KEEP_BLANKS = ("保留空格", "区分空格")
TEXT_GAPS = re.compile(r"[\s,，;；、]+")


@dataclass(frozen=True, slots=True)
class MultipleMethod:
    """The rule of a multiple choice."""

    method: ChoiceMethod
    part_shares: tuple[Fraction, ...] = ()


def read_multiple(text: str, key_size: int) -> MultipleMethod:
    """Read the rule of a multiple choice with `key_size` right options; raises `RowError`.

    An empty cell means: any wrong pick 0, too few half.
    """
    word = _plain(text)
    if not word:
        return MultipleMethod(ChoiceMethod.CN_PART)
    if word in BY_COUNT:
        return MultipleMethod(ChoiceMethod.CN_PART, tuple(Fraction(hits, key_size) for hits in range(key_size + 1)))
    if steps := list(STEPS.finditer(word)):
        return MultipleMethod(ChoiceMethod.CN_PART, _shares(steps, key_size))
    return MultipleMethod(_named(word, CHOICE_WORDS, text))


def read_order_method(text: str) -> OrderMethod:
    """Read the rule of an order; empty means all or nothing. Raises `RowError`."""
    word = _plain(text)
    return _named(word, ORDER_WORDS, text) if word else OrderMethod.ALL


def read_match_method(text: str) -> MatchMethod:
    """Read the rule of a match; empty means by right pair. Raises `RowError`."""
    word = _plain(text)
    return _named(word, MATCH_WORDS, text) if word else MatchMethod.PAIR


def read_text_normal(text: str) -> TextNormal:
    """Read how fill-ins are compared; capitals count unless the cell says otherwise. Raises `RowError`."""
    ignore_case, ignore_blanks = False, True
    for word in TEXT_GAPS.split(text.strip()):
        if word in IGNORE_CASE:
            ignore_case = True
        elif word in KEEP_BLANKS:
            ignore_blanks = False
        elif word and word not in KEEP_CASE:
            raise RowError(_("评分方式“{word}”不能用于填空题；可写“不区分大小写”“区分空格”。").format(word=word[:20]))
    return TextNormal(ignore_case=ignore_case, ignore_inner_blanks=ignore_blanks)


def _named(word: str, words: dict[_M, tuple[str, ...]], text: str) -> _M:
    for method, names in words.items():
        if word in names:
            return method
    choices = "、".join(names[0] for names in words.values())
    raise RowError(_("不认识评分方式“{text}”，可写：{choices}。").format(text=text[:20], choices=choices))


def _shares(steps: list[re.Match[str]], key_size: int) -> tuple[Fraction, ...]:
    shares = [Fraction(0)] * key_size + [Fraction(1)]
    for step in steps:
        hits, share = int(step["hits"]), Fraction(step["share"])
        if hits < key_size and 0 <= share <= 1:
            shares[hits] = share
        elif (hits, share) != (key_size, Fraction(1)):
            raise RowError(_("评分方式中“{text}”与正确选项的个数不符。").format(text=step[0]))
    return tuple(shares)


def _plain(text: str) -> str:
    return re.sub(r"[\s，,；;。]+", "", text)
