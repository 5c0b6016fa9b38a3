"""A small assembler for the kernel's system call filters, and the calls that put them on.

An allow list: other calls answer "not permitted", a foreign processor mode kills.
The server puts the list on itself, with the calls that it needs for serving; a
child inherits it and puts on a second, short filter that refuses those too, and
with them any change of its limits: a program could otherwise have the kernel kill
it, which looks as if the machine had been short of memory. The
kernel asks all filters and takes the strictest answer. Putting the whole list on
in every child would be the same wall for a twentieth more of a run.
Reference: linux/filter.h, linux/seccomp.h, seccomp(2).
"""

from __future__ import annotations

import ctypes
import errno
import struct
from typing import NamedTuple

from grading.programs.inside.kernel import Lock
from grading.programs.inside.syscalls import Rule, Table

LOAD = 0x20  # BPF_LD | BPF_W | BPF_ABS
JUMP_EQUAL = 0x15  # BPF_JMP | BPF_JEQ | BPF_K
JUMP_AT_LEAST = 0x35  # BPF_JMP | BPF_JGE | BPF_K
RETURN = 0x06  # BPF_RET | BPF_K

KILL = 0x80000000  # SECCOMP_RET_KILL_PROCESS
ALLOW = 0x7FFF0000
ERRNO = 0x00050000

NUMBER_OFFSET = 0  # struct seccomp_data: int nr; u32 arch; u64 instruction_pointer; u64 args[6]
ARCH_OFFSET = 4
ARGUMENTS_OFFSET = 16
NEW_LIMIT_OFFSET = ARGUMENTS_OFFSET + 8 * 2  # prlimit64(pid, what, new limit, old limit): no pointer, no change
X32_BIT = 0x40000000

PR_SET_SECCOMP = 22
PR_GET_SECCOMP = 21
PR_SET_NO_NEW_PRIVS = 38
MODE_FILTER = 2

FARTHEST_JUMP = 255

Instruction = tuple[int, int, int, int]


class Span(NamedTuple):
    """Calls from this number up to the next span, and the instructions that answer them."""

    first: int
    answer: list[Instruction]


class Program(ctypes.Structure):
    """struct sock_fprog: a length and the address of the instructions."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


class Filter(NamedTuple):
    """A filter ready to be put on; `code` must outlive `program`, which points at it."""

    code: ctypes.Array[ctypes.c_char]
    program: Program


def assemble_list(table: Table) -> bytes:
    """Translate a table into the instructions of the server's filter, eight bytes each.

    A search tree: the kernel walks the filter once for every call there is when it is put on.
    """
    head: list[Instruction] = [
        (LOAD, 0, 0, ARCH_OFFSET),
        (JUMP_EQUAL, 1, 0, table.audit_arch),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, NUMBER_OFFSET),
    ]
    return _pack(head + _tree(_spans(table)))


def assemble_refusal(table: Table) -> bytes:
    """Translate what a child gives up into the instructions of its filter."""
    numbers = sorted(table.serving)
    return _pack(
        [
            (LOAD, 0, 0, NUMBER_OFFSET),
            *((JUMP_EQUAL, len(numbers) + 5 - index, 0, number) for index, number in enumerate(numbers)),
            (JUMP_EQUAL, 1, 0, table.limiting),
            (RETURN, 0, 0, ALLOW),
            (LOAD, 0, 0, NEW_LIMIT_OFFSET),
            (JUMP_EQUAL, 0, 2, 0),
            (LOAD, 0, 0, NEW_LIMIT_OFFSET + 4),
            (JUMP_EQUAL, 1, 0, 0),
            (RETURN, 0, 0, ERRNO | errno.EPERM),
            (RETURN, 0, 0, ALLOW),
        ]
    )


def _pack(code: list[Instruction]) -> bytes:
    return b"".join(struct.pack("=HBBI", *line) for line in code)


def _spans(table: Table) -> list[Span]:
    """Cut all call numbers into spans that are answered alike, in order."""
    answers: dict[int, list[Instruction]] = {
        number: [(RETURN, 0, 0, ALLOW)] for number in table.allowed | table.serving
    }
    answers |= {rule.number: _checked(rule) for rule in table.checked}
    answers |= {number: [(RETURN, 0, 0, ERRNO | error)] for number, error in table.answered}
    refuse: list[Instruction] = [(RETURN, 0, 0, ERRNO | errno.EPERM)]
    spans = [Span(0, answers.get(0, refuse))]
    for number in range(1, max(answers) + 2):
        answer = answers.get(number, refuse)
        if answer != spans[-1].answer:
            spans.append(Span(number, answer))
    return [*spans, Span(X32_BIT, [(RETURN, 0, 0, KILL)])]


def _tree(spans: list[Span]) -> list[Instruction]:
    if len(spans) == 1:
        return spans[0].answer
    middle = len(spans) // 2
    low, high = _tree(spans[:middle]), _tree(spans[middle:])
    if len(low) > FARTHEST_JUMP:
        raise ValueError("the filter is too long for its jumps")
    return [(JUMP_AT_LEAST, len(low), 0, spans[middle].first), *low, *high]


def make_filter(code: bytes) -> Filter:
    """Keep instructions where the kernel can read them."""
    buffer = ctypes.create_string_buffer(code, len(code))
    return Filter(buffer, Program(len(code) // 8, ctypes.addressof(buffer)))


def put_on(libc: ctypes.CDLL, table: Table) -> None:
    """Bind this process and all its children to the list; raises `OSError`. Needs `no_new_privs`."""
    call, arguments, _kept = _lock(libc, assemble_list(table))
    if call(*arguments) != 0:
        raise OSError(ctypes.get_errno(), "seccomp filter")


def lock(libc: ctypes.CDLL, table: Table) -> Lock:
    """Prepare the call by which a child gives up what only it and the server need; it must be a child's last lock."""
    return _lock(libc, assemble_refusal(table))


def _lock(libc: ctypes.CDLL, code: bytes) -> Lock:
    made = make_filter(code)
    pointer = ctypes.c_void_p(ctypes.addressof(made.program))
    return Lock(libc.prctl, (ctypes.c_int(PR_SET_SECCOMP), ctypes.c_ulong(MODE_FILTER), pointer, 0, 0), made)


def forbid_new_privileges(libc: ctypes.CDLL) -> None:
    """Make sure that no later exec can gain a privilege; raises `OSError`."""
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "no_new_privs")


def is_available(libc: ctypes.CDLL) -> bool:
    """Tell whether this kernel has filters: the question fails with EINVAL where it does not."""
    return bool(libc.prctl(PR_GET_SECCOMP, 0, 0, 0, 0) >= 0)


def _checked(rule: Rule) -> list[Instruction]:
    """Load the lower half of the argument (the kernel reads it as a 32-bit value) and compare."""
    count = len(rule.values)
    return [
        (LOAD, 0, 0, ARGUMENTS_OFFSET + 8 * rule.position),
        *((JUMP_EQUAL, count - index, 0, value) for index, value in enumerate(rule.values)),
        (RETURN, 0, 0, ERRNO | errno.EPERM),
        (RETURN, 0, 0, ALLOW),
    ]
