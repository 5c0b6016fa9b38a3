"""A second language for the judge, in the place of `inside/program.py`: words that work on a stack of numbers.

Everything a language needs is `set_stage` and `run_program`; what is written on the streams 1 to 4 the judge reads.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable

from grading.programs.inside.wire import Job

STDIN, STDOUT, STDERR, ANSWER, REPORT = range(5)
CHUNK = 65_536


class Stage:
    """What stands ready before a program comes: here the meaning of the words."""

    def __init__(self) -> None:
        self.numbers: list[int] = []
        self.words: dict[str, Callable[[], None]] = {
            "read": lambda: self.numbers.append(int(os.read(STDIN, CHUNK))),
            "add": lambda: self.numbers.append(self.numbers.pop() + self.numbers.pop()),
            "mul": lambda: self.numbers.append(self.numbers.pop() * self.numbers.pop()),
            "print": lambda: self.say(str(self.numbers.pop())),
            "spin": self.spin,
            "grow": self.grow,
            "spy": lambda: self.say(str(len(os.listdir("/etc")))),  # noqa: PTH208 - no pathlib in a fork
            "save": lambda: self.keep("out.txt", str(self.numbers.pop())),
            "look": lambda: self.say(" ".join(sorted(os.listdir(".")))),  # noqa: PTH208 - no pathlib in a fork
        }

    def say(self, text: str) -> None:
        os.write(STDOUT, text.encode() + b"\n")

    def keep(self, name: str, text: str) -> None:
        handle = os.open(name, os.O_WRONLY | os.O_CREAT)
        os.write(handle, text.encode())
        os.close(handle)

    def spin(self) -> None:
        while True:
            self.numbers = self.numbers[:]

    def grow(self) -> None:
        held = []
        while True:
            held.append(bytearray(10_000_000))


def set_stage(box: str) -> Stage:
    """Put our own modules out of sight and make the words."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "grading"]:
        del sys.modules[name]
    sys.path = [box]
    return Stage()


def run_program(job: Job, stage: Stage) -> int:
    """Do the words one after the other; return the exit code."""
    source, *_others = job
    for line, words in enumerate(source.decode().splitlines(), start=1):
        for word in words.split():
            try:
                if word.lstrip("-").isdecimal():
                    stage.numbers.append(int(word))
                else:
                    stage.words[word]()
            except Exception as error:  # noqa: BLE001 - whatever goes wrong is the program's result
                os.write(REPORT, json.dumps({"exception": type(error).__name__, "line": line}).encode())
                return 1
    return 0
