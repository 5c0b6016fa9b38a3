"""Word-processing files as other makers write them: WPS first of all, with what it does differently from Word."""

from __future__ import annotations

from decimal import Decimal

from grading.checks.selectors import heading_level, style_level
from grading.office.model import Alignment, Document, Paragraph, ShapeKind
from grading.office.scripts import font_of
from tests.grading.office.builders import docx, para, png
from tests.grading.office.docx_builders import read

WPS = "http://www.wps.cn/officeDocument/2013/wpsCustomData"
MAC = "http://schemas.microsoft.com/office/mac/drawingml/2008/main"


def alternatives(namespace: str, choice: str, fallback: str | None) -> str:
    rest = "" if fallback is None else f"<mc:Fallback>{fallback}</mc:Fallback>"
    return (
        f'<mc:AlternateContent><mc:Choice xmlns:own="{namespace}" Requires="own">{choice}</mc:Choice>{rest}'
        "</mc:AlternateContent>"
    )


# ----------------------------------------------------------------------------------------------------- alternatives


def test_what_only_one_makers_program_knows_gives_way_to_the_fallback() -> None:
    for namespace in (WPS, MAC, "http://schemas.haansoft.com/office/spreadsheet/8.0"):
        body = f"<w:p>{alternatives(namespace, '<w:r><w:t>自家</w:t></w:r>', '<w:r><w:t>大家</w:t></w:r>')}</w:p>"
        assert read(docx(body)).text == "大家", namespace


def test_without_a_fallback_a_makers_own_choice_stays() -> None:
    body = f"<w:p>{alternatives(WPS, '<w:r><w:t>自家</w:t></w:r>', None)}</w:p>"
    assert read(docx(body)).text == "自家"


# -------------------------------------------------------------------------------------------------------------- WPS
#
# Seen in files of WPS 8.1 to 12.1: styles are numbered ("1" is Normal, "2" heading 1), sizes stand in Normal and not in
# the defaults, every length in characters is written beside its twin in points with "0" for "not in characters", runs
# name a hint and no font, pictures are VML, and wpsCustomData marks fields of its own.

WPS_STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi" '
    'w:eastAsiaTheme="minorEastAsia" w:cstheme="minorBidi"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="1"><w:name w:val="Normal"/><w:qFormat/>'
    '<w:uiPriority w:val="0"/><w:pPr><w:widowControl w:val="0"/><w:jc w:val="both"/></w:pPr><w:rPr>'
    '<w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia"/>'
    '<w:kern w:val="2"/><w:sz w:val="21"/><w:szCs w:val="24"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 1"/><w:basedOn w:val="1"/><w:next w:val="1"/>'
    '<w:pPr><w:keepNext/><w:keepLines/><w:spacing w:beforeLines="0" w:beforeAutospacing="0" w:afterLines="0" '
    'w:afterAutospacing="0" w:line="576" w:lineRule="auto"/><w:outlineLvl w:val="0"/></w:pPr>'
    '<w:rPr><w:b/><w:kern w:val="44"/><w:sz w:val="44"/></w:rPr></w:style>'
    '<w:style w:type="character" w:default="1" w:styleId="5"><w:name w:val="Default Paragraph Font"/>'
    '<w:rPr><w:rFonts w:hint="default"/><w:b/><w:sz w:val="24"/></w:rPr></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="3"><w:name w:val="Normal Table"/><w:tblPr><w:tblCellMar>'
    '<w:left w:w="108" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="table" w:styleId="4"><w:name w:val="Table Grid"/><w:basedOn w:val="3"/><w:tblPr><w:tblBorders>'
    '<w:top w:val="single" w:color="auto" w:sz="4" w:space="0"/></w:tblBorders></w:tblPr></w:style>'
)
WPS_SETTINGS = (
    '<w:documentProtection w:enforcement="0"/><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    f'<mc:Choice xmlns:wpsCustomData="{WPS}" Requires="wpsCustomData"><wpsCustomData:typoFeatureVersion val="1"/>'
    "</mc:Choice></mc:AlternateContent>"
)
WPS_THEME = (
    '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements><a:fontScheme>'
    '<a:minorFont><a:latin typeface="Calibri"/><a:ea typeface=""/><a:cs typeface=""/>'
    '<a:font script="Jpan" typeface="ＭＳ 明朝"/><a:font script="Hans" typeface="宋体"/></a:minorFont>'
    "</a:fontScheme></a:themeElements></a:theme>"
)


def wps(body: str, numbering: str = "") -> Document:
    return read(docx(body, styles=WPS_STYLES, settings=WPS_SETTINGS, theme=WPS_THEME, numbering=numbering))


def wps_paragraph(body: str, numbering: str = "") -> Paragraph:
    return next(iter(wps(body, numbering).paragraphs()))


def test_styles_that_wps_numbers_are_known_by_their_names() -> None:
    heading = wps_paragraph(para("第一章", '<w:pStyle w:val="2"/><w:bidi w:val="0"/>'))
    assert (heading.style, heading_level(heading), style_level(heading)) == ("heading 1", 1, 1)
    assert (heading.runs[0].format.size_pt, heading.runs[0].format.bold) == (Decimal(22), True)
    assert (heading.format.line_multiple, heading.format.space_before_lines) == (Decimal("2.4"), None)
    assert (heading.format.space_before_auto, heading.format.right_to_left) == (False, False)
    grid = wps(f'<w:tbl><w:tblPr><w:tblStyle w:val="4"/></w:tblPr><w:tr><w:tc>{para("格")}</w:tc></w:tr></w:tbl>')
    assert [table.style for table in grid.tables()] == ["Table Grid"]


def test_what_wps_writes_into_the_default_character_style_shows_nowhere() -> None:
    # Word and LibreOffice give a run without a character style the paragraph's look: 10.5 points here, not 12 bold.
    plain = wps_paragraph(para("正文", run='<w:rFonts w:hint="eastAsia"/><w:lang w:eastAsia="zh-CN"/>'))
    assert (plain.runs[0].format.size_pt, plain.runs[0].format.bold) == (Decimal("10.5"), False)
    assert plain.format.alignment is Alignment.JUSTIFY


def test_a_run_of_wps_with_a_hint_and_no_font_takes_the_themes_fonts() -> None:
    for hint, quotes in (("eastAsia", "宋体"), ("default", "Calibri")):
        look = wps_paragraph(para("“中A”", run=f'<w:rFonts w:hint="{hint}"/>')).runs[0].format
        assert [font_of(look, character) for character in "中A“"] == ["宋体", "Calibri", quotes], hint


def test_zero_characters_of_wps_mean_that_the_length_in_points_counts() -> None:
    ind = '<w:ind w:left="3360" w:leftChars="0" w:firstLine="420" w:firstLineChars="0"/>'
    lengths = wps_paragraph(para("基金", ind)).format
    assert (lengths.indent_left_pt, lengths.indent_left_chars) == (Decimal(168), None)
    assert (lengths.first_line_pt, lengths.first_line_chars) == (Decimal(21), None)
    in_characters = wps_paragraph(para("今年", '<w:ind w:firstLine="420" w:firstLineChars="200"/>')).format
    assert (in_characters.first_line_pt, in_characters.first_line_chars) == (Decimal(21), Decimal(2))


def test_a_list_of_one_level_that_wps_ties_to_a_heading_counts() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:nsid w:val="F96AC0A8"/><w:multiLevelType w:val="singleLevel"/>'
        '<w:lvl w:ilvl="0" w:tentative="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
        '<w:pStyle w:val="2"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/><w:lvlJc w:val="left"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    numbered = '<w:pStyle w:val="2"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    found = wps(para("总则", numbered) + para("附则", numbered), numbering)
    assert [one.format.list_mark and one.format.list_mark.label for one in found.paragraphs()] == ["一、", "二、"]


def test_fields_that_wps_marks_in_its_own_namespace_keep_their_text() -> None:
    def mark(name: str) -> str:
        return f'<wpsCustomData:{name} xmlns:wpsCustomData="{WPS}" id="0" docfieldname="姓名"/>'

    inner = f"{mark('docfieldStart')}<w:r><w:t>张三</w:t></w:r>{mark('docfieldEnd')}"
    in_run = f"<w:r>{mark('docfieldStart')}<w:t>，你好</w:t>{mark('docfieldEnd')}</w:r>"
    assert wps(f"{mark('docfieldStart')}<w:p>{inner}{in_run}</w:p>").text == "张三，你好"


def test_a_picture_that_wps_writes_in_the_old_way_has_its_size() -> None:
    picture = (
        '<w:p><w:r><w:pict><v:shape id="_x0000_i1026" type="#_x0000_t75" '
        'style="height:64.8pt;width:66.6pt;" filled="f" stroked="f"><v:imagedata r:id="p1"/></v:shape></w:pict>'
        "</w:r></w:p>"
    )
    data = docx(picture, links={"p1": ("image", "media/a.png")}, parts={"word/media/a.png": png(3, 2)})
    shape = next(read(data).shapes())
    assert (shape.kind, shape.width_pt, shape.height_pt) == (ShapeKind.PICTURE, Decimal("66.6"), Decimal("64.8"))


def test_protection_that_wps_names_without_enforcing_it_is_none() -> None:
    assert wps(para("文")).protection == ""


def test_line_numbers_that_wps_counts_by_nothing_are_none() -> None:
    for count, expected in (("0", False), ("5", True)):
        page = f'<w:sectPr><w:lnNumType w:countBy="{count}" w:distance="360"/></w:sectPr>'
        assert [one.line_numbers for one in wps(para("文") + page).sections] == [expected], count
