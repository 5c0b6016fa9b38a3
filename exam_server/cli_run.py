"""Running a server until a signal: uvloop where there is one, and an orderly end."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from exam_server.app import RoomServer


def serve_until_stopped(make: Callable[[], RoomServer], ready: Callable[[RoomServer], None]) -> None:
    """Make a server in a new event loop, start it, call `ready`, and serve until SIGINT or SIGTERM."""
    with asyncio.Runner(loop_factory=find_loop_factory()) as runner:
        runner.run(_serve(make, ready))


def find_loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Return uvloop's factory, or None for the standard loop (Windows)."""
    try:
        import uvloop
    except ImportError:
        return None
    factory: Any = uvloop.new_event_loop
    return factory  # type: ignore[no-any-return]


async def _serve(make: Callable[[], RoomServer], ready: Callable[[RoomServer], None]) -> None:
    server = make()
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):
            loop.add_signal_handler(number, stopping.set)
    await server.start()
    try:
        ready(server)
        await stopping.wait()
    finally:
        await server.stop()
