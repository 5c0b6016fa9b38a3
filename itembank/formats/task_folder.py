"""Reads a practical task from its folder: task file, stem, starter files, model answer, rubric.

task.toml   rubric.toml   starter/...   model/...   pictures named in the stem
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from itembank.bank.record import BankItem, ItemFacts
from itembank.base.canonical import digest
from itembank.base.errors import JikaoError
from itembank.base.files import safe_relative
from itembank.base.i18n import _
from itembank.formats.findings import FileError, Finding, Notes, RowError
from itembank.formats.item_sheet import ItemFile, ReadItem
from itembank.formats.markup import read_blocks
from itembank.formats.pictures import PictureFolder
from itembank.formats.source import RESPONSE
from itembank.formats.task_file import TaskFile, read_rubric, read_task_file
from itembank.formats.values import read_difficulty, read_identifier, read_level, read_points, read_seconds
from itembank.model.checks import Rubric
from itembank.model.codec import ModelError
from itembank.model.item import Item, ItemKind
from itembank.model.items.practical import Deliverable, PracticalInteraction, SampleTest, Software, StarterFile
from itembank.model.marking import ItemMarking, RubricScoring

TASK_FILES = ("task.toml", "task.json")
RUBRIC_FILES = ("rubric.toml", "rubric.json")
STARTER, MODEL = "starter", "model"
MAX_FILES = 500
MAX_FOLDER_BYTES = 64 << 20
IGNORED = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", ".gitkeep"})
SOFTWARE_WORDS = {
    "文字处理": Software.WORD_PROCESSING,
    "电子表格": Software.SPREADSHEET,
    "演示文稿": Software.PRESENTATION,
    "文件管理": Software.FILES,
    "网页": Software.WEB,
    "图像": Software.IMAGE,
    "Python": Software.PYTHON,
    "Scratch": Software.SCRATCH,
}


def find_task_folders(folder: Path) -> list[Path]:
    """Return the task folders at `folder`: itself, or those right below it, by name."""
    if _task_file(folder) is not None:
        return [folder]
    return sorted(path for path in folder.iterdir() if path.is_dir() and _task_file(path) is not None)


def read_task_folders(folder: Path) -> ItemFile:
    """Read one task folder, or all below a folder; `row` counts the tasks from 1. Raises `FileError`."""
    folders = find_task_folders(folder)
    if not folders:
        raise FileError(
            _("文件夹“{name}”中没有任务（task.toml 或 task.json）。").format(name=folder.name),
            hint=_("任务文件夹的写法见 docs/formats/task.md。"),
        )
    media: dict[str, bytes] = {}
    items: list[ReadItem] = []
    findings: list[Finding] = []
    taken: set[str] = set()
    for number, path in enumerate(folders, start=1):
        notes = Notes(number)
        read = _read_one(path, media, notes, taken)
        items.extend([ReadItem(number, read, _in_points(read))] if read else [])
        findings.extend(notes.taken())
    return ItemFile(folder.name, tuple(items), tuple(findings), media)


def _read_one(path: Path, media: dict[str, bytes], notes: Notes, taken: set[str]) -> BankItem | None:
    try:
        item = _TaskReader(path, media, notes).read()
        if item.identifier in taken:
            raise RowError(_("编号“{name}”与另一个任务重复。").format(name=item.identifier))
        taken.add(item.identifier)
        return item
    except (RowError, ModelError) as error:
        notes.refuse(_("任务“{folder}”：{sentence}").format(folder=path.name, sentence=error.message))
        return None


class _TaskReader:
    """Reads one task folder; bytes of files go into `media` by digest."""

    def __init__(self, path: Path, media: dict[str, bytes], notes: Notes) -> None:
        self._path = path
        self._media = media
        self._notes = notes
        self._pictures = PictureFolder(path, media)

    def read(self) -> BankItem:
        task_file = _task_file(self._path)
        if task_file is None:
            raise RowError(_("没有 task.toml 或 task.json。"))
        task = read_task_file(task_file)
        rubric = self._rubric(task)
        starter = self._files(STARTER, task.empty_folders)
        item = self._item(task, starter)
        folder = _only_interaction(item).folder
        scoring = RubricScoring(
            rubric=rubric,
            response=RESPONSE,
            folder=folder,
            starter={file.path: file.media for file in starter if not file.folder},
        )
        marking = ItemMarking(
            item=item.identifier, item_version=item.version(), scoring=scoring, knowledge_points=task.knowledge
        )
        model = self._files(MODEL, ())
        if not model:
            self._notes.warn(_("任务“{folder}”没有标准答案（model 文件夹）。").format(folder=self._path.name))
        self._check_rubric_files(rubric, task, starter)
        return BankItem(item=item, marking=marking, facts=self._facts(task, rubric), model_files=model)

    def _item(self, task: TaskFile, starter: tuple[StarterFile, ...]) -> Item:
        identifier, software = read_identifier(task.id), read_software(task.software)
        interaction = PracticalInteraction(
            response=RESPONSE,
            folder=_safe(task.folder or identifier),
            software=software,
            starter_files=starter,
            deliverables=tuple(
                Deliverable(
                    path=_safe(entry.path),
                    software=read_software(entry.software) if entry.software else software,
                    suffixes=tuple(suffix.lower() for suffix in entry.suffixes) or _own_suffix(entry.path),
                )
                for entry in task.deliverable
            ),
            sample_tests=tuple(
                SampleTest(name=entry.name, stdin=entry.stdin, expected=entry.expected) for entry in task.sample_test
            ),
        )
        if not task.deliverable and software is not Software.FILES:
            self._notes.warn(_("任务“{folder}”没有写明要提交的文件。").format(folder=self._path.name))
        return Item(
            identifier=identifier,
            kind=ItemKind.PRACTICAL,
            body=read_blocks(self._stem(task), self._pictures.find),
            interactions=(interaction,),
            title=task.title,
        )

    def _stem(self, task: TaskFile) -> str:
        if bool(task.stem.strip()) == bool(task.stem_file):
            raise RowError(_("题干写在 stem 中，或用 stem_file 指明文件，二者选一。"))
        if not task.stem_file:
            return task.stem.strip("\n")
        try:
            return (self._path / _safe(task.stem_file)).read_text("utf-8-sig").strip("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise RowError(_("读不到题干文件 {name}（应为 UTF-8）。").format(name=task.stem_file)) from error

    def _rubric(self, task: TaskFile) -> Rubric:
        names = (_safe(task.rubric),) if task.rubric else RUBRIC_FILES
        path = next((self._path / name for name in names if (self._path / name).is_file()), None)
        if path is None:
            raise RowError(_("没有评分标准（rubric.toml 或 rubric.json）。"))
        return read_rubric(path)

    def _facts(self, task: TaskFile, rubric: Rubric) -> ItemFacts:
        points = read_points(str(task.points)) if str(task.points) else rubric.total()
        if points != rubric.total():
            self._notes.warn(
                _("任务“{folder}”的分值 {points} 与得分点合计 {total} 不同，得分将按比例折算。").format(
                    folder=self._path.name, points=points, total=rubric.total()
                )
            )
        return ItemFacts(
            points=points,
            domain=task.domain,
            level=read_level(task.level),
            curriculum=task.curriculum,
            difficulty=read_difficulty(str(task.difficulty)),
            seconds=read_seconds(str(task.time)),
            enemies=tuple(read_identifier(enemy) for enemy in task.enemies),
            stimulus=task.stimulus,
            source=task.source,
            software=(read_software(task.software),),
            explanation=task.explanation,
        )

    def _files(self, name: str, empty_folders: tuple[str, ...]) -> tuple[StarterFile, ...]:
        base = self._path / name
        found: dict[str, StarterFile] = {}
        for path in _walk(base) if base.is_dir() else ():
            inner = _safe(unicodedata.normalize("NFC", path.relative_to(base).as_posix()))
            if path.is_dir():
                found[inner] = StarterFile(path=inner, folder=True)
                continue
            data = path.read_bytes()
            media = digest(data)
            self._media[media] = data
            found[inner] = StarterFile(path=inner, media=media, size_bytes=len(data))
        for inner in empty_folders:
            found.setdefault(_safe(inner), StarterFile(path=_safe(inner), folder=True))
        if len(found) > MAX_FILES or sum(file.size_bytes for file in found.values()) > MAX_FOLDER_BYTES:
            raise RowError(
                _("{name} 文件夹最多 {files} 个文件、{size} MB。").format(
                    name=name, files=MAX_FILES, size=MAX_FOLDER_BYTES >> 20
                )
            )
        return tuple(found[inner] for inner in sorted(found))

    def _check_rubric_files(self, rubric: Rubric, task: TaskFile, starter: tuple[StarterFile, ...]) -> None:
        """Warn of checks that look at a file which the task neither gives nor asks for."""
        known = {entry.path for entry in task.deliverable} | {file.path for file in starter}
        for point in rubric.points:
            for call in point.checks:
                if call.file and call.file not in known and read_software(task.software) is not Software.FILES:
                    self._notes.warn(
                        _("任务“{folder}”的得分点 {point} 检查的文件“{file}”既不是素材，也不在提交文件中。").format(
                            folder=self._path.name, point=point.identifier, file=call.file
                        )
                    )


def read_software(text: str) -> Software:
    """Read what a file is worked on with: our own word or the Chinese one; raises `RowError`."""
    if text in SOFTWARE_WORDS:
        return SOFTWARE_WORDS[text]
    try:
        return Software(text.lower())
    except ValueError as error:
        names = "、".join(software.value for software in Software)
        raise RowError(_("不认识软件类别“{text}”，可写：{names}。").format(text=text[:20], names=names)) from error


def _task_file(folder: Path) -> Path | None:
    return next((folder / name for name in TASK_FILES if (folder / name).is_file()), None)


def _walk(base: Path) -> Iterator[Path]:
    """Yield files, and folders that are empty; links are refused, because their target would be taken along."""
    for path in sorted(base.rglob("*")):
        if path.is_symlink():
            raise RowError(_("素材中不能有符号链接：{name}。").format(name=path.name))
        if path.name in IGNORED:
            continue
        if path.is_file() or (path.is_dir() and not any(inner.name not in IGNORED for inner in path.iterdir())):
            yield path


def _safe(name: str) -> str:
    try:
        return str(safe_relative(name))
    except JikaoError as error:
        raise RowError(error.message) from error


def _own_suffix(path: str) -> tuple[str, ...]:
    suffix = Path(path).suffix.lower()
    return (suffix,) if suffix else ()


def _only_interaction(item: Item) -> PracticalInteraction:
    interaction = item.interactions[0]
    if not isinstance(interaction, PracticalInteraction):
        raise TypeError("a practical item has a practical interaction")
    return interaction


def _in_points(item: BankItem) -> str:
    scoring = item.marking.scoring
    if not isinstance(scoring, RubricScoring):
        return ""
    total: Fraction = scoring.rubric.total()
    return _("{count} 个得分点，共 {total} 分").format(count=len(scoring.rubric.points), total=total)
