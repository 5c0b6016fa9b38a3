"""The end of an exam with LibreOffice still open: what the pupil typed and never saved is in the last snapshot."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from exam_client.attempt.states import DeskState
from exam_client.attempt.views import FolderFault
from exam_client.practical.office_profile import profile_folder
from exam_client.practical.programs import RealMachine
from exam_client.practical.views import FileState
from itembank.model.events import HandInReason
from itembank.sealing.attempt import open_blob
from tests.fakes.driving import NUMBER, Driver, listen, state_of
from tests.fakes.screen import OfficeOnScreen, screen_in_memory
from tests.grading.office.builders import docx, para


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    with screen_in_memory() as name:
        yield name


@pytest.fixture
def office(display, tmp_path, monkeypatch) -> Iterator[OfficeOnScreen]:
    monkeypatch.setenv("DISPLAY", display)
    screen = OfficeOnScreen(profile_folder(tmp_path / "desk", NUMBER))
    yield screen
    screen.stop()


@pytest.fixture
def writing(office, new_desk, driver, room, tmp_path) -> Driver:
    """A desk whose candidate has typed into Writer and has not saved."""
    desk = new_desk(machine=RealMachine())
    drive: Driver = driver(desk).log_in().reach(DeskState.WAITING_START)
    room.begin()
    drive.reach(DeskState.ANSWERING)
    path = tmp_path / "desk" / "work" / NUMBER / "第4题" / "报告.docx"
    path.write_bytes(docx(para("开头")))
    opened = listen(desk.fileOpened)
    desk.openFile("P1", "报告.docx")
    assert opened == [("P1", "报告.docx", "LibreOffice Writer")]
    drive.wait(lambda: shown(desk).get("报告.docx") is FileState.OPENING)
    drive.wait(lambda: shown(desk).get("报告.docx") is not FileState.OPENING, timeout=30_000)
    drive.wait(lambda: office.is_shown("报告.docx"), timeout=30_000)
    office.focus("报告.docx")
    office.type("Typed at the very end ")
    return drive


def shown(desk) -> dict[str, FileState]:
    view = desk.folder("P1")
    return {file.path: file.state for file in view.files} if view is not None else {}


def text_in_room(memory, path: str) -> str:
    attempt = memory.attempts[NUMBER]
    entry = next(entry for entry in state_of(attempt).folders["P1"].entries if entry.path == path)
    plain = open_blob(attempt.key, entry.blob, attempt.blobs[entry.blob])
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        return archive.read("word/document.xml").decode("utf-8")


def test_time_up_saves_what_was_typed_and_closes_the_program(writing, office, room, memory) -> None:
    room.set_schedule(duration_ms=memory.exam_ms() - memory.schedule.start_ms + 600)
    writing.reach(DeskState.HANDED_IN)
    assert "Typed at the very end" in text_in_room(memory, "报告.docx")
    assert state_of(memory.attempts[NUMBER]).ended is HandInReason.TIME_UP
    writing.wait(lambda: not office.processes())


def test_the_summary_warns_of_unsaved_work_and_the_hand_in_saves_it(writing, office, room, memory, tmp_path) -> None:
    desk = writing.desk
    summaries = listen(desk.handInSummary)
    desk.requestHandIn()
    writing.wait(lambda: bool(summaries))
    faults = {(finding.fault, finding.path) for finding in summaries[0].findings}
    assert (FolderFault.UNSAVED, "报告.docx") in faults
    receipts = listen(desk.receiptShown)
    desk.confirmHandIn()
    writing.reach(DeskState.HANDED_IN)
    assert "Typed at the very end" in text_in_room(memory, "报告.docx")
    assert receipts[0].not_saved == ()
    room.let_leave(NUMBER)
    writing.reach(DeskState.READY)
    writing.wait(lambda: not office.processes())
    writing.wait(lambda: not Path(office.profile).exists())
