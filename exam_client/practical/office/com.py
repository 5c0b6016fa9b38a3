"""Microsoft Office and WPS on Windows, asked by their own automation (COM) from a PowerShell that Windows brings.

A child process does the asking (`assets/office/office.ps1`): a call into a program that shows a dialog waits without
end, and a child can be given up. Untried on real machines so far: the script is written from the programs'
documentation, this module is tested with a fake child.
"""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from exam_client.practical.office.port import OfficeReport, OpenDocument, OpenFolder, Standing

SCRIPT = Path(__file__).parents[2] / "assets" / "office" / "office.ps1"
ANSWER_SECONDS = 6.0
NO_PLACE = "-"
Run = Callable[[Sequence[str], float], tuple[str, bool]]
"""Runs a command so many seconds; returns what it printed so far, and whether it ended by itself."""


class ComOffice:
    """All programs that Windows knows under the automation names of Office and WPS."""

    def __init__(self, run: Run) -> None:
        """Ask by `run`."""
        self._run = run

    def look(self, where: OpenFolder) -> OfficeReport:
        """Say how the open documents stand."""
        return self._ask("look", where)

    def save(self, where: OpenFolder) -> OfficeReport:
        """Save them."""
        return self._ask("save", where)

    def close(self, where: OpenFolder) -> OfficeReport:
        """Save and close them."""
        return self._ask("close", where)

    def end(self, where: OpenFolder) -> None:
        """Close what is saved; a program that also holds others' documents is not ours to end."""
        self._ask("close", where)

    def _ask(self, kind: str, where: OpenFolder) -> OfficeReport:
        question = {"kind": kind, "folder": str(where.folder), "rescue": str(where.rescue or "")}
        coded = base64.b64encode(json.dumps(question).encode("utf-8")).decode("ascii")
        printed, is_done = self._run(command(coded), ANSWER_SECONDS)
        lines = printed.splitlines()
        documents = tuple(found for line in lines if (found := _document(line)) is not None)
        return OfficeReport(documents, answered=is_done and lines[-1:] == ["end"])


def command(question: str) -> tuple[str, ...]:
    """Return the command that asks."""
    options = ("-NoLogo", "-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass")
    return ("powershell.exe", *options, "-File", str(SCRIPT), "-Question", question)


def run_child(arguments: Sequence[str], seconds: float) -> tuple[str, bool]:
    """Run a child and keep what it printed even if it must be given up."""
    try:
        child = subprocess.Popen(
            list(arguments),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError:
        return "", False
    with child:
        try:
            printed, _none = child.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            child.kill()
            printed, _none = child.communicate()
            return printed.decode("utf-8", "replace"), False
    return printed.decode("utf-8", "replace"), child.returncode == 0


def _document(line: str) -> OpenDocument | None:
    kind, _blank, path = line.strip().partition(" ")
    known = {standing.value: standing for standing in Standing}
    if kind not in known:
        return None
    return OpenDocument("" if path == NO_PLACE else path, known[kind])
