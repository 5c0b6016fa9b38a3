"""Pictures that fill a cell instead of lying on it: those of Excel ("place in cell") and those of WPS (DISPIMG).

Excel keeps such a cell as an error value that refers to rich data, WPS as a
formula that names a picture in a part of its own. To a person both are pictures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from grading.office.drawing.colours import Scheme
from grading.office.drawing.names import XDR, R, S
from grading.office.drawing.shapes import DrawingParts
from grading.office.model_flow import Picture, Placement, Shape, ShapeKind
from grading.office.model_workbook import Cell
from grading.office.package import Parts
from grading.office.units import whole_number

_WPS_FORMULA = re.compile(r'DISPIMG\("(?P<name>[^"]+)"')
_WPS = "{http://www.wps.cn/officeDocument/2017/etCustomData}"
_RICH = "{http://schemas.microsoft.com/office/spreadsheetml/2017/richdata}"
_PICTURE_KEY = "_rvRel:LocalImageIdentifier"
_PICTURES_MAX = 2_000


class CellPictures:
    """The pictures of a workbook that fill cells, by what cells say of them."""

    def __init__(self, parts: Parts, main: str, scheme: Scheme) -> None:
        """`main` is the workbook's part."""
        self._parts = parts
        self._main = main
        self._scheme = scheme
        self._named: dict[str, Picture] | None = None
        self._rich: list[Picture | None] | None = None

    def shapes(self, cells: Mapping[tuple[int, int], int], others: tuple[Cell, ...]) -> Iterator[Shape]:
        """Return the pictures of a sheet: of cells with a number of rich data, and of formulas of WPS."""
        for (row, column), number in cells.items():
            if self._rich is None:
                self._rich = list(self._rich_pictures())
            picture = self._rich[number - 1] if 1 <= number <= len(self._rich) else None
            if picture is not None:
                yield _shape(Cell(row, column), picture, "")
        for cell in others:
            named = _WPS_FORMULA.match(cell.formula) if "DISPIMG" in cell.formula else None
            if named is None:
                continue
            if self._named is None:
                self._named = self._wps_pictures()
            yield _shape(cell, self._named.get(named["name"]), named["name"])

    def _wps_pictures(self) -> dict[str, Picture]:
        found = self._parts.related_root(self._main, "cellImage")
        if found is None:
            return {}
        host = DrawingParts(self._parts, found[0], self._scheme)
        pictures: dict[str, Picture] = {}
        for element in list(found[1].iterfind(f"{_WPS}cellImage/{XDR}pic"))[:_PICTURES_MAX]:
            named, filling = element.find(f"{XDR}nvPicPr/{XDR}cNvPr"), element.find(XDR + "blipFill")
            if named is not None and filling is not None:
                pictures[named.get("name", "")] = host.picture(filling)
        return pictures

    def _rich_pictures(self) -> Iterator[Picture | None]:
        """Yield for each number of rich data its picture, None for what is none."""
        metadata = self._parts.related_root(self._main, "sheetMetadata")
        values = self._parts.related_root(self._main, "rdRichValue")
        shapes = self._parts.related_root(self._main, "rdRichValueStructure")
        targets = self._parts.related_root(self._main, "richValueRel")
        if metadata is None or values is None or shapes is None or targets is None:
            return
        host = DrawingParts(self._parts, targets[0], self._scheme)
        places = [_key_place(one) for one in shapes[1].iterfind(_RICH + "s")]
        identities = [one.get(R + "id", "") for one in targets[1]]
        rich = list(values[1].iterfind(_RICH + "rv"))
        for number in _rich_numbers(metadata[1]):
            identity = _identity(rich[number], places, identities) if 0 <= number < len(rich) else ""
            yield host.picture_of(identity) if identity else None


def _rich_numbers(metadata: etree._Element) -> list[int]:
    """Return for each entry of the values' metadata which rich value it means, -1 for none."""
    blocks = [
        whole_number(next((e.get("i") for e in block.iter() if etree.QName(e).localname == "rvb"), None))
        for block in metadata.iterfind(f"{S}futureMetadata[@name='XLRICHVALUE']/{S}bk")
    ]
    found: list[int] = []
    for record in list(metadata.iterfind(f"{S}valueMetadata/{S}bk"))[:_PICTURES_MAX]:
        index = whole_number(getattr(record.find(S + "rc"), "attrib", {}).get("v"))
        number = blocks[index] if index is not None and 0 <= index < len(blocks) else None
        found.append(-1 if number is None else number)
    return found


def _key_place(structure: etree._Element) -> int | None:
    keys = [one.get("n", "") for one in structure]
    return keys.index(_PICTURE_KEY) if _PICTURE_KEY in keys else None


def _identity(value: etree._Element, places: list[int | None], identities: list[str]) -> str:
    structure = whole_number(value.get("s"))
    place = places[structure] if structure is not None and 0 <= structure < len(places) else None
    index = whole_number(value[place].text) if place is not None and place < len(value) else None
    return identities[index] if index is not None and 0 <= index < len(identities) else ""


def _shape(cell: Cell, picture: Picture | None, name: str) -> Shape:
    place = Placement(from_cell=cell.name, to_cell=cell.name)
    return Shape(kind=ShapeKind.PICTURE, name=name, picture=picture, placement=place)
