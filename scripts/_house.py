"""What every script begins with: prepare the machine, then run a command in the project's environment."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from _environment import ROOT, Level, SetupError, ensure_environment, environment_folder
from _system import Needs, ensure_system

EXIT_ENVIRONMENT = 5  # the programs' own code for "something is missing on this machine"
EXIT_INTERRUPTED = 130


def prepared(level: Level, needs: Needs | None = None) -> Path:
    """Return the Python of an environment that holds the project, after installing what is missing."""
    if needs:
        ensure_system(needs, os.environ)
    return ensure_environment(environment_folder(os.environ), level)


def run(command: Sequence[str | Path]) -> int:
    """Run the command at the top of the project and return its exit code."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    sys.stdout.flush()
    return subprocess.run([str(part) for part in command], cwd=ROOT, env=environ, check=False).returncode


def main(script: Callable[[list[str]], int]) -> None:
    """Run a script with its arguments and leave with its exit code; say plainly what a set-up lacks."""
    try:
        code = script(sys.argv[1:])
    except SetupError as error:
        print(f"error: {error}", file=sys.stderr)
        code = EXIT_ENVIRONMENT
    except KeyboardInterrupt:
        code = EXIT_INTERRUPTED
    raise SystemExit(code)
