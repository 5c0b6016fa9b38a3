"""The console's connection: a thread with its own loop, one pinned WebSocket, reconnection; frozen values come out.

Callbacks are called in the thread; the console carries them over by Qt signals.
"""

from __future__ import annotations

import asyncio
import hashlib
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from typing import Any, NamedTuple

import aiohttp

from exam_server.protocol.codec import MessageError, encode, to_console
from exam_server.protocol.common import CONSOLE_PATH, HEARTBEAT_SECONDS, PROTOCOL_VERSION, Message, Refused
from exam_server.protocol.console import StaffCommand, StaffLogin
from exam_server.protocol.pairing import is_pairing_code

RETRY_SECONDS = 2.0
LOOK_SECONDS = 10
STALE_SECONDS = 120
FAREWELL_SECONDS = 0.25
MAX_SERVER_MESSAGE = 16 << 20


class ConsoleLinkState(Enum):
    """Where the connection stands."""

    CONNECTING = "connecting"
    CONNECTED = "connected"
    LOST = "lost"
    WRONG_SERVER = "wrong_server"
    REFUSED = "refused"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class ConsoleLogin:
    """Where to connect and as whom; `pairing_code` names the server's certificate."""

    host: str
    port: int
    pairing_code: str
    account: str
    password: str


class _Waiting(NamedTuple):
    """A command and since when it waits; nobody wants a pause to begin that was asked for long ago."""

    command: StaffCommand
    since: float


class ConsoleLink:
    """Keeps a console connected until `close`. `on_message` and `on_state` are called in the link's thread."""

    def __init__(
        self,
        login: ConsoleLogin,
        on_message: Callable[[Message], None],
        on_state: Callable[[ConsoleLinkState, str], None],
    ) -> None:
        """Prepare; `start` begins."""
        self._login = login
        self._on_message = on_message
        self._on_state = on_state
        self._loop = asyncio.new_event_loop()
        self._outgoing: asyncio.Queue[_Waiting] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=self._run, name="console-link", daemon=True)

    def start(self) -> None:
        """Connect in the background."""
        self._thread.start()

    def send(self, command: StaffCommand) -> None:
        """Send a command now or at a connection soon after; from any thread. What waits too long is never sent."""
        with suppress(RuntimeError):
            waiting = _Waiting(command, time.monotonic())
            self._loop.call_soon_threadsafe(self._outgoing.put_nowait, waiting)

    def close(self) -> None:
        """End the connection and the thread."""
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._cancel)
        if self._thread.is_alive():
            self._thread.join(5)

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._task = self._loop.create_task(self._stay_connected())
        with suppress(asyncio.CancelledError):
            self._loop.run_until_complete(self._task)
        # WORKAROUND https://docs.aiohttp.org/en/stable/client_advanced.html#graceful-shutdown: TLS takes leave after
        # the session is closed; a loop that is gone by then leaves the socket open.
        self._loop.run_until_complete(asyncio.sleep(FAREWELL_SECONDS))
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()
        self._on_state(ConsoleLinkState.CLOSED, "")

    async def _stay_connected(self) -> None:
        while True:
            self._on_state(ConsoleLinkState.CONNECTING, "")
            try:
                if not await self._talk():
                    return
                self._on_state(ConsoleLinkState.LOST, "")
            except (OSError, aiohttp.ClientError, TimeoutError, ssl.SSLError) as error:
                self._on_state(ConsoleLinkState.LOST, type(error).__name__)
            await asyncio.sleep(RETRY_SECONDS)

    async def _talk(self) -> bool:
        """Talk until the connection ends; False when trying again makes no sense."""
        shown = await self._learn_certificate()
        if not is_pairing_code(self._login.pairing_code, shown):
            self._on_state(ConsoleLinkState.WRONG_SERVER, "")
            return False
        pinned = aiohttp.Fingerprint(hashlib.sha256(shown).digest())
        url = f"https://{self._login.host}:{self._login.port}{CONSOLE_PATH}"
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=LOOK_SECONDS)
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.ws_connect(url, ssl=pinned, heartbeat=HEARTBEAT_SECONDS, max_msg_size=MAX_SERVER_MESSAGE) as socket,
        ):
            login = StaffLogin(protocol=PROTOCOL_VERSION, account=self._login.account, password=self._login.password)
            await socket.send_bytes(encode(login))
            sender = asyncio.create_task(self._send_all(socket))
            try:
                return await self._receive_all(socket)
            finally:
                sender.cancel()
                with suppress(asyncio.CancelledError):
                    await sender

    async def _send_all(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        while True:
            waiting = await self._outgoing.get()
            if time.monotonic() - waiting.since > STALE_SECONDS:
                continue
            try:
                await socket.send_bytes(encode(waiting.command))
            except (OSError, aiohttp.ClientError):
                self._outgoing.put_nowait(waiting)
                return

    async def _receive_all(self, socket: aiohttp.ClientWebSocketResponse) -> bool:
        is_in = False
        async for frame in socket:
            if frame.type is not aiohttp.WSMsgType.BINARY:
                break
            try:
                message: Any = to_console.decode(frame.data)
            except MessageError:
                continue
            if isinstance(message, Refused) and message.to == "login":
                self._on_state(ConsoleLinkState.REFUSED, message.detail)
                return False
            if not is_in:
                is_in = True
                self._on_state(ConsoleLinkState.CONNECTED, "")
            self._on_message(message)
        return True

    async def _learn_certificate(self) -> bytes:
        """Return the certificate that the server shows; its code is compared before anything is said."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        async with asyncio.timeout(LOOK_SECONDS):
            _reader, writer = await asyncio.open_connection(self._login.host, self._login.port, ssl=context)
        try:
            shown: bytes | None = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
        finally:
            writer.transport.abort()
        return shown or b""
