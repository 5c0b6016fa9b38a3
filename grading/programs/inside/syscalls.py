"""Numbers of the system calls a school program may make, by processor.

What is not listed is refused. A program has no call that starts a process or
thread, opens a socket, sends a signal, mounts, traces, or changes a privilege;
the server has the few of these that it needs for serving.
The numbers are the kernel's (`asm/unistd_64.h`, `asm-generic/unistd.h`).
"""

from __future__ import annotations

from typing import NamedTuple

# Calls whose refusal the C library or Python expects with a certain error, so that it goes another way.
ENOSYS, EOPNOTSUPP = 38, 95
CLONE3 = 435

# Arguments that are looked at: (position, allowed values). Values are those of the kernel's headers.
TERMINAL_QUESTIONS = (0x5401, 0x5413, 0x5450, 0x5451)  # TCGETS, TIOCGWINSZ, FIONCLEX, FIOCLEX
FILE_CONTROLS = (0, 1, 2, 3, 4, 5, 6, 1030)  # DUPFD, GET/SETFD, GET/SETFL, GET/SETLK, DUPFD_CLOEXEC
ONLY_ITSELF = (0,)
RENAMES = (0, 1, 2)  # plainly, not over another file, in exchange; the third way leaves a device behind

X86_64 = {
    "read": 0, "readv": 19, "pread64": 17, "preadv": 295, "write": 1, "writev": 20, "pwrite64": 18,
    "pwritev": 296, "open": 2, "openat": 257, "close": 3, "close_range": 436, "stat": 4, "fstat": 5,
    "lstat": 6, "newfstatat": 262, "statx": 332, "access": 21, "faccessat": 269, "faccessat2": 439,
    "lseek": 8, "mmap": 9, "mprotect": 10, "munmap": 11, "mremap": 25, "brk": 12, "madvise": 28,
    "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15, "sigaltstack": 131, "dup": 32,
    "dup2": 33, "dup3": 292, "getcwd": 79, "chdir": 80, "fchdir": 81, "mkdir": 83, "mkdirat": 258,
    "rmdir": 84, "unlink": 87, "unlinkat": 263, "rename": 82, "renameat": 264,
    "getdents64": 217, "ftruncate": 77, "truncate": 76, "fallocate": 285, "getpid": 39, "getppid": 110,
    "gettid": 186, "getuid": 102, "geteuid": 107, "getgid": 104, "getegid": 108, "getresuid": 118,
    "getresgid": 120, "getgroups": 115, "uname": 63, "sysinfo": 99, "getrlimit": 97, "getrusage": 98,
    "times": 100, "clock_gettime": 228, "clock_getres": 229, "clock_nanosleep": 230, "nanosleep": 35,
    "gettimeofday": 96, "time": 201, "select": 23, "pselect6": 270, "poll": 7, "ppoll": 271, "futex": 202,
    "sched_yield": 24, "sched_getaffinity": 204, "exit": 60, "exit_group": 231, "getrandom": 318,
    "set_robust_list": 273, "rseq": 334, "restart_syscall": 219, "umask": 95, "fsync": 74, "fdatasync": 75,
    "utimensat": 280, "chmod": 90, "fchmod": 91, "fchmodat": 268, "readlink": 89, "readlinkat": 267,
    "pipe": 22, "pipe2": 293, "sendfile": 40, "copy_file_range": 326, "statfs": 137, "fstatfs": 138,
}  # fmt: skip
AARCH64 = {
    "read": 63, "readv": 65, "pread64": 67, "preadv": 69, "write": 64, "writev": 66, "pwrite64": 68,
    "pwritev": 70, "openat": 56, "close": 57, "close_range": 436, "fstat": 80, "newfstatat": 79,
    "statx": 291, "faccessat": 48, "faccessat2": 439, "lseek": 62, "mmap": 222, "mprotect": 226,
    "munmap": 215, "mremap": 216, "brk": 214, "madvise": 233, "rt_sigaction": 134, "rt_sigprocmask": 135,
    "rt_sigreturn": 139, "sigaltstack": 132, "dup": 23, "dup3": 24, "getcwd": 17, "chdir": 49,
    "fchdir": 50, "mkdirat": 34, "unlinkat": 35, "renameat": 38, "getdents64": 61,
    "ftruncate": 46, "truncate": 45, "fallocate": 47, "getpid": 172, "getppid": 173, "gettid": 178,
    "getuid": 174, "geteuid": 175, "getgid": 176, "getegid": 177, "getresuid": 148, "getresgid": 150,
    "getgroups": 158, "uname": 160, "sysinfo": 179, "getrlimit": 163, "getrusage": 165, "times": 153,
    "clock_gettime": 113, "clock_getres": 114, "clock_nanosleep": 115, "nanosleep": 101,
    "gettimeofday": 169, "pselect6": 72, "ppoll": 73, "futex": 98, "sched_yield": 124,
    "sched_getaffinity": 123, "exit": 93, "exit_group": 94, "getrandom": 278, "set_robust_list": 99,
    "rseq": 293, "restart_syscall": 128, "umask": 166, "fsync": 82, "fdatasync": 83, "utimensat": 88,
    "fchmod": 52, "fchmodat": 53, "readlinkat": 78, "pipe2": 59, "sendfile": 71, "copy_file_range": 285,
    "statfs": 43, "fstatfs": 44,
}  # fmt: skip
# What only the server calls; its children give these up too before they see a program.
X86_64_SERVER = {
    "clone": 56, "kill": 62, "wait4": 61, "waitid": 247, "pidfd_open": 434, "mount": 165, "umount2": 166,
    "capset": 126, "prctl": 157, "landlock_restrict_self": 446,
}  # fmt: skip
AARCH64_SERVER = {
    "clone": 220, "kill": 129, "wait4": 260, "waitid": 95, "pidfd_open": 434, "mount": 40, "umount2": 39,
    "capset": 91, "prctl": 167, "landlock_restrict_self": 446,
}  # fmt: skip


class Rule(NamedTuple):
    """A call that is allowed only when its argument at `position` is one of `values`."""

    number: int
    position: int
    values: tuple[int, ...]


class Table(NamedTuple):
    """What may be called on one processor, by a program and, besides, by the server that serves it.

    `limiting` is the call that tells limits, which a program may ask, and sets them, which it may not.
    """

    audit_arch: int
    allowed: frozenset[int]
    checked: tuple[Rule, ...]
    answered: tuple[tuple[int, int], ...]  # (call, error number)
    serving: frozenset[int]
    limiting: int


TABLES = {
    "x86_64": Table(
        audit_arch=0xC000003E,
        allowed=frozenset(X86_64.values()),
        checked=(
            Rule(16, 1, TERMINAL_QUESTIONS),  # ioctl
            Rule(72, 1, FILE_CONTROLS),  # fcntl
            Rule(302, 0, ONLY_ITSELF),  # prlimit64
            Rule(316, 4, RENAMES),  # renameat2
        ),
        answered=((CLONE3, ENOSYS), *((number, EOPNOTSUPP) for number in range(188, 197))),  # xattr family
        serving=frozenset(X86_64_SERVER.values()),
        limiting=302,
    ),
    "aarch64": Table(
        audit_arch=0xC00000B7,
        allowed=frozenset(AARCH64.values()),
        checked=(
            Rule(29, 1, TERMINAL_QUESTIONS),
            Rule(25, 1, FILE_CONTROLS),
            Rule(261, 0, ONLY_ITSELF),
            Rule(276, 4, RENAMES),
        ),
        answered=((CLONE3, ENOSYS), *((number, EOPNOTSUPP) for number in range(5, 14))),
        serving=frozenset(AARCH64_SERVER.values()),
        limiting=261,
    ),
}
