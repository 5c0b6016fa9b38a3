"""Writes a rubric as TOML, in the layout of docs/formats/rubric.md, for people to edit."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from itembank.model.checks import CheckCall, CheckPoint, Combine, Rubric
from itembank.model.codec import fraction_text

OF_THEIR_OWN = frozenset({"expected", "script"})
LEAST_LINES = 2
"""A text with so many line ends is written line by line."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_CONTROLS = {"\x7f": "\\u007F"}


def rubric_text(rubric: Rubric, remarks: Sequence[str] = ()) -> str:
    """Return the TOML; reading it gives the same rubric."""
    return "\n".join(_lines(rubric, remarks)) + "\n"


def _lines(rubric: Rubric, remarks: Sequence[str]) -> Iterator[str]:
    yield from (f"# {line}" for remark in remarks for line in remark.splitlines())
    if remarks:
        yield ""
    yield f"identifier = {_value(rubric.identifier)}"
    if rubric.title:
        yield f"title = {_value(rubric.title)}"
    for point in rubric.points:
        yield ""
        yield "[[points]]"
        yield from _point(point)


def _point(point: CheckPoint) -> Iterator[str]:
    yield f"identifier = {_value(point.identifier)}"
    yield f"title = {_value(point.title)}"
    is_whole = point.points.denominator == 1
    yield f"points = {point.points if is_whole else _value(fraction_text(point.points))}"
    if point.combine is not Combine.ALL:
        yield f"combine = {_value(point.combine.value)}"
    if point.falls_with:
        yield f"falls_with = {_value(list(point.falls_with))}"
    for name in ("not_resaved", "earned_by_others"):
        if reason := getattr(point, name):
            yield f"{name} = {_value(reason)}"
    for call in point.checks:
        yield ""
        yield from (f"  {line}" if line else "" for line in _call(call))


def _call(call: CheckCall) -> Iterator[str]:
    yield "[[points.checks]]"
    yield f"type = {_value(call.type)}"
    if call.file:
        yield f"file = {_value(call.file)}"
    if call.weight != 1:
        yield f"weight = {call.weight}"
    tables = {name: value for name, value in call.parameters.items() if _is_tables(value)}
    plain = {name: value for name, value in call.parameters.items() if name not in tables}
    if plain:
        is_long = any(_readable(value) != _value(value) for value in plain.values())
        yield f"parameters = {_value(plain)}" if not tables and not is_long else "[points.checks.parameters]"
        if tables or is_long:
            yield from (f"{_key(name)} = {_readable(value)}" for name, value in plain.items())
    for name, value in tables.items():
        for table in value if isinstance(value, list) else []:
            yield ""
            yield f"  [[points.checks.parameters.{_key(name)}]]"
            yield from (f"  {_key(key)} = {_readable(one)}" for key, one in table.items())


def _is_tables(value: object) -> bool:
    """Tell whether a list of tables deserves lines of its own: tests and databases do, short keys do not."""
    if not isinstance(value, list) or not value:
        return False
    return all(isinstance(one, dict) and OF_THEIR_OWN & set(one) for one in value)


def _readable(value: object) -> str:
    """Write a text of several lines, such as a program, in several lines, quotes as they are."""
    if not isinstance(value, str) or value.count("\n") < LEAST_LINES:
        return _value(value)
    lines = [_text(line)[1:-1].replace('\\"', '"') for line in value.split("\n")]
    written = "\n".join(lines).replace('""', '"\\"')
    closed = written[:-1] + '\\"' if written.endswith('"') and not written.endswith('\\"') else written
    return f'"""\n{closed}"""'


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)


def _value(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            return _text(value)
        case list() | tuple():
            return f"[{', '.join(_value(one) for one in value)}]"
        case dict():
            return f"{{ {', '.join(f'{_key(str(key))} = {_value(one)}' for key, one in value.items())} }}"
        case _:
            raise TypeError(f"no spelling in TOML for {type(value)}")


def _text(text: str) -> str:
    """Write a basic string: JSON's escapes are TOML's, but for the one control character JSON leaves alone."""
    written = json.dumps(text, ensure_ascii=False)
    return "".join(_CONTROLS.get(letter, letter) for letter in written)
