"""A desk for tests of the screens: the preview's desk, which remembers what it was asked and obeys the test."""

from __future__ import annotations

from dataclasses import replace

from exam_client.attempt.states import DeskState
from exam_client.attempt.views import (
    HandInProgress,
    HandInSummary,
    LockView,
    Person,
    Receipt,
    SaveMark,
)
from exam_client.net.views import Connection, RoomView
from exam_client.practical.views import FileState, FileStatus, FileVersion, FolderView
from exam_client.ui.preview_desk import PreviewDesk
from exam_server.protocol.timing import CandidatePhase
from itembank.model.events import HandInReason
from itembank.model.paper import Paper
from itembank.model.responses import ItemResponse
from tests.exam_client.ui.sample_paper import MEDIA, sample_paper

PERSON = Person(
    number="202605010032",
    name="欧阳雨萱",
    school="第三初级中学",
    class_name="九年级 2 班",
    seat="B07",
    has_photo=True,
    resuming=False,
)
ROOM = RoomView(
    enrolled=True,
    compare="73 18 42",
    room="第二考场",
    seat="B07",
    title="初中信息技术学业水平考试",
    exam="it2026",
    sitting="s3",
)


class FakeDesk(PreviewDesk):
    """`asked` lists the intentions as (name, *arguments) in their order."""

    def __init__(self, paper: Paper | None = None, person: Person = PERSON) -> None:
        super().__init__(paper or sample_paper(), MEDIA, person)
        self.asked: list[tuple[object, ...]] = []
        self.versions: tuple[FileVersion, ...] = ()
        self._programs: dict[tuple[str, str], str] = {}
        self._room = ROOM
        self._state = DeskState.SEARCHING
        self._connection = Connection.NONE

    # ---- obeying the test

    def connect_room(self) -> None:
        self._connection = Connection.ONLINE
        self.connectionChanged.emit(Connection.ONLINE)
        self.roomChanged.emit(ROOM)
        self.become(DeskState.READY)

    def show_identity(self, photo: bytes = b"") -> None:
        self.become(DeskState.CONFIRMING)
        self._shown_person = self._person
        self.identityShown.emit(self._person)
        if photo:
            self._shown_photo = photo
            self.photoShown.emit(photo)

    def start_answering(self) -> None:
        self.connect_room()
        self._shown_person = self._person
        self.show_paper()

    def set_mark(self, mark: SaveMark) -> None:
        self._mark = mark
        self.saveMarkChanged.emit(mark)

    def set_connection(self, connection: Connection) -> None:
        self._connection = connection
        self.connectionChanged.emit(connection)

    def set_left(self, milliseconds: int) -> None:
        self._left_ms = milliseconds
        self.tell_moment()

    def pause(self, reason: str) -> None:
        self._phase = CandidatePhase.PAUSED
        self.pauseChanged.emit(reason)
        self.tell_moment()
        self.become(DeskState.PAUSED)

    def lock(self, reason: str) -> None:
        self.lockChanged.emit(LockView(locked=True, reason=reason))
        self.become(DeskState.LOCKED)

    def hand_in(self, progress: HandInProgress | None = None) -> None:
        self.become(DeskState.HANDING_IN)
        if progress is not None:
            self.handInProgress.emit(progress)

    def give_receipt(self, code: str = "K7MP4RXD") -> None:
        self.become(DeskState.HANDED_IN)
        self.receiptShown.emit(Receipt(code, HandInReason.CANDIDATE, 17, 19, 2, 2))

    def show_summary(self, summary: HandInSummary) -> None:
        self.handInSummary.emit(summary)

    def set_files(self, item: str, *files: FileStatus) -> None:
        for file in files:
            self._states[(item, file.path)] = file.state
        self.folderChanged.emit(self.folder(item))

    def set_file_state(self, item: str, path: str, state: FileState) -> None:
        self._states[(item, path)] = state
        self.folderChanged.emit(self.folder(item))

    def set_program(self, item: str, path: str, program: str) -> None:
        self._programs[(item, path)] = program

    def folder(self, item: str) -> FolderView | None:
        view = super().folder(item)
        if view is None:
            return None
        files = tuple(replace(file, program=self._programs.get((item, file.path), "")) for file in view.files)
        return replace(view, files=files)

    def asked_for(self, name: str) -> list[tuple[object, ...]]:
        return [one[1:] for one in self.asked if one[0] == name]

    # ---- remembering

    def chooseRoom(self, address: str, pairing_code: str) -> None:
        self.asked.append(("chooseRoom", address, pairing_code))

    def setSeat(self, label: str) -> None:
        self.asked.append(("setSeat", label))

    def typeNumber(self, number: str) -> None:
        self.asked.append(("typeNumber", number))

    def confirmIdentity(self) -> None:
        self.asked.append(("confirmIdentity",))

    def freeDesk(self) -> None:
        self.asked.append(("freeDesk",))

    def rejectIdentity(self) -> None:
        self.asked.append(("rejectIdentity",))

    def answer(self, item: str, response: ItemResponse) -> None:
        self.asked.append(("answer", item, dict(response)))
        super().answer(item, response)

    def leaveField(self) -> None:
        self.asked.append(("leaveField",))
        super().leaveField()

    def visit(self, item: str) -> None:
        self.asked.append(("visit", item))
        super().visit(item)

    def flag(self, item: str, flagged: bool) -> None:
        self.asked.append(("flag", item, flagged))
        super().flag(item, flagged)

    def raiseHand(self, raised: bool) -> None:
        self.asked.append(("raiseHand", raised))
        super().raiseHand(raised)

    def requestHandIn(self) -> None:
        self.asked.append(("requestHandIn",))
        super().requestHandIn()

    def confirmHandIn(self) -> None:
        self.asked.append(("confirmHandIn",))

    def copyHandInFile(self, folder: str) -> None:
        self.asked.append(("copyHandInFile", folder))

    def openFile(self, item: str, path: str) -> None:
        self.asked.append(("openFile", item, path))

    def listFolder(self, item: str, path: str) -> None:
        self.asked.append(("listFolder", item, path))

    def doFiles(self, item: str, deed: object) -> None:
        self.asked.append(("doFiles", item, deed))

    def openFolder(self, item: str) -> None:
        self.asked.append(("openFolder", item))

    def resetFile(self, item: str, path: str) -> None:
        self.asked.append(("resetFile", item, path))
        super().resetFile(item, path)

    def restoreVersion(self, item: str, path: str, sha256: str) -> None:
        self.asked.append(("restoreVersion", item, path, sha256))

    def fileVersions(self, item: str, path: str) -> tuple[FileVersion, ...]:
        return self.versions

    def snapshot(self, item: str) -> None:
        self.asked.append(("snapshot", item))

    def writeSource(self, item: str, path: str, text: str) -> None:
        self.asked.append(("writeSource", item, path, text))
        super().writeSource(item, path, text)

    def runProgram(self, item: str, path: str) -> None:
        self.asked.append(("runProgram", item, path))

    def sendInput(self, line: str) -> None:
        self.asked.append(("sendInput", line))

    def endInput(self) -> None:
        self.asked.append(("endInput",))

    def stopProgram(self) -> None:
        self.asked.append(("stopProgram",))

    def runSamples(self, item: str, path: str) -> None:
        self.asked.append(("runSamples", item, path))


def folder_with(desk: FakeDesk, item: str) -> FolderView:
    view = desk.folder(item)
    assert view is not None
    return view
