"""The way to the results database, and what it says when something fails: a sentence, whoever asked.

What a person can put right (locked, full, unreachable, not a database) leaves every call as a `ResultsError`; only
what is there already (a row, a table) stays the database's own error, for the callers that race to make it.
"""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, NoSuchModuleError, OperationalError

from grading.results.errors import ResultsError
from grading.results.place import require_own_disk
from itembank.base.errors import ExitCode
from itembank.base.i18n import N_, _

BUSY_MS = 20_000
SCHEMES = {"postgresql": "postgresql+psycopg", "postgresql+psycopg": "postgresql+psycopg", "sqlite": "sqlite"}
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_MS}")
BUSY = ("locked", "deadlock")
DAMAGED = ("not a database", "malformed", "corrupt")
ALREADY = "already exists"
# What SQLite says, for people; what is not here is shown as it is.
WORDS = {
    "database or disk is full": N_("磁盘已满。"),
    "disk I/O error": N_("读写磁盘出错：磁盘已满、已被拔出或损坏。"),
    "attempt to write a readonly database": N_("成绩库文件或它所在的文件夹是只读的。"),
    "unable to open database file": N_("打不开文件：文件夹不存在或没有权限。"),
}
PASSWORD = re.compile(r"(://[^:/@]*):[^@]*@")


def connect(url: str) -> Engine:
    """Return an engine for a database URL; raises `ResultsError` for an address that makes no sense."""
    scheme, mark, rest = url.partition("://")
    try:
        if scheme not in SCHEMES:
            raise ArgumentError(url)
        engine = create_engine(SCHEMES[scheme] + mark + rest, pool_pre_ping=scheme != "sqlite")
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise ResultsError(
            _("成绩库地址“{place}”不对。").format(place=PASSWORD.sub(r"\1:***@", url)),
            hint=_("写文件名，或写 postgresql://用户:密码@主机:端口/数据库。"),
            code=ExitCode.USAGE,
        ) from error
    except ModuleNotFoundError as error:
        raise ResultsError(
            _("使用 PostgreSQL 成绩库需要安装驱动程序。"),
            hint=_("运行 pip install jikao[postgresql]。"),
            code=ExitCode.ENVIRONMENT,
        ) from error
    if engine.dialect.name == "sqlite" and engine.url.database not in {None, "", ":memory:"}:
        require_own_disk(Path(str(engine.url.database)))
    event.listen(engine, "handle_error", _say_plainly)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
    return engine


def _say_plainly(context: ExceptionContext) -> None:
    error = context.sqlalchemy_exception
    if context.is_pre_ping or not isinstance(error, DBAPIError) or isinstance(error, IntegrityError):
        return
    if ALREADY in str(error.orig):
        return
    text = (str(error.orig).strip().splitlines() or [type(error.orig).__name__])[0]
    if any(word in text for word in DAMAGED):
        raise ResultsError(
            _("这不是成绩库文件，或它已经损坏。"),
            hint=_("请停止使用这个成绩库并从备份恢复。"),
            code=ExitCode.REFUSED,
        ) from context.original_exception
    if any(word in text for word in BUSY):
        raise ResultsError(
            _("成绩库正被另一个程序使用，没有保存。"), hint=_("请稍后再试。"), code=ExitCode.BUSY
        ) from context.original_exception
    if isinstance(error, OperationalError):
        raise ResultsError(
            _("成绩库无法读写：{text}").format(text=_(WORDS[text]) if text in WORDS else text),
            hint=_("请检查磁盘空间、文件权限或数据库地址。"),
            code=ExitCode.ENVIRONMENT,
        ) from context.original_exception


def _prepare(connection: object, _record: object) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
