"""A stored folder loses attributes; the manifest beside a task's model says what its files have."""

from __future__ import annotations

from pathlib import Path

import pytest

from grading.check_command import run_rubric
from grading.rubric.draft.draft import draft_rubric
from grading.rubric.folders import Folder, attributes_of, folder_of, like
from grading.rubric.reading import RubricError
from grading.rubric.selftest import self_test
from grading.rubric.task import read_task
from grading.rubric.tools import Tools
from itembank.assembly.golden_work import works_of
from itembank.base.canonical import digest
from itembank.formats.task_folder import read_task_folders
from itembank.model.certificate import CaseKind, write_certificate
from itembank.model.items.practical import PracticalInteraction
from tests.grading.checks.workbench import DirectReader

TOOLS = Tools(DirectReader())
MANIFEST = '[[entries]]\npath = "成绩.txt"\nattributes = "RH"\n\n[[entries]]\npath = "说明.txt"\n'
RUBRIC = """
identifier = "FM-9"
title = "设置属性"

[[points]]
identifier = "p1"
title = "成绩.txt 只读、隐藏"
points = 2
  [[points.checks]]
  type = "F.attribute"
  parameters = { path = "成绩.txt", letters = "RH" }

[[points]]
identifier = "p2"
title = "删除旧稿"
points = 1
  [[points.checks]]
  type = "F.absent"
  parameters = { path = "旧稿.txt" }
"""
TASK = 'id = "FM-9"\ntitle = "设置属性"\nsoftware = "files"\nstem = "把 成绩.txt 设为只读、隐藏，删除 旧稿.txt。"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A task on attributes."""
    place = tmp_path / "FM-9"
    for part, names in (("starter", ("成绩.txt", "说明.txt", "旧稿.txt")), ("model", ("成绩.txt", "说明.txt"))):
        (place / part).mkdir(parents=True)
        for name in names:
            (place / part / name).write_text(name, "utf-8")
    (place / "task.toml").write_text(TASK, "utf-8")
    (place / "rubric.toml").write_text(RUBRIC, "utf-8")
    (place / "model-manifest.toml").write_text(MANIFEST, "utf-8")
    return place


def test_the_model_has_the_attributes_of_its_manifest_in_every_case_and_loses_them_one_by_one(folder):
    task = read_task(folder)
    assert attributes_of(task.model) == {"成绩.txt": "RH"}
    done = self_test(task, TOOLS)
    assert done.passed
    mutants = {case.name: case.shares for case in done.certificate.cases if case.kind is CaseKind.MUTANT}
    assert {name: [str(one) for one in shares] for name, shares in mutants.items()} == {
        "p1": ["0", "1"],
        "p2": ["1", "0"],
    }
    assert CaseKind.NOISE in {case.kind for case in done.certificate.cases}


def test_a_check_of_attributes_beside_one_that_the_starter_meets_is_the_one_that_is_undone(folder):
    more = '  [[points.checks]]\n  type = "F.exists"\n  parameters = { path = "说明.txt" }\n\n'
    (folder / "rubric.toml").write_text(RUBRIC.replace("  [[points.checks]]", more + "  [[points.checks]]", 1), "utf-8")
    done = self_test(read_task(folder), TOOLS)
    assert done.passed
    mutants = {case.name: case.shares for case in done.certificate.cases if case.kind is CaseKind.MUTANT}
    assert [str(share) for share in mutants["p1"]] == ["0", "1"]


def test_without_a_manifest_the_model_does_not_meet_the_check(folder):
    (folder / "model-manifest.toml").unlink()
    assert not self_test(read_task(folder), TOOLS).passed


def test_a_manifest_as_a_desk_writes_it_is_read_too(folder):
    (folder / "model-manifest.toml").unlink()
    entry = '{"path":"成绩.txt","size_bytes":10,"sha256":"00","modified_ms":5,"attributes":"R"}'
    (folder / "model-manifest.json").write_text(f'{{"entries":[{entry}],"skipped":[]}}', "utf-8")
    assert attributes_of(read_task(folder).model) == {"成绩.txt": "R"}


@pytest.mark.parametrize(
    "entry",
    ['path = "没有.txt"\nattributes = "R"', 'path = "成绩.txt"\nattributes = "X"', 'attributes = "R"', "path = 3"],
)  # fmt: skip
def test_a_manifest_about_other_files_or_with_other_letters_is_refused(folder, entry):
    (folder / "model-manifest.toml").write_text(f"[[entries]]\n{entry}\n", "utf-8")
    with pytest.raises(RubricError, match="清单"):
        read_task(folder)


def test_a_draft_proposes_the_attributes(folder):
    drafted = draft_rubric(folder / "starter", folder / "model")
    calls = [call for point in drafted.rubric.points for call in point.checks]
    assert ("F.attribute", {"path": "成绩.txt", "letters": "RH"}) in [(one.type, one.parameters) for one in calls]
    assert any("只读、隐藏" in point.title for point in drafted.rubric.points)


def test_the_command_that_tries_a_rubric_knows_the_manifest_beside_the_model(folder):
    said = run_rubric(folder / "rubric.toml", [folder / "model"], as_json=False)
    assert "[符合] p1" in said
    assert "[不符合] p1" in run_rubric(folder / "rubric.toml", [folder / "starter"], as_json=False)


def test_the_manifest_is_part_of_the_certificate_and_a_changed_one_is_noticed(folder):
    certificate = self_test(read_task(folder), TOOLS).certificate
    assert certificate.extra == {"model-manifest.toml": digest(MANIFEST.encode())}
    (folder / "certificate.json").write_bytes(write_certificate(certificate))
    assert not [note for note in read_task_folders(folder).findings if "清单" in str(note)]
    (folder / "model-manifest.toml").write_text(MANIFEST.replace("RH", "R"), "utf-8")
    assert [note for note in read_task_folders(folder).findings if "清单" in str(note)]


def test_changed_files_keep_the_attributes_of_those_of_the_same_name():
    known = Folder({"a/b.txt": b"1", "c.txt": b"2"}, {"a/b.txt": "R", "a": "H", "c.txt": "H"})
    changed = like({"a/b.txt": b"9"}, known)
    assert attributes_of(changed) == {"a/b.txt": "R", "a": "H"}
    assert attributes_of(like({"a/b.txt": b"9"}, {})) == {}
    assert {one.path: one.attributes for one in folder_of(changed).manifest.entries} == {"a": "H", "a/b.txt": "R"}


CLEARING = """
identifier = "FM-9"
title = "取消属性"

[[points]]
identifier = "p1"
title = "成绩.txt 取消只读"
points = 2
  [[points.checks]]
  type = "F.attribute_cleared"
  parameters = { path = "成绩.txt", letters = "R" }
"""
HANDED_OUT = '[[entries]]\npath = "成绩.txt"\nattributes = "RH"\n'
STILL_HIDDEN = '[[entries]]\npath = "成绩.txt"\nattributes = "H"\n'


@pytest.fixture
def clearing(folder: Path) -> Path:
    """A task whose file is handed out read-only and hidden, and must be neither protected nor shown."""
    (folder / "rubric.toml").write_text(CLEARING, "utf-8")
    (folder / "starter-manifest.toml").write_text(HANDED_OUT, "utf-8")
    (folder / "model-manifest.toml").write_text(STILL_HIDDEN, "utf-8")
    return folder


def test_a_task_may_ask_to_take_an_attribute_away(clearing):
    done = self_test(read_task(clearing), TOOLS)
    assert done.passed
    shares = {case.kind: [str(one) for one in case.shares] for case in done.certificate.cases}
    assert (shares[CaseKind.STARTER], shares[CaseKind.MODEL]) == (["0"], ["1"])
    assert shares[CaseKind.MUTANT] == ["0"]
    names = set(done.certificate.extra)
    assert {"starter-manifest.toml", "model-manifest.toml"} <= names


def test_the_draft_proposes_to_take_away_what_the_model_lacks(clearing):
    made = draft_rubric(clearing / "starter", clearing / "model")
    found = {call.type: call.parameters for point in made.rubric.points for call in point.checks}
    assert found["F.attribute_cleared"] == {"path": "成绩.txt", "letters": "R"}
    assert "F.attribute" not in found, "what was hidden before is no work"


def test_the_bank_hands_out_the_attributes(clearing):
    item = next(iter(read_task_folders(clearing).items)).item
    (task,) = (one for one in item.item.interactions if isinstance(one, PracticalInteraction))
    assert {file.path: file.attributes for file in task.starter_files if file.attributes} == {"成绩.txt": "RH"}
    golden = {work.kind: work.attributes for work in works_of(item)}
    assert golden[CaseKind.STARTER] == {"成绩.txt": "RH"}
    assert golden[CaseKind.MODEL] == {"成绩.txt": "H"}


def test_an_attribute_of_a_file_that_is_not_handed_out_is_refused(clearing):
    (clearing / "starter-manifest.toml").write_text(HANDED_OUT.replace("成绩", "没有"), "utf-8")
    with pytest.raises(RubricError, match="starter-manifest"):
        read_task(clearing)
