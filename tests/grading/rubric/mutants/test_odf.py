"""Checks of OpenDocument files are left out and made nearly right, and what is noise changes no verdict."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from grading.checks.finding import Verdict
from grading.checks.marker import run_call
from grading.rubric.folders import folder_of
from grading.rubric.mutants.odf_steps import ODF_NEAR, ODF_WAYS, odf_near, odf_ways
from grading.rubric.noise import noises
from tests.grading.office.builders import png
from tests.grading.office.odf_builders import odf, paragraph_look, style, text_look
from tests.grading.rubric.mutants.trying import TOOLS, call, undone

ODT, ODS, ODP = "通知.odt", "成绩.ods", "班会.odp"
LOST = {Verdict.NOT_MET, Verdict.PARTLY}
TEXT_LOOKS: dict[str, tuple[str, dict[str, Any]]] = {
    "font_east_asian": ('style:font-name-asian="黑体"', {"font": "黑体"}),
    "font_latin": ('style:font-name="Arial"', {"font": "Arial"}),
    "font_size": ('fo:font-size="16pt" style:font-size-asian="16pt"', {"size": "三号"}),
    "bold": ('fo:font-weight="bold" style:font-weight-asian="bold"', {}),
    "italic": ('fo:font-style="italic" style:font-style-asian="italic"', {}),
    "underline": ('style:text-underline-style="solid"', {}),
    "strike": ('style:text-line-through-style="solid"', {}),
    "colour": ('fo:color="#ff0000"', {"colour": "红色"}),
    "highlight": ('fo:background-color="#ffff00"', {"colour": "黄色"}),
    "spacing": ('fo:letter-spacing="2pt"', {"value": "2pt"}),
    "baseline": ('style:text-position="super 58%"', {"value": "superscript"}),
    "emphasis_dot": ('style:text-emphasize="dot below"', {}),
    "capitals": ('fo:text-transform="uppercase"', {}),
    "scale": ('style:text-scale="150%"', {"value": 150}),
    "hidden_text": ('text:display="none"', {}),
    "text_effect": ('fo:text-shadow="1pt 1pt"', {"effect": "shadow"}),
}
PARAGRAPH_LOOKS: dict[str, tuple[str, dict[str, Any]]] = {
    "alignment": ('fo:text-align="center"', {"value": "center"}),
    "first_line_indent": ('fo:text-indent="1cm"', {"value": "1cm"}),
    "hanging_indent": ('fo:text-indent="-1cm"', {"value": "1cm"}),
    "indent_left": ('fo:margin-left="1cm"', {"value": "1cm"}),
    "indent_right": ('fo:margin-right="1cm"', {"value": "1cm"}),
    "space_before": ('fo:margin-top="12pt"', {"value": "12pt"}),
    "space_after": ('fo:margin-bottom="12pt"', {"value": "12pt"}),
    "line_spacing": ('fo:line-height="150%"', {"value": "1.5"}),
    "paragraph_border": ('fo:border="0.5pt solid #ff0000"', {"colour": "红色"}),
    "paragraph_shading": ('fo:background-color="#d9e2f3"', {"colour": "D9E2F3"}),
}


def sentence(name: str) -> str:
    """A paragraph of its own for a look."""
    return f"检查项{name}的一段Text文字"


def lines() -> tuple[str, str]:
    """The automatic styles and the paragraphs of all looks; a text's look stands on a span inside."""
    styles, paragraphs = [], []
    for number, (name, (look, _wanted)) in enumerate(TEXT_LOOKS.items(), 1):
        styles.append(style(f"T{number}", "text", text_look(look)))
        paragraphs.append(f'<text:p><text:span text:style-name="T{number}">{sentence(name)}</text:span></text:p>')
    for number, (name, (look, _wanted)) in enumerate(PARAGRAPH_LOOKS.items(), 1):
        styles.append(style(f"P{number}", "paragraph", paragraph_look(look), parent="Standard"))
        paragraphs.append(f'<text:p text:style-name="P{number}">{sentence(name)}</text:p>')
    return "".join(styles), "".join(paragraphs)


def item(text: str) -> str:
    return f"<text:list-item><text:p>{text}</text:p></text:list-item>"


LISTS = (
    '<text:list-style style:name="L1"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/>'
    '</text:list-style><text:list-style style:name="L2"><text:list-level-style-number text:level="1" '
    'style:num-format="1" style:num-suffix="."/></text:list-style>'
)
BODY = (
    '<text:h text:outline-level="1" text:style-name="Heading_20_1">一级标题</text:h><text:p>顺序甲</text:p>'
    "<text:p>顺序乙</text:p><text:p>新写的一句话</text:p><text:p>科学竞赛和<text:span>艺术</text:span>竞赛</text:p>"
    "<text:p>在北京举行（新校区）的开幕式</text:p><text:p>单独成段</text:p><text:p>下一段落</text:p>"
    '<text:p><text:a xlink:href="https://eyes.example.com/" xlink:type="simple">护眼专栏</text:a></text:p>'
    f'<text:list text:style-name="L1">{item("项目一")}</text:list><text:list text:style-name="L2">{item("编号一")}'
    "</text:list>"
    '<table:table table:name="表"><table:table-column table:number-columns-repeated="2"/><table:table-row>'
    "<table:table-cell><text:p>时间</text:p></table:table-cell><table:table-cell><text:p>地点</text:p>"
    "</table:table-cell></table:table-row></table:table>"
    '<text:p><draw:frame text:anchor-type="as-char" svg:width="2cm" svg:height="2cm"><draw:text-box>'
    "<text:p>温馨提示</text:p></draw:text-box></draw:frame></text:p>"
    '<text:p><draw:frame text:anchor-type="as-char" svg:width="2cm" svg:height="2cm">'
    '<draw:image xlink:href="Pictures/a.png"/></draw:frame></text:p>'
)
COMMON = (
    '<style:style style:name="Standard" style:family="paragraph"/>'
    '<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph" '
    'style:default-outline-level="1"/>'
)
LAYOUT = (
    '<style:page-layout style:name="pm1"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" '
    'style:print-orientation="portrait" fo:margin-top="2cm" fo:margin-bottom="2cm" fo:margin-left="3cm" '
    'fo:margin-right="3cm" fo:background-color="#fff2cc" fo:border="1pt solid #ff0000">'
    '<style:columns fo:column-count="2"/></style:page-layout-properties></style:page-layout>'
)
MASTERS = (
    '<style:master-page style:name="Standard" style:page-layout-name="pm1"><style:header><text:p>实验中学</text:p>'
    "</style:header><style:footer><text:p>第三届<text:page-number>1</text:page-number></text:p></style:footer>"
    "</style:master-page>"
)
META = (
    '<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta><dc:title>科技节通知</dc:title></office:meta>'
    "</office:document-meta>"
)
STYLES, LINES = lines()
MODEL = odf(
    "text", BODY + LINES, automatic=LISTS + STYLES, common=COMMON, masters=MASTERS, page_layouts=LAYOUT,
    parts={"meta.xml": META, "Pictures/a.png": png()},
)  # fmt: skip
STARTER = odf("text", "<text:p>顺序乙</text:p><text:p>顺序甲</text:p><text:p>应删去的草稿</text:p>", common=COMMON)

CALLS: dict[str, tuple[str, dict[str, Any]]] = {
    **{
        name: (f"W.{name}", {"where": {"text": sentence(name)}, **wanted})
        for name, (_look, wanted) in {**TEXT_LOOKS, **PARAGRAPH_LOOKS}.items()
    },
    "words": ("W.colour", {"where": {"words": "项colour的"}, "colour": "红色"}),
    "text_present": ("W.text_present", {"text": "新写的一句话"}),
    "text_absent": ("W.text_absent", {"text": "应删去的草稿"}),
    "text_inserted": ("W.text_inserted", {"text": "（新校区）", "after": "举行"}),
    "replaced": ("W.replaced", {"old": "竟赛", "new": "竞赛", "count": 2}),
    "paragraph_order": ("W.paragraph_order", {"texts": ["顺序甲", "顺序乙"]}),
    "paragraph_alone": ("W.paragraph_alone", {"texts": ["单独成段", "下一段落"]}),
    "hyperlink": ("W.hyperlink", {"text": "护眼专栏", "address": "https://eyes.example.com/"}),
    "heading": ("W.heading", {"where": {"text": "一级标题"}, "level": 1}),
    "style": ("W.style", {"where": {"text": "一级标题"}, "value": "Heading 1"}),
    "bulleted": ("W.bulleted", {"where": {"text": "项目一"}}),
    "numbered": ("W.numbered", {"where": {"text": "编号一"}}),
    "list_level": ("W.list_level", {"where": {"text": "编号一"}, "level": 1}),
    "page_size": ("W.page_size", {"value": "A4"}),
    "orientation": ("W.orientation", {"value": "portrait"}),
    "margins": ("W.margins", {"left": "3cm", "right": "3cm"}),
    "columns": ("W.columns", {"count": 2}),
    "header_text": ("W.header_text", {"text": "实验中学"}),
    "footer_text": ("W.footer_text", {"text": "第三届"}),
    "page_number": ("W.page_number", {"edge": "footer"}),
    "page_background": ("W.page_background", {"colour": "FFF2CC"}),
    "page_border": ("W.page_border", {}),
    "page_border_colour": ("W.page_border_colour", {"colour": "红色"}),
    "table_cell": ("W.table_cell", {"row": 1, "column": 1, "text": "时间"}),
    "table_size": ("W.table_size", {"rows": 1, "columns": 2}),
    "property": ("W.property", {"name": "title", "value": "科技节通知"}),
    "text_box": ("W.text_box", {"text": "温馨提示"}),
    "picture_count": ("W.picture_count", {}),
}


def verdict(check: str, file: str, parameters: dict[str, Any], data: bytes, starter: bytes) -> Verdict:
    subject = TOOLS.subject(folder_of({file: data}, {file: starter}))
    return run_call(call(check, file, **parameters), subject).verdict


@pytest.mark.parametrize("name", CALLS)
def test_what_a_document_has_is_left_out_and_made_nearly_right(name):
    check, parameters = CALLS[name]
    assert verdict(check, ODT, parameters, MODEL, STARTER) is Verdict.MET
    for changed, ways in (
        (list(odf_ways(check, parameters, MODEL, b"")), ODF_WAYS),
        (list(odf_near(check, parameters, MODEL)), ODF_NEAR),
    ):
        found = [verdict(check, ODT, parameters, data, STARTER) for data in changed]
        assert Verdict.CANNOT_JUDGE not in found
        assert bool(LOST & set(found)) is (check in ways)


@pytest.mark.parametrize("name", CALLS)
def test_only_the_thing_itself_is_lost(name):
    also = {
        "columns": set(), "page_border": {"page_border_colour"}, "page_border_colour": {"page_border"},
        "heading": {"style"}, "style": {"heading"}, "numbered": {"list_level"}, "list_level": {"numbered"},
        "colour": {"words"}, "words": {"colour"},
    }.get(name, set())  # fmt: skip
    check, parameters = CALLS[name]
    changed = undone(call(check, ODT, **parameters), {ODT: MODEL}, {ODT: STARTER})
    assert changed is not None
    subject = TOOLS.subject(folder_of(changed, {ODT: STARTER}))
    lost = {
        other
        for other, (kind, given) in CALLS.items()
        if run_call(call(kind, ODT, **given), subject).verdict is not Verdict.MET
    }
    assert lost - also == {name}


@pytest.mark.parametrize(
    ("name", "files"), list(noises({ODT: MODEL})), ids=lambda one: one if isinstance(one, str) else ""
)
def test_noise_changes_no_verdict(name, files):
    assert name in {"split_runs", "attributes", "zip_order", "blank_paragraph", "style_names", "system_files"}
    found = {one: verdict(kind, ODT, given, files[ODT] or b"", STARTER) for one, (kind, given) in CALLS.items()}
    assert {one for one, seen in found.items() if seen is not Verdict.MET} == set()


def test_the_kind_of_an_open_document_stands_first_and_unpacked():
    files = dict(noises({ODT: MODEL}))
    for name in ("attributes", "zip_order"):
        with zipfile.ZipFile(io.BytesIO(files[name][ODT] or b"")) as archive:
            first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
