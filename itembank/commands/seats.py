"""`itembank seat`: from a sitting file and a roster to seats and forms, drawn once."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from itembank.base.canonical import canonical_bytes, digest
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.files import write_whole
from itembank.base.i18n import _
from itembank.commands.common import (
    add_bank_option,
    add_json_option,
    add_person_option,
    make_folder,
    opened_bank,
    read_file,
    say,
    say_json,
)
from itembank.formats.findings import has_errors
from itembank.formats.roster import Roster, read_roster
from itembank.model.codec import to_bytes
from itembank.model.package import PHOTO_FOLDER, SITTING_PART
from itembank.model.sitting import Sitting
from itembank.seating.arrange import arrange
from itembank.seating.check import SeatingFigures, figures
from itembank.seating.sitting_file import read_sitting_plan

SEATING_FILE = "seating.json"


def add_parsers(verbs: Any) -> None:
    """Add the verb."""
    parser = verbs.add_parser("seat", help=_("读入名单，按种子编排座位和试卷；同一场次不能重抽"))
    parser.add_argument("sitting", type=Path, help=_("场次文件（.toml）"))
    parser.add_argument("roster", type=Path, help=_("名单（.xlsx 或 .csv）"))
    parser.add_argument("--photos", type=Path, help=_("照片文件夹，文件名为准考证号"))
    parser.add_argument("--out", type=Path, help=_("把编排结果写到这个文件夹；不写时只检查名单"))
    add_bank_option(parser)
    add_person_option(parser, required=False)
    add_json_option(parser)
    parser.set_defaults(run=run_seat)


def run_seat(arguments: argparse.Namespace) -> int:
    """Read, draw, check, note the draw in the bank, and write it out."""
    plan = read_sitting_plan(read_file(arguments.sitting))
    roster = read_roster(arguments.roster, arguments.photos)
    if not arguments.json:
        for finding in sorted(roster.findings, key=lambda finding: finding.row):
            say("  " + finding.line())
    if has_errors(roster.findings):
        raise JikaoError(_("名单中有错误，没有编排。"), hint=_("请按上面的提示改正名单。"))
    sitting = arrange(plan, roster.entries)
    counted = figures(sitting)
    if arguments.out is not None:
        _keep(arguments, sitting, roster, plan.fields.seed, counted)
    if arguments.json:
        say_json(_record(sitting, plan.fields.seed, counted))
    else:
        _report(sitting, counted, written=arguments.out)
    return ExitCode.OK


def _keep(arguments: argparse.Namespace, sitting: Sitting, roster: Roster, seed: int, counted: SeatingFigures) -> None:
    data = to_bytes(sitting)
    with opened_bank(arguments.bank) as bank:
        bank.forms.note_seating(
            sitting.exam,
            f"{sitting.sitting} {sitting.site} {sitting.room}"[:200],
            seed=seed,
            sitting_sha256=digest(data),
            roster_sha256=digest(read_file(arguments.roster)),
            by=arguments.by,
        )
    folder: Path = make_folder(arguments.out)
    photos = make_folder(folder / PHOTO_FOLDER)
    used = {candidate.photo for candidate in sitting.candidates if candidate.photo}
    for name in sorted(used):
        write_whole(photos / name, roster.photos[name])
    write_whole(folder / SEATING_FILE, canonical_bytes(_record(sitting, seed, counted)))
    write_whole(folder / SITTING_PART, data)


def _record(sitting: Sitting, seed: int, counted: SeatingFigures) -> dict[str, object]:
    return {
        "exam": sitting.exam,
        "sitting": sitting.sitting,
        "room": sitting.room,
        "seed": seed,
        "candidates": counted.candidates,
        "usable_seats": counted.usable_seats,
        "spare_seats": counted.spare_seats,
        "forms": counted.forms,
        "same_form_beside": counted.same_form_beside,
        "same_form_around": counted.same_form_around,
        "same_school_beside": counted.same_school_beside,
    }


def _report(sitting: Sitting, counted: SeatingFigures, *, written: Path | None) -> None:
    forms = "，".join(_("{form} {count} 人").format(form=form, count=count) for form, count in counted.forms.items())
    say(
        _("考场 {room}：{candidates} 名考生，{seats} 个座位，{spare} 台备用机；试卷 {forms}。").format(
            room=sitting.room,
            candidates=counted.candidates,
            seats=counted.usable_seats,
            spare=counted.spare_seats,
            forms=forms,
        )
    )
    say(
        _("左右前后相邻而试卷相同：{beside} 对；连同斜角：{around} 对。").format(
            beside=counted.same_form_beside, around=counted.same_form_around
        )
    )
    if not counted.one_school:
        say(_("左右前后相邻而同校：{count} 对。").format(count=counted.same_school_beside))
    say(
        _("这是试排，没有写出；加 --out 文件夹 写出并记入题库。")
        if written is None
        else _("已写到 {folder}，并记入题库。").format(folder=written)
    )
