"""Changes what OpenDocument files say: texts, links, headers, tables of documents, the texts of slides."""

from __future__ import annotations

from collections.abc import Iterator

from grading.checks.similar import bare, matches
from grading.office.odf.names import DRAW, PRESENTATION, STYLE, TABLE, TEXT, XLINK
from grading.rubric.mutants.odf import (
    COMMON,
    OdfWay,
    Parameters,
    body_of,
    chosen,
    copied,
    on_slides,
    own_text,
    paragraphs_of,
    replace_text,
)
from grading.rubric.mutants.package import Element, OfficePackage, remove, remove_all
from grading.rubric.mutants.word_values import misspelt

EDGES = {"header": ("header", "header-first", "header-left"), "footer": ("footer", "footer-first", "footer-left")}
META = "meta.xml"


def _wanted(parameters: Parameters) -> str:
    return str(parameters.get("text") or parameters.get("title") or "")


def misspelt_text(package: OfficePackage, parameters: Parameters) -> bool:
    """Misspell the text wherever it stands."""
    text = _wanted(parameters)
    done = [replace_text(one, text, misspelt(text)) for one in paragraphs_of(body_of(package))]
    return any(done)


def text_gone(package: OfficePackage, parameters: Parameters) -> bool:
    """Take the text out wherever it stands; a paragraph that is nothing else stays empty."""
    text = _wanted(parameters)
    done = [replace_text(one, text, "") for one in paragraphs_of(body_of(package))]
    return any(done)


def text_back(package: OfficePackage, parameters: Parameters) -> bool:
    """Write a deleted text behind the last paragraph of a document, or of a slide."""
    body = body_of(package)
    pages = list(body.iter(DRAW + "page"))
    number = int(parameters.get("slide") or 1)
    holder = pages[number - 1] if 0 < number <= len(pages) else body
    places = [one for one in paragraphs_of(holder) if own_text(one).strip()]
    if not places:
        return False
    more = copied(places[-1])
    remove_all(list(more))
    more.text = _wanted(parameters)
    places[-1].addnext(more)
    return True


def unreplaced(package: OfficePackage, parameters: Parameters) -> bool:
    """Write the old words again everywhere."""
    new, old = str(parameters["new"]), str(parameters["old"])
    done = [replace_text(one, new, old) for one in paragraphs_of(body_of(package))]
    return any(done)


def one_left(package: OfficePackage, parameters: Parameters) -> bool:
    """Leave the words unreplaced in one paragraph."""
    new, old = str(parameters["new"]), str(parameters["old"])
    return any(replace_text(one, new, old) for one in reversed(paragraphs_of(body_of(package))))


def text_between(package: OfficePackage, parameters: Parameters) -> bool:
    """Put the inserted text one sign away from where it belongs."""
    text = _wanted(parameters)
    new = f"。{text}" if parameters.get("after") else f"{text}。"
    done = [replace_text(one, text, new) for one in paragraphs_of(body_of(package))]
    return any(done)


def moved_away(package: OfficePackage, parameters: Parameters) -> bool:
    """Put the last of the paragraphs before the first."""
    own = [one for one in paragraphs_of(body_of(package)) if own_text(one).strip()]
    texts = [own_text(one) for one in own]
    found = [own[places[0]] for text in parameters["texts"] if (places := matches(str(text), texts))]
    if len(found) < 2:
        return False
    last = _lines_up(found[-1])
    _lines_up(found[0]).addprevious(last)
    return True


def _lines_up(paragraph: Element) -> Element:
    """Return a paragraph, or the item of a list that is nothing but it."""
    parent = paragraph.getparent()
    return parent if parent is not None and parent.tag == TEXT + "list-item" and len(parent) == 1 else paragraph


def joined(package: OfficePackage, parameters: Parameters) -> bool:
    """Join the first of the paragraphs with the one behind it."""
    own = [one for one in paragraphs_of(body_of(package)) if own_text(one).strip()]
    places = matches(str(parameters["texts"][0]), [own_text(one) for one in own])
    other = own[places[0]].getnext() if places else None
    if not places or other is None or other.tag not in {TEXT + "p", TEXT + "h"}:
        return False
    span = other.makeelement(TEXT + "span")
    span.text = own_text(other)
    own[places[0]].append(span)
    remove(other)
    return True


def _links(package: OfficePackage, parameters: Parameters) -> Iterator[Element]:
    for one in list(body_of(package).iter(TEXT + "a")):
        if bare(_wanted(parameters)) in bare("".join(map(str, one.itertext()))):
            yield one


def unlinked(package: OfficePackage, parameters: Parameters) -> bool:
    """Leave the words of a link without it."""
    changed = False
    for one in _links(package, parameters):
        one.tag = TEXT + "span"
        for name in list(one.attrib):
            if name != TEXT + "style-name":
                del one.attrib[name]
        changed = True
    return changed


def misspelt_address(package: OfficePackage, parameters: Parameters) -> bool:
    """Let the link lead to an address that is one sign off."""
    changed = False
    for one in _links(package, parameters):
        one.set(XLINK + "href", one.get(XLINK + "href", "").rstrip("/") + "1")
        changed = True
    return changed


def _edges(package: OfficePackage, edge: str) -> list[Element]:
    names = EDGES[edge]
    root = package.root(COMMON) if package.has(COMMON) else None
    return [one for name in names for one in root.iter(STYLE + name)] if root is not None else []


def edges(edge: str, *, near: bool) -> OdfWay:
    """Return the way that takes the text out of headers or footers, or misspells it."""

    def undo(package: OfficePackage, parameters: Parameters) -> bool:
        text = _wanted(parameters)
        found = [one for holder in _edges(package, edge) for one in paragraphs_of(holder)]
        done = [replace_text(one, text, misspelt(text) if near else "") for one in found]
        return any(done)

    return undo


def page_numbers(*, typed: bool) -> OdfWay:
    """Return the way that takes page numbers out, or leaves a typed digit in their place."""

    def undo(package: OfficePackage, parameters: Parameters) -> bool:
        wanted = (str(parameters["edge"]),) if parameters.get("edge") else ("header", "footer")
        found = [
            one for edge in wanted for holder in _edges(package, edge) for one in holder.iter(TEXT + "page-number")
        ]
        for one in found:
            one.tag = TEXT + "span"
            one.attrib.clear()
            one.text = (one.text or "1") if typed else ""
        return bool(found)

    return undo


def tables_of(package: OfficePackage, parameters: Parameters) -> list[Element]:
    """Return the table of a document a check is about."""
    tables = [one for one in body_of(package).iter(TABLE + "table") if _is_outer(one)]
    if holds := parameters.get("holds"):
        return [one for one in tables if bare(str(holds)) in bare("".join(map(str, one.itertext())))][:1]
    place = int(parameters.get("table", 1))
    return tables[place - 1 : place]


def _is_outer(table: Element) -> bool:
    return next(table.iterancestors(TABLE + "table"), None) is None


def cell_text(*, near: bool) -> OdfWay:
    """Return the way that misspells the text of a table's cell, or takes it out."""

    def undo(package: OfficePackage, parameters: Parameters) -> bool:
        text = _wanted(parameters)
        cells = [cell for table in tables_of(package, parameters) for cell in table.iter(TABLE + "table-cell")]
        held = [one for cell in cells for one in paragraphs_of(cell) if bare(own_text(one)) == bare(text)]
        return any(replace_text(one, own_text(one), misspelt(text) if near else "") for one in held)

    return undo


def one_row_more(package: OfficePackage, parameters: Parameters) -> bool:
    """Add an empty row at the end of the table."""
    for table in tables_of(package, parameters):
        rows = table.findall(TABLE + "table-row")
        if rows:
            more = copied(rows[-1])
            for one in paragraphs_of(more):
                remove_all(list(one))
                one.text = ""
            rows[-1].addnext(more)
            return True
    return False


def unlisted(package: OfficePackage, parameters: Parameters) -> bool:
    """Take the paragraphs out of their list."""
    found = chosen(package, parameters) if "where" in parameters else on_slides(package, parameters)
    changed = False
    for paragraph in found:
        outer = list(paragraph.iterancestors(TEXT + "list"))
        if outer:
            outer[-1].addprevious(paragraph)
            changed = True
    return changed


def plain_heading(package: OfficePackage, parameters: Parameters) -> bool:
    """Let headings be ordinary paragraphs in an ordinary style."""
    found = chosen(package, parameters)
    for one in found:
        one.tag = TEXT + "p"
        for name in (TEXT + "outline-level", TEXT + "style-name"):
            if one.get(name) is not None:
                del one.attrib[name]
    return bool(found)


def properties_changed(*, near: bool) -> OdfWay:
    """Return the way that misspells a property of the file, or takes it out."""
    names = {"title": "title", "subject": "subject", "description": "description", "author": "initial-creator",
             "keywords": "keyword"}  # fmt: skip

    def undo(package: OfficePackage, parameters: Parameters) -> bool:
        wanted = names.get(str(parameters["name"]), "")
        found = [
            one
            for one in (package.root(META).iter() if package.has(META) else ())
            if str(one.tag).rpartition("}")[2] == wanted or parameters["name"] in one.attrib.values()
        ]
        for one in found:
            one.text = misspelt(one.text or "") if near else ""
        return bool(found)

    return undo


def misspelt_title(package: OfficePackage, parameters: Parameters) -> bool:
    """Misspell the title or another text of a slide."""
    text = _wanted(parameters)
    done = [replace_text(one, text, misspelt(text)) for one in on_slides(package, {**parameters, "text": text})]
    return any(done)


def title_gone(package: OfficePackage, parameters: Parameters) -> bool:
    """Take the title or another text off a slide."""
    text = _wanted(parameters)
    done = [replace_text(one, text, "") for one in on_slides(package, {**parameters, "text": text})]
    return any(done)


def one_slide_more(package: OfficePackage, _parameters: Parameters) -> bool:
    """Put an empty slide behind the last one."""
    pages = list(body_of(package).iter(DRAW + "page"))
    if not pages:
        return False
    more = copied(pages[-1])
    more.set(DRAW + "name", "page9999")
    remove_all([one for one in more if one.tag != PRESENTATION + "notes"])
    pages[-1].addnext(more)
    return True


TEXT_WAYS: dict[str, tuple[OdfWay, ...]] = {
    "W.text_present": (text_gone,),
    "W.text_absent": (text_back,),
    "W.text_inserted": (text_gone,),
    "W.replaced": (unreplaced,),
    "W.paragraph_order": (moved_away,),
    "W.paragraph_alone": (joined,),
    "W.hyperlink": (unlinked,),
    "W.header_text": (edges("header", near=False),),
    "W.footer_text": (edges("footer", near=False),),
    "W.page_number": (page_numbers(typed=False),),
    "W.table_cell": (cell_text(near=False),),
    "W.table_size": (one_row_more,),
    "W.bulleted": (unlisted,),
    "W.numbered": (unlisted,),
    "W.list_level": (unlisted,),
    "W.heading": (plain_heading,),
    "W.style": (plain_heading,),
    "W.property": (properties_changed(near=False),),
    "S.property": (properties_changed(near=False),),
    "P.property": (properties_changed(near=False),),
    "P.text_present": (text_gone,),
    "P.text_absent": (text_back,),
    "P.slide_title": (title_gone,),
    "P.placeholder_text": (title_gone,),
    "P.slide_count": (one_slide_more,),
    "P.bulleted": (unlisted,),
    "P.hyperlink": (unlinked,),
}
TEXT_NEAR: dict[str, tuple[OdfWay, ...]] = {
    "W.text_present": (misspelt_text,),
    "W.text_inserted": (text_between,),
    "W.replaced": (one_left,),
    "W.hyperlink": (misspelt_address,),
    "W.header_text": (edges("header", near=True),),
    "W.footer_text": (edges("footer", near=True),),
    "W.page_number": (page_numbers(typed=True),),
    "W.table_cell": (cell_text(near=True),),
    "W.property": (properties_changed(near=True),),
    "S.property": (properties_changed(near=True),),
    "P.property": (properties_changed(near=True),),
    "P.text_present": (misspelt_text,),
    "P.slide_title": (misspelt_title,),
    "P.placeholder_text": (misspelt_title,),
    "P.hyperlink": (misspelt_address,),
}
