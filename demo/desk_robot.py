"""A robot candidate at the real desk engine, in a process of its own: `desk_robot.py PLAN.json`.

It types what the plan says, keeps a log of what the desk called saved, and
writes a report when it has its receipt. It can be killed at any moment.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QCoreApplication, QTimer

from exam_client.attempt.states import DeskState
from exam_client.attempt.views import SaveMark
from exam_client.config import DeskConfig
from exam_client.desk import make_desk
from exam_client.face import DeskFace
from itembank.model.item import Item
from itembank.model.items.practical import PracticalInteraction
from itembank.model.responses import ItemResponse

TICK_MS = 60
PICTURE_SIZE = (1366, 768)
PICTURE_AFTER_MS = 900
PICTURES = {
    DeskState.CONFIRMING: "考试机-核对身份",
    DeskState.ANSWERING: "考试机-作答",
    DeskState.HANDED_IN: "考试机-回执",
}


class Robot:
    """One candidate: walks through the desk's states, then through the items of the paper."""

    def __init__(self, plan: dict[str, object], desk: DeskFace, application: QCoreApplication) -> None:
        self._plan = plan
        self._desk = desk
        self._application = application
        self._typed: dict[str, ItemResponse] = {}
        self._work: list[tuple[str, str]] | None = None
        self._waited = 0
        self._restored = -1
        self._answers = 0
        self._receipt = ""
        desk.receiptShown.connect(self._take_receipt)
        desk.resumed.connect(self._take_resumed)
        self._timer = QTimer()
        self._timer.setInterval(max(TICK_MS, int(str(plan.get("pace_ms", 0)))))
        self._timer.timeout.connect(self._step)
        self._timer.start()

    def _step(self) -> None:
        state = self._desk.state
        if state is DeskState.READY and not self._receipt:
            self._desk.typeNumber(str(self._plan["number"]))
        elif state is DeskState.CONFIRMING:
            self._desk.confirmIdentity()
        elif state is DeskState.ANSWERING:
            self._answer_next()
        elif state is DeskState.FENCED:
            self._end("fenced")
        elif state is DeskState.HANDED_IN and self._receipt:
            self._linger()

    def _linger(self) -> None:
        """Leave the receipt on the screen for a moment, where it is photographed."""
        self._timer.stop()
        QTimer.singleShot(2 * PICTURE_AFTER_MS if self._plan.get("pictures") else 0, lambda: self._end("handed_in"))

    def _answer_next(self) -> None:
        if self._work is None:
            self._work = self._make_work()
        if self._plan.get("stop_after") == self._answers and not self._plan.get("resuming"):
            self._note_progress()
            return
        if self._work:
            item, act = self._work.pop(0)
            self._act(item, act)
            return
        self._desk.leaveField()
        if not self._plan.get("hand_in", True):
            self._note_progress()
            return
        if self._desk.save_mark in {SaveMark.SERVER, SaveMark.STANDBY} and self._folders_saved():
            self._desk.requestHandIn()
            self._desk.confirmHandIn()

    def _make_work(self) -> list[tuple[str, str]]:
        """List what is to be done, without what the desk brought back after a restart."""
        paper = self._desk.paper
        acts = self._plan["acts"]
        assert paper is not None
        assert isinstance(acts, dict)
        done = set(self._desk.attempt.responses) if self._plan.get("resuming") else set()
        work: list[tuple[str, str]] = []
        for entry in paper.entries():
            wanted = acts.get(entry.item.identifier)
            if wanted is None or entry.item.identifier in done:
                continue
            if self._plan.get("changes_mind") and "first" in wanted:
                work.append((entry.item.identifier, "first"))
            work.append((entry.item.identifier, "last"))
        return work

    def _act(self, identifier: str, act: str) -> None:
        acts = self._plan["acts"]
        assert isinstance(acts, dict)
        wanted = acts[identifier]
        self._desk.visit(identifier)
        if "model" in wanted:
            self._copy_model(identifier, Path(str(wanted["model"])))
        else:
            response = _response(wanted["first"] if act == "first" else wanted["response"])
            self._desk.answer(identifier, response)
            self._typed[identifier] = response
            if self._plan.get("changes_mind"):
                self._desk.flag(identifier, act == "first")
        self._desk.leaveField()
        self._answers += 1

    def _copy_model(self, identifier: str, model: Path) -> None:
        """Do a practical task perfectly: the folder becomes what the model answer is."""
        view = self._desk.folder(identifier)
        assert view is not None
        folder = Path(view.folder)
        for old in folder.iterdir():
            shutil.rmtree(old) if old.is_dir() else old.unlink()
        shutil.copytree(model, folder, dirs_exist_ok=True)
        self._desk.snapshot(identifier)

    def _folders_saved(self) -> bool:
        """Wait a little after the last snapshot, as a person would look at the save mark."""
        self._waited += 1
        return self._waited > 5

    def _note_progress(self) -> None:
        """Write down what is on the server, for the comparison after a crash; waits to be killed or told."""
        if self._desk.save_mark in {SaveMark.SERVER, SaveMark.STANDBY}:
            self._write("progress")

    def _take_receipt(self, receipt: object) -> None:
        self._receipt = str(getattr(receipt, "code", ""))

    def _take_resumed(self, restored: object) -> None:
        self._restored = int(getattr(restored, "answers", 0))

    def _end(self, outcome: str) -> None:
        self._timer.stop()
        self._write(outcome)
        self._application.quit()

    def _write(self, outcome: str) -> None:
        report = {
            "outcome": outcome,
            "typed": self._typed,
            "receipt": self._receipt,
            "restored": self._restored,
        }
        path = Path(str(self._plan["report"]))
        temporary = path.with_suffix(".tmp")
        temporary.write_text(json.dumps(report, ensure_ascii=False), "utf-8")
        temporary.replace(path)


def is_practical(item: Item) -> bool:
    """Say whether an item is worked on in files."""
    return any(isinstance(interaction, PracticalInteraction) for interaction in item.interactions)


def _response(given: dict[str, object]) -> ItemResponse:
    return {name: tuple(map(str, value)) if isinstance(value, list) else str(value) for name, value in given.items()}


class Photographer:
    """Keeps the desk's real window open offscreen beside a robot and takes a picture at each new state."""

    def __init__(self, desk: DeskFace, folder: Path, marks: Path) -> None:
        from exam_client.ui.look import Look
        from exam_client.ui.window import DeskWindow

        look = Look(marks)
        look.dress()
        self._window = DeskWindow(look, desk, may_always_close=True)
        self._window.resize(*PICTURE_SIZE)
        self._window.show()
        self._folder = folder
        desk.stateChanged.connect(lambda state: QTimer.singleShot(PICTURE_AFTER_MS, lambda: self._take(state)))

    def _take(self, state: DeskState) -> None:
        if state in PICTURES:
            self._window.grab().save(str(self._folder / f"{PICTURES[state]}.png"))


def make_application(plan: dict[str, object]) -> QCoreApplication:
    """Make the Qt application; with widgets only for the robot whose screen is photographed."""
    if not plan.get("pictures"):
        return QCoreApplication([])
    from exam_client.ui.app import make_application as with_widgets

    return with_widgets()


def main() -> int:
    """Play one plan."""
    plan = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    application = make_application(plan)
    folder = Path(plan["folder"])
    desk = make_desk(
        DeskConfig(
            folder=folder,
            work_folder=folder / "work",
            address=plan["address"],
            pairing_code=plan["pairing_code"],
            seat=plan["seat"],
            discover=False,
        )
    )
    robot = Robot(plan, desk, application)
    with TemporaryDirectory(prefix="jikao-look-") as marks:
        photographer = Photographer(desk, Path(plan["pictures"]), Path(marks)) if plan.get("pictures") else None
        desk.start()
        code = application.exec()
        desk.close()
        del robot, photographer
    return code


if __name__ == "__main__":
    sys.exit(main())
