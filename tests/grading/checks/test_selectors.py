"""Where a W check looks."""

from __future__ import annotations

import pytest

from grading.checks.finding import CannotJudgeError, NotThereError
from grading.checks.selectors import Where, select
from grading.office.model import Document
from grading.office.open import read_office_bytes
from itembank.model.codec import ModelError
from tests.grading.office.builders import docx, para

HEADING = (
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/>'
    '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
)
CONTENTS = '<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/></w:style>'
TABLE = "<w:tbl><w:tr><w:tc>" + para("表格里的一句话。") + "</w:tc></w:tr></w:tbl>"
BODY = (
    para("研学方案")
    + para("一、目的", '<w:pStyle w:val="T1"/>')
    + para("一、目的", '<w:pStyle w:val="1"/>')
    + para("了解海洋生物，增强环保意识。")
    + para("")
    + TABLE
    + para("各位同学：")
    + para("上午九点在校门口集合乘车，十点入馆参观，中午在休息区用餐，下午两点返回学校（如有变化另行通知各班班主任）")
    + para("教务处")
)


def read(data: bytes) -> Document:
    document = read_office_bytes(data)
    assert isinstance(document, Document)
    return document


def chosen(**where) -> list[str]:
    document = read(docx(BODY, styles=HEADING + CONTENTS))
    return [paragraph.text for paragraph in select(document, Where(**where)).paragraphs]


def test_text_finds_one_paragraph_and_passes_over_the_table_of_contents():
    assert chosen(text="一、目的") == ["一、目的"]
    assert chosen(text="了解海洋") == ["了解海洋生物，增强环保意识。"]


def test_text_in_a_table_is_found():
    assert chosen(text="表格里的一句话") == ["表格里的一句话。"]


def test_index_counts_paragraphs_with_text_outside_tables():
    assert chosen(index=4) == ["了解海洋生物，增强环保意识。"]
    assert chosen(index=5) == ["各位同学："]
    with pytest.raises(NotThereError):
        chosen(index=8)


def test_body_is_running_text_without_titles_salutations_and_signatures():
    assert [text[:4] for text in chosen(body=True)] == ["了解海洋", "上午九点"]


def test_a_long_paragraph_stays_body_whatever_style_it_was_given():
    prose = "很长的正文。" * 10
    document = read(docx(para(prose, '<w:pStyle w:val="1"/>'), styles=HEADING))
    assert len(select(document, Where(body=True)).paragraphs) == 1


def test_a_document_of_short_lines_is_all_body():
    document = read(docx(para("苹果") + para("香蕉")))
    assert len(select(document, Where(body=True)).paragraphs) == 2


def test_headings_of_a_level():
    assert chosen(heading=1) == ["一、目的"]
    with pytest.raises(NotThereError):
        chosen(heading=2)


def test_several_texts_and_everything():
    assert chosen(texts=("教务处", "研学方案")) == ["教务处", "研学方案"]
    assert len(chosen(all=True)) == 8


def test_words_are_cut_out_of_their_runs():
    split = "<w:p><w:r><w:t>甲乙</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>丙丁</w:t></w:r></w:p>" + para("乙丙")
    target = select(read(docx(split)), Where(words="乙丙"))
    assert [[run.text for run in piece.runs] for piece in target.pieces] == [["乙", "丙"], ["乙丙"]]
    narrowed = select(read(docx(split)), Where(words="乙丙", index=2))
    assert len(narrowed.pieces) == 1


def test_missing_words_are_not_there_and_twins_cannot_be_told_apart():
    twins = read(docx(para("春节") + para("春节")))
    with pytest.raises(CannotJudgeError):
        select(twins, Where(text="春节"))
    with pytest.raises(NotThereError):
        select(twins, Where(words="元宵"))
    with pytest.raises(NotThereError):
        select(twins, Where(text="元宵"))


@pytest.mark.parametrize("ways", [{}, {"text": "a", "index": 1}, {"heading": 10}, {"index": -1}])
def test_an_unclear_place_is_refused(ways):
    with pytest.raises(ModelError):
        Where(**ways)
