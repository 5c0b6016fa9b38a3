"""The three spreadsheet tasks: what is handed out, and the answer of a perfect candidate."""

from __future__ import annotations

from typing import Any

import sheet as s
from bridge import EXCEL
from office_task import Do, OfficeTask

Rows = list[list[str | float]]

SCORES: Rows = [
    ["学号", "姓名", "语文", "数学", "英语"],
    ["0801", "陈一帆", 92, 88, 95],
    ["0802", "林小满", 85, 96, 90],
    ["0803", "吴思远", 78, 84, 81],
    ["0804", "郑可", 90, 90, 87],
    ["0805", "赵雨桐", 66, 93, 72],
    ["0806", "黄子轩", 58, 71, 64],
    ["0807", "周佳宁", 88, 79, 92],
    ["0808", "徐浩然", 73, 55, 69],
    ["0809", "蔡欣怡", 95, 97, 98],
    ["0810", "许文博", 81, 86, 77],
    ["0811", "苏雅琪", 86, 91, 89],
    ["0812", "叶俊杰", 69, 74, 58],
]
SALE: Rows = [
    ["书名", "捐书班级", "单价（元）", "数量（本）"],
    ["海底两万里", "七（1）班", 15, 12],
    ["西游记", "七（2）班", 18, 9],
    ["昆虫记", "七（1）班", 12, 16],
    ["朝花夕拾", "七（3）班", 10, 21],
    ["骆驼祥子", "七（2）班", 11, 14],
    ["科学实验一百例", "七（3）班", 22.5, 8],
    ["唐诗三百首", "七（1）班", 9.5, 25],
    ["数学趣谈", "七（2）班", 16, 11],
]
WEATHER: Rows = [
    ["日期", "最高气温", "最低气温", "天气"],
    ["3月1日", 18, 11, "多云"],
    ["3月2日", 21, 12, "晴"],
    ["3月3日", 23, 14, "晴"],
    ["3月4日", 19, 13, "雨"],
    ["3月5日", 16, 10, "雨"],
    ["3月6日", 15, 9, "阴"],
    ["3月7日", 20, 11, "晴"],
    ["3月8日", 24, 15, "晴"],
    ["3月9日", 22, 16, "多云"],
    ["3月10日", 17, 12, "雨"],
]


def begin_scores(document: Any) -> None:
    """Write the score sheet."""
    sheet = s.begin(document, "成绩表")
    s.fill(sheet, "A1", SCORES)
    s.fill(sheet, "F1", [["总分", "平均分", "名次", "等级"]])
    s.fill(sheet, "A15", [["数学不低于90分的人数"]])
    s.widths(sheet, "A", 24)


def answer_scores(document: Any, do: Do, _graphic: Any) -> None:
    """Calculate and show the scores as asked; a point that is left out leaves typed numbers behind."""
    sheet = document.Sheets.getByIndex(0)
    s.formulas(sheet, "F", 2, 13, "=SUM(C{row}:E{row})")
    s.formulas(sheet, "G", 2, 13, "=AVERAGE(C{row}:E{row})")
    s.formulas(sheet, "H", 2, 13, "=RANK(F{row};$F$2:$F$13)")
    s.formulas(sheet, "I", 2, 13, '=IF(AVERAGE(C{row}:E{row})>=85;"优秀";"合格")')
    s.formulas(sheet, "D", 15, 15, '=COUNTIF(D2:D13;">=90")')
    if do("p03"):
        s.number_format(document, sheet, "G2:G13", "0.0")
    if do("p07"):
        s.bold(sheet, "A1:I1")
        s.centre(sheet, "A1:I1")
    if do("p08"):
        s.mark_less(document, sheet, "C2:E13", "60", 0xFF0000)
    if do("p09"):
        title = "学生总分图" if do("p10") else "图表"
        s.chart(sheet, "Column", categories="B1:B13", data="F1:F13", title=title)
    for point, place in (("p02", "G2:G13"), ("p04", "H2:H13"), ("p05", "I2:I13"), ("p06", "D15"), ("p01", "F2:F13")):
        if not do(point):
            s.freeze_values(sheet, place)


def begin_sale(document: Any) -> None:
    """Write the record of the book sale."""
    sheet = s.begin(document, "Sheet1")
    s.fill(sheet, "A1", [["七年级图书义卖记录"]])
    s.fill(sheet, "A2", SALE)
    s.fill(sheet, "E2", [["应收（元）", "实收（元）", "占比"]])
    s.fill(sheet, "A11", [["合计"]])
    s.fill(sheet, "I2", [["折扣", 0.9]])
    s.widths(sheet, "AB", 32)


def answer_sale(document: Any, do: Do, _graphic: Any) -> None:
    """Calculate and tidy the record as asked."""
    sheet = document.Sheets.getByIndex(0)
    if do("p01"):
        sheet.Name = "义卖"
    if do("p02"):
        s.merge(sheet, "A1:G1")
    if do("p03"):
        s.size(sheet, "A1:G1", 18)
        s.centre(sheet, "A1:G1")
    if do("p04"):
        s.sort(sheet, "A2:D10", 3, ascending=False)
    s.formulas(sheet, "E", 3, 10, "=C{row}*D{row}")
    s.formulas(sheet, "F", 3, 10, "=C{row}*D{row}*$J$2")
    s.formulas(sheet, "F", 11, 11, "=SUM(F3:F10)")
    s.formulas(sheet, "G", 3, 10, "=F{row}/$F$11")
    if do("p09"):
        s.number_format(document, sheet, "G3:G10", "0.0%")
    s.number_format(document, sheet, "F3:F11", "0.00")
    if do("p10"):
        sheet.getCellRangeByName("A2:G2").CellBackColor = 0xFFFF00
    if do("p11"):
        s.borders(sheet, "A2:G11")
    for point, place in (("p05", "E3:E10"), ("p08", "G3:G10"), ("p07", "F11"), ("p06", "F3:F10")):
        if not do(point):
            s.freeze_values(sheet, place)


def begin_weather(document: Any) -> None:
    """Write the temperatures."""
    sheet = s.begin(document, "三月气温")
    s.fill(sheet, "A1", WEATHER)
    s.fill(sheet, "A13", [["最高值"], ["最低值"], ["平均最高气温"], ["晴天天数"]])
    s.widths(sheet, "A", 30)


def answer_weather(document: Any, do: Do, _graphic: Any) -> None:
    """Calculate and show the temperatures as asked."""
    sheet = document.Sheets.getByIndex(0)
    if do("p01"):
        s.fill(sheet, "E1", [["温差"]])
        s.formulas(sheet, "E", 2, 11, "=B{row}-C{row}")
    if do("p02"):
        s.formulas(sheet, "B", 13, 13, "=MAX(B2:B11)")
    if do("p03"):
        s.formulas(sheet, "B", 14, 14, "=MIN(C2:C11)")
    if do("p04"):
        s.formulas(sheet, "B", 15, 15, "=AVERAGE(B2:B11)")
    else:
        s.fill(sheet, "B15", [[19.5]])
    if do("p05"):
        s.number_format(document, sheet, "B15", "0.00")
    if do("p06"):
        s.formulas(sheet, "B", 16, 16, '=COUNTIF(D2:D11;"晴")')
    if do("p07"):
        sheet.getCellRangeByName("A1:E1").CharColor = 0x0000FF
    if do("p08"):
        s.freeze(document, 1)
    if do("p09"):
        s.allow_list(sheet, "D2:D11", ["晴", "多云", "阴", "雨"])
    if do("p10"):
        s.auto_filter(document, sheet, "A1:E11")
    if do("p11"):
        s.chart(sheet, "Line", categories="A1:A11", data="B1:B11", title="最高气温变化图")


TASKS = (
    OfficeTask("SS-01", "成绩.xlsx", "scalc", EXCEL, 10, begin_scores, answer_scores),
    OfficeTask("SS-02", "义卖.xlsx", "scalc", EXCEL, 11, begin_sale, answer_sale),
    OfficeTask("SS-03", "气温.xlsx", "scalc", EXCEL, 11, begin_weather, answer_weather),
)
