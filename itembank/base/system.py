"""What the operating system says about a file, as an error that a person can act on."""

from __future__ import annotations

import errno

from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import N_, _

NO_ROOM = N_("请腾出空间，再运行同一命令；没有写完的文件已删除，原有的文件没有改动。")
NO_ACCESS = N_("没有权限，或存储介质是只读的。")
REASONS: dict[int, str] = {
    errno.ENOENT: N_("没有这个文件或文件夹。"),
    errno.EISDIR: N_("这是文件夹，不是文件。"),
    errno.ENOTDIR: N_("这是文件，不是文件夹。"),
    errno.EEXIST: N_("这里已经有同名的文件。"),
    errno.ENAMETOOLONG: N_("名称太长。"),
    errno.EACCES: NO_ACCESS,
    errno.EPERM: NO_ACCESS,
    errno.EROFS: NO_ACCESS,
    errno.ENOSPC: N_("磁盘已满。"),
    errno.EIO: N_("读写出错，存储介质可能已损坏。"),
}
# What lies with the machine and not with the name a person wrote.
OF_THE_MACHINE = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EIO})


def reason_of(error: OSError) -> str:
    """Return why the system refused, as a sentence; unknown reasons in the system's own words."""
    known = REASONS.get(error.errno or 0)
    return _(known) if known else _("系统提示：{text}。").format(text=error.strerror or type(error).__name__)


def file_error(error: OSError) -> JikaoError:
    """Return the error for a file that could not be read or written."""
    return JikaoError(
        _("无法读写“{path}”：{reason}").format(path=_short(str(error.filename)), reason=reason_of(error)),
        hint=_(NO_ROOM) if error.errno == errno.ENOSPC else _("请检查名称、位置和权限。"),
        code=ExitCode.ENVIRONMENT if error.errno in OF_THE_MACHINE else ExitCode.BAD_INPUT,
    )


def _short(path: str, limit: int = 120) -> str:
    return path if len(path) <= limit else path[: limit - 1] + "…"
