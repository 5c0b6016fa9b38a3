"""Running the public sample tests of a program, one after the other, with expected and got. Blocking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from exam_client.coding.runner import Limits, ProgramPlan, RunningProgram
from exam_client.coding.views import Channel, ProgramEnded, ProgramOutput, RunOutcome, SampleResult
from itembank.model.items.practical import SampleTest

SAMPLE_LIMITS = Limits(wall_seconds=10.0, processor_seconds=5.0)
MAX_OUTPUT_CHARACTERS = 64 * 1024


def run_samples(
    plan: ProgramPlan, tests: Sequence[SampleTest], environment: Mapping[str, str]
) -> tuple[SampleResult, ...]:
    """Run all tests; a trailing blank at the end of a line or of the output does not count."""
    return tuple(_run(replace(plan, limits=SAMPLE_LIMITS), test, environment) for test in tests)


def same_output(expected: str, got: str) -> bool:
    """Compare outputs line by line without trailing blanks."""
    return _lines(expected) == _lines(got)


def _run(plan: ProgramPlan, test: SampleTest, environment: Mapping[str, str]) -> SampleResult:
    output: list[str] = []
    ended: list[ProgramEnded] = []

    def tell(told: ProgramOutput | ProgramEnded) -> None:
        if isinstance(told, ProgramEnded):
            ended.append(told)
        elif told.channel is Channel.OUT and sum(map(len, output)) < MAX_OUTPUT_CHARACTERS:
            output.append(told.text)

    program = RunningProgram(plan, tell, environment)
    for line in test.stdin.splitlines():
        program.send_line(line)
    program.end_input()
    program.wait()
    outcome = ended[0].outcome if ended else RunOutcome.NOT_STARTED
    got = "".join(output)
    passed = outcome is RunOutcome.FINISHED and same_output(test.expected, got)
    return SampleResult(test.name, passed, test.expected, got, outcome, ended[0].explanation if ended else None)


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.rstrip().splitlines()]
