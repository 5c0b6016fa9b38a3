"""Golden work beside a rubric: what is read, and what is refused before it could stop a run in earnest."""

from __future__ import annotations

import io
import zipfile
from fractions import Fraction

import pytest

from itembank.base.canonical import digest
from itembank.model.certificate import CaseKind
from itembank.model.checks import CheckCall, CheckPoint, Rubric
from itembank.model.codec import ModelError
from itembank.model.golden import GoldenTask, GoldenWork, check_points, plain_works
from itembank.model.golden_file import HandMade, entry_of, read_golden_file, read_hand_made, write_golden_file

CALL = CheckCall(type="F.exists", file="a.txt")
RUBRIC = Rubric(
    identifier="R",
    points=tuple(
        CheckPoint(identifier=name, title=name, points=points, checks=(CALL,))
        for name, points in (("p1", Fraction(2)), ("p2", Fraction(3, 2)))
    ),
)
POINTS: dict[str, Fraction | None] = {"p1": Fraction(2), "p2": Fraction(0)}
MODEL, OTHER = b"model", b"other"


def work(name: str = "p2", kind: CaseKind | None = CaseKind.MUTANT, data: bytes = OTHER) -> GoldenWork:
    return GoldenWork(name=name, kind=kind, files=(entry_of("a.txt", data), entry_of("b", None)), points=POINTS)


def zipped(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def by_hand(text: str, **files: bytes | None) -> list[HandMade]:
    return read_hand_made(
        {"half.toml": text.encode(), **{f"half/{name}": data for name, data in files.items()}}, RUBRIC
    )


def test_what_was_written_is_read_again_and_the_model_is_not_carried_twice():
    data = write_golden_file("s" * 64, (work(), work("model", data=MODEL)), {digest(OTHER): OTHER})
    golden, blobs = read_golden_file(data, {digest(MODEL): MODEL})
    assert golden.works == (work(), work("model", data=MODEL))
    assert (golden.subject, blobs) == ("s" * 64, {digest(OTHER): OTHER})
    assert data == write_golden_file("s" * 64, (work(), work("model", data=MODEL)), {digest(OTHER): OTHER})


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"no zip", "已损坏"),
        (zipped(), "没有 works.json"),
        (zipped(**{"works.json": b"{}"}), "格式"),
        (zipped(**{"../x": b""}), "结构不正常"),
        (write_golden_file("s", (work(),), {}), "缺少标准样卷的文件"),
        (write_golden_file("s", (work(),), {digest(OTHER): b"changed"}), "与其摘要不符"),
        (zipped(**{"works.json": b'{"format":"jikao-golden 2","subject":"","works":[]}'}), "不认识标准样卷的格式"),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_refused(data, sentence):
    with pytest.raises(ModelError, match=sentence):
        read_golden_file(data, {})


def test_a_bomb_is_refused_unread():
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("works.json", b"{}")
        archive.writestr(f"blobs/{'0' * 64}", bytes((64 << 20) + 1))
    with pytest.raises(ModelError, match="结构不正常"):
        read_golden_file(bomb.getvalue(), {})


def test_a_work_made_by_hand_says_what_each_point_earns():
    (one,) = by_hand('note = "x"\n[points]\np1 = 2\np2 = "1/2"\n', **{"a.txt": b"1", "empty": None})
    assert one.points == {"p1": Fraction(2), "p2": Fraction(1, 2)}
    assert one.files == {"a.txt": b"1", "empty": None}
    (other,) = by_hand('[points]\np1 = "person"\np2 = 1.5\n', **{"a.txt": b"1"})
    assert other.points == {"p1": None, "p2": Fraction(3, 2)}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[points]\np1 = 2\n", "得分点与评分标准不符：p2"),
        ("[points]\np1 = 2\np2 = 1\np3 = 1\n", "得分点与评分标准不符：p3"),
        ("[points]\np1 = 3\np2 = 1\n", "得分点 p1 应在 0 到 2 分之间"),
        ("[points]\np1 = -1\np2 = 1\n", "得分点 p1 应在"),
        ("[points]\np1 = true\np2 = 1\n", "不是分值"),
        ('[points]\np1 = "满分"\np2 = 1\n', "不是分值"),
        ("points = 3\n", "应只有 points 表"),
        ("[points]\np1 = 2\np2 = 1\n[more]\n", "应只有 points 表"),
        ("[points", "写得不对"),
    ],
)
def test_expectations_that_cannot_be_meant_are_refused(text, sentence):
    with pytest.raises(ModelError, match=sentence):
        by_hand(text, **{"a.txt": b"1"})


def test_a_folder_without_expectations_is_named():
    with pytest.raises(ModelError, match="应既有文件夹，又有同名的"):
        read_hand_made({"half/a.txt": b"1"}, RUBRIC)
    with pytest.raises(ModelError, match="应既有文件夹，又有同名的"):
        read_hand_made({"half.toml": b""}, RUBRIC)


def test_works_of_one_name_are_refused():
    with pytest.raises(ModelError, match="重名"):
        GoldenTask(item="P1", marking="0" * 64, works=(work(), work()))
    with pytest.raises(ModelError, match="名称不能使用"):
        work("", None)


def test_starter_files_an_empty_folder_and_the_model_need_no_test():
    works = plain_works(RUBRIC, [entry_of("a.txt", b"")], [entry_of("a.txt", MODEL)])
    assert [(one.kind, sum(filter(None, one.points.values()))) for one in works] == [
        (CaseKind.STARTER, 0),
        (CaseKind.EMPTY_FOLDER, 0),
        (CaseKind.MODEL, Fraction(7, 2)),
    ]
    for one in works:
        check_points(one.points, RUBRIC, one.shown_name())
