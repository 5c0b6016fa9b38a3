"""What the commands say of runs: a table in both languages, the day of the exam, the base of a review, their help."""

from __future__ import annotations

import re
from datetime import date

import pytest

from grading.cli import main
from grading.commands.report import held_on
from grading.results.decision_chain import Head
from grading.results.record import RunRecord
from grading.results.run import RunInput
from grading.results.store import ResultStore
from itembank.base.columns import columns_of
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import install_language
from tests.builders import MADE
from tests.grading.runs.city import two_rooms

VERBS = (
    *("verify", "golden", "score", "runs", "correct", "markers", "desk", "report", "export", "explain", "rubric"),
    *("diff", "unmatched", "score-item", "check"),
)
ACTS = (
    *(("correct", act) for act in ("accept", "accept-choice", "void", "everyone", "normal", "withdraw", "list")),
    *(("markers", act) for act in ("key", "add", "policy", "restore", "list")),
    *(("rubric", act) for act in ("draft", "test")),
)
OTHER = RunInput(exam="OTHER", bundles=(), marking_package="m", keys={}, grader_version="1")


@pytest.fixture
def city(tmp_path):
    return two_rooms(tmp_path)


@pytest.fixture
def results(tmp_path) -> list[str]:
    return ["--results", str(tmp_path / "results.db")]


@pytest.fixture(autouse=True)
def _chinese_again():
    yield
    install_language("zh_CN")


def scoring(city, results, *more: str) -> list[str]:
    paths = city.sources
    opened = ("--key", str(paths.key), "--room-card", str(paths.room_cards[0]))
    package = ("--package", str(paths.package), "--centre", str(paths.centres[0]))
    return ["score", *opened, *package, *results, "--engine", "serial", *more, *map(str, city.bundles)]


def places(line: str) -> list[int]:
    """Where cells begin, in columns of a terminal: cells are parted by two blanks at least."""
    return [columns_of(line[: match.start(1)]) for match in re.finditer(r"(?:^|  )(\S)", line)]


@pytest.mark.parametrize(
    ("language", "headings"),
    [
        ("zh_CN", ["评分批次", "评分时间", "考试", "考生", "待人工", "标准样卷", "重评", "程序", "评分理由", "说明"]),
        (
            "en",
            [
                *("Marking run", "Marked", "Exam", "Candidates", "For people"),
                *("Golden work", "Again", "Program", "Reason", "Note"),
            ],
        ),
    ],
)
def test_runs_are_a_table_with_headings_that_lines_up(city, results, capsys, language, headings):
    main(scoring(city, results))
    main(scoring(city, results, "--candidate", "0031003", "--reason", "成绩复查 李同学"))
    capsys.readouterr()
    store = ResultStore.in_file(city.folder / "results.db")
    first = store.runs()[0]
    store.close()
    assert main(["--lang", language, "runs", *results, "--publish", first, "--by", "王", "--incomplete"]) == ExitCode.OK
    head, one, review, said = capsys.readouterr().out.splitlines()
    assert re.split(r"\s{2,}", head.strip()) == headings
    assert one.startswith("*")
    assert not review.startswith("*")
    starts = places(head)
    assert set(places(review)) <= set(starts)
    assert set(places(one)) - {0} <= set(starts)
    assert first[:16] in one
    assert first[:16] in review, "what a review is based on"
    assert "王" in said


def test_a_publication_shows_the_code_of_the_last_decision_that_counts():
    assert Head(57, "3f2a9c0177deab12" + "0" * 48).code() == "57-3f2a-9c01-77de-ab12"
    assert Head(0, "").code() == "0"


def test_the_day_of_the_exam_is_the_one_that_the_bundles_were_planned_for(city, results, tmp_path):
    main(scoring(city, results))
    store = ResultStore.in_file(tmp_path / "results.db")
    record = store.record(store.runs()[0])
    store.close()
    assert record is not None
    assert record.held == ("2026-06-13T09:00",)
    assert held_on(None, record) == date(2026, 6, 13)
    assert held_on(date(2026, 6, 20), record) == date(2026, 6, 20)


def test_a_report_asks_for_the_day_when_there_is_none_or_more_than_one():
    assert held_on(None, RunRecord(held=("2026-06-13T09:00", "2026-06-13T14:00"))) == date(2026, 6, 13)
    with pytest.raises(JikaoError, match="2026-06-13、2026-06-14"):
        held_on(None, RunRecord(held=("2026-06-13T09:00", "2026-06-14T09:00")))
    with pytest.raises(JikaoError, match="没有记下考试日期") as refused:
        held_on(None, None)
    assert refused.value.code is ExitCode.USAGE


def test_a_review_keeps_the_days_of_its_base(city, results, tmp_path):
    store = ResultStore.in_file(tmp_path / "results.db")
    base = RunInput(exam="IT2026", bundles=(), marking_package="m", keys={}, grader_version="1")
    store.keep(base.run_id(), [])
    name = store.finish(base, MADE, RunRecord(held=("2026-06-12T09:00",)))
    main(scoring(city, results, "--candidate", "0031003", "--base", name[:12]))
    record = store.record(store.runs()[-1])
    store.close()
    assert record is not None
    assert record.held == ("2026-06-12T09:00", "2026-06-13T09:00")


@pytest.mark.parametrize("named", [True, False])
def test_a_review_on_another_exam_is_refused_before_anything_is_marked(city, results, tmp_path, capsys, named):
    store = ResultStore.in_file(tmp_path / "results.db")
    other = store.add_run(OTHER, [], MADE)
    base = ("--base", other[:12]) if named else ()
    assert main(scoring(city, results, "--candidate", "0031003", *base)) == ExitCode.REFUSED
    said = capsys.readouterr().err
    assert f"批次 {other[:16]} 是考试 OTHER 的，答卷包是考试 IT2026 的，不能作为成绩复查的依据" in said
    assert store.runs() == [other]
    store.close()


def test_there_is_no_table_before_anything_was_marked(tmp_path, results, capsys):
    ResultStore.in_file(tmp_path / "results.db").close()
    assert main(["runs", *results]) == ExitCode.OK
    assert capsys.readouterr().out == "还没有评分结果。\n"


@pytest.mark.parametrize("words", [*((verb,) for verb in VERBS), *ACTS], ids=" ".join)
def test_the_chinese_help_says_in_chinese_what_an_option_takes(words, capsys):
    with pytest.raises(SystemExit):
        main([*words, "--help"])
    usage = capsys.readouterr().out.partition("\n\n")[0]
    assert not re.findall(r"\b[A-Z][A-Z_]+\b", usage)
