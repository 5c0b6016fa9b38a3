"""Every kind of file a check may look into, by how it is read: office files, pictures, web pages, programs.

`READERS` runs in the child process only; the parent knows the kinds and gets data (`WorkOutcome`).
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from pathlib import Path

from grading.images.model import ImageFile
from grading.images.reader import read_picture
from grading.office.model import CannotRead, Document, Presentation, Workbook
from grading.office.open import read_file
from grading.programs.static import ProgramReading, read_question
from grading.scratch.model import ScratchProject
from grading.scratch.reader import read_scratch
from grading.web.model import WebPage
from grading.web.reader import read_page


class WorkKind(Enum):
    """How a file is to be read; what it is called does not matter."""

    OFFICE = "office"
    PICTURE = "picture"
    PAGE = "page"
    SCRATCH = "scratch"
    PROGRAM = "program"


Work = Document | Workbook | Presentation | ImageFile | WebPage | ScratchProject | ProgramReading
WorkOutcome = Work | CannotRead

READERS: dict[WorkKind, Callable[[Path], Work]] = {
    WorkKind.OFFICE: read_file,
    WorkKind.PICTURE: read_picture,
    WorkKind.PAGE: read_page,
    WorkKind.SCRATCH: read_scratch,
    WorkKind.PROGRAM: read_question,
}
