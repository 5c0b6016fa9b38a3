"""One sensible call of every check type, made from its parameters; what a kind does not tell stands in a table."""

from __future__ import annotations

from typing import Annotated, Any, get_args, get_origin, get_type_hints

import msgspec

from grading.checks.types import AnyCheckType

FILES = {
    "W": "work.docx",
    "S": "work.xlsx",
    "P": "work.pptx",
    "Y": "work.py",
    "F": "",
    "I": "work.png",
    "H": "work.html",
    "X": "work.sb3",
    "T": "work.txt",
}
BY_KIND: dict[str, Any] = {
    "length": "1cm", "paragraph length": "2char", "font size": "12pt", "font": "宋体", "colour": "FF0000",
    "number": "2", "tolerance": "0", "share": "1", "place": 1, "count": 2, "bytes": 1000, "pixels": 100, "degrees": 90,
    "percent": 100, "milliseconds": 1000, "range": "A1:B3", "cell": "A1", "path": "a.txt",
}  # fmt: skip
"""A value for every kind of `grading.checks.values`."""

BY_NAME: dict[str, Any] = {
    "text": "the", "texts": ["the", "a"], "titles": ["the"], "old": "a", "new": "the",
    "address": "http://x.example.com",
    "where": {"text": "the quick brown fox"}, "name": "the", "construct": "for", "members": ["a.txt"], "letters": "R",
    "keys": [{"column": "A"}], "tests": [{"name": "1", "expected": "1"}], "from": "a.txt", "to": "b.txt",
    "value": "the", "before": "the", "like": "a", "kind": "DATE", "names": ["the"], "source": "the", "values": ["the"],
    "path": "out.txt", "folders": ["a"], "pattern": "*", "archive": "a.zip", "target": "a", "model": "print(1)",
    "select": "p", "block": "loop", "steps": [{"block": "loop"}], "sprite": "the", "sprites": ["the"], "what": "size",
    "items": ["the"], "tone": "grey", "degrees": 90, "property": "color",
    "headers": ["the"], "columns": "B", "date": "2026-09-01", "column": "B", "visible": ["the"],
}  # fmt: skip
BY_TYPE: dict[str, dict[str, Any]] = {
    "W.baseline": {"value": "superscript"},
    "W.alignment": {"value": "center"},
    "W.line_spacing": {"value": "1.5"},
    "W.style": {"value": "Normal"},
    "W.heading": {"level": 1},
    "W.list_level": {"level": 1},
    "W.pagination": {"option": "keep_next"},
    "W.page_size": {"value": "A4"},
    "W.orientation": {"value": "landscape"},
    "W.margins": {"left": "2cm"},
    "W.text_inserted": {"after": "the"},
    "W.picture_position": {"value": "center"},
    "W.table_alignment": {"value": "center"},
    "W.table_cell_alignment": {"vertical": "center"},
    "W.text_direction": {"value": "vertical"},
    "W.vertical_alignment": {"value": "center"},
    "W.capitals": {"value": "all"},
    "P.position": {"text": "the", "left": "1cm"},
    "P.show": {"loop": True},
    "W.picture_wrap": {"value": "inline"},
    "P.baseline": {"value": "superscript"},
    "P.alignment": {"value": "center"},
    "P.line_spacing": {"value": "1.5"},
    "P.slide_count": {"at_least": 1},
    "P.layout": {"type": "title"},
    "P.slide_size": {"value": "4:3"},
    "S.formula": {"model": "SUM(B1:B3)"},
    "S.number_format": {"kind": "number"},
    "S.alignment": {"horizontal": "center"},
    "S.conditional_format": {"operator": "<", "value": 60},
    "S.validation": {"kind": "list"},
    "S.chart": {"type": "column"},
    "S.column_width": {"column": "A"},
    "S.row_height": {"row": 1},
    "I.size": {"width": 10},
    "I.mode": {"value": "grey"},
    "I.file_size": {"at_most": 10},
    "H.style": {"value": "red"},
    "H.form_field": {"kind": "text"},
    "F.encoding": {"value": "gbk"},
    "F.size": {"at_most": 10},
    "T.copied": {"text": "the"},
    "T.accuracy": {"text": "the"},
    "T.errors": {"text": "the"},
    "T.speed": {"text": "the"},
    "S.inserted": {"row": 2},
    "S.rows_hidden": {"rows": "2"},
    "S.columns_hidden": {"columns": "B"},
    "S.series": {"start": "1"},
    "S.page_setup": {"orientation": "landscape"},
    "S.page_margins": {"left": "1cm"},
    "S.page_centred": {"horizontally": True},
    "S.printed": {"gridlines": True},
    "S.extracted": {"rows": [["the"]]},
    "S.chart_place": {"range": "A1:B3"},
    "Y.seeded": {"model": "print(input())", "draws": [{"name": "a"}], "stdin": "{a}"},
    "Y.drawing": {"model": "import turtle; turtle.fd(9)"},
    "Y.sql": {"model": "SELECT 1", "bases": [{"name": "a", "script": ""}]},
    "Y.blanks": {"template": "print(【1】)", "blanks": [{"number": 1}]},
}
"""What is special about a type."""


SIZED = ("picture_size", "shape_size")


def parameters_of(kind: AnyCheckType) -> dict[str, Any]:
    """Return parameters with which the type can be called."""
    hints = get_type_hints(kind.parameters, include_extras=True)
    given = dict(BY_TYPE.get(kind.name, {}))
    if kind.name.endswith(SIZED):
        given["width"] = "3cm"
    for field in msgspec.structs.fields(kind.parameters):
        if field.required and field.encode_name not in given:
            given[field.encode_name] = _value(kind.name, field.encode_name, hints[field.name])
    return given


def _value(name: str, field: str, hint: Any) -> Any:
    metas = [one for one in get_args(hint) if isinstance(one, msgspec.Meta)] if get_origin(hint) is Annotated else []
    if metas:
        return BY_KIND[str(metas[0].title)]
    assert field in BY_NAME, f"{name}: say an example for {field!r}"
    return BY_NAME[field]
