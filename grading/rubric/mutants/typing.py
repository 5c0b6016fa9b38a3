"""Undoes what the T checks look for in a typed text: its end is not reached, or errors are put in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any

from grading.checks.files import decode
from grading.checks.finding import NotThereError
from grading.rubric.mutants.backwards import opened
from grading.rubric.mutants.package import W

Parameters = dict[str, Any]
Pieces = Sequence[str]
LEFT_PERCENT = (98, 95, 90, 80, 65, 50, 30, 10)
"""How much of the text is left, from the smallest loss on: other points shall keep what they ask for."""

EVERY = (16, 12, 8, 5, 3, 2)
SLIP = "＊"


def undo_typed(kind: str, parameters: Parameters, path: str, data: bytes) -> Iterator[bytes]:
    """Yield the text with fewer right characters, the least loss first; nothing for other checks."""
    match kind:
        case "T.copied" | "T.speed":
            yield from _each(path, data, [_cut(percent) for percent in LEFT_PERCENT])
        case "T.accuracy":
            yield from _each(path, data, [_slips(every) for every in EVERY])
        case "T.errors":
            count = int(parameters.get("at_most", 0)) + 1
            yield from _each(path, data, [_first_slips(count), *(_slips(every) for every in EVERY)])
        case _:
            return


def _each(path: str, data: bytes, changes: Sequence[Callable[[Pieces], Pieces]]) -> Iterator[bytes]:
    for change in changes:
        changed = _document(data, change) if PurePosixPath(path).suffix.lower() == ".docx" else _text(data, change)
        if changed is not None:
            yield changed


def _text(data: bytes, change: Callable[[Pieces], Pieces]) -> bytes | None:
    try:
        (text,) = change([decode(data, "any")])
    except NotThereError:
        return None
    return text.encode()


def _document(data: bytes, change: Callable[[Pieces], Pieces]) -> bytes | None:
    package = opened(data)
    if package is None or not package.has("word/document.xml"):
        return None
    runs = list(package.root("word/document.xml").iter(W + "t"))
    for run, text in zip(runs, change([run.text or "" for run in runs]), strict=True):
        run.text = text
    return package.to_bytes()


def _cut(percent: int) -> Callable[[Pieces], Pieces]:
    def change(pieces: Pieces) -> Pieces:
        left = sum(map(len, pieces)) * percent // 100
        kept = []
        for piece in pieces:
            kept.append(piece[:left])
            left -= len(kept[-1])
        return kept

    return change


def _slips(every: int) -> Callable[[Pieces], Pieces]:
    """Mistype every n-th character; blanks and line ends stay, for they count once however many there are."""

    def change(pieces: Pieces) -> Pieces:
        number = 0
        changed = []
        for piece in pieces:
            letters = list(piece)
            for place, letter in enumerate(letters):
                if not letter.isspace():
                    number += 1
                    letters[place] = letter if number % every else SLIP
            changed.append("".join(letters))
        return changed

    return change


def _first_slips(count: int) -> Callable[[Pieces], Pieces]:
    """Mistype every second character until there are so many errors."""

    def change(pieces: Pieces) -> Pieces:
        left = count
        changed = []
        for piece in pieces:
            letters = list(piece)
            for place in range(1, len(letters), 2):
                if left and not letters[place].isspace():
                    letters[place] = SLIP
                    left -= 1
            changed.append("".join(letters))
        return changed

    return change
