"""Decisions of people: what several amount to, that they are signed and chained, and when they count."""

from __future__ import annotations

from fractions import Fraction

import msgspec
import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from grading.results.decision_chain import PURPOSE
from grading.results.decision_store import DecisionStore, final_results
from grading.results.decisions import (
    Decision,
    DecisionPolicy,
    DecisionRole,
    Place,
    Stage,
    by_place,
    place_of,
    settle,
    with_decisions,
)
from grading.results.errors import ResultsError
from grading.results.run import CandidateResult, RunInput
from grading.results.schema import DecisionRow, MarkerRow
from grading.results.store import ResultStore
from grading.scorers.outcome import ItemScore, ItemStatus, PartOutcome
from itembank.base.canonical import digest
from itembank.base.errors import ExitCode
from itembank.model.codec import ModelError, from_bytes, to_bytes
from itembank.model.record import CandidateMark
from itembank.sealing.keys import SigningKey
from tests.builders import MADE

ESSAY = PartOutcome(name="RESPONSE", share=None, observed="我认为", by_people=True)
UNJUDGED = PartOutcome(name="p1", share=None, sentence="读不出文件。")
POLICY = DecisionPolicy()


def word(
    marker: str, share: str, role: DecisionRole = DecisionRole.MARKING, evidence: str = "e", comment: str = ""
) -> Decision:
    return Decision(
        candidate="0031001",
        item="H1",
        part=0,
        part_name="RESPONSE",
        evidence=evidence,
        share=Fraction(share),
        marker=marker,
        role=role,
        made=MADE.isoformat(),
        comment=comment,
    )


def essay_result(evidence: str = "e") -> CandidateResult:
    item = ItemScore(
        item="H1",
        number=1,
        status=ItemStatus.NEEDS_PERSON,
        points=Fraction(0),
        possible=Fraction(10),
        parts=(ESSAY,),
        evidence=evidence,
    )
    return CandidateResult(
        candidate="0031001",
        name="考生",
        school="一中",
        class_name="1班",
        form="A",
        seats=("01",),
        mark=CandidateMark.PRESENT,
        items=(item,),
    )


@pytest.mark.parametrize(
    ("decisions", "part", "stage", "share"),
    [
        ([], ESSAY, Stage.MARKING, None),
        ([word("甲", "1/2")], ESSAY, Stage.SECOND, None),
        ([word("甲", "1/2"), word("甲", "1")], ESSAY, Stage.SECOND, None),
        ([word("甲", "1/2"), word("乙", "7/10")], ESSAY, Stage.SETTLED, "3/5"),
        ([word("甲", "1/2"), word("乙", "3/4")], ESSAY, Stage.ARBITRATION, None),
        ([word("甲", "0"), word("乙", "1"), word("丙", "1/4", DecisionRole.ARBITRATION)], ESSAY, Stage.SETTLED, "1/4"),
        ([word("甲", "1")], UNJUDGED, Stage.SETTLED, "1"),
    ],
)
def test_what_decisions_amount_to(decisions, part, stage, share):
    settled = settle(decisions, part, POLICY)
    assert settled.stage is stage
    assert settled.share == (None if share is None else Fraction(share))


def test_a_settled_part_completes_the_result_exactly():
    decided = by_place([word("甲", "1/2"), word("乙", "7/10")])
    final = with_decisions(essay_result(), decided, POLICY)
    assert final.is_complete
    assert final.points == 6
    assert final.items[0].parts[0].sentence == "人工评定。"


def test_only_words_of_decisions_that_count_are_said():
    corrected = [word("甲", "0", comment="没有写方法"), word("乙", "1"), word("甲", "1", comment="方法在背面")]
    final = with_decisions(essay_result(), by_place(corrected), POLICY)
    assert final.items[0].parts[0].sentence == "人工评定。 方法在背面"
    far = [word("甲", "0", comment="没有写方法"), word("乙", "1", comment="要点齐全")]
    settled = [*far, word("丙", "1", DecisionRole.ARBITRATION, comment="方法在背面，属实")]
    final = with_decisions(essay_result(), by_place(settled), POLICY)
    assert final.items[0].parts[0].sentence == "人工评定。 方法在背面，属实"


def test_a_decision_on_other_evidence_does_not_count():
    decided = by_place([word("甲", "1", evidence="old"), word("乙", "1", evidence="old")])
    assert not with_decisions(essay_result("new"), decided, POLICY).is_complete


def test_a_share_above_the_whole_is_refused():
    with pytest.raises(ModelError):
        word("甲", "11/10")


@pytest.fixture
def people(store):
    keys = {name: SigningKey.generate() for name in ("甲", "乙", "丙")}
    for name, key in keys.items():
        DecisionStore(store.engine).add_marker(name, key.public, by="中心", made=MADE)
    return keys


def decide(store, key: SigningKey, share: str, role: DecisionRole = DecisionRole.MARKING) -> Decision:
    place = place_of(essay_result(), essay_result().items[0], 0)
    return DecisionStore(store.engine).decide(
        place, ESSAY, share=Fraction(share), signer=key, role=role, made=MADE, comment="要点齐全"
    )


def test_decisions_are_kept_in_order_and_counted_in_the_final_result(store, people):
    run = store.add_run(
        RunInput(exam="E", bundles=(), marking_package="m", keys={}, grader_version="1"), [essay_result()], MADE
    )
    decide(store, people["甲"], "1/2")
    store.publish(run, "中心", MADE, decisions=1)
    decide(store, people["乙"], "1/2")
    assert [one.marker for one in DecisionStore(store.engine).decisions()] == ["甲", "乙"]
    assert not next(final_results(store, run)).is_complete, "the second one came after the publication"
    store.publish(run, "中心", MADE, decisions=2)
    final = next(final_results(store, run))
    assert final.points == 5
    assert final.items[0].parts[0].sentence == "人工评定。 要点齐全"
    assert not next(store.results(run)).is_complete, "what the machine said stays what it was"


def test_a_changed_decision_is_found(store, people):
    decide(store, people["甲"], "1/2")
    with Session(store.engine) as session, session.begin():
        data = session.get_one(DecisionRow, 1).decision
        session.execute(update(DecisionRow).values(decision=data.replace(b'"1/2"', b'"1/1"')))
    with pytest.raises(ResultsError) as refused:
        DecisionStore(store.engine).decisions()
    assert refused.value.code is ExitCode.REFUSED


def test_a_decision_that_was_taken_out_is_found(store, people):
    for share in ("1/2", "1", "0"):
        decide(store, people["甲"], share)
    with Session(store.engine) as session, session.begin():
        session.delete(session.get_one(DecisionRow, 2))
    with pytest.raises(ResultsError):
        DecisionStore(store.engine).decisions()


def renumber(store, *moves: tuple[int, int]) -> None:
    with Session(store.engine) as session, session.begin():
        for old, new in moves:
            session.execute(update(DecisionRow).where(DecisionRow.number == old).values(number=new))


@pytest.mark.parametrize("every_signature", [True, False])
def test_a_gap_that_was_closed_by_counting_anew_is_found(store, people, every_signature):
    for share in ("1/2", "1", "0"):
        decide(store, people["甲"], share)
    with Session(store.engine) as session, session.begin():
        session.delete(session.get_one(DecisionRow, 2))
    renumber(store, (3, 2))
    with pytest.raises(ResultsError, match="第 2 条人工评定的签名或顺序不对"):
        DecisionStore(store.engine, every_signature=every_signature).head()


def test_decisions_that_changed_places_are_found(store, people):
    for share in ("1/2", "1", "0"):
        decide(store, people["甲"], share)
    renumber(store, (2, 9), (3, 2), (9, 3))
    with pytest.raises(ResultsError, match="第 2 条"):
        DecisionStore(store.engine).decisions()


def test_a_decision_of_somebody_who_is_not_registered_is_found(store, people):
    decide(store, people["甲"], "1/2")
    with Session(store.engine) as session, session.begin():
        session.execute(update(MarkerRow).values(name="别人").where(MarkerRow.name == "甲"))
    with pytest.raises(ResultsError, match="第 1 条"):
        DecisionStore(store.engine).decisions()


def test_a_stranger_may_not_decide(store, people):
    with pytest.raises(ResultsError):
        decide(store, SigningKey.generate(), "1")


def test_a_name_belongs_to_one_key(store, people):
    with pytest.raises(ResultsError):
        DecisionStore(store.engine).add_marker("甲", SigningKey.generate().public, by="中心", made=MADE)


def test_who_marked_may_not_arbitrate(store, people):
    decide(store, people["甲"], "0")
    decide(store, people["乙"], "1")
    with pytest.raises(ResultsError):
        decide(store, people["乙"], "1", DecisionRole.ARBITRATION)
    decide(store, people["丙"], "1/2", DecisionRole.ARBITRATION)
    decided = by_place(DecisionStore(store.engine).decisions())
    assert settle(decided[Place("0031001", "H1", 0, "e")], ESSAY, POLICY).share == Fraction(1, 2)


def test_the_policy_that_was_set_last_holds(store):
    decisions = DecisionStore(store.engine)
    assert decisions.policy() == DecisionPolicy()
    decisions.set_policy(DecisionPolicy(double_free_text=False), by="中心", made=MADE)
    assert decisions.policy().markings_needed(ESSAY) == 1


def test_a_database_of_another_version_is_refused(tmp_path):
    import sqlite3

    with sqlite3.connect(tmp_path / "old.db") as old:
        old.execute("CREATE TABLE runs (run TEXT PRIMARY KEY)")
    old.close()
    with pytest.raises(ResultsError, match="其他版本"):
        ResultStore.in_file(tmp_path / "old.db")


def rows(store) -> list[DecisionRow]:
    with Session(store.engine) as session:
        return list(session.scalars(select(DecisionRow).order_by(DecisionRow.number)))


def light(store) -> DecisionStore:
    """A store that reads as the marking desk does: the last signature of each person."""
    return DecisionStore(store.engine, every_signature=False)


def rechained(store, changed: dict[int, bytes], signer: SigningKey) -> None:
    """Do as somebody with one key would: change decisions, mend the chain behind them, sign the last anew."""
    previous = ""
    with Session(store.engine) as session, session.begin():
        everything = list(session.scalars(select(DecisionRow).order_by(DecisionRow.number)))
        for row in everything:
            decision = from_bytes(Decision, changed.get(row.number, row.decision))
            row.decision = to_bytes(msgspec.structs.replace(decision, previous=previous))
            previous = digest(row.decision)
        everything[-1].signature = signer.sign(PURPOSE + everything[-1].decision)


def test_the_last_signature_of_each_person_covers_all_they_decided(store, people):
    for name, share in (("甲", "1/2"), ("乙", "1"), ("甲", "0"), ("乙", "1/2")):
        decide(store, people[name], share)
    assert list(light(store).all()) == DecisionStore(store.engine).decisions()
    forged = rows(store)[0].decision.replace(b'"1/2"', b'"1/1"')
    rechained(store, {1: forged}, people["乙"])
    for reading in (DecisionStore(store.engine).decisions, light(store).all):
        with pytest.raises(ResultsError) as refused:
            reading()
        assert refused.value.code is ExitCode.REFUSED


def test_a_spoiled_signature_on_the_way_is_found_where_every_signature_is_read(store, people):
    for share in ("1/2", "1", "0"):
        decide(store, people["甲"], share)
    with Session(store.engine) as session, session.begin():
        session.get_one(DecisionRow, 2).signature = bytes(64)
    assert len(light(store).all()) == 3
    with pytest.raises(ResultsError):
        DecisionStore(store.engine).decisions()
    with Session(store.engine) as session, session.begin():
        session.get_one(DecisionRow, 3).signature = bytes(64)
    with pytest.raises(ResultsError):
        light(store).all()


def test_a_decision_of_a_stranger_is_refused_in_both_ways(store, people):
    decide(store, people["甲"], "1/2")
    decide(store, people["乙"], "1/2")
    stranger = rows(store)[0].decision.replace("甲".encode(), "丁".encode())
    rechained(store, {1: stranger}, people["乙"])
    for reading in (DecisionStore(store.engine).decisions, light(store).all):
        with pytest.raises(ResultsError):
            reading()
