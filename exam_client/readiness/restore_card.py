"""A hint that a restore card (还原卡) or a frozen disk sets this machine back at every start.

The desk counts its starts in both of its folders; a folder that has forgotten starts was set back. A few
restore programs are known by their drivers. A hint, no proof: with one folder only, nothing can be said.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from itembank.base.files import write_whole

COUNT_NAME = "starts.txt"
RESTORE_DRIVERS = ("DeepFrz.sys", "DFDisk.sys", "ShdServ.exe", "ydwrite.sys", "hsfs.sys", "lenovoedu.sys")


def may_have_restore_card(
    folder: Path, second_folder: Path | None, environment: Mapping[str, str] = os.environ
) -> bool:
    """Say whether something sets this machine back; counts this start."""
    counts = [_count_start(place) for place in (folder, second_folder) if place is not None]
    was_set_back = len(set(counts)) > 1
    windows = environment.get("SYSTEMROOT", "")
    drivers = Path(windows) / "System32" / "drivers"
    return was_set_back or (bool(windows) and any((drivers / name).is_file() for name in RESTORE_DRIVERS))


def _count_start(folder: Path) -> int:
    """Count one more start in a folder; returns how many it remembered before."""
    path = folder / COUNT_NAME
    try:
        before = int(path.read_text("ascii").strip() or "0")
    except (OSError, ValueError):
        before = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(path, f"{before + 1}\n".encode("ascii"))
    except OSError:
        return before
    return before
