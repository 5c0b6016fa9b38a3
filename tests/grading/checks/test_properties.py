"""Properties of characters and paragraphs that documents and slides share one table for: met, partly, not met."""

from __future__ import annotations

from typing import Any

import pytest

from grading.checks.character_properties import DOCUMENT_PROPERTIES, SLIDE_PROPERTIES
from grading.checks.document import DOCUMENTS
from grading.checks.finding import Verdict
from grading.checks.paragraph_properties import PARAGRAPH_PROPERTIES, SHARED_PROPERTIES
from grading.checks.slides import SLIDES
from grading.office.model import Baseline, Borders, Line, ListKind, ListMark, Paragraph, Run, RunFormat, TabStop
from tests.grading.checks.model_work import cm, document, look, paragraph, pt

MET, PARTLY, NOT, UNKNOWN = Verdict.MET, Verdict.PARTLY, Verdict.NOT_MET, Verdict.CANNOT_JUDGE
ALL: dict[str, Any] = {"where": {"text": "文字"}}
LINE = Line("single", pt(1), "FF0000")
FRAME = Borders(top=LINE, bottom=LINE, left=LINE, right=LINE)

CHARACTERS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("W.capitals", {"value": "small"}, {"small_caps": True}),
    ("W.text_effect", {"effect": "shadow"}, {"shadow": True}),
    ("W.text_effect", {"effect": "glow"}, {"effects": ("glow",)}),
    ("W.text_effect", {}, {"effects": ("textOutline",)}),
    ("W.raised", {"value": "3pt"}, {"raised_pt": pt(3)}),
    ("W.scale", {"value": 150}, {"scale_percent": 150}),
    ("W.shading", {"colour": "黄色"}, {"shading": "FFFF00"}),
    ("W.character_border", {}, {"border": LINE}),
    ("W.hidden_text", {}, {"hidden": True}),
    ("W.strike", {}, {"double_strike": True}),
    ("W.baseline", {"value": "subscript"}, {"baseline": Baseline.SUBSCRIPT}),
]
PARAGRAPHS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("W.list_level", {"level": 2}, {"list_mark": ListMark(ListKind.NUMBER, level=1)}),
    ("W.paragraph_border", {"style": "single", "colour": "红色"}, {"borders": FRAME}),
    ("W.paragraph_border", {"sides": "bottom"}, {"borders": Borders(bottom=LINE)}),
    ("W.paragraph_shading", {"colour": "D9E2F3"}, {"shading": "D9E2F3"}),
    ("W.paragraph_shading", {}, {"shading": "D9E2F3"}),
    ("W.tab_stop", {"position": "14cm", "leader": "dot"}, {"tabs": (TabStop(cm(14), "right", "dot"),)}),
    ("W.pagination", {"option": "keep_next"}, {"keep_next": True}),
]


@pytest.mark.parametrize(("kind", "parameters", "looks"), CHARACTERS)
def test_a_property_of_characters(kind, parameters, looks):
    good, plain = paragraph("文字", looks), Run("甲乙丙丁")
    assert look(kind, document(good), **ALL, **parameters).verdict is MET
    assert look(kind, document("文字"), **ALL, **parameters).verdict is NOT
    both = Paragraph(runs=(*good.runs, plain))
    assert look(kind, document(both), **ALL, **parameters).verdict is PARTLY
    assert look(kind, document(both), **ALL, **parameters, enough="1/3").verdict is MET


@pytest.mark.parametrize(("kind", "parameters", "looks"), PARAGRAPHS)
def test_a_property_of_paragraphs(kind, parameters, looks):
    assert look(kind, document(paragraph("文字", **looks)), **ALL, **parameters).verdict is MET
    assert look(kind, document("文字"), **ALL, **parameters).verdict is NOT
    both = document(paragraph("文字一", **looks), "文字二")
    assert look(kind, both, where={"texts": ["文字一", "文字二"]}, **parameters).verdict is PARTLY


@pytest.mark.parametrize(
    ("kind", "parameters"),
    [
        ("W.capitals", {"value": "some"}),
        ("W.paragraph_border", {"sides": "around"}),
        ("W.pagination", {"option": "keep_warm"}),
        ("W.scale", {"value": -3}),
        ("W.shading", {"colour": "beautiful"}),
    ],
)
def test_a_word_that_is_not_known_goes_to_a_person(kind, parameters):
    assert look(kind, document("文字"), **ALL, **parameters).verdict is UNKNOWN


def test_hidden_text_counts_only_where_it_is_asked_for():
    work = document(Paragraph(runs=(Run("文字", format=RunFormat(hidden=True)),)))
    assert look("W.bold", work, **ALL).verdict is UNKNOWN


def test_both_families_have_every_shared_property():
    documents, slides = {kind.name for kind in DOCUMENTS}, {kind.name for kind in SLIDES}
    assert {f"W.{one.name}" for one in DOCUMENT_PROPERTIES} <= documents
    assert {f"W.{one.name}" for one in PARAGRAPH_PROPERTIES} <= documents
    assert {f"P.{one.name}" for one in SLIDE_PROPERTIES} <= slides
    assert {f"P.{one.name}" for one in SHARED_PROPERTIES} <= slides
