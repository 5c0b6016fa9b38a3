"""A candidate's document for people to look at: LibreOffice makes pages of it, they never decide anything.

The document is hostile: it is drawn with an empty profile, without macros and, where bubblewrap is there, without a
network. Where LibreOffice is missing there are no pages, and the reader's own lines have to do.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from grading.desk.pages import draw_page, page_sizes, png_of
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _

TIMEOUT_SECONDS = 60
LOOK_SECONDS = 0.1
PRINTED_PAGES = 20
SCALE = 2
# Macros are refused and links are not followed, whatever the document asks for.
SETTINGS = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Writer/Content/Update", "Link", "0"),
    ("Calc/Content/Update", "Link", "2"),
)
REGISTRY = "http://openoffice.org/2001/registry"


def find_office() -> str | None:
    """Find LibreOffice on this machine."""
    return shutil.which("soffice") or shutil.which("libreoffice")


class NotDrawnError(JikaoError):
    """This document has no pages, however often it is tried."""


class NotWantedError(JikaoError):
    """Nobody waits for the pages any more."""


def draw_document(path: str, data: bytes, office: str, is_wanted: Callable[[], bool] = lambda: True) -> bytes:
    """Return the document as a PDF.

    Raises `NotDrawnError` when it has no pages, `NotWantedError` as soon as `is_wanted` says no, and another
    `JikaoError` for a fault of this machine.
    """
    name = PurePosixPath(path).name
    try:
        with tempfile.TemporaryDirectory(prefix="jikao-pages-", ignore_cleanup_errors=True) as made:
            folder = Path(made)
            source = folder / f"work{PurePosixPath(path).suffix.lower()}"
            source.write_bytes(data)
            pages = _convert(source, folder, office, is_wanted)
            if not pages.is_file():
                raise NotDrawnError(_("LibreOffice 打不开“{name}”，没有页面。").format(name=name))
            return pages.read_bytes()
    except TimeoutError:
        raise NotDrawnError(
            _("LibreOffice 在 {seconds} 秒内没有画完“{name}”。").format(seconds=TIMEOUT_SECONDS, name=name)
        ) from None
    except OSError as error:
        raise JikaoError(
            _("这台电脑上画不出页面：{text}。").format(text=error.strerror or type(error).__name__),
            hint=_("请检查磁盘空间和 LibreOffice。"),
            code=ExitCode.ENVIRONMENT,
        ) from error


@dataclass(frozen=True, slots=True)
class PrintedPages:
    """The first pages as PNG bytes, and how many the document has."""

    pages: tuple[bytes, ...]
    count: int


def draw_pages(path: str, data: bytes, office: str) -> PrintedPages:
    """Draw a document for printing; raises as `draw_document` does."""
    pdf = draw_document(path, data, office)
    sizes = page_sizes(pdf)
    printed = [png_of(draw_page(pdf, at, round(size.width * SCALE))) for at, size in enumerate(sizes[:PRINTED_PAGES])]
    return PrintedPages(tuple(printed), len(sizes))


def _convert(source: Path, folder: Path, office: str, is_wanted: Callable[[], bool]) -> Path:
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(_settings(), "utf-8")
    command = [
        *_without_network(folder),
        office,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nologo", "--convert-to", "pdf", "--outdir", str(folder), str(source)),
    ]
    _run(command, is_wanted)
    return source.with_suffix(".pdf")


def _run(command: list[str], is_wanted: Callable[[], bool]) -> None:
    """Run a command to its end; whoever it started ends with it. Raises `TimeoutError` and `NotWantedError`."""
    office = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait(office, is_wanted)
    finally:
        if os.name == "posix":
            with suppress(ProcessLookupError):
                os.killpg(office.pid, signal.SIGKILL)
        office.kill()
        office.wait()


def _wait(office: subprocess.Popen[bytes], is_wanted: Callable[[], bool]) -> None:
    for _look in range(round(TIMEOUT_SECONDS / LOOK_SECONDS)):
        with suppress(subprocess.TimeoutExpired):
            office.wait(LOOK_SECONDS)
            return
        if not is_wanted():
            raise NotWantedError(_("不再需要这些页面。"))
    raise TimeoutError


def _settings() -> str:
    items = "".join(
        f'<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}"><value>{value}</value></prop></item>'
        for path, name, value in SETTINGS
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="{REGISTRY}">{items}</oor:items>'


def _without_network(folder: Path) -> list[str]:
    bubblewrap = shutil.which("bwrap")
    if bubblewrap is None:
        return []
    box = [bubblewrap, "--unshare-net", "--unshare-pid", "--die-with-parent", "--ro-bind", "/", "/", "--dev", "/dev"]
    box += ["--tmpfs", "/tmp", "--bind", str(folder), str(folder)]  # noqa: S108 - inside the box
    works = subprocess.run([*box, "true"], capture_output=True, check=False).returncode == 0
    return box if works else []
