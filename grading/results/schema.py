"""Tables of results: rows are only ever added, but for `pending`, which empties into a finished run."""

from __future__ import annotations

from sqlalchemy import BLOB, Engine, ForeignKey, LargeBinary, String, create_engine, event, inspect, select
from sqlalchemy.dialects.postgresql import BYTEA
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _

VERSION = 2
BYTES = LargeBinary().with_variant(BLOB(), "sqlite").with_variant(BYTEA(), "postgresql")


class ResultsError(JikaoError):
    """The results cannot be opened, or what is asked of them is not there."""


class Base(DeclarativeBase):
    """All tables of results."""


class SchemaRow(Base):
    """The version of these tables."""

    __tablename__ = "results_schema"
    version: Mapped[int] = mapped_column(primary_key=True)


class RunRow(Base):
    """A finished run: its name is the hash of its input."""

    __tablename__ = "runs"
    run: Mapped[str] = mapped_column(String(64), primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    made: Mapped[str]
    input: Mapped[bytes] = mapped_column(BYTES)


class ResultRow(Base):
    """One candidate's result in a finished run, as canonical bytes; `open_items` of it need a person."""

    __tablename__ = "results"
    run: Mapped[str] = mapped_column(ForeignKey("runs.run"), primary_key=True)
    candidate: Mapped[str] = mapped_column(String(20), primary_key=True)
    result: Mapped[bytes] = mapped_column(BYTES)
    open_items: Mapped[int]


class PendingRow(Base):
    """A result of a run that is still being marked: what an interruption leaves to go on from."""

    __tablename__ = "pending"
    run: Mapped[str] = mapped_column(String(64), primary_key=True)
    candidate: Mapped[str] = mapped_column(String(20), primary_key=True)
    result: Mapped[bytes] = mapped_column(BYTES)
    open_items: Mapped[int]


class PublishedRow(Base):
    """From now on this run counts, with the first `decisions` decisions of people."""

    __tablename__ = "published"
    number: Mapped[int] = mapped_column(primary_key=True)
    run: Mapped[str] = mapped_column(ForeignKey("runs.run"))
    decisions: Mapped[int]
    by: Mapped[str]
    made: Mapped[str]


class CorrectionRow(Base):
    """A correction of the key, or the withdrawal of one."""

    __tablename__ = "corrections"
    number: Mapped[int] = mapped_column(primary_key=True)
    correction: Mapped[bytes] = mapped_column(BYTES)
    reason: Mapped[str]
    by: Mapped[str]
    made: Mapped[str]


class MarkerRow(Base):
    """A person who may decide, and the key they sign with."""

    __tablename__ = "markers"
    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    signing_key: Mapped[bytes] = mapped_column(BYTES)
    by: Mapped[str]
    made: Mapped[str]


class PolicyRow(Base):
    """From now on this is asked of people who mark."""

    __tablename__ = "policies"
    number: Mapped[int] = mapped_column(primary_key=True)
    policy: Mapped[bytes] = mapped_column(BYTES)
    by: Mapped[str]
    made: Mapped[str]


class DecisionRow(Base):
    """A decision of a person as canonical bytes, with its signature; each one holds the digest of the one before."""

    __tablename__ = "decisions"
    number: Mapped[int] = mapped_column(primary_key=True)
    decision: Mapped[bytes] = mapped_column(BYTES)
    signature: Mapped[bytes] = mapped_column(BYTES)


def open_engine(url: str) -> Engine:
    """Connect, and make the tables when there are none; raises `ResultsError`."""
    try:
        engine = create_engine(url)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _prepare)
        _make_tables(engine)
    except OperationalError as error:
        raise ResultsError(_("无法打开成绩库：{error}").format(error=error.orig), code=ExitCode.ENVIRONMENT) from error
    return engine


def _make_tables(engine: Engine) -> None:
    names = set(inspect(engine).get_table_names())
    if RunRow.__tablename__ in names and SchemaRow.__tablename__ not in names:
        raise _other_version()
    Base.metadata.create_all(engine)
    with Session(engine) as session, session.begin():
        version = session.scalar(select(SchemaRow.version))
        if version is None:
            session.add(SchemaRow(version=VERSION))
        elif version != VERSION:
            raise _other_version()


def _other_version() -> ResultsError:
    return ResultsError(
        _("成绩库由其他版本的程序建立，没有打开。"),
        hint=_("请用建立它的版本打开，或换一个成绩库文件重新评分。"),
    )


def _prepare(connection: object, _record: object) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
