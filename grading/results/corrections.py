"""The log of corrections in the results database: who corrected what, when and why; only ever added to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from grading.results.errors import ResultsError, read_stored
from grading.results.schema import CorrectionRow
from grading.runs.corrections import CORRECTION, Correction, Withdraw, active, correction_id
from itembank.base.i18n import _
from itembank.model.codec import to_bytes


@dataclass(frozen=True, slots=True)
class CorrectionEntry:
    """A line of the log."""

    correction: Correction
    reason: str
    by: str
    made: str


class CorrectionLog:
    """Adds and reads corrections; what holds is derived from the log every time."""

    def __init__(self, engine: Engine) -> None:
        """Use the database of a `ResultStore`."""
        self._engine = engine

    def entries(self) -> list[CorrectionEntry]:
        """Return all lines, oldest first."""
        with Session(self._engine) as session:
            rows = session.scalars(select(CorrectionRow).order_by(CorrectionRow.number))
            return [
                CorrectionEntry(read_stored(CORRECTION, row.correction), row.reason, row.by, row.made) for row in rows
            ]

    def corrections(self) -> list[Correction]:
        """Return the corrections of all lines, oldest first."""
        return [entry.correction for entry in self.entries()]

    def add(self, correction: Correction, *, reason: str, by: str, made: datetime) -> str:
        """Add a line; returns the id of the correction. Raises `ResultsError` without a reason or a person."""
        if not reason.strip() or not by.strip():
            raise ResultsError(_("更正要写明理由和负责人。"))
        holding = {correction_id(one) for one in active(self.corrections())}
        if isinstance(correction, Withdraw):
            if correction.correction not in holding:
                raise ResultsError(_("没有这样一条有效的更正：{id}。").format(id=correction.correction[:16]))
        elif correction_id(correction) in holding:
            raise ResultsError(_("这条更正已经有效，不必重复。"))
        with Session(self._engine) as session, session.begin():
            session.add(CorrectionRow(correction=to_bytes(correction), reason=reason, by=by, made=made.isoformat()))
        return correction_id(correction)

    def find(self, start: str) -> str:
        """Return the id of the one holding correction that begins so; raises `ResultsError`."""
        found = [name for one in active(self.corrections()) if (name := correction_id(one)).startswith(start)]
        if len(found) != 1:
            raise ResultsError(_("没有或不止一条有效的更正以“{start}”开头。").format(start=start))
        return found[0]
