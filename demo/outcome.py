"""Whether everything came out as it must: what robots typed is what came home, marks are the ones expected."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from plans import Expected, Fate, Role

from grading.intake.bundle import RoomBundle, open_bundle
from grading.results.run import CandidateResult
from grading.results.store import ResultStore
from grading.scorers.outcome import ItemStatus
from itembank.sealing.bundle import open_room_card
from itembank.sealing.keyfiles import read_box_key


@dataclass(frozen=True)
class Line:
    """One candidate's line in the closing table."""

    seat: str
    number: str
    title: str
    happened: str
    receipt: str
    expected: Fraction
    obtained: Fraction
    faults: tuple[str, ...]


def read_bundle(path: Path, room_card: Path, grader_key: Path) -> RoomBundle:
    """Open the exported bundle as the centre does."""
    return open_bundle(path, [open_room_card(room_card).signing], read_box_key(grader_key))


def read_results(path: Path) -> dict[str, CandidateResult]:
    """Return the newest run's results by candidate."""
    store = ResultStore.in_file(path)
    try:
        return {result.candidate: result for result in store.results(store.latest())}
    finally:
        store.close()


def judge(
    role: Role,
    number: str,
    expected: Expected,
    bundle: RoomBundle,
    result: CandidateResult,
    report: Path,
) -> Line:
    """Compare one robot's plan, its own report, what came home, and its marks."""
    faults: list[str] = []
    told = json.loads(report.read_text("utf-8")) if report.exists() else {}
    attempt = bundle.find_attempt(number)
    if role.fate is Fate.ABSENT:
        faults += ["缺考的考生有作答"] if attempt is not None else []
        return Line(_seats(result), number, role.title, "没有来", "", Fraction(0), result.points, tuple(faults))
    if attempt is None:
        return Line(
            "", number, role.title, "", "", sum(expected.points.values(), Fraction(0)), Fraction(0), ("没有收到作答",)
        )
    faults += list(attempt.problems)
    faults += _compare_responses(expected, attempt.state.responses)
    faults += _compare_marks(expected, result)
    if attempt.hand_in is None or (told.get("receipt") and told["receipt"] != attempt.hand_in.receipt):
        faults.append("回执不一致")
    if role.fate is Fate.KILLED and told.get("restored", -1) < 1:
        faults.append("续考没有恢复作答")
    if role.fate is Fate.MOVED and len(result.seats) < 2:
        faults.append("没有换机")
    happened = "，".join([f"{attempt.events} 次保存", attempt.hand_in.reason.value if attempt.hand_in else "未交卷"])
    return Line(
        _seats(result),
        number,
        role.title,
        happened,
        result.receipt,
        sum(expected.points.values(), Fraction(0)),
        result.points,
        tuple(faults),
    )


def _compare_responses(expected: Expected, found: Mapping[str, Mapping[str, object]]) -> list[str]:
    typed = {item: _plain(response) for item, response in expected.responses.items()}
    home = {item: _plain(response) for item, response in found.items()}
    wrong = sorted(item for item in typed.keys() | home.keys() if typed.get(item) != home.get(item))
    return [f"作答不一致：{'、'.join(wrong)}"] if wrong else []


def _plain(response: Mapping[str, object]) -> dict[str, object]:
    return {name: list(value) if isinstance(value, list | tuple) else value for name, value in response.items()}


def _compare_marks(expected: Expected, result: CandidateResult) -> list[str]:
    faults = []
    for item in result.items:
        wanted = expected.points.get(item.item, Fraction(0))
        waits = item.status is ItemStatus.NEEDS_PERSON
        if waits != (item.item in expected.waiting):
            faults.append(f"{item.item} {'待人工' if waits else '没有待人工'}")
        elif item.points != wanted:
            reasons = " ".join(part.sentence for part in item.parts if part.share != 1)
            faults.append(f"{item.item} 应得 {wanted} 实得 {item.points} {reasons}".strip())
    return faults


def _seats(result: CandidateResult) -> str:
    return "→".join(result.seats)
