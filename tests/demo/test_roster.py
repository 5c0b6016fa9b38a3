"""The sample roster, portraits and rooms: awkward names and numbers on purpose, everything readable."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from PIL import Image

from itembank.assembly.blueprint import Blueprint
from itembank.assembly.blueprint_file import read_blueprint
from itembank.base.canonical import digest
from itembank.base.glyphs import missing_characters
from itembank.formats.roster import Roster, read_roster
from itembank.formats.workbook import read_workbook
from itembank.model.sitting import Sitting
from itembank.seating.arrange import arrange
from itembank.seating.sitting_file import read_sitting_plan

CONTENT = Path(__file__).resolve().parents[2] / "demo" / "content"
EXTENSION_B = 0x20000


@pytest.fixture(scope="module")
def roster() -> Roster:
    return read_roster(CONTENT / "roster.xlsx", CONTENT / "photos")


@pytest.fixture(scope="module")
def small_roster() -> Roster:
    return read_roster(CONTENT / "roster-12.xlsx", CONTENT / "photos")


def seated(name: str, roster: Roster) -> Sitting:
    return arrange(read_sitting_plan((CONTENT / name).read_bytes()), roster.entries)


def blueprints() -> list[Blueprint]:
    return [read_blueprint(path.read_bytes()) for path in sorted(CONTENT.glob("blueprint*.toml"))]


def test_sixty_pupils_are_read_without_a_remark(roster: Roster) -> None:
    assert [finding.line() for finding in roster.findings] == []
    assert len(roster.entries) == 60
    assert len({entry.number for entry in roster.entries}) == 60


def test_numbers_are_text_and_keep_their_zeros(roster: Roster) -> None:
    assert all(entry.number.startswith("0") and len(entry.number) == 9 for entry in roster.entries)
    cells = [row.cells[0] for row in read_workbook((CONTENT / "roster.xlsx").read_bytes())[0].rows]
    assert {cell.kind.value for cell in cells} == {"text"}


def test_two_schools_take_part_and_one_pupil_has_extra_time(roster: Roster, small_roster: Roster) -> None:
    assert Counter(entry.school for entry in roster.entries).most_common()[0][1] == 30
    assert len({entry.school for entry in roster.entries}) == 2
    for some in (roster, small_roster):
        assert [entry.extra_minutes for entry in some.entries if entry.extra_minutes] == [15]


def test_names_are_awkward_and_our_fonts_have_all_of_them(roster: Roster, small_roster: Roster) -> None:
    for some in (roster, small_roster):
        letters = "".join(entry.name for entry in some.entries)
        assert missing_characters(letters) == ()
        assert sum(ord(letter) >= EXTENSION_B for letter in set(letters)) >= 2
        assert sum("·" in entry.name for entry in some.entries) >= 2
    names = Counter(entry.name for entry in roster.entries)
    assert names["李明"] == 2  # two of one name in one class: only number and portrait tell them apart


def test_every_pupil_has_an_own_portrait_of_the_right_size(roster: Roster) -> None:
    photos = sorted((CONTENT / "photos").glob("*.jpg"))
    assert [path.stem for path in photos] == sorted(entry.number for entry in roster.entries)
    assert len({digest(path.read_bytes()) for path in photos}) == 60
    for path in photos:
        with Image.open(path) as picture:
            assert (picture.format, picture.size) == ("JPEG", (295, 413))
        assert path.stat().st_size < 40_000


def test_the_small_roster_is_part_of_the_large_one(roster: Roster, small_roster: Roster) -> None:
    assert len(small_roster.entries) == 12
    assert set(small_roster.entries) <= set(roster.entries)


def test_twelve_desks_and_two_spare_ones_hold_the_small_roster(small_roster: Roster) -> None:
    sitting = seated("sitting.toml", small_roster)
    assert Counter(seat.spare for seat in sitting.seats) == {False: 12, True: 2}
    assert Counter(candidate.form for candidate in sitting.candidates) == {"A": 6, "B": 6}


def test_the_large_room_holds_everybody(roster: Roster) -> None:
    sitting = seated("sitting-60.toml", roster)
    assert len(sitting.candidates) == 60
    assert sum(seat.spare for seat in sitting.seats) == 4


def test_blueprints_ask_for_two_forms_a_backup_and_a_hundred_points() -> None:
    for blueprint in blueprints():
        assert len(blueprint.forms) == 2
        assert blueprint.backup
        assert blueprint.total_points == Fraction(100)
        assert 20 <= sum(section.count for section in blueprint.sections) <= 30


def test_the_first_blueprint_needs_no_marking_by_people_and_fits_the_sitting() -> None:
    first = next(blueprint for blueprint in blueprints() if blueprint.exam == "YL2026")
    assert all("extended_text" not in {kind.value for kind in s.filter.kinds} for s in first.sections)
    for name in ("sitting.toml", "sitting-60.toml"):
        fields = read_sitting_plan((CONTENT / name).read_bytes()).fields
        assert (fields.exam, fields.forms, fields.backup_form) == (first.exam, first.forms, first.backup)
        assert fields.duration_minutes == first.duration_minutes


def test_all_of_it_stays_small() -> None:
    assert sum(path.stat().st_size for path in CONTENT.rglob("*") if path.is_file()) < 12 << 20
