"""The table of a desk's connection and the rules that answer: they agree."""

from __future__ import annotations

from typing import get_args

import pytest

from exam_server.protocol import desk
from exam_server.protocol.codec import encode, from_desk
from exam_server.protocol.states import ALLOWED, LinkState, is_allowed
from exam_server.room.desk_rules import RULES


def test_every_message_of_a_desk_has_a_rule_and_a_state_in_which_it_may_come() -> None:
    kinds = set(get_args(desk.FromDesk))
    assert set(RULES) == kinds
    assert set().union(*ALLOWED.values()) == kinds


def test_nothing_but_a_greeting_may_come_first() -> None:
    assert ALLOWED[LinkState.CONNECTED] == {desk.DeskHello}


@pytest.mark.parametrize("state", [s for s in LinkState if s not in {LinkState.HOLDING, LinkState.HANDED_IN}])
def test_only_a_desk_that_holds_an_attempt_may_save(state: LinkState) -> None:
    assert not is_allowed(state, desk.Save(attempt="a", epoch=1, events=()))


def test_a_message_survives_the_wire() -> None:
    sent = desk.Save(attempt="a", epoch=1, events=(desk.SealedEvent(seq=1, ciphertext=b"\0\xff", head=b"h" * 32),))
    assert from_desk.decode(encode(sent)) == sent
