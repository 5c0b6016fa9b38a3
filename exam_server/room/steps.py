"""The guided line of a sitting: which step it is, and what is still missing, in plain sentences."""

from __future__ import annotations

from exam_server.protocol.console import Step, StepView
from exam_server.protocol.states import LinkState
from exam_server.room import closing, disk
from exam_server.room.hall import Hall
from itembank.base.i18n import _
from itembank.model.record import Phase

STEPS = tuple(Step)
CURRENT = {
    Phase.IMPORTED: Step.ADMIT,
    Phase.ADMITTING: Step.UNLOCK,
    Phase.UNLOCKED: Step.START,
    Phase.RUNNING: Step.RUN,
    Phase.ENDED: Step.COLLECT,
    Phase.COLLECTED: Step.EXPORT,
    Phase.EXPORTED: Step.CLEAR,
    Phase.CLEARED: Step.IMPORT,
}


def empty_steps(faults: tuple[str, ...] | None) -> tuple[StepView, ...]:
    """Return the line of a room without a sitting; `faults` is what the check of the machine found, None before it."""
    missing = (*_check_sentences(faults), _("请由系统管理员或主考导入本场的试卷包。"))
    return tuple(
        StepView(
            step=step,
            done=step is Step.CHECK and faults == (),
            current=step is Step.IMPORT,
            missing=missing if step is Step.IMPORT else (),
        )
        for step in STEPS
    )


def guided_steps(hall: Hall, shares_entered: int = 0) -> tuple[StepView, ...]:
    """Return the line of the sitting as it stands; how many shares were entered is not in the hall's record."""
    state = hall.state
    is_checked = closing.is_checked(state)
    current = CURRENT[state.phase]
    if state.phase is Phase.COLLECTED and not is_checked:
        current = Step.VERIFY
    at = STEPS.index(current)
    return tuple(
        StepView(
            step=step,
            done=index < at and _is_done(hall, step, is_checked=is_checked),
            current=index == at,
            missing=_missing(hall, step, shares_entered) if index == at else (),
        )
        for index, step in enumerate(STEPS)
    )


def _is_done(hall: Hall, step: Step, *, is_checked: bool) -> bool:
    """A step that lies behind is done, unless it left something open: candidates not accounted for, no check made."""
    if step is Step.CHECK:
        return hall.machine_faults == ()
    if step is Step.ADMIT:
        return not _unaccounted(hall)
    return step is not Step.VERIFY or is_checked


def _unaccounted(hall: Hall) -> list[str]:
    """Candidates who neither came in nor have a mark, such as absent."""
    return [
        c.number
        for c in hall.sitting.candidates
        if hall.state.find_attempt(c.number) is None and c.number not in hall.state.marks
    ]


def _missing(hall: Hall, step: Step, shares_entered: int) -> tuple[str, ...]:
    match step:
        case Step.ADMIT | Step.UNLOCK | Step.START:
            return _before_start(hall, shares_entered)
        case Step.RUN:
            return _running(hall)
        case Step.COLLECT:
            return _collecting(hall)
        case Step.VERIFY:
            return (_("请核对：谁缺考、谁没有交卷、谁没有作答记录，然后再导出。"),)
        case Step.EXPORT:
            return (_("请导出两份答卷包，存到两个不同的介质。"),)
        case Step.CLEAR:
            return _before_clearing(hall)
        case _:
            return ()


def _before_start(hall: Hall, shares_entered: int) -> tuple[str, ...]:
    pending = sum(link.state is LinkState.ENROLLING for link in hall.links)
    enrolled = [link for link in hall.links if link.is_enrolled]
    unready = [link.seat for link in enrolled if hall.facilities.parts and not link.parts]
    waiting = [link.seat for link in enrolled if link.state is LinkState.WAITING]
    absent = _unaccounted(hall)
    sentences = list(_check_sentences(hall.machine_faults))
    if refusal := disk.find_refusal(hall):
        sentences.append(refusal)
    if pending:
        sentences.append(_("{count} 台考试机等待登记。").format(count=pending))
    if hall.state.phase is Phase.IMPORTED and (bare := _seats_without_machine(hall)):
        sentences.append(_("{count} 个座位还没有可用的考试机：{seats}").format(count=len(bare), seats=_some(bare)))
    if unready:
        sentences.append(_("{count} 台考试机还没有收全试卷：{seats}").format(count=len(unready), seats=_some(unready)))
    if waiting:
        sentences.append(_("{count} 名考生等待入场：{seats}").format(count=len(waiting), seats=_some(waiting)))
    if absent and hall.state.phase is not Phase.IMPORTED:
        sentences.append(_("{count} 名考生尚未入场。").format(count=len(absent)))
    if hall.state.phase is Phase.ADMITTING:
        first = _("请两位持有人先后输入启封口令。")
        next_one = _("已输入 {count} 份启封口令，请下一位持有人输入。").format(count=shares_entered)
        sentences.append(next_one if shares_entered else first)
    return tuple(sentences)


def _seats_without_machine(hall: Hall) -> list[str]:
    """Seats of candidates at which no enrolled machine is connected."""
    ready = {link.seat for link in hall.links if link.is_enrolled}
    seats = (hall.state.seat_of(candidate.number) for candidate in hall.sitting.candidates)
    return sorted(seat for seat in seats if seat not in ready)


def _running(hall: Hall) -> tuple[str, ...]:
    writing = [held for held in hall.state.attempts.values() if held.hand_in is None]
    missing = _unaccounted(hall)
    told = (_("{count} 名考生没有入场，也没有登记缺考。").format(count=len(missing)),) if missing else ()
    if not hall.state.attempts:
        return (_("还没有考生入场。"), *told)
    if not writing:
        return (_("入场的考生全部交卷，可以结束考试。"), *told)
    left_ms = max(hall.moment(held.candidate).left_ms for held in writing)
    minutes = -(-left_ms // 60_000)
    sentence = _("还有 {count} 名考生在作答，最长还有 {minutes} 分钟。").format(count=len(writing), minutes=minutes)
    return (sentence, *told)


def _collecting(hall: Hall) -> tuple[str, ...]:
    missing = [held.seat for held in hall.state.attempts.values() if held.hand_in is None]
    if not missing:
        return ()
    return (
        _("座位 {seats} 还没有交卷。").format(seats=_some(missing)),
        _("连上后会自动交卷，也可以导入该机的交卷文件；直接回收则以服务器上已存的作答为准。"),
    )


def _before_clearing(hall: Hall) -> tuple[str, ...]:
    if refusal := closing.find_clear_refusal(hall.state):
        return (refusal,)
    return (_("确认考试中心已收到答卷包后，再清除本场数据。"),)


def _check_sentences(faults: tuple[str, ...] | None) -> tuple[str, ...]:
    """What the check of the server's machine found wrong; nothing before it was made."""
    return tuple(_("检查：{fault}").format(fault=fault) for fault in faults or ())


def _some(seats: list[str]) -> str:
    shown = "、".join(sorted(seats)[:8])
    return shown if len(seats) <= 8 else _("{shown} 等").format(shown=shown)
