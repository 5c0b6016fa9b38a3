"""Undoes what the P checks look for on slides besides words: links, pictures, tables, media, placeholders, places."""

from __future__ import annotations

import copy
from collections.abc import Callable

from grading.checks.names import colour_code
from grading.checks.similar import bare
from grading.rubric.mutants import charts
from grading.rubric.mutants.near import near_colour, near_text
from grading.rubric.mutants.package import (
    A,
    C,
    Element,
    OfficePackage,
    P,
    R,
    changed_any,
    drop,
    put_child,
    remove_all,
    text_of,
)
from grading.rubric.mutants.shapes import Canvas, Drawings, local, pictures
from grading.rubric.mutants.slide import (
    SHAPE,
    Parameters,
    T,
    Undo,
    slide_parts,
    slides_of,
)

OTHER_STYLE = "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}"
THEMED_STYLE = "{3C2FFA5D-87B4-456A-9821-1D502468CF0F}"
_MOVED = 360_000
_JUMPS = {"first": "last", "last": "first", "next": "previous", "previous": "next"}
_CELL_FILLS = tuple(A + name for name in ("noFill", "solidFill", "gradFill", "blipFill", "pattFill", "grpFill"))
_PLACES = {"title": {"title", "ctrTitle"}, "body": {"body", "obj", ""}, "subtitle": {"subTitle"}}
SlideWay = Callable[[Element, Parameters], bool]
"""Changes a slide's tree; tells whether there was anything to change."""


def canvases(package: OfficePackage, parameters: Parameters) -> list[Canvas]:
    """Return the slide a check is about; all of them when it names none."""
    number = parameters.get("slide")
    parts = slide_parts(package)
    return [Canvas(part, package.root(part)) for part in (parts if number is None else parts[number - 1 : number])]


def on_slides(change: SlideWay, *, only_last: bool = False) -> Undo:
    """Return the way that changes the slides of a check, or only the last of them that has something to change."""

    def undo(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
        slides = list(reversed(slides_of(package, parameters)))
        if only_last:
            return any(change(slide, parameters) for slide in slides)
        return changed_any(change(slide, parameters) for slide in slides)

    return undo


def dropped(*tags: str, only_with: str = "", one: bool = False) -> Undo:
    """Return the way that takes things off the slide, those with a certain part only, or just the last of them."""

    def undo(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
        slides = slides_of(package, parameters)
        found = [thing for slide in slides for tag in tags for thing in slide.iter(tag)]
        found = [thing for thing in found if not only_with or thing.find(f".//{only_with}") is not None]
        return remove_all(found[-1:] if one else found)

    return undo


def linked_elsewhere(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let the links lead to another slide, or to an address beside the wanted one."""
    changed = False
    for canvas in canvases(package, parameters) if parameters.get("address") else ():
        for link in _links(canvas.root, parameters):
            changed = _relinked(package, canvas.part, link) or changed
    return changed


def _relinked(package: OfficePackage, part: str, link: Element) -> bool:
    slides = slide_parts(package)
    relation = next((one for one in package.relations(part) if one.get("Id") == link.get(R + "id")), None)
    if relation is None:
        return False
    if relation.get("TargetMode") == "External":
        identity = package.relate(part, "hyperlink", near_text(relation.get("Target", "").rstrip("/")), external=True)
        link.set(R + "id", identity)
        return True
    target = package.relation(part, relation.get("Id"))
    other = next((one for one in slides if one not in {target, part}), part)
    if target not in slides or other == target:
        return False
    link.set(R + "id", package.relate(part, "slide", other))
    return True


def _links(slide: Element, parameters: Parameters) -> list[Element]:
    wanted = bare(str(parameters.get("text", "")))
    return [
        link
        for shape in slide.iter(SHAPE, P + "pic", P + "graphicFrame")
        if wanted in bare(text_of(shape, T))
        for link in shape.iter(A + "hlinkClick")
    ]


def unlinked(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the links off words and shapes."""
    return remove_all(link for slide in slides_of(package, parameters) for link in _links(slide, parameters))


def other_jump(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let the buttons lead the other way, or to another slide or address."""
    wanted = str(parameters.get("target", ""))
    changed = False
    for canvas in canvases(package, parameters) if wanted else ():
        for link in [link for link in canvas.root.iter(A + "hlinkClick") if _is_on_shape(link)]:
            action = link.get("action", "")
            if wanted in _JUMPS and action.endswith(f"jump={wanted}slide"):
                link.set("action", action.replace(f"{wanted}slide", f"{_JUMPS[wanted]}slide"))
                changed = True
            elif link.get(R + "id"):
                changed = _relinked(package, canvas.part, link) or changed
    return changed


def _is_on_shape(link: Element) -> bool:
    parent = link.getparent()
    return parent is not None and local(parent) == "cNvPr"


def no_jump(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the actions off the buttons."""
    return remove_all(
        link for slide in slides_of(package, parameters) for link in slide.iter(A + "hlinkClick") if _is_on_shape(link)
    )


def one_row_more(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Add an empty row at the end of the table."""
    changed = False
    for table in [one for slide in slides_of(package, parameters) for one in slide.iter(A + "tbl")]:
        rows = table.findall(A + "tr")
        if rows:
            row = copy.deepcopy(rows[-1])
            for text in row.iter(T):
                text.text = ""
            table.insert(table.index(rows[-1]) + 1, row)
            changed = True
    return changed


def _other_cell(slide: Element, parameters: Parameters) -> bool:
    changed = False
    for table in slide.iter(A + "tbl"):
        rows = table.findall(A + "tr")
        cells = [one for row in rows[parameters["row"] - 1 : parameters["row"]] for one in row.findall(A + "tc")]
        for cell in cells[parameters["column"] - 1 : parameters["column"]]:
            texts = [one for one in cell.iter(T) if (one.text or "").strip()]
            for text in texts[-1:]:
                text.text = near_text(text.text or "")
                changed = True
    return changed


def _other_row_colour(slide: Element, parameters: Parameters) -> bool:
    """Fill the last wanted cell with a colour beside the wanted one."""
    changed = False
    for table in slide.iter(A + "tbl") if parameters.get("colour") else ():
        rows = table.findall(A + "tr")
        number = parameters.get("row")
        chosen = rows if number is None else rows[number - 1 : number]
        for cell in [cell for row in chosen for cell in row.findall(A + "tc")][-1:]:
            properties = put_child(cell, A + "tcPr", (A + "tcPr",))
            remove_all(one for tag in _CELL_FILLS for one in properties.findall(tag))
            fill = properties.makeelement(A + "solidFill", {})
            code = near_colour(colour_code(str(parameters["colour"])))
            put_child(fill, A + "srgbClr", (), {"val": code})
            lines = [one for one in properties if local(one).startswith("ln")]
            properties.insert(len(lines), fill)
            changed = True
    return changed


def _other_table_style(slide: Element, _parameters: Parameters) -> bool:
    changed = False
    for table in slide.iter(A + "tbl"):
        for style in table.iter(A + "tableStyleId"):
            style.text = OTHER_STYLE if style.text != OTHER_STYLE else THEMED_STYLE
            changed = True
    return changed


def _no_table_style(slide: Element, _parameters: Parameters) -> bool:
    return remove_all(list(slide.iter(A + "tableStyleId")))


def _other_media(slide: Element, parameters: Parameters) -> bool:
    names = {"audio": ("audioFile", "videoFile"), "video": ("videoFile", "audioFile")}
    own, other = names.get(str(parameters.get("kind", "")), ("", ""))
    found = list(slide.iter(A + own)) if own else []
    for one in found:
        one.tag = A + other
    return bool(found)


def _no_media(slide: Element, _parameters: Parameters) -> bool:
    moving = {"audioFile", "videoFile", "wavAudioFile", "quickTimeFile", "audioCd", "media"}
    return remove_all(pic for pic in list(slide.iter(P + "pic")) if any(local(one) in moving for one in pic.iter()))


def _footers(slide: Element, kind: str) -> list[Element]:
    return [one for one in slide.iter(SHAPE) if any(mark.get("type") == kind for mark in one.iter(P + "ph"))]


def footer_ways(kind: str) -> tuple[Undo, ...]:
    """Return the ways for a kind of footers: other words, then none on the last slide, then none at all."""

    def other_words(slide: Element, parameters: Parameters) -> bool:
        wanted = str(parameters.get("text", ""))
        texts = [text for one in _footers(slide, kind) for text in one.iter(T) if (text.text or "").strip()]
        for text in texts[-1:] if wanted else ():
            text.text = near_text(text.text or "")
        return bool(texts and wanted)

    def gone(slide: Element, _parameters: Parameters) -> bool:
        return remove_all(_footers(slide, kind))

    return (on_slides(other_words), on_slides(gone, only_last=True), on_slides(gone))


def _other_place_words(slide: Element, parameters: Parameters) -> bool:
    """Write the placeholder's words without their last letter."""
    texts = [text for one in _placeholders(slide, parameters) for text in one.iter(T) if (text.text or "").strip()]
    for text in texts[-1:]:
        text.text = near_text(text.text or "")
    return bool(texts)


def _out_of_place(slide: Element, parameters: Parameters) -> bool:
    """Turn the placeholder into a box."""
    return remove_all(mark for one in _placeholders(slide, parameters) for mark in list(one.iter(P + "ph")))


def _placeholders(slide: Element, parameters: Parameters) -> list[Element]:
    kinds, goal = _PLACES.get(str(parameters.get("place", "body")), set()), bare(str(parameters["text"]))
    return [
        one
        for one in slide.iter(SHAPE)
        if goal in bare(text_of(one, T)) and any(mark.get("type", "") in kinds for mark in one.iter(P + "ph"))
    ]


def shape_moved(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Move the shape a centimetre in the wanted directions."""
    changed = False
    for canvas in canvases(package, parameters):
        for shape in _positioned(canvas, parameters)[:1]:
            for offset in list(shape.iter(A + "off"))[:1]:
                for name, attribute in (("left", "x"), ("top", "y")):
                    if parameters.get(name):
                        offset.set(attribute, str(int(offset.get(attribute, "0")) + _MOVED))
                        changed = True
    return changed


def _positioned(canvas: Canvas, parameters: Parameters) -> list[Element]:
    number = parameters.get("picture")
    if number is not None:
        return [picture for _canvas, picture in pictures([canvas])][number - 1 : number]
    wanted = bare(str(parameters.get("text", "")))
    shapes = canvas.root.iter(SHAPE, P + "graphicFrame")
    return [one for one in shapes if bare(text_of(one, T)) and wanted in bare(text_of(one, T))]


def _turned_text(slide: Element, parameters: Parameters) -> bool:
    wanted = bare(str(parameters["text"]))
    vertical = str(parameters.get("value", "vertical")) == "vertical"
    changed = False
    for shape in slide.iter(SHAPE):
        if wanted not in bare(text_of(shape, T)) or not bare(text_of(shape, T)):
            continue
        for body in shape.iter(A + "bodyPr"):
            drop(body, "vert")
            body.set("vert", "horz" if vertical else "eaVert")
            changed = True
    return changed


def of_charts(change: charts.ChartWay) -> Undo:
    """Return the way that changes the charts a check is about."""

    def undo(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
        parts = [name for canvas in canvases(package, parameters) for name in package.related(canvas.part, "chart")]
        meant = charts.charts_meant((package.root(name) for name in parts), parameters)
        return changed_any(change(chart, parameters) for chart in meant)

    return undo


def _values(chart: Element, parameters: Parameters) -> bool:
    return bool(parameters.get("values")) and charts.cached_value("val", "yVal")(chart, parameters)


def _categories(chart: Element, parameters: Parameters) -> bool:
    return bool(parameters.get("categories")) and charts.cached_value("cat", "xVal")(chart, parameters)


_CHART_WAYS = (
    _values,
    _categories,
    charts.other_title,
    charts.other_legend,
    charts.other_labels,
    charts.other_kind,
)

PARTS: dict[str, tuple[Undo, ...]] = {
    "P.hyperlink": (linked_elsewhere, unlinked),
    "P.button": (other_jump, no_jump),
    "P.picture": (
        dropped(P + "pic", one=True),
        dropped(P + "pic"),
        dropped(SHAPE, only_with=A + "blip"),
    ),
    "P.table": (one_row_more, dropped(P + "graphicFrame", only_with=A + "tbl")),
    "P.table_cell": (on_slides(_other_cell),),
    "P.table_style": (on_slides(_other_row_colour), on_slides(_other_table_style), on_slides(_no_table_style)),
    "P.media": (on_slides(_other_media), on_slides(_no_media)),
    "P.slide_number": footer_ways("sldNum"),
    "P.date": footer_ways("dt"),
    "P.footer": footer_ways("ftr"),
    "P.placeholder_text": (on_slides(_other_place_words), on_slides(_out_of_place)),
    "P.position": (shape_moved,),
    "P.text_direction": (on_slides(_turned_text),),
    "P.chart": (
        *(of_charts(way) for way in _CHART_WAYS),
        of_charts(charts.area_instead),
        of_charts(charts.together(*_CHART_WAYS)),
        dropped(P + "graphicFrame", only_with=C + "chart"),
    ),
    **Drawings(canvases).ways("P"),
}
