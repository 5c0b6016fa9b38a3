"""A typed text loses what one check counts and keeps what the others ask for."""

from __future__ import annotations

import pytest

from grading.checks.finding import Verdict
from grading.rubric.mutants.typing import undo_typed
from tests.grading.checks.office_work import document
from tests.grading.office.builders import para
from tests.grading.rubric.mutants.trying import call, undone, verdicts

TEXT = "桥是路的延伸，家乡的石拱桥横跨小河，已有三百多年的历史。\n桥面用青石板铺成，能听见清脆的脚步声。\n"
LENGTH = len(TEXT.strip())
CALLS = {
    "copied": call("T.copied", "a.txt", text=TEXT, enough="99/100"),
    "accuracy": call("T.accuracy", "a.txt", text=TEXT, at_least="19/20", least=10),
    "errors": call("T.errors", "a.txt", text=TEXT, at_most=3),
    "speed": call("T.speed", "a.txt", text=TEXT, minutes=1, full=30),
}
LOST = {
    "copied": {"copied"},
    "accuracy": {"accuracy", "copied"},
    "errors": {"accuracy", "copied", "errors"},
    "speed": {"speed", "copied"},
}


@pytest.mark.parametrize("name", CALLS)
def test_a_text_is_cut_or_mistyped_no_more_than_one_check_needs(name):
    changed = undone(CALLS[name], {"a.txt": TEXT.encode()}, {"a.txt": b""})
    assert changed is not None
    found = verdicts(list(CALLS.values()), changed, {"a.txt": b""})
    assert {other for other, verdict in zip(CALLS, found, strict=True) if verdict is not Verdict.MET} == LOST[name]


def test_a_document_is_cut_at_its_end():
    data = document(para("桥是路的延伸，"), para("家乡的石拱桥横跨小河。"))
    check = call("T.copied", "a.docx", text="桥是路的延伸，\n家乡的石拱桥横跨小河。")
    changed = undone(check, {"a.docx": data}, {"a.docx": document(para(""))})
    assert changed is not None
    assert verdicts([check], changed, {}) == [Verdict.PARTLY]


def test_errors_are_put_in_until_there_are_enough():
    (first, *_more) = undo_typed("T.errors", {"at_most": 3}, "a.txt", TEXT.encode())
    assert first.decode().count("＊") == 4
    assert len(first.decode()) == len(TEXT)


def test_bytes_that_are_no_text_are_left_alone():
    assert list(undo_typed("T.copied", {}, "a.docx", b"text")) == []
