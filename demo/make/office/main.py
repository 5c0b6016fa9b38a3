"""Makes the office files of the practical tasks: `python3 main.py TASKS_FOLDER PICTURES_FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import tasks_sheet
import tasks_slides
import tasks_text
from bridge import office


def main() -> None:
    """Make all of them with one LibreOffice."""
    folder, pictures = (Path(argument) for argument in sys.argv[1:3])
    with office() as running:
        for family in (tasks_text, tasks_sheet, tasks_slides):
            family.make(running, folder, pictures)


if __name__ == "__main__":
    main()
