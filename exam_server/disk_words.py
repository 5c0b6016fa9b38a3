"""What the system says of a failed disk or stick, in words for a teacher."""

from __future__ import annotations

import errno

from itembank.base.i18n import N_, _

WORDS = {
    errno.ENOSPC: N_("空间不足"),
    errno.EDQUOT: N_("空间不足"),
    errno.EFBIG: N_("文件太大，介质的格式不支持"),
    errno.EROFS: N_("介质是只读的，可能拨了写保护开关"),
    errno.EACCES: N_("没有写入权限"),
    errno.EPERM: N_("没有写入权限"),
    errno.ENOENT: N_("找不到，可能已被拔出"),
    errno.ENODEV: N_("介质已被拔出"),
    errno.ENXIO: N_("介质已被拔出"),
    errno.EIO: N_("读写出错，介质可能被拔出或已损坏"),
    errno.EISDIR: N_("这是文件夹，不是文件"),
}


def why(error: OSError) -> str:
    """Return a short reason; one we have no word for is named as the system does."""
    word = WORDS.get(error.errno) if error.errno is not None else None
    return _(word) if word is not None else str(error.strerror or error)
