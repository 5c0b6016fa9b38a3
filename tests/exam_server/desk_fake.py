"""A minimal desk for tests: speaks the real protocol over real TLS, seals real events, remembers what came."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import aiohttp

from exam_server.protocol import desk
from exam_server.protocol.codec import SERVER_MESSAGE_BYTES, encode, to_desk
from exam_server.protocol.common import BLOB_PATH, DESK_PATH, PROTOCOL_VERSION, SEALED_PATH, Message, Refused
from itembank.model.codec import to_bytes
from itembank.model.events import Answered, AttemptEvent, Ended, HandInReason
from itembank.sealing.attempt import AttemptKey, DeskSigner, first_head, seal_blob, seal_event
from itembank.sealing.keys import SigningKey

M = TypeVar("M", bound=Message)
WAIT_SECONDS = 20
FACTS = desk.DeskFacts(version="0.1.0", system="Debian 12", screen="1366x768")


def trusting_context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


@dataclass
class DeskFake:
    """One desk. `machine` and `secret` survive `connect`, as on a real machine."""

    port: int
    seat: str
    machine: str = ""
    secret: bytes = b"s" * 32
    heard: list[Message] = field(default_factory=list)
    signing: SigningKey = field(default_factory=SigningKey.generate)
    attempt: str = ""
    epoch: int = 0
    key: AttemptKey | None = None
    seq: int = 0
    head: bytes = b""
    saved: int = 0
    events: list[desk.SealedEvent] = field(default_factory=list)
    token: str = ""
    _http: aiohttp.ClientSession | None = None
    _socket: aiohttp.ClientWebSocketResponse | None = None
    _reading: asyncio.Task[None] | None = None
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    closed: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.machine = self.machine or f"desk-{self.seat}"

    # ---- connection

    async def connect(self, *, hello: bool = True) -> DeskFake:
        self._http = aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=trusting_context()))
        try:
            self._socket = await self._http.ws_connect(
                f"wss://127.0.0.1:{self.port}{DESK_PATH}", max_msg_size=SERVER_MESSAGE_BYTES
            )
        except BaseException:
            await self._http.close()
            raise
        self.heard.clear()
        self.closed.clear()
        self._reading = asyncio.create_task(self._read())
        if hello:
            await self.send(self.hello())
        return self

    def hello(self, **changes: Any) -> desk.DeskHello:
        facts: dict[str, Any] = {
            "protocol": PROTOCOL_VERSION,
            "desk": self.machine,
            "secret": self.secret,
            "facts": FACTS,
            "seat": self.seat,
            "attempt": self.attempt,
            "epoch": self.epoch,
        }
        return desk.DeskHello(**(facts | changes))

    async def drop(self) -> None:
        """Be cut off without a word."""
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)
        if self._socket is not None:
            await self._socket.close()
        if self._http is not None:
            await self._http.close()
        self._socket = self._http = None

    async def send(self, message: Message) -> None:
        await self.send_bytes(encode(message))

    async def send_bytes(self, data: bytes) -> None:
        assert self._socket is not None
        await self._socket.send_bytes(data)

    async def wait_for(self, kind: type[M], when: Callable[[M], bool] = lambda _m: True) -> M:
        """Return the first message of a kind heard since the last call that took it."""
        async with asyncio.timeout(WAIT_SECONDS):
            while True:
                for message in self.heard:
                    if isinstance(message, kind) and when(message):
                        self.heard.remove(message)
                        return message
                self._news.clear()
                await self._news.wait()

    async def _read(self) -> None:
        assert self._socket is not None
        async for frame in self._socket:
            message = to_desk.decode(frame.data)
            self._note(message)
            self.heard.append(message)
            self._news.set()
        self.closed.set()

    def _note(self, message: Message) -> None:
        match message:
            case desk.DeskWelcome() if message.token:
                self.token = message.token
            case desk.Saved():
                self.saved = max(self.saved, message.seq)
            case desk.Admitted():
                self.attempt, self.epoch = message.attempt, message.epoch
                self.key = AttemptKey(message.attempt_key)
                self.seq, self.head = message.stored_seq, message.stored_head
                self.saved = message.stored_seq
            case _:
                pass

    # ---- the candidate's way

    async def identify(self, number: str) -> Message:
        await self.send(desk.Identify(candidate=number))
        return await self.wait_for(Message, lambda m: isinstance(m, desk.Identity | Refused))

    async def confirm(self, number: str) -> Message:
        await self.send(desk.ConfirmIdentity(candidate=number, desk_key=self.signing.public.raw))
        kinds = desk.AdmissionPending | desk.Admitted | Refused
        return await self.wait_for(Message, lambda m: isinstance(m, kinds))

    def seal(self, event: AttemptEvent) -> desk.SealedEvent:
        """Seal the next event of the chain, as the journal would."""
        assert self.key is not None
        head = self.head or first_head(self.attempt)
        self.seq += 1
        sealed = seal_event(self.key, self.attempt, self.epoch, self.seq, head, to_bytes(event))
        self.head = sealed.head
        made = desk.SealedEvent(seq=self.seq, ciphertext=sealed.ciphertext, head=sealed.head)
        self.events.append(made)
        return made

    def seal_again(self) -> desk.SealedEvent:
        """Seal one more answer without sending it."""
        return self.seal(Answered(item="Q1", response={"RESPONSE": "again"}, at_ms=0))

    async def save(self, *events: desk.SealedEvent) -> None:
        await self.send(desk.Save(attempt=self.attempt, epoch=self.epoch, events=events))

    async def answer(self, text: str, item: str = "Q1") -> desk.Saved:
        """Type an answer and wait until the room has it."""
        event = self.seal(Answered(item=item, response={"RESPONSE": text}, at_ms=0))
        await self.save(event)
        return await self.wait_for(desk.Saved, lambda m: m.seq >= event.seq)

    def make_hand_in(self, reason: HandInReason = HandInReason.CANDIDATE, blobs: tuple[str, ...] = ()) -> desk.HandIn:
        signer = DeskSigner(self.attempt, self.epoch, self.signing)
        return desk.HandIn(
            attempt=self.attempt,
            epoch=self.epoch,
            count=self.seq,
            head=self.head,
            signature=signer.sign(self.seq, self.head),
            reason=reason,
            blobs=blobs,
        )

    async def hand_in(self, reason: HandInReason = HandInReason.CANDIDATE, blobs: tuple[str, ...] = ()) -> Message:
        event = self.seal(Ended(reason=reason, at_ms=0))
        await self.save(event)
        await self.wait_for(desk.Saved, lambda m: m.seq >= event.seq)
        await self.send(self.make_hand_in(reason, blobs))
        return await self.wait_for(Message, lambda m: isinstance(m, desk.HandInReceipt | Refused))

    # ---- files

    async def put_blob(self, data: bytes) -> tuple[str, int]:
        assert self.key is not None
        blob = seal_blob(self.key, data)
        return blob.blob_id, await self.put(blob.blob_id, blob.ciphertext)

    async def put(self, blob: str, body: bytes) -> int:
        async with self._request("PUT", f"{BLOB_PATH}/{blob}", data=body) as answer:
            return int(answer.status)

    async def get(self, path: str, **headers: str) -> tuple[int, bytes]:
        async with self._request("GET", path, headers=headers) as answer:
            return answer.status, await answer.read()

    async def fetch_part(self, part: desk.SealedPart) -> bytes:
        status, body = await self.get(f"{SEALED_PATH}/{part.name}")
        assert status == 200
        return body

    def _request(self, method: str, path: str, *, headers: dict[str, str] | None = None, **more: Any) -> Any:
        assert self._http is not None
        merged = {"Authorization": f"Bearer {self.token}"} | (headers or {})
        return self._http.request(method, f"https://127.0.0.1:{self.port}{path}", headers=merged, **more)
