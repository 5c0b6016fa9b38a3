"""Mutants of OpenDocument files: the ways of their own, then single steps back to the starter file.

Automatic styles are numbered anew in every file, so P1 of the model and P1 of
the starter have nothing to do with each other. Before the two are compared the
starter's styles are named as the model names equal ones; others are lent to the
model under names of their own, so that a step "this paragraph had that style"
is one attribute.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping

from lxml import etree

from grading.checks.finding import CannotJudgeError
from grading.office.odf.names import OFFICE, STYLE
from grading.rubric.mutants.backwards import opened, steps_back
from grading.rubric.mutants.odf import CONTENT, OdfWay, Parameters
from grading.rubric.mutants.odf_cells import CELL_NEAR, CELL_WAYS
from grading.rubric.mutants.odf_looks import LOOK_NEAR, LOOK_WAYS
from grading.rubric.mutants.odf_sheets import SHEET_NEAR, SHEET_WAYS
from grading.rubric.mutants.odf_slides import SLIDE_NEAR, SLIDE_WAYS
from grading.rubric.mutants.odf_text import TEXT_NEAR, TEXT_WAYS
from grading.rubric.mutants.package import Element, OfficePackage

ODF_WAYS: dict[str, tuple[OdfWay, ...]] = {**LOOK_WAYS, **TEXT_WAYS, **CELL_WAYS, **SHEET_WAYS, **SLIDE_WAYS}
ODF_NEAR: dict[str, tuple[OdfWay, ...]] = {**LOOK_NEAR, **TEXT_NEAR, **CELL_NEAR, **SHEET_NEAR, **SLIDE_NEAR}
LENT = "Starter"


def odf_ways(kind: str, parameters: Parameters, data: bytes, before: bytes) -> Iterator[bytes]:
    """Yield the file with one check undone, in every way known for it."""
    yield from _changed(ODF_WAYS.get(kind, ()), parameters, data)
    pair = _comparable(data, before)
    if pair is not None:
        yield from steps_back(*pair)


def odf_near(kind: str, parameters: Parameters, data: bytes) -> Iterator[bytes]:
    """Yield the file with one check nearly right."""
    yield from _changed(ODF_NEAR.get(kind, ()), parameters, data)


def _changed(ways: tuple[OdfWay, ...], parameters: Parameters, data: bytes) -> Iterator[bytes]:
    for way in ways:
        package = opened(data)
        if package is not None and package.has(CONTENT) and _done(way, package, parameters):
            yield package.to_bytes()


def _done(way: OdfWay, package: OfficePackage, parameters: Parameters) -> bool:
    """Tell whether a way changed anything; one that cannot read the rubric's value has not."""
    try:
        return way(package, parameters)
    except CannotJudgeError:
        return False


def _comparable(data: bytes, before: bytes) -> tuple[bytes, bytes] | None:
    """Return model and starter with the same names for the same automatic styles; None where either is no such file."""
    model, starter = opened(data), opened(before)
    if model is None or starter is None or not (model.has(CONTENT) and starter.has(CONTENT)):
        return None
    mine, theirs = _styles(model), _styles(starter)
    if mine is None or theirs is None:
        return data, before
    names = _lent(mine, theirs)
    for element in starter.root(CONTENT).iter():
        _rename(element, names)
    place = theirs.getparent()
    if place is not None:
        place.replace(theirs, copy.deepcopy(mine))
    return model.to_bytes(), starter.to_bytes()


def _styles(package: OfficePackage) -> Element | None:
    return package.root(CONTENT).find(OFFICE + "automatic-styles")


def _lent(mine: Element, theirs: Element) -> dict[str, str]:
    """Add the starter's styles that the model lacks, and return the new names of all of the starter's."""
    known = {_look(one): one.get(STYLE + "name", "") for one in mine}
    taken = {one.get(STYLE + "name", "") for one in mine}
    names: dict[str, str] = {}
    for style in theirs:
        own = style.get(STYLE + "name", "")
        made = copy.deepcopy(style)
        _rename(made, names)  # a style may name another one that stands before it
        name = known.get(_look(made))
        if name is None:
            name = next(new for number in range(1, 100_000) if (new := f"{LENT}{number}") not in taken)
            made.set(STYLE + "name", name)
            taken.add(name)
            mine.append(made)
        names[own] = name
    return names


def _look(style: Element) -> bytes:
    """Return what makes two styles the same: everything but their name."""
    bare = copy.deepcopy(style)
    bare.attrib.pop(STYLE + "name", "")
    bare.tail = None
    return etree.tostring(bare, method="c14n")


def _rename(element: Element, names: Mapping[str, str]) -> None:
    for name, value in element.items():
        if str(name).endswith("style-name") and str(value) in names:
            element.set(str(name), names[str(value)])
