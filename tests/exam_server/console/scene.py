"""A room in the middle of a sitting, as the server would tell a console; for tests and pictures."""

from __future__ import annotations

from exam_server.console.model import ConsoleModel
from exam_server.protocol.common import ServerFacts
from exam_server.protocol.console import IncidentView, Role, RoomView, SeatState, SeatView, Step, StepView
from exam_server.protocol.desk import DeskFacts
from exam_server.protocol.timing import Allowances, Schedule
from itembank.base.clock import FakeClock
from itembank.model.record import Phase

NAMES = "林思远 陈颖 黄晓东 吴佳怡 郑皓轩 王子涵 李梦琪 阿依古丽·买买提 周敏 许文博 叶欣怡 何俊杰".split()
STATES = (
    *(SeatState.ANSWERING,) * 5,
    SeatState.OFFLINE,
    SeatState.WAITING_RESUME,
    SeatState.HANDED_IN,
    SeatState.LOCKED,
    SeatState.ABSENT,
    *(SeatState.ANSWERING,) * 2,
)
MINUTE = 60_000


def facts() -> DeskFacts:
    return DeskFacts(version="0.1.0", system="Debian 12", screen="1366x768", office=("LibreOffice 7.4",))


def seat_view(index: int, state: SeatState, name: str, columns: int) -> SeatView:
    return SeatView(
        seat=f"{index + 1:02}",
        row=index // columns + 1,
        column=index % columns + 1,
        spare=False,
        state=state,
        candidate=f"03502026{index + 1:04}",
        name=name,
        school="鹭岛第一中学",
        attempt=f"S1-{index}",
        connected=state not in {SeatState.OFFLINE, SeatState.ABSENT},
        answered=min(24, 8 + index),
        total=24,
        unsaved_seconds=47 if state is SeatState.OFFLINE else 0,
        contact_seconds=47 if state is SeatState.OFFLINE else 1,
        hand_raised=index == 2,
        receipt="K7M2-Q9WD" if state is SeatState.HANDED_IN else "",
        allowances=Allowances(began_ms=0),
        facts=facts(),
        oddities=("屏幕分辨率与多数不同：1024x768",) if index == 4 else (),
    )


def room_view(phase: Phase = Phase.RUNNING, rows: int = 3, columns: int = 5) -> RoomView:
    current = {Phase.RUNNING: Step.RUN, Phase.ADMITTING: Step.UNLOCK, Phase.CLEARED: Step.IMPORT}[phase]
    order = list(Step)
    steps = tuple(
        StepView(
            step=step,
            done=order.index(step) < order.index(current),
            current=step is current,
            missing=("还有 9 名考生在作答，最长还有 26 分钟。",) if step is current else (),
        )
        for step in order
    )
    return RoomView(
        server=ServerFacts(protocol=1, version="0.1.0", room="02", port=8443, certificate_sha256="0" * 64),
        pairing_code="4QXD-9M2K-HT7R",
        phase=phase,
        exam="IT2026",
        sitting="S3" if phase is not Phase.CLEARED else "",
        title="2026年初中信息技术学业水平考试 第 3 场",
        site="鹭岛第一中学考点",
        room="02",
        planned_start="2026-06-13T09:00",
        rehearsal=False,
        schedule=Schedule(start_ms=0, duration_ms=40 * MINUTE),
        exam_ms=14 * MINUTE,
        steps=steps,
        rows=rows,
        columns=columns,
        account="jiankao1",
        role=Role.INVIGILATOR,
        shares_needed=2,
    )


def running_model(columns: int = 5, rooms_of: int = 12) -> ConsoleModel:
    model = ConsoleModel(FakeClock())
    model.receive(room_view(columns=columns))
    for index in range(rooms_of):
        state = STATES[index % len(STATES)]
        model.receive(seat_view(index, state, NAMES[index % len(NAMES)], columns))
    for number, severity, seat, note in (
        (1, 2, "06", "考试机断线，考生可在原机继续作答。"),
        (2, 1, "05", "考生离开了考试窗口（12 秒）。"),
    ):
        model.receive(
            IncidentView(
                number=number,
                wall=f"2026-06-13T09:1{number}:00+08:00",
                severity=severity,
                code="focus_lost",
                seat=seat,
                candidate="",
                note=note,
            )
        )
    return model


def spare_view(label: str, row: int, column: int) -> SeatView:
    return SeatView(
        seat=label, row=row, column=column, spare=True, state=SeatState.SPARE, connected=True, facts=facts()
    )
