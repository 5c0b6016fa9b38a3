"""The input method inside the window: what it shows, and how it is switched."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from exam_client.readiness.input_method import find_switch
from exam_client.ui.paper.input_method import SWITCHES, InputMethodButton
from exam_client.ui.stage import Stage
from exam_client.ui.window import DeskWindow


def remote(folder: Path, name: str) -> str:
    program = folder / name
    program.write_text("#!/bin/sh\n", "utf-8")
    program.chmod(0o755)
    return str(program)


@pytest.mark.parametrize("environment", [{"QT_IM_MODULE": "fcitx"}, {"XMODIFIERS": "@im=fcitx"}])
def test_fcitx_is_switched_by_its_own_program(tmp_path, environment):
    remote(tmp_path, "fcitx-remote")
    newer = remote(tmp_path, "fcitx5-remote")
    assert find_switch({**environment, "PATH": str(tmp_path)}) == (newer, "-t")


def test_an_input_method_that_cannot_be_asked_has_no_switch(tmp_path):
    remote(tmp_path, "fcitx-remote")
    assert find_switch({"QT_IM_MODULE": "ibus", "PATH": str(tmp_path)}) == ()
    assert find_switch({"QT_IM_MODULE": "fcitx", "PATH": ""}) == ()


def test_a_click_switches_and_leaves_the_focus_in_the_field(look, qtbot):
    switched: list[None] = []
    window = QWidget()
    column = QVBoxLayout(window)
    field, button = QLineEdit(), InputMethodButton(look, lambda: switched.append(None))
    column.addWidget(field)
    column.addWidget(button)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    field.setFocus()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert switched == [None]
    assert window.focusWidget() is field


def test_the_keys_that_switch_are_told_where_they_are_all_there_is(look, qtbot):
    button = InputMethodButton(look)
    qtbot.addWidget(button)
    assert button.toolTip().splitlines() == list(SWITCHES)


def test_trial_and_paper_have_the_switch(look, desk, qtbot):
    switched: list[None] = []
    window = DeskWindow(look, desk, may_always_close=True, switch=lambda: switched.append(None))
    qtbot.addWidget(window)
    window.screens.trial.input_method.click()
    desk.start_answering()
    assert window.stage() is Stage.PAPER
    assert window.paper is not None
    window.paper.navigation.input_method.click()
    assert switched == [None, None]
