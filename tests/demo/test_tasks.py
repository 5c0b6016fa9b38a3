"""The practical tasks of the sample exam: sound rubrics, perfect model answers, starters that earn nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path, PurePosixPath

import pytest

from grading.checks.catalogue import check_rubric
from grading.checks.marker import mark_point
from grading.checks.subject import Subject
from grading.marking.folders import WorkingFolder
from grading.office.child import OfficeReader
from grading.programs.errors import ProgramError
from grading.programs.judge import Judge
from itembank.bank.record import BankItem
from itembank.formats.item_sheet import ItemFile
from itembank.formats.task_folder import read_task_folders
from itembank.model.items.practical import PracticalInteraction, Software, StarterFile
from itembank.model.marking import RubricScoring
from itembank.model.responses import FileEntry, FolderManifest
from itembank.model.richtext import Paragraph, plain_text

TASKS = Path(__file__).resolve().parents[2] / "demo" / "content" / "tasks"
NAMES = tuple(path.name for path in sorted(TASKS.iterdir()) if path.is_dir())
PROGRAMS = tuple(name for name in NAMES if name.startswith("PG-"))
OTHERS = tuple(name for name in NAMES if name not in PROGRAMS)
ANY_BLOB = "0" * 64


@pytest.fixture(scope="module")
def tasks() -> ItemFile:
    return read_task_folders(TASKS)


@pytest.fixture(scope="module")
def reader() -> Iterator[OfficeReader]:
    with OfficeReader() as opened:
        yield opened


@pytest.fixture(scope="module")
def judge() -> Iterator[Judge]:
    try:
        started = Judge.start()
    except ProgramError as error:
        pytest.skip(f"programs cannot be isolated on this machine: {error.message}")
    with started:
        yield started


def item_called(name: str, tasks: ItemFile) -> BankItem:
    return next(read.item for read in tasks.items if read.item.identifier == name)


def interaction_of(item: BankItem) -> PracticalInteraction:
    (interaction,) = item.item.interactions
    assert isinstance(interaction, PracticalInteraction)
    return interaction


def scoring_of(item: BankItem) -> RubricScoring:
    assert isinstance(item.marking.scoring, RubricScoring)
    return item.marking.scoring


def working_folder(files: tuple[StarterFile, ...], item: BankItem, tasks: ItemFile) -> WorkingFolder:
    """The folder as a desk would have written it down: all files, and all folders above them."""
    entries = {
        file.path: FileEntry(path=file.path, size_bytes=file.size_bytes, sha256=file.media, blob=ANY_BLOB)
        for file in files
        if not file.folder
    }
    folders = {file.path for file in files if file.folder}
    folders |= {str(above) for path in entries for above in PurePosixPath(path).parents if above.name}
    entries |= {path: FileEntry(path=path, folder=True) for path in folders}
    return WorkingFolder(
        manifest=FolderManifest(entries=tuple(entries[path] for path in sorted(entries))),
        read=lambda entry: tasks.media[entry.sha256],
        starter=scoring_of(item).starter,
        read_starter=tasks.media.get,
    )


def shares(
    item: BankItem, folder: WorkingFolder, reader: OfficeReader, judge: Judge | None
) -> dict[str, Fraction | None]:
    """Mark every point for itself, without the rule that an untouched folder earns nothing."""
    subject = Subject(folder, reader, judge)
    return {point.identifier: mark_point(point, subject).share for point in scoring_of(item).rubric.points}


def test_the_tasks_are_imported_without_a_single_remark(tasks: ItemFile) -> None:
    assert [finding.line() for finding in tasks.findings] == []
    assert len(tasks.items) == len(NAMES) >= 10


def test_there_are_tasks_of_every_family(tasks: ItemFile) -> None:
    families = Counter(interaction_of(read.item).software for read in tasks.items)
    wanted = {
        Software.WORD_PROCESSING: 2,
        Software.SPREADSHEET: 2,
        Software.PRESENTATION: 1,
        Software.FILES: 1,
        Software.PYTHON: 3,
        Software.WEB: 1,
        Software.IMAGE: 1,
        Software.SCRATCH: 1,
    }
    assert {software: families[software] for software in wanted if families[software] < wanted[software]} == {}


@pytest.mark.parametrize("name", NAMES)
def test_a_rubric_uses_known_checks_and_adds_up(name: str, tasks: ItemFile) -> None:
    item = item_called(name, tasks)
    assert check_rubric(scoring_of(item).rubric) == []
    assert scoring_of(item).rubric.total() == item.facts.points


@pytest.mark.parametrize("name", NAMES)
def test_the_stem_begins_with_the_name_of_the_working_folder(name: str, tasks: ItemFile) -> None:
    item = item_called(name, tasks)
    first = item.item.body[0]
    assert isinstance(first, Paragraph)
    assert plain_text((first,)) == f"本题的工作文件夹：{interaction_of(item).folder}"


@pytest.mark.parametrize("name", NAMES)
def test_what_is_to_be_handed_in_is_there_in_starter_and_model(name: str, tasks: ItemFile) -> None:
    item = item_called(name, tasks)
    for deliverable in interaction_of(item).deliverables:
        assert deliverable.path in {file.path for file in interaction_of(item).starter_files}
        assert deliverable.path in {file.path for file in item.model_files}


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_task_shows_a_sample_and_keeps_other_tests_hidden(name: str, tasks: ItemFile) -> None:
    item = item_called(name, tasks)
    tests = [
        (test["stdin"], test["expected"])
        for point in scoring_of(item).rubric.points
        for call in point.checks
        if isinstance(found := call.parameters.get("tests", []), list)
        for test in found
    ]
    public = {(sample.stdin, sample.expected) for sample in interaction_of(item).sample_tests}
    assert public
    assert public <= set(tests)
    assert len(set(tests) - public) >= 3


@pytest.mark.parametrize("name", OTHERS)
def test_nothing_in_the_starter_scores_and_the_model_is_perfect(
    name: str, tasks: ItemFile, reader: OfficeReader
) -> None:
    item = item_called(name, tasks)
    handed_out = working_folder(interaction_of(item).starter_files, item, tasks)
    answered = working_folder(item.model_files, item, tasks)
    assert set(shares(item, handed_out, reader, None).values()) == {Fraction(0)}
    assert set(shares(item, answered, reader, None).values()) == {Fraction(1)}


@pytest.mark.parametrize("name", PROGRAMS)
def test_unfinished_programs_score_nothing_and_finished_ones_everything(
    name: str, tasks: ItemFile, reader: OfficeReader, judge: Judge
) -> None:
    item = item_called(name, tasks)
    handed_out = working_folder(interaction_of(item).starter_files, item, tasks)
    answered = working_folder(item.model_files, item, tasks)
    assert set(shares(item, handed_out, reader, judge).values()) == {Fraction(0)}
    assert set(shares(item, answered, reader, judge).values()) == {Fraction(1)}


@pytest.mark.parametrize("name", OTHERS)
def test_the_model_of_another_task_scores_nothing(name: str, tasks: ItemFile, reader: OfficeReader) -> None:
    item = item_called(name, tasks)
    other = item_called(OTHERS[OTHERS.index(name) - 1], tasks)
    foreign = working_folder(other.model_files, item, tasks)
    assert sum(share or 0 for share in shares(item, foreign, reader, None).values()) == 0
