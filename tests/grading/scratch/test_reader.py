"""Scratch projects are read within limits, whatever is in their project.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from grading.office.child import OfficeReader
from grading.office.outcome import CannotReadError, Reason
from grading.scratch.levels import Dimension, levels
from grading.scratch.model import ScratchProject
from grading.scratch.reader import read_scratch_bytes
from grading.works import WorkKind
from tests.grading.office.builders import zip_of
from tests.grading.scratch.project import FLAG, chosen, project, sprite, typed


def read(*targets: dict[str, Any], **more: Any) -> ScratchProject:
    return read_scratch_bytes(project(*targets, **more))


def rated(*targets: dict[str, Any]) -> dict[Dimension, int]:
    return levels(read(*targets))


def test_scripts_are_trees_of_blocks_in_the_order_of_the_desk():
    walk = (FLAG, ("control_repeat", typed(TIMES="4"), (("motion_movesteps", typed(STEPS="10")),)), ("looks_show",))
    cat = read(sprite("小猫", walk, (("looks_hide",),))).sprites[0]
    first, dead = cat.scripts
    assert [block.opcode for block in first.blocks] == ["event_whenflagclicked", "control_repeat", "looks_show"]
    assert first.blocks[1].values == {"TIMES": "4"}
    assert first.blocks[1].bodies[0][0].values == {"STEPS": "10"}
    assert (first.starts, dead.starts) == (True, False)


def test_a_menu_is_a_value_and_a_variable_in_a_hole_is_a_block():
    target = sprite(
        "小猫", (FLAG, ("motion_goto", {"inputs": {"TO": [1, "menu"], "X": [3, [12, "分数", "id"], [4, "0"]]}}))
    )
    target["blocks"]["menu"] = {"opcode": "motion_goto_menu", "fields": {"TO": ["_mouse_", None]}, "shadow": True}
    block = read(target).sprites[0].scripts[0].blocks[1]
    assert block.values == {"TO": "_mouse_"}
    assert [(one.opcode, one.fields) for one in block.inputs.values()] == [("data_variable", {"VARIABLE": "分数"})]


def test_blocks_in_a_circle_end():
    target = sprite("小猫", (FLAG, ("looks_show",)))
    target["blocks"]["小猫0_1"]["next"] = "小猫0_0"
    assert len(read(target).sprites[0].scripts[0].blocks) == 2
    target["blocks"]["小猫0_1"].update(opcode="control_forever", inputs={"SUBSTACK": [2, "小猫0_1"]})
    assert [block.opcode for block in read(target).blocks()] == ["event_whenflagclicked", "control_forever"]


def test_a_wide_web_of_blocks_is_refused():
    blocks: dict[str, Any] = {"top": {"opcode": "event_whenflagclicked", "topLevel": True, "next": "b0"}}
    for number in range(60):
        after = f"b{number + 1}"
        blocks[f"b{number}"] = {
            "opcode": "control_if_else",
            "next": after,
            "inputs": {"SUBSTACK": [2, after], "SUBSTACK2": [2, after]},
        }
    with pytest.raises(CannotReadError) as refusal:
        read(sprite("小猫", blocks=blocks))
    assert refusal.value.outcome.reason is Reason.TOO_MUCH_CONTENT


def test_blocks_too_deep_inside_each_other_are_refused_and_never_left_out():
    def nested(depth: int) -> ScratchProject:
        body: tuple[Any, ...] = (("looks_show",),)
        for _step in range(depth):
            body = (("control_forever", {}, body),)
        return read(sprite("小猫", (FLAG, *body)))

    assert sum(1 for _block in nested(90).blocks()) == 92
    with pytest.raises(CannotReadError) as refusal:
        nested(150)
    assert refusal.value.outcome.reason is Reason.XML_TOO_LARGE


def test_the_long_form_of_scratch_s_own_memory_reads_like_the_short_one():
    """Programs built on Scratch write blocks as they keep them: every typed value a block, every hole by name."""
    short = sprite(
        "小猫", (FLAG, ("motion_movesteps", typed(STEPS="10")), ("data_setvariableto", chosen(VARIABLE="分")))
    )
    long = sprite("小猫", (FLAG, ("motion_movesteps", {}), ("data_setvariableto", {})))
    move, chooses = (long["blocks"][f"小猫0_{number}"] for number in (1, 2))
    move["inputs"] = {"STEPS": {"name": "STEPS", "block": "n", "shadow": "n"}}
    chooses["fields"] = {"VARIABLE": {"name": "VARIABLE", "id": "v", "value": "分"}}
    long["blocks"]["n"] = {"opcode": "math_number", "shadow": True, "fields": {"NUM": {"name": "NUM", "value": "10"}}}
    long["variables"] = {
        "v": {"id": "v", "name": "分", "type": "", "value": 3},
        "m": {"id": "m", "name": "开始", "type": "broadcast_msg", "value": "开始"},
        "l": {"id": "l", "name": "名单", "type": "list", "value": ["甲", "乙"]},
    }
    cat = read(long).sprites[0]
    assert cat.scripts == read(short).sprites[0].scripts
    found = [(one.name, one.value, one.is_list) for one in cat.variables]
    assert found == [
        ("分", "3", False),
        ("名单", "甲\n乙", True),
    ]


def test_a_block_that_covers_a_typed_value_counts_and_not_what_it_covers():
    covered = sprite("小猫", (FLAG, ("motion_movesteps", {"inputs": {"STEPS": [3, "answer", [4, "10"]]}})))
    covered["blocks"]["answer"] = {"opcode": "sensing_answer", "inputs": {}, "fields": {}, "shadow": False}
    move = read(covered).sprites[0].scripts[0].blocks[1]
    assert (move.values, move.inputs["STEPS"].opcode) == ({}, "sensing_answer")


def test_only_the_else_of_a_condition_is_its_second_body():
    target = sprite("小猫", (FLAG, ("control_if_else", {"inputs": {"SUBSTACK2": [2, "no"]}})))
    target["blocks"]["no"] = {"opcode": "looks_hide"}
    assert [len(body) for body in read(target).sprites[0].scripts[0].blocks[1].bodies] == [0, 1]


def test_what_does_not_lie_on_the_desk_is_not_there():
    target = sprite("小猫", (FLAG, ("looks_show",)))
    target["blocks"]["lost"] = {"opcode": "looks_hide", "next": None, "parent": None, "topLevel": False}
    target["blocks"]["score"] = [12, "分数", "id", 10, 20]
    target["comments"] = {"c": {"blockId": "小猫0_0", "text": "注释", "minimized": False}}
    assert [block.opcode for block in read(target).blocks()] == ["event_whenflagclicked", "looks_show"]


@pytest.mark.parametrize("opcode", ["ev3_whenButtonPressed", "microbit_whenGesture", "robot_WhenBumped"])
def test_a_hat_of_an_extension_starts_its_script(opcode):
    assert read(sprite("小猫", ((opcode,), ("looks_show",)))).sprites[0].scripts[0].starts


def test_a_project_that_was_zipped_by_hand_in_its_folder_is_read():
    inside = zip_of({"作品/project.json": json.dumps({"targets": [sprite("小猫", (FLAG,))]}), "作品/a.svg": "<svg/>"})
    assert read_scratch_bytes(inside).sprites[0].name == "小猫"


def test_control_characters_in_texts_are_read_as_scratch_reads_them():
    data = json.dumps({"targets": [sprite("小猫", (FLAG, ("looks_say", typed(MESSAGE="一@二"))))]}, ensure_ascii=False)
    said = read_scratch_bytes(zip_of({"project.json": data.replace("@", "\x05")}))
    assert said.sprites[0].scripts[0].blocks[1].values == {"MESSAGE": "一\x05二"}


def test_half_a_character_is_no_reason_to_give_up():
    target = sprite("小猫", (FLAG, ("looks_say", typed(MESSAGE="一@二"))))
    data = json.dumps({"targets": [target]}).replace("@", "\\ud83d")
    said = read_scratch_bytes(zip_of({"project.json": data})).sprites[0].scripts[0].blocks[1]
    assert said.values == {"MESSAGE": "一?二"}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (zip_of({"other.json": "{}"}), Reason.MISSING_PART),
        (zip_of({"a/project.json": "{}", "b/project.json": "{}"}), Reason.MISSING_PART),
        (zip_of({"project.json": '{"objName": "Stage", "children": []}'}), Reason.OLD_SCRATCH),
        (b"ScratchV02" + bytes(20), Reason.OLD_SCRATCH),
        (zip_of({"project.json": "{"}), Reason.DAMAGED),
        (zip_of({"project.json": "[]"}), Reason.DAMAGED),
        (zip_of({"project.json": '{"targets": [1]}'}), Reason.DAMAGED),
        (zip_of({"project.json": '{"targets": [{"broadcasts": []}]}'}), Reason.DAMAGED),
        (zip_of({"project.json": '{"targets": [], "extensions": 1}'}), Reason.DAMAGED),
        (zip_of({"project.json": "[" * 100_000}), Reason.XML_TOO_LARGE),
        (zip_of({"project.json": json.dumps({"targets": [{}] * 400})}), Reason.TOO_MUCH_CONTENT),
        (b"", Reason.EMPTY),
    ],
)
def test_what_is_no_project_is_named(data, reason):
    with pytest.raises(CannotReadError) as refusal:
        read_scratch_bytes(data)
    assert refusal.value.outcome.reason is reason


def test_a_project_is_read_in_the_child_process(tmp_path: Path):
    path = tmp_path / "a.sb3"
    path.write_bytes(project(sprite("小猫", (FLAG, ("looks_show",)))))
    with OfficeReader() as reader:
        assert reader.read_work(path, WorkKind.SCRATCH) == read_scratch_bytes(path.read_bytes())


SAY = ("looks_say", typed(MESSAGE="你好"))
KEY = ("event_whenkeypressed", chosen(KEY_OPTION="space"))
HEAR = ("event_whenbroadcastreceived", chosen(BROADCAST_OPTION="开始"))


@pytest.mark.parametrize(
    ("dimension", "level", "scripts"),
    [
        (Dimension.ABSTRACTION, 0, [(FLAG, SAY)]),
        (Dimension.ABSTRACTION, 1, [(FLAG, SAY), (KEY, SAY)]),
        (Dimension.ABSTRACTION, 2, [(FLAG, ("procedures_call",)), (("procedures_definition",), SAY)]),
        (Dimension.ABSTRACTION, 3, [(FLAG, ("control_create_clone_of",)), (("control_start_as_clone",), SAY)]),
        (Dimension.PARALLELISM, 0, [(FLAG, SAY)]),
        (Dimension.PARALLELISM, 1, [(FLAG, SAY), (FLAG, SAY)]),
        (Dimension.PARALLELISM, 2, [(KEY, SAY), (KEY, SAY)]),
        (Dimension.PARALLELISM, 3, [(HEAR, SAY), (HEAR, SAY)]),
        (Dimension.LOGIC, 0, [(FLAG, SAY)]),
        (Dimension.LOGIC, 1, [(FLAG, ("control_if",))]),
        (Dimension.LOGIC, 2, [(FLAG, ("control_if_else",))]),
        (Dimension.LOGIC, 3, [(FLAG, ("operator_and",))]),
        (Dimension.SYNCHRONISATION, 0, [(FLAG, SAY)]),
        (Dimension.SYNCHRONISATION, 1, [(FLAG, ("control_wait",))]),
        (Dimension.SYNCHRONISATION, 2, [(FLAG, ("event_broadcast",))]),
        (Dimension.SYNCHRONISATION, 3, [(FLAG, ("event_broadcastandwait",))]),
        (Dimension.FLOW, 0, [(FLAG,)]),
        (Dimension.FLOW, 1, [(FLAG, SAY)]),
        (Dimension.FLOW, 2, [(FLAG, ("control_forever",))]),
        (Dimension.FLOW, 3, [(FLAG, ("control_repeat_until",))]),
        (Dimension.INTERACTIVITY, 0, [(("control_start_as_clone",), SAY)]),
        (Dimension.INTERACTIVITY, 1, [(FLAG, SAY)]),
        (Dimension.INTERACTIVITY, 2, [(KEY, SAY)]),
        (Dimension.INTERACTIVITY, 3, [(("event_whengreaterthan",), SAY)]),
        (Dimension.DATA, 0, [(FLAG, SAY)]),
        (Dimension.DATA, 1, [(FLAG, ("motion_movesteps",))]),
        (Dimension.DATA, 2, [(FLAG, ("data_setvariableto",))]),
        (Dimension.DATA, 3, [(FLAG, ("data_addtolist",))]),
    ],
)
def test_a_level_of_a_dimension(dimension, level, scripts):
    assert rated(sprite("小猫", *scripts))[dimension] == level


SPACE_AGAIN = sprite("小狗", (KEY, SAY))
LOUD = ("event_whengreaterthan", {**chosen(WHENGREATERTHANMENU="LOUDNESS"), **typed(VALUE="10")})
LOUDER = ("event_whengreaterthan", {**chosen(WHENGREATERTHANMENU="LOUDNESS"), **typed(VALUE="30")})
CLICK = ("event_whenthisspriteclicked",)


@pytest.mark.parametrize(
    ("dimension", "level", "targets"),
    [
        (Dimension.PARALLELISM, 2, [sprite("小猫", (KEY, SAY)), SPACE_AGAIN]),
        (Dimension.PARALLELISM, 0, [sprite("小猫", (CLICK, SAY)), sprite("小狗", (CLICK, SAY))]),
        (Dimension.PARALLELISM, 3, [sprite("小猫", (LOUD, SAY), (LOUDER, SAY))]),
        (Dimension.PARALLELISM, 3, [sprite("小猫", *[(("videoSensing_whenMotionGreaterThan",), SAY)] * 2)]),
        (Dimension.INTERACTIVITY, 3, [sprite("小猫", (FLAG, ("videoSensing_videoToggle",)))]),
        (Dimension.INTERACTIVITY, 3, [sprite("小猫", (FLAG, ("videoSensing_setVideoTransparency",)))]),
        (Dimension.FLOW, 1, [sprite("小猫", (FLAG, ("control_for_each",)))]),
        (Dimension.DATA, 0, [sprite("小猫", (FLAG, ("data_listcontents",)))]),
        (Dimension.DATA, 3, [sprite("小猫", (FLAG, ("data_showlist",)))]),
    ],
)
def test_a_level_by_the_published_table(dimension, level, targets):
    assert rated(*targets)[dimension] == level


def test_blocks_that_nothing_starts_raise_no_level():
    assert set(rated(sprite("小猫", (("control_repeat_until",), ("data_addtolist",)))).values()) == {0}


@pytest.mark.parametrize(
    ("script", "dimension", "level"),
    [
        ((("control_start_as_clone",), ("looks_show",)), Dimension.ABSTRACTION, 0),
        ((FLAG, ("control_create_clone_of",)), Dimension.ABSTRACTION, 0),
        ((FLAG, ("data_addtolist", chosen(LIST="名单"))), Dimension.DATA, 3),
        ((FLAG, ("looks_switchcostumeto",)), Dimension.DATA, 1),
        ((FLAG, ("pen_listen",)), Dimension.DATA, 0),
        ((FLAG, ("data_setvariableto", chosen(VARIABLE="分数"))), Dimension.DATA, 2),
        ((FLAG, ("control_wait",)), Dimension.SYNCHRONISATION, 1),
        ((FLAG, ("event_broadcast",)), Dimension.SYNCHRONISATION, 2),
        ((FLAG, ("control_wait_until",)), Dimension.SYNCHRONISATION, 3),
        ((FLAG, ("looks_show",)), Dimension.FLOW, 1),
        ((FLAG,), Dimension.FLOW, 0),
        ((FLAG, ("control_forever",)), Dimension.FLOW, 2),
        ((FLAG, ("control_repeat_until",)), Dimension.FLOW, 3),
        ((FLAG, ("control_if",)), Dimension.LOGIC, 1),
        ((FLAG, ("control_if_else",)), Dimension.LOGIC, 2),
        ((FLAG, ("operator_or",)), Dimension.LOGIC, 3),
        ((FLAG, ("looks_show",)), Dimension.INTERACTIVITY, 1),
        ((FLAG, ("sensing_askandwait",)), Dimension.INTERACTIVITY, 2),
        ((FLAG, ("sensing_loudness",)), Dimension.INTERACTIVITY, 3),
        ((("looks_show",),), Dimension.INTERACTIVITY, 0),
        ((FLAG, ("looks_show",)), Dimension.PARALLELISM, 0),
    ],
)
def test_a_block_reaches_a_level_of_its_dimension(script, dimension, level):
    assert rated(sprite("小猫", script))[dimension] == level


def test_two_scripts_that_begin_together_run_side_by_side():
    walk = (FLAG, ("looks_show",))
    assert rated(sprite("小猫", walk, walk))[Dimension.PARALLELISM] == 1
    assert rated(sprite("小猫", walk, walk))[Dimension.ABSTRACTION] == 1
    keys = [(("event_whenkeypressed", chosen(KEY_OPTION="a")), ("looks_show",)) for _number in range(2)]
    assert rated(sprite("小猫", *keys))[Dimension.PARALLELISM] == 2
    heard = [
        (("event_whenbroadcastreceived", chosen(BROADCAST_OPTION="开始")), ("looks_show",)) for _number in range(2)
    ]
    assert rated(sprite("小猫", *heard))[Dimension.PARALLELISM] == 3
