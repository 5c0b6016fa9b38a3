"""Write the vectors of folders' records: `python -m tests.vectors.folder.make`; a test compares byte for byte."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
INDEX = "vectors.json"
Value = dict[str, Any]


def canonical(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def name_of(data: bytes) -> str:
    return sha256(data).hexdigest()


def file(path: str, data: bytes, **more: Any) -> Value:
    return {"path": path, "size_bytes": len(data), "sha256": name_of(data), "blob": name_of(b"blob " + data), **more}


def state(*entries: Value, **more: Any) -> Value:
    found: Value = {"entries": sorted(entries, key=lambda entry: entry["path"]), **more}
    return {name: value for name, value in found.items() if value}


def identity(manifest: Value) -> str:
    return name_of(canonical(manifest))


def changed(base: str, after: Value, number: int, parts: int, **fields: Any) -> Value:
    return part(base, after, part=number, parts=parts, **fields)


def whole(manifest: Value, item: str = "P1", reason: str = "saved") -> Value:
    return {"type": "folder", "item": item, "manifest": manifest, "reason": reason, "at_ms": 1000}


def part(base: str, after: Value, item: str = "P1", reason: str = "saved", **fields: Any) -> Value:
    change = {"base": base, "becomes": identity(after), "count": len(after.get("entries", [])), **fields}
    return {"type": "folder_change", "item": item, "change": change, "reason": reason, "at_ms": 2000}


A, B, C = file("作业/成绩.xlsx", b"a"), file("b.txt", b"b", offset=0), file("c.txt", b"cc", offset=1)
A2, FOLDER = file("作业/成绩.xlsx", b"a2", attributes="R"), {"path": "空文件夹", "folder": True}
DECOMPOSED, CASE = file("cafe\u0301.txt", b"n"), file("B.TXT", b"B")
FIRST = state(A, B)
TWO = state(A2, B, C)
LEFT_OUT: Value = {"skipped": ["作业/成绩.xlsx", "片.mp4"], "reasons": ["busy", "file_size"]}
WITH_GAPS = state(A2, B, C, **LEFT_OUT)
FULL = state(A, B, C, FOLDER, DECOMPOSED, CASE)
NOTHING = state()
ANSWER = {"type": "answer", "item": "Q1", "response": {"R": "x"}, "at_ms": 5}


def good() -> list[Value]:
    first = part("", FIRST, put=[B, A], reason="starter")
    base = identity(FIRST)
    return [
        {"name": "whole", "events": [whole(FIRST)], "states": {"P1": FIRST}},
        {"name": "first-in-one-part", "events": [first], "states": {"P1": FIRST}},
        {"name": "after-a-whole-one", "events": [whole(FIRST), part(base, TWO, put=[A2, C])], "states": {"P1": TWO}},
        {
            "name": "what-was-left-out",
            "events": [first, part(base, WITH_GAPS, put=[A2, C], **LEFT_OUT)],
            "states": {"P1": WITH_GAPS},
        },
        {
            "name": "three-parts-with-others-between",
            "events": [
                whole(TWO, item="P2"),
                part("", FULL, part=1, parts=3, put=[A, B]),
                ANSWER,
                part("", FULL, part=2, parts=3, put=[C, FOLDER]),
                part(identity(TWO), FIRST, item="P2", put=[A], gone=["c.txt"]),
                part("", FULL, part=3, parts=3, put=[DECOMPOSED, CASE]),
            ],
            "states": {"P1": FULL, "P2": FIRST},
        },
        {
            "name": "not-completed",
            "events": [first, part(base, FULL, part=1, parts=2, put=[C, FOLDER])],
            "states": {"P1": FIRST},
        },
        {
            "name": "begun-anew",
            "events": [
                first,
                part(base, FULL, part=1, parts=2, put=[C, FOLDER]),
                part(base, TWO, part=1, parts=2, put=[A2]),
                part(base, TWO, part=2, parts=2, put=[C]),
            ],
            "states": {"P1": TWO},
        },
        {
            "name": "emptied",
            "events": [first, part(base, NOTHING, gone=["b.txt", "作业/成绩.xlsx"])],
            "states": {"P1": NOTHING},
        },
        {
            "name": "a-whole-one-drops-a-beginning",
            "events": [part("", FULL, parts=2, put=[A]), whole(TWO)],
            "states": {"P1": TWO},
        },
    ]


def refused() -> list[Value]:
    """Return sequences whose last event must be refused, or (`at_end`) whose newest state must not be used."""
    first, base = whole(FIRST), identity(FIRST)
    more = state(A, B, C)
    begun = part(base, FULL, part=1, parts=2, put=[C])

    def case(name: str, *events: Value, at_end: bool = False) -> Value:
        return {"name": name, "events": list(events), "at_end": at_end}

    return [
        case("part-without-begin", first, part(base, FULL, part=2, parts=2, put=[C])),
        case("part-left-out", first, part(base, FULL, part=1, parts=3), part(base, FULL, part=3, parts=3)),
        case("part-twice", first, begun, part(base, FULL, part=1, parts=2), part(base, FULL, part=1, parts=2),
             part(base, FULL, part=3, parts=3)),
        case("part-of-another-state", first, begun, part(base, more, part=2, parts=2)),
        case("part-of-another-base", first, begun, part(identity(TWO), FULL, part=2, parts=2)),
        case("part-of-another-number", first, begun, part(base, FULL, part=2, parts=3)),
        case("part-of-another-task", first, begun, part(base, FULL, item="P2", part=2, parts=2)),
        case("part-zero", first, part(base, more, part=0, parts=1, put=[C])),
        case("part-beyond", first, part(base, more, part=2, parts=1, put=[C])),
        case("base-other", first, part(identity(TWO), more, put=[C])),
        case("base-empty", first, part("", more, put=[A, B, C])),
        case("base-invented", part(base, more, put=[C])),
        case("path-put-twice", first, part(base, more, put=[C, C])),
        case("path-put-twice-in-parts", first, changed(base, more, 1, 2, put=[C]), changed(base, more, 2, 2, put=[C])),
        case("path-gone-and-put", first, part(base, state(A, C), gone=["b.txt"], put=[B, C])),
        case("gone-twice", first, part(base, state(A), gone=["b.txt", "b.txt"])),
        case("gone-never-there", first, part(base, FIRST, gone=["x.txt"])),
        case("count-short", first, part(base, more, count=2, put=[C])),
        case("count-long", first, part(base, more, count=4, put=[C])),
        case("state-other", first, part(base, more, put=[file("c.txt", b"other")]), at_end=True),
        case("state-lacks-skipped", first, part(base, state(A, B, C, skipped=["x"]), put=[C]), at_end=True),
        case("digest-missing", whole(state({"path": "a.txt"}))),
        case("offset-below-zero", whole(state({**A, "offset": -1}))),
        case("offset-of-a-folder", whole(state({**FOLDER, "offset": 0}))),
        case("field-unknown", whole(state({**A, "mode": 7}))),
        case("reason-unknown", whole(state(A, skipped=["x"], reasons=["tired"]))),
        *(case(f"path-{name}", whole(state(file(path, b"a")))) for name, path in BAD_PATHS.items()),
    ]  # fmt: skip


BAD_PATHS = {
    "empty": "",
    "absolute": "/a",
    "ends-with-slash": "a/",
    "empty-piece": "a//b",
    "dot": "a/./b",
    "up": "a/../b",
    "up-first": "../b",
    "control": "a\nb",
    "zero": "a\0b",
    "piece-256": "字" * 256,
    "25-pieces": "/".join("a" * 25),
    "6401-bytes": "/".join(["字" * 100] * 21) + "/" + "a" * 80,
}
GOOD_PATHS = [
    "a:b",
    "con",
    "a\\b",
    "点.",
    " blank ",
    "cafe\u0301",
    "caf\u00e9",
    "字" * 255,
    "/".join("a" * 24),
    "/".join(["字" * 100] * 21) + "/" + "a" * 79,
]


def shared() -> list[Value]:
    content = b"first" + b"second"
    second = {"path": "2", "size_bytes": 6, "sha256": name_of(b"second"), "blob": name_of(b"x"), "offset": 5}
    alone = {"path": "3", "size_bytes": 11, "sha256": name_of(content), "blob": name_of(b"x")}
    nothing = {"path": "4", "size_bytes": 0, "sha256": name_of(b""), "blob": name_of(b"x"), "offset": 11}
    return [
        {"name": "from-offset", "content": content.hex(), "entry": second, "data": b"second".hex()},
        {"name": "alone", "content": content.hex(), "entry": alone, "data": content.hex()},
        {"name": "empty-at-the-end", "content": content.hex(), "entry": nothing, "data": ""},
        {"name": "beyond", "content": content.hex(), "entry": {**second, "offset": 6}, "data": None},
        {"name": "other-bytes", "content": b"first+second".hex(), "entry": second, "data": None},
    ]


def make() -> bytes:
    index = {"good": good(), "refused": refused(), "paths": GOOD_PATHS, "shared": shared()}
    return (json.dumps(index, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


if __name__ == "__main__":
    (HERE / INDEX).write_bytes(make())
