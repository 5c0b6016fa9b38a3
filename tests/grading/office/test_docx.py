"""Word-processing files: the chain of formatting for runs and paragraphs, numbering."""

from __future__ import annotations

from decimal import Decimal

import pytest

from grading.office.model import (
    Alignment,
    Baseline,
    LineRule,
    ListKind,
)
from tests.grading.office.builders import docx, para, theme
from tests.grading.office.docx_builders import first, read, run_style, style

# ---------------------------------------------------------------------------------------------- the chain of runs


def test_without_any_styles_word_shows_ten_points_times() -> None:
    form = first(docx(para("好"))).runs[0].format
    assert (form.size_pt, form.latin) == (Decimal(10), "Times New Roman")


def test_document_defaults_hold_where_nothing_else_speaks() -> None:
    styles = '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>'
    assert first(docx(para("好"), styles=styles)).runs[0].format.size_pt == Decimal("10.5")


def test_a_style_inherits_from_the_one_it_is_based_on() -> None:
    styles = style("A", run_style('<w:sz w:val="32"/><w:b/>'), default=True) + style(
        "B", run_style("<w:i/>"), based_on="A"
    )
    form = first(docx(para("好", '<w:pStyle w:val="B"/>'), styles=styles)).runs[0].format
    assert (form.size_pt, form.bold, form.italic) == (Decimal(16), True, True)


def test_styles_that_are_based_on_each_other_end() -> None:
    styles = style("A", run_style("<w:b/>"), based_on="B") + style("B", run_style("<w:i/>"), based_on="A")
    form = first(docx(para("好", '<w:pStyle w:val="B"/>'), styles=styles)).runs[0].format
    assert form.bold
    assert form.italic


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ("", Alignment.RIGHT),
        ('<w:jc w:val="left"/>', Alignment.RIGHT),
        ('<w:jc w:val="right"/>', Alignment.LEFT),
        ('<w:jc w:val="center"/>', Alignment.CENTER),
    ],
)
def test_left_means_the_right_in_a_paragraph_that_runs_from_there(said: str, seen: Alignment) -> None:
    assert first(docx(para("سلام", f"<w:bidi/>{said}"))).format.alignment is seen


@pytest.mark.parametrize("rule", ["auto", "atLeast", "exact"])
def test_a_line_spacing_below_zero_means_exactly_so_much(rule: str) -> None:
    form = first(docx(para("好", f'<w:spacing w:line="-260" w:lineRule="{rule}"/>'))).format
    assert (form.line_rule, form.line_pt, form.line_multiple) == (LineRule.EXACT, Decimal(13), Decimal(1))


def test_of_several_default_styles_the_last_counts() -> None:
    styles = style("A", run_style('<w:sz w:val="32"/>'), default=True) + style(
        "B", run_style('<w:sz w:val="40"/>'), default=True
    )
    assert first(docx(para("好"), styles=styles)).runs[0].format.size_pt == 20


def test_where_no_style_is_the_default_the_one_named_normal_is() -> None:
    styles = style("0", run_style('<w:sz w:val="24"/>')).replace('w:name w:val="0"', 'w:name w:val="Normal"')
    paragraph = first(docx(para("好"), styles=style("A", run_style('<w:sz w:val="32"/>')) + styles))
    assert (paragraph.style, paragraph.runs[0].format.size_pt) == ("Normal", Decimal(12))


def test_an_unknown_style_means_the_default_style() -> None:
    styles = style("正文", run_style('<w:sz w:val="28"/>'), default=True)
    paragraph = first(docx(para("好", '<w:pStyle w:val="missing"/>'), styles=styles))
    assert (paragraph.style, paragraph.runs[0].format.size_pt) == ("正文", Decimal(14))


@pytest.mark.parametrize(
    ("in_paragraph", "in_character", "expected"),
    [("<w:b/>", "<w:b/>", False), ("<w:b/>", "", True), ("", "<w:b/>", True), ("<w:b/>", '<w:b w:val="0"/>', True)],
)
def test_switches_of_paragraph_and_character_style_cancel_out(
    in_paragraph: str, in_character: str, *, expected: bool
) -> None:
    styles = style("P", run_style(in_paragraph)) + style("C", run_style(in_character), "character")
    paragraph = first(docx(para("好", '<w:pStyle w:val="P"/>', '<w:rStyle w:val="C"/>'), styles=styles))
    assert paragraph.runs[0].format.bold is expected
    assert paragraph.runs[0].style == "C"


def test_direct_formatting_has_the_last_word_on_switches() -> None:
    styles = style("P", run_style("<w:b/>"))
    paragraph = first(docx(para("好", '<w:pStyle w:val="P"/>', '<w:b w:val="false"/>'), styles=styles))
    assert not paragraph.runs[0].format.bold
    assert paragraph.runs[0].direct == ("bold",)


def test_bold_in_the_document_defaults_is_not_cancelled() -> None:
    styles = "<w:docDefaults><w:rPrDefault><w:rPr><w:b/></w:rPr></w:rPrDefault></w:docDefaults>" + style(
        "P", run_style("<w:b/>")
    )
    assert first(docx(para("好", '<w:pStyle w:val="P"/>'), styles=styles)).runs[0].format.bold


def test_theme_fonts_resolve_through_the_script_entry() -> None:
    fonts = '<w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia"/>'
    settings = '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
    form = first(docx(para("好", run=fonts), theme=theme("Arial", "黑体"), settings=settings)).runs[0].format
    assert (form.latin, form.east_asian) == ("Arial", "黑体")


def test_a_plain_font_name_replaces_the_theme_font_of_a_style() -> None:
    styles = style("P", run_style('<w:rFonts w:eastAsiaTheme="minorEastAsia"/>'))
    data = docx(para("好", '<w:pStyle w:val="P"/>', '<w:rFonts w:eastAsia="楷体"/>'), styles=styles, theme=theme())
    assert first(data).runs[0].format.east_asian == "楷体"


def test_theme_colours_with_shade_and_tint_become_rgb() -> None:
    plain = '<w:color w:val="000000" w:themeColor="accent1"/>'
    darker = '<w:color w:val="000000" w:themeColor="accent1" w:themeShade="80"/>'
    data = docx(para("一", run=plain) + para("二", run=darker), theme=theme(accent1="4472C4"))
    colours = [paragraph.runs[0].format.colour for paragraph in read(data).paragraphs()]
    assert colours == ["4472C4", "1F3864"]  # what Word itself writes for this pair


def test_all_that_a_run_can_look_like_is_read() -> None:
    look = (
        '<w:u w:val="double" w:color="FF0000"/><w:dstrike/><w:highlight w:val="yellow"/>'
        '<w:shd w:val="clear" w:fill="00B050"/><w:vertAlign w:val="superscript"/><w:em w:val="dot"/>'
        '<w:spacing w:val="40"/><w:w w:val="150"/><w:position w:val="6"/><w:smallCaps/><w:vanish/>'
        '<w:bdr w:val="single" w:sz="4" w:color="auto"/>'
    )
    form = first(docx(para("好", run=look))).runs[0].format
    assert (form.underline, form.underline_colour, form.double_strike) == ("double", "FF0000", True)
    assert (form.highlight, form.shading, form.baseline) == ("FFFF00", "00B050", Baseline.SUPERSCRIPT)
    assert (form.emphasis_mark, form.spacing_pt, form.scale_percent, form.raised_pt) == (
        "dot",
        Decimal(2),
        150,
        Decimal(3),
    )
    assert (form.small_caps, form.hidden) == (True, True)
    assert (form.border.style, form.border.width_pt) == ("single", Decimal("0.5"))


def test_runs_split_for_no_visible_reason_are_one() -> None:
    split = (
        '<w:p><w:r w:rsidR="1"><w:t>信息</w:t></w:r><w:proofErr w:type="spellStart"/>'
        '<w:r w:rsidR="2"><w:t>技术</w:t></w:r></w:p>'
    )
    assert [run.text for run in first(docx(split)).runs] == ["信息技术"]


# ------------------------------------------------------------------------------------------ the chain of paragraphs


def test_paragraph_formatting_is_read_in_points_and_multiples() -> None:
    properties = (
        '<w:jc w:val="both"/><w:ind w:left="420" w:right="210" w:firstLine="420"/>'
        '<w:spacing w:before="120" w:after="240" w:line="360" w:lineRule="auto"/>'
    )
    form = first(docx(para("好", properties))).format
    assert (form.alignment, form.indent_left_pt, form.indent_right_pt) == (
        Alignment.JUSTIFY,
        Decimal(21),
        Decimal("10.5"),
    )
    assert (form.first_line_pt, form.space_before_pt, form.space_after_pt) == (Decimal(21), Decimal(6), Decimal(12))
    assert (form.line_rule, form.line_multiple) == (LineRule.MULTIPLE, Decimal("1.5"))


def test_a_hanging_indent_is_a_negative_first_line() -> None:
    assert first(docx(para("好", '<w:ind w:hanging="420"/>'))).format.first_line_pt == -21


def test_exact_and_least_line_spacing_are_points() -> None:
    for rule, expected in (("exact", LineRule.EXACT), ("atLeast", LineRule.AT_LEAST)):
        form = first(docx(para("好", f'<w:spacing w:line="400" w:lineRule="{rule}"/>'))).format
        assert (form.line_rule, form.line_pt) == (expected, Decimal(20))


def test_indents_in_characters_and_spacing_in_lines_are_kept_as_such() -> None:
    properties = '<w:ind w:firstLineChars="200" w:firstLine="420"/><w:spacing w:beforeLines="50" w:before="156"/>'
    form = first(docx(para("好", properties))).format
    assert (form.first_line_chars, form.space_before_lines) == (Decimal(2), Decimal("0.5"))


def test_zero_characters_reset_an_indent_of_the_style() -> None:
    styles = style("P", '<w:pPr><w:ind w:firstLineChars="200" w:firstLine="420"/></w:pPr>')
    properties = '<w:pStyle w:val="P"/><w:ind w:firstLineChars="0" w:firstLine="0"/>'
    form = first(docx(para("好", properties), styles=styles)).format
    assert (form.first_line_chars, form.first_line_pt) == (None, Decimal(0))


def test_a_heading_style_gives_its_outline_level() -> None:
    styles = style("1", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>').replace(
        'w:name w:val="1"', 'w:name w:val="heading 1"'
    )
    paragraph = first(docx(para("标题", '<w:pStyle w:val="1"/>'), styles=styles))
    assert (paragraph.style, paragraph.style_id, paragraph.format.outline_level) == ("heading 1", "1", 1)
    assert paragraph.direct == ()


def test_borders_shading_tabs_and_drop_caps_are_read() -> None:
    properties = (
        '<w:pBdr><w:top w:val="double" w:sz="12" w:color="0070C0"/></w:pBdr><w:shd w:val="clear" w:fill="FFC000"/>'
        '<w:tabs><w:tab w:val="right" w:pos="8400" w:leader="dot"/></w:tabs>'
        '<w:framePr w:dropCap="drop" w:lines="3" w:hSpace="113"/>'
    )
    form = first(docx(para("首", properties))).format
    assert (form.borders.top.style, form.borders.top.width_pt, form.borders.top.colour) == (
        "double",
        Decimal("1.5"),
        "0070C0",
    )
    assert form.shading == "FFC000"
    assert (form.tabs[0].position_pt, form.tabs[0].alignment, form.tabs[0].leader) == (Decimal(420), "right", "dot")
    assert form.drop_cap is not None
    assert (form.drop_cap.kind, form.drop_cap.lines) == ("drop", 3)


def test_a_cleared_tab_stop_is_gone() -> None:
    styles = style(
        "P", '<w:pPr><w:tabs><w:tab w:val="left" w:pos="420"/><w:tab w:val="left" w:pos="840"/></w:tabs></w:pPr>'
    )
    properties = '<w:pStyle w:val="P"/><w:tabs><w:tab w:val="clear" w:pos="420"/></w:tabs>'
    assert [stop.position_pt for stop in first(docx(para("好", properties), styles=styles)).format.tabs] == [42]


# -------------------------------------------------------------------------------------------------------- numbering

NUMBERING = (
    '<w:abstractNum w:abstractNumId="7">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/>'
    '<w:pPr><w:ind w:left="420" w:hanging="420"/></w:pPr></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2"/>'
    '<w:pPr><w:ind w:left="840"/></w:pPr></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF06C;"/>'
    '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
    "</w:lvlOverride></w:num>"
)


def listed(text: str, number: int, level: int = 0, more: str = "") -> str:
    return para(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>{more}')


def labels(body: str, styles: str = "") -> list[str]:
    found = read(docx(body, numbering=NUMBERING, styles=styles)).paragraphs()
    return [p.format.list_mark.label if p.format.list_mark else "" for p in found]


def test_lists_count_on_and_lower_levels_begin_again() -> None:
    body = listed("a", 1) + listed("b", 1, 1) + listed("c", 1, 1) + listed("d", 1) + listed("e", 1, 1)
    assert labels(body) == ["一、", "1.1", "1.2", "二、", "2.1"]


def test_a_start_override_begins_where_it_says() -> None:
    assert labels(listed("a", 1) + listed("b", 3) + listed("c", 3)) == ["一、", "五、", "六、"]


def test_a_bullet_is_told_from_a_number() -> None:
    mark = first(docx(listed("a", 2), numbering=NUMBERING)).format.list_mark
    assert mark is not None
    assert (mark.kind, mark.text, mark.font) == (ListKind.BULLET, "●", "Wingdings")


def test_a_list_indents_unless_the_paragraph_itself_does() -> None:
    own = '<w:ind w:left="0" w:firstLine="0"/>'
    data = docx(listed("a", 1) + listed("b", 1, more=own), numbering=NUMBERING)
    forms = [paragraph.format for paragraph in read(data).paragraphs()]
    assert [(form.indent_left_pt, form.first_line_pt) for form in forms] == [
        (Decimal(21), Decimal(-21)),
        (Decimal(0), Decimal(0)),
    ]


def test_a_style_can_put_its_paragraphs_on_a_list_and_number_zero_takes_them_off() -> None:
    styles = style("L", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    body = para("a", '<w:pStyle w:val="L"/>') + para(
        "b", '<w:pStyle w:val="L"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    )
    assert labels(body, styles) == ["一、", ""]


def test_an_undefined_list_is_no_list() -> None:
    assert labels(listed("a", 99)) == [""]
