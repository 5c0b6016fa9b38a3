"""Attempts gathered from the ledger: who held them, their sealed events, their hand-ins; chains checked unread.

What is wrong with one attempt stays with that attempt: it becomes a problem
that people decide on, never a refusal of the other fifty.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field, replace

from itembank.base.i18n import N_, _
from itembank.model.codec import ModelError, from_bytes
from itembank.model.events import AttemptEvent, AttemptState, Folding
from itembank.model.record import AttemptOpened, EventStored, HandInStored, LedgerEntry, Reopened
from itembank.sealing.attempt import AttemptKey, first_head, open_chained_event, receipt_code, verify_hand_in
from itembank.sealing.errors import AnswerProtectionError, SealingError
from itembank.sealing.keys import BoxKey

EVENT_KIND: type[AttemptEvent] = AttemptEvent  # type: ignore[assignment]


@dataclass(slots=True)
class AttemptLedger:
    """All that the ledger says of one attempt, in order."""

    attempt: str
    opened: list[AttemptOpened] = field(default_factory=list)
    events: list[EventStored] = field(default_factory=list)
    hand_ins: list[HandInStored] = field(default_factory=list)
    reopened: int = 0


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt opened and folded. `problems` are sentences that people read first.

    `is_whole` False says that what is here may not be all that the candidate
    left, or not theirs: people decide on every item. `key` is None when it
    could not be unwrapped.
    """

    attempt: str
    candidate: str
    form: str
    seats: tuple[str, ...]
    state: AttemptState
    events: int
    hand_in: HandInStored | None
    key: AttemptKey | None
    problems: tuple[str, ...] = ()
    is_whole: bool = True

    def with_problem(self, sentence: str) -> Attempt:
        """Return the attempt with one more problem that leaves every item to people."""
        return replace(self, problems=(*self.problems, sentence), is_whole=False)


BROKEN_EVENT = N_("第 {seq} 次保存的校验不通过，其后的作答没有采用，需人工评定。")
BROKEN_HAND_IN = N_("交卷签名与作答不符，需人工评定。")
NOT_HANDED_IN = N_("没有交卷记录，按收到的作答评分。")
LOCKED = N_("作答钥匙无法解开，读不到任何作答，需人工评定。")
NEVER_OPENED = N_("考场日志中有这份作答的保存记录，但没有开始作答的记录，不知道是谁的。")
BROKEN_FOLDER = N_("操作题文件夹的记录前后不符，需人工评定：{reason}")
MISSING_FILE = N_("试题 {item} 的文件“{path}”不在答卷包中。")
MORE_MISSING = N_("试题 {item} 还有 {count} 个文件不在答卷包中。")
MISSING_NAMED = 10


def gather(entries: list[LedgerEntry]) -> dict[str, AttemptLedger]:
    """Sort the ledger's entries by attempt."""
    attempts: dict[str, AttemptLedger] = {}
    for entry in entries:
        body = entry.body
        if isinstance(body, AttemptOpened):
            attempts.setdefault(body.attempt, AttemptLedger(body.attempt)).opened.append(body)
        elif isinstance(body, EventStored | HandInStored | Reopened):
            known = attempts.setdefault(body.attempt, AttemptLedger(body.attempt))
            if isinstance(body, EventStored):
                known.events.append(body)
            elif isinstance(body, HandInStored):
                known.hand_ins.append(body)
            else:
                known.reopened += 1
    return attempts


def open_attempt(ledger: AttemptLedger, box: BoxKey, blobs: Container[str]) -> Attempt:
    """Unwrap the attempt key, verify the chain, open every event and fold them; `blobs` are the files that came.

    Never raises for what is wrong with the attempt: that is a problem. A broken
    event stops the fold there, never in silence.
    """
    key = _unwrapped(ledger, box)
    problems: list[str] = []
    folding = Folding()
    head, holds = (b"", False) if key is None else _open_events(ledger, key, folding, problems)
    state = folding.state()
    hand_in = ledger.hand_ins[-1] if len(ledger.hand_ins) > ledger.reopened else None
    if not ledger.opened:
        problems.append(_(NEVER_OPENED))
    elif key is None:
        problems.append(_(LOCKED))
    elif hand_in is None:
        problems.append(_(NOT_HANDED_IN))
    elif not _is_true(hand_in, ledger, head, state.events):
        problems.append(_(BROKEN_HAND_IN))
        holds = False
    return Attempt(
        attempt=ledger.attempt,
        candidate=ledger.opened[-1].candidate if ledger.opened else "",
        form=ledger.opened[-1].form if ledger.opened else "",
        seats=tuple(dict.fromkeys(opened.seat for opened in ledger.opened)),
        state=state,
        events=state.events,
        hand_in=hand_in,
        key=key,
        problems=(*problems, *_missing_files(state, blobs)),
        is_whole=holds,
    )


def _unwrapped(ledger: AttemptLedger, box: BoxKey) -> AttemptKey | None:
    """Return the attempt key, the same in all epochs: a later desk's damaged copy costs nothing."""
    for opened in reversed(ledger.opened):
        try:
            return AttemptKey.unwrap(box, ledger.attempt, opened.wrapped_key)
        except SealingError:
            continue
    return None


def _missing_files(state: AttemptState, blobs: Container[str]) -> list[str]:
    """Name the files that did not come, the first few of many: one lost blob may have held a thousand of them."""
    lines: list[str] = []
    for item, manifest in state.folders.items():
        paths = [entry.path for entry in manifest.entries if not entry.folder and entry.blob not in blobs]
        lines += [_(MISSING_FILE).format(item=item, path=path) for path in paths[:MISSING_NAMED]]
        if len(paths) > MISSING_NAMED:
            lines.append(_(MORE_MISSING).format(item=item, count=len(paths) - MISSING_NAMED))
    return lines


def _open_events(ledger: AttemptLedger, key: AttemptKey, folding: Folding, problems: list[str]) -> tuple[bytes, bool]:
    """Fold the events up to the first that does not hold; return the head after them, and whether all hold."""
    head = first_head(ledger.attempt)
    for seq, stored in enumerate(ledger.events, start=1):
        try:
            if stored.seq != seq:
                raise AnswerProtectionError(_("序号不连续。"))
            plain = open_chained_event(
                key, ledger.attempt, stored.epoch, seq, previous=head, head=stored.head, ciphertext=stored.ciphertext
            )
            folding.take(from_bytes(EVENT_KIND, plain))
        except (SealingError, ModelError):
            problems.append(_(BROKEN_EVENT).format(seq=seq))
            return head, False
        head = stored.head
    try:
        folding.check()
    except ModelError as error:
        problems.append(_(BROKEN_FOLDER).format(reason=error.message))
        return head, False
    return head, True


def _is_true(hand_in: HandInStored, ledger: AttemptLedger, head: bytes, count: int) -> bool:
    """Say whether a hand-in's count, head, signature and receipt all agree with the events."""
    desk = next((opened.desk_key for opened in ledger.opened if opened.epoch == hand_in.epoch), None)
    if desk is None or hand_in.count != count or hand_in.head != head:
        return False
    try:
        verify_hand_in(desk, ledger.attempt, hand_in.epoch, hand_in.count, hand_in.head, hand_in.signature)
    except AnswerProtectionError:
        return False
    return receipt_code(ledger.attempt, hand_in.count, hand_in.head) == hand_in.receipt
