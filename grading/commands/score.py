"""`grading score`: marks bundles with a marking package and stores the results as a run."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path

from grading.commands.inputs import add_key_options, add_results_option, now, open_results, read_sources
from grading.commands.progress import MARKED, ProgressLines, duration_text
from grading.intake.bundle import BundleFace
from grading.results.corrections import CorrectionLog
from grading.results.decision_store import DecisionStore
from grading.results.record import RunRecord
from grading.results.store import ResultStore
from grading.runs.carrying import Quiet
from grading.runs.corrections import active
from grading.runs.golden import check_responses
from grading.runs.golden_check import GoldenCheck
from grading.runs.marking import CANDIDATE_SECONDS, Marking, Progress
from grading.runs.plan import Purpose, make_batches, make_input
from grading.runs.sources import Sources, check_together
from grading.runs.worker import may_judge, release
from grading.scale.engines import EngineKind, Scale, open_engine
from itembank.base.cli import Parser
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _, language

SHOWN_WAITING = 20
QUIET_SECONDS = 180


def add_parser(verbs: argparse._SubParsersAction[Parser]) -> None:
    """Add the verb."""
    parser = verbs.add_parser("score", help=_("评分"))
    add_marking_options(parser)
    parser.add_argument("--reason", metavar=_("理由"), default="first", help=_("为什么评分，记入批次（默认 first）"))
    parser.add_argument(
        "--candidate",
        metavar=_("准考证号"),
        action="append",
        default=[],
        help=_("成绩复查：只重评这些准考证号，其余取自 --base"),
    )
    parser.add_argument(
        "--base", metavar=_("批次"), default="", help=_("成绩复查所依据的批次（默认已发布的批次，否则最新的）")
    )
    parser.set_defaults(run=run)


def add_marking_options(parser: argparse.ArgumentParser) -> None:
    """Offer what every verb that marks needs."""
    add_key_options(parser)
    add_results_option(parser)
    parser.add_argument("--package", type=Path, required=True, help=_("评分包"))
    parser.add_argument("--centre", type=Path, action="append", required=True, help=_("考试中心的公钥，可多次给出"))
    add_scale_options(parser)
    parser.add_argument("bundle", metavar=_("答卷包"), type=Path, nargs="+", help=_("答卷包"))


def add_scale_options(parser: argparse.ArgumentParser) -> None:
    """Offer where marking runs."""
    parser.add_argument(
        "--engine",
        choices=[kind.value for kind in EngineKind],
        default=EngineKind.PROCESSES.value,
        help=_("在哪里评分：本进程、多个进程（默认）或 Dask 集群"),
    )
    parser.add_argument("--workers", type=int, default=0, help=_("工作进程数（默认每个处理器一个）"))
    parser.add_argument(
        "--scheduler", metavar=_("地址"), default="", help=_("Dask 调度器的地址，如 tcp://10.0.0.2:8786")
    )


def scale_of(arguments: argparse.Namespace) -> Scale:
    """Return the scale that the options ask for."""
    return Scale(EngineKind(arguments.engine), max(0, arguments.workers), arguments.scheduler)


def run(arguments: argparse.Namespace) -> int:
    """Mark all; ends with INCOMPLETE when items wait for a person."""
    sources = read_sources(arguments, arguments.package)
    with closing(open_results(arguments.results)) as store:
        purpose = _purpose(arguments, store)
        name = mark_run(
            sources, arguments.bundle, store, purpose=purpose, scale=scale_of(arguments), on_progress=Reporter()
        )
        return _summary(store, name)


def mark_run(
    sources: Sources,
    bundles: Sequence[Path],
    store: ResultStore,
    *,
    purpose: Purpose,
    scale: Scale,
    on_progress: Reporter | None = None,
) -> str:
    """Mark bundles and store the run; returns its name. An interrupted run goes on where it stopped."""
    say = on_progress or Reporter()
    faces = _faces(sources, bundles)
    sources = replace(sources, corrections=active(CorrectionLog(store.engine).corrections()))
    package = sources.open_package()
    _require_own_base(store, purpose, faces)
    golden_items = check_responses(package.keys)
    can_judge = may_judge(package)
    run_input = make_input(
        faces,
        package,
        corrections=sources.corrections,
        purpose=purpose,
        can_judge=can_judge,
        language=language(),
    )
    name = run_input.run_id()
    batches = make_batches(faces, purpose.candidates, store.pending(name))
    try:
        with open_engine(scale) as engine:
            is_here = scale.kind is not EngineKind.DASK
            golden = GoldenCheck(engine, sources, package, language(), is_here, can_judge).run()
            marking = Marking(
                engine,
                store,
                sources,
                package,
                faces,
                name,
                language(),
                say.show,
                say.say_quiet,
                is_judge_tested=is_here,
                can_judge=can_judge,
            )
            marking.mark(batches)
            rechecked = marking.recheck()
    except KeyboardInterrupt:
        raise JikaoError(
            _("评分被中断。"), hint=_("再次运行同一命令，会从中断处接着评。"), code=ExitCode.INCOMPLETE
        ) from None
    finally:
        release()
    say.say_faults(marking.faults)
    say.say_unsteady(marking.unsteady)
    say.say_strays(marking.strays)
    head = DecisionStore(store.engine).head()
    record = RunRecord(
        golden_items=golden_items,
        golden_works=golden.works,
        golden_points=golden.points,
        golden_unjudged=golden.unjudged,
        rechecked=rechecked.candidates,
        rechecked_works=rechecked.works,
        held=_held(store, purpose, faces),
        decisions=head.number,
        head=head.digest,
    )
    return store.finish(run_input, now(), record)


def _held(store: ResultStore, purpose: Purpose, faces: Sequence[BundleFace]) -> tuple[str, ...]:
    """Return when the sittings of a run were planned to start, those of its base with them."""
    base = store.record(purpose.base) if purpose.base else None
    return tuple(sorted({*(face.sitting.planned_start for face in faces), *(base.held if base else ())}))


def _require_own_base(store: ResultStore, purpose: Purpose, faces: Sequence[BundleFace]) -> None:
    """Refuse a review that would take everybody else's results from another exam."""
    exam = faces[0].summary.exam
    if purpose.base and (other := store.run_input(purpose.base).exam) != exam:
        raise JikaoError(
            _("批次 {base} 是考试 {other} 的，答卷包是考试 {exam} 的，不能作为成绩复查的依据，没有评分。").format(
                base=purpose.base[:16], other=other, exam=exam
            ),
            hint=_("用 grading runs 查看批次，用 --base 写明同一考试的批次，或用 --results 换成这次考试的成绩库。"),
            code=ExitCode.REFUSED,
        )


def _faces(sources: Sources, bundles: Sequence[Path]) -> list[BundleFace]:
    """Open the face of every bundle; raises with all that is refused, not only the first."""
    faces: list[BundleFace] = []
    refused: list[JikaoError] = []
    for path in bundles:
        try:
            faces.append(sources.open_face(path.absolute()))
        except JikaoError as error:
            refused.append(error)
    if refused:
        lines = "\n".join(error.message for error in refused)
        raise JikaoError(lines, hint=refused[0].hint, code=refused[0].code)
    check_together(faces)
    return faces


def _purpose(arguments: argparse.Namespace, store: ResultStore) -> Purpose:
    if not arguments.candidate:
        if arguments.base:
            raise JikaoError(
                _("--base 要与 --candidate 一起用。"), hint=_("不限考生的重新评分不需要依据。"), code=ExitCode.USAGE
            )
        return Purpose(reason=arguments.reason)
    base = store.find_run(arguments.base) if arguments.base else store.latest()
    return Purpose(reason=arguments.reason, base=base, candidates=tuple(sorted(set(arguments.candidate))))


def _summary(store: ResultStore, name: str) -> int:
    candidates, waiting = store.counts(name)
    shown = ((result, item) for result in store.open_results(name) for item in result.open_items)
    for result, item in islice(shown, SHOWN_WAITING):
        reasons = dict.fromkeys(part.sentence for part in item.parts if part.share is None and part.sentence)
        print(
            _("  待人工：{number} 第 {item} 题 {reason}").format(
                number=result.candidate, item=item.number, reason=" ".join(reasons)
            )
        )
    if waiting > SHOWN_WAITING:
        print(_("  …… 共 {count} 题待人工，用 grading desk 评阅。").format(count=waiting))
    if (record := store.record(name)) is not None:
        print(golden_line(record))
    print(_("评分批次 {run}：{count} 人。").format(run=name[:16], count=candidates))
    return ExitCode.INCOMPLETE if waiting else ExitCode.OK


def golden_line(record: RunRecord) -> str:
    """Say what agreed before and after a run was marked."""
    if not record.golden_items and not record.golden_works:
        said = _("评分包中没有标准样卷；")
    else:
        said = _("标准样卷：客观题 {items} 题次、操作题 {works} 份 {points} 个得分点，全部相符；").format(
            items=record.golden_items, works=record.golden_works, points=record.golden_points
        )
    if record.golden_unjudged:
        said += _("另有 {count} 个程序得分点本机不能判定，没有试；").format(count=record.golden_unjudged)
    return said + _("抽样重评 {candidates} 人（操作题 {works} 题次），结果相同。").format(
        candidates=record.rechecked, works=record.rechecked_works
    )


class Reporter:
    """Says on stderr how far a run is, not more often than people can read."""

    def __init__(self) -> None:
        self._lines = ProgressLines(MARKED)

    def show(self, progress: Progress) -> None:
        self._lines.show(progress.done, progress.due)

    def say_quiet(self, quiet: Quiet) -> None:
        """Say why nothing comes: a worker that somebody paused at once, anything else after a few minutes."""
        if quiet.paused:
            sys.stderr.write(
                _("评分进程 {pids} 被暂停，评分在等它。用 kill -CONT 继续；结束它也不会丢失成绩。\n").format(
                    pids="、".join(map(str, quiet.paused))
                )
            )
        elif quiet.seconds % QUIET_SECONDS == 0:
            sys.stderr.write(
                _("已有{time}没有一批考生评完。评分没有停：一位考生最多评 {most} 分钟，到时转人工。\n").format(
                    time=duration_text(quiet.seconds), most=CANDIDATE_SECONDS // 60
                )
            )
        sys.stderr.flush()

    def say_faults(self, faults: Sequence[tuple[str, str, str]]) -> None:
        for number, item, kind in faults:
            sys.stderr.write(
                _("程序错误：考生 {number} 试题 {item}：{kind}，已转人工。\n").format(
                    number=number, item=item or "*", kind=kind
                )
            )

    def say_unsteady(self, numbers: Sequence[str]) -> None:
        if numbers:
            sys.stderr.write(
                _("抽样重评时程序的运行结果不同，已转人工：{numbers}。\n").format(numbers="、".join(numbers))
            )

    def say_strays(self, strays: Iterable[str]) -> None:
        for line in strays:
            sys.stderr.write(_("没有评分：{line}\n").format(line=line))
