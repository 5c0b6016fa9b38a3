"""Places on the server's machine where bundles go and hand-in files come from: sticks first, nothing hidden.

A teacher at the console cannot know the paths of another machine; the server says what is plugged in.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import psutil

from exam_server.protocol.console import Medium
from itembank.base.i18n import _

STICK_ROOTS = ("/media", "/run/media", "/mnt")
TAKEN_IN = ("*.jikao", "*.jkj", "*/*.jikao", "*/*.jkj")
MOST_FILES = 200


class Volume(NamedTuple):
    """A mounted volume as the system tells of it."""

    path: str
    options: tuple[str, ...]


def find_media() -> tuple[Medium, ...]:
    """Return the sticks and other removable places that are there now; asks the disks, so not in the event loop."""
    volumes = (Volume(p.mountpoint, tuple(p.opts.split(","))) for p in psutil.disk_partitions(all=False))
    return media_of(volumes)


def media_of(volumes: Iterable[Volume]) -> tuple[Medium, ...]:
    """Return what is removable of these volumes; one that goes away meanwhile is left out."""
    found = []
    for volume in sorted(set(volumes)):
        if not _is_removable(volume):
            continue
        try:
            found.append(_medium(volume))
        except OSError:
            continue
    return tuple(found)


def _medium(volume: Volume) -> Medium:
    path = Path(volume.path)
    free_mb = shutil.disk_usage(path).free >> 20
    is_writable = "ro" not in volume.options and os.access(path, os.W_OK)
    files = sorted({str(file) for pattern in TAKEN_IN for file in path.glob(pattern)})[:MOST_FILES]
    words = _("{name}（剩余 {free} MB）") if is_writable else _("{name}（只读）")
    label = words.format(name=path.name or volume.path, free=free_mb)
    return Medium(path=volume.path, label=label, free_mb=free_mb, is_writable=is_writable, files=tuple(files))


def _is_removable(volume: Volume) -> bool:
    if "removable" in volume.options:
        return True
    return any(volume.path.startswith(f"{root}/") for root in STICK_ROOTS)
