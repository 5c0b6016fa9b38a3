"""The life of an item version as a table: who may take it which step.

Pure rules without a database. `itembank.bank.items` reads the history, asks
`take_step`, and writes the outcome.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from itembank.bank.errors import StepRefusedError
from itembank.base.i18n import N_, _


class State(Enum):
    """Where a version stands; only a `USABLE` one may enter a paper."""

    DRAFT = "draft"
    FIRST_REVIEW = "first_review"
    SECOND_REVIEW = "second_review"
    FINAL_REVIEW = "final_review"
    USABLE = "usable"
    TRIAL = "trial"
    USED = "used"
    RETIRED = "retired"
    LEAKED = "leaked"


STATE_NAMES = {
    State.DRAFT: N_("草稿"),
    State.FIRST_REVIEW: N_("一审"),
    State.SECOND_REVIEW: N_("二审"),
    State.FINAL_REVIEW: N_("终审"),
    State.USABLE: N_("可用"),
    State.TRIAL: N_("试测"),
    State.USED: N_("已用"),
    State.RETIRED: N_("停用"),
    State.LEAKED: N_("泄露"),
}


class Action(Enum):
    """What a person does with a version."""

    SUBMIT = "submit"
    APPROVE = "approve"
    RETURN = "return"
    TRY_OUT = "try_out"
    MARK_USED = "mark_used"
    REUSE = "reuse"
    RETIRE = "retire"
    MARK_LEAKED = "mark_leaked"


ACTION_NAMES = {
    Action.SUBMIT: N_("送审"),
    Action.APPROVE: N_("通过"),
    Action.RETURN: N_("退回"),
    Action.TRY_OUT: N_("转试测"),
    Action.MARK_USED: N_("记为已用"),
    Action.REUSE: N_("恢复可用"),
    Action.RETIRE: N_("停用"),
    Action.MARK_LEAKED: N_("记为泄露"),
}


class Guard(Enum):
    """A condition on the person who takes a step."""

    NOT_AUTHOR = "not_author"
    NOT_LAST_PASSER = "not_last_passer"
    REASON = "reason"


@dataclass(frozen=True, slots=True)
class Step:
    """Where an action leads and what it asks for."""

    to: State
    guards: tuple[Guard, ...] = ()


REVIEW = (Guard.NOT_AUTHOR, Guard.NOT_LAST_PASSER)
LIVE_STATES = (State.USABLE, State.TRIAL, State.USED)

STEPS: dict[tuple[State, Action], Step] = {
    (State.DRAFT, Action.SUBMIT): Step(State.FIRST_REVIEW),
    (State.FIRST_REVIEW, Action.APPROVE): Step(State.SECOND_REVIEW, (Guard.NOT_AUTHOR,)),
    (State.SECOND_REVIEW, Action.APPROVE): Step(State.FINAL_REVIEW, REVIEW),
    (State.FINAL_REVIEW, Action.APPROVE): Step(State.USABLE, REVIEW),
    (State.FIRST_REVIEW, Action.RETURN): Step(State.DRAFT, (Guard.NOT_AUTHOR, Guard.REASON)),
    (State.SECOND_REVIEW, Action.RETURN): Step(State.DRAFT, (Guard.NOT_AUTHOR, Guard.REASON)),
    (State.FINAL_REVIEW, Action.RETURN): Step(State.DRAFT, (Guard.NOT_AUTHOR, Guard.REASON)),
    (State.USABLE, Action.TRY_OUT): Step(State.TRIAL),
    (State.TRIAL, Action.REUSE): Step(State.USABLE, (Guard.NOT_AUTHOR, Guard.REASON)),
    (State.USABLE, Action.MARK_USED): Step(State.USED),
    (State.USED, Action.REUSE): Step(State.USABLE, (Guard.NOT_AUTHOR, Guard.REASON)),
    (State.DRAFT, Action.RETIRE): Step(State.RETIRED, (Guard.REASON,)),
    **{(state, Action.RETIRE): Step(State.RETIRED, (Guard.REASON,)) for state in LIVE_STATES},
    **{(state, Action.MARK_LEAKED): Step(State.LEAKED, (Guard.REASON,)) for state in LIVE_STATES},
}


@dataclass(frozen=True, slots=True)
class Passed:
    """An earlier step of the same version."""

    action: Action
    by: str


def take_step(
    item: str, state: State, action: Action, by: str, *, author: str, history: Sequence[Passed], note: str
) -> State:
    """Return the state after a step, or raise `StepRefusedError` and change nothing."""
    step = STEPS.get((state, action))
    if step is None:
        raise StepRefusedError(
            _("试题“{item}”现在是“{state}”，不能“{action}”。").format(
                item=item, state=_(STATE_NAMES[state]), action=_(ACTION_NAMES[action])
            )
        )
    if not by.strip():
        raise StepRefusedError(_("请写明办理人。"), _("用 --by 写上姓名。"))
    for guard in step.guards:
        _keep_guard(guard, item, by, author=author, history=history, note=note)
    return step.to


def _keep_guard(guard: Guard, item: str, by: str, *, author: str, history: Sequence[Passed], note: str) -> None:
    if guard is Guard.NOT_AUTHOR and by == author:
        raise StepRefusedError(_("试题“{item}”的命题人不能审自己的题。").format(item=item), _("请由另一位老师办理。"))
    if guard is Guard.NOT_LAST_PASSER and _last_passer(history) == by:
        raise StepRefusedError(
            _("试题“{item}”的上一级审核也是 {by}。").format(item=item, by=by), _("相邻两级审核须由不同的人办理。")
        )
    if guard is Guard.REASON and not note.strip():
        raise StepRefusedError(_("试题“{item}”的这一步须写明原因。").format(item=item), _("用 --note 写上原因。"))


def _last_passer(history: Sequence[Passed]) -> str:
    """The person who passed it last since it was submitted."""
    for passed in reversed(history):
        if passed.action in {Action.SUBMIT, Action.RETURN}:
            return ""
        if passed.action is Action.APPROVE:
            return passed.by
    return ""
