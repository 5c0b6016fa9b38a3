"""The vectors of working folders' records, by our reader and by one written from docs/formats/folder.md alone."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from itembank.base.errors import JikaoError
from itembank.base.files import working_relative
from itembank.model.codec import content_id, from_builtins, to_bytes
from itembank.model.events import AttemptEvent, Folding, fold
from itembank.model.responses import FileEntry
from tests.vectors.folder import make

VECTORS = Path(make.__file__).parent / make.INDEX
INDEX: dict[str, Any] = json.loads(VECTORS.read_text("utf-8"))
GOOD = pytest.mark.parametrize("case", INDEX["good"], ids=lambda case: case["name"])
REFUSED = pytest.mark.parametrize("case", INDEX["refused"], ids=lambda case: case["name"])
SHARED = pytest.mark.parametrize("case", INDEX["shared"], ids=lambda case: case["name"])


def test_the_vectors_are_those_that_make_writes() -> None:
    assert VECTORS.read_bytes() == make.make()


# ---- our reader


def event(value: dict[str, Any]) -> AttemptEvent:
    return from_builtins(AttemptEvent, value)  # type: ignore[arg-type]


@GOOD
def test_a_good_record_gives_its_states(case: dict[str, Any]) -> None:
    folders = fold(event(one) for one in case["events"]).folders
    assert {item: json.loads(to_bytes(manifest)) for item, manifest in folders.items()} == case["states"]
    for item, manifest in folders.items():
        assert content_id(manifest) == make.identity(case["states"][item])


@REFUSED
def test_a_bad_record_is_refused_and_changes_nothing(case: dict[str, Any]) -> None:
    folding = Folding()
    *before, last = case["events"]
    for one in before:
        folding.take(event(one))
    if case["at_end"]:
        folding.take(event(last))
        with pytest.raises(JikaoError):
            folding.check()
        return
    state = folding.state()
    with pytest.raises(JikaoError):
        folding.take(event(last))
    assert folding.state() == state


@SHARED
def test_a_shared_blob_gives_the_bytes_of_each_file(case: dict[str, Any]) -> None:
    data = from_builtins(FileEntry, case["entry"]).part_of(bytes.fromhex(case["content"]))
    assert (data.hex() if data is not None else None) == case["data"]


@pytest.mark.parametrize("path", INDEX["paths"])
def test_names_of_other_systems_are_names(path: str) -> None:
    assert str(working_relative(path)) == path


# ---- the second reader: nothing of `itembank` below


class RefusedError(Exception):
    pass


ENTRY = {"path", "folder", "size_bytes", "sha256", "blob", "offset", "modified_ms", "attributes"}
REASONS = {"busy", "count", "depth", "file_size", "link", "name", "total"}


def refuse(wrong: object) -> None:
    if wrong:
        raise RefusedError


def read_entry(entry: dict[str, Any]) -> None:
    pieces = entry["path"].split("/")
    refuse(set(entry) - ENTRY)
    refuse(len(pieces) > 24 or any(piece in {"", ".", ".."} or len(piece) > 255 for piece in pieces))
    refuse(any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in entry["path"]))
    refuse(len(entry["path"].encode()) > 6400)
    refuse(not entry.get("folder") and not entry.get("sha256"))
    refuse("offset" in entry and (entry["offset"] < 0 or entry.get("folder")))


class SecondReader:
    """Section "Events", rule by rule."""

    def __init__(self) -> None:
        self.states: dict[str, dict[str, Any]] = {}
        self.names: dict[str, str] = {}
        self.begun: dict[str, list[dict[str, Any]]] = {}

    def take(self, one: dict[str, Any]) -> None:
        if one["type"] == "folder":
            self.whole(one["item"], one["manifest"])
        elif one["type"] == "folder_change":
            self.part(one["item"], {"part": 1, "parts": 1, "put": [], "gone": [], **one["change"]})

    def whole(self, item: str, manifest: dict[str, Any]) -> None:
        refuse(set(manifest) - {"entries", "skipped", "reasons"})
        refuse(set(manifest.get("reasons", [])) - REASONS)
        for entry in manifest.get("entries", []):
            read_entry(entry)
        self.states[item], self.begun[item] = manifest, []
        self.names[item] = self.identity(manifest)

    def part(self, item: str, change: dict[str, Any]) -> None:
        refuse(not 1 <= change["part"] <= change["parts"])
        for entry in change["put"]:
            read_entry(entry)
        begun = [] if change["part"] == 1 else self.begun.get(item, [])
        refuse(change["part"] != len(begun) + 1)
        for other in begun:
            refuse(any(other[name] != change[name] for name in ("base", "becomes", "count", "parts")))
        parts = [*begun, change]
        if change["part"] < change["parts"]:
            self.begun[item] = parts
            return
        known = {entry["path"]: entry for entry in self.states.get(item, {}).get("entries", [])}
        gone = [path for part in parts for path in part["gone"]]
        put = {entry["path"]: entry for part in parts for entry in part["put"]}
        count = sum(len(part["put"]) for part in parts)
        refuse(change["base"] != self.names.get(item, ""))
        refuse(len({*gone, *put}) != len(gone) + count or set(gone) - set(known))
        left = {path: entry for path, entry in known.items() if path not in gone} | put
        refuse(len(left) != change["count"])
        manifest = {
            "entries": [left[path] for path in sorted(left)],
            "skipped": change.get("skipped"),
            "reasons": change.get("reasons"),
        }
        self.states[item] = {name: value for name, value in manifest.items() if value}
        self.names[item], self.begun[item] = change["becomes"], []

    def check(self) -> None:
        for item, manifest in self.states.items():
            refuse(self.identity(manifest) != self.names[item])

    @staticmethod
    def identity(manifest: dict[str, Any]) -> str:
        text = json.dumps(manifest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


@GOOD
def test_what_the_specification_says_is_enough_to_read_a_record(case: dict[str, Any]) -> None:
    reader = SecondReader()
    for one in case["events"]:
        reader.take(one)
    reader.check()
    assert reader.states == case["states"]


@REFUSED
def test_what_the_specification_says_is_enough_to_refuse_one(case: dict[str, Any]) -> None:
    reader = SecondReader()
    *before, last = case["events"]
    for one in before:
        reader.take(one)
    if case["at_end"]:
        reader.take(last)
    with pytest.raises(RefusedError):
        reader.check() if case["at_end"] else reader.take(last)


@SHARED
def test_what_the_specification_says_is_enough_to_cut_a_shared_blob(case: dict[str, Any]) -> None:
    content, entry = bytes.fromhex(case["content"]), case["entry"]
    data = content if "offset" not in entry else content[entry["offset"] : entry["offset"] + entry["size_bytes"]]
    holds = hashlib.sha256(data).hexdigest() == entry["sha256"]
    assert (data.hex() if holds else None) == case["data"]
