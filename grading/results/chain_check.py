"""Verifying the decisions of people against what lies outside the database: receipts of markers, codes on paper.

The chain says by itself whether a decision was changed, left out or moved. That
nothing was cut off its end, or all of it replaced, only those can say who know
what had been there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy.orm import Session

from grading.results.decision_chain import PURPOSE, DecisionReader, Head, noted_heads
from grading.results.decision_store import DecisionStore
from grading.results.decisions import Decision
from grading.results.errors import ResultsError
from grading.results.receipts import Receipt, ReceiptBook, missing
from grading.results.schema import DecisionRow
from grading.results.store import ResultStore
from itembank.base.errors import ExitCode
from itembank.base.i18n import _
from itembank.model.codec import ModelError, from_bytes
from itembank.sealing.keys import VerifyKey

CODE = re.compile(r"([1-9][0-9]{0,8})((?:-[0-9a-f]{4}){4})")
SHOWN = 20


def verify_decisions(store: ResultStore, books: Sequence[ReceiptBook], codes: Sequence[str]) -> Iterator[str]:
    """Yield what holds, line by line; raises `ResultsError` at what does not."""
    decisions = DecisionStore(store.engine)
    head = decisions.head()
    noted = noted_heads(store.engine)
    if not head.number:
        yield _("成绩库中没有人工评定。")
    else:
        yield _("人工评定 {count} 条，签名与顺序校验通过，校验码 {code}。").format(count=head.number, code=head.code())
        yield _("评分和发布时记下的 {count} 个校验码都相符。").format(count=len(noted))
    for book in books:
        receipts = book.receipts()
        if not receipts:
            raise ResultsError(_("“{path}”中没有回执。").format(path=book.path), hint=_("请核对文件名。"))
        require_all(receipts, decisions, book)
        yield _("{path}：{count} 条回执，全部在成绩库中。").format(path=book.path, count=len(receipts))
    for code in codes:
        _require_code(code, decisions)
        yield _("校验码 {code}：相符，其后又有 {count} 条。").format(code=code, count=head.number - _number(code))


def require_all(receipts: Sequence[Receipt], decisions: DecisionStore, book: ReceiptBook) -> None:
    """Raise `ResultsError` when a decision of which there is a receipt is not in its place, naming each."""
    if not (lost := missing(receipts, decisions.digests([receipt.number for receipt in receipts]))):
        return
    lines = [f"  {_described(receipt)}" for receipt in lost[:SHOWN]]
    lines += [_("  …… 共 {count} 条。").format(count=len(lost))] if len(lost) > SHOWN else []
    raise ResultsError(
        "\n".join([_("成绩库中没有回执“{path}”上的这些人工评定：").format(path=book.path.name), *lines]),
        hint=_(
            "成绩库被截断、替换，或用旧备份恢复过：请停止使用并核查。"
            "如果这份回执属于另一个成绩库（如模拟考试），请换回执文件。"
        ),
        code=ExitCode.REFUSED,
    )


def restore(store: ResultStore, receipts: Iterable[Receipt]) -> int:
    """Put decisions back behind the end of the chain, from the receipts that follow it; returns how many.

    Each must follow the one before, be signed by a registered marker, and be what runs and publications remember.
    Raises `ResultsError` when less is there in the end than they remember; what was put back stays.
    """
    markers = DecisionStore(store.engine).markers()
    reader = DecisionReader(store.engine, lambda: markers)
    reader.more()
    number, last = reader.head
    noted = noted_heads(store.engine)
    by_number: dict[int, list[Receipt]] = {}
    for receipt in receipts:
        if noted.get(receipt.number, receipt.digest()) == receipt.digest():
            by_number.setdefault(receipt.number, []).append(receipt)
    count = 0
    with Session(store.engine) as session, session.begin():
        while (following := _following(by_number.get(number + 1, []), last, markers)) is not None:
            number, last, count = following.number, following.digest(), count + 1
            row = DecisionRow(number=number, decision=following.decision, signature=following.signature)
            session.add(row)
    DecisionStore(store.engine).head()
    return count


def _following(receipts: Iterable[Receipt], last: str, markers: Mapping[str, VerifyKey]) -> Receipt | None:
    """Find the receipt of the decision that follows `last`, signed by who it says made it."""
    for receipt in receipts:
        decision = from_bytes(Decision, receipt.decision)
        key = markers.get(decision.marker)
        is_true = key is not None and key.is_signed(receipt.signature, PURPOSE + receipt.decision)
        if is_true and decision.previous == last:
            return receipt
    return None


def _require_code(code: str, decisions: DecisionStore) -> None:
    number = _number(code)
    there = decisions.digests([number]).get(number)
    if there is None:
        raise ResultsError(
            _("成绩库中没有第 {number} 条人工评定，校验码 {code} 对不上：末尾被截断，或用旧备份恢复过。").format(
                number=number, code=code
            ),
            code=ExitCode.REFUSED,
        )
    if Head(number, there).code() != code:
        raise ResultsError(
            _("第 {number} 条人工评定的校验码是 {found}，纸上是 {code}：其中有评定被替换。").format(
                number=number, found=Head(number, there).code(), code=code
            ),
            code=ExitCode.REFUSED,
        )


def _number(code: str) -> int:
    matched = CODE.fullmatch(code)
    if matched is None:
        raise ResultsError(
            _("“{code}”不是校验码，应如 57-3f2a-9c01-77de-ab12。").format(code=code[:60]), code=ExitCode.USAGE
        )
    return int(matched[1])


def _described(receipt: Receipt) -> str:
    try:
        decision = from_bytes(Decision, receipt.decision)
    except ModelError:
        return _("第 {number} 条").format(number=receipt.number)
    return _("第 {number} 条：{marker} {made} 考生 {candidate} 试题 {item}").format(
        number=receipt.number,
        marker=decision.marker,
        made=decision.made[:16].replace("T", " "),
        candidate=decision.candidate,
        item=decision.item,
    )
