"""Snapshots as a desk writes them down: small, in parts, whole or not at all, the same after every crash."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_client.attempt.controller import MAX_PLAIN_EVENT_BYTES
from exam_client.attempt.folder_events import folding_of, snapshot_events
from itembank.base.canonical import digest
from itembank.model.codec import content_id, to_bytes
from itembank.model.events import AttemptEvent, FolderChanged, FolderSaved, SnapshotReason, fold
from itembank.model.left_out import MAX_FOLDER_ENTRIES, WhyLeftOut
from itembank.model.responses import MORE_SKIPPED, FileEntry, FolderManifest


def entry(path: str, version: int = 0) -> FileEntry:
    if path.endswith("/"):
        return FileEntry(path=path.rstrip("/"), folder=True)
    name = digest(f"{path} {version}".encode())
    return FileEntry(path=path, size_bytes=9, sha256=name, blob=name[::-1], modified_ms=version)


def state(versions: dict[str, int], *skipped: str) -> FolderManifest:
    entries = sorted((entry(path, version) for path, version in versions.items()), key=lambda one: one.path)
    reasons = (WhyLeftOut.BUSY,) if skipped else ()
    return FolderManifest(entries=tuple(entries), skipped=skipped, reasons=reasons)


def saved(manifest: FolderManifest, at_ms: int = 0) -> FolderSaved:
    return FolderSaved(item="P1", manifest=manifest, reason=SnapshotReason.SAVED, at_ms=at_ms)


def recorded(*states: FolderManifest, most_bytes: int = MAX_PLAIN_EVENT_BYTES) -> list[list[AttemptEvent]]:
    """Write states down one after the other."""
    snapshots: list[list[AttemptEvent]] = []
    for number, manifest in enumerate(states):
        folder = folding_of(event for snapshot in snapshots for event in snapshot).folder("P1")
        snapshots.append(list(snapshot_events(saved(manifest, number), folder, most_bytes)))
    return snapshots


def many(count: int) -> dict[str, int]:
    return {f"素材/第{number % 7}组/图片{number:05}.png": 0 for number in range(count)}


@pytest.mark.parametrize(("files", "most"), [(10, 900), (100, 900), (1_000, 900), (5_000, 900)])
def test_saving_one_document_costs_the_same_however_many_files_there_are(files: int, most: int) -> None:
    versions = many(files)
    first, again = recorded(state({**versions, "作品.docx": 1}), state({**versions, "作品.docx": 2}))
    assert len(again) == 1
    assert sum(len(to_bytes(event)) for event in again) < most
    assert all(len(to_bytes(event)) <= MAX_PLAIN_EVENT_BYTES for event in first)


def test_a_whole_state_is_written_where_it_is_shorter() -> None:
    (first,) = recorded(state({"a.txt": 1}))
    assert isinstance(first[0], FolderSaved)
    _first, emptied = recorded(state(many(50)), state({}))
    assert [type(event) for event in emptied] == [FolderSaved]


def test_the_largest_folder_with_the_longest_names_is_whole() -> None:
    deep = "/".join(["目录" * 42] * 19)
    versions = {f"{deep}/{'名' * 83}{number:04}": 0 for number in range(300)} | many(MAX_FOLDER_ENTRIES - 300)
    manifest = state(versions, *["字" * 80] * 20, MORE_SKIPPED)
    (events,) = recorded(manifest)
    assert max(len(to_bytes(event)) for event in events) <= MAX_PLAIN_EVENT_BYTES
    assert fold(events).folders["P1"] == manifest
    assert recorded(manifest) == [events]


PATHS = st.sampled_from(["a.txt", "a/b.txt", "A.txt", "空/", "素材/图.png", "cafe\u0301", "caf\u00e9", "a:b"])
STATES = st.builds(
    lambda versions, skipped: state(versions, *skipped),
    st.dictionaries(PATHS, st.integers(0, 2), max_size=8),
    st.lists(st.sampled_from(["大.mp4", "a.txt"]), max_size=2),
)


@given(st.lists(STATES, min_size=1, max_size=6), st.integers(1_400, 4_000))
def test_every_state_comes_back_and_a_cut_gives_the_last_whole_one(states: list[FolderManifest], most: int) -> None:
    snapshots = recorded(*states, most_bytes=most)
    events = [event for snapshot in snapshots for event in snapshot]
    ends = [sum(len(snapshot) for snapshot in snapshots[: number + 1]) for number in range(len(snapshots))]
    for cut in range(len(events) + 1):
        last = max((number for number, end in enumerate(ends) if end <= cut), default=-1)
        found = fold(events[:cut]).folders.get("P1")
        assert found == (states[last] if last >= 0 else None)


def test_a_snapshot_after_a_torn_one_stands_on_the_last_whole_state() -> None:
    one, two = state(many(400)), state({**many(400), "新.txt": 1})
    ((*whole, _last),) = recorded(one)
    folder = folding_of(whole).folder("P1")
    again = snapshot_events(saved(two), folder, MAX_PLAIN_EVENT_BYTES)
    assert fold([*whole, *again]).folders["P1"] == two


def test_a_desk_goes_on_with_a_record_that_does_not_fit() -> None:
    _first, (change,) = recorded(state(many(20)), state({**many(20), "新.txt": 1}))
    assert isinstance(change, FolderChanged)
    folding = folding_of([change])
    assert [one.path for one in folding.state().folders["P1"].entries] == ["新.txt"]
    now = state(many(20))
    events = [change, *snapshot_events(saved(now), folding.folder("P1"), MAX_PLAIN_EVENT_BYTES)]
    assert folding_of(events).state().folders["P1"] == now


def test_the_state_that_a_record_names_is_the_one_it_gives() -> None:
    draw = random.Random(7)
    states = [state({path: draw.randrange(3) for path in many(200) if draw.random() < 0.7}) for _turn in range(5)]
    for snapshot, manifest in zip(recorded(*states), states, strict=True):
        for event in snapshot:
            if isinstance(event, FolderChanged):
                assert (event.change.becomes, event.change.count) == (content_id(manifest), len(manifest.entries))
