"""A presentation file as its readers see it (pptx, pptm, ppsx, odp)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import msgspec

from grading.office.model_common import Custom, Properties
from grading.office.model_flow import Paragraph, Shape, paragraphs_of, with_members
from grading.office.model_format import Fill


class Transition(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a slide comes in.

    `effect` as OOXML names it ("fade", "push", "wipe", "morph", "vortex" ...), "" when
    only timing is set. `options` holds its attributes ("dir=l", "thruBlk=1").
    """

    effect: str = ""
    options: tuple[str, ...] = ()
    speed: str = ""
    duration_ms: int | None = None
    on_click: bool = True
    after_ms: int | None = None
    sound: str = ""


class Animation(msgspec.Struct, frozen=True, omit_defaults=True):
    """One effect in the order of the main sequence.

    `category` is "entr", "emph", "exit", "path", "mediacall" ...; `preset` the number of
    the effect in the program's gallery (`effect` its name in odp files, "ooo-entrance-fade-in");
    `filter` the low-level effect ("fade", "wipe(left)").
    `trigger` is "clickEffect", "withEffect", "afterEffect". `shape` is a `Shape.id`.
    `paragraphs` is set when it acts on part of a text.
    """

    shape: str = ""
    category: str = ""
    preset: int | None = None
    effect: str = ""
    subtype: int | None = None
    filter: str = ""
    trigger: str = ""
    delay_ms: int = 0
    duration_ms: int | None = None
    repeat: str = ""
    paragraphs: str = ""
    interactive: bool = False
    """Started by a click on a certain shape instead of the slide's sequence."""


class SlideComment(msgspec.Struct, frozen=True, omit_defaults=True):
    text: str
    author: str = ""


class Slide(msgspec.Struct, frozen=True, omit_defaults=True):
    """One slide; `shapes` in drawing order.

    `background` is the effective one, `own_background` tells that it is set here.
    """

    number: int
    id: str = ""
    name: str = ""
    layout: str = ""
    layout_kind: str = ""
    master: str = ""
    theme: str = ""
    hidden: bool = False
    shapes: tuple[Shape, ...] = ()
    notes: tuple[Paragraph, ...] = ()
    transition: Transition | None = None
    animations: tuple[Animation, ...] = ()
    background: Fill = Fill()
    own_background: bool = False
    shows_master_shapes: bool = True
    comments: tuple[SlideComment, ...] = ()

    def all_shapes(self) -> Iterator[Shape]:
        """Yield the slide's shapes, members of groups after their group."""
        for shape in self.shapes:
            yield from with_members(shape)

    @property
    def title(self) -> str:
        """The text of the title placeholder, "" without one."""
        shape = self.title_shape
        return shape.text if shape is not None else ""

    @property
    def title_shape(self) -> Shape | None:
        return next((s for s in self.all_shapes() if s.placeholder and s.placeholder.kind in TITLES), None)

    @property
    def notes_text(self) -> str:
        return "\n".join(paragraph.text for paragraph in self.notes)

    @property
    def text(self) -> str:
        """All text of the slide in drawing order, tables included."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs())

    def paragraphs(self) -> Iterator[Paragraph]:
        """Yield the paragraphs of all shapes and tables of the slide."""
        for shape in self.all_shapes():
            yield from paragraphs_of(shape.blocks)
            if shape.table is not None:
                yield from paragraphs_of((shape.table,))


TITLES = frozenset({"title", "ctrTitle"})


class Layout(msgspec.Struct, frozen=True, omit_defaults=True):
    """A layout of a master, or a master itself (`is_master`)."""

    name: str
    kind: str = ""
    is_master: bool = False
    master: str = ""
    shapes: tuple[Shape, ...] = ()
    background: Fill = Fill()


class Theme(msgspec.Struct, frozen=True, omit_defaults=True):
    """A theme; `colours` are "accent1=4472C4" pairs in the file's order."""

    name: str = ""
    colours: tuple[Custom, ...] = ()
    major_latin: str = ""
    major_east_asian: str = ""
    minor_latin: str = ""
    minor_east_asian: str = ""


class SlideSection(msgspec.Struct, frozen=True, omit_defaults=True):
    """A named group of slides; `slides` are slide numbers."""

    name: str
    slides: tuple[int, ...] = ()


class ShowSettings(msgspec.Struct, frozen=True, omit_defaults=True):
    """`kind` is "present", "browse" or "kiosk"; `slides` the slide numbers shown, () for all."""

    kind: str = "present"
    loop: bool = False
    with_narration: bool = True
    with_animation: bool = True
    use_timings: bool = True
    slides: tuple[int, ...] = ()
    custom_show: str = ""
    pen_colour: str = ""


class Presentation(msgspec.Struct, frozen=True, omit_defaults=True, tag="presentation"):
    """A whole presentation; slides in the order they are shown."""

    format: str
    slides: tuple[Slide, ...] = ()
    width_pt: Decimal = Decimal(0)
    height_pt: Decimal = Decimal(0)
    layouts: tuple[Layout, ...] = ()
    themes: tuple[Theme, ...] = ()
    sections: tuple[SlideSection, ...] = ()
    show: ShowSettings = ShowSettings()
    properties: Properties = Properties()
    first_slide_number: int = 1
