"""Where staff commands are judged, carried out and answered: each once, and only when its effect is durable."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from exam_server.acts import Acts
from exam_server.disk_words import why
from exam_server.ledger_file import LedgerReadOnlyError
from exam_server.media import find_media
from exam_server.protocol.common import RefusalCode
from exam_server.protocol.console import PRINTED, Role, StaffCommand, StaffCommandKind, StaffResult
from exam_server.room.closing import find_clear_refusal, let_all_go
from exam_server.room.commands import Refusal, find_refusal
from exam_server.room.facts import ResultKept
from exam_server.room.orders import Order
from exam_server.room.staff import carry_out, is_pure
from exam_server.room.staff_time import circumstances
from exam_server.running import OpenSitting
from exam_server.sentences import told
from itembank.base.errors import JikaoError
from itembank.base.i18n import _

if TYPE_CHECKING:
    from exam_server.app import RoomServer

K = StaffCommandKind
MAX_COMMAND_ID = 64
UNKEPT = frozenset({K.VERIFY, *PRINTED})


class CommandDesk:
    """Takes the commands of all consoles of a room."""

    def __init__(self, server: RoomServer) -> None:
        """Slow commands go one after another."""
        self._server = server
        self._slow = asyncio.Lock()
        self._at_work: dict[str, asyncio.Task[StaffResult]] = {}

    async def carry_out(self, command: StaffCommand, account: str, role: Role) -> StaffResult:
        """Answer a command; the same id again, also while it is at work, gets the same answer and has one effect."""
        task = self._at_work.get(command.command)
        if task is None:
            task = asyncio.create_task(self._answer(command, account, role))
            self._at_work[command.command] = task
            task.add_done_callback(lambda _task: self._at_work.pop(command.command, None))
        # A console that hangs up does not stop what it began.
        return await asyncio.shield(task)

    async def _answer(self, command: StaffCommand, account: str, role: Role) -> StaffResult:
        if not 0 < len(command.command) <= MAX_COMMAND_ID:
            return _refused(command, Refusal(RefusalCode.BAD_MESSAGE, _("命令没有编号。")))
        if command.kind is K.IMPORT_PACKAGE:
            return await self._import(command, role)
        if command.kind is K.LOOK_AT_MEDIA:
            media = await asyncio.to_thread(find_media)
            return StaffResult(command=command.command, ok=True, sentence="", media=media)
        sitting = self._server.open_sitting
        if sitting is None:
            return _refused(command, Refusal(RefusalCode.WRONG_PHASE, _("还没有导入试卷包。")))
        if command.kind is K.LOOK_AT_PORTRAIT:
            return await _look_at_portrait(sitting, command)
        kept = sitting.session.hall.state.results.get(command.command)
        if kept is not None:
            return StaffResult(command=kept.command, ok=kept.ok, sentence=kept.sentence, files=kept.files)
        second_role, fault = await self._second(command, account)
        refusal = _judge(sitting, command, role, second_role)
        if refusal is not None:
            wants_second = refusal.code is RefusalCode.SECOND_PERSON_NEEDED
            return _refused(command, Refusal(refusal.code, fault) if wants_second and fault else refusal)
        second = command.second.account if command.second is not None and second_role is not None else ""
        self._server.log.write("staff", kind=command.kind.value)
        order = Order(command, account, second)
        try:
            return await (self._clear(sitting, order) if command.kind is K.CLEAR else self._do(sitting, order))
        except LedgerReadOnlyError as error:
            return _refused(command, Refusal(RefusalCode.READ_ONLY, error.message))

    async def _do(self, sitting: OpenSitting, order: Order) -> StaffResult:
        session, kind = sitting.session, order.command.kind
        if is_pure(kind):
            result = carry_out(session.hall, order)
        else:
            async with self._slow:
                result = await Acts(session, self._server.accounts, self._server.clock).carry_out(order)
        if result.ok and kind not in UNKEPT:
            kept = ResultKept(command=result.command, ok=result.ok, sentence=result.sentence, files=result.files)
            session.hall.record(kept)
        if kind in {K.ENROL_DESK, K.ENROL_ALL}:
            session.remember_desks()
        sitting.take_deliveries()
        sitting.office.dispatch()
        await sitting.durable()
        return result

    async def _second(self, command: StaffCommand, account: str) -> tuple[Role | None, str]:
        """Return the role of a second person who is another one and knows the password, or what is wrong."""
        if command.second is None:
            return None, ""
        if command.second.account == account:
            return None, _("第二人不能是正在操作的同一个账号，请由另一位工作人员输入。")
        login = await self._server.log_in(command.second.account, command.second.password)
        return login.role, "" if login.role is not None else _("第二人：{fault}").format(fault=login.sentence)

    async def _import(self, command: StaffCommand, role: Role) -> StaffResult:
        if role is Role.INVIGILATOR:
            return _refused(command, Refusal(RefusalCode.NOT_ALLOWED, _("您的账号没有这项操作的权限。")))
        try:
            async with self._slow:
                await self._server.import_package(Path(command.values.get("path", "")))
        except JikaoError as error:
            return StaffResult(command=command.command, ok=False, sentence=told(error))
        except OSError as error:
            sentence = _("文件无法读取：{error}").format(error=why(error))
            return StaffResult(command=command.command, ok=False, sentence=sentence)
        return StaffResult(command=command.command, ok=True, sentence=_("试卷包已导入，签名和完整性核对无误。"))

    async def _clear(self, sitting: OpenSitting, order: Order) -> StaffResult:
        command = order.command.command
        if order.value("confirm") != sitting.session.sitting.sitting:
            return StaffResult(command=command, ok=False, sentence=_("请输入本场的场次编号以确认清场。"))
        if refusal := find_clear_refusal(sitting.session.hall.state):
            return StaffResult(command=command, ok=False, sentence=refusal)
        sitting.office.act(lambda: let_all_go(sitting.session.hall))
        async with self._slow:
            await self._server.clear()
        return StaffResult(command=command, ok=True, sentence=_("本场数据已清除，可以导入下一场。"))


async def _look_at_portrait(sitting: OpenSitting, command: StaffCommand) -> StaffResult:
    """Answer the portrait of a candidate of this sitting; it changes nothing and leaves no trace in the record."""
    candidate = sitting.session.hall.state.people.get(command.values.get("candidate", ""))
    if candidate is None:
        return _refused(command, Refusal(RefusalCode.UNKNOWN_CANDIDATE, _("本场没有这名考生。")))
    digest = candidate.photo
    picture = await asyncio.to_thread(sitting.session.package.photo, digest) if digest else b""
    return StaffResult(command=command.command, ok=True, sentence="", document=picture)


def _judge(sitting: OpenSitting, command: StaffCommand, role: Role, second_role: Role | None) -> Refusal | None:
    hall = sitting.session.hall
    return find_refusal(
        command,
        hall.state.phase,
        role,
        second_role,
        circumstances(hall, command),
    )


def _refused(command: StaffCommand, refusal: Refusal) -> StaffResult:
    return StaffResult(command=command.command, ok=False, sentence=refusal.sentence, refusal=refusal.code)
