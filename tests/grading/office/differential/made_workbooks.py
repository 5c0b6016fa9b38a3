"""Workbooks drawn from a seed: cell formats over named styles, number formats, values of all kinds, formulas."""

from __future__ import annotations

import random
from xml.sax.saxutils import escape, quoteattr

from tests.grading.office.builders import cells, xlsx
from tests.grading.office.differential.made_documents import CHINESE_FONTS, FONTS, TEXTS

ROWS, COLUMNS = 30, 8
LOOKS, NAMED = 24, 3
CODES = (
    "0", "0.00", "#,##0", "#,##0.00", "0%", "0.0%", "0.00E+00", "yyyy-mm-dd", 'yyyy"年"m"月"d"日"', "h:mm:ss",
    "[h]:mm", '"¥"#,##0.00', "[$€-407] #,##0.00", "0.0;[Red]-0.0", "#,##0.00;(#,##0.00)", "@", "000000", "General",
    '0"分"', "[Red]0.0", "mm/dd/yy", "yyyy-mm-dd hh:mm", "# ?/?",
)  # fmt: skip
_COLOURS = ('<color rgb="FFFF0000"/>', '<color theme="4"/>', '<color rgb="FF00B050"/>')
_FILLS = ('<fgColor rgb="FFFFFF00"/>', '<fgColor theme="4" tint="0.4"/>', '<fgColor theme="4" tint="-0.25"/>')
FORMULAS = (
    "SUM(A1:C5)", "AVERAGE($A$1:$A$9)", 'IF(A1>50,"及格","不及格")', "ROUND(A1/3,2)", "Sheet2!B2*2", "A1&B1",
    'COUNTIF(A1:A9,">=60")', "VLOOKUP(A1,$A$1:$C$9,2,FALSE)", "(A1:C3 B2:D4)", "SUM(A1:A3,C1:C3)", "-A1^2", "TODAY()-1",
    "SUM(Sheet1:Sheet2!A1)", "IFERROR(1/0,0)", "{1,2;3,4}",
)  # fmt: skip


class WorkbookDraw:
    """Draws one file; equal seeds give equal bytes."""

    def __init__(self, seed: int) -> None:
        """`seed` is all that makes two files differ."""
        self._chance = random.Random(seed)

    def file(self) -> bytes:
        """Return the bytes of an xlsx file."""
        sheet = cells(*(self._row(row) for row in range(1, ROWS + 1)))
        other = cells(*(self._row(row, formulas=False) for row in range(1, 6)))
        return xlsx(sheet, styles=self._styles(), more_sheets={"Sheet2": other})

    def _maybe(self, share: float) -> bool:
        return self._chance.random() < share

    def _styles(self) -> str:
        pick = self._chance.choice
        codes = "".join(f'<numFmt numFmtId="{200 + n}" formatCode={quoteattr(code)}/>' for n, code in enumerate(CODES))
        fonts = "".join(self._font() for _ in range(LOOKS))
        fills = "".join(
            f'<fill><patternFill patternType="solid">{pick(_FILLS)}</patternFill></fill>' for _ in range(LOOKS)
        )
        empty = '<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
        named = "".join(f"<xf {self._ids()}/>" for _ in range(NAMED))
        looks = "".join(self._look() for _ in range(LOOKS))
        styles = "".join(f'<cellStyle name="样式{n}" xfId="{n}"/>' for n in range(1, NAMED))
        first = '<font><sz val="11"/><name val="Calibri"/></font>'
        return (
            f"<numFmts>{codes}</numFmts><fonts>{first}{fonts}</fonts><fills>{empty}{fills}</fills>"
            f'<borders><border/></borders><cellStyleXfs><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>{named}'
            f'</cellStyleXfs><cellXfs><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>{looks}</cellXfs>'
            f'<cellStyles><cellStyle name="Normal" xfId="0" builtinId="0"/>{styles}</cellStyles>'
        )

    def _font(self) -> str:
        pick = self._chance.choice
        switches = "".join(f"<{name}/>" for name in ("b", "i", "strike") if self._maybe(0.3))
        under = f'<u val="{pick(("single", "double"))}"/>' if self._maybe(0.3) else ""
        colour = pick(_COLOURS) if self._maybe(0.5) else ""
        size, name = self._chance.randint(8, 30), pick((*FONTS, *CHINESE_FONTS))
        return f'<font>{switches}{under}<sz val="{size}"/>{colour}<name val="{name}"/></font>'

    def _ids(self) -> str:
        draw = self._chance.randint
        fill = draw(2, LOOKS + 1) if self._maybe(0.5) else 0
        return f'numFmtId="{200 + draw(0, len(CODES) - 1)}" fontId="{draw(0, LOOKS)}" fillId="{fill}" borderId="0"'

    def _look(self) -> str:
        pick = self._chance.choice
        marks = 'applyNumberFormat="1" applyFont="1" applyFill="1" applyAlignment="1"'
        align = f'horizontal="{pick(("left", "center", "right", "justify", "general"))}"' if self._maybe(0.6) else ""
        wrap = 'wrapText="1"' if self._maybe(0.3) else ""
        return (
            f'<xf {self._ids()} xfId="{self._chance.randint(0, NAMED - 1)}" {marks}>'
            f'<alignment {align} vertical="center" {wrap}/></xf>'
        )

    def _row(self, row: int, *, formulas: bool = True) -> str:
        found = "".join(self._cell(row, column, formulas=formulas) for column in range(COLUMNS))
        return f'<row r="{row}">{found}</row>'

    def _cell(self, row: int, column: int, *, formulas: bool) -> str:
        place = f'r="{chr(65 + column)}{row}" s="{self._chance.randint(0, LOOKS)}"'
        kind = self._chance.choice(("number", "number", "text", "boolean", "formula" if formulas else "date"))
        if kind == "text":
            text = escape(self._chance.choice(TEXTS))
            return f'<c {place} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
        if kind == "boolean":
            return f'<c {place} t="b"><v>{self._chance.randint(0, 1)}</v></c>'
        if kind == "formula":
            return f"<c {place}><f>{escape(self._chance.choice(FORMULAS))}</f></c>"
        return f"<c {place}><v>{round(self._chance.uniform(0, 50000), self._chance.randint(0, 4))}</v></c>"
