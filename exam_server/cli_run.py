"""Running a server until a signal: uvloop where there is one, and an orderly end."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from exam_server.app import RoomServer
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _

WANTED_FILES = 20_000
COLLECTOR_THRESHOLDS = (10_000, 20, 500)


def serve_until_stopped(make: Callable[[], RoomServer], ready: Callable[[RoomServer], None]) -> None:
    """Make a server in a new event loop, start it, call `ready`, and serve until SIGINT or SIGTERM."""
    allow_many_files()
    collect_rarely()
    with asyncio.Runner(loop_factory=find_loop_factory()) as runner:
        runner.run(_serve(make, ready))


def allow_many_files() -> None:
    """Raise the number of files and sockets this process may open as far as the system lets it."""
    if os.name == "nt":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = WANTED_FILES if hard == resource.RLIM_INFINITY else min(WANTED_FILES, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def collect_rarely() -> None:
    """Look for garbage in old objects rarely: with a thousand desks one such look holds up every save for 0.1 s.

    Almost nothing here forms cycles; what does is young and still found soon.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTOR_THRESHOLDS)


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
    try:
        await server.start()
    except OSError as error:
        raise JikaoError(
            _("端口打不开：{error}").format(error=error.strerror or error),
            hint=_("可能已有一个服务器在运行；请关闭它，或用 --port 指定另一个端口。"),
            code=ExitCode.BUSY,
        ) from error
    try:
        ready(server)
        await stopping.wait()
    finally:
        await server.stop()
