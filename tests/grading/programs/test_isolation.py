from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import pytest

from grading.programs import sandbox as boxes
from grading.programs.errors import NoSandboxError
from grading.programs.interpreter import find_interpreter
from grading.programs.judge import LAYERS, Judge, JudgeConfig
from grading.programs.records import Limits, ProgramRun, Verdict
from grading.programs.selftest import Attack, find_breaches, load_attacks, require_isolation, try_attack
from itembank.base.errors import ExitCode

from .conftest import Run, start_judge

ATTACKS = load_attacks()
NEEDED = """
endless_loop huge_power deep_recursion ignored_signals sleeper eight_gigabytes fork_bomb threads endless_output
big_file many_descriptors many_files tcp_connect udp_send tcp_listen abstract_socket read_system read_homes
write_outside kill_parent daemon shell kernel_calls judge_memory late_bomb small_writes shared_streams leftovers
changed_modules own_limits mapped_streams memory_of_others comes_back stream_marks hidden_room many_locks
mapped_memory more_kernel_calls odd_renames poisoned_pages
""".split()

# Looks through the memory that holds Python's objects (pools of 16 KiB, and small gaps between them) for a word
# that it does not spell itself.
SEARCH = """
import ctypes, gc
held = input()
half, rest = b"jikao-secret-", bytes([52, 55, 49, 49])
gc.unfreeze()
things = gc.get_objects()
places = sorted({id(part) >> 14 for thing in things for part in gc.get_referents(thing)})
found = seen = 0
for place, following in zip(places, places[1:]):
    size = (following - place if following - place <= 8 else 1) << 14
    memory = ctypes.string_at(place << 14, size)
    seen += size
    found += sum(part.startswith(rest) for part in memory.split(half)[1:])
print(found, seen > 1_000_000)
"""


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_is_held(judge: Judge, attack: Attack) -> None:
    assert try_attack(judge, attack) is None
    assert judge.run(ProgramRun(b"print('still here')")).stdout == b"still here\n"


def test_the_list_holds_every_attack_of_the_marking_rules() -> None:
    assert set(NEEDED) <= {attack.name for attack in ATTACKS}


@pytest.mark.parametrize("attack", [a for a in ATTACKS if len(a.programs) > 1], ids=lambda attack: attack.name)
def test_a_second_program_finds_what_the_first_left_when_nothing_separates_them(attack: Attack, tmp_path: Path) -> None:
    assert not _is_breached(attack.programs[-1:], tmp_path / "alone")
    assert _is_breached(attack.programs, tmp_path / "both")


def _is_breached(programs: tuple[str, ...], folder: Path) -> bool:
    """Run programs one after the other in one process and one folder."""
    streams, work = folder / "streams", folder / "work"
    streams.mkdir(parents=True)
    work.mkdir(0o700)
    runs = "\n".join(f"exec(compile({source!r}, 'program.py', 'exec'), {{}})" for source in programs)
    source = f"import os\nfor n in range(5): os.dup2(os.open('{streams}/%d' % n, os.O_RDWR | os.O_CREAT), n)\n{runs}"
    done = subprocess.run([sys.executable, "-S", "-c", source], cwd=work, check=False)
    said = b"".join(path.read_bytes() for path in streams.iterdir())
    for path in (work, *(path for path in work.glob("d") if path.is_dir())):
        path.chmod(0o700)  # so that pytest can remove it
    return b"BREACH" in said or done.returncode != 0


def test_a_judge_starts_when_all_attacks_are_held() -> None:
    with start_judge(JudgeConfig()) as judge:
        assert judge.isolation().seccomp


def test_the_attacks_bite_without_the_call_filter() -> None:
    """Shows that the list would find a hole, and that a judge with a hole refuses to start."""
    with start_judge(JudgeConfig(self_test=False, layers=("landlock", "nproc"))) as open_judge:
        found = {breach.attack.name for breach in find_breaches(open_judge, ATTACKS)}
        assert {"kernel_calls", "socket_pair", "own_limits"} <= found
        with pytest.raises(NoSandboxError, match="kernel_calls") as refusal:
            require_isolation(open_judge)
    assert refusal.value.code is ExitCode.ENVIRONMENT
    assert refusal.value.hint


def test_the_process_limit_bites_alone() -> None:
    with start_judge(JudgeConfig(self_test=False, layers=("nproc",))) as judge:
        bomb = next(attack for attack in ATTACKS if attack.name == "fork_bomb")
        assert try_attack(judge, bomb) is None


def test_all_attacks_are_held_on_a_kernel_without_landlock() -> None:
    with start_judge(JudgeConfig(self_test=False, layers=("nproc", "seccomp"))) as judge:
        assert find_breaches(judge, ATTACKS) == ()


def test_the_file_wall_bites_alone() -> None:
    with start_judge(JudgeConfig(self_test=False, layers=("landlock",))) as judge:
        if not judge.isolation().landlock_abi:
            pytest.skip("this kernel has no Landlock")
        reading = judge.run(ProgramRun(b"import os; os.listdir('/')"))
    assert reading.exception == "PermissionError"


def test_a_program_cannot_reach_a_port_of_this_machine(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0)
        port = listener.getsockname()[1]
        result = run(f"import socket\nsocket.create_connection(('127.0.0.1', {port}), 1)")
        with pytest.raises(BlockingIOError):
            listener.accept()
    assert result.exception.startswith("PermissionError")


def test_a_program_is_nobody_and_sees_almost_nothing(run: Run) -> None:
    result = run("import os\nprint(os.getuid(), os.getppid(), os.environ.get('USER'), len(os.environ))")
    uid, parent, user, count = result.stdout.split()
    assert (uid, parent, user) == (b"1000", b"1", b"None")
    assert int(count) < 12


def test_what_one_candidate_wrote_is_not_in_the_memory_of_the_next(run: Run) -> None:
    """The server never reads a program or an input, so a fork of it cannot hold an earlier one."""
    secret = "jikao-secret-" + "4711"
    plenty = Limits(cpu_ms=10_000)
    assert run(SEARCH, stdin=secret, limits=plenty).stdout not in {b"0 True\n", b""}, (
        "the search itself must be able to find"
    )
    run(f"x = {secret!r} * 3\nprint(input() + x)", stdin=f"{secret} from the input")
    result = run(SEARCH, stdin="nothing", limits=plenty)
    assert (result.verdict, result.stdout) == (Verdict.OK, b"0 True\n")


def test_no_bubblewrap_is_told_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(NoSandboxError, match="bubblewrap") as refusal:
        Judge.start()
    assert "apt install" in refusal.value.hint


def test_another_system_is_told_where_programs_can_be_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    with pytest.raises(NoSandboxError, match="win32") as refusal:
        boxes.find_bubblewrap()
    assert "Linux" in refusal.value.hint


def test_a_bubblewrap_that_cannot_isolate_is_told_with_its_own_words() -> None:
    start_judge(JudgeConfig(self_test=False)).close()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        broken = Path(folder) / "bwrap"
        broken.write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n")
        broken.chmod(0o755)
        with pytest.raises(NoSandboxError, match="No permissions to create new namespace"):
            boxes.open_sandbox(broken, find_interpreter(None, boxes.identity()), LAYERS)


def test_a_bubblewrap_that_hangs_is_ended_with_everything_it_started(monkeypatch: pytest.MonkeyPatch) -> None:
    start_judge(JudgeConfig(self_test=False)).close()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        hanging, told = Path(folder) / "bwrap", Path(folder) / "pid"
        hanging.write_text(f"#!/bin/sh\nsleep 600 &\necho $! > {told}\nwait\n")
        hanging.chmod(0o755)
        for seconds in (1, 10, 60):  # a busy machine may not even have begun by the first
            monkeypatch.setattr(boxes, "START_SECONDS", seconds)
            with pytest.raises(NoSandboxError, match="机器可能太忙"):
                boxes.open_sandbox(hanging, find_interpreter(None, boxes.identity()), LAYERS)
            if told.exists() and told.read_text().strip():
                break
        pid = int(told.read_text())
        assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_a_bubblewrap_that_does_not_start_is_told(tmp_path: Path) -> None:
    start_judge(JudgeConfig(self_test=False)).close()
    with pytest.raises(NoSandboxError):
        boxes.open_sandbox(tmp_path, find_interpreter(None, boxes.identity()), LAYERS)


def test_a_python_that_does_not_run_is_told() -> None:
    start_judge(JudgeConfig(self_test=False)).close()
    with pytest.raises(NoSandboxError, match="/nonexistent/python"):
        find_interpreter(Path("/nonexistent/python"), boxes.identity())
