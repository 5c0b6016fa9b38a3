"""Jobs for engines under test; they must be importable in a worker."""

from __future__ import annotations

import os
import time


def double(number: int) -> int:
    return number * 2


def fail(number: int) -> int:
    raise ValueError(number)


def die(_number: int) -> int:
    os._exit(3)


def hold(seconds: int) -> None:
    os.write(1, b"held\n")
    time.sleep(seconds)
