"""The one door between the network thread and the desk's own: orders go in, frozen values come out as a signal."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from exam_client.journal.papers import PaperStore
from exam_client.net.heard import Heard
from exam_client.net.pinning import Address
from exam_client.net.wire import Wire
from exam_server.protocol.common import Message
from exam_server.protocol.desk import SealedPart

CLOSE_SECONDS = 5


class Link(QObject):
    """Runs a `Wire` in its own thread. `heard` carries a `Heard` value, on the thread that made the link."""

    heard = Signal(object)
    _crossing = Signal(object)

    def __init__(self, papers: PaperStore, draw: Callable[[], float], parent: QObject | None = None) -> None:
        """Nothing runs before `start`; `draw` gives numbers from 0 to 1 for the pauses between attempts."""
        super().__init__(parent)
        self._papers = papers
        self._draw = draw
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="desk-net", daemon=True)
        self._wire: Wire | None = None
        self._ready = threading.Event()
        self._is_closed = False
        self._crossing.connect(self.heard, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()
        self._ready.wait()

    def look(self) -> None:
        """Look for rooms on the network."""
        self._order(lambda wire: wire.look())

    def call(self, address: Address, *, pairing_code: str = "", fingerprint: str = "") -> None:
        """Connect and stay connected."""
        self._order(lambda wire: wire.call(address, pairing_code=pairing_code, fingerprint=fingerprint))

    def set_token(self, token: str) -> None:
        """Use this token for transfers."""
        self._order(lambda wire: wire.set_token(token))

    def send(self, connection: int, message: Message) -> None:
        """Send over the connection of that number."""
        self._order(lambda wire: wire.send(connection, message))

    def hang_up(self) -> None:
        """Drop the connection and connect anew."""
        self._await(lambda wire: wire.hang_up())

    def upload(self, blob: str, path: Path) -> None:
        """Send a sealed file."""
        self._order(lambda wire: wire.upload(blob, path))

    def fetch_blobs(self, blobs: tuple[str, ...]) -> None:
        """Fetch sealed files."""
        self._order(lambda wire: wire.fetch_blobs(blobs))

    def fetch_photo(self, candidate: str) -> None:
        """Fetch a portrait."""
        self._order(lambda wire: wire.fetch_photo(candidate))

    def fetch_parts(self, parts: tuple[SealedPart, ...], after_ms: int) -> None:
        """Fetch sealed papers."""
        self._order(lambda wire: wire.fetch_parts(parts, after_ms))

    def close(self) -> None:
        """End the connection and the thread."""
        if self._is_closed:
            return
        self._is_closed = True
        if self._thread.is_alive() and self._wire is not None:
            asyncio.run_coroutine_threadsafe(self._end(self._wire), self._loop)
            self._thread.join(CLOSE_SECONDS)
        elif not self._loop.is_closed():
            self._loop.close()

    async def _end(self, wire: Wire) -> None:
        await wire.close()
        self._loop.stop()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._wire = Wire(tell=self._tell, papers=self._papers, draw=self._draw)
        self._loop.call_soon(self._ready.set)
        self._loop.run_forever()
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()

    def _tell(self, heard: Heard) -> None:
        if not self._is_closed:
            self._crossing.emit(heard)

    def _order(self, order: Callable[[Wire], None]) -> None:
        wire = self._wire
        if wire is not None and not self._is_closed:
            self._loop.call_soon_threadsafe(order, wire)

    def _await(self, order: Callable[[Wire], Coroutine[Any, Any, None]]) -> None:
        wire = self._wire
        if wire is not None and not self._is_closed:
            asyncio.run_coroutine_threadsafe(order(wire), self._loop)
