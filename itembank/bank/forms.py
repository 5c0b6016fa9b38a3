"""Assembled forms and drawn seats: stored before they are used, found again, never done anew in silence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, Row, func, insert, select

from itembank.bank.audit import AuditLog
from itembank.bank.errors import BankError, DamagedBankError
from itembank.bank.schema import ASSEMBLIES, FORM_ITEMS, FORMS, SEALINGS, SEATINGS
from itembank.base.canonical import digest
from itembank.base.errors import ExitCode
from itembank.base.i18n import _
from itembank.model.codec import from_bytes, to_bytes
from itembank.model.marking import MarkingKey
from itembank.model.paper import Paper


@dataclass(frozen=True, slots=True)
class NewForm:
    """A form just made; `versions` are the bank's versions of its items in their order."""

    paper: Paper
    key: MarkingKey
    versions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoredForm:
    """A form as it lies in the bank."""

    exam: str
    form: str
    backup: bool
    paper_bytes: bytes
    key_bytes: bytes
    versions: tuple[str, ...]

    def paper(self) -> Paper:
        """Read the paper."""
        return from_bytes(Paper, self.paper_bytes)

    def key(self) -> MarkingKey:
        """Read the marking key."""
        return from_bytes(MarkingKey, self.key_bytes)


@dataclass(frozen=True, slots=True)
class AssemblyRecord:
    """How the forms of an exam came about; `blueprint` is the file as it was read, `record` the report as JSON."""

    exam: str
    seed: int
    blueprint_sha256: str
    pool_sha256: str
    blueprint: bytes
    record: bytes
    created: str = ""


class FormShelf:
    """The forms of the bank."""

    def __init__(self, engine: Engine, log: AuditLog) -> None:
        """Share engine and log with the bank."""
        self._engine = engine
        self._log = log

    def store(self, assembly: AssemblyRecord, forms: Sequence[NewForm], *, by: str) -> None:
        """Store all forms of an exam; refuses an exam that has forms already."""
        self.refuse_second(assembly.exam)
        with self._engine.begin() as connection:
            connection.execute(
                insert(ASSEMBLIES).values(
                    exam=assembly.exam,
                    seed=str(assembly.seed),
                    blueprint_sha256=assembly.blueprint_sha256,
                    pool_sha256=assembly.pool_sha256,
                    blueprint=assembly.blueprint,
                    record=assembly.record,
                    created=self._log.now(),
                )
            )
            for place, form in enumerate(forms, start=1):
                connection.execute(insert(FORMS).values(_form_row(assembly.exam, place, form)))
                rows = [{"exam": assembly.exam, "form": form.paper.form, "version": v} for v in form.versions]
                connection.execute(insert(FORM_ITEMS), rows)
            names = ",".join(form.paper.form for form in forms)
            self._log.append(connection, by, "store_forms", assembly.exam, f"forms={names} seed={assembly.seed}")

    def refuse_second(self, exam: str) -> None:
        """Raise `BankError` if the forms of an exam were made before; a draw is never repeated."""
        if self.find_assembly(exam) is not None:
            raise BankError(
                _("考试“{exam}”已经组过卷，试卷不能重抽。").format(exam=exam),
                hint=_("用 itembank forms 查看已有的试卷；确需重新组卷时，请在蓝图中换一个考试代号。"),
                code=ExitCode.REFUSED,
            )

    def find_assembly(self, exam: str) -> AssemblyRecord | None:
        """Find how the forms of an exam were made."""
        with self._engine.connect() as connection:
            row = connection.execute(select(ASSEMBLIES).where(ASSEMBLIES.c.exam == exam)).first()
        return _assembly(row) if row else None

    def assemblies(self) -> list[AssemblyRecord]:
        """Return all assemblies by exam."""
        with self._engine.connect() as connection:
            return [_assembly(row) for row in connection.execute(select(ASSEMBLIES).order_by(ASSEMBLIES.c.exam))]

    def of_exam(self, exam: str) -> list[StoredForm]:
        """Return the forms of an exam in their order, verified; raises `BankError` when there are none."""
        wanted = select(FORMS).where(FORMS.c.exam == exam).order_by(FORMS.c.place)
        items = select(FORM_ITEMS).where(FORM_ITEMS.c.exam == exam).order_by(FORM_ITEMS.c.version)
        with self._engine.connect() as connection:
            rows = connection.execute(wanted).all()
            versions = [(row.form, row.version) for row in connection.execute(items)]
        if not rows:
            raise BankError(_("考试“{exam}”还没有组卷。").format(exam=exam), hint=_("先运行 itembank assemble 组卷。"))
        return [_stored(row, tuple(v for form, v in versions if form == row.form)) for row in rows]

    def note_seating(
        self, exam: str, sitting: str, *, seed: int, sitting_sha256: str, roster_sha256: str, by: str
    ) -> bool:
        """Remember a seat draw before it is given out; returns False when the same draw was noted before.

        Raises `BankError` when this sitting was drawn differently.
        """
        found = self.find_seating(exam, sitting)
        if found is not None:
            if found == sitting_sha256:
                return False
            raise BankError(
                _("场次“{sitting}”的座位已经编排过，与这次的结果不同。").format(sitting=sitting),
                hint=_("请使用原来的编排文件；确需重排时，请换一个场次代号。"),
                code=ExitCode.REFUSED,
            )
        values = {"exam": exam, "sitting": sitting, "seed": str(seed), "created": self._log.now()}
        digests = {"sitting_sha256": sitting_sha256, "roster_sha256": roster_sha256}
        with self._engine.begin() as connection:
            connection.execute(insert(SEATINGS).values(values | digests))
            self._log.append(connection, by, "draw_seats", f"{exam} {sitting}", f"seed={seed}")
        return True

    def find_seating(self, exam: str, sitting: str) -> str | None:
        """Find the digest of the sitting that was drawn."""
        wanted = select(SEATINGS.c.sitting_sha256).where(SEATINGS.c.exam == exam, SEATINGS.c.sitting == sitting)
        with self._engine.connect() as connection:
            return connection.execute(wanted).scalar()

    def next_serial(self, exam: str, sitting: str) -> int:
        """Return the serial number that the next sealed package of this sitting gets, from 1."""
        wanted = select(func.max(SEALINGS.c.serial)).where(SEALINGS.c.exam == exam, SEALINGS.c.sitting == sitting)
        with self._engine.connect() as connection:
            return int(connection.execute(wanted).scalar() or 0) + 1

    def note_sealing(self, exam: str, sitting: str, serial: int, *, by: str, digests: Sequence[str]) -> None:
        """Remember that packages were sealed; `digests` name the sealed files."""
        values = {"exam": exam, "sitting": sitting, "serial": serial, "created": self._log.now()}
        with self._engine.begin() as connection:
            connection.execute(insert(SEALINGS).values(values))
            self._log.append(connection, by, "seal", f"{exam} {sitting} {serial}", " ".join(digests))


def _form_row(exam: str, place: int, form: NewForm) -> dict[str, object]:
    paper, key = to_bytes(form.paper), to_bytes(form.key)
    return {
        "exam": exam,
        "form": form.paper.form,
        "place": place,
        "backup": form.paper.backup,
        "paper_sha256": digest(paper),
        "key_sha256": digest(key),
        "paper": paper,
        "key": key,
    }


def _stored(row: Row[tuple[object, ...]], versions: tuple[str, ...]) -> StoredForm:
    paper, key = bytes(row.paper), bytes(row.key)
    if digest(paper) != row.paper_sha256 or digest(key) != row.key_sha256:
        raise DamagedBankError(_("试卷“{form}”。").format(form=row.form))
    return StoredForm(row.exam, row.form, bool(row.backup), paper, key, versions)


def _assembly(row: Row[tuple[object, ...]]) -> AssemblyRecord:
    return AssemblyRecord(
        exam=row.exam,
        seed=int(row.seed),
        blueprint_sha256=row.blueprint_sha256,
        pool_sha256=row.pool_sha256,
        blueprint=bytes(row.blueprint),
        record=bytes(row.record),
        created=row.created,
    )
