"""The certificates of the sample exam: all tasks have one, and testing again gives the same."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from grading.rubric.golden import golden_bytes
from grading.rubric.resaving import find_resaver
from grading.rubric.selftest import MOST_FOREIGN, self_test
from grading.rubric.task import Task, read_task, read_tasks
from grading.rubric.tools import open_tools
from itembank.bank.tested import is_not_resaved, untested
from itembank.base.canonical import digest
from itembank.formats.task_folder import read_task_folders
from itembank.model.certificate import CaseKind, Certificate, read_certificate
from itembank.model.golden_file import GoldenFile, read_golden_file

TASKS = Path(__file__).resolve().parents[2] / "demo" / "content" / "tasks"
NAMES = tuple(path.name for path in sorted(TASKS.iterdir()) if path.is_dir())
AGAIN = ("FM-01", "SS-02", "WD-01", "PG-02", "WB-01", "IM-01", "SC-01", "TY-01")
ONE_OF_ITS_KIND = ("PP-01", "WB-01", "IM-01", "SC-01", "TY-01")
"""No other task works on files of the same kind, so that only unrelated files are tried as somebody else's."""


@pytest.fixture(scope="module")
def tasks() -> dict[str, Task]:
    return {task.identifier: task for task in read_tasks(TASKS)}


def stored(name: str) -> Certificate:
    return read_certificate((TASKS / name / "certificate.json").read_bytes())


def without_resave(certificate: Certificate) -> Certificate:
    cases = tuple(case for case in certificate.cases if case.kind is not CaseKind.RESAVED)
    return msgspec.structs.replace(certificate, cases=cases, resaved_with="")


def known_files(task: Task) -> dict[str, bytes]:
    return {digest(data): data for files in (task.starter, task.model) for data in files.values() if data is not None}


def golden_of(task: Task) -> GoldenFile:
    return read_golden_file(task.golden_path.read_bytes(), known_files(task))[0]


def test_every_task_brings_golden_work_with_each_point_undone(tasks: dict[str, Task]) -> None:
    found = {read.item.identifier: read.item for read in read_task_folders(TASKS).items}
    for name, task in tasks.items():
        golden = golden_of(task)
        assert golden.subject == stored(name).subject
        assert found[name].golden == golden.works
        undone = {
            work.name for work in golden.works if work.kind is CaseKind.MUTANT and work.points[work.name] is not None
        }
        assert undone == {point.identifier for point in task.rubric.points}, "nothing was left out for its size"
    assert [work.name for work in golden_of(tasks["WD-01"]).works if work.kind is None] == ["只改了标题", "存盘时断电"]


def test_every_task_has_a_certificate_for_exactly_its_files() -> None:
    found = {read.item.identifier: read.item for read in read_task_folders(TASKS).items}
    assert tuple(sorted(found)) == NAMES
    assert {name: untested(item) for name, item in found.items() if untested(item)} == {}
    assert [name for name, item in found.items() if is_not_resaved(item)] == []


@pytest.mark.parametrize("name", NAMES)
def test_each_point_was_undone_alone_and_other_files_were_tried(name: str) -> None:
    certificate = stored(name)
    kinds = [case.kind for case in certificate.cases]
    assert kinds.count(CaseKind.MUTANT) == len(certificate.points)
    assert (2 if name not in ONE_OF_ITS_KIND else 1) <= kinds.count(CaseKind.FOREIGN) <= MOST_FOREIGN + 1


@pytest.mark.parametrize("name", AGAIN)
def test_testing_a_rubric_again_gives_the_same_certificate(name: str, tasks: dict[str, Task]) -> None:
    task = tasks[name]
    others = [other for other in tasks.values() if other.identifier != name]
    with open_tools(task.rubric) as tools:
        if tools.why_no_judge:
            pytest.skip(f"programs cannot be isolated on this machine: {tools.why_no_judge}")
        again = self_test(task, tools, others=others)
    assert again.certificate == without_resave(stored(name))
    fresh = read_golden_file(golden_bytes(again).data, known_files(task))[0]
    assert fresh.works == golden_of(task).works, "the same works with the same points, whoever makes them"


def test_testing_again_with_a_resave_gives_the_same_certificate() -> None:
    resaver = find_resaver()
    if resaver is None:
        pytest.skip("LibreOffice is not installed")
    task = read_task(TASKS / "WD-02")
    others = [read_task(TASKS / name) for name in ("WD-01", "WD-03")]
    with open_tools(task.rubric) as tools:
        again = self_test(task, tools, others=others, resaver=resaver)
    assert msgspec.structs.replace(again.certificate, resaved_with="") == msgspec.structs.replace(
        stored("WD-02"), resaved_with=""
    )
