"""Source files as Windows editors write them, and texts as Windows programs read them."""

from __future__ import annotations

import pytest

from grading.programs.judge import Judge
from grading.programs.records import Verdict
from grading.programs.sources import SourceReading, read_source
from grading.programs.tests import Program, ProgramTest, run_tests

TEXT = "# 求和\r\na = int(input('请输入：'))\r\nprint('和为', a + 1)\r\n"
TEST = ProgramTest("加一", "和为 4", stdin="3\r\n")
FORGIVING = SourceReading.FORGIVING


def verdict(judge: Judge, source: bytes, **more: object) -> Verdict:
    return run_tests(judge, Program(source, **more), [TEST]).outcomes[0].verdict  # type: ignore[arg-type]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_what_python_reads_is_read_by_both_ways(judge: Judge, encoding: str) -> None:
    source = TEXT.encode(encoding)
    assert verdict(judge, source) is Verdict.OK
    assert verdict(judge, source, reading=FORGIVING) is Verdict.OK
    assert read_source(source, FORGIVING) == source


@pytest.mark.parametrize("encoding", ["gbk", "utf-16", "gb18030"])
def test_what_python_refuses_is_read_only_where_the_rubric_forgives_it(judge: Judge, encoding: str) -> None:
    source = TEXT.encode(encoding)
    assert verdict(judge, source) is Verdict.RUNTIME
    assert verdict(judge, source, reading=FORGIVING) is Verdict.OK


def test_a_coding_line_is_obeyed(judge: Judge) -> None:
    source = ("# -*- coding: gbk -*-\n" + TEXT).encode("gbk")
    assert verdict(judge, source) is Verdict.OK
    assert read_source(source, FORGIVING) == source


@pytest.mark.parametrize("source", [b"", b"\xff", b"\xff\xfe\x00", b"# coding: nonsense\n", b"\x00" * 9, b"\x80\x80"])
def test_bytes_that_are_no_text_stay_as_they_are_or_become_text(source: bytes) -> None:
    read_source(source, FORGIVING).decode("utf-8", "replace")


def test_full_width_blanks_and_signs_are_a_syntax_error_as_in_python(judge: Judge) -> None:
    for text in ("print\uff08'和为 4'\uff09", "if 1:\n\u3000print(1)", "x\u3000= 1"):
        outcome = run_tests(judge, Program(text.encode(), reading=FORGIVING), [TEST]).outcomes[0]
        assert (outcome.verdict, outcome.exception) == (Verdict.RUNTIME, "SyntaxError")


def test_full_width_digits_are_read_by_int_as_in_python(judge: Judge) -> None:
    test = ProgramTest("全角", "13", stdin="\uff11\uff12\n")
    assert run_tests(judge, Program(b"print(int(input()) + 1)"), [test]).share == 1


GBK_FILE = {"名单.txt": "张三\n李四\n".encode("gbk")}
READS = "for line in open('名单.txt'): print(line.strip())"
WRITES = "from pathlib import Path\nPath('out.txt').write_text('中文')\nopen('b.bin', 'wb').write(b'x')"


def test_a_text_file_is_read_as_the_pupils_machine_would(judge: Judge) -> None:
    test = ProgramTest("读", "张三\n李四")
    files = dict(GBK_FILE)
    assert run_tests(judge, Program(READS.encode(), files=files), [test]).outcomes[0].exception == "UnicodeDecodeError"
    assert run_tests(judge, Program(READS.encode(), files=files, text_encoding="gbk"), [test]).share == 1
    named = READS.replace("'名单.txt'", "'名单.txt', encoding='gbk'").encode()
    assert run_tests(judge, Program(named, files=files), [test]).share == 1


def test_a_text_file_is_written_as_the_pupils_machine_would_and_compared_as_text(judge: Judge) -> None:
    test = ProgramTest("写", "中文", file="out.txt")
    assert run_tests(judge, Program(WRITES.encode()), [test]).share == 1
    assert run_tests(judge, Program(WRITES.encode(), text_encoding="gbk"), [test]).share == 1
    assert run_tests(judge, Program(WRITES.replace("中文", "英文").encode(), text_encoding="gbk"), [test]).share == 0


def test_one_run_in_gbk_leaves_the_next_in_utf8(judge: Judge) -> None:
    run_tests(judge, Program(READS.encode(), files=dict(GBK_FILE), text_encoding="gbk"), [ProgramTest("读", "")])
    probe = b"open('a', 'w').write('\xe4\xb8\xad')\nprint(len(open('a', 'rb').read()), open('a').encoding)"
    assert run_tests(judge, Program(probe), [ProgramTest("x", "3 utf-8")]).share == 1


@pytest.mark.parametrize(("named", "saved"), [("gb2312", "gb18030"), ("mbcs", "gbk"), ("gbk", "utf-16")])
def test_a_coding_line_that_names_another_coding_than_the_file_has_is_forgiven_too(
    judge: Judge, named: str, saved: str
) -> None:
    source = f"#!/usr/bin/python\n# -*- coding: {named} -*-\nprint('和为', int(input()) + 1)  # 镕\n".encode(saved)
    assert verdict(judge, source, reading=FORGIVING) is Verdict.OK
