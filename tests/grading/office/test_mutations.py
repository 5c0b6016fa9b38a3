"""Files gone wrong in random places: whatever is broken, a file is read or refused, and no reader falls over."""

from __future__ import annotations

import copy
import io
import random
import zipfile
from collections.abc import Callable

import msgspec
import pytest
from lxml import etree

from grading.office.inspect import as_data
from grading.office.inspect_text import lines_of
from grading.office.open import read_office_bytes
from grading.office.outcome import CannotReadError
from tests.grading.office.builders import cells, docx, para, placeholder, pptx, theme, xlsx, zip_of
from tests.grading.office.odf_builders import odf, paragraph_look, style, text_look

ROUNDS = 60
NONSENSE = (
    "",
    "-1",
    "0",
    "99999999999",
    "abc",
    "NaN",
    "1e400",
    "true",
    "中",
    "A1:ZZZ999",
    "#REF!",
    "50%",
    "12pt",
    "../../x",
)

DOCUMENT = docx(
    para(
        "标题", '<w:pStyle w:val="1"/><w:jc w:val="center"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    )
    + para("正文", '<w:ind w:firstLineChars="200"/><w:tabs><w:tab w:pos="420"/></w:tabs>', '<w:b/><w:sz w:val="21"/>')
    + "<w:tbl><w:tblPr><w:tblStyle w:val='T'/><w:tblLook w:val='04A0'/></w:tblPr><w:tr><w:tc><w:tcPr>"
    "<w:gridSpan w:val='2'/>"
    f"</w:tcPr>{para('格')}</w:tc></w:tr></w:tbl><w:sectPr><w:cols w:num='2'/><w:pgMar w:top='1440'/></w:sectPr>",
    styles='<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/>'
    '<w:rPr><w:rFonts w:eastAsiaTheme="minorEastAsia"/>'
    '</w:rPr></w:style><w:style w:type="table" w:styleId="T"><w:name w:val="T"/><w:tblStylePr w:type="firstRow">'
    "<w:rPr><w:b/>"
    "</w:rPr></w:tblStylePr></w:style>",
    numbering='<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>',
    theme=theme(),
)
BOOK = xlsx(
    '<cols><col min="1" max="3" width="12"/></cols>'
    + cells(
        '<row r="1" ht="20"><c r="A1" t="s"><v>0</v></c>'
        '<c r="B1" s="1"><f t="shared" si="0" ref="B1:B2">A1+1</f><v>2</v></c></row>'
    )
    + '<autoFilter ref="A1:B2"><filterColumn colId="0"><filters><filter val="1"/></filters></filterColumn>'
    "</autoFilter>"
    '<mergeCells><mergeCell ref="A3:B4"/></mergeCells><conditionalFormatting sqref="A1:A9"><cfRule type="cellIs" '
    'dxfId="0" '
    'priority="1"><formula>1</formula></cfRule></conditionalFormatting>',
    styles='<fonts><font><sz val="11"/></font></fonts><fills><fill/></fills><borders><border/></borders><cellXfs><xf/>'
    '<xf fontId="0" numFmtId="9"><alignment textRotation="45"/></xf></cellXfs><dxfs><dxf/></dxfs>',
    strings="<si><t>总分</t></si>",
)
SHOW = pptx(
    placeholder(
        "title", '<a:p><a:pPr lvl="1"><a:buChar char="•"/></a:pPr><a:r><a:rPr sz="2400"/><a:t>标题</a:t></a:r></a:p>'
    ),
    layout=placeholder("title", "", list_style='<a:lvl1pPr algn="ctr"/>'),
    after_tree='<p:transition spd="slow"><p:fade/></p:transition>',
)
TEXT = odf(
    "text",
    '<text:h text:outline-level="1">标题</text:h><text:list><text:list-item>'
    '<text:p text:style-name="P1">项</text:p></text:list-item></text:list>',
    automatic=style("P1", "paragraph", paragraph_look('fo:margin-left="1cm"') + text_look('fo:font-size="120%"')),
)
SHEETS = odf(
    "spreadsheet",
    '<table:table table:name="表1"><table:table-row table:number-rows-repeated="2">'
    '<table:table-cell office:value-type="float" '
    'office:value="1" table:formula="of:=[.A2]"/></table:table-row></table:table>',
)


def mutated(data: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(chance.randint(1, 3)):
        name = chance.choice([name for name in parts if name.endswith((".xml", ".rels"))])
        root = etree.fromstring(parts[name])
        elements = list(root.iter())
        for _ in range(chance.randint(1, 10)):
            chance.choice(CHANGES)(chance.choice(elements), elements, chance)
        parts[name] = etree.tostring(root)
    if chance.random() < 0.1:
        del parts[chance.choice(list(parts))]
    return zip_of(dict(parts))


def remove(element: etree._Element, others: list[etree._Element], chance: random.Random) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def spoil(element: etree._Element, others: list[etree._Element], chance: random.Random) -> None:
    if element.attrib:
        element.set(chance.choice([str(name) for name in element.attrib]), chance.choice(NONSENSE))


def strip(element: etree._Element, others: list[etree._Element], chance: random.Random) -> None:
    if element.attrib:
        del element.attrib[chance.choice([str(name) for name in element.attrib])]


def babble(element: etree._Element, others: list[etree._Element], chance: random.Random) -> None:
    element.text = chance.choice(NONSENSE)


def rename(element: etree._Element, others: list[etree._Element], chance: random.Random) -> None:
    element.tag = chance.choice(others).tag


def graft(element: etree._Element, others: list[etree._Element], chance: random.Random) -> None:
    element.append(copy.deepcopy(chance.choice(others)))


CHANGES: tuple[Callable[[etree._Element, list[etree._Element], random.Random], None], ...] = (
    remove, spoil, spoil, strip, babble, rename, graft,
)  # fmt: skip


@pytest.mark.parametrize("data", [DOCUMENT, BOOK, SHOW, TEXT, SHEETS], ids=["docx", "xlsx", "pptx", "odt", "ods"])
@pytest.mark.parametrize("seed", range(4))
def test_a_file_gone_wrong_is_read_or_refused(data: bytes, seed: int) -> None:
    chance = random.Random(seed)
    read = 0
    for _ in range(ROUNDS):
        broken = mutated(data, chance)
        try:
            outcome = read_office_bytes(broken)
        except CannotReadError:
            continue
        read += 1
        assert as_data(outcome)["format"]
        assert all(isinstance(line, str) for line in lines_of(outcome))
        assert msgspec.json.encode(outcome)
    assert read > ROUNDS // 10
