"""A marker's session: which run, which tasks, what they decide. Holds no widget; slow calls come from other threads."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from fractions import Fraction
from pathlib import Path

from grading.commands.score import Reporter, mark_run
from grading.desk.evidence import Evidence, gather_evidence
from grading.desk.tasks import OpenWork, Task
from grading.intake.bundle import BundleFace, RoomBundle
from grading.intake.keys import MarkingPackage
from grading.results.corrections import CorrectionEntry, CorrectionLog
from grading.results.decision_store import DecisionStore
from grading.results.decisions import DecisionPolicy
from grading.results.grades import GradeTable
from grading.results.receipts import ReceiptBook
from grading.results.store import ResultStore
from grading.results.summaries import final_summaries
from grading.runs.corrections import AcceptText, Correction, Withdraw, active, correction_id
from grading.runs.differences import Differences, compare
from grading.runs.plan import Purpose
from grading.runs.sources import Sources, check_together
from grading.runs.unmatched import Unmatched, unmatched_answers
from grading.scale.engines import Scale
from grading.scorers.text import describe
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _
from itembank.model.marking import AcceptedText, KeyEntry, MarkingKey, ResponseRule, RuleScoring, TextRule, TextSetRule
from itembank.model.richtext import plain_text
from itembank.sealing.keys import SigningKey

OPENED_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a marker has done in this run, and how much waits for them and for everybody."""

    mine: int
    for_me: int
    for_all: int


@dataclass(frozen=True, slots=True)
class BlankKey:
    """What a blank asks, and the answers that its key accepts in words."""

    question: str
    accepted: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the newest run changes against the run `before`: the published one, or the first.

    `fresh_decisions` were made after publishing and do not count yet.
    """

    before: str
    differences: Differences
    is_published: bool
    fresh_decisions: int


class OpeningStep(Enum):
    """What a session is opening."""

    BUNDLES = "bundles"
    DECISIONS = "decisions"
    RESULTS = "results"


@dataclass(frozen=True, slots=True)
class Opening:
    """How far a step of opening is; `due` 0 means that nobody knows."""

    step: OpeningStep
    done: int = 0
    due: int = 0


TellOpening = Callable[[Opening], None]


def _silent(_opening: Opening) -> None:
    """Say nothing."""


class MarkingSession:
    """Everything a marker's window asks for."""

    def __init__(
        self,
        sources: Sources,
        bundles: Sequence[Path],
        store: ResultStore,
        signer: SigningKey,
        scale: Scale,
        *,
        tell: TellOpening = _silent,
    ) -> None:
        """Open keys and the faces of all bundles; raises `JikaoError` for a bundle refused or a stranger's key.

        A bundle is verified whole when an answer in it is looked at, and every one when a run is made.
        """
        self._sources = sources
        self._bundles = tuple(path.absolute() for path in bundles)
        self._store = store
        self._signer = signer
        self._scale = scale
        self._decisions = DecisionStore(store.engine, every_signature=False)
        self.marker = self._decisions.name_of(signer.public)
        faces = self._open_faces(tell)
        check_together(faces)
        self._path_of = {one.number: face.path for face in faces for one in face.sitting.candidates}
        self._opened: dict[Path, RoomBundle] = {}
        self._kept_package: MarkingPackage | None = None
        self._work: OpenWork | None = None
        self._work_for: tuple[str, DecisionPolicy] = ("", DecisionPolicy())
        self._seen = 0
        self._mine: set[tuple[str, str, int]] = set()
        self._door = threading.Lock()
        self.run = store.find_newest() or ""
        if not self.run:
            raise JikaoError(_("还没有评分结果。"), hint=_("先运行 grading score。"))
        self._given = frozenset(face.manifest_digest for face in faces)
        self._exam = next((face.summary.exam for face in faces), "")
        self._require_whole_run(self.run)
        self._not_followed = ""

    def _open_faces(self, tell: TellOpening) -> list[BundleFace]:
        faces: list[BundleFace] = []
        for path in self._bundles:
            tell(Opening(OpeningStep.BUNDLES, len(faces), len(self._bundles)))
            faces.append(self._sources.open_face(path, every_chunk=False))
        return faces

    # ---- tasks and decisions

    def prepare(self, tell: TellOpening = _silent) -> MarkingSession:
        """Read all that was decided and all that waits, so that what is asked next is quick; slow."""
        self._package()
        with _values_that_stay():
            self._up_to_date(tell).tasks()
        return self

    def note_in(self, receipts: ReceiptBook) -> None:
        """Keep a receipt of everything this marker decides from now on."""
        self._decisions.note_in(receipts)

    def tasks(self) -> tuple[Task, ...]:
        """Return what this marker may decide now in the newest run."""
        return self._up_to_date().tasks()

    def own(self) -> Sequence[Task]:
        """Return what this marker decided in the newest run and may decide anew, the newest first."""
        return self._up_to_date().own()

    def counts(self) -> Counts:
        """Count what is done and what waits."""
        work = self._up_to_date()
        return Counts(len(self._mine), len(work.tasks()), work.unsettled)

    def decide(self, task: Task, points: Fraction, comment: str, made: datetime) -> None:
        """Sign and store a decision; raises `JikaoError` when it is not allowed."""
        self._decisions.decide(
            task.place,
            task.part,
            share=points / task.possible if task.possible else Fraction(0),
            signer=self._signer,
            role=task.role,
            made=made,
            comment=comment,
        )

    def evidence(self, task: Task) -> Evidence:
        """Open what the task is about; slow."""
        path = self._path_of.get(task.place.candidate)
        if path is None:
            raise JikaoError(_("给出的答卷包里没有这份作答。"), hint=_("关闭评阅台，把这次评分的全部答卷包一起给出。"))
        with self._door:
            bundle = self._bundle(path)
        attempt = bundle.find_attempt(task.place.candidate)
        if attempt is None:
            raise JikaoError(_("答卷包中没有这份作答。"))
        return gather_evidence(bundle, attempt, self._package(), task.place.item, task.part.name)

    def follow(self) -> str:
        """Go over to a run that was stored meanwhile; returns what a person must hear of it, "" when there is none."""
        newest = self._store.find_newest() or self.run
        if newest in {self.run, self._not_followed}:
            return ""
        try:
            self._require_whole_run(newest)
            self._require_own_package(self._package(), newest)
        except JikaoError as error:
            self._not_followed = newest
            return _("有了新的评分批次 {run}，这里没有换过去：{reason}请关闭评阅台，用评它的文件重新打开。").format(
                run=newest[:8], reason=error.message
            )
        self.run = newest
        return _("有了新的评分批次 {run}，已换到这一批。评过的都算数，答卷代号换了。").format(run=newest[:8])

    def _require_whole_run(self, run: str) -> None:
        """Refuse bundles of another exam, and fewer than a run was made from."""
        made_from = self._store.run_input(run)
        if (self._exam or made_from.exam) != made_from.exam:
            raise JikaoError(
                _("成绩库是考试 {stored} 的，答卷包是考试 {given} 的。").format(
                    stored=made_from.exam, given=self._exam
                ),
                hint=_("请换用同一场考试的成绩库和答卷包。"),
                code=ExitCode.REFUSED,
            )
        needed = set(made_from.bundles)
        while made_from.base:  # a review took everybody else's result from there
            made_from = self._store.run_input(made_from.base)
            needed |= set(made_from.bundles)
        if missing := len(needed - self._given):
            raise JikaoError(
                _("最新批次由 {count} 份答卷包评出，其中 {missing} 份没有给出。").format(
                    count=len(needed), missing=missing
                ),
                hint=_("请给出全部答卷包；有新导出的，先用它们运行 grading score。"),
                code=ExitCode.REFUSED,
            )

    # ---- answers that nothing matched

    def unmatched(self) -> list[Unmatched]:
        """Return the fill-ins of the newest run that nothing matched, less those accepted since."""
        accepted = {
            (one.item, one.response, one.accepted.text)
            for one in active(self.corrections())
            if isinstance(one, AcceptText)
        }
        found = unmatched_answers(self._store.stored(self.run))
        return [one for one in found if (one.item, one.response, one.text) not in accepted]

    def corrections(self) -> list[Correction]:
        """Return the log of corrections."""
        return CorrectionLog(self._store.engine).corrections()

    def waiting_corrections(self) -> int:
        """Return how many corrections hold that the newest run was not made with."""
        holding = {correction_id(one) for one in active(self.corrections())}
        return len(holding ^ set(self._store.run_input(self.run).corrections))

    def accept(self, answer: Unmatched, share: Fraction, reason: str, made: datetime) -> None:
        """Accept an answer from now on; it counts in the next run."""
        correction = AcceptText(
            item=answer.item, response=answer.response, accepted=AcceptedText(text=answer.text, share=share)
        )
        CorrectionLog(self._store.engine).add(correction, reason=reason, by=self.marker, made=made)

    def accepted(self) -> list[CorrectionEntry]:
        """Return the accepted answers that hold, the newest first."""
        holding = {correction_id(one) for one in active(self.corrections())}
        entries = CorrectionLog(self._store.engine).entries()
        found = {
            correction_id(one.correction): one
            for one in entries
            if isinstance(one.correction, AcceptText) and correction_id(one.correction) in holding
        }
        return list(reversed(found.values()))

    def withdraw(self, entry: CorrectionEntry, reason: str, made: datetime) -> None:
        """Take back an accepted answer; that counts in the next run."""
        withdrawal = Withdraw(correction=correction_id(entry.correction))
        CorrectionLog(self._store.engine).add(withdrawal, reason=reason, by=self.marker, made=made)

    def key_of(self, answer: Unmatched) -> BlankKey:
        """Return what a blank asks and which answers it accepts."""
        package = self._package()
        form = next(form for form, key in package.keys.items() if _entry(key, answer.item) is not None)
        entry = _entry(package.keys[form], answer.item)
        place = next(one for one in package.papers[form].entries() if one.item.identifier == answer.item)
        scoring = entry.marking.scoring if entry is not None else None
        rules = scoring.rules if isinstance(scoring, RuleScoring) else ()
        accepted = [words for rule in rules if (words := _accepted(rule, answer.response))]
        return BlankKey(plain_text(place.item.body), "；".join(accepted))

    # ---- runs

    def mark_again(self, reason: str, reporter: Reporter) -> str:
        """Mark everything again with all corrections; slow. The newest run is then this one."""
        self.run = mark_run(
            self._sources,
            self._bundles,
            self._store,
            purpose=Purpose(reason=reason),
            scale=self._scale,
            on_progress=reporter,
        )
        return self.run

    def comparison(self, table: GradeTable) -> Comparison:
        """Compare what is published (or the first run) with the newest run and all decisions of now."""
        published = self._store.find_publication()
        decisions = DecisionStore(self._store.engine).count()
        before = published.run if published is not None else self._store.runs()[0]
        after = final_summaries(self._store, self.run, decisions)
        found = compare(final_summaries(self._store, before), after, table)
        fresh = decisions - published.decisions if published is not None else 0
        return Comparison(before, found, is_published=published is not None, fresh_decisions=fresh)

    @property
    def results(self) -> str:
        """The place of the results, as a command names it; without a password."""
        url = self._store.engine.url
        return url.database or "" if url.drivername.startswith("sqlite") else url.render_as_string(hide_password=True)

    def question(self, item: str) -> str:
        """Return an item's title and number for lists."""
        package = self._package()
        for form, key in package.keys.items():
            entry = _entry(key, item)
            if entry is not None:
                titles = [one.item.title for one in package.papers[form].entries() if one.item.identifier == item]
                title = entry.title or next(iter(titles), "") or item
                return _("第 {number} 题 {title}").format(number=entry.number, title=title)
        return item

    def _up_to_date(self, tell: TellOpening = _silent) -> OpenWork:
        """Take in what was decided since the last look; begin anew when there is another run or policy."""
        everything = self._decisions.all(lambda done, due: tell(Opening(OpeningStep.DECISIONS, done, due)))
        policy = self._decisions.policy()
        if self._work is None or self._work_for != (self.run, policy):
            tell(Opening(OpeningStep.RESULTS))
            self._work = OpenWork(self._store.open_results(self.run), policy, self.marker, self.run)
            self._work_for, self._seen, self._mine = (self.run, policy), 0, set()
        fresh = everything[self._seen :]
        self._seen = len(everything)
        self._mine |= {(one.candidate, one.item, one.part) for one in fresh if one.marker == self.marker}
        self._work.learn(fresh)
        return self._work

    def _package(self) -> MarkingPackage:
        with self._door:
            if self._kept_package is None:
                package = self._sources.open_package()
                self._require_own_package(package, self.run)
                self._kept_package = package
            return self._kept_package

    def _require_own_package(self, package: MarkingPackage, run: str) -> None:
        if package.manifest_digest != self._store.run_input(run).marking_package:
            raise JikaoError(
                _("评分包不是评这个批次用的那一份。"),
                hint=_("请换用那一份评分包；换了新的评分包，先用它运行 grading score。"),
                code=ExitCode.REFUSED,
            )

    def _bundle(self, path: Path) -> RoomBundle:
        if path not in self._opened:
            while len(self._opened) >= OPENED_AT_ONCE:
                self._opened.pop(next(iter(self._opened)))
            self._opened[path] = self._sources.open_bundle(path)
        return self._opened[path]


@contextmanager
def _values_that_stay() -> Iterator[None]:
    """Read hundreds of thousands of values that stay: the collector would go over all of them again and again."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _entry(key: MarkingKey, item: str) -> KeyEntry | None:
    return next((entry for entry in key.entries if entry.marking.item == item), None)


def _accepted(rule: ResponseRule, response: str) -> str:
    """Return the answers a rule accepts for a response, empty when it is about another."""
    if isinstance(rule, TextRule) and rule.response == response:
        return describe(rule.accepted)
    if isinstance(rule, TextSetRule) and response in rule.responses:
        return "；".join(describe(one) for one in rule.accepted)
    return ""
