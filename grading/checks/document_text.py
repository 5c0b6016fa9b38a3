"""W: what a document says: opening it, text that is there, gone, replaced or moved, and links."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from itertools import pairwise

from grading.checks.finding import CannotJudgeError, Finding, NotThereError, found, shared
from grading.checks.names import is_near_colour
from grading.checks.selectors import everywhere, find_paragraph, has_text, outside_tables, short
from grading.checks.similar import bare, plain
from grading.checks.subject import Subject
from grading.checks.types import AnyCheckType, CheckType, NoParameters, Parameters
from grading.checks.values import Count
from grading.office.model import Change, Document, Paragraph, Run
from itembank.base.i18n import N_, _

WHITE = "FFFFFF"
LONG_ENOUGH, LONGEST = 12, 500
"""Between so many characters a large part of a text is a text of its own."""


class TextCount(Parameters, frozen=True):
    """Text that must occur at least so many times."""

    text: str
    at_least: Count = 1


class TextOnly(Parameters, frozen=True):
    """Text that must not occur any more."""

    text: str


class OldNew(Parameters, frozen=True):
    """All `old` replaced by `new`, so that `new` occurs `count` times; letter case counts."""

    old: str
    new: str
    count: Count = 1


class Texts(Parameters, frozen=True):
    """The beginnings (or other fragments) of paragraphs in the wanted order."""

    texts: tuple[str, ...]


class LinkTo(Parameters, frozen=True):
    """Text (or part of it) that must lead to an address; blanks for "any text"."""

    text: str
    address: str


def opens(subject: Subject, file: str, _wanted: NoParameters) -> Finding:
    """Look that the file can be opened."""
    subject.document(file)
    return found(is_met=True, sentence=_("文档“{file}”可以打开。").format(file=file), place=file)


def text_present(subject: Subject, file: str, wanted: TextCount) -> Finding:
    """Look for text in the body, its tables and text boxes; text that nobody can see is not there."""
    document = subject.document(file)
    count = occurrences(visible_text(document), wanted.text)
    is_met = count >= wanted.at_least
    sentence = _("文档中有“{text}”。") if is_met else _("文档中“{text}”出现 {count} 次，应至少 {least} 次。")
    if not is_met and occurrences(full_text(document), wanted.text) >= wanted.at_least:
        sentence = _("文档中的“{text}”被隐藏或设成了白色，看不见。")
    return found(
        is_met=is_met,
        sentence=sentence.format(text=short(wanted.text), count=count, least=wanted.at_least),
        observed=count,
        expected=wanted.at_least,
        place=file,
    )


def text_absent(subject: Subject, file: str, wanted: TextOnly) -> Finding:
    """Look that text is gone, all of it, while the rest of the handed out text is still there."""
    document = subject.document(file)
    text = full_text(document)
    count = occurrences(text, wanted.text)
    if count:
        sentence = _("文档中仍有“{text}”{count} 处。").format(text=short(wanted.text), count=count)
        return found(is_met=False, sentence=sentence, observed=count, expected=0, place=file)
    require_rest(subject, file, document)
    left = _left_over(subject, file, text, bare(wanted.text))
    if left:
        sentence = _("要求删除的文字还剩一部分：“{text}”。").format(text=short(left))
        return found(is_met=False, sentence=sentence, observed=short(left), expected=0, place=file)
    sentence = _("文档中已没有“{text}”。").format(text=short(wanted.text))
    return found(is_met=True, sentence=sentence, observed=0, expected=0, place=file)


def replaced(subject: Subject, file: str, wanted: OldNew) -> Finding:
    """Look that every old text became the new one; part of the occurrences gives part.

    What the starter file already had of the new text is no work of the candidate's.
    """
    made, left = _each(full_text(subject.document(file)), wanted)
    had, _olds = _each(_starter_text(subject, file), wanted)
    made = max(made - had, 0)
    goal = wanted.count - had if wanted.count > had else wanted.count
    share = Fraction(min(made, goal), max(goal + (left if made >= goal else 0), 1))
    if share == 1:
        sentence = _("“{old}”已全部替换为“{new}”。")
    else:
        sentence = _("“{old}”还有 {left} 处，替换成“{new}”的有 {made} 处，应为 {count} 处。")
    return shared(
        share,
        sentence=sentence.format(old=short(wanted.old), new=short(wanted.new), left=left, made=made, count=goal),
        observed=_("{made} 处已替换，{left} 处未替换").format(made=made, left=left),
        expected=goal,
        place=file,
    )


def paragraph_order(subject: Subject, file: str, wanted: Texts) -> Finding:
    """Look that paragraphs stand in the wanted order; others may stand between."""
    document = subject.document(file)
    own = list(everywhere(document))
    places = [_place(own, find_paragraph(document, text)) for text in wanted.texts]
    is_met = all(before < after for before, after in pairwise(places))
    seen = " → ".join(short(text, 8) for _at, text in sorted(zip(places, wanted.texts, strict=True)))
    goal = " → ".join(short(text, 8) for text in wanted.texts)
    sentence = _("段落顺序正确。") if is_met else _("段落顺序应为 {goal}，实际为 {seen}。")
    return found(
        is_met=is_met, sentence=sentence.format(goal=goal, seen=seen), observed=seen, expected=goal, place=file
    )


def paragraph_alone(subject: Subject, file: str, wanted: Texts) -> Finding:
    """Look that each text is a whole paragraph: after splitting, or joining lines into one."""
    texts = {bare(paragraph.text) for paragraph in everywhere(subject.document(file))}
    missing = [text for text in wanted.texts if bare(text) not in texts]
    sentence = _("各段落独立成段。") if not missing else _("“{text}”没有独立成为一段。")
    return shared(
        Fraction(len(wanted.texts) - len(missing), max(len(wanted.texts), 1)),
        sentence=sentence.format(text=short(missing[0]) if missing else ""),
        place=file,
    )


def hyperlink(subject: Subject, file: str, wanted: LinkTo) -> Finding:
    """Look for a link on text; http:// in front and / at the end do not matter."""
    links = list(links_of(subject.document(file)))
    on_text = [address for text, address in links if bare(wanted.text) in bare(text)]
    is_met = any(address_key(address) == address_key(wanted.address) for address in on_text)
    if is_met:
        sentence = _("“{text}”已链接到 {address}。")
    elif on_text:
        sentence = _("“{text}”应链接到 {address}，实际链接到 {seen}。")
    else:
        sentence = _("“{text}”上没有超链接。")
    seen = "、".join(on_text[:3])
    return found(
        is_met=is_met,
        sentence=sentence.format(text=short(wanted.text), address=wanted.address, seen=seen),
        observed=seen,
        expected=wanted.address,
        place=file,
    )


def full_text(document: Document) -> str:
    """Return all text of the body, its tables and text boxes."""
    return "\n".join(paragraph.text for paragraph in everywhere(document))


def visible_text(document: Document) -> str:
    """Return the text that can be seen: neither hidden nor white on the white page."""
    on_page = {id(one) for one in outside_tables(document)} if not document.background else set()
    return "\n".join(
        "".join(run.text for run in one.runs if _is_seen(run, one, is_on_page=id(one) in on_page))
        for one in everywhere(document)
    )


def _is_seen(run: Run, paragraph: Paragraph, *, is_on_page: bool) -> bool:
    form = run.format
    if run.change is Change.DELETED or form.hidden:
        return False
    is_bare = is_on_page and not (form.highlight or form.shading or paragraph.format.shading)
    return not (is_bare and is_near_colour(form.colour, WHITE))


def occurrences(text: str, wanted: str) -> int:
    """Count how often text occurs, whatever blanks its words are apart; raises `CannotJudgeError` for none."""
    goal = plain(wanted)
    if not goal:
        raise CannotJudgeError(_("评分标准中要查找的文字是空的。"))
    return plain(text).count(goal)


def links_of(document: Document) -> list[tuple[str, str]]:
    """Return text and address of every link; runs side by side with one address are one link."""
    made: list[tuple[str, str]] = []
    for paragraph in everywhere(document):
        before = ""
        for run in paragraph.runs:
            if run.link and run.link == before:
                made[-1] = (made[-1][0] + run.text, run.link)
            elif run.link:
                made.append((run.text, run.link))
            before = run.link
        made.extend((shape.text or shape.name, shape.link) for shape in paragraph.shapes if shape.link)
    return made


def address_key(address: str) -> str:
    """Return an address as it is compared."""
    short_form = address.strip().rstrip("/")
    for scheme in ("http://", "https://"):
        if short_form.lower().startswith(scheme):
            host, slash, path = short_form[len(scheme) :].partition("/")
            return host.lower() + slash + path
    return short_form.lower() if short_form.lower().startswith("mailto:") else short_form


def _starter_text(subject: Subject, file: str) -> str:
    """Return the text of the file that was handed out; "" where there was none."""
    return full_text(subject.starter_document(file)) if subject.folder.starter.get(file) else ""


def _each(text: str, wanted: OldNew) -> tuple[int, int]:
    """Count the new and the old text; where one holds the other, each stretch counts as the longer one only."""
    new, old = plain(wanted.new), plain(wanted.old)
    if not new or not old:
        raise CannotJudgeError(_("评分标准中要查找的文字是空的。"))
    longest_first = sorted({new, old}, key=len, reverse=True)
    seen = Counter(re.findall("|".join(map(re.escape, longest_first)), plain(text)))
    return seen[new], seen[old]


def _left_over(subject: Subject, file: str, text: str, wanted: str) -> str:
    """Return a large part of a sentence that stayed when only the rest was deleted, "" for none."""
    if not LONG_ENOUGH <= len(wanted) <= LONGEST or not subject.folder.starter.get(file):
        return ""
    now, then = bare(text), bare(full_text(subject.starter_document(file)))
    size = len(wanted) * 2 // 5
    parts = (wanted[start : start + size] for start in range(len(wanted) - size + 1))
    return next((part for part in parts if now.count(part) > then.count(part) - then.count(wanted)), "")


def _place(own: list[Paragraph], wanted: Paragraph) -> int:
    return next(index for index, paragraph in enumerate(own) if paragraph is wanted)


def require_rest(subject: Subject, file: str, document: Document) -> None:
    """Refuse an emptied document: at least half of the starter's paragraphs must still be there in some form."""
    if not any(has_text(paragraph) for paragraph in everywhere(document)):
        raise NotThereError(_("文档是空的，不算删除。"))
    if not subject.folder.starter.get(file):
        return
    before = [bare(p.text) for p in everywhere(subject.starter_document(file)) if has_text(p)]
    now = bare(full_text(document))
    kept = sum(1 for text in before if text[: max(len(text) // 2, 1)] in now or text[len(text) // 2 :] in now)
    if kept * 2 < len(before):
        raise NotThereError(_("文档的其他内容也被删除了，不算完成。"))


TEXTS: tuple[AnyCheckType, ...] = (
    CheckType("W.opens", N_("文档可以打开"), NoParameters, opens),
    CheckType("W.text_present", N_("有指定的文字"), TextCount, text_present),
    CheckType("W.text_absent", N_("已删除指定的文字"), TextOnly, text_absent),
    CheckType("W.replaced", N_("文字已替换"), OldNew, replaced),
    CheckType("W.paragraph_order", N_("段落顺序"), Texts, paragraph_order),
    CheckType("W.paragraph_alone", N_("独立成段"), Texts, paragraph_alone),
    CheckType("W.hyperlink", N_("超链接"), LinkTo, hyperlink),
)
