"""The reference page of the check vocabulary, `docs/checks.md`, written from the code itself.

Nothing in it is typed twice: names and titles come from the families' tables, parameters with their kinds
and defaults from the structs, English titles from the catalogue of texts.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec

from grading.checks import values
from grading.checks.catalogue import CHECK_TYPES, FAMILIES, Family
from grading.checks.types import AnyCheckType, Parameters

HEAD = """# Check types

{count} check types in {families} families. This page is written from the code: `python3 scripts/fix` brings it up to
date, a test asserts that it is. How a rubric is written, and what *met*, *partly*, *not met* and *cannot judge* mean,
stands in [formats/rubric.md](formats/rubric.md). `file` of the call is the file that is looked at.

Parameters in bold must be given; behind the others stands what holds when they are left out (`""`, `null` and `()` mean
"not looked at").
"""
PLAIN = {str: "text", int: "whole number", bool: "yes or no", Fraction: "share"}


def reference_page(english: Callable[[str], str]) -> str:
    """Return the page; `english` translates a title."""
    parts = [HEAD.format(count=len(CHECK_TYPES), families=len(FAMILIES)), *_kinds()]
    for family in FAMILIES:
        parts.extend(_family(family, english))
    parts.extend(_structs())
    return "\n".join(parts).rstrip() + "\n"


def _kinds() -> Iterator[str]:
    yield "## Kinds of values\n"
    yield "| kind | spelling, unit, tolerance |\n|---|---|"
    for meta in sorted(_metas(), key=lambda one: one.title or ""):
        yield f"| {meta.title} | {_cell(meta.description or '')} |"
    yield "| text, whole number, yes or no | as TOML and JSON write them |\n"


def _metas() -> Iterator[msgspec.Meta]:
    for kind in vars(values).values():
        if get_origin(kind) is Annotated:
            yield next(one for one in get_args(kind) if isinstance(one, msgspec.Meta))


def _family(family: Family, english: Callable[[str], str]) -> Iterator[str]:
    yield f"## {family.letter}: {family.title} ({english(family.title)}), {len(family.types)} types\n"
    yield "| type | 检查 | looks at | parameters | |\n|---|---|---|---|---|"
    for kind in sorted(family.types, key=lambda one: one.name):
        parameters = "; ".join(_fields(kind.parameters))
        yield f"| `{kind.name}` | {kind.title} | {english(kind.title)} | {parameters} | {_meaning(kind)} |"
    yield ""


def _meaning(kind: AnyCheckType) -> str:
    return _cell(" ".join((kind.parameters.__doc__ or "").split())) if _own_fields(kind.parameters) else ""


def _fields(struct: type[msgspec.Struct]) -> Iterator[str]:
    hints = get_type_hints(struct, include_extras=True)
    for field in msgspec.structs.fields(struct):
        kind = _cell(_name(hints[field.name]))
        if field.required:
            yield f"**`{field.encode_name}`** {kind}"
        else:
            yield f"`{field.encode_name}` {kind} = `{_default(field)}`"


def _own_fields(struct: type[Parameters]) -> bool:
    return bool(msgspec.structs.fields(struct))


def _default(field: msgspec.structs.FieldInfo) -> str:
    value = field.default if field.default is not msgspec.NODEFAULT else field.default_factory()
    if isinstance(value, Fraction):
        return str(value)
    return "()" if value in ((), {}) else msgspec.json.encode(value).decode()


def _name(kind: Any) -> str:
    """Return what the page calls a type."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return str(next(one.title for one in arguments if isinstance(one, msgspec.Meta)))
    if origin in {Union, types.UnionType}:
        return " or ".join(_name(one) for one in arguments if one is not type(None))
    if origin is tuple:
        return f"list of {_name(arguments[0])}"
    if origin is dict:
        return "table of text"
    return PLAIN.get(kind) or f"[{kind.__name__}](#{kind.__name__.lower()})"


def _structs() -> Iterator[str]:
    """Describe the structs inside parameters, such as the places of a document, each once."""
    waiting: list[type[msgspec.Struct]] = [kind.parameters for kind in CHECK_TYPES.values()]
    found: dict[str, type[msgspec.Struct]] = {}
    while waiting:
        for inner in _inside(waiting.pop()):
            if inner.__name__ not in found:
                found[inner.__name__] = inner
                waiting.append(inner)
    yield "## Values inside parameters\n"
    for name in sorted(found):
        yield f"### {name}\n\n{_cell(' '.join((found[name].__doc__ or '').split()))}\n"
        yield f"{'; '.join(_fields(found[name]))}\n"


def _inside(struct: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    for hint in get_type_hints(struct).values():
        for kind in (hint, *get_args(hint)):
            if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
                yield kind


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
