"""X: what Scratch scripts are made of: hats, blocks in order, variables, messages, clones, first settings.

Only scripts that something starts count: blocks that lie about do nothing. Nothing is run.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from grading.checks.finding import CannotJudgeError, Finding, NotThereError
from grading.checks.scratch_names import block_name
from grading.checks.subject import Subject
from grading.checks.tally import compared
from grading.checks.types import AnyCheckType, CheckType, Parameters
from grading.checks.values import Count
from grading.scratch.levels import LOOPS
from grading.scratch.model import Block, ScratchProject, Script, Target
from itembank.base.i18n import N_, _
from itembank.model.codec import Value

KINDS: dict[str, tuple[str, frozenset[str]]] = {
    "loop": (N_("循环"), LOOPS),
    "condition": (N_("条件判断"), frozenset({"control_if", "control_if_else"})),
    "logic": (N_("逻辑运算"), frozenset({"operator_and", "operator_or", "operator_not"})),
    "compare": (N_("比较运算"), frozenset({"operator_gt", "operator_lt", "operator_equals"})),
    "random": (N_("随机数"), frozenset({"operator_random"})),
    "say": (N_("说话"), frozenset({"looks_say", "looks_sayforsecs", "looks_think", "looks_thinkforsecs"})),
    "ask": (N_("询问"), frozenset({"sensing_askandwait"})),
    "touching": (N_("碰撞检测"), frozenset({"sensing_touchingobject", "sensing_touchingcolor",
    "sensing_coloristouchingcolor"})),
    "key": (N_("按键"), frozenset({"event_whenkeypressed", "sensing_keypressed"})),
    "mouse": (N_("鼠标"), frozenset({"sensing_mousedown", "sensing_mousex", "sensing_mousey",
    "event_whenthisspriteclicked"})),
    "wait": (N_("等待"), frozenset({"control_wait", "control_wait_until"})),
    "sound": (N_("声音"), frozenset({"sound_play", "sound_playuntildone"})),
    "costume": (N_("切换造型"), frozenset({"looks_switchcostumeto", "looks_nextcostume"})),
    "backdrop": (N_("切换背景"), frozenset({"looks_switchbackdropto", "looks_nextbackdrop"})),
}  # fmt: skip
"""Words of rubrics for groups of blocks; any opcode of Scratch may stand instead."""

MOVES = frozenset({"motion_gotoxy", "motion_setx", "motion_sety", "motion_goto"})
INITIAL: dict[str, tuple[str, frozenset[str]]] = {
    "position": (N_("位置"), MOVES),
    "direction": (N_("方向"), frozenset({"motion_pointindirection"})),
    "size": (N_("大小"), frozenset({"looks_setsizeto"})),
    "costume": (N_("造型"), frozenset({"looks_switchcostumeto"})),
    "visibility": (N_("显示状态"), frozenset({"looks_show", "looks_hide"})),
    "backdrop": (N_("背景"), frozenset({"looks_switchbackdropto"})),
    "variable": (N_("变量"), frozenset({"data_setvariableto"})),
}
HAT_WORDS = {
    "flag": "event_whenflagclicked", "key": "event_whenkeypressed", "click": "event_whenthisspriteclicked",
    "message": "event_whenbroadcastreceived", "backdrop": "event_whenbackdropswitchesto",
    "clone": "control_start_as_clone", "definition": "procedures_definition",
}  # fmt: skip


class InSprite(Parameters, frozen=True):
    """`sprite` is a sprite's name, "Stage" (or 舞台) for the stage, "" for any."""

    sprite: str = ""


class HatOf(InSprite, frozen=True):
    """A script with something below its hat: `event` flag, key, click, message, backdrop, clone or an opcode; `value`
    its key, message or backdrop."""  # noqa: D205, D209 - one list of parameters

    event: str = "flag"
    value: str = ""


class UsesOf(InSprite, frozen=True, kw_only=True):
    """Blocks by a word (loop, condition, random, say, key ...) or an opcode, at least so many."""

    block: str
    at_least: Count = 1


class AvoidsOf(InSprite, frozen=True, kw_only=True):
    """Blocks that may not be used, by a word or an opcode."""

    block: str


class Step(Value, frozen=True):
    """One block of a pattern: a word or an opcode, values that must stand in it, and what must be inside it.

    `values` compares fields and typed values ("STEPS": "10"); `inside` is a sequence of its own.
    """

    block: str
    values: dict[str, str] = {}
    inside: tuple[Step, ...] = ()


class SequenceOf(InSprite, frozen=True, kw_only=True):
    """Blocks that stand in this order in one script; others may stand between them."""

    steps: tuple[Step, ...]


class VariableOf(Parameters, frozen=True):
    """A variable or list that is made and used in a running script; "" for any name."""

    name: str = ""
    list: bool = False


class MessageOf(Parameters, frozen=True):
    """A message that is sent and received, each in a running script; "" for any."""

    name: str = ""


class InitialOf(InSprite, frozen=True, kw_only=True):
    """What must be set at the start of a green flag script, before any loop: position, direction, size, costume,
    visibility, backdrop or variable (`name` which)."""  # noqa: D205, D209 - one list of parameters

    what: str
    name: str = ""


def hat(subject: Subject, file: str, wanted: HatOf) -> Finding:
    """Look for a script that an event starts and that does something."""
    opcode = HAT_WORDS.get(wanted.event, wanted.event)
    scripts = running(targets_of(subject.scratch(file), wanted.sprite))
    own = [script for script in scripts if script.blocks[0].opcode == opcode and len(script.blocks) > 1]
    is_met = any(not wanted.value or wanted.value in _words(script.blocks[0]) for script in own)
    seen = "、".join(
        dict.fromkeys(" ".join((block_name(script.blocks[0].opcode), *_words(script.blocks[0]))) for script in scripts)
    )
    goal = f"{block_name(opcode)} {wanted.value}".strip()
    return compared(is_met=is_met, what=_("启动方式"), seen=seen[:120], wanted=goal, place=wanted.sprite or file)


def uses(subject: Subject, file: str, wanted: UsesOf) -> Finding:
    """Count blocks in running scripts."""
    count = _count(subject.scratch(file), wanted.sprite, wanted.block)
    goal = _("至少 {n} 个").format(n=max(wanted.at_least, 1))
    is_met = count >= max(wanted.at_least, 1)
    return compared(is_met=is_met, what=_name(wanted.block), seen=count, wanted=goal, place=wanted.sprite or file)


def avoids(subject: Subject, file: str, wanted: AvoidsOf) -> Finding:
    """Look that blocks are not used; a project without running scripts avoids nothing."""
    project = subject.scratch(file)
    if not running(targets_of(project, wanted.sprite)):
        raise NotThereError(_("作品中没有可以运行的脚本。"))
    count = _count(project, wanted.sprite, wanted.block)
    seen = _("{count} 个").format(count=count) if count else _("没有使用")
    goal = _("没有使用")
    return compared(is_met=not count, what=_name(wanted.block), seen=seen, wanted=goal, place=wanted.sprite or file)


def sequence(subject: Subject, file: str, wanted: SequenceOf) -> Finding:
    """Look for blocks in an order, inside one script and at one level of it."""
    if not wanted.steps:
        raise CannotJudgeError(_("评分标准没有写明积木。"))
    scripts = running(targets_of(subject.scratch(file), wanted.sprite))
    is_met = any(_has_sequence(script.blocks, wanted.steps) for script in scripts)
    best = max((_longest(script.blocks, wanted.steps) for script in scripts), default=0)
    goal = " → ".join(_name(step.block) for step in wanted.steps)
    seen = goal if is_met else _("只有前 {n} 步相符").format(n=best)
    return compared(is_met=is_met, what=_("积木顺序"), seen=seen, wanted=goal, place=wanted.sprite or file)


def variable(subject: Subject, file: str, wanted: VariableOf) -> Finding:
    """Look for a variable (or list) that scripts change or show."""
    project = subject.scratch(file)
    made = [v.name for t in project.targets for v in t.variables if v.is_list == wanted.list]
    field = "LIST" if wanted.list else "VARIABLE"
    changed = {
        block.fields[field]
        for block in project.live_blocks()
        if field in block.fields
        and block.opcode.startswith("data_")
        and not block.opcode.startswith(("data_show", "data_hide"))
    }
    used = [name for name in made if name in changed]
    is_met = wanted.name in used if wanted.name else bool(used)
    seen = "、".join(used) or (_("已建立但没有使用：{names}").format(names="、".join(made)) if made else "")
    what = _("列表") if wanted.list else _("变量")
    return compared(is_met=is_met, what=what, seen=seen, wanted=wanted.name, place=file)


def message(subject: Subject, file: str, wanted: MessageOf) -> Finding:
    """Look for a message that is sent and received."""
    project = subject.scratch(file)
    sent = _messages(project.live_blocks(), {"event_broadcast", "event_broadcastandwait"})
    heard = {
        word
        for target in project.targets
        for script in target.scripts
        if script.blocks[0].opcode == "event_whenbroadcastreceived" and len(script.blocks) > 1
        for word in _words(script.blocks[0])
    }
    both = sent & heard
    is_met = wanted.name in both if wanted.name else bool(both)
    parts = [
        _("发送：{names}").format(names="、".join(sorted(sent))),
        _("接收：{names}").format(names="、".join(sorted(heard))),
    ]
    return compared(is_met=is_met, what=_("消息"), seen="；".join(parts), wanted=wanted.name, place=file)


def clones(subject: Subject, file: str, wanted: InSprite) -> Finding:
    """Look that clones are made and do something when they start."""
    project = subject.scratch(file)
    made = any(block.opcode == "control_create_clone_of" for block in project.live_blocks())
    started = any(
        script.blocks[0].opcode == "control_start_as_clone" and len(script.blocks) > 1
        for script in running(targets_of(project, wanted.sprite))
    )
    words = [_("创建克隆体") if made else "", _("当作为克隆体启动时") if started else ""]
    seen = "、".join(word for word in words if word)
    goal = _("创建克隆体并启动")
    return compared(is_met=made and started, what=_("克隆"), seen=seen, wanted=goal, place=wanted.sprite or file)


def custom_block(subject: Subject, file: str, wanted: InSprite) -> Finding:
    """Look for a block of one's own that is defined and called."""
    targets = targets_of(subject.scratch(file), wanted.sprite)
    is_met = False
    defined = []
    for one in targets:
        names = {
            block.fields.get("proccode", "")
            for script in one.scripts
            if script.blocks[0].opcode == "procedures_definition" and len(script.blocks) > 1
            for block in script.blocks[0].all()
        } - {""}
        live = (block for script in running([one]) for block in script.all())
        called = {block.fields.get("proccode", "") for block in live if block.opcode == "procedures_call"}
        defined.extend(sorted(names))
        is_met = is_met or bool(names & called)
    seen = "、".join(defined)
    goal = _("定义并调用")
    return compared(is_met=is_met, what=_("自制积木"), seen=seen, wanted=goal, place=wanted.sprite or file)


def initialised(subject: Subject, file: str, wanted: InitialOf) -> Finding:
    """Look that something is set when the green flag is clicked, before the first loop."""
    if wanted.what not in INITIAL:
        raise CannotJudgeError(_("评分标准中的“{name}”不认识。").format(name=wanted.what))
    name, opcodes = INITIAL[wanted.what]
    set_blocks = [
        block
        for script in running(targets_of(subject.scratch(file), wanted.sprite))
        if script.blocks[0].opcode == "event_whenflagclicked"
        for block in _before_loops(script.blocks[1:])
        if block.opcode in opcodes
    ]
    is_met = any(wanted.name in {"", *block.fields.values(), *block.values.values()} for block in set_blocks)
    seen = "、".join(dict.fromkeys(block_name(block.opcode) for block in set_blocks))
    goal = f"{_(name)} {wanted.name}".strip()
    return compared(is_met=is_met, what=_("初始化"), seen=seen, wanted=goal, place=wanted.sprite or file)


def no_dead_scripts(subject: Subject, file: str, wanted: InSprite) -> Finding:
    """Look that no blocks lie about that nothing starts; a project without scripts proves nothing."""
    targets = targets_of(subject.scratch(file), wanted.sprite)
    if not running(targets):
        raise NotThereError(_("作品中没有可以运行的脚本。"))
    dead = sum(1 for target in targets for script in target.scripts if not script.starts)
    empty = sum(1 for script in running(targets) if len(script.blocks) == 1)
    seen = _("{dead} 段没有启动积木，{empty} 段是空的").format(dead=dead, empty=empty)
    goal = _("没有无用的脚本")
    is_met = not dead and not empty
    return compared(
        is_met=is_met, what=_("脚本"), seen=goal if is_met else seen, wanted=goal, place=wanted.sprite or file
    )


def targets_of(project: ScratchProject, name: str) -> list[Target]:
    """Return the sprites that are meant; raises `NotThereError`."""
    if not name:
        return list(project.targets)
    if name in {"Stage", "舞台"}:
        return [one for one in project.targets if one.is_stage]
    own = [one for one in project.sprites if one.name.strip() == name.strip()]
    if not own:
        raise NotThereError(_("没有名为“{name}”的角色。").format(name=name))
    return own


def running(targets: Iterable[Target]) -> list[Script]:
    """Return the scripts that something starts."""
    return [script for target in targets for script in target.scripts if script.starts]


def _opcodes(word: str) -> frozenset[str]:
    if word in KINDS:
        return KINDS[word][1]
    if "_" not in word:
        raise CannotJudgeError(_("评分标准中的积木“{name}”不认识。").format(name=word))
    return frozenset({word})


def _name(word: str) -> str:
    return _(KINDS[word][0]) if word in KINDS else block_name(word)


def _count(project: ScratchProject, sprite_name: str, word: str) -> int:
    opcodes = _opcodes(word)
    scripts = running(targets_of(project, sprite_name))
    return sum(1 for script in scripts for block in script.all() if block.opcode in opcodes)


def _words(block: Block) -> list[str]:
    return [*block.fields.values(), *block.values.values()]


def _messages(blocks: Iterable[Block], opcodes: set[str]) -> set[str]:
    return {word for block in blocks if block.opcode in opcodes for word in _words(block)}


def _has_sequence(blocks: Sequence[Block], steps: Sequence[Step]) -> bool:
    if _longest_here(blocks, steps) == len(steps):
        return True
    return any(_has_sequence(body, steps) for block in blocks for body in block.bodies)


def _longest(blocks: Sequence[Block], steps: Sequence[Step]) -> int:
    inner = [_longest(body, steps) for block in blocks for body in block.bodies]
    return max([_longest_here(blocks, steps), *inner])


def _longest_here(blocks: Sequence[Block], steps: Sequence[Step]) -> int:
    """Return how many steps are found one after the other at this level, with holes between them."""
    number = 0
    for block in blocks:
        if number < len(steps) and _is_step(block, steps[number]):
            number += 1
    return number


def _is_step(block: Block, step: Step) -> bool:
    if block.opcode not in _opcodes(step.block):
        return False
    own = {**block.fields, **block.values}
    if any(own.get(name) != value for name, value in step.values.items()):
        return False
    return not step.inside or any(_has_sequence(body, step.inside) for body in block.bodies)


def _before_loops(blocks: Sequence[Block]) -> list[Block]:
    found = []
    for block in blocks:
        if block.opcode in LOOPS or block.opcode == "control_wait_until":
            break
        found.append(block)
    return found


BLOCKS: tuple[AnyCheckType, ...] = (
    CheckType("X.hat", N_("脚本的启动方式"), HatOf, hat),
    CheckType("X.uses", N_("使用指定的积木"), UsesOf, uses),
    CheckType("X.avoids", N_("不使用指定的积木"), AvoidsOf, avoids),
    CheckType("X.blocks", N_("积木顺序"), SequenceOf, sequence),
    CheckType("X.variable", N_("使用变量或列表"), VariableOf, variable),
    CheckType("X.message", N_("消息的发送和接收"), MessageOf, message),
    CheckType("X.clones", N_("使用克隆"), InSprite, clones),
    CheckType("X.custom_block", N_("自制积木"), InSprite, custom_block),
    CheckType("X.initialised", N_("初始化"), InitialOf, initialised),
    CheckType("X.no_dead_scripts", N_("没有无用的脚本"), InSprite, no_dead_scripts),
)
