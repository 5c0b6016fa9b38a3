"""Write the test vectors of sealed files: `python -m tests.vectors.sealed.make [--fresh]`.

Without `--fresh` the good file is kept and everything else is made from it
again, byte for byte; a test compares. With `--fresh` a new good file is made.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tests.vectors.sealed.containers import (
    CENTRE,
    CONTENT_KEY,
    GOOD,
    ROOM,
    STRANGER,
    Case,
    make_cases,
    make_good,
    make_starts,
)
from tests.vectors.sealed.texts import make_texts

HERE = Path(__file__).parent
INDEX = "vectors.json"


def index_text(cases: list[Case]) -> str:
    """The list of all vectors with their verdicts."""
    main, backup = make_starts()
    index = {
        "keys": {
            "centre": CENTRE.private_bytes().hex(),
            "stranger": STRANGER.private_bytes().hex(),
            "room": ROOM.private_bytes().hex(),
            "content": CONTENT_KEY.raw.hex(),
        },
        "release_shares": {start.lock.name: [share.text() for share in start.shares] for start in (main, backup)},
        "files": [
            {"file": file_name(case), "verify": case.verify, "open": case.opens, "says": case.says} for case in cases
        ],
        **make_texts(),
    }
    return json.dumps(index, ensure_ascii=False, indent=1) + "\n"


def file_name(case: Case) -> str:
    """Where a case lies."""
    return f"{case.name}.sealed" if case.opens == "ok" else f"bad/{case.name}.sealed"


def main(arguments: list[str]) -> None:
    """Write all vectors into the folder of this file."""
    good = HERE / GOOD
    if "--fresh" in arguments:
        good.unlink(missing_ok=True)
    if not good.exists():
        make_good(good)
    (HERE / "bad").mkdir(exist_ok=True)
    cases = make_cases(good.read_bytes())
    for case in cases:
        (HERE / file_name(case)).write_bytes(case.data)
    (HERE / INDEX).write_text(index_text(cases), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
