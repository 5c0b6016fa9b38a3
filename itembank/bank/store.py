"""Opening and making a bank: one SQLite file, or a PostgreSQL database by its URL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

from itembank.bank.audit import AuditLog
from itembank.bank.errors import BankError
from itembank.bank.forms import FormShelf
from itembank.bank.items import ItemShelf
from itembank.bank.media import MediaShelf
from itembank.bank.migrations import bring_up_to_date, write_new
from itembank.base.clock import Clock
from itembank.base.errors import ExitCode
from itembank.base.i18n import _

BUSY_SECONDS = 5
URL_MARK = "://"
SCHEMES = frozenset({"postgres", "postgresql", "postgresql+psycopg", "sqlite"})
# What SQLite says of a file that is none of its own or is torn.
DAMAGED = ("not a database", "malformed", "disk image")
PASSWORD = re.compile(r"(://[^/@:]*):[^/@]*@")


class Bank:
    """A bank that was opened and verified: `items`, `media`, `forms` and `log` are its shelves."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        """Join the shelves; callers use `create` and `open`."""
        self._engine = engine
        self.log = AuditLog(engine, clock)
        self.media = MediaShelf(engine)
        self.items = ItemShelf(engine, self.media, self.log)
        self.forms = FormShelf(engine, self.log)

    @classmethod
    def create(cls, place: str, clock: Clock) -> Self:
        """Make a new, empty bank at a file path or URL; refuses a place that is taken."""
        if URL_MARK not in place and Path(place).exists():
            raise BankError(
                _("文件“{name}”已经存在，没有改动它。").format(name=Path(place).name),
                hint=_("换一个文件名，或直接使用现有的题库。"),
                code=ExitCode.REFUSED,
            )
        bank = cls(_engine(place), clock)
        with plain_errors(), bank._closed_on_error(), bank._engine.begin() as connection:
            write_new(connection, bank.log.now())
            bank.log.append(connection, "", "create", "bank")
        return bank

    @classmethod
    def open(cls, place: str, clock: Clock) -> Self:
        """Open a bank and bring an older schema up to date; raises `BankError` for anything else."""
        if URL_MARK not in place and not Path(place).is_file():
            raise BankError(
                _("找不到题库“{name}”。").format(name=place),
                hint=_("用 itembank init 新建题库，或用 --bank 指明它的位置。"),
            )
        bank = cls(_engine(place), clock)
        with plain_errors(), bank._closed_on_error(), bank._engine.begin() as connection:
            bring_up_to_date(connection, bank.log.now())
        return bank

    def close(self) -> None:
        """Let go of the file or the connections."""
        self._engine.dispose()

    @contextmanager
    def _closed_on_error(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn what a person can act on (busy, unreachable, damaged, full) into a `BankError`."""
    try:
        yield
    except OperationalError as error:
        text = str(error.orig)
        busy = "locked" in text
        raise BankError(
            _("题库正被另一个程序使用。")
            if busy
            else _("打不开题库：{text}").format(text=text.strip().splitlines()[0]),
            hint=_("请稍后再试。") if busy else _("请检查磁盘空间、文件权限或数据库地址。"),
            code=ExitCode.BUSY if busy else ExitCode.ENVIRONMENT,
        ) from error
    except DBAPIError as error:
        text = str(error.orig).strip().splitlines()[0]
        raise BankError(
            _("这不是题库文件，或它已经损坏。")
            if any(word in text for word in DAMAGED)
            else _("题库拒绝了这次操作：{text}").format(text=text),
            hint=_("请确认这是题库文件；如果它损坏了，请使用最近的备份。"),
            code=ExitCode.REFUSED,
        ) from error


def _engine(place: str) -> Engine:
    try:
        if URL_MARK in place:
            if place.partition(URL_MARK)[0] not in SCHEMES:
                raise ArgumentError(place)
            return _guarded(create_engine(_with_driver(place)))
        return _guarded(create_engine(f"sqlite:///{Path(place)}", connect_args={"timeout": BUSY_SECONDS}))
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise BankError(
            _("题库地址“{place}”不对。").format(place=PASSWORD.sub(r"\1:***@", place)),
            hint=_("写文件名，或写 postgresql://用户:密码@主机:端口/数据库。"),
            code=ExitCode.USAGE,
        ) from error
    except ModuleNotFoundError as error:
        raise BankError(
            _("使用 PostgreSQL 题库需要安装驱动程序。"),
            hint=_("运行 pip install jikao[postgresql]。"),
            code=ExitCode.ENVIRONMENT,
        ) from error


def _with_driver(url: str) -> str:
    """Name psycopg 3, the only driver we carry, when the URL leaves the driver open."""
    scheme, mark, rest = url.partition(URL_MARK)
    return f"postgresql+psycopg{mark}{rest}" if scheme in {"postgres", "postgresql"} else url


def _guarded(engine: Engine) -> Engine:
    """Make SQLite keep foreign keys, survive power cuts, and lock before the first read of a transaction."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_immediate)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # WORKAROUND: the driver would open transactions by its own rules; SQLAlchemy's manual ("Serializable
    # isolation / Savepoints / Transactional DDL" for pysqlite) advises to take that over.
    connection.isolation_level = None
    for pragma in ("foreign_keys = ON", "journal_mode = DELETE", "synchronous = FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
