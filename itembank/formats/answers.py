"""How answers are written in a cell: letters, judgements, fill-ins with alternatives, orders, pairs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from itembank.base.i18n import _
from itembank.formats.findings import RowError
from itembank.model.codec import ModelError
from itembank.model.marking import AcceptedText

TRUE_WORDS = frozenset("√ ✓ ✔ ☑ ✅ 对 正确 是 真 T TRUE Y YES 1".split())
FALSE_WORDS = frozenset("× ✗ ✘ ✕ ✖ ╳ ❌ X 错 错误 不对 不正确 否 假 F FALSE N NO 0".split())
LETTER_GAPS = re.compile(r"[\s,，、;；/|和与及.。()\[\]]+")
ORDER_GAPS = re.compile(r"[\s,，、;；>→＞\-—–.。]+")
PAIR_GAPS = re.compile(r"[\s,，、;；|]+")
PAIR = re.compile(r"([A-H])[-—–:：=→>]*([1-9][0-9]?)")
BLANK_GAPS = re.compile(r"(?<!\\)[;；]")
BAR_GAPS = re.compile(r"(?<!\\)[|｜]")
SLASH_GAPS = re.compile(r"(?<!\\)[/／]")
ESCAPED = re.compile(r"\\([;；|｜/／\\])")
ANY_ORDER = re.compile(r"[\[（(【]?\s*(?:任意顺序|顺序不限|不分顺序|顺序任意|可换序)\s*[\]）)】]?")
PATTERN_WORD = re.compile(r"(?:正则|模式)\s*[:：]\s*(?P<pattern>.+)", re.DOTALL)
NUMBER = re.compile(
    r"(?P<exact>=)?\s*(?P<number>[+-]?[0-9]+(?:\.[0-9]+)?)\s*(?:(?:±|\+/-|\+-)\s*(?P<tolerance>[0-9]+(?:\.[0-9]+)?))?"
    r"\s*(?P<unit>[A-Za-z%℃°μΩ\u4e00-\u9fff]{0,8})"
)
MAX_ANSWER_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class FillAnswer:
    """Accepted texts blank by blank; with `any_order` the blanks may change places."""

    blanks: tuple[tuple[AcceptedText, ...], ...]
    any_order: bool

    def shown(self) -> str:
        """The key as the dry-run report repeats it."""
        text = "；".join(" | ".join(show_accepted(accepted) for accepted in blank) for blank in self.blanks)
        return _("{text}（不分顺序）").format(text=text) if self.any_order else text


def narrow(text: str) -> str:
    """Return full-width letters, digits and signs as narrow ones, in capitals."""
    return unicodedata.normalize("NFKC", text).strip().upper()


def read_letters(text: str, options: Sequence[str]) -> tuple[str, ...]:
    """Read "AB", "A,B", "A、B", "ＡＢ" as letters in their order; raises `RowError`.

    `options` are the letters there are.
    """
    letters = list(LETTER_GAPS.sub("", narrow(text)))
    if not letters or any(letter not in options for letter in letters):
        raise RowError(_("答案“{text}”应由选项字母 {options} 组成。").format(text=text[:40], options="".join(options)))
    if len(set(letters)) != len(letters):
        raise RowError(_("答案“{text}”中有重复的字母。").format(text=text[:40]))
    return tuple(letters)


def read_judgement(text: str) -> bool:
    """Read √, ×, 对, 错, T, F and their kin; raises `RowError`."""
    word = narrow(text).strip("()（）[] .。")
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise RowError(_("判断题的答案“{text}”应写“对”或“错”（√、×、T、F 也可以）。").format(text=text[:40]))


def read_fills(text: str) -> FillAnswer:
    """Read accepted texts: blanks parted by ; or ；, alternatives by | (or / where no | stands); raises `RowError`."""
    any_order = ANY_ORDER.search(text) is not None
    groups = BLANK_GAPS.split(ANY_ORDER.sub("", text).strip())
    return FillAnswer(tuple(_read_blank(group) for group in groups), any_order and len(groups) > 1)


def read_order(text: str, letters: Sequence[str]) -> tuple[str, ...]:
    """Read an order of all entries: "CABD", "C,A,B,D", "C→A→B→D"; raises `RowError`."""
    order = tuple(ORDER_GAPS.sub("", narrow(text)))
    if sorted(order) != sorted(letters):
        raise RowError(
            _("排序题的答案“{text}”应当把 {letters} 各写一次。").format(text=text[:40], letters="".join(letters))
        )
    return order


def read_pairs(text: str, letters: Sequence[str], count: int) -> tuple[tuple[str, int], ...]:
    """Read pairs "A-2；B-1" of a letter and a number from 1 to `count`; raises `RowError`."""
    pairs: list[tuple[str, int]] = []
    for piece in PAIR_GAPS.split(narrow(text)):
        found = PAIR.fullmatch(piece)
        if piece and found is None:
            raise RowError(_("连线题的答案“{piece}”应写作 A-2 的样子。").format(piece=piece[:20]))
        if found:
            pairs.append((found[1], int(found[2])))
    if any(letter not in letters or not 1 <= number <= count for letter, number in pairs):
        raise RowError(_("连线题的答案“{text}”用到了不存在的项。").format(text=text[:40]))
    if len(set(pairs)) != len(pairs) or {letter for letter, _number in pairs} != set(letters):
        raise RowError(_("连线题的答案应当让左侧每一项都有配对，且不重复。"))
    return tuple(pairs)


def show_accepted(accepted: AcceptedText) -> str:
    """Write an accepted text for people."""
    if accepted.pattern is not None:
        return _("模式 {pattern}").format(pattern=accepted.pattern)
    if accepted.number is not None:
        margin = f"±{accepted.tolerance}" if accepted.tolerance != "0" else ""
        return f"={accepted.number}{margin}{accepted.unit}"
    return accepted.text or ""


def _read_blank(group: str) -> tuple[AcceptedText, ...]:
    pattern = PATTERN_WORD.fullmatch(group.strip())
    if pattern:
        return (_pattern(pattern["pattern"].strip()),)
    gaps = BAR_GAPS if BAR_GAPS.search(group) else SLASH_GAPS
    texts = [ESCAPED.sub(r"\1", piece).strip() for piece in gaps.split(group)]
    if not all(texts):
        raise RowError(_("答案“{text}”中有一处是空的。").format(text=group.strip()[:40]))
    if any(len(text) > MAX_ANSWER_CHARACTERS for text in texts):
        raise RowError(_("填空答案超过 {limit} 个字符。").format(limit=MAX_ANSWER_CHARACTERS))
    return tuple(_accepted(text) for text in dict.fromkeys(texts))


def _accepted(text: str) -> AcceptedText:
    found = NUMBER.fullmatch(text)
    if found and (found["exact"] or found["tolerance"]):
        return AcceptedText(number=found["number"], tolerance=found["tolerance"] or "0", unit=found["unit"])
    return AcceptedText(text=text)


def _pattern(text: str) -> AcceptedText:
    if len(text) > MAX_ANSWER_CHARACTERS:
        raise RowError(_("模式超过 {limit} 个字符。").format(limit=MAX_ANSWER_CHARACTERS))
    try:
        re.compile(text)
        return AcceptedText(pattern=text)
    except (re.error, ModelError) as error:
        raise RowError(_("模式“{text}”写得不对：{error}").format(text=text[:40], error=error)) from error
