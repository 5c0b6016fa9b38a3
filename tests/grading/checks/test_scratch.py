"""X checks: met, partly, not met, cannot judge."""

from __future__ import annotations

from typing import Any

import pytest

from grading.checks.finding import Finding, Verdict
from grading.checks.marker import run_call
from itembank.model.checks import CheckCall
from tests.grading.checks.workbench import subject
from tests.grading.scratch.project import FLAG, chosen, project, sprite, typed

MET, PARTLY, NOT, UNKNOWN = Verdict.MET, Verdict.PARTLY, Verdict.NOT_MET, Verdict.CANNOT_JUDGE
SAY = ("looks_say", typed(MESSAGE="你好！"))
WALK = (
    FLAG,
    ("motion_gotoxy", typed(X="0", Y="0")),
    ("data_setvariableto", chosen(VARIABLE="分数")),
    (
        "control_repeat",
        typed(TIMES="10"),
        (("motion_movesteps", typed(STEPS="10")), ("control_wait", typed(DURATION="1"))),
    ),
    SAY,
)
SEND = (("event_whenkeypressed", chosen(KEY_OPTION="space")), ("event_broadcast", chosen(BROADCAST_INPUT="开始")))
HEAR = (("event_whenbroadcastreceived", chosen(BROADCAST_OPTION="开始")), ("looks_show",))
CLONE = (FLAG, ("control_create_clone_of",), ("pen_penDown",))
BORN = (("control_start_as_clone",), ("operator_and",), ("data_addtolist", chosen(LIST="名单")))
OWN = (("procedures_definition", {"inputs": {"custom_block": [1, "proto"]}}), ("looks_hide",))
CALL = (FLAG, ("procedures_call", {"mutation": {"proccode": "跳"}}))
CAT = sprite(
    "小猫", WALK, SEND, HEAR, CLONE, BORN, OWN, CALL,
    costumes=[{"name": "走"}, {"name": "跑"}], sounds=[{"name": "喵"}], x=10, y=-20, size=80,
    variables={"a": ["分数", 0]}, lists={"b": ["名单", []]},
)  # fmt: skip
CAT["blocks"]["proto"] = {"opcode": "procedures_prototype", "shadow": True, "mutation": {"proccode": "跳"}}
STAGE = sprite("Stage", costumes=[{"name": "海边"}, {"name": "森林"}])
GOOD = project(STAGE, CAT, sprite("小狗", (FLAG, SAY)), extensions=["pen"])
POOR = project(sprite("小猫", (("motion_movesteps",), SAY), (FLAG,), costumes=[{"name": "走"}],
                      variables={"a": ["分数", 0]}, lists={"b": ["名单", []]}))  # fmt: skip
REPEAT = {
    "block": "control_repeat",
    "values": {"TIMES": "10"},
    "inside": [{"block": "motion_movesteps"}, {"block": "wait"}],
}

CASES: list[tuple[str, dict[str, Any]]] = [
    ("X.sprite", {"name": "小狗"}),
    ("X.sprite_count", {"at_least": 2}),
    ("X.costume", {"sprite": "小猫", "name": "跑"}),
    ("X.backdrop", {"name": "海边", "at_least": 2}),
    ("X.sound", {"name": "喵"}),
    ("X.hat", {"event": "key", "value": "space"}),
    ("X.hat", {"sprite": "小猫", "event": "flag"}),
    ("X.uses", {"block": "loop"}),
    ("X.uses", {"block": "looks_say", "at_least": 2}),
    ("X.blocks", {"sprite": "小猫", "steps": [{"block": "motion_gotoxy"}, REPEAT, {"block": "say"}]}),
    ("X.variable", {"name": "分数"}),
    ("X.variable", {"list": True}),
    ("X.message", {"name": "开始"}),
    ("X.clones", {}),
    ("X.custom_block", {}),
    ("X.initialised", {"what": "position"}),
    ("X.initialised", {"what": "variable", "name": "分数", "sprite": "小猫"}),
    ("X.says", {"sprite": "小猫", "text": "你好"}),
    ("X.extension", {"name": "pen"}),
    ("X.total", {"at_least": 10}),
    ("X.abstraction", {"at_least": 3}),
    ("X.parallelism", {"at_least": 3}),
    ("X.logic", {"at_least": 3}),
    ("X.synchronisation", {"at_least": 2}),
    ("X.flow", {"at_least": 2}),
    ("X.interactivity", {"at_least": 2}),
    ("X.data", {"at_least": 3}),
]


def look(kind: str, data: bytes, starter: bytes | None = None, /, **parameters: Any) -> Finding:
    starters = {} if starter is None else {"作品.sb3": starter}
    return run_call(CheckCall(type=kind, file="作品.sb3", parameters=parameters), subject({"作品.sb3": data}, starters))


@pytest.mark.parametrize(("kind", "parameters"), CASES)
def test_it_is_met_by_a_good_project_and_not_met_by_a_poor_one(kind, parameters):
    met = look(kind, GOOD, **parameters)
    assert met.verdict is MET, met.sentence
    missed = look(kind, POOR, **parameters)
    expected = {PARTLY} if (kind, parameters) == ("X.interactivity", {"at_least": 2}) else {NOT}
    assert missed.verdict in expected, missed.sentence
    assert met.sentence != missed.sentence


def test_a_project_opens():
    assert look("X.opens", GOOD).verdict is MET
    assert look("X.opens", b"").verdict is NOT
    assert look("X.opens", b"no zip").verdict is UNKNOWN


def test_part_of_a_state_and_a_lower_level_give_part():
    assert look("X.placed", GOOD, sprite="小猫", x=10, y=-20, size=80, visible=True).verdict is MET
    assert look("X.placed", GOOD, sprite="小猫", x=10, y=50).verdict is PARTLY
    assert look("X.placed", GOOD, sprite="小猫", x=90, y=50).verdict is NOT
    assert look("X.logic", project(sprite("小猫", (FLAG, ("control_if",)))), at_least=3).verdict is PARTLY


def test_blocks_that_lie_about_are_dead_and_count_for_nothing():
    tidy = project(sprite("小猫", (FLAG, SAY)))
    assert look("X.no_dead_scripts", tidy).verdict is MET
    assert look("X.no_dead_scripts", POOR).verdict is NOT
    assert look("X.no_dead_scripts", project(sprite("小猫"))).verdict is NOT
    assert look("X.uses", POOR, block="say").verdict is NOT


def test_an_empty_project_avoids_nothing():
    assert look("X.avoids", GOOD, block="random").verdict is MET
    assert look("X.avoids", GOOD, block="loop").verdict is NOT
    assert look("X.avoids", project(sprite("小猫")), block="loop").verdict is NOT


def test_steps_must_stand_in_their_order_in_one_script():
    steps = [{"block": "say"}, {"block": "motion_gotoxy"}]
    finding = look("X.blocks", GOOD, sprite="小猫", steps=steps)
    assert finding.verdict is NOT
    assert "前 1 步" in finding.sentence
    assert look("X.blocks", GOOD, steps=[{"block": "control_repeat", "values": {"TIMES": "5"}}]).verdict is NOT


def test_what_is_set_inside_a_loop_is_no_first_setting():
    late = project(sprite("小猫", (FLAG, ("control_forever", {}, (("motion_gotoxy", typed(X="0")),)))))
    assert look("X.initialised", late, what="position").verdict is NOT


def test_sprites_that_were_handed_out_stay_as_they_were():
    moved = dict(CAT, x=99)
    assert look("X.untouched", project(STAGE, CAT, sprite("新")), GOOD, sprites=["小猫"]).verdict is MET
    assert look("X.untouched", project(STAGE, moved), GOOD, sprites=["小猫"]).verdict is NOT
    assert look("X.untouched", GOOD, GOOD, sprites=["没有"]).verdict is UNKNOWN
    assert look("X.untouched", GOOD, sprites=["小猫"]).verdict is UNKNOWN


@pytest.mark.parametrize(
    ("kind", "parameters"),
    [
        ("X.uses", {"block": "jumping"}),
        ("X.blocks", {"steps": []}),
        ("X.initialised", {"what": "mood"}),
        ("X.logic", {"at_least": -1}),
    ],
)
def test_what_a_rubric_leaves_open_goes_to_a_person(kind, parameters):
    assert look(kind, GOOD, **parameters).verdict is UNKNOWN


def test_a_sentence_names_blocks_as_pupils_see_them():
    found = look("X.hat", GOOD, sprite="小狗", event="key", value="space")
    assert found.sentence == "小狗的启动方式应为“当按下 [空格] 键”，实际为“当绿旗被点击”。"
    steps = [{"block": "control_repeat", "values": {"TIMES": "5"}, "inside": [{"block": "wait"}]}, {"block": "say"}]
    found = look("X.blocks", GOOD, sprite="小猫", steps=steps)
    assert found.expected == "重复执行 (5) 次 {等待} → 说话"
    assert look("X.extension", POOR, name="pen").expected == "画笔"
