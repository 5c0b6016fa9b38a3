"""H: web pages: what they say, how they are built, how they look; their parts stand in `web_parts`."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from grading.checks.character_looks import shown_colour
from grading.checks.finding import CannotJudgeError, Finding, NotThereError
from grading.checks.names import is_near_colour, is_same_font
from grading.checks.selectors import short
from grading.checks.similar import bare, plain
from grading.checks.subject import Subject
from grading.checks.tally import Look, Wanted, compared, weigh
from grading.checks.types import AnyCheckType, CheckType, NoParameters, Parameters
from grading.checks.values import Count, PathText
from grading.checks.web_parts import PARTS
from grading.checks.web_work import (
    cascade_of,
    elements,
    exists,
    inside,
    sheets_of,
    shown_text,
    some_elements,
)
from grading.web.cascade import COLOURS, PROPERTIES, Cascade, TooManyStepsError, canonical
from grading.web.model import WebPage
from itembank.base.i18n import N_, _

PIXELS_OFF = Decimal("0.5")
OLD_ELEMENTS = ("font", "center", "marquee", "big", "strike", "blink")
LOOKS_OF = {
    "b": ("font-weight", "700"), "strong": ("font-weight", "700"), "i": ("font-style", "italic"),
    "em": ("font-style", "italic"), "u": ("text-decoration", "underline"),
}  # fmt: skip
"""Elements that make text look in a way; whatever makes it look so counts as well."""

ENCODINGS = {"utf-8": {"utf-8", "utf8"}, "gbk": {"gbk", "gb2312", "gb18030"}}


class TextOnly(Parameters, frozen=True):
    """Text of the page, blanks and line ends aside."""

    text: str


class TitleOf(Parameters, frozen=True):
    """The page's title in its head; `match` is "equals" or "contains"."""

    text: str
    match: str = "equals"


class ElementOf(Parameters, frozen=True):
    """Elements by a selector ("h1", "#top p", "ul > li.new") that hold a text, "" for any; at least so many."""

    select: str
    text: str = ""
    at_least: Count = 1


class CountOf(Parameters, frozen=True):
    """Exactly so many elements that a selector means."""

    select: str
    count: Count


class NoneOf(Parameters, frozen=True):
    """Elements that may not be used, by their tags; none given: those that style sheets have replaced."""

    tags: tuple[str, ...] = OLD_ELEMENTS


class AttributeOf(Parameters, frozen=True):
    """An attribute of the elements that a selector means, and its value ("" for any)."""

    select: str
    name: str
    value: str = ""


class StyleOf(Parameters, frozen=True):
    """How the elements that a selector means look: a style property and its value, shorthands too.

    Lengths may be 0.5 pixels off, colours 8 of 255 a channel; of a font family the first name counts.
    """

    select: str
    property: str
    value: str
    text: str = ""


class EncodingOf(Parameters, frozen=True):
    """The encoding that the page names and is really in: "utf-8" or "gbk"; "" for any that agree."""

    value: str = ""


class SheetOf(Parameters, frozen=True):
    """A linked style sheet of the folder, "" for any."""

    path: PathText = ""


class MetaOf(Parameters, frozen=True):
    """A meta element by its name ("keywords", "description") and its content, a part is enough."""

    name: str
    content: str = ""


def opens(subject: Subject, file: str, _wanted: NoParameters) -> Finding:
    """Look that the file is a page with something to see."""
    text = plain(shown_text(subject.page(file)))
    return compared(is_met=bool(text), what=_("网页内容"), seen=short(text, 20), wanted="", place=file)


def structure(subject: Subject, file: str, _wanted: NoParameters) -> Finding:
    """Look for the skeleton of a page as it is written: doctype, html, head, title, body."""
    page = subject.page(file)
    text = subject.read_bytes(file).lower()
    parts = [
        ("<!doctype html>", page.doctype),
        *((f"<{tag}>", f"<{tag}".encode() in text) for tag in ("html", "head", "body")),
    ]
    looks = [(1, Look(is_there, name if is_there else _("缺少 {name}").format(name=name))) for name, is_there in parts]
    return weigh(looks, Wanted(_("网页结构"), " ".join(name for name, _is in parts), file))


def title(subject: Subject, file: str, wanted: TitleOf) -> Finding:
    """Look at the title; a heading on the page is none."""
    page = subject.page(file)
    places = page.all("title")
    seen = plain(page.nodes[places[0]].text) if places else ""
    is_met = bare(seen) == bare(wanted.text) if wanted.match == "equals" else bare(wanted.text) in bare(seen)
    return compared(is_met=is_met and bool(seen), what=_("网页标题"), seen=seen, wanted=wanted.text, place=file)


def has_text(subject: Subject, file: str, wanted: TextOnly) -> Finding:
    """Look for text that a reader sees."""
    if not bare(wanted.text):
        raise CannotJudgeError(_("评分标准中要查找的文字是空的。"))
    is_met = bare(wanted.text) in bare(shown_text(subject.page(file)))
    seen = short(wanted.text, 20) if is_met else ""
    return compared(is_met=is_met, what=_("文字"), seen=seen, wanted=short(wanted.text, 20), place=file)


def element(subject: Subject, file: str, wanted: ElementOf) -> Finding:
    """Look for elements with a text."""
    page = subject.page(file)
    count = len(elements(page, wanted.select, wanted.text)) or _with_its_look(subject, file, page, wanted)
    without = len(elements(page, wanted.select))
    seen = _("{count} 个").format(count=count)
    if not count and without:
        seen = _("有该元素，但内容不同")
    goal = f"{wanted.select} {short(wanted.text)}".strip()
    is_met = count >= max(wanted.at_least, 1)
    return compared(is_met=is_met, what=_("元素"), seen=seen, wanted=goal, place=file)


def counted(subject: Subject, file: str, wanted: CountOf) -> Finding:
    """Count elements; 0 is met only while the page has something to see."""
    page = subject.page(file)
    count = len(elements(page, wanted.select))
    is_met = count == wanted.count and bool(bare(shown_text(page)))
    return compared(is_met=is_met, what=_("元素数量"), seen=count, wanted=wanted.count, place=wanted.select)


def avoids(subject: Subject, file: str, wanted: NoneOf) -> Finding:
    """Look that elements are not used; an empty page avoids nothing."""
    page = subject.page(file)
    if not bare(shown_text(page)):
        raise NotThereError(_("网页是空的。"))
    used = [tag for tag in wanted.tags if page.all(tag.lower())]
    seen = "、".join(used) or _("没有使用")
    return compared(is_met=not used, what=_("不应使用的元素"), seen=seen, wanted=_("没有使用"), place=file)


def attribute(subject: Subject, file: str, wanted: AttributeOf) -> Finding:
    """Look at an attribute of all elements that a selector means."""
    page = subject.page(file)
    looks = []
    for place in some_elements(page, wanted.select):
        own = page.nodes[place].attributes.get(wanted.name.lower())
        met = own is not None and (not wanted.value or plain(own).casefold() == plain(wanted.value).casefold())
        looks.append((1, Look(met, _("没有该属性") if own is None else own or '""')))
    return weigh(looks, Wanted(wanted.name, wanted.value or _("有该属性"), wanted.select))


def style(subject: Subject, file: str, wanted: StyleOf) -> Finding:
    """Look how elements look in the end, wherever it comes from."""
    goals = canonical(wanted.property, wanted.value)
    if not goals:
        raise CannotJudgeError(_("评分标准中的样式“{name}”不认识。").format(name=wanted.property))
    page = subject.page(file)
    cascade = cascade_of(subject, file, page)
    looks = []
    for place in some_elements(page, wanted.select, wanted.text):
        own = _computed(cascade, place)
        met = all(_is_style(name, own.get(name, ""), goal) for name, goal in goals.items())
        seen = dict.fromkeys(shown_style(name, own.get(name, "")) for name in goals)
        looks.append((1, Look(met, " ".join(seen))))
    goal = " ".join(dict.fromkeys(shown_style(name, value) for name, value in goals.items()))
    return weigh(looks, Wanted(wanted.property, goal, f"{wanted.select} {short(wanted.text)}".strip()))


def encoding(subject: Subject, file: str, wanted: EncodingOf) -> Finding:
    """Look that the page names its encoding and is in it."""
    page = subject.page(file)
    family = next((name for name, names in ENCODINGS.items() if page.declared in names), page.declared)
    real = {"gb18030": "gbk"}.get(page.encoding, page.encoding)
    is_met = bool(page.declared) and family == real and wanted.value.lower() in {"", family}
    seen = page.declared or _("没有声明编码")
    if page.declared and family != real:
        seen = _("声明为 {declared}，实际为 {real}").format(declared=page.declared, real=real)
    return compared(is_met=is_met, what=_("网页编码"), seen=seen, wanted=wanted.value, place=file)


def stylesheet(subject: Subject, file: str, wanted: SheetOf) -> Finding:
    """Look for a linked style sheet that is there."""
    page = subject.page(file)
    paths = [path for address in sheets_of(page) if (path := inside(file, address)) is not None]
    there = [path for path in paths if exists(subject, path)]
    is_met = any(wanted.path.casefold() in {"", path.casefold()} for path in there)
    fitting = [path for path in paths if wanted.path.casefold() in {"", path.casefold()}]
    if not is_met:
        subject.require_known(*(exists(subject, path) for path in fitting))
    return compared(is_met=is_met, what=_("外部样式表"), seen="、".join(there), wanted=wanted.path, place=file)


def meta(subject: Subject, file: str, wanted: MetaOf) -> Finding:
    """Look for a meta element."""
    page = subject.page(file)
    seen = [
        page.nodes[place].attributes.get("content", "")
        for place in page.all("meta")
        if page.nodes[place].attributes.get("name", "").casefold() == wanted.name.casefold()
    ]
    is_met = any(bare(wanted.content) in bare(one) and bare(one) for one in seen)
    return compared(is_met=is_met, what=f"meta {wanted.name}", seen="、".join(seen), wanted=wanted.content, place=file)


def _with_its_look(subject: Subject, file: str, page: WebPage, wanted: ElementOf) -> int:
    """Count elements of other tags with just the wanted text that look as the wanted one makes text look."""
    look = LOOKS_OF.get(wanted.select.strip().lower())
    if look is None or not bare(wanted.text):
        return 0
    cascade = cascade_of(subject, file, page)
    places = [place for place in elements(page, "*", wanted.text) if bare(page.text(place)) == bare(wanted.text)]
    name, value = look
    return sum(1 for place in places if _is_style(name, _computed(cascade, place).get(name, ""), value))


def _computed(cascade: Cascade, place: int) -> dict[str, str]:
    try:
        return cascade.computed(place)
    except TooManyStepsError as error:
        raise CannotJudgeError(_("网页的样式过于复杂，请人工查看。")) from error


def _is_style(name: str, seen: str, goal: str) -> bool:
    if name not in PROPERTIES:
        return False
    if name in COLOURS:
        return seen == goal or is_near_colour(seen, goal)
    if name == "font-family":
        return is_same_font(_first_family(seen), _first_family(goal))
    if name == "text-decoration":
        return set(goal.split()) <= set(seen.split())
    try:
        return abs(Decimal(seen) - Decimal(goal)) <= (PIXELS_OFF if name != "font-weight" else 0)
    except InvalidOperation:
        return seen == goal


def _first_family(text: str) -> str:
    return text.partition(",")[0].strip().strip("\"'")


def shown_style(name: str, value: str) -> str:
    """Return a value of a style property for people."""
    if name in COLOURS:
        return shown_colour(value) if value else _("透明")
    return value or _("未指定")


WEB: tuple[AnyCheckType, ...] = (
    CheckType("H.opens", N_("网页可以打开"), NoParameters, opens),
    CheckType("H.structure", N_("网页结构"), NoParameters, structure),
    CheckType("H.title", N_("网页标题"), TitleOf, title),
    CheckType("H.text", N_("网页上的文字"), TextOnly, has_text),
    CheckType("H.element", N_("含有文字的元素"), ElementOf, element),
    CheckType("H.count", N_("元素数量"), CountOf, counted),
    CheckType("H.avoids", N_("不使用指定的元素"), NoneOf, avoids),
    CheckType("H.attribute", N_("元素的属性"), AttributeOf, attribute),
    CheckType("H.style", N_("元素的样式"), StyleOf, style),
    CheckType("H.encoding", N_("网页编码"), EncodingOf, encoding),
    CheckType("H.stylesheet", N_("外部样式表"), SheetOf, stylesheet),
    CheckType("H.meta", N_("网页元信息"), MetaOf, meta),
    *PARTS,
)
