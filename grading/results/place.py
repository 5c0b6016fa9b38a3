"""Where a results file lies: not on another machine's disk, where two machines would write into each other's pages.

SQLite's log is shared through memory of one machine (https://www.sqlite.org/wal.html, "all processes must be on the
same host computer"). Two desks on one share see no lock of the other, and the file is damaged without a word.
"""

from __future__ import annotations

from pathlib import Path

import psutil

from grading.results.errors import ResultsError
from itembank.base.errors import ExitCode
from itembank.base.i18n import _

REMOTE = frozenset(
    {"9p", "afs", "ceph", "cifs", "coda", "davfs", "fuse.sshfs", "gfs2", "glusterfs", "ncpfs", "nfs", "nfs4", "ocfs2"}
    | {"fuse.davfs2", "fuse.glusterfs", "fuse.gvfsd-fuse", "fuse.rclone", "smb3", "smbfs"}
)
SHARES = ("\\\\", "//")


def require_own_disk(path: Path) -> None:
    """Raise `ResultsError` when a file lies, or would lie, on a disk of another machine."""
    place = path.absolute()
    if str(place).startswith(SHARES) or _file_system_of(place.resolve()) in REMOTE:
        raise ResultsError(
            _("成绩库“{path}”在网络文件夹里，没有打开：几台电脑同时打开会损坏它。").format(path=path),
            hint=_("请把它放在本机磁盘上；几台电脑一起评阅，请用 PostgreSQL 成绩库。"),
            code=ExitCode.ENVIRONMENT,
        )


def _file_system_of(place: Path) -> str:
    """Return the kind of file system that a path lies on, "" where nobody knows."""
    mounted = {Path(one.mountpoint): _kind(one.fstype, one.opts) for one in psutil.disk_partitions(all=True)}
    return next((mounted[folder] for folder in (place, *place.parents) if folder in mounted), "")


def _kind(fstype: str, opts: str) -> str:
    return "cifs" if "remote" in opts.split(",") else fstype.lower()
