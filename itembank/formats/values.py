"""Small values as people write them: marks, difficulty, time, levels, lists, identifiers."""

from __future__ import annotations

import re
from fractions import Fraction

from itembank.bank.record import CognitiveLevel
from itembank.base.i18n import _
from itembank.formats.answers import narrow
from itembank.formats.findings import RowError
from itembank.model.ids import IDENTIFIER

DECIMAL = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6})?")
RATIO = re.compile(r"([0-9]{1,6})/([1-9][0-9]{0,5})")
TIME = re.compile(
    r"(?:(?P<minutes>[0-9]{1,6}(?:\.[0-9]{1,6})?)(?:分钟|分|MIN|'))?(?:(?P<seconds>[0-9]{1,6})(?:秒钟|秒|S|\")?)?"
)
LIST_GAPS = re.compile(r"[\n,，;；、]+")
NOT_IN_IDENTIFIER = re.compile(r"[^A-Za-z0-9_.\-]+")
DIFFICULTY_WORDS = {
    "易": Fraction(85, 100),
    "容易": Fraction(85, 100),
    "较易": Fraction(75, 100),
    "中": Fraction(65, 100),
    "中等": Fraction(65, 100),
    "较难": Fraction(50, 100),
    "难": Fraction(35, 100),
}
LEVEL_WORDS: dict[CognitiveLevel, tuple[str, ...]] = {
    CognitiveLevel.KNOW: ("了解", "识记", "记忆", "知道", "识别"),
    CognitiveLevel.UNDERSTAND: ("理解", "领会", "说明"),
    CognitiveLevel.APPLY: ("应用", "运用", "掌握", "操作"),
    CognitiveLevel.COMBINE: ("综合", "分析", "评价", "创造", "综合应用", "设计"),
}


def read_amount(text: str, what: str) -> Fraction:
    """Read "2", "2.5" or "5/2" exactly; raises `RowError` naming `what`."""
    word = narrow(text).removesuffix("分").strip()
    if DECIMAL.fullmatch(word):
        return Fraction(word)
    if ratio := RATIO.fullmatch(word):
        return Fraction(int(ratio[1]), int(ratio[2]))
    raise RowError(_("{what}“{text}”应为数字，例如 2 或 2.5。").format(what=what, text=text[:20]))


def read_points(text: str) -> Fraction:
    """Read marks above 0; empty means 1. Raises `RowError`."""
    points = read_amount(text, _("分值")) if text.strip() else Fraction(1)
    if not 0 < points <= 1000:
        raise RowError(_("分值应大于 0，不超过 1000。"))
    return points


def read_difficulty(text: str) -> Fraction | None:
    """Read an expected share of the points: "0.75", "75%", 易/中/难; raises `RowError`."""
    word = narrow(text)
    if not word:
        return None
    if word in DIFFICULTY_WORDS:
        return DIFFICULTY_WORDS[word]
    share = read_amount(word.removesuffix("%"), _("难度")) / (100 if word.endswith("%") else 1)
    if share > 1:
        raise RowError(_("难度“{text}”应在 0 到 1 之间，数值越大越容易。").format(text=text[:20]))
    return share


def read_seconds(text: str) -> int:
    """Read a time: "90" and "90秒" are seconds, "1.5分钟" and "1分30秒" minutes; empty is 0. Raises `RowError`."""
    word = re.sub(r"\s+", "", narrow(text))
    found = TIME.fullmatch(word)
    if found is None:
        raise RowError(_("预计用时“{text}”应写作 90 秒或 1.5 分钟。").format(text=text[:20]))
    return int(Fraction(found["minutes"] or "0") * 60) + int(found["seconds"] or "0")


def read_level(text: str) -> CognitiveLevel | None:
    """Read a cognitive level by its word; raises `RowError`."""
    word = text.strip()
    if not word:
        return None
    for level, words in LEVEL_WORDS.items():
        if word in words:
            return level
    names = "、".join(words[0] for words in LEVEL_WORDS.values())
    raise RowError(_("不认识认知水平“{text}”，可写：{names}。").format(text=word[:20], names=names))


def read_list(text: str) -> tuple[str, ...]:
    """Read words parted by commas, semicolons or line breaks, each once."""
    return tuple(dict.fromkeys(word for piece in LIST_GAPS.split(text) if (word := piece.strip())))


def read_identifier(text: str) -> str:
    """Return a usable identifier: as written, or with Q before a number and - for other characters.

    Raises `RowError` when nothing is left of it.
    """
    word = narrow_keep_case(text)
    if IDENTIFIER.fullmatch(word):
        return word
    made = NOT_IN_IDENTIFIER.sub("-", word).strip("-")
    made = made if made[:1].isalpha() else f"Q{made}"
    if not IDENTIFIER.fullmatch(made) or made == "Q":
        raise RowError(_("编号“{text}”不能使用，请用字母、数字和 - 组成。").format(text=text[:40]))
    return made


def narrow_keep_case(text: str) -> str:
    """Return full-width letters and digits as narrow ones."""
    return "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text.strip())
