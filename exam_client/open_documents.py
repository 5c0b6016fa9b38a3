"""The candidate's documents that stand open in office programs: looked at, saved before the end, closed after it.

Work in a program is in no journal; so it is asked to save before every last snapshot. However long a program takes
or whatever it asks, the hand-in goes on after a bounded time: then the last snapshot counts, and the candidate and
the room are told which file was not saved.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QTimer

from exam_client.guard.incidents import IncidentCode
from exam_client.practical.office.port import OfficeProgram, OfficeReport, OpenFolder
from exam_client.station import Station
from exam_client.workbench import Workbench
from itembank.base.errors import JikaoError
from itembank.base.i18n import _

LONGEST_MS = 8_000
LAST_SECONDS_MS = 10_000


@dataclass
class OpenDocuments:
    """All documents below `folder`. `rescue_folder` says where work goes that was never saved anywhere."""

    station: Station
    office: OfficeProgram
    folder: Path
    bench: Workbench
    rescue_folder: Callable[[], Path | None]
    unsaved: tuple[str, ...] = ()
    _was_saved_early: bool = False
    _waiting: set[int] = field(default_factory=set)
    _number: int = 0

    def time_left(self, left_ms: int) -> None:
        """Save once when the last ten seconds begin; time that is added makes it due again."""
        if left_ms > LAST_SECONDS_MS:
            self._was_saved_early = False
        elif not self._was_saved_early:
            self._was_saved_early = True
            where = OpenFolder(self.folder)
            self._ask(lambda: self.office.save(where), lambda _report: None)

    def look(self, tell: Callable[[tuple[str, ...]], None]) -> None:
        """Tell the names of documents with unsaved work."""
        where = OpenFolder(self.folder)
        self._ask(lambda: self.office.look(where), lambda report: tell(_names(report)))

    def save(self, then: Callable[[], None]) -> None:
        """Save everything for the last snapshot, then go on."""
        where = self._last_place()

        def saved(report: OfficeReport) -> None:
            self.unsaved = _names(report)
            if self.unsaved or not report.answered:
                self.station.report(IncidentCode.WORK_UNSAVED, str(len(self.unsaved)))
            then()

        self._ask(lambda: self.office.save(where), saved)

    def close(self) -> None:
        """Close what is saved; nobody waits for it."""
        where = self._last_place()
        self._ask(lambda: self.office.close(where), lambda _report: None)

    def end(self, then: Callable[[], None]) -> None:
        """End what is still there after the candidate has left."""
        where = OpenFolder(self.folder)

        def work() -> OfficeReport:
            self.office.end(where)
            return OfficeReport()

        self._ask(work, lambda _report: then())

    def _last_place(self) -> OpenFolder:
        rescue = self.rescue_folder()
        return OpenFolder(self.folder, rescue / _("未保存的文档") if rescue is not None else None)

    def _ask(self, work: Callable[[], OfficeReport], then: Callable[[OfficeReport], None]) -> None:
        self._number += 1
        number = self._number
        self._waiting.add(number)

        def once(report: OfficeReport) -> None:
            if number in self._waiting:
                self._waiting.discard(number)
                then(report)

        def failed(error: JikaoError | OSError) -> None:
            self.station.log.write("office_failed", error=type(error).__name__)
            once(OfficeReport(answered=False))

        self.bench.run(work, once, failed)
        QTimer.singleShot(LONGEST_MS, self.station.face, lambda: once(OfficeReport(answered=False)))


def _names(report: OfficeReport) -> tuple[str, ...]:
    return tuple(name or _("未命名文档") for name in report.unsaved())
