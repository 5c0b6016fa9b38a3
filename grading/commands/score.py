"""`grading score`: marks bundles with a marking package and stores the results as a run."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from grading.checks.marker import RubricMarker
from grading.commands.inputs import add_key_options, add_results_option, now, open_results, read_bundles, read_package
from grading.intake.bundle import RoomBundle
from grading.intake.keys import MarkingPackage
from grading.marking.candidates import Marker
from grading.office.child import OfficeReader
from grading.programs.errors import NoSandboxError
from grading.programs.judge import Judge
from grading.results.run import RunInput
from grading.version import VERSION
from itembank.base.cli import Parser
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _
from itembank.model.marking import MarkingKey, RubricScoring


def add_parser(verbs: argparse._SubParsersAction[Parser]) -> None:
    """Add the verb."""
    parser = verbs.add_parser("score", help=_("评分"))
    add_key_options(parser)
    add_results_option(parser)
    parser.add_argument("--package", type=Path, required=True, help=_("评分包"))
    parser.add_argument("--centre", type=Path, action="append", required=True, help=_("考试中心的公钥，可多次给出"))
    parser.add_argument("--reason", default="first", help=_("为什么评分，记入批次（默认 first）"))
    parser.add_argument("bundle", type=Path, nargs="+", help=_("答卷包"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Mark all; ends with INCOMPLETE when items wait for a person."""
    package, bundles = read_package(arguments), read_bundles(arguments)
    _refuse_rehearsals(bundles)
    with tools(package) as marker:
        results = [result for bundle in bundles for result in Marker(bundle, package, marker).mark_all()]
    store = open_results(arguments.results)
    try:
        name = store.add_run(_run_input(package, bundles, arguments.reason), results, now())
    finally:
        store.close()
    print(_("评分批次 {run}：{count} 人。").format(run=name[:16], count=len(results)))
    waiting = [(result, item) for result in results for item in result.open_items]
    for result, item in waiting:
        reasons = " ".join(dict.fromkeys(part.sentence for part in item.parts if part.share is None and part.sentence))
        print(
            _("  待人工：{number} 第 {item} 题 {reason}").format(
                number=result.candidate, item=item.number, reason=reasons
            )
        )
    return ExitCode.INCOMPLETE if waiting else ExitCode.OK


@contextmanager
def tools(package: MarkingPackage) -> Iterator[RubricMarker]:
    """Open the reader of office files and, when a rubric needs it, the judge of programs."""
    with ExitStack() as stack:
        reader = stack.enter_context(OfficeReader())
        judge, why = None, ""
        if any(_runs_programs(key) for key in package.keys.values()):
            try:
                judge = stack.enter_context(Judge.start())
            except NoSandboxError as error:
                why = error.message
        yield RubricMarker(reader, judge, why)


def _runs_programs(key: MarkingKey) -> bool:
    return any(
        call.type.startswith("Y.")
        for entry in key.entries
        if isinstance(entry.marking.scoring, RubricScoring)
        for point in entry.marking.scoring.rubric.points
        for call in point.checks
    )


def _run_input(package: MarkingPackage, bundles: list[RoomBundle], reason: str) -> RunInput:
    return RunInput(
        exam=bundles[0].summary.exam,
        bundles=tuple(sorted(bundle.manifest_digest for bundle in bundles)),
        marking_package=package.manifest_digest,
        keys={form: key.version() for form, key in package.keys.items()},
        grader_version=VERSION,
        reason=reason,
    )


def _refuse_rehearsals(bundles: list[RoomBundle]) -> None:
    exams = {bundle.summary.exam for bundle in bundles}
    kinds = {bundle.summary.rehearsal for bundle in bundles}
    if len(exams) > 1 or len(kinds) > 1:
        raise JikaoError(_("答卷包来自不同的考试，或正式与模拟混在一起，没有评分。"), code=ExitCode.REFUSED)
