"""What is wrong with a file that people write by hand (TOML, JSON), in words instead of a parser's English."""

from __future__ import annotations

import re
import tomllib
from json import JSONDecodeError

from itembank.base.errors import JikaoError
from itembank.base.i18n import N_, _

AT = re.compile(r" - at `\$?\.?(?P<place>[^`]*)`.*")
LINE = re.compile(r"\(at line (?P<line>\d+), column (?P<column>\d+)\)")
INDEX = re.compile(r"\[(\d+|\.\.\.)\]")
# The sentences of msgspec by pattern, and ours; groups keep their names.
SENTENCES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"Object missing required field `(?P<name>[^`]*)`"), N_("缺少 {name}")),
    (re.compile(r"Object contains unknown field `(?P<name>[^`]*)`"), N_("不认识 {name}（是否写错了字？）")),
    (re.compile(r"Expected `(?P<wanted>[^`]*)`, got `(?P<given>[^`]*)`"), N_("应当是{wanted}，却写成了{given}")),
    (re.compile(r"Expected `array` of length (?P<count>\d+).*"), N_("应当写 {count} 个值")),
    (re.compile(r"Invalid enum value (?P<value>.*)"), N_("不认识的取值 {value}")),
)
TYPES = {
    "int": N_("整数"),
    "float": N_("数"),
    "str": N_("文字（加引号）"),
    "bool": N_("true 或 false"),
    "array": N_("列表（方括号）"),
    "object": N_("一组字段"),
    "null": N_("空值"),
}


PUNCTUATION = {
    "“": '"', "”": '"', "‘": "'", "’": "'", "，": ",", "：": ":", "；": ";", "＝": "=", "（": "(", "）": ")",
    "【": "[", "】": "]", "［": "[", "］": "]", "｛": "{", "｝": "}", "＃": "#", "\u3000": " ",
}  # fmt: skip
"""What an input method types, and what TOML and JSON need."""

TEXTS = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'')


def punctuation_fault(error: Exception, data: bytes) -> str:
    """Say which Chinese punctuation mark stands outside of texts in the line that could not be read; "" for none."""
    found = LINE.search(str(error))
    number = error.lineno if isinstance(error, JSONDecodeError) else int(found["line"]) if found else 0
    lines = data.decode("utf-8-sig", "replace").splitlines()
    if not 0 < number <= len(lines):
        return ""
    rest = TEXTS.sub("", lines[number - 1]).partition("#")[0]
    mark = next((letter for letter in rest if letter in PUNCTUATION), "")
    words = _("第 {line} 行有中文标点“{found}”，应写英文的 {wanted}")
    return words.format(line=number, found=mark, wanted=PUNCTUATION[mark]) if mark else ""


def fault_of(error: Exception) -> str:
    """Return the fault as words without a full stop, with its place in the file where one is known."""
    if isinstance(error, JikaoError):
        return error.message.rstrip("。.")
    if isinstance(error, RecursionError):
        return _("层次太深")
    text = str(error)
    if isinstance(error, UnicodeDecodeError):
        return _("文件不是 UTF-8 编码，请另存为 UTF-8")
    if isinstance(error, JSONDecodeError):
        return _("第 {line} 行第 {column} 个字符附近写得不对").format(line=error.lineno, column=error.colno)
    if isinstance(error, tomllib.TOMLDecodeError):
        found = LINE.search(text)
        if found is None:
            return _("文件没有写完，或引号、括号没有配对")
        return _("第 {line} 行第 {column} 个字符附近写得不对").format(**found.groupdict())
    at = AT.search(text)
    words = _worded(AT.sub("", text))
    return _("{place}：{fault}").format(place=_place(at["place"]), fault=words) if at and at["place"] else words


def _worded(text: str) -> str:
    for pattern, sentence in SENTENCES:
        if found := pattern.fullmatch(text):
            return _(sentence).format(**{name: _typed(name, value) for name, value in found.groupdict().items()})
    return text


def _typed(name: str, value: str) -> str:
    if name not in {"wanted", "given"}:
        return value
    return _(" 或 ").join(_(TYPES[kind]) if kind in TYPES else kind for kind in value.split(" | "))


def _place(path: str) -> str:
    """Write `section[0].count` as people count: section 1, count."""
    return INDEX.sub(lambda found: _(" 第 {n} 个").format(n=int(found[1]) + 1 if found[1].isdecimal() else "?"), path)
