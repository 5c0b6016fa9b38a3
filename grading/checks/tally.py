"""Counts how much of a target has a wanted property, and says it in one sentence; for documents and slides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

import msgspec

from grading.checks.finding import CannotJudgeError, Finding, shared
from grading.office.model import Run, RunFormat
from grading.office.scripts import is_east_asian
from itembank.base.i18n import _

_MOST_SHOWN = 3
_FILE = re.compile(r"[^.]\.[A-Za-z][A-Za-z0-9]{1,4}$")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a check wants: the property's name, the wanted value, both for people, and where.

    `enough` is the share from which on it counts as met.
    """

    what: str
    value: str
    place: str
    enough: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Look:
    """How one value is judged: does it hold, and what does a person see."""

    is_met: bool
    seen: str


def weigh(looks: Iterable[tuple[int, Look]], wanted: Wanted) -> Finding:
    """Return the finding for values with their weights (characters, paragraphs)."""
    met, total = 0, 0
    seen: Counter[str] = Counter()
    for weight, look in looks:
        total += weight
        met += weight if look.is_met else 0
        seen[look.seen] += weight
    if total == 0:
        raise CannotJudgeError(_("{place}没有可以检查“{what}”的文字。").format(place=wanted.place, what=wanted.what))
    share = Fraction(met, total)
    share = Fraction(1) if share >= wanted.enough else share
    observed = _listed(seen)
    sentence = _sentence(share).format(
        place=_in_words(wanted.place),
        what=wanted.what,
        expected=_apart(wanted.value),
        observed=_apart(observed),
        percent=share.numerator * 100 // share.denominator,
    )
    return shared(share, sentence=sentence, observed=observed, expected=wanted.value, place=wanted.place)


def compared(*, is_met: bool, what: str, seen: object, wanted: object, place: str) -> Finding:
    """Return the finding for one value; an empty one is shown as missing."""
    finding = weigh([(1, Look(is_met, str(seen) or _("没有")))], Wanted(what, str(wanted) or _("有"), place))
    if str(wanted) and (is_met or str(seen)):
        return finding
    sentence = _whether(is_met=is_met, is_seen=bool(str(seen)), is_asked=bool(str(wanted)))
    words = sentence.format(place=_in_words(place), what=what, expected=_apart(str(wanted)), observed=_apart(str(seen)))
    return msgspec.structs.replace(finding, sentence=words)


def weigh_characters(
    runs: Iterable[Run],
    keep: Callable[[str], bool],
    look: Callable[[RunFormat], Look],
    wanted: Wanted,
    *,
    hidden_too: bool = False,
) -> Finding:
    """Return the finding for the characters of runs that `keep` accepts; hidden ones only when asked for."""
    counted = (
        (sum(1 for character in run.text if keep(character)), look(run.format))
        for run in runs
        if hidden_too or not run.format.hidden
    )
    return weigh(((weight, seen) for weight, seen in counted if weight), wanted)


def is_visible(character: str) -> bool:
    """Tell whether a character leaves ink."""
    return not character.isspace() and character.isprintable()


def is_chinese(character: str) -> bool:
    """Tell whether a character takes the East Asian font."""
    return is_visible(character) and is_east_asian(character)


def is_latin(character: str) -> bool:
    """Tell whether a character is a western letter or digit."""
    return character.isascii() and character.isalnum()


def _in_words(place: str) -> str:
    """Return a place for a sentence: a file in quotation marks, a cell with a blank behind it."""
    if _FILE.search(place):
        return _("文件“{name}”").format(name=place)
    is_latin_word = place[-1:].isascii() and place[-1:].isalnum()
    return _("{place} ").format(place=place) if is_latin_word else place


def _apart(value: str) -> str:
    """Return a value for the middle of a sentence: Chinese sets a figure or a Latin word apart from the word before."""
    is_latin_word = value[:1].isascii() and value[:1].isalnum()
    return _(" {value}").format(value=value) if is_latin_word else value


def _whether(*, is_met: bool, is_seen: bool, is_asked: bool) -> str:
    """Return the sentence for something that is there or not."""
    if is_asked:
        return _("{place}的{what}应为{expected}，实际没有。")
    if is_met:
        return _("{place}有{what}。") if not is_seen else _("{place}有要求的{what}（{observed}）。")
    return _("{place}没有要求的{what}，实际为{observed}。") if is_seen else _("{place}没有{what}。")


def _sentence(share: Fraction) -> str:
    if share == 1:
        return _("{place}的{what}是{expected}，正确。")
    if share > 0:
        return _("{place}的{what}应为{expected}，只有 {percent}% 符合，实际为{observed}。")
    return _("{place}的{what}应为{expected}，实际为{observed}。")


def _listed(seen: Counter[str]) -> str:
    ordered = sorted(seen.items(), key=lambda pair: (-pair[1], pair[0]))
    names = [name for name, _count in ordered[:_MOST_SHOWN]]
    return "、".join(names) + ("…" if len(ordered) > _MOST_SHOWN else "")
