"""How a candidate looks at the paper: size, colours, how far each item is scrolled. Kept beside the journal.

It is no work: it never leaves this machine, and what cannot be read is simply forgotten.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from itembank.base.files import write_whole

KEPT_VIEW_NAME = "view.json"
MOST_ITEMS = 500


@dataclass(frozen=True, slots=True)
class KeptView:
    """Zoom in per cent, the name of the theme, and the scrolled pixels of items that are not at their beginning."""

    zoom: int = 100
    theme: str = "default"
    scrolls: Mapping[str, int] = field(default_factory=dict)


def read_view(path: Path) -> KeptView:
    """Read what was kept; anything else than that is as good as nothing."""
    try:
        given = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return KeptView()
    if not isinstance(given, dict):
        return KeptView()
    zoom, theme, scrolls = given.get("zoom"), given.get("theme"), given.get("scrolls")
    return KeptView(
        zoom=zoom if isinstance(zoom, int) else KeptView().zoom,
        theme=theme if isinstance(theme, str) else KeptView().theme,
        scrolls=_scrolls(scrolls) if isinstance(scrolls, dict) else {},
    )


def write_view(path: Path, view: KeptView) -> None:
    """Keep it whole."""
    kept = {"zoom": view.zoom, "theme": view.theme, "scrolls": dict(view.scrolls)}
    write_whole(path, json.dumps(kept, ensure_ascii=False).encode())


def _scrolls(given: dict[str, object]) -> dict[str, int]:
    pairs = list(given.items())[:MOST_ITEMS]
    return {item: pixels for item, pixels in pairs if isinstance(pixels, int) and pixels > 0}
