"""A practical task as its folder holds it, for the test of its rubric. The bank reads the same files to import them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from grading.rubric.folders import Folder
from grading.rubric.reading import RubricError, read_rubric
from itembank.base.canonical import digest
from itembank.base.i18n import _
from itembank.model.codec import ModelError
from itembank.model.golden_file import HandMade, read_hand_made
from itembank.model.rubric_file import read_table
from itembank.model.task_parts import (
    CERTIFICATE_FILE,
    GOLDEN,
    GOLDEN_FILE,
    MODEL,
    MUTANTS,
    STARTER,
    find_manifests,
    find_rubric_file,
    find_task_file,
    find_task_folders,
    read_attributes,
    read_part,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grading.rubric.folders import Files
    from itembank.model.checks import Rubric


@dataclass(frozen=True, slots=True)
class Task:
    """What a task's folder holds.

    `mutants` are hand-made: point to files that replace the model's. `golden_files`
    are the centre's own golden work with its expectations, as they lie in `golden/`.
    """

    folder: Path
    rubric: Rubric
    starter: Files
    model: Files
    mutants: Mapping[str, Files]
    manifest: Mapping[str, bytes] = field(default_factory=dict)
    """The manifests of starter and model, by their names; their attributes are in `starter` and `model`."""
    golden_files: Files = field(default_factory=dict)
    rubric_path: Path = Path("rubric.toml")
    """Where the rubric was read, for messages."""

    @property
    def identifier(self) -> str:
        """The name of the rubric."""
        return self.rubric.identifier

    @property
    def certificate_path(self) -> Path:
        """Where the certificate lies."""
        return self.folder / CERTIFICATE_FILE

    @property
    def golden_path(self) -> Path:
        """Where the golden work lies that the test makes."""
        return self.folder / GOLDEN_FILE

    def golden(self) -> list[HandMade]:
        """Return the centre's own golden work; raises `ModelError`."""
        return read_hand_made(self.golden_files, self.rubric)

    def extra(self) -> dict[str, str]:
        """Return the digests of what was made by hand, by its path in the task's folder.

        That is mutants, golden work, and the manifests of starter and model.
        """
        mutants = {f"{MUTANTS}/{point}/{path}": data for point, of in self.mutants.items() for path, data in of.items()}
        golden = {f"{GOLDEN}/{path}": data for path, data in self.golden_files.items()}
        return {path: digest(data or b"") for path, data in {**mutants, **golden, **self.manifest}.items()}


def read_tasks(folder: Path) -> list[Task]:
    """Read one task, or all right below a folder; raises `RubricError`."""
    folders = find_task_folders(folder)
    if not folders:
        raise RubricError(
            _("文件夹“{name}”中没有任务（task.toml 或 task.json）。").format(name=folder.name),
            hint=_("任务文件夹的写法见 docs/formats/task.md。"),
        )
    return [read_task(one) for one in folders]


def read_task(folder: Path) -> Task:
    """Read a task; raises `RubricError`."""
    try:
        return _read(folder)
    except ModelError as error:
        raise RubricError(_("任务“{folder}”：{sentence}").format(folder=folder.name, sentence=error.message)) from error


def digests(files: Files) -> dict[str, str]:
    """Return path to SHA-256, "" for an empty folder: how a certificate names files."""
    return {path: "" if data is None else digest(data) for path, data in files.items()}


def _read(folder: Path) -> Task:
    task_file = find_task_file(folder)
    table = read_table(task_file) if task_file is not None else {}
    named, empty = table.get("rubric", ""), table.get("empty_folders", [])
    rubric_file = find_rubric_file(folder, named if isinstance(named, str) else "")
    if rubric_file is None:
        raise ModelError(_("没有评分标准（rubric.toml 或 rubric.json）。"))
    model = read_part(folder, MODEL)
    if not model:
        raise ModelError(_("没有标准答案（model 文件夹）。"))
    empty_folders = [str(one) for one in empty] if isinstance(empty, list) else ()
    starter = read_part(folder, STARTER, empty_folders)
    mutants: dict[str, dict[str, bytes | None]] = {}
    for path, data in read_part(folder, MUTANTS).items():
        point, _slash, inner = path.partition("/")
        mutants.setdefault(point, {})[inner] = data
    task = Task(
        folder=folder,
        rubric=read_rubric(rubric_file),
        starter=Folder(starter, read_attributes(folder, starter, STARTER)),
        model=Folder(model, read_attributes(folder, model)),
        mutants=mutants,
        manifest={manifest.name: manifest.read_bytes() for manifest in find_manifests(folder)},
        golden_files=read_part(folder, GOLDEN),
        rubric_path=rubric_file,
    )
    task.golden()  # what cannot be read is said now
    return task
