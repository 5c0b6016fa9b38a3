"""Marks a practical task by its rubric: every check point from its checks, four-valued to the end.

A folder that is as it was handed out earns nothing, whatever was already true
in it; neither does an empty one.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from grading.checks.catalogue import find_check_type
from grading.checks.context import context_of
from grading.checks.finding import Finding, Verdict, showable, unjudged
from grading.checks.subject import Reader, Subject, not_collected
from grading.marking.folders import WorkingFolder
from grading.programs.tests import Runner
from grading.scorers.outcome import PartOutcome
from itembank.base.i18n import _
from itembank.model.checks import CheckCall, CheckPoint, Combine, ParameterValue
from itembank.model.marking import RubricScoring
from itembank.model.responses import MORE_SKIPPED, FolderManifest

ABOUT_FILES = "F."
ABOUT_ALL = frozenset({"F.count", "F.selected", "F.tree"})
"""Checks that a file too many would decide, whatever its name."""
ZERO, ONE = Fraction(0), Fraction(1)


class RubricMarker:
    """Marks folders with one reader of office files and one judge of programs (None: programs go to people)."""

    def __init__(self, reader: Reader, judge: Runner | None, why_no_judge: str = "") -> None:
        """Keep the tools; both are closed by whoever opened them."""
        self._reader = reader
        self._judge = judge
        self._why_no_judge = why_no_judge

    def mark(self, scoring: RubricScoring, folder: WorkingFolder, seed: int = 0) -> tuple[PartOutcome, ...]:
        """Return one part for each check point, weighted by its points; `seed` is the paper's for this item."""
        points = scoring.rubric.points
        if reason := nothing_done(folder):
            is_all = not folder.manifest.skipped
            sentence = reason if is_all else not_collected(folder.manifest)
            return tuple(_part(point, ZERO if is_all else None, sentence) for point in points)
        context = context_of(scoring.rubric, seed)
        subject = Subject(folder, self._reader, self._judge, self._why_no_judge, context)
        return tuple(mark_point(point, subject) for point in points)


def nothing_done(folder: WorkingFolder) -> str:
    """Say why a folder earns nothing before anything in it is looked at; "" when it must be looked at.

    Empty folders are work where no file was handed out: a task may ask for nothing else.
    """
    entries = folder.manifest.entries
    if not entries or (any(folder.starter.values()) and all(entry.folder for entry in entries)):
        return _("文件夹是空的。")
    return _("文件夹与发放时相同，没有作答。") if folder.is_untouched() else ""


def mark_point(point: CheckPoint, subject: Subject) -> PartOutcome:
    """Carry out all checks of a point and combine them."""
    findings = [run_call(call, subject) for call in point.checks]
    share = combine(point.combine, findings, [call.weight for call in point.checks])
    telling = _telling(findings, share)
    return PartOutcome(
        name=point.title,
        share=share,
        weight=point.points,
        observed=telling.observed,
        expected=telling.expected,
        sentence=" ".join(dict.fromkeys(finding.sentence for finding in _worth_saying(findings, share))),
    )


def run_call(call: CheckCall, subject: Subject) -> Finding:
    """Carry out one check; an unknown type cannot be judged."""
    kind = find_check_type(call.type)
    if kind is None:
        return unjudged(_("不认识的检查项“{name}”。").format(name=call.type))
    finding = showable(kind.run(call, subject))
    manifest = subject.folder.manifest
    if call.type.startswith(ABOUT_FILES) and _is_in_doubt(call, finding, manifest):
        return unjudged(not_collected(manifest), place=finding.place)
    return finding


def _is_in_doubt(call: CheckCall, finding: Finding, manifest: FolderManifest) -> bool:
    """Say whether files that could not be taken may change what a check of the folder itself found.

    What is met without any of their names stays met; with names left unsaid, a point to be lost, or a count of all
    that is there, a person looks.
    """
    if not manifest.skipped:
        return False
    if MORE_SKIPPED in manifest.skipped or finding.verdict is not Verdict.MET or call.type in ABOUT_ALL:
        return True
    return any(manifest.may_lack(text) for text in _texts(call.parameters))


def _texts(value: ParameterValue) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list():
            for one in value:
                yield from _texts(one)
        case dict():
            for one in value.values():
                yield from _texts(one)


def combine(how: Combine, findings: list[Finding], weights: list[int]) -> Fraction | None:
    """Return the share of a point, or None when what cannot be judged could change it."""
    shares = [None if finding.verdict is Verdict.CANNOT_JUDGE else finding.share for finding in findings]
    known = [share for share in shares if share is not None]
    if how is Combine.ALL:
        if any(share < 1 for share in known):
            return min(known) if len(known) == 1 == len(shares) else ZERO
        return ONE if len(known) == len(shares) else None
    if how is Combine.ANY:
        best = max(known, default=ZERO)
        return best if best == 1 or len(known) == len(shares) else None
    if len(known) < len(shares):
        return None
    total = sum(weights)
    return sum((share * weight for share, weight in zip(known, weights, strict=True)), ZERO) / total


def _part(point: CheckPoint, share: Fraction | None, sentence: str) -> PartOutcome:
    return PartOutcome(name=point.title, share=share, weight=point.points, sentence=sentence)


def _telling(findings: list[Finding], share: Fraction | None) -> Finding:
    return _worth_saying(findings, share)[0]


def _worth_saying(findings: list[Finding], share: Fraction | None) -> list[Finding]:
    """Return the findings that explain the share: what is missing when something is, else all."""
    if share is None:
        return [f for f in findings if f.verdict is Verdict.CANNOT_JUDGE] or findings
    return findings if share == 1 else [f for f in findings if f.verdict is not Verdict.MET] or findings
