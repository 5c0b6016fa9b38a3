"""Word-processing files drawn from a seed: every level of the chain says something, and they contradict each other."""

from __future__ import annotations

import random

from tests.grading.office.builders import docx, theme
from tests.grading.office.docx_builders import style

PARAGRAPHS, TABLES = 24, 3
FONTS = ("Arial", "Georgia", "Courier New", "Verdana")
CHINESE_FONTS = ("宋体", "黑体", "楷体", "仿宋")
THEME_FONTS = ("minorHAnsi", "majorHAnsi")
TEXTS = (
    "信息技术无纸化上机考试",
    "Information Technology",
    "第3题：把标题设为黑体，28磅。",
    "“引号”与‘单引号’——破折号…… and more",
    "温度 25℃ 面积 10㎡ 编号 ①②③",
    "café naïve Größe 中英混排 mixed",
    "ＡＢＣ１２３ full width，半角 half",
    "电话：010-12345678（办）",
)
TOGGLES = ("b", "i", "strike", "caps", "smallCaps")
PARTS = ("firstRow", "lastRow", "firstCol", "lastCol", "band1Horz", "band2Horz", "band1Vert", "band2Vert", "nwCell",
         "seCell")  # fmt: skip


_LOOK = {
    "firstRow": 0x20,
    "lastRow": 0x40,
    "firstColumn": 0x80,
    "lastColumn": 0x100,
    "noHBand": 0x200,
    "noVBand": 0x400,
}
_MARKS = ("firstRow", "lastRow", "firstColumn", "lastColumn", "oddVBand", "evenVBand", "oddHBand", "evenHBand",
          "firstRowLastColumn", "firstRowFirstColumn", "lastRowLastColumn", "lastRowFirstColumn")  # fmt: skip
_MARKS_OF_ROWS = ("firstRow", "lastRow", "oddHBand", "evenHBand")
_COMPAT = '<w:compatSetting w:name="{}" w:uri="http://schemas.microsoft.com/office/word" w:val="{}"/>'
SETTINGS = (
    f"<w:compat>{_COMPAT.format('compatibilityMode', 15)}"
    f"{_COMPAT.format('overrideTableStyleFontSizeAndJustification', 1)}</w:compat>"
    '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
)


class DocumentDraw:
    """Draws one file; equal seeds give equal bytes."""

    def __init__(self, seed: int) -> None:
        """`seed` is all that makes two files differ."""
        self._chance = random.Random(seed)
        self._paragraph_styles = [f"P{n}" for n in range(1, 7)]
        self._character_styles = [f"C{n}" for n in range(1, 5)]
        self._table_styles = ["T1", "T2", "T3"]

    def file(self) -> bytes:
        """Return the bytes of a docx file."""
        body = "".join(self._paragraph() for _ in range(PARAGRAPHS))
        body += "".join(self._table() + self._paragraph() for _ in range(TABLES))
        return docx(
            body + '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:bottom="1440" w:left="1800" '
            'w:right="1800" w:header="720" w:footer="720" w:gutter="0"/></w:sectPr>',
            styles=self._styles(),
            numbering=self._numbering(),
            settings=SETTINGS,
            theme=theme(latin="Cambria", hans="隶书"),
        )

    def _maybe(self, share: float) -> bool:
        return self._chance.random() < share

    def _look(self, share: float) -> str:
        pick, draw = self._chance.choice, self._chance.randint
        found = []
        if self._maybe(share):
            found.append(self._fonts())
        toggles = TOGGLES[:2] if self._maybe(0.7) else TOGGLES
        found.extend(self._switch(toggle) for toggle in toggles if self._maybe(share / 2))
        if self._maybe(share / 2):
            found.append(f'<w:color w:val="{pick(("FF0000", "0000FF", "auto", "00B050"))}"/>')
        if self._maybe(share):
            found.append(f'<w:sz w:val="{draw(16, 72)}"/>')
        if self._maybe(share / 3):
            found.append(f'<w:u w:val="{pick(("single", "double", "wave", "none"))}"/>')
        if self._maybe(share / 4):
            found.append(f'<w:vertAlign w:val="{pick(("superscript", "subscript", "baseline"))}"/>')
        return "".join(found)

    def _switch(self, name: str) -> str:
        return f"<w:{name}/>" if self._maybe(0.7) else f'<w:{name} w:val="0"/>'

    def _fonts(self) -> str:
        pick = self._chance.choice
        parts = []
        if self._maybe(0.6):
            western = pick(FONTS)
            parts.append(f'w:ascii="{western}" w:hAnsi="{western}"')
        elif self._maybe(0.5):
            themed = pick(THEME_FONTS)
            parts.append(f'w:asciiTheme="{themed}" w:hAnsiTheme="{themed}"')
        if self._maybe(0.6):
            parts.append(f'w:eastAsia="{pick(CHINESE_FONTS)}"')
        elif self._maybe(0.4):
            parts.append('w:eastAsiaTheme="minorEastAsia"')
        return f"<w:rFonts {' '.join(parts)}/>" if parts else ""

    def _shape(self, share: float, *, indents: bool = True) -> str:
        pick, draw = self._chance.choice, self._chance.randint
        found = []
        if self._maybe(share):
            found.append(self._spacing())
        if indents and self._maybe(share):
            found.append(self._indents())
        if self._maybe(share):
            found.append(f'<w:jc w:val="{pick(("left", "center", "right", "both", "distribute"))}"/>')
        if self._maybe(share / 4):
            found.append(f'<w:outlineLvl w:val="{draw(0, 9)}"/>')
        return "".join(found)

    def _spacing(self) -> str:
        draw = self._chance.randint
        parts = []
        if self._maybe(0.6):
            parts.append(f'w:before="{draw(0, 24) * 20}"')
        if self._maybe(0.6):
            parts.append(f'w:after="{draw(0, 24) * 20}"')
        if self._maybe(0.6):
            rule = self._chance.choice(("auto", "exact", "atLeast"))
            line = draw(4, 12) * 60 if rule == "auto" else draw(10, 40) * 20
            parts.append(f'w:line="{line}" w:lineRule="{rule}"')
        return f"<w:spacing {' '.join(parts)}/>" if parts else ""

    def _indents(self) -> str:
        draw = self._chance.randint
        parts = []
        if self._maybe(0.6):
            parts.append(f'w:left="{draw(0, 40) * 20}"')
        if self._maybe(0.4):
            parts.append(f'w:right="{draw(0, 40) * 20}"')
        if self._maybe(0.6):
            parts.append(f'w:{self._chance.choice(("firstLine", "hanging"))}="{draw(0, 20) * 20}"')
        return f"<w:ind {' '.join(parts)}/>" if parts else ""

    def _styles(self) -> str:
        found = [self._defaults(), style("Normal", self._style_inner(0.3), default=True)]
        for number, name in enumerate(self._paragraph_styles):
            base = self._chance.choice(["Normal", "", *self._paragraph_styles[:number]])
            tied = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number + 1}"/></w:numPr>' if number in {3, 4} else ""
            found.append(style(name, self._style_inner(0.5, tied), based_on=base))
        for number, name in enumerate(self._character_styles):
            base = self._chance.choice(["", *self._character_styles[:number]])
            found.append(style(name, f"<w:rPr>{self._look(0.6)}</w:rPr>", "character", base))
        found.extend(
            style(name, self._style_inner(0.4, indents=False) + self._parts(), "table") for name in self._table_styles
        )
        return "".join(found)

    def _defaults(self) -> str:
        look = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="宋体"/><w:sz w:val="21"/>'
        if self._maybe(0.3):
            look = '<w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia"/>'
        if self._maybe(0.3):
            look += f'<w:sz w:val="{self._chance.choice((21, 22, 24))}"/>'
        shape = self._spacing() if self._maybe(0.6) else ""
        return (
            f"<w:docDefaults><w:rPrDefault><w:rPr>{look}</w:rPr></w:rPrDefault>"
            f"<w:pPrDefault><w:pPr>{shape}</w:pPr></w:pPrDefault></w:docDefaults>"
        )

    def _style_inner(self, share: float, tied: str = "", *, indents: bool = True) -> str:
        return f"<w:pPr>{tied}{self._shape(share, indents=indents)}</w:pPr><w:rPr>{self._look(share)}</w:rPr>"

    def _parts(self) -> str:
        return "".join(
            f'<w:tblStylePr w:type="{part}">{self._style_inner(0.4, indents=False)}</w:tblStylePr>'
            for part in PARTS
            if self._maybe(0.6)
        )

    def _numbering(self) -> str:
        found = []
        for abstract in range(1, 6):
            levels = "".join(self._list_level(level) for level in range(3))
            found.append(
                f'<w:abstractNum w:abstractNumId="{abstract}"><w:multiLevelType w:val="multilevel"/>{levels}'
                "</w:abstractNum>"
            )
        found.extend(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(1, 6))
        return "".join(found)

    def _list_level(self, level: int) -> str:
        indents = f'w:left="{420 * (level + 1)}" w:hanging="{self._chance.randint(0, 20) * 20}"'
        return (
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
            f'<w:lvlText w:val="%{level + 1}."/><w:lvlJc w:val="left"/><w:pPr><w:ind {indents}/></w:pPr></w:lvl>'
        )

    def _paragraph(self) -> str:
        properties = f'<w:pStyle w:val="{self._chance.choice(self._paragraph_styles)}"/>' if self._maybe(0.7) else ""
        if self._maybe(0.25):
            properties += (
                f'<w:numPr><w:ilvl w:val="{self._chance.randint(0, 2)}"/>'
                f'<w:numId w:val="{self._chance.randint(1, 5)}"/></w:numPr>'
            )
        properties += self._shape(0.3)
        runs = "".join(self._run() for _ in range(self._chance.randint(1, 4)))
        return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"

    def _plain_paragraph(self) -> str:
        # LibreOffice lets a table style win over paragraph and character styles, which Word never does.
        look = "" if self._maybe(0.5) else self._look(0.3)
        text = self._chance.choice(TEXTS)
        return f'<w:p><w:pPr/><w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'

    def _run(self) -> str:
        look = f'<w:rStyle w:val="{self._chance.choice(self._character_styles)}"/>' if self._maybe(0.4) else ""
        look += self._look(0.3)
        return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{self._chance.choice(TEXTS)}</w:t></w:r>'

    def _table(self) -> str:
        chance = self._chance
        on = {flag: chance.random() < 0.6 for flag in _LOOK}
        if not on["noHBand"]:
            on["noVBand"] = True  # where bands cross, Word has the rows above the columns, LibreOffice the other way
        flags = "".join(f' w:{flag}="{int(value)}"' for flag, value in on.items())
        bits = sum(bit for flag, bit in _LOOK.items() if on[flag])
        rows, columns = chance.randint(2, 5), chance.randint(2, 4)
        grid = '<w:gridCol w:w="2000"/>' * columns
        body = "".join(self._row(on, row, rows, columns) for row in range(rows))
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{chance.choice(self._table_styles)}"/>'
            f'<w:tblW w:w="{2000 * columns}" w:type="dxa"/><w:tblLook w:val="{bits:04X}"{flags}/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"
        )

    def _row(self, on: dict[str, bool], row: int, rows: int, columns: int) -> str:
        places = [of_place(on, row, rows, column, columns) for column in range(columns)]
        of_row = set.intersection(*places) & set(_MARKS_OF_ROWS)
        cells = "".join(
            f'<w:tc><w:tcPr>{marks(place - of_row)}<w:tcW w:w="2000" w:type="dxa"/></w:tcPr>'
            f"{self._plain_paragraph()}</w:tc>"
            for place in places
        )
        return f"<w:tr><w:trPr>{marks(of_row)}</w:trPr>{cells}</w:tr>"


def of_place(on: dict[str, bool], row: int, rows: int, column: int, columns: int) -> set[str]:
    """Return which parts of a table style a cell is in, as Word notes it in w:cnfStyle (LibreOffice goes by that)."""
    top, bottom = on["firstRow"] and row == 0, on["lastRow"] and row == rows - 1
    left, right = on["firstColumn"] and column == 0, on["lastColumn"] and column == columns - 1
    found = {name for name, holds in zip(_MARKS, (top, bottom, left, right), strict=False) if holds}
    if not on["noVBand"] and not left and not right:
        found.add("oddVBand" if (column - int(on["firstColumn"])) % 2 == 0 else "evenVBand")
    if not on["noHBand"] and not top and not bottom:
        found.add("oddHBand" if (row - int(on["firstRow"])) % 2 == 0 else "evenHBand")
    corners = ((top and right), (top and left), (bottom and right), (bottom and left))
    return found | {name for name, holds in zip(_MARKS[8:], corners, strict=True) if holds}


def marks(parts: set[str]) -> str:
    bits = "".join(str(int(name in parts)) for name in _MARKS)
    return f'<w:cnfStyle w:val="{bits}"/>'
