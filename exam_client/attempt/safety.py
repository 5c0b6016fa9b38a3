"""What the save mark may say: derived from how far the events got, never set by hand. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from exam_client.attempt.views import SaveMark

COPIES_FOR_STANDBY = 2


@dataclass(frozen=True, slots=True)
class Safety:
    """How far the work of an attempt is safe.

    `made` counts all events, `on_disk` those durable on this machine, `on_server` those the room acknowledged,
    `copies` the machines that have them. `has_unrecorded` says that something typed or saved into a file has
    not become an event yet, `is_refused` that the room will never take a file.
    """

    made: int = 0
    on_disk: int = 0
    on_server: int = 0
    copies: int = 1
    has_unrecorded: bool = False
    is_refused: bool = False

    def mark(self) -> SaveMark:
        """Return the one mark that is true of everything."""
        if self.has_unrecorded or self.made > max(self.on_disk, self.on_server):
            return SaveMark.UNSAVED
        if self.made > self.on_server or self.is_refused:
            return SaveMark.DESK
        return SaveMark.STANDBY if self.copies >= COPIES_FOR_STANDBY else SaveMark.SERVER

    def unsent(self) -> int:
        """Count events the room does not have."""
        return max(0, self.made - self.on_server)
