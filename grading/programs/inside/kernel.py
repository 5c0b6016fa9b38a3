"""The few kernel calls that Python does not offer: mounts, privileges, a bare fork, raw system calls."""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import struct
from collections.abc import Callable
from typing import NamedTuple

MS_READ_ONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT, MS_NOATIME, MS_BIND = 1, 2, 4, 8, 32, 1024, 4096
MS_RELATIVE_ATIME = 1 << 21
# What a mount has is told by other bits (statvfs(3)) than it is set by (mount(2)), from here on.
ALIKE, TELLS_RELATIVE_ATIME = 2 | 4 | 8 | 1024 | 2048, 4096
MNT_DETACH = 2
PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 47, 4
CAPABILITY_HEAD = struct.pack("=Ii", 0x20080522, 0)  # version 3, this process
NO_CAPABILITIES = bytes(24)
ADDR_NO_RANDOMIZE = 0x0040000
ASK_PERSONALITY = 0xFFFFFFFF
CLONE = {"x86_64": 56, "aarch64": 220}


class Unfit(Exception):  # noqa: N818 - its name is the word that `grading.programs.refusals` looks for
    """This machine lacks something that every run needs."""


class Lock(NamedTuple):
    """A call that a child makes to lock itself in, with all its arguments ready, and what they point at."""

    call: Callable[..., int]
    arguments: tuple[object, ...]
    kept: object = None


def load_libc() -> ctypes.CDLL:
    """Open the C library that is already in this process, with the functions of children looked up already."""
    libc = ctypes.CDLL(None, use_errno=True)
    for name in ("prctl", "capset", "syscall"):
        getattr(libc, name)
    return libc


def call(libc: ctypes.CDLL, number: int, *arguments: int | bytes | None) -> int:
    """Make a raw system call; whole numbers go as longs so that no upper half is left to chance."""
    wide = [ctypes.c_long(value) if isinstance(value, int) else value for value in arguments]
    return int(libc.syscall(ctypes.c_long(number), *wide))


def mount_box(libc: ctypes.CDLL, path: str, size_bytes: int, files: int) -> None:
    """Mount an empty memory file system of a bounded size and number of files; raises `OSError`."""
    options = f"size={size_bytes},nr_inodes={files},mode=0700".encode()
    flags = ctypes.c_ulong(MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_NOATIME)
    if libc.mount(b"box", path.encode(), b"tmpfs", flags, options) != 0:
        raise OSError(ctypes.get_errno(), "mount", path)


def protect_device(libc: ctypes.CDLL, path: str) -> None:
    """Let nobody change the times and rights of the machine's own device; writing to it stays possible.

    Raises `OSError`. Flags that the machine set must be named again.
    """
    told = os.statvfs(path).f_flag
    flags = told & ALIKE | (MS_RELATIVE_ATIME if told & TELLS_RELATIVE_ATIME else 0)
    if libc.mount(None, path.encode(), None, ctypes.c_ulong(flags | MS_REMOUNT | MS_BIND | MS_READ_ONLY), None) != 0:
        raise OSError(ctypes.get_errno(), "mount", path)


def unmount_box(libc: ctypes.CDLL, path: str) -> None:
    """Throw the box and all that is in it away at once, however deep; raises `OSError`."""
    if libc.umount2(path.encode(), MNT_DETACH) != 0:
        raise OSError(ctypes.get_errno(), "umount", path)


def clear_ambient(libc: ctypes.CDLL) -> None:
    """Let no later program inherit a privilege; raises `OSError`. Once, before the first fork."""
    if libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "ambient capabilities")


def lock(libc: ctypes.CDLL) -> Lock:
    """Prepare the call that gives up every privilege inside the sandbox too."""
    return Lock(libc.capset, (ctypes.c_char_p(CAPABILITY_HEAD), ctypes.c_char_p(NO_CAPABILITIES)))


def make_end_all_others() -> Callable[[], bool]:
    """Make a kill of whatever process 1 can see besides itself; it tells whether there was any."""
    kill = ctypes.PyDLL(None).kill
    everybody, at_once = ctypes.c_int(-1), ctypes.c_int(signal.SIGKILL)

    def end_all_others() -> bool:
        return bool(kill(everybody, at_once) == 0)

    return end_all_others


def make_fork() -> Callable[[], int]:
    """Make a fork without what Python and the C library do around theirs for programs with threads.

    Those visits cost a tenth of a run in copied pages; the server has one thread and wants no fork hooks.
    """
    call_kernel = ctypes.PyDLL(None).syscall
    nothing = ctypes.c_long(0)
    numbers = (ctypes.c_long(CLONE[platform.machine()]), ctypes.c_long(signal.SIGCHLD), *[nothing] * 4)

    def fork() -> int:
        pid: int = call_kernel(*numbers)
        if pid < 0:
            raise OSError("fork")
        return pid

    return fork


def require_fixed_addresses(libc: ctypes.CDLL) -> None:
    """Make sure that the addresses are fixed; raises `Unfit` where the machine forbids it."""
    now = libc.personality(ctypes.c_ulong(ASK_PERSONALITY))
    if now < 0 or not now & ADDR_NO_RANDOMIZE:
        raise Unfit("unfit: addresses")


def restart_with_fixed_addresses(libc: ctypes.CDLL, command: list[str]) -> None:
    """Start this interpreter anew with the same addresses each time, so that what `id()` shows repeats."""
    libc.personality(ctypes.c_ulong(ADDR_NO_RANDOMIZE))
    os.execv(command[0], command)  # noqa: S606
