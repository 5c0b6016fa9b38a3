"""Steps from a page back to the one that was handed out: what to try where no way of a check's own helps.

The trees of both pages are laid side by side as with office files; of style
sheets in the folder every stretch of lines that differs is taken back alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import islice
from pathlib import PurePosixPath

from grading.office.outcome import CannotReadError
from grading.rubric.folders import Files
from grading.rubric.mutants.backwards import in_turn, steps_between
from grading.rubric.mutants.page import OpenedPage

MOST_STRETCHES = 60


def page_steps(path: str, files: Files, starter: Files) -> Iterator[Files]:
    """Yield the folder with one difference of the page, or of a style sheet, taken back."""
    data, before = files.get(path), starter.get(path)
    if data and before:
        for changed in _tree_steps(data, before):
            yield {**files, path: changed}
    for sheet, text in files.items():
        old = starter.get(sheet)
        if text and old and text != old and PurePosixPath(sheet).suffix.lower() == ".css":
            for changed in line_steps(text, old):
                yield {**files, sheet: changed}


def _tree_steps(data: bytes, before: bytes) -> Iterator[bytes]:
    try:
        found = list(in_turn(steps_between("", OpenedPage(data).elements[0], OpenedPage(before).elements[0])))
    except CannotReadError:
        return
    for steps in found:
        page = OpenedPage(data)
        for step in steps:
            step.take(page.elements[step.place])
        yield page.to_bytes()


def line_steps(data: bytes, before: bytes) -> Iterator[bytes]:
    """Yield a text with one stretch of lines as it was handed out."""
    now, then = data.splitlines(keepends=True), before.splitlines(keepends=True)
    matcher = SequenceMatcher(None, now, then, autojunk=False)
    stretches = [codes for codes in matcher.get_opcodes() if codes[0] != "equal"]
    for _kind, first, last, start, end in islice(stretches, MOST_STRETCHES):
        yield b"".join([*now[:first], *then[start:end], *now[last:]])
