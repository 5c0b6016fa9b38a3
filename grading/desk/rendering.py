"""Pictures of a candidate's document for people to look at: LibreOffice makes pages, they never decide anything.

The document is hostile: it is drawn with an empty profile, without macros and, where bubblewrap is there, without a
network. Where LibreOffice is missing there are no pictures, and the reader's own lines have to do.
"""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path, PurePosixPath

import pypdfium2

TIMEOUT_SECONDS = 60
MAX_PAGES = 20
MOST_PIXELS = 3000
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


def draw_pages(path: str, data: bytes, office: str) -> tuple[bytes, ...]:
    """Return the document's first pages as PNG bytes; empty when it cannot be drawn in time."""
    with tempfile.TemporaryDirectory(prefix="jikao-pages-") as name:
        folder = Path(name)
        source = folder / f"work{PurePosixPath(path).suffix.lower()}"
        source.write_bytes(data)
        made = _convert(source, folder, office)
        return _pages(made) if made is not None else ()


def _convert(source: Path, folder: Path, office: str) -> Path | None:
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(_settings(), "utf-8")
    command = [
        *_without_network(folder),
        office,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nologo", "--convert-to", "pdf", "--outdir", str(folder), str(source)),
    ]
    if not _has_ended(command):
        return None
    made = source.with_suffix(".pdf")
    return made if made.is_file() else None


def _has_ended(command: list[str]) -> bool:
    """Run a command and say whether it came to its end; whoever it started ends with it."""
    try:
        office = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    try:
        office.wait(TIMEOUT_SECONDS)
    except subprocess.TimeoutExpired:
        return False
    else:
        return True
    finally:
        if os.name == "posix":
            with suppress(ProcessLookupError):
                os.killpg(office.pid, signal.SIGKILL)
        office.kill()
        office.wait()


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


def _pages(made: Path) -> tuple[bytes, ...]:
    pages: list[bytes] = []
    try:
        document = pypdfium2.PdfDocument(str(made))
    except pypdfium2.PdfiumError:
        return ()
    try:
        for number in range(min(len(document), MAX_PAGES)):
            page, out = document[number], io.BytesIO()
            # A page may be metres wide: it is drawn smaller rather than in gigabytes.
            scale = min(SCALE, MOST_PIXELS / max(*page.get_size(), 1))
            page.render(scale=scale).to_pil().save(out, "PNG")
            pages.append(out.getvalue())
    except pypdfium2.PdfiumError:
        return tuple(pages)
    finally:
        document.close()
    return tuple(pages)
