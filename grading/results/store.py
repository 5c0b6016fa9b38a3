"""Runs in a database: rows are only ever added; `published` names the run that counts now.

SQLite by default, PostgreSQL by URL. The same run stored twice is stored once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import BLOB, Engine, ForeignKey, LargeBinary, String, create_engine, event, func, select
from sqlalchemy.dialects.postgresql import BYTEA
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from grading.results.run import CandidateResult, RunInput
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _
from itembank.model.codec import from_bytes, to_bytes

BYTES = LargeBinary().with_variant(BLOB(), "sqlite").with_variant(BYTEA(), "postgresql")


class ResultsError(JikaoError):
    """The results cannot be opened, or what is asked of them is not there."""


class _Base(DeclarativeBase):
    """Tables of results."""


class _Run(_Base):
    __tablename__ = "runs"
    run: Mapped[str] = mapped_column(String(64), primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    made: Mapped[str]
    input: Mapped[bytes] = mapped_column(BYTES)


class _Result(_Base):
    __tablename__ = "results"
    run: Mapped[str] = mapped_column(ForeignKey("runs.run"), primary_key=True)
    candidate: Mapped[str] = mapped_column(String(20), primary_key=True)
    result: Mapped[bytes] = mapped_column(BYTES)


class _Published(_Base):
    __tablename__ = "published"
    number: Mapped[int] = mapped_column(primary_key=True)
    run: Mapped[str] = mapped_column(ForeignKey("runs.run"))
    by: Mapped[str]
    made: Mapped[str]


class ResultStore:
    """Opens the results of an exam at a database URL; creates the tables when they are not there."""

    def __init__(self, url: str) -> None:
        """Connect; raises `ResultsError` when the database cannot be opened."""
        self._engine = _engine(url)
        try:
            _Base.metadata.create_all(self._engine)
        except OperationalError as error:
            raise ResultsError(
                _("无法打开成绩库：{error}").format(error=error.orig), code=ExitCode.ENVIRONMENT
            ) from error

    @classmethod
    def in_file(cls, path: Path) -> ResultStore:
        """Open results in a SQLite file."""
        return cls(f"sqlite:///{path}")

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def add_run(self, run: RunInput, results: Iterable[CandidateResult], made: datetime) -> str:
        """Store a run with all its results in one transaction; returns its name.

        The same input must give the same results: a difference raises `ResultsError` and stores nothing.
        """
        name = run.run_id()
        rows = [_Result(run=name, candidate=result.candidate, result=to_bytes(result)) for result in results]
        with Session(self._engine) as session, session.begin():
            if session.get(_Run, name) is not None:
                self._require_same(session, name, rows)
                return name
            number = session.scalar(select(func.count()).select_from(_Run)) or 0
            session.add(_Run(run=name, number=number + 1, made=made.isoformat(), input=to_bytes(run)))
            session.flush()
            session.add_all(rows)
        return name

    def runs(self) -> list[str]:
        """Return the names of all runs, oldest first."""
        with Session(self._engine) as session:
            return list(session.scalars(select(_Run.run).order_by(_Run.number)))

    def run_input(self, run: str) -> RunInput:
        """Return what went into a run; raises `ResultsError` for an unknown one."""
        with Session(self._engine) as session:
            found = session.get(_Run, run)
        if found is None:
            raise ResultsError(_("没有评分批次“{run}”。").format(run=run[:16]))
        return from_bytes(RunInput, found.input)

    def results(self, run: str) -> Iterator[CandidateResult]:
        """Yield the results of a run by candidate number."""
        with Session(self._engine) as session:
            wanted = select(_Result.result).where(_Result.run == run).order_by(_Result.candidate)
            for data in session.scalars(wanted):
                yield from_bytes(CandidateResult, data)

    def publish(self, run: str, by: str, made: datetime) -> None:
        """Let `run` count from now on; earlier pointers stay on record."""
        self.run_input(run)
        with Session(self._engine) as session, session.begin():
            session.add(_Published(run=run, by=by, made=made.isoformat()))

    def find_published(self) -> str | None:
        """Find the run that counts now."""
        with Session(self._engine) as session:
            return session.scalar(select(_Published.run).order_by(_Published.number.desc()).limit(1))

    def latest(self) -> str:
        """Return the published run, else the newest; raises `ResultsError` when nothing was marked yet."""
        runs = self.runs()
        published = self.find_published()
        if published or runs:
            return published or runs[-1]
        raise ResultsError(_("还没有评分结果。"), hint=_("先运行 grading score。"))

    @staticmethod
    def _require_same(session: Session, run: str, rows: list[_Result]) -> None:
        stored = {row.candidate: row.result for row in session.scalars(select(_Result).where(_Result.run == run))}
        if stored != {row.candidate: row.result for row in rows}:
            raise ResultsError(
                _("同样的输入给出了不同的结果，没有保存。"),
                hint=_("请保留现场并联系开发者；已有的结果没有改动。"),
                code=ExitCode.REFUSED,
            )


def _engine(url: str) -> Engine:
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
    return engine


def _prepare(connection: object, _record: object) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
