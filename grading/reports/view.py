"""What a report shows, as plain values that refuse nonsense; whoever has the results fills them in.

Marks are exact fractions. A mark that is not settled yet is None, never zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction

from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _


class ReportError(JikaoError):
    """A report that would say something untrue."""


class Level(Enum):
    """How a part of the result stands to what was expected."""

    BELOW = "below"
    NEAR = "near"
    ABOVE = "above"
    NOT_REPORTED = "not_reported"


class Verdict(Enum):
    """What was found at one check point of a practical task."""

    MET = "met"
    PARTLY_MET = "partly_met"
    NOT_MET = "not_met"
    PENDING = "pending"


class Standing(Enum):
    """Whether a candidate has a result, and if not, why."""

    PRESENT = "present"
    ABSENT = "absent"
    DEFERRED = "deferred"
    EXEMPT = "exempt"
    CANCELLED = "cancelled"
    PENDING = "pending"
    UNRECORDED = "unrecorded"


class ClassOrder(Enum):
    """How a class list is sorted."""

    BY_NUMBER = "by_number"
    BY_TOTAL = "by_total"


@dataclass(frozen=True, slots=True)
class Score:
    """Marks obtained of marks possible; `obtained` is None while a person still has to decide."""

    obtained: Fraction | None
    possible: Fraction

    def __post_init__(self) -> None:
        if self.possible < 0 or (self.obtained is not None and not 0 <= self.obtained <= self.possible):
            raise ReportError(
                _("得分 {obtained} 不在 0 至满分 {possible} 之间。").format(
                    obtained=self.obtained, possible=self.possible
                ),
                hint=_("请检查评分结果后重新生成报告。"),
                code=ExitCode.BUG,
            )

    @property
    def share(self) -> Fraction:
        """Obtained as a share of possible; nothing obtained or nothing possible is zero."""
        return self.obtained / self.possible if self.obtained and self.possible else Fraction(0)


@dataclass(frozen=True, slots=True)
class ExamHeading:
    """What stands at the top of every report of one exam."""

    authority: str
    exam: str
    subject: str
    held_on: date


@dataclass(frozen=True, slots=True)
class Pupil:
    """The candidate on the report; `photo` is a PNG or JPEG."""

    name: str
    candidate_number: str
    school: str = ""
    class_name: str = ""
    site: str = ""
    seat: str = ""
    photo: bytes | None = None


@dataclass(frozen=True, slots=True)
class GradeCut:
    """A grade and the least total that earns it."""

    grade: str
    least: Fraction


@dataclass(frozen=True, slots=True)
class Grade:
    """The grade a candidate got: its name ("A", "合格") and a word on it ("优秀"), which may be empty."""

    name: str
    word: str = ""


@dataclass(frozen=True, slots=True)
class PartResult:
    """A section of the paper, or a knowledge point."""

    name: str
    score: Score
    level: Level = Level.NOT_REPORTED


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """One question as the candidate saw it numbered."""

    number: str
    kind: str
    topic: str
    score: Score
    is_answered: bool = True


@dataclass(frozen=True, slots=True)
class CheckPointResult:
    """One check point: what was asked, what was found and why."""

    sentence: str
    score: Score
    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class PracticalResult:
    """A practical task with its check points."""

    number: str
    title: str
    score: Score
    points: tuple[CheckPointResult, ...]


@dataclass(frozen=True, slots=True)
class StudentReport:
    """Everything on one student's report.

    `cuts` are the grades from the lowest to the highest; `measurement_error` is one standard error of the
    total in marks; `advice` holds short paragraphs; `verification` is a signed payload for the QR code.
    """

    heading: ExamHeading
    pupil: Pupil
    total: Score
    grade: Grade | None
    sections: tuple[PartResult, ...]
    knowledge: tuple[PartResult, ...]
    questions: tuple[QuestionResult, ...]
    practical: tuple[PracticalResult, ...]
    advice: tuple[str, ...]
    run_id: str
    report_number: str
    issued_on: date
    cuts: tuple[GradeCut, ...] = ()
    measurement_error: Fraction | None = None
    verification: bytes | None = None


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One candidate on a class list; section scores in the order of `ClassList.section_names`."""

    candidate_number: str
    name: str
    sections: tuple[Score, ...]
    total: Score
    grade: str = ""
    standing: Standing = Standing.PRESENT


@dataclass(frozen=True, slots=True)
class ClassList:
    """The results of one class; `pass_from` and `excellent_from` are totals, None where not used."""

    heading: ExamHeading
    school: str
    class_name: str
    section_names: tuple[str, ...]
    possible: Fraction
    rows: tuple[ClassRow, ...]
    run_id: str
    issued_on: date
    order: ClassOrder = ClassOrder.BY_NUMBER
    pass_from: Fraction | None = None
    excellent_from: Fraction | None = None

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row.sections) not in {0, len(self.section_names)}:
                raise ReportError(
                    _("考生 {number} 的大题得分有 {found} 项，应为 {wanted} 项。").format(
                        number=row.candidate_number, found=len(row.sections), wanted=len(self.section_names)
                    ),
                    hint=_("请检查评分结果后重新生成报告。"),
                    code=ExitCode.BUG,
                )
