"""A small paper of our own with every kind of item, for tests of the screens and for the pictures in docs/."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from io import BytesIO

from PIL import Image as Canvas
from PIL import ImageDraw

from itembank.model.item import Item, ItemKind
from itembank.model.items.choice import ChoiceInteraction, SimpleChoice
from itembank.model.items.extended_text import ExtendedTextInteraction
from itembank.model.items.inline_choice import InlineChoiceInteraction
from itembank.model.items.match import MatchInteraction
from itembank.model.items.order import OrderInteraction
from itembank.model.items.practical import (
    Deliverable,
    PracticalInteraction,
    SampleTest,
    Software,
    StarterFile,
)
from itembank.model.items.text_entry import TextEntryInteraction
from itembank.model.paper import Paper, PaperItem, Section
from itembank.model.richtext import (
    Block,
    Cell,
    CodeBlock,
    Image,
    Inline,
    ItemList,
    Mark,
    Paragraph,
    Row,
    Slot,
    Table,
    Text,
    text_paragraph,
)

PROGRAM = """# 统计一段话里每个字出现的次数
text = input()
counts = {}
for ch in text:
    counts[ch] = counts.get(ch, 0) + 1

# 在下面补充代码：输出出现次数最多的字和次数
"""

SUM_PROGRAM = """total = 0
for i in range(1, 101):
    if i % 2 == 0:
        total = total + i
print(total)  # 输出结果
"""


def picture() -> bytes:
    """Draw a small network: a router, three computers."""
    canvas = Canvas.new("RGB", (520, 250), "#f7f9fc")
    pen = ImageDraw.Draw(canvas)
    pen.rounded_rectangle((210, 20, 310, 80), 8, outline="#1a56a8", width=3, fill="#e2ecfa")
    for left in (40, 210, 380):
        pen.line((260, 80, left + 50, 160), fill="#66758a", width=3)
        pen.rounded_rectangle((left, 160, left + 100, 225), 6, outline="#17212e", width=3, fill="#ffffff")
        pen.rectangle((left + 12, 172, left + 88, 208), fill="#cfdcee")
    pen.line((235, 50, 285, 50), fill="#1a56a8", width=4)
    out = BytesIO()
    canvas.save(out, "PNG")
    return out.getvalue()


def portrait() -> bytes:
    """Draw a portrait of nobody."""
    canvas = Canvas.new("RGB", (300, 400), "#cfe0f2")
    pen = ImageDraw.Draw(canvas)
    pen.ellipse((20, 290, 280, 560), fill="#2f5d8c")
    pen.ellipse((85, 85, 215, 255), fill="#f0cfb0")
    pen.pieslice((75, 60, 225, 220), 180, 360, fill="#2b2320")
    pen.ellipse((120, 165, 132, 177), fill="#2b2320")
    pen.ellipse((168, 165, 180, 177), fill="#2b2320")
    pen.arc((130, 190, 170, 222), 20, 160, fill="#9c5a4a", width=4)
    out = BytesIO()
    canvas.save(out, "PNG")
    return out.getvalue()


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


PICTURE = picture()
STARTERS = {"成绩统计.xlsx": b"xlsx" * 3000, "说明.txt": b"text", "count.py": PROGRAM.encode()}
MEDIA = {sha(PICTURE): PICTURE, **{sha(data): data for data in STARTERS.values()}}


def text(words: str, *marks: Mark) -> Text:
    return Text(text=words, marks=marks)


def choice(name: str, *content: Inline | str) -> SimpleChoice:
    return SimpleChoice(identifier=name, content=tuple(text(c) if isinstance(c, str) else c for c in content))


def starter(path: str) -> StarterFile:
    return StarterFile(path=path, media=sha(STARTERS[path]), size_bytes=len(STARTERS[path]))


def single(name: str, question: str, *options: str) -> Item:
    return Item(
        identifier=name,
        kind=ItemKind.SINGLE_CHOICE,
        body=(text_paragraph(question),),
        interactions=(
            ChoiceInteraction(response="R", choices=tuple(choice(f"c{i}", o) for i, o in enumerate(options))),
        ),
    )


NETWORK_PICTURE = Image(media=sha(PICTURE), alt="交换机与三台计算机的连接图")
NETWORK = Item(
    identifier="network",
    kind=ItemKind.SINGLE_CHOICE,
    body=(
        text_paragraph("某机房用一台交换机连接了三台计算机，如下图所示。"),
        Paragraph(inlines=(NETWORK_PICTURE,)),
        text_paragraph("这种网络的拓扑结构是（    ）。"),
    ),
    interactions=(
        ChoiceInteraction(
            response="R",
            choices=(choice("star", "星形"), choice("ring", "环形"), choice("bus", "总线形"), choice("tree", "网状")),
        ),
    ),
)
BITS = Item(
    identifier="bits",
    kind=ItemKind.SINGLE_CHOICE,
    body=(
        Paragraph(inlines=(text("二进制数 (1010)"), text("2", Mark.SUBSCRIPT), text(" 转换为十进制数是（    ）。"))),
    ),
    interactions=(
        ChoiceInteraction(
            response="R",
            choices=(
                choice("c8", "8"),
                choice("c10", "10"),
                choice("c210", "2", text("10", Mark.SUPERSCRIPT)),
                choice("c12", "12"),
            ),
        ),
    ),
)
SAFETY = Item(
    identifier="safety",
    kind=ItemKind.MULTIPLE_CHOICE,
    body=(text_paragraph("收到一封标题为“你的账号已被冻结，请立即点击链接登录”的邮件，下列做法中恰当的有哪些？"),),
    interactions=(
        ChoiceInteraction(
            response="R",
            max_choices=3,
            choices=(
                choice("official", "通过官方网站或客服电话核实"),
                choice("click", "马上点击链接，输入账号和密码"),
                choice("delete", "确认是诈骗邮件以后删除，并提醒家人"),
                choice("forward", "转发到班级群，让同学帮忙看看"),
            ),
        ),
    ),
)
JUDGE = Item(
    identifier="judge",
    kind=ItemKind.TRUE_FALSE,
    body=(text_paragraph("人工智能系统给出的结论总是正确的，可以直接采用。"),),
    interactions=(ChoiceInteraction(response="R", choices=(choice("true", "正确"), choice("false", "错误"))),),
)
BLANKS = Item(
    identifier="blanks",
    kind=ItemKind.TEXT_ENTRY,
    body=(
        Paragraph(
            inlines=(
                text("在电子表格中，求单元格 B2 到 B6 的平均值，可以输入公式 "),
                text("=", Mark.CODE),
                Slot(response="F"),
                text("，结果保留一位小数时，应把数字格式设置为 "),
                Slot(response="N"),
                text("。"),
            )
        ),
        Table(
            caption="表 1  第一小组测试成绩",
            rows=(
                Row(cells=tuple(Cell(inlines=(text(t),), header=True) for t in ("", "A", "B"))),
                *(
                    Row(
                        cells=(
                            Cell(inlines=(text(str(i)),), header=True),
                            Cell(inlines=(text(n),)),
                            Cell(inlines=(text(s),)),
                        )
                    )
                    for i, n, s in ((2, "王芳", "88"), (3, "李强", "92.5"), (4, "欧阳雪", "79"))
                ),
            ),
        ),
    ),
    interactions=(
        TextEntryInteraction(response="F", expected_length=12, hint="公式"),
        TextEntryInteraction(response="N", expected_length=6),
    ),
)
PROGRAM_BLANK = Item(
    identifier="program",
    kind=ItemKind.INLINE_CHOICE,
    body=(
        text_paragraph("下面的程序求 1 到 100 中所有偶数的和。"),
        CodeBlock(
            text=SUM_PROGRAM,
            language="python",
        ),
        Paragraph(
            inlines=(
                text("语句 "),
                text("i % 2 == 0", Mark.CODE),
                text(" 的作用是判断 i 是不是 "),
                Slot(response="A"),
                text("，程序一共循环 "),
                Slot(response="B"),
                text(" 次。"),
            )
        ),
    ),
    interactions=(
        InlineChoiceInteraction(
            response="A", choices=(choice("even", "偶数"), choice("odd", "奇数"), choice("prime", "素数"))
        ),
        InlineChoiceInteraction(
            response="B", choices=(choice("n50", "50"), choice("n100", "100"), choice("n101", "101"))
        ),
    ),
)
ORDER = Item(
    identifier="order",
    kind=ItemKind.ORDER,
    body=(text_paragraph("用计算机解决问题时，一般按什么顺序进行？请排列下列步骤。"),),
    interactions=(
        OrderInteraction(
            response="R",
            choices=(
                choice("code", "编写程序，实现算法"),
                choice("analyse", "分析问题，明确已知和所求"),
                choice("test", "调试运行，检验结果"),
                choice("design", "设计算法，描述步骤"),
            ),
        ),
    ),
)
MATCH = Item(
    identifier="match",
    kind=ItemKind.MATCH,
    body=(text_paragraph("把下列应用与它主要使用的人工智能技术连起来。"),),
    interactions=(
        MatchInteraction(
            response="R",
            sources=(
                choice("gate", "进站时刷脸通过闸机"),
                choice("dictate", "对着手机说话，自动变成文字"),
                choice("translate", "把英文网页译成中文"),
                choice("plate", "停车场自动登记车牌"),
            ),
            targets=(
                choice("speech", "语音识别"),
                choice("mt", "机器翻译"),
                choice("face", "人脸识别"),
                choice("ocr", "文字识别"),
            ),
        ),
    ),
)
ESSAY = Item(
    identifier="essay",
    kind=ItemKind.EXTENDED_TEXT,
    body=(
        text_paragraph("学校准备用“智能摄像头”统计图书馆的到馆人数。请写出："),
        ItemList(
            entries=((text("这样做的一个好处；"),), (text("可能带来的一个个人信息安全问题，以及你的建议。"),)),
            numbered=True,
        ),
    ),
    interactions=(ExtendedTextInteraction(response="R", expected_lines=6, max_length=400, hint="请在这里作答"),),
)
SHEET = Item(
    identifier="sheet",
    kind=ItemKind.PRACTICAL,
    body=(
        Paragraph(
            inlines=(
                text("工作文件夹：T21    请打开 "),
                text("成绩统计.xlsx", Mark.STRONG),
                text("，完成下列操作并保存："),
            ),
        ),
        ItemList(
            entries=(
                (text("在 E2:E41 用公式计算每位同学的总分；"),),
                (text("把标题行 A1:E1 合并居中，字体设为黑体、16 磅；"),),
                (text("按总分从高到低排序；"),),
                (text("用前 5 名的姓名和总分插入簇状柱形图，图表标题为“总分前五名”。"),),
            ),
            numbered=True,
        ),
    ),
    interactions=(
        PracticalInteraction(
            response="R",
            folder="T21",
            software=Software.SPREADSHEET,
            starter_files=(starter("成绩统计.xlsx"), starter("说明.txt")),
            deliverables=(Deliverable(path="成绩统计.xlsx", software=Software.SPREADSHEET, suffixes=(".xlsx",)),),
        ),
    ),
)
PYTHON = Item(
    identifier="python",
    kind=ItemKind.PRACTICAL,
    body=(
        text_paragraph(
            "输入一段话，输出其中出现次数最多的字和它的次数，中间用一个空格隔开。次数相同时输出先出现的字。"
        ),
        Paragraph(
            inlines=(
                text(
                    "样例",
                ),
            ),
            level=3,
        ),
        Table(
            rows=(
                Row(cells=(Cell(inlines=(text("输入"),), header=True), Cell(inlines=(text("输出"),), header=True))),
                Row(cells=(Cell(inlines=(text("天天向上"),)), Cell(inlines=(text("天 2"),)))),
            )
        ),
    ),
    interactions=(
        PracticalInteraction(
            response="R",
            folder="T22",
            software=Software.PYTHON,
            starter_files=(starter("count.py"),),
            deliverables=(Deliverable(path="count.py", software=Software.PYTHON, suffixes=(".py",)),),
            sample_tests=(
                SampleTest(name="样例 1", stdin="天天向上\n", expected="天 2\n"),
                SampleTest(name="样例 2", stdin="abcabca\n", expected="a 3\n"),
            ),
        ),
    ),
)
FILLERS = (
    ("键盘是计算机的（    ）。", "输入设备", "输出设备", "存储设备", "运算设备"),
    ("下列文件中，属于图像文件的是（    ）。", "风景.jpg", "朗读.mp3", "总结.docx", "程序.py"),
    ("计算机中存储容量的基本单位是（    ）。", "字节", "像素", "赫兹", "厘米"),
    ("下列密码中，最安全的是（    ）。", "123456", "Xm#2026q!9", "zhangsan", "20120601"),
    ("把手机拍的照片上传到网盘，主要用到了（    ）。", "云存储", "3D 打印", "虚拟现实", "条形码"),
    ("下列设备中，能感知温度变化的是（    ）。", "温度传感器", "显示器", "打印机", "音箱"),
    ("在搜索引擎中查找完整的句子，可以给句子加上（    ）。", "双引号", "括号", "星号", "井号"),
    ("算法的三种基本结构不包括（    ）。", "顺序", "分支", "循环", "递增"),
)


def sample_paper() -> Paper:
    """Make the paper."""
    fillers = [single(f"single{i}", *words) for i, words in enumerate(FILLERS)]
    parts = (
        ("s1", "一、单项选择题", [NETWORK, BITS, *fillers], 2, ""),
        ("s2", "二、多项选择题", [SAFETY], 3, "选对全部选项得满分，少选得一部分分，选错不得分。"),
        ("s3", "三、判断题", [JUDGE], 2, ""),
        ("s4", "四、填空与连线", [BLANKS, PROGRAM_BLANK, ORDER, MATCH], 4, "每空分别计分。"),
        ("s5", "五、简答题", [ESSAY], 6, ""),
        ("s6", "六、操作题", [SHEET, PYTHON], 15, ""),
    )
    sections, number = [], 0
    for name, title, items, points, note in parts:
        entries = []
        for item in items:
            number += 1
            entries.append(PaperItem(number=number, item=item, points=Fraction(points), scoring_note=note))
        intro: tuple[Block, ...] = (text_paragraph("每题只有一个正确答案。"),) if name == "s1" else ()
        sections.append(Section(identifier=name, title=title, items=tuple(entries), instructions=intro))
    return Paper(
        form="A",
        exam="it2026",
        title="初中信息技术学业水平考试",
        sections=tuple(sections),
        duration_minutes=45,
    )
