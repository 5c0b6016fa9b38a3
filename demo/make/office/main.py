"""Makes the office files of the practical tasks, or copies of the answers that lack one point each.

python3 main.py TASKS PICTURES            starter files and model answers, into TASKS
python3 main.py TASKS PICTURES MUTANTS    for every point an answer without it, from the starters in TASKS, into MUTANTS
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import tasks_sheet
import tasks_slides
import tasks_text
from bridge import office

TASKS = (*tasks_text.TASKS, *tasks_sheet.TASKS, *tasks_slides.TASKS)


def main() -> None:
    """Make all of them with one LibreOffice."""
    tasks, pictures, *mutants = (Path(argument) for argument in sys.argv[1:])
    with office() as running:
        for task in TASKS:
            if mutants:
                task.make_mutants(running, tasks, pictures, mutants[0])
            else:
                task.make(running, tasks, pictures)


if __name__ == "__main__":
    main()
