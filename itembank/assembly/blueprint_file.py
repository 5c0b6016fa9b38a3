"""Reads a blueprint from TOML. docs/formats/blueprint.md is the specification."""

from __future__ import annotations

import tomllib
from enum import Enum
from fractions import Fraction
from typing import TypeVar

import msgspec

from itembank.assembly.blueprint import Arrangement, Blueprint, Filter, Overlap, Quota, SectionPlan
from itembank.assembly.errors import BlueprintError
from itembank.base.i18n import _
from itembank.formats.findings import RowError
from itembank.formats.kinds.table import KIND_WORDS, PRACTICAL_WORDS
from itembank.formats.values import read_amount, read_level
from itembank.model.codec import ModelError
from itembank.model.item import ItemKind
from itembank.model.wording import fault_of

E = TypeVar("E", bound=Enum)
MAX_BYTES = 1 << 20
Number = int | str
Words = str | tuple[str, ...]


class QuotaFields(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[[section.quota]]`."""

    count: int | None = None
    at_least: int | None = None
    at_most: int | None = None
    one_of: tuple[str, ...] = ()
    kind: Words = ()
    knowledge: Words = ()
    domain: Words = ()
    level: Words = ()
    difficulty: tuple[Number, Number] | None = None


class SectionFields(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[[section]]`."""

    title: str
    count: int
    id: str = ""
    kind: Words = ()
    knowledge: Words = ()
    domain: Words = ()
    level: Words = ()
    difficulty: tuple[Number, Number] | None = None
    points: Number = ""
    instructions: str = ""
    overlap: str = ""
    order: str = "drawn"
    quota: tuple[QuotaFields, ...] = ()


class PaperFields(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[paper]`."""

    exam: str
    title: str
    duration_minutes: int
    seed: int
    forms: tuple[str, ...]
    backup: str = ""
    overlap: str = "disjoint"
    shuffle_options: bool = True
    difficulty: Number = ""
    difficulty_tolerance: Number = "0.01"
    total_points: Number = ""


class BlueprintFields(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    paper: PaperFields
    section: tuple[SectionFields, ...]


def read_blueprint(data: bytes) -> Blueprint:
    """Read a blueprint; raises `BlueprintError` with the place of the first fault."""
    if len(data) > MAX_BYTES:
        raise BlueprintError(_("蓝图文件太大。"))
    try:
        fields = msgspec.convert(tomllib.loads(data.decode("utf-8-sig"), parse_float=str), BlueprintFields)
        return _blueprint(fields)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise BlueprintError(
            _("蓝图读不懂：{error}。").format(error=fault_of(error)), hint=_("写法见 docs/formats/blueprint.md。")
        ) from error
    except (msgspec.ValidationError, RowError, ModelError) as error:
        raise BlueprintError(
            _("蓝图写得不对：{error}。").format(error=fault_of(error)), hint=_("写法见 docs/formats/blueprint.md。")
        ) from error


def _blueprint(fields: BlueprintFields) -> Blueprint:
    paper = fields.paper
    return Blueprint(
        exam=paper.exam,
        title=paper.title,
        duration_minutes=paper.duration_minutes,
        seed=paper.seed,
        forms=paper.forms,
        sections=tuple(_section(section, number) for number, section in enumerate(fields.section, start=1)),
        backup=paper.backup,
        overlap=_word(Overlap, paper.overlap),
        shuffle_choices=paper.shuffle_options,
        difficulty=_number(paper.difficulty, _("整卷难度")),
        tolerance=_number(paper.difficulty_tolerance, _("难度允许的偏差")) or Fraction(0),
        total_points=_number(paper.total_points, _("总分")),
    )


def _section(fields: SectionFields, number: int) -> SectionPlan:
    return SectionPlan(
        identifier=fields.id or f"S{number}",
        title=fields.title,
        count=fields.count,
        filter=_filter(fields),
        quotas=tuple(_quota(quota) for quota in fields.quota),
        points=_number(fields.points, _("每题分值")),
        instructions=fields.instructions,
        overlap=_word(Overlap, fields.overlap) if fields.overlap else None,
        arrangement=_word(Arrangement, fields.order),
    )


def _quota(fields: QuotaFields) -> Quota:
    wanted = _filter(fields, fields.one_of)
    exact = fields.count if fields.count is not None else (1 if fields.one_of else None)
    bounds = (fields.at_least, fields.at_most)
    if (exact is None) == (bounds == (None, None)):
        raise BlueprintError(
            _("“{title}”应写 count，或写 at_least、at_most，二者选一。").format(title=wanted.title() or "quota")
        )
    if exact is not None:
        return Quota(wanted, exact, exact)
    return Quota(wanted, fields.at_least or 0, 10**6 if fields.at_most is None else fields.at_most)


def _filter(fields: SectionFields | QuotaFields, one_of: tuple[str, ...] = ()) -> Filter:
    hardest, easiest = fields.difficulty or ("", "")
    levels = [read_level(word) for word in _words(fields.level)]
    return Filter(
        knowledge=_words(fields.knowledge),
        domains=_words(fields.domain),
        levels=tuple(level for level in levels if level is not None),
        kinds=tuple(_kind(word) for word in _words(fields.kind)),
        easiest=_number(easiest, _("难度")),
        hardest=_number(hardest, _("难度")),
        one_of=one_of,
    )


def _words(value: Words) -> tuple[str, ...]:
    return ((value,) if value else ()) if isinstance(value, str) else value


def _kind(word: str) -> ItemKind:
    for kind, words in (*KIND_WORDS.items(), (ItemKind.PRACTICAL, PRACTICAL_WORDS), (ItemKind.COMPOSITE, ("综合题",))):
        if word in words or word == kind.value:
            return kind
    raise BlueprintError(_("不认识题型“{word}”。").format(word=word[:20]))


def _word(kind: type[E], text: str) -> E:
    try:
        return kind(text)
    except ValueError as error:
        choices = "、".join(str(member.value) for member in kind)
        raise BlueprintError(_("“{text}”应为 {choices} 之一。").format(text=text[:20], choices=choices)) from error


def _number(value: Number, what: str) -> Fraction | None:
    return read_amount(str(value), what) if str(value) else None
