"""Undoes what the W checks look for in a docx beyond text: page, headers and footers, tables, pictures, notes."""

from __future__ import annotations

import copy

from grading.rubric.mutants.package import Element, OfficePackage, W, drop, put_child, remove, remove_all, text_of
from grading.rubric.mutants.word import (
    BODY,
    PARAGRAPH,
    RUN,
    Parameters,
    T,
    Undo,
    body_of,
    own_text,
    paragraphs_of,
)

WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
V = "{urn:schemas-microsoft-com:vml}"
SECTION_ORDER = tuple(
    W + name
    for name in (
        "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType "
        "cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings"
    ).split()
)
CELL_ORDER = tuple(
    W + name
    for name in (
        "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark"
    ).split()
)
WRAPS = ("wrapSquare", "wrapTight", "wrapThrough", "wrapTopAndBottom", "wrapNone")
MOVED_TWIPS = 850


def _sections(package: OfficePackage) -> list[Element]:
    return list(package.root(BODY).iter(W + "sectPr"))


def _number(element: Element, name: str, default: int = 0) -> int:
    try:
        return int(float(element.get(W + name, str(default))))
    except ValueError:
        return default


def other_paper(package: OfficePackage, _parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Make the paper larger, lying or standing as it was."""
    sizes = [one for section in _sections(package) for one in section.findall(W + "pgSz")]
    for size in sizes:
        size.set(W + "w", str(_number(size, "w") + MOVED_TWIPS))
        size.set(W + "h", str(_number(size, "h") + MOVED_TWIPS))
    return bool(sizes)


def turned(package: OfficePackage, _parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Turn the paper."""
    sizes = [one for section in _sections(package) for one in section.findall(W + "pgSz")]
    for size in sizes:
        width, height = size.get(W + "w", ""), size.get(W + "h", "")
        size.set(W + "w", height)
        size.set(W + "h", width)
        drop(size, W + "orient")
        if _number(size, "w") > _number(size, "h"):
            size.set(W + "orient", "landscape")
    return bool(sizes)


def other_margins(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Move the margins that the check names."""
    changed = False
    for section in _sections(package):
        margins = section.find(W + "pgMar")
        if margins is not None:
            for side in {"top", "bottom", "left", "right"} & set(parameters):
                margins.set(W + side, str(_number(margins, side) + MOVED_TWIPS))
                changed = True
    return changed


def other_columns(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Give every section with these columns another number of them."""
    wanted = parameters.get("count", 1)
    found = [one for section in _sections(package) for one in section.findall(W + "cols")]
    for columns in [one for one in found if _number(one, "num", 1) == wanted]:
        remove_all(list(columns))
        drop(columns, W + "equalWidth")
        columns.set(W + "num", "1" if wanted > 1 else "2")
    return bool(found)


def edge_emptied(edge: str) -> Undo:
    """Return the way that empties all headers or footers of other text than page numbers."""

    def undo(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
        changed = False
        for part in package.related(BODY, edge):
            for paragraph in package.root(part).iter(PARAGRAPH):
                if parameters["text"] in own_text(paragraph):
                    changed |= remove_all([one for one in paragraph.iter(RUN) if text_of(one, T)])
        return changed

    return undo


def unnumbered(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the page numbers out of headers and footers and leave other text."""
    changed = False
    edges = (parameters["edge"],) if parameters.get("edge") else ("header", "footer")
    for part in [one for edge in edges for one in package.related(BODY, edge)]:
        for paragraph in list(package.root(part).iter(PARAGRAPH)):
            changed |= remove_all(one for one in paragraph.iter(W + "fldSimple") if _is_page(one.get(W + "instr", "")))
            changed |= _drop_page_fields(paragraph)
    return changed


def _is_page(instruction: str) -> bool:
    return instruction.split()[:1] == ["PAGE"]


def _drop_page_fields(paragraph: Element) -> bool:
    """Take out the runs from the beginning of a field to its end."""
    dropped: list[Element] = []
    current: list[Element] = []
    instruction, depth = "", 0
    for run in list(paragraph.iter(RUN)):
        kinds = [mark.get(W + "fldCharType") for mark in run.findall(W + "fldChar")]
        depth += kinds.count("begin")
        if depth:
            current.append(run)
            instruction += text_of(run, W + "instrText")
        depth -= kinds.count("end")
        if current and not depth:
            dropped += current if _is_page(instruction) else []
            current, instruction = [], ""
    return remove_all(dropped)


def no_page_border(package: OfficePackage, _parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the page border off."""
    return remove_all([one for section in _sections(package) for one in section.findall(W + "pgBorders")])


def no_background(package: OfficePackage, _parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the page colour off."""
    return remove_all(package.root(BODY).findall(W + "background"))


def _tables(package: OfficePackage, parameters: Parameters) -> list[Element]:
    tables = list(body_of(package).iter(W + "tbl"))
    if holds := parameters.get("holds"):
        return [one for one in tables if holds in text_of(one, T)]
    place = parameters.get("table", 1)
    return tables[place - 1 : place]


def one_row_more(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Add an empty row at the end of the table."""
    changed = False
    for table in _tables(package, parameters):
        rows = table.findall(W + "tr")
        if rows:
            row = copy.deepcopy(rows[-1])
            for text in row.iter(T):
                text.text = ""
            table.insert(table.index(rows[-1]) + 1, row)
            changed = True
    return changed


def no_table(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the table away."""
    return remove_all(_tables(package, parameters))


def _cell(package: OfficePackage, parameters: Parameters) -> Element | None:
    for table in _tables(package, parameters):
        rows = table.findall(W + "tr")
        line = int(parameters["row"]) - 1
        for row in rows[line : line + 1]:
            column = 0
            for cell in row.findall(W + "tc"):
                if column == parameters["column"] - 1:
                    return cell
                span = cell.find(f"{W}tcPr/{W}gridSpan")
                column += _number(span, "val", 1) if span is not None else 1
    return None


def other_cell_text(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Empty a cell of the table."""
    cell = _cell(package, parameters)
    texts = list(cell.iter(T)) if cell is not None else []
    for text in texts:
        text.text = ""
    return bool(texts)


def unmerged(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Part merged cells again."""
    changed = False
    for table in _tables(package, parameters):
        changed |= remove_all(table.iter(W + "vMerge"))
        for span in list(table.iter(W + "gridSpan")):
            properties = span.getparent()
            cell = properties.getparent() if properties is not None else None
            row = cell.getparent() if cell is not None else None
            if cell is None or row is None:
                continue
            for _more in range(_number(span, "val", 1) - 1):
                empty = copy.deepcopy(cell)
                for text in empty.iter(T):
                    text.text = ""
                remove_all(empty.iter(W + "gridSpan"))
                row.insert(row.index(cell) + 1, empty)
            remove(span)
            changed = True
    return changed


def no_table_borders(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take all lines off the table and its cells, those of its style too, and leave the style."""
    changed = False
    for table in _tables(package, parameters):
        remove_all([*table.iter(W + "tblBorders"), *table.iter(W + "tcBorders")])
        properties = put_child(table, W + "tblPr", (W + "tblPr", *{one.tag for one in table}))
        for cell in table.iter(W + "tc"):
            own = put_child(cell, W + "tcPr", (W + "tcPr", *{one.tag for one in cell}))
            lines = put_child(own, W + "tcBorders", CELL_ORDER)
            for side in ("top", "left", "bottom", "right"):
                put_child(lines, W + side, (), {W + "val": "nil"})
        borders = put_child(properties, W + "tblBorders", (W + "tblBorders", W + "shd", W + "tblLayout", W + "tblLook"))
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            put_child(borders, W + side, (), {W + "val": "none"})
        changed = True
    return changed


def _drawings(package: OfficePackage) -> list[Element]:
    return [*body_of(package).iter(W + "drawing"), *body_of(package).iter(W + "pict")]


def no_picture(package: OfficePackage, _parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the pictures out and leave other drawn things."""
    blips = ("{http://schemas.openxmlformats.org/drawingml/2006/main}blip", V + "imagedata")
    return remove_all([one for one in _drawings(package) if any(one.find(f".//{tag}") is not None for tag in blips)])


def other_wrap(package: OfficePackage, _parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let text flow otherwise around floating pictures."""
    changed = False
    for anchor in body_of(package).iter(WP + "anchor"):
        for wrap in [one for one in anchor if one.tag in {WP + name for name in WRAPS}]:
            is_block = wrap.tag == WP + "wrapTopAndBottom"
            remove_all(list(wrap))
            wrap.attrib.clear()
            wrap.tag = WP + ("wrapNone" if is_block else "wrapTopAndBottom")
            changed = True
    return changed


def no_shape(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take out the text box or WordArt with a text, or all of them."""
    wanted = parameters.get("text", "")
    shapes = [one for one in _drawings(package) if wanted in text_of(one, T)]
    shapes = [one for one in shapes if wanted or one.find(f".//{W}txbxContent") is not None]
    return remove_all(shapes)


def no_note(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the footnote or endnote out, its mark and its text."""
    kind = parameters.get("kind", "footnote")
    notes = [
        note
        for part in package.related(BODY, f"{kind}s")
        for note in package.root(part).findall(W + kind)
        if parameters["text"] in text_of(note, T)
    ]
    names = {note.get(W + "id") for note in notes}
    marks = [one for one in body_of(package).iter(f"{W}{kind}Reference") if one.get(W + "id") in names]
    return remove_all([*marks, *notes])


def no_contents(package: OfficePackage, _parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the table of contents out, its lines and its field."""
    boxes = [one for one in body_of(package).iter(W + "sdt") if "TOC" in text_of(one, W + "instrText")]
    if remove_all(boxes):
        return True
    inside, found = False, []
    for paragraph in paragraphs_of(package):
        kinds = [mark.get(W + "fldCharType") for mark in paragraph.iter(W + "fldChar")]
        if "TOC" in text_of(paragraph, W + "instrText"):
            inside = True
        if inside:
            found.append(paragraph)
        if inside and kinds and kinds[-1] == "end" and "begin" not in kinds:
            inside = False
    return remove_all(found)


WORD_PAGE: dict[str, tuple[Undo, ...]] = {
    "W.page_size": (other_paper,),
    "W.orientation": (turned,),
    "W.margins": (other_margins,),
    "W.columns": (other_columns,),
    "W.header_text": (edge_emptied("header"),),
    "W.footer_text": (edge_emptied("footer"),),
    "W.page_number": (unnumbered,),
    "W.page_border": (no_page_border,),
    "W.page_background": (no_background,),
    "W.table_size": (one_row_more, no_table),
    "W.table_cell": (other_cell_text,),
    "W.table_merged": (unmerged,),
    "W.table_borders": (no_table_borders,),
    "W.picture_count": (no_picture,),
    "W.picture_wrap": (other_wrap,),
    "W.text_box": (no_shape,),
    "W.word_art": (no_shape,),
    "W.note": (no_note,),
    "W.contents": (no_contents,),
}
