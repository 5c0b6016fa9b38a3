"""One project with many properties, and a check for each: undoing one must leave all others."""

from __future__ import annotations

import pytest

from grading.checks.catalogue import CHECK_TYPES
from grading.rubric.mutants.project import OpenedProject
from grading.rubric.mutants.scratch import WAYS, undo_project
from grading.rubric.mutants.undo import WITHOUT_WAYS
from grading.scratch.levels import Dimension
from grading.scratch.reader import read_scratch_bytes
from tests.grading.rubric.mutants.trying import call, lost
from tests.grading.scratch.project import FLAG, chosen, project, sprite, typed

WALK = (
    FLAG,
    ("motion_gotoxy", typed(X="0", Y="0")),
    ("data_setvariableto", chosen(VARIABLE="分数")),
    ("control_repeat", typed(TIMES="10"),
     (("motion_movesteps", typed(STEPS="10")), ("control_wait", typed(DURATION="1")))),
    ("looks_say", typed(MESSAGE="你好！")),
)  # fmt: skip
SEND = (("event_whenkeypressed", chosen(KEY_OPTION="space")), ("event_broadcast", chosen(BROADCAST_INPUT="开始")))
HEAR = (("event_whenbroadcastreceived", chosen(BROADCAST_OPTION="开始")), ("looks_show",))
CLONE = (FLAG, ("control_create_clone_of",), ("pen_penDown",))
BORN = (("control_start_as_clone",), ("looks_show",), ("data_addtolist", chosen(LIST="名单")))
OWN = (("procedures_definition", {"inputs": {"custom_block": [1, "proto"]}}), ("looks_hide",))
CALL = (FLAG, ("procedures_call", {"mutation": {"proccode": "跳"}}))
CAT = sprite(
    "小猫", WALK, SEND, HEAR, CLONE, BORN, OWN, CALL,
    costumes=[{"name": "走"}, {"name": "跑"}], sounds=[{"name": "喵"}], x=10, y=-20, size=80,
    variables={"a": ["分数", 0]}, lists={"b": ["名单", []]},
)  # fmt: skip
CAT["blocks"]["proto"] = {"opcode": "procedures_prototype", "shadow": True, "mutation": {"proccode": "跳"}}
STAGE = sprite("Stage", costumes=[{"name": "海边"}, {"name": "森林"}])
DOG = sprite("小狗", x=5, y=5)
MODEL = {"a.sb3": project(STAGE, CAT, DOG, extensions=["pen"])}
STARTER = {"a.sb3": project(sprite("Stage", costumes=[{"name": "海边"}]), DOG)}
REPEAT = {"block": "control_repeat", "values": {"TIMES": "10"}, "inside": [{"block": "wait"}]}
CALLS = {
    "sprite_count": call("X.sprite_count", "a.sb3", at_least=2),
    "sprite": call("X.sprite", "a.sb3", name="小猫"),
    "costume": call("X.costume", "a.sb3", sprite="小猫", name="跑"),
    "backdrop": call("X.backdrop", "a.sb3", name="森林", at_least=2),
    "sound": call("X.sound", "a.sb3", name="喵"),
    "hat": call("X.hat", "a.sb3", event="key", value="space"),
    "blocks": call("X.blocks", "a.sb3", sprite="小猫", steps=[REPEAT]),
    "order": call("X.blocks", "a.sb3", steps=[{"block": "loop"}, {"block": "say"}]),
    "uses": call("X.uses", "a.sb3", block="wait"),
    "avoids": call("X.avoids", "a.sb3", block="ask"),
    "variable": call("X.variable", "a.sb3", name="分数"),
    "list": call("X.variable", "a.sb3", list=True),
    "message": call("X.message", "a.sb3", name="开始"),
    "clones": call("X.clones", "a.sb3"),
    "custom_block": call("X.custom_block", "a.sb3"),
    "initialised": call("X.initialised", "a.sb3", what="position"),
    "says": call("X.says", "a.sb3", text="你好"),
    "placed": call("X.placed", "a.sb3", sprite="小猫", x=10, y=-20, size=80, visible=True),
    "extension": call("X.extension", "a.sb3", name="pen"),
    "untouched": call("X.untouched", "a.sb3", sprites=["小狗"]),
    "no_dead_scripts": call("X.no_dead_scripts", "a.sb3"),
}
IN_CAT = {"costume", "blocks", "placed"}
FALL_WITH = {
    "sprite": IN_CAT,
    "sprite_count": {*CALLS} - {"backdrop"},
    "uses": {"blocks"},
    "order": {"says"},
    "message": {"hat", "no_dead_scripts"},
    "custom_block": {"no_dead_scripts"},
}
"""What cannot be had without the other."""


@pytest.mark.parametrize("name", CALLS)
def test_undoing_one_thing_of_a_project_loses_just_that(name):
    found = lost(CALLS, name, MODEL, STARTER)
    assert name in found
    assert found <= {name} | FALL_WITH.get(name, set())


def test_every_way_was_tried():
    assert {one.type for one in CALLS.values()} == {*WAYS}


def test_every_check_of_projects_has_a_way_or_a_level_or_a_reason_why_there_is_none():
    kinds = {kind for kind in CHECK_TYPES if kind.startswith("X.")}
    levels = {f"X.{dimension.value}" for dimension in Dimension}
    assert kinds - set(WITHOUT_WAYS) - {"X.total"} == {*WAYS} | levels


def test_a_level_is_undone_by_leaving_out_single_blocks():
    calls = {"flow": call("X.flow", "a.sb3", at_least=2)}
    assert lost(calls, "flow", MODEL, STARTER) == {"flow"}


def test_what_stood_in_a_loop_stays_when_the_loop_is_left_out():
    changed = OpenedProject(MODEL["a.sb3"])
    (number,) = changed.meant("小猫")
    loop = next(key for key, one in changed.blocks(number).items() if one["opcode"] == "control_repeat")
    changed.take_out(number, loop)
    script = read_scratch_bytes(changed.to_bytes()).targets[number].scripts[0]
    assert [block.opcode for block in script.blocks[2:]] == [
        "data_setvariableto", "motion_movesteps", "control_wait", "looks_say",
    ]  # fmt: skip


@pytest.mark.parametrize("data", [b"text", b""])
def test_what_is_no_project_is_left_alone(data):
    assert list(undo_project("X.hat", {}, data)) == []
