"""What the verbs share: keys, bundles, packages and results from the paths on the command line."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

from grading.intake.bundle import RoomBundle
from grading.intake.keys import MarkingPackage
from grading.results.store import ResultStore
from grading.runs.sources import Sources, check_together
from itembank.base.errors import JikaoError
from itembank.base.i18n import _

SQLITE_SUFFIXES = {".db", ".sqlite"}


def add_key_options(parser: argparse.ArgumentParser, *, required: bool = True) -> None:
    """Offer the options that open sealed files."""
    parser.add_argument("--key", type=Path, required=required, help=_("评分私钥文件"))
    parser.add_argument("--passphrase-file", type=Path, help=_("存放私钥口令的文本文件"))
    parser.add_argument("--room-card", type=Path, action="append", default=[], help=_("可信考场的考场卡，可多次给出"))


def add_results_option(parser: argparse.ArgumentParser) -> None:
    """Offer `--results`."""
    parser.add_argument(
        "--results", metavar=_("成绩库"), default="results.db", help=_("成绩库：文件名或数据库地址（默认 results.db）")
    )


def open_results(where: str, *, must_exist: bool = False) -> ResultStore:
    """Open a store by file name or database URL; what only reads asks for one that is there."""
    if must_exist and "://" not in where and not Path(where).is_file():
        raise JikaoError(
            _("找不到成绩库“{name}”。").format(name=where),
            hint=_("先运行 grading score，或用 --results 指明它的位置。"),
        )
    return ResultStore(where) if "://" in where else ResultStore.in_file(Path(where))


def read_sources(arguments: argparse.Namespace, package: Path | None = None) -> Sources:
    """Return the paths that a run marks with."""
    return Sources(
        package=package or Path(),
        centres=tuple(getattr(arguments, "centre", None) or ()),
        key=arguments.key.absolute() if arguments.key else Path(),
        passphrase_file=arguments.passphrase_file,
        room_cards=tuple(arguments.room_card),
    )


def read_bundles(arguments: argparse.Namespace) -> list[RoomBundle]:
    """Open all bundles; raises for the first that is refused, naming its file."""
    sources = read_sources(arguments)
    check_together(sources.open_face(path) for path in arguments.bundle)
    return [sources.open_bundle(path) for path in arguments.bundle]


def read_package(arguments: argparse.Namespace) -> MarkingPackage:
    """Open the marking package as it was sealed."""
    return read_sources(arguments, arguments.package).open_package()


def now() -> datetime:
    """Return the wall time for records."""
    return datetime.now().astimezone()
