"""Practical tasks, read from folders."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from itembank.bank.faults import faults
from itembank.bank.tested import untested
from itembank.base.canonical import digest
from itembank.formats.findings import FileError, has_errors
from itembank.formats.task_folder import read_task_folders
from itembank.model.certificate import write_certificate
from itembank.model.codec import to_bytes
from itembank.model.item import ItemKind
from itembank.model.items.practical import PracticalInteraction, Software
from itembank.model.marking import RubricScoring
from itembank.model.richtext import plain_text
from itembank.model.rubric_file import read_rubric
from tests.itembank.formats.sheets import picture_bytes, sentences
from tests.itembank.samples import certificate

TASK = """
id = "P-PY-01"
title = "求和"
software = "python"
folder = "求和"
stem = '''
编写程序，输入 n，输出 1 到 n 的和。
- 保存在 main.py 中。
'''
difficulty = 0.6
time = "8分钟"
knowledge = ["算法与程序/循环结构"]
empty_folders = ["结果"]

[[deliverable]]
path = "main.py"

[[sample_test]]
name = "样例 1"
stdin = "3\\n"
expected = "6\\n"
"""
RUBRIC = """
identifier = "P-PY-01"
[[points]]
identifier = "p1"
title = "通过全部测试"
points = 2.5
  [[points.checks]]
  type = "Y.tests"
  file = "main.py"
    [points.checks.parameters]
    tests = [{stdin = "987654", expected = "487730764185"}]
    tolerance = 0.5
"""


def certify(folder: Path) -> None:
    """Write what the grader writes for the task as it is now."""
    starter = {"main.py": digest((folder / "starter/main.py").read_bytes()), "素材": "", "结果": ""}
    model = {"main.py": digest((folder / "model/main.py").read_bytes())}
    proof = certificate(read_rubric(folder / "rubric.toml"), starter, model)
    (folder / "certificate.json").write_bytes(write_certificate(proof))


@pytest.fixture
def task(tmp_path: Path) -> Path:
    folder = tmp_path / "P-PY-01"
    (folder / "starter" / "素材").mkdir(parents=True)
    (folder / "model").mkdir()
    (folder / "task.toml").write_text(TASK, "utf-8")
    (folder / "rubric.toml").write_text(RUBRIC, "utf-8")
    (folder / "starter" / "main.py").write_text("n = int(input())\n", "utf-8")
    (folder / "starter" / "素材" / ".gitkeep").touch()
    (folder / "model" / "main.py").write_text("print(sum(range(int(input()) + 1)))\n", "utf-8")
    certify(folder)
    return folder


def test_a_task_folder_becomes_a_practical_item(task: Path) -> None:
    read = read_task_folders(task)
    assert sentences(read) == ""
    (found,) = read.items
    item = found.item
    (interaction,) = item.item.interactions
    assert isinstance(interaction, PracticalInteraction)
    assert (item.item.kind, item.item.title, interaction.software) == (ItemKind.PRACTICAL, "求和", Software.PYTHON)
    assert plain_text(item.item.body) == "编写程序，输入 n，输出 1 到 n 的和。\n保存在 main.py 中。"
    assert [(f.path, f.folder) for f in interaction.starter_files] == [
        ("main.py", False),
        ("素材", True),
        ("结果", True),
    ]
    assert interaction.deliverables[0].suffixes == (".py",)
    assert (item.facts.points, item.facts.difficulty, item.facts.seconds) == (Fraction(5, 2), Fraction(3, 5), 480)
    assert faults(item) == ()


def test_the_bytes_of_starter_and_model_answer_are_taken_along(task: Path) -> None:
    read = read_task_folders(task)
    item = read.items[0].item
    assert set(read.media) == item.media()
    assert item.model_files[0].path == "main.py"
    assert isinstance(item.marking.scoring, RubricScoring)
    assert item.marking.scoring.starter == {
        "main.py": digest(b"n = int(input())\n"),
        "素材": "",
        "结果": "",
    }


def test_the_certificate_of_the_rubrics_test_is_part_of_the_item(task: Path) -> None:
    item = read_task_folders(task).items[0].item
    assert item.certificate is not None
    assert untested(item) == []


def test_a_task_that_changed_after_its_test_is_imported_with_a_warning(task: Path) -> None:
    (task / "model" / "main.py").write_text("print(3)\n", "utf-8")
    read = read_task_folders(task)
    assert "现在还不能密封：自测以后，评分标准、素材或参考答案有改动" in sentences(read)
    assert not has_errors(read.findings)


def test_a_certificate_in_another_spelling_is_refused(task: Path) -> None:
    path = task / "certificate.json"
    path.write_bytes(path.read_bytes().replace(b'"cases":', b'"cases" :'))
    read = read_task_folders(task)
    assert "自测证书无法读取" in sentences(read)
    assert has_errors(read.findings)


def test_mutants_made_by_hand_belong_to_what_was_tested(task: Path) -> None:
    (task / "mutants" / "p1").mkdir(parents=True)
    (task / "mutants" / "p1" / "main.py").write_text("print(3)\n", "utf-8")
    assert "mutants 或 golden 文件夹，或参考答案的清单，在自测以后有改动" in sentences(read_task_folders(task))


def test_hidden_tests_and_model_answer_never_enter_what_the_candidate_sees(task: Path) -> None:
    item = read_task_folders(task).items[0].item
    seen = to_bytes(item.item)
    for secret in ("987654", "487730764185", "Y.tests", "通过全部测试", item.model_files[0].media):
        assert secret.encode() not in seen
    assert b"987654" in to_bytes(item.marking)


def test_fractions_in_a_rubric_are_kept_as_they_were_written(task: Path) -> None:
    scoring = read_task_folders(task).items[0].item.marking.scoring
    assert isinstance(scoring, RubricScoring)
    assert scoring.rubric.points[0].checks[0].parameters["tolerance"] == "0.5"


def test_json_says_the_same_as_toml(task: Path) -> None:
    before = read_task_folders(task).items[0].item
    rubric = {
        "identifier": "P-PY-01",
        "points": [
            {
                "identifier": "p1",
                "title": "通过全部测试",
                "points": 2.5,
                "checks": [
                    {
                        "type": "Y.tests",
                        "file": "main.py",
                        "parameters": {"tests": [{"stdin": "987654", "expected": "487730764185"}], "tolerance": 0.5},
                    }
                ],
            }
        ],
    }
    (task / "rubric.toml").unlink()
    (task / "rubric.json").write_text(json.dumps(rubric, ensure_ascii=False), "utf-8")
    assert read_task_folders(task).items[0].item == before


def test_all_tasks_below_a_folder_are_read_and_a_bad_one_is_named(task: Path) -> None:
    other = task.parent / "P-BAD"
    other.mkdir()
    (other / "task.toml").write_text('id = "P-BAD"\ntitle = "x"\nsoftware = "abacus"\nstem = "做"\n', "utf-8")
    read = read_task_folders(task.parent)
    assert [item.item.identifier for item in read.items] == ["P-PY-01"]
    assert "任务“P-BAD”：没有评分标准" in sentences(read)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('software = "python"', 'software = "abacus"', "不认识软件类别"),
        ('folder = "求和"', 'folder = "../out"', "不能使用"),
        ('path = "main.py"', 'path = "C:/main.py"', "不能使用"),
        ('title = "求和"', 'titel = "求和"', "内容不对"),
        ('id = "P-PY-01"', "id = 5", "内容不对"),
        ("保存在 main.py 中。", "[图:没有.png]", "找不到图片"),
        ("[[deliverable]]", "[[deliverable", "写得不对"),
    ],
)
def test_a_fault_in_the_task_file_is_named(task: Path, old: str, new: str, sentence: str) -> None:
    (task / "task.toml").write_text(TASK.replace(old, new), "utf-8")
    read = read_task_folders(task)
    assert has_errors(read.findings)
    assert sentence in sentences(read)


def test_a_rubric_that_does_not_fit_its_shape_is_named(task: Path) -> None:
    (task / "rubric.toml").write_text(RUBRIC.replace("type =", "kind ="), "utf-8")
    assert "rubric.toml" in sentences(read_task_folders(task))


def test_links_out_of_the_folder_are_refused(task: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("x", "utf-8")
    (task / "starter" / "link.txt").symlink_to(tmp_path / "secret.txt")
    assert "符号链接" in sentences(read_task_folders(task))


def test_a_picture_in_the_stem_travels_with_the_item(task: Path) -> None:
    (task / "样张.png").write_bytes(picture_bytes())
    (task / "task.toml").write_text(TASK.replace("保存在 main.py 中。", "[图:样张.png]"), "utf-8")
    read = read_task_folders(task)
    assert digest(picture_bytes()) in read.items[0].item.item.media()


def test_doubtful_things_are_asked_about(task: Path) -> None:
    (task / "model" / "main.py").unlink()
    (task / "task.toml").write_text("points = 10\n" + TASK.replace('"main.py"', '"sum.py"'), "utf-8")
    said = sentences(read_task_folders(task))
    assert "没有标准答案" in said
    assert "分值 10 与得分点合计 5/2 不同" in said


def test_a_folder_without_tasks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="没有任务"):
        read_task_folders(tmp_path)
