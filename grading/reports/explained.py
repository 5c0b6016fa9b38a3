"""What an explanation of a score shows, as plain values: every question, every check point, what was found there."""

from __future__ import annotations

from dataclasses import dataclass

from grading.reports.view import CheckPointResult, Pupil, Score


@dataclass(frozen=True, slots=True)
class ExplainedPart:
    """One response or check point: its points, what was found, what was wanted, and who decided."""

    point: CheckPointResult
    observed: str
    expected: str
    decisions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExplainedItem:
    """One question; `note` is a sentence where the points do not come from its parts."""

    number: int
    item: str
    title: str
    score: Score
    parts: tuple[ExplainedPart, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A candidate's whole score. `run` says what it was marked with, line by line."""

    pupil: Pupil
    problems: tuple[str, ...]
    exam: str
    total: Score
    items: tuple[ExplainedItem, ...]
    run: tuple[str, ...]
