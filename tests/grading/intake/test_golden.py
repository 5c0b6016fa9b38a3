"""Golden work in a marking package: the vectors through our reader and through a second one written from the spec."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from grading.intake import golden
from grading.intake.golden import read_golden, read_golden_file
from itembank.base.errors import JikaoError
from itembank.model.codec import from_bytes
from itembank.model.marking import MarkingKey
from tests.vectors.golden.make import INDEX, index_text

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "tests" / "vectors" / "golden"
VECTORS: list[dict[str, Any]] = json.loads((FOLDER / INDEX).read_text("utf-8"))
NAMES = [vector["name"] for vector in VECTORS]
KINDS = {"starter", "model", "empty_folder", "missing_files", "empty_files", "foreign", "mutant", "noise", "resaved"}


class FakeParts:
    """A compartment that was opened: parts by name."""

    def __init__(self, parts: dict[str, str]) -> None:
        self.parts = {name: base64.b64decode(data) for name, data in parts.items()}

    def __contains__(self, name: object) -> bool:
        return name in self.parts

    def read(self, name: str, *, at_most: int = 1 << 30) -> bytes:
        assert len(self.parts[name]) <= at_most
        return self.parts[name]


def ours(parts: FakeParts) -> list[tuple[str, dict[str, Fraction | None], list[bytes]]] | None:
    """Every work with its points and files; None when the package is refused."""
    try:
        tasks = read_golden(parts, {"A": from_bytes(MarkingKey, parts.read("key-A.json"))})
        return [
            (
                work.name,
                work.points,
                [read_golden_file(parts, file.media) for file in work.files if not file.folder],
            )
            for task in tasks
            for work in task.works
        ]
    except JikaoError:
        return None


class RefusedError(Exception):
    """The second reader found a rule broken."""


def second(parts: dict[str, bytes]) -> list[tuple[str, dict[str, Fraction | None], list[bytes]]]:
    """The spec of docs/formats/golden.md once more; nothing of `itembank` is used."""
    if "golden.json" not in parts:
        return []
    value = json.loads(parts["golden.json"])
    entries = [
        entry for name, data in parts.items() if name.startswith("key-") for entry in json.loads(data)["entries"]
    ]
    require(value["format"] == "jikao-golden 1" and set(value) == {"format", "tasks"})
    seen = [(task["item"], task["marking"]) for task in value["tasks"]]
    require(len(set(seen)) == len(seen))
    found = []
    for task in value["tasks"]:
        require(set(task) == {"item", "marking", "works"})
        fits = [one for one in entries if one["marking"]["item"] == task["item"] and spelled(one) == task["marking"]]
        require(bool(fits))
        rubric = {
            one["identifier"]: Fraction(one["points"]) for one in fits[0]["marking"]["scoring"]["rubric"]["points"]
        }
        names = [(work.get("kind"), work["name"]) for work in task["works"]]
        require(len(set(names)) == len(names) <= 200)
        found += [second_work(work, rubric, parts) for work in task["works"]]
    return found


def second_work(work: dict[str, Any], rubric: dict[str, Fraction], parts: dict[str, bytes]):
    require({"name", "files", "points"} <= set(work) <= {"name", "files", "points", "kind"})
    require(work["kind"] in KINDS if "kind" in work else bool(work["name"].strip()))
    require(set(work["points"]) == set(rubric))
    points = {name: None if text is None else Fraction(as_text(text)) for name, text in work["points"].items()}
    require(all(worth is None or 0 <= worth <= rubric[name] for name, worth in points.items()))
    paths = [file["path"] for file in work["files"]]
    require(len(set(paths)) == len(paths) and not any(".." in path.split("/") for path in paths))
    return work["name"], points, [second_file(file["media"], parts) for file in work["files"] if not file.get("folder")]


def second_file(name: str, parts: dict[str, bytes]) -> bytes:
    if f"media/{name}" in parts:
        return parts[f"media/{name}"]
    require(f"golden/{name}" in parts)
    stream = zlib.decompressobj()
    try:
        plain = stream.decompress(parts[f"golden/{name}"], 64 << 20)
    except zlib.error as error:
        raise RefusedError from error
    require(stream.eof and not stream.unused_data and hashlib.sha256(plain).hexdigest() == name)
    return plain


def spelled(entry: dict[str, Any]) -> str:
    text = json.dumps(entry["marking"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def as_text(value: object) -> str:
    require(isinstance(value, str))
    return str(value)


def require(holds: bool) -> None:
    if not holds:
        raise RefusedError


@pytest.mark.parametrize("vector", VECTORS, ids=NAMES)
def test_a_vector_has_the_verdict_that_is_written_beside_it(vector: dict[str, Any]) -> None:
    found = ours(FakeParts(vector["parts"]))
    assert (found is not None) == vector["accepted"]


@pytest.mark.parametrize("vector", VECTORS, ids=NAMES)
def test_a_second_reader_written_from_the_specification_agrees(vector: dict[str, Any]) -> None:
    parts = FakeParts(vector["parts"])
    if vector["accepted"]:
        assert second(parts.parts) == ours(parts)
    else:
        with pytest.raises(RefusedError):
            second(parts.parts)


def test_the_specification_names_every_vector_and_no_other() -> None:
    text = (ROOT / "docs" / "formats" / "golden.md").read_text("utf-8")
    named = {name.strip() for part in text.split("[")[1:] for name in part.partition("]")[0].split(",")}
    assert set(NAMES) <= named


def test_the_vectors_are_what_their_maker_writes() -> None:
    """zlib may spell a stream otherwise on another machine, so the files are compared unpacked."""
    assert [row["name"] for row in json.loads(index_text())] == NAMES
    for fresh, kept in zip(json.loads(index_text()), VECTORS, strict=True):
        assert fresh["parts"]["key-A.json"] == kept["parts"]["key-A.json"]
        assert fresh["parts"].get("golden.json") == kept["parts"].get("golden.json")
        assert fresh["parts"].keys() == kept["parts"].keys()


def test_a_file_that_swells_above_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(golden, "MAX_GOLDEN_BYTES", 1000)
    data = bytes(2000)
    name = hashlib.sha256(data).hexdigest()
    parts = FakeParts({f"golden/{name}": base64.b64encode(zlib.compress(data)).decode()})
    with pytest.raises(JikaoError, match="已损坏"):
        read_golden_file(parts, name)
