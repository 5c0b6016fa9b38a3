"""Files that are in use, half written, gone on the way, or changing all the while: the last version is never lost."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from exam_client.practical import reach, scanning, snapshots
from exam_client.practical.reach import ChangedMeanwhileError, read_file
from exam_client.practical.scanning import look_at
from exam_client.practical.snapshots import take_snapshot
from itembank.base.canonical import digest
from itembank.model.left_out import WhyLeftOut
from tests.exam_client.practical.keeping import Keep, contents, fill, paths


@pytest.fixture
def keep() -> Keep:
    return Keep()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "第3题"
    place.mkdir()
    return place


def test_a_file_in_use_is_looked_at_again_until_it_is_taken(folder: Path, keep: Keep, monkeypatch) -> None:
    (folder / "作品.docx").write_bytes(b"1")
    first, look = take_snapshot(folder, keep, None)
    (folder / "作品.docx").write_bytes(b"22")
    (folder / "新.docx").write_bytes(b"333")
    with monkeypatch.context() as patch:
        patch.setattr(snapshots, "read_file", in_use)
        second, busy_look = take_snapshot(folder, keep, first, look)
    assert second.entries == first.entries
    assert (set(second.skipped), second.reasons) == ({"作品.docx", "新.docx"}, (WhyLeftOut.BUSY,))
    assert second.is_old("作品.docx")
    assert second.may_lack("新.docx")
    assert look_at(folder).seen != busy_look.seen
    third, good_look = take_snapshot(folder, keep, second, busy_look)
    assert [keep.find(entry) for entry in third.entries] == [b"22", b"333"]
    assert third.skipped == ()
    assert look_at(folder).seen == good_look.seen


def in_use(_folder: Path, path: str, _at_most: int) -> bytes:
    raise PermissionError(13, "in use", path)


def test_what_is_written_while_it_is_read_is_not_believed(folder: Path, monkeypatch) -> None:
    (folder / "a.bin").write_bytes(b"old")
    real = os.fstat
    calls = iter(range(10))

    def moving(handle: int) -> os.stat_result:
        if next(calls) == 1:
            (folder / "a.bin").write_bytes(b"newer")
        return real(handle)

    monkeypatch.setattr(os, "fstat", moving)
    with pytest.raises(ChangedMeanwhileError):
        read_file(folder, "a.bin", 100)
    monkeypatch.setattr(os, "fstat", real)
    assert read_file(folder, "a.bin", 100) == b"newer"


def test_a_file_that_vanishes_on_the_way_is_gone_unless_it_was_there_before(folder: Path, keep, monkeypatch) -> None:
    (folder / "作品.docx").write_bytes(b"1")
    first, look = take_snapshot(folder, keep, None)
    (folder / "作品.docx").write_bytes(b"22")
    (folder / "半.bin").write_bytes(b"x")

    def vanished(_folder: Path, path: str, _at_most: int) -> bytes:
        raise FileNotFoundError(2, "gone", path)

    monkeypatch.setattr(snapshots, "read_file", vanished)
    second, _look = take_snapshot(folder, keep, first, look)
    assert (paths(second), second.skipped) == (["作品.docx"], ("作品.docx",))


def test_a_folder_that_cannot_be_looked_into_keeps_what_it_held(folder: Path, keep: Keep, monkeypatch) -> None:
    (folder / "里").mkdir()
    fill(folder / "里", 5)
    (folder / "里面").write_bytes(b"beside")
    first, look = take_snapshot(folder, keep, None)
    real = reach.children

    def locked(place: Path, parts: tuple[str, ...], at_most: int) -> list[reach.Child]:
        if parts == ("里",):
            raise PermissionError(13, "locked")
        return real(place, parts, at_most)

    monkeypatch.setattr(scanning, "children", locked)
    (folder / "里面").unlink()
    second, _look = take_snapshot(folder, keep, first, look)
    assert paths(second) == [path for path in paths(first) if path != "里面"]
    assert (second.skipped, second.reasons) == (("里",), (WhyLeftOut.BUSY,))


def test_a_working_folder_that_cannot_be_looked_into_is_not_empty(folder: Path, keep: Keep, monkeypatch) -> None:
    def locked(_place: Path, _parts: tuple[str, ...], _at_most: int) -> list[reach.Child]:
        raise PermissionError(13, "locked")

    monkeypatch.setattr(scanning, "children", locked)
    with pytest.raises(PermissionError):
        take_snapshot(folder, keep, None)


def test_a_folder_that_changes_all_the_while_is_taken_and_at_rest_is_whole(folder: Path, keep: Keep) -> None:
    stop = threading.Event()

    def churn() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            (folder / f"{number % 40}.txt").write_bytes(b"x" * (number % 97))
            (folder / f"{(number + 20) % 40}.txt").unlink(missing_ok=True)

    writer = threading.Thread(target=churn)
    writer.start()
    manifest, look = take_snapshot(folder, keep, None)
    try:
        for _turn in range(20):
            manifest, look = take_snapshot(folder, keep, manifest, look)
            for entry in manifest.entries:
                assert digest(keep.find(entry) or b"") == entry.sha256
    finally:
        stop.set()
        writer.join()
    manifest, look = take_snapshot(folder, keep, manifest, None)
    assert {e.path: keep.find(e) for e in manifest.entries} == contents(folder)
    assert manifest.skipped == ()
