"""Plain HTTPS beside the WebSockets: sealed forms in ranges, sealed files of candidates, portraits, and hello."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

from aiohttp import web

from exam_server.ledger_file import LedgerReadOnlyError
from exam_server.protocol.codec import encode
from exam_server.protocol.common import MAX_BLOB_BYTES
from exam_server.room.facts import BlobKept
from exam_server.room.link import Link
from exam_server.store_blobs import BlobError, NewBlob
from itembank.model.ids import DIGEST

if TYPE_CHECKING:
    from exam_server.app import RoomServer
    from exam_server.running import OpenSitting

SLICE_BYTES = 256 * 1024
RANGE = re.compile(r"bytes=([0-9]{1,15})-([0-9]{0,15})")
BINARY = "application/octet-stream"
MESSAGE = "application/msgpack"


async def serve_hello(server: RoomServer, _request: web.Request) -> web.Response:
    """Answer what anybody may know."""
    return web.Response(body=encode(server.facts()), content_type=MESSAGE)


async def serve_sealed(server: RoomServer, request: web.Request) -> web.StreamResponse:
    """Answer a range of a still-sealed form, cut from memory; only so many at once."""
    sitting, _link = _authorised(server, request)
    name = request.match_info["name"]
    part = sitting.parts.get(name)
    if part is None:
        raise web.HTTPNotFound
    start, stop = _range(request, len(part))
    partial = "Range" in request.headers
    response = web.StreamResponse(status=206 if partial else 200)
    response.content_type = BINARY
    response.content_length = stop - start
    response.headers["Accept-Ranges"] = "bytes"
    if partial:
        response.headers["Content-Range"] = f"bytes {start}-{max(start, stop - 1)}/{len(part)}"
    async with server.downloads:
        await response.prepare(request)
        for at in range(start, stop, SLICE_BYTES):
            piece = part[at : min(stop, at + SLICE_BYTES)]
            await asyncio.wait_for(response.write(piece), server.limits.deadline_seconds)
        await response.write_eof()
    return response


async def serve_photo(server: RoomServer, request: web.Request) -> web.Response:
    """Answer the portrait of the candidate who is identified at this very desk."""
    sitting, link = _authorised(server, request)
    number = request.match_info["number"]
    candidate = sitting.session.hall.state.people.get(number)
    if candidate is None or link.candidate != number or not candidate.photo:
        raise web.HTTPNotFound
    data = await asyncio.to_thread(sitting.session.package.photo, candidate.photo)
    if not data:
        raise web.HTTPNotFound
    kind = "image/png" if data.startswith(b"\x89PNG") else "image/jpeg"
    return web.Response(body=data, content_type=kind)


async def serve_get_blob(server: RoomServer, request: web.Request) -> web.StreamResponse:
    """Answer a sealed file to the desk that holds its attempt."""
    sitting, link = _authorised(server, request)
    blob = request.match_info["blob"]
    held = sitting.session.hall.state.attempts.get(link.attempt)
    if held is None or blob not in held.blobs:
        raise web.HTTPNotFound
    response = web.StreamResponse()
    response.content_type = BINARY
    response.content_length = held.blobs[blob]
    async with server.downloads:
        await response.prepare(request)
        path = sitting.session.blobs.path(blob)
        with await asyncio.to_thread(path.open, "rb") as stream:
            while piece := await asyncio.to_thread(stream.read, SLICE_BYTES):
                await asyncio.wait_for(response.write(piece), server.limits.deadline_seconds)
        await response.write_eof()
    return response


async def serve_put_blob(server: RoomServer, request: web.Request) -> web.Response:
    """Store a sealed file; 201 only when its bytes and its name are durable."""
    sitting, link = _authorised(server, request)
    blob = request.match_info["blob"]
    session = sitting.session
    held = session.hall.state.attempts.get(link.attempt)
    if held is None or not link.is_holding or held.epoch != link.epoch:
        raise web.HTTPForbidden
    if not DIGEST.fullmatch(blob):
        raise web.HTTPBadRequest
    if blob in held.blobs:
        await _drain(request, server.limits.deadline_seconds)
        return web.Response(status=200)
    length = request.content_length
    if length is None:
        raise web.HTTPLengthRequired
    if length > MAX_BLOB_BYTES:
        raise web.HTTPRequestEntityTooLarge(max_size=MAX_BLOB_BYTES, actual_size=length)
    is_over = sum(held.blobs.values()) + length > server.limits.attempt_blob_bytes
    if is_over or len(held.blobs) >= server.limits.attempt_blobs:
        session.hall.note_once("over_budget", seat=held.seat, candidate=held.candidate)
        raise web.HTTPInsufficientStorage
    if sitting.office.is_halted or server.is_low_on_disk:
        raise web.HTTPServiceUnavailable
    await _store(server, request, session.blobs.begin(blob), length)
    # The same file may have come over two connections; the first one is in the record.
    if blob not in held.blobs:
        try:
            session.hall.record(BlobKept(attempt=held.attempt, blob=blob, size_bytes=length))
            await sitting.durable()
        except LedgerReadOnlyError as error:
            raise web.HTTPServiceUnavailable from error
    return web.Response(status=201)


async def _store(server: RoomServer, request: web.Request, new: NewBlob, length: int) -> None:
    """Write a body whose sender must keep up a modest pace."""
    limits = server.limits
    whole = limits.deadline_seconds + length / limits.blob_bytes_per_second
    try:
        async with asyncio.timeout(whole):
            while piece := await asyncio.wait_for(request.content.readany(), limits.deadline_seconds):
                await asyncio.to_thread(new.add, piece) if len(piece) > SLICE_BYTES else new.add(piece)
                if new.size_bytes > length:
                    raise web.HTTPBadRequest
        await asyncio.to_thread(new.finish)
    except BlobError as error:
        raise web.HTTPUnprocessableEntity from error
    except TimeoutError as error:
        raise web.HTTPRequestTimeout from error
    except OSError as error:
        # A disk that is full now may not be later; 507 would tell the desk never to come again with this file.
        raise web.HTTPServiceUnavailable from error
    finally:
        new.give_up()


async def _drain(request: web.Request, deadline: float) -> None:
    """Read a body nobody needs, so that the connection can be used again."""
    async with asyncio.timeout(deadline):
        while await request.content.readany():
            pass


def _authorised(server: RoomServer, request: web.Request) -> tuple[OpenSitting, Link]:
    """Return the sitting and the desk whose token this is; raises 401."""
    scheme, _blank, token = request.headers.get("Authorization", "").partition(" ")
    sitting = server.open_sitting
    link = sitting.session.hall.link_by_token(token) if sitting is not None and scheme == "Bearer" else None
    if sitting is None or link is None:
        raise web.HTTPUnauthorized
    return sitting, link


def _range(request: web.Request, size: int) -> tuple[int, int]:
    """Return begin and end of the asked range; raises 416."""
    header = request.headers.get("Range")
    if header is None:
        return 0, size
    matched = RANGE.fullmatch(header)
    if matched is None or int(matched[1]) > size:
        raise web.HTTPRequestRangeNotSatisfiable(headers={"Content-Range": f"bytes */{size}"})
    stop = min(size, int(matched[2]) + 1) if matched[2] else size
    return int(matched[1]), max(int(matched[1]), stop)
