"""Undoes what the P checks look for in the presentation as a whole: its slides, layouts, backgrounds, theme, master."""

from __future__ import annotations

import copy
from collections.abc import Container

from grading.checks.names import colour_code, size_points
from grading.checks.similar import bare
from grading.rubric.mutants.near import near_colour, near_text
from grading.rubric.mutants.package import (
    A,
    Element,
    OfficePackage,
    P,
    R,
    changed_any,
    drop,
    put_child,
    remove,
    remove_all,
    replace_text,
    text_of,
)
from grading.rubric.mutants.properties import other_format, other_property
from grading.rubric.mutants.shapes import local, named
from grading.rubric.mutants.slide import (
    RUN_ORDER,
    SHAPE,
    SHOW,
    TITLES,
    Parameters,
    T,
    Undo,
    other_title,
    run_properties,
    slide_parts,
)
from grading.rubric.mutants.slide_parts import dropped, on_slides

SLIDE_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.slide+xml"
SECTION = "{http://schemas.microsoft.com/office/powerpoint/2010/main}section"
SECTION_SLIDE = "{http://schemas.microsoft.com/office/powerpoint/2010/main}sldId"
PLAIN_THEME = "Office Theme"
_OTHER_LAYOUT, _BLANK_LAYOUT = ("titleOnly", "仅标题"), ("blank", "空白")
_FIRST_LAYOUT, _LAYOUTS_APART = 2_147_483_648, 100
_KINDS = ("present", "browse", "kiosk")
_PLACES = {"title": {"title", "ctrTitle"}, "body": {"body", "obj"}}


def one_slide_more(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Put a copy of the last slide behind it."""
    return parameters.get("value") is not None and _copied(package) is not None


def _copied(package: OfficePackage) -> Element | None:
    """Copy the last slide without its notes to the end; returns the copy."""
    parts = slide_parts(package)
    entries = list(package.root(SHOW).iter(P + "sldId"))
    listing = entries[-1].getparent() if entries else None
    if listing is None:
        return None
    old, new = parts[-1], package.free_name("ppt/slides/slide#.xml")
    _copy_part(package, old, new, SLIDE_TYPE, {"notesSlide", "comments"})
    number = max(int(one.get("id", "256")) for one in entries) + 1
    entry = listing.makeelement(P + "sldId", {"id": str(number)})
    entry.set(R + "id", package.relate(SHOW, "slide", new))
    listing.append(entry)
    return package.root(new)


def one_slide_less(package: OfficePackage, _parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Leave the last slide out."""
    return _without(package, len(slide_parts(package)))


def _without(package: OfficePackage, number: int) -> bool:
    entries = list(package.root(SHOW).iter(P + "sldId"))[number - 1 : number]
    gone = {one.get("id") for one in entries}
    sections = [one for one in package.root(SHOW).iter(SECTION_SLIDE) if one.get("id") in gone]
    remove_all(sections)
    return remove_all(entries)


def two_slides_swapped(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let the last two of the slides with the wanted titles change places."""
    goals = [bare(str(title)) for title in parameters["titles"]]
    entries = list(package.root(SHOW).iter(P + "sldId"))
    titles = [bare(_title(package.root(part))) for part in slide_parts(package)]
    wanted = [place for place, title in enumerate(titles) if title in goals]
    if len(wanted) < 2:
        return False
    one, other = (entries[place] for place in wanted[-2:])
    mine, theirs = copy.deepcopy(one), copy.deepcopy(other)
    for old, new in ((one, theirs), (other, mine)):
        parent = old.getparent()
        if parent is not None:
            parent.replace(old, new)
    return True


def _title(slide: Element) -> str:
    for shape in slide.iter(SHAPE):
        if any(mark.get("type") in TITLES for mark in shape.iter(P + "ph")):
            return text_of(shape, T)
    return ""


def slide_back(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Put a slide with the text of the deleted one at the end."""
    slide = _copied(package)
    texts = [] if slide is None else list(slide.iter(T))
    for text in texts:
        text.text = str(parameters["text"]) if text is texts[0] else ""
    return bool(texts)


def inserted_away(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Leave the new slide out."""
    return _without(package, int(parameters["slide"]))


def title_otherwise(package: OfficePackage, parameters: Parameters, starter: OfficePackage | None) -> bool:
    """Write the new slide's title without its last letter."""
    return bool(parameters.get("title")) and other_title(package, parameters, starter)


def other_layout(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Give the slide a layout of another kind that otherwise looks the same: only its name and kind change."""
    changed = False
    for part in slide_parts(package)[parameters["slide"] - 1 : parameters["slide"]]:
        for layout in package.related(part, "slideLayout"):
            new = package.free_name("ppt/slideLayouts/slideLayout#.xml")
            _copy_part(package, layout, new, package.content_type(layout))
            root = package.root(new)
            kind, name = _OTHER_LAYOUT if root.get("type") != _OTHER_LAYOUT[0] else _BLANK_LAYOUT
            root.set("type", kind)
            for content in root.iter(P + "cSld"):
                content.set("name", name)
            for master in package.related(new, "slideMaster"):
                _list_layout(package, master, new)
            for one in package.relations(part):
                if one.get("Type", "").endswith("/slideLayout"):
                    one.set("Target", f"/{new}")
                    changed = True
    return changed


def _list_layout(package: OfficePackage, master: str, layout: str) -> None:
    root = package.root(master)
    identity = package.relate(master, "slideLayout", layout)
    for listing in root.iter(P + "sldLayoutIdLst"):
        number = max((int(one.get("id", "0")) for one in listing), default=_FIRST_LAYOUT) + _LAYOUTS_APART
        entry = listing.makeelement(P + "sldLayoutId", {"id": str(number)})
        entry.set(R + "id", identity)
        listing.append(entry)


def _copy_part(package: OfficePackage, old: str, new: str, content_type: str, without: Container[str] = ()) -> None:
    """Copy a part with its relationships, those of some kinds left out."""
    package.add(new, package.part_bytes(old), content_type)
    for relation in package.relations(old):
        kind = relation.get("Type", "").rpartition("/")[2]
        if kind not in without:
            is_outside = relation.get("TargetMode") == "External"
            target = relation.get("Target", "") if is_outside else package.relation(old, relation.get("Id"))
            identity = package.relate(new, kind, target, external=is_outside)
            next(one for one in package.relations(new) if one.get("Id") == identity).set("Id", relation.get("Id", ""))


def _background(slide: Element, colour: str) -> bool:
    """Give the slide a plain background of its own."""
    for content in slide.iter(P + "cSld"):
        remove_all(content.findall(P + "bg"))
        back = content.makeelement(P + "bg", {})
        properties = put_child(back, P + "bgPr", ())
        put_child(put_child(properties, A + "solidFill", ()), A + "srgbClr", (), {"val": colour})
        put_child(properties, A + "effectLst", ())
        content.insert(0, back)
        return True
    return False


def _near_background(slide: Element, parameters: Parameters) -> bool:
    wanted = str(parameters.get("colour", ""))
    if not wanted and not parameters.get("kind"):
        return False
    return _background(slide, near_colour(colour_code(wanted or "336699")))


def _white_background(slide: Element, _parameters: Parameters) -> bool:
    return _background(slide, "FFFFFF")


def _shown(slide: Element, _parameters: Parameters) -> bool:
    return drop(slide, "show") is not None


def other_size(package: OfficePackage, _parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Make the slides narrower."""
    sizes = list(package.root(SHOW).iter(P + "sldSz"))
    for size in sizes:
        size.set("cx", str(int(size.get("cx", "0")) * 5 // 7))
        drop(size, "type")
    return bool(sizes)


def other_theme(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Call the theme otherwise: without its last letter, or as the plain one."""
    wanted = str(parameters.get("name", ""))
    masters = [one for name in slide_masters(package, parameters) for one in package.related(name, "theme")]
    for part in dict.fromkeys(masters):
        package.root(part).set("name", near_text(wanted) if wanted else PLAIN_THEME)
    return bool(masters)


def slide_masters(package: OfficePackage, parameters: Parameters) -> list[str]:
    """Return the masters of the slides a check is about."""
    number = parameters.get("slide")
    parts = slide_parts(package)
    parts = parts if number is None else parts[number - 1 : number]
    layouts = [layout for part in parts for layout in package.related(part, "slideLayout")]
    return list(dict.fromkeys(master for layout in layouts for master in package.related(layout, "slideMaster")))


def _master_roots(package: OfficePackage, parameters: Parameters) -> list[Element]:
    """Return the trees of the masters, or of the layouts with the wanted name."""
    wanted = bare(str(parameters.get("layout", ""))).casefold()
    if not wanted:
        return [package.root(name) for name in slide_masters(package, {})]
    roots = [package.root(name) for name in package.names if "/slideLayouts/slide" in name]
    return [one for one in roots if bare(next(one.iter(P + "cSld")).get("name", "")).casefold() == wanted]


def other_master(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Write the master's words without their last letter, or take its pictures off."""
    roots = _master_roots(package, parameters)
    if parameters.get("picture"):
        return remove_all(picture for root in roots for picture in list(root.iter(P + "pic")))
    wanted = str(parameters.get("text", ""))
    return changed_any(
        replace_text(shape, T, wanted, near_text(wanted)) for root in roots for shape in list(root.iter(SHAPE))
    )


def master_font_way(*names: str) -> Undo:
    """Return the way that writes the master's own words otherwise; slides go by its styles, which stay."""

    def undo(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
        kinds = _PLACES.get(str(parameters.get("place", "title")), set())
        wanted = [name for name in names if parameters.get(name)]
        changed = False
        for root in _master_roots(package, {}) if wanted else ():
            shapes = [s for s in root.iter(SHAPE) if any(mark.get("type") in kinds for mark in s.iter(P + "ph"))]
            for run in [run for shape in shapes for run in shape.iter(A + "r")]:
                for name in wanted:
                    _other_look(run_properties(run), name, parameters)
                changed = True
        return changed

    return undo


def _other_look(properties: Element, name: str, parameters: Parameters) -> None:
    if name == "size":
        properties.set("sz", str(int((size_points(str(parameters["size"])) + 2) * 100)))
    elif name == "font":
        for tag in ("latin", "ea"):
            put_child(properties, A + tag, RUN_ORDER, {"typeface": "隶书"})
    else:
        remove_all(one for one in list(properties) if local(one).endswith("Fill"))
        code = near_colour(colour_code(str(parameters["colour"])))
        put_child(put_child(properties, A + "solidFill", RUN_ORDER), A + "srgbClr", (), {"val": code})


def other_section(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let the section begin one slide later, or call it otherwise."""
    wanted = bare(str(parameters["name"]))
    sections = list(package.root(SHOW).iter(SECTION))
    own = [place for place, one in enumerate(sections) if bare(one.get("name", "")) == wanted]
    for place in own:
        members = list(sections[place].iter(SECTION_SLIDE))
        before = [one for one in sections[:place] for one in named(one, "sldIdLst")]
        if parameters.get("slide") is not None and len(members) > 1 and before:
            remove(members[0])
            before[-1].append(members[0])
        else:
            sections[place].set("name", near_text(sections[place].get("name", "")))
    return bool(own)


def show_way(*, every: bool) -> Undo:
    """Return the way that changes one of the wanted settings of the show, or all."""

    def undo(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
        settings = [
            one for name in package.related(SHOW, "presProps") for one in package.root(name).findall(P + "showPr")
        ]
        changed = False
        for one in settings:
            ways = [_other_range, _other_loop, _other_kind]
            for way in ways:
                done = way(one, parameters)
                changed |= done
                if done and not every:
                    break
        return changed

    return undo


def _other_range(settings: Element, parameters: Parameters) -> bool:
    is_wanted = parameters.get("first") is not None or parameters.get("last") is not None
    chosen = settings.findall(P + "sldRg") if is_wanted else []
    for one in chosen:
        name = "end" if parameters.get("last") is not None else "st"
        number = int(one.get(name, "1"))
        one.set(name, str(number - 1 if number > 1 else number + 1))
    return bool(chosen)


def _other_loop(settings: Element, parameters: Parameters) -> bool:
    if parameters.get("loop") is not None:
        settings.set("loop", "0" if parameters["loop"] else "1")
    return parameters.get("loop") is not None


def _other_kind(settings: Element, parameters: Parameters) -> bool:
    wanted = str(parameters.get("kind", ""))
    for one in [one for one in settings if local(one) in _KINDS] if wanted else ():
        one.tag = P + ("browse" if local(one) != "browse" else "present")
        one.attrib.clear()
        return True
    return False


def other_comment(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Write the comment without the last letter of the wanted words."""
    wanted = str(parameters.get("text", ""))
    changed = False
    for root in _comment_roots(package, parameters) if wanted else ():
        for text in [one for one in named(root, "text", "t") if wanted in (one.text or "")]:
            text.text = (text.text or "").replace(wanted, near_text(wanted))
            changed = True
    return changed


def no_comment(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Delete the comments."""
    return remove_all(one for root in _comment_roots(package, parameters) for one in list(root))


def _comment_roots(package: OfficePackage, parameters: Parameters) -> list[Element]:
    number = parameters.get("slide")
    parts = slide_parts(package)
    parts = parts if number is None else parts[number - 1 : number]
    return [package.root(name) for part in parts for name in package.related(part, "comments")]


SHOWS: dict[str, tuple[Undo, ...]] = {
    "P.slide_count": (one_slide_more, one_slide_less),
    "P.slide_order": (two_slides_swapped,),
    "P.slide_deleted": (slide_back,),
    "P.slide_inserted": (title_otherwise, inserted_away),
    "P.layout": (other_layout,),
    "P.background": (
        on_slides(_near_background, only_last=True),
        on_slides(_near_background),
        on_slides(_white_background, only_last=True),
        on_slides(_white_background),
        dropped(P + "bg"),
    ),
    "P.hidden": (on_slides(_shown),),
    "P.slide_size": (other_size,),
    "P.property": (other_property,),
    "P.format": (other_format,),
    "P.theme": (other_theme,),
    "P.master": (other_master,),
    "P.master_font": (master_font_way("size"), master_font_way("colour"), master_font_way("font", "size", "colour")),
    "P.section": (other_section,),
    "P.show": (show_way(every=False), show_way(every=True)),
    "P.comment": (other_comment, no_comment),
}
