"""The warm server: process 1 of the sandbox, which forks a child for every run and waits for it.

It has the usual modules already imported, so a run costs a fork and not a start
of Python. It never reads a program, an input or an output: these lie in memory
files that only children open (see `wire`). It ends when the judge goes away.

What it does between two forks is kept small: every page of memory that either
side writes on is copied, and that is most of what a run costs.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import gc
import itertools
import os
import platform
import select
import signal
import traceback
from collections.abc import Callable, Sequence
from os import close, listdir, pidfd_open, read, stat, waitpid, write
from select import POLLIN
from time import clock_gettime_ns, monotonic_ns

from grading.programs.inside import child, kernel, landlock, memory, program, seccomp
from grading.programs.inside.syscalls import TABLES
from grading.programs.inside.wire import (
    COLLECT_MS,
    MOST_AT_ONCE,
    PATIENCE,
    REQUEST,
    STREAMS,
    Ready,
    Request,
    pack_ready,
    pack_reply,
    read_request,
)

CELL = "/cell"
BOX = "/cell/box"
NO_BOX = (0, 0)
NOBODY = 0
FIRST_BOX = (16 << 20, 1024)  # what runs have that do not ask for another
CONTROL_IN, CONTROL_OUT, COMPLAINTS = 10, 11, 12
FIRST_CHANNEL, FIRST_SLOT = 20, child.OPEN_FILES  # what the server opens later stays below its own limit
HIGHEST_POSSIBLE = 1 << 20
SETUP_FAILED = 121
SLEEPS_BELOW = 20  # a child that used less than this part of its wall time was asleep
ASLEEP_NS = 1_000_000  # who used less than this in half of its wall time slept all the while
UNKNOWN = 1 << 62
NS_PER_MS, NS_PER_US = 1_000_000, 1000


def main(layers: Sequence[str], handles: Sequence[int], readable: Sequence[str]) -> int:
    """Serve until the judge closes the pipe."""
    channels, witness = _take_channels(handles)
    try:
        server = _set_up(layers, channels, witness, readable)
    except (OSError, ValueError, MemoryError, kernel.Unfit):
        _complain(traceback.format_exc())
        return 1
    server.serve()
    return 0


def _set_up(layers: Sequence[str], channels: child.Channels, witness: int, readable: Sequence[str]) -> Server:
    """Get everything ready and try it; say so to the judge."""
    libc = kernel.load_libc()
    kernel.require_fixed_addresses(libc)
    abi = landlock.abi(libc)
    has_filters = platform.machine() in TABLES and seccomp.is_available(libc)
    walls = {layer for layer in layers if {"landlock": abi, "seccomp": has_filters}.get(layer, 1)}
    server = Server(libc, channels, witness, _prepare(libc, abi, walls, readable))
    if "seccomp" in walls:
        seccomp.put_on(libc, TABLES[platform.machine()])
    server.try_out()
    memory.keep_text_mapped(libc)
    gc.collect()
    gc.freeze()
    write(CONTROL_OUT, pack_ready(Ready(platform.python_version(), abi, has_filters)))
    return server


def _prepare(libc: ctypes.CDLL, abi: int, walls: set[str], readable: Sequence[str]) -> child.Prepared:
    kernel.clear_ambient(libc)
    seccomp.forbid_new_privileges(libc)
    child.share_limits()
    locks = [kernel.lock(libc)]
    if "landlock" in walls:
        locks.append(landlock.lock(libc, _move_up(landlock.make_ruleset(libc, abi, [*readable, "/dev/null"], [CELL]))))
    last = [seccomp.lock(libc, TABLES[platform.machine()])] if "seccomp" in walls else []
    return child.Prepared(tuple(locks), tuple(last), "nproc" in walls, program.set_stage(BOX))


class Server:
    """Runs one program after another, each in an empty box and in a child of its own.

    The child for the first run of a turn stands ready before that comes; the others are forked with their request.
    """

    def __init__(self, libc: ctypes.CDLL, channels: child.Channels, witness: int, prepared: child.Prepared) -> None:
        """Keep the descriptors; `witness` is the end of the pipe where children say that they are locked."""
        self._libc = libc
        self._channels = channels
        self._witness = witness
        self._prepared = prepared
        self._fork = kernel.make_fork()
        self._end_all_others = kernel.make_end_all_others()
        self._box = NO_BOX
        self._fresh: tuple[int, ...] = ()
        self._poller = select.poll()
        self._poller.register(CONTROL_IN, 0)  # hang-up is always told: the judge has gone

    def try_out(self) -> None:
        """Do once what every run needs and some machines forbid; raises `Unfit`."""
        try:
            kernel.protect_device(self._libc, os.devnull)
            self._renew_box(*FIRST_BOX)
        except OSError as error:
            raise kernel.Unfit("unfit: box") from error
        try:
            close(pidfd_open(os.getpid()))
        except OSError as error:
            raise kernel.Unfit("unfit: pidfd") from error

    def serve(self) -> None:
        """Answer requests. The first child of a turn is made after the last answer, while the judge looks at that."""
        while True:
            waiting = self._start(child.live)
            asked = read(CONTROL_IN, REQUEST.size * MOST_AT_ONCE)
            if not asked or len(asked) % REQUEST.size:
                return
            replies = b""
            for start in range(0, len(asked), REQUEST.size):
                request = read_request(asked[start : start + REQUEST.size])
                # Each child is forked by this very line or the one above: how deep it stands is seen in recursions.
                pid = self._ready_child(request, waiting) or self._start(child.live, request)
                replies += self._attend(pid, request)
                waiting = NOBODY
            write(CONTROL_OUT, replies)
            self._clean_box()

    def _ready_child(self, request: Request, waiting: int) -> int:
        """Return the child that stands ready when it fits the request, else nobody and a box for the one to be made."""
        *_, box_bytes, box_files, _keep = request
        if self._box != (box_bytes, box_files):
            if waiting:
                waitpid(waiting, 0)  # it has read the request too, and leaves because it was not made for such a box
                self._forget_request()
            self._renew_box(box_bytes, box_files)
        elif waiting:
            return waiting
        else:
            self._clean_box()
        return NOBODY

    def _attend(self, pid: int, request: Request) -> bytes:
        """Watch a run to its end; return the packed reply."""
        _start, _job, _slot, cpu_ms, wall_ms, _memory, _output, _file, _box_bytes, _box_files, keep_files = request
        begin = monotonic_ns()
        stopped = self._wait(pid, cpu_ms, wall_ms)
        cpu_us = _cpu_ns(pid) // NS_PER_US
        if stopped == "dozed":  # little of its time was used, but it never slept for long
            _, status, used = os.wait4(pid, 0)
            stopped = "starved" if used.ru_nivcsw > used.ru_nvcsw else "wall"
        else:
            _, status = waitpid(pid, 0)
        wall_us = (monotonic_ns() - begin) // NS_PER_US
        if self._end_all_others():
            _bury()
        if not (is_locked := self._is_locked()):
            self._forget_request()
        if keep_files:
            self._collect(request)
        return pack_reply(status, cpu_us, wall_us, stopped, is_locked)

    def _start(self, action: Callable[..., int], request: Request | None = None) -> int:
        """Fork a child for an action; it waits for its request where it is not given one."""
        pid = self._fork()
        if pid == 0:
            code = SETUP_FAILED
            try:
                code = action(self._channels, self._prepared, self._box, request)
            except BaseException:  # noqa: BLE001 - the outermost edge of the child: our fault, told on our own stream
                _complain(traceback.format_exc())
            finally:
                os._exit(code)
        return pid

    def _collect(self, request: Request) -> None:
        pid = self._start(child.collect, request)
        self._wait(pid, COLLECT_MS, COLLECT_MS)
        waitpid(pid, 0)

    def _forget_request(self) -> None:
        """Take away what a child that failed before it was locked in has not read."""
        waiting = select.poll()
        waiting.register(self._channels.request, POLLIN)
        while waiting.poll(0) and read(self._channels.request, REQUEST.size):
            pass

    def _clean_box(self) -> None:
        """Give the next run an empty box: this one when nothing was done in it."""
        if _look_at(BOX) != self._fresh or listdir(BOX):  # noqa: PTH208 - no Path in a server that forks
            self._renew_box(*self._box)

    def _renew_box(self, size_bytes: int, files: int) -> None:
        self._throw_box_away()
        kernel.mount_box(self._libc, BOX, size_bytes, files)
        os.chdir(BOX)
        self._box = (size_bytes, files)
        self._fresh = _look_at(BOX)

    def _throw_box_away(self) -> None:
        if self._box != NO_BOX:
            os.chdir(CELL)
            kernel.unmount_box(self._libc, BOX)
            self._box = NO_BOX

    def _wait(self, pid: int, cpu_ms: int, wall_ms: int) -> str:
        """Wait until the child has ended or used up its time; return what it was killed for, if it was."""
        handle = pidfd_open(pid)
        self._poller.register(handle, POLLIN)
        try:
            stopped = self._watch(pid, handle, cpu_ms, wall_ms)
        finally:
            self._poller.unregister(handle)
            close(handle)
        if stopped:
            os.kill(pid, signal.SIGKILL)
            os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        return stopped

    def _watch(self, pid: int, handle: int, cpu_ms: int, wall_ms: int) -> str:
        """Return why the child must be stopped, nothing when it has ended; look again when it could have to be.

        A child that computes all the time but gets little of a busy machine is no sleeper: it gets more time.
        """
        left = min(cpu_ms, wall_ms // 2) + 1
        wall_ns = wall_ms * NS_PER_MS
        last = monotonic_ns() + wall_ns
        half, half_ns = last - wall_ns // 2, UNKNOWN
        busy_ns, patience = 0, PATIENCE
        while True:
            if events := self._poller.poll(left):
                return "" if (handle, POLLIN) in events else "judge"
            used_ns, now = _cpu_ns(pid), monotonic_ns()
            if used_ns > cpu_ms * NS_PER_MS:
                return "cpu"
            if now > last:
                if not patience or used_ns - busy_ns < wall_ns // SLEEPS_BELOW:
                    return "wall" if 0 <= used_ns - half_ns < ASLEEP_NS else "dozed"
                busy_ns, patience = used_ns, patience - 1
                last += wall_ns
                half, half_ns = last - wall_ns // 2, UNKNOWN
            elif now > half and half_ns == UNKNOWN:
                half_ns = used_ns
            mark = half if half_ns == UNKNOWN else last
            left = max(1, min((mark - now) // NS_PER_MS, cpu_ms - used_ns // NS_PER_MS) + 1)

    def _is_locked(self) -> bool:
        try:
            return bool(read(self._witness, 16))
        except BlockingIOError:
            return False


def _take_channels(given: Sequence[int]) -> tuple[child.Channels, int]:
    """Put the first streams on 0 to 4, all else of ours above 10, and close every other descriptor."""
    request, job, files = [_move_up(handle) for handle in given[:3]]
    streams = [_move_up(handle, FIRST_SLOT) for handle in given[3:]]
    witness, witnessed = [_move_up(handle) for handle in os.pipe()]
    os.set_blocking(witness, False)
    os.dup2(0, CONTROL_IN, inheritable=False)
    os.dup2(1, CONTROL_OUT, inheritable=False)
    os.dup2(2, COMPLAINTS, inheritable=False)
    slots = tuple(tuple(streams[start : start + len(STREAMS)]) for start in range(0, len(streams), len(STREAMS)))
    for target, source in enumerate(slots[0]):
        os.dup2(source, target)
    channels = child.Channels(request, job, files, witnessed, slots)
    kept = {*range(len(STREAMS)), CONTROL_IN, CONTROL_OUT, COMPLAINTS, witness, *channels[:4], *streams}
    for low, high in itertools.pairwise([*sorted(kept), HIGHEST_POSSIBLE]):
        os.closerange(low + 1, high)
    return channels, witness


def _move_up(handle: int, lowest: int = FIRST_CHANNEL) -> int:
    moved = fcntl.fcntl(handle, fcntl.F_DUPFD_CLOEXEC, lowest)
    os.close(handle)
    return moved


def _look_at(box: str) -> tuple[int, ...]:
    """Return what changes as soon as anything is made, removed or changed in a box."""
    found = stat(box)  # noqa: PTH116 - no Path in a server that forks
    return (found.st_mode, found.st_nlink, found.st_mtime_ns, found.st_ctime_ns)


def _complain(text: str) -> None:
    """Tell our own fault. A child that is already locked in has no such descriptor any more."""
    with contextlib.suppress(OSError):
        os.write(COMPLAINTS, text.encode("utf-8", "replace"))


def _cpu_ns(pid: int) -> int:
    """CPU time of a child so far, by the kernel's clock number for a process (clock_getcpuclockid(3))."""
    return clock_gettime_ns((~pid << 3) | 2)


def _bury() -> None:
    """Wait for processes that were killed. Children cannot fork, so there is nobody to bury."""
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait4(-1, 0)
