"""Every theme can be read: 4.5:1 for words, 3:1 for lines and marks."""

from __future__ import annotations

import re

import pytest

from exam_client.ui.contrast import contrast
from exam_client.ui.look import STYLE_SHEET, ZOOM_STEPS, Look
from exam_client.ui.theme import EDGES, PAIRS, TOKENS, Theme


def test_contrast_is_what_wcag_says():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#ffffff", "#777777") == contrast("#777777", "#ffffff")


@pytest.mark.parametrize("theme", Theme)
def test_words_reach_a_contrast_of_four_and_a_half(theme):
    colours = TOKENS[theme].by_name()
    weak = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in PAIRS}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", Theme)
def test_edges_and_focus_reach_a_contrast_of_three(theme):
    colours = TOKENS[theme].by_name()
    weak = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in EDGES}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 3} == {}


def pairs_of_the_style_sheet() -> set[tuple[str, str]]:
    """Find every rule that sets both ink and ground."""
    sheet = re.sub(r"/\*.*?\*/", "", STYLE_SHEET.read_text("utf-8"), flags=re.DOTALL)
    found = set()
    for body in re.findall(r"\{([^}]*)\}", sheet):
        for prefix in ("", "selection-"):
            ink = re.search(rf"(?<![\w-]){prefix}color:\s*\$(\w+)", body)
            ground = re.search(rf"(?<![\w-]){prefix}background(?:-color)?:\s*\$(\w+)", body)
            if ink and ground:
                found.add((ink.group(1), ground.group(1)))
    return found


@pytest.mark.parametrize("theme", Theme)
def test_every_rule_of_the_style_sheet_can_be_read(theme):
    colours = TOKENS[theme].by_name()
    pairs = pairs_of_the_style_sheet()
    assert ("on_accent", "accent") in pairs
    assert ("bar", "on_bar") in pairs
    weak = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


def test_no_colour_is_written_in_the_style_sheet():
    rules = re.sub(r"/\*.*?\*/", "", STYLE_SHEET.read_text("utf-8"), flags=re.DOTALL)
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)", rules) == []


def test_the_style_sheet_changes_with_the_theme(look: Look, qtbot):
    sheets = set()
    for theme in Theme:
        look.choose_theme(theme)
        sheets.add(look.style_sheet())
    assert len(sheets) == len(Theme)


def test_zoom_goes_in_steps_from_80_to_200_per_cent(look: Look):
    assert (ZOOM_STEPS[0], ZOOM_STEPS[-1]) == (80, 200)
    for _step in range(20):
        look.zoom_in()
    assert look.zoom == 200
    for _step in range(20):
        look.zoom_out()
    assert look.zoom == 80


def test_a_change_of_the_look_is_told_once(look: Look, qtbot):
    told: list[None] = []
    look.changed.connect(lambda: told.append(None))
    look.choose_zoom(125)
    look.choose_zoom(125)
    look.choose_theme(Theme.DARK)
    look.choose_theme(Theme.DARK)
    assert len(told) == 2
