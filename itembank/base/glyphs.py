"""Which characters a TrueType font can draw, read from the font itself.

A name with a character that our fonts lack must be found when the roster is imported, not when a report
shows a blank. Nothing is drawn here. The font is one of our own assets.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from itembank.base.assets import SANS, asset_path
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _

SEGMENTED_COVERAGE = 12
"""The cmap format that reaches beyond the BMP."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """The code points of a font as closed intervals, in order and apart."""

    firsts: tuple[int, ...]
    lasts: tuple[int, ...]

    def __contains__(self, character: str) -> bool:
        place = bisect_right(self.firsts, ord(character)) - 1
        return place >= 0 and ord(character) <= self.lasts[place]

    def missing(self, text: str) -> tuple[str, ...]:
        """Return the characters of `text` that the font lacks, each once, in their order."""
        return tuple(dict.fromkeys(character for character in text if character not in self))


def read_coverage(path: Path) -> Coverage:
    """Read the coverage of a TrueType font from its character map."""
    data = path.read_bytes()
    start = _character_map(data, path)
    (count,) = struct.unpack_from(">I", data, start + 12)
    groups = [struct.unpack_from(">II", data, start + 16 + 12 * number) for number in range(count)]
    return Coverage(tuple(group[0] for group in groups), tuple(group[1] for group in groups))


@cache
def sans_coverage() -> Coverage:
    """Return what `Jikao Sans` can draw, and so everything we print."""
    return read_coverage(asset_path(SANS))


def missing_characters(text: str) -> tuple[str, ...]:
    """Return the characters of `text` that our screens and papers cannot show."""
    return sans_coverage().missing(text)


def name_characters(characters: tuple[str, ...]) -> str:
    """Name characters by code point for a message: "U+30EDD、U+31350"."""
    return "、".join(f"U+{ord(character):04X}" for character in characters)


def _character_map(data: bytes, path: Path) -> int:
    """Return where the segmented coverage subtable of the `cmap` table starts."""
    (tables,) = struct.unpack_from(">H", data, 4)
    for tag, _sum, offset, _length in struct.iter_unpack(">4sIII", data[12 : 12 + 16 * tables]):
        if tag == b"cmap":
            (encodings,) = struct.unpack_from(">H", data, offset + 2)
            for number in range(encodings):
                (start,) = struct.unpack_from(">I", data, offset + 8 + 8 * number)
                if struct.unpack_from(">H", data, offset + start) == (SEGMENTED_COVERAGE,):
                    return int(offset + start)
    raise JikaoError(
        _("字体文件 {name} 没有可用的字符表。").format(name=path.name),
        hint=_("请重新安装本程序。"),
        code=ExitCode.ENVIRONMENT,
    )
