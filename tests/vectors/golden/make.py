"""Write the test vectors of golden work: `python -m tests.vectors.golden.make`; a test compares byte for byte."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable, Iterator
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

from itembank.model.certificate import CaseKind
from itembank.model.checks import CheckCall, CheckPoint, Rubric
from itembank.model.codec import to_bytes
from itembank.model.golden import FORMAT, GoldenPart, GoldenTask, GoldenWork, marking_id
from itembank.model.golden_file import entry_of
from itembank.model.marking import ItemMarking, KeyEntry, MarkingKey, RubricScoring

HERE = Path(__file__).parent
INDEX = "vectors.json"
STARTER, MODEL, OWN = "发放的文件\n".encode(), "参考答案\n".encode() * 40, b"half"
Value = dict[str, Any]
Parts = dict[str, bytes]


def name_of(data: bytes) -> str:
    return sha256(data).hexdigest()


def good_key() -> MarkingKey:
    call = CheckCall(type="F.same_as", file="报告.txt")
    points = tuple(
        CheckPoint(identifier=name, title=f"得分点 {name}", points=worth, checks=(call,))
        for name, worth in (("p1", Fraction(2)), ("p2", Fraction(3, 2)))
    )
    scoring = RubricScoring(rubric=Rubric(identifier="T1", points=points), starter={"报告.txt": name_of(STARTER)})
    marking = ItemMarking(item="T1", item_version="0" * 64, scoring=scoring)
    entry = KeyEntry(number=1, marking=marking, points=Fraction(7, 2), section="s1")
    return MarkingKey(form="A", exam="X2026", title="样卷", entries=(entry,))


def good_part() -> GoldenPart:
    def work(name: str, kind: CaseKind | None, p1: Fraction | None, p2: Fraction | None, *data: bytes) -> GoldenWork:
        files = tuple(entry_of("报告.txt", one) for one in data)
        return GoldenWork(name=name, kind=kind, files=files, points={"p1": p1, "p2": p2})

    nothing, two, rest = Fraction(0), Fraction(2), Fraction(3, 2)
    works = (
        work("", CaseKind.STARTER, nothing, nothing, STARTER),
        work("", CaseKind.EMPTY_FOLDER, nothing, nothing),
        work("", CaseKind.MODEL, two, rest, MODEL),
        work("p1", CaseKind.MUTANT, nothing, rest, OWN),
        work("打不开的文件", None, None, None, OWN),
    )
    task = GoldenTask(item="T1", marking=marking_id(good_key().entries[0].marking), works=works)
    return GoldenPart(format=FORMAT, tasks=(task,))


def good_parts() -> Parts:
    return {
        "golden.json": to_bytes(good_part()),
        "key-A.json": to_bytes(good_key()),
        f"media/{name_of(STARTER)}": STARTER,
        f"golden/{name_of(MODEL)}": zlib.compress(MODEL, 9),
        f"golden/{name_of(OWN)}": zlib.compress(OWN, 9),
    }


def changed(change: Callable[[Value], object]) -> Parts:
    parts = good_parts()
    value = json.loads(parts["golden.json"])
    change(value)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return parts | {"golden.json": text.encode()}


def with_file(data: bytes) -> Parts:
    return good_parts() | {f"golden/{name_of(OWN)}": data}


def without(name: str) -> Parts:
    return {part: data for part, data in good_parts().items() if part != name}


def works(value: Value) -> list[Value]:
    found: list[Value] = value["tasks"][0]["works"]
    return found


def vectors() -> Iterator[tuple[str, bool, Parts]]:
    """Name, whether it is accepted, and the parts of the compartment."""
    yield "good", True, good_parts()
    yield "none", True, without("golden.json")
    yield "format-2", False, changed(lambda value: value.update(format="jikao-golden 2"))
    yield "field-unknown", False, changed(lambda value: value.update(more=1))
    yield "task-twice", False, changed(lambda value: value["tasks"].append(value["tasks"][0]))
    yield "task-of-no-key", False, changed(lambda value: value["tasks"][0].update(item="T2"))
    yield "marking-other", False, changed(lambda value: value["tasks"][0].update(marking="f" * 64))
    yield "work-twice", False, changed(lambda value: works(value).append(works(value)[3]))
    yield "work-nameless", False, changed(lambda value: works(value)[4].update(name=" "))
    yield "kind-unknown", False, changed(lambda value: works(value)[3].update(kind="other"))
    yield "points-missing", False, changed(lambda value: works(value)[3]["points"].pop("p2"))
    yield "points-strange", False, changed(lambda value: works(value)[3]["points"].update(p3="0"))
    yield "points-above", False, changed(lambda value: works(value)[3]["points"].update(p2="2"))
    yield "points-number", False, changed(lambda value: works(value)[3]["points"].update(p2=1))
    yield "path-unsafe", False, changed(lambda value: works(value)[3]["files"][0].update(path="../报告.txt"))
    yield "path-twice", False, changed(lambda value: works(value)[3]["files"].append(works(value)[3]["files"][0]))
    yield "file-missing", False, without(f"golden/{name_of(OWN)}")
    yield "file-other", False, with_file(zlib.compress(b"other", 9))
    yield "file-uncompressed", False, with_file(OWN)
    yield "file-cut", False, with_file(zlib.compress(OWN, 9)[:-2])
    yield "file-trailing", False, with_file(zlib.compress(OWN, 9) + b"\0")


def index_text() -> str:
    rows = [
        {
            "name": name,
            "accepted": accepted,
            "parts": {part: base64.b64encode(data).decode() for part, data in sorted(parts.items())},
        }
        for name, accepted, parts in vectors()
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    (HERE / INDEX).write_text(index_text(), "utf-8")
