"""What must hold before an exam is sealed: a list of named checks, each with a sentence. None may fail.

Looks only at what was stored and what will be sealed, never at how it was made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from itembank.assembly.orders import drawn_lists
from itembank.bank.faults import faults
from itembank.bank.forms import StoredForm
from itembank.bank.items import StoredItem
from itembank.bank.openness import shows_its_key
from itembank.bank.states import STATE_NAMES, State
from itembank.bank.tested import is_not_resaved, untested
from itembank.base.canonical import digest
from itembank.base.glyphs import missing_characters, name_characters
from itembank.base.i18n import N_, _
from itembank.model.codec import ModelError, from_bytes, to_bytes
from itembank.model.item import ItemKind
from itembank.model.marking import MarkingKey, OrderRule, RubricScoring, RuleScoring
from itembank.model.paper import Paper, PaperItem
from itembank.model.richtext import plain_text
from itembank.model.sitting import Sitting
from itembank.seating.check import figures

SHOWN = 5
FindBytes = Callable[[str], bytes | None]


class Verdict(Enum):
    """How a check ended; a note asks a person to look."""

    PASSED = "passed"
    NOTE = "note"
    FAILED = "failed"


VERDICT_NAMES = {Verdict.PASSED: N_("通过"), Verdict.NOTE: N_("提醒"), Verdict.FAILED: N_("未通过")}


@dataclass(frozen=True, slots=True)
class Check:
    """One check by its name for scripts, with a sentence for people."""

    name: str
    verdict: Verdict
    sentence: str


@dataclass(frozen=True, slots=True)
class Release:
    """Everything that is about to be sealed. `items` are the bank's versions by hash."""

    exam: str
    forms: tuple[StoredForm, ...]
    items: Mapping[str, StoredItem]
    find_media: FindBytes
    sittings: tuple[Sitting, ...] = ()
    find_photo: FindBytes = lambda _name: None


@dataclass(frozen=True, slots=True)
class _Read:
    """A form with its paper and key read."""

    stored: StoredForm
    paper: Paper
    key: MarkingKey


def check_release(release: Release) -> list[Check]:
    """Carry out all checks in their order."""
    try:
        read = [
            _Read(form, from_bytes(Paper, form.paper_bytes), from_bytes(MarkingKey, form.key_bytes))
            for form in release.forms
        ]
    except ModelError as error:
        return [Check("forms.readable", Verdict.FAILED, error.message)]
    checks = [
        _of(
            "forms.readable",
            _("试卷和答案可以读出，共 {count} 份").format(count=len(read)),
            [] if read else [_("没有试卷")],
        ),
        _of("forms.canonical", _("试卷文件只含考生能看到的内容"), _not_canonical(read)),
        _of("forms.keys", _("每份试卷与它的答案逐题相符"), _unlike_keys(read)),
        _of("items.usable", _("每道题的版本都在题库中，并且可用"), _unusable(release, read)),
        _of("items.markable", _("每道题都有完整的评分规则"), _unmarkable(release, read)),
        _of("items.orders", _("选项顺序是完整的排列，排序题没有按答案排列"), _wrong_orders(read)),
        _noted("items.hidden", _("题面的书写顺序没有透露答案"), _showing(release, read)),
        _of("media.complete", _("图片和素材齐全"), _missing_media(release, read)),
        _of("text.printable", _("题目中的字都能显示"), _unprintable(read)),
        _of("points.equal", _("各份试卷总分相同"), _unequal_points(read)),
        _of("practical.rubrics", _("操作题的评分标准齐全"), _without_rubric(read)),
        _of("practical.tested", _("操作题的评分标准都通过了自测，证书与文件相符"), _untested(release, read)),
        _noted("practical.resaved", _("办公文档的评分标准都在另存以后试过"), _not_resaved(release, read)),
        _noted("practical.golden", _("操作题带有自测留下的标准样卷"), _without_golden(release, read)),
        _noted("backup.separate", _("备用卷与其他试卷没有相同的题"), _shared_with_backup(read)),
    ]
    if release.sittings:
        checks += _sitting_checks(release, read)
    return checks


def has_failed(checks: Sequence[Check]) -> bool:
    """Say whether a check forbids sealing."""
    return any(check.verdict is Verdict.FAILED for check in checks)


def _sitting_checks(release: Release, read: Sequence[_Read]) -> list[Check]:
    return [
        _of("sitting.exam", _("场次属于这次考试，时长与试卷相同"), _foreign_sittings(release, read)),
        _of("sitting.forms", _("考生的试卷和备用卷都在其中"), _missing_forms(release, read)),
        _of("sitting.photos", _("名单中的照片齐全"), _missing_photos(release)),
        _noted("sitting.neighbours", _("相邻座位的试卷不同"), _equal_neighbours(release)),
    ]


def _of(name: str, claim: str, faults_found: Sequence[str], bad: Verdict = Verdict.FAILED) -> Check:
    if not faults_found:
        return Check(name, Verdict.PASSED, _("{claim}。").format(claim=claim))
    shown = "；".join(faults_found[:SHOWN])
    more = _("；等 {count} 处").format(count=len(faults_found)) if len(faults_found) > SHOWN else ""
    return Check(name, bad, _("要求：{claim}。发现：{faults}{more}。").format(claim=claim, faults=shown, more=more))


def _noted(name: str, claim: str, found: Sequence[str]) -> Check:
    return _of(name, claim, found, Verdict.NOTE)


def _not_canonical(read: Sequence[_Read]) -> list[str]:
    """The strict type holds no key; bytes that are exactly its spelling hold nothing else."""
    return [
        _("试卷 {form} 的写法不规范").format(form=form.paper.form)
        for form in read
        if to_bytes(form.paper) != form.stored.paper_bytes
    ]


def _unlike_keys(read: Sequence[_Read]) -> list[str]:
    found = []
    for form in read:
        paper, key = form.paper, form.key
        wanted = [
            (entry.number, entry.item.identifier, entry.item.version(), entry.points, section.identifier)
            for section in paper.sections
            for entry in section.items
        ]
        have = [(e.number, e.marking.item, e.marking.item_version, e.points, e.section) for e in key.entries]
        if wanted != have or (paper.form, paper.exam) != (key.form, key.exam):
            found.append(_("试卷 {form} 与答案不符").format(form=paper.form))
    return found


def _unusable(release: Release, read: Sequence[_Read]) -> list[str]:
    found = []
    for form in read:
        stored = [release.items[version] for version in form.stored.versions if version in release.items]
        present = {item.content.item.version() for item in stored}
        found += [
            _("试卷 {form} 的题 {item} 不在题库中").format(form=form.paper.form, item=entry.item.identifier)
            for entry in form.paper.entries()
            if entry.item.version() not in present
        ]
        found += [
            _("题 {item} 现在是“{state}”").format(item=item.identifier, state=_(STATE_NAMES[item.state]))
            for item in stored
            if item.state is not State.USABLE
        ]
    return list(dict.fromkeys(found))


def _unmarkable(release: Release, read: Sequence[_Read]) -> list[str]:
    return [
        _("题 {item}：{fault}").format(item=item.identifier, fault=fault)
        for item in _items_of(release, read)
        for fault in faults(item.content)
    ]


def _wrong_orders(read: Sequence[_Read]) -> list[str]:
    found = []
    for form in read:
        right = {
            (entry.marking.item, rule.response): rule.keys
            for entry in form.key.entries
            if isinstance(entry.marking.scoring, RuleScoring)
            for rule in entry.marking.scoring.rules
            if isinstance(rule, OrderRule)
        }
        for entry in form.paper.entries():
            lists = _choice_lists(entry)
            for name, order in entry.choice_order.items():
                is_whole = sorted(order) == lists.get(name)
                if not is_whole or order in right.get((entry.item.identifier, name), ()):
                    found.append(_("试卷 {form} 第 {number} 题").format(form=form.paper.form, number=entry.number))
    return found


def _showing(release: Release, read: Sequence[_Read]) -> list[str]:
    items = _items_of(release, read)
    return [_("题 {item}").format(item=item.identifier) for item in items if shows_its_key(item.content)]


def _choice_lists(entry: PaperItem) -> dict[str, list[str]]:
    return {
        drawn.name: sorted(choice.identifier for choice in drawn.choices)
        for interaction in entry.item.interactions
        for drawn in drawn_lists(interaction, shuffle_choices=True)
    }


def _missing_media(release: Release, read: Sequence[_Read]) -> list[str]:
    wanted = {name: form.paper.form for form in read for name in form.paper.media()}
    found = []
    for name, form in sorted(wanted.items()):
        data = release.find_media(name)
        if data is None or digest(data) != name:
            found.append(_("试卷 {form} 缺少文件 {name}").format(form=form, name=name[:12]))
    return found


def _unprintable(read: Sequence[_Read]) -> list[str]:
    found = []
    for form in read:
        for entry in form.paper.entries():
            words = entry.item.title + plain_text(entry.item.body)
            if missing := tuple(c for c in missing_characters(words) if not c.isspace()):
                found.append(
                    _("题 {item} 的 {names}").format(item=entry.item.identifier, names=name_characters(missing))
                )
    return list(dict.fromkeys(found))


def _unequal_points(read: Sequence[_Read]) -> list[str]:
    totals = {form.paper.form: form.paper.total_points() for form in read}
    if len(set(totals.values())) <= 1:
        return []
    return [_("试卷 {form} 共 {total} 分").format(form=form, total=total) for form, total in totals.items()]


def _without_rubric(read: Sequence[_Read]) -> list[str]:
    found = []
    for form in read:
        markings = {entry.marking.item: entry.marking.scoring for entry in form.key.entries}
        found += [
            _("题 {item}").format(item=entry.item.identifier)
            for entry in form.paper.entries()
            if entry.item.kind is ItemKind.PRACTICAL
            and not isinstance(markings.get(entry.item.identifier), RubricScoring)
        ]
    return list(dict.fromkeys(found))


def _untested(release: Release, read: Sequence[_Read]) -> list[str]:
    return [
        _("题 {item}：{fault}").format(item=item.identifier, fault=fault)
        for item in _items_of(release, read)
        for fault in untested(item.content)
    ]


def _not_resaved(release: Release, read: Sequence[_Read]) -> list[str]:
    return [
        _("题 {item}").format(item=item.identifier) for item in _items_of(release, read) if is_not_resaved(item.content)
    ]


def _without_golden(release: Release, read: Sequence[_Read]) -> list[str]:
    """Name the tasks of which a run can only try starter files and model answer before it marks."""
    return [
        _("题 {item}").format(item=item.identifier)
        for item in _items_of(release, read)
        if isinstance(item.content.marking.scoring, RubricScoring) and not item.content.golden
    ]


def _items_of(release: Release, read: Sequence[_Read]) -> list[StoredItem]:
    versions = dict.fromkeys(version for form in read for version in form.stored.versions)
    return [release.items[version] for version in versions if version in release.items]


def _shared_with_backup(read: Sequence[_Read]) -> list[str]:
    main = {e.item.identifier: f.paper.form for f in read if not f.paper.backup for e in f.paper.entries()}
    shared = [e.item.identifier for f in read if f.paper.backup for e in f.paper.entries() if e.item.identifier in main]
    return (
        [_("{count} 题也在其他试卷中（{names}）").format(count=len(shared), names="、".join(shared[:SHOWN]))]
        if shared
        else []
    )


def _foreign_sittings(release: Release, read: Sequence[_Read]) -> list[str]:
    minutes = {form.paper.duration_minutes for form in read}
    found = []
    for sitting in release.sittings:
        if sitting.exam != release.exam:
            found.append(_("场次 {name} 属于考试 {exam}").format(name=sitting.sitting, exam=sitting.exam))
        if minutes != {sitting.duration_minutes}:
            found.append(
                _("考场 {room} 的时长是 {minutes} 分钟").format(room=sitting.room, minutes=sitting.duration_minutes)
            )
    if len({(sitting.exam, sitting.sitting) for sitting in release.sittings}) > 1:
        found.append(_("一次只能密封同一个场次"))
    rooms = [(sitting.site, sitting.room) for sitting in release.sittings]
    if len(set(rooms)) != len(rooms):
        found.append(_("同一个考场出现了两次"))
    return found


def _missing_forms(release: Release, read: Sequence[_Read]) -> list[str]:
    main = {form.paper.form for form in read if not form.paper.backup}
    backup = {form.paper.form for form in read if form.paper.backup}
    found = []
    for sitting in release.sittings:
        found += [
            _("考场 {room} 的试卷 {form} 没有组卷").format(room=sitting.room, form=form)
            for form in sitting.forms
            if form not in main
        ]
        if sitting.backup_form and sitting.backup_form not in backup:
            found.append(_("考场 {room} 的备用卷 {form} 没有组卷").format(room=sitting.room, form=sitting.backup_form))
    return found


def _missing_photos(release: Release) -> list[str]:
    found = []
    for sitting in release.sittings:
        for candidate in sitting.candidates:
            data = release.find_photo(candidate.photo) if candidate.photo else b""
            if data is None or (data and digest(data) != candidate.photo):
                found.append(_("准考证号 {number}").format(number=candidate.number))
    return found


def _equal_neighbours(release: Release) -> list[str]:
    found = []
    for sitting in release.sittings:
        counted = figures(sitting)
        if len(sitting.forms) > 1 and counted.same_form_beside:
            found.append(
                _("考场 {room} 有 {count} 对相邻考生的试卷相同").format(
                    room=sitting.room, count=counted.same_form_beside
                )
            )
    return found
