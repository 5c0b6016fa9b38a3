from __future__ import annotations

import os
from pathlib import Path

import pytest

from grading.programs.errors import ProgramError
from grading.programs.inside.wire import Reply
from grading.programs.judge import Judge, JudgeConfig, judge_ending
from grading.programs.records import MIB, Limits, ProgramRun, RunResult, Verdict
from grading.programs.sandbox import Ended

from .conftest import Run, start_judge

MODULES = (
    "array asyncio base64 bisect calendar cmath collections copy csv ctypes dataclasses datetime decimal "
    "difflib enum fractions functools glob hashlib heapq html io itertools json keyword locale logging math "
    "numbers operator os pathlib pickle platform pprint queue random re secrets shelve shutil socket sqlite3 "
    "statistics string struct subprocess sys tempfile textwrap threading time timeit traceback types typing "
    "unicodedata unittest urllib.parse uuid xml.etree.ElementTree zipfile zlib zoneinfo"
).split()


def test_a_program_reads_its_input_and_prints(run: Run) -> None:
    result = run("n = int(input())\nprint(n * 2, '中文')", stdin="21\n")
    assert (result.verdict, result.exit_code, result.stdout) == (Verdict.OK, 0, "42 中文\n".encode())


def test_the_prompt_of_input_goes_nowhere(run: Run) -> None:
    assert run("print(input('请输入姓名：'))", stdin="张三").stdout.decode() == "张三\n"


def test_the_prompt_of_input_counts_when_the_rubric_says_so(run: Run) -> None:
    result = run("print(input('姓名：'))", stdin="张三", show_prompts=True)
    assert result.stdout.decode() == "姓名：张三\n"


def test_input_at_the_end_of_the_text_raises_as_usual(run: Run) -> None:
    result = run("a = input()\nb = input()", stdin="only one")
    assert (result.verdict, result.exception, result.line) == (Verdict.RUNTIME, "EOFError", 2)


def test_other_ways_to_read_the_input_work(run: Run) -> None:
    source = "import sys\nprint(sys.stdin.readline().strip())\nfor line in sys.stdin: print(line.strip()[::-1])"
    assert run(source, stdin="a\nbc\nde\n").stdout == b"a\ncb\ned\n"


def test_an_exception_is_named_with_its_line(run: Run) -> None:
    result = run("x = 1\n\nprint(x / 0)")
    assert (result.verdict, result.exception, result.line) == (Verdict.RUNTIME, "ZeroDivisionError", 3)
    assert b"print(x / 0)" in result.stderr
    assert b"judge" not in result.stderr


def test_a_syntax_error_is_named_with_its_line(run: Run) -> None:
    result = run("print('ok')\nif True\n  print(1)")
    assert (result.verdict, result.exception, result.line) == (Verdict.RUNTIME, "SyntaxError", 2)
    assert result.stdout == b""


def test_bytes_that_are_no_text_are_a_syntax_error(judge: Judge) -> None:
    assert judge.run(ProgramRun(b"\xff\xfe")).exception == "SyntaxError"


@pytest.mark.parametrize(
    ("source", "code", "verdict"),
    [
        ("exit()", 0, Verdict.OK),
        ("import sys; sys.exit(0)", 0, Verdict.OK),
        ("import sys; sys.exit(3)", 3, Verdict.RUNTIME),
        ("raise SystemExit('没有数据')", 1, Verdict.RUNTIME),
        ("import os; os._exit(7)", 7, Verdict.RUNTIME),
    ],
)
def test_the_exit_code_decides(run: Run, source: str, code: int, verdict: Verdict) -> None:
    result = run(source)
    assert (result.exit_code, result.verdict) == (code, verdict)


def test_what_was_printed_before_the_end_is_kept(run: Run) -> None:
    assert run("print('before')\nraise ValueError").stdout == b"before\n"
    assert run("import sys\nprint('before')\nsys.exit()").stdout == b"before\n"
    assert run("import atexit\natexit.register(print, 'after')\nprint('before')").stdout == b"before\nafter\n"


def test_time_is_cpu_time(run: Run) -> None:
    result = run("while True: pass", limits=Limits(cpu_ms=100))
    assert (result.verdict, result.why) == (Verdict.TIME, "cpu")
    assert 100 <= result.cost.cpu_ms < 1000


def test_a_sleeper_is_run_once_more_and_then_stopped(run: Run) -> None:
    result = run("import time; time.sleep(60)", limits=Limits(cpu_ms=100, wall_ms=100))
    assert (result.verdict, result.why, result.cost.attempts) == (Verdict.TIME, "wall", 2)


def test_a_short_nap_is_no_fault(run: Run) -> None:
    assert run("import time; time.sleep(0.2); print('ok')", limits=Limits(cpu_ms=100)).verdict is Verdict.OK


def test_memory_is_limited(run: Run) -> None:
    result = run("x = [0] * 10**9", limits=Limits(memory_bytes=128 * MIB))
    assert (result.verdict, result.exception) == (Verdict.MEMORY, "MemoryError")


def test_a_program_may_catch_its_memory_error(run: Run) -> None:
    source = "try:\n    x = [0] * 10**10\nexcept MemoryError:\n    print('too much')"
    assert run(source).verdict is Verdict.OK


def test_recursion_ends_with_its_own_error(run: Run) -> None:
    assert run("def f(n): return f(n + 1)\nf(0)").exception == "RecursionError"


def test_output_is_limited_and_cut(run: Run) -> None:
    result = run("while True: print('x' * 99)", limits=Limits(output_bytes=1000))
    assert (result.verdict, len(result.stdout)) == (Verdict.OUTPUT, 1000)


def test_output_up_to_the_limit_is_no_fault(run: Run) -> None:
    limits = Limits(output_bytes=1000)
    assert run("print('x' * 999)", limits=limits).verdict is Verdict.OK
    assert run("print('x' * 1000)", limits=limits).verdict is Verdict.OUTPUT


def test_files_are_given_and_those_made_come_back(run: Run) -> None:
    source = (
        "import os\ntext = open('data/in.csv').read()\nos.mkdir('out')\n"
        "open('out/结果.txt', 'w').write(text.upper())\nos.remove('unused.txt')"
    )
    result = run(source, files={"data/in.csv": b"a,b", "unused.txt": b""}, keep_files=True)
    assert (result.verdict, dict(result.files)) == (Verdict.OK, {"out/结果.txt": b"A,B"})


def test_hollow_and_oddly_named_files_do_no_harm(run: Run) -> None:
    source = (
        "import os\nfor n in range(200):\n    with open(f'hollow{n:03}', 'wb') as s: s.truncate(4 << 20)\n"
        "open('a\\nb', 'w').close()\nopen(b'\\xff', 'w').close()\nos.mkdir('shut', 0)\nprint('done')"
    )
    result = run(source, keep_files=True)
    assert result.stdout == b"done\n"
    assert sum(map(len, result.files.values())) == Limits().box_bytes
    assert all(name.startswith("hollow") for name in result.files)


def test_every_run_has_a_fresh_folder(run: Run) -> None:
    source = "import os\nprint(os.listdir('.'))\nopen('left', 'w').close()\nos.chmod('.', 0)"
    assert [run(source).stdout for _ in range(2)] == [b"[]\n", b"[]\n"]


def test_arguments_and_helper_modules_arrive(run: Run) -> None:
    source = "import sys, helper\nprint(sys.argv, helper.twice(4), __name__)"
    files = {"helper.py": b"def twice(n): return 2 * n"}
    result = run(source, files=files, argv=("一", "two"))
    assert result.stdout.decode() == "['program.py', '一', 'two'] 8 __main__\n"


def test_a_driver_calls_the_functions_and_answers_apart(run: Run) -> None:
    source = "def f(n): return n * n\nprint('trying:', f(2))\nif __name__ == '__main__':\n    print(input())"
    result = run(source, driver=b"print(f(3))\nprint(f(-4))")
    assert (result.verdict, result.answer) == (Verdict.OK, b"9\n16\n")
    assert result.stdout == b"trying: 4\n"


def test_a_missing_function_is_the_candidates_error(run: Run) -> None:
    result = run("def g(n): return n", driver=b"print(f(3))")
    assert (result.verdict, result.exception) == (Verdict.RUNTIME, "NameError")


def test_a_driver_with_a_mistake_is_refused_before_anything_runs() -> None:
    with pytest.raises(ProgramError):
        ProgramRun(b"", driver=b"print(f(3)")


def test_chance_and_hashes_and_addresses_repeat(run: Run) -> None:
    source = (
        "import random\nprint([random.randint(1, 99) for _ in range(5)])\nrandom.seed()\n"
        "print(random.random(), {'甲', '乙', '丙', '丁'}, hash('机考'))"
    )
    assert run(source) == run(source)
    assert run(source).stdout != run(source, seed=1).stdout


@pytest.mark.parametrize(
    "source",
    [
        "print(random.Random().random(), random.SystemRandom().randint(1, 10**9))",
        "import secrets, uuid, os\nprint(secrets.token_hex(8), uuid.uuid4(), os.urandom(4))",
        "import tempfile\nprint(tempfile.mkstemp())",
    ],
)
def test_chance_of_the_system_repeats_too(judge: Judge, source: str) -> None:
    runs = judge.run_all([ProgramRun(f"import random\n{source}".encode())] * 3)
    assert runs[0].verdict is Verdict.OK
    assert runs[0] == runs[1] == runs[2]


def test_a_restarted_judge_gives_the_same_results(run: Run) -> None:
    program = ProgramRun("print(object(), id(print), {'甲', '乙', '丙'})".encode())
    with start_judge(JudgeConfig(self_test=False, runs_per_server=1)) as other:
        assert other.run(program) == other.run(program)


@pytest.mark.parametrize("module", MODULES)
def test_the_modules_of_the_standard_library_import(run: Run, module: str) -> None:
    result = run(f"import {module}\nprint('ok')")
    assert (result.stdout, result.stderr) == (b"ok\n", b"")


def test_ordinary_work_with_files_is_allowed(run: Run) -> None:
    source = """
import csv, json, os, pathlib, shutil, sqlite3, tempfile, zipfile
with open("a.csv", "w", newline="", encoding="utf-8") as stream:
    csv.writer(stream).writerows([["甲", 1], ["乙", 2]])
with open("a.csv", encoding="utf-8") as stream:
    rows = list(csv.reader(stream))
pathlib.Path("b.json").write_text(json.dumps(rows))
shutil.copy("b.json", "c.json")
shutil.copytree(".", "../box/copy", ignore=lambda *a: ["copy"])
os.rename("c.json", "d.json")
with zipfile.ZipFile("e.zip", "w") as archive:
    archive.write("d.json")
base = sqlite3.connect("f.db")
base.execute("create table t (n int)")
base.executemany("insert into t values (?)", [(1,), (2,)])
base.commit()
print(base.execute("select sum(n) from t").fetchone()[0], zipfile.ZipFile("e.zip").namelist())
with tempfile.NamedTemporaryFile() as stream:
    stream.write(b"x")
shutil.rmtree("copy")
print(sorted(os.listdir(".")), os.path.exists("a.csv"), os.getcwd(), open(os.devnull).read())
"""
    result = run(source)
    assert result.stderr == b""
    assert result.stdout.splitlines()[0] == b"3 ['d.json']"


def test_a_program_cannot_silence_its_own_failure(run: Run) -> None:
    result = run("import sys, os\nos.ftruncate(4, 0)\nsys.excepthook = lambda *a: None\nraise ValueError")
    assert result.verdict is Verdict.RUNTIME


def test_a_forged_report_changes_nothing_for_the_better(run: Run) -> None:
    forged = 'import os\nos.write(4, b\'{"exception": "MemoryError", "line": 1e999}\')\nos._exit(1)'
    assert run(forged).verdict is Verdict.RUNTIME
    assert run("import os\nos.write(4, b'[' * 4000)\nos._exit(1)").exception == "exit 1"


def test_a_broken_stream_is_the_programs_own_fault(run: Run) -> None:
    assert run("import sys\nsys.stdout = None\nsys.stdin = None\ninput()").verdict is Verdict.RUNTIME
    assert run("import sys\nsys.stdout.close()").verdict is Verdict.OK
    assert run("import sys\nclass S:\n  closed = False\nsys.stdout = S()").verdict is Verdict.RUNTIME


def test_the_server_is_renewed_after_its_runs() -> None:
    with start_judge(JudgeConfig(self_test=False, runs_per_server=2)) as judge:
        assert [judge.run(ProgramRun(b"print(1)")).verdict for _ in range(5)] == [Verdict.OK] * 5


def test_a_lost_sandbox_is_replaced_and_costs_nobody_anything() -> None:
    with start_judge(JudgeConfig(self_test=False)) as judge:
        judge.run(ProgramRun(b""))
        sandbox = judge._sandbox
        assert sandbox is not None
        os.kill(sandbox._root_pid, 9)
        result = judge.run(ProgramRun(b"print(1)"))
    assert (result.verdict, result.cost.attempts) == (Verdict.OK, 2)


def test_judges_with_a_shared_lock_work_side_by_side(tmp_path: Path) -> None:
    config = JudgeConfig(self_test=False, alone_lock=tmp_path / "alone")
    with start_judge(config) as one, start_judge(config) as two:
        assert one.run(ProgramRun(b"")).verdict is Verdict.OK
        sleeper = ProgramRun(b"import time; time.sleep(9)", limits=Limits(cpu_ms=50, wall_ms=60))
        assert two.run(sleeper).why == "wall"
        assert one.run(ProgramRun(b"")).verdict is Verdict.OK


def test_an_interrupted_run_does_not_disturb_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> bytes:
        raise KeyboardInterrupt

    with start_judge(JudgeConfig(self_test=False)) as judge:
        with monkeypatch.context() as patch:
            patch.setattr("grading.programs.sandbox.Sandbox._hear", interrupt)
            with pytest.raises(KeyboardInterrupt):
                judge.run(ProgramRun(b"print('first')"))
        assert judge.run(ProgramRun(b"print('second')")).stdout == b"second\n"


def test_a_program_cannot_change_the_streams_of_the_next(run: Run) -> None:
    run("import fcntl, os\nfor n in range(5): fcntl.fcntl(n, fcntl.F_SETFL, os.O_APPEND | os.O_NONBLOCK)")
    flags = run("import fcntl\nprint([fcntl.fcntl(n, fcntl.F_GETFL) & 0o6000 for n in range(5)])").stdout
    assert flags == b"[0, 0, 0, 0, 0]\n"


def test_a_judge_starts_beside_many_open_files(tmp_path: Path) -> None:
    held = [os.open(tmp_path, os.O_RDONLY) for _ in range(400)]
    try:
        with start_judge(JudgeConfig(self_test=False)) as judge:
            source = b"import os\nfor n in range(5, 5000):\n  try: print(n, os.fstat(n))\n  except OSError: pass"
            assert judge.run(ProgramRun(source)).stdout == b""
    finally:
        for handle in held:
            os.close(handle)


def test_a_sandbox_that_cannot_be_opened_again_is_no_verdict_on_the_program() -> None:
    with start_judge(JudgeConfig(self_test=False)) as judge:
        judge._drop()
        judge._bubblewrap = Path("/nonexistent")
        result = judge.run(ProgramRun(b"print(1)"))
    assert (result.verdict, result.why) == (Verdict.CANNOT_JUDGE, "lost")


def test_a_closed_judge_leaves_no_process() -> None:
    judge = start_judge(JudgeConfig(self_test=False))
    sandbox = judge._sandbox
    assert sandbox is not None
    judge.close()
    judge.close()
    with pytest.raises(ProcessLookupError):
        os.kill(sandbox._root_pid, 0)


def ended(**changes: object) -> Ended:
    values = {"status": 0, "cpu_us": 1000, "wall_us": 1000, "stopped": "", "locked": True, **changes}
    return Ended(Reply(**values), b"", b"", b"", b"", {})  # type: ignore[arg-type]


def judged(**changes: object) -> RunResult:
    return judge_ending(ProgramRun(b""), ended(**changes), 1)


def test_a_run_that_was_not_locked_in_is_never_judged() -> None:
    assert judged(locked=False).verdict is Verdict.CANNOT_JUDGE


def test_a_kill_that_was_not_ours_is_never_the_candidates_fault() -> None:
    assert judged(status=9).verdict is Verdict.CANNOT_JUDGE


def test_a_little_more_cpu_than_allowed_is_too_much_even_when_the_program_ended() -> None:
    assert judged(cpu_us=2_000_000).verdict is Verdict.OK
    assert judged(cpu_us=2_000_001).verdict is Verdict.TIME


def test_a_signal_is_named() -> None:
    assert judged(status=11).exception == "SIGSEGV"


@pytest.mark.parametrize(
    "values", [{"cpu_ms": 0}, {"memory_bytes": 1}, {"output_bytes": 0}, {"box_files": 10**9}, {"wall_ms": -1}]
)
def test_limits_that_make_no_sense_are_refused(values: dict[str, int]) -> None:
    with pytest.raises(ProgramError):
        Limits(**values)


def test_the_limit_is_five_times_the_reference_and_at_least_a_second() -> None:
    assert (Limits.for_reference(10).cpu_ms, Limits.for_reference(400).cpu_ms) == (1000, 2000)


def test_runs_that_make_no_sense_are_refused() -> None:
    with pytest.raises(ProgramError):
        ProgramRun(b"x" * (1 << 20))
    with pytest.raises(Exception, match="文件名"):
        ProgramRun(b"", files={"../x": b""})
    with pytest.raises(ProgramError):
        ProgramRun(b"", argv=("a\0b",))
    with pytest.raises(ProgramError):
        JudgeConfig(layers=("magic",))
