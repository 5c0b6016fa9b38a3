"""Which words name which kind of item, and which reader takes it; a new kind is one file and one line here."""

from __future__ import annotations

import re
from collections.abc import Callable

from itembank.base.i18n import _
from itembank.formats.answers import narrow, read_letters
from itembank.formats.columns import OPTION_LETTERS
from itembank.formats.findings import Notes, RowError
from itembank.formats.kinds.choice import build_multiple, build_single, build_true_false
from itembank.formats.kinds.extended_text import build_extended_text
from itembank.formats.kinds.inline_choice import build_inline_choice
from itembank.formats.kinds.match import build_match
from itembank.formats.kinds.order import build_order
from itembank.formats.kinds.text_entry import build_text_entry
from itembank.formats.source import Built, RowSource
from itembank.model.item import ItemKind

BUILDERS: dict[ItemKind, Callable[[RowSource, Notes], Built]] = {
    ItemKind.SINGLE_CHOICE: build_single,
    ItemKind.MULTIPLE_CHOICE: build_multiple,
    ItemKind.TRUE_FALSE: build_true_false,
    ItemKind.TEXT_ENTRY: build_text_entry,
    ItemKind.INLINE_CHOICE: build_inline_choice,
    ItemKind.ORDER: build_order,
    ItemKind.MATCH: build_match,
    ItemKind.EXTENDED_TEXT: build_extended_text,
}
KIND_WORDS: dict[ItemKind, tuple[str, ...]] = {
    ItemKind.SINGLE_CHOICE: ("单选题", "单选", "单项选择题", "单项选择"),
    ItemKind.MULTIPLE_CHOICE: ("多选题", "多选", "多项选择题", "多项选择", "不定项选择题", "不定项"),
    ItemKind.TRUE_FALSE: ("判断题", "判断", "是非题", "正误题"),
    ItemKind.TEXT_ENTRY: ("填空题", "填空", "程序填空题", "程序填空"),
    ItemKind.INLINE_CHOICE: ("选择填空题", "选择填空", "下拉题", "下拉选择题"),
    ItemKind.ORDER: ("排序题", "排序"),
    ItemKind.MATCH: ("连线题", "连线", "匹配题", "匹配", "配对题", "配对"),
    ItemKind.EXTENDED_TEXT: ("简答题", "简答", "问答题", "问答", "主观题", "论述题"),
}
EITHER_CHOICE = ("选择题", "选择")
PRACTICAL_WORDS = ("操作题", "操作", "实践题", "实操题", "上机题")


def read_kind(text: str, answer: str) -> ItemKind:
    """Read the kind; 选择题 is single or multiple by its answer. Raises `RowError`."""
    word = re.sub(r"\s+", "", text)
    for kind, words in KIND_WORDS.items():
        if word in words:
            return kind
    if word in EITHER_CHOICE:
        several = len(read_letters(answer, OPTION_LETTERS)) > 1 if narrow(answer) else False
        return ItemKind.MULTIPLE_CHOICE if several else ItemKind.SINGLE_CHOICE
    if word in PRACTICAL_WORDS:
        raise RowError(_("操作题不能写在表格里，请按任务文件夹导入（见 docs/formats/task.md）。"))
    names = "、".join(words[0] for words in KIND_WORDS.values())
    raise RowError(_("不认识题型“{text}”，可写：{names}。").format(text=text[:20], names=names))
