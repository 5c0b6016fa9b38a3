"""The warm server: process 1 of the sandbox, which forks a child for every run and waits for it.

It has the usual modules already imported, so a run costs a fork and not a start
of Python. It never reads a program, an input or an output: these lie in memory
files that only children open (see `wire`). It ends when the judge goes away.
"""

from __future__ import annotations

import contextlib
import dataclasses
import fcntl
import gc
import importlib
import itertools
import os
import platform
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from grading.programs.inside import child, kernel, landlock, program, seccomp
from grading.programs.inside.syscalls import TABLES
from grading.programs.inside.wire import COLLECT_MS, LINE_LIMIT, Ready, Reply, Request, pack_line, read_request

CELL = "/cell"
BOX = "/cell/box"
CONTROL_IN, CONTROL_OUT, COMPLAINTS = 10, 11, 12
FIRST_CHANNEL = 20
HIGHEST_POSSIBLE = 1 << 20
SETUP_FAILED = 121
NS_PER_MS = 1_000_000
# Imported once so that no run pays for them; any other module is imported when a program asks for it.
WARM = (
    "bisect", "calendar", "collections", "copy", "csv", "datetime", "decimal", "fractions", "functools",
    "heapq", "itertools", "json", "math", "operator", "random", "re", "statistics", "string", "textwrap",
    "time", "traceback", "typing",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ended:
    """What waiting for a child told."""

    status: int
    cpu_us: int
    stopped: str


def main(arguments: Sequence[str]) -> int:
    """Serve until the judge closes the pipe. Arguments: the channels' descriptors, then readable paths."""
    channels = _take_channels([int(value) for value in arguments[:7]])
    prepared, abi = _prepare(channels[0], [*arguments[7:], "/dev/null"])
    gc.collect()
    gc.freeze()
    is_filtered = prepared.filter is not None
    os.write(CONTROL_OUT, pack_line(Ready(platform.python_version(), abi, is_filtered)))
    server = Server(channels[0], channels[1], prepared)
    while line := _read_line():
        os.write(CONTROL_OUT, pack_line(server.run(read_request(line))))
    return 0


def _prepare(channels: child.Channels, readable: list[str]) -> tuple[child.Prepared, int]:
    libc = kernel.load_libc()
    abi = landlock.abi(libc)
    table = TABLES.get(platform.machine())
    for name in WARM:
        importlib.import_module(name)
    for target, source in enumerate((channels.stdin, channels.stdout, channels.stderr, channels.answer)):
        os.dup2(source, target)
    prepared = child.Prepared(
        libc=libc,
        filter=seccomp.make_filter(table) if table and seccomp.is_available(libc) else None,
        ruleset=_move_up(landlock.make_ruleset(libc, abi, readable, [CELL])) if abi else None,
        stage=program.set_stage(BOX),
    )
    return prepared, abi


class Server:
    """Runs one program after another, each in a box of its own."""

    def __init__(self, channels: child.Channels, witness: int, prepared: child.Prepared) -> None:
        """Keep the descriptors; `witness` is the end of the pipe where children say that they are locked."""
        self._channels = channels
        self._witness = witness
        self._prepared = prepared

    def run(self, request: Request) -> Reply:
        """Mount a fresh box, run the job in it, throw the box away."""
        kernel.mount_box(self._prepared.libc, BOX, request.box_bytes, request.box_files)
        begin = time.monotonic_ns()
        pid = _fork(lambda: child.live(request, self._channels, self._prepared, BOX))
        ended = _wait(pid, cpu_ms=request.cpu_ms, wall_ms=request.wall_ms)
        wall_us = (time.monotonic_ns() - begin) // 1000
        _end_all_others()
        locked = self._is_locked()
        if request.keep_files:
            pid = _fork(lambda: child.collect(request, self._channels, BOX))
            _wait(pid, cpu_ms=COLLECT_MS, wall_ms=COLLECT_MS)
        kernel.unmount_box(self._prepared.libc, BOX)
        return Reply(ended.status, ended.cpu_us, wall_us, ended.stopped, locked)

    def _is_locked(self) -> bool:
        try:
            return bool(os.read(self._witness, 16))
        except BlockingIOError:
            return False


def _take_channels(given: list[int]) -> tuple[child.Channels, int]:
    """Move all descriptors out of the way of 0 to 5, which the children use, and close every other one."""
    job, stdin, stdout, stderr, answer, report, files = [_move_up(handle) for handle in given]
    witness, witnessed = [_move_up(handle) for handle in os.pipe()]
    os.set_blocking(witness, False)
    os.dup2(0, CONTROL_IN, inheritable=False)
    os.dup2(1, CONTROL_OUT, inheritable=False)
    os.dup2(2, COMPLAINTS, inheritable=False)
    channels = child.Channels(job, stdin, stdout, stderr, answer, report, files, witnessed)
    kept = {0, 1, 2, CONTROL_IN, CONTROL_OUT, COMPLAINTS, witness, *dataclasses.astuple(channels)}
    for low, high in itertools.pairwise([*sorted(kept), HIGHEST_POSSIBLE]):
        os.closerange(low + 1, high)
    return channels, witness


def _move_up(handle: int) -> int:
    moved = fcntl.fcntl(handle, fcntl.F_DUPFD_CLOEXEC, FIRST_CHANNEL)
    os.close(handle)
    return moved


def _fork(action: Callable[[], int]) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = SETUP_FAILED
    try:
        code = action()
    except BaseException:  # noqa: BLE001 - the outermost edge of the child: our fault, told on our own stream
        _complain(traceback.format_exc())
    finally:
        os._exit(code)


def _complain(text: str) -> None:
    """Tell our own fault. A child that is already locked in has no such descriptor any more."""
    with contextlib.suppress(OSError):
        os.write(COMPLAINTS, text.encode("utf-8", "replace"))


def _wait(pid: int, *, cpu_ms: int, wall_ms: int) -> Ended:
    """Wait until the child ends or has used up its time; look again when it could have at the earliest."""
    handle = os.pidfd_open(pid)
    poller = select.poll()
    poller.register(handle, select.POLLIN)
    poller.register(CONTROL_IN, 0)  # hang-up is always told: the judge has gone
    last = time.monotonic_ns() + wall_ms * NS_PER_MS
    stopped = ""
    try:
        while True:
            wall_left = (last - time.monotonic_ns()) // NS_PER_MS
            cpu_left = cpu_ms - _cpu_ms(pid)
            if cpu_left < 0 or wall_left < 0:
                stopped = "cpu" if cpu_left < 0 else "wall"
                break
            events = dict(poller.poll(max(1, min(wall_left, cpu_left) + 1)))
            if handle in events:
                break
            if CONTROL_IN in events:
                stopped = "judge"
                break
    finally:
        os.close(handle)
    if stopped:
        os.kill(pid, signal.SIGKILL)
    _, status, usage = os.wait4(pid, 0)
    return Ended(status, round((usage.ru_utime + usage.ru_stime) * 1_000_000), stopped)


def _cpu_ms(pid: int) -> int:
    """CPU time of a child so far, by the kernel's clock number for a process (clock_getcpuclockid(3))."""
    try:
        return time.clock_gettime_ns((~pid << 3) | 2) // NS_PER_MS
    except OSError:
        return 0


def _end_all_others() -> None:
    """Process 1 kills whatever else lives in the sandbox. Children cannot fork, so this finds nobody."""
    try:
        os.kill(-1, signal.SIGKILL)
    except ProcessLookupError:
        return
    while True:
        try:
            os.wait4(-1, 0)
        except ChildProcessError:
            return


def _read_line() -> bytes:
    line = b""
    while not line.endswith(b"\n"):
        part = os.read(CONTROL_IN, LINE_LIMIT)
        if not part:
            return b""
        line += part
    return line


def boot(arguments: list[str]) -> None:
    """Start again with fixed addresses, then serve; the first argument tells which start this is."""
    if arguments[0] == "first":
        code = "import sys; sys.path.insert(0, '/judge'); from grading.programs.inside import server; "
        code += "server.boot(sys.argv[1:])"
        command = [sys.executable, "-s", "-S", "-P", "-B", "-c", code, "second", *arguments[1:]]
        kernel.restart_with_fixed_addresses(kernel.load_libc(), command)
    sys.exit(main(arguments[1:]))
