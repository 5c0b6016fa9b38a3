"""A look at the current sitting that changes nothing, also while a server is at work."""

from __future__ import annotations

from exam_server.importing import open_current
from exam_server.ledger_reader import LedgerReader
from exam_server.room import fold
from exam_server.room.state import RoomState
from exam_server.store import Mode, Store


def glance(store: Store, mode: Mode) -> dict[str, object]:
    """Return plain facts on the current sitting: phase and counts."""
    found = store.find_current(mode)
    if found is None:
        return {"sitting": None}
    folder, current = found
    package = open_current(store, folder, current.manifest_sha256, mode)
    state = RoomState(package.sitting)
    if folder.ledger.is_file():
        reader = LedgerReader(folder.ledger)
        try:
            fold.apply_all(state, reader.other_rows())
            for tail in reader.event_tails():
                fold.apply_tail(state, tail)
        finally:
            reader.close()
    return {
        "exam": package.sitting.exam,
        "sitting": package.sitting.sitting,
        "title": package.sitting.title,
        "phase": state.phase.value,
        "candidates": len(package.sitting.candidates),
        "attempts": len(state.attempts),
        "handed_in": sum(held.hand_in is not None for held in state.attempts.values()),
        "events": state.events,
        "entries": state.entries,
        "exports": [name for export in state.exports for name in export.files],
    }
