"""The real LibreOffice on a screen in memory: what was typed is saved, whatever stands in the way."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from exam_client.practical.office.libreoffice import LibreOffice
from exam_client.practical.office.port import OpenFolder, Standing
from exam_client.practical.office.windows import RealWindows, WindowCloser
from tests.fakes.screen import OfficeOnScreen, screen_in_memory, until
from tests.grading.office.builders import cells, docx, para, placeholder, pptx, xlsx


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    with screen_in_memory() as name:
        yield name


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    task = tmp_path / "0031001" / "第4题 报告"
    task.mkdir(parents=True)
    (task / "报告.docx").write_bytes(docx(para("开头")))
    (task / "统计.xlsx").write_bytes(xlsx(cells('<row r="1"><c r="A1"><v>1</v></c></row>')))
    return task


@pytest.fixture
def screen(display, tmp_path, monkeypatch) -> Iterator[OfficeOnScreen]:
    monkeypatch.setenv("DISPLAY", display)
    office = OfficeOnScreen(tmp_path / "profile")
    yield office
    office.stop()


@pytest.fixture
def program(screen) -> LibreOffice:
    names = (f"q{number}" for number in count())
    return LibreOffice("soffice", screen.profile, lambda: next(names), WindowCloser(RealWindows()), answer_seconds=10)


@pytest.fixture
def hurried(screen) -> LibreOffice:
    """One that waits only a moment for an answer."""
    names = (f"h{number}" for number in count())
    return LibreOffice("soffice", screen.profile, lambda: next(names), WindowCloser(RealWindows()), answer_seconds=1)


def place(folder: Path) -> OpenFolder:
    return OpenFolder(folder.parent, folder / "未保存的文档")


def text_of(path: Path, part: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(part).decode("utf-8")


def test_text_that_was_typed_and_not_saved_is_saved_and_the_program_goes(screen, program, folder) -> None:
    path = folder / "报告.docx"
    screen.open(path, "--writer")
    screen.type("Hello pupil ")
    until(lambda: Standing.MODIFIED in {one.standing for one in program.look(place(folder)).documents})
    report = program.close(place(folder))
    assert report.answered
    assert [(one.name, one.standing) for one in report.documents] == [("报告.docx", Standing.SAVED)]
    assert "Hello pupil" in text_of(path, "word/document.xml")
    assert program.look(place(folder)).documents == ()
    assert screen.processes() == []
    assert [entry.name for entry in folder.iterdir() if entry.name.startswith(".~lock")] == []


def test_a_cell_in_the_middle_of_typing_is_taken_in_and_an_untouched_book_stays_as_it_was(
    screen, program, folder
) -> None:
    path = folder / "统计.xlsx"
    before = path.read_bytes()
    screen.open(path, "--calc")
    assert program.save(place(folder)).documents[0].standing is Standing.CLEAN
    assert path.read_bytes() == before
    screen.press("Down")
    screen.type("=6*7")
    report = program.save(place(folder))
    assert report.documents[0].standing is Standing.SAVED
    assert "6*7</f>" in text_of(path, "xl/worksheets/sheet1.xml")


def test_a_dialog_that_is_open_hinders_neither_saving_nor_closing(screen, program, folder) -> None:
    path = folder / "报告.docx"
    screen.open(path, "--writer")
    screen.type("Hello dialog ")
    screen.press("ctrl+shift+s")
    until(lambda: len(screen.titles()) > 1)
    report = program.close(place(folder))
    assert report.unsaved() == ()
    assert "Hello dialog" in text_of(path, "word/document.xml")
    assert screen.processes() == []


def test_a_document_that_was_never_saved_goes_into_the_folder(screen, program, folder) -> None:
    screen.open(folder / "报告.docx", "--writer")
    screen.press("ctrl+n")
    until(lambda: any("Untitled" in title or "无标题" in title for title in screen.titles()))
    screen.type("Only here ")
    until(lambda: program.look(place(folder)).unsaved() == ("",))
    assert program.save(OpenFolder(folder.parent)).unsaved() == ("",)
    report = program.close(place(folder))
    rescued = [one for one in report.documents if one.standing is Standing.RESCUED]
    assert [one.name for one in rescued] == ["未保存的文档1.odt"]
    assert "Only here" in text_of(folder / "未保存的文档1.odt", "content.xml")


def test_a_document_outside_the_folder_is_left_alone(screen, program, folder, tmp_path) -> None:
    other = tmp_path / "0031002"
    other.mkdir()
    (other / "别人.docx").write_bytes(docx(para("别人的")))
    before = (other / "别人.docx").read_bytes()
    screen.open(other / "别人.docx", "--writer")
    screen.type("mine ")
    assert program.close(place(folder)).documents == ()
    assert (other / "别人.docx").read_bytes() == before
    assert any("别人.docx" in title for title in screen.titles())


def test_a_slide_in_the_middle_of_typing_is_saved(screen, program, folder) -> None:
    path = folder / "介绍.pptx"
    path.write_bytes(pptx(placeholder("title", "<a:p><a:r><a:t>校园</a:t></a:r></a:p>")))
    screen.open(path, "--impress")
    screen.press("Tab")
    screen.press("F2")
    screen.type("Spring")
    until(lambda: program.look(place(folder)).unsaved() == ("介绍.pptx",))
    assert program.save(place(folder)).unsaved() == ()
    assert "Spring" in text_of(path, "ppt/slides/slide1.xml")


def test_a_file_that_cannot_be_written_is_named_and_its_window_stays(screen, program, hurried, folder) -> None:
    path = folder / "报告.docx"
    screen.open(path, "--writer")
    screen.type("Lost? ")
    until(lambda: program.look(place(folder)).unsaved() == ("报告.docx",))
    moved = folder.rename(folder.with_name("拔掉的盘"))
    folder.write_bytes(b"no folder")
    report = hurried.close(place(folder))
    assert report.unsaved() == ("报告.docx",)
    assert any("报告.docx" in title for title in screen.titles())
    folder.unlink()
    moved.rename(folder)
    assert program.close(place(folder)).unsaved() == ()
    assert "Lost?" in text_of(path, "word/document.xml")


def test_a_program_that_is_stopped_answers_nothing_in_bounded_time(screen, hurried, folder) -> None:
    path = folder / "报告.docx"
    screen.open(path, "--writer")
    for process in screen.processes():
        process.suspend()
    report = hurried.save(place(folder))
    assert not report.answered
    hurried.end(place(folder))
    assert screen.processes() == []


def test_a_program_that_is_not_there_has_nothing_open(program, folder) -> None:
    report = program.close(place(folder))
    assert report.documents == ()
    assert report.answered
