"""`itembank review`: takes items through the states, each step with a name."""

from __future__ import annotations

import argparse
from typing import Any

from itembank.bank.states import ACTION_NAMES, STATE_NAMES, STEPS, Action
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _
from itembank.commands.common import add_bank_option, add_person_option, opened_bank, say


def add_parsers(verbs: Any) -> None:
    """Add the verb."""
    parser = verbs.add_parser(
        "review",
        help=_("送审、通过、退回、停用等；草稿须经送审和三级审核才可用"),
        description=_("草稿 → 一审 → 二审 → 终审 → 可用。命题人不能审自己的题，相邻两级须由不同的人通过。"),
    )
    actions = "，".join(f"{action.value} {_(name)}" for action, name in ACTION_NAMES.items())
    parser.add_argument("action", choices=[action.value for action in Action], help=actions)
    parser.add_argument("id", nargs="*", help=_("编号，可写多个"))
    parser.add_argument("--all", action="store_true", help=_("凡是当前状态可以办理这一步的最新版本，全部办理"))
    parser.add_argument("--note", default="", help=_("原因或意见"))
    add_bank_option(parser)
    add_person_option(parser)
    parser.set_defaults(run=run_review)


def run_review(arguments: argparse.Namespace) -> int:
    """Take the step with all named items, or none of them."""
    action = Action(arguments.action)
    if bool(arguments.id) == arguments.all:
        raise JikaoError(_("写出编号，或用 --all，二者选一。"), code=ExitCode.USAGE)
    with opened_bank(arguments.bank) as bank:
        names = arguments.id
        if arguments.all:
            names = [item.identifier for item in bank.items.newest() if (item.state, action) in STEPS]
        outcome = bank.items.take_step(names, action, by=arguments.by, note=arguments.note)
    counts: dict[str, int] = {}
    for state in outcome.values():
        counts[_(STATE_NAMES[state])] = counts.get(_(STATE_NAMES[state]), 0) + 1
    summary = "，".join(_("{state} {count} 题").format(state=state, count=count) for state, count in counts.items())
    say(
        _("已办理“{action}”：{summary}。").format(
            action=_(ACTION_NAMES[action]), summary=summary or _("没有可办理的试题")
        )
    )
    return ExitCode.OK
