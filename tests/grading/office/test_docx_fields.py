"""Fields of word-processing files: instruction and result, what of them is shown, links and tables of contents."""

from __future__ import annotations

from tests.grading.office.builders import docx, para
from tests.grading.office.docx_builders import first, read


def field(instruction: str, result: str) -> str:
    marks = {kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")}
    inner = instruction if instruction.startswith("<") else f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    return f"{marks['begin']}{inner}{marks['separate']}<w:r><w:t>{result}</w:t></w:r>{marks['end']}"


def test_fields_keep_instruction_and_result_apart() -> None:
    document = read(docx(f"<w:p><w:r><w:t>第</w:t></w:r>{field(' PAGE ', '3')}</w:p>"))
    assert document.text == "第3"
    assert [(f.kind, f.instruction, f.result, f.place) for f in document.fields] == [("PAGE", "PAGE", "3", "body")]


def test_a_table_of_contents_spans_paragraphs() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o "1-3"</w:instrText></w:r>'
    body = (
        f'<w:p>{begin}<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>第一章</w:t></w:r></w:p>'
        '<w:p><w:r><w:t>第二章</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    document = read(docx(body))
    assert document.fields[0].kind == "TOC"
    assert [p.runs[0].field for p in document.paragraphs()] == ['TOC \\o "1-3"'] * 2


def test_a_hyperlink_field_is_a_link() -> None:
    paragraph = first(docx(f"<w:p>{field(' HYPERLINK &quot;https://a.cn/&quot; ', '点这里')}</w:p>"))
    assert paragraph.runs[0].link == "https://a.cn/"


def test_fields_that_show_nothing_show_nothing() -> None:
    document = read(
        docx(f"<w:p><w:r><w:t>前</w:t></w:r>{field(' SET 姓名 张三 ', '张三')}<w:r><w:t>后</w:t></w:r></w:p>")
    )
    assert document.text == "前后"
    assert [(one.kind, one.result) for one in document.fields] == [("SET", "张三")]


def test_a_field_within_the_instruction_of_another_is_not_shown() -> None:
    asked = f"<w:r><w:instrText>IF </w:instrText></w:r>{field('MERGEFIELD 分数', '95')}"
    asked += "<w:r><w:instrText> &gt; 60 及格 不及格</w:instrText></w:r>"
    document = read(docx(f"<w:p>{field(asked, '及格')}<w:r><w:t>。</w:t></w:r></w:p>"))
    assert document.text == "及格。"
    assert [one.kind for one in document.fields] == ["MERGEFIELD", "IF"]


def test_a_field_whose_end_is_missing_hides_nothing_behind_it() -> None:
    begun = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>'
    assert read(docx(f"<w:p>{begun}<w:r><w:t>正文</w:t></w:r></w:p>{para('下段')}")).text == "正文\n下段"
