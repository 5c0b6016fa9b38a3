"""Golden work goes from a task's folder into the marking package, and nowhere else."""

from __future__ import annotations

import zlib

import pytest

from itembank.base.canonical import digest
from itembank.base.errors import ExitCode
from itembank.model.certificate import CaseKind
from itembank.model.codec import from_bytes
from itembank.model.golden import GoldenPart
from itembank.model.package import GOLDEN_PART, MARKING_COMPARTMENT, golden_part
from itembank.sealing.keyfiles import read_box_key, read_verify_key
from itembank.sealing.packages import open_marking_package
from itembank.sealing.parts import Parts
from tests.itembank.test_cli import SEAL, UNDONE, Desk, fill, golden_zip, prepare


@pytest.fixture
def desk(tmp_path, capsys, monkeypatch) -> Desk:
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path, capsys)


def marking_parts(desk: Desk) -> Parts:
    (path,) = desk.folder.glob("sealed/marking-*.jikao")
    sealed = open_marking_package(path, [read_verify_key(desk.folder / "keys/centre-signing.pub")])
    return sealed.open_with_box(MARKING_COMPARTMENT, read_box_key(desk.folder / "keys/grading.key"))


def test_the_marking_package_holds_golden_work_with_points_for_every_check(desk: Desk) -> None:
    prepare(desk)
    desk.run(*SEAL)
    parts = marking_parts(desk)
    (task,) = from_bytes(GoldenPart, parts.read(GOLDEN_PART)).tasks
    assert {work.kind: work.points["p1"] for work in task.works} == {
        CaseKind.STARTER: 0,
        CaseKind.EMPTY_FOLDER: 0,
        CaseKind.MODEL: 4,
        CaseKind.MUTANT: 0,
    }
    packed = parts.read(golden_part(digest(UNDONE)))
    assert zlib.decompress(packed) == UNDONE
    assert len(packed) < len(UNDONE) / 10
    assert golden_part(digest(b"starter")) not in parts, "it lies in media already"


def test_a_task_without_golden_work_is_sealed_with_a_remark(desk: Desk) -> None:
    prepare(desk, golden=False)
    assert "[提醒] practical.golden  要求：操作题带有自测留下的标准样卷。发现：题 P1" in desk.run(*SEAL)
    parts = marking_parts(desk)
    (task,) = from_bytes(GoldenPart, parts.read(GOLDEN_PART)).tasks
    assert [work.kind for work in task.works] == [CaseKind.STARTER, CaseKind.EMPTY_FOLDER, CaseKind.MODEL]


def test_golden_work_of_another_test_is_left_aside_with_a_warning(desk: Desk) -> None:
    fill(desk, golden=False)
    desk.write("tasks/P1/golden.zip", golden_zip("0" * 64))
    said = desk.run("import", "tasks", "--accept", "--by", "命题")
    assert "golden.zip 与自测证书不符，没有采用" in said


def test_a_damaged_golden_zip_is_refused(desk: Desk) -> None:
    fill(desk, golden=False)
    desk.write("tasks/P1/golden.zip", b"PK")
    said = desk.run("import", "tasks", "--accept", "--by", "命题", code=ExitCode.BAD_INPUT)
    assert "golden.zip 已损坏" in said
