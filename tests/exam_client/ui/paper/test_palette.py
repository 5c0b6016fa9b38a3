"""The palette: states in words and icons, counters, filters."""

from __future__ import annotations

import pytest

from exam_client.attempt.views import ItemMark
from exam_client.ui.paper.chip import Chip, state_icon, state_words
from exam_client.ui.paper.palette import Filter, Palette
from itembank.model.responses import Completeness


def mark(
    *, seen: bool = False, completeness: Completeness = Completeness.NONE, flagged: bool = False, current: bool = False
) -> ItemMark:
    return ItemMark(5, "five", 0, seen=seen, completeness=completeness, flagged=flagged, current=current)


@pytest.mark.parametrize(
    ("given", "icon", "said"),
    [
        (mark(), "", "第 5 题，未看"),
        (mark(seen=True), "circle", "第 5 题，看过未答"),
        (mark(seen=True, completeness=Completeness.PARTIAL), "half", "第 5 题，未答完"),
        (mark(seen=True, completeness=Completeness.FULL, flagged=True), "check", "第 5 题，已作答，已标记"),
        (mark(seen=True, current=True), "circle", "第 5 题，看过未答，当前题"),
    ],
)
def test_a_state_is_an_icon_and_words_not_a_colour_alone(given, icon, said):
    assert state_icon(given) == icon
    assert state_words(given) == said


def test_a_chip_says_its_state_to_a_screen_reader(look, qtbot):
    chip = Chip(look, mark())
    qtbot.addWidget(chip)
    chip.show_mark(mark(seen=True, completeness=Completeness.FULL))
    assert chip.accessibleName() == "第 5 题，已作答"


@pytest.fixture
def palette(look, desk, qtbot) -> Palette:
    made = Palette(look)
    qtbot.addWidget(made)
    desk.itemMarksChanged.connect(made.show_marks)
    made.show_paper(desk.paper, desk.item_marks())
    made.show()
    return made


def test_every_item_has_a_chip_in_the_order_of_the_paper(palette, desk):
    assert list(palette.chips) == [entry.item.identifier for entry in desk.paper.entries()]


def test_counters_follow_the_answers_and_a_partial_answer_counts_as_none(palette, desk):
    desk.answer("bits", {"R": "c10"})
    desk.answer("blanks", {"F": "AVERAGE(B2:B6)", "N": None})
    desk.flag("bits", flagged=True)
    assert palette.counter.text() == "已答 1 / 19 题"
    texts = [palette.filters[one].text() for one in Filter]
    assert texts == ["全部 19", "未答 18", "标记 1"]


def test_a_filter_shows_only_its_chips(palette, desk):
    desk.answer("bits", {"R": "c10"})
    desk.flag("judge", flagged=True)
    palette.choose_filter(Filter.FLAGGED)
    assert palette.shown() == ["judge"]
    palette.choose_filter(Filter.UNANSWERED)
    assert "bits" not in palette.shown()
    assert len(palette.shown()) == 18
    palette.choose_filter(Filter.ALL)
    assert len(palette.shown()) == 19


def test_an_empty_filter_says_so(palette):
    palette.choose_filter(Filter.FLAGGED)
    assert palette.shown() == []
    assert palette._nothing.text() == "没有标记的题。"
    assert palette._nothing.isVisible()


def test_a_pressed_chip_asks_for_its_item(palette, qtbot):
    with qtbot.waitSignal(palette.itemWanted) as wanted:
        palette.chips["match"].click()
    assert wanted.args == ["match"]
