"""What the verbs share: keys, bundles, packages and results from the paths on the command line."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from grading.intake.bundle import RoomBundle, open_bundle
from grading.intake.errors import IntakeError
from grading.intake.keys import MarkingPackage, open_keys
from grading.results.store import ResultStore
from itembank.base.errors import JikaoError
from itembank.base.i18n import _
from itembank.sealing.bundle import open_room_card
from itembank.sealing.keyfiles import read_box_key, read_verify_key
from itembank.sealing.keys import BoxKey, VerifyKey

SQLITE_SUFFIXES = {".db", ".sqlite"}


def add_key_options(parser: argparse.ArgumentParser) -> None:
    """Offer the options that open sealed files."""
    parser.add_argument("--key", type=Path, required=True, help=_("评分私钥文件"))
    parser.add_argument("--passphrase-file", type=Path, help=_("存放私钥口令的文本文件"))
    parser.add_argument("--room-card", type=Path, action="append", default=[], help=_("可信考场的考场卡，可多次给出"))


def add_results_option(parser: argparse.ArgumentParser) -> None:
    """Offer `--results`."""
    parser.add_argument("--results", default="results.db", help=_("成绩库：文件名或数据库地址（默认 results.db）"))


def open_results(where: str) -> ResultStore:
    """Open a store by file name or database URL."""
    return ResultStore(where) if "://" in where else ResultStore.in_file(Path(where))


def read_key(arguments: argparse.Namespace) -> BoxKey:
    """Return the grader's private key."""
    passphrase = ""
    if arguments.passphrase_file:
        passphrase = _text(arguments.passphrase_file).strip()
    return read_box_key(arguments.key, passphrase)


def read_rooms(paths: Iterable[Path]) -> list[VerifyKey]:
    """Return the signing keys of the rooms whose cards are given."""
    return [open_room_card(path).signing for path in paths]


def read_bundles(arguments: argparse.Namespace) -> list[RoomBundle]:
    """Open all bundles; raises for the first that is refused, naming its file."""
    rooms, key = read_rooms(arguments.room_card), read_key(arguments)
    bundles: list[RoomBundle] = []
    for path in arguments.bundle:
        try:
            bundles.append(open_bundle(path, rooms, key))
        except JikaoError as error:
            raise JikaoError(f"{path}：{error.message}", hint=error.hint, code=error.code) from error
    _require_different(bundles)
    return bundles


def read_package(arguments: argparse.Namespace) -> MarkingPackage:
    """Open the marking package."""
    return open_keys(arguments.package, [read_verify_key(path) for path in arguments.centre], read_key(arguments))


def now() -> datetime:
    """Return the wall time for records."""
    return datetime.now().astimezone()


def _require_different(bundles: list[RoomBundle]) -> None:
    """Refuse two exports of the same sitting and room: they hold the same candidates."""
    seen: set[tuple[str, ...]] = set()
    for bundle in bundles:
        place = (bundle.summary.exam, bundle.summary.sitting, bundle.summary.site, bundle.summary.room)
        if place in seen:
            raise IntakeError(
                _("同一考场同一场次的答卷包给了两份：{room}。").format(room=bundle.summary.room),
                hint=_("只保留导出版本号较大的一份。"),
            )
        seen.add(place)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise JikaoError(_("无法读取文件“{name}”。").format(name=path)) from error
