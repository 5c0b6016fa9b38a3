"""LibreOffice, asked by a macro in the candidate's own profile.

A second start with the same profile hands its arguments to the program that runs already; so a macro can be called
without pip packages, without Java and without a listening port. Question and answer are small files in the profile
(the macro is `assets/office/jikao.bas`). What the candidate typed stays safe whatever happens here: the macro saves
first and closes only what is saved, and no answer in time means "not saved".
"""

from __future__ import annotations

import contextlib
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import psutil

from exam_client.practical.office.port import OfficeReport, OpenDocument, OpenFolder, Standing
from exam_client.practical.office.windows import WindowCloser
from exam_client.practical.office_profile import EXCHANGE, profile_argument
from itembank.base.files import write_whole

ANSWER_SECONDS = 4.0
LEAVING_SECONDS = 1.5
POLL_SECONDS = 0.02
LAST_LINE = "end"


class LibreOffice:
    """LibreOffice with one profile. `command` starts it; `pick_name` makes names for questions."""

    def __init__(
        self,
        command: str,
        profile: Path,
        pick_name: Callable[[], str],
        closer: WindowCloser,
        *,
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        """Ask nothing yet."""
        self._command = command
        self._profile = profile
        self._pick_name = pick_name
        self._closer = closer
        self._answer_seconds = answer_seconds

    def look(self, where: OpenFolder) -> OfficeReport:
        """Say how the open documents stand."""
        return self._ask("look", where)

    def save(self, where: OpenFolder) -> OfficeReport:
        """Save them."""
        return self._ask("save", where)

    def close(self, where: OpenFolder) -> OfficeReport:
        """Save and close them; a dialog that is in the way is closed like by its own button, then again."""
        report = self._ask("close", where)
        if report.answered and not self._has_left():
            self._closer.close_dialogs(self._process_ids())
            if not self._has_left():
                report = self._ask("close", where)
                self._has_left()
        return report

    def end(self, where: OpenFolder) -> None:  # noqa: ARG002 - the whole profile is this candidate's
        """End the program of this profile."""
        processes = self._processes()
        for process in processes:
            with contextlib.suppress(psutil.Error):
                process.terminate()
        stubborn = psutil.wait_procs(processes, LEAVING_SECONDS)[1]
        for process in stubborn:
            with contextlib.suppress(psutil.Error):
                process.kill()
        psutil.wait_procs(stubborn, LEAVING_SECONDS)

    # ---- asking

    def _ask(self, kind: str, where: OpenFolder) -> OfficeReport:
        if not self._processes():
            return OfficeReport()
        name = self._pick_name()
        question = self._profile / EXCHANGE / f"{name}.ask"
        rescue = where.rescue.as_uri() if where.rescue is not None else "-"
        write_whole(question, f"{kind}\n{where.folder.as_uri()}/\n{rescue}\n".encode("ascii"))
        answer, part = question.with_suffix(".answer"), question.with_suffix(".part")
        messenger = self._send(f"macro:///Jikao.Jikao.Ask({name})")
        until = time.monotonic() + self._answer_seconds
        while not answer.is_file() and time.monotonic() < until:
            threading.Event().wait(POLL_SECONDS)
        if not answer.is_file():
            # Something asks the candidate; without it the macro may go on with the other documents.
            self._closer.close_dialogs(self._process_ids())
            threading.Event().wait(LEAVING_SECONDS)
        _end_messenger(messenger)
        lines = _lines(answer) or _lines(part)
        for path in (question, answer, part):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
        return read_answer(lines)

    def _send(self, macro: str) -> subprocess.Popen[bytes] | None:
        try:
            return subprocess.Popen(
                [self._command, "--norestore", "--nologo", "--nodefault", profile_argument(self._profile), macro],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError:
            return None

    def _has_left(self) -> bool:
        """Say whether the program went by itself, giving it a moment."""
        until = time.monotonic() + LEAVING_SECONDS
        while self._processes():
            if time.monotonic() >= until:
                return False
            threading.Event().wait(POLL_SECONDS)
        return True

    def _process_ids(self) -> frozenset[int]:
        return frozenset(process.pid for process in self._processes())

    def _processes(self) -> list[psutil.Process]:
        """Find the program by its profile, so that a desk that was started again finds it too."""
        wanted = profile_argument(self._profile)
        found = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                arguments = process.cmdline()
                if wanted in arguments and not any(argument.startswith("macro:") for argument in arguments):
                    found.append(process)
        return found


def read_answer(lines: list[str]) -> OfficeReport:
    """Read the macro's answer; the last word about a document counts."""
    found: dict[str, OpenDocument] = {}
    nameless: list[OpenDocument] = []
    known = {standing.value: standing for standing in Standing}
    for line in lines:
        kind, _blank, url = line.partition(" ")
        if kind not in known:
            continue
        document = OpenDocument(path_of(url), known[kind])
        if document.path:
            found[document.path] = document
        else:
            nameless.append(document)
    return OfficeReport((*found.values(), *nameless), answered=LAST_LINE in lines)


def path_of(url: str) -> str:
    """Turn a file URL into a path; anything else has none."""
    parts = urlsplit(url)
    return url2pathname(parts.path) if parts.scheme == "file" else ""


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text("ascii", "replace").splitlines()
    except OSError:
        return []


def _end_messenger(messenger: subprocess.Popen[bytes] | None) -> None:
    """The messenger goes by itself once it is heard; one that waits is in nobody's service any more."""
    if messenger is None:
        return
    try:
        messenger.wait(POLL_SECONDS * 10)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(psutil.Error):
            for process in (*psutil.Process(messenger.pid).children(recursive=True), psutil.Process(messenger.pid)):
                process.kill()
        messenger.wait()
