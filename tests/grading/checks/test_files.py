"""F: files and folders; every check met, not met, and its traps."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from fractions import Fraction

import msgspec
import pytest

from grading.checks.catalogue import CHECK_TYPES, check_rubric
from grading.checks.finding import Finding, Verdict, found, unjudged
from grading.checks.marker import RubricMarker, combine, mark_point, run_call
from itembank.model.checks import CheckCall, CheckPoint, Combine, Rubric
from itembank.model.marking import RubricScoring
from tests.grading.checks.workbench import DirectReader, subject, working_folder

A, B = b"alpha", b"beta"
STARTER = {"a.txt": A, "b.txt": B}


def verdict(kind: str, files, starter=None, judge=None, attributes=None, **parameters) -> Verdict:
    made = subject(files, starter if starter is not None else STARTER, judge, **(attributes or {}))
    return run_call(CheckCall(type=kind, parameters=parameters), made).verdict


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
    return buffer.getvalue()


def in_doubt(kind: str, files, skipped: tuple[str, ...], **parameters) -> Verdict:
    made = subject(files, STARTER)
    folder = replace(made.folder, manifest=msgspec.structs.replace(made.folder.manifest, skipped=skipped))
    return run_call(CheckCall(type=kind, parameters=parameters), replace(made, folder=folder)).verdict


@pytest.mark.parametrize(
    ("kind", "skipped", "parameters", "expected"),
    [
        ("F.absent", ("b.txt",), {"path": "b.txt"}, Verdict.CANNOT_JUDGE),
        ("F.absent", ("B.TXT",), {"path": "b.txt"}, Verdict.CANNOT_JUDGE),
        ("F.absent", ("other",), {"path": "b.txt"}, Verdict.MET),
        ("F.absent", ("other", "..."), {"path": "b.txt"}, Verdict.CANNOT_JUDGE),
        ("F.exists", ("other",), {"path": "a.txt"}, Verdict.MET),
        ("F.exists", ("c.txt",), {"path": "c.txt"}, Verdict.CANNOT_JUDGE),
        ("F.text", ("c.txt",), {"path": "c.txt", "text": "x"}, Verdict.CANNOT_JUDGE),
        ("F.absent", (), {"path": "b.txt"}, Verdict.MET),
        ("F.moved", ("b.txt",), {"from": "b.txt", "to": "a.txt"}, Verdict.CANNOT_JUDGE),
        ("F.count", ("c.txt",), {"count": 1, "pattern": "*.txt"}, Verdict.CANNOT_JUDGE),
        ("F.tree", ("c",), {"folders": [], "only": True}, Verdict.CANNOT_JUDGE),
        ("F.selected", ("d",), {"pattern": "a.txt", "to": "", "keep": True}, Verdict.CANNOT_JUDGE),
        ("F.count", (), {"count": 1, "pattern": "*.txt"}, Verdict.MET),
    ],
)
def test_what_the_desk_could_not_take_is_never_held_against_or_for_anybody(kind, skipped, parameters, expected):
    assert in_doubt(kind, {"a.txt": A}, skipped, **parameters) is expected


@pytest.mark.parametrize(("skipped", "expected"), [(("作业.docx",), Verdict.CANNOT_JUDGE), ((), Verdict.NOT_MET)])
def test_a_document_that_the_desk_could_not_take_waits_for_a_person(skipped, expected):
    made = subject({"a.txt": A}, STARTER)
    folder = replace(made.folder, manifest=msgspec.structs.replace(made.folder.manifest, skipped=skipped))
    call = CheckCall(type="W.opens", file="作业.docx")
    assert run_call(call, replace(made, folder=folder)).verdict is expected


def test_an_untouched_folder_with_something_that_was_not_taken_waits_for_a_person():
    point = CheckPoint(identifier="p", title="t", points=Fraction(2), checks=(CheckCall("F.unchanged"),))
    scoring = RubricScoring(rubric=Rubric(identifier="r", points=(point,)), response="R", folder="f", starter={})
    folder = working_folder(STARTER, STARTER)
    doubtful = replace(folder, manifest=msgspec.structs.replace(folder.manifest, skipped=("作品.docx",)))
    marker = RubricMarker(DirectReader(), None)
    assert [part.share for part in marker.mark(scoring, folder)] == [0]
    (part,) = marker.mark(scoring, doubtful)
    assert part.share is None
    assert "作品.docx" in part.sentence


@pytest.mark.parametrize(
    ("kind", "parameters", "files", "expected"),
    [
        ("F.exists", {"path": "作业", "folder": True}, {"作业": None, "a.txt": A}, Verdict.MET),
        ("F.exists", {"path": "作业", "folder": True}, {"作业": A}, Verdict.NOT_MET),
        ("F.exists", {"path": "A.TXT"}, {"a.txt": A}, Verdict.MET),
        ("F.absent", {"path": "b.txt"}, {"a.txt": A}, Verdict.MET),
        ("F.absent", {"path": "b.txt"}, {"a.txt": A, "b.txt": B}, Verdict.NOT_MET),
        ("F.absent", {"path": "b.txt"}, {}, Verdict.NOT_MET),
        ("F.absent", {"path": "b.txt"}, {"空": None}, Verdict.NOT_MET),
        ("F.moved", {"from": "a.txt", "to": "x/a.txt"}, {"x": None, "x/a.txt": A}, Verdict.MET),
        ("F.moved", {"from": "a.txt", "to": "x/a.txt"}, {"a.txt": A, "x/a.txt": A}, Verdict.NOT_MET),
        ("F.moved", {"from": "a.txt", "to": "x/a.txt"}, {"x/a.txt": B}, Verdict.NOT_MET),
        ("F.copied", {"from": "a.txt", "to": "x/a.txt"}, {"a.txt": A, "x/a.txt": A}, Verdict.MET),
        ("F.copied", {"from": "a.txt", "to": "x/a.txt"}, {"x/a.txt": A}, Verdict.NOT_MET),
        ("F.renamed", {"from": "a.txt", "to": "c.txt"}, {"c.txt": A}, Verdict.MET),
        ("F.moved", {"from": "zzz", "to": "c.txt"}, {"c.txt": A}, Verdict.CANNOT_JUDGE),
        (
            "F.text",
            {"path": "n.txt", "text": "你好\n再见"},
            {"n.txt": "你好 \r\n再见\r\n".encode("gb18030")},
            Verdict.MET,
        ),
        (
            "F.text",
            {"path": "n.txt", "text": "你好", "encoding": "utf-8"},
            {"n.txt": "你好".encode("gbk")},
            Verdict.NOT_MET,
        ),
        ("F.text", {"path": "n.txt", "text": "好", "match": "contains"}, {"n.txt": "你好吗".encode()}, Verdict.MET),
        ("F.text", {"path": "n.txt", "text": "好"}, {}, Verdict.NOT_MET),
        ("F.zip_contains", {"path": "z.zip", "members": ["a.txt"]}, {"z.zip": zipped("作业/a.txt")}, Verdict.MET),
        ("F.zip_contains", {"path": "z.zip", "members": ["a.txt"]}, {"z.zip": zipped("b.txt")}, Verdict.NOT_MET),
        ("F.zip_contains", {"path": "z.zip", "members": ["a.txt"]}, {"z.zip": b"a text"}, Verdict.NOT_MET),
        ("F.unchanged", {"except": ["a*"]}, {"b.txt": B}, Verdict.MET),
        ("F.unchanged", {"except": ["a*"]}, {"a.txt": A, "b.txt": A}, Verdict.NOT_MET),
        ("F.unchanged", {}, {"b.txt": B}, Verdict.NOT_MET),
        ("F.nonsense", {}, {"b.txt": B}, Verdict.CANNOT_JUDGE),
        ("F.exists", {"path": "a.txt", "colour": 1}, {"a.txt": A}, Verdict.CANNOT_JUDGE),
    ],
)
def test_check_of_a_folder(kind, parameters, files, expected):
    assert verdict(kind, files, **parameters) is expected


def test_attributes_come_from_the_desks_manifest():
    assert verdict("F.attribute", STARTER, attributes={"a_txt": "RH"}, path="a.txt", letters="R") is Verdict.MET
    assert verdict("F.attribute", STARTER, attributes={"a_txt": "H"}, path="a.txt", letters="R") is Verdict.NOT_MET


def test_names_in_zips_of_old_chinese_programs_are_understood():
    data = zipped("作业.txt").replace("作业".encode(), "作业".encode("gbk").ljust(6, b"_"))
    assert data != zipped("作业.txt")


def point(*calls: CheckCall, how: Combine = Combine.ALL) -> CheckPoint:
    return CheckPoint(identifier="p1", title="建立文件夹", points=Fraction(3), checks=calls, combine=how)


EXISTS = CheckCall(type="F.exists", parameters={"path": "a.txt"})
MET, PARTLY, NOT = (
    found(is_met=True, sentence=""),
    Finding(verdict=Verdict.PARTLY, share=Fraction(1, 2), sentence=""),
    found(is_met=False, sentence=""),
)
UNKNOWN = unjudged("?")


@pytest.mark.parametrize(
    ("how", "findings", "share"),
    [
        (Combine.ALL, [MET, MET], 1),
        (Combine.ALL, [MET, NOT], 0),
        (Combine.ALL, [NOT, UNKNOWN], 0),
        (Combine.ALL, [MET, UNKNOWN], None),
        (Combine.ALL, [PARTLY], Fraction(1, 2)),
        (Combine.ANY, [NOT, MET], 1),
        (Combine.ANY, [UNKNOWN, MET], 1),
        (Combine.ANY, [UNKNOWN, NOT], None),
        (Combine.SHARE, [MET, NOT], Fraction(1, 2)),
        (Combine.SHARE, [MET, UNKNOWN], None),
        (Combine.ALL, [PARTLY, PARTLY], 0),
        (Combine.ALL, [PARTLY, UNKNOWN], 0),
        (Combine.ANY, [PARTLY, NOT], Fraction(1, 2)),
        (Combine.ANY, [PARTLY, UNKNOWN], None),
    ],
)
def test_checks_combine_without_turning_doubt_into_zero(how, findings, share):
    assert combine(how, findings, [1] * len(findings)) == share


def test_untouched_and_empty_folders_earn_nothing_even_where_a_check_would_be_met():
    marker = RubricMarker(DirectReader(), None)
    scoring = RubricScoring(rubric=Rubric(identifier="R", points=(point(EXISTS),)))
    untouched = working_folder(STARTER, STARTER)
    assert [part.share for part in marker.mark(scoring, untouched)] == [0]
    assert [part.share for part in marker.mark(scoring, working_folder({}, STARTER))] == [0]
    touched = working_folder({**STARTER, "new.txt": b"x"}, STARTER)
    assert [part.share for part in marker.mark(scoring, touched)] == [1]


def test_a_rubric_with_unknown_types_or_parameters_is_named_before_it_is_used():
    bad = Rubric(
        identifier="R",
        points=(point(CheckCall(type="Q.none"), CheckCall(type="F.exists", parameters={"pfad": "a"}), EXISTS),),
    )
    assert len(check_rubric(bad)) == 2
    assert check_rubric(Rubric(identifier="R", points=(point(EXISTS),))) == []


def test_every_check_type_has_a_title_and_a_family_letter():
    assert all(kind.title and name == kind.name and name[1] == "." for name, kind in CHECK_TYPES.items())


def test_folders_are_work_where_no_file_was_handed_out():
    points = (
        CheckPoint(identifier="p", title="建立文件夹", points=Fraction(2),
                   checks=(CheckCall(type="F.tree", parameters={"folders": ["作业/一班", "作业/二班"]}),)),
    )  # fmt: skip
    marker = RubricMarker(DirectReader(), None)

    def share(files, starter):
        scoring = RubricScoring(rubric=Rubric(identifier="R", points=points))
        return marker.mark(scoring, working_folder(files, starter))[0].share

    built: dict[str, bytes | None] = {"作业": None, "作业/一班": None, "作业/二班": None}
    assert share(built, {}) == 1
    assert share(built, {"作业": None}) == 1
    assert share(built, built) == 0, "just as it was handed out"
    assert share({}, {}) == 0
    assert share(built, {"a.txt": b"a"}) == 0, "everything that was handed out is gone"
    assert share({**built, "a.txt": b"a"}, {"a.txt": b"a"}) == 1


def test_a_point_says_what_is_missing_or_what_nobody_could_judge():
    there, gone = EXISTS, CheckCall(type="F.exists", parameters={"path": "b.txt"})
    unknown = CheckCall(type="Q.none")
    work = subject({"a.txt": A}, STARTER)
    said = {
        how: mark_point(point(*calls, how=combine), work).sentence
        for how, calls, combine in (
            ("lost", (there, gone), Combine.ALL),
            ("met", (there, there), Combine.ALL),
            ("any", (gone, there), Combine.ANY),
            ("open", (there, unknown), Combine.ALL),
            ("part", (there, gone), Combine.SHARE),
        )
    }
    assert said == {
        "lost": "没有文件“b.txt”。",
        "met": "有文件“a.txt”。",
        "any": "没有文件“b.txt”。 有文件“a.txt”。",
        "open": "不认识的检查项“Q.none”。",
        "part": "没有文件“b.txt”。",
    }


@pytest.mark.parametrize(
    ("page", "kind", "skipped", "expected"),
    [
        ("<img src='pic/a.png'>", "H.image", ("pic/a.png",), Verdict.CANNOT_JUDGE),
        ("<img src='pic/a.png'>", "H.image", (), Verdict.NOT_MET),
        ("<img src='pic/a.png'><img src='a.txt'>", "H.image", ("pic/a.png",), Verdict.MET),
        ("<a href='b.html'>1</a>", "H.link", ("B.html",), Verdict.CANNOT_JUDGE),
        ("<a href='b.html'>1</a><a href='a.txt'>2</a>", "H.link", ("b.html",), Verdict.MET),
        ("<a href='b.html'>1</a>", "H.no_dead_links", ("b.html",), Verdict.CANNOT_JUDGE),
        ("<a href='b.html'>1</a><a href='c.html'>2</a>", "H.no_dead_links", ("b.html",), Verdict.NOT_MET),
        ("<link rel=stylesheet href='c.css'>", "H.stylesheet", ("c.css",), Verdict.CANNOT_JUDGE),
        ("<link rel=stylesheet href='c.css'>", "H.stylesheet", ("d.css",), Verdict.NOT_MET),
    ],
)
def test_what_a_page_leads_to_may_have_been_left_out(page, kind, skipped, expected):
    made = subject({"index.html": page.encode(), "a.txt": A})
    folder = replace(made.folder, manifest=msgspec.structs.replace(made.folder.manifest, skipped=skipped))
    work = replace(made, folder=folder)
    assert run_call(CheckCall(type=kind, file="index.html"), work).verdict is expected


def test_a_style_that_may_come_from_a_sheet_that_was_left_out_waits_for_a_person():
    made = subject({"index.html": b"<link rel=stylesheet href=c.css><p>x"})
    call = CheckCall(type="H.style", file="index.html", parameters={"select": "p", "property": "color", "value": "red"})
    assert run_call(call, made).verdict is Verdict.NOT_MET
    folder = replace(made.folder, manifest=msgspec.structs.replace(made.folder.manifest, skipped=("c.css",)))
    assert run_call(call, replace(made, folder=folder)).verdict is Verdict.CANNOT_JUDGE
