"""Is this machine fit to run a room? Disk, clock, port, database, open files; measured, not guessed."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from exam_server.ledger_file import DATABASE_VERSION, Disk, LedgerFile
from exam_server.net.ports import is_port_free
from exam_server.store import Store
from itembank.base.clock import Clock
from itembank.base.errors import JikaoError
from itembank.base.i18n import _
from itembank.sealing.keys import SigningKey

SYNCS = 200
SLOW_SYNC_MS = 100
LOW_MB = 10_240
OLDEST_YEAR = 2025
SINGLE_WRITER_SINCE = (3, 51, 3)
WANTED_FILES = 8192


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    is_good: bool
    sentence: str


def inspect_machine(folder: Path, clock: Clock, *, is_serving: bool = False) -> list[Finding]:
    """Look at everything; `folder` is the room's folder or where it shall be. A serving room has its port already."""
    place = folder if folder.is_dir() else folder.absolute().parent
    findings = [_disk_space(place), _disk_speed(place), _database(place), _clock(clock), _open_files()]
    if not is_serving and (folder / "room.json").is_file():
        findings.append(_port(Store.open(folder).settings().port))
    return findings


def _disk_space(place: Path) -> Finding:
    free_mb = shutil.disk_usage(place).free >> 20
    sentence = _("硬盘剩余 {free} MB，建议不少于 {wanted} MB。").format(free=free_mb, wanted=LOW_MB)
    return Finding(free_mb >= LOW_MB, sentence)


def _disk_speed(place: Path) -> Finding:
    """Write and sync small pieces; the slowest but two stand for what a save may wait."""
    taken = []
    with tempfile.NamedTemporaryFile(dir=place, prefix=".probe.") as stream:
        for _index in range(SYNCS):
            begun = time.perf_counter()
            stream.write(bytes(4096))
            stream.flush()
            os.fsync(stream.fileno())
            taken.append((time.perf_counter() - begun) * 1000)
    slow_ms = sorted(taken)[-3]
    sentence = _("硬盘落盘 {count} 次，百分之九十九在 {slow} 毫秒以内。").format(count=SYNCS, slow=round(slow_ms, 1))
    return Finding(slow_ms <= SLOW_SYNC_MS, sentence)


def _database(place: Path) -> Finding:
    version = ".".join(str(number) for number in DATABASE_VERSION)
    with tempfile.TemporaryDirectory(dir=place, prefix=".probe.") as scratch:
        try:
            LedgerFile(Path(scratch) / "probe.sqlite", "probe", SigningKey.generate(), Disk()).close()
        except JikaoError as error:
            return Finding(is_good=False, sentence=error.message)
    if DATABASE_VERSION < SINGLE_WRITER_SINCE:
        note = _("数据库 SQLite {version} 工作正常（此版本只允许一个写入者，服务器已遵守）。")
        return Finding(is_good=True, sentence=note.format(version=version))
    return Finding(is_good=True, sentence=_("数据库 SQLite {version} 工作正常。").format(version=version))


def _clock(clock: Clock) -> Finding:
    now = clock.wall().astimezone()
    sentence = _("系统时间 {now}，只用于记录，请核对。").format(now=now.strftime("%Y-%m-%d %H:%M:%S"))
    return Finding(now.year >= OLDEST_YEAR, sentence)


def _port(port: int) -> Finding:
    if is_port_free(port):
        return Finding(is_good=True, sentence=_("端口 {port} 可用。").format(port=port))
    return Finding(is_good=False, sentence=_("端口 {port} 正被占用（服务器可能已在运行）。").format(port=port))


def _open_files() -> Finding:
    if os.name == "nt":
        return Finding(is_good=True, sentence=_("本系统不限制连接数。"))
    import resource

    soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    sentence = _("可同时打开 {count} 个文件和连接，建议不少于 {wanted}。").format(count=soft, wanted=WANTED_FILES)
    return Finding(soft >= WANTED_FILES, sentence)
