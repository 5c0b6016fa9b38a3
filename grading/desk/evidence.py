"""What a marker looks at: question, reference, the candidate's answer or files. Opened on demand, never stored."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from grading.desk.scratch_lines import scratch_lines
from grading.intake.attempts import Attempt
from grading.intake.bundle import RoomBundle
from grading.intake.keys import MarkingPackage
from grading.marking.folders import folded_name
from grading.office.child import OfficeReader
from grading.office.inspect_text import lines_of
from grading.office.outcome import CannotRead
from grading.scratch.model import ScratchProject
from grading.works import WorkKind
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _
from itembank.model.marking import HumanScoring, KeyEntry, RubricScoring
from itembank.model.paper import PaperItem
from itembank.model.responses import FileEntry
from itembank.model.richtext import plain_text

OFFICE_SUFFIXES = (".docx", ".docm", ".xlsx", ".xlsm", ".pptx", ".pptm", ".odt", ".ods", ".odp")
TEXT_SUFFIXES = (".txt", ".py", ".csv", ".html", ".htm", ".css", ".md", ".json")
PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".bmp", ".gif")
SCRATCH_SUFFIX = ".sb3"
OTHERS_SHOWN = 6
MAX_TEXT_BYTES = 200_000
MAX_LINES = 2000


@dataclass(frozen=True, slots=True)
class FileView:
    """A file of the candidate: its bytes, and what our readers see in it as lines."""

    path: str
    data: bytes
    lines: tuple[str, ...]

    @property
    def can_be_drawn(self) -> bool:
        """Say whether an office program can draw it."""
        return bool(self.data) and self.path.lower().endswith(OFFICE_SUFFIXES)

    @property
    def is_picture(self) -> bool:
        """Say whether it is a picture by itself."""
        return bool(self.data) and self.path.lower().endswith(PICTURE_SUFFIXES)

    @property
    def is_text(self) -> bool:
        """Say whether its lines are all there is to see: a program, a page's source, the blocks of a project."""
        return self.path.lower().endswith((*TEXT_SUFFIXES, SCRATCH_SUFFIX))


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything about one task; `listing` are all paths of the folder, `files` those that the check point is about.

    `missing` are files the check point is about that are not there; then `files` also holds what else could be meant.
    """

    title: str
    question: str
    reference: str
    criteria: tuple[str, ...]
    answer: str
    listing: tuple[str, ...]
    files: tuple[FileView, ...]
    missing: tuple[str, ...] = ()


def gather_evidence(
    bundle: RoomBundle, attempt: Attempt, package: MarkingPackage, item: str, part_name: str
) -> Evidence:
    """Open what a marker needs for one part; of a file that is missing or damaged it says so in its place."""
    form = attempt.form if attempt.form in package.keys else _form_with(package, item)
    entry = next(one for one in package.keys[form].entries if one.marking.item == item)
    place = next(one for one in package.papers[form].entries() if one.item.identifier == item)
    scoring = entry.marking.scoring
    manifest = attempt.state.folders.get(item)
    entries = {one.path: one for one in manifest.entries if not one.folder} if manifest else {}
    found = _find(entries, wanted_files(entry, part_name))
    return Evidence(
        title=place.item.title,
        question=plain_text(place.item.body),
        reference=scoring.reference if isinstance(scoring, HumanScoring) else "",
        criteria=scoring.criteria if isinstance(scoring, HumanScoring) else (),
        answer=_answer(attempt, item, place),
        listing=tuple(entries),
        files=_files(found.entries, lambda one: bundle.read_file(attempt, one)),
        missing=found.missing,
    )


def wanted_files(entry: KeyEntry, part_name: str) -> tuple[str, ...]:
    """Return the files that a check point of a practical task is about."""
    scoring = entry.marking.scoring
    if not isinstance(scoring, RubricScoring):
        return ()
    points = [point for point in scoring.rubric.points if point.title == part_name] or list(scoring.rubric.points)
    return tuple(dict.fromkeys(call.file for point in points for call in point.checks if call.file))


def _answer(attempt: Attempt, item: str, place: PaperItem) -> str:
    response = attempt.state.responses.get(item, {})
    order = [interaction.response for interaction in place.item.interactions]
    values = [response.get(name) for name in order] or list(response.values())
    lines = [value if isinstance(value, str) else "、".join(value) for value in values if value]
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class _Found:
    entries: tuple[FileEntry, ...]
    missing: tuple[str, ...]


def _find(entries: Mapping[str, FileEntry], wanted: tuple[str, ...]) -> _Found:
    """Find the wanted files, whatever the case; for one that is missing, others that a person may recognise."""
    by_folded = {folded_name(path): entry for path, entry in entries.items()}
    there = {path: entries.get(path) or by_folded.get(folded_name(path)) for path in wanted}
    found = [entry for entry in there.values() if entry is not None]
    missing = tuple(path for path, entry in there.items() if entry is None)
    suffixes = {PurePosixPath(path).suffix.lower() for path in missing}
    others = [entry for path, entry in entries.items() if entry not in found and not _is_lock(path)]
    alike = [entry for entry in others if PurePosixPath(entry.path).suffix.lower() in suffixes]
    return _Found((*found, *(alike or (others if missing else []))[:OTHERS_SHOWN]), missing)


def _is_lock(path: str) -> bool:
    """Say whether an office program leaves such a file beside an open one."""
    return PurePosixPath(path).name.startswith(("~$", ".~lock."))


def _files(entries: tuple[FileEntry, ...], read: Callable[[FileEntry], bytes]) -> tuple[FileView, ...]:
    try:
        with OfficeReader() as reader, tempfile.TemporaryDirectory(prefix="jikao-desk-") as folder:
            return tuple(_view(entry, read, reader, Path(folder)) for entry in entries)
    except OSError as error:
        raise JikaoError(
            _("考生的文件打不开：{text}。").format(text=error.strerror or type(error).__name__),
            hint=_("请检查临时文件夹的磁盘空间。"),
            code=ExitCode.ENVIRONMENT,
        ) from error


def _view(entry: FileEntry, read: Callable[[FileEntry], bytes], reader: OfficeReader, folder: Path) -> FileView:
    try:
        data = read(entry)
    except JikaoError as error:
        return FileView(entry.path, b"", (error.message,))
    return FileView(entry.path, data, _lines(entry.path, data, reader, folder))


def _form_with(package: MarkingPackage, item: str) -> str:
    """Return a form that holds an item: a doubtful attempt may name none that exists."""
    return next(form for form, key in package.keys.items() if any(entry.marking.item == item for entry in key.entries))


def _lines(path: str, data: bytes, reader: OfficeReader, folder: Path) -> tuple[str, ...]:
    suffix = PurePosixPath(path).suffix.lower()
    if suffix in OFFICE_SUFFIXES:
        copy = folder / f"work{suffix}"
        copy.write_bytes(data)
        lines = list(lines_of(reader.read(copy)))
    elif suffix == SCRATCH_SUFFIX:
        copy = folder / f"work{suffix}"
        copy.write_bytes(data)
        project = reader.read_work(copy, WorkKind.SCRATCH)
        lines = list(scratch_lines(project)) if isinstance(project, ScratchProject) else []
        lines += [project.sentence] if isinstance(project, CannotRead) else []
    elif suffix in TEXT_SUFFIXES:
        lines = _text_of(data[:MAX_TEXT_BYTES]).splitlines()
    else:
        return ()
    return tuple(lines[:MAX_LINES]) + ((_("……"),) if len(lines) > MAX_LINES else ())


def _text_of(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace")
