"""`itembank keys`: the centre's keys, made once on an offline machine, compared by their fingerprints."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path
from typing import Any

from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _
from itembank.commands.common import add_json_option, make_folder, say, say_json, say_table
from itembank.sealing.bundle import open_room_card
from itembank.sealing.errors import KeyFileError, UnknownFormatError
from itembank.sealing.keyfiles import read_box_public_key, read_verify_key, write_private, write_public
from itembank.sealing.keys import BoxKey, SigningKey

SIGNING, GRADING = "centre-signing", "grading"
MIN_PASSPHRASE = 8


def add_parsers(verbs: Any) -> None:
    """Add `keys make` and `keys show`."""
    keys = verbs.add_parser("keys", help=_("考试中心的钥匙：生成、显示指纹"))
    inner = keys.add_subparsers(required=True, metavar=_("命令"))
    make = inner.add_parser("make", help=_("生成签名钥匙和评分钥匙"))
    make.add_argument("folder", type=Path, help=_("写到哪个文件夹（请放在离线的介质上）"))
    make.add_argument("--passphrase-file", type=Path, help=_("从这个文件的第一行读取口令"))
    make.add_argument("--no-passphrase", action="store_true", help=_("不加口令，只用于演练"))
    add_json_option(make)
    make.set_defaults(run=run_make)
    show = inner.add_parser("show", help=_("显示公钥或考场卡的指纹，供双方当面或电话核对"))
    show.add_argument("file", type=Path, nargs="+", help=_("公钥文件（.pub）或考场卡"))
    add_json_option(show)
    show.set_defaults(run=run_show)


def run_make(arguments: argparse.Namespace) -> int:
    """Make both pairs; existing keys are never overwritten."""
    folder: Path = make_folder(arguments.folder)
    taken = [
        f"{name}{end}" for name in (SIGNING, GRADING) for end in (".key", ".pub") if (folder / f"{name}{end}").exists()
    ]
    if taken:
        raise JikaoError(
            _("文件夹里已经有钥匙 {names}，没有改动。").format(names="、".join(taken)),
            hint=_("换一个文件夹。"),
            code=ExitCode.REFUSED,
        )
    passphrase = new_passphrase(arguments)
    signing, grading = SigningKey.generate(), BoxKey.generate()
    write_private(folder / f"{SIGNING}.key", signing, passphrase)
    write_public(folder / f"{SIGNING}.pub", signing.public)
    write_private(folder / f"{GRADING}.key", grading, passphrase)
    write_public(folder / f"{GRADING}.pub", grading.public)
    rows = [
        (_("签名公钥"), f"{SIGNING}.pub", signing.public.fingerprint()),
        (_("评分公钥"), f"{GRADING}.pub", grading.public.fingerprint()),
    ]
    _tell(rows, as_json=arguments.json)
    if not arguments.json:
        say(_("把两个 .pub 文件交给考场和评分人员，并核对指纹；.key 文件不得离开考试中心。"))
    return ExitCode.OK


def run_show(arguments: argparse.Namespace) -> int:
    """Show fingerprints."""
    _tell([_named(path) for path in arguments.file], as_json=arguments.json)
    return ExitCode.OK


def new_passphrase(arguments: argparse.Namespace) -> str:
    """Return the passphrase for new keys: from a file, typed twice, or none on purpose."""
    if arguments.no_passphrase:
        return ""
    if arguments.passphrase_file is not None:
        passphrase = passphrase_in(arguments.passphrase_file)
    elif sys.stdin.isatty():
        passphrase = getpass.getpass(_("新口令："))
        if passphrase != getpass.getpass(_("再输入一次：")):
            raise JikaoError(_("两次输入的口令不同。"), hint=_("请重新运行。"))
    else:
        raise JikaoError(
            _("没有给出口令。"),
            hint=_("用 --passphrase-file 指明口令文件，或用 --no-passphrase（只用于演练）。"),
            code=ExitCode.USAGE,
        )
    if len(passphrase) < MIN_PASSPHRASE:
        raise JikaoError(_("口令至少要有 {count} 个字符。").format(count=MIN_PASSPHRASE))
    return passphrase


def passphrase_in(path: Path) -> str:
    """Return the first line of a passphrase file."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise JikaoError(_("读不到口令文件“{path}”。").format(path=path)) from error
    return (text.splitlines() or [""])[0]


def _named(path: Path) -> tuple[str, str, str]:
    if not path.is_file():
        raise JikaoError(_("读不到文件“{path}”。").format(path=path))
    try:
        return (_("签名公钥"), path.name, read_verify_key(path).fingerprint())
    except KeyFileError:
        pass
    try:
        return (_("评分公钥"), path.name, read_box_public_key(path).fingerprint())
    except KeyFileError:
        pass
    try:
        card = open_room_card(path)
    except UnknownFormatError as error:
        raise JikaoError(
            _("“{name}”不是公钥文件，也不是考场卡。").format(name=path.name), hint=_("私钥文件不显示。")
        ) from error
    return (_("考场卡 {site} {room}").format(site=card.site, room=card.room), path.name, card.fingerprint())


def _tell(rows: list[tuple[str, str, str]], *, as_json: bool) -> None:
    if as_json:
        say_json([{"file": name, "fingerprint": fingerprint} for _kind, name, fingerprint in rows])
    else:
        say_table((_("种类"), _("文件"), _("指纹")), rows)
