"""Every W check with a model that meets it: looks one by one, all else in one large document."""

from __future__ import annotations

from typing import Any

from grading.rubric.mutants.package import OfficePackage
from tests.grading.checks.office_work import document
from tests.grading.office.builders import W, para
from tests.grading.rubric.mutants.trying import call
from tests.grading.rubric.mutants.word_models import (
    ART,
    BOX,
    CHART,
    CHART_PART,
    DATA_PART,
    DIAGRAMS,
    FILE,
    FLOATING,
    MATH,
    MEMBERS,
    MERGED,
    MORE_LOOKS,
    NUMBERING,
    PARAGRAPH_LOOKS,
    PICTURE,
    PICTURES,
    RUN_LOOKS,
    SMART,
    SPACE,
    STAR,
    STYLES,
    TABLE,
    TYPES,
    VML,
    WORD14,
    Case,
    drawn,
    field,
    in_style,
    on_text,
    png,
)

FORM = "<w:p><w:pPr><w:sectPr>{}</w:sectPr></w:pPr></w:p>"
PAGE = (
    '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="1440" w:right="1701" w:bottom="1440" '
    'w:left="1701" w:header="851" w:footer="992" w:gutter="0"/>'
)
BORDER = "".join(f'<w:{side} w:val="single" w:sz="8" w:color="FF0000"/>' for side in ("top", "left", "bottom", "right"))
FIRST = (
    '<w:headerReference w:type="default" r:id="h"/><w:headerReference w:type="first" r:id="hf"/>'
    f'<w:footerReference w:type="default" r:id="f"/>{PAGE}<w:pgBorders>{BORDER}</w:pgBorders>'
    '<w:lnNumType w:countBy="1"/>'
    '<w:pgNumType w:fmt="upperRoman" w:start="3"/><w:cols w:num="2" w:space="567" w:sep="1"/><w:vAlign w:val="center"/>'
    '<w:titlePg/><w:textDirection w:val="tbRl"/>'
)
COLOURED_PICTURE = drawn(PICTURE, PICTURES, number=1, anchor=FLOATING, more=' descr="校园的图书馆"')
CONTENTS = (
    '<w:p><w:pPr><w:pStyle w:val="T1"/></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o '
    '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>第一章 春节</w:t></w:r></w:p>'
    '<w:p><w:pPr><w:pStyle w:val="T1"/></w:pPr><w:r><w:t>第二章 中秋</w:t></w:r></w:p>'
    '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
EQUATION = f'<w:p><m:oMathPara xmlns:m="{MATH}"><m:oMath><m:r><m:t>a+b=c</m:t></m:r></m:oMath></m:oMathPara></w:p>'
COMMENTED = (
    '<w:p><w:commentRangeStart w:id="7"/><w:r><w:t>请大家踊跃报名参加</w:t></w:r><w:commentRangeEnd w:id="7"/>'
    '<w:r><w:commentReference w:id="7"/></w:r></w:p>'
)
BOOKMARKED = (
    '<w:p><w:bookmarkStart w:id="9" w:name="此处"/><w:r><w:t>第三章重阳</w:t></w:r><w:bookmarkEnd w:id="9"/></w:p>'
)
WATERMARK = (
    f'<w:p><w:r><w:pict {VML}><v:shape id="PowerPlusWaterMarkObject1" o:spid="_x0000_s1" type="#_x0000_t136" '
    'style="position:absolute;width:300pt;height:80pt;z-index:-1"><v:textpath string="样稿"/></v:shape></w:pict></w:r>'
    "</w:p>"
)
NUMBERS = field(" PAGE ", "1") + field(" NUMPAGES ", "4")
COMMENT = f'<w:comment w:id="7" w:author="老师">{para("请核对日期")}</w:comment>'
PARTS = {
    "word/header1.xml": f"<w:hdr {SPACE} {VML}>{para('实验中学')}{WATERMARK}</w:hdr>",
    "word/header2.xml": f"<w:hdr {SPACE}>{para('首页的字')}</w:hdr>",
    "word/footer1.xml": f"<w:ftr {SPACE}>{para('第三届')}<w:p>{NUMBERS}</w:p></w:ftr>",
    "word/footnotes.xml": f'<w:footnotes {SPACE}><w:footnote w:id="2">{para("又称过年")}</w:footnote></w:footnotes>',
    "word/comments.xml": f"<w:comments {SPACE}>{COMMENT}</w:comments>",
    "word/media/a.png": png(),
    "word/charts/chart1.xml": CHART_PART,
    "word/diagrams/data1.xml": DATA_PART,
    "word/diagrams/layout1.xml": f'<dgm:layoutDef xmlns:dgm="{DIAGRAMS}" uniqueId="x/process1"/>',
    "docProps/core.xml": '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-'
    'properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>科技节通知</dc:title></cp:coreProperties>',
}
LINKS = {
    "h": ("header", "header1.xml"),
    "hf": ("header", "header2.xml"),
    "f": ("footer", "footer1.xml"),
    "n": ("footnotes", "footnotes.xml"),
    "k": ("comments", "comments.xml"),
    "img": ("image", "media/a.png"),
    "a": ("hyperlink", "!https://eyes.example.com/"),
    "ch": ("chart", "charts/chart1.xml"),
    "dm": ("diagramData", "diagrams/data1.xml"),
    "lo": ("diagramLayout", "diagrams/layout1.xml"),
}
CONTENT_TYPES = {
    "/word/header1.xml": "wordprocessingml.header+xml", "/word/header2.xml": "wordprocessingml.header+xml",
    "/word/footer1.xml": "wordprocessingml.footer+xml", "/word/footnotes.xml": "wordprocessingml.footnotes+xml",
    "/word/comments.xml": "wordprocessingml.comments+xml", "/word/charts/chart1.xml": "drawingml.chart+xml",
    "/word/diagrams/data1.xml": "drawingml.diagramData+xml", "/word/styles.xml": "wordprocessingml.styles+xml",
    "/word/diagrams/layout1.xml": "drawingml.diagramLayout+xml", "/word/settings.xml": "wordprocessingml.settings+xml",
    "/word/numbering.xml": "wordprocessingml.numbering+xml",
}  # fmt: skip
SETTINGS = '<w:documentProtection w:edit="readOnly" w:enforcement="1"/>'


def finished(data: bytes) -> bytes:
    """Say in the package what the parts are, and where its properties stand."""
    package = OfficePackage(data)
    types = package.root("[Content_Types].xml")
    for name, kind in CONTENT_TYPES.items():
        if package.has(name.lstrip("/")):
            tag = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"
            types.append(types.makeelement(tag, {"PartName": name, "ContentType": f"{TYPES}.{kind}"}))
    root = package.root("_rels/.rels")
    kind = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    if package.has("docProps/core.xml"):
        root.append(root.makeelement(root[0].tag, {"Id": "rId9", "Type": kind, "Target": "docProps/core.xml"}))
    return package.to_bytes()


LIKE = ('<w:jc w:val="center"/><w:spacing w:line="400" w:lineRule="exact"/>', "<w:b/>")
BODY = (
    "<w:p><w:r><w:t>封面</w:t></w:r></w:p>",
    FORM.format(FIRST),
    para("顺序甲"),
    para("顺序乙"),
    para("顺序丙"),
    '<w:p><w:r><w:br w:type="page"/></w:r></w:p>',
    para("第一章春节"),
    '<w:p><w:r><w:br w:type="column"/></w:r><w:r><w:t>第二章中秋</w:t></w:r></w:p>',
    BOOKMARKED,
    para("春", '<w:framePr w:dropCap="drop" w:lines="3" w:wrap="around" w:vAnchor="text" w:hAnchor="text"/>'),
    para("节是传统节日之一"),
    para("新写的一句话"),
    para("科学竞赛和艺术竞赛"),
    para("单独成段的一句"),
    para("下一段落"),
    para("在北京举行（新校区）的开幕式"),
    para("样板段落", *LIKE),
    para("照样段落", *LIKE),
    '<w:p><w:r><w:t>民俗</w:t><w:footnoteReference w:id="2"/></w:r></w:p>',
    '<w:p><w:hyperlink r:id="a"><w:r><w:t>护眼专栏</w:t></w:r></w:hyperlink></w:p>',
    para("一级标题在此", '<w:pStyle w:val="H1"/>'),
    para("引用一句", '<w:pStyle w:val="Q"/>'),
    para("招新启事", '<w:pStyle w:val="M"/>'),
    CONTENTS,
    f"<w:p><w:r><w:t>图 </w:t></w:r>{field(' SEQ 图 ', '1')}<w:r><w:t> 校园地图</w:t></w:r></w:p>",
    f"<w:p>{field(' DATE ', '2026年')}</w:p>",
    COMMENTED,
    EQUATION,
    TABLE,
    para("两表之间"),
    MERGED,
    COLOURED_PICTURE,
    STAR,
    BOX,
    ART,
    MEMBERS,
    SMART,
    CHART,
)


def large(*body: str, settings: str = SETTINGS) -> bytes:
    """The large document, with a page colour."""
    data = document(
        *body, after=FIRST, styles=STYLES, numbering=NUMBERING, settings=settings,
        links=LINKS, parts=PARTS,
    )  # fmt: skip
    package = OfficePackage(finished(data))
    root = package.root("word/document.xml")
    root.insert(0, root.makeelement(f"{{{W}}}background", {f"{{{W}}}color": "FFF2CC"}))
    return package.to_bytes()


MODEL = large(*BODY)
UNSORTED = (
    TABLE.replace("甲", "＃")
    .replace("乙", "甲")
    .replace("＃", "乙")
    .replace("80", "＃")
    .replace("90", "80")
    .replace("＃", "90")
)
STARTER = finished(
    document(
        para("封面"),
        para("顺序乙"),
        para("顺序甲"),
        para("科学竟赛和艺术竟赛"),
        para("应删去的草稿文字"),
        para("节是传统节日之一"),
        para("下一段落"),
        UNSORTED,
        styles=STYLES,
        numbering=NUMBERING,
    )
)
TRACKED = document(
    para("正文一段话"),
    '<w:p><w:r><w:t>保留</w:t></w:r><w:ins w:id="1" w:author="x"><w:r><w:t>加上</w:t></w:r></w:ins>'
    '<w:del w:id="2" w:author="x"><w:r><w:delText>去掉</w:delText></w:r></w:del></w:p>',
)
SOURCE = {"图书馆.png": png()}

LARGE: list[tuple[str, dict[str, Any]]] = [
    ("heading", {"where": {"text": "一级标题在此"}, "level": 1}),
    ("heading", {"where": {"text": "一级标题在此"}, "level": 1, "via": "style"}),
    ("style", {"where": {"text": "引用一句"}, "value": "Quote"}),
    ("drop_cap", {"where": {"text": "节是传统节日之一"}, "lines": 3}),
    ("drop_cap", {"where": {"text": "节是传统节日之一"}}),
    ("opens", {}),
    ("text_present", {"text": "新写的一句话"}),
    ("text_absent", {"text": "应删去的草稿文字"}),
    ("replaced", {"old": "竟赛", "new": "竞赛", "count": 2}),
    ("paragraph_order", {"texts": ["顺序甲", "顺序乙", "顺序丙"]}),
    ("paragraph_alone", {"texts": ["单独成段的一句", "下一段落"]}),
    ("hyperlink", {"text": "护眼专栏", "address": "https://eyes.example.com/"}),
    ("format", {"value": "docx"}),
    ("property", {"name": "title", "value": "科技节通知"}),
    ("text_inserted", {"text": "（新校区）", "after": "举行"}),
    ("text_inserted", {"text": "（新校区）", "before": "的开幕式"}),
    ("comment", {"text": "核对日期", "on": "踊跃报名"}),
    ("comment", {"text": "核对日期"}),
    ("no_tracked_changes", {}),
    ("protected", {}),
    ("style_defined", {"name": "招新", "font": "黑体", "size": "三号", "bold": True}),
    ("style_defined", {"name": "招新", "bold": True}),
    ("equation", {"text": "a+b=c"}),
    ("equation", {}),
    ("same_format", {"text": "照样段落", "like": "样板段落"}),
    ("page_size", {"value": "A4"}),
    ("orientation", {"value": "landscape"}),
    ("margins", {"top": "2.54cm", "left": "3cm"}),
    ("columns", {"count": 2, "line": True}),
    ("columns", {"count": 2}),
    ("header_text", {"text": "实验中学"}),
    ("footer_text", {"text": "第三届"}),
    ("page_number", {"edge": "footer"}),
    ("page_border", {}),
    ("page_background", {"colour": "FFF2CC"}),
    ("page_break", {"before": "第一章春节"}),
    ("column_break", {"before": "第二章中秋"}),
    ("section_break", {"before": "顺序甲", "kind": "nextPage"}),
    ("section_break", {"before": "顺序甲"}),
    ("page_edge", {"text": "首页的字"}),
    ("page_number_format", {"format": "upperRoman", "start": 3}),
    ("page_number_format", {"start": 3}),
    ("watermark", {"text": "样稿"}),
    ("watermark", {}),
    ("text_direction", {"value": "vertical"}),
    ("line_numbers", {}),
    ("vertical_alignment", {"value": "center"}),
    ("edge_distance", {"header": "1.5cm", "footer": "1.75cm"}),
    ("column_gap", {"where": {"text": "下一段落"}, "gap": "1cm"}),
    ("page_border_colour", {"colour": "红色"}),
    ("table_size", {"rows": 4, "columns": 2}),
    ("table_cell", {"row": 2, "column": 1, "text": "甲"}),
    ("table_merged", {"holds": "安排表", "row": 1, "column": 1, "columns": 2}),
    ("table_borders", {}),
    ("table_column_width", {"width": "3cm", "column": 2}),
    ("table_row_height", {"height": "1cm", "exact": True}),
    ("table_row_height", {"height": "1cm", "row": 2}),
    ("table_shading", {"colour": "黄色", "row": 1}),
    ("table_style", {"style": "Light Grid"}),
    ("table_alignment", {"value": "center"}),
    ("table_cell_alignment", {"horizontal": "center", "vertical": "center"}),
    ("table_cell_alignment", {"vertical": "center", "row": 1}),
    ("table_lines", {"colour": "0000FF", "style": "single"}),
    ("table_lines", {"sides": "inner"}),
    ("table_lines", {"sides": "outer", "width": "1pt"}),
    ("table_sorted", {"holds": "姓名", "column": 2}),
    ("table_formula", {"row": 4, "column": 2, "value": "170"}),
    ("table_header_row", {}),
    ("picture_count", {"at_least": 1}),
    ("picture_wrap", {"value": "square"}),
    ("picture_position", {"value": "center"}),
    ("picture_same", {"source": "图书馆.png"}),
    ("picture_size", {"width": "3cm"}),
    ("picture_crop", {"left": 10}),
    ("picture_crop", {}),
    ("picture_text", {"text": "图书馆"}),
    ("text_box", {"text": "温馨提示"}),
    ("note", {"text": "过年"}),
    ("contents", {}),
    ("contents_levels", {"texts": ["第一章", "第二章"]}),
    ("bookmark", {"name": "此处", "on": "第三章"}),
    ("bookmark", {"name": "此处"}),
    ("field", {"kind": "DATE"}),
    ("field", {"kind": "NUMPAGES", "place": "footer"}),
    ("caption", {"text": "校园地图", "label": "图"}),
    ("caption", {"text": "校园地图"}),
    ("shape", {"geometry": "star5", "text": "优秀"}),
    ("shape", {"text": "优秀"}),
    ("shape_fill", {"text": "优秀", "colour": "绿色"}),
    ("shape_fill", {"geometry": "star5", "kind": "solid"}),
    ("shape_line", {"text": "优秀", "colour": "红色", "width": "3pt"}),
    ("shape_line", {"text": "优秀", "width": "3pt"}),
    ("shape_size", {"text": "优秀", "width": "3cm"}),
    ("shape_rotation", {"text": "优秀", "degrees": 30}),
    ("shape_effect", {"text": "优秀", "effect": "shadow"}),
    ("word_art", {"text": "迎新晚会"}),
    ("smart_art", {"texts": ["春", "夏"]}),
    ("group", {"members": 2}),
    ("chart", {"type": "column", "title": "成绩图", "values": ["90", "85"], "categories": ["一班", "二班"],
               "legend": True, "labels": True}),
    ("chart", {"type": "column"}),
    ("chart", {"title": "成绩图"}),
    ("chart", {"legend": True}),
    ("chart", {"labels": True}),
    ("chart", {"categories": ["一班", "二班"]}),
]  # fmt: skip
FOLLOWED = document(para("甲段文字"), para("乙段文字"), para("丙段文字"))


def all_cases() -> dict[str, Case]:
    """Return every case by its name: the type, and a number where it has several."""
    named: list[tuple[str, Case]] = []
    for kind, (inner, more) in RUN_LOOKS.items():
        named += [(kind, on_text(kind, "rPr", inner, more)), (f"{kind} in a style", in_style(kind, "rPr", inner, more))]
    for looks in (PARAGRAPH_LOOKS, MORE_LOOKS):
        for kind, (inner, more) in looks.items():
            named.append((kind, on_text(kind, "pPr", inner, more)))
            if "numPr" not in inner:
                named.append((f"{kind} in a style", in_style(kind, "pPr", inner, more)))
    glowing = f'<w14:glow xmlns:w14="{WORD14}" w14:rad="63500"/>'
    named.append(("text_effect", on_text("text_effect", "rPr", glowing, {"effect": "glow"})))
    for kind, parameters in LARGE:
        named.append((kind, Case(MODEL, STARTER, call(f"W.{kind}", FILE, **parameters), SOURCE)))
    named.append(("tracked_changes", Case(TRACKED, FOLLOWED, call("W.tracked_changes", FILE), {})))
    count = document(para("甲段文字"), para("乙段文字"), para("丙段文字"), para("丁段文字"))
    named.append(("paragraph_count", Case(count, FOLLOWED, call("W.paragraph_count", FILE, value=4), {})))
    found: dict[str, Case] = {}
    for name, case in named:
        again = sum(one.partition(" #")[0] == name for one in found)
        found[f"{name} #{again + 1}" if again else name] = case
    return found
