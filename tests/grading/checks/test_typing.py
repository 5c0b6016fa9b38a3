"""T checks: met, partly, not met, cannot judge."""

from __future__ import annotations

from typing import Any

import pytest

from grading.checks.finding import Finding, Verdict
from grading.checks.marker import run_call
from itembank.model.checks import CheckCall
from tests.grading.checks.office_work import document
from tests.grading.checks.workbench import subject
from tests.grading.office.builders import para

MET, PARTLY, NOT, UNKNOWN = Verdict.MET, Verdict.PARTLY, Verdict.NOT_MET, Verdict.CANNOT_JUDGE
MODEL = "春眠不觉晓，处处闻啼鸟。"


def look(kind: str, typed: str | bytes, file: str = "录入.txt", /, **parameters: Any) -> Finding:
    data = typed if isinstance(typed, bytes) else typed.encode()
    starters = {"范文.txt": MODEL.encode("gb18030")}
    given = parameters if {"source", "text"} & set(parameters) else {"text": MODEL, **parameters}
    work = subject({file: data, **starters}, starters)
    return run_call(CheckCall(type=kind, file=file, parameters=given), work)


@pytest.mark.parametrize(
    ("kind", "parameters", "good", "part", "bad"),
    [
        ("T.copied", {}, MODEL, "春眠不觉晓，", "错误的文字"),
        ("T.copied", {"enough": "9/10"}, "春眠不觉晓，处处闻啼鸟", "春眠不觉晓，", ""),
        ("T.copied", {"source": "范文.txt"}, MODEL, "春眠不觉晓，", ""),
        ("T.accuracy", {"at_least": "9/10"}, "春眠不觉晓，处处闻啼鸟", None, "春天不觉晓，"),
        ("T.accuracy", {"at_least": "9/10", "least": 10}, MODEL, None, "春眠"),
        ("T.errors", {"at_most": 1}, "春眠不觉晓，处处闻蹄鸟。", None, "春天不觉小，"),
        ("T.errors", {"at_most": 1}, MODEL, None, ""),
        ("T.speed", {"minutes": 1, "full": 12}, MODEL, "春眠不觉晓，", ""),
    ],
)
def test_a_typed_text(kind, parameters, good, part, bad):
    assert look(kind, good, **parameters).verdict is MET
    if part is not None:
        assert look(kind, part, **parameters).verdict is PARTLY
    assert look(kind, bad, **parameters).verdict is NOT


def test_the_width_of_signs_counts_unless_the_rubric_says_otherwise():
    half = MODEL.replace("，", ",")
    assert look("T.errors", half).verdict is NOT
    assert look("T.errors", half, text=MODEL, fold_width=True).verdict is MET


STRANGER = "晚上，我们一家人一起包饺子。爷爷说：闻到了香味。"


@pytest.mark.parametrize(
    ("kind", "parameters"),
    [
        ("T.copied", {}),
        ("T.accuracy", {"at_least": "1/20"}),
        ("T.errors", {"at_most": 100}),
        ("T.speed", {"minutes": 1, "full": 12}),
    ],
)
def test_another_text_that_shares_characters_by_chance_earns_nothing(kind, parameters):
    finding = look(kind, STRANGER, **parameters)
    assert finding.verdict is NOT
    assert "不是按范文录入的" in finding.sentence
    assert look(kind, "。", **parameters).verdict is NOT


@pytest.mark.parametrize(
    "typed",
    [
        "春",
        "春眠",
        "处处闻啼鸟。",
        "春眠不觉晓，AAAAAAAAAAAAAAAAAAAAAAA",
        "春眼不角晓，处触闻蹄鸟。",
    ],
)
def test_who_typed_little_or_badly_or_began_in_the_middle_is_still_paid(typed):
    assert look("T.speed", typed + "", minutes=1, full=12).verdict in {PARTLY, NOT}
    assert "不是按范文录入的" not in look("T.copied", typed).sentence


def test_how_many_characters_in_a_row_prove_it_is_the_rubrics_to_say():
    assert look("T.copied", "我觉得：处处闻", text=MODEL, run=3).verdict is PARTLY
    assert look("T.copied", "我觉得：处处闻", text=MODEL).verdict is NOT


def test_a_document_and_every_encoding_can_be_read():
    assert look("T.copied", document(para(MODEL)), "录入.docx").verdict is MET
    assert look("T.copied", MODEL.encode("gb18030")).verdict is MET


def test_the_sentence_names_every_kind_of_slip():
    assert "漏字 1" in look("T.copied", MODEL.replace("眠", "")).sentence
    assert "未录入 6" in look("T.copied", MODEL[:6]).sentence


@pytest.mark.parametrize(
    ("kind", "parameters"),
    [
        ("T.copied", {"text": " "}),
        ("T.copied", {"source": "没有.txt"}),
        ("T.speed", {"minutes": 0, "full": 10}),
        ("T.copied", {"text": "春" * 20_000}),
    ],
)
def test_what_a_rubric_leaves_open_goes_to_a_person(kind, parameters):
    assert look(kind, MODEL, **parameters).verdict is UNKNOWN


def test_as_many_characters_as_are_asked_for_are_enough():
    def verdict(kind: str, least: int) -> Verdict:
        call = CheckCall(type=kind, file="a.txt", parameters={"text": "春眠不觉晓处处闻啼鸟", "least": least})
        return run_call(call, subject({"a.txt": "春眠不觉晓".encode()})).verdict

    for kind in ("T.accuracy", "T.errors"):
        assert (verdict(kind, 5), verdict(kind, 6)) == (Verdict.MET, Verdict.NOT_MET)
