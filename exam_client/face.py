"""The face of the desk engine: every signal a screen can show and every intention it can send.

`exam_client.desk.Desk` is the real one; a test of a screen makes a small fake of this class. All values that
cross are frozen (`attempt.views`, `net.views`, `practical.views`, `coding.views`, `itembank.model`). Signals
come on the thread that made the desk. No intention blocks and none returns a result; what came of it arrives
as a signal. An intention that does not fit the state is ignored. Items are named by `Item.identifier`.
"""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import QObject, Signal

from exam_client.attempt.kept_view import KeptView
from exam_client.attempt.states import DeskState
from exam_client.attempt.views import HistoryEntry, ItemMark, MomentView, Person, SaveMark
from exam_client.coding.views import FullWidthMark
from exam_client.net.views import Connection, FoundRoom, RoomView
from exam_client.practical.deeds import Deed
from exam_client.practical.views import FileVersion, FolderView, Program
from itembank.model.events import AttemptState
from itembank.model.paper import Paper
from itembank.model.responses import ItemResponse


class DeskFace(QObject):
    """What a screen may see of the desk and ask of it."""

    # ---- room and connection
    stateChanged = Signal(object)
    """DeskState: which main screen to show."""
    roomsFound = Signal(object)
    """tuple[FoundRoom, ...]: servers that answered so far; grows while SEARCHING and PAIRING."""
    roomChanged = Signal(object)
    """RoomView: the room introduced itself or changed (seat, enrolment, rules)."""
    connectionChanged = Signal(object)
    """Connection: for the strip 网络中断，可继续作答，答案已存本机."""
    paperFetched = Signal(object)
    """PaperFetch: the sealed papers are coming in."""
    refused = Signal(object)
    """Refusal: the room (or this machine) said no; show sentence, action and code."""

    # ---- who sits here
    identityShown = Signal(object)
    """Person: ask 是本人吗? (state CONFIRMING)."""
    photoShown = Signal(object)
    """bytes: the portrait as JPEG or PNG; may come after `identityShown`, or never."""
    resumed = Signal(object)
    """Restored: say 已恢复 N 条作答; comes before `paperOpened`."""

    # ---- the attempt
    paperOpened = Signal(object)
    """Paper: the paper is readable. Build the screens now, show them in state ANSWERING."""
    itemMarksChanged = Signal(object)
    """tuple[ItemMark, ...]: the whole palette, whenever something in it changed."""
    responseRestored = Signal(str, object)
    """(item, ItemResponse): the engine changed a response (history taken again); editors show it."""
    saveMarkChanged = Signal(object)
    """SaveMark: the save mark's four truths."""
    momentChanged = Signal(object)
    """MomentView: once a second while an attempt is held."""
    lastWordsWanted = Signal()
    """The candidate may answer no longer from the next moment on (time up, lock, pause, staff's hand-in): give what is
    still in the making *now*, while the state is still ANSWERING."""
    timeWarned = Signal(object)
    """TimeWarning: once each at 15, 5 and 1 minutes, and with `minutes` 0 for the last ten seconds."""
    timeAdded = Signal(int)
    """Milliseconds of extra time that staff just gave (or paused time that came back)."""
    lockChanged = Signal(object)
    """LockView: staff locked or unlocked the desk (states LOCKED and back)."""
    pauseChanged = Signal(str)
    """The reason of a pause, empty when it is over."""
    messageShown = Signal(object)
    """StaffMessage: put it on the screen at once; the room is told that it stands there."""
    handChanged = Signal(bool)
    """Whether the hand is up."""
    incident = Signal(str, str)
    """(code, sentence): something the desk noticed and reported that the candidate may see."""

    # ---- handing in
    handInSummary = Signal(object)
    """HandInSummary: answer to `requestHandIn`."""
    handInProgress = Signal(object)
    """HandInProgress: how much is still on its way (state HANDING_IN)."""
    receiptShown = Signal(object)
    """Receipt: the green page (state HANDED_IN). When staff let the candidate leave, the state becomes READY."""

    # ---- practical tasks and programs
    folderChanged = Signal(object)
    """FolderView: a working folder appeared, changed, or was snapshotted."""
    fileOpened = Signal(str, str, str)
    """(item, path, program): a program was started with this file."""
    fileFailed = Signal(str, str, str)
    """(item, path, sentence): a file could not be opened, reset or restored, and what to do."""
    folderListed = Signal(object)
    """Listing: answer to `listFolder`, for the built-in file manager."""
    filesDone = Signal(object)
    """DeedOutcome: answer to `doFiles`; list the folder again."""
    programStarted = Signal(int, str)
    """(run, item): the candidate's program runs."""
    programOutput = Signal(object)
    """ProgramOutput."""
    programEnded = Signal(object)
    """ProgramEnded."""
    samplesRun = Signal(object)
    """SamplesRun."""

    # ---- what is so now (for a screen that is built late)
    @property
    @abstractmethod
    def state(self) -> DeskState:
        """Where the desk stands."""

    @property
    @abstractmethod
    def connection(self) -> Connection:
        """The connection to the room."""

    @property
    @abstractmethod
    def rooms(self) -> tuple[FoundRoom, ...]:
        """The room servers found so far."""

    @property
    @abstractmethod
    def room(self) -> RoomView | None:
        """What the room said of itself, once it did."""

    @property
    @abstractmethod
    def person(self) -> Person | None:
        """Who sits here, once the room said so."""

    @property
    @abstractmethod
    def photo(self) -> bytes:
        """The portrait, or nothing."""

    @property
    @abstractmethod
    def paper(self) -> Paper | None:
        """The paper, once it is opened."""

    @property
    @abstractmethod
    def attempt(self) -> AttemptState:
        """Responses, flags, visited and current item with everything not yet saved in it; empty before."""

    @property
    @abstractmethod
    def moment(self) -> MomentView | None:
        """The time, while an attempt is held."""

    @property
    @abstractmethod
    def save_mark(self) -> SaveMark:
        """How safe everything is."""

    @property
    @abstractmethod
    def hand_is_raised(self) -> bool:
        """Whether the hand is up."""

    @property
    @abstractmethod
    def now_ms(self) -> int:
        """The exam clock, on which earlier answers and versions of files stand."""

    @abstractmethod
    def item_marks(self) -> tuple[ItemMark, ...]:
        """Return the palette."""

    @abstractmethod
    def media(self, sha256: str) -> bytes:
        """Return the bytes of a picture of the paper (empty before it is opened or if it has none such)."""

    @abstractmethod
    def history(self, item: str) -> tuple[HistoryEntry, ...]:
        """Return the earlier answers of an item, newest first."""

    @abstractmethod
    def folder(self, item: str) -> FolderView | None:
        """Find the working folder of a practical task."""

    @abstractmethod
    def fileVersions(self, item: str, path: str) -> tuple[FileVersion, ...]:
        """Return the restorable versions of a file, newest first."""

    @abstractmethod
    def programs(self) -> tuple[Program, ...]:
        """Return the programs found on this machine."""

    @property
    @abstractmethod
    def kept_view(self) -> KeptView:
        """How the candidate looked at this paper last on this machine."""

    @abstractmethod
    def keepView(self, view: KeptView) -> None:
        """Remember how the candidate looks at the paper, for a resume."""

    # ---- intentions: room and identity
    @abstractmethod
    def start(self) -> None:
        """Begin: look for the room, or connect to the configured one."""

    @abstractmethod
    def close(self) -> None:
        """End everything that was started; may block for a moment. The attempt stays resumable."""

    @abstractmethod
    def chooseRoom(self, address: str, pairing_code: str) -> None:
        """Connect to `address` ("10.0.0.2" or "10.0.0.2:8443") and believe only the certificate of this code."""

    @abstractmethod
    def setSeat(self, label: str) -> None:
        """Say which seat this desk stands at (kept on the machine; the console may decide otherwise)."""

    @abstractmethod
    def setScreen(self, screen: str, scale_percent: int, input_method: str) -> None:
        """Tell the engine what only a screen knows: "1366x768", 125, "fcitx"; before `start` and at each change."""

    @abstractmethod
    def typeNumber(self, number: str) -> None:
        """Ask the room who this candidate number is."""

    @abstractmethod
    def confirmIdentity(self) -> None:
        """是本人."""

    @abstractmethod
    def rejectIdentity(self) -> None:
        """不是本人: back to the number."""

    @abstractmethod
    def freeDesk(self) -> None:
        """Whose work moved on has gone (state FENCED): show the first screen to whoever comes next."""

    # ---- intentions: answering
    @abstractmethod
    def answer(self, item: str, response: ItemResponse) -> None:
        """The whole response of an item as it stands now; call at each change, the engine decides when to save."""

    @abstractmethod
    def leaveField(self) -> None:
        """An editor lost the focus: save what is pending."""

    @abstractmethod
    def visit(self, item: str) -> None:
        """The candidate came to an item; pending work is saved first."""

    @abstractmethod
    def flag(self, item: str, flagged: bool) -> None:  # noqa: FBT001 - the bool of a Qt signal lands here
        """Set or take away the mark of an item."""

    @abstractmethod
    def restoreAnswer(self, item: str, seq: int) -> None:
        """Take an earlier answer of the history again (as a new answer)."""

    @abstractmethod
    def raiseHand(self, raised: bool) -> None:  # noqa: FBT001 - the bool of a Qt signal lands here
        """Call staff, or no longer."""

    @abstractmethod
    def windowActive(self, active: bool) -> None:  # noqa: FBT001 - the bool of a Qt signal lands here
        """The exam window gained or lost the focus (snapshots, and a note to the room)."""

    # ---- intentions: handing in
    @abstractmethod
    def requestHandIn(self) -> None:
        """Save and snapshot everything, then get `handInSummary`. Nothing is final yet."""

    @abstractmethod
    def confirmHandIn(self) -> None:
        """Hand in for good (after the second confirmation)."""

    @abstractmethod
    def copyHandInFile(self, folder: str) -> None:
        """Put a copy of the sealed hand-in file on a stick (one of `HandInProgress.sticks`)."""

    # ---- intentions: practical tasks
    @abstractmethod
    def openFile(self, item: str, path: str) -> None:
        """Open a file of the working folder with the program detected for it."""

    @abstractmethod
    def openFolder(self, item: str) -> None:
        """Open the working folder in the system's file manager."""

    @abstractmethod
    def listFolder(self, item: str, path: str) -> None:
        """Ask what a folder of the working folder holds (empty path: the working folder itself)."""

    @abstractmethod
    def doFiles(self, item: str, deed: Deed) -> None:
        """Do something with files of the working folder; `filesDone` tells what came of it."""

    @abstractmethod
    def resetFile(self, item: str, path: str) -> None:
        """Put the starter file back; the work so far stays as a version that can be restored."""

    @abstractmethod
    def restoreVersion(self, item: str, path: str, sha256: str) -> None:
        """Put an earlier version back; the present one stays as a version."""

    @abstractmethod
    def snapshot(self, item: str) -> None:
        """Look at the working folder now."""

    # ---- intentions: Python
    @abstractmethod
    def readSource(self, item: str, path: str) -> str:
        """Return the text of a program file in the working folder; empty if there is none."""

    @abstractmethod
    def typeSource(self, item: str, unwritten: bool) -> None:  # noqa: FBT001 - called from a Qt signal
        """Say whether the editor holds text that was not given to `writeSource` yet: until then nothing is saved."""

    @abstractmethod
    def writeSource(self, item: str, path: str, text: str) -> None:
        """Save the editor's text into the working folder (it is snapshotted soon after)."""

    @abstractmethod
    def checkSource(self, text: str) -> tuple[FullWidthMark, ...]:
        """Return the full-width punctuation that Python will not understand."""

    @abstractmethod
    def runProgram(self, item: str, path: str) -> None:
        """Run a program file in the working folder; a running one is stopped first."""

    @abstractmethod
    def sendInput(self, line: str) -> None:
        """Give the running program a line."""

    @abstractmethod
    def endInput(self) -> None:
        """Tell the running program that no more input comes, after all lines so far."""

    @abstractmethod
    def stopProgram(self) -> None:
        """Stop the running program and everything it started."""

    @abstractmethod
    def runSamples(self, item: str, path: str) -> None:
        """Run all sample tests of the item."""
