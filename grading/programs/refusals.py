"""Why this machine cannot judge programs, in one sentence, and what its keeper can do about it.

The words are those of bubblewrap, of Python and of our own server (`inside.kernel.Unfit`), which speak English.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Mapping
from typing import NamedTuple

from grading.programs.errors import NoSandboxError
from grading.programs.records import MIB, Limits
from itembank.base.i18n import N_, _

LEAST_FILES = 256
STACK_BYTES = 16 * MIB


class Cause(NamedTuple):
    """Words that give a cause away, the sentence for it and what to do."""

    words: tuple[str, ...]
    sentence: str
    hint: str


NAMESPACES = N_(
    "请允许普通用户使用用户命名空间（sysctl kernel.unprivileged_userns_clone=1；"
    "Ubuntu 24.04 还需 kernel.apparmor_restrict_unprivileged_userns=0），容器中需要放开相应限制。"
)
SYSTEM = N_("请在装有 bubblewrap、内核支持 seccomp 的 Debian 12 或更新的系统上判程序题。")
TOO_MANY = N_("请关闭不用的程序，或放宽当前用户的进程数和打开文件数上限（ulimit -u、ulimit -n），再试一次。")
CAUSES = (
    Cause(
        ("does not answer",),
        N_("隔离环境没有及时准备好，机器可能太忙。"),
        N_("请等机器空闲一些再试一次；多个评分进程同时运行时可以减少进程数。"),
    ),
    Cause(
        ("setuid mode",),
        N_("本机的 bubblewrap 以 setuid 方式安装，不能用来判题。"),
        N_(
            "请执行 chmod u-s /usr/bin/bwrap，并允许普通用户使用用户命名空间"
            "（sysctl kernel.unprivileged_userns_clone=1）。"
        ),
    ),
    Cause(
        ("Unknown option", "unrecognized option"),
        N_("本机的 bubblewrap 版本太旧，缺少判题需要的功能。"),
        N_("请升级软件包 bubblewrap（0.8 已经试过）。"),
    ),
    Cause(
        ("Too many open files", "Resource temporarily unavailable"), N_("本机的进程数或打开文件数已达上限。"), TOO_MANY
    ),
    Cause(
        ("unfit: box",),
        N_("本机不允许隔离环境挂载自己的文件夹。"),
        N_(
            "系统的安全模块（AppArmor、SELinux）限制了 bubblewrap，"
            "请为它放开用户命名空间内的挂载权限；容器中需要放开相应限制。"
        ),
    ),
    Cause(
        ("unfit: pidfd",),
        N_("本机的内核太旧，缺少判题需要的功能（pidfd_open）。"),
        N_("请使用 Linux 5.10 或更新的内核；容器中请放开系统调用限制。"),
    ),
    Cause(
        ("unfit: addresses",),
        N_("本机不允许固定程序的内存地址，同一程序的结果会每次不同。"),
        N_("请放开系统调用 personality（systemd 中去掉 LockPersonality，容器中放开 seccomp 限制）。"),
    ),
    Cause(
        ("seccomp filter",),
        N_("本机的内核或处理器不支持系统调用过滤（seccomp）。"),
        SYSTEM,
    ),
    Cause(
        ("Cannot allocate memory", "MemoryError"),
        N_("本机没有足够的内存，或不允许判题程序申请内存。"),
        N_("请关闭其他程序；systemd 中去掉 MemoryDenyWriteExecute 和过低的内存限制。"),
    ),
    Cause(
        ("namespace", "uid map", "Failed to make / slave", "loopback", "pivot_root"),
        N_("本机不能建立隔离环境：{reason}"),
        NAMESPACES,
    ),
)


def refusal(said: str) -> NoSandboxError:
    """Make the refusal for what was said when a sandbox did not come up."""
    for cause in CAUSES:
        if any(word in said for word in cause.words):
            return NoSandboxError(_(cause.sentence).format(reason=said), hint=_(cause.hint))
    return NoSandboxError(_("本机不能建立隔离环境：{reason}").format(reason=said), hint=_(SYSTEM))


def no_other_user(error: OSError) -> NoSandboxError:
    """Make the refusal for a root who may not become another user, or who may start nothing more."""
    if error.errno in {errno.EAGAIN, errno.ENOMEM}:
        return refusal(str(error))
    return NoSandboxError(
        _("当前是 root，但不能换成判题专用的用户（{reason}）。").format(reason=error.strerror),
        hint=_("请用普通用户运行评分程序；容器中请保留 CAP_SETUID 和 CAP_SETGID。"),
    )


def require_limits() -> None:
    """Refuse where limits of this very process (ulimit) are below what every run is given; on Linux only."""
    if sys.platform != "linux":
        return
    for name, (least, most) in _too_low().items():
        raise NoSandboxError(
            _("当前进程的资源上限 {name} 是 {most}，判题至少需要 {least}。").format(name=name, most=most, least=least),
            hint=_("请放宽上限（ulimit，或 systemd 的 Limit 设置）后重新运行。"),
        )


class _Low(NamedTuple):
    least: int
    most: int


def _too_low() -> Mapping[str, _Low]:
    import resource  # only systems like Linux have it, and this file is imported elsewhere too

    usual = Limits()
    needed = {
        "RLIMIT_AS": usual.memory_bytes,
        "RLIMIT_FSIZE": usual.file_bytes,
        "RLIMIT_CPU": usual.cpu_ms // 100,
        "RLIMIT_STACK": STACK_BYTES,
    }
    hard = {name: resource.getrlimit(getattr(resource, name))[1] for name in needed}
    low = {name: _Low(least, hard[name]) for name, least in needed.items() if 0 <= hard[name] < least}
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]  # what is open counts against the soft one
    return {**low, "RLIMIT_NOFILE": _Low(LEAST_FILES, files)} if 0 <= files < LEAST_FILES else low
