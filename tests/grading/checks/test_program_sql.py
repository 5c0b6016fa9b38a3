"""SQL in a real judge: by the rows of a query, or by what statements leave in the database."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from grading.checks.finding import Finding, Verdict
from grading.checks.marker import run_call
from grading.programs.judge import JudgeConfig
from grading.programs.sql import decode
from itembank.model.checks import CheckCall
from tests.grading.checks.workbench import subject
from tests.grading.programs.conftest import start_judge

MET, PARTLY, NOT_MET, CANNOT = Verdict.MET, Verdict.PARTLY, Verdict.NOT_MET, Verdict.CANNOT_JUDGE
TABLE = "CREATE TABLE 学生 (学号 INTEGER PRIMARY KEY, 姓名 TEXT, 班级 TEXT, 成绩 REAL);"
SMALL = TABLE + "INSERT INTO 学生 VALUES (1,'张三','一班',90),(2,'李四','二班',55.5),(3,'王五','一班',76);"
LARGE = TABLE + "INSERT INTO 学生 VALUES (1,'甲','一班',61),(2,'乙','一班',NULL),(3,'丙','三班',99),(4,'丁','二班',60);"
BASES = [{"name": "样例", "script": SMALL}, {"name": "另一个", "script": LARGE, "hidden": True}]
PASSED = "SELECT 姓名, 成绩 FROM 学生 WHERE 成绩 >= 60 ORDER BY 成绩 DESC;"
QUERY: dict[str, Any] = {"model": PASSED, "bases": BASES}
CHANGE = {
    "model": "UPDATE 学生 SET 成绩 = 成绩 + 5 WHERE 班级 = '一班'; DELETE FROM 学生 WHERE 成绩 < 60;",
    "look": "SELECT * FROM 学生",
    "bases": BASES,
}


@pytest.fixture(scope="module")
def judge():
    with start_judge(JudgeConfig(self_test=False)) as ready:
        yield ready


@pytest.fixture
def check(judge):
    def run(work: str | bytes, /, **parameters) -> Finding:
        data = work.encode() if isinstance(work, str) else work
        call = CheckCall(type="Y.sql", file="work.sql", parameters=parameters)
        return run_call(call, subject({"work.sql": data}, {"work.sql": b""}, judge))

    return run


@pytest.mark.parametrize(
    "work",
    [
        PASSED,
        "select 姓名,成绩 from 学生 where not 成绩 < 60",
        "-- 及格的人\nSELECT `姓名`, [成绩] FROM 学生 WHERE 成绩 BETWEEN 60 AND 100 /* 不分先后 */",
        "WITH t AS (SELECT * FROM 学生) SELECT 姓名 AS n, 成绩 * 1.0 FROM t WHERE 成绩 >= 60;\n\n",
        "SELECT 1; SELECT 姓名, 成绩 FROM 学生 WHERE 成绩 >= 60;",
        PASSED.encode("gbk"),
        b"\xef\xbb\xbf" + PASSED.encode(),
        PASSED.encode("utf-16"),
    ],
)
def test_the_same_rows_are_right_however_they_are_asked_for(check, work):
    assert check(work, **QUERY).verdict is MET


@pytest.mark.parametrize(
    ("work", "reason"),
    [
        ("", "没有写"),
        ("SELECT 姓名, 成绩 FROM 学生 WHERE 成绩 > 60 LIMIT 1", "应有 2 行，实际有 1 行"),
        ("SELECT 姓名 FROM 学生 WHERE 成绩 >= 60", "应有 2 列，实际有 1 列"),
        ("SELECT 姓名, '90' FROM 学生 WHERE 成绩 >= 60", "内容或顺序不对"),
        ("SELEC 姓名", "语句出错"),
        ("SELECT 姓名, 分数 FROM 学生", "no such column"),
        ("SELECT 姓名，成绩 FROM 学生", "语句出错"),
        ("UPDATE 学生 SET 成绩 = 100", "没有查询结果"),
        ("WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT max(x), 1 FROM c", "运行超时"),
        ("WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x, 1 FROM c", "行"),
        ("SELECT '没有结束", "语句出错"),
    ],
)
def test_other_rows_are_wrong_and_the_report_says_why(check, work, reason):
    found = check(work, **{**QUERY, "cpu_ms": 300})
    assert found.verdict is NOT_MET
    assert reason in found.sentence


def test_a_typed_answer_earns_no_more_than_the_database_it_was_seen_on(check):
    typed = "SELECT '张三', 90 UNION SELECT '王五', 76"
    found = check(typed, **QUERY)
    assert (found.verdict, found.share) == (PARTLY, Fraction(1, 2))
    assert "另一个" in found.sentence
    assert found.observed == found.expected == ""


def test_order_names_and_tolerance_count_when_the_rubric_says_so(check):
    other = "SELECT 姓名, 成绩 FROM 学生 WHERE 成绩 >= 60 ORDER BY 成绩"
    assert check(PASSED, **QUERY, ordered=True).verdict is MET
    assert check(other, **QUERY, ordered=True).verdict is NOT_MET
    renamed = PASSED.replace("姓名,", "姓名 AS n,")
    assert check(renamed, **QUERY).verdict is MET
    assert check(renamed, **QUERY, names=True).verdict is NOT_MET
    rough = PASSED.replace("成绩 FROM", "成绩 + 0.004 FROM")
    assert check(rough, **QUERY).verdict is NOT_MET
    assert check(rough, **QUERY, tolerance="1/100").verdict is MET


@pytest.mark.parametrize(
    ("work", "verdict"),
    [
        (CHANGE["model"], MET),
        ("BEGIN; " + str(CHANGE["model"]) + " COMMIT;", MET),
        ("UPDATE 学生 SET 成绩 = 成绩 + 5 WHERE 班级 = '一班';", PARTLY),
        ("", NOT_MET),
        ("DROP TABLE 学生", NOT_MET),
        ("CREATE TEMP TABLE 学生 AS SELECT * FROM main.学生", NOT_MET),
    ],
)
def test_what_statements_leave_behind_is_compared(check, work, verdict):
    assert check(work, **CHANGE).verdict is verdict


@pytest.mark.parametrize(
    "work",
    [
        "ATTACH '/tmp/other.db' AS o; " + PASSED,
        "ATTACH 'base.sql' AS o; " + PASSED,
        "PRAGMA writable_schema = 1; " + PASSED,
        "SELECT load_extension('x'), 1",
        "VACUUM INTO 'copy.db'; SELECT zeroblob(1000000000), 1",
    ],
)
def test_what_no_exam_asks_for_is_refused(check, work):
    found = check(work, **QUERY)
    assert found.verdict is NOT_MET
    assert "语句出错" in found.sentence


@pytest.mark.parametrize(
    "change",
    [
        {"model": "SELECT 没有"},
        {"model": ""},
        {"bases": []},
        {"bases": [{"name": "坏", "script": "CREATE"}]},
        {"model": "SELECT 1", "look": "SELECT * FROM 学生"},
        {"tolerance": "x"},
        {"cpu_ms": 1},
    ],
)
def test_a_task_that_makes_no_sense_is_never_the_candidates_fault(check, change):
    assert check(PASSED, **{**QUERY, **change}).verdict is CANNOT


def test_values_of_every_kind_are_compared(check):
    kinds = "SELECT 1, 2.5, NULL, 'x', x'00ff', 9e999, 'a' || char(10) || 'b'"
    assert check(kinds, model=kinds, bases=BASES).verdict is MET
    for other in ("0, 2.5, NULL", "1, 2.4, NULL", "1, 2.5, 0"):
        assert check(kinds.replace("1, 2.5, NULL", other), model=kinds, bases=BASES).verdict is NOT_MET


def test_without_a_judge_sql_goes_to_people():
    call = CheckCall(type="Y.sql", file="work.sql", parameters=QUERY)
    assert run_call(call, subject({"work.sql": PASSED.encode()})).verdict is CANNOT


def test_bytes_that_are_no_text_are_read_somehow():
    assert decode(b"\xff\xff\xff") == "\ufffd" * 3


@pytest.mark.parametrize("end", ["\u2028", "\x85", "\x0c", "\r\n"])
def test_a_text_with_an_end_of_line_of_another_kind_is_a_text(check, end):
    work = f"INSERT INTO 学生 VALUES (9, '甲{end}乙', '', 1)"
    task = {"model": work, "look": "SELECT 姓名 FROM 学生", "bases": BASES[:1]}
    assert check(work, **task).verdict is MET
    assert check(work.replace(end, ""), **task).verdict is NOT_MET
