"""Staff commands that take time or touch files: shares, verify, export, documents. The rest is `room.staff`.

Slow steps run in threads; what they mean for the room is recorded in the loop.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from exam_server.accounts import Accounts
from exam_server.disk_words import why
from exam_server.exporting import check_record, export, is_one_medium
from exam_server.protocol.common import RefusalCode
from exam_server.protocol.console import PRINTED, Role, StaffCommandKind, StaffResult, VerifyLine
from exam_server.recovering import (
    check_origin,
    check_signature,
    keep_aside,
    note_refused,
    read_brought,
    store_blobs,
    take_in,
)
from exam_server.room import opening
from exam_server.room.closing import verify_lines
from exam_server.room.facts import BundleExported, ClockConfirmed, RecordChecked
from exam_server.room.orders import Order
from exam_server.room.recovery import BroughtWork, RecoveryError, find_lacking
from exam_server.room.release import release
from exam_server.sentences import together, told
from exam_server.session import Session
from exam_server.shares import Opened
from itembank.base.clock import Clock
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _
from itembank.model.record import Phase, PhaseSet
from itembank.sealing.errors import SealingError
from itembank.sealing.journal_file import JournalError

K = StaffCommandKind


@dataclass(frozen=True, slots=True)
class Acts:
    """The acts on one session."""

    session: Session
    accounts: Accounts
    clock: Clock

    async def carry_out(self, order: Order) -> StaffResult:
        """Carry out a command; what a person can put right is a result with `ok` false."""
        try:
            match order.command.kind:
                case K.ENTER_SHARE:
                    return await self._enter_share(order)
                case K.CONFIRM_CLOCK:
                    return self._confirm_clock(order)
                case K.RECOVER:
                    return await self._recover(order)
                case K.VERIFY:
                    return await self._verify(order)
                case K.EXPORT:
                    return await self._export(order)
                case kind if kind in PRINTED:
                    return await self._document(order)
                case _:
                    return _result(order, _("服务器不认识这个命令。"), ok=False)
        except JikaoError as error:
            return _result(order, told(error), ok=False)

    async def _enter_share(self, order: Order) -> StaffResult:
        session = self.session
        if too_early := opening.find_refusal(session.not_before, self._true_time()):
            session.hall.note_once("too_early", note=order.account)
            code = RefusalCode.TOO_EARLY
            return StaffResult(command=order.command.command, ok=False, sentence=too_early, refusal=code)
        try:
            opened = await asyncio.to_thread(session.shares.enter, order.command.values.get("share", ""), order.account)
        except JikaoError:
            session.hall.note_once("share_refused", note=order.account)
            raise
        if opened is None:
            held, needed = session.shares.progress()
            return _result(order, _("已收到第 {held} 份口令，共需 {needed} 份。").format(held=held, needed=needed))
        await asyncio.to_thread(session.keys.release, opened.keys)
        release(session.hall, tuple(opened.keys), opened.by, is_backup=opened.is_backup)
        return _result(order, _opened_sentence(opened))

    def _true_time(self) -> datetime:
        """The wall time, set right by what two persons confirmed of this machine's clock."""
        return self.clock.wall() + timedelta(milliseconds=self.session.hall.state.clock_offset_ms)

    def _confirm_clock(self, order: Order) -> StaffResult:
        """Take two persons' word, one of them the site head's, for what time it really is."""
        roles = {self.accounts.role_of(name) for name in order.by}
        if Role.SITE_HEAD not in roles:
            return _result(order, _("校对时间的两人中须有一位是主考。"), ok=False)
        machine = self.clock.wall()
        true = opening.parse_time(order.value("time"), machine)
        opening.check_confirmation(self.session.not_before, machine, true)
        offset_ms = int((true - machine).total_seconds() * 1000)
        note = opening.confirmation_note(machine, true, order)
        self.session.hall.record(ClockConfirmed(offset_ms=offset_ms, by=order.by))
        self.session.hall.note("clock_confirmed", note=note, by=order.account)
        return _result(order, _("已记录实际时间，可以输入启封口令。"))

    async def _recover(self, order: Order) -> StaffResult:
        """Take in a file from a stick: read and copy outside the loop, judge and record in it."""
        session, path = self.session, Path(order.command.values.get("path", "").strip())
        work: BroughtWork | None = None
        try:
            brought = await asyncio.to_thread(read_brought, path)
            work = brought.work
            check_origin(session, brought)
            await asyncio.wrap_future(session.ledger.when_committed(session.ledger.position))
            lacking = find_lacking(session.hall, work)
            await asyncio.to_thread(check_signature, brought, lacking)
            stored = await asyncio.to_thread(store_blobs, session, brought, frozenset(lacking.blobs))
            return _result(order, take_in(session, brought, stored, order.account))
        except (RecoveryError, SealingError, JournalError) as error:
            if isinstance(error, RecoveryError) and error.is_ours:
                await asyncio.to_thread(keep_aside, session, path)
            note_refused(session, path, work, error, order.account)
            raise
        except OSError as error:
            sentence = _("文件“{name}”无法读取或存下：{error}。请检查优盘是否插好，再导入一次。")
            return _result(order, sentence.format(name=path.name, error=why(error)), ok=False)

    async def _verify(self, order: Order) -> StaffResult:
        work = self.session.hall.state.work
        lines = verify_lines(self.session.hall.state)
        faults = await asyncio.to_thread(check_record, self.session)
        lines = [VerifyLine(exception=True, seat="", candidate="", sentence=fault) for fault in faults] + lines
        exceptions = sum(line.exception for line in lines)
        self.session.hall.record(RecordChecked(work=work, exceptions=exceptions, by=order.account))
        fine = _("全部核对无误。")
        sentence = _("有 {count} 处需要核对。").format(count=exceptions) if exceptions else fine
        return StaffResult(command=order.command.command, ok=True, sentence=sentence, lines=tuple(lines))

    async def _export(self, order: Order) -> StaffResult:
        folders = [Path(text) for name in ("folder", "folder2") if (text := order.command.values.get(name, "").strip())]
        if len(folders) != 2:
            raise JikaoError(_("请指定两个文件夹，各存一份答卷包。"), code=ExitCode.USAGE)
        session = self.session
        await asyncio.wrap_future(session.ledger.sign_now())
        try:
            done = await asyncio.to_thread(export, session, folders, self.clock)
        except JikaoError:
            session.hall.note("export_failed", by=order.account)
            raise
        files = tuple(str(path) for path in done.files)
        session.hall.record(
            BundleExported(version=done.version, entries=done.entries, files=files, by=order.account),
            *(
                [PhaseSet(phase=Phase.EXPORTED, by=order.account)]
                if session.hall.state.phase is Phase.COLLECTED
                else []
            ),
        )
        session.wipe_released()
        session.hall.push_states()
        sentence = _("已导出第 {version} 版，两份均已读回核对。").format(version=done.version)
        if is_one_medium(folders):
            sentence = together(sentence, _("注意：两份在同一个磁盘上，请把其中一份再复制到另一个优盘。"))
        return StaffResult(command=order.command.command, ok=True, sentence=sentence, files=files)

    async def _document(self, order: Order) -> StaffResult:
        document = await asyncio.to_thread(_make_document, self.session, order.command.kind, self.accounts, self.clock)
        return StaffResult(command=order.command.command, ok=True, sentence=_("已生成。"), document=document)


def _make_document(session: Session, kind: StaffCommandKind, accounts: Accounts, clock: Clock) -> bytes:
    """Make a printed form; the printing library is loaded only when somebody prints."""
    from exam_server import documents

    return documents.make_document(session, kind, accounts, clock)


def _opened_sentence(opened: Opened) -> str:
    if opened.is_backup:
        return _("备用卷已启封，已发往入场的考试机。")
    return _("试卷已启封，已发往入场的考试机，可以开始考试。")


def _result(order: Order, sentence: str, *, ok: bool = True) -> StaffResult:
    return StaffResult(command=order.command.command, ok=ok, sentence=sentence)
