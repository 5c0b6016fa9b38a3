"""The self-check of a desk: each line says what was looked at, whether it is all right, and what to do if not."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from exam_client.config import DeskConfig
from exam_client.practical.views import Program
from exam_client.readiness.facts import OFFICE, free_disk_mb, system_text
from itembank.base.clock import Clock
from itembank.base.files import write_whole
from itembank.base.i18n import _

ENOUGH_DISK_MB = 1024
SLOW_SYNC_MS = 200
PYTHON_SECONDS = 20
BUILT = datetime(2026, 1, 1, tzinfo=UTC)
PROBE_NAME = ".self-check"


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One thing looked at; `advice` only where something is wrong."""

    title: str
    found: str
    is_good: bool
    advice: str = ""


def check_desk(
    config: DeskConfig, programs: Sequence[Program], clock: Clock, *, restore_card: bool
) -> tuple[CheckLine, ...]:
    """Look at everything an exam needs of this machine; takes a second or two."""
    lines = [
        CheckLine(_("操作系统"), system_text(), is_good=True),
        _disk(config.folder),
        _folder(config.folder, _("数据文件夹")),
        _folder(config.work_folder, _("考生文件夹")),
        *([] if config.second_folder is None else [_second(config.folder, config.second_folder)]),
        _clock(clock),
        _python(config.python),
        _office(programs),
        _restore_card(is_likely=restore_card),
    ]
    return tuple(lines)


def _disk(folder: Path) -> CheckLine:
    free_mb = free_disk_mb(folder)
    good = free_mb >= ENOUGH_DISK_MB
    advice = "" if good else _("请清理磁盘，至少留出 {size} MB。").format(size=ENOUGH_DISK_MB)
    return CheckLine(_("可用磁盘空间"), f"{free_mb} MB", good, advice)


def _folder(folder: Path, title: str) -> CheckLine:
    probe = folder / PROBE_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        began = time.monotonic()
        write_whole(probe, b"jikao\n")
        elapsed_ms = int((time.monotonic() - began) * 1000)
        probe.unlink()
    except OSError as error:
        return CheckLine(title, f"{folder}：{error.strerror}", is_good=False, advice=_("请换一个可以写入的文件夹。"))
    good = elapsed_ms <= SLOW_SYNC_MS
    advice = "" if good else _("磁盘写入很慢，请检查磁盘和杀毒软件。")
    return CheckLine(title, _("{folder}，写入 {time} 毫秒").format(folder=folder, time=elapsed_ms), good, advice)


def _second(folder: Path, second: Path) -> CheckLine:
    line = _folder(second, _("第二份作答记录"))
    if line.is_good and folder.stat().st_dev == second.stat().st_dev:
        return CheckLine(
            line.title, line.found, is_good=False, advice=_("它与数据文件夹在同一个盘上，请换到另一个盘。")
        )
    return line


def _clock(clock: Clock) -> CheckLine:
    now = clock.wall()
    good = now >= BUILT
    shown = now.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    return CheckLine(_("系统时间"), shown, good, "" if good else _("请校准系统时间；考试计时以服务器为准。"))


def _python(python: str) -> CheckLine:
    found = _first_line(
        lambda: subprocess.run([python, "--version"], capture_output=True, timeout=PYTHON_SECONDS, check=False)
    )
    good = found.startswith("Python 3")
    return CheckLine(_("Python 解释器"), found or python, good, "" if good else _("请在设置中写明 Python 的位置。"))


def _first_line(run: Callable[[], subprocess.CompletedProcess[bytes]]) -> str:
    try:
        done = run()
    except (OSError, subprocess.TimeoutExpired):
        return ""
    text = (done.stdout or done.stderr).decode("utf-8", "replace").strip()
    return text.splitlines()[0] if text else ""


def _office(programs: Sequence[Program]) -> CheckLine:
    names = [f"{program.name} {program.version}".strip() for program in programs if program.software & OFFICE]
    advice = "" if names else _("没有找到 WPS、Microsoft Office 或 LibreOffice；有操作题时请先安装。")
    return CheckLine(_("办公软件"), "、".join(names) or _("无"), bool(names), advice)


def _restore_card(*, is_likely: bool) -> CheckLine:
    found = _("可能装有") if is_likely else _("没有发现")
    advice = _("请在考试期间关闭还原功能。") if is_likely else ""
    return CheckLine(_("还原卡"), found, not is_likely, advice)
