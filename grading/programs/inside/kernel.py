"""The few kernel calls that Python does not offer: mounts, privileges, raw system calls."""

from __future__ import annotations

import ctypes
import os
import struct

MS_NOSUID, MS_NODEV, MS_NOEXEC = 2, 4, 8
MNT_DETACH = 2
PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 47, 4
CAPABILITY_HEAD = struct.pack("=Ii", 0x20080522, 0)  # version 3, this process
NO_CAPABILITIES = bytes(24)
ADDR_NO_RANDOMIZE = 0x0040000


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
    flags = ctypes.c_ulong(MS_NOSUID | MS_NODEV | MS_NOEXEC)
    if libc.mount(b"box", path.encode(), b"tmpfs", flags, options) != 0:
        raise OSError(ctypes.get_errno(), "mount", path)


def unmount_box(libc: ctypes.CDLL, path: str) -> None:
    """Throw the box and all that is in it away at once, however deep; raises `OSError`."""
    if libc.umount2(path.encode(), MNT_DETACH) != 0:
        raise OSError(ctypes.get_errno(), "umount", path)


def drop_capabilities(libc: ctypes.CDLL) -> None:
    """Give up every privilege inside the sandbox too; raises `OSError`."""
    libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
    if libc.capset(CAPABILITY_HEAD, NO_CAPABILITIES) != 0:
        raise OSError(ctypes.get_errno(), "capset")


def restart_with_fixed_addresses(libc: ctypes.CDLL, command: list[str]) -> None:
    """Start this interpreter anew with the same addresses each time, so that what `id()` shows repeats."""
    libc.personality(ctypes.c_ulong(ADDR_NO_RANDOMIZE))
    os.execv(command[0], command)  # noqa: S606
