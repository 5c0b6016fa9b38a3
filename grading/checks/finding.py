"""What one check finds: met, partly, not met, or cannot judge; with what was seen, what was wanted, and where."""

from __future__ import annotations

import re
from enum import Enum
from fractions import Fraction

from itembank.model.codec import Value

# What a report may not hold as it is: control characters, marks that turn a text's direction, halves of characters.
UNSHOWN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]"
)


class Verdict(Enum):
    """The four answers of a check. `CANNOT_JUDGE` goes to a person, never to zero."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    CANNOT_JUDGE = "cannot_judge"


class Finding(Value, frozen=True):
    """One check's answer. `share` is the part that is met; `place` says where one must look."""

    verdict: Verdict
    share: Fraction
    sentence: str
    observed: str = ""
    expected: str = ""
    place: str = ""


class NotThereError(Exception):
    """What a check looks for is not there, so it is not met; the text is the sentence for the report."""


class CannotJudgeError(Exception):
    """A check cannot be carried out on this work; the text is the sentence for the marker."""


def found(*, is_met: bool, sentence: str, observed: object = "", expected: object = "", place: str = "") -> Finding:
    """Return met or not met."""
    return shared(Fraction(int(is_met)), sentence=sentence, observed=observed, expected=expected, place=place)


def shared(share: Fraction, *, sentence: str, observed: object = "", expected: object = "", place: str = "") -> Finding:
    """Return a finding from its share: 1 met, 0 not met, between them partly."""
    verdict = Verdict.MET if share == 1 else Verdict.PARTLY if share > 0 else Verdict.NOT_MET
    return Finding(
        verdict=verdict, share=share, sentence=sentence, observed=str(observed), expected=str(expected), place=place
    )


def unjudged(sentence: str, *, place: str = "") -> Finding:
    """Return "cannot judge"."""
    return Finding(verdict=Verdict.CANNOT_JUDGE, share=Fraction(0), sentence=sentence, place=place)


def showable(finding: Finding) -> Finding:
    """Spell out what a candidate's file put into a finding that a screen, a table or a page cannot show."""
    texts = (finding.sentence, finding.observed, finding.expected, finding.place)
    if not any(UNSHOWN.search(text) for text in texts):
        return finding
    sentence, observed, expected, place = (UNSHOWN.sub(_spell, text) for text in texts)
    return Finding(
        verdict=finding.verdict,
        share=finding.share,
        sentence=sentence,
        observed=observed,
        expected=expected,
        place=place,
    )


def _spell(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}"
