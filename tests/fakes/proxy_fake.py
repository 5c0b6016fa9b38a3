"""A TCP proxy between a desk and a room that can be cut: the faults of a network, by a switch."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from tests.fakes.loops import sweep

T = TypeVar("T")
PIECE_BYTES = 4096


class ProxyFake:
    """Forwards bytes to `target_port`. `cut` breaks all connections, `is_open` lets new ones in."""

    def __init__(self, target_port: int) -> None:
        self.target_port = target_port
        self.port = 0
        self.is_open = True
        self._writers: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server: asyncio.Server | None = None

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def start(self) -> ProxyFake:
        self._thread.start()
        self._wait(self._serve())
        return self

    def stop(self) -> None:
        self._wait(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        gc.collect()  # a connection left open is reported in the test that left it

    def cut(self, *, stay_open: bool = True) -> None:
        """Break everything; new connections are let in only if the cable is back (`stay_open`)."""
        self.is_open = stay_open
        self._wait(self._cut())

    async def _serve(self) -> None:
        self._server = await asyncio.start_server(self._take, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        if self._server is not None:
            self._server.close()
        await self._cut()
        await sweep()

    async def _cut(self) -> None:
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self.is_open:
            writer.transport.abort()
            return
        pair = [writer]
        self._writers.add(writer)
        try:
            there, here = await asyncio.open_connection("127.0.0.1", self.target_port)
            pair.append(here)
            if writer in self._writers:  # not cut meanwhile
                self._writers.add(here)
                await asyncio.gather(self._pass(reader, here), self._pass(there, writer))
        except OSError:
            pass  # nobody listens there: the desk's side is broken off too
        finally:
            for one in pair:
                self._writers.discard(one)
                one.transport.abort()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await reader.read(PIECE_BYTES):
                writer.write(data)
                await writer.drain()
        with suppress(ConnectionError, RuntimeError):
            writer.close()
            await writer.wait_closed()

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)
