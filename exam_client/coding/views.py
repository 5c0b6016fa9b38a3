"""Frozen values about running Python programs that the code editor's console shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class RunOutcome(Enum):
    """How a program ended."""

    FINISHED = "finished"
    FAILED = "failed"
    STOPPED = "stopped"
    TIME_LIMIT = "time_limit"
    NOT_STARTED = "not_started"


class Channel(Enum):
    """Where a stretch of output came from."""

    OUT = "out"
    ERROR = "error"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class ProgramOutput:
    """A batch of output, at most a few kilobytes and a few batches a second.

    `dropped_bytes` counts what a flood left out before this batch.
    """

    run: int
    channel: Channel
    text: str
    dropped_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Explanation:
    """An error in words a pupil understands; `line` is the line of the candidate's own file, 0 if unknown."""

    error: str
    line: int
    sentence: str
    advice: str


@dataclass(frozen=True, slots=True)
class ProgramEnded:
    """The end of a run; `explanation` only after an error."""

    run: int
    outcome: RunOutcome
    exit_code: int
    elapsed_ms: int
    explanation: Explanation | None = None


@dataclass(frozen=True, slots=True)
class SampleResult:
    """One public sample test: what was expected and what came out."""

    name: str
    passed: bool
    expected: str
    got: str
    outcome: RunOutcome
    explanation: Explanation | None = None


@dataclass(frozen=True, slots=True)
class SamplesRun:
    """All sample tests of an item."""

    item: str
    results: tuple[SampleResult, ...]


@dataclass(frozen=True, slots=True)
class FullWidthMark:
    """A full-width punctuation mark in code (outside strings and comments); line and column count from 1 and 0."""

    line: int
    column: int
    found: str
    wanted: str
