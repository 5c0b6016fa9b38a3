"""What is drawn in documents, on slides and on sheets: shapes, pictures, WordArt, SmartArt, charts; one table for all.

Each line looks at the shapes of a place; which shapes those are is the business of the families.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from grading.checks.character_looks import shown_colour
from grading.checks.finding import CannotJudgeError, Finding, NotThereError
from grading.checks.lengths import is_near, shown, shown_wanted
from grading.checks.names import colour_code, is_near_colour, length_points, named
from grading.checks.pictures import is_same_picture
from grading.checks.properties import require_read
from grading.checks.selectors import short
from grading.checks.similar import bare
from grading.checks.subject import Subject
from grading.checks.tally import Look, Wanted, compared, weigh
from grading.checks.types import Parameters
from grading.checks.values import Colour, Count, Degrees, Length, Ordinal, PathText, Percent
from grading.checks.words import EFFECTS, FILLS, shown_line, shown_word
from grading.office.model import FillKind, Shape, ShapeKind, Table
from itembank.base.i18n import N_, _

SIZE_PERCENT = 2
"""A picture's size may be off by so much besides the tolerance of lengths: programs round scales."""

SAVED_EFFECTS = frozenset({"", "shadow", "glow", "softEdge"})
"""Effects that OpenDocument has a word for; of others a file in that format says nothing."""
NOT_DRAWN = frozenset({ShapeKind.PICTURE, ShapeKind.CHART, ShapeKind.TABLE, ShapeKind.MEDIA, ShapeKind.OBJECT})


@dataclass(frozen=True, slots=True)
class Scene:
    """The shapes that are looked at, where they are in words, the work they belong to and its format."""

    subject: Subject
    file: str
    shapes: Sequence[Shape]
    place: str
    format: str


@dataclass(frozen=True, slots=True)
class DrawingProperty:
    """One thing to look for: the check type's name without its family, its title, parameters, and the look."""

    name: str
    title: str
    parameters: type[Parameters]
    look: Callable[[Scene, Any], Finding]


class ShapeOf(Parameters, frozen=True, kw_only=True):
    """Drawn shapes by their `geometry` ("rect", "ellipse", "star5", "rightArrow" ...) and text; "" for any."""

    geometry: str = ""
    text: str = ""
    at_least: Count = 1


class FillOf(Parameters, frozen=True, kw_only=True):
    """The shape with a text (or of a geometry) and its fill: a colour, a kind (solid, gradient, pattern, picture)."""

    text: str = ""
    geometry: str = ""
    colour: Colour = ""
    kind: str = ""


class LineOf(Parameters, frozen=True, kw_only=True):
    """The shape with a text (or of a geometry) and its outline; `value` false wants none."""

    text: str = ""
    geometry: str = ""
    colour: Colour = ""
    width: Length = ""
    value: bool = True


class SizeOf(Parameters, frozen=True, kw_only=True):
    """The shape with a text (or of a geometry) and its size; "" is not looked at."""

    text: str = ""
    geometry: str = ""
    width: Length = ""
    height: Length = ""


class RotationOf(Parameters, frozen=True, kw_only=True):
    """The shape with a text (or of a geometry) and how far it is turned, clockwise."""

    text: str = ""
    geometry: str = ""
    degrees: Degrees


class EffectOf(Parameters, frozen=True, kw_only=True):
    """The shape with a text (or of a geometry) and an effect: "shadow", "glow", "reflection" ...; "" for any."""

    text: str = ""
    geometry: str = ""
    effect: str = ""


class PictureOf(Parameters, frozen=True, kw_only=True):
    """A picture that must be there: the starter file with it. Compared by its bytes, else by what it shows."""

    source: PathText


class PictureSize(Parameters, frozen=True, kw_only=True):
    """The n-th picture and its size; 2 % may differ. "" is not looked at."""

    picture: Ordinal = 1
    width: Length = ""
    height: Length = ""


class CropOf(Parameters, frozen=True, kw_only=True):
    """The n-th picture and how much of it is cut off at each side; 2 % may differ. All 0: some side must be cut."""

    picture: Ordinal = 1
    left: Percent = 0
    top: Percent = 0
    right: Percent = 0
    bottom: Percent = 0


class DescriptionOf(Parameters, frozen=True, kw_only=True):
    """The n-th picture and its alternative text, a part is enough."""

    picture: Ordinal = 1
    text: str


class WordsOf(Parameters, frozen=True, kw_only=True):
    """Text that must be WordArt; "" for any."""

    text: str = ""


class DiagramOf(Parameters, frozen=True, kw_only=True):
    """SmartArt: the texts of its nodes (in any order) and, where it matters, its layout's name."""

    texts: tuple[str, ...] = ()
    layout: str = ""


class GroupOf(Parameters, frozen=True, kw_only=True):
    """A group that holds at least so many shapes."""

    members: Count = 2


def _shape(scene: Scene, wanted: ShapeOf) -> Finding:
    fitting = [one for one in scene.shapes if _is_drawn(one) and _is_like(one, wanted.text, wanted.geometry)]
    seen = "、".join(
        dict.fromkeys(shown_word(one.geometry or one.kind.value) for one in scene.shapes if _is_drawn(one))
    )
    goal = " ".join(part for part in (shown_word(wanted.geometry), short(wanted.text)) if part)
    is_met = len(fitting) >= max(wanted.at_least, 1)
    return compared(is_met=is_met, what=_("图形"), seen=seen, wanted=goal, place=scene.place)


def _fill(scene: Scene, wanted: FillOf) -> Finding:
    fill = _chosen(scene, wanted.text, wanted.geometry).fill
    code = colour_code(wanted.colour) if wanted.colour else ""
    is_met = fill.kind is not FillKind.NONE and wanted.kind in {"", fill.kind.value}
    is_met = is_met and (not code or is_near_colour(fill.colour, code))
    seen = "" if fill.kind is FillKind.NONE else f"{named(FILLS, fill.kind.value)} {shown_colour(fill.colour)}".strip()
    goal = " ".join(part for part in (named(FILLS, wanted.kind), shown_colour(code)) if part)
    return compared(
        is_met=is_met, what=_("填充"), seen=seen, wanted=goal, place=_place(scene, wanted.text, wanted.geometry)
    )


def _line(scene: Scene, wanted: LineOf) -> Finding:
    line = _chosen(scene, wanted.text, wanted.geometry).line
    code = colour_code(wanted.colour) if wanted.colour else ""
    is_met = line.is_drawn is wanted.value
    if wanted.value:
        is_met = is_met and (not code or is_near_colour(line.colour, code))
        is_met = is_met and (not wanted.width or is_near(line.width_pt, wanted.width))
    seen = (
        f"{shown_line(line.style)} {shown(line.width_pt, wanted.width)} {shown_colour(line.colour)}".strip()
        if line.is_drawn
        else _("没有轮廓")
    )
    width = shown_wanted(wanted.width) if wanted.width else ""
    goal = " ".join(part for part in (shown_colour(code), width) if part) or _("有轮廓")
    goal = goal if wanted.value else _("没有轮廓")
    return compared(
        is_met=is_met, what=_("轮廓"), seen=seen, wanted=goal, place=_place(scene, wanted.text, wanted.geometry)
    )


def _size(scene: Scene, wanted: SizeOf) -> Finding:
    place = _place(scene, wanted.text, wanted.geometry)
    return _sized(_chosen(scene, wanted.text, wanted.geometry), wanted.width, wanted.height, place)


def _rotation(scene: Scene, wanted: RotationOf) -> Finding:
    seen = _chosen(scene, wanted.text, wanted.geometry).rotation_degrees % 360
    apart = abs(seen - Decimal(wanted.degrees) % 360)
    is_met = min(apart, 360 - apart) <= 1
    place = _place(scene, wanted.text, wanted.geometry)
    return compared(is_met=is_met, what=_("旋转角度"), seen=f"{seen}°", wanted=f"{wanted.degrees}°", place=place)


def _effect(scene: Scene, wanted: EffectOf) -> Finding:
    if wanted.effect not in SAVED_EFFECTS:
        require_read(scene.format, _("图形效果"))
    names = {"outerShdw": "shadow", "innerShdw": "shadow", "prstShdw": "shadow"}
    seen = [names.get(one, one) for one in _chosen(scene, wanted.text, wanted.geometry).effects]
    is_met = wanted.effect in seen if wanted.effect else bool(seen)
    goal, names_seen = named(EFFECTS, wanted.effect), "、".join(named(EFFECTS, one) for one in seen)
    place = _place(scene, wanted.text, wanted.geometry)
    return compared(is_met=is_met, what=_("图形效果"), seen=names_seen, wanted=goal, place=place)


def _picture(scene: Scene, wanted: PictureOf) -> Finding:
    scene.subject.starter_digest(wanted.source)  # a rubric that names no starter file is a fault even without pictures
    pictures = pictures_in(scene.shapes)
    is_met = any(is_same_picture(scene.subject, scene.file, one.picture, wanted.source) for one in pictures)
    seen = _("{count} 张别的图片").format(count=len(pictures)) if pictures else _("没有图片")
    seen = wanted.source if is_met else seen
    return compared(is_met=is_met, what=_("图片"), seen=seen, wanted=wanted.source, place=scene.place)


def _picture_size(scene: Scene, wanted: PictureSize) -> Finding:
    place = _("{place}第 {n} 张图片").format(place=scene.place, n=wanted.picture)
    return _sized(_numbered(scene, wanted.picture), wanted.width, wanted.height, place)


def _crop(scene: Scene, wanted: CropOf) -> Finding:
    picture = _numbered(scene, wanted.picture).picture
    sides = ("left", "top", "right", "bottom")
    seen = [getattr(picture, f"crop_{side}") if picture is not None else 0 for side in sides]
    goals = [getattr(wanted, side) for side in sides]
    is_met = any(goals) or any(seen)
    is_met = is_met and all(not any(goals) or abs(one - 10 * goal) <= 20 for one, goal in zip(seen, goals, strict=True))
    text = " ".join(f"{one / 10:g}%" for one in seen) if any(seen) else _("没有裁剪")
    goal = " ".join(f"{one}%" for one in goals) if any(goals) else _("已裁剪")
    return compared(is_met=is_met, what=_("图片裁剪"), seen=text, wanted=goal, place=scene.place)


def _description(scene: Scene, wanted: DescriptionOf) -> Finding:
    seen = _numbered(scene, wanted.picture).description
    is_met = bool(bare(wanted.text)) and bare(wanted.text) in bare(seen)
    return compared(is_met=is_met, what=_("替换文字"), seen=short(seen, 40), wanted=wanted.text, place=scene.place)


def _word_art(scene: Scene, wanted: WordsOf) -> Finding:
    texts = [words_of(one) for one in scene.shapes if is_word_art(one) and bare(words_of(one))]
    is_met = any(bare(wanted.text) in bare(text) for text in texts)
    seen = "、".join(short(text) for text in texts)
    if not is_met and wanted.text and any(bare(wanted.text) in bare(one.text) for one in scene.shapes):
        seen = _("普通文字")
    return compared(is_met=is_met, what=_("艺术字"), seen=seen, wanted=short(wanted.text), place=scene.place)


def _diagram(scene: Scene, wanted: DiagramOf) -> Finding:
    require_read(scene.format, "SmartArt")
    diagrams = [one.diagram for one in scene.shapes if one.diagram is not None]
    goals = [bare(text) for text in wanted.texts]
    is_met = any(
        all(goal in {bare(node.text) for node in one.nodes} for goal in goals)
        and bare(wanted.layout).casefold() in bare(one.layout).casefold()
        for one in diagrams
    )
    seen = "；".join(f"{one.layout} " + "、".join(short(node.text) for node in one.nodes) for one in diagrams)
    goal = " ".join((wanted.layout, "、".join(wanted.texts))).strip()
    return compared(is_met=is_met, what="SmartArt", seen=seen[:120], wanted=goal, place=scene.place)


def _group(scene: Scene, wanted: GroupOf) -> Finding:
    counts = [len(one.children) for one in scene.shapes if one.kind is ShapeKind.GROUP]
    is_met = any(count >= max(wanted.members, 2) for count in counts)
    seen = _("{n} 个图形").format(n=max(counts)) if counts else _("没有组合")
    return compared(
        is_met=is_met, what=_("组合"), seen=seen, wanted=_("{n} 个图形").format(n=wanted.members), place=scene.place
    )


def pictures_in(shapes: Iterable[Shape]) -> list[Shape]:
    """Return the pictures among shapes, those that fill a placeholder too."""
    return [one for one in shapes if one.kind is ShapeKind.PICTURE or (one.picture is not None and one.placeholder)]


def words_of(shape: Shape) -> str:
    """Return the words of a shape; old WordArt and watermarks keep theirs beside the paragraphs."""
    return shape.text or (shape.text_effect if shape.kind is ShapeKind.WORD_ART else "")


def is_word_art(shape: Shape) -> bool:
    """Tell whether a shape is WordArt: an old drawing, or one whose letters have an effect."""
    runs = [run for block in shape.blocks if not isinstance(block, Table) for run in block.runs]
    return shape.kind is ShapeKind.WORD_ART or bool(shape.text_effect) or any(run.format.effects for run in runs)


def _is_drawn(shape: Shape) -> bool:
    return shape.kind not in NOT_DRAWN and bool(shape.geometry or shape.blocks) and shape.placeholder is None


def _is_like(shape: Shape, text: str, geometry: str) -> bool:
    return bare(text) in bare(shape.text) and geometry.casefold() in {"", shape.geometry.casefold()}


def _chosen(scene: Scene, text: str, geometry: str) -> Shape:
    """Return the one shape that is meant; raises `NotThereError` or `CannotJudgeError`."""
    fitting = [one for one in scene.shapes if _is_like(one, text, geometry) and one.kind not in NOT_DRAWN]
    exact = [one for one in fitting if bare(one.text) == bare(text)] if text else []
    fitting = exact or fitting
    goal = short(text) or shown_word(geometry)
    if not fitting:
        raise NotThereError(_("{place}没有图形“{text}”。").format(place=scene.place, text=goal))
    if len(fitting) > 1:
        message = _("{place}有 {count} 个图形与“{text}”相符，无法确定是哪一个。")
        raise CannotJudgeError(message.format(place=scene.place, count=len(fitting), text=goal))
    return fitting[0]


def _place(scene: Scene, text: str, geometry: str) -> str:
    """Return how a report calls a shape."""
    return _("{place}的图形“{text}”").format(place=scene.place, text=short(text) or shown_word(geometry))


def _numbered(scene: Scene, number: int) -> Shape:
    pictures = pictures_in(scene.shapes)
    if number > len(pictures):
        raise NotThereError(_("{place}没有第 {n} 张图片。").format(place=scene.place, n=number))
    return pictures[number - 1]


def _sized(shape: Shape, width: str, height: str, place: str) -> Finding:
    if not (width or height):
        raise CannotJudgeError(_("评分标准没有写明大小。"))
    looks = []
    for seen, goal, name in ((shape.width_pt, width, _("宽")), (shape.height_pt, height, _("高"))):
        if goal:
            size = shown(seen, goal) if seen is not None else _("未知")
            looks.append((1, Look(seen is not None and _is_size(seen, goal), f"{name} {size}")))
    goal = " × ".join(shown_wanted(one) for one in (width, height) if one)
    return weigh(looks, Wanted(_("大小"), goal, place))


def _is_size(seen: Decimal, wanted: str) -> bool:
    goal = length_points(wanted)
    return is_near(seen, wanted) or abs(seen - goal) * 100 <= abs(goal) * SIZE_PERCENT


DRAWINGS: tuple[DrawingProperty, ...] = (
    DrawingProperty("shape", N_("图形"), ShapeOf, _shape),
    DrawingProperty("shape_fill", N_("图形填充"), FillOf, _fill),
    DrawingProperty("shape_line", N_("图形轮廓"), LineOf, _line),
    DrawingProperty("shape_size", N_("图形大小"), SizeOf, _size),
    DrawingProperty("shape_rotation", N_("图形旋转"), RotationOf, _rotation),
    DrawingProperty("shape_effect", N_("图形效果"), EffectOf, _effect),
    DrawingProperty("picture_same", N_("插入指定的图片"), PictureOf, _picture),
    DrawingProperty("picture_size", N_("图片大小"), PictureSize, _picture_size),
    DrawingProperty("picture_crop", N_("图片裁剪"), CropOf, _crop),
    DrawingProperty("picture_text", N_("图片的替换文字"), DescriptionOf, _description),
    DrawingProperty("word_art", N_("艺术字"), WordsOf, _word_art),
    DrawingProperty("smart_art", N_("SmartArt 图形"), DiagramOf, _diagram),
    DrawingProperty("group", N_("图形组合"), GroupOf, _group),
)
