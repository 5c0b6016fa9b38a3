"""The small parts of the network side: addresses, pauses, answers of rooms, identity files."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_client.net.backoff import LONGEST_SECONDS, Backoff
from exam_client.net.discovery import look_for_rooms, parse_answer
from exam_client.net.identity import (
    Pairing,
    find_pairing,
    find_seat,
    keep_pairing,
    keep_seat,
    take_identity,
)
from exam_client.net.pinning import Address, OtherCertificateError, fingerprint_by_code, learn_certificate
from exam_client.net.views import FoundRoom
from exam_server.protocol.codes import REFUSAL_TEXTS
from exam_server.protocol.common import DEFAULT_PORT, DISCOVERY_QUESTION, RefusalCode, ServerFacts
from exam_server.protocol.pairing import pairing_code
from itembank.base.errors import JikaoError

FACTS = ServerFacts(protocol=1, version="0.1.0", room="机房一", port=8443, certificate_sha256="ab" * 32)


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("192.168.1.10", "192.168.1.10", DEFAULT_PORT),
        (" exam-room:9000 ", "exam-room", 9000),
        ("[fe80::1]:8443", "fe80::1", 8443),
        ("fe80::1", "fe80::1", DEFAULT_PORT),
    ],
)
def test_an_address_is_read_with_or_without_port(text: str, host: str, port: int) -> None:
    address = Address.parse(text)
    assert (address.host, address.port) == (host, port)
    assert Address.parse(str(address)) == address


@pytest.mark.parametrize("text", ["", "host:", "host:99999", "host:八", ":8443"])
def test_what_is_no_address_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(JikaoError) as caught:
        Address.parse(text)
    assert "192.168" in caught.value.hint


@given(st.floats(0, 1))
def test_pauses_grow_stay_bounded_and_begin_anew(chance: float) -> None:
    backoff = Backoff(lambda: chance)
    pauses = [backoff.next_seconds() for _failure in range(40)]
    assert max(pauses) <= LONGEST_SECONDS
    assert pauses[0] < pauses[4] <= pauses[39]
    backoff.worked()
    assert backoff.next_seconds() == pauses[0]


def test_an_answer_of_a_room_names_its_address() -> None:
    found = parse_answer(msgspec.msgpack.encode(FACTS), "10.0.0.7")
    assert found == FoundRoom("10.0.0.7:8443", "机房一", "0.1.0", rehearsal=False, certificate_sha256="ab" * 32)


@given(st.binary(max_size=100))
def test_other_answers_are_ignored(data: bytes) -> None:
    assert parse_answer(data, "10.0.0.7") is None


async def test_a_room_on_the_network_is_found_by_asking() -> None:
    class Room(asyncio.DatagramProtocol):
        def connection_made(self, transport) -> None:
            self.transport = transport

        def datagram_received(self, data, addr) -> None:
            if data == DISCOVERY_QUESTION:
                self.transport.sendto(msgspec.msgpack.encode(FACTS), addr)

    loop = asyncio.get_running_loop()
    transport, _room = await loop.create_datagram_endpoint(Room, local_addr=("127.0.0.1", 0))
    port = transport.get_extra_info("sockname")[1]
    heard: asyncio.Queue[tuple[FoundRoom, ...]] = asyncio.Queue()
    looking = asyncio.create_task(
        look_for_rooms(heard.put_nowait, targets=(("127.0.0.1", port),), ask_every_seconds=0.01)
    )
    async with asyncio.timeout(5):
        rooms = await heard.get()
    looking.cancel()
    await asyncio.gather(looking, return_exceptions=True)
    transport.close()
    assert [room.room for room in rooms] == ["机房一"]
    assert heard.empty(), "the same room is told once"


async def test_only_the_certificate_of_the_code_is_believed(room) -> None:
    address = Address.parse(room.address)
    shown = await learn_certificate(address)
    assert pairing_code(shown) == room.code
    assert await fingerprint_by_code(address, room.code) == hashlib.sha256(shown).hexdigest()
    with pytest.raises(OtherCertificateError):
        await fingerprint_by_code(address, "AAAA-AAAA-AAAA")


def test_a_machine_keeps_its_identity_pairing_and_seat(tmp_path: Path) -> None:
    first = take_identity(tmp_path)
    assert take_identity(tmp_path) == first
    assert len(first.secret_bytes()) == 32
    assert (find_pairing(tmp_path), find_seat(tmp_path)) == (None, "")
    pairing = Pairing(address="10.0.0.2:8443", certificate_sha256="ab" * 32)
    keep_pairing(tmp_path, pairing)
    keep_seat(tmp_path, "07")
    assert (find_pairing(tmp_path), find_seat(tmp_path)) == (pairing, "07")


def test_a_broken_identity_is_named_and_not_replaced_in_silence(tmp_path: Path) -> None:
    (tmp_path / "identity.json").write_text("{")
    with pytest.raises(JikaoError) as caught:
        take_identity(tmp_path)
    assert "identity.json" in caught.value.message


def test_every_refusal_of_the_protocol_has_a_sentence_and_an_action() -> None:
    assert set(REFUSAL_TEXTS) == set(RefusalCode)
    assert all(text.sentence.endswith("。") and text.action.endswith("。") for text in REFUSAL_TEXTS.values())
