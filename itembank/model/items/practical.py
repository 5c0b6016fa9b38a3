"""Practical task: work on real files in a working folder (uploadInteraction with external scoring).

The response is the digest of the last folder manifest, see `responses.FolderManifest`.
"""

from __future__ import annotations

from enum import Enum

from itembank.base.files import safe_relative
from itembank.base.i18n import _
from itembank.model.codec import ModelError, Value
from itembank.model.ids import check_digest, check_identifier

MAX_STARTER_FILES = 1_000
"""So many files and folders may be handed out: the rest of a folder's record is the candidate's."""


ATTRIBUTES = frozenset("RHS")
"""Letters of attributes: read-only, hidden, system."""


class Software(Enum):
    """What a file is opened with; the desk detects which program that is on its machine."""

    WORD_PROCESSING = "word"
    SPREADSHEET = "spreadsheet"
    PRESENTATION = "presentation"
    PYTHON = "python"
    FILES = "files"
    WEB = "web"
    IMAGE = "image"
    SCRATCH = "scratch"


class StarterFile(Value, frozen=True):
    """A file (or an empty folder, `folder=True`) that lies in the working folder when the task begins.

    `media` is the SHA-256 of its bytes, which travel beside the paper; `attributes` holds the letters that the desk
    gives it, such as "RH" (read-only, hidden).
    """

    path: str
    media: str = ""
    size_bytes: int = 0
    folder: bool = False
    attributes: str = ""

    def __post_init__(self) -> None:
        """Refuse unsafe names, unknown attributes and a file without bytes."""
        safe_relative(self.path)
        if set(self.attributes) - ATTRIBUTES:
            raise ModelError(_("“{path}”的属性只能是 R、H、S。").format(path=self.path))
        if not self.folder:
            check_digest(self.media, _("素材"))


class Deliverable(Value, frozen=True):
    """A file that must be there at hand-in; `suffixes` are the accepted endings, lower case with dot."""

    path: str
    software: Software
    suffixes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse unsafe names."""
        safe_relative(self.path)


class SampleTest(Value, frozen=True):
    """A public example run of a program: what is typed and what must come out."""

    name: str
    stdin: str
    expected: str


class PracticalInteraction(Value, frozen=True, tag="practical"):
    """A practical task. `folder` is the working folder's name below the candidate's folder."""

    response: str
    folder: str
    software: Software
    starter_files: tuple[StarterFile, ...] = ()
    deliverables: tuple[Deliverable, ...] = ()
    sample_tests: tuple[SampleTest, ...] = ()

    def __post_init__(self) -> None:
        """Refuse unsafe folders, doubled paths."""
        check_identifier(self.response, _("作答变量"))
        safe_relative(self.folder)
        paths = [file.path.lower() for file in self.starter_files]
        if len(set(paths)) != len(paths):
            raise ModelError(_("素材中有同名文件。"))
        _check_room(self.starter_files)


def _check_room(files: tuple[StarterFile, ...]) -> None:
    """Leave most of a folder's record to what the candidate makes."""
    if len(files) > MAX_STARTER_FILES:
        sentence = _("素材有 {count} 个文件和文件夹，最多 {most} 个；请打成压缩包发放。")
        raise ModelError(sentence.format(count=len(files), most=MAX_STARTER_FILES))
