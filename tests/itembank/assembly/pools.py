"""Pools and blueprints for the tests of assembly."""

from __future__ import annotations

from fractions import Fraction

from itembank.assembly.blueprint import Blueprint, Filter, Overlap, Quota, SectionPlan
from itembank.assembly.draw import Draw
from itembank.bank.record import BankItem, CognitiveLevel, ItemFacts
from itembank.model.item import ItemKind
from tests.itembank import samples

DOMAINS = ("信息与数据", "数据与编程", "网络与安全")


def pool(size: int = 60, *, seed: int = 1) -> list[BankItem]:
    """Single choices over three domains, three levels and all difficulties."""
    draw = Draw(seed, "pool")
    return [
        samples.single(
            f"Q{number:03}",
            stem=f"第 {number} 题",
            key="ABCD"[draw.below(4)],
            facts=ItemFacts(
                points=Fraction(2),
                domain=DOMAINS[number % 3],
                level=list(CognitiveLevel)[draw.below(3)],
                difficulty=Fraction(30 + draw.below(65), 100),
                seconds=60,
            ),
        )
        for number in range(size)
    ]


def section(count: int = 6, *quotas: Quota, overlap: Overlap | None = None) -> SectionPlan:
    return SectionPlan(
        identifier="S1",
        title="一、单选题",
        count=count,
        filter=Filter(kinds=(ItemKind.SINGLE_CHOICE,)),
        quotas=quotas,
        points=Fraction(2),
        overlap=overlap,
    )


def blueprint(*sections: SectionPlan, forms: tuple[str, ...] = ("A", "B"), seed: int = 7, **more: object) -> Blueprint:
    fields: dict[str, object] = {"exam": "X2026", "title": "样卷", "duration_minutes": 45}
    return Blueprint(seed=seed, forms=forms, sections=sections or (section(),), **(fields | more))  # type: ignore[arg-type]


def domain(name: str, at_least: int, at_most: int | None = None) -> Quota:
    return Quota(Filter(domains=(name,)), at_least, at_least if at_most is None else at_most)
