"""W: how characters look, by share of visible characters; the properties stand in `character_properties`."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from grading.checks.character_properties import DOCUMENT_PROPERTIES, CharacterProperty
from grading.checks.finding import Finding
from grading.checks.selectors import Where, select
from grading.checks.subject import Subject
from grading.checks.tally import Wanted, weigh_characters
from grading.checks.types import AnyCheckType, CheckType, Parameters, joined
from grading.checks.values import Share


class Characters(Parameters, frozen=True):
    """`where` selects; `enough` is the share of characters from which it counts as met ("19/20")."""

    where: Where
    enough: Share = Fraction(1)


def _check(kind: CharacterProperty) -> AnyCheckType:
    def look(subject: Subject, file: str, wanted: Any) -> Finding:
        judgement = kind.judge(wanted)
        document = subject.document(file)
        target = select(document, wanted.where)
        runs = (run for piece in target.pieces for run in piece.runs)
        goal = Wanted(judgement.what, judgement.value, target.place, wanted.enough)
        return weigh_characters(runs, judgement.keep, judgement.look, goal, hidden_too=kind.name == "hidden_text")

    return CheckType(f"W.{kind.name}", kind.title, joined(Characters, kind.parameters), look)


CHARACTERS: tuple[AnyCheckType, ...] = tuple(_check(kind) for kind in DOCUMENT_PROPERTIES)
