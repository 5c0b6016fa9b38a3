"""The last error of a Python program in words a pupil understands: a table of common errors. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from exam_client.coding.fullwidth import find_full_width
from exam_client.coding.views import Explanation
from itembank.base.i18n import N_, _

_PLACE = re.compile(r'^\s*File "(?P<file>[^"]*)", line (?P<line>\d+)', re.MULTILINE)
_LAST = re.compile(r"^(?P<error>[A-Za-z_][\w.]*(?:Error|Exception|Interrupt|Iteration|Exit))(?:: (?P<text>.*))?$")


@dataclass(frozen=True, slots=True)
class _Row:
    """One row: the error, a pattern of its text, what it means, what to do. `{1}` is the first group."""

    error: str
    pattern: str
    sentence: str
    advice: str


_TABLE = (
    _Row(
        "SyntaxError",
        r"invalid (?:non-printable )?character '(.)'",
        N_("程序里有 Python 不认识的符号“{1}”。"),
        N_("它多半是中文标点或全角字符，请切换到英文输入法重新输入。"),
    ),
    _Row(
        "SyntaxError",
        r"unterminated (?:triple-quoted )?(?:f-)?string",
        N_("字符串没有写完。"),
        N_("请检查这一行的引号是否成对，是否用了中文引号。"),
    ),
    _Row("SyntaxError", r"'(.)' was never closed", N_("括号“{1}”没有配对。"), N_("请补上对应的右括号。")),
    _Row("SyntaxError", r"unmatched '(.)'", N_("多了一个“{1}”。"), N_("请检查括号是否成对。")),
    _Row(
        "SyntaxError",
        r"expected ':'",
        N_("这一行末尾缺少冒号。"),
        N_("if、else、for、while、def 所在的行要以英文冒号结尾。"),
    ),
    _Row(
        "SyntaxError",
        r"invalid syntax\. Maybe you meant '==' ",
        N_("条件里用了一个等号。"),
        N_("判断是否相等要用两个等号“==”。"),
    ),
    _Row(
        "SyntaxError", r"Missing parentheses in call to 'print'", N_("print 后面缺少括号。"), N_("请写成 print(...)。")
    ),
    _Row("SyntaxError", r"cannot assign to", N_("等号左边不能这样写。"), N_("等号左边应当是变量名。")),
    _Row(
        "SyntaxError",
        r"",
        N_("这一行的写法不符合 Python 的语法。"),
        N_("请检查这一行和上一行的括号、引号、冒号和拼写。"),
    ),
    _Row(
        "IndentationError",
        r"expected an indented block",
        N_("这里缺少缩进。"),
        N_("冒号下面的语句要向右缩进 4 个空格。"),
    ),
    _Row("IndentationError", r"unexpected indent", N_("这一行缩进多了。"), N_("请与上面同一层的语句对齐。")),
    _Row("IndentationError", r"", N_("缩进没有对齐。"), N_("同一层的语句左边要对齐，统一用 4 个空格。")),
    _Row("TabError", r"", N_("缩进里混用了制表符和空格。"), N_("请统一用空格缩进。")),
    _Row(
        "NameError",
        r"name '(.+?)' is not defined",
        N_("名字“{1}”没有定义过。"),
        N_("请检查拼写和大小写；如果是文字，要加引号。"),
    ),
    _Row(
        "UnboundLocalError",
        r"(?:local variable|cannot access local variable) '(.+?)'",
        N_("变量“{1}”在赋值之前就被使用了。"),
        N_("请在函数里先给它赋值，或者把它作为参数传进来。"),
    ),
    _Row(
        "TypeError",
        r"can only concatenate str|unsupported operand type\(s\) for \+: '(?:int|float)' and 'str'",
        N_("文字和数不能直接相加。"),
        N_("input() 得到的是文字，计算前用 int() 或 float() 转换；输出时可以用逗号隔开。"),
    ),
    _Row(
        "TypeError",
        r"not supported between instances of 'str' and '(?:int|float)'",
        N_("文字和数不能比较大小。"),
        N_("input() 得到的是文字，比较前用 int() 或 float() 转换。"),
    ),
    _Row(
        "TypeError",
        r"'(\w+)' object is not callable",
        N_("这个东西不能像函数那样调用。"),
        N_("请检查是否把函数名用作了变量名。"),
    ),
    _Row(
        "TypeError",
        r"(\w+)\(\) missing \d+ required",
        N_("调用函数“{1}”时少给了参数。"),
        N_("请对照函数定义补全参数。"),
    ),
    _Row(
        "TypeError",
        r"'(\w+)' object is not subscriptable",
        N_("这个值不能用方括号取内容。"),
        N_("请检查它是不是列表、字符串或字典。"),
    ),
    _Row(
        "TypeError",
        r"'(\w+)' object cannot be interpreted as an integer",
        N_("这里需要整数。"),
        N_("请用 int() 转换。"),
    ),
    _Row("TypeError", r"", N_("值的类型不合适。"), N_("请检查参与运算的是数还是文字。")),
    _Row(
        "ValueError",
        r"invalid literal for int\(\) with base 10: '(.*)'",
        N_("“{1}”不能转换成整数。"),
        N_("请检查输入的内容；带小数点的数用 float()。"),
    ),
    _Row(
        "ValueError",
        r"could not convert string to float: '(.*)'",
        N_("“{1}”不能转换成小数。"),
        N_("请检查输入的内容。"),
    ),
    _Row(
        "ValueError",
        r"not enough values to unpack",
        N_("等号左边的变量比右边的值多。"),
        N_("请检查输入的个数，或 split() 的分隔符。"),
    ),
    _Row(
        "ValueError",
        r"too many values to unpack",
        N_("等号左边的变量比右边的值少。"),
        N_("请检查输入的个数，或 split() 的分隔符。"),
    ),
    _Row("ValueError", r"", N_("值不合适。"), N_("请检查传给函数的值。")),
    _Row("IndexError", r"", N_("下标超出了范围。"), N_("下标从 0 开始，最大是长度减 1。")),
    _Row("KeyError", r"(.+)", N_("字典里没有键 {1}。"), N_("请检查键的写法，或先用 in 判断。")),
    _Row("ZeroDivisionError", r"", N_("除数是 0。"), N_("除之前先判断除数是不是 0。")),
    _Row("AttributeError", r"has no attribute '(.+?)'", N_("没有名为“{1}”的方法或属性。"), N_("请检查拼写和大小写。")),
    _Row("ModuleNotFoundError", r"No module named '(.+?)'", N_("没有找到模块“{1}”。"), N_("请检查模块名的拼写。")),
    _Row("ImportError", r"", N_("模块里没有要导入的内容。"), N_("请检查名字的拼写。")),
    _Row(
        "FileNotFoundError",
        r"'(.+?)'",
        N_("没有找到文件“{1}”。"),
        N_("请检查文件名和扩展名；文件要放在本题的文件夹里。"),
    ),
    _Row("UnicodeDecodeError", r"", N_("文件的编码不对。"), N_('打开文件时写上 encoding="utf-8" 试一试。')),
    _Row("EOFError", r"", N_("程序还在等待输入，但已经没有输入了。"), N_("请检查 input() 的次数。")),
    _Row("RecursionError", r"", N_("函数一直在调用自己，停不下来。"), N_("请检查递归的结束条件。")),
    _Row("MemoryError", r"", N_("程序用的内存太多。"), N_("请检查循环里是否不断增加内容。")),
    _Row("KeyboardInterrupt", r"", N_("程序被停止了。"), N_("可以修改后再次运行。")),
    _Row("AssertionError", r"", N_("assert 后面的条件不成立。"), N_("请检查条件和计算过程。")),
)


def explain(errors: str, source_name: str = "", source: str = "") -> Explanation | None:
    """Explain the last traceback in what a program wrote to its error channel; None if there is none.

    `source_name` and `source` are the candidate's own file: its line is named even if the error came up deeper.
    """
    last = _last_line(errors)
    if last is None:
        return None
    error, text = last
    line = _line_of(errors, source_name)
    marks = [mark for mark in find_full_width(source) if mark.line == line]
    if error == "SyntaxError" and marks:
        return Explanation(
            error,
            line,
            _("第 {line} 行有中文标点“{found}”。").format(line=line, found=marks[0].found),
            _("请换成英文标点“{wanted}”。").format(wanted=marks[0].wanted),
        )
    for row in _TABLE:
        found = re.search(row.pattern, text) if row.error == error else None
        if found is not None:
            group = found.group(1) if found.re.groups and found.group(1) else ""
            return Explanation(error, line, _(row.sentence).replace("{1}", group[:80]), _(row.advice))
    return Explanation(error, line, _("程序运行时出错了。"), _("请看最后一行的英文提示，检查这一行。"))


def _last_line(errors: str) -> tuple[str, str] | None:
    for line in reversed(errors.rstrip().splitlines()):
        found = _LAST.match(line)
        if found is not None:
            return found["error"].rpartition(".")[2], found["text"] or ""
    return None


def _line_of(errors: str, source_name: str) -> int:
    places = list(_PLACE.finditer(errors))
    own = [place for place in places if source_name and place["file"].replace("\\", "/").endswith(source_name)]
    chosen = own or places
    return int(chosen[-1]["line"]) if chosen else 0
