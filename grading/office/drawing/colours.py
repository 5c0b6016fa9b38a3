"""Colours: scheme names, tints, shades and presets become "RRGGBB".

Three dialects lighten a colour in three ways (DrawingML modifiers, Word's
themeTint and themeShade, Excel's tint); each is here once.
"""

from __future__ import annotations

import colorsys
from collections.abc import Mapping
from decimal import Decimal

from lxml import etree

from grading.office.drawing.names import A, local_name
from grading.office.drawing.preset_colours import preset_colour
from grading.office.units import percent, rgb

_SYSTEM = {"windowText": "000000", "window": "FFFFFF"}
_COLOUR_TAGS = {A + n for n in ("srgbClr", "schemeClr", "sysClr", "prstClr", "hslClr", "scrgbClr")}
_PLACEHOLDER = "phClr"
_ROUNDING = 2
_CUT = 1e-6  # so much above a whole number counts as reaching it
_GAMMA_TOE, _LINEAR_TOE = 0.04045, 0.0031308  # where the sRGB curve stops being a power


class Scheme:
    """The colours a scheme name means at one place: the theme's, through the slide's or document's map."""

    def __init__(self, colours: Mapping[str, str], mapping: Mapping[str, str] | None = None) -> None:
        """`mapping` turns "tx1", "bg1" ... into theme slots ("dk1", "lt1" ...)."""
        self._colours = colours
        self._mapping = {**_DEFAULT_MAPPING, **(mapping or {})}

    def find(self, name: str) -> str | None:
        """Return the colour of a scheme name, None if unknown."""
        slot = self._mapping.get(name, name)
        return self._colours.get(slot)

    def with_mapping(self, mapping: Mapping[str, str]) -> Scheme:
        """Return the same theme under another map."""
        return Scheme(self._colours, mapping)


_DEFAULT_MAPPING = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
NO_SCHEME = Scheme({})


def colour_in(parent: etree._Element | None, scheme: Scheme, placeholder: str = "") -> str | None:
    """Return the colour that a child of `parent` names; `placeholder` is what "phClr" means here."""
    if parent is None:
        return None
    element = next((child for child in parent if child.tag in _COLOUR_TAGS), None)
    return None if element is None else colour_of(element, scheme, placeholder)


def colour_of(element: etree._Element, scheme: Scheme, placeholder: str = "") -> str | None:
    """Return what one DrawingML colour element means, modifiers applied."""
    base = _base_colour(element, scheme, placeholder)
    if base is None or not len(element):
        return base
    return _modified(base, element)


def word_theme_colour(base: str, tint: str | None, shade: str | None) -> str:
    """Apply Word's themeTint and themeShade (two hex digits) to a theme colour."""
    hue, light, saturation = _to_hls(base)
    if shade:
        light *= int(shade, 16) / 255
    if tint:
        share = int(tint, 16) / 255
        light = light * share + (1 - share)
    # Word cuts off where others round.
    channels = colorsys.hls_to_rgb(hue, min(max(light, 0), 1), min(max(saturation, 0), 1))
    return "".join(f"{int(min(max(channel, 0), 1) * 255 + _CUT):02X}" for channel in channels)


def is_same_colour(one: str, other: str) -> bool:
    """Tell whether two colours differ by no more than what rounding does."""
    return len(one) == len(other) == len("RRGGBB") and all(
        abs(int(one[i : i + 2], 16) - int(other[i : i + 2], 16)) <= _ROUNDING for i in (0, 2, 4)
    )


def excel_tint(base: str, tint: Decimal) -> str:
    """Apply Excel's tint (-1 black ... 1 white) to a colour."""
    if not tint:
        return base
    hue, light, saturation = _to_hls(base)
    share = float(tint)
    light = light * (1 + share) if share < 0 else light * (1 - share) + share
    return _from_hls(hue, light, saturation)


def _base_colour(element: etree._Element, scheme: Scheme, placeholder: str) -> str | None:
    kind, value = local_name(element), element.get("val", "")
    if kind == "srgbClr":
        return rgb(value)
    if kind == "schemeClr":
        return (placeholder or None) if value == _PLACEHOLDER else scheme.find(value)
    if kind == "sysClr":
        return rgb(element.get("lastClr")) or _SYSTEM.get(value)
    if kind == "prstClr":
        return preset_colour(value)
    if kind == "hslClr":
        hue = (percent(element.get("hue"), 60_000) or Decimal(0)) / 360
        return _from_hls(float(hue), _share(element.get("lum")), _share(element.get("sat")))
    channels = (_share(element.get(name)) for name in ("r", "g", "b"))
    return _from_rgb(*(_to_gamma(channel) for channel in channels))


def _modified(base: str, element: etree._Element) -> str:
    colour = base
    for modifier in element:
        kind, share = local_name(modifier), _share(modifier.get("val"))
        hue, light, saturation = _to_hls(colour)
        match kind:
            case "lumMod":
                colour = _from_hls(hue, light * share, saturation)
            case "lumOff":
                colour = _from_hls(hue, light + share, saturation)
            case "satMod":
                colour = _from_hls(hue, light, saturation * share)
            case "satOff":
                colour = _from_hls(hue, light, saturation + share)
            case "shade":
                colour = _from_rgb(*(_to_gamma(_to_linear(c) * share) for c in _channels(colour)))
            case "tint":
                colour = _from_rgb(*(_to_gamma(_to_linear(c) * share + 1 - share) for c in _channels(colour)))
            case "inv":
                colour = _from_rgb(*(1 - c for c in _channels(colour)))
            case "gray":
                colour = _from_hls(hue, light, 0)
            case _:
                pass  # alpha and the rare ones do not change what a person would call the colour
    return colour


def _share(text: str | None) -> float:
    value = percent(text, 1000)
    return float(value) / 100 if value is not None else 1.0


def _channels(colour: str) -> tuple[float, float, float]:
    return int(colour[0:2], 16) / 255, int(colour[2:4], 16) / 255, int(colour[4:6], 16) / 255


def _to_hls(colour: str) -> tuple[float, float, float]:
    return colorsys.rgb_to_hls(*_channels(colour))


def _from_hls(hue: float, light: float, saturation: float) -> str:
    return _from_rgb(*colorsys.hls_to_rgb(hue, min(max(light, 0), 1), min(max(saturation, 0), 1)))


def _from_rgb(red: float, green: float, blue: float) -> str:
    return "".join(f"{round(min(max(channel, 0), 1) * 255):02X}" for channel in (red, green, blue))


def _to_linear(channel: float) -> float:
    return channel / 12.92 if channel <= _GAMMA_TOE else float(((channel + 0.055) / 1.055) ** 2.4)


def _to_gamma(channel: float) -> float:
    bounded = min(max(channel, 0.0), 1.0)
    return bounded * 12.92 if bounded <= _LINEAR_TOE else float(1.055 * bounded ** (1 / 2.4) - 0.055)
