"""Brings QTI items and packages, as `itembank.qti` reads them, to the same report and store as everything else."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from itembank.bank.openness import shows_its_key
from itembank.bank.record import BankItem, ItemFacts
from itembank.base.i18n import _
from itembank.formats.findings import FileError, Finding, Level, Notes
from itembank.formats.item_sheet import ItemFile, ReadItem, make_title
from itembank.model.item import KIND_NAMES, Item
from itembank.model.marking import ItemMarking, ProcessingScoring
from itembank.model.richtext import plain_text
from itembank.qti.errors import QtiError
from itembank.qti.package import read_package
from itembank.qti.reader import ImportedItem, read_item

MAX_BYTES = 500 << 20


def read_qti(path: Path) -> ItemFile:
    """Read an item (.xml) or a package (.zip); `row` counts the items from 1. Raises `FileError`."""
    try:
        data = path.read_bytes()
        if path.suffix.lower() == ".xml":
            beside = _MediaBeside(path.parent)
            return _file(path.name, [("", read_item(data, beside.find), "")], ())
        package = read_package(data)
    except QtiError as error:
        raise FileError(error.message, hint=error.hint) from error
    except OSError as error:
        raise FileError(_("读不到文件“{name}”。").format(name=path.name)) from error
    general = tuple(
        Finding(0, Level.ERROR if problem.blocking else Level.WARNING, problem.sentence) for problem in package.problems
    )
    return _file(path.name, [(item.path, item.imported, item.failure) for item in package.items], general)


class _MediaBeside:
    """Finds the media of a single item in its own folder and below, never elsewhere."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()

    def find(self, href: str) -> bytes | None:
        path = (self._folder / href).resolve()
        return path.read_bytes() if path.is_relative_to(self._folder) and path.is_file() else None


def _file(name: str, found: list[tuple[str, ImportedItem | None, str]], general: tuple[Finding, ...]) -> ItemFile:
    items: list[ReadItem] = []
    findings = list(general)
    media: dict[str, bytes] = {}
    taken: set[str] = set()
    for number, (path, imported, failure) in enumerate(found, start=1):
        notes = Notes(number)
        item = _bank_item(path, imported, failure, notes)
        if item is not None and item.identifier in taken:
            notes.refuse(_("编号“{name}”重复。").format(name=item.identifier))
        elif item is not None and imported is not None:
            taken.add(item.identifier)
            media |= imported.media
            items.append(ReadItem(number, item, _(KIND_NAMES[item.item.kind])))
        findings.extend(notes.taken())
    if not found:
        findings.append(Finding(0, Level.ERROR, _("文件中没有试题。")))
    return ItemFile(name, tuple(items), tuple(findings), media)


def _bank_item(path: str, imported: ImportedItem | None, failure: str, notes: Notes) -> BankItem | None:
    if imported is None:
        notes.refuse(_("{path}：{failure}").format(path=path, failure=failure))
        return None
    for problem in imported.problems:
        sentence = _("{name}（第 {line} 行）：{sentence}").format(
            name=imported.identifier or path, line=problem.line, sentence=problem.sentence
        )
        (notes.refuse if problem.blocking else notes.warn)(sentence)
    if imported.item is None or imported.marking is None:
        return None
    item = _titled(imported.item)
    marking = ItemMarking(
        item=item.identifier,
        item_version=item.version(),
        scoring=imported.marking.scoring,
        knowledge_points=imported.marking.knowledge_points,
    )
    read = BankItem(item=item, marking=marking, facts=ItemFacts(points=_points(marking)))
    if shows_its_key(read):
        notes.warn(_("{name}：各项按答案的顺序书写，试卷文件会透露答案，请打乱书写顺序。").format(name=read.identifier))
    return read


def _titled(item: Item) -> Item:
    if item.title:
        return item
    return Item(
        identifier=item.identifier,
        kind=item.kind,
        body=item.body,
        interactions=item.interactions,
        title=make_title(plain_text(item.body)),
        language=item.language,
    )


def _points(marking: ItemMarking) -> Fraction:
    scoring = marking.scoring
    return scoring.max_score if isinstance(scoring, ProcessingScoring) and scoring.max_score > 0 else Fraction(1)
