"""The columns of a roster: our titles, other titles, and the pinyin initials that school offices use."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from itembank.base.i18n import _
from itembank.formats.columns import plain_title
from itembank.formats.findings import FileError


class RosterColumn(Enum):
    """A column by its title in our rosters."""

    NUMBER = "准考证号"
    NAME = "姓名"
    SCHOOL = "学校"
    SCHOOL_CODE = "学校代码"
    CLASS_NAME = "班级"
    ROOM = "考场"
    SITTING = "场次"
    SEAT = "座位号"
    FORM = "试卷"
    EXTRA = "加时分钟"
    PHOTO = "照片"


SYNONYMS: dict[RosterColumn, tuple[str, ...]] = {
    RosterColumn.NUMBER: ("KSH", "ZKZH", "ZKZ", "考生号", "考号", "报名号", "准考证", "考生准考证号"),
    RosterColumn.NAME: ("XM", "考生姓名", "学生姓名", "名字"),
    RosterColumn.SCHOOL: ("XXMC", "XX", "学校名称", "毕业学校", "就读学校", "所在学校"),
    RosterColumn.SCHOOL_CODE: ("XXDM", "学校编号", "学校编码"),
    RosterColumn.CLASS_NAME: ("BJ", "BJMC", "班", "班级名称", "所在班级"),
    RosterColumn.ROOM: ("KC", "KCH", "KCMC", "考场号", "考室", "机房"),
    RosterColumn.SITTING: ("CC", "CCH", "批次", "场次号"),
    RosterColumn.SEAT: ("ZWH", "ZW", "JWH", "座号", "座位", "机位", "机位号", "座次"),
    RosterColumn.FORM: ("SJ", "SJH", "卷别", "试卷号", "AB卷"),
    RosterColumn.EXTRA: ("JS", "加时", "延长时间", "延时", "加时(分钟)"),
    RosterColumn.PHOTO: ("ZP", "ZPWJ", "照片文件", "照片名", "相片"),
}
UNUSED = frozenset({"XB", "性别", "SFZH", "身份证号", "XJH", "学籍号", "序号", "XH", "民族", "MZ", "备注", "BZ"})
"""Columns that rosters often have and an exam does not need: left out without a word, and never stored."""
REQUIRED = (RosterColumn.NUMBER, RosterColumn.NAME)


def find_roster_columns(titles: Sequence[str]) -> tuple[dict[RosterColumn, int], tuple[str, ...]]:
    """Return the places of the columns we know and the titles of unknown ones; raises `FileError`."""
    known = _known_titles()
    places: dict[RosterColumn, int] = {}
    unknown: list[str] = []
    for place, title in enumerate(titles):
        plain = plain_title(title)
        column = known.get(plain)
        if column is None:
            unknown.extend([title.strip()] if title.strip() and plain not in UNUSED else [])
        elif column in places:
            raise FileError(_("有两列都是“{title}”。").format(title=column.value), hint=_("请删去或改名其中一列。"))
        else:
            places[column] = place
    missing = [column.value for column in REQUIRED if column not in places]
    if missing:
        raise FileError(_("名单的表头中缺少这些列：{names}。").format(names="、".join(missing)))
    return places, tuple(unknown)


def is_roster_header(titles: Sequence[str]) -> bool:
    """Say whether a row is the header of a roster."""
    known = _known_titles()
    found = {known.get(plain_title(title)) for title in titles}
    return found >= set(REQUIRED)


def _known_titles() -> dict[str, RosterColumn]:
    titles = {plain_title(column.value): column for column in RosterColumn}
    for column, names in SYNONYMS.items():
        titles |= {plain_title(name): column for name in names}
    return titles
