"""A desk that types without end, run as a process so that it can be killed: `typing_desk.py PLAN.json`.

Whenever the save mark says that everything is safe (on this machine at least),
it writes down what that is; after a restart it compares what came back.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer

from exam_client.attempt.states import DeskState
from exam_client.attempt.views import SaveMark
from exam_client.config import DeskConfig
from exam_client.desk import Desk, make_desk

TICK_MS = 60


class Typist:
    """Counts up through the items; every answer is the next number."""

    def __init__(self, desk: Desk, number: str, log: Path, stop_file: Path) -> None:
        self._desk = desk
        self._number = number
        self._log = log
        self._stop_file = stop_file
        self._shown = shown_as_saved(log)
        self._count = max(self._shown.values(), default=0)
        self._typed: dict[str, int] = {}
        self._is_compared = False
        self._timer = QTimer()
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        state = self._desk.state
        if state is DeskState.READY:
            self._desk.typeNumber(self._number)
        elif state is DeskState.CONFIRMING:
            self._desk.confirmIdentity()
        elif state is DeskState.ANSWERING:
            self._answer()

    def _answer(self) -> None:
        if not self._is_compared:
            self._compare()
        mark = self._desk.save_mark
        if self._typed and mark is not SaveMark.UNSAVED:
            self._write("server" if mark is SaveMark.SERVER else "desk", self._typed)
        if self._stop_file.exists():
            return
        paper = self._desk.paper
        assert paper is not None
        items = [entry.item.identifier for entry in paper.entries()]
        self._count += 1
        item = items[self._count % len(items)]
        self._desk.visit(item)
        self._desk.answer(item, {"RESPONSE": str(self._count)})
        self._desk.leaveField()
        self._typed[item] = self._count

    def _compare(self) -> None:
        """Compare what came back with what was shown as saved before."""
        self._is_compared = True
        responses = self._desk.attempt.responses
        back = {item: int(str(response["RESPONSE"])) for item, response in responses.items()}
        lost = {item: count for item, count in self._shown.items() if back.get(item, 0) < count}
        self._typed = dict(back)
        self._count = max([self._count, *back.values()])
        self._write("lost" if lost else "back", lost or back)

    def _write(self, kind: str, counts: dict[str, int]) -> None:
        with self._log.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps({"kind": kind, "counts": counts}) + "\n")


def read_log(log: Path) -> list[tuple[str, dict[str, int]]]:
    """Return the whole lines of a desk's log; a torn last line says nothing."""
    lines = log.read_text("utf-8").split("\n")[:-1] if log.exists() else []
    return [(line["kind"], line["counts"]) for line in map(json.loads, lines)]


def shown_as_saved(log: Path) -> dict[str, int]:
    """Return the newest count of each item that was ever shown as saved."""
    shown: dict[str, int] = {}
    for kind, counts in read_log(log):
        if kind in {"desk", "server"}:
            shown |= {item: max(count, shown.get(item, 0)) for item, count in counts.items()}
    return shown


def main() -> int:
    """Type until killed."""
    plan = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    application = QCoreApplication([])
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
    typist = Typist(desk, plan["number"], folder / "shown.jsonl", Path(plan["stop_file"]))
    desk.start()
    code = application.exec()
    desk.close()
    del typist
    return code


if __name__ == "__main__":
    sys.exit(main())
