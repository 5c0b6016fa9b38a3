"""Student reports from results: sections, knowledge points, questions, check points with their reasons."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from grading.reports import view
from grading.results.grades import GradeTable
from grading.results.run import CandidateResult
from grading.scorers.outcome import ItemScore, ItemStatus, PartOutcome
from itembank.base.i18n import _
from itembank.model.item import KIND_NAMES
from itembank.model.marking import KeyEntry, MarkingKey, RubricScoring
from itembank.model.paper import Paper, PaperItem
from itembank.model.record import CandidateMark
from itembank.model.richtext import plain_text

ZERO = Fraction(0)
NEAR = Fraction(1, 10)
LEAST_GROUP = 10
TOPIC_CHARACTERS = 24
STANDINGS: dict[CandidateMark | None, view.Standing] = {
    None: view.Standing.UNRECORDED,
    CandidateMark.PRESENT: view.Standing.PRESENT,
    CandidateMark.MACHINE_FAULT: view.Standing.PRESENT,
    CandidateMark.ABSENT: view.Standing.ABSENT,
    CandidateMark.DEFERRED: view.Standing.DEFERRED,
    CandidateMark.MISCONDUCT: view.Standing.PENDING,
    CandidateMark.CHEATING: view.Standing.PENDING,
}


@dataclass(frozen=True)
class ReportGround:
    """What all reports of a run share. `means` is the mean share of each section and knowledge point."""

    heading: view.ExamHeading
    keys: Mapping[str, MarkingKey]
    papers: Mapping[str, Paper]
    table: GradeTable
    run: str
    issued_on: date
    means: Mapping[str, Fraction]


def make_ground(
    results: Iterable[CandidateResult],
    *,
    heading: view.ExamHeading,
    keys: Mapping[str, MarkingKey],
    papers: Mapping[str, Paper],
    table: GradeTable,
    run: str,
    issued_on: date,
) -> ReportGround:
    """Return the ground of a run's reports; with fewer than ten results there is no mean to compare with.

    The results may come one by one; none is kept.
    """
    sums: dict[str, Fraction] = defaultdict(lambda: ZERO)
    counts: Counter[str] = Counter()
    for result in results:
        if result.items and result.is_complete:
            for name, score in part_scores(result, keys[result.form]).items():
                sums[name] += score.share
                counts[name] += 1
    means = {name: total / counts[name] for name, total in sums.items() if counts[name] >= LEAST_GROUP}
    return ReportGround(heading, keys, papers, table, run, issued_on, means)


def student_report(result: CandidateResult, ground: ReportGround, number: str) -> view.StudentReport:
    """Return one candidate's report."""
    key, paper = ground.keys[result.form], ground.papers[result.form]
    entries = {entry.number: entry for entry in key.entries}
    items = {entry.number: entry for entry in paper.entries()}
    scores = part_scores(result, key)
    sections = [(identifier, title) for identifier, title in key.sections.items()]
    total = total_score(result)
    return view.StudentReport(
        heading=ground.heading,
        pupil=view.Pupil(
            name=result.name,
            candidate_number=result.candidate,
            school=result.school,
            class_name=result.class_name,
            seat="、".join(result.seats),
        ),
        total=total,
        grade=view.Grade(ground.table.grade(total.obtained)) if total.obtained is not None else None,
        sections=tuple(
            view.PartResult(title, scores[name], _level(name, scores[name], ground))
            for name, title in sections
            if name in scores
        ),
        knowledge=tuple(
            view.PartResult(name, score, _level(name, score, ground))
            for name, score in sorted(scores.items())
            if name not in key.sections
        ),
        questions=tuple(
            _question(item, entries[item.number], items[item.number]) for item in result.items if item.number in items
        ),
        practical=tuple(
            _practical(item, items[item.number])
            for item in result.items
            if isinstance(entries[item.number].marking.scoring, RubricScoring)
        ),
        advice=advice(scores, key),
        run_id=ground.run,
        report_number=number,
        issued_on=ground.issued_on,
        cuts=tuple(view.GradeCut(grade.name, grade.at_least) for grade in reversed(ground.table.grades)),
    )


def total_score(result: CandidateResult) -> view.Score:
    """Return the total, open while one item still needs a person."""
    return view.Score(result.points if result.is_complete else None, result.possible)


def part_scores(result: CandidateResult, key: MarkingKey) -> dict[str, view.Score]:
    """Return scores by section identifier and by domain of knowledge."""
    by_number = {entry.number: entry for entry in key.entries}
    gathered: dict[str, list[ItemScore]] = defaultdict(list)
    for item in result.items:
        entry = by_number[item.number]
        for name in (entry.section, *domains(entry.marking.knowledge_points)):
            gathered[name].append(item)
    return {name: _sum(items) for name, items in gathered.items()}


def domains(points: Iterable[str]) -> tuple[str, ...]:
    """Return the first levels of knowledge points ("办公应用/文字处理" -> "办公应用"), each once."""
    return tuple(dict.fromkeys(point.split("/", 1)[0] for point in points))


def advice(scores: Mapping[str, view.Score], key: MarkingKey) -> tuple[str, ...]:
    """Return at most two sentences: what went best, what to work on next."""
    known = {name: score for name, score in scores.items() if name not in key.sections and score.obtained is not None}
    if not known:
        return ()
    best = max(sorted(known), key=lambda name: known[name].share)
    worst = min(sorted(known), key=lambda name: known[name].share)
    sentences = [_("“{name}”掌握得较好，请继续保持。").format(name=best)]
    if known[worst].share < known[best].share:
        sentences.append(_("建议多练习“{name}”，可以从本报告中失分的题目开始。").format(name=worst))
    return tuple(sentences)


def _sum(items: list[ItemScore]) -> view.Score:
    possible = sum((item.possible for item in items), ZERO)
    if any(item.status is ItemStatus.NEEDS_PERSON for item in items):
        return view.Score(None, possible)
    return view.Score(sum((item.points for item in items), ZERO), possible)


def _level(name: str, score: view.Score, ground: ReportGround) -> view.Level:
    if name not in ground.means or score.obtained is None:
        return view.Level.NOT_REPORTED
    difference = score.share - ground.means[name]
    if abs(difference) <= NEAR:
        return view.Level.NEAR
    return view.Level.ABOVE if difference > 0 else view.Level.BELOW


def _question(item: ItemScore, entry: KeyEntry, place: PaperItem) -> view.QuestionResult:
    topic = (
        "、".join(point.rsplit("/", 1)[-1] for point in entry.marking.knowledge_points)
        or place.item.title
        or plain_text(place.item.body)
    )
    return view.QuestionResult(
        number=str(item.number),
        kind=_(KIND_NAMES[place.item.kind]),
        topic=topic[:TOPIC_CHARACTERS],
        score=_sum([item]),
        is_answered=any(part.observed for part in item.parts),
    )


def _practical(item: ItemScore, place: PaperItem) -> view.PracticalResult:
    total = sum((part.weight for part in item.parts), ZERO)
    factor = item.possible / total if total else ZERO
    return view.PracticalResult(
        number=str(item.number),
        title=place.item.title or plain_text(place.item.body)[:TOPIC_CHARACTERS],
        score=_sum([item]),
        points=tuple(_check_point(part, factor) for part in item.parts),
    )


def _check_point(part: PartOutcome, factor: Fraction) -> view.CheckPointResult:
    possible = part.weight * factor
    obtained = None if part.share is None else part.share * possible
    return view.CheckPointResult(
        sentence=part.name, score=view.Score(obtained, possible), verdict=_verdict(part.share), reason=part.sentence
    )


def _verdict(share: Fraction | None) -> view.Verdict:
    if share is None:
        return view.Verdict.PENDING
    if share == 1:
        return view.Verdict.MET
    return view.Verdict.PARTLY_MET if share > 0 else view.Verdict.NOT_MET
