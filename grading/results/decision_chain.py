"""The chain of people's decisions: read once each, verified, held against what runs and publications remember."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from sqlalchemy import Engine, Select, func, select
from sqlalchemy.orm import Session

from grading.results.decisions import Decision
from grading.results.errors import ResultsError, read_stored
from grading.results.record import RunRecord
from grading.results.schema import DecisionRow, PublishedHeadRow, PublishedRow, RunRecordRow
from itembank.base.canonical import digest
from itembank.base.errors import ExitCode
from itembank.base.i18n import _
from itembank.sealing.keys import VerifyKey

PURPOSE = b"jikao decision 1\n"
CODE_DIGITS = 16
AT_ONCE = 1000

Tell = Callable[[int, int], None]


class Head(NamedTuple):
    """The last decision of a chain, or of its beginning: its number from 1 (0: none) and its digest."""

    number: int
    digest: str

    def code(self) -> str:
        """Return what people write down and compare: the number and 16 digits of the digest."""
        groups = (self.digest[at : at + 4] for at in range(0, CODE_DIGITS, 4))
        return "-".join([str(self.number), *groups]) if self.number else "0"


class DecisionReader:
    """Reads decisions once each, verifying chain and signatures as it goes.

    `noted` are heads that runs and publications remember, by number: the chain
    must pass through each of them, and reach the last when all of it is read.
    Without `every_signature` it verifies each person's last signature of those it
    reads at once: that covers all they decided before, through the chain
    (docs/decisions/0115).
    """

    def __init__(
        self,
        engine: Engine,
        markers: Callable[[], Mapping[str, VerifyKey]],
        noted: Mapping[int, str] | None = None,
        *,
        every_signature: bool = True,
    ) -> None:
        """`markers` gives the registered people; new ones may come in meanwhile."""
        self._engine, self._markers, self._noted = engine, markers, dict(noted or {})
        self._every_signature = every_signature
        self._count, self._head = 0, ""

    @property
    def head(self) -> Head:
        """Return the number and the digest of the last decision that was read."""
        return Head(self._count, self._head)

    def more(self, up_to: int | None = None, tell: Tell | None = None) -> list[Decision]:
        """Return the decisions after the last one that was read, up to the number `up_to`; raises `ResultsError`.

        `tell` hears now and then how many were read and how many there are.
        """
        found: list[Decision] = []
        last: dict[str, Signed] = {}
        count, head = self._count, self._head
        wanted = _after(count, up_to)
        markers: Mapping[str, VerifyKey] = {}
        with Session(self._engine) as session:
            due = 0 if tell is None else session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
            with session.execute(wanted.execution_options(yield_per=AT_ONCE)) as rows:
                for row in rows:
                    markers = markers or self._markers()
                    number, data, signature = row
                    decision = read_stored(Decision, data)
                    key = markers.get(decision.marker)
                    if key is None or decision.previous != head or number != count + 1:
                        raise _out_of_order(number)
                    signed = Signed(number, data, signature)
                    if self._every_signature and not signed.is_true(key):
                        raise _out_of_order(number)
                    last[decision.marker] = signed
                    count, head = number, digest(data)
                    if self._noted.get(count, head) != head:
                        raise _not_as_noted(count)
                    found.append(decision)
                    if tell is not None and len(found) % AT_ONCE == 0:
                        tell(len(found), due)
        for marker, signed in last.items():
            if not self._every_signature and not signed.is_true(markers[marker]):
                raise _out_of_order(signed.number)
        self._count, self._head = count, head
        self._require_all(up_to if up_to is not None else max(self._noted, default=0))
        return found

    def _require_all(self, wanted: int) -> None:
        if self._count < wanted:
            raise touched(
                _("成绩库中只有 {found} 条人工评定，应有 {wanted} 条，成绩库可能被改动。").format(
                    found=self._count, wanted=wanted
                )
            )


def noted_heads(engine: Engine) -> dict[int, str]:
    """Return the heads of the chain that runs and publications remember, by the number of the decision.

    Raises `ResultsError` when two remember another decision under one number.
    """
    with Session(engine) as session:
        records = [read_stored(RunRecord, data) for data in session.scalars(select(RunRecordRow.record))]
        wanted = select(PublishedRow.decisions, PublishedHeadRow.head).join(
            PublishedHeadRow, PublishedHeadRow.number == PublishedRow.number
        )
        heads = [Head(one.decisions, one.head) for one in records] + [Head(*row) for row in session.execute(wanted)]
    noted: dict[int, str] = {}
    for head in heads:
        if head.number and head.digest and noted.setdefault(head.number, head.digest) != head.digest:
            raise touched(
                _("评分和发布时记下的第 {number} 条人工评定互相矛盾，成绩库可能被改动。").format(number=head.number)
            )
    return noted


def touched(sentence: str) -> ResultsError:
    """Return the refusal of a results database that somebody changed."""
    return ResultsError(sentence, hint=_("请停止使用这个成绩库并从备份恢复。"), code=ExitCode.REFUSED)


class Signed(NamedTuple):
    """A decision as it lies in the database."""

    number: int
    data: bytes
    signature: bytes

    def is_true(self, key: VerifyKey) -> bool:
        """Say whether the signature is by this key."""
        return key.is_signed(self.signature, PURPOSE + self.data)


def _after(count: int, up_to: int | None) -> Select[int, bytes, bytes]:
    wanted = select(DecisionRow.number, DecisionRow.decision, DecisionRow.signature)
    wanted = wanted.where(DecisionRow.number > count).order_by(DecisionRow.number)
    return wanted if up_to is None else wanted.where(DecisionRow.number <= up_to)


def _out_of_order(number: int) -> ResultsError:
    return touched(_("第 {number} 条人工评定的签名或顺序不对，成绩库可能被改动。").format(number=number))


def _not_as_noted(number: int) -> ResultsError:
    return touched(_("第 {number} 条人工评定不是评分或发布时记下的那一条，成绩库可能被改动。").format(number=number))
