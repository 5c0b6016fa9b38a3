"""Work that comes on a stick: does it belong here, and what of it does the room lack? Pure rules, no input or output.

The union of two records of one attempt is the longer one, if it continues the shorter; where they part, the room's
later record stands and a person decides (docs/formats/hand-in-file.md).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from exam_server.protocol.common import MAX_ATTEMPT_BYTES, MAX_EVENT_BYTES
from exam_server.room.facts import Body
from exam_server.room.hall import Hall
from exam_server.room.saving import MAX_EVENTS
from exam_server.room.state import Attempt
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _
from itembank.model.record import EventStored, HandInStored
from itembank.sealing.attempt import AttemptKey, first_head, open_event, receipt_code
from itembank.sealing.errors import AnswerProtectionError
from itembank.sealing.hand_in_file import FileHandIn
from itembank.sealing.journal_file import Record


class RecoveryError(JikaoError):
    """Work that is not taken in. `is_ours` says that it belongs to an attempt of this room and must be kept aside."""

    def __init__(self, message: str, *, is_ours: bool = False) -> None:
        """Refuse with a whole sentence."""
        super().__init__(message, hint=_("请保留原文件。"), code=ExitCode.REFUSED)
        self.is_ours = is_ours


@dataclass(frozen=True, slots=True)
class BroughtWork:
    """What a file says of one attempt: its sealed events from the first on, its files, its hand-in.

    `room` and `manifest` are empty for a bare journal, which does not name them.
    """

    attempt: str
    epoch: int
    records: tuple[Record, ...] = field(repr=False)
    blobs: dict[str, int] = field(repr=False)
    hand_in: FileHandIn | None = None
    room: str = ""
    manifest: str = ""


@dataclass(frozen=True, slots=True)
class Lacking:
    """What the room lacks of it."""

    held: Attempt
    records: tuple[Record, ...]
    blobs: dict[str, int]
    hand_in: FileHandIn | None

    @property
    def is_nothing(self) -> bool:
        """Say whether the room has it all."""
        return not (self.records or self.blobs or self.hand_in)


def find_lacking(hall: Hall, work: BroughtWork) -> Lacking:
    """Compare work with what is stored; raises `RecoveryError`. Asking twice changes nothing."""
    held = hall.state.attempts.get(work.attempt)
    if held is None:
        raise RecoveryError(_("这份作答不属于本场的考生，没有导入。"))
    if work.epoch > held.epoch:
        raise RecoveryError(_("服务器没有这台考试机开始作答的记录，不能核对，没有导入。"), is_ours=True)
    _check_common(hall, held, work)
    records = work.records[held.seq :]
    blobs = {blob: size for blob, size in work.blobs.items() if blob not in held.blobs}
    hand_in = work.hand_in if held.hand_in is None else None
    if held.hand_in is not None and work.hand_in is not None and work.hand_in.count < held.hand_in.count:
        hand_in = None
    lacking = Lacking(held, records, blobs, hand_in)
    if not lacking.is_nothing:
        _check_may_add(hall, lacking, work)
    return lacking


def bodies(lacking: Lacking) -> list[Body]:
    """Return what to write down, in this order: events, then the hand-in."""
    name = lacking.held.attempt
    made: list[Body] = [
        EventStored(attempt=name, epoch=r.epoch, seq=r.seq, ciphertext=r.ciphertext, head=r.head)
        for r in lacking.records
    ]
    end = lacking.hand_in
    if end is not None:
        head = bytes.fromhex(end.head)
        made.append(
            HandInStored(
                attempt=name,
                epoch=lacking.held.epoch,
                count=end.count,
                head=head,
                signature=bytes.fromhex(end.signature),
                reason=end.reason,
                receipt=receipt_code(name, end.count, head),
            )
        )
    return made


def sentence(lacking: Lacking) -> str:
    """Say what was taken in."""
    held = lacking.held
    if lacking.is_nothing:
        return _("座位 {seat} 考生 {number}：文件里的内容服务器都已经有了，没有变化。").format(
            seat=held.seat, number=held.candidate
        )
    counts = _("座位 {seat} 考生 {number}：新增 {events} 条作答记录、{files} 个文件").format(
        seat=held.seat, number=held.candidate, events=len(lacking.records), files=len(lacking.blobs)
    )
    if lacking.hand_in is None:
        return _("{counts}。").format(counts=counts)
    receipt = receipt_code(held.attempt, lacking.hand_in.count, bytes.fromhex(lacking.hand_in.head))
    return _("{counts}，已交卷，回执 {receipt}。").format(counts=counts, receipt=receipt)


def _check_common(hall: Hall, held: Attempt, work: BroughtWork) -> None:
    """The last event that both know stands for everything before it."""
    common = min(held.seq, len(work.records))
    if common == 0:
        return
    head = held.head
    if common < held.seq:
        stored = hall.archive.find_event(held.attempt, common)
        if stored is None:
            raise RecoveryError(_("服务器正在保存这名考生的作答，请稍后再导入一次。"))
        head = stored.head
    if head != work.records[common - 1].head:
        raise RecoveryError(
            _("这份作答与服务器上的记录从中间分开了，以服务器上的记录为准；原文件已留存，请登记并由考试中心处理。"),
            is_ours=True,
        )


def _check_may_add(hall: Hall, lacking: Lacking, work: BroughtWork) -> None:
    held = lacking.held
    if work.epoch < held.epoch:
        raise RecoveryError(
            _("考生后来已在座位 {seat} 继续作答，旧机器上多出的内容不能再并入；原文件已留存。").format(seat=held.seat),
            is_ours=True,
        )
    if held.hand_in is not None:
        raise RecoveryError(_("考生已经交卷，文件里交卷以后的内容没有并入；原文件已留存。"), is_ours=True)
    sizes = [len(record.ciphertext) for record in lacking.records]
    too_many = held.seq + len(sizes) > MAX_EVENTS or held.size_bytes + sum(sizes) > MAX_ATTEMPT_BYTES
    if too_many or max(sizes, default=0) > MAX_EVENT_BYTES:
        raise RecoveryError(_("这份作答超出限额，没有导入。"), is_ours=True)
    if any(record.epoch != held.epoch for record in lacking.records):
        raise RecoveryError(_("作答记录的机位序号不对，没有导入。"), is_ours=True)
    _check_readable(hall, lacking)


def _check_readable(hall: Hall, lacking: Lacking) -> None:
    """Where the room has the attempt's key, every new event must open with it: nobody else can have made it."""
    held = lacking.held
    raw = hall.keys.find_attempt(held.attempt, held.kept_key)
    if raw is None:
        return
    key, head = AttemptKey(raw), held.head if held.seq else first_head(held.attempt)
    for record in lacking.records:
        try:
            open_event(key, held.attempt, record.epoch, record.seq, head, record.ciphertext)
        except AnswerProtectionError as error:
            raise RecoveryError(
                _("第 {seq} 条记录不是这名考生的考试机写的，没有导入。").format(seq=record.seq)
            ) from error
        head = record.head
