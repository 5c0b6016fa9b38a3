"""Tests a rubric before its paper is sealed: what must earn nothing, what everything, what loses just one point.

The rules for what each case must give are the model's (`itembank.model.certificate`),
because the bank applies them again. The rule that an untouched folder earns
nothing is left out here on purpose: a point that is met by what was handed out
would be a gift as soon as anything else is touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import PurePosixPath

from grading.checks.finding import Finding
from grading.checks.marker import run_call
from grading.rubric.folders import Files, folder_of, like
from grading.rubric.foreign import foreign_file
from grading.rubric.golden import TriedWork, is_golden, tried_work, try_hand_made
from grading.rubric.mutants.undo import Look, Workshop
from grading.rubric.noise import noises
from grading.rubric.resaving import SUFFIXES, Resaver
from grading.rubric.task import Task, digests
from grading.rubric.tools import Tools
from grading.rubric.trial import RubricTrial, try_rubric
from grading.rubric.weakness import Errors, find_errors
from grading.version import VERSION
from itembank.model.certificate import (
    FORMAT,
    CaseKind,
    CaseResult,
    Certificate,
    Surprise,
    missing_cases,
    subject_of,
    surprises,
)
from itembank.model.checks import CheckCall

MOST_FOREIGN = 4
"""Models of so many other tasks are tried."""


@dataclass(frozen=True, slots=True)
class Case:
    """A working folder to be marked."""

    kind: CaseKind
    name: str
    files: Files


@dataclass(frozen=True, slots=True)
class SelfTest:
    """One task's test: the certificate, the marking of every case beside it, and what is wrong.

    `golden` are the cases that are kept as golden work, `differences` what the
    centre's own golden work earned otherwise than it says.
    """

    task: Task
    certificate: Certificate
    trials: tuple[RubricTrial, ...]
    errors: Errors = field(default_factory=Errors)
    golden: tuple[TriedWork, ...] = ()
    differences: tuple[str, ...] = ()

    @property
    def surprises(self) -> list[Surprise]:
        """The points that came out otherwise than they must."""
        return surprises(self.certificate, self.task.rubric)

    @property
    def missing(self) -> list[str]:
        """What could not be tried."""
        return missing_cases(self.certificate, self.task.rubric)

    @property
    def not_undone(self) -> list[str]:
        """The points for which no answer without them could be made."""
        undone = {case.name for case in self.certificate.cases if case.kind is CaseKind.MUTANT}
        return [name for name in self.certificate.points if name not in undone]

    @property
    def passed(self) -> bool:
        """Tell whether the rubric may be sealed."""
        return not self.surprises and not self.missing and not self.differences

    def trial_of(self, surprise: Surprise) -> RubricTrial:
        """Return the marking in which a surprise came out."""
        names = [(case.kind, case.name) for case in self.certificate.cases]
        return self.trials[names.index((surprise.kind, surprise.case))]


def self_test(
    task: Task,
    tools: Tools,
    *,
    others: Iterable[Task] = (),
    resaver: Resaver | None = None,
    resaved: Mapping[str, bytes] | None = None,
) -> SelfTest:
    """Try a rubric in all cases.

    `others` lend their models as somebody else's files. `resaved` are the model's
    office files after a re-save, by path; without it `resaver` does it now.
    """
    if resaver is not None and resaved is None:
        resaved = resaver.resave(office_files(task.model))
    cases: list[CaseResult] = []
    trials: list[RubricTrial] = []
    golden: list[TriedWork] = []

    def look(call: CheckCall, files: Files) -> Finding:
        given = files if files is task.starter else like(files, task.model)
        return run_call(call, tools.subject(folder_of(given, task.starter), task.rubric))

    errors = find_errors(task.rubric.points, task.model, task.starter, look)
    for case in _cases(task, look, errors, others, resaved):
        folder = folder_of(case.files, task.starter)
        trial = try_rubric(task.rubric, tools.subject(folder, task.rubric))
        shares = trial.shares()
        cases.append(
            CaseResult(
                kind=case.kind,
                name=case.name,
                shares=tuple(shares[point.identifier] for point in task.rubric.points),
            )
        )
        trials.append(trial)
        if is_golden(case.kind, case.name):
            golden.append(tried_work(case.kind, case.name, case.files, folder, trial))
    own, differences = try_hand_made(task, tools)
    extra = task.extra()
    certificate = Certificate(
        format=FORMAT,
        rubric=task.rubric.identifier,
        subject=subject_of(task.rubric, digests(task.starter), digests(task.model), extra, VERSION),
        grader=VERSION,
        points=tuple(point.identifier for point in task.rubric.points),
        cases=tuple(cases),
        resaved_with=resaver.version if resaver is not None and office_files(task.model) else "",
        extra=extra,
    )
    return SelfTest(task, certificate, tuple(trials), errors, (*golden, *own), tuple(differences))


def office_files(files: Files) -> dict[str, bytes]:
    """Return the office files of a folder."""
    return {
        path: data
        for path, data in files.items()
        if data is not None and PurePosixPath(path).suffix.lower() in SUFFIXES
    }


def _cases(
    task: Task, look: Look, errors: Errors, others: Iterable[Task], resaved: Mapping[str, bytes] | None
) -> Iterator[Case]:
    yield Case(CaseKind.STARTER, "", task.starter)
    yield Case(CaseKind.MODEL, "", task.model)
    yield Case(CaseKind.EMPTY_FOLDER, "", {})
    checked = _checked_files(task)
    if checked:
        yield Case(CaseKind.MISSING_FILES, "", {path: data for path, data in task.model.items() if path not in checked})
        yield Case(CaseKind.EMPTY_FILES, "", {**task.model, **dict.fromkeys(checked, b"")})
    yield from _foreign(task, checked, others)
    yield from _mutants(task, look, errors)
    for name, files in noises(task.model, task.starter):
        yield Case(CaseKind.NOISE, name, like(files, task.model))
    if resaved is not None and office_files(task.model):
        yield Case(CaseKind.RESAVED, "", like({**task.model, **resaved}, task.model))


def _checked_files(task: Task) -> list[str]:
    named = {call.file for point in task.rubric.points for call in point.checks}
    return [path for path in task.model if path in named]


def _foreign(task: Task, checked: Sequence[str], others: Iterable[Task]) -> Iterator[Case]:
    """Yield somebody else's work under this task's names: unrelated files, and models of other tasks."""
    wanted = checked or [path for path, data in task.model.items() if data is not None and path not in task.starter]
    yield Case(CaseKind.FOREIGN, "", {path: foreign_file(path) for path in wanted})
    lent = ((other, _lent(checked, other)) for other in others)
    for other, files in islice(((other, files) for other, files in lent if files), MOST_FOREIGN):
        yield Case(CaseKind.FOREIGN, other.identifier, files)


def _lent(checked: Sequence[str], other: Task) -> dict[str, bytes | None]:
    """Return another task's model files under this task's names, by their endings; whole folders for file tasks."""
    if not checked:
        return {} if _checked_files(other) else dict(other.model)
    endings = {PurePosixPath(call.file).suffix.lower() for point in other.rubric.points for call in point.checks}
    found: dict[str, bytes | None] = {}
    for path in checked:
        suffix = PurePosixPath(path).suffix.lower()
        data = next((data for name, data in other.model.items() if PurePosixPath(name).suffix.lower() == suffix), None)
        if data is not None and suffix in endings:
            found[path] = data
    return found


def _mutants(task: Task, look: Look, errors: Errors) -> Iterator[Case]:
    workshop = Workshop(task.model, task.starter, look)
    for point in task.rubric.points:
        by_hand = task.mutants.get(point.identifier)
        if by_hand:
            files: Files | None = like({**task.model, **by_hand}, task.model)
        else:
            files = errors.alone(point) or workshop.undo(point)
        if files is not None:
            yield Case(CaseKind.MUTANT, point.identifier, like(files, task.model))
        for name, changed in workshop.nearly(point):
            if changed != files:
                yield Case(CaseKind.NEAR, name, changed)
