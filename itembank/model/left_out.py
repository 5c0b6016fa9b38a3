"""Why a file that lies in a working folder is not in its record, in words for the candidate and for the marker."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from itembank.base.i18n import N_, _

MAX_FOLDER_ENTRIES = 5_000
"""So many files and folders does the record of one working folder hold."""
MAX_WORK_FILE_BYTES = (64 << 20) - 1024
"""The largest file that is taken: sealed, it fits what the room takes at once."""


class WhyLeftOut(Enum):
    """The rule or the trouble that kept a file, or its newest state, out of the record."""

    BUSY = "busy"
    COUNT = "count"
    DEPTH = "depth"
    FILE_SIZE = "file_size"
    LINK = "link"
    NAME = "name"
    TOTAL = "total"


WHY_WORDS: dict[WhyLeftOut, str] = {
    WhyLeftOut.BUSY: N_("正被别的程序占用或正在写入"),
    WhyLeftOut.COUNT: N_("一个文件夹最多收 {count} 个文件和文件夹"),
    WhyLeftOut.DEPTH: N_("文件夹套得太深或路径太长"),
    WhyLeftOut.FILE_SIZE: N_("单个文件最大 {size} MB"),
    WhyLeftOut.LINK: N_("链接和设备文件不收"),
    WhyLeftOut.NAME: N_("文件名中有不能使用的字符"),
    WhyLeftOut.TOTAL: N_("保存过的文件总量已到上限"),
}


def why_text(reasons: Iterable[WhyLeftOut]) -> str:
    """Return the reasons as one piece of a sentence, each once; "" for none."""
    size = MAX_WORK_FILE_BYTES >> 20
    words = [_(WHY_WORDS[why]).format(count=MAX_FOLDER_ENTRIES, size=size) for why in sorted_reasons(reasons)]
    return _("、").join(words)


def sorted_reasons(reasons: Iterable[WhyLeftOut]) -> tuple[WhyLeftOut, ...]:
    """Return each reason once, in the order of its spelling."""
    return tuple(sorted(set(reasons), key=lambda why: why.value))
