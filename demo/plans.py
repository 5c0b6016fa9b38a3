"""Who sits in the room and what each robot does, and the marks it must get: counted here, not by the grader.

A right answer is worth its points, a wrong one nothing, a partial one the share
that the item's author wrote down; a practical task is done as the model answer
or left untouched.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from pathlib import Path


class Style(Enum):
    """How a robot answers."""

    RIGHT = "right"
    WRONG = "wrong"
    PARTIAL = "partial"
    MIXED = "mixed"
    NOTHING = "nothing"


class Fate(Enum):
    """What happens to a robot."""

    PLAIN = "plain"
    SLOW = "slow"
    CHANGES_MIND = "changes_mind"
    KILLED = "killed"
    MOVED = "moved"
    NEVER_HANDS_IN = "never_hands_in"
    ABSENT = "absent"


@dataclass(frozen=True)
class Role:
    """One candidate of the play."""

    title: str
    style: Style
    fate: Fate = Fate.PLAIN
    practical: bool = False


CAST = (
    Role("做得快，全对", Style.RIGHT, practical=True),
    Role("做得慢，客观题全对，操作题没动", Style.RIGHT, Fate.SLOW),
    Role("先错后改，全对", Style.RIGHT, Fate.CHANGES_MIND, practical=True),
    Role("中途断电，重启续考，全对", Style.RIGHT, Fate.KILLED, practical=True),
    Role("中途换到备用机，全对", Style.RIGHT, Fate.MOVED, practical=True),
    Role("不作答也不交卷，强制交卷", Style.NOTHING, Fate.NEVER_HANDS_IN),
    Role("全错", Style.WRONG),
    Role("部分正确", Style.PARTIAL, practical=True),
    Role("对一半", Style.MIXED, practical=True),
    Role("对一半，操作题没动", Style.MIXED),
    Role("什么都不做就交卷", Style.NOTHING),
    Role("缺考", Style.NOTHING, Fate.ABSENT),
)
STOP_AFTER = 8
SLOW_MS = 350


@dataclass(frozen=True)
class Expected:
    """What one robot will have typed, by item, and the marks that must come of it."""

    responses: dict[str, dict[str, object]]
    points: dict[str, Fraction]
    waiting: frozenset[str] = frozenset()
    acts: dict[str, dict[str, object]] = field(default_factory=dict)


@dataclass(frozen=True)
class PaperItem:
    """An item of a stored paper: number, points, and whether it is a practical task."""

    identifier: str
    number: int
    points: Fraction
    kind: str


def read_paper(path: Path) -> list[PaperItem]:
    """Read a paper as `itembank forms --papers` writes it."""
    paper = json.loads(path.read_text("utf-8"))
    return [
        PaperItem(entry["item"]["identifier"], entry["number"], Fraction(entry["points"]), entry["item"]["kind"])
        for section in paper["sections"]
        for entry in section["items"]
    ]


def read_answers(path: Path) -> dict[str, dict[str, object]]:
    """Read the right, wrong and partial answers of all objective items."""
    return {item["id"]: item for item in tomllib.loads(path.read_text("utf-8"))["item"]}


def expect(role: Role, paper: list[PaperItem], answers: dict[str, dict[str, object]], tasks: Path) -> Expected:
    """Return what a robot of this role does with a paper, and what it must earn."""
    responses: dict[str, dict[str, object]] = {}
    points: dict[str, Fraction] = {}
    acts: dict[str, dict[str, object]] = {}
    waiting: set[str] = set()
    for item in paper:
        if item.kind == "practical":
            model = tasks / item.identifier / "model"
            if role.practical:
                acts[item.identifier] = {"model": str(model)}
            points[item.identifier] = item.points if role.practical else Fraction(0)
            continue
        response, share = _choose(role.style, item, answers.get(item.identifier, {}))
        points[item.identifier] = item.points * (share or 0)
        if response is None:
            continue
        responses[item.identifier] = response
        acts[item.identifier] = {"response": response, "first": answers[item.identifier].get("wrong", response)}
        if item.kind == "extended_text":
            waiting.add(item.identifier)
            points[item.identifier] = Fraction(0)
    return Expected(responses, points, frozenset(waiting), acts)


def _choose(style: Style, item: PaperItem, known: dict[str, object]) -> tuple[dict[str, object] | None, Fraction]:
    if style is Style.NOTHING or "right" not in known:
        return None, Fraction(0)
    right, wrong = known["right"], known.get("wrong")
    partial = known.get("partial")
    assert isinstance(right, dict)
    if style is Style.PARTIAL and isinstance(partial, list) and partial:
        return partial[0]["response"], Fraction(partial[0]["share"])
    answers_wrong = style is Style.WRONG or (style is Style.MIXED and item.number % 2 == 0)
    if answers_wrong and isinstance(wrong, dict):
        return wrong, Fraction(0)
    return right, Fraction(1)
