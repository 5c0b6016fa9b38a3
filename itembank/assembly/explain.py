"""Says in a teacher's words why a pool cannot fill a blueprint: first by counting, then by what is missing together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from itembank.assembly.blueprint import Blueprint, Filter, Overlap, SectionPlan
from itembank.assembly.selection import Problem
from itembank.assembly.solver import shortfall
from itembank.bank.record import BankItem
from itembank.base.i18n import _


def shortages_by_count(blueprint: Blueprint, pool: Sequence[BankItem]) -> list[str]:
    """Return a sentence for each section and quota that needs more items than there are."""
    return [sentence for plan in blueprint.sections for sentence in _of_section(blueprint, plan, pool)]


def shortages_together(problem: Problem) -> list[str]:
    """Return sentences for rows that each could be kept, but not all at once."""
    missing: dict[str, int] = {}
    totals: list[str] = []
    for row, amount in shortfall(problem):
        if row.counts_items:
            missing[row.reason] = missing.get(row.reason, 0) + amount
        else:
            totals.append(_("{what} 凑不出来").format(what=row.reason))
    sentences = [_("{what}合计还差 {count} 题").format(what=what, count=count) for what, count in missing.items()]
    if sentences:
        sentences[-1] += _("（已考虑不重复、互斥题和材料组的要求）")
        return [*sentences, *totals]
    return totals or [_("互斥题、材料组与题数的要求互相矛盾，没有一种选法能同时满足")]


def _of_section(blueprint: Blueprint, plan: SectionPlan, pool: Sequence[BankItem]) -> Iterator[str]:
    forms = len(blueprint.all_forms())
    copies = forms if blueprint.overlap_of(plan) is Overlap.DISJOINT else 1
    fitting = [item for item in pool if plan.filter.takes(item)]
    yield from _shortage(plan.title, plan.count, copies, forms, len(fitting))
    yield from _too_many_wishes(plan, fitting)
    for quota in plan.quotas:
        meant = sum(quota.filter.takes(item) for item in fitting)
        yield from _missing_names(quota.filter, pool)
        yield from _shortage(quota.filter.title(), quota.at_least, copies, forms, meant)


def _too_many_wishes(plan: SectionPlan, fitting: Sequence[BankItem]) -> Iterator[str]:
    """Say when quotas that share no item want more than the section holds: the blueprint contradicts itself."""
    wanted = [quota for quota in plan.quotas if quota.at_least > 0]
    needed = sum(quota.at_least for quota in wanted)
    shares_none = all(sum(quota.filter.takes(item) for quota in wanted) <= 1 for item in fitting)
    if needed > plan.count and shares_none:
        yield _("{title} 一共 {count} 题，其中各项要求合起来却至少要 {needed} 题").format(
            title=plan.title, count=plan.count, needed=needed
        )


def _shortage(title: str, count: int, copies: int, forms: int, usable: int) -> Iterator[str]:
    if usable >= count * copies:
        return
    if copies == 1:
        yield _("{title} 需要 {needed} 题，题库可用 {usable} 题").format(title=title, needed=count, usable=usable)
    else:
        yield _("{title} 需要 {needed} 题（{forms} 份试卷各 {count} 题，互不重复），题库可用 {usable} 题").format(
            title=title, needed=count * copies, forms=forms, count=count, usable=usable
        )


def _missing_names(wanted: Filter, pool: Sequence[BankItem]) -> Iterator[str]:
    known = {item.identifier for item in pool}
    missing = [name for name in wanted.one_of if name not in known]
    if missing:
        yield _("指定的试题 {names} 不在可用的试题中").format(names="、".join(missing))
