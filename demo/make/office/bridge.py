"""A headless LibreOffice of our own, driven through UNO: open, edit, save. Runs with the system's Python (`uno`).

Every instance has its own profile folder, so it never meets another one on the machine.
"""

from __future__ import annotations

import secrets
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

WORD = "MS Word 2007 XML"
EXCEL = "Calc MS Excel 2007 XML"
POWERPOINT = "Impress MS PowerPoint 2007 XML"
START_SECONDS = 60


@contextmanager
def office() -> Iterator[Office]:
    """Start LibreOffice, hand it out, and stop it whatever happens."""
    with tempfile.TemporaryDirectory(prefix="sample-office-") as profile:
        pipe = f"sample{secrets.token_hex(6)}"
        process = subprocess.Popen(
            [
                "soffice",
                f"-env:UserInstallation={Path(profile).as_uri()}",
                f"--accept=pipe,name={pipe};urp;",
                "--headless",
                "--norestore",
                "--nologo",
                "--nodefault",
            ]
        )
        try:
            context = _connect(pipe)
            running = Office(context)
            yield running
            running.stop()
            process.wait(timeout=30)
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait(timeout=30)


def _connect(pipe: str) -> Any:
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
    for _ in range(START_SECONDS * 5):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.2)
    raise RuntimeError("LibreOffice did not start; is another program holding its profile?")


class Office:
    """A running LibreOffice."""

    def __init__(self, context: Any) -> None:
        """Keep the context, and the desktop that opens documents."""
        self._context = context
        self._desktop = self._service("com.sun.star.frame.Desktop")

    def stop(self) -> None:
        """End the program."""
        self._desktop.terminate()

    def graphic(self, path: Path) -> Any:
        """Read a picture, for putting it into a document."""
        provider = self._service("com.sun.star.graphic.GraphicProvider")
        return provider.queryGraphic((prop("URL", path.resolve().as_uri()),))

    def _service(self, name: str) -> Any:
        return self._context.ServiceManager.createInstanceWithContext(name, self._context)

    @contextmanager
    def new(self, kind: str, path: Path, file_format: str) -> Iterator[Any]:
        """Make a document ("swriter", "scalc", "simpress") and save it to `path` when the block ends well."""
        document = self._desktop.loadComponentFromURL(f"private:factory/{kind}", "_blank", 0, ())
        yield from _saved(document, path, file_format)

    @contextmanager
    def edit(self, source: Path, path: Path, file_format: str) -> Iterator[Any]:
        """Open `source` and save the edited document to `path` when the block ends well."""
        document = self._desktop.loadComponentFromURL(source.resolve().as_uri(), "_blank", 0, ())
        yield from _saved(document, path, file_format)


def _saved(document: Any, path: Path, file_format: str) -> Iterator[Any]:
    try:
        yield document
        path.parent.mkdir(parents=True, exist_ok=True)
        document.storeToURL(path.resolve().as_uri(), (prop("FilterName", file_format),))
    finally:
        document.close(True)


def prop(name: str, value: Any) -> PropertyValue:
    """Make a named value, which most calls of the office take."""
    made = PropertyValue()
    made.Name = name
    made.Value = value
    return made
