"""How far long work is, as a line that a person can read: share done, pace, time left."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TextIO

from itembank.base.i18n import N_, _

EVERY_SECONDS = 2.0
LATER_EVERY_SECONDS = 10.0
LATER_FROM_SECONDS = 60.0
MINUTE, HOUR = 60, 3600
MARKED = N_("已评 {done} / {due} 人")
REPORTED = N_("已生成 {done} / {due} 人的成绩报告")


class ProgressLines:
    """Writes lines on stderr, not more often than people can read, and always one for the end of long work."""

    def __init__(self, what: str, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        """`what` is a sentence with {done} and {due}."""
        self._what = what
        self._stream = stream
        self._clock = clock
        self._began = self._said = clock()

    def show(self, done: int, due: int) -> None:
        """Say how far the work is, if it is time to."""
        now_s = self._clock()
        elapsed_s = now_s - self._began
        pause_s = EVERY_SECONDS if elapsed_s < LATER_FROM_SECONDS else LATER_EVERY_SECONDS
        is_end = done >= due and self._said > self._began
        if now_s - self._said < pause_s and not is_end:
            return
        self._said = now_s
        stream = self._stream or sys.stderr
        stream.write(progress_line(self._what, done, due, elapsed_s) + "\n")
        stream.flush()


def progress_line(what: str, done: int, due: int, elapsed_s: float) -> str:
    """Return the line; the pace is that of all done so far."""
    said = _(what).format(done=f"{done:,}", due=f"{due:,}")
    pace = done / max(elapsed_s, 0.001)
    share = f"{100 * done / due if due else 100:.1f}%"
    if done >= due:
        return _("{said}（{share}），每秒 {pace:.1f} 人，用时{time}。").format(
            said=said, share=share, pace=pace, time=duration_text(elapsed_s)
        )
    if not done:
        return _("{said}（{share}）").format(said=said, share=share)
    return _("{said}（{share}），每秒 {pace:.1f} 人，约剩{time}").format(
        said=said, share=share, pace=pace, time=duration_text((due - done) / pace)
    )


def duration_text(seconds: float) -> str:
    """Write a duration as a person says it: 40 秒, 12 分钟, 1 小时 5 分."""
    whole = round(seconds)
    if whole < MINUTE:
        return _(" {n} 秒").format(n=whole)
    minutes = round(seconds / MINUTE)
    if minutes * MINUTE < HOUR:
        return _(" {n} 分钟").format(n=minutes)
    return _(" {hours} 小时 {minutes} 分").format(hours=minutes // 60, minutes=minutes % 60)
