"""The three word-processing tasks: what is handed out, and the answer of a perfect candidate."""

from __future__ import annotations

from typing import Any

import text as w
from bridge import WORD
from office_task import Do, OfficeTask

NOTICE = [
    "关于举办第六届校园科技节的通知",
    "各班级：",
    "为激发同学们爱科学、学科学的热情，学校决定于5月下旬举办第六届校园科技节，欢迎同学们踊跃报名参加各项竟赛。",
    "本届科技节以“动手创造未来”为主题，设纸桥承重竟赛、编程竟赛和科幻画竟赛三个项目，每个班级每个项目限报两人。",
    "请各班科技委员于5月15日前将报名表交到信息中心，逾期不再受理。各项目的时间和地点安排如下：",
    "希望各班认真组织，遵守活动纪律，展现同学们的风采。",
    "信息中心",
    "2026年4月28日",
]
NOTICE_TABLE = [
    ["项目", "时间", "地点"],
    ["纸桥承重", "5月20日下午", "劳技教室"],
    ["编程", "5月21日下午", "第一机房"],
    ["科幻画", "5月22日下午", "美术教室"],
]
EYES = [
    "保护视力倡议书",
    "亲爱的同学们：",
    "眼睛是心灵的窗户。学校最近的体检显示，我校近视的同学比去年有所增加。为了拥有明亮的双眼，我们向全校同学发出如下倡议：",
    "坚持每天认真做眼保健操",
    "读书写字保持正确的姿势",
    "每用眼四十分钟，远眺十分钟",
    "每天户外活动不少于两小时",
    "合理使用电子产品，睡前不看手机",
    "让我们从现在做起，从点滴做起，共同守护清澈的目光。",
    "更多护眼知识，请访问校园网护眼专栏。",
    "校学生会",
]
TRIP = [
    "走进海洋馆研学活动方案",
    "一、活动目的",
    "通过参观海洋馆，了解海洋生物的多样性，增强保护海洋环境的意识。",
    "二、活动安排",
    "上午九点在校门口集合乘车，十点入馆参观，中午在休息区用餐，下午两点返回学校。",
    "三、注意事项",
    "活动中请听从老师的安排，不追逐打闹，不拍打玻璃，爱护展品。",
    "海洋馆共有六个展厅，其中珊瑚厅和极地厅最受同学们欢迎。",
    "（此段为草稿，定稿时删除）本方案还没有经过年级组讨论。",
]


def begin_notice(document: Any) -> None:
    """Write the notice."""
    _begin(document, NOTICE)


def answer_notice(document: Any, do: Do, _graphic: Any) -> None:
    """Format the notice as asked."""
    title = w.paragraph(document, "关于举办")
    if do("p01"):
        w.set_font(title, "黑体")
    if do("p02"):
        w.set_size(title, 22)
    if do("p03"):
        w.align(title, "center")
    if do("p04"):
        w.replace_all(document, "竟赛", "竞赛")
    for beginning in ("为激发", "本届科技节", "请各班", "希望各班"):
        part = w.paragraph(document, beginning)
        if do("p05"):
            w.indent_first_line(part, 2, 12)
        if do("p06"):
            w.space_lines(part, percent=150)
    if do("p07"):
        table = NOTICE_TABLE if do("p08") else [NOTICE_TABLE[0], *([""] * 3 for _row in range(3))]
        w.insert_table(document, w.paragraph(document, "希望各班"), table)
    if do("p09"):
        for beginning in ("信息中心", "2026年"):
            w.align(w.paragraph(document, beginning), "right")
    page = w.page_style(document)
    if do("p10"):
        page.LeftMargin = page.RightMargin = 3000
    if do("p11"):
        page.HeaderIsOn = True
        page.HeaderText.String = "实验中学信息中心"


def begin_eyes(document: Any) -> None:
    """Write the appeal."""
    _begin(document, EYES)


def answer_eyes(document: Any, do: Do, graphic: Any) -> None:
    """Format the appeal as asked."""
    title = w.paragraph(document, "保护视力")
    if do("p01"):
        w.set_font(title, "楷体")
    if do("p02"):
        w.set_bold(title)
    if do("p03"):
        title.CharColor = 0xFF0000
    if do("p04"):
        w.paragraph(document, "眼睛是心灵").ParaBottomMargin = round(12 * w.POINT)
    if do("p05"):
        w.words(document, "近视的同学比去年有所增加").CharHighlight = 0xFFFF00
    if do("p06"):
        w.number_paragraphs(document, [w.paragraph(document, beginning) for beginning in EYES[3:8]])
    if do("p07"):
        w.set_underline(w.words(document, "每天户外活动不少于两小时"))
    if do("p08"):
        w.words(document, "校园网护眼专栏").HyperLinkURL = "https://eyes.example.com/"
    if do("p09"):
        w.insert_picture(document, graphic, 50, 30)
    page = w.page_style(document)
    if do("p10"):
        page.IsLandscape = True
        page.Width, page.Height = w.A4[1], w.A4[0]
    if do("p11"):
        w.insert_page_number(document, page)


def begin_trip(document: Any) -> None:
    """Write the plan of the trip."""
    _begin(document, TRIP)


def answer_trip(document: Any, do: Do, _graphic: Any) -> None:
    """Edit the plan as asked."""
    if do("p01"):
        w.paragraph(document, "走进海洋馆").CharColor = 0x0000FF
    if do("p02"):
        for beginning in ("一、", "二、", "三、"):
            w.paragraph(document, beginning).ParaStyleName = "Heading 1"
    if do("p03"):
        document.Text.removeTextContent(w.paragraph(document, "海洋馆共有"))
        w.insert_paragraph(document, w.paragraph(document, "通过参观"), TRIP[7])
    if do("p04"):
        document.Text.removeTextContent(w.paragraph(document, "（此段为草稿"))
    if do("p05"):
        rules = w.paragraph(document, "活动中请听从")
        document.Text.insertString(rules.End, "返校后请上交研学报告。", False)
    for beginning in ("通过参观", "海洋馆共有", "上午九点", "活动中请"):
        part = w.paragraph(document, beginning)
        if do("p06"):
            w.set_font(part, "仿宋")
        if do("p07"):
            w.set_size(part, 14)
        if do("p08"):
            w.space_lines(part, points=24)
    if do("p09"):
        warning = w.words(document, "不追逐打闹")
        w.set_bold(warning)
        w.set_italic(warning)
    page = w.page_style(document)
    if do("p10"):
        w.set_columns(page, 2)
    if do("p11"):
        page.FooterIsOn = True
        page.FooterText.String = "走进海洋馆"


def _begin(document: Any, texts: list[str]) -> None:
    w.set_page(document)
    w.write_paragraphs(document, texts)


TASKS = (
    OfficeTask("WD-01", "通知.docx", "swriter", WORD, 11, begin_notice, answer_notice),
    OfficeTask("WD-02", "倡议书.docx", "swriter", WORD, 11, begin_eyes, answer_eyes, "护眼.png"),
    OfficeTask("WD-03", "方案.docx", "swriter", WORD, 11, begin_trip, answer_trip),
)
