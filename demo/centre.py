"""What the exam centre does before and after: bank, papers, keys, sealing; marking, reports."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from stage import Stage

if TYPE_CHECKING:
    from sitting_play import SittingPlay

AUTHOR = "命题组"
REVIEWERS = ("审题甲", "审题乙", "审题丙")
HELD_ON = "2026-06-13"
HAS_WAITING = (0, 7)


class Centre:
    """The exam centre's folder and commands. `content` is the sample exam."""

    def __init__(self, stage: Stage, content: Path) -> None:
        self.stage = stage
        self.content = content
        self.out = stage.out
        self.bank = self.out / "itembank.db"
        self.keys = self.out / "keys"
        self.sitting = self.out / "sitting"
        self.papers = self.out / "papers"
        self.sealed = self.out / "sealed"
        self.room = self.out / "room"
        self.results = self.out / "results.db"
        self.reports = self.out / "reports"

    def fill_bank(self) -> None:
        """Import the sample items and let them be reviewed by three people."""
        self._bank("init")
        paths = [self.content / "items.xlsx", self.content / "tasks", *sorted((self.content / "qti").glob("*.xml"))]
        for path in paths:
            self._bank("import", path, "--accept", "--by", AUTHOR)
        self._bank("review", "submit", "--all", "--by", AUTHOR)
        for reviewer in REVIEWERS:
            self._bank("review", "approve", "--all", "--by", reviewer)
        count = self._bank("list").strip().splitlines()[-1]
        self.stage.tell(f"题库：{count}三级审核通过。")

    def make_papers(self) -> None:
        """Assemble two forms and the backup, seat the candidates, make keys and the room, seal."""
        command = self.stage.command
        self._bank("assemble", self.content / "blueprint.toml", "--by", AUTHOR)
        exam = tomllib.loads((self.content / "blueprint.toml").read_text("utf-8"))["paper"]["exam"]
        self._bank("forms", exam, "--papers", self.papers)
        roster, photos = self.content / "roster-12.xlsx", self.content / "photos"
        seating: list[object] = [self.content / "sitting.toml", roster, "--photos", photos, "--out", self.sitting]
        self._bank("seat", *seating, "--by", AUTHOR)
        command("itembank", "keys", "make", self.keys, "--no-passphrase")
        sitting = self.read_sitting()
        accounts = [
            word
            for one in (
                "jiankao1:invigilator:demo-pass-1",
                "jiankao2:invigilator:demo-pass-2",
                "zhukao:site_head:demo-pass-3",
            )
            for word in ("--account", one)
        ]
        place = ["--site", sitting["site"], "--room", sitting["room"], "--port", 0]
        command("exam-server", "init", self.room, *place, "--centre", self.keys / "centre-signing.pub", *accounts)
        command("itembank", "keys", "show", self.room / "card.jikao")
        self._bank("check", exam, "--sitting", self.sitting)
        self._bank(
            "seal",
            *("--sitting", self.sitting, "--room-card", self.room / "card.jikao"),
            *("--signing-key", self.keys / "centre-signing.key", "--grader", self.keys / "grading.pub"),
            *("--out", self.sealed, "--by", AUTHOR),
        )
        self.stage.tell("组卷、编排座位、密封完成：两份试卷和一份备用卷，三份启封口令。")

    def read_sitting(self) -> dict[str, object]:
        """Return the seated sitting."""
        found: dict[str, object] = json.loads((self.sitting / "sitting.json").read_text("utf-8"))
        return found

    def mark(self, play: SittingPlay) -> None:
        """Verify both copies, mark, report and export."""
        command = self.stage.command
        open_with = ["--key", self.keys / "grading.key", "--room-card", self.room / "card.jikao"]
        for bundle in play.bundles:
            command("grading", "verify", *open_with, bundle, ok=HAS_WAITING)
        package = ["--package", self.marking_package(), "--centre", self.keys / "centre-signing.pub"]
        results = ["--results", self.results]
        scored = command("grading", "score", *open_with, *package, *results, play.bundles[0], ok=HAS_WAITING)
        self.stage.tell(scored.strip().splitlines()[0])
        heading = ["--held-on", HELD_ON, "--authority", "鹭岛市考试中心"]
        key = ["--key", self.keys / "grading.key"]
        command("grading", "report", *key, *package, *results, *heading, "--out", self.reports)
        command("grading", "export", *results, "--out", self.reports)
        self.stage.tell("成绩报告、班级成绩单和成绩表已生成。")

    def paper_package(self) -> Path:
        """Return the sealed paper package of the room."""
        return next(path for path in sorted(self.sealed.rglob("*paper*")) if path.is_file())

    def marking_package(self) -> Path:
        """Return the sealed marking package."""
        return next(path for path in sorted(self.sealed.rglob("*marking*")) if path.is_file())

    def _bank(self, verb: str, *arguments: object) -> str:
        return self.stage.command("itembank", verb, *arguments, "--bank", self.bank)
