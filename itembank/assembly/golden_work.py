"""Golden work on the practical tasks of an exam: what the marking package carries beside the keys.

`golden` makes the objective half of golden candidates, which stands in each key.
"""

from __future__ import annotations

from collections.abc import Iterable

from itembank.bank.record import BankItem
from itembank.model.golden import FORMAT, GoldenPart, GoldenTask, GoldenWork, check_points, marking_id, plain_works
from itembank.model.items.practical import PracticalInteraction
from itembank.model.marking import RubricScoring


def make_golden_work(items: Iterable[BankItem]) -> GoldenPart:
    """Return the golden work of all items that are marked by a rubric, in order of their names.

    Raises `ModelError` for golden work that asks for other points than the rubric has.
    """
    found = {(item.identifier, marking_id(item.marking)): works_of(item) for item in items}
    tasks = (GoldenTask(item=item, marking=name, works=found[item, name]) for item, name in sorted(found))
    return GoldenPart(format=FORMAT, tasks=tuple(task for task in tasks if task.works))


def works_of(item: BankItem) -> tuple[GoldenWork, ...]:
    """Return an item's golden work: starter files, empty folder and model answer, and what came out of its test."""
    scoring = item.marking.scoring
    if not isinstance(scoring, RubricScoring):
        return ()
    starter = [
        file
        for interaction in item.item.interactions
        if isinstance(interaction, PracticalInteraction)
        for file in interaction.starter_files
    ]
    for work in item.golden:
        check_points(work.points, scoring.rubric, work.shown_name())
    return (*plain_works(scoring.rubric, starter, item.model_files), *item.golden)
