"""The connection to the room, in asyncio: look, connect, stay connected, send, transfer. It decides nothing.

Everything that happens is told by `tell` as a `Heard` value. A message is sent over the connection it was meant
for or not at all: what must arrive is sent again by the outbox after the next greeting.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from weakref import WeakSet

import aiohttp

from exam_client.journal.papers import PaperStore
from exam_client.net.backoff import Backoff
from exam_client.net.discovery import look_for_rooms
from exam_client.net.heard import (
    BlobFetched,
    BlobUploaded,
    Heard,
    LossReason,
    Lost,
    Opened,
    PartGrown,
    PhotoFetched,
    Received,
    RoomsHeard,
)
from exam_client.net.pinning import Address, OtherCertificateError, fingerprint_by_code, pin
from exam_client.net.transfer import NoRoomError, Transfer, TransferError
from exam_server.protocol.codec import SERVER_MESSAGE_BYTES, MessageError, encode, to_desk
from exam_server.protocol.common import DESK_PATH, HEARTBEAT_SECONDS, Message
from exam_server.protocol.desk import SealedPart

CONNECT_SECONDS = 10
RETRY_SECONDS = 2.0
OTHER_CERTIFICATE_SECONDS = 5.0
GOODBYE_SECONDS = 0.1


@dataclass
class Wire:
    """One desk's network; all methods are called in its event loop."""

    tell: Callable[[Heard], None]
    papers: PaperStore
    draw: Callable[[], float]
    _http: aiohttp.ClientSession | None = None
    _channel: aiohttp.ClientWebSocketResponse | None = None
    _outgoing: asyncio.Queue[bytes] = field(default_factory=asyncio.Queue)
    _connection: int = 0
    _address: Address | None = None
    _fingerprint: str = ""
    _token: str = ""
    _calling: asyncio.Task[None] | None = None
    _looking: asyncio.Task[None] | None = None
    _jobs: set[asyncio.Task[None]] = field(default_factory=set)
    _fetching: asyncio.Task[None] | None = None
    _plain: WeakSet[socket.socket] = field(default_factory=WeakSet)

    # ---- finding and staying connected

    def look(self) -> None:
        """Begin to look for rooms."""
        if self._looking is None:
            self._looking = asyncio.create_task(look_for_rooms(lambda rooms: self.tell(RoomsHeard(rooms))))

    def call(self, address: Address, *, pairing_code: str = "", fingerprint: str = "") -> None:
        """Connect to a room and stay connected; an earlier call is given up."""
        if self._calling is not None:
            self._calling.cancel()
        self._address, self._fingerprint = address, fingerprint
        self._calling = asyncio.create_task(self._stay_connected(address, pairing_code))

    def set_token(self, token: str) -> None:
        """Use this token for transfers."""
        self._token = token

    def send(self, connection: int, message: Message) -> None:
        """Send a message over the connection it was meant for; a broken one swallows it."""
        if self._channel is not None and connection == self._connection:
            self._outgoing.put_nowait(encode(message))

    async def hang_up(self) -> None:
        """Drop the connection; the caller of the room connects anew by itself."""
        if self._channel is not None:
            await self._channel.close()

    async def close(self) -> None:
        """End everything."""
        tasks = [task for task in (self._looking, self._calling, self._fetching, *self._jobs) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._http is not None:
            await self._http.close()
        for plain in list(self._plain):
            # A server that is gone never answers the goodbye of TLS; the connection would linger for half a minute.
            with suppress(OSError):
                plain.shutdown(socket.SHUT_RDWR)
        await asyncio.sleep(GOODBYE_SECONDS)

    async def _stay_connected(self, address: Address, pairing_code: str) -> None:
        backoff = Backoff(self.draw)
        while True:
            reason = LossReason.UNREACHABLE
            try:
                if not self._fingerprint:
                    self._fingerprint = await fingerprint_by_code(address, pairing_code)
                reason = await self._talk(address, backoff)
            except OtherCertificateError:
                reason = LossReason.OTHER_CERTIFICATE
            except aiohttp.ServerFingerprintMismatch:
                reason = LossReason.OTHER_CERTIFICATE
            except (aiohttp.ClientError, OSError, TimeoutError):
                reason = LossReason.UNREACHABLE
            self._channel = None
            self.tell(Lost(self._connection, reason))
            pause = OTHER_CERTIFICATE_SECONDS if reason is LossReason.OTHER_CERTIFICATE else backoff.next_seconds()
            await asyncio.sleep(pause)

    async def _talk(self, address: Address, backoff: Backoff) -> LossReason:
        http = self._session()
        channel = await http.ws_connect(
            address.url(DESK_PATH, "wss"),
            ssl=pin(self._fingerprint),
            heartbeat=HEARTBEAT_SECONDS,
            max_msg_size=SERVER_MESSAGE_BYTES,
            timeout=aiohttp.ClientWSTimeout(ws_close=1.0),
        )
        self._connection += 1
        self._channel, self._outgoing = channel, asyncio.Queue()
        sending = asyncio.create_task(_send_all(channel, self._outgoing))
        backoff.worked()
        self.tell(Opened(self._connection, str(address), self._fingerprint))
        try:
            async for frame in channel:
                if frame.type is not aiohttp.WSMsgType.BINARY:
                    return LossReason.BAD_MESSAGE
                self.tell(Received(self._connection, to_desk.decode(frame.data)))
        except MessageError:
            return LossReason.BAD_MESSAGE
        finally:
            self._channel = None
            sending.cancel()
            await channel.close()
        return LossReason.DROPPED

    # ---- transfers

    def upload(self, blob: str, path: Path) -> None:
        """Send a sealed file once; the outbox asks again after a failure."""
        self._job(self._upload(blob, path))

    def fetch_blobs(self, blobs: tuple[str, ...]) -> None:
        """Fetch sealed files of the attempt until each came or turned out not to be there."""
        for blob in blobs:
            self._job(self._fetch_blob(blob))

    def fetch_photo(self, candidate: str) -> None:
        """Fetch a portrait once."""
        self._job(self._fetch_photo(candidate))

    def fetch_parts(self, parts: tuple[SealedPart, ...], after_ms: int) -> None:
        """Fetch sealed papers one after the other, until they are here; an earlier order is replaced."""
        if self._fetching is not None:
            self._fetching.cancel()
        self._fetching = asyncio.create_task(self._fetch_parts(parts, after_ms))

    async def _upload(self, blob: str, path: Path) -> None:
        try:
            await self._transfer().upload_blob(blob, path)
        except NoRoomError:
            self.tell(BlobUploaded(blob, stored=False, refused=True))
        except TransferError:
            # A pause here keeps a refused upload from being tried in a circle.
            await asyncio.sleep(RETRY_SECONDS)
            self.tell(BlobUploaded(blob, stored=False))
        else:
            self.tell(BlobUploaded(blob, stored=True))

    async def _fetch_blob(self, blob: str) -> None:
        while True:
            try:
                self.tell(BlobFetched(blob, await self._transfer().fetch_blob(blob)))
                return
            except TransferError:
                await asyncio.sleep(RETRY_SECONDS)

    async def _fetch_photo(self, candidate: str) -> None:
        with suppress(TransferError):
            self.tell(PhotoFetched(candidate, await self._transfer().fetch_photo(candidate)))

    async def _fetch_parts(self, parts: tuple[SealedPart, ...], after_ms: int) -> None:
        await asyncio.sleep(after_ms / 1000)
        for part in parts:
            while True:
                try:
                    await self._transfer().fetch_part(self.papers, part, self._growing(part))
                    break
                except (TransferError, OSError):
                    await asyncio.sleep(RETRY_SECONDS)
            self.tell(PartGrown(part, part.size_bytes, complete=True))

    def _growing(self, part: SealedPart) -> Callable[[int], None]:
        return lambda size: self.tell(PartGrown(part, size, complete=False))

    def _transfer(self) -> Transfer:
        if self._address is None or not self._fingerprint:
            raise TransferError
        return Transfer(self._session(), self._address, pin(self._fingerprint), self._token)

    def _session(self) -> aiohttp.ClientSession:
        if self._http is None:
            self._http = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=8, socket_factory=self._make_socket),
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS),
                trust_env=False,
            )
        return self._http

    def _make_socket(self, info: aiohttp.AddrInfoType) -> socket.socket:
        family, kind, protocol, _name, _address = info
        plain = socket.socket(family, kind, protocol)
        self._plain.add(plain)
        return plain

    def _job(self, work: Coroutine[object, object, None]) -> None:
        task: asyncio.Task[None] = asyncio.create_task(work)
        self._jobs.add(task)
        task.add_done_callback(self._jobs.discard)


async def _send_all(channel: aiohttp.ClientWebSocketResponse, outgoing: asyncio.Queue[bytes]) -> None:
    """Send in order until cancelled; a broken connection shows at the receiving end."""
    with suppress(ConnectionError, aiohttp.ClientError):
        while True:
            await channel.send_bytes(await outgoing.get())
