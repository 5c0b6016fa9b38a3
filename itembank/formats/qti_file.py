"""Brings QTI items and packages, as `itembank.qti` reads them, to the same report and store as everything else."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from urllib.parse import unquote

from itembank.bank.openness import shows_its_key
from itembank.bank.record import BankItem, ItemFacts
from itembank.base.i18n import N_, _
from itembank.formats.findings import FileError, Finding, Level, Notes, RowError
from itembank.formats.item_sheet import ItemFile, ReadItem, make_title
from itembank.formats.pictures import check_picture
from itembank.model.codec import ModelError, from_builtins
from itembank.model.item import KIND_NAMES, Item
from itembank.model.marking import ItemMarking, ProcessingScoring
from itembank.model.richtext import plain_text
from itembank.qti.errors import QtiError
from itembank.qti.package import ImportedPackage, read_package, read_package_folder
from itembank.qti.parts import MAX_ENTRY_BYTES, MAX_PACKAGE_BYTES
from itembank.qti.reader import ImportedItem, read_item
from itembank.qti.xmltree import MAX_XML_BYTES

NOT_USED = N_("{name}：题目旁的原始数据没有采用（{reason}），按 QTI 内容导入。")


def read_qti(path: Path) -> ItemFile:
    """Read an item (.xml), a package (.zip, .imscc) or an unpacked package; `row` counts the items from 1.

    Raises `FileError`.
    """
    try:
        if path.is_dir():
            return _package_file(path.name, read_package_folder(path))
        if path.suffix.lower() == ".xml":
            beside = _MediaBeside(path.parent)
            return _file(path.name, [("", read_item(_read(path, MAX_XML_BYTES), beside.find), "")], ())
        return _package_file(path.name, read_package(_read(path, MAX_PACKAGE_BYTES)))
    except QtiError as error:
        raise FileError(error.message, hint=error.hint) from error
    except OSError as error:
        raise FileError(_("读不到文件“{name}”。").format(name=path.name)) from error


def _read(path: Path, limit_bytes: int) -> bytes:
    """Return a file's bytes, one more than the limit at most: its reader refuses what is too large."""
    with path.open("rb") as stream:
        return stream.read(limit_bytes + 1)


class _MediaBeside:
    """Finds the media of a single item in its own folder and below, never elsewhere."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()

    def find(self, href: str) -> bytes | None:
        for name in (href, unquote(href)):
            try:
                path = (self._folder / name.replace("\\", "/")).resolve()
                if path.is_relative_to(self._folder) and path.is_file():
                    return _read(path, MAX_ENTRY_BYTES)
            except (OSError, ValueError):
                continue
        return None


def _package_file(name: str, package: ImportedPackage) -> ItemFile:
    general = tuple(
        Finding(0, Level.ERROR if problem.blocking else Level.WARNING, problem.sentence) for problem in package.problems
    )
    return _file(name, [(item.path, item.imported, item.failure) for item in package.items], general)


def _file(name: str, found: list[tuple[str, ImportedItem | None, str]], general: tuple[Finding, ...]) -> ItemFile:
    items: list[ReadItem] = []
    findings = list(general)
    media: dict[str, bytes] = {}
    taken: set[str] = set()
    for number, (path, imported, failure) in enumerate(found, start=1):
        notes = Notes(number)
        own = _own_item(imported, notes) if imported is not None else None
        item = own or _bank_item(path, imported, failure, notes)
        files = (
            imported.original.media if own and imported and imported.original else imported.media if imported else {}
        )
        if item is not None and not _pictures_hold(item, files, notes):
            item = None
        if item is not None and item.identifier in taken:
            notes.refuse(_("编号“{name}”重复。").format(name=item.identifier))
        elif item is not None and imported is not None:
            taken.add(item.identifier)
            media |= files
            items.append(ReadItem(number, item, _(KIND_NAMES[item.item.kind])))
        findings.extend(notes.taken())
    if not found:
        findings.append(Finding(0, Level.ERROR, _("文件中没有试题。")))
    return ItemFile(name, tuple(items), tuple(findings), media)


def _own_item(imported: ImportedItem, notes: Notes) -> BankItem | None:
    """Return the item as the bank that exported it kept it, or None when there is no such thing or it is broken."""
    if imported.original is None:
        return None
    try:
        item = from_builtins(BankItem, imported.original.content)
    except ModelError as error:
        notes.warn(_(NOT_USED).format(name=imported.identifier, reason=error.message))
        return None
    if item.identifier != imported.identifier or not item.media() <= imported.original.media.keys():
        notes.warn(_(NOT_USED).format(name=imported.identifier, reason=item.identifier))
        return None
    return item


def _pictures_hold(item: BankItem, files: dict[str, bytes], notes: Notes) -> bool:
    """Say whether every picture can be shown at a desk; notes those that cannot."""
    refused = False
    for name in sorted(item.item.pictures()):
        try:
            check_picture(files[name], item.identifier)
        except RowError as error:
            notes.refuse(error.message)
            refused = True
    return not refused


def _bank_item(path: str, imported: ImportedItem | None, failure: str, notes: Notes) -> BankItem | None:
    if imported is None:
        notes.refuse(_("{path}：{failure}").format(path=path, failure=failure))
        return None
    for problem in imported.problems:
        name = imported.identifier or path
        sentence = (
            _("{name}（第 {line} 行）：{sentence}").format(name=name, line=problem.line, sentence=problem.sentence)
            if problem.line
            else _("{name}：{sentence}").format(name=name, sentence=problem.sentence)
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
