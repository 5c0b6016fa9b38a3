"""Make forks cheap: the fewer pages of memory a run writes on or asks for, the fewer the kernel copies or finds.

Nothing here is needed for a right verdict. It runs once, before the server's own
modules are imported; what it gains is measured in docs/decisions/0010.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import os
import re
import sys

# Imported once so that no run pays for them; any other module is imported when a program asks for it.
WARM = (
    "ast", "bisect", "calendar", "collections", "copy", "csv", "datetime", "decimal", "fractions", "functools",
    "heapq", "itertools", "json", "math", "operator", "random", "re", "statistics", "string", "textwrap",
    "time", "traceback", "typing",
)  # fmt: skip
CLASS_LINE = re.compile(rb"^ *\d+ +(\d+) +\d+ +\d+ +(\d+)$", re.MULTILINE)
STATISTICS_BYTES = 1 << 16
BYTES_HEAD = sys.getsizeof(b"")
LOADED, WRITABLE = 1, 2  # PT_LOAD, PF_W
READ, WRITE, EXECUTE = 1, 2, 4  # PROT_...


class Segment(ctypes.Structure):
    """Elf64_Phdr: a part of a program or library that the loader mapped."""

    _fields_ = (
        ("kind", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("offset", ctypes.c_uint64),
        ("address", ctypes.c_uint64),
        ("physical", ctypes.c_uint64),
        ("file_size", ctypes.c_uint64),
        ("memory_size", ctypes.c_uint64),
        ("alignment", ctypes.c_uint64),
    )


class LoadedObject(ctypes.Structure):
    """The beginning of struct dl_phdr_info: where an object lies, and its segments."""

    _fields_ = (
        ("base", ctypes.c_uint64),
        ("name", ctypes.c_char_p),
        ("segments", ctypes.POINTER(Segment)),
        ("count", ctypes.c_uint16),
    )


def warm_up() -> list[object]:
    """Import the usual modules and fill the gaps between their objects; the caller keeps what is returned.

    What is made afterwards, the server's and the child's own objects, then lies together on few pages.
    """
    for name in WARM:
        importlib.import_module(name)
    gc.collect()
    return [_make_block(size) for size, free in _find_gaps() for _ in range(free)]


def keep_text_mapped(libc: ctypes.CDLL) -> None:
    """Have forks inherit which pages of the program and its libraries are already mapped.

    The kernel leaves that out for a mapping that was never written to, and every child would find each page
    anew. So one byte of each is written, with the value it has.
    """
    page = os.sysconf("SC_PAGESIZE")
    visitor = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(LoadedObject), ctypes.c_size_t, ctypes.c_void_p)

    def visit(found: ctypes._Pointer[LoadedObject], _size: int, _data: object) -> int:
        loaded = found.contents
        for segment in loaded.segments[: loaded.count]:
            if segment.kind == LOADED and not segment.flags & WRITABLE and _is_always_used(loaded.name):
                start = (loaded.base + segment.address) // page * page
                end = loaded.base + segment.address + segment.file_size
                _touch(libc, start, end - start, READ | (EXECUTE if segment.flags & 1 else 0))
        return 0

    libc.dl_iterate_phdr(visitor(visit), None)


def _is_always_used(name: bytes) -> bool:
    """Tell the interpreter itself, which has no name here, and the C library from what few runs need."""
    return not name or name.rpartition(b"/")[2].startswith((b"libc.", b"libpython"))


def _touch(libc: ctypes.CDLL, start: int, length: int, protection: int) -> None:
    address, size = ctypes.c_void_p(start), ctypes.c_size_t(length)
    if libc.mprotect(address, size, protection | WRITE) == 0:  # refused by some hardened kernels: then it costs more
        ctypes.memmove(start, ctypes.string_at(start, 1), 1)
        if libc.mprotect(address, size, protection) != 0:
            raise OSError(ctypes.get_errno(), "mprotect")


def _find_gaps() -> list[tuple[int, int]]:
    """Ask Python's allocator for its size classes and the free places of each; it can only print them."""
    told, errors = os.memfd_create("statistics"), os.dup(2)
    try:
        os.dup2(told, 2)
        sys._debugmallocstats()  # noqa: SLF001 - the only way to ask
        os.dup2(errors, 2)
        found = CLASS_LINE.findall(os.pread(told, STATISTICS_BYTES, 0))
    finally:
        os.close(told)
        os.close(errors)
    return [(int(size), int(free)) for size, free in found]


def _make_block(size: int) -> object:
    """Make an object that takes one place of a size class."""
    if size > BYTES_HEAD:
        return bytes(size - BYTES_HEAD)
    return float(size) if size > sys.getsizeof(object()) else object()
