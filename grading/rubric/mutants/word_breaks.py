"""Undoes breaks and what else sections of a docx say: numbers of pages and lines, watermarks, distances, directions."""

from __future__ import annotations

from collections.abc import Iterator

from grading.checks.names import length_points
from grading.checks.similar import bare, matches
from grading.rubric.mutants.package import (
    Element,
    OfficePackage,
    W,
    drop,
    put_child,
    remove_all,
    replace_text,
    text_of,
)
from grading.rubric.mutants.word import (
    BODY,
    PARAGRAPH,
    PARAGRAPH_ORDER,
    RUN,
    Parameters,
    T,
    Undo,
    body_of,
    chosen,
    made_paragraph,
    own_text,
    paragraphs_of,
    properties_of,
)
from grading.rubric.mutants.word_page import SECTION_ORDER, V
from grading.rubric.mutants.word_values import TWIPS, misspelt, near_colour, near_length, twips

SETTINGS = "settings"
O_NAME = "{urn:schemas-microsoft-com:office:office}spid"
WATERMARKS = ("watermark", "水印")


def sections_of(package: OfficePackage) -> list[Element]:
    """Return the set-ups of all sections."""
    return [one for one in package.root(BODY).iter(W + "sectPr") if not _is_former(one)]


def _is_former(section: Element) -> bool:
    parent = section.getparent()
    return parent is not None and parent.tag == W + "sectPrChange"


def unbroken(kind: str) -> Undo:
    """Return the way that takes out the break (`page` or `column`) before a text, in whatever form it stands."""

    def undo(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
        paragraph = _before_of(package, parameters)
        if paragraph is None:
            return False
        changed = remove_all(_breaks(package, paragraph, kind))
        if kind == "page":
            if paragraph.find(f"{W}pPr/{W}pageBreakBefore") is not None:
                put_child(properties_of(paragraph), W + "pageBreakBefore", PARAGRAPH_ORDER, {W + "val": "0"})
                changed = True
            section = _section_from(package, paragraph)
            if section is not None and not changed:
                put_child(section, W + "type", SECTION_ORDER, {W + "val": "continuous"})
                changed = True
        return changed

    return undo


def pushed_down(package: OfficePackage, parameters: Parameters, starter: OfficePackage | None) -> bool:
    """Push the text down by empty paragraphs instead of a break."""
    paragraph = _before_of(package, parameters)
    if paragraph is None or not unbroken("page")(package, parameters, starter):
        return False
    for _line in range(3):
        empty = made_paragraph("")
        remove_all(empty.findall(RUN))
        paragraph.addprevious(empty)
    return True


def _before_of(package: OfficePackage, parameters: Parameters) -> Element | None:
    own = [one for one in paragraphs_of(package) if own_text(one).strip()]
    places = matches(str(parameters["before"]), [own_text(one) for one in own])
    return own[places[0]] if places else None


def _breaks(package: OfficePackage, paragraph: Element, kind: str) -> Iterator[Element]:
    """Yield the breaks of a kind in the paragraph and in those before it, up to one with text."""
    everything = paragraphs_of(package)
    place = next(number for number, one in enumerate(everything) if one is paragraph)
    for one in (paragraph, *reversed(everything[:place])):
        for mark in one.iter(W + "br"):
            if mark.get(W + "type") == kind:
                yield mark
        if one is not paragraph and own_text(one).strip():
            return


def _section_from(package: OfficePackage, paragraph: Element) -> Element | None:
    """Return the set-up of the section that begins with a paragraph."""
    everything = paragraphs_of(package)
    place = next(number for number, one in enumerate(everything) if one is paragraph)
    begins = False
    for one in reversed(everything[:place]):
        begins = one.find(f"{W}pPr/{W}sectPr") is not None
        if begins or own_text(one).strip():
            break
    if not begins:
        return None
    inner = (one.find(f"{W}pPr/{W}sectPr") for one in everything[place:])
    return next((one for one in inner if one is not None), body_of(package).find(W + "sectPr"))


def other_section_start(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let the section begin otherwise: on the same page, or on a new one."""
    paragraph = _before_of(package, parameters)
    section = None if paragraph is None else _section_from(package, paragraph)
    if section is None or not parameters.get("kind"):
        return False
    kind = "continuous" if parameters["kind"] != "continuous" else "nextPage"
    put_child(section, W + "type", SECTION_ORDER, {W + "val": kind})
    return True


def no_section(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the section break before a text out; what stood before it takes the set-up that follows."""
    paragraph = _before_of(package, parameters)
    if paragraph is None or _section_from(package, paragraph) is None:
        return False
    everything = paragraphs_of(package)
    place = next(number for number, one in enumerate(everything) if one is paragraph)
    return any(remove_all(one.findall(f"{W}pPr/{W}sectPr")) for one in reversed(everything[:place]))


def _edges(package: OfficePackage, parameters: Parameters) -> list[Element]:
    """Return the headers or footers of first or even pages."""
    tag = f"{W}{parameters.get('edge', 'header')}Reference"
    kind = str(parameters.get("pages", "first"))
    found = [one for section in sections_of(package) for one in section.findall(tag) if one.get(W + "type") == kind]
    parts = {package.relation(BODY, next((one.get(name) for name in one.attrib if str(name).endswith("}id")), None))
             for one in found}  # fmt: skip
    return [package.root(part) for part in sorted(parts) if package.has(part)]


def misspelt_edge(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Misspell the text on first or even pages."""
    text = str(parameters["text"])
    found = [one for root in _edges(package, parameters) for one in root.iter(PARAGRAPH)]
    done = [replace_text(one, T, text, misspelt(text)) for one in found]
    return any(done)


def hidden_edge(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Leave the text of first or even pages where it is and do not turn these pages' own headers on."""
    if parameters.get("pages", "first") == "even":
        roots = [package.root(part) for part in package.related(BODY, SETTINGS)]
        return remove_all([one for root in roots for one in root.findall(W + "evenAndOddHeaders")])
    return remove_all([one for section in sections_of(package) for one in section.findall(W + "titlePg")])


def other_number_format(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Number the pages by other signs, or from another number on."""
    found = sections_of(package)
    for section in found:
        numbers = put_child(section, W + "pgNumType", SECTION_ORDER)
        if parameters.get("format"):
            numbers.set(W + "fmt", "lowerRoman" if parameters["format"] != "lowerRoman" else "upperRoman")
        else:
            numbers.set(W + "start", str(int(parameters.get("start") or 0) + 1))
    return bool(found)


def other_number_start(package: OfficePackage, parameters: Parameters, starter: OfficePackage | None) -> bool:
    """Number the pages from another number on."""
    return parameters.get("start") is not None and other_number_format(package, {**parameters, "format": ""}, starter)


def plain_numbers(package: OfficePackage, _parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Number the pages as ever."""
    return remove_all([one for section in sections_of(package) for one in section.findall(W + "pgNumType")])


def _marks(package: OfficePackage) -> list[Element]:
    """Return the drawings in headers that are watermarks."""
    found = []
    for part in package.related(BODY, "header"):
        for one in package.root(part).iter(W + "pict", W + "drawing"):
            names = [str(value) for inner in one.iter() for key, value in inner.items() if str(key) in {"id", "name",
                     O_NAME}]  # fmt: skip
            is_named = any(word in name.casefold() for name in names for word in WATERMARKS)
            if is_named or next(one.iter(V + "textpath"), None) is not None:
                found.append(one)
    return found


def other_watermark(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Misspell the watermark."""
    wanted = str(parameters.get("text", ""))
    changed = False
    for mark in _marks(package) if wanted else ():
        for path in mark.iter(V + "textpath"):
            if bare(wanted) in bare(path.get("string", "")):
                path.set("string", misspelt(path.get("string", "")))
                changed = True
        for name in ("alt", "descr"):
            for one in [one for one in mark.iter() if bare(wanted) in bare(one.get(name, ""))]:
                one.set(name, misspelt(one.get(name, "")))
        changed |= replace_text(mark, T, wanted, misspelt(wanted))
    return changed


def no_watermark(package: OfficePackage, _parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the watermark off."""
    return remove_all(_marks(package))


def other_direction(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let the text of the pages run the other way."""
    found = sections_of(package)
    for section in found:
        value = "lrTb" if parameters.get("value", "vertical") == "vertical" else "tbRl"
        put_child(section, W + "textDirection", SECTION_ORDER, {W + "val": value})
    return bool(found)


def no_line_numbers(package: OfficePackage, _parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the numbers of lines off."""
    return remove_all([one for section in sections_of(package) for one in section.findall(W + "lnNumType")])


def other_vertical(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let the text lie otherwise between top and bottom of the page."""
    found = sections_of(package)
    for section in found:
        value = "bottom" if parameters["value"] == "center" else "center"
        put_child(section, W + "vAlign", SECTION_ORDER, {W + "val": value})
    return bool(found)


def plain_vertical(package: OfficePackage, _parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let the text begin at the top of the page."""
    return remove_all([one for section in sections_of(package) for one in section.findall(W + "vAlign")])


def other_distance(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Move the first wanted edge a little away from the paper's."""
    edge = next((name for name in ("header", "footer") if parameters.get(name)), "")
    margins = [one for section in sections_of(package) for one in section.findall(W + "pgMar")] if edge else []
    for one in margins:
        one.set(W + edge, twips(near_length(str(parameters[edge]))))
    return bool(margins)


def far_distance(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Leave header and footer as far from the edge as programs put them."""
    margins = [one for section in sections_of(package) for one in section.findall(W + "pgMar")]
    for one in margins:
        for edge in ("header", "footer"):
            if parameters.get(edge):
                one.set(W + edge, str(int(length_points(str(parameters[edge])) * TWIPS) + 851))
    return bool(margins)


def other_gap(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Set the columns of the meant text a little further apart."""
    found = [_section_of(package, paragraph) for paragraph in chosen(package, parameters)]
    columns = [one for section in found if section is not None for one in section.findall(W + "cols")]
    for one in columns:
        one.set(W + "space", twips(near_length(str(parameters["gap"]))))
        for column in one.findall(W + "col"):
            drop(column, W + "space")
    return bool(columns)


def _section_of(package: OfficePackage, paragraph: Element) -> Element | None:
    everything = paragraphs_of(package)
    place = next(number for number, one in enumerate(everything) if one is paragraph)
    inner = (one.find(f"{W}pPr/{W}sectPr") for one in everything[place:])
    return next((one for one in inner if one is not None), body_of(package).find(W + "sectPr"))


def other_border_colour(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Draw the page border in the colour beside the wanted one."""
    if not parameters.get("colour"):
        return False
    lines = [line for section in sections_of(package) for one in section.findall(W + "pgBorders") for line in one]
    for line in lines:
        for name in ("themeColor", "themeTint", "themeShade"):
            drop(line, W + name)
        line.set(W + "color", near_colour(str(parameters["colour"])))
    return bool(lines)


def no_border(package: OfficePackage, _parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the page border off."""
    return remove_all([one for section in sections_of(package) for one in section.findall(W + "pgBorders")])


def no_edge(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the text of first or even pages out."""
    wanted = str(parameters["text"])
    found = [one for root in _edges(package, parameters) for one in root.iter(PARAGRAPH) if wanted in own_text(one)]
    return remove_all([run for one in found for run in one.iter(RUN) if text_of(run, T)])


LEFT_OUT_BREAKS: dict[str, tuple[Undo, ...]] = {
    "W.page_break": (unbroken("page"),),
    "W.column_break": (unbroken("column"),),
    "W.section_break": (no_section, other_section_start),
    "W.page_edge": (no_edge, hidden_edge),
    "W.page_number_format": (plain_numbers, other_number_format),
    "W.watermark": (no_watermark,),
    "W.text_direction": (other_direction,),
    "W.line_numbers": (no_line_numbers,),
    "W.vertical_alignment": (plain_vertical, other_vertical),
    "W.edge_distance": (far_distance,),
    "W.column_gap": (other_gap,),
    "W.page_border_colour": (no_border,),
}
NEAR_BREAKS: dict[str, tuple[Undo, ...]] = {
    "W.page_break": (pushed_down,),
    "W.section_break": (other_section_start,),
    "W.page_edge": (misspelt_edge, hidden_edge),
    "W.page_number_format": (other_number_format, other_number_start),
    "W.watermark": (other_watermark,),
    "W.vertical_alignment": (other_vertical,),
    "W.edge_distance": (other_distance,),
    "W.column_gap": (other_gap,),
    "W.page_border_colour": (other_border_colour,),
}
