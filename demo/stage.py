"""Running the four programs by their public commands, with progress on the terminal."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path


class DemoError(Exception):
    """Something in the chain went wrong; the text says what and shows what the command said."""


class Stage:
    """Where the demo plays: an empty folder `out`, and a clock for the progress lines."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self._start = time.monotonic()
        self._commands = Path(sys.executable).parent
        self.environment = {**os.environ, "JIKAO_LANG": "zh_CN", "QT_QPA_PLATFORM": "offscreen"}

    def tell(self, text: str) -> None:
        """Print a progress line with the seconds so far."""
        print(f"[{time.monotonic() - self._start:5.1f} s] {text}", flush=True)

    def elapsed_seconds(self) -> float:
        """Return the seconds since the demo began."""
        return time.monotonic() - self._start

    def command(self, program: str, *arguments: object, ok: tuple[int, ...] = (0,)) -> str:
        """Run a command to its end and return what it printed; raises `DemoError` for an unexpected exit code."""
        words = [str(argument) for argument in arguments]
        done = subprocess.run(
            [*self.spelled(program), *words],
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=self.environment,
            timeout=170,
            check=False,
        )
        if done.returncode not in ok:
            raise DemoError(f"{program} {' '.join(words)}\n结束码 {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def begin(self, log: Path, words: list[str]) -> subprocess.Popen[bytes]:
        """Start a process in the background; its output goes to `log`."""
        with log.open("ab") as stream:
            return subprocess.Popen(words, stdout=stream, stderr=subprocess.STDOUT, env=self.environment)

    def spelled(self, program: str) -> list[str]:
        """Return how a program of ours is started from this environment."""
        path = self._commands / program
        found = path if path.exists() else path.with_suffix(".exe")
        if not found.exists():
            raise DemoError(f"没有找到命令 {program}，请用 scripts/demo 运行。")
        return [str(found)]


def wait_until(what: str, ready: object, seconds: float, every: float = 0.1) -> None:
    """Call `ready` until it says yes; raises `DemoError` naming `what` when it takes too long."""
    end = time.monotonic() + seconds
    while not ready():  # type: ignore[operator]
        if time.monotonic() > end:
            raise DemoError(f"等待超时（{seconds:.0f} 秒）：{what}")
        time.sleep(every)
