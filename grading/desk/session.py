"""A marker's session: which run, which tasks, what they decide. Holds no widget; slow calls come from other threads."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from pathlib import Path

from grading.commands.score import Reporter, mark_run
from grading.desk.evidence import Evidence, gather_evidence
from grading.desk.tasks import OpenWork, Task
from grading.intake.bundle import BundleFace, RoomBundle
from grading.intake.keys import MarkingPackage
from grading.results.corrections import CorrectionLog
from grading.results.decision_store import DecisionStore, final_results
from grading.results.decisions import DecisionPolicy
from grading.results.grades import GradeTable
from grading.results.receipts import ReceiptBook
from grading.results.store import ResultStore
from grading.runs.corrections import AcceptText, Correction, active, correction_id
from grading.runs.differences import Differences, compare
from grading.runs.plan import Purpose
from grading.runs.sources import Sources, check_together
from grading.runs.unmatched import Unmatched, unmatched_answers
from grading.scale.engines import Scale
from itembank.base.errors import JikaoError
from itembank.base.i18n import _
from itembank.model.marking import AcceptedText
from itembank.sealing.keys import SigningKey

OPENED_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a marker has done in this run, and how much waits for them and for everybody."""

    mine: int
    for_me: int
    for_all: int


class MarkingSession:
    """Everything a marker's window asks for."""

    def __init__(
        self, sources: Sources, bundles: Sequence[Path], store: ResultStore, signer: SigningKey, scale: Scale
    ) -> None:
        """Open keys and the faces of all bundles; raises `JikaoError` for a bundle refused or a stranger's key."""
        self._sources = sources
        self._bundles = tuple(path.absolute() for path in bundles)
        self._store = store
        self._signer = signer
        self._scale = scale
        self._decisions = DecisionStore(store.engine)
        self.marker = self._decisions.name_of(signer.public)
        self._faces: list[BundleFace] = [sources.open_face(path) for path in self._bundles]
        check_together(self._faces)
        self._path_of = {one.number: face.path for face in self._faces for one in face.sitting.candidates}
        self._opened: dict[Path, RoomBundle] = {}
        self._kept_package: MarkingPackage | None = None
        self._work: OpenWork | None = None
        self._work_for: tuple[str, DecisionPolicy] = ("", DecisionPolicy())
        self._seen = 0
        self._mine: set[tuple[str, str, int]] = set()
        self._door = threading.Lock()
        self.run = store.runs()[-1] if store.runs() else ""
        if not self.run:
            raise JikaoError(_("还没有评分结果。"), hint=_("先运行 grading score。"))

    # ---- tasks and decisions

    def note_in(self, receipts: ReceiptBook) -> None:
        """Keep a receipt of everything this marker decides from now on."""
        self._decisions.note_in(receipts)

    def tasks(self) -> tuple[Task, ...]:
        """Return what this marker may decide now in the newest run."""
        return self._up_to_date().tasks()

    def own(self) -> tuple[Task, ...]:
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
        with self._door:
            bundle = self._bundle(self._path_of[task.place.candidate])
        attempt = bundle.find_attempt(task.place.candidate)
        if attempt is None:
            raise JikaoError(_("答卷包中没有这份作答。"))
        return gather_evidence(bundle, attempt, self._package(), task.place.item, task.part.name)

    # ---- answers that nothing matched

    def unmatched(self) -> list[Unmatched]:
        """Return the fill-ins of the newest run that nothing matched, less those accepted since."""
        accepted = {
            (one.item, one.response, one.accepted.text)
            for one in active(self.corrections())
            if isinstance(one, AcceptText)
        }
        found = unmatched_answers(self._store.results(self.run))
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

    def differences(self, table: GradeTable) -> Differences:
        """Compare the published run (or the first) with the newest."""
        before = self._store.find_published() or self._store.runs()[0]
        return compare(final_results(self._store, before), final_results(self._store, self.run), table)

    @property
    def is_published(self) -> bool:
        """Say whether any run was published."""
        return self._store.find_published() is not None

    def question(self, item: str) -> str:
        """Return an item's title and number for lists."""
        for key in self._package().keys.values():
            for entry in key.entries:
                if entry.marking.item == item:
                    return _("第 {number} 题 {title}").format(number=entry.number, title=entry.title or item)
        return item

    def _up_to_date(self) -> OpenWork:
        """Take in what was decided since the last look; begin anew when there is another run or policy."""
        policy = self._decisions.policy()
        if self._work is None or self._work_for != (self.run, policy):
            self._work = OpenWork(self._store.open_results(self.run), policy, self.marker, self.run)
            self._work_for, self._seen, self._mine = (self.run, policy), 0, set()
        everything = self._decisions.all()
        fresh = everything[self._seen :]
        self._seen = len(everything)
        self._mine |= {(one.candidate, one.item, one.part) for one in fresh if one.marker == self.marker}
        self._work.learn(fresh)
        return self._work

    def _package(self) -> MarkingPackage:
        with self._door:
            if self._kept_package is None:
                self._kept_package = self._sources.open_package()
            return self._kept_package

    def _bundle(self, path: Path) -> RoomBundle:
        if path not in self._opened:
            while len(self._opened) >= OPENED_AT_ONCE:
                self._opened.pop(next(iter(self._opened)))
            self._opened[path] = self._sources.open_bundle(path)
        return self._opened[path]
