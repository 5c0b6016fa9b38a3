"""X: Scratch projects: sprites, costumes, sounds, places, and the seven dimensions of Dr. Scratch."""

from __future__ import annotations

from grading.checks.finding import CannotJudgeError, Finding
from grading.checks.scratch_blocks import BLOCKS, KINDS, InSprite, running, targets_of
from grading.checks.subject import Subject
from grading.checks.tally import Look, Wanted, compared, weigh
from grading.checks.types import AnyCheckType, CheckType, NoParameters, Parameters
from grading.checks.values import Count
from grading.scratch.levels import Dimension, levels
from grading.scratch.menu_names import extension_name
from grading.scratch.model import Target
from itembank.base.i18n import N_, _

DIMENSIONS = {
    Dimension.ABSTRACTION: N_("抽象与问题分解"), Dimension.PARALLELISM: N_("并行"), Dimension.LOGIC: N_("逻辑思维"),
    Dimension.SYNCHRONISATION: N_("同步"), Dimension.FLOW: N_("流程控制"), Dimension.INTERACTIVITY: N_("用户交互"),
    Dimension.DATA: N_("数据表示"),
}  # fmt: skip


class SpriteOf(Parameters, frozen=True):
    """A sprite that must be there, by its name."""

    name: str


class CountOf(Parameters, frozen=True):
    """How many sprites there must be at least, besides the stage."""

    at_least: Count = 1


class AssetOf(InSprite, frozen=True):
    """A costume, backdrop or sound by its name ("" for any), and how many there must be at least."""

    name: str = ""
    at_least: Count = 1


class SaysOf(InSprite, frozen=True):
    """Text that is said, thought or asked, a part is enough."""

    text: str = ""


class PlaceOf(Parameters, frozen=True):
    """Where a sprite stands and how large it is; null is not looked at, 1 may differ."""

    sprite: str
    x: int | None = None
    y: int | None = None
    size: int | None = None
    visible: bool | None = None


class ExtensionOf(Parameters, frozen=True):
    """An extension whose blocks are used: "pen", "music", "text2speech", "translate"."""

    name: str


class LevelOf(Parameters, frozen=True):
    """The level (0-3) that a dimension must reach; a lower one gives its share."""

    at_least: Count = 1


class TotalOf(Parameters, frozen=True):
    """The sum of all seven levels (0-21) that must be reached."""

    at_least: Count = 7


class UntouchedOf(Parameters, frozen=True):
    """Sprites of the starter project that must be as they were handed out."""

    sprites: tuple[str, ...]


def opens(subject: Subject, file: str, _wanted: NoParameters) -> Finding:
    """Look that the project can be read."""
    project = subject.scratch(file)
    count = _("{n} 个角色").format(n=len(project.sprites))
    return compared(is_met=True, what=_("作品"), seen=count, wanted=count, place=file)


def sprite(subject: Subject, file: str, wanted: SpriteOf) -> Finding:
    """Look for a sprite."""
    names = [one.name for one in subject.scratch(file).sprites]
    is_met = wanted.name.strip() in [name.strip() for name in names]
    return compared(is_met=is_met, what=_("角色名"), seen="、".join(names), wanted=wanted.name, place=file)


def sprite_count(subject: Subject, file: str, wanted: CountOf) -> Finding:
    """Count the sprites."""
    count = len(subject.scratch(file).sprites)
    goal = _("至少 {n} 个").format(n=wanted.at_least)
    return compared(is_met=count >= wanted.at_least, what=_("角色数量"), seen=count, wanted=goal, place=file)


def costume(subject: Subject, file: str, wanted: AssetOf) -> Finding:
    """Look for costumes of a sprite."""
    targets = [one for one in targets_of(subject.scratch(file), wanted.sprite) if wanted.sprite or not one.is_stage]
    return _asset(targets, [one.costumes for one in targets], wanted, _("造型"), file)


def backdrop(subject: Subject, file: str, wanted: AssetOf) -> Finding:
    """Look for backdrops of the stage."""
    targets = [one for one in subject.scratch(file).targets if one.is_stage]
    return _asset(targets, [one.costumes for one in targets], wanted, _("背景"), file)


def sound(subject: Subject, file: str, wanted: AssetOf) -> Finding:
    """Look for sounds."""
    targets = targets_of(subject.scratch(file), wanted.sprite)
    return _asset(targets, [one.sounds for one in targets], wanted, _("声音"), file)


def says(subject: Subject, file: str, wanted: SaysOf) -> Finding:
    """Look for text that is said, thought or asked."""
    kinds = KINDS["say"][1] | KINDS["ask"][1]
    targets = targets_of(subject.scratch(file), wanted.sprite)
    texts = [
        block.values[name]
        for script in running(targets)
        for block in script.all()
        if block.opcode in kinds
        for name in ("MESSAGE", "QUESTION")
        if name in block.values
    ]
    is_met = any(wanted.text in text for text in texts)
    seen = "、".join(dict.fromkeys(texts))[:80]
    return compared(is_met=is_met, what=_("说的话"), seen=seen, wanted=wanted.text, place=wanted.sprite or file)


def placed(subject: Subject, file: str, wanted: PlaceOf) -> Finding:
    """Look where a sprite stands when the project is opened."""
    target = targets_of(subject.scratch(file), wanted.sprite)[0]
    pairs = [("x", target.x, wanted.x), ("y", target.y, wanted.y), (_("大小"), target.size, wanted.size)]
    looks = [(1, Look(abs(own - goal) <= 1, f"{name} {own}")) for name, own, goal in pairs if goal is not None]
    if wanted.visible is not None:
        looks.append((1, Look(target.visible is wanted.visible, _("显示") if target.visible else _("隐藏"))))
    goals = [f"{name} {goal}" for name, _own, goal in pairs if goal is not None]
    return weigh(looks, Wanted(_("角色的状态"), " ".join(goals) or _("与要求相同"), target.name))


def extension(subject: Subject, file: str, wanted: ExtensionOf) -> Finding:
    """Look that blocks of an extension are used, not only loaded."""
    project = subject.scratch(file)
    used = sorted({block.opcode.partition("_")[0] for block in project.live_blocks()} & set(project.extensions))
    seen = "、".join(extension_name(name) for name in used)
    goal = extension_name(wanted.name)
    return compared(is_met=wanted.name in used, what=_("扩展"), seen=seen, wanted=goal, place=file)


def total(subject: Subject, file: str, wanted: TotalOf) -> Finding:
    """Look at the sum of the seven levels."""
    seen = levels(subject.scratch(file))
    count = sum(seen.values())
    text = f"{count}（" + "、".join(f"{_(DIMENSIONS[one])} {level}" for one, level in seen.items()) + "）"
    goal = _("至少 {n} 分").format(n=wanted.at_least)
    return compared(is_met=count >= wanted.at_least, what=_("计算思维总分"), seen=text, wanted=goal, place=file)


def untouched(subject: Subject, file: str, wanted: UntouchedOf) -> Finding:
    """Look that sprites are as they were handed out."""
    now = {one.name: one.digest for one in subject.scratch(file).targets}
    before = {one.name: one.digest for one in subject.starter_scratch(file).targets}
    unknown = [name for name in wanted.sprites if name not in before]
    if unknown:
        raise CannotJudgeError(_("素材中没有角色“{name}”，无法比较。").format(name=unknown[0]))
    spoiled = [name for name in wanted.sprites if now.get(name) != before[name]]
    seen = "、".join(spoiled) or _("与素材相同")
    return compared(is_met=not spoiled, what=_("不应改动的角色"), seen=seen, wanted=_("与素材相同"), place=file)


def _level(dimension: Dimension) -> AnyCheckType:
    def look(subject: Subject, file: str, wanted: LevelOf) -> Finding:
        seen = levels(subject.scratch(file))[dimension]
        goal = _("{n} 级").format(n=wanted.at_least)
        steps = [Look(seen >= step, _("{n} 级").format(n=seen)) for step in range(1, max(wanted.at_least, 1) + 1)]
        return weigh([(1, step) for step in steps], Wanted(_(DIMENSIONS[dimension]), goal, file))

    return CheckType(f"X.{dimension.value}", DIMENSIONS[dimension], LevelOf, look)


def _asset(targets: list[Target], names: list[tuple[str, ...]], wanted: AssetOf, what: str, file: str) -> Finding:
    is_met = any(len(own) >= wanted.at_least and (not wanted.name or wanted.name in own) for own in names)
    seen = "；".join(f"{one.name}：{'、'.join(own)}" for one, own in zip(targets, names, strict=True))
    goal = wanted.name or _("至少 {n} 个").format(n=wanted.at_least)
    return compared(is_met=is_met, what=what, seen=seen[:120], wanted=goal, place=wanted.sprite or file)


SCRATCH: tuple[AnyCheckType, ...] = (
    CheckType("X.opens", N_("作品可以打开"), NoParameters, opens),
    CheckType("X.sprite", N_("有指定的角色"), SpriteOf, sprite),
    CheckType("X.sprite_count", N_("角色数量"), CountOf, sprite_count),
    CheckType("X.costume", N_("造型"), AssetOf, costume),
    CheckType("X.backdrop", N_("背景"), AssetOf, backdrop),
    CheckType("X.sound", N_("声音"), AssetOf, sound),
    CheckType("X.says", N_("说的话"), SaysOf, says),
    CheckType("X.placed", N_("角色的状态"), PlaceOf, placed),
    CheckType("X.extension", N_("使用扩展"), ExtensionOf, extension),
    CheckType("X.untouched", N_("角色没有被改动"), UntouchedOf, untouched),
    *BLOCKS,
    *(_level(dimension) for dimension in Dimension),
    CheckType("X.total", N_("计算思维总分"), TotalOf, total),
)
