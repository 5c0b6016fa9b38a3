"""The practical tasks of one attempt: folders are laid out, watched, snapshotted, reset and restored from here.

All disk work is done on the `files` bench; this part only decides and tells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from pathlib import Path, PurePosixPath

from exam_client.attempt.completeness import find_practical
from exam_client.attempt.views import FolderFault, FolderFinding
from exam_client.guard.incidents import IncidentCode
from exam_client.holding import Holding
from exam_client.journal.blobs import Usage
from exam_client.practical.findings import find_faults, find_left_out
from exam_client.practical.office_profile import profile_folder, seed_profile
from exam_client.practical.programs import Machine, file_manager_command, open_command, program_for
from exam_client.practical.reach import inside
from exam_client.practical.scanning import Look, look_at
from exam_client.practical.snapshots import Allowance, take_snapshot
from exam_client.practical.task import FolderTask, find_starter, versions_of
from exam_client.practical.views import FileVersion, FolderView
from exam_client.practical.workspace import (
    WorkspaceError,
    candidate_folder,
    lay_out,
    move_aside,
    rebuild,
    set_attributes,
    task_folder,
    write_file,
)
from exam_client.station import Station
from exam_server.protocol.common import MAX_ATTEMPT_BLOB_BYTES, MAX_ATTEMPT_BLOBS, MAX_ATTEMPT_BYTES
from itembank.base.errors import JikaoError
from itembank.base.i18n import N_, _
from itembank.model.codec import content_id
from itembank.model.events import SnapshotReason
from itembank.model.items.practical import Software
from itembank.model.responses import FolderManifest

LOOK_EVERY_MS = 2_000
LOOK_AT_MOST_EVERY_MS = 20_000
"""A look that takes long itself (thousands of files, a slow disk) is taken less often: a tenth of the time at most."""
DEFAULT_SNAPSHOT_SECONDS = 30
LATE = N_("程序好像还没有打开。如果已经看到它的窗口，请继续做题；没有看到，请再点一次“打开”，仍然不行请举手。")
SPENT_BEFORE_LAST = Fraction(3, 4)
"""So much of what the room takes of an attempt may be used up before the last snapshot."""
SPARE_FILES, SPARE_BYTES = 100, 8 << 20
"""Left alone: another desk may have kept files that do not lie here."""
BECAUSE_OF_NEWS = frozenset({SnapshotReason.SAVED, SnapshotReason.RESET})


@dataclass(frozen=True, slots=True)
class Taken:
    """A snapshot as the bench hands it over; `identity` is the manifest's content id."""

    manifest: FolderManifest
    identity: str
    look: Look


@dataclass
class Tasks:
    """All practical tasks of the attempt that is held."""

    station: Station
    holding: Holding
    machine: Machine
    tasks: dict[str, FolderTask] = field(default_factory=dict)
    last_opened: str = ""
    _looked_ms: int = -LOOK_EVERY_MS
    _pause_ms: int = LOOK_EVERY_MS
    _failing: set[str] = field(default_factory=set)
    _is_looking: bool = False
    _told: dict[str, FolderView] = field(default_factory=dict)

    # ---- laying out

    def prepare(self, ready: Callable[[], None], failed: Callable[[], None]) -> None:
        """Lay out (or rebuild) all folders, snapshot the new ones, then call `ready`."""
        opened = self.holding.open_paper
        if opened is None:
            failed()
            return
        number = self.holding.admitted.candidate
        root = self.station.config.work_folder
        for entry in opened.paper.entries():
            task = find_practical(entry.item)
            if task is not None:
                folder = task_folder(root, number, task)
                self.tasks[entry.item.identifier] = FolderTask(entry.item.identifier, entry.number, task, folder)
        self.station.files.run(
            self._lay_out, lambda missing: self._laid_out(missing, ready), lambda error: self._failed(error, failed)
        )

    def _lay_out(self) -> int:
        """Bring every folder to where the attempt left it and count the files that did not come back; on the bench."""
        holding, opened = self.holding, self.holding.open_paper
        missing: list[str] = []
        if opened is None:
            return 0
        state = holding.controller.saved_state
        blobs = self.station.places(holding.admitted.attempt).blobs()
        if not holding.prepared.is_own or not state.starters:
            # Whatever lies there is not what this attempt left here last.
            move_aside(candidate_folder(self.station.config.work_folder, holding.admitted.candidate))
        for item, task in self.tasks.items():
            manifest = state.folders.get(item)
            if manifest is None:
                lay_out(task.folder, task.task, opened.media)
            elif not task.folder.is_dir():
                missing += rebuild(task.folder, manifest, lambda entry: blobs.find(holding.key, entry))
        return len(missing)

    def _laid_out(self, missing: int, ready: Callable[[], None]) -> None:
        if missing:
            self.station.report(IncidentCode.FOLDER_FAILED, str(missing))
        known = self.holding.controller.saved_state.folders
        waiting = set(self.tasks)
        if not waiting:
            ready()

        def snapshotted(item: str) -> None:
            waiting.discard(item)
            if not waiting:
                ready()

        for item in self.tasks:
            reason = SnapshotReason.SAVED if item in known else SnapshotReason.STARTER
            self.snapshot(item, reason, lambda item=item: snapshotted(item))  # type: ignore[misc]

    def _failed(self, error: JikaoError | OSError, failed: Callable[[], None]) -> None:
        self.station.log.write("folders_failed", error=type(error).__name__)
        self.station.report(IncidentCode.FOLDER_FAILED)
        failed()

    # ---- watching

    def look_after(self) -> None:
        """Look at the folders every two seconds; snapshot what changed and came to rest."""
        now_ms = self.station.clock.monotonic_ms()
        if self._is_looking or not self.tasks or now_ms - self._looked_ms < self._pause_ms:
            return
        self._is_looking, self._looked_ms = True, now_ms
        folders = {item: task.folder for item, task in self.tasks.items()}
        self.station.files.run(
            lambda: {item: look_at(folder) for item, folder in folders.items()}, self._looked, self._look_failed
        )

    def _looked(self, looks: dict[str, Look]) -> None:
        self._is_looking = False
        self._failing.discard("")
        now_ms = self.station.clock.monotonic_ms()
        self._pause_ms = min(max(LOOK_EVERY_MS, 10 * (now_ms - self._looked_ms)), LOOK_AT_MOST_EVERY_MS)
        welcome = self.station.welcome
        every_ms = (welcome.snapshot_seconds if welcome else DEFAULT_SNAPSHOT_SECONDS) * 1000
        for item, look in looks.items():
            task = self.tasks[item]
            task.noticed(look, now_ms)
            for path in task.not_come(now_ms):
                self.station.log.write("program_late")
                self.station.face.fileFailed.emit(item, path, _(LATE))
            if task.is_quiet(now_ms):
                self.snapshot(item, SnapshotReason.SAVED)
            elif task.is_changed and self.station.exam_clock.now_ms() - task.last_snapshot_ms >= every_ms:
                self.snapshot(item, SnapshotReason.TIMER)
            self._tell(task)
        self._note_unrecorded()

    def _look_failed(self, error: JikaoError | OSError) -> None:
        self._is_looking = False
        self._say_failing("", error)

    def snapshot(self, item: str, reason: SnapshotReason, done: Callable[[], None] | None = None) -> None:
        """Snapshot a folder; an unchanged one makes no event."""
        task, holding = self.tasks[item], self.holding
        previous = holding.controller.saved_state.folders.get(item)
        last_look = task.look
        has_news = reason in BECAUSE_OF_NEWS
        task.awaited += has_news
        self._note_unrecorded()
        blobs = self.station.places(holding.admitted.attempt).blobs()

        def work() -> Taken:
            allowance = _allowance(blobs.usage(), is_last=reason is SnapshotReason.HAND_IN)
            keep = partial(blobs.keep, holding.key)
            manifest, look = take_snapshot(task.folder, keep, previous, last_look, allowance)
            return Taken(manifest, content_id(manifest), look)

        def then(taken: Taken) -> None:
            task.awaited -= has_news
            self._snapshotted(task, reason, taken)
            if done is not None:
                done()

        def failed(error: JikaoError | OSError) -> None:
            task.awaited -= has_news
            self._say_failing(item, error)
            if done is not None:
                done()

        self.station.files.run(work, then, failed)

    def snapshot_all(self, reason: SnapshotReason, done: Callable[[], None] | None = None) -> None:
        """Snapshot all folders, then call `done`."""
        waiting = set(self.tasks)
        if not waiting and done is not None:
            done()

        def one_done(item: str) -> None:
            waiting.discard(item)
            if not waiting and done is not None:
                done()

        for item in self.tasks:
            self.snapshot(item, reason, lambda item=item: one_done(item))  # type: ignore[misc]

    def _snapshotted(self, task: FolderTask, reason: SnapshotReason, taken: Taken) -> None:
        self._failing.discard(task.item)
        is_last = reason is SnapshotReason.HAND_IN
        if not is_last and self.holding.outbox.size_bytes > MAX_ATTEMPT_BYTES * SPENT_BEFORE_LAST:
            # What is left of the record is for the last state; the folder stays marked as not saved until then.
            return
        task.snapshotted(taken.look, self.station.exam_clock.now_ms())
        if self.holding.may_record:
            controller = self.holding.controller
            self.holding.record(controller.folder_saved(task.item, taken.manifest, reason, taken.identity))
        self._tell(task)
        self._note_unrecorded()

    def _say_failing(self, item: str, error: JikaoError | OSError) -> None:
        """Tell once that a folder cannot be saved; it is tried again at every look."""
        self.station.log.write("snapshot_failed", error=type(error).__name__)
        if item not in self._failing:
            self._failing.add(item)
            self.station.report(IncidentCode.FOLDER_FAILED)

    @property
    def unsaved(self) -> tuple[str, ...]:
        """The working folders whose newest state could not be kept."""
        return tuple(task.task.folder for task in self.tasks.values() if task.item in self._failing)

    def _note_unrecorded(self) -> None:
        self.holding.has_unrecorded_files = any(task.is_changed or task.awaited for task in self.tasks.values())
        self.holding.refresh_mark()

    def _tell(self, task: FolderTask) -> None:
        view = self.view(task.item)
        if view is not None and view != self._told.get(task.item):
            self._told[task.item] = view
            self.station.face.folderChanged.emit(view)

    # ---- what is so

    def view(self, item: str) -> FolderView | None:
        """Find what the strip shows of a task."""
        task = self.tasks.get(item)
        if task is None:
            return None
        state = self.holding.controller.saved_state
        return task.view(state.starters.get(item), state.folders.get(item))

    def versions(self, item: str, path: str) -> tuple[FileVersion, ...]:
        """Return the restorable versions of a file."""
        return versions_of(self.holding.controller.events, item, path)

    def findings(self, unsaved: Sequence[str] = ()) -> tuple[FolderFinding, ...]:
        """Return everything the candidate should look at before handing in; `unsaved` names open documents."""
        state = self.holding.controller.saved_state
        return tuple(
            finding
            for item, task in self.tasks.items()
            for finding in (
                *find_faults(task.number, item, task.task, state.starters.get(item), state.folders.get(item)),
                *find_left_out(task.number, item, task.look),
                *self._unsaved_in(task, unsaved),
            )
        )

    def _unsaved_in(self, task: FolderTask, unsaved: Sequence[str]) -> Iterator[FolderFinding]:
        there = {PurePosixPath(seen.path).name for seen in task.look.seen} if task.look else set()
        for name in unsaved:
            # A document without a place is named where the candidate worked last.
            if name in there or (task.item == self.last_opened and not self._is_anywhere(name)):
                yield FolderFinding(task.number, task.item, FolderFault.UNSAVED, name)

    def _is_anywhere(self, name: str) -> bool:
        looks = [task.look for task in self.tasks.values() if task.look is not None]
        return any(PurePosixPath(seen.path).name == name for look in looks for seen in look.seen)

    # ---- what the candidate asks for

    def open_file(self, item: str, path: str) -> None:
        """Open a file with the program for it."""
        task = self.tasks.get(item)
        if task is None:
            return
        try:
            program = program_for(self.station.programs, path, _software(task, path))
            profile = profile_folder(self.station.config.folder, self.holding.admitted.candidate)
            seed_profile(profile)
            command = open_command(program, inside(task.folder, path), profile)
            self.machine.start(command, task.folder)
        except (JikaoError, OSError) as error:
            self._say_failed(item, path, error)
            self.station.report(IncidentCode.PROGRAM_FAILED)
            return
        task.starts(path, program.name, self.station.clock.monotonic_ms())
        self.last_opened = item
        self.holding.is_practical_open = True
        self.station.face.fileOpened.emit(item, path, program.name)
        self._tell(task)

    def open_folder(self, item: str) -> None:
        """Show the folder in the system's file manager."""
        task = self.tasks.get(item)
        if task is None:
            return
        try:
            self.machine.start(file_manager_command(task.folder), task.folder)
        except OSError as error:
            self._say_failed(item, "", error)

    def reset_file(self, item: str, path: str) -> None:
        """Put the starter file back, after what is there now was snapshotted."""
        task, opened = self.tasks.get(item), self.holding.open_paper
        starter = find_starter(task.task, path) if task else None
        if task is None or opened is None or starter is None:
            self.station.face.fileFailed.emit(item, path, _("这个文件没有原始素材。"))
            return
        self._replace(task, path, lambda: opened.media[starter.media], starter.attributes)

    def restore_version(self, item: str, path: str, sha256: str) -> None:
        """Put an earlier version back, after what is there now was snapshotted."""
        task = self.tasks.get(item)
        version = next((one for one in self.versions(item, path) if one.sha256 == sha256), None)
        if task is None or version is None:
            self.station.face.fileFailed.emit(item, path, _("没有找到这个版本。"))
            return
        blobs, key = self.station.places(self.holding.admitted.attempt).blobs(), self.holding.key
        self._replace(task, path, lambda: blobs.find(key, version.entry))

    def _replace(self, task: FolderTask, path: str, find: Callable[[], bytes | None], letters: str = "") -> None:
        target = inside(task.folder, path)

        def work() -> None:
            data = find()
            if data is None:
                raise WorkspaceError(path)
            write_file(target, data)
            set_attributes(target, letters)

        def put() -> None:
            self.station.files.run(
                work,
                lambda _none: self.snapshot(task.item, SnapshotReason.RESET),
                lambda error: self._say_failed(task.item, path, error),
            )

        self.snapshot(task.item, SnapshotReason.RESET, put)

    def _say_failed(self, item: str, path: str, error: JikaoError | OSError) -> None:
        sentence = f"{error.message}{error.hint}" if isinstance(error, JikaoError) else WorkspaceError(path).message
        self.station.face.fileFailed.emit(item, path, sentence)

    def rescue_folder(self) -> Path | None:
        """Find where work goes that was never saved anywhere: the folder the candidate worked in last."""
        task = self.tasks.get(self.last_opened)
        return task.folder if task is not None and task.folder.is_dir() else None

    # ---- source files

    def source_path(self, item: str, path: str) -> Path | None:
        """Find the full path of a file in a task's folder."""
        task = self.tasks.get(item)
        return inside(task.folder, path) if task else None


def _allowance(used: Usage, *, is_last: bool) -> Allowance:
    """Say how much more may be sealed: the last state always finds its share left."""
    share = 1 if is_last else SPENT_BEFORE_LAST
    files, size = int((MAX_ATTEMPT_BLOBS - SPARE_FILES) * share), int((MAX_ATTEMPT_BLOB_BYTES - SPARE_BYTES) * share)
    return Allowance(size - used.size_bytes, files - used.files)


def _software(task: FolderTask, path: str) -> Software:
    return next((file.software for file in task.task.deliverables if file.path == path), task.task.software)
