"""Responses to one item as a JSON file.

One object: response identifier to text, number, boolean, null, a list of
these, or an object with the fields of a record. Pairs are "A B", points "x y",
files their names. The JSON of the QTI "portable custom interaction" appendix
({"base": {"identifier": "A"}}, {"list": ...}, {"record": ...}) is read as well.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from itembank.base.errors import JikaoError
from itembank.base.i18n import _
from itembank.model.responses import BaseType
from itembank.qti.scalars import field_text

if TYPE_CHECKING:
    from itembank.model.responses import ItemResponse, ResponseValue

EXAMPLE = '{"RESPONSE": "A"}'
PAIR_SIZE = 2
FIELD_NAME = re.compile(r"[^\s=:]{1,60}")


class Number(str):
    """A JSON number with its digits as they were written."""

    __slots__ = ()


class Field(str):
    """One field of a record, as `field_text` writes it."""

    __slots__ = ()


def parse_responses(data: bytes) -> ItemResponse:
    """Read responses from JSON; raises `JikaoError` for anything but one object of the shapes above."""
    try:
        given: object = json.loads(
            data.decode("utf-8-sig"),
            parse_float=Number,
            parse_int=Number,
            parse_constant=_no_number,
            object_pairs_hook=_without_doubles,
        )
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise JikaoError(_("作答文件不是有效的 JSON：{error}").format(error=error)) from error
    if not isinstance(given, dict):
        raise JikaoError(_("作答文件应当是一个 JSON 对象。"), hint=_("例如 {example}").format(example=EXAMPLE))
    return {str(name): _response(name, value) for name, value in given.items()}


def _response(name: str, value: object) -> ResponseValue:
    if value is None:
        return None
    if isinstance(value, list):
        return tuple(_text(name, part) for part in value)
    if isinstance(value, dict):
        return _object(name, value)
    return _text(name, value)


def _object(name: str, value: dict[str, object]) -> ResponseValue:
    """Read a record, or a value in the words of the portable custom interaction."""
    if set(value) == {"base"}:
        return None if value["base"] is None else _typed(name, value["base"])
    if set(value) == {"list"} and isinstance(value["list"], dict) and len(value["list"]) == 1:
        (members,) = value["list"].values()
        if isinstance(members, list):
            return tuple(_member(name, member) for member in members)
    if set(value) == {"record"} and isinstance(value["record"], list):
        return tuple(_field(name, field) for field in value["record"])
    return tuple(_plain_field(name, key, field) for key, field in value.items() if field is not None)


def _typed(name: str, value: object) -> str:
    """Read {"identifier": "A"}; a file is its name."""
    if not isinstance(value, dict) or len(value) != 1:
        raise _wrong(name)
    ((kind, content),) = value.items()
    if kind == BaseType.FILE.value and isinstance(content, dict):
        content = content.get("name")
    return _member(name, content)


def _member(name: str, value: object) -> str:
    """Read one value; pairs and points may stand as lists of two."""
    if isinstance(value, list) and len(value) == PAIR_SIZE:
        return " ".join(_text(name, part) for part in value)
    return _text(name, value)


def _field(name: str, field: object) -> str:
    if not isinstance(field, dict) or not isinstance(field.get("name"), str):
        raise _wrong(name)
    base = field.get("base")
    if not isinstance(base, dict) or len(base) != 1:
        raise _wrong(name)
    ((kind, content),) = base.items()
    known = {member.value: member for member in BaseType}
    if kind not in known or not FIELD_NAME.fullmatch(field["name"]):
        raise _wrong(name)
    return Field(field_text(field["name"], known[kind], _member(name, content)))


def _plain_field(name: str, key: str, value: object) -> str:
    if not FIELD_NAME.fullmatch(key):
        raise _wrong(name)
    text = _text(name, value)
    if isinstance(value, bool):
        return Field(field_text(key, BaseType.BOOLEAN, text))
    if isinstance(value, Number):
        return Field(field_text(key, BaseType.INTEGER if text.lstrip("-").isdigit() else BaseType.FLOAT, text))
    return Field(field_text(key, None, text))


def _text(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return str(value)
    raise _wrong(name)


def _wrong(name: str) -> JikaoError:
    return JikaoError(
        _("作答变量“{name}”的值应当是文字、数、真假、空值或它们的列表。").format(name=name[:60]),
        hint=_("例如 {example}").format(example=EXAMPLE),
    )


def _no_number(word: str) -> object:
    raise ValueError(_("{word} 不是数").format(word=word))


def _without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(_("同一个名字出现了两次"))
    return found
