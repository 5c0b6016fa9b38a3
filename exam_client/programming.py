"""Running the candidate's programs: one at a time, told to the screens as signals, noted as events."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from exam_client.coding.runner import ProgramPlan, RunningProgram
from exam_client.coding.samples import run_samples
from exam_client.coding.views import ProgramEnded, ProgramOutput, SampleResult, SamplesRun
from exam_client.holding import Holding
from exam_client.practical.workspace import write_file
from exam_client.station import Station
from exam_client.tasks import Tasks
from exam_client.workbench import Workbench
from itembank.base.canonical import digest
from itembank.base.errors import JikaoError
from itembank.base.i18n import _
from itembank.model.events import SnapshotReason


class _Crossing(QObject):
    """Brings what the runner's threads tell onto the thread of the desk."""

    told = Signal(object)


@dataclass
class Programming:
    """The programs of one attempt."""

    station: Station
    holding: Holding
    tasks: Tasks
    bench: Workbench
    _crossing: _Crossing = field(default_factory=_Crossing)
    _program: RunningProgram | None = None
    _run: int = 0
    _items: dict[int, tuple[str, str]] = field(default_factory=dict)
    _unwritten: set[str] = field(default_factory=set)
    _writing: int = 0

    def __post_init__(self) -> None:
        """Listen to the runner."""
        self._crossing.told.connect(self._told, Qt.ConnectionType.QueuedConnection)

    def read(self, item: str, path: str) -> str:
        """Return a source file; empty if there is none."""
        place = self.tasks.source_path(item, path)
        try:
            return place.read_text("utf-8", "replace") if place else ""
        except OSError:
            return ""

    def typed(self, item: str, *, unwritten: bool) -> None:
        """Text stands in an editor only: the save mark must not call it saved."""
        (self._unwritten.add if unwritten else self._unwritten.discard)(item)
        self._note_unrecorded()

    def write(self, item: str, path: str, text: str) -> None:
        """Save the editor's text, then snapshot the folder."""
        place = self.tasks.source_path(item, path)
        if place is None:
            return

        def done(*, written: bool) -> None:
            if written:
                self.tasks.snapshot(item, SnapshotReason.SAVED)
            self._writing -= 1
            self._note_unrecorded()
            if not written:
                self.station.face.fileFailed.emit(item, path, "")

        self._writing += 1
        self._note_unrecorded()
        self.station.files.run(
            lambda: _save(place, text), lambda _none: done(written=True), lambda _error: done(written=False)
        )

    def _note_unrecorded(self) -> None:
        self.holding.has_unrecorded_source = bool(self._unwritten) or self._writing > 0
        self.holding.refresh_mark()

    def run(self, item: str, path: str) -> None:
        """Run a file after everything saved before is on the disk; a running program is stopped."""
        self.stop()
        task = self.tasks.tasks.get(item)
        place = self.tasks.source_path(item, path)
        if task is None or place is None:
            return
        self._run += 1
        plan = ProgramPlan(self._run, self.station.config.python, task.folder, path)
        self.station.files.run(
            lambda: _source_digest(place),
            lambda sha: self._start(item, sha, plan),
            lambda error: self._not_read(item, path, error),
        )

    def send_line(self, line: str) -> None:
        """Feed the running program."""
        if self._program is not None:
            self._program.send_line(line)

    def end_input(self) -> None:
        """Tell the running program that no more input comes."""
        if self._program is not None:
            self._program.end_input()

    def stop(self) -> None:
        """Stop the running program."""
        if self._program is not None:
            self._program.stop()

    def run_samples(self, item: str, path: str) -> None:
        """Run the sample tests in the background."""
        self.stop()
        task = self.tasks.tasks.get(item)
        if task is None:
            return
        self._run += 1
        plan = ProgramPlan(self._run, self.station.config.python, task.folder, path)
        tests = task.task.sample_tests
        environment = dict(os.environ)

        def told(results: tuple[SampleResult, ...]) -> None:
            self.station.face.samplesRun.emit(SamplesRun(item, results))

        def failed(error: JikaoError | OSError) -> None:
            self._not_read(item, path, error)

        # The bench of the files is one line of work: what the editor saved before is on the disk by then.
        self.station.files.run(
            lambda: None,
            lambda _none: self.bench.run(lambda: run_samples(plan, tests, environment), told, failed),
            failed,
        )

    def close(self) -> None:
        """Stop everything."""
        self.stop()

    def _start(self, item: str, source_sha256: str, plan: ProgramPlan) -> None:
        self._items = {plan.run: (item, source_sha256)}
        self.station.face.programStarted.emit(plan.run, item)
        self._program = RunningProgram(plan, self._crossing.told.emit, dict(os.environ))

    def _told(self, told: ProgramOutput | ProgramEnded) -> None:
        if isinstance(told, ProgramOutput):
            self.station.face.programOutput.emit(told)
            return
        item, sha256 = self._items.get(told.run, ("", ""))
        if item and self.holding.may_record:
            self.holding.record(self.holding.controller.ran(item, sha256, told.outcome.value))
            self.tasks.snapshot(item, SnapshotReason.SAVED)
        self.station.face.programEnded.emit(told)

    def _not_read(self, item: str, path: str, error: JikaoError | OSError) -> None:
        self.station.log.write("program_not_started", error=type(error).__name__)
        sentence = error.message if isinstance(error, JikaoError) else _("程序没有运行起来，请举手告知监考老师。")
        self.station.face.fileFailed.emit(item, path, sentence)


def _save(place: Path, text: str) -> None:
    write_file(place, text.encode("utf-8", "replace"))


def _source_digest(place: Path) -> str:
    return digest(place.read_bytes())
