"""From a blueprint and a pool to forms."""

from __future__ import annotations

import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from itembank.assembly.assemble import Assembly, assemble
from itembank.assembly.blueprint import Arrangement, Blueprint, Filter, Overlap, Quota, SectionPlan
from itembank.assembly.errors import ShortageError
from itembank.bank.record import BankItem
from itembank.model.codec import from_bytes, to_bytes
from itembank.model.item import ItemKind
from itembank.model.marking import MarkingKey
from itembank.model.paper import Paper
from tests.itembank import samples
from tests.itembank.assembly.pools import DOMAINS, blueprint, domain, pool, section


def names(made: Assembly) -> list[list[str]]:
    return [[entry.item.identifier for entry in form.paper.entries()] for form in made.forms]


def as_bytes(made: Assembly) -> list[bytes]:
    return [part for form in made.forms for part in (to_bytes(form.paper), to_bytes(form.key))]


def test_the_same_seed_and_bank_give_the_same_bytes_whatever_the_order_of_the_pool() -> None:
    plan = blueprint(section(8, domain("数据与编程", 3)), difficulty=Fraction(7, 10))
    items = pool()
    assert as_bytes(assemble(plan, items)) == as_bytes(assemble(plan, items[::-1]))


def test_another_seed_gives_another_draw() -> None:
    assert names(assemble(blueprint(seed=1), pool())) != names(assemble(blueprint(seed=2), pool()))


def test_quotas_are_kept_exactly_and_as_bounds() -> None:
    plan = blueprint(section(9, domain("数据与编程", 4), domain("网络与安全", 0, 2)))
    made = assemble(plan, pool())
    for form in made.forms:
        domains = [item.facts.domain for item in form.items]
        assert domains.count("数据与编程") == 4
        assert domains.count("网络与安全") <= 2


def test_disjoint_forms_have_no_item_in_common_and_the_backup_form_is_marked() -> None:
    made = assemble(blueprint(section(10), forms=("A", "B", "C"), backup="D"), pool())
    everything = [name for form in names(made) for name in form]
    assert len(set(everything)) == len(everything) == 40
    assert [form.paper.backup for form in made.forms] == [False, False, False, True]


def test_sharing_lets_forms_be_filled_from_a_small_pool() -> None:
    made = assemble(blueprint(section(10, overlap=Overlap.SHARE), forms=("A", "B", "C")), pool(12))
    assert all(len(form) == 10 for form in names(made))


def test_one_of_two_practical_tasks_stands_in_every_form() -> None:
    tasks = [samples.practical(name, facts=samples.facts(10)) for name in ("P1", "P2", "P3", "P4")]
    wanted = SectionPlan(
        identifier="S2",
        title="二、操作题",
        count=2,
        filter=Filter(kinds=(ItemKind.PRACTICAL,)),
        quotas=(Quota(Filter(one_of=("P1", "P2")), 1, 1), Quota(Filter(one_of=("P3", "P4")), 1, 1)),
        overlap=Overlap.SHARE,
    )
    made = assemble(blueprint(section(), wanted, forms=("A", "B", "C")), [*pool(), *tasks])
    for form in names(made):
        assert len({"P1", "P2"} & set(form)) == 1
        assert len({"P3", "P4"} & set(form)) == 1
        assert made.forms[0].paper.total_points() == 32


def with_facts(items: list[BankItem], **changes: tuple[tuple[str, ...], str]) -> list[BankItem]:
    """Give the named items enemies and a stimulus set."""
    changed = []
    for item in items:
        enemies, stimulus = changes.get(item.identifier, ((), ""))
        facts = samples.facts(
            2, domain=item.facts.domain, difficulty=str(item.facts.difficulty), enemies=enemies, stimulus=stimulus
        )
        changed.append(BankItem(item=item.item, marking=item.marking, facts=facts))
    return changed


def test_enemies_never_stand_in_one_form() -> None:
    items = with_facts(pool(7), Q000=(("Q001", "Q002"), ""), Q003=(("Q000",), ""))
    for seed in range(6):
        for form in names(assemble(blueprint(section(4), forms=("A",), seed=seed), items)):
            assert "Q000" not in form or not {"Q001", "Q002", "Q003"} & set(form)


def test_a_stimulus_set_stands_together_or_not_at_all_and_side_by_side() -> None:
    items = with_facts(pool(12), **dict.fromkeys(("Q001", "Q005", "Q009"), ((), "材料一")))
    seen = set()
    for seed in range(12):
        for form in names(assemble(blueprint(section(6), forms=("A",), seed=seed), items)):
            places = [form.index(name) for name in ("Q001", "Q005", "Q009") if name in form]
            assert len(places) in {0, 3}
            assert not places or max(places) - min(places) == 2
            seen.add(len(places))
    assert seen == {0, 3}


def test_the_difficulty_is_met_within_the_tolerance() -> None:
    for wanted in (Fraction(55, 100), Fraction(75, 100)):
        made = assemble(blueprint(section(10), difficulty=wanted, tolerance=Fraction(1, 100)), pool(120))
        assert made.is_proven
        for figure in made.figures:
            assert figure.difficulty is not None
            assert abs(figure.difficulty - wanted) <= Fraction(11, 1000)


def test_without_a_wanted_difficulty_the_forms_are_alike() -> None:
    made = assemble(blueprint(section(10), forms=("A", "B", "C"), tolerance=Fraction(1, 200)), pool(120))
    found = [figure.difficulty for figure in made.figures if figure.difficulty is not None]
    assert max(found) - min(found) <= Fraction(12, 1000)


def test_exact_total_points_are_reached_with_items_of_their_own_worth() -> None:
    items = [samples.single(f"Q{n:02}", stem=f"{n}", facts=samples.facts(2 + n % 3)) for n in range(30)]
    plan = SectionPlan(identifier="S1", title="一", count=7)
    made = assemble(blueprint(plan, total_points=Fraction(22)), items)
    assert [form.paper.total_points() for form in made.forms] == [22, 22]


def test_easy_items_come_first_where_the_blueprint_asks_for_it() -> None:
    plan = SectionPlan(identifier="S1", title="一", count=8, arrangement=Arrangement.EASY_FIRST)
    (form,) = assemble(blueprint(plan, forms=("A",)), pool()).forms
    difficulties = [item.facts.difficulty or 0 for item in form.items]
    assert difficulties == sorted(difficulties, reverse=True)


@pytest.mark.parametrize(
    ("plan", "sentences"),
    [
        (blueprint(section(31)), ["一、单选题 需要 62 题（2 份试卷各 31 题，互不重复），题库可用 60 题"]),
        (
            blueprint(section(30, domain("数据与编程", 18)), forms=("A",)),
            [],
        ),
        (
            blueprint(section(22, domain("数据与编程", 21)), forms=("A",)),
            ["数据与编程 需要 21 题，题库可用 20 题"],
        ),
        (
            blueprint(section(5, Quota(Filter(one_of=("Q999",)), 1, 1)), forms=("A",)),
            ["指定的试题 Q999 不在可用的试题中", "Q999 中选一 需要 1 题，题库可用 0 题"],
        ),
    ],
)
def test_a_shortage_is_explained_by_counting(plan: Blueprint, sentences: list[str]) -> None:
    if not sentences:
        assemble(plan, pool())
        return
    with pytest.raises(ShortageError) as caught:
        assemble(plan, pool())
    assert list(caught.value.reasons) == sentences


def test_what_is_missing_only_together_is_explained_too() -> None:
    items = with_facts(pool(6), **{f"Q{n:03}": (tuple(f"Q{m:03}" for m in range(6) if m != n), "") for n in range(6)})
    with pytest.raises(ShortageError, match=r"“一、单选题”合计还差 1 题"):
        assemble(blueprint(section(2), forms=("A",)), items)


def test_quotas_that_contradict_each_other_are_explained() -> None:
    plan = blueprint(section(4, *(domain(name, 2) for name in DOMAINS)), forms=("A",))
    with pytest.raises(ShortageError, match=r"一共 4 题，其中各项要求合起来却至少要 6 题"):
        assemble(plan, pool())


def test_papers_and_keys_agree_and_can_be_read_back() -> None:
    made = assemble(blueprint(section(8)), pool())
    for form in made.forms:
        assert from_bytes(Paper, to_bytes(form.paper)) == form.paper
        assert from_bytes(MarkingKey, to_bytes(form.key)) == form.key
        assert [e.marking.item for e in form.key.entries] == [e.item.identifier for e in form.paper.entries()]
        assert [e.marking.item_version for e in form.key.entries] == [e.item.version() for e in form.paper.entries()]
        assert form.key.sections == {"S1": "一、单选题"}


PROGRAM = """
from itembank.assembly.assemble import assemble
from itembank.base.canonical import digest
from itembank.model.codec import to_bytes
from itembank.seating.arrange import arrange
from tests.itembank.assembly.pools import blueprint, domain, pool, section
from tests.itembank.seating.test_arrange import plan, roster

made = assemble(blueprint(section(8, domain("数据与编程", 3)), backup="C"), pool())
parts = [part for form in made.forms for part in (to_bytes(form.paper), to_bytes(form.key))]
print(digest(b"".join(parts)), digest(to_bytes(arrange(plan(), roster(40)))))
"""


def test_nothing_depends_on_the_order_in_which_a_process_hashes(repository_root: Path) -> None:
    said = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            cwd=repository_root,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(repository_root)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1
