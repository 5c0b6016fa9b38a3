"""Fetching sealed papers over real TLS: with ranges, after cuts, with wrong bytes."""

from __future__ import annotations

import hashlib
from pathlib import Path

import aiohttp
import pytest

from exam_client.journal.papers import PaperStore
from exam_client.net.pinning import Address, learn_certificate, pin
from exam_client.net.transfer import Transfer, TransferError
from exam_server.protocol.desk import SealedPart
from itembank.base.canonical import digest


@pytest.fixture
async def transfer(room):
    address = Address.parse(room.address)
    fingerprint = hashlib.sha256(await learn_certificate(address)).hexdigest()
    async with aiohttp.ClientSession() as http:
        yield Transfer(http, address, pin(fingerprint), "token-desk")


@pytest.fixture
def part(memory) -> SealedPart:
    data = memory.exam.ciphertext
    return SealedPart(name=memory.exam.part, size_bytes=len(data), sha256=digest(data))


@pytest.mark.parametrize("have", [0, 1, 500, 1000])
async def test_a_paper_is_fetched_from_where_it_stopped(transfer, part, memory, tmp_path: Path, have: int) -> None:
    store, grown = PaperStore(tmp_path / "sealed"), list[int]()
    store.partial_path(part).write_bytes(memory.exam.ciphertext[:have])
    await transfer.fetch_part(store, part, grown.append)
    assert store.has(part)
    assert grown[-1] == part.size_bytes


async def test_wrong_bytes_of_an_earlier_attempt_are_fetched_anew(transfer, part, tmp_path: Path) -> None:
    store = PaperStore(tmp_path / "sealed")
    store.partial_path(part).write_bytes(b"x" * 700)
    await transfer.fetch_part(store, part, lambda _size: None)
    assert store.has(part)


async def test_a_refused_or_unreachable_transfer_is_tried_later(transfer, part, room, tmp_path: Path) -> None:
    refused = Transfer(transfer.http, transfer.address, transfer.fingerprint, "other")
    with pytest.raises(TransferError):
        await refused.fetch_part(PaperStore(tmp_path), part, lambda _size: None)
    with pytest.raises(TransferError):
        await refused.upload_blob("a" * 64, tmp_path / "none")
    room.stop()
    with pytest.raises(TransferError):
        await transfer.fetch_blob("a" * 64)


async def test_a_missing_blob_is_empty(transfer) -> None:
    assert await transfer.fetch_blob("a" * 64) == b""


async def test_another_certificate_gets_nothing(transfer, part, tmp_path: Path) -> None:
    other = Transfer(transfer.http, transfer.address, pin("00" * 32), transfer.token)
    with pytest.raises(TransferError):
        await other.fetch_part(PaperStore(tmp_path), part, lambda _size: None)
