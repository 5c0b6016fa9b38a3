"""Blocks read as they do on the screen of Scratch, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from grading.scratch.block_names import LABELS
from grading.scratch.block_text import HOLE, opcode_text, script_lines, with_word
from grading.scratch.menu_names import EXTENSIONS, MENUS, extension_name
from grading.scratch.model import Block
from grading.scratch.reader import read_scratch_bytes
from itembank.base.i18n import SOURCE_LANGUAGE, install_language
from tests.grading.scratch.project import FLAG, chosen, project, sprite, typed


@pytest.fixture(autouse=True)
def languages() -> Iterator[None]:
    yield
    install_language(SOURCE_LANGUAGE)


def lines(*script: Any, **blocks: Any) -> list[str]:
    target = sprite("小猫", script)
    target["blocks"].update(blocks)
    return list(script_lines(read_scratch_bytes(project(target)).sprites[0].scripts[0].blocks))


def holding(**holes: Any) -> dict[str, Any]:
    return {"inputs": {name: [2, key] for name, key in holes.items()}}


def shadow(opcode: str, **fields: str) -> dict[str, Any]:
    return {"opcode": opcode, "shadow": True, **chosen(**fields)}


def reporter(opcode: str, **data: Any) -> dict[str, Any]:
    return {"opcode": opcode, "inputs": {}, "fields": {}, **data}


TOUCHING = ("control_if", holding(CONDITION="touch"), (("motion_turnright", typed(DEGREES="180")),))
EDGE = {
    "touch": reporter("sensing_touchingobject", inputs={"TOUCHINGOBJECTMENU": [1, "menu"]}),
    "menu": shadow("sensing_touchingobjectmenu", TOUCHINGOBJECTMENU="_edge_"),
}


def test_a_script_reads_as_on_the_screen():
    walk = ("control_repeat", typed(TIMES="10"), (("motion_movesteps", typed(STEPS="20")), TOUCHING))
    say = ("looks_sayforsecs", typed(MESSAGE="你好！", SECS="2"))
    assert lines(FLAG, walk, say, **EDGE) == [
        "当绿旗被点击",
        "重复执行 (10) 次",
        "    移动 (20) 步",
        "    如果 <碰到 [舞台边缘] ?> 那么",
        "        右转 (180) 度",
        "说 [你好！] (2) 秒",
    ]


def test_it_reads_in_english_too():
    install_language("en")
    walk = ("control_repeat", typed(TIMES="10"), (TOUCHING,))
    key = ("event_whenkeypressed", chosen(KEY_OPTION="left arrow"))
    assert lines(key, walk, **EDGE) == [
        "when [left arrow] key pressed",
        "repeat (10)",
        "    if <touching [edge] ?> then",
        "        turn right (180) degrees",
    ]


def test_an_else_stands_between_its_arms_even_if_the_first_is_empty():
    both = {"inputs": {"SUBSTACK": [2, "yes"], "SUBSTACK2": [2, "no"]}}
    only_else = {"inputs": {"SUBSTACK2": [2, "no"]}}
    arms = {"yes": reporter("looks_show"), "no": reporter("looks_hide")}
    rows = lines(FLAG, ("control_if_else", both), ("control_if_else", only_else), **arms)
    assert rows[1:] == [
        "如果 < > 那么",
        "    显示",
        "否则",
        "    隐藏",
        "如果 < > 那么",
        "否则",
        "    隐藏",
    ]


def test_reporters_stand_in_their_holes():
    sum_of = {
        "inputs": {"VALUE": [3, "sum", [10, "0"]]},
        **chosen(VARIABLE="总分"),
    }
    inner = {
        "sum": reporter("operator_add", inputs={"NUM1": [3, [12, "语文", "a"], [4, ""]], "NUM2": [1, [4, "90"]]}),
        "compare": reporter(
            "operator_gt", inputs={"OPERAND1": [3, [13, "名单", "b"], [10, ""]], "OPERAND2": [1, [10, "5"]]}
        ),
        "not": reporter("operator_not", inputs={"OPERAND": [2, "compare"]}),
    }
    rows = lines(FLAG, ("data_setvariableto", sum_of), ("control_wait_until", holding(CONDITION="not")), **inner)
    assert rows[1:] == ["将 [总分] 设为 ((语文) + (90))", "等待 <<(名单) > (5)> 不成立>"]


MADE = {
    "proccode": "跳 %s 次 如果 %b",
    "argumentids": '["k1","k2"]',
    "argumentnames": '["次数","可以"]',
    "warp": "true",
}


def test_a_block_of_ones_own_reads_with_its_arguments_in_their_places():
    prototype = {"opcode": "procedures_prototype", "shadow": True, "mutation": MADE}
    define = lines(("procedures_definition", {"inputs": {"custom_block": [1, "proto"]}}), proto=prototype)
    assert define == ["定义 跳 (次数) 次 如果 <可以>"]
    call = {"inputs": {"k1": [1, [10, "3"]]}, "mutation": MADE}
    assert lines(FLAG, ("procedures_call", call))[1:] == ["跳 (3) 次 如果 < >"]


def test_the_holes_of_ones_own_block_do_not_hang_on_its_ids():
    """Scratch draws new ids in every project: a pupil's call is the model's call."""

    def call(first: str) -> Block:
        data = {"inputs": {first: [1, [10, "3"]]}, "mutation": {"proccode": "跳 %s", "argumentids": f'["{first}"]'}}
        return (
            read_scratch_bytes(project(sprite("小猫", (FLAG, ("procedures_call", data)))))
            .sprites[0]
            .scripts[0]
            .blocks[1]
        )

    assert call("aaa") == call("bbb")
    assert call("aaa").values == {"1": "3"}


def test_blocks_of_extensions_are_named_and_unknown_ones_keep_their_opcode():
    pen = ("pen_setPenColorParamTo", {"inputs": {"COLOR_PARAM": [1, "menu"], "VALUE": [1, [4, "50"]]}})
    drum = ("music_playDrumForBeats", {"inputs": {"DRUM": [1, "drum"], "BEATS": [1, [4, "0.25"]]}})
    strange = ("robot_drive", {**typed(SPEED="50"), **chosen(SIDE="左")})
    menus = {
        "menu": shadow("pen_menu_colorParam", colorParam="saturation"),
        "drum": shadow("music_menu_DRUM", DRUM="3"),
    }
    assert lines(FLAG, pen, drum, strange, **menus)[1:] == [
        "将笔的 [饱和度] 设为 (50)",
        "击打 [(3) 敲鼓边] (0.25) 拍",
        "robot_drive SIDE=[左] SPEED=(50)",
    ]
    assert (extension_name("pen"), extension_name("robot")) == ("画笔", "robot")


def test_a_long_text_and_its_line_breaks_stay_on_one_line():
    row = lines(FLAG, ("looks_say", typed(MESSAGE="春\n" * 200)))[1]
    assert row.startswith("说 [春 春")
    assert "\n" not in row
    assert len(row) < 100


def test_empty_holes_are_seen():
    assert opcode_text("control_repeat") == "重复执行 … 次"
    assert with_word("event_whenkeypressed", "space") == "当按下 [空格] 键"
    assert with_word("event_whenkeypressed", "") == "当按下 […] 键"
    assert with_word("robot_whenbumped", "左") == "robot_whenbumped 左"


def test_both_languages_have_the_same_holes():
    different = [
        opcode
        for opcode, label in LABELS.items()
        if sorted(HOLE.findall(label.chinese)) != sorted(HOLE.findall(label.english))
    ]
    assert different == []
    assert all(label.chinese and label.english for menu in MENUS.values() for label in menu.values())
    assert all(label.chinese and label.english for label in EXTENSIONS.values())
