"""Results without their grounds say the same as the results."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from grading.results.decision_store import DecisionStore, decided_in, results_with
from grading.results.decisions import DecisionPolicy, DecisionRole, place_of
from grading.results.summaries import final_summaries, sum_of, summary_of
from grading.scorers.outcome import PartOutcome
from itembank.model.codec import fraction_text
from itembank.sealing.keys import SigningKey
from tests.builders import MADE
from tests.grading.results.test_store import ESSAY, result, run_input

MARKS = st.fractions(min_value=0, max_value=200, max_denominator=960)


def test_with_and_without_decisions_they_are_the_results_in_short(store):
    found = PartOutcome(name="RESPONSE", share=Fraction(1, 3), observed='"status":"needs_person"')
    everybody = [result("01", 7), result("02", 0, ESSAY), result("03", 0, ESSAY), result("04", 2, found)]
    run = store.add_run(run_input(), everybody, MADE)
    decisions, signer = DecisionStore(store.engine), SigningKey.generate()
    decisions.add_marker("王老师", signer.public, by="中心", made=MADE)
    decisions.set_policy(DecisionPolicy(double_free_text=False), by="中心", made=MADE)
    decisions.decide(
        place_of(everybody[1], everybody[1].items[0], 0),
        ESSAY,
        share=Fraction(2, 5),
        signer=signer,
        role=DecisionRole.MARKING,
        made=MADE,
    )
    full = list(results_with(store, run, decided_in(store, run)))
    short = list(final_summaries(store, run))
    assert short == [summary_of(one) for one in full]
    assert [(one.points, one.is_complete) for one in short] == [(one.points, one.is_complete) for one in full]
    assert [one.items[0].marks for one in short] == [7, 4, None, Fraction(10, 3)]


@given(st.lists(MARKS))
def test_texts_add_up_exactly(marks):
    assert sum_of(fraction_text(mark) for mark in marks) == sum(marks, Fraction(0))
