"""A candidate as a process of its own, so that it can be killed: types without pause and prints what was shown.

Prints one JSON object a line: what was resumed, what the save mark promised, the receipt.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer

from exam_client.attempt.states import DeskState
from exam_client.attempt.views import SaveMark
from exam_client.config import DeskConfig
from exam_client.desk import Desk, make_desk
from exam_client.practical.views import FileState, FolderView
from tests.fakes.machine_fake import FakeMachine

TYPE_EVERY_MS = 30
FLOOD = "洪水"
TOUCHED_AT_ONCE = 25


class Robot:
    """Logs in, types numbers that only grow, and says what it was promised."""

    def __init__(self, desk: Desk, number: str, *, seed: int, first: int, hand_in_after: int, files: int = 0) -> None:
        self.desk, self.number, self.files = desk, number, files
        self.draw = random.Random(seed)
        self.count = first
        self.left = hand_in_after
        self.timer = QTimer()
        self.timer.setInterval(TYPE_EVERY_MS)
        self.timer.timeout.connect(self.act)
        desk.stateChanged.connect(self.state_changed)
        desk.saveMarkChanged.connect(self.mark_changed)
        desk.receiptShown.connect(self.received)
        desk.folderChanged.connect(self.folder_changed)
        self.shown_file = 0
        self.flood: dict[str, int] = {}
        self.shown_flood: dict[str, int] = {}
        self.writing_flood: dict[str, int] = {}
        self.writing = 0
        self.snapshots = 0

    def say(self, **facts: object) -> None:
        sys.stdout.write(json.dumps(facts) + "\n")
        sys.stdout.flush()

    def state_changed(self, state: DeskState) -> None:
        if state is DeskState.READY:
            QTimer.singleShot(0, lambda: self.desk.typeNumber(self.number))
        elif state is DeskState.CONFIRMING:
            QTimer.singleShot(0, self.desk.confirmIdentity)
        elif state is DeskState.ANSWERING:
            self.shown_file = self.file()
            self.flood = self.shown_flood = self.read_flood()
            self.say(kind="resumed", answers=self.answers(), file=self.shown_file, flood=self.flood)
            self.timer.start()

    def answers(self) -> dict[str, int]:
        return {
            item: int(value)
            for item, response in self.desk.attempt.responses.items()
            if isinstance(value := response.get("RESPONSE"), str)
        }

    def file(self) -> int:
        place = self.place()
        return int(place.read_text()) if place is not None and place.is_file() else 0

    def place(self) -> Path | None:
        view = self.desk.folder("P1")
        return Path(view.folder) / "结果.txt" if view is not None else None

    def mark_changed(self, mark: SaveMark) -> None:
        if mark is not SaveMark.UNSAVED and self.desk.paper is not None:
            facts = {"answers": self.answers(), "file": self.shown_file, "flood": self.shown_flood}
            self.say(kind="promised", mark=mark.value, **facts)

    def folder_changed(self, view: FolderView) -> None:
        """The strip shows the file as saved after a new snapshot: from then on the save mark speaks of it too."""
        states = {file.path: file.state for file in view.files}
        is_new = view.item == "P1" and self.writing and view.snapshots > self.snapshots
        if is_new and states["结果.txt"] is FileState.SAVED:
            self.shown_file, self.writing = self.writing, 0
            self.shown_flood = self.writing_flood

    def act(self) -> None:
        if self.desk.state is not DeskState.ANSWERING:
            return
        self.count += 1
        self.left -= 1
        if self.left == 0:
            self.desk.confirmHandIn()
            return
        item = self.draw.choice(["Q2", "Q3", "P1"])
        place = self.place()
        view = self.desk.folder("P1")
        if item == "P1" and place is not None and view is not None and not self.writing:
            self.writing, self.snapshots = self.count, view.snapshots
            self.write_flood(place.parent / FLOOD)
            # Whole or not at all: the robot is also the program that writes, and dies with the desk.
            part = place.parent / f".{place.name}.tmp"
            part.write_text(str(self.count))
            part.replace(place)
            self.desk.snapshot("P1")
        elif item != "P1":
            self.desk.answer(item, {"RESPONSE": str(self.count)})
            if self.draw.random() < 0.6:
                self.desk.leaveField()

    def read_flood(self) -> dict[str, int]:
        place = self.place()
        folder = place.parent / FLOOD if place is not None else Path()
        return {path.name: int(path.read_text() or 0) for path in folder.iterdir()} if folder.is_dir() else {}

    def write_flood(self, folder: Path) -> None:
        """All files once, then some of them: their numbers only grow."""
        if not self.files:
            return
        folder.mkdir(exist_ok=True)
        names = [f"文件{number:04}.txt" for number in range(self.files)]
        fresh = [name for name in names if name not in self.flood]
        for name in fresh or self.draw.sample(names, min(TOUCHED_AT_ONCE, len(names))):
            part = folder.parent / f".{name}.tmp"
            part.write_text(str(self.count))
            part.replace(folder / name)
            self.flood[name] = self.count
        self.writing_flood = dict(self.flood)

    def received(self, receipt: object) -> None:
        facts = {"answers": self.answers(), "file": self.file(), "flood": self.read_flood()}
        self.say(kind="receipt", code=getattr(receipt, "code", ""), **facts)
        QTimer.singleShot(0, QCoreApplication.quit)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--address", required=True)
    parser.add_argument("--code", required=True)
    parser.add_argument("--number", required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--hand-in-after", type=int, default=-1)
    parser.add_argument("--files", type=int, default=0)
    given = parser.parse_args()
    app = QCoreApplication(sys.argv[:1])
    config = DeskConfig(
        folder=given.folder,
        work_folder=given.folder / "work",
        address=given.address,
        pairing_code=given.code,
        discover=False,
    )
    desk = make_desk(config, machine=FakeMachine())
    robot = Robot(
        desk,
        given.number,
        seed=given.seed,
        first=given.first,
        hand_in_after=given.hand_in_after,
        files=given.files,
    )
    desk.start()
    robot.say(kind="started")
    app.exec()
    desk.close()


if __name__ == "__main__":
    main()
