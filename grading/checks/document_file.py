"""W: the document as a whole: its format, properties, edits of text in place, comments, tracked changes, styles."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from grading.checks.character_looks import look_at_size
from grading.checks.document_text import full_text, require_rest
from grading.checks.finding import CannotJudgeError, Finding, NotThereError, shared
from grading.checks.names import is_same_font, named, size_points
from grading.checks.properties import PropertyOf, file_format, property_of
from grading.checks.selectors import everywhere, find_paragraph, short
from grading.checks.similar import bare
from grading.checks.subject import Subject
from grading.checks.tally import compared
from grading.checks.types import AnyCheckType, CheckType, NoParameters, Parameters
from grading.checks.values import Count, FontName, FontSize
from grading.checks.words import PROTECTIONS
from grading.office.model import Document, StyleKind
from itembank.base.i18n import N_, _


class FormatOf(Parameters, frozen=True):
    """The format the file must be saved in, whatever its name says: "docx", "docm", "odt"."""

    value: str = "docx"


class InsertedAt(Parameters, frozen=True):
    """Text that must stand after (or before) another text, with nothing but blanks between them."""

    text: str
    after: str = ""
    before: str = ""


class CountOf(Parameters, frozen=True):
    """How many paragraphs with text there must be, those in tables included."""

    value: Count


class CommentOn(Parameters, frozen=True):
    """A comment: its text and the text it is attached to, parts are enough, "" for any."""

    text: str = ""
    on: str = ""


class StyleLooks(Parameters, frozen=True):
    """A style by its name and how it looks where the rubric says so: "modify the style 标题 1"."""

    name: str
    font: FontName = ""
    size: FontSize = ""
    bold: bool | None = None
    used: bool = True


class EquationOf(Parameters, frozen=True):
    """An equation and what it must hold, blanks aside; "" for any."""

    text: str = ""


def is_format(subject: Subject, file: str, wanted: FormatOf) -> Finding:
    """Look at the format of the file itself."""
    return file_format(subject.document(file).format, wanted.value, file)


def has_property(subject: Subject, file: str, wanted: PropertyOf) -> Finding:
    """Look at a document property."""
    return property_of(subject.document(file).properties, wanted, file)


def text_inserted(subject: Subject, file: str, wanted: InsertedAt) -> Finding:
    """Look that text stands where it was to be inserted."""
    if not bare(wanted.text) or not (wanted.after or wanted.before):
        raise CannotJudgeError(_("评分标准没有写明插入的文字或位置。"))
    text = bare(full_text(subject.document(file)))
    goal = bare(wanted.after) + bare(wanted.text) + bare(wanted.before)
    seen = _("在文档中，但位置不对") if bare(wanted.text) in text else _("文档中没有")
    return compared(
        is_met=goal in text, what=_("插入的文字"), seen=short(wanted.text, 20) if goal in text else seen,
        wanted=short(wanted.text, 20), place=_("“{text}”旁").format(text=short(wanted.after or wanted.before)),
    )  # fmt: skip


def paragraph_count(subject: Subject, file: str, wanted: CountOf) -> Finding:
    """Count the paragraphs with text."""
    count = sum(1 for paragraph in everywhere(subject.document(file)) if bare(paragraph.text))
    return compared(is_met=count == wanted.value, what=_("段落数"), seen=count, wanted=wanted.value, place=file)


def comment(subject: Subject, file: str, wanted: CommentOn) -> Finding:
    """Look for a comment."""
    comments = subject.document(file).comments
    is_met = any(bare(wanted.text) in bare(one.text) and bare(wanted.on) in bare(one.on_text) for one in comments)
    seen = "、".join(short(one.text) for one in comments)
    goal = short(wanted.text or wanted.on)
    return compared(is_met=is_met, what=_("批注"), seen=seen, wanted=goal, place=file)


def no_tracked_changes(subject: Subject, file: str, _wanted: NoParameters) -> Finding:
    """Look that tracking is off and no tracked change is left; an emptied document proves nothing."""
    document = subject.document(file)
    require_rest(subject, file, document)
    left = document.insertions + document.deletions
    seen = _("还有 {count} 处修订").format(count=left) if left else _("修订功能没有关闭")
    is_met = not left and not document.tracks_changes
    return compared(
        is_met=is_met, what=_("修订"), seen=_("没有修订") if is_met else seen, wanted=_("没有修订"), place=file
    )


def tracked_changes(subject: Subject, file: str, _wanted: NoParameters) -> Finding:
    """Look that changes were made with tracking on."""
    document = subject.document(file)
    count = document.insertions + document.deletions
    seen = _("{count} 处修订").format(count=count) if count else _("没有修订")
    return compared(is_met=count > 0, what=_("修订"), seen=seen, wanted=_("有修订"), place=file)


def is_protected(subject: Subject, file: str, _wanted: NoParameters) -> Finding:
    """Look that editing is restricted."""
    seen = subject.document(file).protection
    is_met = seen not in {"", "none"}
    name = named(PROTECTIONS, seen) if is_met else _("没有保护")
    return compared(is_met=is_met, what=_("文档保护"), seen=name, wanted=_("已保护"), place=file)


def style_defined(subject: Subject, file: str, wanted: StyleLooks) -> Finding:
    """Look at what a style itself gives; a paragraph that only looks like it is another check's business."""
    document = subject.document(file)
    style = next(
        (one for one in document.styles if one.kind is StyleKind.PARAGRAPH and _key(one.name) == _key(wanted.name)),
        None,
    )
    if style is None:
        raise NotThereError(_("文档中没有样式“{name}”。").format(name=wanted.name))
    form = style.run
    faults = []
    if wanted.font and not (is_same_font(form.east_asian, wanted.font) or is_same_font(form.latin, wanted.font)):
        faults.append(form.east_asian or form.latin or _("未指定"))
    if wanted.size and not (size := look_at_size(size_points(wanted.size))(form)).is_met:
        faults.append(size.seen)
    if wanted.bold is not None and form.bold is not wanted.bold:
        faults.append(_("加粗") if form.bold else _("不加粗"))
    if wanted.used and not _is_used(document, style.name):
        faults.append(_("没有应用到文字"))
    goal = " ".join(part for part in (wanted.font, wanted.size, _("加粗") if wanted.bold else "") if part)
    place = _("样式“{name}”").format(name=wanted.name)
    what = _("样式")
    seen = "、".join(faults) or goal or wanted.name
    return compared(is_met=not faults, what=what, seen=seen, wanted=goal or wanted.name, place=place)


def equation(subject: Subject, file: str, wanted: EquationOf) -> Finding:
    """Look for an equation made with the equation editor; typed letters are none."""
    seen = [text for paragraph in everywhere(subject.document(file)) for text in paragraph.formulas]
    is_met = any(bare(wanted.text) in bare(text) for text in seen)
    return compared(is_met=is_met, what=_("公式"), seen="、".join(seen)[:60], wanted=wanted.text, place=file)


def same_format(subject: Subject, file: str, wanted: SameAs) -> Finding:
    """Look that one paragraph's characters and paragraph format are another's (format painter)."""
    document = subject.document(file)
    one, other = find_paragraph(document, wanted.text), find_paragraph(document, wanted.like)
    met = [
        one.format.alignment is other.format.alignment,
        one.format.first_line_pt == other.format.first_line_pt
        and one.format.first_line_chars == other.format.first_line_chars,
        (one.format.line_rule, one.format.line_multiple, one.format.line_pt)
        == (other.format.line_rule, other.format.line_multiple, other.format.line_pt),
        _fonts(one) == _fonts(other),
    ]
    share = Fraction(sum(met), len(met))
    sentence = _("“{one}”与“{other}”的格式相同。") if share == 1 else _("“{one}”与“{other}”的格式不同。")
    return shared(
        share,
        sentence=sentence.format(one=short(wanted.text), other=short(wanted.like)),
        observed=f"{sum(met)}/{len(met)}",
        expected=f"{len(met)}/{len(met)}",
        place=short(wanted.text),
    )


class SameAs(Parameters, frozen=True):
    """Two paragraphs by their texts: the first must be formatted like the second."""

    text: str
    like: str


def _fonts(paragraph: Any) -> set[tuple[object, ...]]:
    return {
        (form.east_asian, form.latin, form.size_pt, form.bold, form.italic, form.underline, form.colour)
        for form in (run.format for run in paragraph.runs if run.text.strip())
    }


def _key(name: str) -> str:
    """Return a style's name as it is compared; the built-in headings have a Chinese and an English one."""
    return bare(name).casefold().replace("heading", "标题")


def _is_used(document: Document, name: str) -> bool:
    return any(_key(paragraph.style) == _key(name) for paragraph in everywhere(document) if bare(paragraph.text))


WHOLE: tuple[AnyCheckType, ...] = (
    CheckType("W.format", N_("文档的保存格式"), FormatOf, is_format),
    CheckType("W.property", N_("文档属性"), PropertyOf, has_property),
    CheckType("W.text_inserted", N_("在指定位置插入文字"), InsertedAt, text_inserted),
    CheckType("W.paragraph_count", N_("段落数"), CountOf, paragraph_count),
    CheckType("W.comment", N_("批注"), CommentOn, comment),
    CheckType("W.no_tracked_changes", N_("没有修订标记"), NoParameters, no_tracked_changes),
    CheckType("W.tracked_changes", N_("有修订标记"), NoParameters, tracked_changes),
    CheckType("W.protected", N_("文档保护"), NoParameters, is_protected),
    CheckType("W.style_defined", N_("样式的定义"), StyleLooks, style_defined),
    CheckType("W.equation", N_("公式"), EquationOf, equation),
    CheckType("W.same_format", N_("格式与另一段相同"), SameAs, same_format),
)
