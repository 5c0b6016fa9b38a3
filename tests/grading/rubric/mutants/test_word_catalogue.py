"""Every W check is left out and made nearly right in a docx, and nothing but the named property changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from grading.checks.document import DOCUMENTS
from grading.checks.finding import Verdict
from grading.checks.marker import run_call
from grading.office.inspect import as_data
from grading.office.open import read_office_bytes
from grading.rubric.folders import folder_of
from grading.rubric.mutants.package import OfficePackage
from grading.rubric.mutants.undo import NEAR, WAYS, WITHOUT_WAYS
from grading.rubric.mutants.word_ways import WORD, WORD_NEAR, WORD_WITHOUT_NEAR
from grading.rubric.resaving import find_resaver
from itembank.model.checks import CheckCall
from tests.grading.office.docx_builders import read
from tests.grading.rubric.mutants.trying import TOOLS
from tests.grading.rubric.mutants.word_cases import MODEL, SOURCE, STARTER, all_cases
from tests.grading.rubric.mutants.word_models import FILE, Case

TYPES = {kind.name for kind in DOCUMENTS}
LOST = {Verdict.NOT_MET, Verdict.PARTLY}
CASES = all_cases()
ON_PACKAGES = {name: case for name, case in CASES.items() if case.check.type not in WITHOUT_WAYS}
ANY_VALUE_DOES = {"equation #2", "section_break #2", "watermark #2", "picture_crop #2"}
"""Cases that ask for the thing alone: nothing is nearly right."""

WHOLE = "blocks fields text"
"""Words for changes that take a piece of the text away or bring one in; pages, styles and edges must stay."""

NAMED: dict[str, str] = {
    "font_east_asian": "east_asian", "font_latin": "latin high_ansi", "font_size": "size_pt", "bold": "bold",
    "italic": "italic", "strike": "strike double_strike", "emphasis_dot": "emphasis_mark", "underline": "underline",
    "colour": "colour", "highlight": "highlight", "spacing": "spacing_pt", "baseline": "baseline",
    "capitals": "all_caps small_caps", "text_effect": "shadow outline emboss imprint effects", "raised": "raised_pt",
    "scale": "scale_percent", "shading": "shading", "character_border": "border", "hidden_text": "hidden",
    "alignment": "alignment", "first_line_indent": "first_line_chars first_line_pt",
    "hanging_indent": "first_line_chars first_line_pt", "indent_left": "indent_left_pt indent_left_chars",
    "indent_right": "indent_right_pt indent_right_chars", "space_before": "space_before_pt space_before_lines",
    "space_after": "space_after_pt space_after_lines", "line_spacing": "line_multiple line_pt line_rule",
    "paragraph_border": "borders", "paragraph_shading": "shading", "tab_stop": "tabs", "pagination": "keep_next",
    "bulleted": "list_mark", "numbered": "list_mark", "list_level": "list_mark", "heading": "style style_id styles "
    "outline_level", "style": "style style_id styles", "drop_cap": "drop_cap", "text_present": WHOLE,
    "text_absent": WHOLE, "replaced": "text", "paragraph_order": "text", "paragraph_alone": WHOLE, "hyperlink": "link",
    "format": "format", "property": "properties", "text_inserted": WHOLE, "paragraph_count": WHOLE,
    "comment": "comments", "no_tracked_changes": "change insertions tracks_changes",
    "tracked_changes": f"insertions deletions {WHOLE}", "protected": "protection",
    "style_defined": "styles style style_id size_pt east_asian latin high_ansi bold", "equation": WHOLE,
    "same_format": "alignment first_line_chars first_line_pt line_multiple line_pt line_rule size_pt",
    "page_size": "page_width_pt page_height_pt", "orientation": "page_width_pt page_height_pt landscape",
    "margins": "margin_top_pt margin_left_pt", "columns": "columns", "header_text": "headers_footers",
    "footer_text": "headers_footers", "page_number": "headers_footers fields", "page_border": "page_borders",
    "page_background": "background", "page_break": WHOLE, "column_break": "text",
    "section_break": "sections section starts fields", "page_edge": "headers_footers different_first_page",
    "page_number_format": "page_number_format page_number_start", "watermark": "shapes",
    "text_direction": "text_direction", "line_numbers": "line_numbers", "vertical_alignment": "vertical_alignment",
    "edge_distance": "header_distance_pt footer_distance_pt", "column_gap": "gap_pt", "page_border_colour":
    "page_borders", "table_size": WHOLE, "table_cell": "cells text", "table_merged": "rows text",
    "table_borders": "borders", "table_column_width": "column_widths_pt width_pt", "table_row_height":
    "height_pt height_exact", "table_shading": "fill", "table_style": "style styles", "table_alignment": "alignment",
    "table_cell_alignment": "alignment vertical_alignment", "table_lines": "borders", "table_sorted": "text",
    "table_formula": "field fields text", "table_header_row": "repeats_as_header", "picture_count": "shapes",
    "picture_wrap": "anchor", "picture_position": "horizontal_align", "picture_same": "shapes",
    "picture_size": "width_pt", "picture_crop": "crop_left", "picture_text": "description", "text_box": "shapes",
    "note": "notes runs", "contents": "field fields", "contents_levels": WHOLE, "bookmark": "bookmarks",
    "field": "field fields runs", "caption": WHOLE, "shape": "shapes", "shape_fill": "fill", "shape_line": "line",
    "shape_size": "width_pt", "shape_rotation": "rotation_degrees", "shape_effect": "effects", "word_art": "shapes",
    "smart_art": "shapes", "group": "children", "chart": "shapes",
}  # fmt: skip
"""Words of the read model that may come out otherwise: somewhere on the way to a changed value one of them stands."""

FALL_WITH: dict[str, set[str]] = {
    "columns": {"column_gap"},
    "page_border": {"page_border_colour"},
    "page_border_colour": {"page_border"},
    "page_number": {"page_number_format"},
    "paragraph_order": {"section_break"},
    "picture_count": {f"picture_{name}" for name in ("crop", "position", "same", "size", "text", "wrap")},
    "picture_same": {f"picture_{name}" for name in ("count", "crop", "position", "size", "text", "wrap")},
    "shape": {f"shape_{name}" for name in ("effect", "fill", "line", "rotation", "size")},
    "table_borders": {"table_lines"},
    "table_cell": {"table_sorted"},
    "table_formula": {"table_sorted"},
    "table_lines": {"table_borders"},
    "table_size": {"table_sorted"},
    "table_sorted": {"table_cell", "table_formula"},
}
"""What cannot be had without the other in the large document."""


@cache
def changes(name: str, *, near: bool) -> tuple[bytes, ...]:
    """Return the model changed in each of the ways that found something to change."""
    case = CASES[name]
    made = []
    for way in (NEAR if near else WAYS).get(case.check.type, ()):
        package = OfficePackage(case.model)
        if way(package, dict(case.check.parameters), OfficePackage(case.starter)):
            made.append(package.to_bytes())
    return tuple(made)


def verdict(case: Case, data: bytes, check: CheckCall | None = None) -> Verdict:
    folder = folder_of({FILE: data}, {FILE: case.starter, **case.source})
    return run_call(check or case.check, TOOLS.subject(folder)).verdict


@cache
def facts(data: bytes) -> Counter[tuple[str, str]]:
    """Everything the reader sees in a file, without the places."""
    return Counter(_flat(as_data(read_office_bytes(data)), ""))


def _flat(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _flat(inner, f"{path}.{name}")
    elif isinstance(value, list):
        for inner in value:
            yield from _flat(inner, path)
    else:
        yield path, repr(value)


def test_every_check_of_documents_can_be_left_out():
    assert {kind for kind in WAYS if kind.startswith("W.")} == set(WORD)
    assert TYPES - set(WORD) == {kind for kind in WITHOUT_WAYS if kind.startswith("W.")}
    assert set(WORD) <= TYPES


def test_every_check_of_documents_can_be_nearly_right_or_it_is_said_why_not():
    assert set(WORD_NEAR) | set(WORD_WITHOUT_NEAR) == TYPES
    assert not set(WORD_NEAR) & set(WORD_WITHOUT_NEAR)
    assert set(WORD_NEAR) <= set(NEAR)


def test_every_check_of_documents_is_tried_here_and_its_property_named():
    assert {case.check.type for case in CASES.values()} == TYPES
    assert {f"W.{name}" for name in NAMED} == TYPES - {"W.opens"}


@pytest.mark.parametrize("name", CASES)
def test_the_model_meets_the_check(name):
    assert verdict(CASES[name], CASES[name].model) is Verdict.MET


@pytest.mark.parametrize("name", ON_PACKAGES)
def test_what_is_left_out_is_no_longer_met_and_never_cannot_judge(name):
    case = CASES[name]
    found = [verdict(case, data) for data in changes(name, near=False)]
    assert LOST & set(found)
    assert Verdict.CANNOT_JUDGE not in found


@pytest.mark.parametrize("name", [name for name in ON_PACKAGES if ON_PACKAGES[name].check.type in NEAR])
def test_what_is_nearly_right_is_no_longer_met_and_never_cannot_judge(name):
    case = CASES[name]
    found = [verdict(case, data) for data in changes(name, near=True)]
    assert bool(LOST & set(found)) is (name not in ANY_VALUE_DOES)
    assert Verdict.CANNOT_JUDGE not in found


@pytest.mark.parametrize("name", ON_PACKAGES)
def test_nothing_but_the_named_property_changes(name):
    case = CASES[name]
    kind = case.check.type.removeprefix("W.")
    words = {*NAMED[kind].split(), "direct"}
    before = facts(case.model)
    for data in (*changes(name, near=False), *changes(name, near=True)):
        after = facts(data)
        paths = {path for path, _value in (before - after) + (after - before)}
        strange = {path for path in paths if not words & set(path.split("."))}
        assert strange == set()


@pytest.mark.parametrize("near", [False, True], ids=["left out", "nearly right"])
def test_in_one_document_with_everything_only_the_check_itself_is_lost(near):
    large = {name: case for name, case in ON_PACKAGES.items() if case.model is MODEL}
    strange: dict[str, set[str]] = {}
    for name, case in large.items():
        kind = case.check.type.removeprefix("W.")
        for data in changes(name, near=near):
            subject = TOOLS.subject(folder_of({FILE: data}, {FILE: STARTER, **SOURCE}))
            if run_call(case.check, subject).verdict not in LOST:
                continue
            lost = {
                other.check.type.removeprefix("W.")
                for other in large.values()
                if run_call(other.check, subject).verdict is not Verdict.MET
            }
            strange[name] = lost - {kind} - FALL_WITH.get(kind, set())
            break
    assert {name: lost for name, lost in strange.items() if lost} == {}


def test_the_changed_documents_open_in_libreoffice_too():
    resaver = find_resaver()
    if resaver is None:
        pytest.skip("LibreOffice is not installed")
    given: dict[str, bytes] = {}
    for name in list(ON_PACKAGES)[::7]:
        for number, data in enumerate((*changes(name, near=False)[:1], *changes(name, near=True)[:1])):
            given[f"{name} {number}.docx"] = data
    saved = resaver.resave(given)
    assert set(saved) == set(given)
    assert {name for name, data in saved.items() if not read(data).text} == set()
