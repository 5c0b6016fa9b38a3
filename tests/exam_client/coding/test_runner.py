"""Real Python programs run, fed, flooded, stopped and limited."""

from __future__ import annotations

import os
import queue
import sys
import time
from pathlib import Path

import psutil
import pytest

from exam_client.coding.runner import BATCH_CHARACTERS, Limits, ProgramPlan, RunningProgram, clean_environment
from exam_client.coding.samples import run_samples, same_output
from exam_client.coding.views import Channel, ProgramEnded, ProgramOutput, RunOutcome
from itembank.model.items.practical import SampleTest

PATIENCE = 30


class Told:
    """Collects what a program tells."""

    def __init__(self) -> None:
        self.queue: queue.Queue[ProgramOutput | ProgramEnded] = queue.Queue()
        self.output: list[ProgramOutput] = []

    def __call__(self, told: ProgramOutput | ProgramEnded) -> None:
        self.queue.put(told)

    def next(self) -> ProgramOutput | ProgramEnded:
        told = self.queue.get(timeout=PATIENCE)
        if isinstance(told, ProgramOutput):
            self.output.append(told)
        return told

    def end(self) -> ProgramEnded:
        while not isinstance(told := self.next(), ProgramEnded):
            pass
        return told

    def text(self, channel: Channel = Channel.OUT) -> str:
        return "".join(o.text for o in self.output if o.channel is channel)


@pytest.fixture
def run(tmp_path: Path):
    programs: list[RunningProgram] = []

    def start(source: str, limits: Limits | None = None, python: str = sys.executable) -> tuple[RunningProgram, Told]:
        (tmp_path / "main.py").write_text(source, "utf-8")
        told = Told()
        plan = ProgramPlan(1, python, tmp_path, "main.py", limits or Limits())
        programs.append(RunningProgram(plan, told, dict(os.environ)))
        return programs[-1], told

    yield start
    for program in programs:
        program.stop()
        assert program.wait(PATIENCE)


def test_a_program_reads_lines_and_writes_chinese(run) -> None:
    program, told = run("name = input('姓名：')\nprint('你好，' + name + '！')\n")
    program.send_line("小明")
    assert told.end().outcome is RunOutcome.FINISHED
    assert told.text() == "姓名：你好，小明！\n"


def test_a_program_may_import_the_candidates_own_module_and_finds_its_files(run, tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("VALUE = open('数据.txt', encoding='utf-8').read()\n", "utf-8")
    (tmp_path / "数据.txt").write_text("七", "utf-8")
    _program, told = run("import mine\nprint(mine.VALUE)\n")
    told.end()
    assert told.text() == "七\n"
    assert not (tmp_path / "__pycache__").exists()


def test_an_error_is_explained_at_the_end(run) -> None:
    _program, told = run("print('开始')\nprint(1 / 0)\n")
    ended = told.end()
    assert (ended.outcome, ended.exit_code) == (RunOutcome.FAILED, 1)
    assert ended.explanation is not None
    assert (ended.explanation.error, ended.explanation.line) == ("ZeroDivisionError", 2)
    assert "Traceback" in told.text(Channel.ERROR)


def test_an_endless_print_comes_in_small_batches_and_stops_at_once(run) -> None:
    program, told = run("while True:\n    print('满' * 100)\n")
    began = time.monotonic()
    for _batch in range(20):
        told.next()
    assert max(len(o.text) for o in told.output) <= BATCH_CHARACTERS
    assert time.monotonic() - began >= 0.5, "twenty batches take their time"
    assert told.queue.qsize() < 20
    program.stop()
    assert told.end().outcome is RunOutcome.STOPPED


def test_the_end_of_a_long_output_is_never_left_out(run) -> None:
    _program, told = run("print('x' * 200_000)\nprint('最后一行')\n")
    told.end()
    assert told.text().endswith("最后一行\n")
    assert sum(o.dropped_bytes for o in told.output) + len(told.text().encode()) == 200_001 + len("最后一行\n".encode())


def test_stopping_reaches_children_and_deaf_programs(run) -> None:
    program, told = run(
        "import signal, subprocess, sys, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'], start_new_session=True)\n"
        "print(child.pid)\n"
        "time.sleep(600)\n"
    )
    told.next()
    child = int(told.text())
    program.stop()
    assert told.end().outcome is RunOutcome.STOPPED
    assert not psutil.pid_exists(child) or psutil.Process(child).status() == psutil.STATUS_ZOMBIE


DAEMON = """import os, time
for step in range(2):
    if os.fork():
        time.sleep(600 if step == 0 else 0)
        os._exit(0)
    os.setsid()
print(os.getpid(), flush=True)
time.sleep(600)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork on this system")
@pytest.mark.parametrize("stops", [True, False], ids=["stopped", "ended by itself"])
def test_a_daemon_that_the_program_let_loose_goes_with_it(run, stops: bool) -> None:
    source = DAEMON if stops else DAEMON.replace("600 if step == 0 else 0", "0.5")
    program, told = run(source)
    told.next()
    daemon = int(told.text())
    if stops:
        program.stop()
    assert told.end().outcome is (RunOutcome.STOPPED if stops else RunOutcome.FINISHED)
    assert not psutil.pid_exists(daemon) or psutil.Process(daemon).status() == psutil.STATUS_ZOMBIE


def test_a_line_of_many_millions_of_letters_and_a_stop_leave_nothing_behind(run) -> None:
    program, told = run("print('长' * 20_000_000)\nprint('完')\n")
    for _batch in range(5):
        told.next()
    assert max(len(o.text) for o in told.output) <= BATCH_CHARACTERS
    program.stop()
    assert told.end().outcome is RunOutcome.STOPPED


def test_endless_recursion_is_explained(run) -> None:
    _program, told = run("def f(n):\n    return f(n + 1)\n\nprint(f(0))\n")
    ended = told.end()
    assert ended.outcome is RunOutcome.FAILED
    assert ended.explanation is not None
    assert "调用自己" in ended.explanation.sentence


def test_a_program_that_closes_its_own_channels_still_ends(run) -> None:
    _program, told = run("import os, sys\nsys.stdout.flush()\nos.close(1)\nos.close(0)\nos._exit(3)\n")
    assert told.end().exit_code == 3


def test_the_end_of_the_input_reaches_a_program(run) -> None:
    program, told = run("import sys\nprint(len(sys.stdin.read()))\n")
    program.send_line("abc")
    program.end_input()
    assert told.end().outcome is RunOutcome.FINISHED
    assert told.text() == "4\n"


@pytest.mark.parametrize(
    ("source", "limits"),
    [
        pytest.param(
            "import subprocess, sys\nwhile True:\n"
            "    subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n",
            Limits(processes=5),
            id="processes",
        ),
        ("while True:\n    pass\n", Limits(processor_seconds=0.5)),
        ("input()\n", Limits(wall_seconds=0.5)),
        ("x = []\nwhile True:\n    x.append(bytes(1 << 20))\n", Limits(memory_bytes=1 << 27)),
    ],
)
def test_limits_on_time_and_memory_end_a_program(run, source: str, limits: Limits) -> None:
    _program, told = run(source, limits)
    assert told.end().outcome is RunOutcome.TIME_LIMIT


def test_a_program_that_never_reads_does_not_block_who_feeds_it(run) -> None:
    program, told = run("import time\ntime.sleep(600)\n")
    for _line in range(2000):
        program.send_line("x" * 100)
    program.stop()
    assert told.end().outcome is RunOutcome.STOPPED


def test_a_missing_interpreter_is_told(run) -> None:
    _program, told = run("print(1)\n", python="/no/such/python")
    assert told.end().outcome is RunOutcome.NOT_STARTED


def test_nothing_of_our_environment_reaches_a_program() -> None:
    kept = clean_environment({"PATH": "/bin", "PYTHONPATH": "/x", "SECRET": "s", "LANG": "C"})
    assert kept == {"PATH": "/bin", "LANG": "C"}


def test_samples_tell_expected_and_got(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text("a, b = map(int, input().split())\nprint(a + b)\n", "utf-8")
    tests = (
        SampleTest(name="样例 1", stdin="1 2\n", expected="3\n"),
        SampleTest(name="样例 2", stdin="2 2\n", expected="5"),
        SampleTest(name="样例 3", stdin="", expected="0"),
    )
    plan = ProgramPlan(1, sys.executable, tmp_path, "main.py")
    results = run_samples(plan, tests, dict(os.environ))
    assert [(r.passed, r.got) for r in results[:2]] == [(True, "3\n"), (False, "4\n")]
    assert results[2].outcome is RunOutcome.FAILED
    assert results[2].explanation is not None
    assert results[2].explanation.error == "EOFError"


@pytest.mark.parametrize(
    ("expected", "got", "same"),
    [("3\n", "3", True), ("1 \n2\n\n", "1\n2", True), ("1\n2", "1 2", False), ("", "\n", True), (" 1", "1", False)],
)
def test_only_trailing_blanks_do_not_count(expected: str, got: str, same: bool) -> None:
    assert same_output(expected, got) is same
