"""Undoes what stands among the text of a docx: notes, contents, bookmarks, fields, captions, comments, equations."""

from __future__ import annotations

from collections.abc import Iterator

from grading.checks.similar import bare
from grading.rubric.mutants.package import Element, OfficePackage, W, remove, remove_all, replace_text, text_of
from grading.rubric.mutants.word import (
    BODY,
    RUN,
    Parameters,
    T,
    Undo,
    body_of,
    made_paragraph,
    own_text,
    paragraphs_of,
    properties_of,
)
from grading.rubric.mutants.word_places import find_style, style_id
from grading.rubric.mutants.word_values import misspelt

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
PLACES = {"header": ("header",), "footer": ("footer",), "note": ("footnotes", "endnotes"), "body": (), "shape": ()}
ALL_PLACES = ("header", "footer", "footnotes", "endnotes")


def misspelt_note(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Misspell the note."""
    kind = str(parameters.get("kind", "footnote"))
    notes = [note for part in package.related(BODY, f"{kind}s") for note in package.root(part).findall(W + kind)]
    text = str(parameters["text"])
    done = [replace_text(note, T, text, misspelt(text)) for note in notes]
    return any(done)


def typed_field(found: list[Element]) -> bool:
    """Leave what fields show, as if it had been typed; `found` are the elements that begin them."""
    changed = False
    for one in found:
        if one.tag == W + "fldSimple":
            for child in list(one):
                one.addprevious(child)
            remove(one)
            changed = True
        else:
            changed |= remove_all(_marks_of(one))
    return changed


def _marks_of(begin: Element) -> list[Element]:
    """Return the marks and instructions of the field that begins here, fields inside it left alone."""
    root = begin.getroottree().getroot()
    found: list[Element] = []
    depth, inside = 0, False
    for one in root.iter(W + "fldChar", W + "instrText"):
        inside = inside or one is begin
        if not inside:
            continue
        kind = one.get(W + "fldCharType")
        depth += kind == "begin"
        if depth == 1:
            found.append(one)
        depth -= kind == "end"
        if depth == 0:
            break
    return found


def fields_of(root: Element, kind: str) -> list[tuple[Element, list[Element]]]:
    """Return where the fields of a kind begin, with the elements that spell their instruction."""
    found: list[tuple[Element, list[Element]]] = [
        (one, [one]) for one in root.iter(W + "fldSimple") if _kind(one.get(W + "instr", "")) == kind
    ]
    for begin in [one for one in root.iter(W + "fldChar") if one.get(W + "fldCharType") == "begin"]:
        words = [one for one in _marks_of(begin) if one.tag == W + "instrText"]
        if _kind("".join(one.text or "" for one in words)) == kind:
            found.append((begin, words))
    return found


def _kind(instruction: str) -> str:
    return (instruction.split() or [""])[0].upper()


def _wanted_fields(package: OfficePackage, parameters: Parameters) -> Iterator[tuple[Element, list[Element]]]:
    place = str(parameters.get("place", ""))
    names = PLACES.get(place, ALL_PLACES)
    parts = [part for name in names for part in package.related(BODY, name)]
    parts += [BODY] if place in {"", "body", "shape"} else []
    holds = bare(str(parameters.get("holds", ""))).casefold()
    for part in parts:
        for begin, words in fields_of(package.root(part), str(parameters["kind"]).upper()):
            instruction = "".join((one.text or "") + one.get(W + "instr", "") for one in words)
            if holds in bare(instruction).casefold():
                yield begin, words


def no_field(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Leave what the fields show, as if it had been typed."""
    return typed_field([begin for begin, _words in _wanted_fields(package, parameters)])


def other_field(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let the fields be of the kind beside the wanted one."""
    kind = str(parameters["kind"]).upper()
    other = {"DATE": "TIME", "TIME": "DATE", "NUMPAGES": "PAGE", "PAGE": "NUMPAGES"}.get(kind, "QUOTE")
    changed = False
    for _begin, words in list(_wanted_fields(package, parameters)):
        for one in words:
            given = one.get(W + "instr") if one.tag == W + "fldSimple" else one.text
            if given and _kind(given) == kind:
                new = given.replace(given.split()[0], other, 1)
                if one.tag == W + "fldSimple":
                    one.set(W + "instr", new)
                else:
                    one.text = new
                changed = True
                break
    return changed


def typed_contents(package: OfficePackage, _parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Leave the lines of the table of contents, as if they had been typed."""
    return typed_field([begin for begin, _words in fields_of(body_of(package), "TOC")])


def _contents_lines(package: OfficePackage, parameters: Parameters) -> list[Element]:
    """Return the lines of the table of contents that show the wanted headings."""
    inside = _inside_contents(package)
    wanted = [bare(str(text)) for text in parameters["texts"]]
    return [one for one in inside if any(text in bare(own_text(one)) for text in wanted)]


def _inside_contents(package: OfficePackage) -> list[Element]:
    lines: list[Element] = []
    begins = [begin for begin, _words in fields_of(body_of(package), "TOC")]
    depth = 0
    for paragraph in paragraphs_of(package):
        held = depth > 0 or any(begin is one for begin in begins for one in paragraph.iter(begin.tag))
        for mark in paragraph.iter(W + "fldChar"):
            kind = mark.get(W + "fldCharType")
            if depth or any(mark is one for one in begins):
                depth += (kind == "begin") - (kind == "end")
        if held or _is_contents_style(package, paragraph):
            lines.append(paragraph)
    return lines


def _is_contents_style(package: OfficePackage, paragraph: Element) -> bool:
    style = find_style(package, style_id(paragraph)) if style_id(paragraph) else None
    name = None if style is None else style.find(W + "name")
    return name is not None and bare(name.get(W + "val", "")).casefold().startswith(("toc", "目录", "contents"))


def last_level_missing(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Leave the last wanted heading out of the table of contents, as when it shows a level less."""
    return any(_emptied(line) for line in reversed(_contents_lines(package, parameters)))


def no_lines(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Leave all wanted headings out of the table of contents, as when it was not updated."""
    done = [_emptied(line) for line in _contents_lines(package, parameters)]
    return any(done)


def _emptied(line: Element) -> bool:
    """Take a line out; of one that holds marks of a field only the text."""
    if next(line.iter(W + "fldChar", W + "instrText", W + "fldSimple"), None) is None:
        remove(line)
        return True
    return remove_all([text for text in line.iter(T, W + "tab") if text.getparent() is not None])


def _bookmarks(package: OfficePackage, parameters: Parameters) -> list[Element]:
    return [one for one in body_of(package).iter(W + "bookmarkStart") if one.get(W + "name") == parameters["name"]]


def no_bookmark(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the bookmark out."""
    found = _bookmarks(package, parameters)
    names = {one.get(W + "id") for one in found}
    ends = [one for one in body_of(package).iter(W + "bookmarkEnd") if one.get(W + "id") in names]
    return remove_all([*found, *ends])


def other_bookmark(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Misspell the bookmark's name."""
    found = _bookmarks(package, parameters)
    for one in found:
        one.set(W + "name", misspelt(one.get(W + "name", "")))
    return bool(found)


def moved_bookmark(package: OfficePackage, parameters: Parameters, starter: OfficePackage | None) -> bool:
    """Put the bookmark on another paragraph than the wanted one."""
    found = _bookmarks(package, parameters)
    on = bare(str(parameters.get("on", "")))
    others = [one for one in paragraphs_of(package) if own_text(one).strip() and on not in bare(own_text(one))]
    if not (on and found and others):
        return False
    number = found[0].get(W + "id", "0")
    no_bookmark(package, parameters, starter)
    properties_of(others[0])
    others[0].insert(1, others[0].makeelement(W + "bookmarkStart", {W + "id": number, W + "name": parameters["name"]}))
    others[0].append(others[0].makeelement(W + "bookmarkEnd", {W + "id": number}))
    return True


def _captions(package: OfficePackage, parameters: Parameters) -> list[Element]:
    wanted = bare(str(parameters["text"]))
    return [one for one in paragraphs_of(package) if wanted in bare(own_text(one))]


def typed_number(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Leave the caption's number, as if it had been typed."""
    begins = [begin for one in _captions(package, parameters) for begin, _words in fields_of(one, "SEQ")]
    return typed_field(begins)


def other_label(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Begin the caption with another label, else misspell it."""
    label = str(parameters.get("label", ""))
    text = str(parameters["text"])
    changed = False
    for one in _captions(package, parameters):
        if label and replace_text(one, T, label, "照片" if label != "照片" else "图"):
            changed = True
        elif not label:
            changed |= replace_text(one, T, text, misspelt(text))
    return changed


def _comments(package: OfficePackage, parameters: Parameters) -> list[Element]:
    wanted = bare(str(parameters.get("text", "")))
    roots = [package.root(part) for part in package.related(BODY, "comments")]
    return [one for root in roots for one in root.findall(W + "comment") if wanted in bare(text_of(one, T))]


def no_comment(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the comment out, its text and its marks."""
    found = _comments(package, parameters)
    names = {one.get(W + "id") for one in found}
    tags = (W + "commentRangeStart", W + "commentRangeEnd", W + "commentReference")
    marks = [one for one in body_of(package).iter(*tags) if one.get(W + "id") in names]
    return remove_all([*found, *marks])


def misspelt_comment(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Misspell the comment."""
    text = str(parameters.get("text", ""))
    done = [replace_text(one, T, text, misspelt(text)) for one in _comments(package, parameters) if text]
    return any(done)


def moved_comment(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Attach the comment to another paragraph than the wanted words."""
    on = bare(str(parameters.get("on", "")))
    names = {one.get(W + "id") for one in _comments(package, parameters)}
    others = [one for one in paragraphs_of(package) if own_text(one).strip() and on not in bare(own_text(one))]
    starts = [one for one in body_of(package).iter(W + "commentRangeStart") if one.get(W + "id") in names]
    ends = [one for one in body_of(package).iter(W + "commentRangeEnd") if one.get(W + "id") in names]
    if not (on and starts and ends and others):
        return False
    properties_of(others[0])
    for start, end in zip(starts, ends, strict=False):
        others[0].insert(1, start)
        others[0].append(end)
    return True


def tracked(package: OfficePackage, _parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Leave one insertion as a tracked change."""
    for run in [one for one in body_of(package).iter(RUN) if text_of(one, T).strip()][:1]:
        wrap = run.makeelement(W + "ins", {W + "id": "9001", W + "author": "学生", W + "date": "2026-01-01T00:00:00Z"})
        run.addprevious(wrap)
        wrap.append(run)
        return True
    return False


def accepted(package: OfficePackage, _parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Accept all tracked changes: what was inserted stays, what was deleted goes."""
    body = body_of(package)
    changed = remove_all([one for one in body.iter(W + "del", W + "moveFrom") if one.getparent() is not None])
    for wrap in list(body.iter(W + "ins", W + "moveTo")):
        for child in list(wrap):
            wrap.addprevious(child)
        remove(wrap)
        changed = True
    return changed


def misspelt_equation(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Mistype one sign of the equation."""
    wanted = str(parameters.get("text", ""))
    changed = False
    for one in body_of(package).iter(M + "oMath") if wanted else ():
        texts = [text for text in one.iter(M + "t") if text.text and text.text.strip()]
        if bare(wanted) in bare("".join(text.text or "" for text in texts)) and texts:
            held = next((text for text in texts if any(letter in bare(wanted) for letter in text.text or "")), texts[0])
            held.text = misspelt(held.text or "")
            changed = True
    return changed


def typed_equation(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Leave the signs of the equation as ordinary letters."""
    wanted = bare(str(parameters.get("text", "")))
    changed = False
    for one in list(body_of(package).iter(M + "oMath")):
        text = "".join(inner.text or "" for inner in one.iter(M + "t"))
        if wanted in bare(text):
            run = next(made_paragraph(text).iter(RUN))
            outer = one.getparent()
            place = outer if outer is not None and outer.tag == M + "oMathPara" else one
            place.addprevious(run)
            remove(place)
            changed = True
    return changed


LEFT_OUT_OBJECTS: dict[str, tuple[Undo, ...]] = {
    "W.contents": (typed_contents,),
    "W.contents_levels": (no_lines,),
    "W.bookmark": (no_bookmark,),
    "W.field": (no_field,),
    "W.caption": (typed_number,),
    "W.comment": (no_comment,),
    "W.no_tracked_changes": (tracked,),
    "W.tracked_changes": (accepted,),
    "W.equation": (typed_equation,),
}
NEAR_OBJECTS: dict[str, tuple[Undo, ...]] = {
    "W.note": (misspelt_note,),
    "W.contents_levels": (last_level_missing,),
    "W.bookmark": (moved_bookmark, other_bookmark),
    "W.field": (other_field,),
    "W.caption": (other_label,),
    "W.comment": (moved_comment, misspelt_comment),
    "W.equation": (misspelt_equation,),
}
