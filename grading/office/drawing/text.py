"""Text bodies of DrawingML (txBody): paragraphs and runs with everything they inherit.

Who inherits from whom differs by host; it comes in as `TextDefaults`, a list
of lstStyle-like elements from the weakest to the strongest.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import msgspec
from lxml import etree

from grading.office.drawing.colours import colour_in
from grading.office.drawing.names import A, M, local_name
from grading.office.drawing.shapes import DrawingParts
from grading.office.drawing.text_runs import DEFAULT_SIZE, Facts, make_run_format, read_run_facts
from grading.office.drawing.theme import NO_THEME, ThemePart
from grading.office.model_flow import Paragraph, Run
from grading.office.model_format import (
    Alignment,
    LineRule,
    ListKind,
    ListMark,
    ParagraphFormat,
    TabStop,
)
from grading.office.number_words import number_text
from grading.office.units import emu, is_on, percent, points, tidy, whole_number

LEVELS = 9
_ALIGNMENTS = {
    "l": Alignment.LEFT, "ctr": Alignment.CENTER, "r": Alignment.RIGHT, "just": Alignment.JUSTIFY,
    "justLow": Alignment.JUSTIFY, "dist": Alignment.DISTRIBUTE, "thaiDist": Alignment.DISTRIBUTE,
}  # fmt: skip
_BULLETS = {"buNone", "buChar", "buAutoNum", "buBlip"}
_RUNS = frozenset({A + "r", A + "fld", A + "br"})


class TextDefaults(msgspec.Struct, frozen=True):
    """List styles (a:lstStyle, p:titleStyle ...) from the weakest to the strongest, and the theme for fonts.

    `run` and `paragraph` are facts below all of them, such as a table style's.
    """

    levels: tuple[etree._Element, ...] = ()
    theme: ThemePart = NO_THEME
    run: Facts = {}
    paragraph: Facts = {}

    def over(self, *more: etree._Element | None) -> TextDefaults:
        """Return these defaults with stronger ones on top."""
        added = tuple(element for element in more if element is not None)
        return msgspec.structs.replace(self, levels=self.levels + added)


class TextBody(msgspec.Struct, frozen=True):
    """A text body's paragraphs and how it sits in its shape."""

    paragraphs: tuple[Paragraph, ...] = ()
    anchor: str = ""
    vertical: str = ""
    effect: str = ""
    autofit: str = ""

    def fields(self) -> dict[str, Any]:
        """Return the fields a `Shape` has for text."""
        return {
            "blocks": self.paragraphs,
            "text_anchor": self.anchor,
            "text_vertical": self.vertical,
            "text_effect": self.effect,
            "autofit": self.autofit,
        }


def read_text_body(
    body: etree._Element | None,
    defaults: TextDefaults,
    host: DrawingParts,
    frames: tuple[etree._Element, ...] = (),
) -> TextBody:
    """Read a txBody; `frames` are bodyPr elements it inherits from, the weakest first."""
    if body is None:
        return TextBody()
    own = body.find(A + "bodyPr")
    chain = (*frames, own) if own is not None else frames
    defaults = defaults.over(body.find(A + "lstStyle"))
    reader = _BodyReader(defaults, host)
    warp = None if own is None else own.find(A + "prstTxWarp")
    effect = "" if warp is None else warp.get("prst", "")
    return TextBody(
        paragraphs=tuple(reader.paragraph(element) for element in body.iterfind(A + "p")),
        anchor=_last(chain, "anchor"),
        vertical=_last(chain, "vert"),
        effect="" if effect == "textNoShape" else effect,
        autofit=_autofit(chain),
    )


def _last(chain: tuple[etree._Element, ...], attribute: str) -> str:
    return next((value for element in reversed(chain) if (value := element.get(attribute))), "")


def _autofit(chain: tuple[etree._Element, ...]) -> str:
    names = {A + "noAutofit": "none", A + "normAutofit": "shrink", A + "spAutoFit": "grow"}
    for element in reversed(chain):
        for child in element:
            if child.tag in names:
                return names[child.tag]
    return ""


class _BodyReader:
    """Reads the paragraphs of one body; counts its numbered lists as they pass."""

    def __init__(self, defaults: TextDefaults, host: DrawingParts) -> None:
        self._defaults = defaults
        self._host = host
        self._levels: dict[int, tuple[dict[str, Any], dict[str, Any]]] = {}
        self._counts: dict[int, tuple[str, int]] = {}

    def paragraph(self, element: etree._Element) -> Paragraph:
        properties = element.find(A + "pPr")
        level = 0 if properties is None else min(max(whole_number(properties.get("lvl")) or 0, 0), LEVELS - 1)
        paragraph_facts, run_facts = self._inherited(level)
        own = read_paragraph_facts(properties, self._host)
        joined = {**paragraph_facts, **own}
        if properties is not None:
            defaults = read_run_facts(properties.find(A + "defRPr"), self._host, self._theme)
            run_facts = {**run_facts, **defaults}
        runs = tuple(self._runs(element, run_facts))
        end = read_run_facts(element.find(A + "endParaRPr"), self._host, self._theme)
        return Paragraph(
            runs=runs,
            format=self._format(joined, level, runs),
            direct=tuple(sorted(name for name in own if not name.startswith("_"))),
            formulas=tuple("".join(t.text or "" for t in m.iter(M + "t")) for m in element.iter(M + "oMath")),
            mark=make_run_format({**run_facts, **end}),
        )

    @property
    def _theme(self) -> ThemePart:
        return self._defaults.theme

    def _inherited(self, level: int) -> tuple[dict[str, Any], dict[str, Any]]:
        if level not in self._levels:
            paragraph, run = dict(self._defaults.paragraph), dict(self._defaults.run)
            for style in self._defaults.levels:
                for name in ("defPPr", f"lvl{level + 1}pPr"):
                    element = style.find(A + name)
                    if element is not None:
                        paragraph.update(read_paragraph_facts(element, self._host))
                        run.update(read_run_facts(element.find(A + "defRPr"), self._host, self._theme))
            self._levels[level] = paragraph, run
        return self._levels[level]

    def _runs(self, element: etree._Element, inherited: Facts) -> Iterator[Run]:
        waiting: Run | None = None
        for child in element:
            run = self._run(child, inherited)
            if run is None:
                continue
            if waiting is not None and msgspec.structs.replace(waiting, text="") == msgspec.structs.replace(
                run, text=""
            ):
                waiting = msgspec.structs.replace(waiting, text=waiting.text + run.text)
                continue
            if waiting is not None:
                yield waiting
            waiting = run
        if waiting is not None:
            yield waiting

    def _run(self, child: etree._Element, inherited: Facts) -> Run | None:
        if child.tag not in _RUNS:
            return None
        properties = child.find(A + "rPr")
        facts = read_run_facts(properties, self._host, self._theme)
        link = None if properties is None else properties.find(A + "hlinkClick")
        direct = tuple(sorted(name for name in facts if not name.startswith("_")))
        if child.tag == A + "br":
            return Run("\n", make_run_format({**inherited, **facts}), direct=direct)
        text = (child.findtext(A + "t") or "").replace("\v", "\n").replace("_x000B_", "\n")
        return Run(
            text=text,
            format=make_run_format({**inherited, **facts}),
            link=self._host.link(link),
            field=child.get("type", "") if child.tag == A + "fld" else "",
            direct=direct,
        )

    def _format(self, joined: Facts, level: int, runs: tuple[Run, ...]) -> ParagraphFormat:
        size = next((run.format.size_pt for run in runs if run.format.size_pt), DEFAULT_SIZE)
        mark = self._list_mark(joined, level, visible=any(run.text.strip() for run in runs))
        fields = {name: value for name, value in joined.items() if not name.startswith("_")}
        for name, share in (("space_before_pt", "_space_before_share"), ("space_after_pt", "_space_after_share")):
            if joined.get(share) is not None:
                fields[name] = tidy(joined[share] * size)
        return ParagraphFormat(**fields, level=level, list_mark=mark)

    def _list_mark(self, joined: Facts, level: int, *, visible: bool) -> ListMark | None:
        bullet: etree._Element | None = joined.get("_bullet")
        if bullet is None or bullet.tag == A + "buNone":
            if visible:
                self._forget(level)
            return None
        font, colour = joined.get("_bullet_font", ""), joined.get("_bullet_colour", "")
        if bullet.tag == A + "buChar":
            self._forget(level)
            character = bullet.get("char", "")
            return ListMark(ListKind.BULLET, level=level, text=character, label=character, font=font, colour=colour)
        if bullet.tag == A + "buBlip":
            self._forget(level)
            picture = self._host.picture(bullet)
            return ListMark(ListKind.PICTURE, level=level, picture_sha256=picture.sha256)
        form, start = bullet.get("type", ""), whole_number(bullet.get("startAt")) or 1
        number = self._count(level, form, start, visible=visible)
        return ListMark(
            ListKind.NUMBER,
            level=level,
            format=form,
            start=start,
            label=_number_label(number, form),
            font=font,
            colour=colour,
        )

    def _forget(self, level: int) -> None:
        for deeper in [n for n in self._counts if n >= level]:
            del self._counts[deeper]

    def _count(self, level: int, form: str, start: int, *, visible: bool) -> int:
        self._forget(level + 1)
        before = self._counts.get(level)
        number = before[1] + 1 if before is not None and before[0] == f"{form} {start}" else start
        if visible:
            self._counts[level] = f"{form} {start}", number
        return number


def _number_label(number: int, form: str) -> str:
    plain = next((name for ending, name in _NUMBER_FORMS.items() if form.startswith(ending)), "decimal")
    text = number_text(number, plain)
    if form.endswith("ParenBoth"):
        return f"({text})"
    if form.endswith("ParenR"):
        return f"{text})"
    return f"{text}." if form.endswith("Period") else text


_NUMBER_FORMS = {
    "arabic": "decimal",
    "alphaLc": "lowerLetter",
    "alphaUc": "upperLetter",
    "romanLc": "lowerRoman",
    "romanUc": "upperRoman",
    "ea1Chs": "chineseCounting",
    "ea1Cht": "chineseCounting",
    "circleNum": "decimalEnclosedCircle",
}


def read_paragraph_facts(element: etree._Element | None, host: DrawingParts) -> dict[str, Any]:
    """Return what a pPr or lvlNpPr says, under `ParagraphFormat` names; "_" marks steps on the way."""
    facts: dict[str, Any] = {}
    if element is None:
        return facts
    if element.get("algn") in _ALIGNMENTS:
        facts["alignment"] = _ALIGNMENTS[element.get("algn", "")]
    for attribute, field in (("marL", "indent_left_pt"), ("marR", "indent_right_pt"), ("indent", "first_line_pt")):
        length = emu(element.get(attribute))
        if length is not None:
            facts[field] = length
    if element.get("rtl") is not None:
        facts["right_to_left"] = is_on(element.get("rtl"))
    for child in element:
        _read_paragraph_child(child, host, facts)
    return facts


def _read_paragraph_child(child: etree._Element, host: DrawingParts, facts: dict[str, Any]) -> None:
    name = local_name(child)
    if name in _BULLETS:
        facts["_bullet"] = child
    elif name == "buFont":
        facts["_bullet_font"] = child.get("typeface", "")
    elif name == "buClr":
        facts["_bullet_colour"] = colour_in(child, host.scheme) or ""
    elif name == "lnSpc":
        _read_line_spacing(child, facts)
    elif name in {"spcBef", "spcAft"}:
        edge = "before" if name == "spcBef" else "after"
        share, exact = child.find(A + "spcPct"), child.find(A + "spcPts")
        # One kind given here also ends the other kind given by somebody weaker.
        if exact is not None:
            facts[f"space_{edge}_pt"] = points(exact.get("val"), 100) or Decimal(0)
            facts[f"_space_{edge}_share"] = None
        elif share is not None:
            facts[f"_space_{edge}_share"] = (percent(share.get("val"), 1000) or Decimal(0)) / 100
    elif name == "tabLst":
        stops = [(emu(tab.get("pos")), tab.get("algn", "l")) for tab in child.iterfind(A + "tab")]
        facts["tabs"] = tuple(TabStop(place, _TABS.get(kind, kind)) for place, kind in stops if place is not None)


_TABS = {"l": "left", "ctr": "center", "r": "right", "dec": "decimal"}


def _read_line_spacing(element: etree._Element, facts: dict[str, Any]) -> None:
    share, exact = element.find(A + "spcPct"), element.find(A + "spcPts")
    if exact is not None:
        facts["line_rule"], facts["line_pt"] = LineRule.EXACT, points(exact.get("val"), 100)
        facts["line_multiple"] = Decimal(1)
    elif share is not None:
        facts["line_rule"], facts["line_pt"] = LineRule.MULTIPLE, None
        facts["line_multiple"] = tidy((percent(share.get("val"), 1000) or Decimal(100)) / 100)
