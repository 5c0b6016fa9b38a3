"""`itembank check` and `itembank seal`: the checks before sealing, and the sealed packages with their shares."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from itembank.assembly.release import Check, has_failed
from itembank.bank.faults import faults
from itembank.bank.store import Bank
from itembank.base.clock import SystemClock
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.files import write_whole
from itembank.base.i18n import _
from itembank.commands.common import (
    add_bank_option,
    add_json_option,
    add_person_option,
    make_folder,
    opened_bank,
    say,
    say_json,
)
from itembank.commands.keys import passphrase_in
from itembank.commands.released import SeatedRoom, all_checks, form_parts, marking_parts, read_rooms, say_checks
from itembank.commands.share_text import share_page
from itembank.sealing.bundle import RoomCard, open_room_card
from itembank.sealing.keyfiles import needs_passphrase, read_box_public_key, read_signing_key
from itembank.sealing.keys import BoxPublicKey, SigningKey
from itembank.sealing.manifest import Head, Kind
from itembank.sealing.packages import (
    BACKUP_START,
    MAIN_START,
    FormContent,
    make_claims,
    seal_marking_package,
    seal_paper_package,
)
from itembank.sealing.start import NewStart, make_start

ANSWERS_NOTE = "answers"
SUFFIX = ".jikao"


@dataclass(frozen=True, slots=True)
class _Work:
    """What one act of sealing needs."""

    bank: Bank
    rooms: list[SeatedRoom]
    signer: SigningKey
    graders: list[BoxPublicKey]
    answers: BoxPublicKey
    starts: list[NewStart]
    serial: int
    created: datetime
    not_before: datetime | None
    out: Path

    @property
    def exam(self) -> str:
        return self.rooms[0].sitting.exam

    @property
    def sitting(self) -> str:
        return self.rooms[0].sitting.sitting


def add_parsers(verbs: Any) -> None:
    """Add both verbs."""
    check = verbs.add_parser("check", help=_("检验题库；写明考试时，做密封前的全部检查"))
    check.add_argument("exam", nargs="?", help=_("考试代号"))
    check.add_argument(
        "--sitting", type=Path, action="append", default=[], help=_("itembank seat 写出的文件夹，可多次")
    )
    add_bank_option(check)
    add_json_option(check)
    check.set_defaults(run=run_check)

    seal = verbs.add_parser("seal", help=_("密封：每个考场一个试卷包，一个评分包，启封口令"))
    seal.add_argument(
        "--sitting", type=Path, action="append", required=True, help=_("itembank seat 写出的文件夹，可多次")
    )
    seal.add_argument(
        "--room-card", type=Path, action="append", required=True, help=_("考场卡，可多次；按考点和考场名对应")
    )
    seal.add_argument("--signing-key", type=Path, required=True, help=_("考试中心的签名私钥"))
    seal.add_argument("--passphrase-file", type=Path, help=_("签名私钥的口令文件"))
    seal.add_argument("--grader", type=Path, action="append", required=True, help=_("评分公钥，可多次"))
    seal.add_argument("--answers", type=Path, help=_("答卷封给哪把公钥；默认是第一把评分公钥"))
    seal.add_argument("--threshold", type=int, default=2, help=_("启封需要几份口令，默认 2"))
    seal.add_argument("--shares", type=int, default=3, help=_("一共几份口令，默认 3"))
    seal.add_argument("--not-before", metavar=_("时间"), help=_("最早启封时间，如 2026-06-13T08:30+08:00"))
    seal.add_argument("--out", type=Path, required=True, help=_("写到哪个文件夹（新建）"))
    add_bank_option(seal)
    add_person_option(seal, required=False)
    add_json_option(seal)
    seal.set_defaults(run=run_seal)


def run_check(arguments: argparse.Namespace) -> int:
    """Verify the bank, or all that a sealed exam needs."""
    rooms = read_rooms(arguments.sitting)
    with opened_bank(arguments.bank) as bank:
        if arguments.exam is None:
            return _check_bank(bank, as_json=arguments.json)
        checks = all_checks(bank, arguments.exam, rooms)
    if arguments.json:
        say_json([{"name": c.name, "verdict": c.verdict.value, "sentence": c.sentence} for c in checks])
    else:
        say_checks(checks)
    return ExitCode.INCOMPLETE if has_failed(checks) else ExitCode.OK


def run_seal(arguments: argparse.Namespace) -> int:
    """Check, then seal one package a room, the marking package, and write the shares."""
    rooms = read_rooms(arguments.sitting)
    cards = _match_cards(rooms, [open_room_card(path) for path in arguments.room_card])
    out: Path = arguments.out
    if out.is_dir() and any(out.iterdir()):
        raise JikaoError(
            _("文件夹“{path}”里已有文件，没有改动它。").format(path=out),
            hint=_("换一个空文件夹。"),
            code=ExitCode.REFUSED,
        )
    with opened_bank(arguments.bank) as bank:
        checks = all_checks(bank, rooms[0].sitting.exam, rooms)
        _refuse_failed(checks, as_json=arguments.json)
        work = _prepare(arguments, bank, rooms)
        papers = [_seal_room(work, room, card) for room, card in zip(rooms, cards, strict=True)]
        marking = _seal_marking(work)
        shares = _write_shares(work)
        heads = [head for _path, head in (*papers, marking)]
        bank.forms.note_sealing(
            work.exam, work.sitting, work.serial, by=arguments.by, digests=[head.digest for head in heads]
        )
    _tell(arguments, cards, papers, marking, shares)
    return ExitCode.OK


def _check_bank(bank: Bank, *, as_json: bool) -> int:
    entries = bank.log.verify()
    items = bank.items.newest()
    found = [(item.identifier, fault) for item in items for fault in faults(item.content)]
    names = {name for item in items for name in item.content.media()}
    for name in sorted(names):
        bank.media.get(name)
    if as_json:
        say_json({"items": len(items), "media": len(names), "log": entries, "faults": [list(pair) for pair in found]})
        return ExitCode.INCOMPLETE if found else ExitCode.OK
    for identifier, fault in found:
        say(_("  试题 {item}：{fault}。").format(item=identifier, fault=fault))
    say(
        _("检验了 {items} 题、{media} 个文件、{entries} 条操作日志，内容与校验值相符。").format(
            items=len(items), media=len(names), entries=entries
        )
    )
    return ExitCode.INCOMPLETE if found else ExitCode.OK


def _match_cards(rooms: Sequence[SeatedRoom], cards: Sequence[RoomCard]) -> list[RoomCard]:
    by_place = {(card.site, card.room): card for card in cards}
    found = []
    for room in rooms:
        card = by_place.get((room.sitting.site, room.sitting.room))
        if card is None:
            raise JikaoError(
                _("没有考场“{site} {room}”的考场卡。").format(site=room.sitting.site, room=room.sitting.room),
                hint=_("考场卡由 exam-server init 生成；考点和考场的名称要与场次文件一致。"),
            )
        found.append(card)
    return found


def _refuse_failed(checks: Sequence[Check], *, as_json: bool) -> None:
    if not as_json:
        say_checks(checks)
    if has_failed(checks):
        failed = "、".join(check.name for check in checks if check.verdict.value == "failed")
        raise JikaoError(
            _("密封前的检查没有全部通过：{names}。").format(names=failed),
            hint=_("请按检查结果改正；用 itembank check 可以单独检查。"),
            code=ExitCode.REFUSED,
        )


def _prepare(arguments: argparse.Namespace, bank: Bank, rooms: list[SeatedRoom]) -> _Work:
    if not 2 <= arguments.threshold <= arguments.shares <= 9:
        raise JikaoError(_("口令应为 2 至 9 份，启封所需的份数不能超过总份数。"), code=ExitCode.USAGE)
    graders = [read_box_public_key(path) for path in arguments.grader]
    sitting = rooms[0].sitting
    starts = [make_start(MAIN_START, arguments.threshold, arguments.shares)]
    if any(room.sitting.backup_form for room in rooms):
        starts.append(make_start(BACKUP_START, arguments.threshold, arguments.shares, unlike=[starts[0].lock]))
    return _Work(
        bank=bank,
        rooms=rooms,
        signer=read_signing_key(arguments.signing_key, _passphrase(arguments)),
        graders=graders,
        answers=read_box_public_key(arguments.answers) if arguments.answers else graders[0],
        starts=starts,
        serial=bank.forms.next_serial(sitting.exam, sitting.sitting),
        created=SystemClock().wall(),
        not_before=_moment(arguments.not_before),
        out=make_folder(arguments.out),
    )


def _seal_room(work: _Work, room: SeatedRoom, card: RoomCard) -> tuple[Path, Head]:
    sitting = room.sitting
    wanted = {*sitting.forms, *([sitting.backup_form] if sitting.backup_form else [])}
    forms = [form for form in work.bank.forms.of_exam(work.exam) if form.form in wanted]
    claims = make_claims(
        Kind.PAPER_PACKAGE,
        exam=sitting.exam,
        sitting=sitting.sitting,
        serial=work.serial,
        created=work.created,
        not_before=work.not_before,
        notes={ANSWERS_NOTE: work.answers.raw.hex(), "site": sitting.site, "room": sitting.room},
    )
    path = work.out / f"paper-{sitting.exam}-{sitting.sitting}-{card.box.id[:8]}-{work.serial}{SUFFIX}"
    head = seal_paper_package(
        path,
        signer=work.signer,
        claims=claims,
        rooms=[card.box],
        room_parts=room.parts(),
        forms=[FormContent(form.form, form_parts(work.bank, form), is_backup=form.backup) for form in forms],
        starts=work.starts,
    )
    return path, head


def _seal_marking(work: _Work) -> tuple[Path, Head]:
    forms = work.bank.forms.of_exam(work.exam)
    claims = make_claims(
        Kind.MARKING_PACKAGE, exam=work.exam, sitting=work.sitting, serial=work.serial, created=work.created
    )
    path = work.out / f"marking-{work.exam}-{work.sitting}-{work.serial}{SUFFIX}"
    head = seal_marking_package(
        path, signer=work.signer, claims=claims, graders=work.graders, parts=marking_parts(work.bank, forms)
    )
    return path, head


def _write_shares(work: _Work) -> list[Path]:
    folder = make_folder(work.out / "shares")
    written = []
    for start in work.starts:
        for share in start.shares:
            path = folder / f"{start.lock.name}-{share.index}.txt"
            write_whole(path, share_page(work.rooms[0].sitting, start.lock, share).encode("utf-8"))
            written.append(path)
    return written


def _passphrase(arguments: argparse.Namespace) -> str:
    if arguments.passphrase_file is not None:
        return passphrase_in(arguments.passphrase_file)
    if not needs_passphrase(arguments.signing_key):
        return ""
    if sys.stdin.isatty():
        return getpass.getpass(_("签名私钥的口令："))
    raise JikaoError(_("签名私钥加了口令。"), hint=_("用 --passphrase-file 指明口令文件。"), code=ExitCode.USAGE)


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise JikaoError(
            _("时间“{text}”应写作 2026-06-13T08:30+08:00。").format(text=text), code=ExitCode.USAGE
        ) from error
    if moment.tzinfo is None:
        raise JikaoError(_("时间“{text}”没有写时区，例如 +08:00。").format(text=text), code=ExitCode.USAGE)
    return moment.astimezone(UTC)


def _tell(
    arguments: argparse.Namespace,
    cards: Sequence[RoomCard],
    papers: Sequence[tuple[Path, Head]],
    marking: tuple[Path, Head],
    shares: Sequence[Path],
) -> None:
    if arguments.json:
        say_json(
            {
                "papers": [
                    {"file": str(path), "site": card.site, "room": card.room, "manifest_sha256": head.digest}
                    for card, (path, head) in zip(cards, papers, strict=True)
                ],
                "marking": {"file": str(marking[0]), "manifest_sha256": marking[1].digest},
                "shares": [str(path) for path in shares],
            }
        )
        return
    for card, (path, _head) in zip(cards, papers, strict=True):
        say(
            _("考场 {site} {room}：{file}（考场卡指纹 {print}，请与考场核对）").format(
                site=card.site, room=card.room, file=path.name, print=card.fingerprint()
            )
        )
    say(_("评分包：{file}").format(file=marking[0].name))
    say(_("请在评分的机器上运行 grading golden，试评评分包中的标准样卷。"))
    say(
        _("启封口令 {count} 份，在 shares 文件夹中；请分别打印、密封、交给不同的人，然后删除文件。").format(
            count=len(shares)
        )
    )
