"""T: typing tests: a text typed off a model, in a text file or a document."""

from __future__ import annotations

from fractions import Fraction

from grading.checks.document_text import full_text
from grading.checks.files import decode
from grading.checks.finding import CannotJudgeError, Finding, NotThereError, found, shared
from grading.checks.subject import Subject
from grading.checks.types import AnyCheckType, CheckType, Parameters
from grading.checks.values import Count, PathText, Share
from grading.typing_score.align import TooLongError, TypingScore, compare, speed_share
from itembank.base.i18n import N_, _
from itembank.model.normal import fold_width

DOCUMENTS = (".docx", ".docm", ".odt")


class ModelText(Parameters, frozen=True):
    """The text to be typed, or `source`, a starter text file with it. With `fold_width` ，and , are one.

    What shares characters with it only by chance earns nothing: `run` characters must be right in a row, or the
    texts begin alike and half of what was typed is right.
    """

    text: str = ""
    source: PathText = ""
    fold_width: bool = False
    run: Count = 5


class CopiedOf(ModelText, frozen=True):
    """The share of characters typed right counts; from `enough` on it is met."""

    enough: Share = Fraction(1)


class AccuracyOf(ModelText, frozen=True):
    """How much of what was typed must be right; below it nothing. At least `least` characters must be typed."""

    at_least: Share = Fraction(19, 20)
    least: Count = 1


class ErrorsOf(ModelText, frozen=True):
    """How many errors there may be in what was typed; at least `least` characters must be typed right."""

    at_most: Count = 0
    least: Count = 1


class SpeedOf(ModelText, frozen=True, kw_only=True):
    """Right characters a minute in a test of so many minutes; `full` is the speed that earns everything, the cap."""

    minutes: Count
    full: Count


def copied(subject: Subject, file: str, wanted: CopiedOf) -> Finding:
    """Look how much of the text was typed right."""
    score = _score(subject, file, wanted)
    share = Fraction(1) if score.complete >= wanted.enough else score.complete
    return shared(
        share,
        sentence=_sentence(score),
        observed=f"{score.correct}/{score.length}",
        expected=f"{score.length}/{score.length}",
        place=file,
    )


def accuracy(subject: Subject, file: str, wanted: AccuracyOf) -> Finding:
    """Look how much of what was typed is right."""
    score = _score(subject, file, wanted)
    is_met = score.accuracy >= wanted.at_least and score.correct >= wanted.least
    observed = f"{score.accuracy.numerator * 100 // score.accuracy.denominator}%"
    expected = f"≥ {wanted.at_least.numerator * 100 // wanted.at_least.denominator}%"
    return found(is_met=is_met, sentence=_sentence(score), observed=observed, expected=expected, place=file)


def errors(subject: Subject, file: str, wanted: ErrorsOf) -> Finding:
    """Count the errors; an empty file has none and earns nothing."""
    score = _score(subject, file, wanted)
    is_met = score.errors <= wanted.at_most and score.correct >= wanted.least
    expected = f"≤ {wanted.at_most}"
    return found(is_met=is_met, sentence=_sentence(score), observed=score.errors, expected=expected, place=file)


def speed(subject: Subject, file: str, wanted: SpeedOf) -> Finding:
    """Look at the right characters a minute."""
    if not wanted.minutes or not wanted.full:
        raise CannotJudgeError(_("评分标准没有写明时间或速度。"))
    score = _score(subject, file, wanted)
    share = speed_share(score, minutes=Fraction(wanted.minutes), full=Fraction(wanted.full))
    each = score.per_minute(Fraction(wanted.minutes))
    unit = _("每分钟 {n} 字")
    return shared(
        share,
        sentence=_sentence(score),
        observed=unit.format(n=each.numerator // each.denominator),
        expected=unit.format(n=wanted.full),
        place=file,
    )


def _score(subject: Subject, file: str, wanted: ModelText) -> TypingScore:
    model = wanted.text or (decode(subject.starter_bytes(wanted.source), "any") if wanted.source else "")
    if not model.strip():
        raise CannotJudgeError(_("评分标准没有写明要录入的文字。"))
    typed = (
        full_text(subject.document(file))
        if file.lower().endswith(DOCUMENTS)
        else decode(subject.read_bytes(file), "any")
    )
    if wanted.fold_width:
        model, typed = fold_width(model), fold_width(typed)
    try:
        score = compare(model, typed)
    except TooLongError as error:
        raise CannotJudgeError(_("录入的文字太长，无法自动比较。")) from error
    if score.correct and not score.is_typed_from_it(wanted.run):
        text = _("“{file}”不是按范文录入的：最多只有连续 {n} 个字与范文相同。")
        raise NotThereError(text.format(file=file, n=score.run))
    return score


def _sentence(score: TypingScore) -> str:
    return _("共 {length} 字：正确 {correct}，错误 {wrong}，漏字 {missing}，多字 {extra}，未录入 {untyped}。").format(
        length=score.length,
        correct=score.correct,
        wrong=score.wrong,
        missing=score.missing,
        extra=score.extra,
        untyped=score.untyped,
    )


TYPING: tuple[AnyCheckType, ...] = (
    CheckType("T.copied", N_("录入正确的比例"), CopiedOf, copied),
    CheckType("T.accuracy", N_("录入的正确率"), AccuracyOf, accuracy),
    CheckType("T.errors", N_("录入的错误数"), ErrorsOf, errors),
    CheckType("T.speed", N_("录入速度"), SpeedOf, speed),
)
