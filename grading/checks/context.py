"""What a check knows besides the work itself: which functions the task's tests call, and the seed of the paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from itembank.model.checks import Rubric

NAME = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True, slots=True)
class Context:
    """`called`: names of a program that are used from outside, None when nobody knows; `seed`: 0 when there is none."""

    called: frozenset[str] | None = None
    seed: int = 0


def context_of(rubric: Rubric, seed: int = 0) -> Context:
    """Return what a rubric tells all its checks.

    Any word of a call and any function that is asked for may be called: a program of functions alone is finished.
    """
    return Context(frozenset(name for text in _texts(rubric) for name in NAME.findall(text)), seed)


def _texts(rubric: Rubric) -> Iterator[str]:
    for point in rubric.points:
        for call in point.checks:
            yield str(call.parameters.get("call", ""))
            yield str(call.parameters.get("name", "")) if call.type == "Y.function" else ""
            tests = call.parameters.get("tests", ())
            if isinstance(tests, list | tuple):
                yield from (str(test.get("call", "")) for test in tests if isinstance(test, Mapping))
