"""Makes small mistakes in a docx: a letter, a place, an address, a centimetre; and undoes what the file itself is."""

from __future__ import annotations

import copy
from collections.abc import Callable

from grading.checks.similar import bare
from grading.rubric.mutants.package import (
    Element,
    OfficePackage,
    R,
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
    RUN,
    Parameters,
    T,
    Undo,
    body_of,
    made_paragraph,
    own_text,
    paragraphs_of,
)
from grading.rubric.mutants.word_breaks import sections_of
from grading.rubric.mutants.word_objects import fields_of, typed_field
from grading.rubric.mutants.word_tables import tables_of
from grading.rubric.mutants.word_values import misspelt, near_colour, near_length, twips

TYPES = "[Content_Types].xml"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TEMPLATE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
CORE = {
    "title": "title", "subject": "subject", "author": "creator", "keywords": "keywords", "category": "category",
    "description": "description", "company": "Company", "manager": "Manager",
}  # fmt: skip
PROPERTY_PARTS = ("core-properties", "extended-properties", "custom-properties")
MARGIN_SIDES = ("top", "bottom", "left", "right")
A_LITTLE_TWIPS = 113
"""Two millimetres."""


def misspelt_text(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Misspell the text wherever it stands."""
    text = str(parameters["text"])
    done = [replace_text(one, T, text, misspelt(text)) for one in paragraphs_of(package)]
    return any(done)


def one_left(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Leave one place unreplaced, the last one."""
    old, new = str(parameters["old"]), str(parameters["new"])
    for paragraph in reversed(paragraphs_of(package)):
        for one in reversed(list(paragraph.iter(T))):
            before, found, after = (one.text or "").rpartition(new)
            if found:
                one.text = before + old + after
                return True
    return False


def text_between(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Put the inserted text one letter away from where it belongs."""
    text, after = str(parameters["text"]), str(parameters.get("after", ""))
    changed = False
    for paragraph in paragraphs_of(package):
        if text in own_text(paragraph):
            changed |= replace_text(paragraph, T, text, f"。{text}" if after else f"{text}。")
    return changed


def text_elsewhere(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the inserted text out of its place and put it at the end of the document."""
    text = str(parameters["text"])
    done = [replace_text(one, T, text, "") for one in paragraphs_of(package)]
    if not any(done):
        return False
    body = body_of(package)
    last = body.find(W + "sectPr")
    body.insert(len(body) if last is None else body.index(last), made_paragraph(text))
    return True


def one_paragraph_more(package: OfficePackage, _parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Split one paragraph in two: the first with two characters that stands in the body itself."""
    for paragraph in [one for one in body_of(package) if one.tag == PARAGRAPH]:
        runs = [one for one in paragraph if one.tag == RUN]
        if len(runs) == 1 and [one.tag for one in runs[0] if one.tag != W + "rPr"] == [T]:
            text = runs[0].find(T)
            words = (text.text or "") if text is not None else ""
            if text is not None and len(words.strip()) > 1:
                more = copy.deepcopy(paragraph)
                text.text = words[:1]
                for other in more.iter(T):
                    other.text = words[1:]
                paragraph.addnext(more)
                return True
    return False


def _links(package: OfficePackage, parameters: Parameters) -> list[Element]:
    wanted = bare(str(parameters["text"]))
    found = [one for one in body_of(package).iter(W + "hyperlink") if wanted in bare(text_of(one, T))]
    return found or list(body_of(package).iter(W + "hyperlink"))


def misspelt_address(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let the hyperlink lead to an address that is one letter off."""
    changed = False
    for link in _links(package, parameters):
        for relation in package.relations(BODY):
            if relation.get("Id") == link.get(R + "id"):
                target = relation.get("Target", "")
                relation.set("Target", target.rstrip("/") + "1")
                changed = True
        if not link.get(R + "id") and link.get(W + "anchor"):
            link.set(W + "anchor", misspelt(link.get(W + "anchor", "")))
            changed = True
    for _begin, words in fields_of(body_of(package), "HYPERLINK"):
        for one in words:
            given = one.get(W + "instr") or one.text or ""
            if str(parameters["address"]).rstrip("/") in given:
                new = given.replace('" ', '1" ').replace(str(parameters["address"]), str(parameters["address"]) + "1")
                one.text, changed = new, True
    return changed


def unlinked_field(package: OfficePackage, _parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Leave the words of a link that is a field without it."""
    return typed_field([begin for begin, _words in fields_of(body_of(package), "HYPERLINK")])


def other_format(package: OfficePackage, _parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Save the document as a template."""
    main = [one for one in package.root(TYPES).iter() if one.get("ContentType") == MAIN]
    for one in main:
        one.set("ContentType", TEMPLATE)
    return bool(main)


def properties_changed(change: Callable[[Element], None]) -> Undo:
    """Return the way that changes the document property."""

    def undo(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
        name = str(parameters["name"])
        wanted = CORE.get(name, name)
        found = [
            one
            for kind in PROPERTY_PARTS
            for part in package.related("", kind)
            for one in package.root(part)
            if wanted in {str(one.tag).rpartition("}")[2], one.get("name")}
        ]
        for one in found:
            change(one)
        return bool(found)

    return undo


def _misspelt_value(element: Element) -> None:
    held = next((one for one in element.iter() if (one.text or "").strip()), element)
    held.text = misspelt(held.text or "")


def _no_value(element: Element) -> None:
    for one in element.iter():
        one.text = None


def unprotected(package: OfficePackage, _parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the protection off."""
    roots = [package.root(part) for part in package.related(BODY, "settings")]
    return remove_all([one for root in roots for one in root.findall(W + "documentProtection")])


def not_enforced(package: OfficePackage, _parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Set the protection up and do not turn it on."""
    roots = [package.root(part) for part in package.related(BODY, "settings")]
    found = [one for root in roots for one in root.findall(W + "documentProtection")]
    for one in found:
        one.set(W + "enforcement", "0")
    return bool(found)


def tracking_on(package: OfficePackage, _parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Accept all changes and leave tracking on."""
    roots = [package.root(part) for part in package.related(BODY, "settings")]
    for root in roots:
        later = {str(one.tag) for one in root if one.tag not in _BEFORE_TRACKING}
        put_child(root, W + "trackRevisions", (W + "trackRevisions", *later), {W + "val": "1"})
    return bool(roots)


_BEFORE_TRACKING = frozenset(
    W + name
    for name in (
        "writeProtection view zoom removePersonalInformation removeDateAndTime doNotDisplayPageBoundaries "
        "displayBackgroundShape printPostScriptOverText printFractionalCharacterWidth printFormsData "
        "embedTrueTypeFonts embedSystemFonts saveSubsetFonts saveFormsData mirrorMargins alignBordersAndEdges "
        "bordersDoNotSurroundHeader bordersDoNotSurroundFooter gutterAtTop hideSpellingErrors "
        "hideGrammaticalErrors activeWritingStyle proofState formsDesign attachedTemplate linkStyles "
        "stylePaneFormatFilter stylePaneSortMethod documentType mailMerge revisionView"
    ).split()
)


def a_little_larger(package: OfficePackage, _parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Make the paper two millimetres wider."""
    sizes = [one for section in sections_of(package) for one in section.findall(W + "pgSz")]
    for size in sizes:
        size.set(W + "w", str(int(size.get(W + "w", "0")) + A_LITTLE_TWIPS))
    return bool(sizes)


def one_margin(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Move the last of the wanted margins a little."""
    given = [side for side in MARGIN_SIDES if parameters.get(side)]
    margins = [one for section in sections_of(package) for one in section.findall(W + "pgMar")] if given else []
    for one in margins:
        one.set(W + given[-1], twips(near_length(str(parameters[given[-1]]))))
    return bool(margins)


def line_between(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Draw a line between the columns where there must be none, or none where there must be one."""
    wanted = parameters.get("line")
    columns = [one for section in sections_of(package) for one in section.findall(W + "cols")]
    columns = [one for one in columns if one.get(W + "num", "1") == str(parameters["count"])]
    for one in columns if wanted is not None else ():
        one.set(W + "sep", "0" if wanted else "1")
    return bool(columns) and wanted is not None


def one_column_more(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Set the text in one column more, of equal widths."""
    count = int(parameters["count"])
    columns = [one for section in sections_of(package) for one in section.findall(W + "cols")]
    columns = [one for one in columns if one.get(W + "num", "1") == str(count)] if count > 1 else []
    for one in columns:
        remove_all(list(one))
        drop(one, W + "equalWidth")
        one.set(W + "num", str(count + 1))
    return bool(columns)


def misspelt_edge(edge: str) -> Undo:
    """Return the way that misspells the text of a header or footer."""

    def undo(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
        text = str(parameters["text"])
        found = [one for part in package.related(BODY, edge) for one in package.root(part).iter(PARAGRAPH)]
        done = [replace_text(one, T, text, misspelt(text)) for one in found]
        return any(done)

    return undo


def typed_page_number(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Leave the digit that a page number showed, as if it had been typed."""
    edges = (parameters["edge"],) if parameters.get("edge") else ("header", "footer")
    roots = [package.root(part) for edge in edges for part in package.related(BODY, str(edge))]
    return typed_field([begin for root in roots for begin, _words in fields_of(root, "PAGE")])


def other_background(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Give the page the colour beside the wanted one."""
    if not parameters.get("colour"):
        return False
    found = package.root(BODY).findall(W + "background")
    for one in found:
        one.attrib.clear()
        one.set(W + "color", near_colour(str(parameters["colour"])))
    return bool(found)


def misspelt_cell(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Misspell the text in one cell of the table, the first that holds it."""
    text = str(parameters["text"])
    cells = [cell for table in tables_of(package, parameters) for cell in table.iter(W + "tc")]
    return any(replace_text(cell, T, text, misspelt(text)) for cell in cells if bare(text) == bare(text_of(cell, T)))


def one_column_more_in_table(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Add an empty column at the end of the table."""
    found = tables_of(package, parameters)
    for table in found:
        for row in table.findall(W + "tr"):
            cells = row.findall(W + "tc")
            if cells:
                more = copy.deepcopy(cells[-1])
                for text in more.iter(T):
                    text.text = ""
                remove_all(more.iter(W + "gridSpan"))
                cells[-1].addnext(more)
        for grid in table.findall(W + "tblGrid"):
            grid.extend([copy.deepcopy(one) for one in list(grid)[-1:]])
    return bool(found)


LEFT_OUT_FILE: dict[str, tuple[Undo, ...]] = {
    "W.format": (other_format,),
    "W.property": (properties_changed(_no_value),),
    "W.text_inserted": (text_elsewhere, misspelt_text),
    "W.paragraph_count": (one_paragraph_more,),
    "W.protected": (unprotected,),
}
NEAR_FILE: dict[str, tuple[Undo, ...]] = {
    "W.property": (properties_changed(_misspelt_value),),
    "W.text_inserted": (text_between,),
    "W.text_present": (misspelt_text,),
    "W.replaced": (one_left,),
    "W.hyperlink": (misspelt_address, unlinked_field),
    "W.protected": (not_enforced,),
    "W.no_tracked_changes": (tracking_on,),
    "W.page_size": (a_little_larger,),
    "W.margins": (one_margin,),
    "W.columns": (line_between, one_column_more),
    "W.header_text": (misspelt_edge("header"),),
    "W.footer_text": (misspelt_edge("footer"),),
    "W.page_number": (typed_page_number,),
    "W.page_background": (other_background,),
    "W.table_size": (one_column_more_in_table,),
    "W.table_cell": (misspelt_cell,),
}
