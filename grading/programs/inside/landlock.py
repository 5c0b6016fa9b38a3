"""Landlock: a wall around the file system that a process puts up for itself.

Second to the sandbox, not instead of it: only the libraries can be read, only
the box can be written, no TCP port, no signal and no abstract socket reach outside.
Reference: linux/landlock.h, landlock(7). Absent before Linux 5.13.
"""

from __future__ import annotations

import ctypes
import os
import struct

from grading.programs.inside.kernel import Lock, call

CREATE_RULESET = 444  # the three calls have the same numbers on every processor
ADD_RULE = 445
RESTRICT_SELF = 446
ASK_VERSION = 1
RULE_PATH_BENEATH = 1

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, REMOVE_DIR, REMOVE_FILE = (1 << bit for bit in range(6))
MAKE_DIR, MAKE_FILE = 1 << 7, 1 << 8
REFER, TRUNCATE, DEVICE_CONTROL = 1 << 13, 1 << 14, 1 << 15

FIRST_ALL = (1 << 13) - 1
READING = READ_FILE | READ_DIR
BOX = READING | WRITE_FILE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_FILE | REFER | TRUNCATE
FILE_RIGHTS = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | DEVICE_CONTROL  # those that a file can have
BIND_AND_CONNECT = 0b11
ABSTRACT_SOCKET_AND_SIGNAL = 0b11

ABI_REFER, ABI_TRUNCATE, ABI_TCP, ABI_DEVICE, ABI_SCOPE = 2, 3, 4, 5, 6


def abi(libc: ctypes.CDLL) -> int:
    """Return the kernel's Landlock version, 0 where there is none or it is switched off."""
    return max(0, call(libc, CREATE_RULESET, None, 0, ASK_VERSION))


def make_ruleset(libc: ctypes.CDLL, version: int, readable: list[str], writable: list[str]) -> int:
    """Build the wall and return its descriptor; raises `OSError`.

    Folders mounted later below a writable one are covered too.
    """
    handled = _handled(version)
    head = struct.pack("=QQQ", handled, BIND_AND_CONNECT, ABSTRACT_SOCKET_AND_SIGNAL)
    size = 24 if version >= ABI_SCOPE else 16 if version >= ABI_TCP else 8
    ruleset = call(libc, CREATE_RULESET, head, size, 0)
    if ruleset < 0:
        raise OSError(ctypes.get_errno(), "landlock ruleset")
    for path in readable:
        _add(libc, ruleset, path, READING & handled)
    for path in writable:
        _add(libc, ruleset, path, BOX & handled)
    return ruleset


def lock(libc: ctypes.CDLL, ruleset: int) -> Lock:
    """Prepare the call that puts the calling process behind the wall for ever. Needs `no_new_privs`."""
    return Lock(libc.syscall, (ctypes.c_long(RESTRICT_SELF), ctypes.c_long(ruleset), ctypes.c_long(0)))


def _handled(version: int) -> int:
    later = ((ABI_REFER, REFER), (ABI_TRUNCATE, TRUNCATE), (ABI_DEVICE, DEVICE_CONTROL))
    return FIRST_ALL | sum(right for since, right in later if version >= since)


def _add(libc: ctypes.CDLL, ruleset: int, path: str, rights: int) -> None:
    folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = struct.pack("=Qi", rights if os.path.isdir(path) else rights & FILE_RIGHTS, folder)  # noqa: PTH112
        if call(libc, ADD_RULE, ruleset, RULE_PATH_BENEATH, rule, 0) != 0:
            raise OSError(ctypes.get_errno(), "landlock rule", path)
    finally:
        os.close(folder)
