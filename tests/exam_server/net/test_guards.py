"""What the open network may send: slow, large, many, malformed, unauthorised. The room stays calm."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from dataclasses import replace
from pathlib import Path

import aiohttp
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exam_server.net.guards import Limits, SocketCap, TokenBucket
from exam_server.protocol import desk
from exam_server.protocol.codec import MessageError, from_console, from_desk
from exam_server.protocol.common import (
    DESK_PATH,
    DISCOVERY_QUESTION,
    HELLO_PATH,
    MAX_MESSAGE_BYTES,
    RefusalCode,
    Refused,
    ServerFacts,
)
from exam_server.protocol.console import StaffCommandKind
from exam_server.running import ServerSettings
from exam_server.store_blobs import NewBlob
from tests.exam_server.desk_fake import DeskFake, trusting_context
from tests.exam_server.room_builder import ROOM_SERVER
from tests.exam_server.room_fixture import LiveRoom, live_room

K = StaffCommandKind
HASTY: ServerSettings = replace(ROOM_SERVER, limits=Limits(deadline_seconds=0.3))
PATIENCE = 5


async def raw(room: LiveRoom, *, tls: bool = True) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    context = trusting_context() if tls else None
    return await asyncio.open_connection("127.0.0.1", room.server.port, ssl=context)


async def is_closed(reader: asyncio.StreamReader) -> bool:
    """Whether the server hangs up by itself."""
    try:
        async with asyncio.timeout(PATIENCE):
            while await reader.read(4096):
                pass
    except (ConnectionError, ssl.SSLError):
        return True
    return True


async def test_a_connection_that_never_begins_the_handshake_is_closed(tmp_path: Path) -> None:
    async with live_room(tmp_path, settings=HASTY) as room:
        reader, writer = await raw(room, tls=False)
        assert await is_closed(reader)
        writer.close()


async def test_a_connection_that_says_nothing_after_the_handshake_is_closed(tmp_path: Path) -> None:
    async with live_room(tmp_path, settings=HASTY) as room:
        reader, writer = await raw(room)
        assert await is_closed(reader)
        writer.close()


async def test_a_header_that_drips_is_cut_off(tmp_path: Path) -> None:
    async with live_room(tmp_path, settings=HASTY) as room:
        reader, writer = await raw(room)
        writer.write(b"GET /hello HTTP/1.1\r\nHost: x\r\nX-Slow: ")
        await writer.drain()
        assert await is_closed(reader)
        writer.close()


async def test_a_body_that_stops_is_cut_off_and_leaves_nothing(tmp_path: Path) -> None:
    async with live_room(tmp_path, settings=HASTY) as room:
        console = await room.console()
        (made,) = await room.begun(console, ("A001", "000000001"))
        reader, writer = await raw(room)
        head = f"PUT /blob/{'ab' * 32} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {made.token}\r\n"
        writer.write(head.encode() + b"Content-Length: 100000\r\n\r\nonly this")
        await writer.drain()
        answer = await asyncio.wait_for(reader.readline(), PATIENCE)
        assert b"408" in answer
        writer.close()
        assert list(room.session.blobs.folder.rglob("*.tmp")) == []
        assert list(room.session.blobs.names()) == []


async def test_a_desk_that_never_says_hello_is_hung_up(tmp_path: Path) -> None:
    async with live_room(tmp_path, settings=HASTY) as room:
        silent = DeskFake(room.server.port, "A001")
        await silent.connect(hello=False)
        room.guests.append(silent)
        await asyncio.wait_for(silent.closed.wait(), PATIENCE)


async def test_an_oversized_frame_ends_the_connection_and_nothing_else(tmp_path: Path) -> None:
    async with live_room(tmp_path) as room:
        good, bad = await room.desk("A001"), await room.desk("A002")
        await bad.send_bytes(bytes(MAX_MESSAGE_BYTES * 4))
        await asyncio.wait_for(bad.closed.wait(), PATIENCE)
        await good.send(desk.TimeProbe(desk_ms=1))
        assert not good.closed.is_set()


async def test_random_bytes_are_refused_a_few_times_and_then_hung_up(tmp_path: Path) -> None:
    async with live_room(tmp_path) as room:
        made = await room.desk("A001")
        for _count in range(8):
            await made.send_bytes(b"\x93\xff\x00garbage")
        assert (await made.wait_for(Refused)).code is RefusalCode.BAD_MESSAGE
        await asyncio.wait_for(made.closed.wait(), PATIENCE)


async def test_tls_older_than_1_3_is_refused(tmp_path: Path) -> None:
    async with live_room(tmp_path) as room:
        context = trusting_context()
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        with pytest.raises((ssl.SSLError, ConnectionError)):
            await asyncio.open_connection("127.0.0.1", room.server.port, ssl=context)


@pytest.mark.parametrize("token", ["", "Bearer", "Bearer wrong", "Basic abc", "Bearer " + "x" * 3000])
async def test_files_are_not_given_without_the_token_of_a_desk(tmp_path: Path, token: str) -> None:
    async with live_room(tmp_path) as room, aiohttp.ClientSession() as http:
        for method, path in (("GET", "/sealed/form-F1"), ("GET", "/photo/1"), ("GET", "/blob/ab"), ("PUT", "/blob/ab")):
            url = f"https://127.0.0.1:{room.server.port}{path}"
            headers = {"Authorization": token} if token else {}
            async with http.request(method, url, ssl=trusting_context(), headers=headers) as answer:
                assert answer.status == 401


async def test_sealed_parts_come_in_ranges_and_nonsense_ranges_are_refused(tmp_path: Path) -> None:
    async with live_room(tmp_path) as room:
        console = await room.console()
        made = await room.enrolled(console, "A001")
        part = room.session.hall.facilities.parts[0]
        whole = await made.fetch_part(part)
        status, body = await made.get(f"/sealed/{part.name}", Range="bytes=100-")
        assert (status, body) == (206, whole[100:])
        status, body = await made.get(f"/sealed/{part.name}", Range="bytes=5-9")
        assert (status, body) == (206, whole[5:10])
        for nonsense in ("bytes=-5", "bytes=a-b", f"bytes={part.size_bytes + 1}-", "lines=1-2", "bytes=1-2,4-5"):
            assert (await made.get(f"/sealed/{part.name}", Range=nonsense))[0] == 416
        assert (await made.get("/sealed/room"))[0] == 404
        assert (await made.get("/sealed/..%2Fkeys%2Fbox.key"))[0] == 404


async def test_files_of_an_attempt_are_only_for_the_desk_that_holds_it(tmp_path: Path) -> None:
    async with live_room(tmp_path) as room:
        console = await room.console()
        one, two = await room.begun(console, ("A001", "000000001"), ("A002", "000000002"))
        blob, status = await one.put_blob(b"x" * 500_000)
        assert status == 201
        assert (await one.get(f"/blob/{blob}"))[0] == 200
        assert (await two.get(f"/blob/{blob}"))[0] == 404
        assert await one.put("00" * 32, b"other bytes") == 422
        assert (await one.put_blob(b"x" * 500_000))[1] == 200
        spare = await room.enrolled(console, "B01")
        assert await spare.put("00" * 32, b"x") == 403


async def test_the_quota_of_an_attempt_holds(tmp_path: Path) -> None:
    tight = replace(ROOM_SERVER, limits=Limits(attempt_blob_bytes=10_000))
    async with live_room(tmp_path, settings=tight) as room:
        console = await room.console()
        (made,) = await room.begun(console, ("A001", "000000001"))
        assert (await made.put_blob(b"x" * 9_000))[1] == 201
        assert (await made.put_blob(b"y" * 9_000))[1] == 507
        await console.until(lambda: any(i.code == "over_budget" for i in console.incidents.values()))


async def test_a_disk_that_is_full_now_is_no_limit_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_blob: NewBlob) -> None:
        raise OSError(28, "No space left on device")

    async with live_room(tmp_path) as room:
        console = await room.console()
        (made,) = await room.begun(console, ("A001", "000000001"))
        with monkeypatch.context() as patch:
            patch.setattr(NewBlob, "finish", full)
            assert (await made.put_blob(b"x" * 9_000))[1] == 503
        assert (await made.put_blob(b"x" * 9_000))[1] == 201


async def test_who_sends_too_fast_is_slowed_and_loses_nothing(tmp_path: Path) -> None:
    slow = replace(ROOM_SERVER, limits=Limits(messages_per_second=200, message_burst=5))
    async with live_room(tmp_path, settings=slow) as room:
        console = await room.console()
        (made,) = await room.begun(console, ("A001", "000000001"))
        for count in range(60):
            await made.send(desk.TimeProbe(desk_ms=count))
        last = await made.wait_for(desk.TimeReply, lambda m: m.desk_ms == 59)
        assert last.sent_ms >= last.received_ms


async def test_sockets_above_the_cap_are_hung_up_and_the_others_work_on(tmp_path: Path) -> None:
    few = replace(ROOM_SERVER, limits=Limits(sockets=2))
    async with live_room(tmp_path, settings=few) as room:
        first, second = await room.desk("A001"), await room.desk("A002")
        await first.wait_for(desk.DeskWelcome)
        await second.wait_for(desk.DeskWelcome)
        with pytest.raises((aiohttp.ClientError, ConnectionError)):
            await DeskFake(room.server.port, "A003").connect()
        await first.send(
            desk.DeskHello(protocol=99, desk="x", secret=b"", facts=desk.DeskFacts(version="", system="", screen=""))
        )
        assert isinstance(await first.wait_for(Refused), Refused)


async def test_hello_and_discovery_tell_the_same_facts(tmp_path: Path) -> None:
    async with live_room(tmp_path, settings=replace(ROOM_SERVER, discovery_port=18444)) as room:
        async with aiohttp.ClientSession() as http:
            url = f"https://127.0.0.1:{room.server.port}{HELLO_PATH}"
            async with http.get(url, ssl=trusting_context()) as answer:
                facts = msgspec.msgpack.decode(await answer.read(), type=ServerFacts)
        assert facts == room.server.facts()
        heard: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

        class Asking(asyncio.DatagramProtocol):
            def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
                heard.set_result(data)

        transport, _asking = await asyncio.get_running_loop().create_datagram_endpoint(
            Asking, remote_addr=("127.0.0.1", 18444)
        )
        transport.sendto(b"something else")
        transport.sendto(DISCOVERY_QUESTION)
        answered = await asyncio.wait_for(heard, PATIENCE)
        transport.close()
        assert msgspec.msgpack.decode(answered, type=ServerFacts) == facts


def test_a_bucket_allows_a_burst_and_then_the_rate() -> None:
    now = [0.0]
    bucket = TokenBucket(10, 3, lambda: now[0])
    assert [bucket.take() for _count in range(4)] == [0, 0, 0, pytest.approx(0.1)]
    now[0] = 10.0
    assert bucket.take() == 0


def test_a_cap_makes_protocols_only_below_it() -> None:
    count = [0]
    made = asyncio.Protocol()
    cap = SocketCap(lambda: made, lambda: count[0], 1)
    assert cap() is made
    count[0] = 1
    assert cap() is not made


@given(st.binary(max_size=300))
@settings(max_examples=300)
def test_any_bytes_are_a_message_or_refused(data: bytes) -> None:
    for codec in (from_desk, from_console):
        with contextlib.suppress(MessageError):
            codec.decode(data)


def test_deep_and_wide_messages_are_refused() -> None:
    deep = b"\x91" * 20_000
    wide = b"\x81\xa4type\xa4save" + b"\xdf\x00\x00\xff\xff"
    for data in (deep, wide, b"", b"\xc1", bytes(MAX_MESSAGE_BYTES + 1)):
        with pytest.raises(MessageError):
            from_desk.decode(data)


TREES = st.recursive(
    st.none() | st.booleans() | st.integers(-(1 << 63), 1 << 63) | st.binary(max_size=40) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
TAGS = st.sampled_from(["hello", "identify", "confirm", "save", "hand_in", "fetch", "progress", "incident", "done"])


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(frames=st.lists(st.tuples(TAGS, st.dictionaries(st.text(max_size=8), TREES, max_size=5)), max_size=5))
def test_no_typed_frame_of_any_content_is_taken_for_another(frames: list[tuple[str, dict[str, object]]]) -> None:
    for tag, fields in frames:
        with contextlib.suppress(MessageError, OverflowError, msgspec.EncodeError):
            from_desk.decode(msgspec.msgpack.encode({"type": tag, **fields}))


async def test_the_desk_path_is_only_for_websockets(tmp_path: Path) -> None:
    async with live_room(tmp_path) as room, aiohttp.ClientSession() as http:
        answer = await http.get(f"https://127.0.0.1:{room.server.port}{DESK_PATH}", ssl=trusting_context())
        assert answer.status == 400
        answer.close()
