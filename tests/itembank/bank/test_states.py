"""The review table."""

from __future__ import annotations

import itertools

import pytest

from itembank.bank.errors import StepRefusedError
from itembank.bank.states import (
    ACTION_NAMES,
    STATE_NAMES,
    STEPS,
    Action,
    Passed,
    State,
    take_step,
)


def step(state: State, action: Action, by: str = "乙", note: str = "原因", *history: Passed) -> State:
    return take_step("Q1", state, action, by, author="甲", history=history, note=note)


def test_every_state_and_action_has_a_chinese_name() -> None:
    assert set(STATE_NAMES) == set(State)
    assert set(ACTION_NAMES) == set(Action)


@pytest.mark.parametrize(("state", "action"), list(itertools.product(State, Action)))
def test_what_is_not_in_the_table_is_refused(state: State, action: Action) -> None:
    wanted = STEPS.get((state, action))
    if wanted is None:
        with pytest.raises(StepRefusedError):
            step(state, action)
    else:
        assert step(state, action) is wanted.to


def test_no_way_leads_from_draft_to_usable_with_fewer_than_three_approvals() -> None:
    approvals = [pair for pair in STEPS if STEPS[pair].to is State.USABLE and pair[1] is Action.APPROVE]
    assert approvals == [(State.FINAL_REVIEW, Action.APPROVE)]


def test_the_same_person_cannot_pass_two_levels_in_a_row() -> None:
    with pytest.raises(StepRefusedError, match="上一级审核也是 乙"):
        step(State.SECOND_REVIEW, Action.APPROVE, "乙", "", Passed(Action.SUBMIT, "甲"), Passed(Action.APPROVE, "乙"))


def test_an_approval_before_a_return_does_not_count() -> None:
    history = (
        Passed(Action.SUBMIT, "甲"),
        Passed(Action.APPROVE, "乙"),
        Passed(Action.RETURN, "丙"),
        Passed(Action.SUBMIT, "甲"),
        Passed(Action.APPROVE, "丁"),
    )
    assert step(State.SECOND_REVIEW, Action.APPROVE, "乙", "", *history) is State.FINAL_REVIEW


def test_a_return_needs_a_reason() -> None:
    with pytest.raises(StepRefusedError, match="写明原因"):
        step(State.FIRST_REVIEW, Action.RETURN, "乙", "  ")


def test_nobody_cannot_take_a_step() -> None:
    with pytest.raises(StepRefusedError, match="办理人"):
        step(State.DRAFT, Action.SUBMIT, " ")
