"""Runs in a database: rows are only ever added; `published` names the run that counts now.

SQLite by default, PostgreSQL by URL. The same run stored twice is stored once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, Insert, delete, func, insert, literal, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from grading.results.errors import ResultsError, read_stored
from grading.results.record import RunRecord
from grading.results.run import CandidateResult, RunInput
from grading.results.schema import (
    DoubtRow,
    PendingRow,
    PolicyRow,
    PublishedHeadRow,
    PublishedRow,
    ResultRow,
    RunDigestRow,
    RunRecordRow,
    RunRow,
    open_engine,
)
from grading.results.whole import StoredResult, digest_of, passing
from itembank.base.errors import ExitCode
from itembank.base.i18n import _
from itembank.model.codec import to_bytes

# In canonical JSON a quotation mark inside a text is escaped, so no answer can look like this.
OPEN_ITEM = b'"status":"needs_person"'
TRIES = 5
AT_ONCE = 500
NEWEST = "latest"
"""Stands for the newest run where a run is asked for; no run's name begins so, they are hexadecimal."""


@dataclass(frozen=True, slots=True)
class Published:
    """Which run counts, how many of the decisions of people count with it, and under which policy (0: the first).

    `head` is the digest of the last of these decisions, "" where none was noted.
    """

    run: str
    decisions: int
    policy: int
    by: str
    made: str
    head: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A candidate's result that came out otherwise the second time."""

    candidate: str
    first: bytes
    second: bytes


class ResultStore:
    """Opens the results of an exam at a database URL; creates the tables when they are not there."""

    def __init__(self, url: str) -> None:
        """Connect; raises `ResultsError` when the database cannot be opened."""
        self.engine: Engine = open_engine(url)

    @classmethod
    def in_file(cls, path: Path) -> ResultStore:
        """Open results in a SQLite file."""
        return cls(f"sqlite:///{path}")

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    # ---- a run while it is being marked

    def pending(self, run: str) -> set[str]:
        """Return the candidates that an interrupted run has marked already."""
        with Session(self.engine) as session:
            return set(session.scalars(select(PendingRow.candidate).where(PendingRow.run == run)))

    def kept_result(self, run: str, candidate: str) -> bytes | None:
        """Find the bytes of a result of a run, finished or not: another process may finish it meanwhile."""
        with Session(self.engine) as session:
            row = session.get(PendingRow, (run, candidate)) or session.get(ResultRow, (run, candidate))
            return row.result if row is not None else None

    def keep(self, run: str, results: Sequence[tuple[str, bytes]]) -> None:
        """Keep results of an unfinished run, in one transaction; those that are there already stay as they are."""
        rows = [
            {"run": run, "candidate": number, "result": result, "open_items": result.count(OPEN_ITEM)}
            for number, result in results
        ]
        if not rows:
            return
        dialect = postgresql if self.engine.dialect.name == "postgresql" else sqlite
        with Session(self.engine) as session, session.begin():
            session.execute(dialect.insert(PendingRow).on_conflict_do_nothing(), rows)

    def amend(self, run: str, candidate: str, result: bytes) -> None:
        """Put another result in the place of one that an unfinished run keeps."""
        values = {"result": result, "open_items": result.count(OPEN_ITEM)}
        with Session(self.engine) as session, session.begin():
            session.execute(
                update(PendingRow).where(PendingRow.run == run, PendingRow.candidate == candidate).values(values)
            )

    def doubt(self, run: str, doubts: Sequence[Doubt]) -> None:
        """Keep what contradicted each other, and forget all that an unfinished run has marked."""
        with Session(self.engine) as session, session.begin():
            session.add_all(
                DoubtRow(run=run, candidate=one.candidate, first=one.first, second=one.second) for one in doubts
            )
            session.execute(delete(PendingRow).where(PendingRow.run == run))

    def is_doubted(self, run: str) -> bool:
        """Say whether marking again ever contradicted results of this run."""
        with Session(self.engine) as session:
            return session.scalar(select(func.count()).select_from(DoubtRow).where(DoubtRow.run == run)) != 0

    def finish(self, run: RunInput, made: datetime, record: RunRecord | None = None) -> str:
        """Turn what is pending into a run, with the untouched results of its base; returns its name.

        The same input must give the same results: a difference raises `ResultsError` and the stored run stays, as
        does its record.
        """
        if run.base:
            self.require_whole(run.base)
        for _try in range(TRIES):
            try:
                self._finish(run, made, record)
            except IntegrityError:
                continue  # another process finished a run at this moment; look again
            return run.run_id()
        raise ResultsError(_("成绩库正被另一个程序使用，没有保存。"), hint=_("请稍后再试。"), code=ExitCode.BUSY)

    def add_run(self, run: RunInput, results: Iterable[CandidateResult], made: datetime) -> str:
        """Store a whole run; returns its name. See `finish`."""
        name, rows = run.run_id(), [(result.candidate, to_bytes(result)) for result in results]
        self.drop_pending(name)
        self.keep(name, rows)
        if not run.base and self.counts(name)[0] not in {0, len(rows)}:
            raise _other_bytes()
        return self.finish(run, made)

    def drop_pending(self, run: str) -> None:
        """Forget what an unfinished run has marked."""
        with Session(self.engine) as session, session.begin():
            session.execute(delete(PendingRow).where(PendingRow.run == run))

    # ---- finished runs

    def runs(self) -> list[str]:
        """Return the names of all runs, oldest first."""
        with Session(self.engine) as session:
            return list(session.scalars(select(RunRow.run).order_by(RunRow.number)))

    def find_newest(self) -> str | None:
        """Find the run that was stored last."""
        with Session(self.engine) as session:
            return session.scalar(select(RunRow.run).order_by(RunRow.number.desc()).limit(1))

    def find_run(self, start: str) -> str:
        """Return the one run whose name begins so, for `NEWEST` the last one; raises `ResultsError`."""
        runs = self.runs()
        found = runs[-1:] if start == NEWEST else [name for name in runs if name.startswith(start)]
        if len(found) != 1:
            raise ResultsError(_("没有或不止一个批次以“{start}”开头。").format(start=start))
        return found[0]

    def run_input(self, run: str) -> RunInput:
        """Return what went into a run; raises `ResultsError` for an unknown one."""
        with Session(self.engine) as session:
            found = session.get(RunRow, run)
        if found is None:
            raise _unknown(run)
        return read_stored(RunInput, found.input)

    def made(self, run: str) -> str:
        """Return when a run was stored; raises `ResultsError` for an unknown one."""
        with Session(self.engine) as session:
            found = session.get(RunRow, run)
            if found is None:
                raise _unknown(run)
            return found.made

    def record(self, run: str) -> RunRecord | None:
        """Find what vouches for a run; None for one that was stored without."""
        with Session(self.engine) as session:
            found = session.get(RunRecordRow, run)
            return read_stored(RunRecord, found.record) if found is not None else None

    def stored(self, run: str) -> Iterator[bytes]:
        """Yield the canonical bytes of a run's results by candidate number.

        Raises `ResultsError` at the end when they are not what was stored: nothing may be acted upon before.
        """
        with Session(self.engine) as session:
            known = session.get(RunDigestRow, run)
            for row in passing(_rows(session, run), run, known.digest if known is not None else ""):
                yield row.result

    def require_whole(self, run: str) -> None:
        """Raise `ResultsError` when a run's results are not what was stored."""
        for _data in self.stored(run):
            pass

    def results(self, run: str) -> Iterator[CandidateResult]:
        """Yield the results of a run by candidate number, as the machine marked them; raises as `stored` does."""
        for data in self.stored(run):
            yield read_stored(CandidateResult, data)

    def find_result(self, run: str, candidate: str) -> CandidateResult | None:
        """Find one candidate's result in a finished run."""
        with Session(self.engine) as session:
            row = session.get(ResultRow, (run, candidate))
            return read_stored(CandidateResult, row.result) if row is not None else None

    def stored_results(self, run: str, candidates: Sequence[str]) -> Iterator[bytes]:
        """Yield the canonical bytes of some candidates' results, in the order given; who has none is left out."""
        with Session(self.engine) as session:
            for first in range(0, len(candidates), AT_ONCE):
                some = candidates[first : first + AT_ONCE]
                wanted = select(ResultRow.candidate, ResultRow.result).where(
                    ResultRow.run == run, ResultRow.candidate.in_(some)
                )
                found = {row.candidate: row.result for row in session.execute(wanted)}
                yield from (found[candidate] for candidate in some if candidate in found)

    def open_results(self, run: str) -> Iterator[CandidateResult]:
        """Yield only the results of a run that need a person somewhere."""
        with Session(self.engine) as session:
            wanted = select(ResultRow.result).where(ResultRow.run == run, ResultRow.open_items > 0)
            ordered = wanted.order_by(ResultRow.candidate).execution_options(yield_per=500)
            for data in session.scalars(ordered):
                yield read_stored(CandidateResult, data)

    def counts(self, run: str) -> tuple[int, int]:
        """Return how many candidates a run has, and how many items need a person."""
        with Session(self.engine) as session:
            wanted = select(func.count(), func.coalesce(func.sum(ResultRow.open_items), 0)).where(ResultRow.run == run)
            candidates, items = session.execute(wanted).one()
            return candidates, items

    def publish(self, run: str, by: str, made: datetime, *, decisions: int = 0, head: str = "") -> None:
        """Let `run` count from now on, with the first `decisions` decisions under the policy that holds now.

        `head` is the digest of the last of them. Earlier pointers stay on record.
        """
        self.run_input(run)
        with Session(self.engine) as session, session.begin():
            policy = session.scalar(select(func.max(PolicyRow.number))) or 0
            row = PublishedRow(run=run, by=by, made=made.isoformat(), decisions=decisions, policy=policy)
            session.add(row)
            session.flush()
            session.add(PublishedHeadRow(number=row.number, head=head))

    def find_publication(self) -> Published | None:
        """Find what counts now."""
        with Session(self.engine) as session:
            row = session.scalar(select(PublishedRow).order_by(PublishedRow.number.desc()).limit(1))
            if row is None:
                return None
            head = session.get(PublishedHeadRow, row.number)
            return Published(row.run, row.decisions, row.policy, row.by, row.made, head.head if head else "")

    def find_published(self) -> str | None:
        """Find the run that counts now."""
        published = self.find_publication()
        return published.run if published else None

    def latest(self) -> str:
        """Return the published run, else the newest; raises `ResultsError` when nothing was marked yet."""
        runs = self.runs()
        published = self.find_published()
        if published or runs:
            return published or runs[-1]
        raise ResultsError(_("还没有评分结果。"), hint=_("先运行 grading score。"))

    def _finish(self, run: RunInput, made: datetime, record: RunRecord | None) -> None:
        name = run.run_id()
        with Session(self.engine) as session, session.begin():
            if session.get(RunRow, name) is not None:
                _require_same(session, name)
            else:
                number = session.scalar(select(func.max(RunRow.number))) or 0
                session.add(RunRow(run=name, number=number + 1, made=made.isoformat(), input=to_bytes(run)))
                session.flush()
                session.execute(_copy(PendingRow, name, name))
                if record is not None:
                    session.add(RunRecordRow(run=name, record=to_bytes(record)))
                if run.base:
                    session.execute(_copy(ResultRow, run.base, name, unless_pending_in=name))
                session.add(RunDigestRow(run=name, digest=digest_of(_rows(session, name))))
            session.execute(delete(PendingRow).where(PendingRow.run == name))


def _rows(session: Session, run: str) -> Iterator[StoredResult]:
    """Yield the rows of a run by candidate number; few are held at a time."""
    wanted = select(ResultRow.candidate, ResultRow.result, ResultRow.open_items).where(ResultRow.run == run)
    ordered = wanted.order_by(ResultRow.candidate).execution_options(yield_per=AT_ONCE)
    return (StoredResult(*row) for row in session.execute(ordered))


def _require_same(session: Session, run: str) -> None:
    """Compare what was marked now with what is stored; the database does it, so nothing is loaded."""
    stored = ResultRow.__table__.c
    other = (
        select(func.count())
        .select_from(PendingRow)
        .outerjoin(ResultRow, (stored.run == PendingRow.run) & (stored.candidate == PendingRow.candidate))
        .where(PendingRow.run == run)
        .where(or_(stored.candidate.is_(None), stored.result != PendingRow.result))
    )
    if session.scalar(other):
        raise _other_bytes()


def _unknown(run: str) -> ResultsError:
    return ResultsError(_("没有评分批次“{run}”。").format(run=run[:16]))


def _other_bytes() -> ResultsError:
    return ResultsError(
        _("同样的输入给出了不同的结果，没有保存。"),
        hint=_("请保留现场并联系开发者；已有的结果没有改动。"),
        code=ExitCode.DIFFERENT,
    )


def _copy(table: type[PendingRow | ResultRow], from_run: str, to_run: str, unless_pending_in: str = "") -> Insert:
    """Return the statement that copies results of one run into another."""
    wanted = select(literal(to_run), table.candidate, table.result, table.open_items).where(table.run == from_run)
    if unless_pending_in:
        fresh = select(PendingRow.candidate).where(PendingRow.run == unless_pending_in)
        wanted = wanted.where(table.candidate.not_in(fresh))
    return insert(ResultRow).from_select(["run", "candidate", "result", "open_items"], wanted)
