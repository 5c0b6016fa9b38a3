"""One item of one candidate: which scorer marks it. Nobody answered = no points; nobody could judge = a person."""

from __future__ import annotations

from fractions import Fraction
from typing import Protocol

from grading.marking.folders import WorkingFolder
from grading.qti_rules.engine import score_of
from grading.qti_rules.errors import RuleError
from grading.scorers.outcome import ItemScore, PartOutcome
from grading.scorers.rules import item_score, score_rules
from itembank.base.i18n import N_
from itembank.model.marking import (
    HumanScoring,
    KeyEntry,
    ProcessingScoring,
    RubricScoring,
    RuleScoring,
)
from itembank.model.responses import ItemResponse

ZERO, ONE = Fraction(0), Fraction(1)
NO_FOLDER = N_("没有收到操作题的文件夹。")


class PracticalMarker(Protocol):
    """Marks a practical task by its rubric; what it cannot judge has share None."""

    def mark(self, scoring: RubricScoring, folder: WorkingFolder, seed: int = 0) -> tuple[PartOutcome, ...]:
        """Return one part for each check point, weighted by its points; `seed` is the paper's for this item."""


def mark_item(
    entry: KeyEntry, response: ItemResponse, folder: WorkingFolder | None, practical: PracticalMarker
) -> ItemScore:
    """Return the marks of one item."""
    return item_score(entry, mark_parts(entry, response, folder, practical))


def mark_parts(
    entry: KeyEntry, response: ItemResponse, folder: WorkingFolder | None, practical: PracticalMarker
) -> tuple[PartOutcome, ...]:
    """Return the parts of one item by its kind of scoring."""
    scoring = entry.marking.scoring
    match scoring:
        case RuleScoring():
            return score_rules(scoring, response)
        case ProcessingScoring():
            return (_by_processing(scoring, response),)
        case HumanScoring():
            return (_by_people(scoring, response),)
        case RubricScoring():
            if folder is None:
                return (PartOutcome(name=scoring.response, share=ZERO, sentence=NO_FOLDER),)
            return practical.mark(scoring, folder, entry.seed)


def _by_processing(scoring: ProcessingScoring, response: ItemResponse) -> PartOutcome:
    """Mark by QTI rules: SCORE over the largest score, kept between 0 and 1; a rule that fails needs a person."""
    try:
        share = score_of(scoring, response) / scoring.max_score
    except RuleError as error:
        return PartOutcome(name="SCORE", share=None, sentence=error.message)
    given = {name: value for name, value in sorted(response.items()) if value is not None}
    texts = [value if isinstance(value, str) else "、".join(value) for value in given.values()]
    observed = " ; ".join(
        text if len(given) == 1 else f"{name}={text}" for name, text in zip(given, texts, strict=True)
    )
    return PartOutcome(name="SCORE", share=min(ONE, max(ZERO, share)), observed=observed)


def _by_people(scoring: HumanScoring, response: ItemResponse) -> PartOutcome:
    """Give an empty answer 0 and everything else to people."""
    value = response.get(scoring.response)
    text = value if isinstance(value, str) else ""
    share = None if text.strip() else ZERO
    return PartOutcome(name=scoring.response, share=share, observed=text, expected=scoring.reference, by_people=True)
