"""Draws from a published seed: the same on every machine and in every version of Python.

A draw is a stream of SHA-256 blocks over the seed and labels, so that each
purpose (form, item, seat) has a stream of its own and none shifts another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
WORD_BYTES = 8
WORDS = 1 << (8 * WORD_BYTES)


class Draw:
    """Random numbers of one purpose."""

    def __init__(self, seed: int, *labels: str) -> None:
        """Begin the stream that belongs to `seed` and `labels`."""
        named = "\x1f".join(("jikao-draw-1", str(seed), *labels))
        self._start = hashlib.sha256(named.encode("utf-8")).digest()
        self._count = 0

    def below(self, limit: int) -> int:
        """Return a number from 0 to `limit` - 1, each equally likely."""
        if limit < 1:
            raise ValueError("nothing to draw from")
        highest = WORDS - WORDS % limit
        while (word := self._word()) >= highest:
            continue
        return word % limit

    def shuffled(self, values: Sequence[T]) -> list[T]:
        """Return the values in a drawn order, each order equally likely."""
        drawn = list(values)
        for last in range(len(drawn) - 1, 0, -1):
            other = self.below(last + 1)
            drawn[last], drawn[other] = drawn[other], drawn[last]
        return drawn

    def _word(self) -> int:
        block = hashlib.sha256(self._start + self._count.to_bytes(8, "big")).digest()
        self._count += 1
        return int.from_bytes(block[:WORD_BYTES], "big")
