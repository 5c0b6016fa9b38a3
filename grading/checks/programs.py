"""Y: Python programs, by running them in the judge and by reading them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grading.checks.finding import CannotJudgeError, Finding, NotThereError, found, unjudged
from grading.checks.program_work import VERDICT_NAMES, Tests, judge_of, report_of
from grading.checks.programs_more import MORE
from grading.checks.types import AnyCheckType, CheckType, Parameters
from grading.programs.records import ProgramRun, Verdict
from grading.programs.static import Construct, Reading, read_program
from itembank.base.i18n import N_, _

if TYPE_CHECKING:
    from grading.checks.subject import Subject
    from grading.programs.static import Facts

ALIASES = {"def": Construct.FUNCTION.value}


class Uses(Parameters, frozen=True):
    """A construct such as "for", "while", "if", "def", or "call:range", "function:f", "import:math"."""

    construct: str
    program: str = ""


class FunctionOf(Parameters, frozen=True):
    """A function the program must define, taking `parameters` values."""

    name: str
    parameters: int = -1
    program: str = ""


class Runs(Parameters, frozen=True):
    """The program must end by itself without an exception."""

    stdin: str = ""
    program: str = ""


def uses(subject: Subject, file: str, wanted: Uses) -> Finding:
    """Look for a construct."""
    count = _count(_facts(subject, wanted.program or file), wanted.construct)
    sentence = _("程序使用了 {name}。") if count else _("程序没有使用 {name}。")
    return found(is_met=count > 0, sentence=sentence.format(name=wanted.construct), observed=count)


def avoids(subject: Subject, file: str, wanted: Uses) -> Finding:
    """Look that a construct is not used; a program that does nothing avoids nothing."""
    facts = _facts(subject, wanted.program or file)
    if not sum(facts.constructs.values()) and not sum(facts.calls.values()):
        raise NotThereError(_("程序是空的。"))
    count = _count(facts, wanted.construct)
    sentence = _("程序没有使用 {name}。") if not count else _("程序使用了不允许的 {name}。")
    return found(is_met=not count, sentence=sentence.format(name=wanted.construct), observed=count)


def function(subject: Subject, file: str, wanted: FunctionOf) -> Finding:
    """Look for a function and how many values it takes."""
    signature = _facts(subject, wanted.program or file).functions.get(wanted.name)
    if signature is None:
        raise NotThereError(_("程序没有定义函数 {name}。").format(name=wanted.name))
    is_met = wanted.parameters < 0 or signature.accepts(wanted.parameters)
    sentence = _("函数 {name} 的定义正确。") if is_met else _("函数 {name} 的参数个数不对。")
    return found(is_met=is_met, sentence=sentence.format(name=wanted.name), observed=len(signature.parameters))


def runs(subject: Subject, file: str, wanted: Runs) -> Finding:
    """Run the program once."""
    source = subject.read_bytes(wanted.program or file)
    result = judge_of(subject).run(ProgramRun(source, stdin=wanted.stdin.encode()))
    if result.verdict.needs_a_person:
        return unjudged(_("程序无法自动运行，请人工查看。"), place=file)
    is_met = result.verdict is Verdict.OK
    sentence = _("程序能正常运行。") if is_met else _("程序运行出错：{what}。")
    reason = VERDICT_NAMES.get(result.verdict)
    what = result.exception or (_(reason) if reason else _("没有正常结束"))
    return found(is_met=is_met, sentence=sentence.format(what=what), observed=result.verdict.value)


def _facts(subject: Subject, path: str) -> Facts:
    reading = read_program(subject.read_bytes(path))
    if reading.reading is Reading.SYNTAX_ERROR:
        raise NotThereError(_("第 {line} 行有语法错误，程序无法运行。").format(line=reading.line))
    if reading.facts is None:
        raise CannotJudgeError(_("程序无法分析，请人工查看。"))
    return reading.facts


def _count(facts: Facts, construct: str) -> int:
    kind, _colon, name = ALIASES.get(construct, construct).partition(":")
    if kind == "call":
        return facts.calls.get(name, 0) + facts.methods.get(name, 0)
    if kind == "function" and name:
        return int(name in facts.functions)
    if kind == "import" and name:
        return int(name in facts.imports)
    try:
        return facts.count(Construct(kind))
    except ValueError as error:
        raise CannotJudgeError(_("评分标准中的语法结构“{name}”不认识。").format(name=construct)) from error


PROGRAMS: tuple[AnyCheckType, ...] = (
    CheckType("Y.tests", N_("程序通过测试"), Tests, report_of),
    CheckType("Y.uses", N_("程序使用指定的结构"), Uses, uses),
    CheckType("Y.avoids", N_("程序不使用指定的结构"), Uses, avoids),
    CheckType("Y.function", N_("程序定义指定的函数"), FunctionOf, function),
    CheckType("Y.runs", N_("程序能正常运行"), Runs, runs),
    *MORE,
)
