"""The portrait of the roster at the console: staff compare faces before they admit."""

from __future__ import annotations

from pathlib import Path

from exam_server.protocol.common import RefusalCode
from exam_server.protocol.console import StaffCommandKind
from tests.exam_server.room_builder import PORTRAIT
from tests.exam_server.room_fixture import live_room

K = StaffCommandKind
ONE, TWO = "000000001", "000000002"


async def test_staff_see_the_portrait_of_a_candidate_and_nothing_is_recorded(tmp_path: Path) -> None:
    async with live_room(tmp_path) as room:
        console = await room.console()
        entries = room.session.hall.state.entries
        assert (await console.do(K.LOOK_AT_PORTRAIT, candidate=ONE)).document == PORTRAIT
        assert (await console.do(K.LOOK_AT_PORTRAIT, candidate=TWO)).document == b""
        assert room.session.hall.state.entries == entries


async def test_only_candidates_of_this_sitting_have_a_portrait_here(tmp_path: Path) -> None:
    async with live_room(tmp_path) as room:
        console = await room.console()
        refused = await console.ask(K.LOOK_AT_PORTRAIT, candidate="999999999")
        assert (refused.ok, refused.refusal) == (False, RefusalCode.UNKNOWN_CANDIDATE)
