"""Rebuilds demo/content from its sources: `python demo/make/build.py [pictures items ...]`, all parts by default.

`build.py mutants` tries the rubrics instead of making anything.

Needs the environment of this repository; the part `office` also LibreOffice with its Python bridge (python3-uno),
which the interpreter named by OFFICE_PYTHON imports.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent.parent)]

CONTENT = HERE.parent / "content"
OFFICE_PYTHON = os.environ.get("OFFICE_PYTHON", "/usr/bin/python3")


def make_pictures() -> None:
    """Draw the figures of items."""
    from pictures import draw_all

    draw_all(CONTENT)


def make_items() -> None:
    """Write the item sheet and what robots answer."""
    from item_sheet import write_item_sheet
    from item_source import read_items
    from robots import write_robots

    items = read_items()
    write_item_sheet(items, CONTENT / "items.xlsx")
    qti = tomllib.loads((HERE / "qti_robots.toml").read_text("utf-8"))["item"]
    write_robots(items, qti, CONTENT / "robots.toml")


def make_roster() -> None:
    """Write the rosters and draw the portraits."""
    from roster import read_pupils, write_photos, write_roster

    pupils = read_pupils()
    write_roster(pupils, CONTENT / "roster.xlsx")
    write_roster([pupil for pupil in pupils if pupil.small], CONTENT / "roster-12.xlsx")
    write_photos(pupils, CONTENT / "photos")


def make_files() -> None:
    """Make the folders of the tasks on files, pages, pictures, Scratch and typing."""
    from task_files import make_file_tasks
    from task_media import make_media_tasks

    make_file_tasks(CONTENT / "tasks")
    make_media_tasks(CONTENT / "tasks")


def make_office() -> None:
    """Make the office files of the tasks with LibreOffice, which its own Python drives."""
    with tempfile.TemporaryDirectory() as pictures:
        _run_office(Path(pictures))


def make_certificates() -> None:
    """Test all rubrics and write their certificates."""
    from grading.cli import main as grading

    if code := grading(["rubric", "test", str(CONTENT / "tasks")]):
        raise SystemExit(code)


def try_rubrics() -> None:
    """Leave one thing out of each answer and look that exactly its point is lost."""
    from mutants import try_mutants

    with tempfile.TemporaryDirectory() as folder:
        _run_office(Path(folder), Path(folder) / "mutants")
        surprises = try_mutants(CONTENT / "tasks", Path(folder) / "mutants")
    if surprises:
        raise SystemExit("\n".join(surprises))


def _run_office(pictures: Path, *mutants: Path) -> None:
    from task_pictures import draw_for_office

    draw_for_office(pictures)
    script = HERE / "office" / "main.py"
    subprocess.run([OFFICE_PYTHON, "-B", str(script), str(CONTENT / "tasks"), str(pictures), *mutants], check=True)


PARTS: dict[str, Callable[[], None]] = {
    "pictures": make_pictures,
    "items": make_items,
    "roster": make_roster,
    "files": make_files,
    "office": make_office,
    "certificates": make_certificates,
}
TRIALS: dict[str, Callable[[], None]] = {"mutants": try_rubrics}


def main() -> None:
    """Make the parts that were asked for; trials only when named."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument(
        "parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; all by default; {', '.join(TRIALS)}"
    )
    wanted = parser.parse_args().parts or list(PARTS)
    known = PARTS | TRIALS
    if unknown := [name for name in wanted if name not in known]:
        parser.error(f"unknown part: {', '.join(unknown)}")
    CONTENT.mkdir(exist_ok=True)
    for name in wanted:
        print(f"{name} ...", flush=True)
        known[name]()


if __name__ == "__main__":
    main()
