"""`grading rubric test` keeps golden work: what it made itself, and what the centre adds with points of its own."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from grading.rubric import golden
from itembank.base.errors import ExitCode
from itembank.formats.task_folder import read_task_folders
from itembank.model.certificate import CaseKind
from itembank.model.golden import GoldenWork
from tests.grading.checks.office_work import document
from tests.grading.commands.test_rubric import BOLD, CENTRE, CENTRED, GIFT, run, write_task
from tests.grading.office.builders import para

ONLY_CENTRED = document(para("科技节通知", CENTRE), para("请踊跃报名。"))


@pytest.fixture
def task(tmp_path: Path) -> Path:
    write_task(tmp_path / "T-1", CENTRED + BOLD)
    return tmp_path / "T-1"


def add_own(task: Path, text: str, data: bytes = ONLY_CENTRED) -> None:
    (task / "golden" / "半成品").mkdir(parents=True, exist_ok=True)
    (task / "golden" / "半成品" / "通知.docx").write_bytes(data)
    (task / "golden" / "半成品.toml").write_text(f"[points]\n{text}", "utf-8")


def works(task: Path) -> dict[tuple[CaseKind | None, str], dict[str, Fraction | None]]:
    (read,) = read_task_folders(task).items
    found: tuple[GoldenWork, ...] = read.item.golden
    return {(work.kind, work.name): work.points for work in found}


def test_a_test_that_is_passed_leaves_golden_work_with_points_for_every_check(task, capsys):
    _code, said = run(capsys, "rubric", "test", task, "--no-resave")
    assert "标准样卷 5 份" in said
    nothing = {"p1": 0, "p2": 0}
    assert works(task) == {
        (CaseKind.MISSING_FILES, ""): nothing,
        (CaseKind.EMPTY_FILES, ""): nothing,
        (CaseKind.FOREIGN, ""): nothing,
        (CaseKind.MUTANT, "p1"): {"p1": 0, "p2": 1},
        (CaseKind.MUTANT, "p2"): {"p1": 1, "p2": 0},
    }


def test_the_same_files_give_the_same_golden_work_byte_by_byte(task, capsys):
    run(capsys, "rubric", "test", task, "--no-resave")
    first = (task / "golden.zip").read_bytes()
    run(capsys, "rubric", "test", task, "--no-resave")
    assert (task / "golden.zip").read_bytes() == first


def test_a_failed_test_takes_golden_work_away(task, capsys):
    run(capsys, "rubric", "test", task, "--no-resave")
    write_task(task, CENTRED + BOLD + GIFT)
    _code, said = run(capsys, "rubric", "test", task, "--no-resave")
    assert "没有写出标准样卷" in said
    assert not (task / "golden.zip").exists()


def test_a_dry_run_leaves_golden_work_alone(task, capsys):
    run(capsys, "rubric", "test", task, "--no-resave", "--dry-run")
    assert not (task / "golden.zip").exists()


def test_the_centres_own_work_is_tried_and_kept(task, capsys):
    add_own(task, "p1 = 1\np2 = 0\n")
    code, said = run(capsys, "rubric", "test", task, "--no-resave")
    assert code == ExitCode.INCOMPLETE, "without a re-save"
    assert "标准样卷 6 份" in said
    assert works(task)[None, "半成品"] == {"p1": 1, "p2": 0}


def test_own_work_that_comes_out_otherwise_fails_the_test_and_is_named(task, capsys):
    add_own(task, 'p1 = "1/2"\np2 = "person"\n')
    code, said = run(capsys, "rubric", "test", task, "--no-resave")
    assert code == ExitCode.BAD_INPUT
    assert "! 标准样卷“半成品”：得分点 p1 应得 1/2 分，实际得 1 分。" in said
    assert "! 标准样卷“半成品”：得分点 p2 应得 转人工，实际得 0 分。" in said
    assert not (task / "golden.zip").exists()


def test_own_work_changed_after_the_test_asks_for_a_new_one(task, capsys):
    add_own(task, "p1 = 1\np2 = 0\n")
    run(capsys, "rubric", "test", task, "--no-resave")
    add_own(task, "p1 = 1\np2 = 0\n", document(para("科技节通知", CENTRE)))
    findings = read_task_folders(task).findings
    assert any("mutants 或 golden 文件夹，或参考答案的清单，在自测以后有改动" in str(finding) for finding in findings)


def test_expectations_that_leave_out_a_point_are_refused(task, capsys):
    add_own(task, "p1 = 1\n")
    code, said = run(capsys, "rubric", "test", task, "--no-resave")
    assert code == ExitCode.BAD_INPUT
    assert "标准样卷“半成品”的得分点与评分标准不符：p2" in said


def test_what_would_be_too_large_is_left_out_and_named_but_own_work_goes_first(task, capsys, monkeypatch):
    add_own(task, "p1 = 1\np2 = 0\n")
    monkeypatch.setattr(golden, "MOST_BYTES", len(ONLY_CENTRED) + 10)
    _code, said = run(capsys, "rubric", "test", task, "--no-resave")
    assert "因太大没有收入：别人的文件、少做一处 p1、少做一处 p2。" in said
    assert set(works(task)) == {(None, "半成品"), (CaseKind.MISSING_FILES, ""), (CaseKind.EMPTY_FILES, "")}
