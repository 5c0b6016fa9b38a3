"""Corrections of a key after marking began: values that are kept for ever, and applied to make a new key.

Nothing is overwritten: a correction is withdrawn by another one. Every run
names the corrections it was made with.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import assert_never

import msgspec

from itembank.base.i18n import _
from itembank.model.codec import ModelError, Value, content_id
from itembank.model.marking import (
    AcceptedText,
    ChoiceRule,
    KeyEntry,
    KeyStatus,
    MarkingKey,
    MatchRule,
    OrderRule,
    ResponseRule,
    RuleScoring,
    TextRule,
    TextSetRule,
)


class AcceptText(Value, frozen=True, tag="accept_text"):
    """One more accepted answer of a blank, in all forms that hold the item."""

    item: str
    response: str
    accepted: AcceptedText


class AcceptKey(Value, frozen=True, tag="accept_key"):
    """One more correct answer of a choice or an order: its identifiers."""

    item: str
    response: str
    key: tuple[str, ...]


class SetStatus(Value, frozen=True, tag="set_status"):
    """Everybody gets the points of an item, or nobody and it counts for nothing; or it is normal again."""

    item: str
    status: KeyStatus


class Withdraw(Value, frozen=True, tag="withdraw"):
    """Takes back an earlier correction by its id."""

    correction: str


Correction = AcceptText | AcceptKey | SetStatus | Withdraw
CORRECTION: type[Correction] = Correction  # type: ignore[assignment]


def correction_id(correction: Correction) -> str:
    """Return the name of a correction: 64 hexadecimal characters."""
    return content_id(correction)


def active(log: Iterable[Correction]) -> tuple[Correction, ...]:
    """Return what holds after a log of corrections, in its order; what is said twice holds once.

    An item has one status: a later one takes the place of an earlier one.
    """
    holding: dict[str, Correction] = {}
    for correction in log:
        if isinstance(correction, Withdraw):
            holding.pop(correction.correction, None)
            continue
        if isinstance(correction, SetStatus):
            holding = {name: one for name, one in holding.items() if not _is_status_of(one, correction.item)}
        holding[correction_id(correction)] = correction
    return tuple(holding.values())


def _is_status_of(correction: Correction, item: str) -> bool:
    return isinstance(correction, SetStatus) and correction.item == item


def corrected_keys(keys: Mapping[str, MarkingKey], corrections: Iterable[Correction]) -> dict[str, MarkingKey]:
    """Return the keys with all corrections applied.

    Raises `ModelError` for a correction of an item that no form holds, or of a
    response that is not marked in the way the correction speaks of.
    """
    now = dict(keys)
    for correction in corrections:
        if isinstance(correction, Withdraw):
            continue
        now = _apply(now, correction)
    return now


def _apply(keys: dict[str, MarkingKey], correction: AcceptText | AcceptKey | SetStatus) -> dict[str, MarkingKey]:
    changed = {form: _in_key(key, correction) for form, key in keys.items()}
    if all(changed[form] is key for form, key in keys.items()):
        raise ModelError(_("没有一份试卷含有试题“{item}”，更正无法应用。").format(item=correction.item))
    return changed


def _in_key(key: MarkingKey, correction: AcceptText | AcceptKey | SetStatus) -> MarkingKey:
    if all(entry.marking.item != correction.item for entry in key.entries):
        return key
    entries = tuple(
        _in_entry(entry, correction) if entry.marking.item == correction.item else entry for entry in key.entries
    )
    return msgspec.structs.replace(key, entries=entries, key_version=key.key_version + 1)


def _in_entry(entry: KeyEntry, correction: AcceptText | AcceptKey | SetStatus) -> KeyEntry:
    if isinstance(correction, SetStatus):
        return msgspec.structs.replace(entry, status=correction.status)
    scoring = entry.marking.scoring
    if not isinstance(scoring, RuleScoring):
        raise ModelError(_("试题“{item}”不是按答案评分的，不能增加答案。").format(item=correction.item))
    rules = tuple(_in_rule(rule, correction) for rule in scoring.rules)
    if rules == scoring.rules:
        raise ModelError(
            _("试题“{item}”没有可以这样增加答案的作答“{response}”。").format(
                item=correction.item, response=correction.response
            )
        )
    marking = msgspec.structs.replace(entry.marking, scoring=RuleScoring(rules=rules))
    return msgspec.structs.replace(entry, marking=marking)


def _in_rule(rule: ResponseRule, correction: AcceptText | AcceptKey) -> ResponseRule:
    """Return the rule with the answer added, or the rule itself when the correction speaks of another."""
    match rule:
        case TextRule():
            if isinstance(correction, AcceptText) and rule.response == correction.response:
                return msgspec.structs.replace(rule, accepted=(*rule.accepted, correction.accepted))
        case TextSetRule():
            if isinstance(correction, AcceptText) and correction.response in rule.responses:
                at = rule.responses.index(correction.response)
                accepted = tuple(
                    (*some, correction.accepted) if n == at else some for n, some in enumerate(rule.accepted)
                )
                return msgspec.structs.replace(rule, accepted=accepted)
        case ChoiceRule() | OrderRule():
            if isinstance(correction, AcceptKey) and rule.response == correction.response:
                return msgspec.structs.replace(rule, keys=(*rule.keys, correction.key))
        case MatchRule():
            pass
        case _:
            assert_never(rule)
    return rule
