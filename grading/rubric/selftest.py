"""Tests a rubric before its paper is sealed: what must earn nothing, what must earn everything.

Three cases come with every task: the starter files, the model answer, an empty
folder. Further ones (an answer that lacks one thing, somebody else's answer,
the model saved by another program) are given as `Case`s. The rule that an
untouched folder earns nothing is left out here on purpose: a point that is met
by what was handed out would be a gift as soon as anything else is touched.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from grading.rubric.folders import Files, folder_of
from grading.rubric.tools import Tools, open_tools
from grading.rubric.trial import PointTrial, RubricTrial, try_rubric
from itembank.base.i18n import _
from itembank.model.checks import Rubric
from itembank.model.codec import Value
from itembank.model.marking import RubricScoring


@dataclass(frozen=True, slots=True)
class Case:
    """A folder and the points that must be met in full; all others must be worth nothing.

    `either` names points that may be either way: cross-talk that has been declared.
    """

    name: str
    files: Files
    full: frozenset[str]
    either: frozenset[str] = frozenset()


class Fault(Value, frozen=True):
    """A point that came out otherwise than it must; `share` None = cannot judge."""

    case: str
    point: str
    share: Fraction | None
    wanted: Fraction
    sentence: str


class SelfTestReport(Value, frozen=True):
    """What the rubric gave in every case, and what is wrong with it."""

    rubric: str
    cases: tuple[tuple[str, RubricTrial], ...]
    faults: tuple[Fault, ...]

    @property
    def passed(self) -> bool:
        return not self.faults


def self_test(
    scoring: RubricScoring,
    starter_files: Files,
    model_files: Files,
    *,
    more: Sequence[Case] = (),
    tools: Tools | None = None,
) -> SelfTestReport:
    """Try the rubric in all cases; opens reader and judge itself unless `tools` are given."""
    cases = (*standard_cases(scoring.rubric, starter_files, model_files), *more)
    if tools is not None:
        return _run(scoring.rubric, cases, starter_files, tools)
    with open_tools(scoring.rubric) as opened:
        return _run(scoring.rubric, cases, starter_files, opened)


def standard_cases(rubric: Rubric, starter_files: Files, model_files: Files) -> tuple[Case, ...]:
    """Return the cases every task has."""
    everything = frozenset(point.identifier for point in rubric.points)
    return (
        Case(_("发放的文件"), starter_files, frozenset()),
        Case(_("参考答案"), model_files, everything),
        Case(_("空文件夹"), {}, frozenset()),
    )


def _run(rubric: Rubric, cases: Sequence[Case], starter: Files, tools: Tools) -> SelfTestReport:
    tried = tuple((case.name, try_rubric(rubric, tools.subject(folder_of(case.files, starter)))) for case in cases)
    faults = tuple(fault for case, (_name, trial) in zip(cases, tried, strict=True) for fault in _faults(case, trial))
    return SelfTestReport(rubric=rubric.identifier, cases=tried, faults=faults)


def _faults(case: Case, trial: RubricTrial) -> Iterator[Fault]:
    for point in trial.points:
        wanted = Fraction(int(point.identifier in case.full))
        if point.share != wanted and point.identifier not in case.either:
            yield Fault(
                case=case.name,
                point=point.identifier,
                share=point.share,
                wanted=wanted,
                sentence=_sentence(case, point, wanted),
            )


def _sentence(case: Case, point: PointTrial, wanted: Fraction) -> str:
    if point.share is None:
        text = _("{case}：得分点“{title}”无法判断。{why}")
    elif wanted == 0:
        text = _("{case}：得分点“{title}”不应得分，却得到 {share}。{why}")
    else:
        text = _("{case}：得分点“{title}”应得满分，只得到 {share}。{why}")
    return text.format(case=case.name, title=point.title, share=point.share, why=" ".join(point.sentences))
