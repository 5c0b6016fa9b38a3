"""A run of marking, from the first golden candidate to the last byte compared; what is marked is kept at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import msgspec

from grading.intake.bundle import BundleFace
from grading.intake.keys import MarkingPackage
from grading.marking.candidates import unmarked
from grading.results.errors import ResultsError
from grading.results.run import CandidateResult
from grading.results.store import Doubt, ResultStore
from grading.runs.build import build_of_this
from grading.runs.carrying import Quiet, carried_out
from grading.runs.plan import BATCH, Batch
from grading.runs.sources import Sources
from grading.runs.unsteady import is_plausible, steadied
from grading.runs.worker import MarkedBatch, MarkJob, mark_job, release
from grading.scale.engines import Engine
from itembank.base.canonical import digest
from itembank.base.errors import ExitCode
from itembank.base.i18n import _
from itembank.model.codec import ModelError, from_bytes, to_bytes
from itembank.model.marking import RubricScoring
from itembank.model.record import CandidateMark

RECHECK_ONE_IN = 100
MOST_LOOKED_AT = 500
"""So many candidates are looked at to find one with work on a task of which the sample has none."""

CANDIDATE_SECONDS = 1800
"""Far more than any honest work takes: all of a candidate's programs asleep until their wall clock need ten minutes."""

WORKER_LOST = "worker lost"

Fault = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is; `cpu_ms` is the processor time of the workers without their children."""

    done: int
    due: int
    cpu_ms: int


@dataclass(frozen=True, slots=True)
class Rechecked:
    """How many candidates were marked again, and on how many practical tasks they had work."""

    candidates: int
    works: int


@dataclass
class Marking:
    """Marks the batches of one run. `tell` hears of progress after every batch.

    `is_judge_tested` says that all workers run on this machine, where the attacks on the judge were tried;
    workers elsewhere try them, and the golden candidates too, before they mark anybody. `can_judge` False says
    that the run is made where programs cannot be judged.
    """

    engine: Engine
    store: ResultStore
    sources: Sources
    package: MarkingPackage
    faces: Sequence[BundleFace]
    run: str
    language: str
    tell: Callable[[Progress], None] = lambda _progress: None
    on_quiet: Callable[[Quiet], None] = lambda _quiet: None
    is_judge_tested: bool = False
    can_judge: bool = True
    faults: list[Fault] = field(default_factory=list)
    strays: dict[str, None] = field(default_factory=dict)
    unsteady: list[str] = field(default_factory=list)
    _cpu_ms: int = 0

    def mark(self, batches: Sequence[Batch]) -> None:
        """Mark all batches; a batch whose worker is lost is marked again alone, candidate by candidate."""
        due, done = sum(len(batch.candidates) for batch in batches), 0
        suspects: list[Batch] = []
        for batch, marked in self._carried_out(batches):
            if marked is None:
                suspects.append(batch)
                continue
            done += self._keep(marked)
            self.tell(Progress(done, due, self._cpu_ms))
        for suspect in suspects:
            self._require_working(suspect.bundle)
            for number in suspect.candidates:
                done += self._keep(self._alone(suspect, number))
                self.tell(Progress(done, due, self._cpu_ms))

    def recheck(self) -> Rechecked:
        """Mark one in a hundred of what was marked again with fresh workers in the opposite order.

        One at least, in a review of a single candidate too, and somebody's work on every practical task as far as
        there is any. Everybody, when an earlier try of this run was contradicted.

        A candidate whose programs alone ran otherwise goes to a person. Raises `ResultsError` when any other byte
        differs: then nothing of the run is to be believed. What was marked is forgotten, and what contradicted each
        other is kept as evidence.
        """
        self.engine.renew()
        release()
        batches = self._sample()
        doubts: list[Doubt] = []
        works: dict[str, int] = {}
        for _batch, marked in self._carried_out(batches):
            if marked is None:
                continue  # a file that kills its worker does so again; a person decides on it already
            for number, result in marked.results:
                works[number] = len(self._worked_on(result))
                if result != (first := self.store.kept_result(self.run, number)):
                    doubts.append(Doubt(number, first or b"", result))
        doubts = self._without_unsteady(doubts, len(works))
        if doubts:
            self.store.doubt(self.run, doubts)
            raise ResultsError(
                _("抽样重评的结果与第一次不同：{numbers}。这个批次没有保存。").format(
                    numbers="、".join(sorted(_named(doubt) for doubt in doubts)[:10])
                ),
                hint=_("评分应当每次相同。两次的结果都已留存，请联系开发者；再次评分会把每位考生都评两遍。"),
                code=ExitCode.DIFFERENT,
            )
        same = [number for number in works if number not in self.unsteady]
        return Rechecked(len(same), sum(works[number] for number in same))

    def _without_unsteady(self, doubts: list[Doubt], count: int) -> list[Doubt]:
        """Give to people what programs made unsteady, and return what is left; all, when there are too many of them."""
        steady: dict[str, CandidateResult] = {}
        for doubt in doubts:
            result = steadied(doubt.first, doubt.second, self.package.keys)
            if result is None:
                return doubts
            steady[doubt.candidate] = result
        if not is_plausible(len(steady), count):
            return doubts
        for number, result in steady.items():
            self.store.amend(self.run, number, to_bytes(result))
            self.unsteady.append(number)
        return []

    def _sample(self) -> tuple[Batch, ...]:
        """Draw who is marked again by the run's name; what an earlier try marked is drawn from too."""
        marked = self.store.pending(self.run)
        drawn = marked if self.store.is_doubted(self.run) else self._drawn(marked)
        numbers = {
            face.path: sorted((one.number for one in face.sitting.candidates if one.number in drawn), reverse=True)
            for face in self.faces
        }
        return tuple(
            Batch(face.path, tuple(numbers[face.path][at : at + BATCH]))
            for face in reversed(self.faces)
            for at in range(0, len(numbers[face.path]), BATCH)
        )

    def _drawn(self, marked: set[str]) -> set[str]:
        """Draw one in a hundred, and whoever else is needed to have work on every practical task among them."""
        order = sorted(marked, key=lambda number: _draw(self.run, number))
        drawn = {number for number in order if _draw(self.run, number) % RECHECK_ONE_IN == 0} or set(order[:1])
        missing = set(self._tasks)
        for number in [*(one for one in order if one in drawn), *(one for one in order if one not in drawn)][
            : len(drawn) + MOST_LOOKED_AT
        ]:
            if not missing:
                break
            worked = self._worked_on(self.store.kept_result(self.run, number) or b"") & missing
            if worked:
                drawn.add(number)
                missing -= worked
        return drawn

    @cached_property
    def _tasks(self) -> frozenset[str]:
        """The practical tasks of all forms."""
        entries = [entry for key in self.package.keys.values() for entry in key.entries]
        return frozenset(one.marking.item for one in entries if isinstance(one.marking.scoring, RubricScoring))

    def _worked_on(self, result: bytes) -> set[str]:
        """Return the practical tasks on which there is work that earned something or goes to a person."""
        if not self._tasks or not result:
            return set()
        items = from_bytes(CandidateResult, result).items
        return {one.item for one in items if one.item in self._tasks and any(part.share != 0 for part in one.parts)}

    def _carried_out(self, batches: Sequence[Batch]) -> Iterator[tuple[Batch, MarkedBatch | None]]:
        return carried_out(
            self.engine, mark_job, batches, lambda batch: self._job(batch.bundle, batch.candidates), self.on_quiet
        )

    def _require_working(self, bundle: Path) -> None:
        """Let a worker open a bundle and mark nobody; raises `ResultsError` when it is lost with that already.

        Then no candidate is at fault, and a whole city would go to people one by one.
        """
        ((_batch, marked),) = self._carried_out((Batch(bundle, ()),))
        if marked is None:
            raise ResultsError(
                _("评分进程还没有评任何考生就中断了，评分停止。"),
                hint=_("检查内存是否足够、程序是否完整安装，再运行同一命令，会从中断处接着评。"),
                code=ExitCode.ENVIRONMENT,
            )

    def _alone(self, suspect: Batch, number: str) -> MarkedBatch:
        """Mark one candidate in a worker that marks nobody else meanwhile."""
        alone = Batch(suspect.bundle, (number,))
        ((_batch, marked),) = self._carried_out((alone,))
        if marked is not None:
            return marked
        return MarkedBatch(
            ((number, to_bytes(self._unmarkable(suspect.bundle, number))),), ((number, "", WORKER_LOST),)
        )

    def _unmarkable(self, bundle: Path, number: str) -> CandidateResult:
        face = next(face for face in self.faces if face.path == bundle)
        candidate = next(one for one in face.sitting.candidates if one.number == number)
        key = self.package.keys[candidate.form]
        sentence = _("评分进程在这份答卷上中断，需人工评定。")
        # What the candidate left was not read, so a decision counts for this very bundle.
        evidence = digest(f"{face.manifest_digest} {number}".encode())
        return CandidateResult(
            candidate=number,
            name=candidate.name,
            school=candidate.school,
            class_name=candidate.class_name,
            form=candidate.form,
            seats=(candidate.seat,),
            mark=CandidateMark.PRESENT,
            items=tuple(msgspec.structs.replace(unmarked(entry, sentence), evidence=evidence) for entry in key.entries),
            problems=(sentence,),
        )

    def _keep(self, marked: MarkedBatch) -> int:
        self.store.keep(self.run, marked.results)
        self.faults += marked.faults
        self.strays |= dict.fromkeys(marked.strays)
        self._cpu_ms += marked.cpu_ms
        return len(marked.results)

    def _job(self, bundle: Path, candidates: tuple[str, ...]) -> MarkJob:
        face = next(face for face in self.faces if face.path == bundle)
        return MarkJob(
            sources=self.sources,
            bundle=bundle,
            candidates=candidates,
            language=self.language,
            is_judge_tested=self.is_judge_tested,
            package_digest=self.package.manifest_digest,
            bundle_digest=face.manifest_digest,
            tests_golden=not self.is_judge_tested,
            can_judge=self.can_judge,
            build="" if self.is_judge_tested else build_of_this(),
            patience_seconds=CANDIDATE_SECONDS if self.engine.may_lose_workers else 0,
        )


def _named(doubt: Doubt) -> str:
    """Name a candidate with the numbers of the items that came out otherwise."""
    try:
        first, second = (from_bytes(CandidateResult, data).items for data in (doubt.first, doubt.second))
    except ModelError:
        return doubt.candidate
    numbers = [str(one.number) for one in first if one not in second]
    if not numbers:
        return doubt.candidate
    return _("{number}（第 {items} 题）").format(number=doubt.candidate, items="、".join(numbers))


def _draw(run: str, number: str) -> int:
    return int.from_bytes(sha256(f"{run} {number}".encode()).digest()[:8], "big")
