"""Writes robots.toml: what a right, a wrong and a part answer to each objective item look like, and what each earns.

The expectation is the author's, written by hand; no marking code of ours is used to make it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from item_source import SourceItem

HEAD = """\
# 机器人考生的作答：每题的正确作答（得满分）、错误作答（得 0 分）和部分正确的作答（得所列的份额）。
# 由命题人手写在 demo/make/items 中，与阅卷程序无关；简答题由人评卷，没有份额。
# 由 demo/make/build.py 写出，请修改源文件后重新生成。
"""


def write_robots(items: list[SourceItem], qti: list[dict[str, Any]], path: Path) -> None:
    """Write the answers of all items."""
    entries = [_entry(item) for item in items] + qti
    path.write_text(HEAD + "".join(map(_table, entries)), "utf-8")


def _entry(item: SourceItem) -> dict[str, Any]:
    return {
        "id": item.identifier,
        "human": item.kind == "简答题",
        "right": item.response(item.fields["right"]),
        "wrong": item.response(item.fields["wrong"]),
        "partial": [
            {"share": share, "response": item.response(value)} for value, share in item.fields.get("partial", ())
        ],
    }


def _table(entry: dict[str, Any]) -> str:
    lines = ["", "[[item]]", f"id = {_value(entry['id'])}"]
    if entry.get("human"):
        lines.append("human = true")
    lines += [f"right = {_value(entry['right'])}", f"wrong = {_value(entry['wrong'])}"]
    if entry.get("partial"):
        lines += ["partial = [", *(f"    {_value(part)}," for part in entry["partial"]), "]"]
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
