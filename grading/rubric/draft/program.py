"""Proposals for Python programs: functions and constructs of the model, and tests that the model answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grading.programs.records import ProgramRun, Verdict
from grading.programs.static import Construct, read_program
from grading.programs.tests import Runner
from grading.rubric.draft.looks import shown
from grading.rubric.draft.proposal import Proposal
from itembank.base.i18n import _

ASKED = (Construct.FOR, Construct.WHILE, Construct.RECURSION)
TRIED = ("", "3\n1\n2\n3\n", "5\n", "12\n", "7\n8\n", "abc\n", "hello\n3\n", "3\na 1\nb 3\nc 2\n", "1 2 3\n")
"""What is typed on trial where the task shows no samples."""


@dataclass(frozen=True, slots=True)
class Sample:
    """An example run that the task shows."""

    name: str
    stdin: str


def program_proposals(
    file: str, starter: bytes, model: bytes, judge: Runner | None, samples: Sequence[Sample]
) -> Iterator[Proposal]:
    """Yield proposals; without a judge those about the program's text only."""
    yield from _text(file, starter, model)
    if judge is None:
        return
    given = samples or [Sample("", typed) for typed in TRIED]
    number = 0
    for sample in given:
        run = judge.run(ProgramRun(model, stdin=sample.stdin.encode()))
        if run.verdict is not Verdict.OK:
            continue
        number += 1
        name = sample.name or _("测试 {n}").format(n=number)
        test = {"name": name, "stdin": sample.stdin, "expected": run.stdout.decode("utf-8", "replace")}
        yield Proposal(
            "Y.tests",
            file,
            {"tests": [test]},
            _("输入“{text}”时输出正确").format(text=sample.stdin.strip().replace("\n", " ")),
            group="tests|",
            group_title=_("程序输出正确"),
            points=4,
            remark=_("测试点只取自样例或试出来的输入：请换成不公开的数据，并按情况分成几个得分点。"),
        )


def _text(file: str, starter: bytes, model: bytes) -> Iterator[Proposal]:
    facts, before = read_program(model).facts, read_program(starter).facts
    if facts is None:
        return
    for name, signature in facts.functions.items():
        if before is None or name not in before.functions:
            count = len(signature.parameters)
            title = _("定义有 {n} 个参数的函数 {name}").format(n=count, name=name)
            yield Proposal("Y.function", file, {"name": name, "parameters": count}, title, points=2)
    for construct in ASKED:
        if facts.count(construct) and (before is None or not before.count(construct)):
            title = _("使用 {name}").format(name=shown(construct.value))
            yield Proposal("Y.uses", file, {"construct": construct.value}, title)
