"""The seven dimensions of computational thinking that Dr. Scratch rates, 0 to 3 each.

After the table of Moreno-León, Robles and Román-González (2015), read as their program reads it where the table leaves
room. Only scripts that something starts are counted; so a block of one's own must be called, and a clone be made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from enum import Enum

from grading.scratch.model import Block, ScratchProject, Script


class Dimension(Enum):
    """What is rated."""

    ABSTRACTION = "abstraction"
    PARALLELISM = "parallelism"
    LOGIC = "logic"
    SYNCHRONISATION = "synchronisation"
    FLOW = "flow"
    INTERACTIVITY = "interactivity"
    DATA = "data"


MOTION_CHANGES = frozenset(
    {
        "motion_movesteps", "motion_gotoxy", "motion_glidesecstoxy", "motion_setx", "motion_sety", "motion_changexby",
        "motion_changeyby", "motion_pointindirection", "motion_pointtowards", "motion_turnright", "motion_turnleft",
        "motion_goto", "motion_glideto", "looks_changesizeby", "looks_setsizeto", "looks_switchcostumeto",
        "looks_nextcostume", "looks_changeeffectby", "looks_seteffectto", "looks_show", "looks_hide",
        "looks_switchbackdropto", "looks_nextbackdrop",
    }
)  # fmt: skip
INTERACTIVE = frozenset(
    {
        "event_whenkeypressed", "event_whenthisspriteclicked", "event_whenstageclicked", "sensing_mousedown",
        "sensing_keypressed", "sensing_askandwait", "sensing_answer", "sensing_mousex", "sensing_mousey",
    }
)  # fmt: skip
VIDEO_AND_SOUND = frozenset(
    {
        "videoSensing_whenMotionGreaterThan", "videoSensing_videoOn", "videoSensing_videoToggle",
        "videoSensing_setVideoTransparency", "event_whengreaterthan", "sensing_loudness",
    }
)  # fmt: skip
REPEATING = frozenset({"control_repeat", "control_forever"})
LOOPS = frozenset({"control_repeat", "control_forever", "control_repeat_until", "control_while", "control_for_each"})
ADVANCED = frozenset(
    {
        "event_whenbroadcastreceived", "event_whenbackdropswitchesto", "event_whengreaterthan",
        "videoSensing_whenMotionGreaterThan",
    }
)  # fmt: skip
LOGICAL = frozenset({"operator_and", "operator_or", "operator_not"})
PAIRS_MIN = 2


def levels(project: ScratchProject) -> dict[Dimension, int]:
    """Return the level of every dimension."""
    scripts = [script for target in project.targets for script in target.scripts if script.starts]
    used = Counter(block.opcode for script in scripts for block in script.all())
    return {dimension: rate(project, scripts, used) for dimension, rate in _RATES.items()}


def _abstraction(_project: ScratchProject, scripts: list[Script], used: Counter[str]) -> int:
    if used["control_start_as_clone"] and used["control_create_clone_of"]:
        return 3
    if used["procedures_definition"] and used["procedures_call"]:
        return 2
    return int(len(scripts) > 1)


def _parallelism(project: ScratchProject, scripts: list[Script], used: Counter[str]) -> int:
    hats = [script.blocks[0] for script in scripts]
    if _alike(hats) & ADVANCED or (used["control_create_clone_of"] and used["control_start_as_clone"]):
        return 3
    clicked = (_alike(script.blocks[0] for script in one.scripts) for one in project.targets)
    if "event_whenkeypressed" in _alike(hats) or any("event_whenthisspriteclicked" in own for own in clicked):
        return 2
    return int("event_whenflagclicked" in _alike(hats))


def _alike(hats: Iterable[Block]) -> set[str]:
    """Return the events that start several scripts: the same key, message, backdrop or kind of measure."""
    counts = Counter((hat.opcode, tuple(sorted(hat.fields.items()))) for hat in hats)
    return {opcode for (opcode, _choices), count in counts.items() if count >= PAIRS_MIN}


def _logic(_project: ScratchProject, _scripts: list[Script], used: Counter[str]) -> int:
    if any(used[one] for one in LOGICAL):
        return 3
    if used["control_if_else"]:
        return 2
    return int(bool(used["control_if"]))


def _synchronisation(_project: ScratchProject, _scripts: list[Script], used: Counter[str]) -> int:
    if used["control_wait_until"] or used["event_broadcastandwait"] or used["event_whenbackdropswitchesto"]:
        return 3
    if used["event_broadcast"] or used["event_whenbroadcastreceived"] or used["control_stop"]:
        return 2
    return int(bool(used["control_wait"]))


def _flow(_project: ScratchProject, scripts: list[Script], used: Counter[str]) -> int:
    if used["control_repeat_until"]:
        return 3
    if any(used[one] for one in REPEATING):
        return 2
    return int(any(len(script.blocks) > 1 for script in scripts))


def _interactivity(project: ScratchProject, _scripts: list[Script], used: Counter[str]) -> int:
    if any(used[one] for one in VIDEO_AND_SOUND):
        return 3
    if any(used[one] for one in INTERACTIVE) or _touches_mouse(project.live_blocks()):
        return 2
    return int(bool(used["event_whenflagclicked"]))


def _data(_project: ScratchProject, _scripts: list[Script], used: Counter[str]) -> int:
    if any(one.startswith("data_") and "list" in one for one in set(used) - {"data_listcontents"}):
        return 3
    if used["data_setvariableto"] or used["data_changevariableby"]:
        return 2
    return int(any(used[one] for one in MOTION_CHANGES))


def _touches_mouse(blocks: Iterable[Block]) -> bool:
    return any(
        block.opcode in {"sensing_touchingobject", "sensing_distanceto", "motion_goto", "motion_pointtowards"}
        and "_mouse_" in block.values.values()
        for block in blocks
    )


_RATES: dict[Dimension, Callable[[ScratchProject, list[Script], Counter[str]], int]] = {
    Dimension.ABSTRACTION: _abstraction,
    Dimension.PARALLELISM: _parallelism,
    Dimension.LOGIC: _logic,
    Dimension.SYNCHRONISATION: _synchronisation,
    Dimension.FLOW: _flow,
    Dimension.INTERACTIVITY: _interactivity,
    Dimension.DATA: _data,
}
