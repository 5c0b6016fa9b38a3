"""A run of marking, from the first golden candidate to the last byte compared; what is marked is kept at once."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import msgspec

from grading.intake.bundle import BundleFace
from grading.intake.keys import MarkingPackage
from grading.marking.candidates import unmarked
from grading.results.errors import ResultsError
from grading.results.run import CandidateResult
from grading.results.store import ResultStore
from grading.runs.plan import Batch
from grading.runs.sources import Sources
from grading.runs.worker import MarkedBatch, MarkJob, mark_job
from grading.scale.engines import Engine
from itembank.base.canonical import digest
from itembank.base.errors import ExitCode
from itembank.base.i18n import _
from itembank.model.codec import to_bytes
from itembank.model.record import CandidateMark

AHEAD = 2
RECHECK_ONE_IN = 100
PATIENCE_SECONDS = 30

WORKER_LOST = "worker lost"

Fault = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is; `cpu_ms` is the processor time of the workers without their children."""

    done: int
    due: int
    cpu_ms: int


@dataclass
class Marking:
    """Marks the batches of one run. `tell` hears of progress after every batch."""

    engine: Engine
    store: ResultStore
    sources: Sources
    package: MarkingPackage
    faces: Sequence[BundleFace]
    run: str
    language: str
    tell: Callable[[Progress], None] = lambda _progress: None
    is_judge_tested: bool = False
    faults: list[Fault] = field(default_factory=list)
    strays: dict[str, None] = field(default_factory=dict)
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

    def recheck(self) -> int:
        """Mark one in a hundred of what was marked again with fresh workers in the opposite order; returns how many.

        One at least, in a review of a single candidate too.

        Raises `ResultsError` when one byte differs: then nothing of the run is to be believed.
        """
        self.engine.renew()
        batches = self._sample()
        different: list[str] = []
        count = 0
        for batch, marked in self._carried_out(batches):
            if marked is None:
                continue  # a file that kills its worker does so again; a person decides on it already
            count += len(batch.candidates)
            different += [
                number for number, result in marked.results if result != self.store.kept_result(self.run, number)
            ]
        if different:
            raise ResultsError(
                _("抽样重评的结果与第一次不同：{numbers}。这个批次没有保存。").format(
                    numbers="、".join(sorted(different)[:10])
                ),
                hint=_("评分应当每次相同。请保留现场并联系开发者。"),
                code=ExitCode.REFUSED,
            )
        return count

    def _sample(self) -> tuple[Batch, ...]:
        """Draw who is marked again by the run's name; what an earlier try marked is drawn from too."""
        marked = self.store.pending(self.run)
        numbers = {
            face.path: sorted((one.number for one in face.sitting.candidates if one.number in marked), reverse=True)
            for face in self.faces
        }
        drawn = {
            number for some in numbers.values() for number in some if _draw(self.run, number) % RECHECK_ONE_IN == 0
        }
        drawn = drawn or set(sorted(marked)[:1])
        chosen = {path: tuple(one for one in some if one in drawn) for path, some in numbers.items()}
        return tuple(Batch(face.path, chosen[face.path]) for face in reversed(self.faces) if chosen[face.path])

    def _carried_out(self, batches: Sequence[Batch]) -> Iterator[tuple[Batch, MarkedBatch | None]]:
        """Yield every batch with what came of it, or None when its worker was lost; few are on their way at once."""
        waiting = deque(batches)
        going: dict[Future[MarkedBatch], Batch] = {}
        while waiting or going:
            while waiting and len(going) < AHEAD * self.engine.width:
                batch = waiting.popleft()
                going[self.engine.submit(mark_job, self._job(batch.bundle, batch.candidates))] = batch
            finished, _still = wait(going, timeout=PATIENCE_SECONDS, return_when=FIRST_COMPLETED)
            if not finished:
                self.engine.require_workers()
            lost = False
            for future in finished:
                batch = going.pop(future)
                error = _error_of(future)
                if error is None:
                    yield batch, future.result()
                elif self.engine.is_lost(error):
                    lost = True
                    yield batch, None
                else:
                    raise error
            if lost:
                for future, batch in list(going.items()):
                    future.cancel()
                    waiting.appendleft(batch)
                going.clear()
                self.engine.renew()

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
        )


def _error_of(future: Future[MarkedBatch]) -> BaseException | None:
    """Return why a job failed; one that the engine itself gave up is as good as an error."""
    try:
        return future.exception()
    except CancelledError as error:
        return error


def _draw(run: str, number: str) -> int:
    return int.from_bytes(sha256(f"{run} {number}".encode()).digest()[:8], "big")
