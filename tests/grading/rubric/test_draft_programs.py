"""Drafts of programs and statements: what kind of task it is shows the starter, and every draft holds at once."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from grading.programs.judge import JudgeConfig
from grading.rubric.draft.draft import Draft, draft_rubric
from grading.rubric.folders import folder_of, read_files
from grading.rubric.tools import Tools
from grading.rubric.trial import try_rubric
from grading.rubric.writing import rubric_text
from itembank.model.rubric_file import parse_rubric
from tests.grading.checks.workbench import DirectReader
from tests.grading.programs.conftest import start_judge

BOOKS = """CREATE TABLE book(number TEXT, name TEXT, kind TEXT, price REAL);
INSERT INTO book VALUES('1', '昆虫记', '科普', 26), ('2', '西游记', '文学', 39), ('3', '物理', '科普', 22.5);
INSERT INTO book VALUES('4', '宇宙', '科普', 45), ('5', '论语', '文学', 18), ('6', '植物', '科普', 30);
"""
CHEAP = "SELECT name, price FROM book WHERE kind = '科普' AND price < 40 ORDER BY price;\n"
BLANKS = "n = int(input())\nfor i in range(1, ____):\n    if ____:  # 偶数\n        print(i)\n"
BUG = "n = int(input())\ntotal = 0\nfor i in range(1, n):\n    total += i\nprint(total)\n"
STAR = 'import turtle\nfor i in range(5):\n    turtle.forward(100)\n    turtle.right(144)\nprint("好")\n'
COPY = 'with open("名单.txt", encoding="utf-8") as f:\n    names = sorted(f.read().split())\n'
COPY += 'with open("结果.txt", "w", encoding="utf-8") as f:\n    f.write("\\n".join(names))\n'


@pytest.fixture(scope="module")
def tools():
    """Return tools with one judge for all tests; skipped only outside CI where programs cannot be isolated."""
    with start_judge(JudgeConfig(self_test=False)) as judge:
        yield Tools(DirectReader(), judge)


def drafted(
    tools: Tools, folder: Path, starter: dict[str, str | bytes], model: dict[str, str | bytes], stem: str = ""
) -> Draft:
    """Draft a task; the draft holds at once and is written so that it is read again."""
    for part, files in (("starter", starter), ("model", {**starter, **model})):
        for name, data in files.items():
            (folder / part).mkdir(exist_ok=True)
            (folder / part / name).write_bytes(data.encode() if isinstance(data, str) else data)
    if stem:
        (folder / "task.toml").write_text(f"stem = {stem!r}\n", encoding="utf-8")
    draft = draft_rubric(folder / "starter", folder / "model", tools=tools)
    assert parse_rubric(rubric_text(draft.rubric, draft.remarks).encode(), toml=True) == draft.rubric
    assert set(_shares(tools, draft, folder, "model").values()) == {1}
    assert set(_shares(tools, draft, folder, "starter").values()) == {0}
    return draft


def _shares(tools: Tools, draft: Draft, folder: Path, part: str) -> dict[str, object]:
    files, starter = read_files([folder / part]), read_files([folder / "starter"])
    trial = try_rubric(draft.rubric, tools.subject(folder_of(files, starter)))
    return {point.title: point.share for point in trial.points}


def parameters(draft: Draft, kind: str) -> list[dict[str, Any]]:
    return [dict(call.parameters) for point in draft.rubric.points for call in point.checks if call.type == kind]


def test_a_query_is_marked_on_databases_that_a_typed_answer_does_not_fit(tools, tmp_path):
    draft = drafted(tools, tmp_path, {"图书.sql": BOOKS, "查询.sql": ""}, {"查询.sql": CHEAP})
    (given,) = parameters(draft, "Y.sql")
    assert given["ordered"] is True
    assert [(base.get("weight", 1), base.get("hidden", False)) for base in given["bases"]] == [
        (0, False), (1, True), (1, True),
    ]  # fmt: skip
    (tmp_path / "model" / "查询.sql").write_text(
        "SELECT '物理', 22.5 UNION ALL SELECT '昆虫记', 26 UNION ALL SELECT '植物', 30;"
    )
    assert _shares(tools, draft, tmp_path, "model") == {"查询结果正确": 0}


def test_statements_that_change_a_database_are_asked_about_table_by_table(tools, tmp_path):
    work = (
        "UPDATE book SET price = 20 WHERE kind = '文学';\nCREATE TABLE note(text TEXT);\nINSERT INTO note VALUES('好');"
    )
    draft = drafted(tools, tmp_path, {"图书.sql": BOOKS, "更新.sql": "-- 写在这里\n"}, {"更新.sql": work})
    assert [point.title for point in draft.rubric.points] == ["表“book”的内容正确", "建立表“note”，内容正确"]
    assert [given["look"] for given in parameters(draft, "Y.sql")] == ['SELECT * FROM "book"', 'SELECT * FROM "note"']


def test_a_handed_out_database_becomes_a_script(tools, tmp_path):
    base = sqlite3.connect(":memory:")
    base.executescript(BOOKS)
    draft = drafted(tools, tmp_path, {"图书.db": base.serialize(), "查询.sql": ""}, {"查询.sql": CHEAP})
    base.close()
    (given,) = parameters(draft, "Y.sql")
    assert "昆虫记" in given["bases"][0]["script"]


def test_marks_in_the_starter_are_blanks(tools, tmp_path):
    model = BLANKS.replace("____", "n + 1", 1).replace("____", "i % 2 == 0")
    draft = drafted(tools, tmp_path, {"偶数.py": BLANKS}, {"偶数.py": model})
    (given,) = parameters(draft, "Y.blanks")
    assert "range(1, 【1】)" in given["template"]
    assert [blank["accepted"] for blank in given["blanks"]] == [["n + 1"], ["i % 2 == 0"]]
    assert [point.points for point in draft.rubric.points] == [4]


def test_a_program_that_differs_in_a_line_was_put_right(tools, tmp_path):
    draft = drafted(tools, tmp_path, {"求和.py": BUG}, {"求和.py": BUG.replace("range(1, n)", "range(1, n + 1)")})
    assert [call.type for point in draft.rubric.points for call in point.checks] == ["Y.repair"]


def test_a_program_that_draws_is_compared_by_its_drawing(tools, tmp_path):
    draft = drafted(tools, tmp_path, {"星.py": "import turtle\n"}, {"星.py": STAR}, stem="用 for 循环画五角星")
    assert [point.title for point in draft.rubric.points] == ["使用 for 循环", "程序画出要求的图形", "程序输出正确"]
    assert draft.rubric.points[0].earned_by_others


def test_a_program_that_reads_and_writes_files_is_tried_with_them(tools, tmp_path):
    draft = drafted(tools, tmp_path, {"名单.txt": "c b a", "排序.py": ""}, {"排序.py": COPY})
    (given,) = parameters(draft, "Y.tests")
    assert given["tests"] == [
        {"name": "测试 1", "output": "结果.txt", "expected": "a\nb\nc", "files": {"名单.txt": "c b a"}}
    ]


def test_a_loop_is_asked_for_only_where_the_task_says_so(tools, tmp_path):
    draft = drafted(tools, tmp_path, {"a.py": ""}, {"a.py": "for i in range(3):\n    print(i)\n"}, stem="输出 0 到 2。")
    assert parameters(draft, "Y.uses") == []
