"""What the verbs share: where the bank is, who acts, how lines and JSON are written."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from itembank.bank.store import Bank, plain_errors
from itembank.base.canonical import canonical_bytes
from itembank.base.clock import SystemClock
from itembank.base.columns import table_lines
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.files import write_whole
from itembank.base.i18n import _
from itembank.base.system import reason_of

DEFAULT_BANK = "itembank.db"


def add_bank_option(parser: argparse.ArgumentParser) -> None:
    """Offer `--bank`."""
    parser.add_argument(
        "--bank",
        default=DEFAULT_BANK,
        help=_("题库：文件名或 PostgreSQL 地址（默认 {name}）").format(name=DEFAULT_BANK),
    )


def add_person_option(parser: argparse.ArgumentParser, *, required: bool = True) -> None:
    """Offer `--by`."""
    parser.add_argument("--by", default="", required=required, metavar=_("姓名"), help=_("办理人，记入操作日志"))


def add_json_option(parser: argparse.ArgumentParser) -> None:
    """Offer `--json`."""
    parser.add_argument("--json", action="store_true", help=_("输出一行 JSON，供其他程序读取"))


@contextmanager
def opened_bank(place: str) -> Iterator[Bank]:
    """Open the bank; what its database refuses comes out as an error a person can act on."""
    with plain_errors(), Bank.open(place, SystemClock()) as bank:
        yield bank


def say(line: str = "") -> None:
    """Write a line of the command's result."""
    sys.stdout.write(line + "\n")


def say_json(value: object) -> None:
    """Write a value as one line of JSON."""
    say(canonical_bytes(value).decode("utf-8"))


def say_table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write a header and rows in columns that line up."""
    say_rows([titles, *rows])


def say_rows(rows: Sequence[Sequence[str]]) -> None:
    """Write rows in columns that line up on a terminal where Chinese is two columns wide."""
    for line in table_lines(rows):
        say(line)


def read_file(path: Path) -> bytes:
    """Return a file's bytes; a missing one is the person's matter, not a bug."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise JikaoError(
            _("读不到文件“{path}”：{reason}").format(path=path, reason=reason_of(error)),
            hint=_("请检查文件名和权限。"),
        ) from error


def write_new(path: Path, data: bytes) -> None:
    """Write a file whole; one that is there already is never overwritten."""
    if path.exists():
        raise JikaoError(
            _("文件“{name}”已经存在，没有改动它。").format(name=path.name),
            hint=_("换一个文件名。"),
            code=ExitCode.REFUSED,
        )
    write_whole(path, data)


def make_folder(path: Path) -> Path:
    """Make a folder if it is not there."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise JikaoError(
            _("不能建立文件夹“{path}”：{reason}").format(path=path, reason=reason_of(error)),
            hint=_("请检查位置和权限。"),
            code=ExitCode.ENVIRONMENT,
        ) from error
    return path
