"""The work a check looks at: a working folder, read once however many checks ask.

Office files are opened in the reader's child process. What is missing raises
`NotThereError` (not met), what cannot be read raises `CannotJudgeError`.
"""

from __future__ import annotations

import io
import os
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar

from grading.checks.context import Context
from grading.checks.finding import CannotJudgeError, NotThereError
from grading.images.model import ImageFile
from grading.marking.folders import WorkingFolder
from grading.office.model import Document, OfficeFile, Presentation, Workbook
from grading.office.outcome import CannotRead, Reason
from grading.programs.tests import Runner
from grading.scratch.model import ScratchProject
from grading.web.model import WebPage
from grading.works import WorkKind, WorkOutcome
from itembank.base.i18n import _
from itembank.model.responses import MORE_SKIPPED, FileEntry, FolderManifest

Kind = TypeVar("Kind", Document, Workbook, Presentation)
Other = TypeVar("Other", ImageFile, WebPage, ScratchProject)

# A file that is empty, of an old format or locked is the candidate's doing and its points are not met;
# every other reason may be ours, and a person looks.
CANDIDATES_DOING = frozenset(
    {
        Reason.EMPTY,
        Reason.NOT_A_PACKAGE,
        Reason.OLD_WORD,
        Reason.OLD_EXCEL,
        Reason.OLD_POWERPOINT,
        Reason.OLD_COMPOUND,
    }
)


LARGEST_PART_BYTES = 32 << 20
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, RuntimeError)


class Reader(Protocol):
    """Reads candidates' files: `grading.office.child.OfficeReader`."""

    def read(self, path: Path) -> OfficeFile | CannotRead:
        """Return the read model of an office file or why there is none."""

    def read_work(self, path: Path, kind: WorkKind) -> WorkOutcome:
        """Return the read model of any other kind of work or why there is none."""


def not_collected(manifest: FolderManifest) -> str:
    """Return the sentence about files that were in the folder and could not be taken by the desk."""
    names = "、".join(name for name in manifest.skipped if name != MORE_SKIPPED)
    sentence = _("考生文件夹中有文件没有收上来（{names}），请人工核对。")
    more = _("考生文件夹中的文件太多，没有全部收上来（{names} 等），请人工核对。")
    return (more if MORE_SKIPPED in manifest.skipped else sentence).format(names=names)


@dataclass
class Subject:
    """One candidate's folder of one task; without a `judge` (`why_no_judge` says why) programs go to people.

    `context` is what the task's rubric and the paper tell its checks.
    """

    folder: WorkingFolder
    reader: Reader
    judge: Runner | None = None
    why_no_judge: str = ""
    context: Context = field(default_factory=Context)
    _read: dict[str, WorkOutcome] = field(default_factory=dict)
    _bytes: dict[str, bytes] = field(default_factory=dict)

    def entry(self, path: str) -> FileEntry:
        """Return a file of the folder; raises `NotThereError`, or `CannotJudgeError` if it may have been left out."""
        entry = self.folder.find(path)
        if entry is None and self.folder.manifest.may_lack(path):
            raise CannotJudgeError(not_collected(self.folder.manifest))
        if entry is None or entry.folder:
            raise NotThereError(_("没有找到文件“{name}”。").format(name=path))
        return entry

    def require_known(self, *answers: bool | None) -> None:
        """Raise `CannotJudgeError` when one of several answers is None: something may have been left out."""
        if None in answers:
            raise CannotJudgeError(not_collected(self.folder.manifest))

    def read_bytes(self, path: str) -> bytes:
        """Return a file's bytes; raises `NotThereError`."""
        if path not in self._bytes:
            self._bytes[path] = self.folder.read(self.entry(path))
        return self._bytes[path]

    def starter_bytes(self, path: str) -> bytes:
        """Return the bytes of a starter file; raises `CannotJudgeError` when the package lacks them."""
        data = self.folder.read_starter(self.folder.starter.get(path, ""))
        if data is None:
            raise CannotJudgeError(_("评分包中缺少素材“{name}”，无法比较。").format(name=path))
        return data

    def starter_digest(self, path: str) -> str:
        """Return the SHA-256 of a starter file; raises `CannotJudgeError` when there is none of this name."""
        digest = self.folder.starter.get(path, "")
        if not digest:
            raise CannotJudgeError(_("评分标准引用了不存在的素材“{name}”。").format(name=path))
        return digest

    def document(self, path: str) -> Document:
        """Return a word-processing file; raises `NotThereError` or `CannotJudgeError`."""
        return self._office(path, Document, _("文字文档"))

    def workbook(self, path: str) -> Workbook:
        """Return a spreadsheet; raises `NotThereError` or `CannotJudgeError`."""
        return self._office(path, Workbook, _("电子表格"))

    def presentation(self, path: str) -> Presentation:
        """Return a presentation; raises `NotThereError` or `CannotJudgeError`."""
        return self._office(path, Presentation, _("演示文稿"))

    def image(self, path: str) -> ImageFile:
        """Return a picture; raises `NotThereError` or `CannotJudgeError`."""
        return self._work(path, self.read_bytes(path), WorkKind.PICTURE, ImageFile)

    def page(self, path: str) -> WebPage:
        """Return a web page; raises `NotThereError` or `CannotJudgeError`."""
        return self._work(path, self.read_bytes(path), WorkKind.PAGE, WebPage)

    def scratch(self, path: str) -> ScratchProject:
        """Return a Scratch project; raises `NotThereError` or `CannotJudgeError`."""
        return self._work(path, self.read_bytes(path), WorkKind.SCRATCH, ScratchProject)

    def starter_scratch(self, path: str) -> ScratchProject:
        """Return a starter project as it was handed out."""
        return self._work(f"starter/{path}", self.starter_bytes(path), WorkKind.SCRATCH, ScratchProject)

    def starter_image(self, path: str) -> ImageFile:
        """Return a starter picture as it was handed out."""
        try:
            return self._work(f"starter/{path}", self.starter_bytes(path), WorkKind.PICTURE, ImageFile)
        except NotThereError as error:
            raise CannotJudgeError(str(error)) from error

    def image_inside(self, path: str, part: str) -> ImageFile | None:
        """Return a picture inside an office file, None where it cannot be read."""
        key = f"inside/{path}/{part}"
        try:
            with zipfile.ZipFile(io.BytesIO(self.read_bytes(path))) as archive:
                info = archive.getinfo(part)
                data = archive.read(info) if info.file_size <= LARGEST_PART_BYTES else b""
        except (KeyError, *UNREADABLE):
            return None
        found = self._from_bytes(key, data, WorkKind.PICTURE)
        return found if isinstance(found, ImageFile) else None

    def _work(self, path: str, data: bytes, kind: WorkKind, model: type[Other]) -> Other:
        found = self._from_bytes(f"{kind.value}/{path}", data, kind)
        if isinstance(found, model):
            return found
        sentence = f"{path}：{found.sentence}" if isinstance(found, CannotRead) else path
        if isinstance(found, CannotRead) and found.reason is Reason.EMPTY:
            raise NotThereError(sentence)
        raise CannotJudgeError(sentence)

    def starter_workbook(self, path: str) -> Workbook:
        """Return a starter spreadsheet as it was handed out."""
        return self._starter(path, Workbook)

    def starter_document(self, path: str) -> Document:
        """Return a starter document as it was handed out."""
        return self._starter(path, Document)

    def starter_presentation(self, path: str) -> Presentation:
        """Return a starter presentation as it was handed out."""
        return self._starter(path, Presentation)

    def _starter(self, path: str, kind: type[Kind]) -> Kind:
        found = self._from_bytes(f"starter/{path}", self.starter_bytes(path))
        if not isinstance(found, kind):
            raise CannotJudgeError(_("素材“{name}”无法读取，无法比较。").format(name=path))
        return found

    def _office(self, path: str, kind: type[Kind], name: str) -> Kind:
        found = self._from_bytes(path, self.read_bytes(path))
        if isinstance(found, kind):
            return found
        if isinstance(found, CannotRead):
            if found.reason in CANDIDATES_DOING:
                raise NotThereError(f"{path}：{found.sentence}")
            raise CannotJudgeError(f"{path}：{found.sentence}")
        raise NotThereError(_("“{file}”不是{kind}。").format(file=path, kind=name))

    def _from_bytes(self, cache: str, data: bytes, kind: WorkKind = WorkKind.OFFICE) -> WorkOutcome:
        if cache not in self._read:
            with _file_of(data) as file:
                is_office = kind is WorkKind.OFFICE
                self._read[cache] = self.reader.read(file) if is_office else self.reader.read_work(file, kind)
        return self._read[cache]


@contextmanager
def _file_of(data: bytes) -> Iterator[Path]:
    """Lend bytes to the reader's process as a file that nobody else may read, and take it away again."""
    handle, name = tempfile.mkstemp(prefix="jikao-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)
