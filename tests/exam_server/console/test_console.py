"""The console shows what the room says and sends intentions; it decides nothing."""

from __future__ import annotations

from datetime import timedelta, timezone

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox

from exam_server.console.app import prepare_application
from exam_server.console.dialogs import ShareDialog
from exam_server.console.news_panel import command_line
from exam_server.console.seat_panel import ACTS
from exam_server.console.seat_tile import SeatTile
from exam_server.console.steps_bar import NEXT
from exam_server.console.window import ConsoleWindow
from exam_server.console.wording import LOOKS, MARK_WORDS, PHASE_WORDS, STEP_WORDS, duration_text, hour_text
from exam_server.net.console_link import ConsoleLinkState
from exam_server.protocol.common import RefusalCode
from exam_server.protocol.console import Delivery, SeatState, StaffCommandKind, StaffResult, Step
from exam_server.protocol.timing import Pause
from itembank.model.record import CandidateMark, Phase
from tests.exam_server.console.scene import room_view, running_model, seat_view


@pytest.fixture
def window(qtbot, qapp):
    prepare_application(qapp)
    made = ConsoleWindow(running_model())
    qtbot.addWidget(made)
    made._model.room_changed.emit()
    made.resize(1366, 740)
    with qtbot.waitExposed(made):
        made.show()
    return made


def tile(window, label) -> SeatTile:
    tiles: list[SeatTile] = window.findChildren(SeatTile)
    return next(t for t in tiles if t.label == label)


def words(widget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def test_every_state_step_mark_and_phase_has_its_words():
    assert set(LOOKS) == set(SeatState)
    assert set(STEP_WORDS) == set(Step)
    assert set(MARK_WORDS) == set(CandidateMark)
    assert set(PHASE_WORDS) == set(Phase)
    assert set(NEXT) == set(Step) - {Step.CHECK}
    assert len({look.sign + look.word for look in LOOKS.values()}) == len(LOOKS)


def test_a_seat_says_its_state_in_words_and_sign_not_by_colour_alone(window):
    assert "断线" in words(tile(window, "06"))
    assert "未存" in words(tile(window, "06"))
    assert "举手" in words(tile(window, "03"))
    assert "断线" in tile(window, "06").accessibleName()


def test_choosing_a_seat_shows_who_sits_there_and_only_what_can_be_done(window, qtbot):
    qtbot.mouseClick(tile(window, "07"), Qt.MouseButton.LeftButton)
    assert "李梦琪" in words(window.seat)
    offered = {kind for kind, button in window.seat._buttons.items() if button.isVisible()}
    assert StaffCommandKind.APPROVE_RESUME in offered
    assert StaffCommandKind.FORCE_HAND_IN not in offered


@pytest.mark.parametrize("state", [SeatState.ANSWERING, SeatState.PAUSED, SeatState.LOCKED, SeatState.OFFLINE])
def test_no_button_slips_under_the_hand_when_a_seat_changes_its_state(window, state):
    def places(view):
        window._model.receive(view)
        window.seat.show_seats(["01"])
        grid = window.seat._grid
        return {
            kind: grid.getItemPosition(grid.indexOf(b)) for kind, b in window.seat._buttons.items() if b.isVisible()
        }

    before = places(seat_view(0, SeatState.ANSWERING, "林思远", 5))
    after = places(seat_view(0, state, "林思远", 5))
    undo = {StaffCommandKind.CONTINUE: StaffCommandKind.PAUSE, StaffCommandKind.UNLOCK: StaffCommandKind.LOCK}
    assert {undo.get(kind, kind): place for kind, place in after.items()} == before


def test_several_seats_get_only_what_fits_all_of_them(window, qtbot):
    qtbot.mouseClick(tile(window, "01"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(tile(window, "08"), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier)
    offered = {kind for kind, button in window.seat._buttons.items() if button.isVisible()}
    assert StaffCommandKind.EXTEND not in offered
    assert StaffCommandKind.MESSAGE in offered
    assert StaffCommandKind.MOVE not in offered


def test_the_keyboard_alone_can_choose_a_seat(window, qtbot):
    tile(window, "09").setFocus()
    qtbot.keyClick(tile(window, "09"), Qt.Key.Key_Space)
    assert window.map.selected == ["09"]


def test_a_pressed_button_becomes_one_command_for_the_chosen_seats(window, qtbot):
    qtbot.mouseClick(tile(window, "07"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(window.seat._buttons[StaffCommandKind.APPROVE_RESUME], Qt.MouseButton.LeftButton)
    (given,) = window._model.given.values()
    assert given.command.kind is StaffCommandKind.APPROVE_RESUME
    assert given.command.seats == ("07",)


def test_a_command_is_not_called_done_before_the_desk_has_acknowledged_it():
    model = running_model()
    command = model.command(StaffCommandKind.EXTEND, "延时", seats=("06",))
    assert "正在执行" in command_line(model.given[command])
    model.receive(StaffResult(command=command, ok=True, sentence="已延长。"))
    model.receive(Delivery(command=command, seat="06", delivered=False))
    assert "尚未送达" in command_line(model.given[command])
    model.receive(Delivery(command=command, seat="06", delivered=True))
    assert command_line(model.given[command]).startswith("✓")


def test_a_refused_command_says_why():
    model = running_model()
    command = model.command(StaffCommandKind.START, "开考")
    model.receive(StaffResult(command=command, ok=False, sentence="现在不能开考。", refusal=RefusalCode.WRONG_PHASE))
    assert "现在不能开考" in command_line(model.given[command])


def test_a_grave_act_asks_for_the_second_person_and_is_given_again_with_a_new_id(qtbot):
    model = running_model()
    command = model.command(StaffCommandKind.REOPEN, "恢复", seats=("08",), reason="误交")
    with qtbot.waitSignal(model.needs_second) as asked:
        model.receive(
            StaffResult(command=command, ok=False, sentence="需要第二人", refusal=RefusalCode.SECOND_PERSON_NEEDED)
        )
    assert asked.args == [command]


def test_unseen_incidents_float_to_the_top_and_leave_when_acknowledged(window, qtbot):
    assert [incident.number for incident in window._model.open_incidents()] == [1, 2]
    qtbot.mouseClick(window.news._seen, Qt.MouseButton.LeftButton)
    sent = list(window._model.given.values())[-1].command
    assert sent.kind is StaffCommandKind.ACKNOWLEDGE_INCIDENT
    assert sent.values == {"number": "1"}


def test_what_happens_again_at_a_seat_is_one_line_and_is_seen_to_at_once(window, qtbot):
    model = window._model
    incidents = sorted(model.incidents.values(), key=lambda incident: incident.number)
    again = [replace(incidents[0], number=number, acknowledged=False) for number in (11, 12)]
    for incident in again:
        model.receive(incident)
    assert window.news._incidents.item(0).text().endswith("（3 次）")
    assert (window.news.waiting(), len(model.open_incidents())) == (2, 4)
    window.news._incidents.setCurrentRow(0)
    qtbot.mouseClick(window.news._seen, Qt.MouseButton.LeftButton)
    sent = [given.command.values for given in model.given.values()][-3:]
    assert sent == [{"number": number} for number in ("1", "11", "12")]
    for command in list(model.given)[-3:]:
        model.receive(StaffResult(command=command, ok=True, sentence="已处理"))
    assert window.news._commands.count() == 0


def test_a_step_that_was_left_open_is_not_shown_as_one_that_is_still_to_come(window):
    room = room_view()
    steps = tuple(replace(view, done=False) if view.step is Step.ADMIT else view for view in room.steps)
    window._model.receive(replace(room, steps=steps))
    chip = window.steps._chips[Step.ADMIT]
    assert chip.text().startswith("！")
    assert "还没有做完" in chip.accessibleName()


@pytest.mark.parametrize("kind", [StaffCommandKind.START, StaffCommandKind.END_SITTING])
def test_who_leads_on_is_told_what_is_still_missing(window, monkeypatch, kind):
    told = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: told.append(box.informativeText()))
    window.acts.carry_out(kind)
    assert told == ["还有 9 名考生在作答，最长还有 26 分钟。"]


def test_several_things_that_are_missing_stand_in_lines_of_their_own(window, monkeypatch):
    told = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: told.append(box.informativeText()))
    room = room_view(Phase.ADMITTING)
    missing = ("1 名考生等待入场：01", "12 名考生尚未入场。")
    steps = tuple(replace(view, missing=missing) if view.current else view for view in room.steps)
    window._model.receive(replace(room, steps=steps))
    window.acts.carry_out(StaffCommandKind.START)
    assert told == ["1 名考生等待入场：01\n12 名考生尚未入场。"]


def test_a_second_enter_does_not_end_what_the_first_one_began(window, qtbot):
    button = window.steps._next
    window._model.receive(room_view(Phase.ADMITTING))
    with qtbot.waitExposed(window):
        window.show()
    button.setFocus()
    assert button.property("calm") == "no"
    window._model.receive(room_view(Phase.RUNNING))
    assert "结束考试" in button.text()
    assert not button.hasFocus()
    assert button.property("calm") == "yes"


def test_after_clearing_the_map_is_empty(window):
    window._model.receive(room_view(Phase.CLEARED))
    assert window._model.seats == {}
    assert window._model.incidents == {}
    assert "导入试卷包" in window.steps._next.text()


def test_a_narrow_seat_keeps_its_count_and_its_sign(window):
    narrow = tile(window, "01")
    narrow.resize(76, 80)
    assert "8/24" in words(narrow)


@pytest.mark.parametrize(("milliseconds", "text"), [(0, "0:00"), (1, "0:01"), (59_001, "1:00"), (1_560_000, "26:00")])
def test_time_left_is_never_shown_shorter_than_it_is(milliseconds, text):
    assert duration_text(milliseconds) == text


@pytest.mark.parametrize(("width", "height"), [(1024, 700), (1366, 740)])
def test_a_full_room_fits_small_screens(qtbot, qapp, width, height):
    prepare_application(qapp)
    made = ConsoleWindow(running_model(columns=8, rooms_of=56))
    qtbot.addWidget(made)
    made._model.room_changed.emit()
    assert made.minimumSizeHint().width() <= width
    assert made.minimumSizeHint().height() <= height


@pytest.mark.parametrize(("width", "height"), [(910, 484), (682, 484)])
def test_a_full_room_can_be_used_at_one_and_a_half_times_the_size(qtbot, qapp, width, height):
    """1366x768 and 1024x768 at 150 %: what is pressed most is there, the rest one step away."""
    prepare_application(qapp)
    made = ConsoleWindow(running_model(columns=8, rooms_of=56))
    qtbot.addWidget(made)
    made._model.room_changed.emit()
    made.resize(width, height)
    with qtbot.waitExposed(made):
        made.show()
    assert (made.width(), made.height()) == (width, height)
    qtbot.mouseClick(tile(made, "07"), Qt.MouseButton.LeftButton)
    assert made.seat._buttons[StaffCommandKind.APPROVE_RESUME].visibleRegion().boundingRect().height() > 20
    assert made.steps._next.isVisible()
    assert "6/10" in words(made.steps)
    row = made.top.room_acts
    hidden = [act.kind for act, b in zip(row._acts, row._buttons, strict=True) if not b.isVisible()]
    in_menu = {action.text() for action in row._more_menu.actions()}
    for kind in {StaffCommandKind.EXTEND, StaffCommandKind.MESSAGE, StaffCommandKind.ADMIT_ALL} & set(hidden):
        assert row.actions_of[kind].text() in in_menu
    assert made.top.paper_acts.isVisible()


def test_on_a_low_screen_the_tab_says_what_waits_and_what_did_not_arrive(qtbot, qapp):
    prepare_application(qapp)
    made = ConsoleWindow(running_model())
    qtbot.addWidget(made)
    made.resize(910, 484)
    with qtbot.waitExposed(made):
        made.show()
    tabs = made.side._tabs
    assert tabs.tabText(1) == "事件 2"
    command = made._model.command(StaffCommandKind.EXTEND, "延时", seats=("06",))
    made._model.receive(StaffResult(command=command, ok=True, sentence="已延长。"))
    made._model.receive(Delivery(command=command, seat="06", delivered=False))
    assert "未送达 1" in tabs.tabText(1)


def test_pause_and_continue_of_the_room_take_each_other_s_place(window):
    row = window.top.room_acts
    assert row.actions_of[StaffCommandKind.PAUSE].isVisible()
    assert not row.actions_of[StaffCommandKind.CONTINUE].isVisible()
    room = room_view()
    paused = replace(room, schedule=replace(room.schedule, pauses=(Pause(from_ms=0, until_ms=-1),)))
    window._model.receive(paused)
    assert not row.actions_of[StaffCommandKind.PAUSE].isVisible()
    assert row.actions_of[StaffCommandKind.CONTINUE].isVisible()


def test_after_the_end_a_seat_offers_only_what_the_server_would_do(window, qtbot):
    window._model.receive(replace(room_view(), phase=Phase.ENDED))
    window._model.receive(seat_view(0, SeatState.NOT_HANDED_IN, "林思远", 5))
    qtbot.mouseClick(tile(window, "01"), Qt.MouseButton.LeftButton)
    assert "未交卷" in words(tile(window, "01"))
    offered = {kind for kind, button in window.seat._buttons.items() if button.isVisible()}
    assert StaffCommandKind.FORCE_HAND_IN in offered
    assert not offered & {StaffCommandKind.EXTEND, StaffCommandKind.MOVE, StaffCommandKind.PAUSE}


def test_every_act_of_a_seat_has_words_and_every_seat_view_is_drawn(window):
    assert all(word for _kind, word, _states in ACTS)
    for state in SeatState:
        window._model.receive(seat_view(0, state, "测试", 5))
        assert LOOKS[state].word in words(tile(window, "01")) or "/" in words(tile(window, "01"))


def test_ending_early_asks_for_the_second_person_only_while_somebody_writes():
    model = running_model()
    seats = {seat.seat for seat in model.writing()}
    assert "01" in seats
    assert not seats & {seat.seat for seat in model.seats.values() if seat.state is SeatState.HANDED_IN}


def test_a_wrong_password_asks_again_and_ends_nothing(window, qtbot):
    with qtbot.waitSignal(window.login_refused) as refused:
        window._model.link_changed.emit(ConsoleLinkState.REFUSED, "账号或密码不对。")
    assert refused.args == ["账号或密码不对。"]
    assert window.isVisible()


def test_an_incident_shows_the_hour_of_the_room_not_of_greenwich():
    assert hour_text("2026-06-13T01:30:00+00:00", timezone(timedelta(hours=8))) == "09:30"


def test_a_fault_makes_its_dialog_grow_and_the_first_field_has_the_focus(qtbot, qapp):
    prepare_application(qapp)
    dialog = ShareDialog(0, 2)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog._digits.hasFocus)
    before = dialog.height()
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert dialog.height() > before
