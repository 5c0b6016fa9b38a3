"""Every point of one candidate's score with its reason: what a centre answers a score review (成绩复查) with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from grading.reports.explained import ExplainedItem, ExplainedPart, Explanation
from grading.reports.figures import mark_text
from grading.reports.view import CheckPointResult, Pupil, Score, Verdict
from grading.results.decisions import Decision, DecisionRole, Place, place_of
from grading.results.run import CandidateResult, RunInput
from grading.scorers.outcome import ItemScore, ItemStatus, PartOutcome
from itembank.base.i18n import _

ZERO = Fraction(0)
# What the only response of an item is called inside.
WHOLE_ANSWER = ("RESPONSE", "SCORE")


def explain(
    result: CandidateResult,
    decided: Mapping[Place, Sequence[Decision]],
    titles: Mapping[int, str],
    run: Sequence[str],
    exam: str,
) -> Explanation:
    """Explain a result that decisions were put into; `titles` are of questions by number, where they are known."""
    items = tuple(_item(result, item, decided, titles.get(item.number, "")) for item in result.items)
    total = Score(result.points if result.items and result.is_complete else None, result.possible)
    pupil = Pupil(
        name=result.name,
        candidate_number=result.candidate,
        school=result.school,
        class_name=result.class_name,
        seat="、".join(result.seats),
    )
    return Explanation(pupil, result.problems, exam, total, items, tuple(run))


def run_lines(name: str, made_from: RunInput, *, is_published: bool) -> tuple[str, ...]:
    """Say what a run was marked with."""
    state = _("已发布") if is_published else _("未发布")
    lines = [
        _("批次 {run}（{state}），理由：{reason}").format(run=name[:16], state=state, reason=made_from.reason),
        _("评分程序 {version}，评分包 {package}").format(
            version=made_from.grader_version, package=made_from.marking_package[:16]
        ),
    ]
    if made_from.corrections:
        lines.append(_("更正：{ids}").format(ids="、".join(one[:16] for one in made_from.corrections)))
    return tuple(lines)


def _item(
    result: CandidateResult, item: ItemScore, decided: Mapping[Place, Sequence[Decision]], title: str
) -> ExplainedItem:
    weight = sum((part.weight for part in item.parts), ZERO)
    factor = item.possible / weight if weight else ZERO
    is_open = item.status is ItemStatus.NEEDS_PERSON
    return ExplainedItem(
        number=item.number,
        item=item.item,
        title=title or item.item,
        score=Score(None if is_open else item.points, item.possible),
        parts=tuple(
            _part(part, factor, decided.get(place_of(result, item, number), ()))
            for number, part in enumerate(item.parts)
        ),
        note=_note(item.status),
    )


def _part(part: PartOutcome, factor: Fraction, decisions: Sequence[Decision]) -> ExplainedPart:
    possible = part.weight * factor
    point = CheckPointResult(
        sentence=_("作答") if part.name in WHOLE_ANSWER else part.name,
        score=Score(None if part.share is None else part.share * possible, possible),
        verdict=verdict_of(part.share),
        reason=part.sentence,
    )
    return ExplainedPart(point, part.observed, part.expected, _decided(decisions, possible))


def verdict_of(share: Fraction | None) -> Verdict:
    """Return what a share amounts to."""
    if share is None:
        return Verdict.PENDING
    if share == 1:
        return Verdict.MET
    return Verdict.PARTLY_MET if share > 0 else Verdict.NOT_MET


def _decided(decisions: Sequence[Decision], possible: Fraction) -> tuple[str, ...]:
    """Say who gave what and which of it counts: a board must see how several decisions became one score."""
    counting = _counting(decisions)
    lines = [_decision(one, possible, counts=one in counting) for one in decisions]
    if len(counting) > 1:
        lines.append(_("取这 {count} 次评定的平均分；相差太大时另由一人仲裁。").format(count=len(counting)))
    return tuple(lines)


def _counting(decisions: Sequence[Decision]) -> list[Decision]:
    """Return what counts: the last arbitration alone, else each person's last marking (see `settle`)."""
    arbitrations = [one for one in decisions if one.role is DecisionRole.ARBITRATION]
    return arbitrations[-1:] or list({one.marker: one for one in decisions}.values())


def _decision(one: Decision, possible: Fraction, *, counts: bool) -> str:
    what = _("仲裁") if one.role is DecisionRole.ARBITRATION else _("评定")
    said = _("{marker} {what} {points} 分（{made}）").format(
        marker=one.marker,
        what=what,
        points=mark_text(one.share * possible),
        made=one.made[:16].replace("T", " "),
    )
    comment = _("，评语：{comment}").format(comment=one.comment) if one.comment else ""
    return said + comment + ("" if counts else _("，后来另有评定，这次不计"))


def _note(status: ItemStatus) -> str:
    return {
        ItemStatus.EVERYONE: _("本题全体给分。"),
        ItemStatus.VOID: _("本题作废，不计分，也不计入满分。"),
        ItemStatus.NEEDS_PERSON: _("本题待人工评定。"),
    }.get(status, "")
