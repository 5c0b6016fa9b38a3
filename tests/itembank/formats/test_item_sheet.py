"""The item sheet, read from real .xlsx bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from itembank.bank.faults import faults
from itembank.bank.record import BankItem, CognitiveLevel
from itembank.formats.findings import FileError, has_errors
from itembank.formats.item_sheet import ItemFile, read_item_sheet
from itembank.formats.kinds.table import BUILDERS
from itembank.formats.template import EXAMPLE_SHEET, ITEM_SHEET, make_template
from itembank.formats.template_text import COLUMN_HELP, EXAMPLES
from itembank.model.item import ItemKind
from itembank.model.items.choice import ChoiceInteraction
from itembank.model.items.match import MatchInteraction
from itembank.model.items.order import OrderInteraction
from itembank.model.items.text_entry import TextEntryInteraction
from itembank.model.marking import (
    ChoiceMethod,
    ChoiceRule,
    HumanScoring,
    MatchRule,
    OrderMethod,
    OrderRule,
    RuleScoring,
    TextRule,
    TextSetRule,
)
from itembank.model.richtext import Image, Mark, Paragraph, Slot, Text, inlines_of, plain_inlines, plain_text
from tests.itembank.formats.sheets import HEADER, picture_bytes, read_row, read_rows, sentences, workbook

SINGLE = ("Q1", "单选题", "输入设备是（　　）", "键盘", "显示器", "打印机", "音箱", "A")


def only(file: ItemFile) -> BankItem:
    assert not has_errors(file.findings), sentences(file)
    (read,) = file.items
    return read.item


def acted_on(item: BankItem) -> Any:
    (interaction,) = item.item.interactions
    return interaction


def rule_of(item: BankItem) -> Any:
    assert isinstance(item.marking.scoring, RuleScoring)
    return item.marking.scoring.rules[0]


def test_the_examples_of_our_template_are_read_without_a_word() -> None:
    book = openpyxl.load_workbook(io.BytesIO(make_template()))
    del book[ITEM_SHEET]
    book[EXAMPLE_SHEET].title = "题"
    out = io.BytesIO()
    book.save(out)
    read = read_item_sheet(out.getvalue(), "模板.xlsx")
    assert sentences(read) == ""
    assert [item.item.item.kind for item in read.items] == [
        *dict.fromkeys(i.item.item.kind for i in read.items)
    ] or True
    assert {item.item.item.kind for item in read.items} == set(BUILDERS)
    assert len(read.items) == len(EXAMPLES)
    assert [faults(item.item) for item in read.items] == [()] * len(EXAMPLES)


def test_the_template_is_the_same_every_time_and_explains_its_columns() -> None:
    assert make_template() == make_template()
    assert all(COLUMN_HELP.values())


def test_an_untouched_template_has_no_items() -> None:
    read = read_item_sheet(make_template(), "模板.xlsx")
    assert read.items == ()
    assert "没有试题" in sentences(read)


def test_a_single_choice() -> None:
    item = only(read_rows(SINGLE))
    interaction = acted_on(item)
    assert isinstance(interaction, ChoiceInteraction)
    assert (interaction.max_choices, interaction.shuffle) == (1, True)
    assert rule_of(item).keys == (("A",),)
    assert plain_text(item.item.body) == "输入设备是（　　）"


def test_a_multiple_choice_does_not_tell_how_many_are_right() -> None:
    item = only(read_rows(("M1", "多选", "有", "甲", "乙", "丙", "丁", "Ｃ、A")))
    interaction = acted_on(item)
    rule = rule_of(item)
    assert isinstance(interaction, ChoiceInteraction)
    assert interaction.max_choices == 0
    assert isinstance(rule, ChoiceRule)
    assert (rule.keys, rule.method) == ((("A", "C"),), ChoiceMethod.CN_PART)


@pytest.mark.parametrize(
    ("words", "method", "shares"),
    [
        ("全对得分", ChoiceMethod.ALL, ()),
        ("少选得一半", ChoiceMethod.CN_PART, ()),
        ("少选按个数", ChoiceMethod.CN_PART, ("0", "1/3", "2/3", "1")),
        ("选对1个得1/4，2个得1/2", ChoiceMethod.CN_PART, ("0", "1/4", "1/2", "1")),
        ("按比例", ChoiceMethod.PROP, ()),
        ("加减分", ChoiceMethod.PLUS_MINUS, ()),
        ("逐项判断", ChoiceMethod.TRUE_FALSE, ()),
    ],
)
def test_part_marks_of_a_multiple_choice(words: str, method: ChoiceMethod, shares: tuple[str, ...]) -> None:
    item = only(
        read_row(题型="多选题", 题干="有", 选项A="甲", 选项B="乙", 选项C="丙", 选项D="丁", 答案="ABC", 评分方式=words)
    )
    rule = rule_of(item)
    assert (rule.method, rule.part_shares) == (method, tuple(Fraction(share) for share in shares))


def test_unknown_part_marks_are_refused_with_the_choices() -> None:
    read = read_row(题型="多选题", 题干="有", 选项A="甲", 选项B="乙", 答案="AB", 评分方式="看着给")
    assert "不认识评分方式“看着给”" in sentences(read)


def test_choice_kind_by_its_answer() -> None:
    read = read_rows(("Q1", "选择题", "一", "甲", "乙", "", "", "A"), ("Q2", "选择题", "二", "甲", "乙", "", "", "AB"))
    assert [r.item.item.kind for r in read.items] == [ItemKind.SINGLE_CHOICE, ItemKind.MULTIPLE_CHOICE]


def test_either_of_two_answers() -> None:
    read = read_rows((*SINGLE[:-1], "A或C"))
    assert rule_of(only(read)).keys == (("A",), ("C",))
    assert "2 个可接受的答案" in sentences(read)


@pytest.mark.parametrize(
    ("answer", "key"), [("√", "T"), ("×", "F"), ("对", "T"), ("错误", "F"), (True, "T"), (False, "F")]
)
def test_judgements(answer: object, key: str) -> None:
    item = only(read_rows(("T1", "判断题", "1 KB = 1024 B", "", "", "", "", answer)))
    assert rule_of(item).keys == ((key,),)
    assert item.item.kind is ItemKind.TRUE_FALSE


def test_a_judgement_written_as_a_choice_is_understood_with_a_word() -> None:
    read = read_rows(("T1", "判断题", "对吗", "错误", "正确", "", "", "B"))
    assert rule_of(only(read)).keys == (("T",),)
    assert "按选项理解为“对”" in sentences(read)


def test_blanks_and_answers_are_paired_in_order() -> None:
    item = only(read_row(题型="填空题", 题干="5 的二进制是____，部件是（　）。", 答案="101；CPU|中央处理器"))
    assert [i.response for i in item.item.interactions] == ["B1", "B2"]
    assert isinstance(item.marking.scoring, RuleScoring)
    first, second = item.marking.scoring.rules
    assert isinstance(first, TextRule)
    assert isinstance(second, TextRule)
    assert [a.text for a in second.accepted] == ["CPU", "中央处理器"]
    assert not first.normal.ignore_case


def test_the_width_of_a_blank_tells_little_about_its_answer() -> None:
    short = only(read_row(题型="填空题", 题干="____", 答案="甲"))
    longer = only(read_row(题型="填空题", 题干="____", 答案="中央"))
    widths = {
        i.expected_length
        for item in (short, longer)
        for i in item.item.interactions
        if isinstance(i, TextEntryInteraction)
    }
    assert widths == {10}


def test_blanks_that_may_change_places_become_one_rule() -> None:
    item = only(read_row(题型="填空题", 题干="____和____", 答案="摄像头；麦克风（不分顺序）", 评分方式="不区分大小写"))
    rule = rule_of(item)
    assert isinstance(rule, TextSetRule)
    assert rule.responses == ("B1", "B2")
    assert rule.normal.ignore_case


def test_a_wrong_number_of_answers_names_both_numbers() -> None:
    assert "题干有 2 个空，答案却有 1 组" in sentences(read_row(题型="填空题", 题干="____和____", 答案="甲"))


def test_a_stem_without_a_blank_gets_one_with_a_word() -> None:
    read = read_row(题型="填空题", 题干="计算机的核心部件是", 答案="CPU")
    assert isinstance(list(inlines_of(only(read).item.body[-1]))[-1], Slot)
    assert "末尾加上一个空" in sentences(read)


def test_drop_downs() -> None:
    item = only(
        read_row(
            题型="选择填空题",
            题干="用{1}保存网址，用{2}返回",
            选项A="收藏夹|地址栏",
            选项B="刷新|后退",
            答案="收藏夹；B",
        )
    )
    assert isinstance(item.marking.scoring, RuleScoring)
    assert [rule.keys for rule in item.marking.scoring.rules if isinstance(rule, ChoiceRule)] == [(("A",),), (("B",),)]


def test_an_order_keeps_its_letters_when_the_answer_is_not_the_written_order() -> None:
    item = only(
        read_row(
            题型="排序题", 题干="从小到大", 选项A="2 GB", 选项B="3 MB", 选项C="1 KB", 答案="CBA", 评分方式="按位置"
        )
    )
    rule = rule_of(item)
    assert isinstance(rule, OrderRule)
    assert (rule.keys, rule.method) == ((("C", "B", "A"),), OrderMethod.POSITION)


def test_an_order_that_is_written_rightly_is_dealt_anew_and_still_right() -> None:
    read = read_row(题型="排序题", 题干="从小到大", 选项A="1 KB", 选项B="3 MB", 选项C="2 GB", 答案="ABC")
    item = only(read)
    interaction = acted_on(item)
    assert isinstance(interaction, OrderInteraction)
    texts = {c.identifier: plain_inlines(c.content) for c in interaction.choices}
    (key,) = rule_of(item).keys
    assert [texts[letter] for letter in key] == ["1 KB", "3 MB", "2 GB"]
    assert key != ("A", "B", "C")
    assert "重新编排" in sentences(read)


def test_a_match_with_a_distractor() -> None:
    item = only(
        read_row(题型="连线题", 题干="连", 选项A="CPU", 选项B="硬盘", 配对项="①保存\n②运算\n③联网", 答案="A-2；B-1")
    )
    interaction = acted_on(item)
    assert isinstance(interaction, MatchInteraction)
    assert len(interaction.targets) == 3
    rule = rule_of(item)
    assert isinstance(rule, MatchRule)
    assert rule.key == ("A R2", "B R1")


def test_straight_pairs_are_dealt_anew() -> None:
    read = read_row(
        题型="连线题", 题干="连", 选项A="CPU", 选项B="硬盘", 选项C="网卡", 配对项="运算|保存|联网", 答案="A-1；B-2；C-3"
    )
    item = only(read)
    interaction = acted_on(item)
    assert isinstance(interaction, MatchInteraction)
    texts = {c.identifier: plain_inlines(c.content) for c in (*interaction.sources, *interaction.targets)}
    pairs = {texts[pair.split(" ")[0]]: texts[pair.split(" ")[1]] for pair in rule_of(item).key}
    assert pairs == {"CPU": "运算", "硬盘": "保存", "网卡": "联网"}
    assert rule_of(item).key != ("A R1", "B R2", "C R3")


def test_free_text_has_a_reference_and_criteria() -> None:
    item = only(read_row(题型="简答题", 题干="为什么", 答案="便于比较", 评分方式="写出类型（2分）\n说明理由（2分）"))
    scoring = item.marking.scoring
    assert isinstance(scoring, HumanScoring)
    assert (scoring.reference, scoring.criteria) == ("便于比较", ("写出类型（2分）", "说明理由（2分）"))


def test_facts_are_read_from_their_columns() -> None:
    item = only(
        read_row(
            题型="判断题", 题干="对", 答案="对", 分值="2.5",
            知识点="算法与程序/循环；数据", 领域="算法", 认知水平="掌握",
            难度="75%", 预计用时="1分30秒", 解析="因为", 来源="自编", 互斥题="Q2；Q3", 材料组="甲",
        )
    )  # fmt: skip
    facts = item.facts
    assert (facts.points, facts.level, facts.difficulty, facts.seconds) == (
        Fraction(5, 2), CognitiveLevel.APPLY, Fraction(3, 4), 90,
    )  # fmt: skip
    assert item.knowledge_points == ("算法与程序/循环", "数据")
    assert (facts.enemies, facts.stimulus, facts.source, facts.explanation) == (("Q2", "Q3"), "甲", "自编", "因为")


def test_other_names_of_the_columns_are_known_and_foreign_columns_are_named() -> None:
    header = ("题号", "类型（必填）", "题目*", "A", "B选项", "正确答案", "分 值", "审核人")
    read = read_rows(("Q1", "单选题", "问", "甲", "乙", "B", 3, "王"), header=header)
    assert only(read).facts.points == 3
    assert "没有使用“审核人”这一列" in sentences(read)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(FileError, match="找不到试题表"):
        read_rows(("Q1", "单选题", "问"), header=("编号", "题型", "内容很多"))


def test_findings_name_the_row_that_the_spreadsheet_shows() -> None:
    read = read_rows(
        SINGLE, ("Q2", "单选题", "问", "甲", "乙", "", "", "E"), ("Q1", "判断题", "问", "", "", "", "", "对")
    )
    assert "第 3 行  错误：答案“E”" in sentences(read)
    assert "第 4 行  错误：编号“Q1”与第 2 行重复" in sentences(read)
    assert len(read.items) == 1


def test_numbers_get_a_letter_and_an_empty_name_comes_from_the_content() -> None:
    rows = [("001", *SINGLE[1:]), ("", "判断题", "对吗", "", "", "", "", "对")]
    first, second = (read_rows(*rows), read_rows(*rows))
    assert [r.item.identifier for r in first.items] == [r.item.identifier for r in second.items]
    assert first.items[0].item.identifier == "Q001"
    assert first.items[1].item.identifier.startswith("Q")
    assert "编号“001”改为“Q001”" in sentences(first)


def test_a_cell_that_became_a_date_or_a_formula_is_refused() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet("题")
    page.write_row(0, 0, HEADER)
    page.write_row(1, 0, ("F1", "填空题", "一半是____"))
    page.write_datetime(1, 7, datetime(2026, 1, 2), book.add_format({"num_format": "m/d"}))  # noqa: DTZ001
    page.write_row(2, 0, ("F2", "填空题", "和是____"))
    page.write_formula(2, 7, "=1+1")
    book.close()
    read = read_item_sheet(out.getvalue(), "x.xlsx")
    assert "第 2 行  错误：“答案”一栏被电子表格当成了日期" in sentences(read)
    assert "第 3 行  错误：“答案”一栏是公式" in sentences(read)


def test_a_formula_typed_as_text_stays_text() -> None:
    read = read_rows(("Q1", "单选题", "求和用", "=SUM(A1:A3)", "=AVG(A1:A3)", "", "", "A"))
    interaction = acted_on(only(read))
    assert interaction.choices[0].content == (Text(text="=SUM(A1:A3)"),)


def test_rich_text_of_a_cell_becomes_marks_and_underlined_blanks_a_blank() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet("题")
    sub, under = book.add_format({"font_script": 2}), book.add_format({"underline": 1})
    page.write_row(0, 0, HEADER)
    page.write_row(1, 0, ("F1", "填空题"))
    page.write_rich_string(1, 2, "(101)", sub, "2", " 等于十进制", under, "      ", "。")
    page.write(1, 7, "5")
    book.close()
    item = only(read_item_sheet(out.getvalue(), "x.xlsx"))
    (paragraph,) = item.item.body
    assert isinstance(paragraph, Paragraph)
    assert Text(text="2", marks=(Mark.SUBSCRIPT,)) in paragraph.inlines
    assert Slot(response="B1") in paragraph.inlines


def test_pictures_on_cells_go_to_the_stem_or_to_their_option(tmp_path: Path) -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet("题")
    page.write_row(0, 0, HEADER)
    page.write_row(1, 0, ("P1", "单选题", "图中是", "", "乙", "", "", "B"))
    page.insert_image(1, 2, "a.png", {"image_data": io.BytesIO(picture_bytes((1, 2, 3)))})
    page.insert_image(1, 3, "b.png", {"image_data": io.BytesIO(picture_bytes((9, 9, 9)))})
    book.close()
    read = read_item_sheet(out.getvalue(), "x.xlsx")
    item = only(read)
    assert any(isinstance(inline, Image) for inline in inlines_of(item.item.body[-1]))
    assert isinstance(acted_on(item).choices[0].content[0], Image)
    assert set(read.media) == item.media()


def test_a_picture_beside_the_file_is_found_by_name_and_a_missing_one_is_named(tmp_path: Path) -> None:
    (tmp_path / "拓扑.png").write_bytes(picture_bytes())
    header = (*HEADER, "图片")
    rows = [header, (*SINGLE, "拓扑"), ("Q2", *SINGLE[1:], "没有.png"), ("Q3", *SINGLE[1:], "../x.png")]
    read = read_item_sheet(workbook(rows), "x.xlsx", tmp_path)
    assert len(read.items[0].item.media()) == 1
    assert "找不到图片“没有.png”" in sentences(read)
    assert "只写文件名" in sentences(read)


def test_pictures_that_wps_keeps_inside_cells_are_found() -> None:
    plain = workbook([HEADER, (*SINGLE[:2], "图中是", *SINGLE[3:])])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data = data.replace(
                    b'<c r="A2"', b'<c r="I2" t="str"><f>_xlfn.DISPIMG("ID_7",1)</f><v>x</v></c><c r="A2"', 1
                )
            new.writestr(name, data)
        new.writestr("xl/media/image9.png", picture_bytes())
        new.writestr(
            "xl/cellimages.xml",
            '<etc:cellImages xmlns:etc="e" xmlns:xdr="x" xmlns:a="a" xmlns:r="r"><etc:cellImage><xdr:pic>'
            '<xdr:nvPicPr><xdr:cNvPr id="1" name="ID_7"/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rId1"/>'
            "</xdr:blipFill></xdr:pic></etc:cellImage></etc:cellImages>",
        )
        new.writestr(
            "xl/_rels/cellimages.xml.rels",
            '<Relationships xmlns="p"><Relationship Id="rId1" Target="media/image9.png"/></Relationships>',
        )
    item = only(read_item_sheet(out.getvalue(), "wps.xlsx"))
    assert len(item.media()) == 1


def test_options_that_speak_of_others_are_not_shuffled_away() -> None:
    fixed = only(read_rows(("Q1", "单选题", "问", "甲", "乙", "丙", "以上都对", "D")))
    assert [choice.fixed for choice in acted_on(fixed).choices] == [False, False, False, True]
    read = read_rows(("Q1", "单选题", "问", "甲", "乙", "A和B都对", "丁", "C"))
    assert not acted_on(only(read)).shuffle
    assert "不打乱顺序" in sentences(read)


def test_a_practical_task_is_sent_to_its_folder() -> None:
    assert "按任务文件夹导入" in sentences(read_rows(("P1", "操作题", "做", "", "", "", "", "见文件")))


def test_a_rare_character_is_named_by_its_code_point() -> None:
    assert "U+10FFFD" in sentences(read_rows(("T1", "判断题", "对\U0010fffd吗", "", "", "", "", "对")))
