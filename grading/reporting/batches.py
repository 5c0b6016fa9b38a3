"""Reports class by class: a job holds one class and nothing else, so a city needs little more memory than a school."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from grading.reporting.classes import class_list
from grading.reporting.students import ReportGround, student_report
from grading.reports import view
from grading.reports.student import student_pdf
from grading.results.decision_store import Decided
from grading.results.decisions import Decision, DecisionPolicy, Place, with_decisions
from grading.results.run import CandidateResult
from itembank.base.files import write_whole
from itembank.base.i18n import _, install_language, language
from itembank.model.codec import from_bytes

ClassName = tuple[str, str]
"""School and class."""

Load = Callable[[Sequence[str]], Iterable[bytes]]

REPORT_CHARACTERS = 8


@dataclass(frozen=True, slots=True)
class ClassJob:
    """One class: its results as they are stored, the decisions on them, and for whom a report is wanted (None: all)."""

    school: str
    class_name: str
    results: tuple[bytes, ...]
    decided: Mapping[Place, list[Decision]]
    policy: DecisionPolicy
    ground: ReportGround
    out: Path
    language: str
    only: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class ClassDone:
    """What came of a class: the file with its students' reports (None: nobody has one), and its list."""

    candidates: int
    path: Path | None
    list_: view.ClassList


@dataclass
class ClassBook:
    """Who is in which class; filled while results pass by, so that they are looked at once."""

    numbers: dict[ClassName, list[str]] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)

    def noting(self, results: Iterable[CandidateResult]) -> Iterator[CandidateResult]:
        """Pass results on and note their classes."""
        for result in results:
            self.numbers.setdefault((result.school, result.class_name), []).append(result.candidate)
            self.known.add(result.candidate)
            yield result

    def jobs(
        self, load: Load, decided: Decided, ground: ReportGround, out: Path, only: frozenset[str]
    ) -> Iterator[ClassJob]:
        """Yield the classes in their order; `load` gives stored results by their numbers, when a class is asked for."""
        of_candidate: dict[str, dict[Place, list[Decision]]] = {}
        for place, decisions in decided.by_place.items():
            of_candidate.setdefault(place.candidate, {})[place] = decisions
        for (school, class_name), numbers in sorted(self.numbers.items()):
            yield ClassJob(
                school=school,
                class_name=class_name,
                results=tuple(load(numbers)),
                decided={p: some for number in numbers for p, some in of_candidate.get(number, {}).items()},
                policy=decided.policy,
                ground=ground,
                out=out,
                language=language(),
                only=only or None,
            )


def write_class(job: ClassJob) -> ClassDone:
    """Write the reports of a class into one file, whole or not at all; who has no attempt gets no report."""
    install_language(job.language)
    members = [with_decisions(from_bytes(CandidateResult, data), job.decided, job.policy) for data in job.results]
    reported = [one for one in members if one.items and (job.only is None or one.candidate in job.only)]
    path = job.out / file_name(_("成绩报告-{school}-{name}.pdf").format(school=job.school, name=job.class_name))
    if reported:
        start = job.ground.run[:REPORT_CHARACTERS]
        reports = (student_report(one, job.ground, f"{start}-{one.candidate}") for one in reported)
        write_whole(path, student_pdf(job.ground.heading, reports))
    sheet = class_list(job.school, job.class_name, members, job.ground)
    return ClassDone(len(members), path if reported else None, sheet)


def file_name(text: str) -> str:
    """Return a text with what no file name may hold replaced."""
    return "".join("_" if character in '<>:"/\\|?*' else character for character in text)
