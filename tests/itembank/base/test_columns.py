"""Columns line up where Chinese characters take two of them, in tables and in the help of commands."""

from __future__ import annotations

from pathlib import Path

import pytest

from itembank.base.cli import Parser, run
from itembank.base.columns import columns_of, table_lines


@pytest.mark.parametrize(
    ("text", "columns"),
    [("abc", 3), ("批次", 4), ("，", 2), ("ｱ", 1), ("é", 1), ("e\u0301", 1), ("𬱖", 4 // 2), ("", 0), ("\u200b", 0)],
)
def test_a_text_takes_the_columns_a_terminal_gives_it(text, columns):
    assert columns_of(text) == columns


def test_cells_of_a_column_begin_at_the_same_place():
    lines = list(table_lines([["批次", "理由"], ["a1", "first"], ["abcdef", "成绩复查"]]))
    assert lines == ["批次    理由", "a1      first", "abcdef  成绩复查"]
    assert list(table_lines([])) == []


def test_help_says_in_words_what_an_option_takes_and_lines_up(capsys):
    def program(arguments):
        parser = Parser(prog="p")
        parser.add_argument("--key", type=Path, help="钥匙")
        parser.add_argument("--reason-of-it", help="为什么")
        parser.add_argument("--workers", type=int, help="几个")
        parser.add_argument("--by", metavar="姓名", help="谁")
        parser.parse_args(list(arguments))
        return 0

    with pytest.raises(SystemExit):
        run(program, ["--help"])
    lines = capsys.readouterr().out.splitlines()
    rows = {line.split()[0]: line for line in lines if line.startswith("  --")}
    assert rows["--key"].split() == ["--key", "文件", "钥匙"]
    assert rows["--reason-of-it"].split() == ["--reason-of-it", "文字", "为什么"]
    assert rows["--workers"].split() == ["--workers", "数", "几个"]
    assert len({columns_of(line) - columns_of(line.split()[-1]) for line in rows.values()}) == 1
