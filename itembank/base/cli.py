"""How every command ends: its exit code, and `error:` and `hint:` lines for people."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from itembank.base.columns import GAP, columns_of
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import LANGUAGES, _, install_language, language_from
from itembank.base.system import file_error
from itembank.base.usage import usage_fault

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


OPTION_COLUMNS = 32


class Parser(argparse.ArgumentParser):
    """An argument parser whose help lists the exit codes and whose errors have a hint."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Keep line breaks in texts and close the help with the exit codes."""
        kwargs.setdefault("epilog", exit_code_help())
        kwargs.setdefault("formatter_class", _Help)
        kwargs["add_help"] = False
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._positionals.title = _("参数")
        self._optionals.title = _("选项")
        self.add_argument("-h", "--help", action="help", help=_("显示这份说明后退出"))

    def error(self, message: str) -> None:  # type: ignore[override]
        """End with the usage code."""
        raise JikaoError(
            _("命令写得不对：{detail}").format(detail=usage_fault(message)),
            hint=_("运行 {prog} --help 查看用法。").format(prog=self.prog),
            code=ExitCode.USAGE,
        )


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help in the language of the process: its first word, and what stands for a value when an option does not say."""

    def __init__(self, prog: str, **more: object) -> None:
        """Leave the options of most commands on one line with what they mean."""
        super().__init__(prog, **{"max_help_position": OPTION_COLUMNS, **more})  # type: ignore[arg-type]

    def add_argument(self, action: argparse.Action) -> None:
        """Count the columns an option takes, not its characters."""
        super().add_argument(action)
        if action.help is not argparse.SUPPRESS:
            columns = columns_of(self._format_action_invocation(action)) + self._current_indent
            self._action_max_length = max(self._action_max_length, columns)

    def add_usage(self, usage: str | None, actions: object, groups: object, prefix: str | None = None) -> None:
        """Begin with "用法" instead of "usage"."""
        super().add_usage(usage, actions, groups, _("用法：") if prefix is None else prefix)  # type: ignore[arg-type]

    def _get_default_metavar_for_optional(self, action: argparse.Action) -> str:
        return _value_of(action) or _("文字")

    def _get_default_metavar_for_positional(self, action: argparse.Action) -> str:
        return _value_of(action) or super()._get_default_metavar_for_positional(action)

    def _format_action(self, action: argparse.Action) -> str:
        """Take back the blanks that Chinese characters fill: argparse counts them as one column wide."""
        text = super()._format_action(action)
        head = self._format_action_invocation(action)
        before, _found, rest = text.partition(head)
        surplus = columns_of(head) - len(head)
        is_aligned = rest.startswith(" " * (surplus + len(GAP)))
        return before + head + (rest[surplus:] if is_aligned else rest)


def _value_of(action: argparse.Action) -> str:
    """Return the word for what an option or argument takes by its type, "" for plain text."""
    words: dict[object, str] = {Path: _("文件"), int: _("数"), float: _("数值")}
    return words.get(action.type, "")


def add_language_option(parser: argparse.ArgumentParser) -> None:
    """Offer `--lang`; the value itself is read early by `run`."""
    parser.add_argument("--lang", choices=LANGUAGES, help=_("界面语言：zh_CN（默认）或 en"))


def run(program: Callable[[Sequence[str]], int], arguments: Sequence[str] | None = None) -> int:
    """Run a command's `program(arguments)` and turn what it raises into lines and an exit code.

    A file that the system does not give or take is the person's matter, not a bug of ours.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    install_language(_early_language(given) or language_from(dict(os.environ)))
    try:
        code = int(program(given))
        sys.stdout.flush()
        return code
    except JikaoError as error:
        report(error, sys.stderr)
        return int(error.code)
    except BrokenPipeError:
        # Whoever read the output has seen enough (`... | head`); nothing more can be said to them.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return int(ExitCode.OK)
    except OSError as error:
        if error.filename is None:
            raise
        refused = file_error(error)
        report(refused, sys.stderr)
        return int(refused.code)
    except KeyboardInterrupt:
        return int(ExitCode.INCOMPLETE)


def report(error: JikaoError, stream: TextIO) -> None:
    """Write an error as one `error:` line and, when there is one, a `hint:` line."""
    stream.write(f"error: {error.message}\n")
    if error.hint:
        stream.write(f"hint: {error.hint}\n")


def exit_code_help() -> str:
    """Return the list of exit codes as a text for `--help`."""
    meanings = {
        ExitCode.OK: _("成功"),
        ExitCode.BUG: _("程序内部错误"),
        ExitCode.USAGE: _("命令用法不对"),
        ExitCode.BAD_INPUT: _("输入的文件或数据有问题"),
        ExitCode.REFUSED: _("因签名、完整性或规定而拒绝"),
        ExitCode.ENVIRONMENT: _("本机缺少所需条件"),
        ExitCode.BUSY: _("正被占用，请稍后再试"),
        ExitCode.INCOMPLETE: _("已完成一部分，其余需要人工处理"),
        ExitCode.DIFFERENT: _("结果与应有的不同，没有继续"),
    }
    lines = [f"  {int(code)}  {meaning}" for code, meaning in meanings.items()]
    return "\n".join([_("退出码："), *lines])


def _early_language(arguments: Sequence[str]) -> str:
    for index, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
        if argument == "--lang" and index + 1 < len(arguments):
            return arguments[index + 1]
    return ""
