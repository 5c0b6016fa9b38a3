"""Single errors in SQL: words and numbers change, quotes and comments do not."""

from __future__ import annotations

from grading.rubric.mutants.sql_errors import NOTHING_RIGHT, sql_errors


def errors(text: str) -> list[str]:
    return [one.decode() for one in sql_errors(text.encode())]


def test_each_word_sign_and_number_is_mistaken_once():
    found = errors("SELECT 姓名 FROM 学生 WHERE 成绩 >= 60 and 班级='一班' ORDER BY 成绩 DESC LIMIT 3")
    assert "SELECT 姓名 FROM 学生 WHERE 成绩 > 60 and 班级='一班' ORDER BY 成绩 DESC LIMIT 3" in found
    assert "SELECT 姓名 FROM 学生 WHERE 成绩 >= 61 and 班级='一班' ORDER BY 成绩 DESC LIMIT 3" in found
    assert "SELECT 姓名 FROM 学生 WHERE 成绩 >= 60 OR 班级='一班' ORDER BY 成绩 DESC LIMIT 3" in found
    assert "SELECT 姓名 FROM 学生 WHERE 成绩 >= 60 and 班级='一班' ORDER BY 成绩 ASC LIMIT 3" in found
    assert "SELECT 姓名 FROM 学生 WHERE 成绩 >= 60 and 班级='一班' ORDER BY 成绩 DESC LIMIT 4" in found
    assert "SELECT 姓名 FROM 学生 WHERE 成绩 >= 60 and 班级='一班' LIMIT 3" in found
    assert "SELECT 姓名 FROM 学生 ORDER BY 成绩 DESC LIMIT 3" in found
    assert found[-1].encode() == NOTHING_RIGHT


def test_what_stands_in_quotes_and_comments_is_left_alone():
    text = """SELECT '> 60 DESC', "a>1" FROM t -- where > 1\n/* limit 3 */"""
    assert errors(text) == [NOTHING_RIGHT.decode()]


def test_a_clause_of_an_inner_query_ends_with_its_bracket():
    found = errors("SELECT a FROM t WHERE b IN (SELECT c FROM u WHERE d = 1) ORDER BY a")
    assert "SELECT a FROM t WHERE b IN (SELECT c FROM u ) ORDER BY a" in found
