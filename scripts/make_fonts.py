"""Make the fonts that Jikao carries: TrueType cuts of Noto Sans CJK SC under a name of our own.

A developer's tool, run once per release of the source font; the programs only read its result.
It needs fontTools and the two collections of Debian's package `fonts-noto-cjk`:

    python3 scripts/make_fonts.py --source /usr/share/fonts/opentype/noto --into itembank/base/assets/fonts

The same source and the same fontTools make the same bytes. Why a conversion, why this source and why
a new name: docs/decisions/0020-fonts.md.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables import ttProgram

MAX_ERROR_UNITS = 1.0
"""How far a converted curve may leave the original one, in thousandths of the em."""

SANS_FACE = 2
MONO_FACE = 7
"""Where the simplified Chinese faces lie in the collections."""

HANGUL = (
    range(0x1100, 0x1200),
    range(0x3130, 0x3190),
    range(0xA960, 0xA980),
    range(0xAC00, 0xD800),
    range(0xFFA0, 0xFFE0),
)
HAN = (
    range(0x3400, 0x4DC0),
    range(0x4E00, 0xA000),
    range(0xF900, 0xFB00),
    range(0x20000, 0x33480),
)
KEPT_FEATURES = ("kern", "ccmp", "mark")
DROPPED_TABLES = ("CFF ", "VORG", "vhea", "vmtx", "BASE")
DROPOUT_CONTROL = b"\xb8\x01\xff\x85\xb0\x04\x8d"
"""PUSHW 511, SCANCTRL, PUSHB 4, SCANTYPE: an unhinted font asks for smooth thin strokes."""


@dataclass(frozen=True, slots=True)
class Cut:
    """One font file that we carry."""

    file_name: str
    collection: str
    face: int
    family: str
    style: str
    han_of_gb2312_only: bool = False


REGULAR = "NotoSansCJK-Regular.ttc"
BOLD = "NotoSansCJK-Bold.ttc"
CUTS = (
    Cut("JikaoSans-Regular.ttf", REGULAR, SANS_FACE, "Jikao Sans", "Regular"),
    Cut("JikaoSans-Bold.ttf", BOLD, SANS_FACE, "Jikao Sans", "Bold"),
    Cut("JikaoMono-Regular.ttf", REGULAR, MONO_FACE, "Jikao Mono", "Regular", han_of_gb2312_only=True),
)


def main(arguments: list[str]) -> int:
    """Make every cut, or the named ones, and say what each one holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", type=Path, required=True, help="folder with the two NotoSansCJK collections")
    parser.add_argument("--into", type=Path, required=True, help="folder for the finished fonts")
    parser.add_argument("--only", choices=[cut.file_name for cut in CUTS], help="make one file only")
    chosen = parser.parse_args(arguments)
    for cut in CUTS:
        if chosen.only in {None, cut.file_name}:
            report(make(cut, chosen.source, chosen.into))
    return 0


def make(cut: Cut, source: Path, into: Path) -> Path:
    """Make one font file and return its path."""
    font = TTFont(source / cut.collection, fontNumber=cut.face, recalcTimestamp=False)
    keep_characters(font, kept_characters(font, cut))
    convert_outlines(font)
    rename(font, cut)
    for tag in DROPPED_TABLES:
        if tag in font:
            del font[tag]
    path = into / cut.file_name
    font.save(path, reorderTables=True)
    return path


def kept_characters(font: TTFont, cut: Cut) -> set[int]:
    """Return the code points that this cut carries."""
    characters = {code for code in font.getBestCmap() if not lies_in(code, HANGUL)}
    if cut.han_of_gb2312_only:
        return {code for code in characters if not lies_in(code, HAN) or is_in_gb2312(code)}
    return characters


def lies_in(code: int, blocks: tuple[range, ...]) -> bool:
    """Say whether a code point lies in one of the blocks."""
    return any(code in block for block in blocks)


def is_in_gb2312(code: int) -> bool:
    """Say whether the 1980 character set has the character."""
    try:
        chr(code).encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def keep_characters(font: TTFont, characters: set[int]) -> None:
    """Cut the font down to the characters and to the layout features we use."""
    options = subset.Options(
        layout_features=list(KEPT_FEATURES),
        name_IDs=["*"],
        notdef_outline=True,
        glyph_names=False,
        hinting=False,
        legacy_cmap=False,
        recalc_timestamp=False,
        drop_tables=[*subset.Options().drop_tables, "VORG", "vhea", "vmtx", "BASE"],
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)


def convert_outlines(font: TTFont) -> None:
    """Replace the cubic outlines by quadratic ones, in the direction TrueType wants."""
    drawn = font.getGlyphSet()
    order = font.getGlyphOrder()
    glyphs = {name: quadratic(drawn, name) for name in order}
    font["loca"] = newTable("loca")
    table = newTable("glyf")
    table.glyphOrder = order
    table.glyphs = glyphs
    font["glyf"] = table
    for name, glyph in glyphs.items():
        glyph.recalcBounds(table)
        advance, _bearing = font["hmtx"][name]
        font["hmtx"][name] = (advance, getattr(glyph, "xMin", 0))
    font.sfntVersion = "\000\001\000\000"
    describe_outlines(font, len(order))


def quadratic(drawn: Any, name: str) -> Any:
    """Draw one glyph with quadratic curves."""
    pen = TTGlyphPen(None)
    drawn[name].draw(Cu2QuPen(pen, MAX_ERROR_UNITS, reverse_direction=True))
    return pen.glyph()


def describe_outlines(font: TTFont, glyph_count: int) -> None:
    """Write the tables that a font with TrueType outlines must have."""
    profile = newTable("maxp")
    profile.tableVersion = 0x00010000
    for field in (
        "maxPoints",
        "maxContours",
        "maxCompositePoints",
        "maxCompositeContours",
        "maxTwilightPoints",
        "maxStorage",
        "maxFunctionDefs",
        "maxInstructionDefs",
        "maxSizeOfInstructions",
        "maxComponentElements",
        "maxComponentDepth",
    ):
        setattr(profile, field, 0)
    profile.maxZones = 1
    profile.maxStackElements = 2
    profile.numGlyphs = glyph_count
    font["maxp"] = profile
    font["post"].formatType = 3.0
    smoothing = newTable("gasp")
    smoothing.version = 1
    smoothing.gaspRange = {0xFFFF: 0x000F}
    font["gasp"] = smoothing
    start = newTable("prep")
    start.program = ttProgram.Program()
    start.program.fromBytecode(DROPOUT_CONTROL)
    font["prep"] = start


def rename(font: TTFont, cut: Cut) -> None:
    """Give the font our name; the copyright and the licence of its makers stay."""
    names = font["name"]
    postscript = f"{cut.family}-{cut.style}".replace(" ", "")
    release = names.getDebugName(5).split(";")[0]
    kept = {number: names.getDebugName(number) for number in (0, 9, 10, 13, 14)}
    texts = {
        **kept,
        1: cut.family,
        2: cut.style,
        3: f"{release};{postscript}",
        4: cut.family if cut.style == "Regular" else f"{cut.family} {cut.style}",
        5: release,
        6: postscript,
    }
    names.names = []
    for number, text in sorted(texts.items()):
        names.setName(text, number, 3, 1, 0x409)
    font["OS/2"].achVendID = "    "


def report(path: Path) -> None:
    """Print what a finished font holds."""
    characters = TTFont(path, lazy=True).getBestCmap()
    beyond = sum(code > 0xFFFF for code in characters)
    size = path.stat().st_size
    print(f"{path.name}: {size:,} bytes, {len(characters):,} characters, {beyond:,} of them beyond the BMP")
    print(f"  sha256 {hashlib.sha256(path.read_bytes()).hexdigest()}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
