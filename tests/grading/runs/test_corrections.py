"""Corrections of a key: applied to every form, withdrawn by another, refused where they make no sense."""

from __future__ import annotations

import pytest

from grading.results.corrections import CorrectionLog
from grading.results.errors import ResultsError
from grading.results.store import ResultStore
from grading.runs.corrections import (
    AcceptKey,
    AcceptText,
    Correction,
    SetStatus,
    Withdraw,
    active,
    corrected_keys,
    correction_id,
)
from grading.runs.golden import GoldenError, check_responses
from itembank.model.codec import ModelError
from itembank.model.marking import (
    AcceptedText,
    ChoiceRule,
    GoldenCandidate,
    KeyStatus,
    RuleScoring,
    TextRule,
    TextSetRule,
)
from tests.builders import MADE, ExamBuilder, blank_item, choice_item, choice_scoring, text_scoring

WORD = AcceptedText(text="处理器")


def keys():
    exam = ExamBuilder().add(choice_item("Q1"), choice_scoring("A")).add(blank_item("Q2"), text_scoring("CPU"))
    return {"A": exam.key()}


def rule(corrected, item: str):
    entry = next(entry for entry in corrected["A"].entries if entry.marking.item == item)
    return entry.marking.scoring.rules[0]


def test_an_answer_is_added_and_the_key_is_another_version():
    before = keys()
    after = corrected_keys(before, [AcceptText(item="Q2", response="RESPONSE", accepted=WORD)])
    assert [accepted.text for accepted in rule(after, "Q2").accepted] == ["CPU", "处理器"]
    assert after["A"].key_version == 2
    assert after["A"].version() != before["A"].version()


def test_a_choice_gets_one_more_key():
    after = corrected_keys(keys(), [AcceptKey(item="Q1", response="RESPONSE", key=("C",))])
    assert rule(after, "Q1").keys == (("A",), ("C",))


def test_an_answer_is_added_to_the_blank_it_was_given_in():
    scoring = RuleScoring(rules=(TextSetRule(responses=("R1", "R2"), accepted=((WORD,), (WORD,))),))
    exam = {"A": ExamBuilder().add(blank_item("Q3"), scoring).key()}
    after = corrected_keys(exam, [AcceptText(item="Q3", response="R2", accepted=AcceptedText(text="内存"))])
    assert [[one.text for one in some] for some in rule(after, "Q3").accepted] == [["处理器"], ["处理器", "内存"]]


@pytest.mark.parametrize(
    "wrong",
    [
        AcceptText(item="Q9", response="RESPONSE", accepted=WORD),
        AcceptText(item="Q2", response="OTHER", accepted=WORD),
        AcceptText(item="Q1", response="RESPONSE", accepted=WORD),
        AcceptKey(item="Q2", response="RESPONSE", key=("A",)),
        SetStatus(item="Q9", status=KeyStatus.VOID),
    ],
)
def test_a_correction_that_fits_nothing_is_refused(wrong):
    with pytest.raises(ModelError):
        corrected_keys(keys(), [wrong])


def test_what_was_withdrawn_holds_no_more_and_may_be_said_again():
    void = SetStatus(item="Q1", status=KeyStatus.VOID)
    log: list[Correction] = [void, Withdraw(correction=correction_id(void))]
    assert active(log) == ()
    assert active([*log, void]) == (void,)


def test_the_log_needs_a_reason_and_a_person_and_refuses_what_already_holds(tmp_path):
    store = ResultStore.in_file(tmp_path / "r.db")
    log = CorrectionLog(store.engine)
    void = SetStatus(item="Q1", status=KeyStatus.VOID)
    with pytest.raises(ResultsError):
        log.add(void, reason=" ", by="王老师", made=MADE)
    name = log.add(void, reason="题干有误", by="王老师", made=MADE)
    with pytest.raises(ResultsError):
        log.add(void, reason="再说一遍", by="王老师", made=MADE)
    log.add(Withdraw(correction=log.find(name[:8])), reason="看错了", by="李老师", made=MADE)
    with pytest.raises(ResultsError):
        log.add(Withdraw(correction=name), reason="再撤一次", by="李老师", made=MADE)
    assert [entry.by for entry in log.entries()] == ["王老师", "李老师"]
    store.close()


def golden_keys(points: int, key: str = "A", status: KeyStatus = KeyStatus.NORMAL):
    from fractions import Fraction

    import msgspec

    made = ExamBuilder().add(choice_item("Q1"), choice_scoring(key)).key()
    golden = GoldenCandidate(name="perfect", responses={"Q1": {"RESPONSE": "A"}}, points={"Q1": Fraction(points)})
    entries = tuple(msgspec.structs.replace(entry, status=status) for entry in made.entries)
    return {"A": msgspec.structs.replace(made, golden=(golden,), entries=entries)}


def test_golden_candidates_get_what_they_must():
    assert check_responses(golden_keys(2)) == 1


@pytest.mark.parametrize("wrong", [golden_keys(1), golden_keys(2, key="B")])
def test_a_golden_candidate_with_other_points_stops_everything(wrong):
    with pytest.raises(GoldenError):
        check_responses(wrong)


def test_an_item_given_to_everybody_is_no_golden_matter():
    assert check_responses(golden_keys(1, status=KeyStatus.EVERYONE)) == 0


def test_rules_of_the_wrong_kind_stay_as_they_are():
    corrected = corrected_keys(keys(), [SetStatus(item="Q1", status=KeyStatus.EVERYONE)])
    assert isinstance(rule(corrected, "Q1"), ChoiceRule)
    assert isinstance(rule(corrected, "Q2"), TextRule)
    assert corrected["A"].entries[0].status is KeyStatus.EVERYONE


def test_the_last_status_of_an_item_holds_and_an_earlier_one_may_be_said_again():
    void = SetStatus(item="Q1", status=KeyStatus.VOID)
    normal = SetStatus(item="Q1", status=KeyStatus.NORMAL)
    other = SetStatus(item="Q2", status=KeyStatus.EVERYONE)
    assert active([void, other, normal]) == (other, normal)
    again = active([void, other, normal, void])
    assert again == (other, void)
    assert corrected_keys(keys(), again)["A"].entries[0].status is KeyStatus.VOID
