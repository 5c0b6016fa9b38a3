"""Why a file could not be read: a closed list of reasons, each with its sentence.

A reason is data, so that the same file gives the same record in every
language and on every machine. "Cannot read" is never a mark of zero: the file
goes to a person.
"""

from __future__ import annotations

from enum import Enum

import msgspec

from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import N_, _


class Reason(Enum):
    """The closed list of reasons."""

    MISSING = "missing"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_A_PACKAGE = "not_a_package"
    OLD_WORD = "old_word"
    OLD_EXCEL = "old_excel"
    OLD_POWERPOINT = "old_powerpoint"
    OLD_COMPOUND = "old_compound"
    OLD_SCRATCH = "old_scratch"
    NOT_A_PICTURE = "not_a_picture"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    UNSAFE_NAME = "unsafe_name"
    DUPLICATE_NAME = "duplicate_name"
    TOO_MANY_PARTS = "too_many_parts"
    PART_TOO_LARGE = "part_too_large"
    INFLATES_TOO_MUCH = "inflates_too_much"
    DOCTYPE = "doctype"
    BAD_XML = "bad_xml"
    XML_TOO_LARGE = "xml_too_large"
    UNKNOWN_KIND = "unknown_kind"
    MISSING_PART = "missing_part"
    TOO_MANY_CELLS = "too_many_cells"
    TOO_MUCH_CONTENT = "too_much_content"
    TIME_LIMIT = "time_limit"
    MEMORY_LIMIT = "memory_limit"
    READER_FAULT = "reader_fault"


SENTENCES = {
    Reason.MISSING: N_("找不到文件。"),
    Reason.EMPTY: N_("文件是空的，没有任何内容。"),
    Reason.TOO_LARGE: N_("文件太大（{found}），最多 {limit}。"),
    Reason.NOT_A_PACKAGE: N_("不是办公文档（实际内容：{found}）。"),
    Reason.OLD_WORD: N_("这是旧格式的文字文档（.doc 或 .wps），请另存为 .docx。"),
    Reason.OLD_EXCEL: N_("这是旧格式的表格文件（.xls 或 .et），请另存为 .xlsx。"),
    Reason.OLD_POWERPOINT: N_("这是旧格式的演示文稿（.ppt 或 .dps），请另存为 .pptx。"),
    Reason.OLD_COMPOUND: N_("这是旧格式的复合文件，无法读取其中内容。"),
    Reason.NOT_A_PICTURE: N_("不是能读取的图片（实际内容：{found}），可读取 PNG、JPEG、GIF、BMP、WebP、TIFF、ICO。"),
    Reason.OLD_SCRATCH: N_("这是 Scratch 1 或 Scratch 2 的作品（.sb、.sb2），请用 Scratch 3 另存为 .sb3。"),
    Reason.ENCRYPTED: N_("文件设置了打开密码，无法读取。"),
    Reason.DAMAGED: N_("文件已损坏或不完整（{found}）。"),
    Reason.UNSAFE_NAME: N_("文件包内有不安全的名称“{part}”。"),
    Reason.DUPLICATE_NAME: N_("文件包内有重复的名称“{part}”。"),
    Reason.TOO_MANY_PARTS: N_("文件包内的部件太多（{found} 个），最多 {limit} 个。"),
    Reason.PART_TOO_LARGE: N_("文件包内的“{part}”太大（{found}），最多 {limit}。"),
    Reason.INFLATES_TOO_MUCH: N_("文件包解压后异常膨胀（“{part}”，{found}，上限 {limit}）。"),
    Reason.DOCTYPE: N_("文件包内的“{part}”含有 DOCTYPE 声明，出于安全考虑不予读取。"),
    Reason.BAD_XML: N_("文件包内的“{part}”不是完好的 XML（{found}）。"),
    Reason.XML_TOO_LARGE: N_("文件包内的“{part}”结构过于庞大（{found}，上限 {limit}）。"),
    Reason.UNKNOWN_KIND: N_("无法识别文件种类（{found}），可读取 docx、xlsx、pptx、odt、ods、odp。"),
    Reason.MISSING_PART: N_("文件缺少必要的部件“{part}”。"),
    Reason.TOO_MANY_CELLS: N_("工作表“{part}”的内容太多（{found}，上限 {limit}）。"),
    Reason.TOO_MUCH_CONTENT: N_("文件内容太多（{found}，上限 {limit}）。"),
    Reason.TIME_LIMIT: N_("读取用时超过限制（{limit}），已停止。"),
    Reason.MEMORY_LIMIT: N_("读取所需内存超过限制（{limit}），已停止。"),
    Reason.READER_FAULT: N_("读取程序出错（{found}），需要人工查看此文件。"),
}

# What a reader found, as it stands in a stored result, and how people say it.
FOUND = {
    "no end of zip directory": N_("压缩包没有目录"),
    "zip directory cut off": N_("压缩包的目录不完整"),
    "answer": N_("没有应答"),
    "nesting": N_("嵌套层数"),
    "text length": N_("文字长度"),
    "text": N_("纯文本"),
    "binary": N_("无法识别的数据"),
}


class CannotRead(msgspec.Struct, frozen=True, omit_defaults=True, tag="cannot_read"):
    """A file that was not read: the reason, and the part, finding and limit its sentence names."""

    reason: Reason
    part: str = ""
    found: str = ""
    limit: str = ""

    @property
    def sentence(self) -> str:
        """The reason for a person, in the language of this process."""
        found = _(FOUND[self.found]) if self.found in FOUND else self.found
        return _(SENTENCES[self.reason]).format(part=self.part, found=found, limit=self.limit)


class CannotReadError(JikaoError):
    """Raised inside the readers; `outcome` is what the outside gets."""

    def __init__(self, reason: Reason, *, part: str = "", found: str = "", limit: str = "") -> None:
        """Shorten what the file says about itself: it is foreign text."""
        self.outcome = CannotRead(reason, part=part[:120], found=found[:200], limit=limit)
        super().__init__(self.outcome.sentence, code=ExitCode.BAD_INPUT)
