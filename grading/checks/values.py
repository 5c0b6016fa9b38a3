"""The kinds of values in the parameters of check types: spelling, unit and tolerance; the reference page prints them.

A struct names the kind of a field (`size: FontSize`), and with it the field is checked and documented.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, TypeAlias

from msgspec import Meta

Length: TypeAlias = Annotated[
    str,
    Meta(
        title="length",
        description="with its unit: `0.75cm`, `10mm`, `1in`, `18pt` (磅); within 0.05 cm, or half a point for points",
    ),
]
ParagraphLength: TypeAlias = Annotated[
    str,
    Meta(
        title="paragraph length",
        description="a length, or characters (`2char`, `2字符`: within 0.1), or lines (`0.5line`, `0.5行`)",
    ),
]
FontSize: TypeAlias = Annotated[
    str, Meta(title="font size", description="字号 (`三号`) or points (`16pt`); within a quarter of a point")
]
FontName: TypeAlias = Annotated[
    str, Meta(title="font", description="any of a font's names: 宋体 and SimSun are one (`grading/checks/names.py`)")
]
Colour: TypeAlias = Annotated[
    str,
    Meta(title="colour", description="`RRGGBB` or a standard colour (红色, 深蓝 …); within 8 of 255 a channel"),
]
Number: TypeAlias = Annotated[str | int, Meta(title="number", description="a whole number, or as text with decimals")]
Tolerance: TypeAlias = Annotated[
    str, Meta(title="tolerance", description="how far off is still right, as text; default: see the check")
]
Share: TypeAlias = Annotated[
    Fraction, Meta(title="share", description="`19/20`: the part that must be right for the whole to count as met")
]
Ordinal: TypeAlias = Annotated[int, Meta(title="place", ge=1, description="a place, counted from 1")]
Count: TypeAlias = Annotated[int, Meta(title="count", ge=0, description="how many")]
Bytes: TypeAlias = Annotated[int, Meta(title="bytes", ge=0, description="a size in bytes")]
Pixels: TypeAlias = Annotated[int, Meta(title="pixels", ge=0, description="a length in pixels")]
Degrees: TypeAlias = Annotated[int, Meta(title="degrees", description="an angle in degrees; within 1")]
Percent: TypeAlias = Annotated[int, Meta(title="percent", ge=0, description="per cent")]
Milliseconds: TypeAlias = Annotated[int, Meta(title="milliseconds", ge=0, description="a time in milliseconds")]
Range: TypeAlias = Annotated[str, Meta(title="range", description="cells such as `B2:D9`")]
CellName: TypeAlias = Annotated[str, Meta(title="cell", description="one cell such as `C4`")]
PathText: TypeAlias = Annotated[str, Meta(title="path", description="a path inside the working folder")]
