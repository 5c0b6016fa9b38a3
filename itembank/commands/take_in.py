"""`itembank import`: a dry run by row; with `--accept`, storing."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from itembank.bank.faults import faults
from itembank.bank.items import Added, Change
from itembank.bank.store import Bank
from itembank.base.cli import report
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _
from itembank.commands.common import (
    add_bank_option,
    add_json_option,
    add_person_option,
    opened_bank,
    read_file,
    say,
    say_json,
    say_table,
)
from itembank.formats.findings import FileError, Finding, Level, has_errors
from itembank.formats.item_sheet import ItemFile
from itembank.model.item import KIND_NAMES
from itembank.model.richtext import plain_text

STEM_CHARACTERS = 26
ANSWER_CHARACTERS = 24


def add_parsers(verbs: Any) -> None:
    """Add the verb."""
    parser = verbs.add_parser(
        "import", help=_("导入试题：表格（.xlsx）、任务文件夹、QTI（.xml、.zip）；不加 --accept 只试导入")
    )
    parser.add_argument("path", type=Path, nargs="+", help=_("文件或任务文件夹，可写多个"))
    parser.add_argument("--accept", action="store_true", help=_("没有错误时写入题库；整个文件要么全部写入，要么不写"))
    parser.add_argument(
        "--skip-faulty", action="store_true", help=_("与 --accept 合用：跳过有错误的题，写入其余的题（退出码 7）")
    )
    add_bank_option(parser)
    add_person_option(parser, required=False)
    add_json_option(parser)
    parser.set_defaults(run=run_import)


def run_import(arguments: argparse.Namespace) -> int:
    """Read every file and report; store those without errors when accepted. One bad file never stops the others."""
    failed = skipped = False
    if arguments.accept and not arguments.by.strip():
        raise FileError(_("写入题库要写明命题人。"), hint=_("加上 --by 姓名。"), code=ExitCode.USAGE)
    with opened_bank(arguments.bank) as bank:
        for path in arguments.path:
            try:
                read = read_items(path)
            except JikaoError as error:
                if len(arguments.path) == 1:
                    raise
                report(error, sys.stderr)
                failed = True
                continue
            good = without_faulty(read) if arguments.skip_faulty else read
            stored = _store(bank, good, arguments.by) if arguments.accept and not has_errors(good.findings) else None
            (_report_json if arguments.json else _report)(bank, read, stored)
            failed = failed or has_errors(good.findings)
            skipped = skipped or has_errors(read.findings)
    return ExitCode.BAD_INPUT if failed else ExitCode.INCOMPLETE if skipped else ExitCode.OK


def without_faulty(read: ItemFile) -> ItemFile:
    """Return the items without errors and their media; errors of the file as a whole stay."""
    faulty = {(finding.sheet, finding.row) for finding in read.findings if finding.level is Level.ERROR}
    items = tuple(item for item in read.items if (item.sheet, item.row) not in faulty)
    findings = tuple(f for f in read.findings if f.row == 0 or (f.sheet, f.row) not in faulty)
    used = {name for item in items for name in item.item.media()}
    media = {name: data for name, data in read.media.items() if name in used}
    if not items and faulty:
        findings = (*findings, Finding(0, Level.ERROR, _("没有一道题可以写入。")))
    return ItemFile(read.name, items, findings, media)


def read_items(path: Path) -> ItemFile:
    """Read a file or folder by its kind and add the faults of its items; raises `FileError`."""
    read = _reader(path)(path)
    found = [
        Finding(
            item.row,
            Level.ERROR,
            _("试题“{name}”：{fault}。").format(name=item.item.identifier, fault=fault),
            item.sheet,
        )
        for item in read.items
        for fault in faults(item.item)
    ]
    return ItemFile(read.name, read.items, (*read.findings, *found), read.media)


def _reader(path: Path) -> Callable[[Path], ItemFile]:
    if path.is_dir() and not _is_package(path):
        from itembank.formats.task_folder import read_task_folders

        return read_task_folders
    suffix = path.suffix.lower()
    if suffix in {".xlsx", ".xlsm"}:
        return _read_sheet
    if suffix in {".xml", ".zip", ".imscc"} or path.is_dir():
        from itembank.formats.qti_file import read_qti

        return read_qti
    raise FileError(
        _("不认识“{name}”这种文件。").format(name=path.name),
        hint=_("可以导入 .xlsx 表格、任务文件夹、QTI 的 .xml 和 .zip；旧的 .xls 请另存为 .xlsx。"),
    )


def _is_package(folder: Path) -> bool:
    from itembank.qti.package import MANIFEST

    return any(entry.name.lower() == MANIFEST for entry in folder.iterdir())


def _read_sheet(path: Path) -> ItemFile:
    from itembank.formats.item_sheet import read_item_sheet

    return read_item_sheet(read_file(path), path.name, path.parent)


def _store(bank: Bank, read: ItemFile, author: str) -> list[Added]:
    return bank.items.add([item.item for item in read.items], read.media, author=author, origin=read.name)


def _report(bank: Bank, read: ItemFile, stored: list[Added] | None) -> None:
    say(_("文件 {name}：读到 {count} 题。").format(name=read.name, count=len(read.items)))
    for finding in sorted(read.findings, key=lambda finding: (finding.sheet, finding.row)):
        say("  " + finding.line())
    rows = [
        (
            f"{item.sheet} {item.row}".strip(),
            item.item.identifier,
            _(KIND_NAMES[item.item.item.kind]),
            _short(item.item.item.title or plain_text(item.item.item.body), STEM_CHARACTERS),
            _short(item.answer, ANSWER_CHARACTERS),
            str(item.item.facts.points),
            _becomes(bank, item.item.identifier, item.item.version()),
        )
        for item in read.items
    ]
    if stored is None and rows:
        titles = (_("行"), _("编号"), _("题型"), _("题目"), _("答案"), _("分值"), _("写入后"))
        say_table(titles, rows)
    say(_closing(read, stored))


def _becomes(bank: Bank, identifier: str, version: str) -> str:
    found = bank.items.find(identifier)
    if found is None:
        return _("新题")
    if found.version == version:
        return _("无变化")
    return _("第 {number} 版").format(number=found.number + 1)


def _closing(read: ItemFile, stored: list[Added] | None) -> str:
    errors = sum(finding.level is Level.ERROR for finding in read.findings)
    if errors and stored is None:
        return _("有 {count} 处错误，没有写入题库。请改正后重新导入。").format(count=errors)
    if stored is None:
        return _("以上是试导入，没有写入题库。确认无误后加 --accept 写入。")
    counts = {change: sum(added.change is change for added in stored) for change in Change}
    said = _("已写入：新题 {new}，新版本 {changed}，无变化 {same}。").format(
        new=counts[Change.NEW], changed=counts[Change.NEW_VERSION], same=counts[Change.UNCHANGED]
    )
    return said + _("有错误的题没有写入。") if errors else said


def _report_json(_bank: Bank, read: ItemFile, stored: list[Added] | None) -> None:
    say_json(
        {
            "file": read.name,
            "items": [
                {
                    "sheet": item.sheet,
                    "row": item.row,
                    "id": item.item.identifier,
                    "version": item.item.version(),
                }
                for item in read.items
            ],
            "findings": [
                {"sheet": finding.sheet, "row": finding.row, "level": finding.level.value, "sentence": finding.sentence}
                for finding in read.findings
            ],
            "stored": None if stored is None else [{"id": s.identifier, "change": s.change.value} for s in stored],
        }
    )


def _short(text: str, limit: int) -> str:
    words = " ".join(text.split())
    return words if len(words) <= limit else words[: limit - 1] + "…"
