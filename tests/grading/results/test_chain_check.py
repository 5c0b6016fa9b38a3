"""What can be known of decisions that are gone: by what runs remember, by receipts of markers, by codes on paper."""

from __future__ import annotations

from fractions import Fraction

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from grading.cli import main
from grading.commands.desk import checked_book
from grading.results.chain_check import restore, verify_decisions
from grading.results.decision_store import DecisionStore
from grading.results.decisions import Decision, DecisionRole, Place
from grading.results.errors import ResultsError
from grading.results.receipts import Receipt, ReceiptBook, book_beside
from grading.results.record import RunRecord
from grading.results.run import RunInput
from grading.results.schema import DecisionRow, PublishedHeadRow, RunRecordRow
from grading.results.store import ResultStore
from grading.scorers.outcome import PartOutcome
from itembank.base.errors import ExitCode
from itembank.model.codec import from_bytes, to_bytes
from itembank.sealing.keys import SigningKey
from tests.builders import MADE

ESSAY = PartOutcome(name="RESPONSE", share=None, observed="我认为", by_people=True)
RUN = RunInput(exam="E", bundles=(), marking_package="m", keys={}, grader_version="1")


class People:
    """Markers with their keys and books of receipts, who decide on one answer after another."""

    def __init__(self, store: ResultStore, folder) -> None:
        self.store, self.folder, self.answers = store, folder, 0
        self.keys = {name: SigningKey.generate() for name in ("甲", "乙")}
        for name, key in self.keys.items():
            DecisionStore(store.engine).add_marker(name, key.public, by="中心", made=MADE)

    def book(self, name: str) -> ReceiptBook:
        return ReceiptBook(self.folder / f"{name}.receipts")

    def decide(self, name: str, share: str = "1/2") -> Decision:
        self.answers += 1
        decisions = DecisionStore(self.store.engine)
        decisions.note_in(self.book(name))
        return decisions.decide(
            Place(f"003100{self.answers}", "H1", 0, "e"),
            ESSAY,
            share=Fraction(share),
            signer=self.keys[name],
            role=DecisionRole.MARKING,
            made=MADE,
        )

    def code(self) -> str:
        return DecisionStore(self.store.engine).head().code()

    def cut(self, after: int) -> None:
        """Take away all decisions after the first `after`, as somebody with the database can."""
        with Session(self.store.engine) as session, session.begin():
            session.execute(delete(DecisionRow).where(DecisionRow.number > after))

    def verify(self, *names: str, codes: tuple[str, ...] = ()) -> list[str]:
        return list(verify_decisions(self.store, [self.book(name) for name in names], codes))


@pytest.fixture
def people(store, tmp_path) -> People:
    return People(store, tmp_path)


def test_a_tail_that_is_cut_after_a_run_is_noticed_whenever_decisions_are_read(people):
    people.decide("甲")
    people.decide("乙")
    head = DecisionStore(people.store.engine).head()
    people.store.keep(RUN.run_id(), [])
    people.store.finish(RUN, MADE, RunRecord(decisions=head.number, head=head.digest))
    people.decide("甲")
    people.cut(after=2)
    assert DecisionStore(people.store.engine).head() == head, "nothing in the database tells of the third"
    people.cut(after=1)
    with pytest.raises(ResultsError, match="只有 1 条人工评定，应有 2 条"):
        DecisionStore(people.store.engine).decisions()
    with pytest.raises(ResultsError, match="只有 1 条人工评定，应有 2 条"):
        people.decide("乙")


def test_another_chain_in_the_place_of_the_published_one_is_noticed(people):
    run = people.store.add_run(RUN, [], MADE)
    people.decide("甲")
    head = DecisionStore(people.store.engine).head()
    people.store.publish(run, "中心", MADE, decisions=head.number, head=head.digest)
    people.cut(after=0)
    people.book("甲").path.unlink()
    people.store.engine.dispose()
    with pytest.raises(ResultsError, match="应有 1 条"):
        people.decide("甲", "1")
    _forget_noted(people.store)
    people.decide("甲", "1")
    _note(people.store, run, head)
    with pytest.raises(ResultsError, match="第 1 条人工评定不是评分或发布时记下的那一条"):
        DecisionStore(people.store.engine).decisions()


def test_whoever_still_has_a_receipt_sees_that_their_decision_is_gone(people):
    people.decide("甲")
    people.decide("乙")
    assert people.verify("甲", "乙")[2:] == [
        f"{people.book('甲').path}：1 条回执，全部在成绩库中。",
        f"{people.book('乙').path}：1 条回执，全部在成绩库中。",
    ]
    people.cut(after=1)
    people.verify("甲")
    with pytest.raises(ResultsError, match="第 2 条：乙 2026-06-13 01:00 考生 0031002 试题 H1") as refused:
        people.verify("甲", "乙")
    assert refused.value.code is ExitCode.REFUSED


def test_the_desk_of_a_marker_does_not_open_on_results_that_lost_their_decision(people, tmp_path):
    people.decide("甲")
    people.cut(after=0)
    with pytest.raises(ResultsError, match=r"成绩库中没有回执“甲\.receipts”上的这些人工评定"):
        checked_book(people.store, tmp_path / "li.key", people.book("甲").path)
    people.store.add_run(RUN, [], MADE)
    assert checked_book(people.store, tmp_path / "li.key", None) == book_beside(tmp_path / "li.key", "E")
    assert book_beside(tmp_path / "li.key", "E").path.name == "li-E.receipts"


def test_a_code_on_paper_tells_whether_the_chain_still_goes_through_it(people):
    people.decide("甲")
    people.decide("乙")
    written = people.code()
    assert written.startswith("2-")
    people.decide("甲")
    assert people.verify(codes=(written,))[-1] == f"校验码 {written}：相符，其后又有 1 条。"
    people.cut(after=1)
    with pytest.raises(ResultsError, match="末尾被截断"):
        people.verify(codes=(written,))
    people.decide("乙", "1")
    with pytest.raises(ResultsError, match="其中有评定被替换"):
        people.verify(codes=(written,))
    with pytest.raises(ResultsError, match="不是校验码") as refused:
        people.verify(codes=("57",))
    assert refused.value.code is ExitCode.USAGE


def test_receipts_of_all_markers_put_back_what_was_cut_off(people):
    whole = [people.decide(name) for name in ("甲", "乙", "甲", "乙")]
    code = people.code()
    people.cut(after=1)
    assert restore(people.store, people.book("乙").receipts()) == 1, "the third is only in the other's book"
    assert restore(people.store, [*people.book("甲").receipts(), *people.book("乙").receipts()]) == 2
    assert DecisionStore(people.store.engine).decisions() == whole
    assert people.code() == code


def test_what_no_registered_marker_signed_is_not_put_back(people):
    people.decide("甲")
    (receipt,) = people.book("甲").receipts()
    people.cut(after=0)
    forged = Receipt(number=1, decision=receipt.decision.replace(b'"1/2"', b'"1"'), signature=receipt.signature)
    assert restore(people.store, [forged]) == 0
    assert restore(people.store, [forged, receipt]) == 1


def test_a_receipt_holds_the_decision_as_it_was_signed(people):
    made = people.decide("甲")
    (receipt,) = people.book("甲").receipts()
    assert from_bytes(Decision, receipt.decision) == made
    assert people.keys["甲"].public.is_signed(receipt.signature, b"jikao decision 1\n" + receipt.decision)


def test_a_line_that_a_power_cut_left_half_is_no_receipt_and_spoils_none(people):
    people.decide("甲")
    book = people.book("甲")
    whole = book.path.read_bytes()
    book.path.write_bytes(whole + whole[:40])
    assert len(book.receipts()) == 1
    people.decide("甲")
    assert [receipt.number for receipt in book.receipts()] == [1, 2]


def test_what_is_no_book_of_receipts_is_refused(tmp_path):
    (tmp_path / "x.receipts").write_bytes(b"{}\n")
    with pytest.raises(ResultsError, match="不是回执文件"):
        ReceiptBook(tmp_path / "x.receipts").receipts()
    (tmp_path / "folder.receipts").mkdir()
    with pytest.raises(ResultsError, match="读不到回执文件"):
        ReceiptBook(tmp_path / "folder.receipts").receipts()


def test_a_receipt_that_cannot_be_written_is_said_although_the_decision_is_stored(people):
    people.book("甲").path.mkdir()
    with pytest.raises(ResultsError, match="评定已保存，但回执没有写入"):
        people.decide("甲")
    assert DecisionStore(people.store.engine).count() == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("verify",), ExitCode.USAGE),
        (("verify", "room.jikao"), ExitCode.USAGE),
        (("verify", "--head", "1-0000-0000-0000-0000", "room.jikao"), ExitCode.USAGE),
        (("verify", "--results", "none.db"), ExitCode.BAD_INPUT),
    ],
)
def test_what_is_to_be_verified_must_be_said(arguments, code, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(list(arguments)) == code


def test_the_command_compares_and_puts_back(tmp_path, capsys):
    store = ResultStore.in_file(tmp_path / "results.db")
    people = People(store, tmp_path)
    people.decide("甲")
    people.decide("乙")
    code = people.code()
    results, books = ["--results", str(tmp_path / "results.db")], [str(people.book(name).path) for name in "甲乙"]
    verify = ["verify", *results, "--head", code, *(word for path in books for word in ("--receipts", path))]
    assert main(verify) == ExitCode.OK
    assert f"人工评定 2 条，签名与顺序校验通过，校验码 {code}。" in capsys.readouterr().out
    people.cut(after=0)
    assert main(verify) == ExitCode.REFUSED
    assert main(["markers", "restore", *results, *books]) == ExitCode.OK
    assert f"补回人工评定 2 条，现在共 2 条，校验码 {code}。" in capsys.readouterr().out
    assert main(verify) == ExitCode.OK
    store.close()


def _forget_noted(store: ResultStore) -> None:
    with Session(store.engine) as session, session.begin():
        session.execute(delete(PublishedHeadRow))


def _note(store: ResultStore, run: str, head) -> None:
    with Session(store.engine) as session, session.begin():
        record = RunRecord(decisions=head.number, head=head.digest)
        session.add(RunRecordRow(run=run, record=to_bytes(record)))
