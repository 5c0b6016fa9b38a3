"""A desk without a room: one paper, everything in memory, nothing saved and nothing sent.

Serves the preview of a paper, the pictures in the documentation and, extended, the tests of the screens. It
is true to the face: responses go through the same controller as in the real engine. Its clock is moved by
`pass_time` alone.
"""

from __future__ import annotations

from collections.abc import Mapping

from exam_client.attempt.controller import AttemptController, partial, unanswered
from exam_client.attempt.kept_view import KeptView
from exam_client.attempt.states import DeskState
from exam_client.attempt.views import (
    HandInProgress,
    HandInSummary,
    HistoryEntry,
    ItemMark,
    MomentView,
    Person,
    Receipt,
    SaveMark,
)
from exam_client.coding.fullwidth import find_full_width
from exam_client.coding.views import Channel, FullWidthMark, ProgramEnded, ProgramOutput, RunOutcome
from exam_client.face import DeskFace
from exam_client.net.views import Connection, FoundRoom, RoomView
from exam_client.practical.deeds import Deed, DeedOutcome, Listing
from exam_client.practical.views import FileState, FileStatus, FileVersion, FolderView, Program
from exam_server.protocol.timing import CandidatePhase
from itembank.base.clock import FakeClock
from itembank.base.i18n import _
from itembank.model.events import AttemptState, HandInReason
from itembank.model.items.practical import PracticalInteraction
from itembank.model.paper import Paper
from itembank.model.responses import ItemResponse

MINUTE_MS = 60_000
FIRST_WARNINGS_MINUTES = (15, 5, 1)


class PreviewDesk(DeskFace):
    """The face over one paper. `media` holds pictures and starter files by digest."""

    def __init__(self, paper: Paper, media: Mapping[str, bytes], person: Person | None = None) -> None:
        """Begin in READY; `show_paper` goes straight to the paper."""
        super().__init__()
        self._paper = paper
        self._media = dict(media)
        self._person = person or Person(
            number="00000000", name=_("预览"), school="", class_name="", seat="A01", has_photo=False, resuming=False
        )
        self._clock = FakeClock()
        self._controller = AttemptController(self._clock, self._clock.monotonic_ms, [], paper)
        self._sources: dict[tuple[str, str], str] = {}
        self._states: dict[tuple[str, str], FileState] = {}
        self._hand = False
        self._run = 0
        self._state = DeskState.READY
        self._mark = SaveMark.SERVER
        self._connection = Connection.ONLINE
        self._room: RoomView | None = RoomView(
            enrolled=True, compare="", room=_("预览"), seat=self._person.seat, title=paper.title
        )
        self._shown_person: Person | None = None
        self._shown_photo = b""
        self._kept_view = KeptView()
        self._phase = CandidatePhase.WAITING
        self._left_ms = paper.duration_minutes * MINUTE_MS

    # ---- moving the preview

    def show_paper(self) -> None:
        """Open the paper and let the candidate answer."""
        self._shown_person = self._person
        self.paperOpened.emit(self._paper)
        self._phase = CandidatePhase.ANSWERING
        self.become(DeskState.ANSWERING)
        self.tell_moment()

    def become(self, state: DeskState) -> None:
        """Step to a state."""
        if self._state is DeskState.ANSWERING and state is not DeskState.ANSWERING:
            self.lastWordsWanted.emit()
        self._state = state
        self.stateChanged.emit(state)

    def pass_time(self, milliseconds: int) -> None:
        """Let time go by."""
        self._clock.advance(milliseconds)
        if self._phase is CandidatePhase.ANSWERING:
            self._left_ms = max(0, self._left_ms - milliseconds)
        self.tell_moment()

    def tell_moment(self) -> None:
        """Tell the time."""
        self.momentChanged.emit(self.moment)

    def _changed(self) -> None:
        self.itemMarksChanged.emit(self.item_marks())
        self.saveMarkChanged.emit(self._mark)

    # ---- what is so now

    @property
    def state(self) -> DeskState:
        """Where the preview stands."""
        return self._state

    @property
    def connection(self) -> Connection:
        """As if there were a room."""
        return self._connection

    @property
    def rooms(self) -> tuple[FoundRoom, ...]:
        """No rooms."""
        return ()

    @property
    def room(self) -> RoomView | None:
        """A made-up room."""
        return self._room

    @property
    def person(self) -> Person | None:
        """Whom the preview shows."""
        return self._shown_person

    @property
    def photo(self) -> bytes:
        """The portrait, if one was given."""
        return self._shown_photo

    @property
    def paper(self) -> Paper | None:
        """The paper."""
        return self._paper

    @property
    def attempt(self) -> AttemptState:
        """What was answered."""
        return self._controller.current_state()

    @property
    def moment(self) -> MomentView:
        """The time that is left."""
        shown_ms = self._left_ms // 1000 * 1000
        return MomentView(self._phase, shown_ms, self._connection is not Connection.ONLINE)

    @property
    def save_mark(self) -> SaveMark:
        """The mark that was set."""
        return self._mark

    @property
    def hand_is_raised(self) -> bool:
        """Whether the hand is up."""
        return self._hand

    @property
    def now_ms(self) -> int:
        """The preview's own time."""
        return self._clock.monotonic_ms()

    def item_marks(self) -> tuple[ItemMark, ...]:
        """Return the palette."""
        return self._controller.marks()

    def media(self, sha256: str) -> bytes:
        """Return a picture."""
        return self._media.get(sha256, b"")

    def history(self, item: str) -> tuple[HistoryEntry, ...]:
        """Return earlier answers."""
        return self._controller.history(item)

    def folder(self, item: str) -> FolderView | None:
        """Return a folder as the paper describes it."""
        task = self._task(item)
        if task is None:
            return None
        wanted = {file.path for file in task.deliverables}
        starters = {file.path: file.size_bytes for file in task.starter_files if not file.folder}
        files = tuple(
            FileStatus(
                path=path,
                state=self._states.get((item, path), FileState.NOT_OPENED if path in starters else FileState.MISSING),
                size_bytes=starters.get(path, 0),
                is_starter=path in starters,
                is_deliverable=path in wanted,
            )
            for path in dict.fromkeys((*starters, *sorted(wanted)))
        )
        return FolderView(
            item=item,
            folder=f"D:\\KS\\{self._person.number}\\{task.folder}",
            files=files,
            snapshots=0,
            last_snapshot_ms=0,
        )

    @property
    def kept_view(self) -> KeptView:
        """As it was kept."""
        return self._kept_view

    def keepView(self, view: KeptView) -> None:
        """Keep it as long as the preview lives."""
        self._kept_view = view

    def fileVersions(self, item: str, path: str) -> tuple[FileVersion, ...]:  # noqa: ARG002 - asks nobody
        """Return no versions."""
        return ()

    def programs(self) -> tuple[Program, ...]:
        """Return no programs."""
        return ()

    def _task(self, item: str) -> PracticalInteraction | None:
        found = (i for i in self._controller.entry(item).item.interactions if isinstance(i, PracticalInteraction))
        return next(found, None)

    # ---- intentions before the paper: the preview agrees to everything

    def start(self) -> None:
        """Nothing needs to be started."""
        self.become(self._state)

    def close(self) -> None:
        """Nothing needs to be ended."""

    def chooseRoom(self, address: str, pairing_code: str) -> None:  # noqa: ARG002 - asks nobody
        """Every room will do."""
        self.become(DeskState.READY)

    def setSeat(self, label: str) -> None:
        """The preview has its seat."""

    def setScreen(self, screen: str, scale_percent: int, input_method: str) -> None:
        """Nobody asks for the screen."""

    def typeNumber(self, number: str) -> None:  # noqa: ARG002 - asks nobody
        """Everybody is the person of the preview."""
        self.become(DeskState.CONFIRMING)
        self._shown_person = self._person
        self.identityShown.emit(self._person)

    def confirmIdentity(self) -> None:
        """Admit at once."""
        self.become(DeskState.PREPARING)
        self.paperOpened.emit(self._paper)
        self.become(DeskState.WAITING_START)
        self.tell_moment()

    def rejectIdentity(self) -> None:
        """Back to the number."""
        self._shown_person = None
        self.become(DeskState.READY)

    freeDesk = rejectIdentity

    # ---- answering

    def answer(self, item: str, response: ItemResponse) -> None:
        """Keep a response."""
        self._controller.type(item, response)
        self._changed()

    def leaveField(self) -> None:
        """Take what was typed as saved."""
        self._controller.flush()
        self._changed()

    def visit(self, item: str) -> None:
        """Come to an item."""
        self._controller.visit(item)
        self._changed()

    def flag(self, item: str, flagged: bool) -> None:  # noqa: FBT001 - the bool of a Qt signal lands here
        """Set or take away a mark."""
        self._controller.flag(item, flagged=flagged)
        self._changed()

    def restoreAnswer(self, item: str, seq: int) -> None:
        """Take an earlier answer again."""
        entry = next((one for one in self.history(item) if one.seq == seq), None)
        if entry is not None:
            self._controller.type(item, entry.response)
            self._controller.flush()
            self.responseRestored.emit(item, entry.response)
            self._changed()

    def raiseHand(self, raised: bool) -> None:  # noqa: FBT001 - the bool of a Qt signal lands here
        """Raise or lower the hand."""
        self._hand = raised
        self.handChanged.emit(raised)

    def windowActive(self, active: bool) -> None:  # noqa: FBT001 - the bool of a Qt signal lands here
        """Nobody watches."""

    # ---- handing in

    def requestHandIn(self) -> None:
        """Sum up."""
        self._controller.flush()
        marks = self.item_marks()
        self.handInSummary.emit(
            HandInSummary(
                total=len(marks),
                unanswered=unanswered(marks),
                partial=partial(marks),
                flagged=tuple(mark.number for mark in marks if mark.flagged),
                findings=(),
                save_mark=self._mark,
                unsaved_events=0,
                offline=False,
            )
        )

    def confirmHandIn(self) -> None:
        """Hand in to nobody."""
        self.become(DeskState.HANDING_IN)
        self.handInProgress.emit(HandInProgress(HandInReason.CANDIDATE, 0, 0, offline=False))
        self.become(DeskState.HANDED_IN)
        marks = self.item_marks()
        answered = sum(mark.is_answered for mark in marks)
        self.receiptShown.emit(Receipt(_("预览"), HandInReason.CANDIDATE, answered, len(marks)))

    def copyHandInFile(self, folder: str) -> None:
        """There is no file."""

    # ---- files and programs: shown, not started

    def listFolder(self, item: str, path: str) -> None:
        """Nothing lies on a disk."""
        self.folderListed.emit(Listing(item, path, ()))

    def doFiles(self, item: str, deed: Deed) -> None:  # noqa: ARG002 - a preview changes nothing
        """Say that a preview changes no files."""
        self.filesDone.emit(DeedOutcome(item, _("预览中不能操作文件。")))

    def openFile(self, item: str, path: str) -> None:
        """Say that a preview opens nothing."""
        self.fileFailed.emit(item, path, _("预览中不打开文件。"))

    def openFolder(self, item: str) -> None:
        """Show no folder."""
        self.fileFailed.emit(item, "", _("预览中不打开文件夹。"))

    def resetFile(self, item: str, path: str) -> None:
        """Forget what was typed into a program."""
        self._sources.pop((item, path), None)

    def restoreVersion(self, item: str, path: str, sha256: str) -> None:
        """There are no versions."""

    def snapshot(self, item: str) -> None:
        """There is no folder."""

    def readSource(self, item: str, path: str) -> str:
        """Return the typed or the starter text."""
        typed = self._sources.get((item, path))
        if typed is not None:
            return typed
        task = self._task(item)
        starters = task.starter_files if task is not None else ()
        return next((self.media(f.media).decode("utf-8", "replace") for f in starters if f.path == path), "")

    def typeSource(self, item: str, unwritten: bool) -> None:  # noqa: FBT001 - called from a Qt signal
        """Nothing is saved in a preview."""

    def writeSource(self, item: str, path: str, text: str) -> None:
        """Keep the text in memory."""
        self._sources[(item, path)] = text

    def checkSource(self, text: str) -> tuple[FullWidthMark, ...]:
        """Return the full-width punctuation."""
        return find_full_width(text)

    def runProgram(self, item: str, path: str) -> None:  # noqa: ARG002 - asks nobody
        """Say that a preview runs nothing."""
        self._run += 1
        self.programStarted.emit(self._run, item)
        self.programOutput.emit(ProgramOutput(self._run, Channel.NOTE, _("预览中不运行程序。") + "\n"))
        self.programEnded.emit(ProgramEnded(self._run, RunOutcome.NOT_STARTED, -1, 0))

    def sendInput(self, line: str) -> None:
        """Nothing runs."""

    def endInput(self) -> None:
        """Nothing runs."""

    def stopProgram(self) -> None:
        """Nothing runs."""

    def runSamples(self, item: str, path: str) -> None:
        """Run nothing."""
        self.runProgram(item, path)
