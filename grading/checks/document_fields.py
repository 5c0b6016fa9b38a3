"""W: what the program fills in: the table of contents, captions, fields, bookmarks."""

from __future__ import annotations

from grading.checks.finding import Finding, found
from grading.checks.names import named
from grading.checks.selectors import everywhere, is_contents, short
from grading.checks.similar import bare
from grading.checks.subject import Subject
from grading.checks.tally import Look, Wanted, compared, weigh
from grading.checks.types import AnyCheckType, CheckType, NoParameters, Parameters
from grading.checks.words import FIELDS
from itembank.base.i18n import N_, _


class BookmarkAt(Parameters, frozen=True):
    """A bookmark's name, and text of the paragraph it stands in ("" for any)."""

    name: str
    on: str = ""


class FieldOf(Parameters, frozen=True):
    """A field by its kind ("DATE", "TIME", "REF", "NUMPAGES" ...); `holds` is part of its instruction, `place` "body",
    "header", "footer", "note", "shape" or "" for any."""  # noqa: D205, D209 - one list of parameters

    kind: str
    holds: str = ""
    place: str = ""


class CaptionOf(Parameters, frozen=True):
    """A caption's text without its number, and its label ("图", "表", "Figure"; "" for any)."""

    text: str
    label: str = ""


class TextsIn(Parameters, frozen=True):
    """Headings that must stand in the table of contents."""

    texts: tuple[str, ...]


def contents(subject: Subject, file: str, _wanted: NoParameters) -> Finding:
    """Look for a table of contents that the program makes."""
    is_met = any(field.kind == "TOC" for field in subject.document(file).fields)
    sentence = _("有自动目录。") if is_met else _("没有自动生成的目录。")
    return found(is_met=is_met, sentence=sentence, place=file)


def bookmark(subject: Subject, file: str, wanted: BookmarkAt) -> Finding:
    """Look for a bookmark, and that its paragraph holds a text."""
    paragraphs = [one for one in everywhere(subject.document(file)) if one.bookmarks]
    seen = [name for one in paragraphs for name in one.bookmarks if not name.startswith("_")]
    is_met = any(wanted.name in one.bookmarks and bare(wanted.on) in bare(one.text) for one in paragraphs)
    return compared(is_met=is_met, what=_("书签"), seen="、".join(seen), wanted=wanted.name, place=file)


def field(subject: Subject, file: str, wanted: FieldOf) -> Finding:
    """Look for a field; what a field would show, typed by hand, is none."""
    fields = subject.document(file).fields
    fitting = [one for one in fields if one.kind == wanted.kind.upper() and wanted.place in {"", one.place}]
    is_met = any(bare(wanted.holds).casefold() in bare(one.instruction).casefold() for one in fitting)
    seen = "、".join(dict.fromkeys(named(FIELDS, one.kind) for one in fields))
    goal = named(FIELDS, wanted.kind.upper())
    return compared(is_met=is_met, what=_("域"), seen=seen, wanted=goal, place=file)


def caption(subject: Subject, file: str, wanted: CaptionOf) -> Finding:
    """Look for a caption whose number the program counts."""
    own = [
        (paragraph.text, any(run.field.strip().upper().startswith("SEQ") for run in paragraph.runs))
        for paragraph in everywhere(subject.document(file))
        if bare(wanted.text) in bare(paragraph.text)
    ]
    is_met = any(is_counted and bare(text).startswith(bare(wanted.label)) for text, is_counted in own)
    seen = _("编号是手工输入的：{text}").format(text=short(own[0][0], 20)) if own else ""
    seen = short(wanted.text, 20) if is_met else seen
    goal = f"{wanted.label} {short(wanted.text, 20)}".strip()
    return compared(is_met=is_met, what=_("题注"), seen=seen, wanted=goal, place=file)


def contents_levels(subject: Subject, file: str, wanted: TextsIn) -> Finding:
    """Look that the table of contents was built and shows the headings."""
    lines = [bare(one.text) for one in everywhere(subject.document(file)) if is_contents(one)]
    looks = [
        (1, Look(any(bare(text) in line for line in lines), short(text) if any(bare(text) in x for x in lines) else ""))
        for text in wanted.texts
    ]
    looks = [(weight, look if look.seen else Look(look.is_met, _("没有"))) for weight, look in looks]
    return weigh(looks, Wanted(_("目录中的标题"), "、".join(short(text) for text in wanted.texts), file))


FILLED: tuple[AnyCheckType, ...] = (
    CheckType("W.contents", N_("自动目录"), NoParameters, contents),
    CheckType("W.contents_levels", N_("目录中的标题"), TextsIn, contents_levels),
    CheckType("W.bookmark", N_("书签"), BookmarkAt, bookmark),
    CheckType("W.field", N_("域"), FieldOf, field),
    CheckType("W.caption", N_("题注"), CaptionOf, caption),
)
