"""How the outcome of a program's tests is told: to a teacher who was not there when it ran."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grading.programs.records import Verdict
from itembank.base.i18n import N_, _

if TYPE_CHECKING:
    from grading.programs.tests import TestOutcome, TestReport

VERDICT_NAMES = {
    Verdict.TIME: N_("运行超时"),
    Verdict.MEMORY: N_("占用内存过多"),
    Verdict.OUTPUT: N_("输出过多"),
}

SYNTAX_ERRORS = {
    "SyntaxError": N_("语法错误"),
    "IndentationError": N_("缩进错误"),
    "TabError": N_("缩进错误（空格和制表符混用）"),
}
# Full-width letters, digits and marks, and the Chinese marks that a pupil types for an English one.
NARROW = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **str.maketrans("。，、；：“”‘’【】《》", ".,,;:\"\"''[]<>"),
}


def describe_doubt(report: TestReport) -> str:
    """Say why a person must look at tests."""
    missed = [outcome.exception for outcome in report.outcomes if outcome.verdict is Verdict.CANNOT_JUDGE]
    if what := next(filter(None, missed), ""):
        return _("程序用到了判题环境没有或不允许的内容（{what}），请人工查看。").format(what=what)
    return _("有测试无法自动判断，请人工查看。")


def describe_failure(outcome: TestOutcome) -> str:
    """Say in a sentence how a failed test went; of a hidden test nothing but its name is told."""
    name, difference = outcome.name, outcome.difference
    if outcome.exception:
        what = spell_exception(outcome.exception, outcome.line)
        return _("测试“{name}”运行出错：{what}。").format(name=name, what=what)
    reason = VERDICT_NAMES.get(outcome.verdict)
    if reason:
        return _("测试“{name}”：{what}。").format(name=name, what=_(reason))
    if difference is None or outcome.hidden:
        return _("测试“{name}”没有通过。").format(name=name)
    if not outcome.output.strip():
        return _("测试“{name}”没有任何输出。").format(name=name)
    sentence = _("测试“{name}”的第 {line} 行输出应为“{expected}”，实际为“{observed}”{only}。")
    if not difference.observed:
        sentence = _("测试“{name}”缺少第 {line} 行输出“{expected}”。")
    elif not difference.expected:
        sentence = _("测试“{name}”第 {line} 行多输出了“{observed}”。")
    return sentence.format(
        name=name,
        line=difference.line,
        expected=difference.expected,
        observed=difference.observed,
        only=_only_difference(difference.expected, difference.observed),
    )


def spell_exception(exception: str, line: int) -> str:
    """Spell how a program ended; a program with a mistake in its grammar did not even begin."""
    kind = SYNTAX_ERRORS.get(exception)
    if kind:
        return _("第 {line} 行有{kind}（{what}），程序不能开始运行").format(line=line, kind=_(kind), what=exception)
    if line and exception:
        return _("{what}（第 {line} 行）").format(what=exception, line=line)
    return exception


def _only_difference(expected: str, observed: str) -> str:
    """Name what alone makes two lines differ, which is hard to see on a page."""
    one, other = "".join(expected.split()), "".join(observed.split())
    if one == other:
        return _("（只差空格）")
    one, other = one.translate(NARROW), other.translate(NARROW)
    if one == other:
        return _("（只差全角和半角）")
    return _("（只差大小写）") if one.casefold() == other.casefold() else ""
