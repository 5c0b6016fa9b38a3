"""Opens what a rubric's checks need: the reader of office files, and the judge when programs run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from grading.checks.subject import Reader, Subject
from grading.marking.folders import WorkingFolder
from grading.office.child import OfficeReader
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

    def subject(self, folder: WorkingFolder) -> Subject:
        """Make the work a check looks at."""
        return Subject(folder, self.reader, self.judge, self.why_no_judge)


@contextmanager
def open_tools(rubric: Rubric) -> Iterator[Tools]:
    """Open the tools and close them in the end."""
    with ExitStack() as stack:
        reader = stack.enter_context(OfficeReader())
        judge, why = None, ""
        if runs_programs(rubric):
            try:
                judge = stack.enter_context(Judge.start())
            except NoSandboxError as error:
                why = error.message
        yield Tools(reader, judge, why)


def runs_programs(rubric: Rubric) -> bool:
    """Tell whether a check of the rubric may run a program."""
    return any(call.type.startswith("Y.") for point in rubric.points for call in point.checks)
