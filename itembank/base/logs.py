"""Structured logs in a bounded ring of files: events and counts, never what people wrote or are called.

A log line is JSON with the time, an event name and a few plain fields. Field
names come from a closed list, so that an answer, a name, a key or a question
cannot slip in by habit. Logs are the first thing to be dropped when a disk fills.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from itembank.base.clock import Clock

ALLOWED_FIELDS = frozenset(
    {
        *("attempt", "seat", "epoch", "seq", "item_index", "form", "room", "sitting", "phase", "state"),
        *("count", "size_bytes", "elapsed_ms", "batch", "part", "port", "peer", "version"),
        *("command", "kind", "error", "reason_code", "exit_code"),
    }
)
FILE_BYTES = 4 << 20
FILES_KEPT = 10


class LogFieldError(ValueError):
    """A programmer tried to log a field that is not on the list."""


@dataclass
class RingLog:
    """Lines in `<folder>/<name>.log`, older ones in `.1` ... `.9`; at most 40 MiB by default."""

    folder: Path
    name: str
    clock: Clock
    file_bytes: int = FILE_BYTES
    files_kept: int = FILES_KEPT
    lost_lines: int = field(default=0, init=False)

    def write(self, event: str, **fields: str | int | bool) -> None:
        """Append one line; a full or broken disk loses the line, counts it, and never stops the caller."""
        unknown = set(fields) - ALLOWED_FIELDS
        if unknown:
            raise LogFieldError(f"not a loggable field: {sorted(unknown)}")
        stamp = self.clock.wall().isoformat(timespec="milliseconds")
        line = json.dumps({"at": stamp, "event": event, **fields}, ensure_ascii=False) + "\n"
        try:
            self._turn_ring(len(line))
            with self._path(0).open("a", encoding="utf-8") as stream:
                stream.write(line)
        except OSError:
            self.lost_lines += 1

    def _path(self, age: int) -> Path:
        return self.folder / (f"{self.name}.log" if age == 0 else f"{self.name}.log.{age}")

    def _turn_ring(self, coming_bytes: int) -> None:
        newest = self._path(0)
        if not newest.exists() or newest.stat().st_size + coming_bytes <= self.file_bytes:
            return
        self._path(self.files_kept - 1).unlink(missing_ok=True)
        for age in range(self.files_kept - 2, -1, -1):
            if self._path(age).exists():
                self._path(age).replace(self._path(age + 1))
