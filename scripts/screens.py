"""Draws every screen of the desk into PNG files, without a display: `python3 scripts/screens.py FOLDER`.

Three sizes: 1024x768, 1366x768, and 1366x768 at 150 per cent. `--only NAME` draws one, `--size` one size,
`--theme` another theme, `--docs` puts the main ones, optimised, into docs/pictures. A tool for developers: the
pictures are to be looked at.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
SIZES = {"1024x768": (1024, 768, "1"), "1366x768": (1366, 768, "1"), "150": (910, 512, "1.5")}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--size", choices=SIZES, action="append")
    parser.add_argument("--theme", default="default")
    parser.add_argument("--lang", default="zh_CN")
    parser.add_argument("--docs", action="store_true")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.inside:
        from itembank.base.i18n import install_language

        install_language(given.lang)
        return draw(given.folder, given.size[0], given.only, given.theme)
    sizes = ["1366x768"] if given.docs else given.size or list(SIZES)
    for size in sizes:
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": SIZES[size][2]}
        environment["PYTHONPATH"] = str(ROOT)
        command = [sys.executable, __file__, str(given.folder), "--inside", "--size", size]
        command += ["--only", given.only, "--theme", given.theme, "--lang", given.lang]
        if code := subprocess.run(command, env=environment, check=False).returncode:
            return code
    if given.docs:
        publish(given.folder)
    return 0


def draw(folder: Path, size: str, only: str, theme: str) -> int:
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QApplication

    from exam_client.ui.app import make_application
    from exam_client.ui.look import Look
    from exam_client.ui.theme import Theme
    from tests.exam_client.ui.scenes import SCENES
    from tests.exam_client.ui.stand import Stand

    application = make_application()
    width, height, _factor = SIZES[size]
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as marks:
        for name, scene in SCENES.items():
            if only and not name.startswith(only):
                continue
            look = Look(Path(marks))
            look.dress()
            look.choose_theme(Theme(theme))
            stand = Stand(look, width, height)
            shown = scene(stand)
            for _round in range(6):
                application.processEvents()
                QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            path = folder / f"desk-{name}-{size}{'' if theme == 'default' else '-' + theme}.png"
            shown.grab().save(str(path))
            stand.close()
    return 0


MAIN = (
    "login",
    "identity",
    "paper-choice",
    "paper-blanks",
    "paper-match",
    "paper-practical",
    "python",
    "python-error",
    "strip-right",
    "hand-in",
    "locked",
    "receipt",
)


def publish(folder: Path) -> None:
    """Store the main pictures with a small palette, so that the repository stays light."""
    from PIL import Image

    target = ROOT / "docs" / "pictures"
    target.mkdir(parents=True, exist_ok=True)
    for path in pictures(folder):
        with Image.open(path) as image:
            small = image.convert("RGB").quantize(colors=192, dither=Image.Dither.NONE)
            small.save(target / path.name.replace("-1366x768", ""), optimize=True)


def pictures(folder: Path) -> Iterator[Path]:
    for name in MAIN:
        path = folder / f"desk-{name}-1366x768.png"
        if path.is_file():
            yield path


if __name__ == "__main__":
    sys.exit(main())
