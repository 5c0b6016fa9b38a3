"""A small room server for tests of the desk: the real protocol over real TLS on a loopback port, in a thread."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from aiohttp import WSMsgType, web

from exam_server.net.tls import make_certificate, read_certificate_der, server_context
from exam_server.protocol.codec import encode, from_desk
from exam_server.protocol.common import DESK_PATH, Message, RefusalCode, Refused
from exam_server.protocol.desk import (
    AdmissionPending,
    Admitted,
    Begun,
    CommandDone,
    CommandKind,
    ConfirmIdentity,
    DeskCommand,
    DeskHello,
    DeskIncident,
    DeskWelcome,
    Enrolment,
    Events,
    Fenced,
    FetchEvents,
    FromDesk,
    HandIn,
    HandRaised,
    Identify,
    Identity,
    MayLeave,
    PaperReady,
    Progress,
    Released,
    RoomState,
    Save,
    SealedPart,
    TimeProbe,
    TimeReply,
)
from exam_server.protocol.pairing import pairing_code
from exam_server.protocol.timing import Allowances
from itembank.base.canonical import digest
from itembank.model.record import OpenReason, Phase
from tests.fakes.loops import sweep
from tests.fakes.room_files import RoomFiles
from tests.fakes.room_state import FakeAttempt, RoomMemory
from tests.fakes.sample_exam import FORM

T = TypeVar("T")


@dataclass(eq=False)
class Connection:
    """One desk connection."""

    socket: web.WebSocketResponse
    desk: str = ""
    candidate: str = ""
    desk_key: bytes = b""
    attempt: FakeAttempt | None = None
    token: str = ""
    heard: list[str] = field(default_factory=list)

    async def say(self, message: Message) -> None:
        with suppress(ConnectionError, RuntimeError):
            await self.socket.send_bytes(encode(message))


class RoomFake:
    """Start it, point desks at `address` and `code`, play the staff by its methods, stop it."""

    def __init__(self, memory: RoomMemory, folder: Path, port: int = 0) -> None:
        self.memory = memory
        self.port = port
        self._certificate, self._key = folder / "room.crt", folder / "room.key"
        if not self._certificate.exists():
            make_certificate(self._certificate, self._key)
        self.code = pairing_code(read_certificate_der(self._certificate))
        self.connections: list[Connection] = []
        self.mute_saves = False
        self.repeats = False
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._runner: web.AppRunner | None = None

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    # ---- the test's thread

    def start(self) -> RoomFake:
        self._thread.start()
        self._wait(self._serve())
        return self

    def stop(self) -> None:
        if self._loop.is_closed():
            return
        self._wait(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        gc.collect()  # a connection left open is reported in the test that left it

    def cut(self) -> None:
        """Cut all connections without a goodbye."""
        self._wait(self._cut())

    def release(self) -> None:
        self.memory.released, self.memory.phase = True, Phase.UNLOCKED
        self._wait(self._tell_all())

    def begin(self) -> None:
        """Unlock and start at once."""
        self.memory.released, self.memory.phase = True, Phase.RUNNING
        self.memory.schedule = msgspec.structs.replace(self.memory.schedule, start_ms=self.memory.exam_ms())
        self._wait(self._tell_all())

    def set_schedule(self, **changes: Any) -> None:
        self.memory.schedule = msgspec.structs.replace(self.memory.schedule, **changes)
        self._wait(self._tell_all())

    def admit(self, candidate: str) -> None:
        self._wait(self._admit_waiting(candidate))

    def enrol(self) -> None:
        self.memory.auto_enrol = True
        self._wait(self._welcome_all())

    def command(self, candidate: str, kind: CommandKind, text: str = "", name: str = "c1") -> None:
        if kind in {CommandKind.LOCK, CommandKind.UNLOCK}:
            self.memory.attempts[candidate].locked = kind is CommandKind.LOCK
        self._wait(self._say_to(candidate, DeskCommand(command=name, kind=kind, text=text)))

    def let_leave(self, candidate: str) -> None:
        attempt = self.memory.attempts[candidate].attempt
        self._wait(self._say_to(candidate, MayLeave(attempt=attempt)))

    def say(self, candidate: str, message: Message) -> None:
        self._wait(self._say_to(candidate, message))

    # ---- the server's thread

    async def _serve(self) -> None:
        app = web.Application(client_max_size=80 << 20)
        app.add_routes(
            [
                web.get(DESK_PATH, self._desk),
                *RoomFiles(self.memory, self._attempt_of_token).routes(),
            ]
        )
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        context = server_context(self._certificate, self._key)
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, ssl_context=context, reuse_address=True)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def _close(self) -> None:
        await self._cut()
        if self._runner is not None:
            for site in list(self._runner.sites):
                await site.stop()
            for handler in self._runner.server.connections if self._runner.server else ():
                if handler.transport is not None:
                    handler.transport.abort()
            await self._runner.cleanup()
        await sweep()

    async def _cut(self) -> None:
        for connection in list(self.connections):
            transport = connection.socket._req.transport if connection.socket._req else None
            if transport is not None:
                transport.abort()
        self.connections.clear()
        await asyncio.sleep(0)

    async def _desk(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(max_msg_size=1 << 20)
        await socket.prepare(request)
        connection = Connection(socket)
        self.connections.append(connection)
        try:
            async for frame in socket:
                if frame.type is WSMsgType.BINARY:
                    message = from_desk.decode(frame.data)
                    connection.heard.append(type(message).__name__)
                    with self.memory.lock:
                        replies = list(self._replies(connection, message))
                    for reply in replies:
                        for _time in range(2 if self.repeats else 1):
                            await connection.say(reply)
        finally:
            if connection in self.connections:
                self.connections.remove(connection)
        return socket

    def _replies(self, connection: Connection, message: FromDesk) -> list[Message]:
        memory = self.memory
        match message:
            case DeskHello():
                return self._hello(connection, message)
            case TimeProbe():
                now = memory.exam_ms()
                return [TimeReply(desk_ms=message.desk_ms, received_ms=now, sent_ms=now)]
            case PaperReady():
                memory.paper_ready.update(message.parts)
            case Identify():
                return [self._identity(connection, message)]
            case ConfirmIdentity():
                connection.desk_key = message.desk_key
                resuming = message.candidate in memory.attempts
                if memory.auto_admit:
                    return self._admitted(connection)
                return [AdmissionPending(candidate=message.candidate, resuming=resuming)]
            case Begun():
                memory.begun.append(message.attempt)
                if connection.attempt is not None and connection.attempt.allowances.began_ms < 0:
                    connection.attempt.allowances = msgspec.structs.replace(
                        connection.attempt.allowances, began_ms=memory.exam_ms()
                    )
                return [self._state(connection.attempt)]
            case Save():
                return self._save(connection, message)
            case FetchEvents():
                return self._fetch(connection, message)
            case HandIn() if connection.attempt is not None:
                return [memory.hand_in(connection.attempt, message)]
            case CommandDone():
                memory.commands_done.append(message.command)
            case HandRaised():
                memory.hands.append(message.raised)
            case DeskIncident():
                memory.incidents.append(message.code)
            case Progress():
                memory.progress.append(message)
            case HandIn():
                pass
        return []

    def _hello(self, connection: Connection, hello: DeskHello) -> list[Message]:
        memory = self.memory
        connection.desk, connection.token = hello.desk, f"token-{hello.desk}"
        replies: list[Message] = [self._welcome(connection)]
        attempt = memory.by_name(hello.attempt) if hello.attempt else None
        if attempt is None:
            return replies
        if attempt.epoch != hello.epoch or attempt.desk != hello.desk:
            return [*replies, Fenced(attempt=attempt.attempt, epoch=attempt.epoch)]
        connection.attempt, connection.candidate = attempt, attempt.candidate
        replies += [self._state(attempt), attempt.saved(memory.exam_ms())]
        return replies

    def _welcome(self, connection: Connection) -> DeskWelcome:
        exam = self.memory.exam
        if not self.memory.auto_enrol:
            return DeskWelcome(enrolment=Enrolment.PENDING, seat="", room="机房一")
        part = SealedPart(name=exam.part, size_bytes=len(exam.ciphertext), sha256=digest(exam.ciphertext))
        return DeskWelcome(
            enrolment=Enrolment.ENROLLED,
            seat="01",
            room="机房一",
            token=connection.token,
            exam="IT2026",
            sitting="S1",
            title="样考",
            rules=("遵守纪律。",),
            phase=self.memory.phase,
            manifest=exam.head,
            parts=(part,),
            snapshot_seconds=self.memory.snapshot_seconds,
        )

    def _identity(self, connection: Connection, message: Identify) -> Message:
        name = self.memory.names.get(message.candidate)
        if name is None:
            return Refused(to="identify", code=RefusalCode.UNKNOWN_CANDIDATE, tries_left=2)
        connection.candidate = message.candidate
        return Identity(
            candidate=message.candidate,
            name=name,
            school="一中",
            class_name="九1班",
            seat="01",
            photo=True,
            resuming=message.candidate in self.memory.attempts,
        )

    def _admitted(self, connection: Connection) -> list[Message]:
        memory = self.memory
        attempt = memory.attempt_of(connection.candidate)
        attempt.epoch += 1
        for other in self.connections:
            if other.attempt is attempt and other is not connection:
                other.attempt = None
                asyncio.get_running_loop().create_task(other.say(Fenced(attempt=attempt.attempt, epoch=attempt.epoch)))
        attempt.desk, attempt.desk_key = connection.desk, connection.desk_key
        connection.attempt = attempt
        reason = OpenReason.FIRST if attempt.epoch == 1 else OpenReason.RESUME
        admitted = Admitted(
            attempt=attempt.attempt,
            candidate=attempt.candidate,
            name=memory.names[attempt.candidate],
            seat="01",
            form=FORM,
            epoch=attempt.epoch,
            reason=reason,
            attempt_key=attempt.key.private_bytes(),
            wrapped_key=attempt.wrapped_key,
            stored_seq=len(attempt.events),
            stored_head=attempt.head,
        )
        replies: list[Message] = [admitted, self._state(attempt)]
        return [*replies, self._released()] if memory.released else replies

    def _released(self) -> Released:
        exam = self.memory.exam
        return Released(form=FORM, part=exam.part, content_key=exam.content_key)

    def _state(self, attempt: FakeAttempt | None) -> RoomState:
        memory = self.memory
        kwargs: dict[str, Any] = {}
        allowances = Allowances()
        if attempt is not None:
            kwargs = {"locked": attempt.locked, "locked_reason": "请等待" if attempt.locked else ""}
            allowances = attempt.allowances
        return RoomState(
            phase=memory.phase, schedule=memory.schedule, allowances=allowances, exam_ms=memory.exam_ms(), **kwargs
        )

    def _save(self, connection: Connection, message: Save) -> list[Message]:
        attempt = connection.attempt
        if attempt is None or message.epoch != attempt.epoch:
            return [Fenced(attempt=message.attempt, epoch=message.epoch + 1)]
        reply = self.memory.save(attempt, message)
        return [] if self.mute_saves else [reply]

    def _fetch(self, connection: Connection, message: FetchEvents) -> list[Message]:
        attempt = connection.attempt
        if attempt is None:
            return []
        piece = tuple(attempt.events[message.seq - 1 : message.seq + 4])
        complete = message.seq + 4 >= len(attempt.events)
        return [Events(attempt=attempt.attempt, events=piece, complete=complete)]

    def _attempt_of_token(self, token: str) -> FakeAttempt | None:
        return next((c.attempt for c in self.connections if c.token == token and c.attempt is not None), None)

    async def _tell_all(self) -> None:
        for connection in self.connections:
            if connection.attempt is not None:
                if self.memory.released:
                    await connection.say(self._released())
                await connection.say(self._state(connection.attempt))

    async def _welcome_all(self) -> None:
        for connection in self.connections:
            await connection.say(self._welcome(connection))

    async def _admit_waiting(self, candidate: str) -> None:
        for connection in self.connections:
            if connection.candidate == candidate and connection.attempt is None and connection.desk_key:
                for reply in self._admitted(connection):
                    await connection.say(reply)

    async def _say_to(self, candidate: str, message: Message) -> None:
        for connection in self.connections:
            if connection.candidate == candidate and connection.attempt is not None:
                await connection.say(message)

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)
