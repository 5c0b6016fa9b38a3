"""Foreign text as a person can see it: what has no shape, or turns the words around it, is written out."""

from __future__ import annotations

import unicodedata

KEPT = frozenset("\n\t")
HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
# Emoji are joined by it, and several scripts need these two: they only change how their neighbours look.
JOINERS = frozenset("\u200c\u200d")


def visible(text: str) -> str:
    """Return a text with every sign that cannot be seen written as its number, such as ‹U+202E›."""
    even = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(one if _is_seen(one) else f"‹U+{ord(one):04X}›" for one in even)


def _is_seen(sign: str) -> bool:
    return sign in KEPT or sign in JOINERS or unicodedata.category(sign) not in HIDDEN
