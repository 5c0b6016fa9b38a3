"""One bubblewrap with the warm server in it: start it, hand it a job, hear how it ended, end it.

Linux only; importing it elsewhere is harmless. The judge decides what the
ending means; nothing here knows verdicts.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from grading.programs.errors import NoSandboxError
from grading.programs.inside.boot import AGAIN
from grading.programs.inside.wire import (
    COLLECT_MS,
    LINE_LIMIT,
    PATIENCE,
    REPLY,
    Ready,
    Reply,
    Request,
    pack_request,
    read_files,
    read_ready,
    read_reply,
)
from grading.programs.interpreter import Interpreter
from grading.programs.refusals import refusal
from grading.programs.streams import SharedFiles, put_in, raised, read_at
from itembank.base.i18n import _

# A user id that nobody else has: the judge run by root locks programs in as this user, never as root.
# (bubblewrap run by root would map the candidate to root, and the kernel never counts root's processes.)
SANDBOX_UID = 64123
INNER_UID = 1000
INSIDE = (
    "wire",
    "syscalls",
    "seccomp",
    "landlock",
    "kernel",
    "colours",
    "sheet",
    "walker",
    "pen",
    "drawing",
    "program",
    "child",
    "server",
    "memory",
    "boot",
)
ENVIRONMENT = {
    "PATH": "/usr/bin",
    "HOME": "/cell/box",
    "TMPDIR": "/cell/box",
    "LANG": "C.UTF-8",
    "TZ": "CST-8",
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "LD_BIND_NOW": "1",  # names are looked up once by the server and not again in every fork
}
# Who ignores the end of children, as some supervisors do, hands that on, and bubblewrap would wait for ever.
HEAR_CHILDREN = (
    "import os, signal, sys; signal.signal(signal.SIGCHLD, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"
)
START_SECONDS = 60
GRACE_MS = 10_000
END_SECONDS = 30


class SandboxLostError(Exception):
    """The server in the sandbox ended or does not answer; the judge starts another one."""


class Errand(NamedTuple):
    """One run to be made: its limits, its packed job, its input. Where the job lies is the sandbox's business."""

    request: Request
    job: bytes
    stdin: bytes


@dataclass(frozen=True, slots=True)
class Ended:
    """What came out of one run, unjudged. Streams are cut one byte above the limit; `complaint` is our own fault."""

    reply: Reply
    stdout: bytes
    stderr: bytes
    answer: bytes
    report: bytes
    files: Mapping[str, bytes]
    complaint: bytes = b""


def identity() -> dict[str, Any]:
    """Arguments for `subprocess` that make the sandbox's user: our own, or the reserved one for root."""
    if os.geteuid() != 0:
        return {}
    return {"user": SANDBOX_UID, "group": SANDBOX_UID, "extra_groups": []}


def find_bubblewrap() -> Path:
    """Return the path of bubblewrap; raises `NoSandboxError` with what to do where there is none."""
    if sys.platform != "linux":
        raise NoSandboxError(
            _("程序题只能在 Linux 上判分，本机系统是 {system}。").format(system=sys.platform),
            hint=_("请把答案包拿到装有 bubblewrap 的 Linux 机器上判分；其他题目不受影响。"),
        )
    found = shutil.which("bwrap")
    if found is None:
        raise NoSandboxError(
            _("本机没有安装 bubblewrap，无法隔离考生程序。"),
            hint=_("请安装软件包 bubblewrap（Debian、UOS、麒麟：apt install bubblewrap）。"),
        )
    return Path(found)


class Sandbox:
    """A running sandbox. Not for several threads; `close` may be called twice."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        shared: SharedFiles,
        *,
        ask: int,
        errors: int,
        ready: Ready,
        root_pid: int,
    ) -> None:
        """Take over what `open_sandbox` started."""
        self._process = process
        self._shared = shared
        self._ask = ask
        self._root_pid = root_pid
        self._errors = errors
        self._poller = select.poll()
        self._poller.register(_pipe(process.stdout), select.POLLIN)
        self.ready = ready

    def run(self, errands: Sequence[Errand]) -> tuple[Ended, ...]:
        """Run packed jobs, at most `MOST_AT_ONCE`, one after the other to their ends; raises `SandboxLostError`.

        Only the last may want its files.
        """
        requests = list(_place(errands))
        self._shared.fill(b"".join(errand.job for errand in errands), [errand.stdin for errand in errands])
        asked = [pack_request(request) for request in requests]
        wait_ms = sum((PATIENCE + 1) * request.wall_ms + COLLECT_MS for request in requests) + GRACE_MS
        try:
            os.write(self._ask, asked[0])  # to the child that stands ready
            os.write(_pipe(self._process.stdin), b"".join(asked))  # to the server that watches it and makes the others
            replies = self._hear(REPLY.size * len(asked), wait_ms)
            return tuple(self._end(request, replies) for request in requests)
        except (OSError, ValueError, TypeError) as error:
            raise SandboxLostError(str(error)) from error

    def _end(self, request: Request, replies: bytes) -> Ended:
        """Gather what came out of one run of a turn."""
        start = request.slot * REPLY.size
        reply = read_reply(replies[start : start + REPLY.size])
        written = self._shared.take(request.slot, request.output_bytes + 1)
        return Ended(
            reply=reply,
            stdout=written.stdout,
            stderr=written.stderr,
            answer=written.answer,
            report=written.report,
            files=read_files(self._shared.take_files()) if request.keep_files else {},
            complaint=read_at(self._errors, LINE_LIMIT) if not reply.locked else b"",
        )

    def _hear(self, size: int, wait_ms: int) -> bytes:
        """Read so many bytes from the server; raises `OSError` at its end and when nothing comes in time."""
        if not self._poller.poll(wait_ms):
            raise TimeoutError("the sandbox does not answer")
        return os.read(_pipe(self._process.stdout), size)

    def close(self) -> None:
        """End the server and everything in the sandbox."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._kill()
        if self._shared.handles:
            os.close(self._errors)
            os.close(self._ask)
        self._shared.close()

    def _kill(self) -> None:
        """Kill process 1 of the sandbox, which takes the others with it."""
        try:
            os.kill(self._root_pid, signal.SIGKILL)
        except ProcessLookupError:
            self._process.kill()
        self._process.wait(END_SECONDS)


def open_sandbox(
    bubblewrap: Path, interpreter: Interpreter, layers: Sequence[str], language: Path | None = None
) -> Sandbox:
    """Start bubblewrap and wait for its server; raises `NoSandboxError` where it cannot isolate.

    `language` is the file that runs programs, in the place of the one for Python.
    """
    with ExitStack() as stack:
        try:
            return _start(stack, bubblewrap, interpreter, layers, language)
        except OSError as error:  # no memory files or pipes to begin with
            raise refusal(str(error)) from error


def _start(
    stack: ExitStack, bubblewrap: Path, interpreter: Interpreter, layers: Sequence[str], language: Path | None
) -> Sandbox:
    """Start bubblewrap; what is put on the stack is closed in any case, what the sandbox keeps only when it fails."""
    kept = stack.enter_context(ExitStack())
    shared = SharedFiles()
    kept.callback(shared.close)
    errors = raised(os.memfd_create("judge-errors"))
    kept.callback(os.close, errors)
    told, tell = _pipe_ends(stack)
    asked, ask = map(raised, os.pipe())
    stack.callback(os.close, asked)
    kept.callback(os.close, ask)
    files = {name: Path(__file__).parent / "inside" / f"{name}.py" for name in INSIDE}
    files |= {"program": language} if language else {}
    parts = {name: _text_file(name, path, stack) for name, path in files.items()}
    inner = [" ".join(layers), " ".join(map(str, (asked, *shared.handles))), *interpreter.readable]
    walls = _walls(interpreter, parts)
    deaf = signal.getsignal(signal.SIGCHLD) is signal.SIG_IGN
    first = [str(interpreter.executable), "-I", "-S", "-c", HEAR_CHILDREN] if deaf else []
    command = [*first, str(bubblewrap), *walls, "--info-fd", str(tell), "--", *_server(interpreter), *inner]
    process: subprocess.Popen[bytes] | None = None
    try:
        process = _spawn(command, (asked, *shared.handles, *parts.values(), tell), errors)
        line = _read_line(_pipe(process.stdout), START_SECONDS * 1000)
        sandbox = Sandbox(process, shared, ask=ask, errors=errors, ready=read_ready(line), root_pid=_root_pid(told))
    except (OSError, ValueError, TypeError) as error:
        if process is not None:
            # With its first child, which would wait for ever for a bubblewrap that has gone.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
        said = read_at(errors, LINE_LIMIT).decode("utf-8", "replace").strip().splitlines()
        raise refusal(said[-1] if said else str(error)) from error
    kept.pop_all()
    return sandbox


def _server(interpreter: Interpreter) -> list[str]:
    return [str(interpreter.executable), "-s", "-S", "-P", "-B", "-c", AGAIN, "first"]


def _spawn(command: list[str], passed: tuple[int, ...], errors: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        bufsize=0,
        cwd="/",
        env={},
        pass_fds=passed,
        start_new_session=True,
        **identity(),
    )


def _walls(interpreter: Interpreter, parts: Mapping[str, int]) -> list[str]:
    """Spell what the sandbox holds: own everything, no network, the Python library, an empty cell."""
    words = [
        *("--unshare-user", "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"),
        *("--unshare-cgroup-try", "--uid", str(INNER_UID), "--gid", str(INNER_UID), "--hostname", "judge"),
        *("--new-session", "--as-pid-1", "--cap-drop", "ALL", "--cap-add", "CAP_SYS_ADMIN"),
    ]
    settings = {**ENVIRONMENT, "LD_LIBRARY_PATH": str(interpreter.prefix / "lib")}
    for name, value in settings.items():
        words += ["--setenv", name, value]
    for target, name in interpreter.links:
        words += ["--symlink", target, name]
    for path in (interpreter.executable, *interpreter.folders):
        words += ["--ro-bind", str(path), str(path)]
    for name, handle in parts.items():
        words += ["--ro-bind-data", str(handle), f"/judge/grading/programs/inside/{name}.py"]
    words += ["--dev-bind", "/dev/null", "/dev/null", "--dir", "/cell/box"]
    return [*words, "--remount-ro", "/", "--chdir", "/cell"]


def _place(errands: Sequence[Errand]) -> Iterator[Request]:
    """Say of each run where its job lies and which streams are its own."""
    start = 0
    for slot, (request, job, _stdin) in enumerate(errands):
        yield request._replace(job_start=start, job_bytes=len(job), slot=slot)
        start += len(job)


def _pipe_ends(stack: ExitStack) -> list[int]:
    ends = [raised(end) for end in os.pipe()]
    for end in ends:
        stack.callback(os.close, end)
    return ends


def _text_file(name: str, path: Path, stack: ExitStack) -> int:
    """Put one module of `inside` into a memory file: the sandbox's user may not enter our folder."""
    handle = raised(os.memfd_create(f"judge-{name}"))
    stack.callback(os.close, handle)
    put_in(handle, path.read_bytes())
    os.lseek(handle, 0, os.SEEK_SET)
    return handle


def _root_pid(told: int) -> int:
    return int(json.loads(os.read(told, LINE_LIMIT))["child-pid"])


def _pipe(stream: Any) -> int:
    handle: int = stream.fileno()
    return handle


def _read_line(handle: int, wait_ms: int) -> bytes:
    """Read one line from a pipe; raises `OSError` at its end and when nothing comes in time."""
    poller = select.poll()
    poller.register(handle, select.POLLIN)
    line = b""
    while not line.endswith(b"\n"):
        if not poller.poll(wait_ms):
            raise TimeoutError("the sandbox does not answer")
        part = os.read(handle, LINE_LIMIT)
        if not part:
            raise OSError("the sandbox ended")
        line += part
    return line
