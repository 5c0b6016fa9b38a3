"""Y: kinds of program tasks: seeded inputs, drawings, programs with blanks, find the bug."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grading.checks.finding import CannotJudgeError, Finding, NotThereError, shared, unjudged
from grading.checks.program_words import describe_doubt, describe_failure
from grading.checks.programs import (
    Running,
    TestOf,
    judge_of,
    make_checker,
    make_program,
    make_test,
    our_errors,
    report_finding,
    running_program,
)
from grading.checks.types import AnyCheckType, CheckType
from grading.programs.blanks import Blank, BlanksTask, mark_blanks
from grading.programs.checkers import Checker, CheckerKind
from grading.programs.drawings import Looks
from grading.programs.repair import RepairTask, mark_repair
from grading.programs.seeded import Draw, DrawKind, SeededPlan, make_tests
from grading.programs.tests import ProgramTest, observe, run_tests
from itembank.base.i18n import N_, _
from itembank.model.codec import Value

if TYPE_CHECKING:
    from grading.checks.subject import Subject


class DrawOf(Value, frozen=True):
    """What is drawn for a place in an input: `kind` is "integer", "decimal", "choice" or "word"."""

    name: str
    kind: str = DrawKind.INTEGER.value
    low: int = 0
    high: int = 100
    places: int = 1
    choices: tuple[str, ...] = ()
    least: int = 1
    most: int = 1
    between: str = " "


class Seeded(Running, frozen=True, kw_only=True):
    """Inputs drawn with the paper's seed, `{name}` for what is drawn; the model program says what must come out.

    Without a paper, as in the rubric's own test, `seed` is used.
    """

    model: str
    draws: tuple[DrawOf, ...]
    count: int = 5
    stdin: str = ""
    call: str = ""
    checker: str = "trailing"
    tolerance: str = "0"


class Drawn(Running, frozen=True, kw_only=True):
    """The program must draw what the model program draws.

    `apart` is how far lines may lie apart, in steps of the turtle; with `partial` a part of the drawing earns a part.
    """

    model: str
    stdin: str = ""
    apart: str = "2"
    anywhere: bool = False
    colours: bool = True
    widths: bool = False
    partial: bool = False


class BlankOf(Value, frozen=True):
    """A blank, texts that are right however the tests end, and its weight."""

    number: int
    accepted: tuple[str, ...] = ()
    weight: int = 1


class Blanks(Running, frozen=True, kw_only=True):
    """The program with 【1】 in the place of the first blank; whoever passes all tests has everything."""

    template: str
    blanks: tuple[BlankOf, ...]
    tests: tuple[TestOf, ...]


class Repair(Running, frozen=True, kw_only=True):
    """Tests that the starter file fails must pass, those it passes must not be broken; `lines` may be changed."""

    tests: tuple[TestOf, ...]
    lines: int = 0


def seeded(subject: Subject, file: str, wanted: Seeded) -> Finding:
    """Run the program on drawn inputs."""
    judge, program = judge_of(subject), make_program(subject, file, wanted)
    with our_errors():
        plan = SeededPlan(
            name=_("随机"),
            draws=tuple(_draw(draw) for draw in wanted.draws),
            count=wanted.count,
            stdin=wanted.stdin,
            call=wanted.call,
            checker=make_checker(wanted.checker, wanted.tolerance),
        )
        tests = make_tests(
            judge, plan, running_program(wanted.model.encode(), wanted), subject.context.seed or wanted.seed
        )
        return report_finding(run_tests(judge, program, tests), wanted.program or file)


def drawing(subject: Subject, file: str, wanted: Drawn) -> Finding:
    """Run the program and look at what it drew."""
    judge, program = judge_of(subject), make_program(subject, file, wanted)
    with our_errors():
        apart = make_checker("trailing", wanted.apart).absolute  # how far apart is a tolerance like any other
    looks = Looks(float(apart), wanted.anywhere, wanted.colours, wanted.widths)
    test = ProgramTest(
        name=_("图形"),
        expected="",
        stdin=wanted.stdin,
        checker=Checker(CheckerKind.DRAWING, looks=looks, partial=wanted.partial),
    )
    (model,) = observe(judge, running_program(wanted.model.encode(), wanted), [test])
    if not model:
        raise CannotJudgeError(_("参考程序没有画出图形，无法比较。"))
    outcome = run_tests(judge, program, [replace(test, expected=model.decode())]).outcomes[0]
    place = wanted.program or file
    if outcome.verdict.needs_a_person:
        return unjudged(_("图形无法自动比较，请人工查看。"), place=place)
    if outcome.exception or outcome.difference is None:
        sentence = describe_failure(outcome) if outcome.share < 1 else _("画出的图形与要求一致。")
        return shared(outcome.share, sentence=sentence, place=place)
    return shared(
        outcome.share,
        sentence=_("画出的图形与要求不一致。"),
        observed=outcome.difference.observed,
        expected=outcome.difference.expected,
        place=place,
    )


def blanks(subject: Subject, file: str, wanted: Blanks) -> Finding:
    """Mark what was filled in."""
    judge, program = judge_of(subject), make_program(subject, file, wanted)
    place = wanted.program or file
    with our_errors():
        made = tuple(Blank(blank.number, blank.accepted, blank.weight) for blank in wanted.blanks)
        task = BlanksTask(wanted.template, made, tuple(make_test(test) for test in wanted.tests))
        outcome = mark_blanks(judge, task, program)
    if outcome.fills is None and not outcome.needs_a_person:
        raise NotThereError(_("交上来的不是在给出的程序上填写的，也没有通过任何测试。"))
    if outcome.fills is None:
        return unjudged(_("空以外的程序也改动了，无法找到填写的内容，请人工查看。"), place=place)
    if outcome.needs_a_person:
        return unjudged(_("填空程序无法自动判断，请人工查看。"), place=place)
    right = len(made) if outcome.share == 1 else len(outcome.accepted)
    return shared(
        outcome.share,
        sentence=_("{count} 个空中填对 {right} 个。").format(count=len(made), right=right),
        observed=" | ".join(f"{number}: {fill}" for number, fill in sorted(outcome.fills.items())),
        expected=" | ".join(f"{blank.number}: {' / '.join(blank.accepted)}" for blank in made),
        place=place,
    )


def repair(subject: Subject, file: str, wanted: Repair) -> Finding:
    """Compare the repaired program with the starter file by what they get right."""
    judge, program = judge_of(subject), make_program(subject, file, wanted)
    place = wanted.program or file
    with our_errors():
        tests = tuple(make_test(test) for test in wanted.tests)
        outcome = mark_repair(judge, RepairTask(subject.starter_bytes(place), tests, wanted.lines), program)
    if outcome.is_rewritten:
        raise NotThereError(
            _("改动了 {count} 行，超过允许的 {most} 行。").format(count=outcome.changed_lines, most=wanted.lines)
        )
    if outcome.needs_a_person:
        return unjudged(describe_doubt(outcome.report), place=place)
    sentence = _("改对 {fixed} 个测试，仍有 {failing} 个没有通过。").format(
        fixed=len(outcome.fixed), failing=len(outcome.failing)
    )
    if outcome.broken:
        sentence += " " + _("原来正确的测试改错了 {count} 个。").format(count=len(outcome.broken))
    return shared(
        outcome.share,
        sentence=sentence,
        observed=f"{len(outcome.fixed)} - {len(outcome.broken)}",
        expected=f"{len(outcome.fixed) + len(outcome.failing)}",
        place=place,
    )


def _draw(draw: DrawOf) -> Draw:
    try:
        kind = DrawKind(draw.kind)
    except ValueError as error:
        raise CannotJudgeError(_("评分标准中的随机种类“{name}”不认识。").format(name=draw.kind)) from error
    return Draw(
        name=draw.name,
        kind=kind,
        low=draw.low,
        high=draw.high,
        places=draw.places,
        choices=draw.choices,
        least=draw.least,
        most=draw.most,
        between=draw.between,
    )


PROGRAM_TASKS: tuple[AnyCheckType, ...] = (
    CheckType("Y.seeded", N_("程序通过随机输入的测试"), Seeded, seeded),
    CheckType("Y.drawing", N_("程序画出指定的图形"), Drawn, drawing),
    CheckType("Y.blanks", N_("程序填空正确"), Blanks, blanks),
    CheckType("Y.repair", N_("程序中的错误已改正"), Repair, repair),
)
