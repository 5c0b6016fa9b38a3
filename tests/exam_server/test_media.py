"""The server tells what sticks are plugged in."""

from __future__ import annotations

from pathlib import Path

import pytest

from exam_server import media
from exam_server.media import Volume, media_of
from exam_server.protocol.console import StaffCommandKind
from tests.exam_server.room_fixture import live_room


def test_sticks_are_found_with_what_can_be_taken_in_from_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media, "STICK_ROOTS", (str(tmp_path),))
    stick, locked = tmp_path / "KINGSTON", tmp_path / "LOCKED"
    stick.mkdir()
    locked.mkdir()
    (stick / "hand-in-S01-000000001-e1.jikao").write_bytes(b"")
    (stick / "journal.jkj").write_bytes(b"")
    (stick / "homework.docx").write_bytes(b"")
    first, second = media_of(
        [
            Volume(str(locked), ("ro", "nosuid")),
            Volume(str(stick), ("rw",)),
            Volume("/", ("rw",)),
            Volume(str(tmp_path / "pulled-out"), ("rw",)),
        ]
    )
    assert (first.path, first.is_writable) == (str(stick), True)
    assert "KINGSTON" in first.label
    assert [Path(name).name for name in first.files] == ["hand-in-S01-000000001-e1.jikao", "journal.jkj"]
    assert (second.path, second.is_writable) == (str(locked), False)
    assert "只读" in second.label


def test_a_removable_drive_of_windows_counts_wherever_it_is(tmp_path: Path) -> None:
    assert [found.path for found in media_of([Volume(str(tmp_path), ("rw", "removable"))])] == [str(tmp_path)]


async def test_a_console_may_ask_at_any_time_also_without_a_sitting(tmp_path: Path) -> None:
    async with live_room(tmp_path, imports=False) as room:
        console = await room.console()
        assert (await console.do(StaffCommandKind.LOOK_AT_MEDIA)).media == media.find_media()
