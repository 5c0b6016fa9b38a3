"""Scenes of the desk for pictures (`scripts/screens.py`) and for tests of the layout.

Each brings a fake desk to a state and returns the widget to be grabbed.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from exam_client.attempt.states import DeskState
from exam_client.attempt.views import (
    FolderFault,
    FolderFinding,
    HandInProgress,
    HandInSummary,
    Restored,
    SaveMark,
    StaffMessage,
    Stick,
    TimeWarning,
)
from exam_client.coding.views import (
    Channel,
    Explanation,
    ProgramEnded,
    ProgramOutput,
    RunOutcome,
    SampleResult,
    SamplesRun,
)
from exam_client.net.views import Connection, Refusal
from exam_client.practical.deeds import Entry, Listing
from exam_client.ui.practical.manager import FileManager
from exam_client.ui.practical.strip import Dock
from itembank.model.events import HandInReason
from itembank.model.responses import ItemResponse
from tests.exam_client.ui.sample_paper import NETWORK_PICTURE, PROGRAM
from tests.exam_client.ui.scenes_before import (
    enrolment,
    finding,
    identity,
    login,
    login_refused,
    pairing,
    rules,
    trial,
    waiting_admission,
    waiting_start,
)
from tests.exam_client.ui.scenes_strip import practical, practical_crowded, strip, strip_crowded, strip_offline
from tests.exam_client.ui.stand import Stand

TRACE = """Traceback (most recent call last):
  File "count.py", line 9, in <module>
NameError: name 'bset' is not defined
"""


def item(name: str) -> Callable[[Stand], QWidget]:
    return lambda stand: stand.answering(name)


def paper_order(stand: Stand) -> QWidget:
    stand.answering("order")
    stand.desk.answer("order", {"R": ("analyse", "design", "code", "test")})
    view = stand.window.paper.view() if stand.window.paper else None
    assert view is not None
    view.show_response({"R": ("analyse", "design", "code", "test")})
    return stand.window


def paper_match(stand: Stand) -> QWidget:
    stand.answering("match")
    view = stand.window.paper.view() if stand.window.paper else None
    assert view is not None
    response: ItemResponse = {"R": ("gate face", "dictate speech", "plate ocr")}
    stand.desk.answer("match", response)
    view.show_response(response)
    return stand.window


def paper_multiple(stand: Stand) -> QWidget:
    stand.answering("safety")
    view = stand.window.paper.view() if stand.window.paper else None
    assert view is not None
    view.pick(0)
    view.pick(2)
    return stand.window


def essay(stand: Stand) -> QWidget:
    stand.answering("essay")
    view = stand.window.paper.view() if stand.window.paper else None
    assert view is not None
    text = "好处：不用人工登记，随时知道馆内还有多少空位。\n问题：摄像头可能拍到同学的脸，照片如果泄露会影响隐私。"
    view.show_response({"R": text})
    return stand.window


def offline(stand: Stand) -> QWidget:
    stand.answering("judge")
    stand.desk.set_mark(SaveMark.DESK)
    stand.desk.set_connection(Connection.OFFLINE)
    return stand.window


def notices(stand: Stand) -> QWidget:
    stand.answering("judge")
    stand.desk.resumed.emit(Restored(37, 2, 3, "judge"))
    stand.desk.set_left(5 * 60_000)
    stand.desk.timeWarned.emit(TimeWarning(5, 12))
    stand.desk.messageShown.emit(StaffMessage("m1", "第 21 题的素材文件名有误，以题目文字为准。"))
    stand.desk.raiseHand(True)
    return stand.window


def last_seconds(stand: Stand) -> QWidget:
    stand.answering("essay")
    stand.desk.set_left(9_000)
    stand.desk.timeWarned.emit(TimeWarning(0, 12))
    return stand.window


def python(stand: Stand) -> QWidget:
    stand.answering("python")
    stand.desk.programStarted.emit(1, "python")
    stand.desk.programOutput.emit(ProgramOutput(1, Channel.OUT, "请输入一段话："))
    return stand.window


def python_error(stand: Stand) -> QWidget:
    stand.desk._sources[("python", "count.py")] = PROGRAM + "best = max（counts）\nprint(bset, counts[best])\n"
    stand.answering("python")
    view = stand.window.paper.view() if stand.window.paper else None
    editor = view.practical() if view else None
    assert editor is not None
    assert editor.code is not None
    editor.code._typed()
    stand.desk.programStarted.emit(1, "python")
    stand.desk.programOutput.emit(ProgramOutput(1, Channel.ERROR, TRACE))
    explanation = Explanation("NameError", 9, "第 9 行用到了没有定义的名字 bset。", "检查拼写，是不是想写 best？")
    stand.desk.programEnded.emit(ProgramEnded(1, RunOutcome.FAILED, 1, 230, explanation))
    return stand.window


def python_samples(stand: Stand) -> QWidget:
    stand.answering("python")
    view = stand.window.paper.view() if stand.window.paper else None
    editor = view.practical() if view else None
    assert editor is not None
    assert editor.code is not None
    editor.code.run_samples()
    stand.desk.samplesRun.emit(
        SamplesRun(
            "python",
            (
                SampleResult("样例 1", passed=True, expected="天 2\n", got="天 2\n", outcome=RunOutcome.FINISHED),
                SampleResult("样例 2", passed=False, expected="a 3\n", got="b 2\n", outcome=RunOutcome.FINISHED),
            ),
        )
    )
    return stand.window


def hand_in(stand: Stand) -> QWidget:
    stand.answering("judge")
    paper = stand.window.paper
    assert paper is not None
    paper.navigation.hand_in.click()
    for sheet in stand.window.sheets():
        sheet.close_sheet()
    stand.window.dialogs._is_asked = True
    stand.desk.show_summary(SUMMARY)
    return stand.window


def hand_in_again(stand: Stand) -> QWidget:
    hand_in(stand)
    stand.window.sheets()[0].go_on.click()  # type: ignore[attr-defined]
    return stand.window


def keys(stand: Stand) -> QWidget:
    stand.answering("judge")
    stand.window.show_keys()
    return stand.window


def warned_in_dialog(stand: Stand) -> QWidget:
    hand_in(stand)
    stand.desk.set_left(60_000)
    stand.desk.timeWarned.emit(TimeWarning(1, 14))
    return stand.window


def display(stand: Stand) -> QWidget:
    stand.answering("judge")
    stand.window.dialogs.show_display()
    return stand.window


def picture(stand: Stand) -> QWidget:
    stand.answering("network")
    stand.window.dialogs.show_picture(NETWORK_PICTURE)
    return stand.window


def history(stand: Stand) -> QWidget:
    stand.answering("essay")
    for minutes, text in (
        (3, "好处：快。"),
        (4, "好处：不用人工登记。"),
        (2, "好处：不用人工登记，随时知道馆内人数。"),
    ):
        stand.desk.pass_time(minutes * 60_000)
        stand.desk.answer("essay", {"R": text})
        stand.desk.leaveField()
    stand.window.dialogs.show_history("essay")
    return stand.window


def reset(stand: Stand) -> QWidget:
    practical(stand)
    stand.window.dialogs.ask_reset("sheet", "成绩统计.xlsx")
    return stand.window


def paused(stand: Stand) -> QWidget:
    stand.answering()
    stand.desk.pause("楼道检修，声音很大，考试暂停几分钟。")
    return stand.window


def locked(stand: Stand) -> QWidget:
    stand.answering()
    stand.desk.lock("请把手机交给监考老师。")
    return stand.window


def too_late(stand: Stand) -> QWidget:
    rules(stand)
    stand.desk.become(DeskState.TOO_LATE)
    return stand.window


def fenced(stand: Stand) -> QWidget:
    stand.answering()
    stand.desk.become(DeskState.FENCED)
    return stand.window


def unusable(stand: Stand) -> QWidget:
    stand.desk.refused.emit(Refusal("E01", "本机程序的版本与考场服务器不一致。", "请举手告知监考老师。"))
    stand.desk.become(DeskState.UNUSABLE)
    return stand.window


def handing_in(stand: Stand) -> QWidget:
    stand.answering()
    stand.desk.hand_in(HandInProgress(HandInReason.CANDIDATE, 12, 3, offline=False))
    stand.desk.handInProgress.emit(HandInProgress(HandInReason.CANDIDATE, 4, 2, offline=False))
    return stand.window


def not_uploaded(stand: Stand) -> QWidget:
    stand.answering()
    stand.desk.set_connection(Connection.OFFLINE)
    stand.desk.set_mark(SaveMark.DESK)
    stand.desk.hand_in(HandInProgress(HandInReason.TIME_UP, 12, 3, offline=True))
    return stand.window


def sealed_away(stand: Stand) -> QWidget:
    not_uploaded(stand)
    path = "/var/lib/jikao/desk/hand-in/hand-in-S1-0031001-e1.jikao"
    stick = Stick("/media/exam/KINGSTON", "KINGSTON")
    stand.desk.handInProgress.emit(
        HandInProgress(
            HandInReason.TIME_UP, 12, 3, offline=True, not_saved=("统计表.xlsx",), file=path,
            sticks=(stick, Stick("/media/exam/考务二号", "考务二号")),
            copies=(f"{stick.folder}/hand-in-S1-0031001-e1.jikao",),
        )
    )  # fmt: skip
    return stand.window


def file_manager(stand: Stand) -> QWidget:
    stand.answering("practical")
    manager = FileManager(stand.look, stand.desk, "practical", "第 17 题")
    manager.come(QRect(0, 0, max(520, stand.window.width() - 360), stand.window.height()))
    at = 1_764_000_000
    entries = (
        Entry("作品", folder=True, size_bytes=0, modified_s=at, attributes=""),
        Entry("素材", folder=True, size_bytes=0, modified_s=at, attributes=""),
        Entry("使用说明.txt", folder=False, size_bytes=2_315, modified_s=at, attributes="R"),
        Entry("春游照片-校门口合影（第二张）.jpg", folder=False, size_bytes=1_834_220, modified_s=at, attributes=""),
        Entry("统计表.xlsx", folder=False, size_bytes=9_120, modified_s=at, attributes=""),
        Entry("素材.zip", folder=False, size_bytes=88_120, modified_s=at, attributes=""),
    )
    stand.desk.folderListed.emit(Listing("practical", "第一组/作业", entries, deleted=1))
    manager.list.choose(2)
    manager.buttons["rename"].click()
    manager.note.say("这里已经有“说明.txt”了。请换一个名字，或先改名、移走原来的那个。")
    return manager


def receipt(stand: Stand) -> QWidget:
    stand.answering()
    stand.desk.hand_in()
    stand.desk.give_receipt()
    return stand.window


def zoomed(stand: Stand) -> QWidget:
    stand.look.choose_zoom(150)
    return stand.answering("blanks")


SUMMARY = HandInSummary(
    total=19,
    unanswered=(1, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18),
    partial=(13,),
    flagged=(2, 5),
    findings=(
        FolderFinding(18, "sheet", FolderFault.UNCHANGED, "成绩统计.xlsx"),
        FolderFinding(19, "python", FolderFault.WRONG_FOLDER, "count.py", "桌面"),
    ),
    save_mark=SaveMark.SERVER,
    unsaved_events=0,
    offline=False,
)
SCENES: dict[str, Callable[[Stand], QWidget]] = {
    "finding": finding,
    "pairing": pairing,
    "enrolment": enrolment,
    "login": login,
    "login-refused": login_refused,
    "identity": identity,
    "waiting-admission": waiting_admission,
    "rules": rules,
    "trial": trial,
    "waiting-start": waiting_start,
    "paper-choice": item("network"),
    "paper-multiple": paper_multiple,
    "paper-judge": item("judge"),
    "paper-blanks": item("blanks"),
    "paper-inline": item("program"),
    "paper-order": paper_order,
    "paper-match": paper_match,
    "paper-essay": essay,
    "paper-practical": practical,
    "paper-practical-crowded": practical_crowded,
    "offline": offline,
    "notices": notices,
    "last-seconds": last_seconds,
    "python": python,
    "python-error": python_error,
    "python-samples": python_samples,
    "strip-right": strip(Dock.RIGHT),
    "strip-bottom": strip(Dock.BOTTOM),
    "strip-crowded": strip_crowded,
    "strip-offline": strip_offline,
    "strip-collapsed": strip(Dock.LEFT, collapsed=True),
    "hand-in": hand_in,
    "hand-in-again": hand_in_again,
    "hand-in-warned": warned_in_dialog,
    "keys": keys,
    "display": display,
    "picture": picture,
    "history": history,
    "reset": reset,
    "paused": paused,
    "locked": locked,
    "too-late": too_late,
    "fenced": fenced,
    "unusable": unusable,
    "handing-in": handing_in,
    "not-uploaded": not_uploaded,
    "sealed-away": sealed_away,
    "file-manager": file_manager,
    "receipt": receipt,
    "zoomed": zoomed,
}
