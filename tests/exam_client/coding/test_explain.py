from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_client.coding.explain import explain
from exam_client.coding.fullwidth import find_full_width

# Real programs with real mistakes; what Python itself says of them is explained, not a made-up traceback.
MISTAKES = [
    ("print（1）\n", 1, "中文标点“（”", "("),
    ("x = 'abc\n", 1, "字符串没有写完", "引号"),
    ("if 1 > 0\n    print(1)\n", 1, "缺少冒号", "英文冒号"),
    ("if 1 > 0:\nprint(1)\n", 2, "缺少缩进", "4 个空格"),
    ("x = 1\n  y = 2\n", 2, "缩进", "对齐"),
    ("print((1)\n", 1, "没有配对", "右括号"),
    ("print 1\n", 1, "print 后面缺少括号", "print(...)"),
    ("prnit(1)\n", 1, "名字“prnit”没有定义过", "拼写"),
    ("x = 1\nprint('a' + x)\n", 2, "文字和数", "int()"),
    ("print('1' > 0)\n", 1, "不能比较", "int()"),
    ("int('三')\n", 1, "“三”不能转换成整数", "float()"),
    ("a, b = input('').split()\n", 1, "等号左边的变量比右边的值多", "split()"),
    ("a = [1, 2]\nprint(a[2])\n", 2, "下标超出", "长度减 1"),
    ("print({'a': 1}['b'])\n", 1, "没有键 'b'", "in"),
    ("print(1 / 0)\n", 1, "除数是 0", "判断"),
    ("'a'.uper()\n", 1, "没有名为“uper”", "拼写"),
    ("import maths\n", 1, "没有找到模块“maths”", "拼写"),
    ("open('没有.txt')\n", 1, "没有找到文件“没有.txt”", "文件夹"),
    ("def f(n):\n    return f(n)\nf(1)\n", 2, "一直在调用自己", "结束条件"),
    ("def f(a, b):\n    return a\nf(1)\n", 3, "少给了参数", "补全"),
    ("def f():\n    print(x)\n    x = 1\nf()\n", 2, "在赋值之前", "赋值"),
    ("for i in '5':\n    range(i)\n", 2, "需要整数", "int()"),
    ("raise StopAsyncIteration\n", 1, "出错了", "最后一行"),
]


@pytest.mark.parametrize(("source", "line", "sentence", "advice"), MISTAKES, ids=[m[2] for m in MISTAKES])
def test_common_mistakes_are_explained_with_their_line(tmp_path: Path, source, line, sentence, advice) -> None:
    (tmp_path / "main.py").write_text(source, "utf-8")
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-E", "main.py"], cwd=tmp_path, input=b"7\n", capture_output=True, check=False
    )
    found = explain(done.stderr.decode("utf-8"), "main.py", source)
    assert found is not None
    assert found.line == line
    assert sentence in found.sentence
    assert advice in found.advice


def test_the_line_of_the_own_file_is_named_even_if_the_error_is_deeper() -> None:
    errors = (
        'Traceback (most recent call last):\n  File "/exam/main.py", line 7, in <module>\n    json.loads(x)\n'
        '  File "/usr/lib/python3.11/json/decoder.py", line 355, in raw_decode\n    raise\n'
        "json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)\n"
    )
    found = explain(errors, "main.py")
    assert found is not None
    assert (found.error, found.line) == ("JSONDecodeError", 7)


@given(st.text(max_size=300))
def test_any_text_is_explained_or_left_alone(errors: str) -> None:
    found = explain(errors, "main.py", errors)
    assert found is None or found.sentence


@pytest.mark.parametrize(
    ("source", "marks"),
    [
        ("print（'你好'）", [(1, 5, "（", "("), (1, 10, "）", ")")]),
        ("x = “a”", [(1, 4, "“", '"'), (1, 6, "”", '"')]),
        ("s = '全角，没事。'  # 注释：也没事（真的）", []),
        ('"""多行：\n（没事）\n"""\nif a：\n', [(4, 4, "：", ":")]),
        ("s = 'it\\'s，好'", []),
        ("a = 'x'；b = 2", [(1, 7, "；", ";")]),
        ("x\u3000= 1", [(1, 1, "\u3000", " ")]),
        ("s = '没写完\nprint（1）", [(2, 5, "（", "("), (2, 7, "）", ")")]),
    ],
)
def test_full_width_marks_are_found_outside_strings_and_comments(source: str, marks) -> None:
    assert [(m.line, m.column, m.found, m.wanted) for m in find_full_width(source)] == marks
