"""The preview shows a paper from a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from exam_client.ui.preview import PreviewError, make_preview_desk
from exam_client.ui.sheets.hand_in import HandInSheet
from exam_client.ui.stage import Stage
from exam_client.ui.window import DeskWindow
from itembank.model.codec import ModelError, to_bytes
from tests.exam_client.ui.sample_paper import MEDIA, PICTURE, sample_paper, sha


@pytest.fixture
def paper_file(tmp_path: Path) -> Path:
    path = tmp_path / "paper.json"
    path.write_bytes(to_bytes(sample_paper()))
    folder = tmp_path / "media"
    folder.mkdir()
    for name, data in MEDIA.items():
        (folder / f"{name}.bin").write_bytes(data)
    return path


def test_a_paper_and_its_media_are_read(paper_file, look, qtbot):
    desk = make_preview_desk(paper_file)
    assert desk.paper == sample_paper()
    assert desk.media(sha(PICTURE)) == PICTURE
    window = DeskWindow(look, desk, may_always_close=True)
    qtbot.addWidget(window)
    desk.show_paper()
    assert window.paper is not None
    assert window.paper.current == "network"


def test_a_preview_can_be_handed_in_and_goes_nowhere(paper_file, look, qtbot):
    desk = make_preview_desk(paper_file)
    window = DeskWindow(look, desk, may_always_close=True)
    qtbot.addWidget(window)
    desk.show_paper()
    desk.answer("bits", {"R": "c10"})
    assert window.paper is not None
    window.paper.navigation.hand_in.click()
    sheet = window.sheets()[0]
    assert isinstance(sheet, HandInSheet)
    sheet.go_on.click()
    sheet.sure.click()
    assert window.stage() is Stage.RECEIPT


def test_a_missing_file_says_what_to_do(tmp_path):
    with pytest.raises(PreviewError, match="无法读取"):
        make_preview_desk(tmp_path / "none.json")


def test_a_file_that_is_no_paper_is_refused(tmp_path):
    path = tmp_path / "x.json"
    path.write_text("{}")
    with pytest.raises(ModelError):
        make_preview_desk(path)
