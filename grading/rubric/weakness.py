"""Where a rubric lets errors pass: programs, projects and formulas with one error each that no point notices.

What is found is for the author to think over and is no fault of the rubric: some
errors change nothing that can be seen. So it stands in the report and not in the
certificate.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import msgspec

from grading.checks.finding import Finding, Verdict
from grading.checks.marker import combine
from grading.rubric.folders import Files
from grading.rubric.mutants.backwards import opened
from grading.rubric.mutants.odf import is_odf
from grading.rubric.mutants.program_errors import program_errors
from grading.rubric.mutants.scratch_errors import project_errors
from grading.rubric.mutants.sheet_contents import not_absolute, one_row_short
from grading.rubric.mutants.undo import Look
from itembank.base.i18n import _
from itembank.model.checks import CheckCall, CheckPoint

QUICK_MS = 400
"""Errors often make a program run for ever; a model that needs longer is given the time of its rubric."""
MOST_SHOWN = 8


@dataclass(frozen=True, slots=True)
class ErrorTrial:
    """One error in words, the folder with it, and what each point of its kind earned."""

    sentence: str
    files: Files
    shares: dict[str, Fraction | None]

    @property
    def is_noticed(self) -> bool:
        """Tell whether a point lost anything."""
        return any(share != 1 for share in self.shares.values())

    def loses_only(self, point: CheckPoint) -> bool:
        """Tell whether a point lost everything and the others nothing."""
        others = {name: share for name, share in self.shares.items() if name != point.identifier}
        return self.shares.get(point.identifier) == 0 and all(share == 1 for share in others.values())


@dataclass(frozen=True, slots=True)
class Errors:
    """All errors that were tried on the programs and projects of a task."""

    trials: tuple[ErrorTrial, ...] = ()
    formulas: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    """The points whose tests should notice errors."""

    def alone(self, point: CheckPoint) -> Files | None:
        """Return a folder with an error that costs a point everything and the others nothing."""
        return next((trial.files for trial in self.trials if trial.loses_only(point)), None)

    def warnings(self) -> Iterator[str]:
        """Yield a sentence for what no point notices, and for every point that notices nothing."""
        passed = [trial.sentence for trial in self.trials if not trial.is_noticed]
        if passed:
            yield _("试过 {count} 处错误，有 {passed} 处没有一个得分点发现，请考虑增加测试：").format(
                count=len(self.trials), passed=len(passed)
            )
        yield from (_("· {error}。").format(error=sentence) for sentence in passed[:MOST_SHOWN])
        if len(passed) > MOST_SHOWN:
            yield _("· 另外 {count} 处从略。").format(count=len(passed) - MOST_SHOWN)
        for name in self.points:
            if self.trials and all(trial.shares.get(name) == 1 for trial in self.trials):
                yield _("得分点 {point} 的测试没有发现任何一处错误。").format(point=name)
        yield from self.formulas


def find_errors(points: Sequence[CheckPoint], model: Files, starter: Files, look: Look) -> Errors:
    """Try single errors in the model; nothing where the model itself cannot be judged here."""
    trials = [
        *_tried(_of_family(points, "Y"), _programs(points, model), model, look),
        *_tried(_of_family(points, "X"), _projects(points, model, starter), model, look),
    ]
    tested = [one.identifier for one in points if all(call.type in {"Y.tests", "Y.seeded"} for call in one.checks)]
    return Errors(tuple(trials), tuple(_formulas(points, model, look)), tuple(tested))


def _of_family(points: Sequence[CheckPoint], letter: str) -> list[CheckPoint]:
    return [one for one in points if any(call.type.startswith(f"{letter}.") for call in one.checks)]


def _programs(points: Sequence[CheckPoint], model: Files) -> Iterator[tuple[str, Files]]:
    calls = [call for point in points for call in point.checks if call.type.startswith("Y.")]
    for path in dict.fromkeys(str(call.parameters.get("program") or call.file) for call in calls):
        for error in program_errors(model.get(path) or b""):
            yield error.sentence, {**model, path: error.source}


def _projects(points: Sequence[CheckPoint], model: Files, starter: Files) -> Iterator[tuple[str, Files]]:
    paths = [call.file for point in points for call in point.checks if call.type.startswith("X.")]
    for path in dict.fromkeys(paths):
        for error in project_errors(model.get(path) or b"", starter.get(path) or b""):
            yield error.sentence, {**model, path: error.data}


def _tried(
    points: Sequence[CheckPoint], errors: Iterator[tuple[str, Files]], model: Files, look: Look
) -> Iterator[ErrorTrial]:
    quick = [msgspec.structs.replace(one, checks=tuple(_in_haste(call) for call in one.checks)) for one in points]
    right = [one for one in quick if _share(one, model, look) == 1]
    if len(right) < len(points):
        right = [one for one in points if _share(one, model, look) == 1]
    for sentence, files in errors if right else ():
        shares = {one.identifier: _share(one, files, look) for one in right}
        if None not in shares.values():  # an error that a person would have to look at tells nothing here
            yield ErrorTrial(sentence, files, shares)


def _in_haste(call: CheckCall) -> CheckCall:
    if call.type not in {"Y.tests", "Y.seeded", "Y.repair", "Y.blanks", "Y.drawing"}:
        return call
    given = call.parameters.get("cpu_ms", QUICK_MS)
    time = min(given, QUICK_MS) if isinstance(given, int) else QUICK_MS
    return msgspec.structs.replace(call, parameters={**call.parameters, "cpu_ms": time})


def _share(point: CheckPoint, files: Files, look: Look) -> Fraction | None:
    findings: list[Finding] = [look(call, files) for call in point.checks]
    return combine(point.combine, findings, [call.weight for call in point.checks])


def _formulas(points: Sequence[CheckPoint], model: Files, look: Look) -> Iterator[str]:
    """Yield the points whose formulas may end a row early, or lack their dollars, and still earn everything."""
    sentences = {
        one_row_short: _("得分点 {point}：区域少一行的公式也得满分，请检查 inputs 和 tolerance。"),
        not_absolute: _("得分点 {point}：去掉“$”再填充的公式也得满分，请检查 range、inputs 和 tolerance。"),
    }
    for point in points:
        for call in point.checks:
            data = model.get(call.file) or b""
            if call.type != "S.formula" or is_odf(call.file) or look(call, model).verdict is not Verdict.MET:
                continue
            for way, sentence in sentences.items():
                package = opened(data)
                if package is None or not way(package, dict(call.parameters), None):
                    continue
                if look(call, {**model, call.file: package.to_bytes()}).verdict is Verdict.MET:
                    yield sentence.format(point=point.identifier)
