"""`grading rubric draft` and `grading rubric test`: proposing a rubric, and testing it before a paper is sealed."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from itembank.base.cli import Parser
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.files import write_whole
from itembank.base.i18n import _

if TYPE_CHECKING:
    from grading.rubric.resaving import Resaver
    from grading.rubric.selftest import SelfTest
    from grading.rubric.task import Task


def add_parser(verbs: argparse._SubParsersAction[Parser]) -> None:
    """Add the verb."""
    parser = verbs.add_parser("rubric", help=_("评分标准：起草、自测"))
    parts = parser.add_subparsers(required=True, metavar=_("命令"), parser_class=Parser)
    draft = parts.add_parser("draft", help=_("比较素材和参考答案，起草评分标准，再由人修改"))
    draft.add_argument("starter", type=Path, help=_("发放的文件或文件夹"))
    draft.add_argument("model", type=Path, help=_("参考答案：文件或文件夹"))
    draft.add_argument("-o", "--out", type=Path, help=_("写到哪个文件（不覆盖已有的文件）；不写时输出到屏幕"))
    draft.add_argument("--name", metavar=_("代号"), default="", help=_("评分标准的代号；默认取任务文件夹的名字"))
    draft.set_defaults(run=run_draft)
    test = parts.add_parser("test", help=_("自测评分标准，写出证书；没有证书的操作题不能密封"))
    test.add_argument("task", metavar=_("任务"), type=Path, nargs="+", help=_("任务文件夹，或者放着许多任务的文件夹"))
    test.add_argument("--dry-run", action="store_true", help=_("只看结果，不写证书"))
    test.add_argument("--no-resave", action="store_true", help=_("不用 LibreOffice 另存；证书上会写明"))
    test.add_argument("--json", action="store_true", help=_("输出 JSON"))
    test.set_defaults(run=run_test)


def run_draft(arguments: argparse.Namespace) -> int:
    """Write a draft, or print it."""
    from grading.rubric.draft.draft import draft_rubric
    from grading.rubric.writing import rubric_text

    if arguments.out is not None and arguments.out.exists():
        raise JikaoError(
            _("文件“{name}”已经存在，没有改动它。").format(name=arguments.out),
            hint=_("换一个文件名。"),
            code=ExitCode.REFUSED,
        )
    draft = draft_rubric(arguments.starter, arguments.model, name=arguments.name)
    text = rubric_text(draft.rubric, draft.remarks)
    if arguments.out is None:
        print(text, end="")
    else:
        write_whole(arguments.out, text.encode())
        print(_("起草了 {count} 个得分点，请逐条修改。").format(count=len(draft.rubric.points)))
    return ExitCode.OK


def run_test(arguments: argparse.Namespace) -> int:
    """Test every task; BAD_INPUT when a rubric fails, INCOMPLETE when something could not be tried."""
    from grading.rubric.report import legend, report_lines, report_value
    from grading.rubric.resaving import find_resaver
    from itembank.model.certificate import write_certificate

    tasks = _tasks(arguments.task)
    resaver = None if arguments.no_resave else find_resaver()
    results: list[SelfTest] = []
    for tested in _tested(tasks, resaver):
        results.append(tested)
        if not arguments.json:
            print("\n".join(report_lines(tested)))
        if not arguments.dry_run:
            write_whole(tested.task.certificate_path, write_certificate(tested.certificate))
            said = _write_golden(tested)
            if not arguments.json:
                print(said)
    if not arguments.json:
        print(legend())
    else:
        value = {"tasks": [report_value(tested) for tested in results]}
        print(json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True))
    return _verdict(results)


def _write_golden(tested: SelfTest) -> str:
    """Keep the golden work of a test that was passed; what an earlier one left goes away with a failed one."""
    from grading.rubric.golden import golden_bytes

    if not tested.passed:
        tested.task.golden_path.unlink(missing_ok=True)
        return _("  没有写出标准样卷。")
    golden = golden_bytes(tested)
    write_whole(tested.task.golden_path, golden.data)
    said = _("  标准样卷 {count} 份，{size} KB（{name}）。").format(
        count=golden.works, size=-(-len(golden.data) // 1024), name=tested.task.golden_path.name
    )
    if golden.left_out:
        said += _("因太大没有收入：{names}。").format(names=_("、").join(golden.left_out))
    return said


def _tasks(folders: Sequence[Path]) -> list[Task]:
    from grading.rubric.task import read_tasks

    found = {task.folder.resolve(): task for folder in folders for task in read_tasks(folder)}
    return list(found.values())


def _tested(tasks: Sequence[Task], resaver: Resaver | None) -> Iterator[SelfTest]:
    """Test the tasks with one LibreOffice for all of them."""
    from grading.rubric.selftest import office_files, self_test
    from grading.rubric.soundness import require_sound
    from grading.rubric.tools import open_tools

    saved = (
        {}
        if resaver is None
        else resaver.resave(
            {
                f"{number}/{path}": data
                for number, task in enumerate(tasks)
                for path, data in office_files(task.model).items()
            }
        )
    )
    for number, task in enumerate(tasks):
        own = {path: saved.get(f"{number}/{path}", b"") for path in office_files(task.model)}
        with open_tools(task.rubric) as tools:
            require_sound(task, tools)
            yield self_test(
                task, tools, others=_neighbours(task, tasks), resaver=resaver, resaved=own if resaver else None
            )


def _neighbours(task: Task, tasks: Sequence[Task]) -> Iterator[Task]:
    """Yield the other tasks that lie beside a task, by name, but for those that cannot be read and its own copies."""
    from grading.rubric.reading import RubricError
    from grading.rubric.task import read_task
    from itembank.model.task_parts import find_task_file

    known = {one.folder.resolve(): one for one in tasks}
    for folder in sorted(task.folder.resolve().parent.iterdir()):
        if folder.resolve() == task.folder.resolve() or not folder.is_dir() or find_task_file(folder) is None:
            continue
        try:
            other = known.get(folder) or read_task(folder)
        except RubricError:  # a neighbour's fault is the neighbour's
            continue
        if other.identifier != task.identifier:
            yield other


def _verdict(results: Sequence[SelfTest]) -> ExitCode:
    from grading.rubric.report import is_without_resave

    if any(surprise.share is not None for tested in results for surprise in tested.surprises):
        return ExitCode.BAD_INPUT
    if any((tested.missing or tested.differences) and not tested.surprises for tested in results):
        return ExitCode.BAD_INPUT
    if any(not tested.passed or is_without_resave(tested) for tested in results):
        return ExitCode.INCOMPLETE
    return ExitCode.OK
