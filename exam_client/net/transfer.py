"""Big things over HTTPS on the room's port: sealed papers with ranges, sealed files, portraits."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import aiohttp

from exam_client.journal.papers import PaperStore
from exam_client.net.pinning import Address
from exam_server.protocol.common import BLOB_PATH, MAX_BLOB_BYTES, PHOTO_PATH, SEALED_PATH
from exam_server.protocol.desk import SealedPart

PIECE_BYTES = 256 * 1024
MAX_PHOTO_BYTES = 2 * 1024 * 1024
STALL_SECONDS = 20
TRIES = 3


class TransferError(Exception):
    """A transfer came to nothing; try again later."""


class NoRoomError(TransferError):
    """The room takes no more files of this attempt, now or later."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """Requests to one room with one token."""

    http: aiohttp.ClientSession
    address: Address
    fingerprint: aiohttp.Fingerprint
    token: str

    async def fetch_part(self, store: PaperStore, part: SealedPart, grown: Callable[[int], None]) -> None:
        """Fetch a compartment, going on where an earlier attempt stopped; raises `TransferError`.

        `grown` hears the size now and then. The digest decides whether it is complete.
        """
        if await asyncio.to_thread(store.has, part):
            return
        for _try in range(TRIES):
            await self._grow(store.partial_path(part), part, grown)
            if await asyncio.to_thread(store.finish, part):
                return
        raise TransferError

    async def upload_blob(self, blob: str, path: Path) -> None:
        """Send a sealed file; raises `TransferError`, or `NoRoomError` above what the room takes of an attempt."""
        try:
            data = await asyncio.to_thread(path.read_bytes)
        except OSError as error:
            raise TransferError from error
        async with self._asked("PUT", f"{BLOB_PATH}/{blob}", data=data) as answer:
            if answer.status == HTTPStatus.INSUFFICIENT_STORAGE:
                raise NoRoomError
            if answer.status not in {HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.NO_CONTENT}:
                raise TransferError

    async def fetch_blob(self, blob: str) -> bytes:
        """Return a sealed file of the attempt, or nothing if the room has none such; raises `TransferError`."""
        return await self._get(f"{BLOB_PATH}/{blob}", MAX_BLOB_BYTES)

    async def fetch_photo(self, candidate: str) -> bytes:
        """Return a portrait, or nothing; raises `TransferError`."""
        return await self._get(f"{PHOTO_PATH}/{candidate}", MAX_PHOTO_BYTES)

    async def _grow(self, path: Path, part: SealedPart, grown: Callable[[int], None]) -> None:
        have = await asyncio.to_thread(_size_of, path)
        if have >= part.size_bytes:
            return
        headers = {"Range": f"bytes={have}-"}
        async with self._asked("GET", f"{SEALED_PATH}/{part.name}", headers=headers) as answer:
            if answer.status == HTTPStatus.INSUFFICIENT_STORAGE:
                raise NoRoomError
            if answer.status not in {HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT}:
                raise TransferError
            goes_on = answer.status == HTTPStatus.PARTIAL_CONTENT
            have = have if goes_on else 0
            with path.open("ab" if goes_on else "wb") as out:
                async for piece in answer.content.iter_chunked(PIECE_BYTES):
                    have += len(piece)
                    if have > part.size_bytes:
                        raise TransferError
                    await asyncio.to_thread(out.write, piece)
                    grown(have)

    async def _get(self, path: str, at_most: int) -> bytes:
        async with self._asked("GET", path) as answer:
            if answer.status == HTTPStatus.NOT_FOUND:
                return b""
            if answer.status != HTTPStatus.OK or (answer.content_length or 0) > at_most:
                raise TransferError
            body = bytearray()
            async for piece in answer.content.iter_chunked(PIECE_BYTES):
                body += piece
                if len(body) > at_most:
                    raise TransferError
            return bytes(body)

    def _asked(
        self, method: str, path: str, *, headers: dict[str, str] | None = None, data: bytes | None = None
    ) -> _Asked:
        return _Asked(self, method, path, headers or {}, data)


@dataclass
class _Asked:
    """One request as a context, whose network errors become `TransferError`."""

    transfer: Transfer
    method: str
    path: str
    headers: dict[str, str]
    data: bytes | None
    _answer: aiohttp.ClientResponse | None = None

    async def __aenter__(self) -> aiohttp.ClientResponse:
        try:
            self._answer = await self.transfer.http.request(
                self.method,
                self.transfer.address.url(self.path),
                headers={"Authorization": f"Bearer {self.transfer.token}", **self.headers},
                data=self.data,
                ssl=self.transfer.fingerprint,
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=STALL_SECONDS, sock_read=STALL_SECONDS),
            )
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise TransferError from error
        return self._answer

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if self._answer is not None:
            self._answer.release()
        if isinstance(error, aiohttp.ClientError | OSError | TimeoutError):
            raise TransferError from error


def _size_of(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0
