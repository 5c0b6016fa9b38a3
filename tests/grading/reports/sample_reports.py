"""Sample reports for the tests: a usual pupil, and ways to make one unusual."""

from __future__ import annotations

import io
from datetime import date
from fractions import Fraction

from PIL import Image, ImageDraw

from grading.reports.view import (
    CheckPointResult,
    ClassList,
    ClassRow,
    ExamHeading,
    Grade,
    GradeCut,
    Level,
    PartResult,
    PracticalResult,
    Pupil,
    QuestionResult,
    Score,
    Standing,
    StudentReport,
    Verdict,
)

HEADING = ExamHeading(
    "鹭岛市教育考试院", "2026年鹭岛市初中学业水平考试", "信息技术（无纸化上机考试）", date(2026, 6, 20)
)
ISSUED = date(2026, 7, 3)
CUTS = (
    GradeCut("E", Fraction(0)),
    GradeCut("D", Fraction(40)),
    GradeCut("C", Fraction(60)),
    GradeCut("B", Fraction(75)),
    GradeCut("A", Fraction(90)),
)
KINDS = ("单选题", "单选题", "判断题", "多选题", "填空题", "连线题", "排序题")
TOPICS = ("信息与数据", "网络基础", "信息安全", "算法与流程图", "Python 程序设计", "人工智能与物联网", "数据处理")


def score(obtained: Fraction | int | str | None, possible: Fraction | int) -> Score:
    return Score(None if obtained is None else Fraction(obtained), Fraction(possible))


def portrait() -> bytes:
    """A drawn head and shoulders."""
    image = Image.new("RGB", (240, 320), "#8fb4d9")
    draw = ImageDraw.Draw(image)
    draw.ellipse((30, 210, 210, 420), fill="#2f4a6d")
    draw.ellipse((70, 70, 170, 210), fill="#f0c9a5")
    draw.pieslice((65, 55, 175, 190), 180, 360, fill="#2a2522")
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def pupil(name: str = "林思远", number: str = "035020260117", photo: bytes | None = None) -> Pupil:
    return Pupil(name, number, "鹭岛第一中学", "九年级（3）班", "鹭岛一中考点", "第 2 考场 17 号", photo)


def question(number: int) -> QuestionResult:
    obtained: dict[int, Fraction | int | None] = {4: Fraction(1, 3), 7: 0, 11: 0, 18: None}
    return QuestionResult(
        str(number),
        KINDS[number % len(KINDS)],
        TOPICS[number % len(TOPICS)],
        score(obtained.get(number, 2), 2),
        is_answered=number != 11,
    )


def points() -> tuple[CheckPointResult, ...]:
    return (
        CheckPointResult("标题文字“校园运动会通知”居中", score(2, 2), Verdict.MET, "标题段落的对齐方式为居中。"),
        CheckPointResult(
            "标题设为黑体、二号、加粗",
            score(1, 3),
            Verdict.PARTLY_MET,
            "字体为黑体，字号为二号；没有加粗：“会通知”三个字仍为常规字形。",
        ),
        CheckPointResult(
            "正文各段首行缩进 2 字符",
            score(0, 2),
            Verdict.NOT_MET,
            "第 2 段首行缩进 0 字符，应为 2 字符；第 3 段符合。",
        ),
        CheckPointResult(
            "插入 4 行 3 列的表格并填写数据", score(3, 3), Verdict.MET, "找到 4 行 3 列的表格，12 个单元格内容相符。"
        ),
        CheckPointResult(
            "文件以“通知.docx”为名保存在考生文件夹", score(None, 2), Verdict.PENDING, "文件无法自动判定，已转人工评阅。"
        ),
    )


def practical() -> tuple[PracticalResult, ...]:
    return (
        PracticalResult("21", "文字处理：制作《校园运动会通知》", score(6, 12), points()),
        PracticalResult("22", "程序设计：统计班级图书角借阅次数", score(8, 8), points()[:2]),
    )


def student(who: Pupil | None = None, *, questions: int = 20, tasks: int = 2) -> StudentReport:
    return StudentReport(
        heading=HEADING,
        pupil=who or pupil(),
        total=score("86.5", 100),
        grade=Grade("B", "良好"),
        sections=(
            PartResult("第一部分　选择与判断", score(34, 40), Level.NEAR),
            PartResult("第二部分　填空与综合", score("18.5", 20), Level.ABOVE),
            PartResult("第三部分　操作题", score(34, 40), Level.NEAR),
        ),
        knowledge=(
            PartResult("信息与数据", score(12, 12), Level.ABOVE),
            PartResult("网络基础与应用", score(8, 12), Level.NEAR),
            PartResult("信息安全与责任", score(4, 10), Level.BELOW),
            PartResult("算法与 Python 程序设计", score(20, 22), Level.ABOVE),
            PartResult("文字处理与电子表格", score(24, 28), Level.NEAR),
            PartResult("人工智能与物联网", score(2, 2), Level.NOT_REPORTED),
        ),
        questions=tuple(question(number) for number in range(1, questions + 1)),
        practical=practical()[:tasks],
        advice=(
            "你在算法与程序设计方面表现突出，可以尝试用列表和字典解决更复杂的统计问题。",
            "信息安全与责任部分失分较多，建议复习个人信息保护、密码设置和网络行为规范等内容，并结合身边的实例加以练习。",
        ),
        run_id="R20260701-02",
        report_number="2026-IT-000117",
        issued_on=ISSUED,
        cuts=CUTS,
        measurement_error=Fraction(5, 2),
        verification=b"JK1" + bytes(range(140)),
    )


NAMES = ("林思远", "陈𬱖", "阿卜杜热西提·麦麦提图尔荪", "欧阳若曦", "王𨱏", "马㛃", "𫘧明哲", "龚䶮", "赵一", "李𠮷")


def class_row(number: int) -> ClassRow:
    total = Fraction(100 - (number * 37) % 61)
    if number == 5:
        return ClassRow(f"0350202601{number:02d}", NAMES[number % 10], (), score(None, 100), standing=Standing.ABSENT)
    parts = (score(total * 2 / 5, 40), score(total / 5, 20), score(total * 2 / 5, 40))
    grade = next(cut.grade for cut in reversed(CUTS) if total >= cut.least)
    return ClassRow(f"0350202601{number:02d}", NAMES[number % 10], parts, Score(total, Fraction(100)), grade)


def class_list(rows: int = 48) -> ClassList:
    return ClassList(
        heading=HEADING,
        school="鹭岛第一中学",
        class_name="九年级（3）班",
        section_names=("选择与判断", "填空与综合", "操作题"),
        possible=Fraction(100),
        rows=tuple(class_row(number) for number in range(rows, 0, -1)),
        run_id="R20260701-02",
        issued_on=ISSUED,
        pass_from=Fraction(60),
        excellent_from=Fraction(85),
    )
