"""`grading correct`: accepts answers, voids items, gives everybody the points, lists and withdraws; then re-mark."""

from __future__ import annotations

import argparse
from contextlib import closing

from grading.commands.inputs import add_results_option, now, open_results
from grading.results.corrections import CorrectionLog
from grading.runs.corrections import (
    AcceptKey,
    AcceptText,
    Correction,
    SetStatus,
    Withdraw,
    active,
    correction_id,
)
from itembank.base.cli import Parser
from itembank.base.i18n import _
from itembank.model.codec import parse_fraction
from itembank.model.marking import AcceptedText, KeyStatus

STATUSES = {"void": KeyStatus.VOID, "everyone": KeyStatus.EVERYONE, "normal": KeyStatus.NORMAL}


def add_parser(verbs: argparse._SubParsersAction[Parser]) -> None:
    """Add the verb with its own verbs."""
    parser = verbs.add_parser("correct", help=_("更正答案：增加可接受的答案，或作废、全给某题"))
    acts = parser.add_subparsers(required=True, metavar=_("操作"), parser_class=Parser)
    accept = _act(acts, "accept", _("增加一个可接受的填空答案"))
    accept.add_argument("--item", metavar=_("试题编号"), required=True, help=_("试题编号"))
    accept.add_argument("--response", metavar=_("变量"), default="RESPONSE", help=_("作答变量（默认 RESPONSE）"))
    way = accept.add_mutually_exclusive_group(required=True)
    way.add_argument("--text", help=_("答案文字"))
    way.add_argument("--pattern", help=_("答案的正则表达式，须匹配全部"))
    way.add_argument("--number", metavar=_("数值"), help=_("答案数值"))
    accept.add_argument("--tolerance", metavar=_("数值"), default="0", help=_("数值的允许误差"))
    accept.add_argument("--share", metavar=_("比例"), default="1", help=_("得分比例，如 1 或 1/2"))
    accept.set_defaults(make=_accept)
    key = _act(acts, "accept-choice", _("增加一个正确选项组合或顺序"))
    key.add_argument("--item", metavar=_("试题编号"), required=True, help=_("试题编号"))
    key.add_argument("--response", metavar=_("变量"), default="RESPONSE", help=_("作答变量（默认 RESPONSE）"))
    key.add_argument("--choice", metavar=_("选项"), nargs="+", required=True, help=_("选项标识"))
    key.set_defaults(make=lambda given: AcceptKey(item=given.item, response=given.response, key=tuple(given.choice)))
    for name, help_ in (
        ("void", _("作废一题：不给分，也不计入满分")),
        ("everyone", _("一题全体给分")),
        ("normal", _("恢复一题正常评分")),
    ):
        status = _act(acts, name, help_)
        status.add_argument("--item", metavar=_("试题编号"), required=True, help=_("试题编号"))
        status.set_defaults(make=_status(STATUSES[name]))
    withdraw = _act(acts, "withdraw", _("撤回一条更正"))
    withdraw.add_argument("correction", metavar=_("更正编号"), help=_("更正编号的开头"))
    withdraw.set_defaults(make=None)
    listed = acts.add_parser("list", help=_("列出更正"))
    add_results_option(listed)
    listed.set_defaults(run=show)


def run(arguments: argparse.Namespace) -> int:
    """Add one correction to the log."""
    with closing(open_results(arguments.results)) as store:
        log = CorrectionLog(store.engine)
        correction: Correction
        if arguments.make is None:
            correction = Withdraw(correction=log.find(arguments.correction))
        else:
            correction = arguments.make(arguments)
        name = log.add(correction, reason=arguments.reason, by=arguments.by, made=now())
    print(_("已记录更正 {id}。重新运行 grading score 生成新批次，用 grading diff 比较后再发布。").format(id=name[:16]))
    return 0


def show(arguments: argparse.Namespace) -> int:
    """List the log, what holds marked by a star."""
    with closing(open_results(arguments.results)) as store:
        entries = CorrectionLog(store.engine).entries()
    holding = {correction_id(one) for one in active(entry.correction for entry in entries)}
    for entry in entries:
        name = correction_id(entry.correction)
        sign = "*" if name in holding else " "
        print(f"{sign} {name[:16]} {describe(entry.correction)} · {entry.reason} · {entry.by} · {entry.made[:19]}")
    return 0


def describe(correction: Correction) -> str:
    """Say in a few words what a correction does."""
    match correction:
        case AcceptText():
            accepted = correction.accepted
            text = accepted.text or accepted.pattern or accepted.number or ""
            return _("{item} {response} 接受“{text}”").format(
                item=correction.item, response=correction.response, text=text
            )
        case AcceptKey():
            return _("{item} {response} 接受 {key}").format(
                item=correction.item, response=correction.response, key=" ".join(correction.key)
            )
        case SetStatus():
            words = {
                KeyStatus.VOID: _("作废"),
                KeyStatus.EVERYONE: _("全体给分"),
                KeyStatus.NORMAL: _("恢复正常评分"),
            }
            return f"{correction.item} {words[correction.status]}"
        case Withdraw():
            return _("撤回 {id}").format(id=correction.correction[:16])


def _act(acts: argparse._SubParsersAction[Parser], name: str, help_: str) -> Parser:
    parser = acts.add_parser(name, help=help_)
    add_results_option(parser)
    parser.add_argument("--reason", metavar=_("理由"), required=True, help=_("理由"))
    parser.add_argument("--by", metavar=_("姓名"), required=True, help=_("负责人"))
    parser.set_defaults(run=run)
    return parser


def _accept(given: argparse.Namespace) -> AcceptText:
    accepted = AcceptedText(
        text=given.text,
        pattern=given.pattern,
        number=given.number,
        tolerance=given.tolerance,
        share=parse_fraction(given.share),
    )
    return AcceptText(item=given.item, response=given.response, accepted=accepted)


def _status(status: KeyStatus) -> object:
    return lambda given: SetStatus(item=given.item, status=status)
