"""Tables of results: rows are only ever added, but for `pending`, which empties into a finished run."""

from __future__ import annotations

from sqlalchemy import BLOB, Engine, ForeignKey, LargeBinary, String, inspect, select
from sqlalchemy.dialects.postgresql import BYTEA
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from grading.results.connection import connect
from grading.results.errors import ResultsError
from itembank.base.errors import ExitCode
from itembank.base.i18n import _

VERSION = 3
TRIES = 5
BYTES = LargeBinary().with_variant(BLOB(), "sqlite").with_variant(BYTEA(), "postgresql")
# Sorted by their characters everywhere: two runs are compared side by side, and a server may sort by its own language.
NUMBER = String(20).with_variant(String(20, collation="C"), "postgresql")


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
    candidate: Mapped[str] = mapped_column(NUMBER, primary_key=True)
    result: Mapped[bytes] = mapped_column(BYTES)
    open_items: Mapped[int]


class PendingRow(Base):
    """A result of a run that is still being marked: what an interruption leaves to go on from."""

    __tablename__ = "pending"
    run: Mapped[str] = mapped_column(String(64), primary_key=True)
    candidate: Mapped[str] = mapped_column(NUMBER, primary_key=True)
    result: Mapped[bytes] = mapped_column(BYTES)
    open_items: Mapped[int]


class PublishedRow(Base):
    """From now on this run counts, with the first `decisions` decisions of people under the policy of that number."""

    __tablename__ = "published"
    number: Mapped[int] = mapped_column(primary_key=True)
    run: Mapped[str] = mapped_column(ForeignKey("runs.run"))
    decisions: Mapped[int]
    policy: Mapped[int]
    by: Mapped[str]
    made: Mapped[str]


class RunRecordRow(Base):
    """What a run was vouched for by when it was stored: `record.RunRecord` as canonical bytes."""

    __tablename__ = "run_records"
    run: Mapped[str] = mapped_column(ForeignKey("runs.run"), primary_key=True)
    record: Mapped[bytes] = mapped_column(BYTES)


class RunDigestRow(Base):
    """The digest of all results of a run when it was stored (`whole.digest_of`)."""

    __tablename__ = "run_digests"
    run: Mapped[str] = mapped_column(ForeignKey("runs.run"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))


class DoubtRow(Base):
    """A result that came out otherwise when it was marked again: both as they were, for whoever looks into it."""

    __tablename__ = "doubts"
    number: Mapped[int] = mapped_column(primary_key=True)
    run: Mapped[str] = mapped_column(String(64), index=True)
    candidate: Mapped[str] = mapped_column(NUMBER)
    first: Mapped[bytes] = mapped_column(BYTES)
    second: Mapped[bytes] = mapped_column(BYTES)


class PublishedHeadRow(Base):
    """The digest of the last decision that counts in a publication."""

    __tablename__ = "published_heads"
    number: Mapped[int] = mapped_column(ForeignKey("published.number"), primary_key=True)
    head: Mapped[str] = mapped_column(String(64))


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
    engine = connect(url)
    try:
        for tries_left in reversed(range(TRIES)):
            try:
                _make_tables(engine)
                break
            except (DBAPIError, ResultsError) as error:  # somebody else makes them at this very moment
                is_busy = isinstance(error, DBAPIError) or error.code is ExitCode.BUSY
                if not tries_left or not is_busy:
                    raise
    except BaseException:
        engine.dispose()
        raise
    return engine


def _make_tables(engine: Engine) -> None:
    """Make what is missing: tables that came later stand empty beside the old ones, and say nothing of old runs."""
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
