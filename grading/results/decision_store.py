"""Decisions of people in the results database: signed by who made them, chained, only ever added to."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from grading.results.decision_chain import PURPOSE, DecisionReader, Head, Tell, noted_heads
from grading.results.decisions import (
    Decision,
    DecisionPolicy,
    DecisionRole,
    Place,
    Stage,
    by_place,
    settle,
    with_decisions,
)
from grading.results.errors import ResultsError, read_stored
from grading.results.receipts import Receipt, ReceiptBook
from grading.results.run import CandidateResult
from grading.results.schema import (
    DecisionRow,
    MarkerRow,
    PolicyRow,
)
from grading.results.store import ResultStore
from grading.scorers.outcome import PartOutcome
from itembank.base.canonical import digest
from itembank.base.errors import ExitCode
from itembank.base.i18n import _
from itembank.model.codec import to_bytes
from itembank.sealing.keys import SigningKey, VerifyKey

TRIES = 20
NAME_CHARACTERS = 80
NUMBERS_AT_ONCE = 500


class DecisionStore:
    """Reads and adds decisions, the people who may make them, and the policy that says what they amount to."""

    def __init__(self, engine: Engine, *, every_signature: bool = True) -> None:
        """Use the database of a `ResultStore`; `every_signature` is for `all`, see `DecisionReader`."""
        self._engine = engine
        self._receipts: ReceiptBook | None = None
        self._reader = self.reader(every_signature=every_signature)
        self._read: list[Decision] = []
        self._by_place: dict[Place, list[Decision]] = {}

    # ---- people and policy

    def add_marker(self, name: str, key: VerifyKey, *, by: str, made: datetime) -> None:
        """Register a person by name and public key; raises `ResultsError` when the name is taken."""
        if not name.strip() or not by.strip():
            raise ResultsError(_("阅卷人和登记人都要有姓名。"))
        if len(name) > NAME_CHARACTERS:
            raise ResultsError(_("阅卷人的姓名最多 {most} 个字。").format(most=NAME_CHARACTERS))
        with Session(self._engine) as session, session.begin():
            known = session.get(MarkerRow, name)
            if known is not None and known.signing_key == key.raw:
                return
            if known is not None:
                raise ResultsError(_("阅卷人“{name}”已用另一把密钥登记。").format(name=name))
            session.add(MarkerRow(name=name, signing_key=key.raw, by=by, made=made.isoformat()))

    def markers(self) -> dict[str, VerifyKey]:
        """Return the registered people."""
        with Session(self._engine) as session:
            return {row.name: VerifyKey(row.signing_key) for row in session.scalars(select(MarkerRow))}

    def name_of(self, key: VerifyKey) -> str:
        """Return the name a key is registered under; raises `ResultsError`."""
        found = [name for name, known in self.markers().items() if known == key]
        if not found:
            raise ResultsError(
                _("这把密钥没有登记为阅卷人。"),
                hint=_("由考试中心用 grading markers add 登记。"),
                code=ExitCode.REFUSED,
            )
        return found[0]

    def policy(self, number: int | None = None) -> DecisionPolicy:
        """Return the policy that holds, or the one of a number; the default one when none was set (number 0)."""
        wanted = select(PolicyRow).order_by(PolicyRow.number.desc()).limit(1)
        if number is not None:
            wanted = wanted.where(PolicyRow.number == number)
        with Session(self._engine) as session:
            row = session.scalar(wanted)
            return read_stored(DecisionPolicy, row.policy) if row is not None else DecisionPolicy()

    def set_policy(self, policy: DecisionPolicy, *, by: str, made: datetime) -> None:
        """Let another policy hold from now on; the earlier ones stay on record. Somebody must answer for it."""
        if not by.strip():
            raise ResultsError(_("规定双评要写明规定人。"), hint=_("加上 --by 姓名。"), code=ExitCode.USAGE)
        with Session(self._engine) as session, session.begin():
            session.add(PolicyRow(policy=to_bytes(policy), by=by, made=made.isoformat()))

    # ---- decisions

    def decide(
        self,
        place: Place,
        part: PartOutcome,
        *,
        share: Fraction,
        signer: SigningKey,
        role: DecisionRole,
        made: datetime,
        comment: str = "",
    ) -> Decision:
        """Sign and add a decision; raises `ResultsError` for an unknown key or a person who may not decide here now.

        Several people may decide at once: the chain decides who came first, and who
        comes second is asked anew whether there is still something to decide.
        """
        marker, policy = self.name_of(signer.public), self.policy()
        for _try in range(TRIES):
            self.all()
            self._require_open(place, part, policy, marker, role)
            number, previous = self._reader.head
            decision = Decision(
                candidate=place.candidate,
                item=place.item,
                part=place.part,
                part_name=part.name,
                evidence=place.evidence,
                share=share,
                marker=marker,
                role=role,
                made=made.isoformat(),
                comment=comment,
                previous=previous,
            )
            data = to_bytes(decision)
            signature = signer.sign(PURPOSE + data)
            try:
                with Session(self._engine) as session, session.begin():
                    session.add(DecisionRow(number=number + 1, decision=data, signature=signature))
            except IntegrityError:
                continue  # somebody else took this number; try behind them
            if self._receipts is not None:
                self._receipts.add(Receipt(number=number + 1, decision=data, signature=signature))
            return decision
        raise ResultsError(_("同时评定的人太多，没有保存，请再试一次。"), code=ExitCode.BUSY)

    def note_in(self, receipts: ReceiptBook) -> None:
        """Keep a receipt of every decision that is made from now on."""
        self._receipts = receipts

    def count(self) -> int:
        """Return how many decisions there are."""
        with Session(self._engine) as session:
            return session.scalar(select(func.count()).select_from(DecisionRow)) or 0

    def head(self) -> Head:
        """Return the number and the digest of the last decision, with all before it verified."""
        self.all()
        return self._reader.head

    def digests(self, numbers: Collection[int]) -> dict[int, str]:
        """Return the digests of the decisions that stand under these numbers now; the chain is not looked at."""
        wanted, found = sorted(set(numbers)), dict[int, str]()
        with Session(self._engine) as session:
            for at in range(0, len(wanted), NUMBERS_AT_ONCE):
                some = DecisionRow.number.in_(wanted[at : at + NUMBERS_AT_ONCE])
                rows = session.execute(select(DecisionRow.number, DecisionRow.decision).where(some))
                found |= {number: digest(data) for number, data in rows}
        return found

    def all(self, tell: Tell | None = None) -> Sequence[Decision]:
        """Return all decisions, oldest first; those that were read before are not read again."""
        fresh = self._reader.more(tell=tell)
        for one in fresh:
            self._by_place.setdefault(Place(one.candidate, one.item, one.part, one.evidence), []).append(one)
        self._read += fresh
        return self._read

    def decisions(self, first: int | None = None) -> list[Decision]:
        """Return all decisions (or the `first` ones), oldest first.

        Raises `ResultsError` when the chain or a signature does not hold, or fewer than `first` are there: somebody
        touched the database.
        """
        return self.reader().more(first)

    def reader(self, *, every_signature: bool = True) -> DecisionReader:
        """Return a reader that begins with the first decision and remembers how far it came."""
        return DecisionReader(self._engine, self.markers, noted_heads(self._engine), every_signature=every_signature)

    def _require_open(
        self, place: Place, part: PartOutcome, policy: DecisionPolicy, marker: str, role: DecisionRole
    ) -> None:
        """Refuse a decision that nobody asks of this person: two desks may have shown the same part at once."""
        before = self._by_place.get(place, [])
        settled = settle(before, part, policy)
        arbiters = [one.marker for one in before if one.role is DecisionRole.ARBITRATION]
        markers = {one.marker for one in before if one.role is DecisionRole.MARKING}
        if role is DecisionRole.ARBITRATION:
            if marker in markers:
                raise ResultsError(_("仲裁应由没有评过这份答卷的人来做。"), code=ExitCode.REFUSED)
            if settled.stage is not Stage.ARBITRATION and arbiters[-1:] != [marker]:
                raise ResultsError(_("这份答卷已经有了结果，不需要仲裁。"), code=ExitCode.REFUSED)
        elif arbiters:
            raise ResultsError(_("这份答卷已经仲裁，不能再改。"), code=ExitCode.REFUSED)
        elif marker not in markers and len(markers) >= policy.markings_needed(part):
            raise ResultsError(_("这份答卷刚由别人评完，不必再评。"), code=ExitCode.REFUSED)


@dataclass(frozen=True, slots=True)
class Decided:
    """The decisions that count in a run, by place, and the policy that says what they amount to."""

    by_place: Mapping[Place, list[Decision]]
    policy: DecisionPolicy


def decided_in(store: ResultStore, run: str, first: int | None = None) -> Decided:
    """Return what counts in a run.

    Those are the `first` decisions under the policy that holds now; else, of the run that counts, those that were
    published with it under the policy of then; else all.
    """
    decisions, policy = DecisionStore(store.engine), None
    published = store.find_publication()
    if first is None and published is not None and published.run == run:
        first, policy = published.decisions, published.policy
    return Decided(by_place(decisions.decisions(first)), decisions.policy(policy))


def final_results(
    store: ResultStore, run: str, first: int | None = None, *, only_open: bool = False
) -> Iterator[CandidateResult]:
    """Yield a run's results with the decisions of people (see `decided_in`), by candidate number.

    With `only_open` only those that the machine left something open in.
    """
    yield from results_with(store, run, decided_in(store, run, first), only_open=only_open)


def results_with(
    store: ResultStore, run: str, decided: Decided, *, only_open: bool = False
) -> Iterator[CandidateResult]:
    """Do the same with decisions that were read before."""
    for result in store.open_results(run) if only_open else store.results(run):
        yield with_decisions(result, decided.by_place, decided.policy)
