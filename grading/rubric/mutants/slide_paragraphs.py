"""Undoes what the P checks look for in paragraphs: alignment, indents, spacing, bullets, levels."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from grading.checks.finding import CannotJudgeError
from grading.checks.names import length_points
from grading.checks.similar import bare
from grading.rubric.mutants.package import A, Element, OfficePackage, put_child, remove_all, text_of
from grading.rubric.mutants.slide import PARAGRAPH, Parameters, T, Undo, slides_of

PARAGRAPH_ORDER = tuple(
    A + name
    for name in (
        "lnSpc spcBef spcAft buClrTx buClr buSzTx buSzPct buSzPts buFontTx buFont buNone buAutoNum buChar buBlip "
        "tabLst defRPr extLst"
    ).split()
)
EMU_PER_POINT = 12_700
INDENT_MORE, SPACE_MORE, PERCENT_MORE = 190_500, 600, 30_000
BULLETS = tuple(A + name for name in ("buNone", "buAutoNum", "buChar", "buBlip"))


def lines_with(package: OfficePackage, parameters: Parameters) -> Iterator[Element]:
    """Yield all paragraphs that hold a line of the wanted text: what paragraphs' own properties are looked for in."""
    goals = [bare(line) for line in str(parameters.get("text", "")).splitlines() if line.strip()]
    for slide in slides_of(package, parameters):
        for one in slide.iter(PARAGRAPH):
            own = bare(text_of(one, T))
            if own and (not goals or any(goal in own for goal in goals)):
                yield one


def aligned(*values: str) -> tuple[Undo, ...]:
    """Return the ways that align the chosen paragraphs otherwise."""

    def way(value: str) -> Undo:
        def undo(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
            found = list(lines_with(package, parameters))
            for paragraph in found:
                put_child(paragraph, A + "pPr", (A + "pPr", *{one.tag for one in paragraph})).set("algn", value)
            return bool(found)

        return undo

    return tuple(way(value) for value in values)


def unlisted(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take bullets and numbers off."""
    found = list(lines_with(package, parameters))
    for paragraph in found:
        properties = put_child(paragraph, A + "pPr", (A + "pPr", *{one.tag for one in paragraph}))
        remove_all(one for tag in BULLETS for one in properties.findall(tag))
        put_child(properties, A + "buNone", PARAGRAPH_ORDER)
    return bool(found)


def paragraphs_changed(change: Callable[[Element, Parameters], None]) -> Undo:
    """Return the way that changes the properties of the chosen paragraphs."""

    def undo(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
        found = list(lines_with(package, parameters))
        for paragraph in found:
            change(put_child(paragraph, A + "pPr", (A + "pPr", *{one.tag for one in paragraph})), parameters)
        return bool(found)

    return undo


def _points(parameters: Parameters) -> Decimal | None:
    """Return the wanted length in points, None for one in characters or lines, or for a multiple of lines."""
    text = str(parameters["value"])
    try:
        return None if text.replace(".", "").isdecimal() else length_points(text)
    except CannotJudgeError:
        return None


def _moved_in(attribute: str, *, back: bool = False) -> Callable[[Element, Parameters], None]:
    """Return the change that sets the paragraph further in than wanted (`back`: its first line further out)."""

    def change(properties: Element, parameters: Parameters) -> None:
        wanted = _points(parameters)
        old = (
            int(properties.get(attribute, "0")) if wanted is None else int(wanted * EMU_PER_POINT) * (-1 if back else 1)
        )
        properties.set(attribute, str(old + INDENT_MORE))

    return change


def _spaced(tag: str) -> Callable[[Element, Parameters], None]:
    def change(properties: Element, parameters: Parameters) -> None:
        space = put_child(properties, A + tag, PARAGRAPH_ORDER)
        old = [(one.tag, int(float(one.get("val", "0").rstrip("%")))) for one in space]
        remove_all(list(space))
        wanted, multiple = _points(parameters), str(parameters["value"])
        if wanted is not None:
            put_child(space, A + "spcPts", (), {"val": str(int(wanted * 100) + SPACE_MORE)})
        elif multiple.replace(".", "").isdecimal():
            put_child(space, A + "spcPct", (), {"val": str(int(Decimal(multiple) * 100_000) + PERCENT_MORE)})
        else:
            kind, value = old[0] if old else (A + "spcPts", 0)
            put_child(space, kind, (), {"val": str(value + SPACE_MORE)})

    return change


def _listed_otherwise(properties: Element, parameters: Parameters) -> None:
    """Number what wants bullets, and the other way round."""
    remove_all(one for tag in BULLETS for one in properties.findall(tag))
    if parameters.get("numbered"):
        put_child(properties, A + "buChar", PARAGRAPH_ORDER, {"char": "•"})
    else:
        put_child(properties, A + "buAutoNum", PARAGRAPH_ORDER, {"type": "arabicPeriod"})


def _deeper(properties: Element, parameters: Parameters) -> None:
    properties.set("lvl", str(int(parameters["level"])))


PARAGRAPHS: dict[str, tuple[Undo, ...]] = {
    "P.alignment": aligned("l", "r"),
    "P.first_line_indent": (paragraphs_changed(_moved_in("indent")),),
    "P.hanging_indent": (paragraphs_changed(_moved_in("indent", back=True)),),
    "P.indent_left": (paragraphs_changed(_moved_in("marL")),),
    "P.space_before": (paragraphs_changed(_spaced("spcBef")),),
    "P.space_after": (paragraphs_changed(_spaced("spcAft")),),
    "P.line_spacing": (paragraphs_changed(_spaced("lnSpc")),),
    "P.bulleted": (paragraphs_changed(_listed_otherwise), unlisted),
    "P.level": (paragraphs_changed(_deeper),),
}
