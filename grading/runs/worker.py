"""What happens in a worker: a batch of candidates of one bundle is marked, and comes back as canonical bytes.

A worker keeps warm what is slow to open: the marking package, one bundle, the
reader of office files, the judge of programs. All of it belongs to one thread.
"""

from __future__ import annotations

import faulthandler
import platform
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from multiprocessing.util import Finalize
from pathlib import Path

from grading.checks.marker import RubricMarker
from grading.intake.bundle import RoomBundle, stray_lines
from grading.intake.keys import MarkingPackage
from grading.marking.candidates import Marker
from grading.office.child import OfficeReader
from grading.programs.errors import NoSandboxError
from grading.programs.judge import Judge, JudgeConfig
from grading.runs.build import build_of_this, python_of_this
from grading.runs.golden import GoldenOutcome, WorkPlace, mark_works, require_agreement, work_places
from grading.runs.sources import Sources
from grading.version import VERSION
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _, install_language
from itembank.base.system import file_error
from itembank.model.codec import to_bytes
from itembank.model.marking import MarkingKey, RubricScoring


@dataclass(frozen=True, slots=True)
class MarkJob:
    """Candidates of one bundle, by number, in the order in which they are marked.

    `is_judge_tested` says that all attacks on the judge were tried on this very
    machine already, by `may_judge`. The version and the digests are what the run
    is named by: a worker that has another grader or other files refuses.
    `tests_golden` has a worker mark all golden work of the package before its
    first candidate: on another machine the same program may stand on other
    libraries. `can_judge` is what the run says of programs. A worker that is
    longer than `patience_seconds` at one candidate ends itself (0: never). Where
    workers are elsewhere `build` says of what program, Python and libraries they
    must be ("": this machine's, which nobody needs to compare).
    """

    sources: Sources
    bundle: Path
    candidates: tuple[str, ...]
    language: str
    package_digest: str
    bundle_digest: str
    is_judge_tested: bool = False
    tests_golden: bool = False
    can_judge: bool = True
    patience_seconds: float = 0
    version: str = VERSION
    build: str = ""


@dataclass(frozen=True, slots=True)
class GoldenJob:
    """Golden work by its places in the package; everything else as in a `MarkJob`."""

    sources: Sources
    places: tuple[WorkPlace, ...]
    language: str
    package_digest: str
    is_judge_tested: bool = False
    can_judge: bool = True
    version: str = VERSION
    build: str = ""


@dataclass(frozen=True, slots=True)
class MarkedBatch:
    """Canonical bytes of each candidate's result. `faults` name candidate, item and kind of our own errors.

    `strays` are attempts in the bundle that are nobody's: they have no result, but they are said.
    `cpu_ms` is the worker's own processor time without its children; it goes to
    the side log and into no result.
    """

    results: tuple[tuple[str, bytes], ...]
    faults: tuple[tuple[str, str, str], ...] = ()
    cpu_ms: int = 0
    strays: tuple[str, ...] = ()


def mark_job(job: MarkJob) -> MarkedBatch:
    """Mark a batch with what this worker keeps warm.

    Errors for people cross to another process as plain `JikaoError`s: many of our own cannot be made again there.
    """
    with _speaking(job.language):
        return _mark(job)


def golden_job(job: GoldenJob) -> GoldenOutcome:
    """Mark golden work with what this worker keeps warm; differences are told, not raised."""
    with _speaking(job.language):
        kept = _kept_for(job)
        return mark_works(kept.package, kept.practical, job.places, can_judge=job.can_judge)


@contextmanager
def _speaking(language: str) -> Iterator[None]:
    install_language(language)
    try:
        yield
    except JikaoError as error:
        raise JikaoError(error.message, hint=error.hint, code=error.code) from None
    except OSError as error:
        if error.filename is None:
            raise
        raise file_error(error) from None


@contextmanager
def _patience(seconds: float) -> Iterator[None]:
    """End this process when something takes longer: what hangs in C holds every thread, and none could say so."""
    if not seconds:
        yield
        return
    faulthandler.dump_traceback_later(seconds, exit=True)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


def _mark(job: MarkJob) -> MarkedBatch:
    began = time.process_time()
    kept = _kept_for(job)
    if job.tests_golden and not kept.is_golden:
        places = work_places(kept.package)
        require_agreement([mark_works(kept.package, kept.practical, places, can_judge=job.can_judge)])
        kept.is_golden = True
    bundle = kept.bundle(job.bundle)
    _require_same_file(job.bundle, bundle.manifest_digest, job.bundle_digest)
    faults: list[tuple[str, str, str]] = []
    results: list[tuple[str, bytes]] = []
    for number in job.candidates:
        candidate = bundle.sitting.candidate(number)
        if candidate is None:
            raise LookupError(f"{job.bundle.name} holds no such candidate")
        marker = Marker(bundle, kept.package, kept.practical, _noting(faults, number))
        with _patience(job.patience_seconds):
            results.append((number, to_bytes(marker.mark(candidate))))
    cpu_ms = round((time.process_time() - began) * 1000)
    strays = tuple(f"{job.bundle.name}：{line}" for line in stray_lines(bundle))
    return MarkedBatch(tuple(results), tuple(faults), cpu_ms, strays)


def may_judge(package: MarkingPackage) -> bool:
    """Say whether this machine can judge the programs that a package asks for; True when it asks for none."""
    with ExitStack() as stack:
        return _judge(package, stack, is_tested=False)[1] == ""


def release() -> None:
    """Let go of what this thread keeps warm."""
    kept: _Kept | None = getattr(_warm, "kept", None)
    _warm.kept = None
    if kept is not None:
        kept.close()


@dataclass
class _Kept:
    sources: Sources
    package: MarkingPackage
    practical: RubricMarker
    stack: ExitStack
    is_golden: bool = False
    opened: dict[Path, RoomBundle] = field(default_factory=dict)

    def bundle(self, path: Path) -> RoomBundle:
        """Return the bundle, keeping no other: batches of one bundle follow each other."""
        if path not in self.opened:
            self.opened.clear()
            self.opened[path] = self.sources.open_bundle(path, every_signature=False)
        return self.opened[path]

    def close(self) -> None:
        self.stack.close()


# The one thing a worker process remembers between jobs; a job names the sources, so nothing stale is used.
_warm = threading.local()


def _kept_for(job: MarkJob | GoldenJob) -> _Kept:
    """Return what is kept warm for a job; raises `JikaoError` for another grader or another package."""
    if job.version != VERSION:
        raise JikaoError(
            _("工作进程的程序版本是 {found}，这次评分用的是 {wanted}，没有评分。").format(
                found=VERSION, wanted=job.version
            ),
            hint=_("在所有机器上安装同一版本，重新启动 dask worker，再运行同一命令。"),
            code=ExitCode.ENVIRONMENT,
        )
    if job.build not in {"", build_of_this()}:
        raise JikaoError(
            _(
                "一个工作进程与这里的程序不是同一份：它是 {machine} 上的 {python}，程序文件或所用的库不同，没有评分。"
            ).format(machine=platform.node(), python=python_of_this()),
            hint=_("在所有机器上安装同一版本的 Python、程序和依赖库，重新启动 dask worker，再运行同一命令。"),
            code=ExitCode.ENVIRONMENT,
        )
    kept: _Kept | None = getattr(_warm, "kept", None)
    if kept is None or kept.sources != job.sources:
        kept = _warmed_up(job)
    _require_same_file(job.sources.package, kept.package.manifest_digest, job.package_digest)
    return kept


def _warmed_up(job: MarkJob | GoldenJob) -> _Kept:
    release()
    package = job.sources.open_package()
    stack = ExitStack()
    reader = stack.enter_context(OfficeReader())
    judge, why = _judge(package, stack, is_tested=job.is_judge_tested)
    kept = _Kept(job.sources, package, RubricMarker(reader, judge, why), stack)
    # Worker processes end without running `atexit`; their own end is told by multiprocessing.
    Finalize(kept, stack.close, exitpriority=10)
    _warm.kept = kept
    return kept


def _require_same_file(path: Path, found: str, wanted: str) -> None:
    if found != wanted:
        release()
        raise JikaoError(
            _("{path} 与开始评分时的不是同一个文件，没有评分。").format(path=path),
            hint=_("评分期间不要更换文件；在集群上，各机器上的文件要相同。"),
            code=ExitCode.REFUSED,
        )


def _judge(package: MarkingPackage, stack: ExitStack, *, is_tested: bool) -> tuple[Judge | None, str]:
    if not any(_runs_programs(key) for key in package.keys.values()):
        return None, ""
    try:
        return stack.enter_context(Judge.start(JudgeConfig(self_test=not is_tested))), ""
    except NoSandboxError as error:
        return None, error.message


def _runs_programs(key: MarkingKey) -> bool:
    return any(
        call.type.startswith("Y.")
        for entry in key.entries
        if isinstance(entry.marking.scoring, RubricScoring)
        for point in entry.marking.scoring.rubric.points
        for call in point.checks
    )


def _noting(faults: list[tuple[str, str, str]], number: str) -> Callable[[str, Exception], None]:
    return lambda item, error: faults.append((number, item, type(error).__name__))
