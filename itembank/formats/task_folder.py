"""Reads a practical task from its folder: fields, stem, starter files, model answer, rubric, its test, golden work.

task.toml   rubric.toml   certificate.json   golden.zip   starter/...   model/...   pictures named in the stem
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from itembank.bank.record import BankItem, ItemFacts
from itembank.bank.tested import untested
from itembank.base.canonical import digest
from itembank.base.i18n import _
from itembank.formats.findings import FileError, Finding, Notes, RowError
from itembank.formats.item_sheet import ItemFile, ReadItem
from itembank.formats.markup import read_blocks
from itembank.formats.pictures import PictureFolder
from itembank.formats.source import RESPONSE
from itembank.formats.task_file import TaskFile, read_task_file
from itembank.formats.values import read_difficulty, read_identifier, read_level, read_points, read_seconds
from itembank.model.certificate import Certificate, read_certificate
from itembank.model.checks import Rubric
from itembank.model.codec import ModelError
from itembank.model.golden import GoldenWork, check_points
from itembank.model.golden_file import read_golden_file
from itembank.model.item import Item, ItemKind
from itembank.model.items.practical import Deliverable, PracticalInteraction, SampleTest, Software, StarterFile
from itembank.model.marking import ItemMarking, RubricScoring
from itembank.model.rubric_file import read_rubric
from itembank.model.task_parts import (
    CERTIFICATE_FILE,
    GOLDEN_FILE,
    MODEL,
    STARTER,
    find_rubric_file,
    find_task_file,
    find_task_folders,
    read_attributes,
    read_extra,
    read_part,
    safe_name,
)

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
        task_file = find_task_file(self._path)
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
            starter={file.path: file.media for file in starter},
        )
        marking = ItemMarking(
            item=item.identifier, item_version=item.version(), scoring=scoring, knowledge_points=task.knowledge
        )
        model = self._files(MODEL, ())
        if not model:
            self._notes.warn(_("任务“{folder}”没有标准答案（model 文件夹）。").format(folder=self._path.name))
        self._check_rubric_files(rubric, task, starter)
        certificate = self._certificate()
        read = BankItem(
            item=item,
            marking=marking,
            facts=self._facts(task, rubric),
            model_files=model,
            certificate=certificate,
            golden=self._golden(rubric, certificate),
        )
        self._warn_untested(read)
        return read

    def _item(self, task: TaskFile, starter: tuple[StarterFile, ...]) -> Item:
        identifier, software = read_identifier(task.id), read_software(task.software)
        interaction = PracticalInteraction(
            response=RESPONSE,
            folder=safe_name(task.folder or identifier),
            software=software,
            starter_files=starter,
            deliverables=tuple(
                Deliverable(
                    path=safe_name(entry.path),
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
            return (self._path / safe_name(task.stem_file)).read_text("utf-8-sig").strip("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise RowError(_("读不到题干文件 {name}（应为 UTF-8）。").format(name=task.stem_file)) from error

    def _rubric(self, task: TaskFile) -> Rubric:
        path = find_rubric_file(self._path, task.rubric)
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
        found = []
        files = read_part(self._path, name, empty_folders)
        letters = read_attributes(self._path, files, name)
        for inner, data in files.items():
            own = letters.get(inner, "")
            if data is None:
                found.append(StarterFile(path=inner, folder=True, attributes=own))
                continue
            media = digest(data)
            self._media[media] = data
            found.append(StarterFile(path=inner, media=media, size_bytes=len(data), attributes=own))
        return tuple(found)

    def _certificate(self) -> Certificate | None:
        path = self._path / CERTIFICATE_FILE
        if not path.is_file():
            return None
        certificate = read_certificate(path.read_bytes())
        if certificate.extra != {name: digest(data) for name, data in read_extra(self._path).items()}:
            self._notes.warn(
                _("任务“{folder}”的 mutants 或 golden 文件夹，或参考答案的清单，在自测以后有改动。").format(
                    folder=self._path.name
                )
            )
        return certificate

    def _golden(self, rubric: Rubric, certificate: Certificate | None) -> tuple[GoldenWork, ...]:
        """Take in the golden work of the very test that the certificate is of."""
        path = self._path / GOLDEN_FILE
        if not path.is_file():
            return ()
        golden, blobs = read_golden_file(path.read_bytes(), self._media)
        if certificate is None or golden.subject != certificate.subject:
            self._notes.warn(
                _("任务“{folder}”的 golden.zip 与自测证书不符，没有采用。请运行 grading rubric test。").format(
                    folder=self._path.name
                )
            )
            return ()
        for work in golden.works:
            check_points(work.points, rubric, work.shown_name())
        self._media |= blobs
        return golden.works

    def _warn_untested(self, item: BankItem) -> None:
        """Warn of a rubric that has not passed its test; such a task is refused when the paper is sealed."""
        if reasons := untested(item):
            self._notes.warn(
                _("任务“{folder}”现在还不能密封：{reasons}。请运行 grading rubric test。").format(
                    folder=self._path.name, reasons="；".join(reasons[:3])
                )
            )

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
