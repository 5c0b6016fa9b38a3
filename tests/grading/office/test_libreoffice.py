"""One document in two clothes: what LibreOffice writes as ODF must read like the OOXML it was made from."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from grading.office.model import CellKind, Document, Paragraph, Presentation, Run, Workbook
from grading.office.open import read_file
from grading.office.outcome import CannotReadError, Reason
from tests.grading.office.builders import cells, docx, para, placeholder, pptx, xlsx

Convert = Callable[[bytes, str, str], Path]

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed on this machine")


@pytest.fixture(scope="module")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    folder = tmp_path_factory.mktemp("libreoffice")

    def one(data: bytes, name: str, target: str) -> Path:
        source = folder / name
        source.write_bytes(data)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        subprocess.run(
            ["soffice", profile, "--headless", "--convert-to", target, "--outdir", str(folder), str(source)],
            check=True,
            capture_output=True,
            timeout=110,
        )
        return source.with_suffix(f".{target}")

    return one


STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Liberation Serif" w:hAnsi="Liberation Serif" '
    'w:eastAsia="宋体"/>'
    '<w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr>'
    '<w:jc w:val="center"/>'
    '<w:spacing w:before="240" w:after="120"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="32"/>'
    "</w:rPr></w:style>"
)
BODY = (
    para("信息技术 Exam", '<w:pStyle w:val="1"/>')
    + para("红色加粗斜体", run='<w:b/><w:i/><w:color w:val="FF0000"/><w:sz w:val="28"/><w:rFonts w:eastAsia="楷体"/>')
    + para("缩进一段", '<w:ind w:left="420" w:firstLine="420"/><w:spacing w:line="360" w:lineRule="auto"/>')
    + para("下划线高亮", run='<w:u w:val="wave"/><w:highlight w:val="yellow"/>')
    + "<w:tbl><w:tblGrid><w:gridCol w:w='3000'/><w:gridCol w:w='3000'/></w:tblGrid>"
    + "".join(
        f"<w:tr><w:tc>{para(a)}</w:tc><w:tc>{para(b)}</w:tc></w:tr>" for a, b in (("姓名", "分数"), ("张三", "90"))
    )
    + "</w:tbl>"
    + '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:bottom="1440" w:left="1800" '
    'w:right="1800"/></w:sectPr>'
)


def look(run: Run) -> tuple[object, ...]:
    form = run.format
    return (
        run.text,
        form.east_asian,
        form.size_pt,
        form.bold,
        form.italic,
        form.underline,
        form.colour,
        form.highlight,
    )


def shape_of(paragraph: Paragraph) -> tuple[object, ...]:
    form = paragraph.format
    lengths = (form.indent_left_pt, form.first_line_pt, form.space_before_pt, form.space_after_pt)
    return (form.alignment, form.line_multiple, form.outline_level, [round(length) for length in lengths])


def test_a_document_reads_the_same_as_docx_and_as_odt(convert: Convert) -> None:
    data = docx(BODY, styles=STYLES)
    target = convert(data, "document.docx", "odt")
    before, after = read_file(target.with_suffix(".docx")), read_file(target)
    assert isinstance(before, Document)
    assert isinstance(after, Document)
    pairs = list(zip(before.paragraphs(), after.paragraphs(), strict=False))
    assert [one.text for one, _ in pairs] == [other.text for _, other in pairs]
    assert [[look(run) for run in one.runs] for one, _ in pairs] == [
        [look(run) for run in other.runs] for _, other in pairs
    ]
    assert [shape_of(one) for one, _ in pairs] == [shape_of(other) for _, other in pairs]
    assert abs(after.sections[0].margin_left_pt - Decimal(90)) < 1
    assert [[c.text for c in row.cells] for t in after.tables() for row in t.rows] == [["姓名", "分数"], ["张三", "90"]]


SHEET = cells(
    '<row r="1"><c r="A1" t="inlineStr" s="1"><is><t>成绩表</t></is></c></row>',
    '<row r="2"><c r="A2"><v>90</v></c><c r="B2"><v>85.5</v></c><c r="C2"><f>SUM(A2:B2)</f><v>175.5</v></c></row>',
    '<row r="3"><c r="A3"><v>60</v></c><c r="B3"><v>70</v></c><c r="C3" s="2"><f>AVERAGE(A$2:A3)</f><v>75</v></c>'
    "</row>",
)
SHEET_STYLES = (
    '<fonts><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="16"/><color rgb="FFFF0000"/>'
    '<name val="黑体"/></font></fonts>'
    '<fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFFFFF00"/></patternFill></fill></fills><borders>'
    "<border/></borders>"
    '<cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf fontId="0"/><xf fontId="1" fillId="2">'
    '<alignment horizontal="center"/></xf>'
    '<xf fontId="0" numFmtId="2"/></cellXfs>'
)


def test_a_workbook_reads_the_same_as_xlsx_and_as_ods(convert: Convert) -> None:
    more = SHEET + '<mergeCells><mergeCell ref="A1:C1"/></mergeCells>'
    target = convert(xlsx(more, styles=SHEET_STYLES), "book.xlsx", "ods")
    before, after = read_file(target.with_suffix(".xlsx")), read_file(target)
    assert isinstance(before, Workbook)
    assert isinstance(after, Workbook)
    one, other = before.sheets[0], after.sheets[0]

    def stored(book: Workbook) -> list[tuple[object, ...]]:
        found = [cell for cell in book.sheets[0].cells if cell.kind is not CellKind.BLANK]
        return [(cell.name, cell.kind, cell.number or cell.value, cell.formula) for cell in found]

    assert stored(before) == stored(after)
    assert [area.name for area in one.merges] == [area.name for area in other.merges] == ["A1:C1"]
    look_before, look_after = before.style_of(one, 1, 1), after.style_of(other, 1, 1)
    for look_ in (look_before, look_after):
        assert (look_.font.latin, look_.font.size_pt, look_.font.bold) == ("黑体", Decimal(16), True)
        assert (look_.font.colour, look_.fill.colour, look_.alignment.horizontal) == ("FF0000", "FFFF00", "center")
    assert after.style_of(other, 3, 3).number_format == "0.00"


def test_a_presentation_reads_the_same_as_pptx_and_as_odp(convert: Convert) -> None:
    def text(words: str, look_: str) -> str:
        fill = '<a:solidFill><a:srgbClr val="0000FF"/></a:solidFill>'
        return f'<a:p><a:pPr algn="ctr"/><a:r><a:rPr {look_}>{fill}</a:rPr><a:t>{words}</a:t></a:r></a:p>'

    frame = '<p:spPr><a:xfrm><a:off x="914400" y="914400"/><a:ext cx="5486400" cy="1270000"/></a:xfrm></p:spPr>'
    title = placeholder("title", text("我的学校", 'sz="4000" b="1"')).replace("<p:spPr/>", frame)
    target = convert(pptx(title, layout=placeholder("title", ""), master=placeholder("title", "")), "show.pptx", "odp")
    before, after = read_file(target.with_suffix(".pptx")), read_file(target)
    assert isinstance(before, Presentation)
    assert isinstance(after, Presentation)
    for show in (before, after):
        slide = show.slides[0]
        assert slide.title == "我的学校"
        paragraph = next(iter(slide.paragraphs()))
        form = paragraph.runs[0].format
        assert (form.size_pt, form.bold, form.colour) == (Decimal(40), True, "0000FF")
        assert paragraph.format.alignment.value == "center"
        shape = slide.title_shape
        assert shape is not None
        assert shape.width_pt is not None
        assert abs(shape.width_pt - 432) < 1


@pytest.mark.parametrize(
    ("data", "name", "target", "expected"),
    [
        (docx(BODY, styles=STYLES), "old.docx", "doc", Reason.OLD_WORD),
        (xlsx(SHEET, styles=SHEET_STYLES), "old.xlsx", "xls", Reason.OLD_EXCEL),
        (pptx(placeholder("title", "<a:p><a:r><a:t>好</a:t></a:r></a:p>")), "old.pptx", "ppt", Reason.OLD_POWERPOINT),
    ],
    ids=["doc", "xls", "ppt"],
)
def test_files_in_the_old_formats_are_named_for_what_they_are(
    convert: Convert, data: bytes, name: str, target: str, expected: Reason
) -> None:
    with pytest.raises(CannotReadError) as caught:
        read_file(convert(data, name, target))
    assert caught.value.outcome.reason is expected
