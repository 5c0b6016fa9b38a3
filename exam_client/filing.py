"""The built-in file manager of one attempt: lists and deeds go to the bench, and every deed is snapshotted at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from exam_client.practical.deeds import Deed, DeedOutcome, Listing
from exam_client.practical.file_work import KNOWS_HIDDEN, FileWork
from exam_client.practical.workspace import WorkspaceError
from exam_client.station import Station
from exam_client.tasks import Tasks
from itembank.base.errors import JikaoError
from itembank.base.files import safe_relative
from itembank.model.events import SnapshotReason


def bin_folder(work_folder: Path, number: str) -> Path:
    """Return where a candidate's deleted files lie: beside the working folders, on the same volume."""
    return work_folder / ".bin" / safe_relative(number)


@dataclass
class Filing:
    """Deeds of the file manager in the working folders of one attempt."""

    station: Station
    tasks: Tasks
    bin: Path

    def list(self, item: str, path: str) -> None:
        """Tell the screens what a folder holds; a folder that is gone is told as the working folder."""
        work = self._work(item)
        if work is None:
            return

        def look() -> Listing:
            try:
                return Listing(item, path, work.entries(path), work.deleted(), KNOWS_HIDDEN)
            except (JikaoError, OSError):
                return Listing(item, "", work.entries(""), work.deleted(), KNOWS_HIDDEN)

        self.station.files.run(look, self.station.face.folderListed.emit, self._failed(item))

    def do(self, item: str, deed: Deed) -> None:
        """Do something with files, tell what came of it, snapshot the folder."""
        work = self._work(item)
        if work is None:
            return

        def done(made: tuple[str, ...]) -> None:
            self.station.face.filesDone.emit(DeedOutcome(item, "", made))
            self.tasks.snapshot(item, SnapshotReason.SAVED)

        self.station.files.run(lambda: work.do(deed), done, self._failed(item))

    def _work(self, item: str) -> FileWork | None:
        task = self.tasks.tasks.get(item)
        return FileWork(task.folder, self.bin / str(task.number)) if task is not None else None

    def _failed(self, item: str) -> Callable[[JikaoError | OSError], None]:
        def failed(error: JikaoError | OSError) -> None:
            known = error if isinstance(error, JikaoError) else WorkspaceError("", error)
            self.station.face.filesDone.emit(DeedOutcome(item, f"{known.message}{known.hint}"))

        return failed
