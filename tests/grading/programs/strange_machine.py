"""Stands in for a machine that lacks something: takes it away from this process, starts a judge, tells how that went.

The arguments are JSON: calls of the kernel that fail (number, argument's place and value where only that one fails,
error number), limits, and words. Started by `test_strange_machines` in a process of its own.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import struct
import sys
from typing import Any

from grading.programs.judge import Judge, JudgeConfig
from grading.programs.records import ProgramRun
from itembank.base.errors import JikaoError

LOAD, EQUAL, ANY_BIT, RETURN = 0x20, 0x15, 0x45, 0x06
ALLOW, ERRNO = 0x7FFF0000, 0x00050000
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, MODE_FILTER = 38, 22, 2


def take_calls_away(rules: list[list[int]]) -> None:
    """Put on a filter that answers each call with its error; a rule may ask for any bit of an argument."""
    code = []
    for number, error, *condition in rules:
        body = [(RETURN, 0, 0, ERRNO | error)]
        if condition:
            place, bits = condition
            body = [(LOAD, 0, 0, 16 + 8 * place), (ANY_BIT, 0, 1, bits), *body]
        code += [(LOAD, 0, 0, 0), (EQUAL, 0, len(body), number), *body]
    code.append((RETURN, 0, 0, ALLOW))
    packed = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *line) for line in code))
    program = ctypes.create_string_buffer(struct.pack("@HP", len(code), ctypes.addressof(packed)))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if libc.prctl(PR_SET_SECCOMP, MODE_FILTER, program, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "the stand-in cannot put on its filter")


def tell() -> dict[str, object]:
    """Start a judge and run a program."""
    try:
        with Judge.start(JudgeConfig(self_test=False)) as judge:
            result = judge.run(ProgramRun(b"print(open('a').read())", files={"a": b"42"}))
    except JikaoError as refusal:
        return {"code": int(refusal.code), "message": refusal.message, "hint": refusal.hint}
    return {"verdict": result.verdict.value, "stdout": result.stdout.decode()}


def main(wanted: dict[str, Any]) -> None:
    """Become the machine, and tell."""
    told = os.dup(1)
    if wanted.get("deaf"):
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    if wanted.get("closed"):
        os.closerange(0, 3)
    for name, most in wanted.get("limits", {}).items():
        resource.setrlimit(getattr(resource, name), (most, most))
    take_calls_away(wanted.get("calls", []))
    os.write(told, json.dumps(tell()).encode())


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
