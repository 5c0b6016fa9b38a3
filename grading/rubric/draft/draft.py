"""Drafts a rubric from a starter and a model answer; a person edits it.

Every proposal is tried at once: it stays only if the model meets it and the
starter does not meet it at all. So what was already true is never proposed,
and a draft gives the model everything and the starter nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path, PurePosixPath

from grading.checks.finding import Finding, Verdict
from grading.checks.marker import run_call
from grading.office.model import Document, Presentation, Workbook
from grading.office.outcome import CannotRead
from grading.rubric.draft.book import WorkbookDraft
from grading.rubric.draft.database import STATEMENTS, sql_proposals
from grading.rubric.draft.folder import attribute_proposals, folder_proposals
from grading.rubric.draft.media import PICTURES, media_proposals
from grading.rubric.draft.program import Sample, TaskText, program_proposals
from grading.rubric.draft.proposal import Proposal
from grading.rubric.draft.slides import PresentationDraft
from grading.rubric.draft.words import DocumentDraft
from grading.rubric.folders import Files, folder_of, read_files, with_manifest
from grading.rubric.reading import RubricError
from grading.rubric.tools import Tools, open_all_tools
from itembank.base.i18n import _
from itembank.model.checks import CheckCall, CheckPoint, Combine, Rubric
from itembank.model.codec import ModelError
from itembank.model.ids import IDENTIFIER
from itembank.model.rubric_file import read_table
from itembank.model.task_parts import IGNORED, find_task_file

OFFICE = frozenset({".docx", ".docm", ".odt", ".xlsx", ".xlsm", ".ods", ".pptx", ".pptm", ".ppsx", ".odp"})
PROGRAMS = (".py", STATEMENTS)
DEFAULT_NAME = "R-1"


@dataclass(frozen=True, slots=True)
class Draft:
    """A rubric to be edited, and what its author should know."""

    rubric: Rubric
    remarks: tuple[str, ...]


def draft_rubric(starter: Path, model: Path, *, name: str = "", tools: Tools | None = None) -> Draft:
    """Compare two files or two folders; raises `RubricError` when nothing can be proposed.

    `tools` are those of somebody who has them open; else they are opened for this draft.
    """
    before, after = _read(starter), _read(model)
    if starter.is_file() and model.is_file():
        before = {model.name: before[starter.name]}
    with _opened_tools(tools, after) as ready:
        found = list(_proposals(before, after, ready, _told(model)))
        kept = _kept(found, before, after, ready)
    points = _points(kept)
    if not points:
        raise RubricError(
            _("没有找到参考答案比素材多做的事，起草不出得分点。"),
            hint=_("请检查两个文件有没有写反，参考答案是不是已经保存。"),
        )
    rubric = Rubric(identifier=name or _name(model), points=tuple(points), title=_title(model))
    remarks = [_("由素材和参考答案的差别起草。请逐条核对：删去不考的，合并、改写标题，写上分值。")]
    remarks += [proposal.remark for proposal in kept if proposal.remark]
    if ready.why_no_judge:
        remarks.append(_("没有起草测试点：{why}").format(why=ready.why_no_judge))
    return Draft(rubric, tuple(dict.fromkeys(remarks)))


def _opened_tools(tools: Tools | None, after: Files) -> AbstractContextManager[Tools]:
    if tools is not None:
        return nullcontext(tools)
    return open_all_tools(runs_programs=any(path.endswith(PROGRAMS) for path in after))


def _proposals(before: Files, after: Files, tools: Tools, told: TaskText) -> Iterator[Proposal]:
    handed_out = {data for data in before.values() if data is not None}
    worked_on: set[str] = set()
    for path, data in after.items():
        suffix = PurePosixPath(path).suffix.lower()
        if data is None or data == before.get(path):
            continue
        if suffix in OFFICE:
            worked_on.add(path)
            yield from _office(path, before, after, tools)
        elif suffix == ".py":
            worked_on.add(path)
            yield from program_proposals(path, before, data, tools.judge, told)
        elif suffix == STATEMENTS:
            worked_on.add(path)
            yield from sql_proposals(path, before, data, tools.judge)
        elif data not in handed_out and (found := list(media_proposals(path, before, after))):
            worked_on.add(path)
            yield from found
    yield from attribute_proposals(before, after)
    others = {path: data for path, data in after.items() if path not in worked_on}
    yield from folder_proposals({path: data for path, data in before.items() if path not in worked_on}, others)


def _office(path: str, before: Files, after: Files, tools: Tools) -> Iterator[Proposal]:
    model, starter = _opened(path, after, tools), _opened(path, before, tools)
    match model:
        case Document():
            before_it = starter if isinstance(starter, Document) else None
            yield from DocumentDraft(path, before_it, model, _pictures(before)).proposals()
        case Workbook():
            book = starter if isinstance(starter, Workbook) else None
            yield from WorkbookDraft(path, book, model, _pictures(before)).proposals()
        case Presentation():
            known = starter if isinstance(starter, Presentation) else None
            yield from PresentationDraft(path, known, model, _pictures(before)).proposals()


def _pictures(files: Files) -> dict[str, str]:
    """Return the pictures among files by their digests."""
    return {
        hashlib.sha256(data).hexdigest(): path
        for path, data in files.items()
        if data and PurePosixPath(path).suffix.lower() in PICTURES
    }


def _opened(path: str, files: Files, tools: Tools) -> Document | Workbook | Presentation | CannotRead | None:
    data = files.get(path)
    return None if data is None else tools.read_office(path, data)


def _kept(proposals: Sequence[Proposal], before: Files, after: Files, tools: Tools) -> list[Proposal]:
    """Return the proposals that the model meets and the starter does not, each once."""
    started = tools.subject(folder_of(before, before))
    done = tools.subject(folder_of(after, before))
    kept: list[Proposal] = []
    for proposal in proposals:
        call = proposal.call()
        if any(call == one.call() for one in kept):
            continue
        now: Finding = run_call(call, done)
        if now.verdict is Verdict.MET and _is_nothing(run_call(call, started)):
            kept.append(proposal)
    return kept


def _is_nothing(finding: Finding) -> bool:
    return finding.verdict is Verdict.NOT_MET


def _points(proposals: Sequence[Proposal]) -> list[CheckPoint]:
    groups: dict[str, list[Proposal]] = {}
    for number, proposal in enumerate(proposals):
        groups.setdefault(proposal.group or f"#{number}", []).append(proposal)
    width = max(2, len(str(len(groups))))
    named = {f"p{number:0{width}}": group for number, group in enumerate(groups.values(), 1)}
    givers = {name: {one.gives for one in group} for name, group in named.items()}
    return [_point(name, group, _falls_with(name, group, givers)) for name, group in named.items()]


def _falls_with(name: str, group: Sequence[Proposal], givers: Mapping[str, set[str]]) -> tuple[str, ...]:
    """Return the points that give what a point needs."""
    needs = {one.needs for one in group} - {""}
    return tuple(other for other, given in givers.items() if other != name and needs & given)


def _point(identifier: str, group: Sequence[Proposal], falls_with: tuple[str, ...]) -> CheckPoint:
    first = group[0]
    is_one = len(group) == 1
    is_whole = is_one or bool(first.guards) or first.type == "Y.tests"
    return CheckPoint(
        identifier=identifier,
        title=first.title if is_one else first.group_title.replace("{n}", str(len(group))),
        points=Fraction(first.points),
        checks=(*_joined([one.call() for one in group]), *first.guards),
        combine=Combine.ALL if is_whole else Combine.SHARE,
        falls_with=falls_with,
        earned_by_others=next((one.earned_by_others for one in group if one.earned_by_others), ""),
        not_resaved=next((one.not_resaved for one in group if one.not_resaved), ""),
    )


def _joined(calls: Sequence[CheckCall]) -> tuple[CheckCall, ...]:
    """Return the calls; those of program tests as one call with all tests."""
    if calls[0].type != "Y.tests":
        return tuple(calls)
    tests = [test for call in calls for test in _tests(call)]
    return (CheckCall(type="Y.tests", file=calls[0].file, parameters={"tests": tests}),)


def _tests(call: CheckCall) -> list[object]:
    tests = call.parameters["tests"]
    return tests if isinstance(tests, list) else []


def _read(path: Path) -> Files:
    if not path.exists():
        raise RubricError(_("读不到文件“{name}”。").format(name=path))
    found = read_files([path])
    kept = {name: data for name, data in found.items() if PurePosixPath(name).name not in IGNORED and data is not None}
    return with_manifest(kept, path)


def _task_table(model: Path) -> dict[str, object]:
    task_file = find_task_file(model.resolve().parent) if model.is_dir() else None
    if task_file is None:
        return {}
    try:
        return read_table(task_file)
    except ModelError:  # the samples are a help; the task file has its own reader that complains
        return {}


def _told(model: Path) -> TaskText:
    table = _task_table(model)
    found = table.get("sample_test", [])
    samples = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    return TaskText(
        stem=str(table.get("stem", "")),
        samples=tuple(Sample(str(one.get("name", "")), str(one.get("stdin", ""))) for one in samples),
    )


def _name(model: Path) -> str:
    name = str(_task_table(model).get("id", "")) or (model.resolve().parent.name if model.is_dir() else "")
    return name if IDENTIFIER.fullmatch(name) else DEFAULT_NAME


def _title(model: Path) -> str:
    return str(_task_table(model).get("title", ""))
