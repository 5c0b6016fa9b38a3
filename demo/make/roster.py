"""Writes the rosters (.xlsx, every cell as text) and the portraits of the sample pupils."""

from __future__ import annotations

import shutil
import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import xlsxwriter
from portraits import looks_of, portrait

SOURCE = Path(__file__).with_name("pupils.toml")
YEAR = "026"
TITLES = ("准考证号", "姓名", "性别", "学校", "班级", "加时分钟")
WIDTHS = (14, 24, 6, 18, 14, 10)
WRITTEN = datetime(2026, 4, 1, 9, 0)  # noqa: DTZ001  a workbook's properties know no time zone


@dataclass(frozen=True, slots=True)
class Pupil:
    """One candidate; the number is text and begins with 0."""

    number: str
    name: str
    sex: str
    school: str
    class_name: str
    extra: int
    uniform: str
    small: bool

    def cells(self) -> tuple[str, ...]:
        """The row of the roster."""
        return self.number, self.name, self.sex, self.school, self.class_name, str(self.extra or "")


def read_pupils() -> list[Pupil]:
    """Read the pupils and number them through within their class."""
    data = tomllib.loads(SOURCE.read_text("utf-8"))
    schools = {school["code"]: school for school in data["school"]}
    return [
        Pupil(
            number=f"{YEAR}{group['school']}{group['class']}{place:02d}",
            name=person["name"],
            sex=person["sex"],
            school=schools[group["school"]]["name"],
            class_name=f"八年级（{int(group['class'])}）班",
            extra=person.get("extra", 0),
            uniform=schools[group["school"]]["uniform"],
            small=person.get("small", False),
        )
        for group in data["pupil"]
        for place, person in enumerate(group["people"], start=1)
    ]


def write_roster(pupils: list[Pupil], path: Path) -> None:
    """Write one roster."""
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"title": "考生名单（样例）", "author": "样例考务组", "created": WRITTEN})
    text = book.add_format({"num_format": "@", "font_name": "宋体", "font_size": 11})
    head = book.add_format({"bold": True, "font_name": "宋体", "font_size": 11, "bg_color": "#DCE6F1", "border": 1})
    sheet = book.add_worksheet("考生名单")
    for column, (title, width) in enumerate(zip(TITLES, WIDTHS, strict=True)):
        sheet.set_column(column, column, width, text)
        sheet.write_string(0, column, title, head)
    for row, pupil in enumerate(pupils, start=1):
        for column, words in enumerate(pupil.cells()):
            sheet.write_string(row, column, words, text)
    sheet.freeze_panes(1, 0)
    book.close()


def write_photos(pupils: list[Pupil], folder: Path) -> None:
    """Draw all portraits anew."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for pupil in pupils:
        looks = looks_of(pupil.number, girl=pupil.sex == "女", uniform=pupil.uniform)
        (folder / f"{pupil.number}.jpg").write_bytes(portrait(looks))
