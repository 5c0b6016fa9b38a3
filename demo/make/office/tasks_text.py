"""The three word-processing tasks: what is handed out, and the answer of a perfect candidate."""

from __future__ import annotations

import shutil
from pathlib import Path

import text as w
from bridge import WORD, Office

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


def make(office: Office, folder: Path, pictures: Path) -> None:
    """Make starter and model of all three."""
    _make_notice(office, folder / "WD-01")
    _make_eyes(office, folder / "WD-02", pictures / "护眼.png")
    _make_trip(office, folder / "WD-03")


def _start(office: Office, path: Path, texts: list[str]) -> None:
    with office.new("swriter", path, WORD) as document:
        w.set_page(document)
        w.write_paragraphs(document, texts)


def _make_notice(office: Office, task: Path) -> None:
    starter = task / "starter" / "通知.docx"
    _start(office, starter, NOTICE)
    with office.edit(starter, task / "model" / "通知.docx", WORD) as document:
        title = w.paragraph(document, "关于举办")
        w.set_font(title, "黑体")
        w.set_size(title, 22)
        w.align(title, "center")
        w.replace_all(document, "竟赛", "竞赛")
        for beginning in ("为激发", "本届科技节", "请各班", "希望各班"):
            part = w.paragraph(document, beginning)
            w.indent_first_line(part, 2, 12)
            w.space_lines(part, percent=150)
        for beginning in ("信息中心", "2026年"):
            w.align(w.paragraph(document, beginning), "right")
        page = w.page_style(document)
        page.LeftMargin = page.RightMargin = 3000
        page.HeaderIsOn = True
        page.HeaderText.String = "实验中学信息中心"
        w.insert_table(document, w.paragraph(document, "希望各班"), NOTICE_TABLE)


def _make_eyes(office: Office, task: Path, picture: Path) -> None:
    starter = task / "starter" / "倡议书.docx"
    _start(office, starter, EYES)
    for folder in ("starter", "model"):
        (task / folder).mkdir(parents=True, exist_ok=True)
        shutil.copyfile(picture, task / folder / "护眼.png")
    with office.edit(starter, task / "model" / "倡议书.docx", WORD) as document:
        title = w.paragraph(document, "保护视力")
        w.set_font(title, "楷体")
        w.set_bold(title)
        title.CharColor = 0xFF0000
        w.paragraph(document, "眼睛是心灵").ParaBottomMargin = round(12 * w.POINT)
        w.words(document, "近视的同学比去年有所增加").CharHighlight = 0xFFFF00
        w.set_underline(w.words(document, "每天户外活动不少于两小时"))
        w.words(document, "校园网护眼专栏").HyperLinkURL = "https://eyes.example.com/"
        w.number_paragraphs(document, [w.paragraph(document, beginning) for beginning in EYES[3:8]])
        page = w.page_style(document)
        page.IsLandscape = True
        page.Width, page.Height = w.A4[1], w.A4[0]
        w.insert_page_number(document, page)
        w.insert_picture(document, office.graphic(picture), 50, 30)


def _make_trip(office: Office, task: Path) -> None:
    starter = task / "starter" / "方案.docx"
    _start(office, starter, TRIP)
    with office.edit(starter, task / "model" / "方案.docx", WORD) as document:
        for beginning in ("（此段为草稿", "海洋馆共有"):
            part = w.paragraph(document, beginning)
            document.Text.removeTextContent(part)
        w.insert_paragraph(document, w.paragraph(document, "通过参观"), TRIP[7])
        rules = w.paragraph(document, "活动中请听从")
        document.Text.insertString(rules.End, "返校后请上交研学报告。", False)
        for beginning in ("一、", "二、", "三、"):
            w.paragraph(document, beginning).ParaStyleName = "Heading 1"
        for beginning in ("通过参观", "海洋馆共有", "上午九点", "活动中请"):
            part = w.paragraph(document, beginning)
            w.set_font(part, "仿宋")
            w.set_size(part, 14)
            w.space_lines(part, points=24)
        warning = w.words(document, "不追逐打闹")
        w.set_bold(warning)
        w.set_italic(warning)
        w.paragraph(document, "走进海洋馆").CharColor = 0x0000FF
        page = w.page_style(document)
        page.FooterIsOn = True
        page.FooterText.String = "走进海洋馆"
        w.set_columns(page, 2)
