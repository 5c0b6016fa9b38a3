"""Reads a roster (.xlsx or .csv) with portraits beside it; nothing is stored. Ids are text, zeros in front count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from itembank.base.glyphs import missing_characters, name_characters
from itembank.base.i18n import _
from itembank.formats.answers import narrow
from itembank.formats.findings import FileError, Finding, Level, Notes, RowError
from itembank.formats.pictures import check_picture
from itembank.formats.roster_columns import RosterColumn, find_roster_columns, is_roster_header
from itembank.formats.tables import read_table
from itembank.formats.workbook import EXACT_DIGITS, CellKind, Sheet, SheetRow
from itembank.model.codec import ModelError
from itembank.model.ids import check_candidate_number

HEADER_ROWS = 10
MAX_NAME_CHARACTERS = 40
MAX_EXTRA_MINUTES = 600
MAX_PHOTO_BYTES = 1 << 20
PHOTO_SUFFIXES = (".jpg", ".jpeg", ".png", ".JPG", ".JPEG", ".PNG")


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """A candidate as the roster has them; empty fields are filled by seating. `photo` is a digest or empty."""

    number: str
    name: str
    school: str = ""
    class_name: str = ""
    room: str = ""
    sitting: str = ""
    seat: str = ""
    form: str = ""
    extra_minutes: int = 0
    photo: str = ""


@dataclass(frozen=True, slots=True)
class Roster:
    """What was read: candidates in the order of the file, portraits by digest, findings by row."""

    entries: tuple[RosterEntry, ...]
    photos: Mapping[str, bytes]
    findings: tuple[Finding, ...]


# What schools merge over all their candidates.
FILLED_DOWN = frozenset(
    {
        RosterColumn.SCHOOL,
        RosterColumn.SCHOOL_CODE,
        RosterColumn.CLASS_NAME,
        RosterColumn.ROOM,
        RosterColumn.SITTING,
    }
)


@dataclass(frozen=True, slots=True)
class _Row:
    row: SheetRow
    places: Mapping[RosterColumn, int]
    notes: Notes
    photos: dict[str, bytes] = field(default_factory=dict)

    def text(self, column: RosterColumn) -> str:
        place = self.places.get(column)
        if place is None:
            return ""
        return self.row.text(place) or (self.row.above(place) if column in FILLED_DOWN else "")

    def kind(self, column: RosterColumn) -> CellKind:
        place = self.places.get(column)
        held = place is not None and place < len(self.row.cells)
        return self.row.cells[place].kind if held and place is not None else CellKind.TEXT

    def is_padded(self, column: RosterColumn) -> bool:
        place = self.places[column]
        return place < len(self.row.cells) and self.row.cells[place].padded


def read_roster(path: Path, photo_folder: Path | None = None) -> Roster:
    """Read a roster; raises `FileError` when there is no table with numbers and names."""
    if photo_folder is not None and not photo_folder.is_dir():
        raise FileError(_("找不到照片文件夹“{name}”。").format(name=photo_folder), hint=_("请检查文件夹的名称和位置。"))
    sheets = read_table(path)
    found = [(sheet, header) for sheet in sheets if (header := _header(sheet)) is not None]
    if not found:
        raise FileError(
            _("找不到名单：没有一个工作表的表头含有准考证号和姓名。"), hint=_("表头的写法见 docs/formats/roster.md。")
        )
    parts = [_read_sheet(sheet, header, photo_folder) for sheet, header in found]
    entries = tuple(entry for part in parts for entry in part.entries)
    findings = [
        replace(finding, sheet=sheet.name) if len(found) > 1 else finding
        for (sheet, _header_row), part in zip(found, parts, strict=True)
        for finding in part.findings
    ]
    photos = {name: data for part in parts for name, data in part.photos.items()}
    return Roster(entries, photos, (*findings, *_check_all(entries)))


def _read_sheet(sheet: Sheet, header: SheetRow, photo_folder: Path | None) -> Roster:
    places, unknown = find_roster_columns([cell.text for cell in header.cells])
    findings = [
        Finding(header.number, Level.WARNING, _("没有使用“{title}”这一列。").format(title=title[:20]))
        for title in unknown
    ]
    entries: list[RosterEntry] = []
    photos: dict[str, bytes] = {}
    for row in sheet.rows:
        is_header_again = is_roster_header([cell.text for cell in row.cells])
        if row.number > header.number and not is_header_again and any(row.text(place) for place in places.values()):
            notes = Notes(row.number)
            entry = _read_entry(_Row(row, places, notes, photos), photo_folder)
            entries.extend([entry] if entry else [])
            findings.extend(notes.taken())
    return Roster(tuple(entries), photos, tuple(findings))


def _header(sheet: Sheet) -> SheetRow | None:
    return next((row for row in sheet.rows[:HEADER_ROWS] if is_roster_header([c.text for c in row.cells])), None)


def _read_entry(row: _Row, photo_folder: Path | None) -> RosterEntry | None:
    try:
        number = _number(row)
        return RosterEntry(
            number=number,
            name=_name(row),
            school=row.text(RosterColumn.SCHOOL) or row.text(RosterColumn.SCHOOL_CODE),
            class_name=row.text(RosterColumn.CLASS_NAME),
            room=row.text(RosterColumn.ROOM),
            sitting=row.text(RosterColumn.SITTING),
            seat=row.text(RosterColumn.SEAT),
            form=row.text(RosterColumn.FORM),
            extra_minutes=_minutes(row.text(RosterColumn.EXTRA)),
            photo=_photo(row, number, photo_folder),
        )
    except (RowError, ModelError) as error:
        row.notes.refuse(error.message)
        return None


def _number(row: _Row) -> str:
    text = narrow(row.text(RosterColumn.NUMBER))
    kind = row.kind(RosterColumn.NUMBER)
    if kind in {CellKind.DATE, CellKind.FORMULA, CellKind.MISTAKE}:
        raise RowError(_("准考证号不是文本，请把这一列的格式改为“文本”后重新填写。"))
    if kind is CellKind.NUMBER:
        if len(text) > EXACT_DIGITS or not text.isdecimal():
            raise RowError(_("准考证号以数值保存，超过 15 位的部分已经丢失，请改为文本后重新填写。"))
        if not row.is_padded(RosterColumn.NUMBER):
            row.notes.warn(_("准考证号 {number} 以数值保存，前面的 0 可能已经丢失，请核对。").format(number=text))
    if not text:
        raise RowError(_("没有准考证号。"))
    return check_candidate_number(text)


def _name(row: _Row) -> str:
    name = " ".join(row.text(RosterColumn.NAME).replace("\u3000", " ").split())
    if len(name) <= 4 and " " in name and not name.isascii():
        name = name.replace(" ", "")
    if not name:
        raise RowError(_("没有姓名。"))
    if len(name) > MAX_NAME_CHARACTERS or any(not character.isprintable() for character in name):
        raise RowError(_("姓名太长，或含有不能显示的字符。"))
    if missing := missing_characters(name):
        row.notes.warn(
            _("姓名“{name}”中有字体缺少的字（{codes}），屏幕和报告上会显示为方框，请改用规范字形。").format(
                name=name, codes=name_characters(missing)
            )
        )
    return name


def _minutes(text: str) -> int:
    word = narrow(text).removesuffix("分钟").removesuffix("分").strip()
    if not word:
        return 0
    if not word.isdecimal() or len(word) > len(str(MAX_EXTRA_MINUTES)) or int(word) > MAX_EXTRA_MINUTES:
        raise RowError(_("加时“{text}”应为分钟数。").format(text=text[:20]))
    return int(word)


def _photo(row: _Row, number: str, folder: Path | None) -> str:
    if folder is None:
        return ""
    named = row.text(RosterColumn.PHOTO)
    names = (named,) if named else tuple(number + suffix for suffix in PHOTO_SUFFIXES)
    path = next((folder / name for name in names if Path(name).name == name and (folder / name).is_file()), None)
    if path is None:
        row.notes.warn(_("没有找到准考证号 {number} 的照片。").format(number=number))
        return ""
    data = path.read_bytes()
    if len(data) > MAX_PHOTO_BYTES:
        raise RowError(_("照片“{name}”超过 {limit} KB。").format(name=path.name, limit=MAX_PHOTO_BYTES >> 10))
    digest = check_picture(data, path.name)
    row.photos[digest] = data
    return digest


def _check_all(entries: Sequence[RosterEntry]) -> list[Finding]:
    """Refuse doubled numbers; ask about numbers of another length than most (a lost zero)."""
    findings = [
        Finding(0, Level.ERROR, _("准考证号 {number} 出现了 {count} 次。").format(number=number, count=count))
        for number, count in Counter(entry.number for entry in entries).items()
        if count > 1
    ]
    if not entries:
        return [Finding(0, Level.ERROR, _("名单中没有考生。"))]
    lengths = Counter(len(entry.number) for entry in entries)
    usual = lengths.most_common(1)[0][0]
    findings.extend(
        Finding(
            0,
            Level.WARNING,
            _("准考证号 {number} 有 {own} 位，多数是 {usual} 位，请核对。").format(
                number=entry.number, own=len(entry.number), usual=usual
            ),
        )
        for entry in entries
        if len(entry.number) != usual
    )
    return findings
