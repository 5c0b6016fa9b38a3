"""The focus can be seen in every theme, also on what is chosen and on strong grounds."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from exam_client.ui.answers.choice import ChoiceEditor
from exam_client.ui.contrast import contrast
from exam_client.ui.look import Look
from exam_client.ui.theme import Theme


def inner_line(widget: QWidget) -> list[str]:
    """Return the colours along the upper edge, just inside the border."""
    image: QImage = widget.grab().toImage()
    return [image.pixelColor(x, 5).name() for x in range(12, widget.width() - 12)]


@pytest.fixture(params=Theme, ids=lambda theme: theme.value)
def themed(request, look: Look):
    look.choose_theme(request.param)
    yield request.param
    look.choose_theme(Theme.DEFAULT)


def test_the_chosen_option_with_the_focus_differs_from_one_without(window, desk, themed, qtbot):
    desk.start_answering()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    assert window.paper is not None
    window.paper.go_to("bits")
    editor = window.paper.view().editors["R"]
    assert isinstance(editor, ChoiceEditor)
    window.paper.view().pick(1)
    with_focus = inner_line(editor.options[1])
    editor.options[2].button.setFocus()
    without = inner_line(editor.options[1])
    assert max(contrast(a, b) for a, b in zip(with_focus, without, strict=True)) >= 3


def test_the_main_button_shows_the_focus(window, desk, themed, qtbot):
    desk.connect_room()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    desk.show_identity()
    screen = window.screens.identity
    assert screen.yes.hasFocus()
    with_focus = inner_line(screen.yes)
    screen.no.setFocus()
    without = inner_line(screen.yes)
    assert max(contrast(a, b) for a, b in zip(with_focus, without, strict=True)) >= 3
