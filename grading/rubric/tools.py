"""Opens what a rubric's checks need: the reader of office files, and the judge when programs run."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from grading.checks.context import Context, context_of
from grading.checks.subject import Reader, Subject
from grading.marking.folders import WorkingFolder
from grading.office.child import OfficeReader
from grading.office.model import OfficeFile
from grading.office.outcome import CannotRead
from grading.programs.errors import NoSandboxError
from grading.programs.judge import Judge
from grading.programs.tests import Runner
from itembank.model.checks import Rubric


@dataclass(frozen=True, slots=True)
class Tools:
    """Reader and judge; without a judge `why_no_judge` says why."""

    reader: Reader
    judge: Runner | None = None
    why_no_judge: str = ""

    def read_office(self, name: str, data: bytes) -> OfficeFile | CannotRead:
        """Read an office file's bytes under a name with the right ending."""
        with tempfile.TemporaryDirectory(prefix="jikao-office-") as folder:
            path = Path(folder) / f"file{PurePosixPath(name).suffix}"
            path.write_bytes(data)
            return self.reader.read(path)

    def subject(self, folder: WorkingFolder, rubric: Rubric | None = None) -> Subject:
        """Make the work that the checks of a rubric look at."""
        context = context_of(rubric) if rubric else Context()
        return Subject(folder, self.reader, self.judge, self.why_no_judge, context)


def open_tools(rubric: Rubric) -> AbstractContextManager[Tools]:
    """Open the tools that a rubric needs; they are closed in the end."""
    return open_all_tools(runs_programs=runs_programs(rubric))


@contextmanager
def open_all_tools(*, runs_programs: bool = True) -> Iterator[Tools]:
    """Open the reader and, when programs are to run, the judge."""
    with ExitStack() as stack:
        reader = stack.enter_context(OfficeReader())
        judge, why = None, ""
        if runs_programs:
            try:
                judge = stack.enter_context(Judge.start())
            except NoSandboxError as error:
                why = error.message
        yield Tools(reader, judge, why)


def runs_programs(rubric: Rubric) -> bool:
    """Tell whether a check of the rubric may run a program."""
    return any(call.type.startswith("Y.") for point in rubric.points for call in point.checks)
