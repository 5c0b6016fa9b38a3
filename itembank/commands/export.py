"""`itembank export`: items as a QTI package for another system, and for coming home without any loss."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from itembank.bank.record import BankItem
from itembank.bank.store import Bank
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _
from itembank.commands.common import add_bank_option, add_json_option, opened_bank, say, say_json, write_new
from itembank.model.codec import to_builtins
from itembank.model.items.practical import PracticalInteraction
from itembank.qti.spelling import Version
from itembank.qti.write_package import ExportItem, WrittenPackage, write_package


def add_parsers(verbs: Any) -> None:
    """Add the verb."""
    parser = verbs.add_parser("export", help=_("把试题（含答案）导出为 QTI 试题包"))
    parser.add_argument("id", nargs="*", help=_("编号，可写多个；不写则导出全部试题的最新版"))
    parser.add_argument("--exam", default="", help=_("与 --form 合用：哪次考试"))
    parser.add_argument("--form", default="", help=_("导出这份试卷的试题，各题用组卷时的那一版"))
    parser.add_argument(
        "--qti", required=True, choices=[version.value for version in Version], help=_("写成哪一版 QTI")
    )
    parser.add_argument("--out", type=Path, required=True, help=_("写到哪个文件（.zip）"))
    add_bank_option(parser)
    add_json_option(parser)
    parser.set_defaults(run=run_export)


def run_export(arguments: argparse.Namespace) -> int:
    """Write the package and say what QTI does not carry."""
    with opened_bank(arguments.bank) as bank:
        items = _wanted(bank, arguments)
        media = {name: bank.media.get(name) for name in sorted({name for item in items for name in item.media()})}
    written = write_package([export_item(item) for item in items], media, Version(arguments.qti))
    write_new(arguments.out, written.data)
    if arguments.json:
        say_json(_facts(items, written))
    else:
        _report(arguments, items, written)
    return ExitCode.OK


def export_item(item: BankItem) -> ExportItem:
    """Return what a package takes of an item of the bank."""
    content = to_builtins(item)
    if not isinstance(content, dict):
        raise TypeError("an item is a dict")
    files = [*item.model_files, *(file for work in item.golden for file in work.files)]
    practical = [one for one in item.item.interactions if isinstance(one, PracticalInteraction)]
    return ExportItem(
        item=item.item,
        marking=item.marking,
        points=item.facts.points,
        content=content,
        difficulty=item.facts.difficulty,
        files=(*(file for one in practical for file in one.starter_files), *files),
    )


def _wanted(bank: Bank, arguments: argparse.Namespace) -> list[BankItem]:
    if arguments.form:
        if arguments.id or not arguments.exam:
            raise JikaoError(
                _("导出试卷要写明 --exam 和 --form，不写编号。"), hint=_("请改写命令。"), code=ExitCode.USAGE
            )
        form = next((one for one in bank.forms.of_exam(arguments.exam) if one.form == arguments.form), None)
        if form is None:
            raise JikaoError(
                _("考试“{exam}”没有试卷“{form}”。").format(exam=arguments.exam, form=arguments.form),
                hint=_("用 itembank forms 查看已有的试卷。"),
            )
        return [bank.items.get_version(version).content for version in form.versions]
    if arguments.id:
        return [bank.items.get(identifier).content for identifier in dict.fromkeys(arguments.id)]
    return [stored.content for stored in bank.items.newest()]


def _report(arguments: argparse.Namespace, items: list[BankItem], written: WrittenPackage) -> None:
    for loss in written.losses:
        say(_("  {item}：{sentence}").format(item=loss.item, sentence=loss.sentence))
    if written.losses:
        say(_("以上内容 QTI 无法表示，已原样放在包内的 jikao 文件夹中；再导入本系统时不会丢失。"))
    say(
        _("已导出 {count} 题到 {path}（QTI {version}）。文件含答案，请妥善保管。").format(
            count=len(items), path=arguments.out, version=arguments.qti
        )
    )


def _facts(items: list[BankItem], written: WrittenPackage) -> dict[str, object]:
    return {
        "items": [item.identifier for item in items],
        "not_in_qti": [{"item": loss.item, "sentence": loss.sentence} for loss in written.losses],
    }
