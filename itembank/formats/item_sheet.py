"""Reads an item sheet (.xlsx) into bank items with findings by row; stores nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from itembank.bank.record import BankItem, ItemFacts
from itembank.base.canonical import digest
from itembank.base.glyphs import missing_characters, name_characters
from itembank.base.i18n import _
from itembank.formats.answers import narrow
from itembank.formats.columns import OPTIONS, Column, is_header
from itembank.formats.findings import FileError, Finding, Level, Notes, RowError
from itembank.formats.header import Header, find_header, titles_of, unused_columns
from itembank.formats.kinds.table import BUILDERS, read_kind
from itembank.formats.pictures import PictureFolder
from itembank.formats.source import Built, RowSource
from itembank.formats.values import (
    read_difficulty,
    read_identifier,
    read_level,
    read_list,
    read_points,
    read_seconds,
)
from itembank.formats.workbook import CellKind, Sheet, SheetRow, read_workbook
from itembank.model.codec import ModelError
from itembank.model.item import Item, ItemKind
from itembank.model.marking import ItemMarking
from itembank.model.richtext import plain_text

SKIPPED_SHEETS = ("填写说明", "说明", "示例")
TITLE_CHARACTERS = 30
MADE_NAME_DIGITS = 10
OWN_LETTER = re.compile(r"[(（]?(?P<letter>[A-Ha-hＡ-Ｈ])\s*[.、．:：)）]\s*(?P<text>.+)", re.DOTALL)
# What teachers merge over several rows because it holds for all of them.
FILLED_DOWN = frozenset(
    {
        Column.KIND,
        Column.POINTS,
        Column.METHOD,
        Column.KNOWLEDGE,
        Column.DOMAIN,
        Column.LEVEL,
        Column.DIFFICULTY,
        Column.STIMULUS,
        Column.SOURCE,
        Column.CURRICULUM,
    }
)


@dataclass(frozen=True, slots=True)
class ReadItem:
    """An item that was read, with its row (and worksheet, where there are several) and its key in words."""

    row: int
    item: BankItem
    answer: str
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class ItemFile:
    """What a file holds: items that could be read, the files they need by digest, and what was found."""

    name: str
    items: tuple[ReadItem, ...]
    findings: tuple[Finding, ...]
    media: Mapping[str, bytes] = field(default_factory=dict)


def read_item_sheet(data: bytes, name: str, folder: Path | None = None) -> ItemFile:
    """Read the items of all worksheets that have a header; pictures may lie in `folder`.

    Raises `FileError` for the file as a whole.
    """
    sheets = [sheet for sheet in read_workbook(data) if sheet.name.strip() not in SKIPPED_SHEETS]
    found = [(sheet, header) for sheet in sheets if (header := find_header(sheet)) is not None]
    if not found:
        raise FileError(
            _("找不到试题表：没有一个工作表的表头含有题型、题干和答案。"),
            hint=_("用 itembank template 文件.xlsx 生成模板，把试题写在“试题”工作表中。"),
        )
    reader = _SheetReader(PictureFolder(folder))
    for sheet, header in found:
        reader.read(sheet, header, sheet.name if len(found) > 1 else "")
    return reader.file(name)


class _SheetReader:
    """Reads worksheet after worksheet, row after row, and remembers which identifiers were taken."""

    def __init__(self, pictures: PictureFolder) -> None:
        self._pictures = pictures
        self._rows_by_name: dict[str, int] = {}
        self._items: list[ReadItem] = []
        self._findings: list[Finding] = []

    def read(self, sheet: Sheet, header: Header, name: str) -> None:
        """Read one worksheet; `name` is what findings call it, empty where it is the only one."""
        places, unknown = header.places()
        findings = list(unused_columns(sheet, header, unknown, places))
        rows = [row for row in sheet.rows if row.number > header.last and any(row.text(at) for at in places.values())]
        rows = [row for row in rows if not is_header(titles_of(row))]
        if hidden := sum(row.hidden for row in rows):
            findings.append(
                Finding(0, Level.WARNING, _("有 {count} 行被隐藏或筛选掉了，也会导入。").format(count=hidden))
            )
        for row in rows:
            notes = Notes(row.number)
            item = self._read_row(row, places, notes)
            findings.extend(notes.taken())
            self._items.extend([replace(item, sheet=name)] if item else [])
        self._findings.extend(replace(finding, sheet=name) for finding in findings)

    def file(self, name: str) -> ItemFile:
        """Return all that was read."""
        if not self._items and not self._findings:
            self._findings.append(Finding(0, Level.ERROR, _("表格中没有试题。")))
        used = {media for read in self._items for media in read.item.media()}
        media = {found: data for found, data in self._pictures.media.items() if found in used}
        findings = (*self._findings, *_check_enemies(self._items))
        return ItemFile(name, tuple(self._items), findings, media)

    def _read_row(self, row: SheetRow, places: Mapping[Column, int], notes: Notes) -> ReadItem | None:
        try:
            source = self._source(row, places, notes)
            kind = read_kind(source.need(Column.KIND), source.text(Column.ANSWER))
            built = BUILDERS[kind](source, notes)
            item = _join(self._identifier(source, row.number, notes), kind, built, source)
        except (RowError, ModelError) as error:
            notes.refuse(error.message)
            return None
        _warn_of_unknown_characters(item, notes)
        return ReadItem(row.number, item, built.answer)

    def _source(self, row: SheetRow, places: Mapping[Column, int], notes: Notes) -> RowSource:
        pictures: dict[Column, tuple[str, ...]] = {}
        columns = {place: column for column, place in places.items()}
        for picture in row.pictures:
            column = columns.get(picture.column, Column.PICTURE)
            label = _("“{column}”一栏中的图片").format(column=column.value)
            pictures[column] = (*pictures.get(column, ()), self._pictures.take(picture.data, label))
        for column, place in places.items():
            _refuse_unclear_cell(row, column, place)
        texts = {column: row.text(place) for column, place in places.items()}
        for column in FILLED_DOWN & places.keys():
            texts[column] = texts[column] or row.above(places[column])
        return RowSource(_without_own_letters(texts, notes), pictures, self._pictures.find)

    def _identifier(self, source: RowSource, row: int, notes: Notes) -> str:
        written = source.text(Column.ID)
        name = read_identifier(written) if written else _made_name(source)
        if name != written and written:
            notes.warn(_("编号“{written}”改为“{name}”。").format(written=written[:40], name=name))
        if name in self._rows_by_name:
            raise RowError(_("编号“{name}”与第 {row} 行重复。").format(name=name, row=self._rows_by_name[name]))
        self._rows_by_name[name] = row
        return name


def _refuse_unclear_cell(row: SheetRow, column: Column, place: int) -> None:
    kind = row.cells[place].kind if place < len(row.cells) else CellKind.TEXT
    sentences = {
        CellKind.DATE: _("“{column}”一栏被电子表格当成了日期，请把单元格格式改为“文本”后重新输入。"),
        CellKind.FORMULA: _("“{column}”一栏是公式；要写公式文字，请先把单元格格式改为“文本”。"),
        CellKind.MISTAKE: _("“{column}”一栏是错误值（如 #VALUE!），请重新填写或重新插入图片。"),
    }
    if kind in sentences:
        raise RowError(sentences[kind].format(column=column.value))


def _without_own_letters(texts: dict[Column, str], notes: Notes) -> dict[Column, str]:
    """Take away the letters that every option writes before itself: the desk shows its own, and may shuffle."""
    options = [column for column in OPTIONS if texts.get(column)]
    lettered = {column: OWN_LETTER.fullmatch(texts[column]) for column in options}
    stripped = {
        column: found["text"]
        for column, found in lettered.items()
        if found and narrow(found["letter"]) == column.value[-1]
    }
    if len(options) < 2 or len(stripped) < len(options):
        return texts
    notes.warn(_("选项开头自带的字母（如“A.”）已去掉。"))
    return texts | stripped


def _made_name(source: RowSource) -> str:
    """Name an item without a number by what it says, so that a second import finds it again."""
    texts = [source.text(Column.KIND), source.text(Column.STEM), *source.option_texts()]
    return "Q" + digest("\x1f".join(texts).encode("utf-8"))[:MADE_NAME_DIGITS]


def _join(name: str, kind: ItemKind, built: Built, source: RowSource) -> BankItem:
    item = Item(
        identifier=name,
        kind=kind,
        body=built.body,
        interactions=built.interactions,
        title=make_title(plain_text(built.body)),
    )
    marking = ItemMarking(
        item=name,
        item_version=item.version(),
        scoring=built.scoring,
        knowledge_points=read_list(source.text(Column.KNOWLEDGE)),
    )
    facts = ItemFacts(
        points=read_points(source.text(Column.POINTS)),
        domain=source.text(Column.DOMAIN),
        level=read_level(source.text(Column.LEVEL)),
        curriculum=source.text(Column.CURRICULUM),
        difficulty=read_difficulty(source.text(Column.DIFFICULTY)),
        seconds=read_seconds(source.text(Column.SECONDS)),
        enemies=tuple(read_identifier(word) for word in read_list(source.text(Column.ENEMIES))),
        stimulus=source.text(Column.STIMULUS),
        source=source.text(Column.SOURCE),
        explanation=source.text(Column.EXPLANATION),
    )
    return BankItem(item=item, marking=marking, facts=facts)


def make_title(text: str) -> str:
    """Return the first words of a stem, for lists."""
    words = " ".join(text.split())
    return words if len(words) <= TITLE_CHARACTERS else words[: TITLE_CHARACTERS - 1] + "…"


def _warn_of_unknown_characters(item: BankItem, notes: Notes) -> None:
    words = plain_text(item.item.body)
    missing = tuple(c for c in missing_characters(words) if not c.isspace())
    if missing:
        notes.warn(_("题干中有考试机字体缺少的字：{names}。").format(names=name_characters(missing)))


def _check_enemies(items: Sequence[ReadItem]) -> list[Finding]:
    return [
        Finding(read.row, Level.WARNING, _("互斥题写了这道题自己。"), read.sheet)
        for read in items
        if read.item.identifier in read.item.facts.enemies
    ]
