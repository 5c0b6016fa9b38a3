"""A mistyped command is explained in the reader's language, whatever version of Python says it."""

from __future__ import annotations

import pytest

from itembank.base.cli import Parser
from itembank.base.errors import ExitCode, JikaoError


def parser() -> Parser:
    made = Parser(prog="jk")
    made.add_argument("--count", type=int)
    made.add_argument("--colour", choices=["red", "blue"])
    made.add_argument("--column")
    made.add_argument("--loud", action="store_true")
    made.add_argument("--many", nargs="+")
    either = made.add_mutually_exclusive_group()
    either.add_argument("--left", action="store_true")
    either.add_argument("--right", action="store_true")
    made.add_argument("file")
    return made


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "缺少：file"),
        (["a", "b"], "不认识：b"),
        (["a", "--count"], "--count 后面要写一个值"),
        (["a", "--count", "x"], "--count 的值 'x' 写得不对"),
        (["a", "--many"], "--many 后面至少写一个值"),
        (["a", "--left", "--right"], "--right 不能与 --left 同用"),
        (["a", "--loud=x"], "--loud 后面不带值，却写了 'x'"),
        (["a", "--col", "x"], "--col 写得太短，可能是 --colour, --column"),
    ],
)
def test_what_is_wrong_with_a_command_is_said_in_chinese(words, sentence):
    with pytest.raises(JikaoError) as refused:
        parser().parse_args(words)
    assert refused.value.code is ExitCode.USAGE
    assert refused.value.message == f"命令写得不对：{sentence}"


def test_a_wrong_choice_names_those_there_are():
    with pytest.raises(JikaoError) as refused:
        parser().parse_args(["a", "--colour", "green"])
    assert refused.value.message.startswith("命令写得不对：--colour 不能是 'green'，可以是 ")
    assert "red" in refused.value.message
    assert "choose" not in refused.value.message


def test_a_sentence_that_nobody_foresaw_is_shown_as_it_is():
    with pytest.raises(JikaoError, match="something else"):
        parser().error("something else")
