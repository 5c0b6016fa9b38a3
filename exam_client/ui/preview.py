"""Shows a paper as candidates would see it, without a room: nothing is saved, nothing is sent.

The paper is a JSON file of `itembank.model.paper.Paper`; pictures and starter files lie in a folder, each named
by its SHA-256 (with or without an ending).
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QTimer

from exam_client.ui.app import make_application, show_window
from exam_client.ui.look import Look
from exam_client.ui.preview_desk import PreviewDesk
from exam_client.ui.window import DeskWindow
from itembank.base.errors import JikaoError
from itembank.base.i18n import _
from itembank.model.codec import from_bytes
from itembank.model.paper import Paper

SECOND_MS = 1_000
MOST_BYTES = 64 * 1024 * 1024


class PreviewError(JikaoError):
    """The paper to be shown cannot be read."""


def run_preview(paper: Path, media: Path | None = None) -> int:
    """Show a paper until the window is closed; returns the exit code. Raises `JikaoError` for an unusable paper."""
    desk = make_preview_desk(paper, media)
    application = make_application()
    with TemporaryDirectory(prefix="jikao-preview-") as marks:
        look = Look(Path(marks))
        look.dress()
        window = DeskWindow(look, desk, may_always_close=True)
        window.closed.connect(application.quit)
        desk.show_paper()
        second = QTimer(interval=SECOND_MS)
        second.timeout.connect(lambda: desk.pass_time(SECOND_MS))
        second.start()
        show_window(window, windowed=True)
        return application.exec()


def make_preview_desk(paper: Path, media: Path | None = None) -> PreviewDesk:
    """Read a paper and its media; raises `JikaoError`. Media that are missing are shown as missing."""
    found = from_bytes(Paper, read(paper))
    folder = media if media is not None else paper.parent / "media"
    return PreviewDesk(found, find_media(folder, found.media()))


def find_media(folder: Path, wanted: set[str]) -> dict[str, bytes]:
    """Find the files of a folder that are named by the wanted digests."""
    if not folder.is_dir():
        return {}
    return {path.stem: read(path) for path in folder.iterdir() if path.is_file() and path.stem in wanted}


def read(path: Path) -> bytes:
    """Read a file of a reasonable size; raises `PreviewError`."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise PreviewError(_("文件 {path} 太大。").format(path=path))
        return path.read_bytes()
    except OSError as error:
        raise PreviewError(
            _("文件 {path} 无法读取：{error}").format(path=path, error=error.strerror or error),
            hint=_("请检查路径和权限。"),
        ) from error
