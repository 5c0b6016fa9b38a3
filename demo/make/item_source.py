"""The objective items as their author wrote them (`items/*.toml`), and the rules of that way of writing.

`right`, `wrong` and `partial` are written by hand beside the key, in the words of a candidate's response:
what robots answer, and which share of the points that must earn.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ITEM_FOLDER = Path(__file__).with_name("items")
POINTS = {
    "单选题": "2",
    "多选题": "4",
    "判断题": "2",
    "填空题": "3",
    "选择填空题": "3",
    "排序题": "3",
    "连线题": "4",
    "简答题": "6",
}
BLANK_KINDS = ("填空题", "选择填空题")
RESPONSE = "RESPONSE"
FIELDS = frozenset(
    "id kind stem options partners answer method knowledge level difficulty seconds explanation shuffle enemies"
    " right wrong partial".split()
)
Response = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SourceItem:
    """One item; `fields` as written, `domain` from the head of its file."""

    domain: str
    fields: dict[str, Any]

    @property
    def identifier(self) -> str:
        """Its name in the bank."""
        return str(self.fields["id"])

    @property
    def kind(self) -> str:
        """What teachers call it."""
        return str(self.fields["kind"])

    def text(self, name: str) -> str:
        """A field as text, empty where it is left out."""
        return str(self.fields.get(name, "")).strip("\n")

    def response(self, value: Any) -> Response:
        """Write out an answer: a list of blanks as B1, B2, ..., anything else as the one response."""
        if self.kind in BLANK_KINDS:
            return {f"B{number}": text for number, text in enumerate(value, start=1)}
        return {RESPONSE: value}


def read_items(folder: Path = ITEM_FOLDER) -> list[SourceItem]:
    """Read all items in the order of the files."""
    found = []
    for path in sorted(folder.glob("*.toml")):
        data = tomllib.loads(path.read_text("utf-8"))
        for fields in data["item"]:
            if unknown := set(fields) - FIELDS:
                raise ValueError(f"{path.name}: {fields.get('id')} has unknown fields {sorted(unknown)}")
            found.append(SourceItem(data["domain"], fields))
    return found
