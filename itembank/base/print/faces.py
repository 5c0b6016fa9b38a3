"""Our two print faces in reportlab, with the faults mended that rare names would run into.

reportlab 5.1 writes a wrong ToUnicode map for characters beyond the BMP (a copied 𬱖 becomes another letter)
and more entries in one block than the format allows; the map is written anew here. It also prints a blank for
a missing glyph: `document` asks `lacks` and prints 〓 instead, with a note.
"""

from __future__ import annotations

from functools import cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

from itembank.base.assets import SANS, SANS_BOLD, asset_path

REGULAR_NAME = "JikaoSans"
BOLD_NAME = "JikaoSans-Bold"
ENTRIES_PER_BLOCK = 100
"""The most entries a `beginbfchar` block may have (Adobe Technical Note 5014)."""


class PrintFace(TTFont):
    """A TrueType font that tells a reader of the PDF which characters its glyphs are."""

    def addObjects(self, doc: object) -> None:
        """Add the font's objects to the document, then put the right character maps in their place."""
        subsets = [list(subset) for subset in self.state[doc].subsets]
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            tagged = b"".join((SUBSETN(number), b"+", self.face.name, self.face.subfontNameX))
            name = tagged.decode("ascii")
            doc.idToObject[f"toUnicodeCMap:{name}"].content = to_unicode_map(name, subset)  # type: ignore[attr-defined]

    def width(self, text: str, size: float) -> float:
        """Return the width of a line of text in points; a missing character counts as a full square."""
        widths = self.face.charWidths
        try:
            thousandths = sum(map(widths.__getitem__, map(ord, text)))
        except KeyError:
            thousandths = sum(widths.get(code, 1000) for code in map(ord, text))
        return float(thousandths) * size / 1000

    def lacks(self, text: str) -> bool:
        """Say whether a character of the text has no glyph."""
        return not all(map(self.face.charToGlyph.__contains__, map(ord, text)))

    def missing(self, text: str) -> tuple[str, ...]:
        """Return the characters without a glyph, each once."""
        known = self.face.charToGlyph
        return tuple(dict.fromkeys(character for character in text if ord(character) not in known))


@cache
def print_face(*, bold: bool = False) -> PrintFace:
    """Return a face, known to reportlab under its name; reading it takes a moment, so it is read once."""
    face = PrintFace(BOLD_NAME, asset_path(SANS_BOLD)) if bold else PrintFace(REGULAR_NAME, asset_path(SANS))
    pdfmetrics.registerFont(face)
    return face


def text_width(text: str, size: float, *, bold: bool = False, spacing: float = 0.0) -> float:
    """Return the printed width of a line of text in points."""
    return print_face(bold=bold).width(text, size) + spacing * max(len(text) - 1, 0)


def to_unicode_map(name: str, subset: list[int]) -> str:
    """Make the text of a ToUnicode map: one-byte codes to characters, beyond the BMP as surrogate pairs."""
    entries = [
        f"<{code:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>" for code, point in enumerate(subset) if point
    ]
    blocks = [entries[start : start + ENTRIES_PER_BLOCK] for start in range(0, len(entries), ENTRIES_PER_BLOCK)]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
        f"/CMapName /{name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <FF>",
        "endcodespacerange",
        *[line for block in blocks for line in (f"{len(block)} beginbfchar", *block, "endbfchar")],
        "endcmap",
        "CMapName currentdict /CMap defineresource pop",
        "end",
        "end",
    ]
    return "\n".join(lines)
