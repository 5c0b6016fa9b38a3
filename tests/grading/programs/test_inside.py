"""The parts that run in the sandbox, seen from outside: the filter, the tables, the messages."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.programs.inside import wire
from grading.programs.inside.seccomp import ALLOW, ERRNO, KILL, X32_BIT, assemble_list, assemble_refusal
from grading.programs.inside.syscalls import AARCH64, AARCH64_SERVER, TABLES, X86_64, X86_64_SERVER, Table

EPERM = 1
HEADERS = {
    "x86_64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    "aarch64": Path("/usr/include/asm-generic/unistd.h"),
}
NAMES = {"x86_64": X86_64 | X86_64_SERVER, "aarch64": AARCH64 | AARCH64_SERVER}
# Calls that nothing in a school program needs and that open a way out; none may ever be on a list.
NEVER = """
clone clone3 fork vfork execve execveat ptrace kill tkill tgkill socket socketpair connect bind listen accept
mount umount2 pivot_root chroot unshare setns keyctl add_key bpf io_uring_setup perf_event_open userfaultfd
memfd_create process_vm_readv process_vm_writev pidfd_open pidfd_getfd setuid setgid setresuid capset prctl
seccomp personality symlink symlinkat link linkat mknod mknodat shmget semget msgget mq_open setsid setpgid
init_module reboot swapon quotactl open_by_handle_at
""".split()


def answer(code: bytes, arch: int, number: int, arguments: tuple[int, ...] = ()) -> int:
    """Run the filter as the kernel would, for the few instructions that it uses."""
    data = struct.pack("=iIQ6Q", number, arch, 0, *(*arguments, *[0] * 6)[:6])
    lines = list(struct.iter_unpack("=HBBI", code))
    position = value = 0
    while True:
        operation, when_true, when_false, operand = lines[position]
        position += 1
        if operation == 0x20:
            value = struct.unpack_from("=I", data, operand)[0]
        elif operation == 0x06:
            return int(operand)
        else:
            holds = value == operand if operation == 0x15 else value >= operand
            position += when_true if holds else when_false


def calls_of(machine: str) -> dict[str, int]:
    """Read the kernel's own list of calls, where the headers are installed."""
    if not HEADERS[machine].is_file():
        pytest.skip("the kernel's headers are not on this machine")
    text = HEADERS[machine].read_text()
    return {name: int(number) for name, number in re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", text)}


@pytest.mark.parametrize("machine", TABLES)
def test_the_numbers_are_those_of_the_kernels_headers(machine: str) -> None:
    known = calls_of(machine)
    if machine == "aarch64":
        known["newfstatat"] = known["fstatat"]
    assert {name: known.get(name) for name in NAMES[machine]} == NAMES[machine]


def strictest(table: Table, number: int, arguments: tuple[int, ...] = (), *, arch: int | None = None) -> int:
    """Ask both filters of a child, as the kernel does, and take the stricter answer."""
    codes = (assemble_list(table), assemble_refusal(table))
    answers = [answer(code, table.audit_arch if arch is None else arch, number, arguments) for code in codes]
    return min(answers, key=lambda found: (found != KILL, found & 0x7FFF0000))


@pytest.mark.parametrize("machine", TABLES)
def test_no_way_out_is_on_a_list(machine: str) -> None:
    known = calls_of(machine)
    let_through = [name for name in NEVER if name in known and strictest(TABLES[machine], known[name]) == ALLOW]
    assert let_through == []


@pytest.mark.parametrize("machine", TABLES)
def test_the_server_itself_may_call_nothing_but_what_serving_needs(machine: str) -> None:
    known = calls_of(machine)
    code = assemble_list(TABLES[machine])
    let_through = {
        name for name in NEVER if name in known and answer(code, TABLES[machine].audit_arch, known[name]) == ALLOW
    }
    assert let_through == {"clone", "kill", "mount", "umount2", "pidfd_open", "prctl", "capset"}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_call_is_answered_as_its_table_says(table: Table) -> None:
    checked = {rule.number for rule in table.checked}
    told = dict(table.answered)
    for number in range(600):
        if number not in checked:
            expected = ALLOW if number in table.allowed else ERRNO | told.get(number, EPERM)
            assert strictest(table, number) == expected, number


def test_no_call_is_both_a_programs_and_the_servers() -> None:
    assert [table.allowed & table.serving for table in TABLES.values()] == [frozenset(), frozenset()]


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_looked_at_arguments_decide(table: Table) -> None:
    code = assemble_list(table)
    for rule in table.checked:
        for value in range(7000):
            arguments = (0,) * rule.position + (value,)
            found = answer(code, table.audit_arch, rule.number, arguments)
            assert found == (ALLOW if value in rule.values else ERRNO | EPERM)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
@pytest.mark.parametrize("pointer", [1, 1 << 31, 1 << 32, 0x7FFF_0000_0000, (1 << 64) - 1])
def test_limits_may_be_asked_for_and_never_set(table: Table, pointer: int) -> None:
    limiting = table.limiting
    assert strictest(table, limiting, (0, 0, 0, 1)) == ALLOW
    assert strictest(table, limiting, (0, 0, pointer, 0)) == ERRNO | EPERM
    assert strictest(table, limiting, (1, 0, 0, 1)) == ERRNO | EPERM
    assert (
        answer(assemble_list(table), table.audit_arch, limiting, (0, 0, pointer, 0)) == ALLOW
    )  # the child's own, before


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_other_modes_of_the_processor_kill(table: Table) -> None:
    assert strictest(table, 1, arch=0x40000003) == KILL
    assert {strictest(table, X32_BIT | n) for n in (0, 1, 60, 600)} == {KILL}
    assert strictest(table, -1) == KILL


TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20)


@given(
    st.binary(max_size=50),
    st.binary(max_size=50),
    st.lists(st.tuples(TEXTS, st.binary(max_size=20)), max_size=4),
    st.lists(TEXTS, max_size=4),
    st.booleans(),
)
def test_a_job_arrives_as_it_was_sent(
    source: bytes, driver: bytes, files: list[tuple[str, bytes]], argv: list[str], prompts: bool
) -> None:
    job = wire.Job(source, driver, tuple(files), tuple(argv), prompts, 7)
    assert wire.read_job(wire.pack_job(job)) == tuple(job)


def test_files_arrive_as_they_were_sent_and_cut_ones_are_refused() -> None:
    packed = wire.pack_files([("a", b"1"), ("目录/b", b"")])
    assert wire.read_files(packed) == {"a": b"1", "目录/b": b""}
    for cut in (packed[:2], packed[:-1], packed[:8]):
        with pytest.raises(ValueError):
            wire.read_files(cut)


def test_messages_arrive_as_they_were_sent() -> None:
    request = wire.Request(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, keep_files=True)
    ready = wire.Ready("3.11.2", 7, seccomp=True)
    assert wire.Request(*wire.REQUEST.unpack(wire.pack_request(request))) == request
    assert wire.read_reply(wire.pack_reply(9, 1, 2, "cpu", is_locked=True)) == wire.Reply(9, 1, 2, "cpu", locked=True)
    assert wire.read_ready(wire.pack_ready(ready)) == ready


@pytest.mark.parametrize("data", [b"", b"x" * 21, b"x" * 23, b"\xff" * 22])
def test_what_is_no_reply_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="no reply"):
        wire.read_reply(data)
