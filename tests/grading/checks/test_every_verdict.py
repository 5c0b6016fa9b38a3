"""Verdicts that no other test of the checks asks for: drawings, text on slides, folders that were not whole."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
import pytest

from grading.checks.catalogue import CHECK_TYPES
from grading.checks.finding import Verdict
from grading.checks.marker import run_call
from grading.office.model import (
    Baseline,
    Diagram,
    DiagramNode,
    Fill,
    FillKind,
    Line,
    Picture,
    Shape,
    ShapeKind,
    Table,
    TableCell,
    TableRow,
    Workbook,
)
from itembank.base.canonical import digest
from itembank.model.checks import CheckCall
from itembank.model.responses import MORE_SKIPPED
from tests.grading.checks.examples import FILES, parameters_of
from tests.grading.checks.model_work import cm, document, look, paragraph, pt, slides
from tests.grading.checks.test_sheets_whole import book
from tests.grading.checks.workbench import subject

MET, PARTLY, NOT, UNKNOWN = Verdict.MET, Verdict.PARTLY, Verdict.NOT_MET, Verdict.CANNOT_JUDGE
LOGO = b"logo"
SMART = Diagram(layout="基本流程", nodes=(DiagramNode("收集"), DiagramNode("分类")))


def drawn(*shapes: Shape) -> Workbook:
    return book(shapes=shapes)


def star(**more: Any) -> Shape:
    return Shape(ShapeKind.SHAPE, geometry="star5", blocks=(paragraph("优秀"),), **more)


def picture(**more: Any) -> Shape:
    own = {name: more.pop(name) for name in list(more) if name.startswith(("crop", "sha"))}
    return Shape(ShapeKind.PICTURE, picture=Picture(**{"sha256": "x", **own}), **more)


RED = Fill(FillKind.SOLID, colour="FF0000")
THICK = Line(style="solid", width_pt=pt(3), colour="FF0000")
GROUP = Shape(ShapeKind.GROUP, children=(star(), star()))
DRAWINGS: list[tuple[str, dict[str, Any], tuple[Shape, ...], tuple[Shape, ...]]] = [
    ("shape", {"geometry": "star5", "text": "优秀"}, (star(),), (picture(),)),
    ("shape", {"geometry": "star5", "at_least": 2}, (star(), star()), (star(),)),
    ("shape_fill", {"text": "优秀", "colour": "红色"}, (star(fill=RED),), (star(fill=Fill(FillKind.SOLID, "00FF00")),)),
    ("shape_fill", {"text": "优秀", "kind": "solid"}, (star(fill=RED),), (star(fill=Fill(FillKind.GRADIENT)),)),
    ("shape_fill", {"text": "优秀"}, (star(fill=RED),), (star(),)),
    ("shape_line", {"text": "优秀", "colour": "红色", "width": "3pt"}, (star(line=THICK),), (star(),)),
    ("shape_line", {"text": "优秀", "width": "4pt"}, (star(line=Line("solid", pt(4))),), (star(line=THICK),)),
    ("shape_line", {"text": "优秀", "value": False}, (star(line=Line("none")),), (star(line=THICK),)),
    ("shape_size", {"text": "优秀", "width": "3cm", "height": "2cm"}, (star(width_pt=cm(3), height_pt=cm(2)),),
     (star(width_pt=cm(9), height_pt=cm(9)),)),
    ("shape_rotation", {"text": "优秀", "degrees": 359}, (star(rotation_degrees=pt(0)),),
     (star(rotation_degrees=pt(2)),)),
    ("shape_effect", {"text": "优秀", "effect": "shadow"}, (star(effects=("outerShdw",)),), (star(effects=("glow",)),)),
    ("shape_effect", {"text": "优秀"}, (star(effects=("glow",)),), (star(),)),
    ("picture_same", {"source": "logo.png"}, (picture(sha256=digest(LOGO)),), (picture(),)),
    ("picture_size", {"picture": 2, "width": "3cm"}, (picture(), picture(width_pt=cm(3))),
     (picture(width_pt=cm(3)), picture(width_pt=cm(4)))),
    ("picture_size", {"picture": 2, "width": "3cm"}, (picture(), picture(width_pt=cm(3))), (picture(width_pt=cm(3)),)),
    ("picture_crop", {"left": 10, "right": 5}, (picture(crop_left=100, crop_right=65),), (picture(crop_left=100),)),
    ("picture_crop", {}, (picture(crop_top=30),), (picture(),)),
    ("picture_text", {"text": "校徽"}, (picture(description="本校校徽"),), (picture(description="图 1"),)),
    ("word_art", {"text": "优秀"}, (star(text_effect="textArchUp"),), (star(),)),
    ("smart_art", {"texts": ["分类"], "layout": "基本流程"}, (Shape(ShapeKind.DIAGRAM, diagram=SMART),), (star(),)),
    ("smart_art", {"texts": ["分类"], "layout": "循环"}, (Shape(ShapeKind.DIAGRAM, diagram=msgspec.structs.replace(
        SMART, layout="基本循环")),), (Shape(ShapeKind.DIAGRAM, diagram=SMART),)),
    ("group", {"members": 2}, (GROUP,), (star(),)),
    ("group", {"members": 3}, (msgspec.structs.replace(GROUP, children=(star(),) * 3),), (GROUP,)),
]  # fmt: skip


@pytest.mark.parametrize(("name", "parameters", "good", "bad"), DRAWINGS)
@pytest.mark.parametrize("family", "WSP")
def test_a_drawing_is_judged_alike_in_documents_on_sheets_and_on_slides(family, name, parameters, good, bad):
    def work(shapes: tuple[Shape, ...]):
        if family == "S":
            return drawn(*shapes)
        return slides(shapes) if family == "P" else document(paragraph("文字", shapes=shapes))

    files = {"logo.png": LOGO}
    met = look(f"{family}.{name}", work(good), files=files, **parameters)
    missed = look(f"{family}.{name}", work(bad), files=files, **parameters)
    assert met.verdict is MET, met.sentence
    assert missed.verdict is NOT, missed.sentence


def test_which_of_two_shapes_is_meant_only_a_person_can_say_but_its_whole_text_tells_it():
    two = document(paragraph("文字", shapes=(star(fill=RED), star())))
    assert look("W.shape_fill", two, text="优秀").verdict is UNKNOWN
    longer = Shape(ShapeKind.SHAPE, geometry="rect", blocks=(paragraph("优秀学生"),), fill=RED)
    one = document(paragraph("文字", shapes=(longer, star())))
    assert look("W.shape_fill", one, text="优秀").verdict is NOT
    assert look("W.shape_fill", one, geometry="rect").verdict is MET
    assert look("W.shape_fill", one, text="没有").verdict is NOT


def text_slide(run: dict[str, Any] | None = None, **form: Any):
    return slides([Shape(ShapeKind.TEXT_BOX, blocks=(paragraph("Hello 世界", run, **form),))])


ON_SLIDES: list[tuple[str, dict[str, Any], Any, Any]] = [
    ("P.baseline", {"value": "superscript"}, text_slide({"baseline": Baseline.SUPERSCRIPT}), text_slide()),
    ("P.capitals", {"value": "small"}, text_slide({"small_caps": True}), text_slide({"all_caps": True})),
    ("P.highlight", {"colour": "黄色"}, text_slide({"highlight": "FFFF00"}), text_slide({"highlight": "00FF00"})),
    ("P.spacing", {"value": "2pt"}, text_slide({"spacing_pt": pt("2.1")}), text_slide({"spacing_pt": pt("2.2")})),
    ("P.text_effect", {"effect": "shadow"}, text_slide({"effects": ("innerShdw",)}),
     text_slide({"effects": ("glow",)})),
    ("P.text_effect", {}, text_slide({"emboss": True}), text_slide()),
    ("P.first_line_indent", {"slide": 1, "value": "2char"}, text_slide({"size_pt": pt(20)}, first_line_pt=pt(40)),
     text_slide({"size_pt": pt(20)}, first_line_pt=pt(20))),
    ("P.hanging_indent", {"slide": 1, "value": "1cm"}, text_slide(first_line_pt=-cm(1)),
     text_slide(first_line_pt=cm(1))),
    ("P.indent_left", {"slide": 1, "value": "1cm"}, text_slide(indent_left_pt=cm(1)), text_slide(indent_left_pt=cm(2))),
    ("P.space_before", {"slide": 1, "value": "12pt"}, text_slide(space_before_pt=pt(12)),
     text_slide(space_before_pt=pt(13))),
    ("P.space_after", {"slide": 1, "value": "6pt"}, text_slide(space_after_pt=pt(6)),
     text_slide(space_before_pt=pt(6))),
    ("P.hidden", {"slide": 1}, slides({"hidden": True}), slides({})),
    ("P.notes", {"slide": 1, "text": "讲 慢"}, slides({"notes": (paragraph("讲慢一点"),)}), slides({})),
    ("W.page_background", {"colour": "浅蓝"}, document("甲", background="00B0F0"), document("甲", background="FF0000")),
    ("W.page_background", {}, document("甲", background="00B0F0"), document("甲", background="FFFFFF")),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "parameters", "good", "bad"), ON_SLIDES)
def test_text_on_slides_is_judged_by_the_same_words(kind, parameters, good, bad):
    met, missed = look(kind, good, **parameters), look(kind, bad, **parameters)
    assert (met.verdict, missed.verdict) == (MET, NOT), (met.sentence, missed.sentence)


def test_all_text_of_a_slide_or_of_all_slides_may_be_meant():
    red, plain = ([Shape(ShapeKind.TEXT_BOX, blocks=(paragraph("字", {"bold": on}),))] for on in (True, False))
    assert look("P.bold", slides(red, red)).verdict is MET
    finding = look("P.bold", slides(red, plain))
    assert (finding.verdict, finding.place) == (PARTLY, "演示文稿")
    assert look("P.bold", slides(red, plain), slide=1).verdict is MET
    assert look("P.bold", slides(red, plain), slide=2).verdict is NOT
    empty = look("P.bold", slides([], red), slide=1)
    assert (empty.verdict, empty.sentence) == (NOT, "幻灯片上没有文字。")


OF_FOLDERS = sorted(name for name in CHECK_TYPES if name.startswith("F."))


@pytest.mark.parametrize("name", OF_FOLDERS)
def test_a_folder_that_was_not_collected_whole_is_held_against_nobody(name):
    call = CheckCall(type=name, parameters=parameters_of(CHECK_TYPES[name]))
    whole = subject({"other.txt": b"x"}, {"a.txt": b"a", "a.zip": b"z"})
    manifest = msgspec.structs.replace(whole.folder.manifest, skipped=(MORE_SKIPPED,))
    whole.folder = replace(whole.folder, manifest=manifest)
    assert run_call(call, whole).verdict is UNKNOWN


@pytest.mark.parametrize("name", ["T.accuracy", "T.copied", "T.errors", "T.speed"])
def test_a_text_too_long_to_be_compared_goes_to_a_person(name):
    parameters = {**parameters_of(CHECK_TYPES[name]), "text": "一" * 30_000}
    work = subject({"work.txt": ("二" * 30_000).encode()})
    assert run_call(CheckCall(type=name, file="work.txt", parameters=parameters), work).verdict is UNKNOWN


@pytest.mark.parametrize("name", ["Y.uses", "Y.avoids", "Y.function"])
def test_a_program_beyond_what_can_be_read_goes_to_a_person(name):
    parameters = parameters_of(CHECK_TYPES[name])
    work = subject({FILES["Y"]: b"a = " + b"(" * 60 + b"1" + b")" * 60 + b"\n" + b"x = 1\n" * 60_000})
    assert run_call(CheckCall(type=name, file=FILES["Y"], parameters=parameters), work).verdict is UNKNOWN


@pytest.mark.parametrize("name", sorted(CHECK_TYPES))
def test_a_rubric_that_says_too_little_is_a_matter_for_a_person(name):
    fields = msgspec.structs.fields(CHECK_TYPES[name].parameters)
    required = [one.encode_name for one in fields if one.required]
    if not required:
        return
    given = {field: value for field, value in parameters_of(CHECK_TYPES[name]).items() if field != required[0]}
    work = subject({FILES[name[0]] or "a.txt": b"x"})
    assert run_call(CheckCall(type=name, file=FILES[name[0]], parameters=given), work).verdict is UNKNOWN


def test_a_slide_show_that_is_none_does_not_open():
    work = subject({"work.pptx": b"no package"})
    assert run_call(CheckCall(type="P.opens", file="work.pptx"), work).verdict is NOT


def test_a_renamed_file_leaves_its_old_name():
    call = CheckCall(type="F.renamed", parameters={"from": "a.txt", "to": "b.txt"})
    starter = {"a.txt": b"a"}
    assert run_call(call, subject({"b.txt": b"a"}, starter)).verdict is MET
    assert run_call(call, subject({"a.txt": b"a", "b.txt": b"a"}, starter)).verdict is NOT
    assert run_call(call, subject({"b.txt": b"other"}, starter)).verdict is NOT


def test_a_table_is_called_by_its_number_or_by_the_text_it_was_found_by():
    cell = TableCell(0, 0, blocks=(paragraph("课程表"),))
    work = document(Table(rows=(TableRow((cell,)),)))
    first = {"row": 1, "column": 1}
    calls: list[tuple[str, dict[str, Any]]] = [
        ("W.table_size", {"rows": 1, "columns": 1}), ("W.table_cell", {**first, "text": "课程表"}),
        ("W.table_merged", first), ("W.table_borders", {}),
    ]  # fmt: skip
    for kind, more in calls:
        assert look(kind, work, **more).place == "第 1 个表格"
        assert look(kind, work, holds="课程", **more).place == "含有“课程”的表格"


class NoJudge:
    """A judge that is asked nothing: the words of the rubric are read first."""

    def run(self, program):
        raise AssertionError(program)

    def run_all(self, programs):
        raise AssertionError(programs)


@pytest.mark.parametrize(
    ("kind", "parameters"),
    [
        ("Y.tests", {"tests": [{"name": "1", "expected": "1", "tolerance": "0.x1"}]}),
        ("Y.tests", {"tests": [{"name": "1", "expected": "1", "tolerance": "etwas"}]}),
        ("Y.tests", {"tests": [{"name": "1", "expected": "1", "tolerance": "-1"}]}),
        ("Y.tests", {"tests": [{"name": "1", "expected": "1", "checker": "vague"}]}),
        ("Y.drawing", {"apart": "1.2.3"}),
        ("Y.drawing", {"apart": "-2"}),
        ("Y.sql", {"tolerance": "x"}),
        ("Y.tests", {"source": "klingon"}),
        ("Y.tests", {"texts": "klingon"}),
    ],
)
def test_words_of_a_program_s_rubric_that_mean_nothing_go_to_a_person(kind, parameters):
    call = CheckCall(type=kind, file=FILES["Y"], parameters={**parameters_of(CHECK_TYPES[kind]), **parameters})
    assert run_call(call, subject({FILES["Y"]: b"print(1)"}, judge=NoJudge())).verdict is UNKNOWN
