"""Draws the figures of the objective items: flow charts, a network, a sheet, charts, a decision tree.

A figure's file name is what a reader hears instead of it, so names say what is shown and never the answer.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from canvas import BLUE, GREY, INK, PALE, PAPER, Box, Canvas, Point

COMPACT = 0.88  # so that a figure and four options stand on one screen of 768 lines
BITMAP = ("00111100", "01000010", "10100101", "10000001", "10100101", "10011001", "01000010", "00111100")
LOANS = (("周一", 30), ("周二", 45), ("周三", 40), ("周四", 70), ("周五", 65))
CLUBS = (("篮球社", 40, "#2f6fb7"), ("合唱社", 25, "#e0873a"), ("美术社", 20, "#4f9d69"), ("编程社", 15, "#9a5fb4"))
SHEET = (
    ("姓名", "语文", "数学", "英语", "总分"),
    ("陈一帆", "92", "88", "95", ""),
    ("林小满", "85", "96", "90", ""),
    ("吴思远", "78", "84", "81", ""),
    ("郑可", "90", "90", "87", ""),
    ("赵雨桐", "66", "93", "72", ""),
)


def draw_all(folder: Path) -> list[Path]:
    """Draw every figure into `folder` and return the files."""
    paths = []
    for name, draw in FIGURES.items():
        path = folder / f"{name}.png"
        draw().save(path)
        paths.append(path)
    return paths


def bitmap() -> Canvas:
    """Draw the eight by eight black and white picture with row numbers."""
    canvas, cell, left, top = Canvas(350, 290, COMPACT), 31, 44, 34
    canvas.text((left + 4 * cell, 16), "从左到右为第 1～8 列", size=13, colour="#55606c")
    for row, bits in enumerate(BITMAP):
        canvas.text((22, top + row * cell + cell / 2), str(row + 1), size=14)
        for column, bit in enumerate(bits):
            x, y = left + column * cell, top + row * cell
            canvas.box((x, y, x + cell, y + cell), fill=INK if bit == "1" else PAPER, colour="#8a96a3", width=1)
    return canvas


def loans() -> Canvas:
    """Draw the line chart of books lent in a week."""
    canvas = Canvas(520, 300, COMPACT)
    canvas.text((230, 20), "某周每天的借书量（本）", size=16, bold=True)
    base, left, step = 255.0, 60.0, 78.0
    for value in range(0, 81, 20):
        y = base - value * 2.5
        canvas.line((left - 6, y), (440, y), colour=GREY, width=1)
        canvas.text((left - 14, y), str(value), size=13, anchor="rm")
    points = [(left + 30 + step * number, base - value * 2.5) for number, (_day, value) in enumerate(LOANS)]
    canvas.line(*points, colour=BLUE, width=2.4)
    for (day, value), (x, y) in zip(LOANS, points, strict=True):
        canvas.oval((x - 5, y - 5, x + 5, y + 5), fill=BLUE, colour=BLUE)
        canvas.text((x, y - 16), str(value), size=14, bold=True)
        canvas.text((x, base + 22), day, size=14)
    return canvas


def network() -> Canvas:
    """Draw five computers around a switch."""
    canvas = Canvas(520, 310, COMPACT)
    centre = (260.0, 150.0)
    places = (("PC1", 80, 70), ("PC2", 80, 235), ("PC3", 260, 262), ("PC4", 440, 235), ("服务器", 440, 70))
    for _name, x, y in places:
        canvas.line(centre, (x, y), colour="#5a6b7d", width=2)
    canvas.box((205, 126, 315, 174), fill=BLUE, colour=BLUE, radius=8)
    canvas.text(centre, "交换机", colour=PAPER, size=17, bold=True)
    for name, x, y in places:
        _computer(canvas, x, y, name)
    return canvas


def _computer(canvas: Canvas, x: float, y: float, name: str) -> None:
    canvas.box((x - 44, y - 32, x + 44, y + 20), fill=PALE, colour=INK, radius=4, width=2)
    canvas.polygon((x - 14, y + 20), (x + 14, y + 20), (x + 22, y + 32), (x - 22, y + 32), fill=GREY)
    canvas.text((x, y - 6), name, size=15, bold=True)


def branch_chart() -> Canvas:
    """Draw the flow chart with one decision."""
    canvas = Canvas(460, 316)
    _terminal(canvas, (230, 18), "开始")
    canvas.arrow((230, 32), (230, 48))
    _data(canvas, (230, 64), "输入 x")
    canvas.arrow((230, 80), (230, 95))
    _decision(canvas, (230, 126), "x > 0 ?")
    canvas.arrow((152, 126), (105, 126), (105, 170))
    canvas.arrow((308, 126), (355, 126), (355, 170))
    canvas.text((130, 113), "是", size=14)
    canvas.text((330, 113), "否", size=14)
    _process(canvas, (105, 188), "y = x × 2")
    _process(canvas, (355, 188), "y = x + 10")
    canvas.line((105, 206), (105, 224), (230, 224))
    canvas.line((355, 206), (355, 224), (230, 224))
    canvas.arrow((230, 224), (230, 238))
    _data(canvas, (230, 254), "输出 y")
    canvas.arrow((230, 270), (230, 284))
    _terminal(canvas, (230, 299), "结束")
    return canvas


def loop_chart() -> Canvas:
    """Draw the flow chart with a loop."""
    canvas = Canvas(480, 304)
    _terminal(canvas, (200, 18), "开始")
    canvas.arrow((200, 32), (200, 48))
    _process(canvas, (200, 66), "s = 0，i = 1")
    canvas.arrow((200, 84), (200, 114))
    _decision(canvas, (200, 145), "i <= 5 ?")
    canvas.arrow((200, 176), (200, 202))
    canvas.text((216, 187), "是", size=14)
    _process(canvas, (200, 220), "s = s + i")
    canvas.arrow((200, 238), (200, 262))
    _process(canvas, (200, 280), "i = i + 2")
    canvas.arrow((125, 280), (60, 280), (60, 98), (197, 98))
    canvas.arrow((278, 145), (385, 145), (385, 204))
    canvas.text((300, 132), "否", size=14)
    _data(canvas, (385, 220), "输出 s")
    canvas.arrow((385, 236), (385, 265))
    _terminal(canvas, (385, 280), "结束")
    return canvas


def _terminal(canvas: Canvas, at: Point, words: str) -> None:
    x, y = at
    canvas.box((x - 50, y - 14, x + 50, y + 14), fill=PALE, radius=14)
    canvas.text(at, words)


def _process(canvas: Canvas, at: Point, words: str) -> None:
    x, y = at
    canvas.box((x - 75, y - 18, x + 75, y + 18), fill=PAPER)
    canvas.text(at, words)


def _data(canvas: Canvas, at: Point, words: str) -> None:
    x, y = at
    canvas.polygon((x - 62, y - 16), (x + 76, y - 16), (x + 62, y + 16), (x - 76, y + 16), fill=PAPER)
    canvas.text(at, words)


def _decision(canvas: Canvas, at: Point, words: str) -> None:
    x, y = at
    canvas.polygon((x - 78, y), (x, y - 31), (x + 78, y), (x, y + 31), fill=PAPER)
    canvas.text(at, words)


def sheet() -> Canvas:
    """Draw the score sheet as a spreadsheet shows it, with E2 picked."""
    canvas, widths = Canvas(570, 256), (40, 104, 86, 86, 86, 96)
    edges = [10.0]
    for width in widths:
        edges.append(edges[-1] + width)
    tops = [40 + 29.0 * row for row in range(len(SHEET) + 2)]
    canvas.box((10, 8, 82, 34), colour=GREY, width=1)
    canvas.text((46, 21), "E2", size=14)
    canvas.text((100, 21), "fx", size=14, colour="#55606c")
    canvas.box((118, 8, edges[-1], 34), colour=GREY, width=1)
    for column, letter in enumerate(" ABCDE"):
        _sheet_cell(canvas, (edges[column], tops[0], edges[column + 1], tops[1]), letter, head=True)
    for row, texts in enumerate(SHEET, start=1):
        _sheet_cell(canvas, (edges[0], tops[row], edges[1], tops[row + 1]), str(row), head=True)
        for column, words in enumerate(texts, start=1):
            box = (edges[column], tops[row], edges[column + 1], tops[row + 1])
            _sheet_cell(canvas, box, words, bold=row == 1)
    canvas.box((edges[5], tops[2], edges[6], tops[3]), fill=PAPER, colour="#1d7f46", width=2.6)
    return canvas


def _sheet_cell(canvas: Canvas, box: Box, words: str, *, head: bool = False, bold: bool = False) -> None:
    canvas.box(box, fill="#eef1f4" if head else PAPER, colour=GREY, width=1)
    canvas.text(((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), words, size=14, bold=bold)


def clubs() -> Canvas:
    """Draw the pie chart of the clubs."""
    canvas = Canvas(520, 300, COMPACT)
    canvas.text((230, 20), "各社团人数占社团总人数的比例", size=16, bold=True)
    start = 0.0
    for number, (name, share, colour) in enumerate(CLUBS):
        canvas.sector((40, 46, 280, 286), start, start + share * 3.6, fill=colour)
        start += share * 3.6
        y = 100 + number * 38
        canvas.box((312, y - 9, 330, y + 9), fill=colour, colour=colour)
        canvas.text((342, y), f"{name} {share}%", size=15, anchor="lm")
    return canvas


def watering() -> Canvas:
    """Draw the blocks of the watering device."""
    canvas = Canvas(560, 250)
    blocks = (
        ("土壤湿度传感器", 20, 30, 150),
        ("主控板", 215, 30, 130),
        ("水泵", 410, 30, 130),
        ("手机", 215, 170, 130),
    )
    for name, x, y, width in blocks:
        canvas.box((x, y, x + width, y + 56), fill=PALE, radius=8)
        canvas.text((x + width / 2, y + 28), name, size=16, bold=True)
    canvas.arrow((170, 58), (213, 58), colour=BLUE, width=2.2)
    canvas.text((192, 40), "数据", size=13)
    canvas.arrow((345, 58), (408, 58), colour=BLUE, width=2.2)
    canvas.text((376, 40), "命令", size=13)
    canvas.arrow((280, 88), (280, 168), colour=BLUE, width=2.2)
    canvas.text((342, 128), "无线网络传送数据", size=13, anchor="mm")
    canvas.text((475, 108), "抽水浇花", size=13)
    canvas.text((95, 108), "插在花盆的土里", size=13)
    return canvas


def decision_tree() -> Canvas:
    """Draw the tree that decides about exercise in the open."""
    canvas = Canvas(610, 300, COMPACT)
    for start, end, words, place in (
        ((250, 60), (135, 118), "是", (172, 80)),
        ((250, 60), (370, 118), "否", (330, 80)),
        ((370, 160), (255, 232), "是", (292, 192)),
        ((370, 160), (470, 232), "否", (440, 192)),
    ):
        canvas.arrow(start, end)
        canvas.text(place, words, size=15)
    for words, x, y in (("是否下雨？", 250, 38), ("空气质量是否良好？", 370, 140)):
        canvas.box((x - 92, y - 22, x + 92, y + 22), fill=PALE, radius=6)
        canvas.text((x, y), words, size=16)
    for words, x, y in (("不去户外锻炼", 120, 140), ("去户外锻炼", 240, 254), ("不去户外锻炼", 470, 254)):
        canvas.oval((x - 80, y - 21, x + 80, y + 21), fill="#f6efe2")
        canvas.text((x, y), words, size=15)
    return canvas


def rounded() -> Canvas:
    """Draw the start and end symbol."""
    canvas = Canvas(120, 56)
    canvas.box((10, 10, 110, 46), fill=PALE, radius=18)
    return canvas


def parallelogram() -> Canvas:
    """Draw the input and output symbol."""
    canvas = Canvas(120, 56)
    canvas.polygon((26, 10), (112, 10), (94, 46), (8, 46), fill=PALE)
    return canvas


def diamond() -> Canvas:
    """Draw the decision symbol."""
    canvas = Canvas(120, 56)
    canvas.polygon((10, 28), (60, 5), (110, 28), (60, 51), fill=PALE)
    return canvas


def rectangle() -> Canvas:
    """Draw the processing symbol."""
    canvas = Canvas(120, 56)
    canvas.box((12, 10, 108, 46), fill=PALE)
    return canvas


FIGURES: dict[str, Callable[[], Canvas]] = {
    "八行八列的黑白像素图": bitmap,
    "一周借书量折线图": loans,
    "机房网络连接示意图": network,
    "分支结构流程图": branch_chart,
    "循环结构流程图": loop_chart,
    "成绩表": sheet,
    "社团人数比例饼图": clubs,
    "智能浇花装置示意图": watering,
    "户外锻炼决策树": decision_tree,
    "圆角矩形": rounded,
    "平行四边形": parallelogram,
    "菱形": diamond,
    "直角矩形": rectangle,
}
