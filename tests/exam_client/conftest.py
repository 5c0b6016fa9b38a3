"""A sealed exam, a fake room, and desks that talk to it, for all tests of the desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from exam_client.attempt.states import DeskState
from exam_client.config import DeskConfig
from exam_client.desk import Desk, make_desk
from tests.fakes.driving import Driver
from tests.fakes.machine_fake import FakeMachine
from tests.fakes.room_fake import RoomFake
from tests.fakes.room_state import RoomMemory
from tests.fakes.sample_exam import SealedExam, sample_paper, seal_exam


@pytest.fixture(scope="session")
def sealed_exam(tmp_path_factory) -> SealedExam:
    return seal_exam(tmp_path_factory.mktemp("sealed"))


@pytest.fixture(scope="session")
def theory_exam(tmp_path_factory) -> SealedExam:
    return seal_exam(tmp_path_factory.mktemp("theory"), sample_paper(practical=False))


@pytest.fixture
def memory(sealed_exam: SealedExam) -> RoomMemory:
    return RoomMemory(sealed_exam)


@pytest.fixture
def room(memory: RoomMemory, tmp_path: Path) -> Iterator[RoomFake]:
    server = RoomFake(memory, tmp_path).start()
    yield server
    server.stop()


@pytest.fixture
def new_desk(qapp, room: RoomFake, tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """Make desks that know the room; each name is a machine of its own."""
    desks: list[Desk] = []

    def make(name: str = "desk", **changes) -> Desk:
        folder, clock, machine = tmp_path / name, changes.pop("clock", None), changes.pop("machine", None)
        config = DeskConfig(
            folder=folder,
            work_folder=folder / "work",
            address=changes.pop("address", room.address),
            pairing_code=changes.pop("code", room.code),
            discover=False,
            **changes,
        )
        desk = make_desk(config, machine=machine or FakeMachine(), clock=clock)
        desks.append(desk)
        return desk

    yield make
    for desk in desks:
        desk.close()


@pytest.fixture
def driver(qtbot) -> Callable[[Desk], Driver]:
    return lambda desk: Driver(desk, qtbot)


@pytest.fixture
def answering(new_desk, driver, room) -> Driver:
    """A desk whose candidate may answer."""
    drive: Driver = driver(new_desk()).log_in().reach(DeskState.WAITING_START)
    room.begin()
    return drive.reach(DeskState.ANSWERING)
