"""`grading runs`: lists marking runs and says which one counts; `--publish` moves the pointer."""

from __future__ import annotations

import argparse
from contextlib import closing

from grading.commands.inputs import add_results_option, now, open_results
from grading.results.decision_chain import Head
from grading.results.decision_store import DecisionStore, final_results
from grading.results.record import RunRecord
from grading.results.run import RunInput
from grading.results.store import Published, ResultStore
from grading.runs.plan import NO_JUDGE
from itembank.base.cli import Parser
from itembank.base.columns import table_lines
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _


def add_parser(verbs: argparse._SubParsersAction[Parser]) -> None:
    """Add the verb."""
    parser = verbs.add_parser("runs", help=_("查看和发布评分批次"))
    add_results_option(parser)
    parser.add_argument("--publish", metavar=_("批次"), help=_("发布这个批次：批次名的开头，或 latest（最新的批次）"))
    parser.add_argument("--by", metavar=_("姓名"), default="", help=_("发布人，与 --publish 同用"))
    parser.add_argument("--incomplete", action="store_true", help=_("仍有题待人工评定也发布"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the table of runs, and what was published."""
    with closing(open_results(arguments.results, must_exist=True)) as store:
        if arguments.publish is not None:
            _publish(store, arguments)
        published = store.find_publication()
        names = store.runs()
        if not names:
            print(_("还没有评分结果。"))
            return ExitCode.OK
        rows = [_row(store, name, is_published=published is not None and published.run == name) for name in names]
        print("\n".join(table_lines([_headings(), *rows])))
        if published is not None:
            print(published_line(published))
    return ExitCode.OK


def published_line(published: Published) -> str:
    """Say who published when, and the code of the last decision that counts: what people write down and compare."""
    if not published.head:
        return "* " + _("已发布：{by} {made}，含人工评定 {count} 条。").format(
            by=published.by, made=_moment(published.made), count=published.decisions
        )
    return "* " + _("已发布：{by} {made}，含人工评定 {count} 条，校验码 {code}。").format(
        by=published.by,
        made=_moment(published.made),
        count=published.decisions,
        code=Head(published.decisions, published.head).code(),
    )


def _publish(store: ResultStore, arguments: argparse.Namespace) -> None:
    """Move the pointer; what still waits for people must be said yes to."""
    if not arguments.by.strip():
        raise JikaoError(_("发布要写明发布人。"), hint=_("加上 --by 姓名。"), code=ExitCode.USAGE)
    name = store.find_run(arguments.publish)
    store.require_whole(name)
    head = DecisionStore(store.engine).head()
    waiting = sum(len(result.open_items) for result in final_results(store, name, head.number, only_open=True))
    if waiting and not arguments.incomplete:
        raise JikaoError(
            _("批次 {run} 还有 {count} 题待人工评定，没有发布。").format(run=name[:16], count=waiting),
            hint=_("用 grading desk 评阅；确要现在发布，加上 --incomplete。"),
            code=ExitCode.REFUSED,
        )
    store.publish(name, arguments.by, now(), decisions=head.number, head=head.digest)


def _headings() -> list[str]:
    return [
        "",
        _("评分批次"),
        _("评分时间"),
        _("考试"),
        _("考生"),
        _("待人工"),
        _("标准样卷"),
        _("重评"),
        _("程序"),
        _("评分理由"),
        _("说明"),
    ]


def _row(store: ResultStore, name: str, *, is_published: bool) -> list[str]:
    made_from, record = store.run_input(name), store.record(name)
    candidates, waiting = store.counts(name)
    return [
        "*" if is_published else "",
        name[:16],
        _moment(store.made(name)),
        made_from.exam,
        str(candidates),
        _("{count} 题").format(count=waiting),
        _golden(record),
        _("{count} 人相同").format(count=record.rechecked) if record else _("无记录"),
        made_from.grader_version,
        made_from.reason,
        _remarks(made_from),
    ]


def _golden(record: RunRecord | None) -> str:
    """Say how many golden candidates agreed: responses, and works on practical tasks."""
    if record is None:
        return _("无记录")
    if not record.golden_items and not record.golden_works:
        return _("没有")
    return _("客观 {items}、操作 {works} 相符").format(items=record.golden_items, works=record.golden_works)


def _remarks(made_from: RunInput) -> str:
    remarks: list[str] = []
    if made_from.base:
        remarks.append(
            _("复查 {count} 人，依据 {base}").format(count=len(made_from.candidates), base=made_from.base[:16])
        )
    if made_from.corrections:
        remarks.append(_("更正 {count} 条").format(count=len(made_from.corrections)))
    if NO_JUDGE in made_from.machine:
        remarks.append(_("程序题未判"))
    return _("；").join(remarks)


def _moment(text: str) -> str:
    return text[:16].replace("T", " ")
