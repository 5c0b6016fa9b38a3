"""What the adapters make of answers, windows and silence, without any program."""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from exam_client.practical.office.com import ComOffice, run_child
from exam_client.practical.office.libreoffice import path_of, read_answer
from exam_client.practical.office.other import OtherPrograms
from exam_client.practical.office.port import OfficeReport, Offices, OpenDocument, OpenFolder, Standing
from exam_client.practical.office.windows import OpenWindow, WindowCloser
from tests.fakes.machine_fake import FakeOffice

FOLDER = OpenFolder(Path("/srv/0031001"), Path("/srv/0031001/第4题/未保存的文档"))


@dataclass
class FakeWindows:
    """A screen with these windows; remembers which were asked to close."""

    shown: tuple[OpenWindow, ...] = ()
    closed: list[int] = field(default_factory=list)

    def windows(self) -> tuple[OpenWindow, ...]:
        return self.shown

    def close(self, windows: Sequence[OpenWindow]) -> None:
        self.closed += [window.number for window in windows]


@dataclass
class FakeShell:
    """A PowerShell that prints `answer`."""

    answer: str
    is_done: bool = True
    questions: list[dict[str, str]] = field(default_factory=list)

    def __call__(self, command: Sequence[str], _seconds: float) -> tuple[str, bool]:
        self.questions.append(json.loads(base64.b64decode(command[-1])))
        return self.answer, self.is_done


def test_the_last_word_about_a_document_counts() -> None:
    url = "file:///srv/0031001/%E7%AC%AC4%E9%A2%98/a.docx"
    report = read_answer([f"failed {url}", f"saved {url}", "untitled -", "end"])
    assert report.documents == (
        OpenDocument("/srv/0031001/第4题/a.docx", Standing.SAVED),
        OpenDocument("", Standing.UNTITLED),
    )
    assert report.answered
    assert report.unsaved() == ("",)


def test_an_answer_that_breaks_off_says_which_document_was_in_work() -> None:
    report = read_answer(["saved file:///w/a.docx", "failed file:///w/b.docx"])
    assert not report.answered
    assert report.unsaved() == ("b.docx",)


def test_only_file_addresses_are_paths() -> None:
    assert path_of("-") == ""
    assert path_of("private:factory/swriter") == ""


def test_office_on_windows_is_asked_with_folder_and_rescue_path() -> None:
    shell = FakeShell("saved C:\\work\\0031001\\报告.docx\nuntitled -\nend\n")
    report = ComOffice(shell).save(FOLDER)
    assert shell.questions == [{"kind": "save", "folder": str(FOLDER.folder), "rescue": str(FOLDER.rescue)}]
    assert [one.standing for one in report.documents] == [Standing.SAVED, Standing.UNTITLED]
    assert report.answered


def test_a_shell_that_is_given_up_counts_with_what_it_said() -> None:
    report = ComOffice(FakeShell("failed C:\\w\\a.xlsx\n", is_done=False)).save(FOLDER)
    assert not report.answered
    assert [one.standing for one in report.documents] == [Standing.FAILED]


def test_a_child_that_waits_for_ever_is_given_up_with_what_it_printed() -> None:
    endless = "import sys, threading; print('saved a', flush=True); threading.Event().wait()"
    printed, is_done = run_child([sys.executable, "-c", endless], 1.5)
    assert (printed.split(), is_done) == (["saved", "a"], False)
    assert run_child(["/no/such/shell"], 1.0) == ("", False)


def test_only_dialogs_of_the_asked_programs_are_closed() -> None:
    screen = FakeWindows(
        (OpenWindow(1, "另存为", 7, dialog=True), OpenWindow(2, "a.docx", 7), OpenWindow(3, "别的", 8, dialog=True))
    )
    WindowCloser(screen).close_dialogs({7})
    assert screen.closed == [1]


def test_other_programs_close_by_the_name_in_their_title_and_a_star_means_unsaved(tmp_path) -> None:
    (tmp_path / "第1题").mkdir()
    for name in ("报告.docx", "网页.html"):
        (tmp_path / "第1题" / name).write_bytes(b"x")
    screen = FakeWindows(
        (
            OpenWindow(1, "*报告.docx - WPS 文字", 7),
            OpenWindow(2, "网页.html - 浏览器", 8),
            OpenWindow(3, "私人.docx - WPS 文字", 7),
        )
    )
    program = OtherPrograms(WindowCloser(screen))
    where = OpenFolder(tmp_path)
    assert program.look(where).unsaved() == ("报告.docx",)
    program.close(where)
    assert sorted(screen.closed) == [1, 2]


def test_several_programs_answer_as_one() -> None:
    silent = FakeOffice(OfficeReport(answered=False))
    writer = FakeOffice(OfficeReport((OpenDocument("/w/a.docx", Standing.SAVED),)))
    report = Offices((silent, writer)).save(OpenFolder(Path("/w")))
    assert not report.answered
    assert len(report.documents) == 1
    assert (silent.asked, writer.asked) == (["save"], ["save"])
