"""Machines that nobody here has: a judge works on them, or refuses in one sentence with what to do."""

from __future__ import annotations

import errno
import json
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from grading.programs.judge import JudgeConfig
from grading.programs.refusals import no_other_user, refusal
from itembank.base.errors import ExitCode

from .conftest import start_judge

ROOT = Path(__file__).resolve().parents[3]
MODULE = "tests.grading.programs.strange_machine"
NEW_USER_SPACE = 0x10000000
MOUNT_WITHOUT_PROGRAMS = 8  # as the box is mounted and nothing of bubblewrap's
WORKS = {"verdict": "ok", "stdout": "42\n"}


@pytest.fixture(scope="module", autouse=True)
def _a_judge_can_be_had() -> None:
    if platform.machine() != "x86_64":
        pytest.skip("the numbers of the calls are those of x86-64")
    start_judge(JudgeConfig(self_test=False)).close()


def on_a_machine(**wanted: object) -> dict[str, Any]:
    done = subprocess.run([sys.executable, "-m", MODULE, json.dumps(wanted)], cwd=ROOT, capture_output=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.mark.parametrize(
    ("calls", "sentence", "hint"),
    [
        ([[56, errno.EPERM, 0, NEW_USER_SPACE]], "No permissions to create new namespace", "unprivileged_userns"),
        ([[56, errno.ENOSPC, 0, NEW_USER_SPACE]], "namespace", "unprivileged_userns"),
        ([[165, errno.EACCES, 3, MOUNT_WITHOUT_PROGRAMS]], "不允许隔离环境挂载", "AppArmor"),
        ([[434, errno.ENOSYS]], "内核太旧", "5.10"),
        ([[135, errno.EPERM]], "内存地址", "LockPersonality"),
        ([[319, errno.ENOSYS]], "Function not implemented", "Debian 12"),
    ],
    ids=["no user namespaces", "too many of them", "a security module", "an old kernel", "personality", "no memfd"],
)
def test_a_missing_call_of_the_kernel_is_told(calls: list[list[int]], sentence: str, hint: str) -> None:
    told = on_a_machine(calls=calls)
    assert told["code"] == ExitCode.ENVIRONMENT
    assert sentence in told["message"]
    assert hint in told["hint"]


def test_a_kernel_without_landlock_will_do() -> None:
    assert on_a_machine(calls=[[444, errno.EOPNOTSUPP]]) == WORKS


@pytest.mark.parametrize(("name", "most"), [("RLIMIT_NOFILE", 200), ("RLIMIT_FSIZE", 200), ("RLIMIT_STACK", 8 << 20)])
def test_a_low_limit_of_the_process_is_named(name: str, most: int) -> None:
    told = on_a_machine(limits={name: most})
    assert told["code"] == ExitCode.ENVIRONMENT
    assert name in told["message"]
    assert "ulimit" in told["hint"]


def test_a_judge_works_where_the_standard_streams_are_closed() -> None:
    assert on_a_machine(closed=True) == WORKS


def test_a_judge_works_where_the_end_of_children_is_ignored() -> None:
    assert on_a_machine(deaf=True) == WORKS


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("bwrap: Unknown option --as-pid-1", "版本太旧"),
        ("bwrap: --cap-add in setuid mode can be used only by root", "setuid"),
        ("bwrap: setting up uid map: Permission denied", "uid map"),
        ("bwrap: Creating new namespace failed: Resource temporarily unavailable", "进程数"),
        ("the sandbox does not answer", "机器可能太忙"),
        ("OSError: [Errno 22] seccomp filter", "seccomp"),
        ("MemoryError", "内存"),
        ("something new", "something new"),
    ],
)
def test_every_refusal_says_what_to_do(said: str, sentence: str) -> None:
    refused = refusal(said)
    assert sentence in refused.message
    assert refused.hint
    assert refused.code is ExitCode.ENVIRONMENT


def test_a_root_who_may_not_become_another_user_is_told_so() -> None:
    refused = no_other_user(PermissionError(errno.EPERM, "Operation not permitted"))
    assert "root" in refused.message
    assert "CAP_SETUID" in refused.hint
    assert "进程数" in no_other_user(BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")).message
