"""The columns of the item sheet: their titles in our template, and the other names teachers give them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import Enum
from functools import cache

from itembank.base.i18n import _
from itembank.formats.findings import FileError

OPTION_LETTERS = "ABCDEFGH"


class Column(Enum):
    """A column by its title in the template."""

    ID = "编号"
    KIND = "题型"
    STEM = "题干"
    OPTION_A = "选项A"
    OPTION_B = "选项B"
    OPTION_C = "选项C"
    OPTION_D = "选项D"
    OPTION_E = "选项E"
    OPTION_F = "选项F"
    OPTION_G = "选项G"
    OPTION_H = "选项H"
    PARTNERS = "配对项"
    ANSWER = "答案"
    POINTS = "分值"
    METHOD = "评分方式"
    KNOWLEDGE = "知识点"
    DOMAIN = "领域"
    LEVEL = "认知水平"
    DIFFICULTY = "难度"
    SECONDS = "预计用时"
    EXPLANATION = "解析"
    SOURCE = "来源"
    PICTURE = "图片"
    SHUFFLE = "选项乱序"
    ENEMIES = "互斥题"
    STIMULUS = "材料组"
    CURRICULUM = "课标编号"


OPTIONS = tuple(Column(f"选项{letter}") for letter in OPTION_LETTERS)
REQUIRED = (Column.KIND, Column.STEM, Column.ANSWER)

SYNONYMS: dict[Column, tuple[str, ...]] = {
    Column.ID: ("题号", "试题编号", "题目编号", "序号", "ID"),
    Column.KIND: ("题目类型", "试题类型", "类型", "题类"),
    Column.STEM: ("题目", "题目内容", "试题内容", "试题", "问题", "题面", "内容"),
    Column.PARTNERS: ("右侧选项", "右栏", "匹配项", "连线右侧", "对应项"),
    Column.ANSWER: ("正确答案", "标准答案", "参考答案", "正确选项"),
    Column.POINTS: ("分数", "满分", "题分", "得分"),
    Column.METHOD: ("评分标准", "评分规则", "计分方式", "给分方式", "评分要点"),
    Column.KNOWLEDGE: ("知识点编码", "知识点名称", "考点", "知识模块"),
    Column.DOMAIN: ("内容领域", "模块", "板块", "章节"),
    Column.LEVEL: ("认知层次", "能力层次", "能力要求", "考查层次", "能力水平"),
    Column.DIFFICULTY: ("难度系数", "预估难度", "预计难度", "难易度", "难易程度"),
    Column.SECONDS: ("用时", "预计时间", "答题时间", "建议用时"),
    Column.EXPLANATION: ("答案解析", "试题解析", "题目解析", "详解", "说明"),
    Column.SOURCE: ("出处", "题目来源", "试题来源"),
    Column.PICTURE: ("图", "插图", "配图", "图片文件", "图片名"),
    Column.SHUFFLE: ("乱序", "打乱选项", "选项打乱", "是否乱序"),
    Column.ENEMIES: ("互斥", "不同卷", "互斥题号"),
    Column.STIMULUS: ("题组", "材料", "共用材料", "材料题组"),
    Column.CURRICULUM: ("课标", "课程标准", "课标代码"),
}


def plain_title(text: str) -> str:
    """Return a column title without blanks, stars, remarks in brackets, and with narrow capitals."""
    narrow = unicodedata.normalize("NFKC", text)
    return re.sub(r"\(.*?\)|[\s*:_\-]", "", narrow).upper()


def find_columns(titles: Sequence[str]) -> tuple[dict[Column, int], tuple[str, ...]]:
    """Return the places of the columns we know, and the titles of those we do not.

    Raises `FileError` when a column stands twice or a required one is missing.
    """
    places: dict[Column, int] = {}
    unknown: list[str] = []
    for place, title in enumerate(titles):
        column = column_of(title)
        if column is None:
            unknown.extend([title.strip()] if title.strip() else [])
        elif column in places:
            raise FileError(_("有两列都是“{title}”。").format(title=column.value), hint=_("请删去或改名其中一列。"))
        else:
            places[column] = place
    missing = [column.value for column in REQUIRED if column not in places]
    if missing:
        raise FileError(
            _("表头中缺少这些列：{names}。").format(names="、".join(missing)),
            hint=_("用 itembank template 文件.xlsx 生成模板，对照它的表头。"),
        )
    return places, tuple(unknown)


def column_of(title: str) -> Column | None:
    """Return the column that a title names, or None."""
    return _known_titles().get(plain_title(title)) if title.strip() else None


def is_header(titles: Sequence[str]) -> bool:
    """Say whether a row looks like the header: at least two columns that we require."""
    return sum(column_of(title) in REQUIRED for title in titles) >= 2


@cache
def _known_titles() -> dict[str, Column]:
    titles = {plain_title(column.value): column for column in Column}
    for column, names in SYNONYMS.items():
        titles |= {plain_title(name): column for name in names}
    for letter, column in zip(OPTION_LETTERS, OPTIONS, strict=True):
        titles |= {letter: column, f"{letter}选项": column, f"答案选项{letter}": column, f"备选{letter}": column}
    return titles
