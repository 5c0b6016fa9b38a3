"""The one TLS port: routes, deadlines and caps around aiohttp."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING

from aiohttp import web

from exam_server.net.consoles import serve_console
from exam_server.net.desks import serve_desk
from exam_server.net.files import serve_get_blob, serve_hello, serve_photo, serve_put_blob, serve_sealed
from exam_server.net.guards import SocketCap
from exam_server.protocol.common import (
    BLOB_PATH,
    CONSOLE_PATH,
    DESK_PATH,
    HELLO_PATH,
    MAX_BLOB_BYTES,
    PHOTO_PATH,
    SEALED_PATH,
)

if TYPE_CHECKING:
    from exam_server.app import RoomServer

MAX_HEADER_BYTES = 4096
MAX_HEADERS = 40
BACKLOG = 2048
Serve = Callable[["RoomServer", web.Request], Awaitable[web.StreamResponse]]


class WebPort:
    """Listens while it is started."""

    def __init__(self, server: RoomServer, context: ssl.SSLContext) -> None:
        """Build the routes; nothing listens yet."""
        self._server = server
        self._context = context
        self._listening: asyncio.Server | None = None
        self._runner: web.AppRunner | None = None

    async def start(self, host: str, port: int) -> int:
        """Listen and return the port (a free one for 0)."""
        deadline = self._server.limits.deadline_seconds
        self._runner = web.AppRunner(
            self._application(),
            access_log=None,
            keepalive_timeout=deadline,
            lingering_time=1.0,
            max_line_size=MAX_HEADER_BYTES,
            max_field_size=MAX_HEADER_BYTES,
            max_headers=MAX_HEADERS,
            shutdown_timeout=2.0,
        )
        await self._runner.setup()
        serving = self._runner.server
        if serving is None:
            raise RuntimeError("the runner has no server after its setup")
        cap = SocketCap(serving, lambda: len(serving.connections), self._server.limits.sockets)
        self._listening = await asyncio.get_running_loop().create_server(
            cap,
            host,
            port,
            ssl=self._context,
            backlog=BACKLOG,
            ssl_handshake_timeout=deadline,
            ssl_shutdown_timeout=1.0,
        )
        return int(self._listening.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Close the port and every connection."""
        if self._listening is not None:
            self._listening.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def _application(self) -> web.Application:
        application = web.Application(client_max_size=MAX_BLOB_BYTES)
        routes: list[tuple[str, str, Serve]] = [
            ("GET", HELLO_PATH, serve_hello),
            ("GET", DESK_PATH, serve_desk),
            ("GET", CONSOLE_PATH, serve_console),
            ("GET", SEALED_PATH + "/{name}", serve_sealed),
            ("GET", PHOTO_PATH + "/{number}", serve_photo),
            ("GET", BLOB_PATH + "/{blob}", serve_get_blob),
            ("PUT", BLOB_PATH + "/{blob}", serve_put_blob),
        ]
        for method, path, serve in routes:
            application.router.add_route(method, path, partial(serve, self._server))
        return application
