"""`itembank list`, `show`, `log`: looking at the bank without changing it."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from itembank.bank.items import StoredItem
from itembank.bank.record import LEVEL_NAMES
from itembank.bank.states import ACTION_NAMES, STATE_NAMES, State
from itembank.base.errors import ExitCode
from itembank.base.i18n import _
from itembank.commands.common import add_bank_option, add_json_option, opened_bank, say, say_json, say_table, write_new
from itembank.model.codec import to_builtins, to_bytes
from itembank.model.item import KIND_NAMES, ItemKind
from itembank.model.richtext import plain_text

TITLE_CHARACTERS = 30


def add_parsers(verbs: Any) -> None:
    """Add the verbs."""
    listing = verbs.add_parser("list", help=_("列出试题"))
    listing.add_argument("--state", choices=[state.value for state in State], help=_("只列这种状态"))
    listing.add_argument("--kind", choices=[kind.value for kind in ItemKind], help=_("只列这种题型"))
    add_bank_option(listing)
    add_json_option(listing)
    listing.set_defaults(run=run_list)
    show = verbs.add_parser("show", help=_("显示一道题：题面、答案、状态和审核经过"))
    show.add_argument("id", help=_("编号"))
    show.add_argument("--number", type=int, help=_("第几版；默认最新"))
    show.add_argument("--item-file", type=Path, help=_("把题面（不含答案）写成 JSON 文件，供预览"))
    add_bank_option(show)
    add_json_option(show)
    show.set_defaults(run=run_show)
    log = verbs.add_parser("log", help=_("显示操作日志并检验它没有被改动"))
    add_bank_option(log)
    add_json_option(log)
    log.set_defaults(run=run_log)


def run_list(arguments: argparse.Namespace) -> int:
    """List the newest versions."""
    with opened_bank(arguments.bank) as bank:
        found = [item for item in bank.items.newest() if _is_wanted(item, arguments)]
    if arguments.json:
        say_json([_facts(item) for item in found])
        return ExitCode.OK
    titles = (_("编号"), _("版"), _("状态"), _("题型"), _("分值"), _("领域"), _("认知"), _("难度"), _("题目"))
    say_table(titles, [_line(item) for item in found])
    say(_("共 {count} 题。").format(count=len(found)))
    return ExitCode.OK


def run_show(arguments: argparse.Namespace) -> int:
    """Show one version."""
    with opened_bank(arguments.bank) as bank:
        item = bank.items.get(arguments.id, arguments.number)
        history = bank.items.history(item.version)
    if arguments.item_file is not None:
        write_new(arguments.item_file, to_bytes(item.content.item))
    if arguments.json:
        say_json(_facts(item) | {"content": to_builtins(item.content)})
        return ExitCode.OK
    say(f"{item.identifier}  " + "  ".join(_line(item)[1:8]))
    say(_("版本 {version}").format(version=item.version))
    say(
        _("命题 {author}，来自 {origin}，{created}").format(
            author=item.author, origin=item.origin, created=item.created
        )
    )
    say()
    say(plain_text(item.content.item.body))
    say()
    say(_("评分规则和答案用 --json 查看。"))
    for note in history:
        say(
            _("{at}  {by}  {action} → {state}  {note}").format(
                at=note.at,
                by=note.by,
                action=_(ACTION_NAMES[note.action]),
                state=_(STATE_NAMES[note.state]),
                note=note.note,
            )
        )
    return ExitCode.OK


def run_log(arguments: argparse.Namespace) -> int:
    """Show and verify the log of record."""
    with opened_bank(arguments.bank) as bank:
        count = bank.log.verify()
        entries = bank.log.entries()
    if arguments.json:
        say_json([{"n": e.n, "at": e.at, "by": e.actor, "action": e.action, "subject": e.subject} for e in entries])
        return ExitCode.OK
    titles = ("n", _("时间"), _("办理人"), _("操作"), _("对象"), _("说明"))
    say_table(titles, [(str(e.n), e.at, e.actor, e.action, e.subject[:40], e.detail[:60]) for e in entries])
    say(_("共 {count} 条，前后相接，没有被改动。").format(count=count))
    return ExitCode.OK


def _is_wanted(item: StoredItem, arguments: argparse.Namespace) -> bool:
    return arguments.state in {None, item.state.value} and arguments.kind in {None, item.content.item.kind.value}


def _line(item: StoredItem) -> tuple[str, ...]:
    facts = item.content.facts
    return (
        item.identifier,
        str(item.number),
        _(STATE_NAMES[item.state]),
        _(KIND_NAMES[item.content.item.kind]),
        str(facts.points),
        facts.domain,
        _(LEVEL_NAMES[facts.level]) if facts.level else "",
        "" if facts.difficulty is None else f"{float(facts.difficulty):.2f}",
        _first(item.content.item.title),
    )


def _facts(item: StoredItem) -> dict[str, object]:
    facts = item.content.facts
    return {
        "id": item.identifier,
        "number": item.number,
        "version": item.version,
        "state": item.state.value,
        "kind": item.content.item.kind.value,
        "title": item.content.item.title,
        "points": str(facts.points),
        "domain": facts.domain,
        "level": facts.level.value if facts.level else None,
        "difficulty": None if facts.difficulty is None else str(facts.difficulty),
        "knowledge": _texts(item.content.knowledge_points),
        "author": item.author,
    }


def _texts(values: Iterable[str]) -> list[str]:
    return list(values)


def _first(text: str) -> str:
    return text if len(text) <= TITLE_CHARACTERS else text[: TITLE_CHARACTERS - 1] + "…"
