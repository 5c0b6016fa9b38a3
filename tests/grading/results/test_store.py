"""The results database: the same on SQLite and PostgreSQL, with two writers at once, and calm when it fails."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from fractions import Fraction

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from grading.results import connection
from grading.results.decision_store import DecisionStore, final_results
from grading.results.decisions import DecisionPolicy, DecisionRole, Place
from grading.results.errors import ResultsError
from grading.results.record import RunRecord
from grading.results.run import CandidateResult, RunInput
from grading.results.schema import DecisionRow
from grading.results.store import ResultStore
from grading.scorers.outcome import ItemScore, ItemStatus, PartOutcome
from itembank.base.errors import ExitCode
from itembank.model.codec import to_bytes
from itembank.model.record import CandidateMark
from itembank.sealing.keys import SigningKey
from tests.builders import MADE

ESSAY = PartOutcome(name="RESPONSE", share=None, observed="我认为", by_people=True)


def result(number: str, points: int = 1, *parts: PartOutcome) -> CandidateResult:
    item = ItemScore(
        item="H1",
        number=1,
        status=ItemStatus.NEEDS_PERSON if parts else ItemStatus.SCORED,
        points=Fraction(0 if parts else points),
        possible=Fraction(10),
        parts=parts,
        evidence="e" if parts else "",
    )
    return CandidateResult(number, "考生", "一中", "1班", "A", ("01",), CandidateMark.PRESENT, (item,))


def rows(*results: CandidateResult) -> list[tuple[str, bytes]]:
    return [(one.candidate, to_bytes(one)) for one in results]


def run_input(reason: str = "first") -> RunInput:
    return RunInput(exam="E", bundles=(), marking_package="m", keys={}, grader_version="1", reason=reason)


def at_once(*works: Callable[[], object]) -> list[object]:
    """Do several things in threads that begin at the same moment; returns what came of each, errors too."""
    door = threading.Barrier(len(works))
    came: list[object] = [None] * len(works)

    def go(place: int) -> None:
        door.wait()
        try:
            came[place] = works[place]()
        except Exception as error:  # noqa: BLE001 - looked at by the test
            came[place] = error

    threads = [threading.Thread(target=go, args=(place,)) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return came


def test_what_is_kept_twice_is_there_once_and_as_it_first_was(store):
    name = run_input().run_id()
    store.keep(name, rows(result("01"), result("02")))
    store.keep(name, rows(result("02", 9), result("03")))
    store.keep(name, [])
    assert store.pending(name) == {"01", "02", "03"}
    assert store.kept_result(name, "02") == to_bytes(result("02"))
    assert store.finish(run_input(), MADE) == name
    assert store.pending(name) == set()
    assert store.kept_result(name, "02") == to_bytes(result("02")), "a finished run answers too"


def test_results_come_in_the_order_of_their_characters_on_every_engine(store):
    numbers = ["0031001", "a-1", "A-1", "B-2", "_1", "10"]
    store.add_run(run_input(), [result(number) for number in numbers], MADE)
    assert [one.candidate for one in store.results(run_input().run_id())] == sorted(numbers)


def test_two_processes_that_mark_the_same_end_with_one_run(store, url):
    other = ResultStore(url)
    name, everybody = run_input().run_id(), [result(f"{n:03}") for n in range(120)]
    parts = [rows(*everybody[at : at + 20]) for at in range(0, 120, 20)]

    def mark(mine: ResultStore, order: list[list[tuple[str, bytes]]]) -> str:
        for part in order:
            mine.keep(name, part)
        return mine.finish(run_input(), MADE)

    came = at_once(lambda: mark(store, parts), lambda: mark(other, parts[::-1]))
    assert came == [name, name]
    assert store.runs() == [name]
    assert list(store.results(name)) == everybody
    assert store.pending(name) == set()
    other.close()


def test_a_run_that_another_process_finished_first_is_the_same_run(store):
    store.add_run(run_input(), [result("01"), result("02")], MADE)
    store.keep(run_input().run_id(), rows(result("02")))
    assert store.finish(run_input(), MADE) == run_input().run_id(), "the second one had only the rest to keep"


@pytest.mark.parametrize("late", [result("01", 2), result("99")])
def test_other_bytes_for_the_same_input_are_refused_and_what_is_stored_stays(store, late):
    name = store.add_run(run_input(), [result("01")], MADE)
    store.keep(name, rows(late))
    with pytest.raises(ResultsError, match="同样的输入"):
        store.finish(run_input(), MADE)
    assert list(store.results(name)) == [result("01")]


def test_a_whole_run_that_lost_or_gained_a_candidate_is_refused(store):
    name = store.add_run(run_input(), [result("01"), result("02")], MADE)
    for other in ([result("01")], [result("01"), result("02"), result("03")]):
        with pytest.raises(ResultsError) as refused:
            store.add_run(run_input(), other, MADE)
        assert refused.value.code is ExitCode.DIFFERENT
    assert store.add_run(run_input(), [result("01"), result("02")], MADE) == name
    assert [one.candidate for one in store.results(name)] == ["01", "02"]


def test_a_review_brings_its_own_candidates_and_takes_the_others_from_its_base(store):
    base = store.add_run(run_input(), [result("01"), result("02"), result("03")], MADE)
    review = RunInput(
        exam="E", bundles=(), marking_package="m", keys={}, grader_version="1", reason="review", base=base,
        candidates=("02",),
    )  # fmt: skip
    name = store.add_run(review, [result("02", 5)], MADE)
    assert store.add_run(review, [result("02", 5)], MADE) == name, "the same review is the same run"
    assert [(one.candidate, one.points) for one in store.results(name)] == [("01", 1), ("02", 5), ("03", 1)]
    assert [one.points for one in store.results(base)] == [1, 1, 1]
    assert store.counts(name) == (3, 0)


def test_what_vouches_for_a_run_is_kept_beside_it_and_the_first_word_stands(store):
    first = RunRecord(golden_items=3, rechecked=1)
    store.keep(run_input().run_id(), rows(result("01")))
    name = store.finish(run_input(), MADE, first)
    assert store.record(name) == first
    store.keep(name, rows(result("01")))
    store.finish(run_input(), MADE, RunRecord(golden_items=9))
    assert store.record(name) == first
    assert store.record(store.add_run(run_input("again"), [result("01")], MADE)) is None


def test_runs_finished_at_the_same_moment_both_get_a_place(store, url):
    stores = [ResultStore(url) for _n in range(3)]
    for number, one in enumerate(stores):
        one.keep(run_input(f"r{number}").run_id(), rows(result("01")))
    came = at_once(*(lambda one=one, n=n: one.finish(run_input(f"r{n}"), MADE) for n, one in enumerate(stores)))
    assert sorted(store.runs()) == sorted(came)  # type: ignore[type-var]
    for one in stores:
        one.close()


def test_the_tables_are_made_once_by_two_who_open_at_the_same_moment(url):
    came = at_once(lambda: ResultStore(url), lambda: ResultStore(url))
    assert all(isinstance(one, ResultStore) for one in came), came
    for one in came:
        one.close()  # type: ignore[attr-defined]


@pytest.fixture
def people(store):
    keys = {name: SigningKey.generate() for name in ("甲", "乙", "丙")}
    for name, key in keys.items():
        DecisionStore(store.engine).add_marker(name, key.public, by="中心", made=MADE)
    return keys


def decide(
    store: ResultStore, key: SigningKey, share: str, number: str = "01", role: DecisionRole = DecisionRole.MARKING
) -> object:
    return DecisionStore(store.engine).decide(
        Place(number, "H1", 0, "e"), ESSAY, share=Fraction(share), signer=key, role=role, made=MADE
    )


def test_two_desks_deciding_at_once_make_one_chain(store, url, people):
    other = ResultStore(url)

    def mark(mine: ResultStore, key: SigningKey) -> None:
        for number in range(15):
            decide(mine, key, "1/2", f"{number:02}")

    assert at_once(lambda: mark(store, people["甲"]), lambda: mark(other, people["乙"])) == [None, None]
    assert len(DecisionStore(store.engine).decisions()) == 30, "read and verified from end to end"
    other.close()


def test_of_three_who_mark_the_same_answer_at_once_only_two_count(store, url, people):
    stores = [store, ResultStore(url), ResultStore(url)]
    came = at_once(
        *(
            lambda mine=mine, key=key: decide(mine, key, "1/2")
            for mine, key in zip(stores, people.values(), strict=True)
        )
    )
    refused = [one for one in came if isinstance(one, ResultsError)]
    assert [one.message for one in refused] == ["这份答卷刚由别人评完，不必再评。"], came
    assert DecisionStore(store.engine).count() == 2
    for one in stores[1:]:
        one.close()


def test_nobody_arbitrates_what_needs_no_arbitration(store, people):
    with pytest.raises(ResultsError, match="不需要仲裁"):
        decide(store, people["丙"], "1", role=DecisionRole.ARBITRATION)
    decide(store, people["甲"], "0")
    decide(store, people["乙"], "1")
    decide(store, people["丙"], "1/2", role=DecisionRole.ARBITRATION)
    decide(store, people["丙"], "3/4", role=DecisionRole.ARBITRATION)
    with pytest.raises(ResultsError, match="已经仲裁"):
        decide(store, people["甲"], "1/2")


def test_a_policy_of_later_changes_nothing_that_was_published(store, people):
    run = store.add_run(run_input(), [result("01", 0, ESSAY)], MADE)
    decide(store, people["甲"], "0")
    decide(store, people["乙"], "1")
    decisions = DecisionStore(store.engine)
    decisions.set_policy(DecisionPolicy(tolerance=Fraction(1)), by="中心", made=MADE)
    store.publish(run, "中心", MADE, decisions=2)
    assert next(final_results(store, run)).points == 5
    decisions.set_policy(DecisionPolicy(tolerance=Fraction(0)), by="中心", made=MADE)
    assert next(final_results(store, run)).points == 5, "what was published stays"
    assert not next(final_results(store, run, 2)).is_complete, "a new publication looks with the new policy"


def test_decisions_that_were_published_and_are_gone_are_missed(store, people):
    run = store.add_run(run_input(), [result("01", 0, ESSAY)], MADE)
    decide(store, people["甲"], "1")
    decide(store, people["乙"], "1")
    store.publish(run, "中心", MADE, decisions=2)
    with Session(store.engine) as session, session.begin():
        session.execute(delete(DecisionRow).where(DecisionRow.number == 2))
    with pytest.raises(ResultsError, match="只有 1 条"):
        list(final_results(store, run))


def test_a_new_publication_moves_the_pointer_and_the_old_one_stays_on_record(store):
    first = store.add_run(run_input(), [result("01")], MADE)
    second = store.add_run(run_input("again"), [result("01", 2)], MADE)
    store.publish(first, "甲", MADE)
    store.publish(second, "乙", MADE)
    assert store.latest() == second
    store.publish(first, "丙", MADE)
    assert store.find_publication() is not None
    assert store.latest() == first


# ---- what fails is said


def test_a_file_that_is_no_database_is_said_so(tmp_path):
    (tmp_path / "r.db").write_bytes(b"not a database at all" * 100)
    with pytest.raises(ResultsError, match="不是成绩库") as refused:
        ResultStore.in_file(tmp_path / "r.db")
    assert refused.value.code is ExitCode.REFUSED


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("mysql://u:geheim@h/d", ExitCode.USAGE),
        ("postgresql://u:geheim@h:x/d", ExitCode.USAGE),
        ("postgresql://u:geheim@127.0.0.1:1/d?connect_timeout=2", ExitCode.ENVIRONMENT),
        ("sqlite:////no/such/folder/r.db", ExitCode.ENVIRONMENT),
    ],
)
def test_an_address_that_leads_nowhere_is_a_sentence_without_the_password(url, code):
    with pytest.raises(ResultsError) as refused:
        ResultStore(url)
    assert refused.value.code is code
    assert "geheim" not in refused.value.message


def test_a_database_that_another_program_keeps_locked_is_busy(tmp_path, monkeypatch):
    monkeypatch.setattr(connection, "PRAGMAS", (*connection.PRAGMAS[:-1], "busy_timeout=50"))
    store = ResultStore.in_file(tmp_path / "r.db")
    with sqlite3.connect(tmp_path / "r.db") as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ResultsError) as refused:
            store.keep("r", rows(result("01")))
        other.rollback()
    other.close()
    assert refused.value.code is ExitCode.BUSY
    store.keep("r", rows(result("01")))
    assert store.pending("r") == {"01"}, "and goes on when it is free"
    store.close()


def test_a_full_disk_loses_nothing_that_was_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(connection, "PRAGMAS", (*connection.PRAGMAS, "max_page_count=60"))
    store = ResultStore.in_file(tmp_path / "r.db")
    big = [(f"{n:04}", b"x" * 4000) for n in range(20)]
    store.keep("r", big)
    with pytest.raises(ResultsError, match="成绩库无法读写") as refused:
        store.keep("r", [(f"{n:04}", b"x" * 4000) for n in range(20, 80)])
    assert refused.value.code is ExitCode.ENVIRONMENT
    assert store.pending("r") == {number for number, _data in big}
    store.close()
