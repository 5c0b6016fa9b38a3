"""The plain HTTPS side of the fake room: sealed papers in ranges, blobs, portraits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from exam_server.protocol.common import BLOB_PATH, PHOTO_PATH, SEALED_PATH
from tests.fakes.room_state import FakeAttempt, RoomMemory

PICTURE = b"\x89PNG portrait"


@dataclass
class RoomFiles:
    """Serves what the room remembers; `find_attempt` knows whose a token is."""

    memory: RoomMemory
    find_attempt: Callable[[str], FakeAttempt | None]

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(SEALED_PATH + "/{name}", self._sealed),
            web.put(BLOB_PATH + "/{name}", self._put_blob),
            web.get(BLOB_PATH + "/{name}", self._get_blob),
            web.get(PHOTO_PATH + "/{name}", self._photo),
        ]

    async def _sealed(self, request: web.Request) -> web.Response:
        body = self.memory.exam.ciphertext
        wanted = request.http_range
        status = 206 if "Range" in request.headers else 200
        if request.headers.get("Authorization", "").startswith("Bearer token-"):
            return web.Response(status=status, body=body[wanted.start or 0 :])
        return web.Response(status=401)

    async def _put_blob(self, request: web.Request) -> web.Response:
        body = await request.read()
        attempt = self.find_attempt(_token(request))
        if attempt is None:
            return web.Response(status=403)
        if len(attempt.blobs) >= self.memory.blob_quota:
            return web.Response(status=507)
        return web.Response(status=201 if self.memory.store_blob(attempt, request.match_info["name"], body) else 400)

    async def _get_blob(self, request: web.Request) -> web.Response:
        attempt = self.find_attempt(_token(request))
        body = attempt.blobs.get(request.match_info["name"]) if attempt else None
        return web.Response(status=404) if body is None else web.Response(body=body)

    async def _photo(self, request: web.Request) -> web.Response:
        return web.Response(body=PICTURE)


def _token(request: web.Request) -> str:
    return request.headers.get("Authorization", "").removeprefix("Bearer ")
