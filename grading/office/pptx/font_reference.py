"""Text formatting that comes from outside the text, put into the shape of a list style.

A shape's p:style names a theme font and a colour, a table style bold and a
colour; as list styles they take their place in the chain like any other.
"""

from __future__ import annotations

import copy

from lxml import etree

from grading.office.drawing.names import A

THEME_FONTS = {"minor": ("+mn-lt", "+mn-ea", "+mn-cs"), "major": ("+mj-lt", "+mj-ea", "+mj-cs")}
_FONT_TAGS = ("latin", "ea", "cs")


def font_reference(style: etree._Element | None) -> etree._Element | None:
    """Return the list style that a shape's p:style amounts to, None if it says nothing about text."""
    reference = None if style is None else style.find(A + "fontRef")
    if reference is None:
        return None
    return list_style(fonts=THEME_FONTS.get(reference.get("idx", ""), ()), colour=next(iter(reference), None))


def list_style(
    *, fonts: tuple[str, ...] = (), colour: etree._Element | None = None, switches: dict[str, str] | None = None
) -> etree._Element:
    """Build a list style with these run properties on all levels."""
    root = etree.Element(A + "lstStyle")
    run = etree.SubElement(etree.SubElement(root, A + "defPPr"), A + "defRPr", switches or {})
    if colour is not None:
        etree.SubElement(run, A + "solidFill").append(copy.deepcopy(colour))
    for tag, font in zip(_FONT_TAGS, fonts, strict=False):
        etree.SubElement(run, A + tag, {"typeface": font})
    return root
