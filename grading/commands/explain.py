"""`grading explain`: every point of one candidate's score with its reason, on the screen, as JSON or as a PDF."""

from __future__ import annotations

import argparse
import json
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from grading.commands.inputs import add_results_option, open_results, read_bundles, read_sources
from grading.desk.visible import visible
from grading.intake.keys import MarkingPackage
from grading.reporting.explanation import explain, run_lines
from grading.reports.explained import ExplainedItem, ExplainedPart, Explanation
from grading.reports.figures import mark_text, score_text
from grading.reports.questions import verdict_text
from grading.results.decision_store import decided_in
from grading.results.decisions import with_decisions
from grading.results.store import ResultStore
from itembank.base.cli import Parser
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.files import write_whole
from itembank.base.i18n import _
from itembank.model.codec import fraction_text
from itembank.model.marking import RubricScoring

if TYPE_CHECKING:
    from grading.desk.evidence import FileView
    from grading.desk.rendering import PrintedPages

MARK = "    "
PICTURE_WIDTH_PX = 1600


@dataclass(frozen=True, slots=True)
class Enclosed:
    """What goes with the explanation, by its title: pages as PNG, and lines of files that have none."""

    pages: dict[str, list[bytes]] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)


def add_parser(verbs: argparse._SubParsersAction[Parser]) -> None:
    """Add the verb."""
    parser = verbs.add_parser("explain", help=_("成绩复查：列出一位考生每一分的依据"))
    add_results_option(parser)
    parser.add_argument(
        "--run", metavar=_("批次"), dest="of_run", default="", help=_("批次名的开头（默认已发布的批次，否则最新的）")
    )
    parser.add_argument("--json", action="store_true", help=_("输出 JSON"))
    parser.add_argument("--out", type=Path, help=_("写成 PDF 文件"))
    parser.add_argument("--package", type=Path, help=_("评分包：给出题目的标题"))
    parser.add_argument("--centre", type=Path, action="append", default=[], help=_("考试中心的公钥，可多次给出"))
    parser.add_argument("--key", type=Path, help=_("评分私钥文件"))
    parser.add_argument("--passphrase-file", type=Path, help=_("存放私钥口令的文本文件"))
    parser.add_argument("--room-card", type=Path, action="append", default=[], help=_("可信考场的考场卡，可多次给出"))
    parser.add_argument(
        "--bundle", type=Path, action="append", default=[], help=_("考生所在考场的答卷包：PDF 中附上考生的文件")
    )
    parser.add_argument("candidate", metavar=_("准考证号"), help=_("准考证号"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the explanation, or write it."""
    _require_together(arguments)
    package = read_sources(arguments, arguments.package).open_package() if arguments.package else None
    with closing(open_results(arguments.results, must_exist=True)) as store:
        explanation = explain_candidate(store, arguments.candidate, arguments.of_run, package)
    if arguments.json:
        print(json.dumps(as_json(explanation), ensure_ascii=False, indent=1))
    elif arguments.out is None:
        # Answers hold whatever a candidate typed; the terminal must not obey it.
        print("\n".join(visible(line) for line in lines_of(explanation)))
    if arguments.out is not None:
        _write(explanation, arguments, package)
        print(arguments.out)
    return 0


def explain_candidate(
    store: ResultStore, candidate: str, run_start: str, package: MarkingPackage | None
) -> Explanation:
    """Explain one candidate's result in a run; raises `JikaoError` when there is none."""
    name = store.find_run(run_start) if run_start else store.latest()
    result = store.find_result(name, candidate)
    if result is None:
        raise JikaoError(
            _("批次 {run} 中没有准考证号 {number}。").format(run=name[:16], number=candidate),
            hint=_("用 grading runs 查看批次。"),
        )
    store.require_whole(name)
    decided = decided_in(store, name)
    final = with_decisions(result, decided.by_place, decided.policy)
    key = package.keys.get(result.form) if package else None
    titles = {entry.number: entry.title for entry in key.entries} if key else {}
    made_from = store.run_input(name)
    lines = run_lines(name, made_from, is_published=store.find_published() == name)
    return explain(final, decided.by_place, titles, lines, made_from.exam)


def lines_of(explanation: Explanation) -> list[str]:
    """Return the explanation as lines for a terminal."""
    pupil = explanation.pupil
    lines = [
        f"{pupil.candidate_number} {pupil.name} {pupil.school} {pupil.class_name}".rstrip(),
        *explanation.run,
        *(f"! {problem}" for problem in explanation.problems),
        _("总分 {score}").format(score=score_text(explanation.total)),
    ]
    for item in explanation.items:
        lines.append(
            f"{_('第 {number} 题　{title}').format(number=item.number, title=item.title)}  {score_text(item.score)}"
        )
        lines += [f"  {item.note}"] if item.note else []
        for part in item.parts:
            lines += _part_lines(part)
    return lines


def as_json(explanation: Explanation) -> dict[str, object]:
    """Return the explanation as a JSON object; marks are exact texts such as "5/2", None while open."""
    total = explanation.total.obtained
    return {
        "candidate": explanation.pupil.candidate_number,
        "name": explanation.pupil.name,
        "run": list(explanation.run),
        "total": None if total is None else fraction_text(total),
        "items": [_item_json(item) for item in explanation.items],
    }


def _require_together(arguments: argparse.Namespace) -> None:
    """Refuse options that need others, before anything is opened."""
    if arguments.package and not (arguments.key and arguments.centre):
        raise JikaoError(_("--package 要与 --key 和 --centre 一起用。"), code=ExitCode.USAGE)
    if arguments.bundle and not (arguments.package and arguments.room_card and arguments.out):
        raise JikaoError(_("--bundle 要与 --package、--room-card 和 --out 一起用。"), code=ExitCode.USAGE)


def _part_lines(part: ExplainedPart) -> list[str]:
    point = part.point
    score = f"{mark_text(point.score.obtained)}/{mark_text(point.score.possible)}"
    return [
        f"  {verdict_text(point.verdict)} {score}  {point.sentence}",
        *([MARK + _("观察到：{text}").format(text=part.observed)] if part.observed else []),
        *([MARK + _("应为：{text}").format(text=part.expected)] if part.expected else []),
        *([MARK + point.reason] if point.reason else []),
        *(MARK + one for one in part.decisions),
    ]


def _item_json(item: ExplainedItem) -> dict[str, object]:
    obtained = item.score.obtained
    return {
        "number": item.number,
        "item": item.item,
        "points": None if obtained is None else fraction_text(obtained),
        "possible": fraction_text(item.score.possible),
        "note": item.note,
        "parts": [
            {
                "name": part.point.sentence,
                "points": None if part.point.score.obtained is None else fraction_text(part.point.score.obtained),
                "possible": fraction_text(part.point.score.possible),
                "verdict": part.point.verdict.value,
                "observed": part.observed,
                "expected": part.expected,
                "sentence": part.point.reason,
                "decisions": list(part.decisions),
            }
            for part in item.parts
        ],
    }


def _write(explanation: Explanation, arguments: argparse.Namespace, package: MarkingPackage | None) -> None:
    from grading.reports.explanation import explanation_pdf

    enclosed = _enclosed(explanation, arguments, package) if package is not None and arguments.bundle else Enclosed()
    write_whole(arguments.out, explanation_pdf(explanation, enclosed.pages, enclosed.texts))


def _enclosed(explanation: Explanation, arguments: argparse.Namespace, package: MarkingPackage) -> Enclosed:
    """Draw the candidate's documents, question by question; of what cannot be drawn a line says why."""
    from grading.desk.evidence import gather_evidence
    from grading.desk.rendering import find_office

    number, office = explanation.pupil.candidate_number, find_office()
    bundles = read_bundles(arguments)
    if all(number not in {one.number for one in bundle.sitting.candidates} for bundle in bundles):
        raise JikaoError(_("给出的答卷包的名单上没有考生 {number}。").format(number=number))
    bundle = next((bundle for bundle in bundles if bundle.find_attempt(number) is not None), None)
    attempt = bundle.find_attempt(number) if bundle is not None else None
    if bundle is None or attempt is None:
        return Enclosed()  # who did not come has no files
    enclosed = Enclosed()
    for entry in package.keys[attempt.form].entries:
        if not isinstance(entry.marking.scoring, RubricScoring):
            continue
        for file in gather_evidence(bundle, attempt, package, entry.marking.item, "").files:
            title = _("第 {number} 题　{title}").format(number=entry.number, title=file.path)
            try:
                drawn = _drawn(file, office)
            except JikaoError as error:
                print(visible(f"! {title}: {error.message}"))
                continue
            if drawn.count > len(drawn.pages):
                title += _("（共 {count} 页，附前 {printed} 页）").format(count=drawn.count, printed=len(drawn.pages))
            if drawn.pages:
                enclosed.pages[title] = list(drawn.pages)
            elif file.is_text:
                enclosed.texts[title] = [visible(one) for one in file.lines]
    return enclosed


def _drawn(file: FileView, office: str | None) -> PrintedPages:
    """Return a file's pages; none for what has no pages. Raises `JikaoError` for what should have some."""
    from grading.desk.pages import draw_picture, png_of
    from grading.desk.rendering import PrintedPages, draw_pages

    if file.is_picture:
        # Made smaller: a candidate's picture may be larger than any sheet of paper can show.
        return PrintedPages((png_of(draw_picture(file.data, PICTURE_WIDTH_PX)),), 1)
    if office is not None and file.can_be_drawn:
        return draw_pages(file.path, file.data, office)
    return PrintedPages((), 0)
